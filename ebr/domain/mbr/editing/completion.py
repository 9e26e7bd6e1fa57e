"""Completions of a formula: the names that can stand at the cursor, those that are recorded by then first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ebr.domain.formula.functions import FUNCTIONS
from ebr.domain.mbr.check.index import Index
from ebr.domain.mbr.check.memo import Memo
from ebr.domain.mbr.check.names import Name, names
from ebr.domain.mbr.model import Mbr

Sort = Literal["value", "answer", "function"]
MOST = 50

_BEFORE = re.compile(r"[a-z0-9_.]*\Z")
_AFTER = re.compile(r"[a-z0-9_.]*")
_ANSWER = re.compile(r'([a-z][a-z0-9_]*)(?:\.last)?\s*[=!]=\s*("?)([^"]*)\Z')


@dataclass(frozen=True, slots=True)
class Completion:
    """A text to put in place of the characters from `start` to `end`; `label` and `unit` say what it stands for."""

    text: str
    start: int
    end: int
    sort: Sort
    label: str
    unit: str


def completions(
    mbr: Mbr, part: str, field: str, text: str, cursor: int, memo: Memo | None = None
) -> tuple[Completion, ...]:
    """Return what can stand at the cursor in a formula of a part's field, best first, at most `MOST`.

    Names that begin like the word at the cursor come before those that have it inside, and values that are recorded
    when the formula is used before those that are not. After `dissolved ==` come the answers of that entry. `memo` as
    for `sample`.
    """
    cursor = max(0, min(cursor, len(text)))
    index = Index(mbr, memo)
    answer = _ANSWER.search(text, 0, cursor)
    if answer is not None and (options := _answers(index, answer.group(1))):
        typed, start = answer.group(3), answer.start(2)
        end = cursor + (1 if answer.group(2) and text[cursor : cursor + 1] == '"' else 0)
        return tuple(
            Completion(f'"{name}"', start, end, "answer", label, "")
            for name, label in options
            if name.startswith(typed)
        )
    found = _BEFORE.search(text, 0, cursor)
    start = found.start() if found is not None else cursor
    end = cursor + len(_AFTER.match(text, cursor).group())  # type: ignore[union-attr]  # it matches nothing at least
    return _names(index, _order(index, part, field), text[start:cursor], start, end)


def _answers(index: Index, name: str) -> list[tuple[str, str]]:
    at = index.slot.get(name)
    if at is None:
        return []
    if at.slot.kind == "check":
        return [("yes", ""), ("no", ""), ("na", "")]
    return [(option.id, option.label) for option in at.slot.options]


def _order(index: Index, part: str, field: str) -> int:
    """Return the order that entries must be under to be recorded when the formula is used."""
    name = part.partition("/")[0]
    at, node = index.slot.get(name), index.node.get(name)
    if at is not None:
        return at.order
    if node is None:
        return len(index.slots)
    return node.last if field == "flow.repeat.until" else node.first


def _names(index: Index, before: int, typed: str, start: int, end: int) -> tuple[Completion, ...]:
    ranked: list[tuple[tuple[bool, bool, int, str], Completion]] = []
    for name, known in names(index).items():
        if typed in name:
            later = known.slot is not None and known.slot.order >= before
            distance = abs(before - known.slot.order) if known.slot is not None else 0
            completion = Completion(name, start, end, "value", _label(index, name, known), known.unit or "")
            ranked.append(((later, not name.startswith(typed), distance, name), completion))
    for name, function in FUNCTIONS.items():
        if name.startswith(typed) and typed:
            completion = Completion(f"{name}(", start, end, "function", function.usage, "")
            ranked.append(((False, False, len(index.slots), name), completion))
    ranked.sort(key=lambda found: found[0])
    return tuple(completion for _, completion in ranked[:MOST])


def _label(index: Index, name: str, known: Name) -> str:
    if known.slot is not None:
        return known.slot.slot.label
    material = index.material.get(name.split(".")[1]) if name.startswith("material.") else None
    return material.name if material is not None else ""
