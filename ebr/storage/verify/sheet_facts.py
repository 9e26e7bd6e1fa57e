"""What a signature's document says in any form: the facts that every form of a sheet writes the same way.

A document of the form that this program writes is compared letter by letter. One of another form has other parts, so
only what both have is compared, and of that only `KEPT`: what was asked, about what, by whom, and every value. A form
may add and leave out; under these names it says the same thing as every other. Lines of entries meet by their address,
labelled rows by their label.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeGuard

from ebr.domain.canonical import Json

KEPT: Final = frozenset(
    {
        "act",
        "at",
        "batch",
        "by",
        "decision",
        "hash",
        "identifiers",
        "item",
        "mbr",
        "mbr_hash",
        "meaning",
        "number",
        "outcome",
        "performed_by",
        "person",
        "reason",
        "scope",
        "severity",
        "size",
        "slot",
        "value",
        "version",
    }
)
NAMES: Final = ("slot", "number", "item", "form", "name", "id")
"""What a line of a list is known by, the first of them that it has."""


def differing(kept: Json, derived: Json, where: str = "") -> Iterator[str]:
    """Yield where two documents of different forms say another fact."""
    if isinstance(kept, Mapping) and isinstance(derived, Mapping):
        for name in sorted(kept.keys() & derived.keys()):
            place = f"{where}/{name}" if where else name
            if name in KEPT:
                if kept[name] != derived[name]:
                    yield place
            else:
                yield from differing(kept[name], derived[name], place)
    elif _listed(kept) and _listed(derived):
        ours = _named(derived)
        for name, line in _named(kept).items():
            if name in ours:
                yield from _lines(line, ours[name], f"{where}/{name}")


def _lines(kept: Json, derived: Json, where: str) -> Iterator[str]:
    """Compare two lines: objects by their names, labelled rows by the value behind the label."""
    if isinstance(kept, Mapping):
        yield from differing(kept, derived, where)
    elif _listed(kept) and _listed(derived) and len(kept) > 1 and len(derived) > 1 and kept[1] != derived[1]:
        yield where


def _listed(part: Json) -> TypeGuard[Sequence[Json]]:
    return isinstance(part, Sequence) and not isinstance(part, str)


def _named(lines: Sequence[Json]) -> dict[str, Json]:
    """Return the lines of a list by what they are known by; a name that occurs twice names nothing."""
    found: dict[str, Json] = {}
    twice: set[str] = set()
    for line in lines:
        name = _name(line)
        twice |= {name} & found.keys()
        found[name] = line
    return {name: line for name, line in found.items() if name and name not in twice}


def _name(line: Json) -> str:
    if isinstance(line, Mapping):
        return next((f"{name}={line[name]}" for name in NAMES if name in line), "")
    return str(line[0]) if _listed(line) and line and isinstance(line[0], str) else ""
