"""Values of a master batch record as people read them in a comparison, and whole parts line by line.

A plain number gets its unit; where both sides have the same one, it stands once, at the end: "8.0 -> 6.0 °C".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from ebr.domain.canonical import Json
from ebr.domain.mbr import model as m
from ebr.domain.mbr.compare import Change, Level, Named
from ebr.domain.mbr.compare.impact import Reader
from ebr.domain.mbr.compare.levels import CLASS_OF, REFERENCES, owner_of
from ebr.domain.mbr.compare.prose import pieces
from ebr.domain.mbr.shape import Field, fields_of
from ebr.wording.changes_fields import MEASURED, NAMES, OWN_UNIT, WORDS
from ebr.wording.lines import with_unit
from ebr.wording.parameters import figure_word
from ebr.wording.units import unit_words
from ebr.words import figure, mark, tr

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
LONG: Final = 90
"""Letters up to which a value stands whole in a sentence."""
ALONE: Final = 300
"""The same for a value that has no other beside it."""
AROUND: Final = 30
"""Letters that are shown of what stays the same beside a change."""


TITLES: Final[Mapping[type[Any], str]] = {
    m.Identifier: mark("Identifier"),
    m.Material: mark("Material"),
    m.Equipment: mark("Equipment"),
    m.UnitProcedure: mark("Unit procedure"),
    m.Operation: mark("Operation"),
    m.Phase: mark("Step"),
    m.Slot: mark("Entry"),
    m.Option: mark("Answer"),
    m.Item: mark("Item"),
    m.Media: mark("Picture or document"),
}
"""What a part inside another is called."""


class Sides(NamedTuple):
    """What stands around the two values of a change: units of the part, and names for ids."""

    unit_was: str = ""
    unit_now: str = ""
    refers: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what a part says; `depth` 0 is the part, 1 what stands in it.

    `title` begins such an inner part; `field` is the model's name of a field of the part.
    """

    depth: int
    name: str
    value: str
    title: bool = False
    field: str = ""


def field_name(level: Level, field: str) -> str:
    """Return what a dotted field of a part is called: "upper limit"; KeyError for a field that the model has not."""
    owner, name = owner_of(level, field)
    words = tr(NAMES[owner][name])
    keys = field.split(".")
    if "statistics" not in keys:
        return words
    figure = figure_word(keys[keys.index("statistics") + 1]) if len(keys) > 1 else ""
    if owner is m.Limits:
        return tr("{figure}, {field}", figure=figure, field=words)
    return figure or words


def reader_words(reader: Reader) -> str:
    """Return as what a part reads what changed: "upper limit"."""
    return _inner_name(reader.level, reader.field.split("."))


def _inner_name(level: Level, keys: list[str]) -> str:
    """Name a field that may stand in the item of an entry: "items.0.limits.high"."""
    if keys[0] == "items":
        return field_name("item", ".".join(keys[2:]))
    return field_name(level, ".".join(keys))


def value_words(level: Level, field: str, was: Json, now: Json, sides: Sides) -> tuple[str, str]:
    """Return both values of a field for people, each with its unit; an absent one is empty."""
    before, after, units = _both(level, field, was, now, sides)
    owner = owner_of(level, field)
    return _with_unit(owner, before, units[0]), _with_unit(owner, after, units[1])


def short_value_words(level: Level, field: str, was: Json, now: Json, sides: Sides) -> tuple[str, str]:
    """Return the same for a sentence that says both: a unit that both have stands behind the second only."""
    before, after, units = _both(level, field, was, now, sides)
    once = units[0] == units[1] and _plain(before) and _plain(after)
    owner = owner_of(level, field)
    return _with_unit(owner, before, "" if once else units[0]), _with_unit(owner, after, units[1])


def _both(level: Level, field: str, was: Json, now: Json, sides: Sides) -> tuple[str, str, tuple[str, str]]:
    owner = owner_of(level, field)
    measured = MEASURED.get(owner, "")
    units = (sides.unit_was, sides.unit_now) if measured == OWN_UNIT else (measured, measured)
    return _value(owner, was, sides.refers), _value(owner, now, sides.refers), units


def _with_unit(owner: tuple[type[Any], str], text: str, unit: str) -> str:
    """Return a plain number with its unit, as it is read here; a formula is a text of the master and stays as it is."""
    if not _plain(text):
        return text
    return with_unit(figure(text) if owner in MEASURED else text, unit)


def _plain(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))


def _value(owner: tuple[type[Any], str], value: Json, refers: Sequence[Named]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return tr("Yes") if value else tr("No")
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {text}" for name, text in _inside(owner, value, refers))
    if isinstance(value, list | tuple):
        return ", ".join(_value(owner, item, refers) for item in value)
    return _word(owner, str(value), refers)


def _word(owner: tuple[type[Any], str], text: str, refers: Sequence[Named]) -> str:
    words = WORDS.get(owner)
    if words is not None and text in words:
        return tr(words[text])
    if owner[1] == "unit":
        return unit_words(text)
    named = next((one for one in refers if one.id == text), None) if owner in REFERENCES else None
    if named is None:
        return text
    return f"{named.number} {named.title}".strip()


def _inside(
    owner: tuple[type[Any], str], value: Mapping[str, Json], refers: Sequence[Named]
) -> Iterator[tuple[str, str]]:
    """Yield the fields of a part that is a value itself: a loop, the limits of a statistic."""
    part = _part_of(owner)
    for f in fields_of(part):
        if f.name in value:
            yield tr(NAMES[part][f.name]), _measured(part, f, value[f.name], "", refers)


def _part_of(owner: tuple[type[Any], str]) -> type[Any]:
    found = next(f for f in fields_of(owner[0]) if f.name == owner[1])
    return m.Limits if found.form == "limits_by_name" else found.part


def _measured(part: type[Any], f: Field, value: Json, unit: str, refers: Sequence[Named]) -> str:
    text = _value((part, f.name), value, refers)
    measured = MEASURED.get((part, f.name), "")
    return _with_unit((part, f.name), text, unit if measured == OWN_UNIT else measured)


def part_lines(change: Change) -> tuple[Line, ...]:
    """Return all that a part says that was added or removed, line by line; nothing for another kind of change."""
    part = change.now if change.kind == "added" else change.was if change.kind == "removed" else None
    if not isinstance(part, Mapping):
        return ()
    return tuple(lines(CLASS_OF[change.level], part, change.refers))


def lines(part: type[Any], said: Mapping[str, Json], refers: Sequence[Named] = (), depth: int = 0) -> Iterator[Line]:
    """Yield what the canonical JSON of a part says, field by field in the model's order, and then what stands in it."""
    unit = str(said.get("unit", ""))
    later: list[tuple[Field, Iterable[Json]]] = []
    for f in fields_of(part):
        value = said.get(f.name)
        if value is None or value in ("", []):
            continue
        if f.form == "parts" and isinstance(value, list):
            later.append((f, value))
        elif f.form == "part" and isinstance(value, Mapping):
            yield from _below(f.part, value, unit, refers, depth)
        elif f.form == "limits_by_name" and isinstance(value, Mapping):
            for name, limits in value.items():
                yield Line(depth, figure_word(name), _value((m.Slot, "statistics"), limits, refers))
        else:
            yield Line(depth, tr(NAMES[part][f.name]), _measured(part, f, value, unit, refers), field=f.name)
    for f, values in later:
        for inner in values:
            assert isinstance(inner, Mapping)
            yield from _titled(f.part, inner, refers, depth + 1)


def _below(part: type[Any], said: Mapping[str, Json], unit: str, refers: Sequence[Named], depth: int) -> Iterator[Line]:
    for f in fields_of(part):
        value = said.get(f.name)
        if value is None:
            continue
        if f.form == "part" and isinstance(value, Mapping):
            yield Line(depth, tr(NAMES[part][f.name]), _value((part, f.name), value, refers))
        else:
            yield Line(
                depth, tr(NAMES[part][f.name]), _measured(part, f, value, unit or str(said.get("unit", "")), refers)
            )


def _titled(part: type[Any], said: Mapping[str, Json], refers: Sequence[Named], depth: int) -> Iterator[Line]:
    title = str(said.get("label") or said.get("title") or said.get("name") or said.get("id") or "")
    name = str(said.get("id", ""))
    yield Line(depth, tr(TITLES[part]), tr("{title} ({id})", title=title, id=name), title=True)
    left = {key: value for key, value in said.items() if key not in ("id", "label", "title", "name")}
    yield from lines(part, left, refers, depth)


def excerpt(was: str, now: str, longest: int = LONG, around: int = AROUND) -> tuple[str, str]:
    """Return two texts short enough for a sentence: of long ones only what differs, with a little around it.

    `longest` and `around` are in letters: up to which length a text stands whole, how much stands beside a change.
    """
    if max(len(was), len(now)) <= longest:
        return was, now
    if not was or not now:
        return _cut(was), _cut(now)
    found = pieces(was, now)
    last = len(found) - 1
    sides = ("gone", "new")
    texts = tuple(
        "".join(
            _shortened(piece.text, around, first=at == 0, last=at == last) if piece.kind == "same" else piece.text
            for at, piece in enumerate(found)
            if piece.kind in ("same", side)
        )
        for side in sides
    )
    return texts[0], texts[1]


def _cut(text: str) -> str:
    return text if len(text) <= ALONE else f"{text[: ALONE - 1].rstrip()}…"


def _shortened(text: str, around: int, *, first: bool, last: bool) -> str:
    """Leave out the middle of what stayed the same; at an end, all but what stands beside the change."""
    if first:
        return text if len(text) <= around else "…" + text[-around:].partition(" ")[2]
    if last:
        return text if len(text) <= around else text[:around].rpartition(" ")[0] + "…"
    if len(text) <= 2 * around:
        return text
    return f"{text[:around].rpartition(' ')[0]} … {text[-around:].partition(' ')[2]}"
