"""Questions about many stations: who holds which part of a batch, what two stations wrote, what came to light."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Apart:
    """Where the parts of a batch are and what its stations wrote without knowing of each other: `ApartAnswer`."""

    batch: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of a batch: "" for the header or the id of a unit procedure; `taken` where it was taken over.

    `to` is who goes on with it, where somebody was named when it moved.
    """

    part: str
    title: str
    holder: str
    here: bool
    since: str
    taken: bool
    to: str = ""


@dataclass(frozen=True, slots=True)
class SideRow:
    """One of the entries that wrote the same; `stands` for the one that stands until quality decides."""

    hash: str
    says: Mapping[str, str]
    by: str
    station: str
    at: str
    stands: bool


@dataclass(frozen=True, slots=True)
class ContestRow:
    """A place that two stations wrote: its address, its label, its sides; `kept` is empty while it is open.

    `options` are the labels of what can be chosen there, by id.
    """

    where: str
    item: int
    label: str
    unit: str
    sides: tuple[SideRow, ...]
    kept: str
    reason: str
    decided_by: str
    decided_at: str
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WeaknessRow:
    """A weakness of the record; with `blocking`, release waits until quality has `decided` why it may stand."""

    name: str
    code: str
    params: Mapping[str, str]
    blocking: bool
    decided: bool


@dataclass(frozen=True, slots=True)
class ApartAnswer:
    """All of it; `stations` are those of the site that a part may be given to."""

    batch: str
    parts: tuple[PartRow, ...]
    contests: tuple[ContestRow, ...]
    weaknesses: tuple[WeaknessRow, ...]
    stations: tuple[str, ...]
    product: str = ""
