"""Ids: free ones, allowed ones, and rewriting every reference when one changes.

A reference is an id in a formula (as its first word, or after `material.`), in `of`, `starts`, `stops`, `after` or
`during`; and an answer is compared with a choice (`dissolved == "hazy"`). A formula that cannot be read is rewritten
too, word by word, so that a name does not get lost while a formula is being typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from ebr.domain.formula import FormulaError, parse
from ebr.domain.formula.tree import Binary, Literal, Reference, walk
from ebr.domain.mbr.address import TOPS
from ebr.domain.mbr.build import LONGEST_TEXT
from ebr.domain.mbr.check.ids import ID, RESERVED
from ebr.domain.mbr.model import Flow, Limits, Mbr, Operation, Phase, Slot, UnitProcedure
from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text

LONGEST_ID = 63

_WORD = re.compile(r'"[^"]*"?|[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*(?P<call>\s*\()?')
_SORTS = frozenset({"material", "equipment"})
"""Words that stand before an id in what a scan is of."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Renamed:
    """New ids by old ones, and new answers by slot and old answer."""

    ids: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[tuple[str, str], str] = field(default_factory=dict)


def allowed_id(name: str, taken: Collection[str]) -> str:
    """Return an id that may be given; refusals `edit_id_form`, `edit_id_reserved`, `edit_id_taken` (id)."""
    if not ID.fullmatch(name):
        raise Refusal("edit_id_form", id=shown_text(name))
    if name in RESERVED or name in TOPS:
        raise Refusal("edit_id_reserved", id=name)
    if name in taken:
        raise Refusal("edit_id_taken", id=name)
    return name


def free_id(wanted: str, taken: Collection[str]) -> str:
    """Return an id like the one wanted that is not taken: the same, or with a number after it."""
    plain = unicodedata.normalize("NFKD", wanted).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[: LONGEST_ID - 8].strip("_")
    stem = stem if ID.fullmatch(stem) else f"p_{stem}".strip("_")
    if stem not in taken and stem not in RESERVED and stem not in TOPS:
        return stem
    stem = re.sub(r"_[0-9]{1,4}$", "", stem)
    number = 2
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


def rewritten(mbr: Mbr, renamed: Renamed) -> Mbr:
    """Return a document whose references follow; parts without one stay the same objects."""
    procedure = _each(mbr.procedure, lambda unit: rewritten_part(unit, renamed))
    return _changed(mbr, procedure=procedure, flow=_flow(mbr.flow, renamed))


def rewritten_part(part: Any, renamed: Renamed) -> Any:  # noqa: ANN401 - part in, part of the same class out
    """Return a unit procedure, operation, phase or slot whose references follow; any other part as it is."""
    match part:
        case UnitProcedure():
            operations = _each(part.operations, lambda inner: rewritten_part(inner, renamed))
            return _changed(part, operations=operations, flow=_flow(part.flow, renamed))
        case Operation():
            phases = _each(part.phases, lambda inner: rewritten_part(inner, renamed))
            return _changed(part, phases=phases, flow=_flow(part.flow, renamed))
        case Phase():
            slots = _each(part.slots, lambda inner: rewritten_part(inner, renamed))
            return _changed(part, slots=slots, flow=_flow(part.flow, renamed))
        case Slot():
            return _slot(part, renamed)
    return part


def formula_renamed(text: str, renamed: Renamed) -> str:
    """Return a formula with new ids in place of old ones; text that is quoted changes only where it is an answer."""
    if renamed.answers:
        text = _answers(text, renamed.answers)
    return _bounded(_WORD.sub(lambda found: _word(found, renamed.ids), text)) if renamed.ids else text


def mentions(text: str, name: str) -> list[tuple[int, int]]:
    """Return where a formula, readable or not, names an id, as spans of characters."""
    spans = []
    for found in _WORD.finditer(text) if name in text else ():
        word = found.group()
        if word[0].islower() and not found.group("call"):
            before = len("material.") if word.startswith("material.") else 0
            if word[before:].partition(".")[0] == name:
                spans.append((found.start() + before, found.start() + before + len(name)))
    return spans


def ids_in(text: str) -> tuple[str, ...]:
    """Return the ids that a formula, readable or not, names, each once in the order of the text."""
    words = [found.group() for found in _WORD.finditer(text) if found.group()[0].islower() and not found.group("call")]
    found = (word.removeprefix("material.").partition(".")[0] for word in words)
    return tuple(dict.fromkeys(name for name in found if name not in RESERVED))


def answers_in(text: str, slot: str, answer: str) -> list[tuple[int, int]]:
    """Return where a formula compares a slot with one of its answers, as spans; none where it cannot be read."""
    return [(at, at + len(old)) for at, name, old in _comparisons(text) if (name, old) == (slot, answer)]


def names_in(slot: Slot) -> tuple[str, ...]:
    """Return the ids that the field `of` of a slot refers to; a handover and labels speak in words, which are none."""
    if slot.kind in ("handover", "labels") or not slot.of:
        return ()
    sort, colon, name = slot.of.partition(":")
    if colon and sort in _SORTS:
        return (name,)
    return () if slot.kind == "scan" else (slot.of,)


def _word(found: re.Match[str], ids: Mapping[str, str]) -> str:
    word = found.group()
    if not word[0].islower() or found.group("call"):
        return word
    parts = word.split(".")
    at = 1 if parts[0] == "material" and len(parts) > 1 else 0
    parts[at] = ids.get(parts[at], parts[at])
    return ".".join(parts)


def _answers(text: str, answers: Mapping[tuple[str, str], str]) -> str:
    for at, name, old in sorted(_comparisons(text), reverse=True):
        text = f"{text[:at]}{answers.get((name, old), old)}{text[at + len(old) :]}"
    return _bounded(text)


def _comparisons(text: str) -> list[tuple[int, str, str]]:
    """Return where a formula compares an id with a text: at which character the text begins, the id, the text."""
    try:
        tree = parse(text).tree if '"' in text else None
    except FormulaError:
        tree = None
    found = set()
    for node, _ in walk(tree) if tree is not None else ():
        if isinstance(node, Binary):
            for side, other in ((node.left, node.right), (node.right, node.left)):
                if isinstance(side, Reference) and isinstance(other, Literal) and isinstance(other.value, str):
                    found.add((other.column, side.name.partition(".")[0], other.value))
    return sorted(found)


def _slot(slot: Slot, renamed: Renamed) -> Slot:
    def written(text: str) -> str:
        return formula_renamed(text, renamed) if text else text

    def limits(now: Limits) -> Limits:
        fields = ("target", "low", "high", "alert_low", "alert_high")
        return _changed(now, **{name: written(text) for name in fields if (text := getattr(now, name))})

    return _changed(
        slot,
        when=written(slot.when),
        formula=written(slot.formula),
        theoretical=written(slot.theoretical),
        quantity=written(slot.quantity),
        limits=limits(slot.limits),
        items=_each(slot.items, lambda item: _changed(item, limits=limits(item.limits))),
        statistics=_each(slot.statistics, lambda pair: _pair(pair, limits(pair[1]))),
        of=_of(slot, renamed.ids),
        device=renamed.ids.get(slot.device, slot.device),
        starts=renamed.ids.get(slot.starts, slot.starts),
        stops=renamed.ids.get(slot.stops, slot.stops),
    )


def _pair(pair: tuple[str, Limits], limits: Limits) -> tuple[str, Limits]:
    return pair if limits is pair[1] else (pair[0], limits)


def _of(slot: Slot, ids: Mapping[str, str]) -> str:
    names = names_in(slot)
    return f"{slot.of.removesuffix(names[0])}{ids.get(names[0], names[0])}" if names else slot.of


def _flow(flow: Flow, renamed: Renamed) -> Flow:
    repeat, series = flow.repeat, flow.series
    if repeat is not None:
        repeat = _changed(repeat, until=formula_renamed(repeat.until, renamed))
    if series is not None:
        series = _changed(series, during=renamed.ids.get(series.during, series.during))
    after = _each(flow.after, lambda name: renamed.ids.get(name, name))
    return _changed(flow, when=formula_renamed(flow.when, renamed), after=after, repeat=repeat, series=series)


def _each(parts: tuple[T, ...], one: Callable[[T], T]) -> tuple[T, ...]:
    """Return the parts changed one by one, the same tuple if none changed."""
    changed = tuple(one(part) for part in parts)
    return changed if any(a is not b for a, b in zip(changed, parts, strict=True)) else parts


def _changed(part: T, **fields: Any) -> T:  # noqa: ANN401 - fields of any class of the model
    """Return a part with other fields, the same object if they are the same."""
    new = {name: value for name, value in fields.items() if _differs(value, getattr(part, name))}
    return replace(part, **new) if new else part  # type: ignore[type-var]  # parts are dataclasses


def _differs(new: object, old: object) -> bool:
    return new != old if isinstance(new, str) else new is not old


def _bounded(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise Refusal("edit_text_too_long", field="formula", length=str(len(text)), limit=str(LONGEST_TEXT))
    return text
