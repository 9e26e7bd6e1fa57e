"""What a master batch record says: the document as frozen data (ISA-88.00.01; 21 CFR 211.186; EU GMP 4.17-4.19).

procedure > unit procedure > operation > phase; a phase holds *slots*, the entries to make. Every id is lower-case
`[a-z][a-z0-9_]*`, stable for ever and unique in the whole document, so a formula names any entry by its id alone, a
change of order is not a change of meaning, and two versions compare by id.

Numbers that the author may compute are *expressions*: text in the closed formula language, a plain number being the
simplest one (`target: 8333`, `high: ethanol_target * 1.005`). They stay text here; `ebr.domain.formula` evaluates
them when they are needed. References inside expressions:

    temp                 the value of slot `temp`: number, choice id, "yes"/"no"/"na", text; in a node that repeats:
                         of the same
                         round when the formula stands in that round, otherwise the list over all rounds
    temp.last            the newest of such a list;  temp.values   always the list (also the rows of a table)
    weights.mean|sd|rsd|min|max|count     figures of a table
    ethanol_add.total    net quantity used, summed over the rows of a material slot; `.active` the same corrected for
                         potency
    ph_hold.elapsed      seconds between start and stop of a timer slot
    labels.issued|used|damaged|destroyed|returned|specimen      counts of a label slot
    batch.size           in the MBR's batch unit;  material.ID.quantity  scaled to the batch size, with its overage
    round                number of the present round of the innermost repeating node
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

KINDS = (
    "instruction",
    "number",
    "choice",
    "check",
    "text",
    "datetime",
    "duration",
    "scan",
    "photo",
    "file",
    "table",
    "calculation",
    "timer",
    "material",
    "qs",
    "equipment",
    "identity",
    "clearance",
    "sample",
    "result",
    "labels",
    "yield",
    "environment",
    "handover",
    "signature",
)
"""Every kind of entry to make. "series" is a flow of a phase (`Series`), not a kind: each of its rounds holds slots."""

MEANINGS = ("performed", "recorded", "witnessed", "verified", "approved")
"""What a signature can mean (21 CFR 11.50(a)(3)); it comes from the MBR, never from the person who signs."""

ROLES = ("operator", "supervisor", "laboratory", "quality", "qualified_person", "author", "administrator", "recovery")


@dataclass(frozen=True, slots=True)
class Limits:
    """Target, action limits (`low`, `high`) and alert limits inside them; each an expression or absent.

    `rule` says what is compared (floor-rules 12): the value "as_recorded", or "rounded" half-up to the limit's
    decimals.
    """

    target: str | None = None
    low: str | None = None
    high: str | None = None
    alert_low: str | None = None
    alert_high: str | None = None
    rule: Literal["as_recorded", "rounded"] = "as_recorded"

    def any(self) -> bool:
        """Tell whether there is anything to compare with."""
        return any((self.low, self.high, self.alert_low, self.alert_high))


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice; an unacceptable one is recorded as an attempt and needs an exception to stand."""

    id: str
    label: str
    accept: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a line clearance or one reading of the environment."""

    id: str
    label: str
    unit: str = ""
    decimals: int = 0
    limits: Limits = NO_LIMITS


@dataclass(frozen=True, slots=True)
class Slot:
    """An entry to make. Fields that its kind does not use stay empty (which ones it may use: `ebr.domain.mbr.kinds`).

    Numbers        unit, decimals, limits; `replicates` > 1 asks for that many readings (no "repeated reading")
    calculation    formula, rounding, unit, decimals, limits;    yield  the same with `theoretical`, in percent
    choice, result options;  text  longest;  clearance, environment  items
    table          unit, decimals, limits for each item, `rows`..`most` items, `statistics` (name -> limits)
    timer          `starts`, `stops` (slot or phase id; empty = tapped by a person), minimum and maximum (limits low
                   and high, in unit),
                   `declared` when the start may be a past time, second-person checked (floor-rules 15)
    material, qs   `of` = material id;   limits = tolerance on the total (empty: from the bill of materials)
                   `device` = id of the equipment (number, table and environment too) that reads the value by itself;
                   typed by hand instead, the entry needs a second person (21 CFR 211.68, 211.101(c))
    equipment      `of` = equipment id;  scan `of` = "batch" | "material:ID" | "equipment:ID" | "text"
    identity       `of` empty; all identifiers of the header are compared
    sample         `quantity`, unit, results arriving later;  result  `of` = sample slot id, `after_release` when it
                   may arrive later
    labels         `of` = name of the label; specimen kept
    handover       `of` = who takes over, in words;  signature  `meaning`, `role`, `covers` ("phase", "operation",
                   "unit", "batch")
    clearance, check   `leaves` = what the entry leaves cleared or clean, once its second person has looked: "cleared"
                   (before the batch), "cleared_after", "cleaned"; `of` = id of the equipment, empty: the room
    """

    id: str
    kind: str
    label: str
    help: str = ""
    note: str = ""
    critical: bool = False
    optional: bool = False
    unit: str = ""
    decimals: int = 0
    limits: Limits = NO_LIMITS
    formula: str = ""
    rounding: Literal["half_up", "half_even", "up"] = "half_up"
    theoretical: str = ""
    options: tuple[Option, ...] = ()
    items: tuple[Item, ...] = ()
    statistics: tuple[tuple[str, Limits], ...] = ()
    replicates: int = 1
    rows: int = 1
    most: int = 1
    longest: int = 500
    of: str = ""
    starts: str = ""
    stops: str = ""
    declared: bool = False
    quantity: str = ""
    after_release: bool = False
    meaning: str = ""
    role: str = ""
    covers: str = "phase"
    second: Literal["", "witnessed", "verified"] = ""
    when: str = ""
    device: str = ""
    leaves: Literal["", "cleared", "cleared_after", "cleaned"] = ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A bounded loop: rounds 1..most until the expression is true (floor-rules 3, "until end point")."""

    most: int
    until: str


@dataclass(frozen=True, slots=True)
class ForEach:
    """Once for each thing named at run time: container, sub-lot, bag."""

    thing: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Series:
    """In-process rounds beside the running phase `during`: every so many minutes, plus or minus; pauses with it."""

    during: str
    every: int
    tolerance: int
    most: int


@dataclass(frozen=True, slots=True)
class Flow:
    """How a node is run. `order` concerns its children.

    `when` skips the node; `after` adds nodes or slots to wait for.
    """

    order: Literal["sequence", "any", "parallel"] = "sequence"
    when: str = ""
    after: tuple[str, ...] = ()
    repeat: Repeat | None = None
    for_each: ForEach | None = None
    series: Series | None = None

    def repeats(self) -> bool:
        """Tell whether there may be more than one instance of the node."""
        return self.repeat is not None or self.for_each is not None or self.series is not None


SEQUENCE = Flow()

MEDIA_TYPES = ("image/png", "image/jpeg", "application/pdf")
"""What a step can show: pictures, and documents as pages."""


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or document that a step shows with its instruction, named by the SHA-256 of its file (hexadecimal).

    The file itself is an attachment; `name` is what it was called, `media` its type, `label` what a person reads.
    """

    id: str
    sha256: str
    name: str
    media: str
    label: str


@dataclass(frozen=True, slots=True)
class Phase:
    """One step: what to do, the entries to make, who signs. The screen shows one phase at a time.

    `sign` lists the meanings needed, first "performed" (the default scope of a signature is the phase: floor-rules 7);
    `scribe` marks a step where another may record for sterile hands (floor-rules 6). `block` names the building block
    that the step was taken from, with its version ("weigh_solid@2"); the step is what it says, whatever the block says.
    `media` are the pictures and documents that are shown with the instruction. `room_code` and `cleanroom` as in a unit
    procedure; what a step says goes before what its unit procedure says.
    """

    id: str
    title: str
    instruction: str
    slots: tuple[Slot, ...]
    flow: Flow = SEQUENCE
    sign: tuple[str, ...] = ("performed",)
    critical: bool = False
    scribe: bool = False
    sop: str = ""
    note: str = ""
    block: str = ""
    media: tuple[Media, ...] = ()
    room_code: str = ""
    cleanroom: Literal["", "A", "B", "C", "D"] = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """A major activity: the section heading of the outline; `block` as in a phase."""

    id: str
    title: str
    phases: tuple[Phase, ...]
    flow: Flow = SEQUENCE
    note: str = ""
    block: str = ""


@dataclass(frozen=True, slots=True)
class UnitProcedure:
    """What happens on one unit or in one room; a subject of its own, so different stations may hold different ones.

    `room` is what people call the place. `room_code` asks for that registered room, and `cleanroom` for a room of that
    grade or a cleaner one; without a code it is the room whose scan an entry for equipment of class "room" records. An
    asked-for room has to be fit, clean, free and cleared for the batch at every entry.
    """

    id: str
    title: str
    operations: tuple[Operation, ...]
    room: str = ""
    flow: Flow = SEQUENCE
    note: str = ""
    room_code: str = ""
    cleanroom: Literal["", "A", "B", "C", "D"] = ""


@dataclass(frozen=True, slots=True)
class Material:
    """One line of the bill of materials (211.186(b)(3)-(5); EU GMP 4.17).

    `quantity` is the amount for the nominal batch at potency 100 % and without overage; tolerances (`low`, `high`)
    are deviations in percent of the target, "-0.5" and "0.5".
    `potency` asks for the lot's assay and loss on drying at use and corrects the charge. `source` says where the
    figure comes from.
    """

    id: str
    name: str
    code: str
    quantity: str
    unit: str
    decimals: int = 2
    grade: str = ""
    scaling: Literal["proportional", "fixed"] = "proportional"
    low: str = ""
    high: str = ""
    overage: str = "0"
    potency: bool = False
    active: bool = False
    qs: bool = False
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Equipment:
    """A requirement for equipment of one class (211.186; ISA-88 equipment requirement)."""

    id: str
    name: str
    kind: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """One of the identifiers that tie a batch to its patient or subject (pseudonyms only)."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class BatchSize:
    """Nominal size and the range within which the bill of materials may be scaled."""

    nominal: str
    low: str
    high: str
    unit: str


@dataclass(frozen=True, slots=True)
class Header:
    """What stands on the first page: product, profile, stage, size (211.186(b)(1)-(2)).

    `gtin` is the trade item number that labels of the product carry, 14 digits.
    """

    id: str
    version: str
    title: str
    product: str
    product_code: str
    strength: str
    form: str
    profile: Literal["IMP", "ATMP", "commercial"]
    stage: str
    rules: Literal["FDA", "EU", "draft"]
    size: BatchSize
    identifiers: tuple[Identifier, ...] = ()
    shelf_life: str = ""
    storage: str = ""
    language: str = "en"
    sources: tuple[str, ...] = ()
    note: str = ""
    gtin: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """One text of the document in another language: which part (`ebr.domain.mbr.address`), which of its fields."""

    part: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Language:
    """The texts of the document in one more language, by the tag of that language ("de", "pt-BR").

    A text that is not here is shown as the document itself says it (`ebr.domain.mbr.languages`).
    """

    code: str
    texts: tuple[Translation, ...] = ()


@dataclass(frozen=True, slots=True)
class Mbr:
    """The whole document, format version 1."""

    header: Header
    materials: tuple[Material, ...]
    equipment: tuple[Equipment, ...]
    procedure: tuple[UnitProcedure, ...]
    flow: Flow = field(default=SEQUENCE)
    """Order of the unit procedures."""
    languages: tuple[Language, ...] = ()
    """Further languages; the document itself is in that of its header."""

    def phases(self) -> Iterator[tuple[UnitProcedure, Operation, Phase]]:
        """Yield every phase with what it stands in, in document order."""
        for unit in self.procedure:
            for operation in unit.operations:
                for phase in operation.phases:
                    yield unit, operation, phase

    def slots(self) -> Iterator[tuple[Phase, Slot]]:
        """Yield every entry to make with its phase, in document order."""
        for _, _, phase in self.phases():
            for slot in phase.slots:
                yield phase, slot


@dataclass(frozen=True, slots=True)
class Node:
    """Anything with an id and a flow, for code that walks the tree without caring about the level."""

    id: str
    title: str
    flow: Flow
    children: tuple[Node, ...]
    phase: Phase | None


def tree(mbr: Mbr) -> Node:
    """Return the procedure as one tree of nodes; leaves are phases."""

    def leaf(phase: Phase) -> Node:
        return Node(phase.id, phase.title, phase.flow, (), phase)

    def operation(op: Operation) -> Node:
        return Node(op.id, op.title, op.flow, tuple(leaf(p) for p in op.phases), None)

    def unit(up: UnitProcedure) -> Node:
        return Node(up.id, up.title, up.flow, tuple(operation(o) for o in up.operations), None)

    return Node(mbr.header.id, mbr.header.title, mbr.flow, tuple(unit(u) for u in mbr.procedure), None)
