"""Questions about work and about one batch as the execution screen shows it, and their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ebr.station.questions.amendments import AmendedRow
from ebr.station.questions.files import MediaRow


@dataclass(frozen=True, slots=True)
class Queue:
    """The work queue of a person -> `QueueAnswer`. `tab`: "mine", "room", "verify"."""

    person: str
    tab: str = "mine"
    text: str = ""


@dataclass(frozen=True, slots=True)
class QueueAnswer:
    """The cards of the chosen tab and how many each tab has."""

    cards: tuple[QueueCard, ...]
    mine: int
    room: int
    verify: int


@dataclass(frozen=True, slots=True)
class QueueCard:
    """One piece of work. `action`.

    "start", "continue", "verify", "resolve", "check_issue", "complete", "review", "decide", "open",
    "answer".
    """

    batch: str
    product: str
    status: str
    phase: str
    number: str
    title: str
    identifiers: tuple[tuple[str, str], ...]
    action: str
    chip: str = ""
    chip_params: Mapping[str, str] = field(default_factory=dict)
    chip_tone: str = "plain"


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """One batch as the execution screen shows it -> `BatchAnswer`.

    `phase` empty: where work goes on for this person. `language`: in which its texts are wanted, "" for its own; one
    that the batch does not have is its own too.
    """

    batch: str
    person: str
    phase: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """Header, outline, one step with its entries, context, and what may be done next."""

    batch: str
    product: str
    strength: str
    mbr: str
    version: str
    size: str
    status: str
    profile: str
    identifiers: tuple[tuple[str, str], ...]
    hold: str
    left: bool
    outline: tuple[OutlineRow, ...]
    done: int
    total: int
    step: StepAnswer | None
    timers: tuple[TimerRow, ...]
    exceptions: tuple[ExceptionRow, ...]
    materials: tuple[UsedRow, ...]
    equipment: tuple[UsedRow, ...]
    blockers: tuple[tuple[str, Mapping[str, str]], ...]
    """What stands against the next act on the batch as a whole (complete, review), as refusal codes with parameters."""
    revision: str
    amendments: int = 0
    """How often quality changed the instructions while the batch ran."""
    amended: str = ""
    """What the latest of them changed: numbers and titles of steps."""
    language: str = ""
    """In which language its texts are."""
    languages: tuple[str, ...] = ()
    """Every language it can be read in, its own first."""


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A line of the outline: `kind` "section" or "step"; statuses of `state.flow` plus "exception" shown by `flag`."""

    kind: str
    address: str
    number: str
    title: str
    status: str
    why: str = ""
    why_params: Mapping[str, str] = field(default_factory=dict)
    flag: str = ""
    done: int = 0
    total: int = 0
    round: str = ""
    amended: str = ""
    """"new" or "changed" where quality amended the step while the batch ran."""


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """The step in the centre.

    `next_meaning` is what signing would mean for this person now, "" when they cannot sign.
    """

    address: str
    number: str
    title: str
    instruction: str
    sop: str
    critical: bool
    status: str
    why: str
    why_params: Mapping[str, str]
    entries: tuple[EntryAnswer, ...]
    signatures: tuple[SignatureRow, ...]
    meanings: tuple[str, ...]
    missing_meanings: tuple[str, ...]
    next_meaning: str
    sign_refusal: str
    sign_params: Mapping[str, str]
    rounds: tuple[RoundRow, ...]
    scribe: tuple[str, str]
    """Ids of the performer named by badge and of who records; both empty when nobody was named."""
    scribe_allowed: bool
    media: tuple[MediaRow, ...] = ()
    """Pictures and documents that are shown with the instruction."""
    amended: tuple[AmendedRow, ...] = ()
    """What quality changed in this step while the batch ran, oldest first."""
    room: str = ""
    """Code of the room that the step asks for, or that was scanned for it; "" for none."""
    room_grade: str = ""
    """Least cleanroom grade that it asks for."""
    blocked: str = ""
    """Refusal that the next entry would meet whatever is entered: its room, or the training of who asks."""
    blocked_params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A repeating node that this step or its neighbours belong to, and what may be done about its rounds."""

    node: str
    title: str
    kind: str
    thing: str
    names: tuple[str, ...]
    ended: bool
    can_open: bool
    can_end: bool
    due: str = ""


@dataclass(frozen=True, slots=True)
class EntryAnswer:
    """One entry to make. `status`.

    "todo", "done", "out" (an undocumented attempt), "skipped", "not_applicable", "computed_later".

    `spec` gives what its widget needs: unit, decimals, options, items, columns, identifiers, material target ...
    """

    address: str
    kind: str
    label: str
    help: str
    critical: bool
    optional: bool
    status: str
    unit: str
    decimals: int
    limits: Mapping[str, str]
    options: tuple[tuple[str, str], ...]
    items: tuple[tuple[str, str, str, int], ...]
    spec: Mapping[str, str]
    rows: tuple[ValueRow, ...]
    attempts: tuple[AttemptRow, ...]
    figures: Mapping[str, str]
    verdict: str
    second: str
    second_done: bool
    exception: str
    closed: bool
    timer: TimerRow | None = None
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A standing row of an entry: its parts and one line of text for folded display."""

    item: int
    value: Mapping[str, str]
    text: str
    verdict: str
    by: str
    by_name: str
    performed_by: str
    at: str
    source: str
    changed: bool
    old: tuple[tuple[str, str, str, str], ...] = ()
    """Earlier values: text, reason, who (name), when."""
    exception: str = ""
    late: str = ""
    device: str = ""
    read_at: str = ""
    """Equipment number and moment of a reading that a device sent."""
    used: tuple[str, ...] = ()
    """What was known of the lot and the machine then, in words."""


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """Something tried and refused."""

    attempt: int
    item: int
    text: str
    why: str
    params: Mapping[str, str]
    by_name: str
    at: str
    exception: str


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """A signature with everything 11.50 asks for."""

    scope: str
    meaning: str
    person: str
    name: str
    role: str
    at: str
    zone: str
    valid: bool
    void_by: str = ""
    title: str = ""
    language: str = ""
    """In which the instruction was shown, "" for the document's own."""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Every signature on a batch, void ones too, in order -> `tuple[SignatureRow, ...]` (21 CFR 11.50(b))."""

    batch: str


@dataclass(frozen=True, slots=True)
class TimerRow:
    """A timer: elapsed seconds now (or at its stop), bounds in seconds ("" when none), running or not."""

    address: str
    label: str
    started: str
    elapsed: str
    low: str
    high: str
    running: bool
    verdict: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """One exception."""

    batch: str
    number: str
    where: str
    title: str
    rule: str
    severity: str
    reason: str
    comment: str
    params: Mapping[str, str]
    raised_by: str
    raised_at: str
    open: bool
    decision: str
    decided_by: str
    decided_at: str
    decision_comment: str
    can_decide: bool = False
    deviation: str = ""
    """Number of the deviation that it belongs to, "" for none."""


@dataclass(frozen=True, slots=True)
class UsedRow:
    """A material or a piece of equipment of the batch; not gated yet (lots and equipment are typed facts)."""

    name: str
    detail: str
    quantity: str
    done: bool
