"""Where a document departs from the version it began from, by page and by part.

Asked at each key: what was compared once is remembered by object, because edits leave all other parts the same objects.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from ebr.domain.mbr.model import Mbr
from ui.editor.parts import Part, Parts

COMPARED: Final = ("phase", "operation", "unit")


class Departing:
    """Departing(base): pages(parts) gives keys of pages, part(part) answers for one; nothing departs without a base."""

    def __init__(self, base: Parts | None) -> None:
        self.base = base
        self._asked: dict[int, tuple[Any, bool]] = {}

    def pages(self, parts: Parts) -> frozenset[str]:
        """Keys of the pages that depart from the base."""
        if self.base is None:
            return frozenset()
        found = {one.key for one in parts.all if one.level in COMPARED and self._page(one, self.base)}
        return frozenset(found | _top(parts.mbr, self.base.mbr))

    def part(self, part: Part) -> bool:
        """A part departs from the base, or is not in it."""
        if self.base is None:
            return False
        before = self.base.get(part.key)
        return before is None or before.level != part.level or before.it != part.it

    def _page(self, part: Part, base: Parts) -> bool:
        """A step as a whole; of what holds others, its own words, its flow and their order."""
        held = self._asked.get(id(part.it))
        if held is not None and held[0] is part.it:
            return held[1]
        old = base.get(part.key)
        if old is None or old.level != part.level:
            differs = True
        elif part.level == "phase":
            differs = old.it != part.it
        else:
            differs = _own(old.it) != _own(part.it)
        self._asked[id(part.it)] = (part.it, differs)
        return differs


def _top(mbr: Mbr, before: Mbr) -> set[str]:
    """First page, tables and the order of unit procedures; the number of the version is no change."""
    found = {name for name in ("materials", "equipment", "languages") if getattr(mbr, name) != getattr(before, name)}
    if replace(mbr.header, version="") != replace(before.header, version=""):
        found.add("header")
    if mbr.flow != before.flow or [one.id for one in mbr.procedure] != [one.id for one in before.procedure]:
        found.add("procedure")
    return found


def _own(part: Any) -> tuple[Any, ...]:
    """What an operation or unit procedure says itself: everything but what stands in it, of which only the order."""
    children: tuple[Any, ...] = getattr(part, "phases", ()) or getattr(part, "operations", ())
    plain = tuple(getattr(part, name, "") for name in ("title", "room", "flow", "note"))
    return (*plain, tuple(one.id for one in children))
