"""What is true of a batch, as the fold of its entries.

Everything here is a private accumulator of the fold (`apply` changes it in place); rules, sheets, screens and reports
only read.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from decimal import Decimal

from ebr.domain.batch.events import BatchAmended, BatchDecided, BatchIssued, ReportMade
from ebr.domain.batch.events.label import LabelPrinted, LabelsDelivered, LabelsIssued
from ebr.domain.batch.events.relied import EquipmentRelied, TrainingRelied
from ebr.domain.batch.state.apart import Contest, Holding, Unaware
from ebr.domain.batch.state.plan import Plan
from ebr.domain.batch.state.released import Releasing
from ebr.domain.batch.state.reviewed import Reviewing
from ebr.domain.batch.state.slots import SlotState, nothing
from ebr.domain.deviation.batch_events import DeviationNamed
from ebr.domain.signature import Signed
from ebr.domain.values import Stamp, Value

SEVERITIES = ("minor", "major", "critical")


@dataclass(frozen=True, slots=True)
class SignatureState:
    """One signature in the batch; `void` names the entry that changed what it covers, `void_by` what was changed."""

    scope: str
    meaning: str
    signed: Signed
    stamp: Stamp
    void: str = ""
    void_by: str = ""
    language: str = ""
    """In which the instruction was shown, "" for the document's own."""

    @property
    def valid(self) -> bool:
        """Nothing it covers has changed since."""
        return not self.void


@dataclass(slots=True)
class ExceptionState:
    """One exception and its course."""

    number: str
    where: str
    attempt: int
    rule: str
    severity: str
    reason: str
    comment: str
    params: Mapping[str, str]
    accepts: bool
    item: int
    raised: Stamp
    changes: list[tuple[str, str, str, Stamp]] = field(default_factory=list)
    decision: str = ""
    decision_comment: str = ""
    decided: Stamp | None = None
    signed: Signed | None = None

    @property
    def open(self) -> bool:
        """Not yet decided."""
        return not self.decision


@dataclass(slots=True)
class Comment:
    """Words about a slot, a step or the batch."""

    where: str
    text: str
    stamp: Stamp


@dataclass(slots=True)
class Pause:
    """A hold or a leaving at once: series beside a running step pause with it (floor-rules 3)."""

    began: str
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """Instructions that quality changed while the batch ran; `phases` are the steps that are new or say something new.

    One that this program cannot read is in the record and changes nothing.
    """

    event: BatchAmended
    stamp: Stamp
    phases: frozenset[str]
    readable: bool


@dataclass(slots=True)
class FormState:
    """A printed emergency form and what became of it (floor-rules 18)."""

    number: str
    station: str
    entries: tuple[str, ...]
    printed: Stamp
    outcome: str = ""
    comment: str = ""
    scan: Value = field(default_factory=nothing)
    reconciled: Stamp | None = None

    @property
    def open(self) -> bool:
        """Nobody has said what became of it."""
        return not self.outcome


@dataclass(frozen=True, slots=True)
class Delivery:
    """Labels that came from elsewhere; `second` is what another person counted last, 0 before."""

    event: LabelsDelivered
    stamp: Stamp
    second: int = 0
    seconded: Stamp | None = None

    @property
    def agreed(self) -> bool:
        """Two people counted the same."""
        return self.second == self.event.count


@dataclass(frozen=True, slots=True)
class Job:
    """One job of a label printer. `outcome`: "sent", "not_printed", "unknown", "yes", "no", "damaged"."""

    event: LabelPrinted
    stamp: Stamp
    outcome: str = "sent"
    why: str = ""
    params: Mapping[str, str] = field(default_factory=nothing)
    good: int = 0
    damaged: int = 0
    how: str = ""
    comment: str = ""
    answered: Stamp | None = None

    @property
    def open(self) -> bool:
        """Nobody knows what came out."""
        return self.outcome in ("sent", "unknown")


@dataclass(frozen=True, slots=True)
class Astray:
    """An entry for which there was nothing to do, or without its signature (`ebr.domain.batch.state.astray`)."""

    code: str
    act: str
    where: str
    item: int
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Behind:
    """An entry that is older by its clock, by so many seconds, than one it knew (`ebr.domain.batch.state.behind`)."""

    seconds: float
    before: Stamp
    stamp: Stamp
    where: str


@dataclass(slots=True)
class Remembered:
    """What is remembered of the flow so that an entry need not walk the whole document; empty is always right.

    `gates` holds why an instance is locked, until an event that steers the flow; `passed` the nodes that what follows
    no longer waits for and `reached` how many leading children of a sequence are so: both only grow until a
    condition, a round or a correction changes.
    """

    gates: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    passed: set[tuple[str, ...]] = field(default_factory=set)
    reached: dict[tuple[str, ...], int] = field(default_factory=dict)

    def advanced(self) -> None:
        """Forget the gates: something was signed or begun."""
        self.gates.clear()

    def turned(self) -> None:
        """Forget everything: a condition, a round or a signature changed its mind."""
        self.gates.clear()
        self.passed.clear()
        self.reached.clear()


@dataclass(slots=True)
class BatchState:
    """The whole batch."""

    id: str
    issued: BatchIssued | None = None
    issue_stamp: Stamp | None = None
    checked: Stamp | None = None
    plan: Plan | None = None
    document: str = ""
    """The instructions in force, canonical JSON: as issued, and as quality amended them since."""
    amendments: tuple[Amendment, ...] = ()
    quantities: Mapping[str, Decimal] = field(default_factory=dict)
    """The bill of materials for this size (`ebr.domain.mbr.scale`)."""
    slots: MutableMapping[str, SlotState] = field(default_factory=dict)
    rounds: MutableMapping[str, tuple[str, ...]] = field(default_factory=dict)
    round_stamps: MutableMapping[str, Stamp] = field(default_factory=dict)
    ended: MutableMapping[str, str] = field(default_factory=dict)
    signatures: list[SignatureState] = field(default_factory=list)
    signed_in: MutableMapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Scope -> places of its signatures in `signatures`."""
    exceptions: MutableMapping[str, ExceptionState] = field(default_factory=dict)
    excepted: MutableMapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Address -> numbers of the exceptions about exactly it."""
    comments: list[Comment] = field(default_factory=list)
    scribes: MutableMapping[str, tuple[str, str]] = field(default_factory=dict)
    handed_over: list[tuple[str, str, str, Stamp, Signed | None]] = field(default_factory=list)
    passed: MutableMapping[str, Stamp] = field(default_factory=dict)
    """Phase instance -> the entry by which it was complete once: what follows stays open when a signature is voided."""
    first_entry: MutableMapping[str, Stamp] = field(default_factory=dict)
    """Phase instance -> the first entry a person made in it."""
    performers: set[str] = field(default_factory=set)
    hold: str = ""
    held: Stamp | None = None
    left: list[tuple[str, Stamp]] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    aborted: Stamp | None = None
    completed: Stamp | None = None
    reviewed: Stamp | None = None
    review_void: str = ""
    """Hash of the entry that made a standing review void (floor-rules 24)."""
    decisions: list[tuple[BatchDecided, Stamp]] = field(default_factory=list)
    disposition: str = ""
    """The decision that stands: empty again when the record changed after its review."""
    reports: list[tuple[ReportMade, Stamp]] = field(default_factory=list)
    holders: MutableMapping[str, str] = field(default_factory=dict)
    """Part -> the station that holds it, where it is no longer the one that issued."""
    holdings: tuple[Holding, ...] = ()
    contested: MutableMapping[tuple[str, int], Contest] = field(default_factory=dict)
    """Place -> what was written there on open branches, decided ones too."""
    acted: MutableMapping[tuple[str, str], Stamp] = field(default_factory=dict)
    """Log and person -> the last entry of that person there."""
    stops: tuple[tuple[str, Stamp], ...] = ()
    """What stopped entries, in whole or in a part: holds, ends, take-overs."""
    unaware: tuple[Unaware, ...] = ()
    judged: MutableMapping[str, Stamp] = field(default_factory=dict)
    """Name of a weakness -> quality's decision about it."""
    forms: MutableMapping[str, FormState] = field(default_factory=dict)
    """Emergency forms by number, in the order of the fold."""
    label_issues: tuple[tuple[LabelsIssued, Stamp], ...] = ()
    label_deliveries: Mapping[tuple[str, str], Delivery] = field(default_factory=dict)
    """Deliveries of labels by entry and number (`ebr.domain.batch.state.delivered`)."""
    label_jobs: MutableMapping[str, Job] = field(default_factory=dict)
    """Jobs of label printers by number, in the order of the fold (`ebr.domain.batch.state.labelling`)."""
    equipment_relied: tuple[tuple[EquipmentRelied, Stamp], ...] = ()
    """What was known of machines and rooms when the batch began to use them."""
    training_relied: tuple[tuple[TrainingRelied, Stamp], ...] = ()
    """What people were trained in when they did or signed something."""
    deviations: Mapping[str, DeviationNamed] = field(default_factory=dict)
    """Number -> what the batch was told of that deviation, the exceptions of every telling together."""
    releasing: Releasing = field(default_factory=Releasing)
    """Sponsor, supply out of specification, recall, keeping (`ebr.domain.batch.state.released`)."""
    reviewing: Reviewing = field(default_factory=Reviewing)
    """Sections read, the audit trail's review, questions to the floor (`ebr.domain.batch.state.reviewed`)."""
    astray: tuple[Astray, ...] = ()
    """Entries for which there was nothing to do, in the order of the fold."""
    behind: Mapping[str, Behind] = field(default_factory=dict)
    """Log -> the entry there that lies furthest behind one of another log that its writer knew."""
    last: Stamp | None = None
    entries: int = 0
    remembered: Remembered = field(default_factory=Remembered, repr=False, compare=False)

    def slot(self, address: str) -> SlotState:
        """Return what is known of a slot, empty when nothing is."""
        return self.slots.get(address) or SlotState(address)

    def signatures_of(self, scope: str) -> list[SignatureState]:
        """Return every signature of exactly this scope, void ones too."""
        return [self.signatures[place] for place in self.signed_in.get(scope, ())]

    def valid_signatures(self, scope: str, meaning: str = "") -> list[SignatureState]:
        """Return the signatures of exactly this scope that still stand."""
        return [s for s in self.signatures_of(scope) if s.valid and meaning in ("", s.meaning)]

    def waived(self, address: str, rule: str) -> bool:
        """Tell whether an exception stands in for a person: rule "unwitnessed" or "performer_gone"."""
        return any(self.exceptions[number].rule == rule for number in self.excepted.get(address, ()))

    def open_exceptions(self) -> list[ExceptionState]:
        """Return the exceptions nobody has decided."""
        return [found for found in self.exceptions.values() if found.open]

    def covered(self, exception: str) -> str:
        """Return the number of the deviation that an exception belongs to, "" for none."""
        return next((number for number, told in self.deviations.items() if exception in told.exceptions), "")

    def open_contests(self) -> list[Contest]:
        """Return what was written twice and nobody has decided, in the order of the fold."""
        return [found for found in self.contested.values() if found.open]

    @property
    def status(self) -> str:
        """Return the status in one word: what a queue shows."""
        if self.aborted:
            return "aborted"
        if self.disposition:
            return self.disposition
        if self.hold:
            return "held"
        if self.reviewed and not self.review_void:
            return "reviewed"
        if self.completed:
            return "complete"
        if self.first_entry:
            return "running"
        return "issued" if self.checked else "to_check"
