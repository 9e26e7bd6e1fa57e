"""What a screen, a command or a report may ask of a station, and the plain answers they get.

A question is frozen data; `Station.ask(question)` returns the answer type named in its docstring. Answers hold
texts, numbers and tuples only: no row, no state, no entry object leaves the station. Words for codes are the asker's
business (`ebr.wording`); texts that are data (labels, values, names) come as they stand in the record. Times are ISO
8601 with offset.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ebr.station.questions.apart import Apart, ApartAnswer, ContestRow, PartRow, SideRow, WeaknessRow
    from ebr.station.questions.batches import (
        AttemptRow,
        BatchAnswer,
        BatchQuestion,
        EntryAnswer,
        ExceptionRow,
        OutlineRow,
        Queue,
        QueueAnswer,
        QueueCard,
        RoundRow,
        SignatureRow,
        Signatures,
        StepAnswer,
        TimerRow,
        UsedRow,
        ValueRow,
    )
    from ebr.station.questions.forms import FormRow, Forms, FormsAnswer
    from ebr.station.questions.records import (
        AuditPage,
        AuditRow,
        AuditTrail,
        Batches,
        BatchRow,
        Exceptions,
        Preview,
        Reasons,
        SheetAnswer,
        SheetLine,
    )
    from ebr.station.questions.standing import (
        BadgeOwner,
        MasterRow,
        Masters,
        People,
        PersonRow,
        PolicyRow,
        PolicySettings,
        Presence,
        StationStatus,
        StatusAnswer,
        Who,
    )
    from ebr.station.questions.stations import (
        AdmittedRow,
        AlarmRow,
        CarriedRow,
        CentralAnswer,
        CentralStore,
        OwnRequest,
        RequestAnswer,
        Stations,
        StationsAnswer,
        WitnessRow,
    )

__all__ = [
    "AdmittedRow",
    "AlarmRow",
    "Apart",
    "ApartAnswer",
    "AttemptRow",
    "AuditPage",
    "AuditRow",
    "AuditTrail",
    "BadgeOwner",
    "BatchAnswer",
    "BatchQuestion",
    "BatchRow",
    "Batches",
    "CarriedRow",
    "CentralAnswer",
    "CentralStore",
    "ContestRow",
    "EntryAnswer",
    "ExceptionRow",
    "Exceptions",
    "FormRow",
    "Forms",
    "FormsAnswer",
    "MasterRow",
    "Masters",
    "OutlineRow",
    "OwnRequest",
    "PartRow",
    "People",
    "PersonRow",
    "PolicyRow",
    "PolicySettings",
    "Presence",
    "Preview",
    "Queue",
    "QueueAnswer",
    "QueueCard",
    "Reasons",
    "RequestAnswer",
    "RoundRow",
    "SheetAnswer",
    "SheetLine",
    "SideRow",
    "SignatureRow",
    "Signatures",
    "StationStatus",
    "Stations",
    "StationsAnswer",
    "StatusAnswer",
    "StepAnswer",
    "TimerRow",
    "UsedRow",
    "ValueRow",
    "WeaknessRow",
    "Who",
    "WitnessRow",
]

HOMES: Final = {
    "apart": ("Apart", "ApartAnswer", "ContestRow", "PartRow", "SideRow", "WeaknessRow"),
    "batches": (
        "AttemptRow",
        "BatchAnswer",
        "BatchQuestion",
        "EntryAnswer",
        "ExceptionRow",
        "OutlineRow",
        "Queue",
        "QueueAnswer",
        "QueueCard",
        "RoundRow",
        "SignatureRow",
        "Signatures",
        "StepAnswer",
        "TimerRow",
        "UsedRow",
        "ValueRow",
    ),
    "forms": ("FormRow", "Forms", "FormsAnswer"),
    "records": (
        "AuditPage",
        "AuditRow",
        "AuditTrail",
        "BatchRow",
        "Batches",
        "Exceptions",
        "Preview",
        "Reasons",
        "SheetAnswer",
        "SheetLine",
    ),
    "standing": (
        "BadgeOwner",
        "MasterRow",
        "Masters",
        "People",
        "PersonRow",
        "PolicyRow",
        "PolicySettings",
        "Presence",
        "StationStatus",
        "StatusAnswer",
        "Who",
    ),
    "stations": (
        "AdmittedRow",
        "AlarmRow",
        "CarriedRow",
        "CentralAnswer",
        "CentralStore",
        "OwnRequest",
        "RequestAnswer",
        "Stations",
        "StationsAnswer",
        "WitnessRow",
    ),
}
"""Which module each name comes from; loaded when one of its names is first asked for, so that no start waits."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Load a name's module when the name is first asked for."""
    home = next((home for home, names in HOMES.items() if name in names), "")
    if not home:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = found
    return found
