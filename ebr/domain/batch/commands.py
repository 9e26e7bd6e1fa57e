"""What people ask of a batch, and who may ask (floor-rules 4). Addresses as in `events`.

`RIGHTS` is the table of rights: the roles of which one is enough. Rules add what depends on state: nobody verifies
what they did, nobody approves an exception of their own, who produced does not review.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ebr.domain.batch.release_commands import RIGHTS as RELEASE
from ebr.domain.batch.release_commands import SIGNING as SIGNED_AT_RELEASE
from ebr.domain.batch.review_commands import RIGHTS as REVIEW
from ebr.domain.batch.review_commands import SIGNING as SIGNED_AT_REVIEW
from ebr.domain.values import Value

TYPED: Mapping[str, str] = {"how": "typed"}


@dataclass(frozen=True, slots=True)
class IssueBatch:
    """Issue a numbered batch on an effective MBR version; `rivals`, other such versions, the station fills in."""

    batch: str
    mbr: str
    version: str
    size: str
    identifiers: Mapping[str, str] = field(default_factory=dict)
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckIssue:
    """Quality: the issued batch is an accurate reproduction of the approved master."""

    batch: str


@dataclass(frozen=True, slots=True)
class RecordValue:
    """Put a value into a slot. `item` 0 is the next one; `performed_by` empty is the person who asks."""

    batch: str
    slot: str
    value: Value
    item: int = 0
    performed_by: str = ""
    source: Mapping[str, str] = field(default_factory=lambda: TYPED)
    late: str = ""
    happened: str = ""
    first: tuple[str, str] = ("", "")
    """A lot of the material that may be used here and is over before the one named, and when; the station says it."""


@dataclass(frozen=True, slots=True)
class CorrectValue:
    """Replace a standing value, with a reason; an empty value withdraws the item of a slot with many rows."""

    batch: str
    slot: str
    item: int
    value: Value
    reason: str


@dataclass(frozen=True, slots=True)
class CloseItems:
    """Say that a slot with many rows has all of them."""

    batch: str
    slot: str


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Start elapsed time now, or at a declared past time (ISO 8601 with offset) where the MBR allows it."""

    batch: str
    slot: str
    declared: str = ""


@dataclass(frozen=True, slots=True)
class StopTimer:
    """Stop elapsed time now."""

    batch: str
    slot: str


@dataclass(frozen=True, slots=True)
class SignStep:
    """Sign a scope: a phase instance, a slot that needs a second person, or a signature slot.

    `language` is the one in which the instruction was shown, "" for the document's own.
    """

    batch: str
    scope: str
    meaning: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class OpenRound:
    """Begin a further round: of a series, or for a named thing."""

    batch: str
    node: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class EndRounds:
    """Say that all things are named."""

    batch: str
    node: str


@dataclass(frozen=True, slots=True)
class RaiseException:
    """Document a departure; with `accepts`, the out-of-limit attempt named (0: none, the entry cannot be made) stands.

    `accepts` on an entry or step that only lacks its second person says "unwitnessed" (floor-rules 5); on a step
    that only lacks a performer's signature, that the person has gone (floor-rules 7). `item` 0 is the one with the
    latest such attempt.
    """

    batch: str
    where: str
    reason: str
    comment: str = ""
    severity: str = "minor"
    attempt: int = 0
    accepts: bool = False
    item: int = 0


@dataclass(frozen=True, slots=True)
class ChangeSeverity:
    """Raise the class of an exception, or lower it (quality only)."""

    batch: str
    exception: str
    severity: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecideException:
    """Assess and close an exception: "accepted" or "rejected"."""

    batch: str
    exception: str
    decision: str
    comment: str


@dataclass(frozen=True, slots=True)
class AddComment:
    """Add words to a slot, a step or the batch."""

    batch: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class NameScribe:
    """Name the performer of a step by badge; the person who asks records for them."""

    batch: str
    phase: str
    performer: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """Sign the own part of an open step and name who goes on."""

    batch: str
    where: str
    to: str
    note: str


@dataclass(frozen=True, slots=True)
class LeaveNow:
    """Everybody out; one tap."""

    batch: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class ReturnToBatch:
    """State product and clearance as found after leaving at once."""

    batch: str
    where: str
    product_state: str
    clearance: str


@dataclass(frozen=True, slots=True)
class HoldBatch:
    """Stop the batch."""

    batch: str
    reason: str


@dataclass(frozen=True, slots=True)
class LiftHold:
    """Let the batch go on."""

    batch: str
    reason: str


@dataclass(frozen=True, slots=True)
class AbortBatch:
    """End production of the batch for good."""

    batch: str
    reason: str


@dataclass(frozen=True, slots=True)
class CompleteBatch:
    """Declare production complete."""

    batch: str


@dataclass(frozen=True, slots=True)
class ReviewBatch:
    """Declare the record reviewed (211.192).

    Filled by the station: `pending`, how many entries about the batch are here and wait for others; `behind`, the
    stations that worked on it and were not heard since production was complete; `unsound`, what is wrong with the
    entries that are here, as "number of the entry/what" ("" for nothing).
    """

    batch: str
    justification: str = ""
    pending: int = 0
    behind: tuple[str, ...] = ()
    unsound: str = ""


@dataclass(frozen=True, slots=True)
class DecideBatch:
    """Certify, release conditionally, supply out of specification, or reject.

    `pending`, `behind` and `unsound` as in `ReviewBatch`.
    """

    batch: str
    decision: str
    comment: str = ""
    pending: int = 0
    behind: tuple[str, ...] = ()
    unsound: str = ""


@dataclass(frozen=True, slots=True)
class MakeReport:
    """Number a report or a copy of it before it is drawn."""

    batch: str
    copy_of: int = 0
    unwitnessed: int = 0


@dataclass(frozen=True, slots=True)
class GivePart:
    """Give a part held here to another station, by name; `part` "" is the header (a supervisor gives that).

    `to` is who goes on there, "" when that is not known: somebody named is trained in what can be worked on now.
    """

    batch: str
    part: str
    station: str
    note: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Take over a part whose holder cannot be reached: a signed exception."""

    batch: str
    part: str
    reason: str


@dataclass(frozen=True, slots=True)
class AmendBatch:
    """Change the instructions of a running batch: "rework" (steps more) or "safety" (a limit, a text, a control).

    `blocks` are blocks of the document, canonical JSON by name (`ebr.domain.batch.rules.amending.blocks_for`).
    """

    batch: str
    kind: str
    blocks: Mapping[str, str]
    reason: str


@dataclass(frozen=True, slots=True)
class ResolveConflict:
    """Say which of the entries that wrote the same stands, by its hash."""

    batch: str
    where: str
    item: int
    kept: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecideWeakness:
    """Say why a weakness of the record may stand."""

    batch: str
    weakness: str
    comment: str


@dataclass(frozen=True, slots=True)
class PrintForm:
    """Number a form with every entry still to make, to go on by hand when the stations cannot (floor-rules 18)."""

    batch: str


@dataclass(frozen=True, slots=True)
class ReconcileForm:
    """Say what became of a form: "transcribed", "unused" or "lost".

    A transcribed one comes with the scan of the paper, named as `Station.attach` names a file.
    """

    batch: str
    form: str
    outcome: str
    comment: str = ""
    scan: Value = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IssueLabels:
    """Let so many labels of a version be printed for an entry; `rivals`, a newer version in force, is the station's."""

    batch: str
    slot: str
    template: str
    version: str
    count: int
    reason: str = ""
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintLabels:
    """Number a job for a printer (`ebr.station.labelling` draws it first and sends it after).

    `of` names the job whose labels are printed again, with the reason; `item` the row of a material that a container
    label is for; `value` the file of a specimen. `rivals` as in `IssueLabels`.
    """

    batch: str
    slot: str
    template: str
    version: str
    contents: Mapping[str, str]
    serials: tuple[str, ...]
    drawn: str
    printer: str
    item: int = 0
    of: str = ""
    reason: str = ""
    specimen: bool = False
    value: Value = field(default_factory=dict)
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotePrint:
    """Write down what the printer said of a job: "printed", "not_printed" or "unknown", and why."""

    batch: str
    print: str
    outcome: str
    why: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnswerPrint:
    """Say what came out of a job: "yes", "no", or "damaged" with the number of good and of damaged labels."""

    batch: str
    print: str
    answer: str
    good: int = 0
    damaged: int = 0
    comment: str = ""


@dataclass(frozen=True, slots=True)
class RecordRetest:
    """Record a retest of the result at `slot` that quality ordered; it is kept with the sample, beside the result."""

    batch: str
    slot: str
    sample: str
    value: Value


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
