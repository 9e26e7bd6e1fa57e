"""What the check remembers from one document to the next, so that a live check costs what changed.

Nothing here decides anything: each thing remembered is what would be found again, kept under the very objects it was
found from (documents share every part that did not change; `ebr.domain.mbr.editing`). A fresh memo is a full check.

Three things are remembered of a phase, each as long as all it rests on is the same:
* its *content*, from the phase and the materials its slots are of: what rules find in it by itself;
* its *layout*, from its content, what it stands in and the order of its first entry: nodes, slots, names, readings;
* what its formulas *mean*, from its layout and the names they use (`ebr.domain.mbr.check.formulas`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import is_
from typing import Any

from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.kinds import MATERIALS
from ebr.domain.mbr.model import Material, Phase

Found = tuple[Trouble, ...]


@dataclass(slots=True)
class Content:
    """What is known of a phase wherever it stands, with the materials its slots are of; places begin at the phase.

    `troubles` by the rule that found them; `facts` by the function that made them.
    """

    phase: Phase
    materials: tuple[Material | None, ...]
    troubles: dict[Callable[..., Iterable[Trouble]], Found] = field(default_factory=dict)
    facts: dict[Callable[..., Any], Any] = field(default_factory=dict)

    def holds(self, materials: tuple[Material | None, ...]) -> bool:
        """Tell whether these are the very materials it was made with."""
        return self.materials is materials or all(map(is_, self.materials, materials))


@dataclass(slots=True)
class Memo:
    """Contents and layouts of the last document by the identity of their phase, nodes by level and id, orders by id.

    `names` are those of its formulas; `near` remembers which of them an unknown one is probably meant to be, `like`
    sorts them for that search.
    """

    contents: dict[int, Content] = field(default_factory=dict)
    layouts: dict[int, Any] = field(default_factory=dict)
    nodes: dict[tuple[str, str], Any] = field(default_factory=dict)
    orders: dict[str, int] = field(default_factory=dict)
    names: Mapping[str, Any] = field(default_factory=dict)
    near: dict[str, str] = field(default_factory=dict)
    like: dict[tuple[str, int], list[str]] = field(default_factory=dict)

    def content(self, phase: Phase, material: Mapping[str, Material]) -> Content:
        """Return what is known of a phase, new where a material of its slots is another than before."""
        found = self.contents.get(id(phase))
        if found is None:
            return Content(phase, _materials(phase, material))
        if not found.materials or found.holds(_materials(phase, material)):
            return found
        return Content(phase, _materials(phase, material))


def _materials(phase: Phase, material: Mapping[str, Material]) -> tuple[Material | None, ...]:
    return tuple(material.get(slot.of) for slot in phase.slots if slot.kind in MATERIALS)
