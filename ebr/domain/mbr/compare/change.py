"""What a comparison of two versions says: data only, worded by `ebr.wording.changes`.

A part is whatever the document gives an id: a material, an operation, an entry, one answer of a choice. `level` says
which, and with it the class of the model that its fields are of (`ebr.domain.mbr.compare.levels`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ebr.domain.canonical import Json

Kind = Literal["added", "removed", "changed", "moved", "renamed"]
Level = Literal[
    "header",
    "identifier",
    "material",
    "equipment",
    "procedure",
    "unit",
    "operation",
    "phase",
    "slot",
    "option",
    "item",
    "media",
    "language",
    "translation",
]
Effect = Literal["", "stricter", "weaker"]


@dataclass(frozen=True, slots=True)
class Named:
    """A part that a value refers to: its id, its number ("" where it has none) and what it is called."""

    id: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions, as small as a person can judge it.

    `place` is the part and the dotted field: ("bag_temperature", "limits.high"), ("colour/clear", "accept"),
    ("header", "size.nominal"); the field is empty where the part itself came, went, moved or was renamed. `number` and
    `title` are those of the new version, of the old one where the part is gone; `number` is that of the step ("6.3").
    `step` and `step_title` name the unit, operation or phase it stands in, and `inner` the answer, item or identifier.

    A translation has the part and field that it translates, and its language as `inner`; a language is a part of the
    document itself.

    `was` and `now` are canonical values as the document holds them: a field's value, None where it is absent; for a
    part that came or went the part itself; positions ("6.3.2") of a part that moved, ids of one that was renamed.
    `refers` names what they refer to. `effect` is given where it follows from the values alone: a wider limit, a second
    person dropped, a step that became conditional are "weaker".
    """

    kind: Kind
    block: str
    level: Level
    place: tuple[str, str]
    number: str
    title: str
    was: Json = None
    now: Json = None
    step: str = ""
    step_title: str = ""
    inner: str = ""
    unit_was: str = ""
    unit_now: str = ""
    refers: tuple[Named, ...] = ()
    effect: Effect = ""


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A step that has another number only because of what came, went or moved before it."""

    id: str
    title: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two versions, in the order of the new one.

    Blocks are those of `ebr.domain.mbr.document.block_hashes`. `unchanged_blocks` have the same hash in both, so an
    approval of one is an approval of the other; `changed_blocks` are all others, also those in one version only.
    """

    changes: tuple[Change, ...]
    unchanged_blocks: tuple[str, ...]
    changed_blocks: tuple[str, ...]
    renumbered: tuple[Renumbered, ...] = ()
