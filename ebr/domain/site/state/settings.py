"""The site's policy as data: every setting with default, type, unit and bounds (draft Annex 11, 11.5).

A setting is text in the record. A list has one entry per line. What `low` and `high` forbid, no site can choose: a
policy may be stricter than the rules, never laxer. What each setting says to people is in `ebr.wording.settings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from ebr.domain.refusal import Refusal
from ebr.domain.values import clean_text, shown_text

Kind = Literal["whole", "yes_no", "choice", "list"]
LONGEST_LIST: Final = 200


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `unit` is empty for a bare number; `must` are list entries that cannot be taken out."""

    default: str
    kind: Kind
    unit: str = ""
    low: int = 0
    high: int = 0
    choices: tuple[str, ...] = ()
    must: tuple[str, ...] = ()


def _whole(default: int, unit: str, low: int, high: int) -> Setting:
    return Setting(str(default), "whole", unit, low, high)


def _choice(default: str, choices: tuple[str, ...]) -> Setting:
    return Setting(default, "choice", choices=choices)


def _list(*entries: str, must: tuple[str, ...] = ()) -> Setting:
    return Setting("\n".join(entries), "list", must=must)


def _yes() -> Setting:
    return Setting("yes", "yes_no")


def _no() -> Setting:
    return Setting("no", "yes_no")


SEVERITIES: Final = ("minor", "major", "critical")
SIGNER_NAMED: Final = ("sign_in", "first", "each")
CAUSE_UNKNOWN: Final = "Cause unknown"

SETTINGS: Final[Mapping[str, Setting]] = {
    "password_minimum": _whole(12, "characters", 12, 64),
    "password_block_list": _list(
        "password",
        "passwort",
        "letmein",
        "welcome",
        "qwerty",
        "qwertyuiop",
        "qwertz",
        "abcdefghijkl",
        "administrator",
        "iloveyou",
        "changeme",
        "temporary",
        "pharma",
        "batch",
        "production",
        "quality",
        "summer",
        "winter",
    ),
    "failures_before_lock": _whole(5, "failures", 3, 10),
    "duty_unlockers": _whole(2, "people", 1, 20),
    "shifts": _whole(1, "shifts", 1, 4),
    "idle_lock": _whole(10, "minutes", 1, 30),
    "presence_maximum": _whole(12, "hours", 1, 24),
    "signer_named": _choice("sign_in", SIGNER_NAMED),
    "witness": _whole(10, "minutes", 1, 60),
    "signatures_per_hour": _whole(12, "signatures", 1, 120),
    "exception_reasons": _list(
        "Operator error",
        "Equipment failure",
        "Material outside specification",
        "Instruction unclear or wrong",
        "Environment or utility failure",
        "Waiting time",
        CAUSE_UNKNOWN,
        must=(CAUSE_UNKNOWN,),
    ),
    "correction_reasons": _list(
        "Typing error",
        "Read wrongly",
        "Wrong unit",
        "Recorded in the wrong place",
        "New information",
        "Other, see comment",
    ),
    "severity_alert": _choice("minor", SEVERITIES),
    "severity_out": _choice("major", SEVERITIES),
    "severity_far": _choice("major", SEVERITIES),
    "severity_critical_out": _choice("critical", SEVERITIES),
    "severity_other": _choice("minor", SEVERITIES),
    "severity_critical_other": _choice("major", SEVERITIES),
    "far_percent": _whole(50, "percent", 1, 1000),
    "no_contact": _whole(24, "hours", 1, 168),
    "lease_people": _whole(30, "days", 1, 90),
    "lease_policy": _whole(30, "days", 1, 90),
    "lease_master": _whole(14, "days", 1, 90),
    "lease_equipment": _whole(7, "days", 1, 30),
    "lease_lots": _whole(3, "days", 1, 14),
    "clock_jump": _whole(2, "seconds", 1, 10),
    "clock_statement": _whole(120, "seconds", 10, 600),
    "entry_seconds": _whole(2, "seconds", 1, 60),
    "entries_per_minute": _whole(30, "entries", 5, 240),
    "trend_points": _whole(8, "readings", 6, 50),
    "checkpoint_entries": _whole(300, "entries", 10, 5000),
    "materials_kept": _no(),
    "fefo_reason": _no(),
    "labels_kept": _no(),
    "clearance_photo": _no(),
    "cleaning_photo": _no(),
    "equipment_kept": _no(),
    "training_kept": _no(),
    "results_due": _whole(14, "days", 1, 180),
    "samples_received": _no(),
    "deviations_kept": _no(),
    "plate_exposure": _whole(4, "hours", 1, 4),
    "room_sampled": _whole(0, "days", 0, 90),
    "bundles": _yes(),
    "number_series": _yes(),
}
"""Every setting by its permanent name."""

RETIRED: Final = frozenset({"full_password", "rule_set"})
"""Settings of earlier versions, which change nothing any more: records that name them stay readable.

`rule_set` said what its site follows where a master names nothing. It is retired rather than read again: its default
was "draft", so to let it ask for badge or user name at each signature (floor-rules 7) would change every site that
never chose. A site that follows the draft sets `signer_named`.
"""


def setting_trouble(name: str, text: str) -> Refusal | None:
    """Refuse an unknown setting, and a value of the wrong type or outside what the rules leave to a site."""
    setting = SETTINGS.get(name)
    if setting is None:
        return Refusal("setting_unknown", name=shown_text(name))
    match setting.kind:
        case "whole":
            return _whole_trouble(name, setting, text)
        case "list":
            return _list_trouble(name, setting, text)
        case "yes_no":
            return _choice_trouble(name, ("yes", "no"), text)
        case "choice":
            return _choice_trouble(name, setting.choices, text)


def _whole_trouble(name: str, setting: Setting, text: str) -> Refusal | None:
    fit = text.isascii() and text.isdecimal() and len(text) <= len("100000") and str(int(text)) == text
    if not fit or not setting.low <= int(text) <= setting.high:
        bounds = {"low": str(setting.low), "high": str(setting.high), "unit": setting.unit}
        return Refusal("setting_out_of_bounds", name=name, value=shown_text(text), **bounds)
    return None


def _choice_trouble(name: str, choices: tuple[str, ...], text: str) -> Refusal | None:
    if text in choices:
        return None
    return Refusal("setting_choice", name=name, value=shown_text(text), choices=", ".join(choices))


def _list_trouble(name: str, setting: Setting, text: str) -> Refusal | None:
    try:
        entries = clean_text(text, longest=20_000).split("\n")
    except Refusal as refusal:
        return refusal
    tidy = all(entry == entry.strip() and entry for entry in entries) and "\n".join(entries) == text
    if not tidy or len(set(entries)) != len(entries) or len(entries) > LONGEST_LIST:
        return Refusal("setting_list", name=name)
    missing = next((entry for entry in setting.must if entry not in entries), None)
    return Refusal("setting_list_must", name=name, entry=missing) if missing else None
