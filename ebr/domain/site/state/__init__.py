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
    Revocation,
    SiteState,
    Witness,
    after_revocation,
    apply,
    lease_trouble,
    number_trouble,
    policy_in,
    prefix_of,
    series_of,
    site_in,
    start,
    station_name_trouble,
    station_named,
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
    "Revocation",
    "Setting",
    "SiteState",
    "Weakness",
    "Witness",
    "after_revocation",
    "apply",
    "lease_trouble",
    "number_trouble",
    "policy_in",
    "prefix_of",
    "series_of",
    "setting_trouble",
    "site_in",
    "start",
    "station_name_trouble",
    "station_named",
    "weaknesses",
]
