"""The joins of this station as one genealogy: which lot is a batch, which container of it is which bag.

A lot number that is a batch's number is that batch, used as an intermediate: its containers are its parts where it
made some of these names. `Joins.links_of` is what `ebr.domain.genealogy.walk` follows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from operator import attrgetter
from typing import Any, Final

from ebr.domain.genealogy import Direction, Link, Thing, Walk, pairs, walk
from ebr.storage.views import genealogy_links as view

AT: Final = attrgetter("at")
ENDS: Final = frozenset({"part", "sample", "labels"})
"""Nothing is joined to these but what asks for them alone: a bag that is used again."""
MANY: Final = 1_000
"""Batches of one stage up to which each of their bags and samples is listed."""
Things = AbstractSet[Thing]


class Joins:
    """Joins(connection, whole=True): the links of one moment of the record.

    Where `whole` is not wanted, bags, samples and labels of a stage of more than `MANY` batches are counted in
    `unlisted` and not followed one by one: a screen is to answer within a second, a paper may take its time.
    """

    def __init__(self, connection: Any, *, whole: bool = True) -> None:  # noqa: ANN401 - storage's own; SQL stays there
        self._connection = connection
        self._whole = whole
        self.unlisted: Counter[str] = Counter()

    def walk(self, start: Thing, direction: Direction) -> Walk:
        """Follow the joins from a thing to all that can be reached."""
        return walk(start, self.links_of, direction)

    def links_of(self, things: Things, direction: Direction) -> list[Link]:
        """Return the links that lead on from these things, in the order in which they came to stand."""
        found = self._ahead(things) if direction == "forward" else self._behind(things)
        return sorted(found, key=AT)

    def _ahead(self, things: Things) -> Iterator[Link]:
        batches = {thing.name for thing in things if thing.kind == "batch"}
        others = {thing.name for thing in things if thing.kind not in ENDS} - batches
        listed = self._whole or len(batches) <= MANY
        if not listed:
            self.unlisted.update(view.counted(self._connection, batches))
        links = view.forward(self._connection, batches, made=listed) + view.forward(self._connection, others)
        links += view.forward(self._connection, {thing.name for thing in things if thing.kind == "part"}, made=False)
        parts = {link.target for link in links if link.role == "made"}
        known = self._known([link.target for link in links if link.target.kind == "lot"])
        for link in links:
            source = link.source
            if source.kind == "lot":
                source = self._from(source, things, parts)
            if source in things:
                target = known.get(link.target, link.target)
                yield link._replace(source=source, target=target) if link.source.kind == "lot" or known else link

    @staticmethod
    def _from(source: Thing, things: Things, parts: set[Thing]) -> Thing:
        """Return the thing among these that a join leads from: a lot as a whole stands for all its containers."""
        part, batch, lot = Thing("part", *source[1:]), Thing("batch", source.name), Thing("lot", source.name)
        if part in parts or part in things:
            return part
        return next((one for one in (batch, lot) if one in things), source)

    def _behind(self, things: Things) -> Iterator[Link]:
        every = view.backward(self._connection, {thing.name for thing in things})
        links = [(link, self._into(link.target, things)) for link in every]
        known = self._known([link.source for link, target in links if target in things])
        for link, target in links:
            if target in things:
                yield link._replace(source=known.get(link.source, link.source), target=target)

    @staticmethod
    def _into(target: Thing, things: Things) -> Thing:
        """Return the thing among these that a join leads to: what came to a container came to its lot."""
        if target.kind != "lot" or target in things:
            return target
        lot = Thing("lot", target.name)
        if lot in things:
            return lot
        if target.part:
            return target
        return next((one for one in things if one.kind == "lot" and one.name == target.name), target)

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

    def touching(self, things: Iterable[Thing]) -> list[Link]:
        """Return the joins of a few things, for what they are called."""
        here = frozenset(things)
        return [*self.links_of(here, "forward"), *self.links_of(here, "backward")]

    def batches(self, names: Iterable[str]) -> dict[str, view.BatchFact]:
        """Return what is said of those of these numbers that are batches."""
        return view.batches(self._connection, names)

    def lots(self, names: Iterable[str]) -> dict[str, view.LotFact]:
        """Return what is said of those of these numbers that are lots which were received here."""
        return view.lots(self._connection, names)

    def machines(self, names: Iterable[str]) -> dict[str, view.LotFact]:
        """Return what is said of those of these numbers that are registered equipment."""
        return view.machines(self._connection, names)

    def about(self, batches: Iterable[str]) -> list[view.About]:
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
