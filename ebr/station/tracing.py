"""The joins of this station as one genealogy: which lot is a batch, which container of it is which bag.

A lot number that is a batch's number is that batch, used as an intermediate: its containers are its parts where it
made some of these names. `Joins.links_of` is what `ebr.domain.genealogy.walk` follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ebr.domain.genealogy import Direction, Link, Thing, Walk, pairs, walk
from ebr.storage.views import genealogy_links as view


class Joins:
    """Joins(connection): the links of one moment of the record."""

    def __init__(self, connection: Any) -> None:  # noqa: ANN401 - storage's own; SQL stays there
        self._connection = connection

    def walk(self, start: Thing, direction: Direction) -> Walk:
        """Follow the joins from a thing to all that can be reached."""
        return walk(start, self.links_of, direction)

    def links_of(self, things: frozenset[Thing], direction: Direction) -> Iterable[Link]:
        """Return the links that lead on from these things, in the order in which they came to stand."""
        found = self._ahead(things) if direction == "forward" else self._behind(things)
        return sorted(found, key=lambda link: (link.at, link))

    def _ahead(self, things: frozenset[Thing]) -> Iterator[Link]:
        links = view.forward(self._connection, (thing.name for thing in things))
        parts = {link.target for link in links if link.role == "made"}
        used = self._known([link.target for link in links if link.role == "origin"])
        for link in links:
            source = self._from(link.source, things, parts)
            if source in things:
                yield link._replace(source=source, target=used.get(link.target, link.target))

    @staticmethod
    def _from(source: Thing, things: frozenset[Thing], parts: set[Thing]) -> Thing:
        """Return the thing among these that a join leads from: a lot as a whole stands for all its containers."""
        if source.kind != "lot":
            return source
        part, batch, lot = Thing("part", *source[1:]), Thing("batch", source.name), Thing("lot", source.name)
        if part in parts or part in things:
            return part
        return next((one for one in (batch, lot) if one in things), source)

    def _behind(self, things: frozenset[Thing]) -> Iterator[Link]:
        links = [link for link in view.backward(self._connection, (t.name for t in things)) if link.target in things]
        known = self._known([link.source for link in links])
        for link in links:
            yield link._replace(source=known.get(link.source, link.source))

    def _known(self, sources: Iterable[Thing]) -> dict[Thing, Thing]:
        """Return for each lot what it is here: a part, a batch, or the lot without its container."""
        lots = {source for source in sources if source.kind == "lot"}
        numbers = view.batches(self._connection, {lot.name for lot in lots})
        parts = view.made(self._connection, numbers) if numbers else set()
        return {lot: _what(lot, numbers, parts) for lot in lots}

    # -- what is said beside a walk

    def has(self, thing: Thing) -> bool:
        """Tell whether the record knows the thing."""
        every = view.kinds(self._connection, thing.name)
        return thing in every or thing in self._known(every).values()

    def around(self, thing: Thing) -> tuple[list[Link], list[Link]]:
        """Return what leads to a thing and what leads on from it, one join deep."""
        here = frozenset((thing,))
        return list(self.links_of(here, "backward")), list(self.links_of(here, "forward"))

    def touching(self, things: Iterable[Thing]) -> list[Link]:
        """Return the joins of a few things, for what they are called."""
        here = frozenset(things)
        return [*self.links_of(here, "forward"), *self.links_of(here, "backward")]

    def batches(self, names: Iterable[str]) -> dict[str, view.BatchFact]:
        """Return what is said of those of these numbers that are batches."""
        return view.batches(self._connection, names)

    def about(self, batches: Iterable[str]) -> list[Link]:
        """Return the patients and the rooms of these batches."""
        return view.about(self._connection, batches)

    # -- what a text names

    def named(self, text: str) -> tuple[Thing, ...]:
        """Return what a typed or scanned text names, each once; one number can be a lot's and a machine's."""
        found: dict[Thing, None] = {}
        for name, part in pairs(text.strip()):
            every = view.kinds(self._connection, name)
            found.update(dict.fromkeys(self._of(every, part)))
        return tuple(found)

    def _of(self, every: list[Thing], part: str) -> Iterator[Thing]:
        known = self._known(every)
        for thing in every:
            if part:
                if thing.kind in ("lot", "part") and thing.part == part:
                    what = known.get(thing, thing)
                    yield thing if what.kind == "lot" else what
            elif thing.kind not in ("part", "labels"):
                yield known.get(thing, thing)

    def near(self, text: str) -> tuple[Thing, ...]:
        """Return numbers like this text, for one that is not here."""
        every = view.near(self._connection, text.strip()) if text.strip() else []
        known = self._known(every)
        return tuple(dict.fromkeys(known.get(thing, thing) for thing in every if thing.kind not in ("part", "labels")))


def _what(lot: Thing, batches: Iterable[str], parts: set[Thing]) -> Thing:
    if lot.name not in batches:
        return Thing("lot", lot.name)
    part = Thing("part", lot.name, lot.part)
    return part if part in parts else Thing("batch", lot.name)
