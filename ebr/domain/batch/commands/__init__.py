"""What people ask of a batch, and who may ask (floor-rules 4). Addresses as in `events`.

`RIGHTS` is the table of rights: the roles of which one is enough. Rules add what depends on state: nobody verifies
what they did, nobody approves an exception of their own, who produced does not review.
"""

from __future__ import annotations

from collections.abc import Mapping

from ebr.domain.batch.commands.course import AbortBatch, CompleteBatch, DecideBatch, HoldBatch, LiftHold, ReviewBatch
from ebr.domain.batch.commands.departure import (
    ChangeSeverity,
    DecideException,
    DecideWeakness,
    RaiseException,
    ResolveConflict,
)
from ebr.domain.batch.commands.holding import GivePart, TakeOver
from ebr.domain.batch.commands.issue import AmendBatch, CheckIssue, IssueBatch
from ebr.domain.batch.commands.label import (
    AnswerPrint,
    CountDelivery,
    IssueLabels,
    NotePrint,
    PrintLabels,
    TakeInLabels,
)
from ebr.domain.batch.commands.paper import MakeReport, PrintForm, ReconcileForm
from ebr.domain.batch.commands.recording import (
    CloseItems,
    CorrectValue,
    EndRounds,
    OpenRound,
    RecordRetest,
    RecordValue,
    StartTimer,
    StopTimer,
)
from ebr.domain.batch.commands.release import RIGHTS as RELEASE
from ebr.domain.batch.commands.release import SIGNING as SIGNED_AT_RELEASE
from ebr.domain.batch.commands.release import (
    DecideRecall,
    EndTrial,
    LiftLegalHold,
    NoteCall,
    NoteSupply,
    RetainSample,
    SetLegalHold,
    SponsorRelease,
)
from ebr.domain.batch.commands.review import RIGHTS as REVIEW
from ebr.domain.batch.commands.review import SIGNING as SIGNED_AT_REVIEW
from ebr.domain.batch.commands.review import AnswerQuestion, AskFloor, ReadSection, ReviewTrail
from ebr.domain.batch.commands.signing import AddComment, HandOver, LeaveNow, NameScribe, ReturnToBatch, SignStep

__all__ = [
    "FLOOR",
    "RIGHTS",
    "SIGNING",
    "AbortBatch",
    "AddComment",
    "AmendBatch",
    "AnswerPrint",
    "AnswerQuestion",
    "AskFloor",
    "ChangeSeverity",
    "CheckIssue",
    "CloseItems",
    "CompleteBatch",
    "CorrectValue",
    "CountDelivery",
    "DecideBatch",
    "DecideException",
    "DecideRecall",
    "DecideWeakness",
    "EndRounds",
    "EndTrial",
    "GivePart",
    "HandOver",
    "HoldBatch",
    "IssueBatch",
    "IssueLabels",
    "LeaveNow",
    "LiftHold",
    "LiftLegalHold",
    "MakeReport",
    "NameScribe",
    "NoteCall",
    "NotePrint",
    "NoteSupply",
    "OpenRound",
    "PrintForm",
    "PrintLabels",
    "RaiseException",
    "ReadSection",
    "ReconcileForm",
    "RecordRetest",
    "RecordValue",
    "ResolveConflict",
    "RetainSample",
    "ReturnToBatch",
    "ReviewBatch",
    "ReviewTrail",
    "SetLegalHold",
    "SignStep",
    "SponsorRelease",
    "StartTimer",
    "StopTimer",
    "TakeInLabels",
    "TakeOver",
]

FLOOR = ("operator", "supervisor", "laboratory")
RIGHTS: Mapping[type, tuple[str, ...]] = {
    IssueBatch: ("supervisor",),
    CheckIssue: ("quality",),
    RecordValue: FLOOR,
    CorrectValue: FLOOR,
    CloseItems: ("operator", "supervisor"),
    StartTimer: ("operator", "supervisor"),
    StopTimer: ("operator", "supervisor"),
    SignStep: (*FLOOR, "quality", "qualified_person"),
    OpenRound: ("operator", "supervisor"),
    EndRounds: ("operator", "supervisor"),
    RaiseException: (*FLOOR, "quality"),
    ChangeSeverity: (*FLOOR, "quality"),
    DecideException: ("supervisor", "quality"),
    AddComment: (*FLOOR, "quality", "qualified_person"),
    NameScribe: ("operator", "supervisor"),
    HandOver: ("operator", "supervisor"),
    LeaveNow: (*FLOOR, "quality", "qualified_person"),
    ReturnToBatch: ("operator", "supervisor"),
    HoldBatch: ("supervisor", "quality"),
    LiftHold: ("quality",),
    AbortBatch: ("quality",),
    CompleteBatch: ("supervisor",),
    ReviewBatch: ("quality",),
    DecideBatch: ("qualified_person",),
    MakeReport: ("supervisor", "quality", "qualified_person"),
    GivePart: ("operator", "supervisor"),
    TakeOver: ("supervisor",),
    AmendBatch: ("quality",),
    ResolveConflict: ("quality",),
    DecideWeakness: ("quality",),
    PrintForm: ("operator", "supervisor"),
    ReconcileForm: ("supervisor",),
    IssueLabels: ("supervisor",),
    PrintLabels: ("operator", "supervisor"),
    NotePrint: ("operator", "supervisor"),
    AnswerPrint: ("operator", "supervisor"),
    TakeInLabels: ("operator", "supervisor"),
    CountDelivery: ("operator", "supervisor", "quality"),
    RecordRetest: ("laboratory",),
    **RELEASE,
    **REVIEW,
}
SIGNING: tuple[type, ...] = (
    IssueBatch,
    CheckIssue,
    SignStep,
    DecideException,
    HandOver,
    LiftHold,
    AbortBatch,
    CompleteBatch,
    ReviewBatch,
    DecideBatch,
    TakeOver,
    AmendBatch,
    ResolveConflict,
    DecideWeakness,
    ReconcileForm,
    *SIGNED_AT_RELEASE,
    *SIGNED_AT_REVIEW,
)
"""Commands whose event carries a signature: the full password each time (floor-rules 7)."""
