"""Settings in words: what each of the policy and of a terminal says, its unit, and the reasons that are offered.

The domain knows a setting by its permanent name; here is what people read, in the order of the domain's own tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ebr.words import mark, ntr, tr

POLICY: Final[Mapping[str, str]] = {
    "password_minimum": mark("Shortest password"),
    "password_block_list": mark("Passwords nobody may use, also with digits or signs around them"),
    "failures_before_lock": mark("Failures in a row that lock a person on a station"),
    "duty_unlockers": mark("People on duty to unlock others, for each shift"),
    "shifts": mark("Shifts in a day"),
    "idle_lock": mark("Time without a touch or key after which the station locks"),
    "presence_maximum": mark("Longest time one sign-in lasts"),
    "signer_named": mark("When badge or user name is asked for, beside the full password of each signature"),
    "witness": mark("Time within which a witness signs"),
    "signatures_per_hour": mark("Signatures for each person and hour above which an MBR is warned of"),
    "exception_reasons": mark("Reasons offered for an exception"),
    "correction_reasons": mark("Reasons offered for a correction"),
    "severity_alert": mark("Least class of an exception: alert limit exceeded"),
    "severity_out": mark("Least class of an exception: action limit exceeded"),
    "severity_far": mark("Least class of an exception: action limit exceeded by far"),
    "severity_critical_out": mark("Least class of an exception: critical entry outside its action limits"),
    "severity_other": mark("Least class of any other exception"),
    "severity_critical_other": mark("Least class of any other exception of a critical entry"),
    "far_percent": mark("Distance beyond a limit, in percent of the range, that counts as far"),
    "no_contact": mark("Time without a second copy before a station warns and copies its log"),
    "lease_people": mark("How long a station may rely on what it knows of people"),
    "lease_policy": mark("How long a station may rely on what it knows of the policy"),
    "lease_master": mark("How long a station may rely on what it knows of master batch records"),
    "lease_equipment": mark("How long a station may rely on what it knows of equipment"),
    "lease_lots": mark("How long a station may rely on what it knows of lots"),
    "clock_jump": mark("Difference between wall clock and boot clock that is recorded"),
    "clock_statement": mark("Largest difference between the stated time and the station's clock"),
    "entry_seconds": mark("Least time that a person needs for one entry"),
    "entries_per_minute": mark("Entries that one person can make within a minute"),
    "trend_points": mark("Readings below which a trend inside the limits is not looked for"),
    "checkpoint_entries": mark("Entries after which a station signs a checkpoint"),
    "materials_kept": mark("Only materials and lots kept here may be used in a batch"),
    "fefo_reason": mark("Whoever takes another lot than the first to expire says why in an exception"),
    "labels_kept": mark(
        "Only labels that were printed here, or delivered and counted by two, may be counted in a batch"
    ),
    "clearance_photo": mark("A line clearance under Equipment needs a photograph before the second person signs"),
    "cleaning_photo": mark("A cleaning under Equipment needs a photograph before the second person signs"),
    "equipment_kept": mark("Only equipment kept here may be used in a batch"),
    "training_kept": mark("Only tasks with training kept here may be done in a batch"),
    "results_due": mark("Days to the results of a sample where nothing else is said"),
    "samples_received": mark("Results only for samples that the laboratory received"),
    "deviations_kept": mark("Only deviations kept here count as the investigation of a result"),
    "plate_exposure": mark("Longest time that a settle plate stays open"),
    "room_sampled": mark("Longest time from the last good sample of a room to its use by a batch, 0 for any"),
    "bundles": mark("Allow signed bundles on removable media"),
    "number_series": mark("Batch numbers issued outside the office begin with the station's own prefix"),
}
"""What each setting of the policy says."""

RETIRED: Final[Mapping[str, str]] = {
    "rule_set": mark("Rule set in force where a product profile names none"),
    "full_password": mark("Ask for user name and full password at each signature"),
}
"""Settings of earlier versions, which old records name."""

TERMINAL: Final[Mapping[str, str]] = {
    "ui_scale": mark("Size of everything on the screen"),
    "theme": mark("Colours"),
    "sounds": mark("Sounds"),
    "volume": mark("Volume in percent"),
    "letter_panel": mark("Letters on the screen"),
    "numbers": mark("Numbers on the screen"),
    "room": mark("Room"),
    "idle_minutes": mark("Minutes until the station locks, within the policy"),
    "instruction_when_locked": mark("Keep the open instruction readable when locked"),
    "language": mark("Language"),
    "second_medium": mark("Folder on another medium for the second copy"),
    "scan_identifier": mark("Codes only with their symbology identifier (AIM)"),
    "balance": mark("Balance"),
    "balance_2": mark("Second balance"),
    "balance_3": mark("Third balance"),
    "scanner": mark("Scanner"),
    "label_printer": mark("Label printer"),
    "badge_reader": mark("Badge reader"),
}
"""What each setting of a terminal says, its looks among them."""

REASONS: Final = (
    mark("Operator error"),
    mark("Equipment failure"),
    mark("Material outside specification"),
    mark("Instruction unclear or wrong"),
    mark("Environment or utility failure"),
    mark("Waiting time"),
    mark("Cause unknown"),
    mark("Typing error"),
    mark("Read wrongly"),
    mark("Wrong unit"),
    mark("Recorded in the wrong place"),
    mark("New information"),
    mark("Other, see comment"),
)
"""The reasons that a site begins with; a reason of its own is shown as it was written."""

UNITS: Final[Mapping[str, str]] = {
    "characters": mark("characters"),
    "days": mark("days"),
    "entries": mark("entries"),
    "failures": mark("failures"),
    "hours": mark("hours"),
    "minutes": mark("minutes"),
    "people": mark("people"),
    "percent": mark("percent"),
    "readings": mark("readings"),
    "seconds": mark("seconds"),
    "shifts": mark("shifts"),
    "signatures": mark("signatures"),
}
"""Units by themselves, behind two bounds in a sentence."""

AMOUNTS: Final[Mapping[str, Callable[[int], str]]] = {
    "characters": lambda n: ntr("{n} character", "{n} characters", n),
    "days": lambda n: ntr("{n} day", "{n} days", n),
    "entries": lambda n: ntr("{n} entry", "{n} entries", n),
    "failures": lambda n: ntr("{n} failure", "{n} failures", n),
    "hours": lambda n: ntr("{n} hour", "{n} hours", n),
    "minutes": lambda n: ntr("{n} minute", "{n} minutes", n),
    "people": lambda n: ntr("{n} person", "{n} people", n),
    "percent": lambda n: tr("{n} percent", n=n),
    "readings": lambda n: ntr("{n} reading", "{n} readings", n),
    "seconds": lambda n: ntr("{n} second", "{n} seconds", n),
    "shifts": lambda n: ntr("{n} shift", "{n} shifts", n),
    "signatures": lambda n: ntr("{n} signature", "{n} signatures", n),
}
"""A number with its unit: each language has its own forms for one and for many."""


def amount_words(number: int, unit: str) -> str:
    """Return a number with the unit of a setting; the bare number where there is none."""
    said = AMOUNTS.get(unit)
    return said(number) if said is not None else str(number)


def unit_name(unit: str) -> str:
    """Return the unit of a setting by itself; as it is when it is not known."""
    return tr(UNITS[unit]) if unit in UNITS else unit


def reason_words(text: str) -> str:
    """Return a reason that every site begins with in the language in use; any other text as it was written."""
    return tr(text) if text in REASONS else text
