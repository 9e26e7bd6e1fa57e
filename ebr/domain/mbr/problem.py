"""Where something stands in a document, and what is wrong there.

A `Place` is exact: keys and list positions from the top, ("procedure", 0, "operations", 1, "title"). `shown` writes it
for people with ids in place of positions: `procedure/compounding/dissolving/title`. A `Problem` is a code with
parameters, worded by `ebr.domain.mbr.check.words` and the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Place = tuple[str | int, ...]
Severity = Literal["error", "warning"]

FORMAT_CLAUSE = "MBR format 1"
"""What a problem of form violates: no law, our own description of the text."""

LEVELS = frozenset({"operations", "phases", "slots"})
"""Keys left out of a shown place: the ids below them say as much."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A position in the text, both counted from 1."""

    line: int
    column: int


Marks = Mapping[Place, Mark]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: where in the text (0 when there is no text), by which rule and clause."""

    line: int
    column: int
    path: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    clause: str = FORMAT_CLAUSE
    severity: Severity = "error"


def nearest_mark(marks: Marks, place: Place) -> Mark:
    """Return the mark of a place, or of the nearest thing around it (a missing field: the part it is missing from)."""
    for length in range(len(place), -1, -1):
        mark = marks.get(place[:length])
        if mark is not None:
            return mark
    return Mark(0, 0)


def shown(place: Place, document: object) -> str:
    """Write a place for people; `document` is the plain data or the model it points into."""
    parts: list[str] = []
    here: object = document
    for key in place:
        here = _step(here, key)
        if isinstance(key, int):
            name = _step(here, "id") or _step(here, "code")
            parts.append(name if isinstance(name, str) and name else f"[{key + 1}]")
        elif key not in LEVELS:
            parts.append(key)
    return "/".join(parts)


def _step(here: object, key: str | int) -> object:
    if isinstance(key, int):
        return here[key] if isinstance(here, Sequence) and not isinstance(here, str) and key < len(here) else None
    if isinstance(here, Mapping):
        return here.get(key)
    return getattr(here, key, None)
