"""What happened in a batch (subjects `batch/<id>`, `batch/<id>/unit/<unit procedure>`, `batch/<id>/exception/<n>`).

`batch` is the id, equal to the number printed on labels. `slot`, `phase`, `node` are instance addresses (floor-rules
1): the path of ids with the name of the round after each repeating node, `granulation/drying/check_lod[2]/lod`.
`item` counts the rows of a slot that has many (material, table), else it is 1; `attempt` counts what was tried for
that item. Every field is text, a whole number or a map of text, so what is hashed is what is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ebr.domain.batch.label_events import EVENTS as LABELS
from ebr.domain.batch.release_events import EVENTS as RELEASE
from ebr.domain.batch.relied_events import EVENTS as RELIED
from ebr.domain.batch.review_events import EVENTS as REVIEW
from ebr.domain.deviation.batch_events import EVENTS as DEVIATIONS
from ebr.domain.signature import Signed
from ebr.domain.values import Value


@dataclass(frozen=True, slots=True)
class BatchIssued:
    """A batch was issued as an accurate reproduction of the master (211.188(a)).

    `document` is the MBR's canonical JSON.
    """

    batch: str
    mbr: str
    version: str
    hash: str
    document: str
    size: str
    identifiers: Mapping[str, str]
    signed: Signed | None = None
    station: str = ""
    """Name of the station that issued: it holds every part until it gives one away (floor-rules 2)."""


@dataclass(frozen=True, slots=True)
class IssueChecked:
    """Quality checked the issue against the approved master."""

    batch: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class ValueRecorded:
    """A value stands in a slot. `verdict`: "" (no limits), "in", "alert", "out" (accepted only through an exception).

    `performed_by` did it, the entry's `by` recorded it (floor-rules 6); `source` is how it came: {"how":
    "typed"|"scanned"|"device"|"form", "raw": ...}, from an emergency form with its number under "form". `limits` are
    the evaluated ones. `late` holds the reason when the act happened earlier, `happened` the claimed time (PI 041).
    """

    batch: str
    slot: str
    item: int
    attempt: int
    value: Value
    performed_by: str
    source: Mapping[str, str]
    verdict: str
    limits: Mapping[str, str] = field(default_factory=dict)
    late: str = ""
    happened: str = ""


@dataclass(frozen=True, slots=True)
class AttemptRecorded:
    """Something was tried and refused: kept for ever (floor-rules 10; MHRA 6.12). `why` is the refusal's code."""

    batch: str
    slot: str
    item: int
    attempt: int
    value: Value
    performed_by: str
    source: Mapping[str, str]
    why: str
    params: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ValueCalculated:
    """The program computed a value.

    Formula, inputs by reference, grammar version, result (computed anew after corrections).
    """

    batch: str
    slot: str
    value: Value
    formula: str
    inputs: Mapping[str, str]
    grammar: int
    verdict: str
    limits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ValueCorrected:
    """A new value replaces a standing one; the old one stays readable (11.10(e)).

    An empty new value withdraws the item.
    """

    batch: str
    slot: str
    item: int
    value: Value
    old: Value
    reason: str
    verdict: str
    limits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemsClosed:
    """A slot with many rows is complete (material, table)."""

    batch: str
    slot: str
    items: int
    verdict: str
    value: Value = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TimerStarted:
    """Elapsed time runs from `started` (wall time with offset); `declared` when that is a stated past time."""

    batch: str
    slot: str
    started: str
    declared: bool


@dataclass(frozen=True, slots=True)
class TimerStopped:
    """Elapsed seconds between start and stop.

    Unconfirmed when they span a restart without trusted time (floor-rules 15).
    """

    batch: str
    slot: str
    stopped: str
    elapsed: str
    confirmed: bool
    verdict: str
    limits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepSigned:
    """A person signed a scope: `scope` is the address of a slot or a node, `meaning` what the MBR asked for.

    `language` is the one in which the instruction was shown, "" for the document's own.
    """

    batch: str
    scope: str
    meaning: str
    signed: Signed | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """One more round of a repeating node: its number, or the name of the thing it is for."""

    batch: str
    node: str
    round: str
    planned: str = ""


@dataclass(frozen=True, slots=True)
class RoundsEnded:
    """A repeating node has no further rounds, and why: "end_point", "all_named", "during_ended", "exception"."""

    batch: str
    node: str
    why: str


@dataclass(frozen=True, slots=True)
class ExceptionRaised:
    """A departure that review must see.

    `rule` names the engine's rule, or "person"; severity "minor", "major", "critical".
    """

    batch: str
    exception: str
    where: str
    attempt: int
    rule: str
    severity: str
    reason: str
    comment: str
    params: Mapping[str, str] = field(default_factory=dict)
    accepts: bool = False
    """The exception lets the out-of-limit attempt named here stand as the value."""
    item: int = 0
    """The item whose attempt is meant; 0 when it is about no attempt."""


@dataclass(frozen=True, slots=True)
class SeverityChanged:
    """The class of an exception was raised (anybody concerned) or lowered (quality, with a reason)."""

    batch: str
    exception: str
    severity: str
    old: str
    reason: str


@dataclass(frozen=True, slots=True)
class ExceptionDecided:
    """An exception was assessed and closed.

    Decision "accepted" or "rejected", never by who raised it (floor-rules 11).
    """

    batch: str
    exception: str
    decision: str
    comment: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class CommentAdded:
    """Somebody added words to a slot, a step or the batch."""

    batch: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class ScribeNamed:
    """At the start of a step the performer was named by badge; another person records (floor-rules 6)."""

    batch: str
    phase: str
    performer: str
    scribe: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The leaver signed the own part of an open step or of the batch; who takes over is named (floor-rules 7)."""

    batch: str
    where: str
    to: str
    note: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class LeftNow:
    """Everybody had to leave at once (floor-rules 9)."""

    batch: str
    where: str


@dataclass(frozen=True, slots=True)
class Returned:
    """After leaving at once: state of the product and of the clearance as found."""

    batch: str
    where: str
    product_state: str
    clearance: str


@dataclass(frozen=True, slots=True)
class BatchHeld:
    """Nothing but results, comments, exceptions and decisions until the hold is lifted."""

    batch: str
    reason: str


@dataclass(frozen=True, slots=True)
class HoldLifted:
    """Quality lifted the hold."""

    batch: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class BatchAborted:
    """Production of the batch ended before its time; nothing more can be made."""

    batch: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class BatchCompleted:
    """Production is complete; only results, corrections, exceptions and decisions follow."""

    batch: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class BatchReviewed:
    """Quality reviewed the whole record (211.192)."""

    batch: str
    justification: str
    signed: Signed | None = None
    weaknesses: tuple[str, ...] = ()
    """Names of the weaknesses that stood and were shown (`ebr.domain.batch.rules.weakness`)."""
    depth: str = ""
    """How deep: "full", "critical" or "exception" (`ebr.domain.batch.rules.reviewing`)."""


@dataclass(frozen=True, slots=True)
class BatchDecided:
    """The disposition: "certified", "conditional" (results pending, Part IV) or "rejected".

    "supplied": out of specification, on a physician's request (Part IV 11.53).
    """

    batch: str
    decision: str
    comment: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class ReportMade:
    """Report number `report`, copy `copy`, was made from the record up to and including this entry."""

    batch: str
    report: int
    copy: int
    supersedes: int
    unwitnessed: int
    made: str


@dataclass(frozen=True, slots=True)
class HolderChanged:
    """The holder of a part gave it to the station `holder`, which alone records in it from here on (floor-rules 2).

    `part` is "" for the header (decisions of production) or the id of a unit procedure; stations go by name.
    """

    batch: str
    part: str
    holder: str
    was: str
    note: str


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A part was taken over without contact to its holder: entries of `was` may still come and be contested."""

    batch: str
    part: str
    holder: str
    was: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class BatchAmended:
    """Quality changed the instructions of the running batch (211.100(b); 211.115): "rework" or "safety".

    `blocks` holds the blocks of the document that are new, canonical JSON by name; `hash` is that of the whole document
    then in force. The master itself is as it was: each amendment is a proposal for its next version.
    """

    batch: str
    number: int
    kind: str
    blocks: Mapping[str, str]
    hash: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class ConflictResolved:
    """Quality decided which of the entries that wrote the same stands: the one with the hash `kept`; all stay visible.

    `where` and `item` are the place as `ebr.domain.batch.state.contested` names it.
    """

    batch: str
    where: str
    item: int
    kept: str
    reason: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class WeaknessDecided:
    """Quality decided about a weakness of the record that stays what it is: why it may stand."""

    batch: str
    weakness: str
    comment: str
    signed: Signed | None = None


@dataclass(frozen=True, slots=True)
class FormPrinted:
    """The rest of the batch was printed as a numbered form to write on (floor-rules 18).

    `form` is its number, "EF-001"; `entries` are the addresses of the entries it has room for, `station` printed it.
    """

    batch: str
    form: str
    station: str
    entries: tuple[str, ...]
    made: str


@dataclass(frozen=True, slots=True)
class FormReconciled:
    """A supervisor said what became of a form: "transcribed", "unused" or "lost".

    `values` counts what was transcribed from it; `value` names the file with the paper as it was filled in, as every
    entry names its file.
    """

    batch: str
    form: str
    outcome: str
    comment: str
    values: int = 0
    value: Value = field(default_factory=dict)
    signed: Signed | None = None


EVENTS: Mapping[str, type] = {
    "batch.issued/1": BatchIssued,
    "batch.issue-checked/1": IssueChecked,
    "batch.value-recorded/1": ValueRecorded,
    "batch.attempt-recorded/1": AttemptRecorded,
    "batch.value-calculated/1": ValueCalculated,
    "batch.value-corrected/1": ValueCorrected,
    "batch.items-closed/1": ItemsClosed,
    "batch.timer-started/1": TimerStarted,
    "batch.timer-stopped/1": TimerStopped,
    "batch.step-signed/1": StepSigned,
    "batch.round-opened/1": RoundOpened,
    "batch.rounds-ended/1": RoundsEnded,
    "batch.exception-raised/1": ExceptionRaised,
    "batch.severity-changed/1": SeverityChanged,
    "batch.exception-decided/1": ExceptionDecided,
    "batch.comment-added/1": CommentAdded,
    "batch.scribe-named/1": ScribeNamed,
    "batch.handed-over/1": HandedOver,
    "batch.left-now/1": LeftNow,
    "batch.returned/1": Returned,
    "batch.held/1": BatchHeld,
    "batch.hold-lifted/1": HoldLifted,
    "batch.aborted/1": BatchAborted,
    "batch.completed/1": BatchCompleted,
    "batch.reviewed/1": BatchReviewed,
    "batch.decided/1": BatchDecided,
    "batch.report-made/1": ReportMade,
    "batch.holder-changed/1": HolderChanged,
    "batch.taken-over/1": TakenOver,
    "batch.amended/1": BatchAmended,
    "batch.conflict-resolved/1": ConflictResolved,
    "batch.weakness-decided/1": WeaknessDecided,
    "batch.form-printed/1": FormPrinted,
    "batch.form-reconciled/1": FormReconciled,
    **LABELS,
    **RELIED,
    **RELEASE,
    **REVIEW,
    **DEVIATIONS,
}
