"""What a screen, a command or a report may ask of a station, and the plain answers they get.

A question is frozen data; `Station.ask(question)` returns the answer type named in its docstring. Answers hold
texts, numbers and tuples only: no row, no state, no entry object leaves the station. Words for codes are the asker's
business (`ebr.wording`); texts that are data (labels, values, names) come as they stand in the record. Times are ISO
8601 with offset.
"""

from __future__ import annotations

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

__all__ = [
    "AttemptRow",
    "AuditPage",
    "AuditRow",
    "AuditTrail",
    "BadgeOwner",
    "BatchAnswer",
    "BatchQuestion",
    "BatchRow",
    "Batches",
    "EntryAnswer",
    "ExceptionRow",
    "Exceptions",
    "MasterRow",
    "Masters",
    "OutlineRow",
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
    "RoundRow",
    "SheetAnswer",
    "SheetLine",
    "SignatureRow",
    "Signatures",
    "StationStatus",
    "StatusAnswer",
    "StepAnswer",
    "TimerRow",
    "UsedRow",
    "ValueRow",
    "Who",
]
