"""The comparison itself: fields of the parts that are in both versions, and the parts that came, went or moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ebr.domain.canonical import Json
from ebr.domain.mbr.check.names import figure_unit
from ebr.domain.mbr.compare.change import Change, Comparison, Kind, Named, Renumbered
from ebr.domain.mbr.compare.effect import effect_of
from ebr.domain.mbr.compare.fields import differences
from ebr.domain.mbr.compare.languages import language_changes
from ebr.domain.mbr.compare.levels import REFERENCES
from ebr.domain.mbr.compare.pair import Pair
from ebr.domain.mbr.compare.parts import Key, PartAt, Side
from ebr.domain.mbr.compare.sequence import in_order
from ebr.domain.mbr.document import part_to_json
from ebr.domain.mbr.model import Mbr

REFERRING: Final = frozenset(field for _, field in REFERENCES)
INSIDE: Final = frozenset({"slot", "option", "item", "media"})
"""Levels of what stands in a step: told with it where it came or went as a whole."""


def compare(old: Mbr, new: Mbr) -> Comparison:
    """Return everything that differs between two versions, by stable ids and in the order of the new one."""
    pair = Pair(old, new)
    was, now = pair.was.blocks, pair.now.blocks
    names = list(dict.fromkeys([*now, *was]))
    same = {name for name in names if name in was and name in now and was[name] == now[name]}
    return Comparison(
        (*in_order(pair, _changes(pair)), *language_changes(old, new)),
        tuple(name for name in names if name in same),
        tuple(name for name in names if name not in same),
        tuple(_renumbered(pair)),
    )


def _changes(pair: Pair) -> Iterator[tuple[Key, Change]]:
    """Yield every change with the key of its part; of a part that is gone, the old one's."""
    for key, part in pair.now.parts.items():
        was = pair.before(key)
        if was is not None:
            yield from ((key, change) for change in _of_both(pair, was, part))
    alone: tuple[tuple[Kind, Side, Side, Sequence[PartAt]], ...] = (
        ("added", pair.now, pair.was, pair.came),
        ("removed", pair.was, pair.now, pair.went),
    )
    for kind, side, other, parts in alone:
        keys = {part.key for part in parts}
        for part in parts:
            if part.parent not in keys or part.level not in INSIDE:
                yield part.key, _whole(kind, part, _contents(part, side, other), side)


def _of_both(pair: Pair, was: PartAt, now: PartAt) -> Iterator[Change]:
    if was.key != now.key:
        yield _change("renamed", now, "", was.part.id, now.part.id)
    if now.key in pair.shifted:
        block = now.block if now.level in INSIDE else "procedure"
        yield replace(_change("moved", now, "", was.position, now.position), block=_list_block(now) or block)
    if was.part != now.part:
        for field, before, after in differences(was.part, now.part):
            if field == "id" and now.key != was.key:
                continue  # told as renamed
            yield _field(pair, was, now, field, before, after)


def _list_block(part: PartAt) -> str:
    """Return the block that holds the order of a part outside the procedure."""
    return part.block if part.level in ("identifier", "material", "equipment") else ""


def _field(pair: Pair, was: PartAt, now: PartAt, field: str, before: Json, after: Json) -> Change:
    units = _unit(field, was.unit), _unit(field, now.unit)
    change = _change("changed", now, field, before, after)
    effect = effect_of("changed", now.level, field, before, after) if units[0] == units[1] else ""
    named = tuple(_named(pair, {field.rpartition(".")[2]: [before, after]}))
    return replace(change, unit_was=units[0], unit_now=units[1], effect=effect, refers=named)


def _unit(field: str, unit: str) -> str:
    if field.startswith("statistics."):
        return figure_unit(field.split(".")[1], unit) or ""
    return unit


def _whole(kind: Kind, part: PartAt, contents: Json, side: Side) -> Change:
    was, now = (None, contents) if kind == "added" else (contents, None)
    change = _change(kind, part, "", was, now)
    named = tuple(found for name in _references(contents) if (found := side.named(name)) is not None)
    return replace(
        change,
        unit_was=part.unit,
        unit_now=part.unit,
        refers=tuple(dict.fromkeys(named)),
        effect=effect_of(kind, part.level, "", was, now),
    )


def _change(kind: Kind, part: PartAt, field: str, was: Json, now: Json) -> Change:
    return Change(
        kind=kind,
        block=part.block,
        level=part.level,
        place=(part.place, field),
        number=part.number,
        title=part.title,
        was=was,
        now=now,
        step=part.step,
        step_title=part.step_title,
        inner=part.inner,
    )


def _contents(part: PartAt, side: Side, other: Side) -> Json:
    """Return a part that is in one version only; what it holds and the other version has too, is told by itself."""
    found: dict[str, Json] = part_to_json(part.part)
    if part.level == "phase":
        slots = (slot for slot in side.parts.values() if slot.parent == part.key)
        found["slots"] = [part_to_json(slot.part) for slot in slots if slot.key not in other.parts]
    return {name: value for name, value in found.items() if name not in ("operations", "phases")}


def _named(pair: Pair, values: Json) -> Iterator[Named]:
    for name in dict.fromkeys(_references(values)):
        found = pair.now.named(name) or pair.was.named(name)
        if found is not None:
            yield found


def _references(value: Json, key: str = "") -> Iterator[str]:
    if isinstance(value, str):
        yield from (value,) if key in REFERRING and value else ()
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _references(inner, name)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _references(inner, key)


def _renumbered(pair: Pair) -> Iterator[Renumbered]:
    for key, part in pair.now.parts.items():
        was = pair.before(key) if part.level in ("operation", "phase") else None
        if was is not None and was.number != part.number and key not in pair.shifted:
            yield Renumbered(part.place, part.title, was.number, part.number)
