"""The site's policy as data: every setting with default, type, unit, bounds and words (draft Annex 11, 11.5).

A setting is text in the record. A list has one entry per line. What `low` and `high` forbid, no site can choose: a
policy may be stricter than the rules, never laxer. `words` is the English text, the key of the catalogue.
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
    words: str
    unit: str = ""
    low: int = 0
    high: int = 0
    choices: tuple[str, ...] = ()
    must: tuple[str, ...] = ()


def _whole(default: int, unit: str, low: int, high: int, words: str) -> Setting:
    return Setting(str(default), "whole", words, unit, low, high)


def _choice(default: str, choices: tuple[str, ...], words: str) -> Setting:
    return Setting(default, "choice", words, choices=choices)


def _list(words: str, *entries: str, must: tuple[str, ...] = ()) -> Setting:
    return Setting("\n".join(entries), "list", words, must=must)


def _yes(words: str) -> Setting:
    return Setting("yes", "yes_no", words)


def _no(words: str) -> Setting:
    return Setting("no", "yes_no", words)


SEVERITIES: Final = ("minor", "major", "critical")
RULE_SETS: Final = ("FDA", "EU", "draft")
SIGNER_NAMED: Final = ("sign_in", "first", "each")
CAUSE_UNKNOWN: Final = "Cause unknown"

SETTINGS: Final[Mapping[str, Setting]] = {
    "rule_set": _choice("draft", RULE_SETS, "Rule set in force where a product profile names none"),
    "password_minimum": _whole(12, "characters", 12, 64, "Shortest password"),
    "password_block_list": _list(
        "Passwords nobody may use, also with digits or signs around them",
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
    "failures_before_lock": _whole(5, "failures", 3, 10, "Failures in a row that lock a person on a station"),
    "duty_unlockers": _whole(2, "people", 1, 20, "People on duty to unlock others, for each shift"),
    "shifts": _whole(1, "shifts", 1, 4, "Shifts in a day"),
    "idle_lock": _whole(10, "minutes", 1, 30, "Time without a touch or key after which the station locks"),
    "presence_maximum": _whole(12, "hours", 1, 24, "Longest time one sign-in lasts"),
    "signer_named": _choice(
        "sign_in", SIGNER_NAMED, "When badge or user name is asked for, beside the full password of each signature"
    ),
    "witness": _whole(10, "minutes", 1, 60, "Time within which a witness signs"),
    "signatures_per_hour": _whole(
        12, "signatures", 1, 120, "Signatures for each person and hour above which an MBR is warned of"
    ),
    "exception_reasons": _list(
        "Reasons offered for an exception",
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
        "Reasons offered for a correction",
        "Typing error",
        "Read wrongly",
        "Wrong unit",
        "Recorded in the wrong place",
        "New information",
        "Other, see comment",
    ),
    "severity_alert": _choice("minor", SEVERITIES, "Least class of an exception: alert limit exceeded"),
    "severity_out": _choice("major", SEVERITIES, "Least class of an exception: action limit exceeded"),
    "severity_far": _choice("major", SEVERITIES, "Least class of an exception: action limit exceeded by far"),
    "severity_critical_out": _choice(
        "critical", SEVERITIES, "Least class of an exception: critical entry outside its action limits"
    ),
    "severity_other": _choice("minor", SEVERITIES, "Least class of any other exception"),
    "severity_critical_other": _choice("major", SEVERITIES, "Least class of any other exception of a critical entry"),
    "far_percent": _whole(
        50, "percent", 1, 1000, "Distance beyond a limit, in percent of the range, that counts as far"
    ),
    "no_contact": _whole(24, "hours", 1, 168, "Time without a second copy before a station warns and copies its log"),
    "lease_people": _whole(30, "days", 1, 90, "How long a station may rely on what it knows of people"),
    "lease_policy": _whole(30, "days", 1, 90, "How long a station may rely on what it knows of the policy"),
    "lease_master": _whole(14, "days", 1, 90, "How long a station may rely on what it knows of master batch records"),
    "lease_equipment": _whole(7, "days", 1, 30, "How long a station may rely on what it knows of equipment"),
    "lease_lots": _whole(3, "days", 1, 14, "How long a station may rely on what it knows of lots"),
    "clock_jump": _whole(2, "seconds", 1, 10, "Difference between wall clock and boot clock that is recorded"),
    "clock_statement": _whole(
        120, "seconds", 10, 600, "Largest difference between the stated time and the station's clock"
    ),
    "entry_seconds": _whole(2, "seconds", 1, 60, "Least time that a person needs for one entry"),
    "entries_per_minute": _whole(30, "entries", 5, 240, "Entries that one person can make within a minute"),
    "trend_points": _whole(8, "readings", 6, 50, "Readings below which a trend inside the limits is not looked for"),
    "checkpoint_entries": _whole(300, "entries", 10, 5000, "Entries after which a station signs a checkpoint"),
    "materials_kept": _no("Only materials and lots kept here may be used in a batch"),
    "fefo_reason": _no("Whoever takes another lot than the first to expire says why in an exception"),
    "labels_kept": _no(
        "Only labels that were printed here, or delivered and counted by two, may be counted in a batch"
    ),
    "clearance_photo": _no("A line clearance under Equipment needs a photograph before the second person signs"),
    "cleaning_photo": _no("A cleaning under Equipment needs a photograph before the second person signs"),
    "equipment_kept": _no("Only equipment kept here may be used in a batch"),
    "training_kept": _no("Only tasks with training kept here may be done in a batch"),
    "results_due": _whole(14, "days", 1, 180, "Days to the results of a sample where nothing else is said"),
    "samples_received": _no("Results only for samples that the laboratory received"),
    "deviations_kept": _no("Only deviations kept here count as the investigation of a result"),
    "plate_exposure": _whole(4, "hours", 1, 4, "Longest time that a settle plate stays open"),
    "bundles": _yes("Allow signed bundles on removable media"),
    "number_series": _yes("Batch numbers issued outside the office begin with the station's own prefix"),
}
"""Every setting by its permanent name."""

RETIRED: Final[Mapping[str, str]] = {"full_password": "Ask for user name and full password at each signature"}
"""Settings of earlier versions, which change nothing any more: records that name them stay readable."""


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
