"""What is now true of the site, and the questions others ask about its policy."""

from __future__ import annotations

from ebr.domain.site.state.policy import DEFAULTS, Policy, Weakness, weaknesses
from ebr.domain.site.state.settings import (
    CAUSE_UNKNOWN,
    RULE_SETS,
    SETTINGS,
    SEVERITIES,
    Setting,
    setting_trouble,
)
from ebr.domain.site.state.site import (
    LEASED,
    Admission,
    Lease,
    SiteState,
    apply,
    lease_trouble,
    policy_in,
    series_of,
    site_in,
    start,
    station_name_trouble,
)

__all__ = [
    "CAUSE_UNKNOWN",
    "DEFAULTS",
    "LEASED",
    "RULE_SETS",
    "SETTINGS",
    "SEVERITIES",
    "Admission",
    "Lease",
    "Policy",
    "Setting",
    "SiteState",
    "Weakness",
    "apply",
    "lease_trouble",
    "policy_in",
    "series_of",
    "setting_trouble",
    "site_in",
    "start",
    "station_name_trouble",
    "weaknesses",
]
