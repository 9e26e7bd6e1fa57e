"""Questions about what went into what, and their answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FindThings:
    """What a typed or scanned text names: a lot, container, batch, bag, machine, sample, patient -> `FoundThings`.

    "MED-2610/2" is container 2 of MED-2610. Upper and lower case differ; what nearly fits is offered.
    """

    text: str


@dataclass(frozen=True, slots=True)
class FoundThings:
    """`things` have exactly this number; where there are none, `near` holds it somewhere in theirs."""

    text: str
    things: tuple[ThingRow, ...]
    near: tuple[ThingRow, ...]


@dataclass(frozen=True, slots=True)
class Genealogy:
    """Everything that lies ahead of a thing, behind it, or both -> `GenealogyAnswer`. Raises `Refusal` thing_unknown.

    `direction`: "forward", "backward", "both". `kind` as in `ThingRow`. With `whole`, each bag and sample is listed
    however many there are; without it, those of a stage of more than 1,000 batches are counted.
    """

    kind: str
    name: str
    part: str = ""
    direction: str = "both"
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ThingRow:
    """One thing. `kind`: "batch", "part" (a bag), "lot", "sample", "labels", "equipment", "room", "identifier", "code".

    `part`: a container, a bag, the name of a label. `title` and `code`: product, material, machine. `status` of a
    batch, or of the batch it belongs to; `where` it was last seen; `patients` the identifiers it is for. `distance`
    counts the joins from where the walk began, negative ones lie behind; `beside` was not walked to, but stands beside
    a batch of the walk. `at`: when the first join came to stand.
    """

    kind: str
    name: str
    part: str
    title: str = ""
    code: str = ""
    status: str = ""
    where: str = ""
    patients: tuple[str, ...] = ()
    distance: int = 0
    beside: bool = False
    quantity: str = ""
    unit: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One join between two things, by their places in `GenealogyAnswer.things`. `role` as in `ebr.domain.genealogy`."""

    source: int
    target: int
    role: str
    container: str
    quantity: str
    unit: str
    label: str
    place: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """The mass balance in one unit; amounts are decimal text, "" where nobody can know.

    `sums`: (what, amount) for each kind of movement. `reason` says why it does not come out
    (`ebr.domain.genealogy.balance`), "" when it does.
    """

    unit: str
    sums: tuple[tuple[str, str], ...]
    came: str
    gone: str
    left: str
    counted: str
    difference: str
    reason: str


@dataclass(frozen=True, slots=True)
class UseOfLot:
    """What a batch took of a lot, in one unit; `name` is the other side: the batch of a lot, the lot of a batch."""

    name: str
    title: str
    containers: tuple[str, ...]
    used: str
    returned: str
    spilled: str
    unit: str


@dataclass(frozen=True, slots=True)
class GenealogyAnswer:
    """The walk: `things[0]` is where it began; near things and links first.

    `cut`: "" for a whole answer, else "depth" or "size": there is more. `unlisted` counts bags, samples and labels
    that were not followed one by one: (kind, count). `uses` and `balances` speak of the thing
    itself.
    """

    direction: str
    things: tuple[ThingRow, ...]
    links: tuple[LinkRow, ...]
    uses: tuple[UseOfLot, ...] = ()
    balances: tuple[BalanceRow, ...] = ()
    cut: str = ""
    unlisted: tuple[tuple[str, int], ...] = ()
