"""What went into what: finding a thing, walking from it, and what is said of everything that was reached.

Numbers of things may be shown to everybody who may see batches; patients stand under their pseudonyms only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ebr.domain.genealogy import Direction, Link, Thing, Walk
from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text
from ebr.station.answers.mass import StateOf, balances, uses
from ebr.station.questions import FindThings, FoundThings, Genealogy, GenealogyAnswer, LinkRow, ThingRow
from ebr.station.tracing import Joins
from ebr.storage.pause import without_collections
from ebr.storage.views.genealogy_links import About

if TYPE_CHECKING:
    from ebr.station.inside import Inside

FULL: Final = 12
"""Batches up to which their own lots and machines are shown beside a walk."""
NAMELESS: Final = ("batch", "supplier")
"""What the label of a join says nothing about: the batch has its product, a supplier its name."""
KEPT: Final = ("lot", "equipment")
"""What is kept in a list of its own, with status and place."""
ENDS: Final[tuple[tuple[Direction, int], ...]] = (("backward", 1), ("forward", 0))
"""Which end of a link is the thing itself, looking one way."""
SIDES: Final[Mapping[str, tuple[Direction, ...]]] = {
    "forward": ("forward",),
    "backward": ("backward",),
    "both": ("backward", "forward"),
}


def find_things(station: Inside, question: FindThings) -> FoundThings:
    """Answer `FindThings`."""
    with station.store.reading() as connection:
        return found_in(Joins(connection), question)


def genealogy(station: Inside, question: Genealogy) -> GenealogyAnswer:
    """Answer `Genealogy`."""
    with station.store.reading() as connection:
        return walked_in(Joins(connection, whole=question.whole), question, station.store.state)


def found_in(joins: Joins, question: FindThings) -> FoundThings:
    """Answer `FindThings` from the joins of one moment."""
    things = joins.named(question.text)
    near = () if things else joins.near(question.text)
    rows = _Rows(joins, [*things, *near], [])
    return FoundThings(question.text, *(tuple(rows.row(one, 0) for one in every) for every in (things, near)))


def walked_in(joins: Joins, question: Genealogy, state: StateOf) -> GenealogyAnswer:
    """Answer `Genealogy` from the joins of one moment; `state` folds the batch that is weighed."""
    start = Thing(question.kind, question.name, question.part)
    if not joins.has(start):
        raise Refusal("thing_unknown", thing=shown_text("/".join(part for part in start[1:] if part)))
    with without_collections():
        walks = [joins.walk(start, side) for side in SIDES[question.direction]]
        answer = _answer(joins, start, walks, question.direction)
        return answer if start.kind not in ("batch", "part", "lot") else _weighed(joins, start, answer, walks, state)


def _answer(joins: Joins, start: Thing, walks: list[Walk], direction: str) -> GenealogyAnswer:
    distances = {start: 0}
    for walk in walks:
        sign = -1 if walk.direction == "backward" else 1
        for thing, far in walk.reached.items():
            distances.setdefault(thing, sign * far)
    links = list(dict.fromkeys(link for walk in walks for link in walk.links))
    beside = _beside(joins, distances, links) if direction != "backward" else []
    whole = [*links, *beside]
    for link in beside:
        distances.setdefault(link.source, distances.get(link.target, 0))
    rows = _Rows(joins, distances, whole)
    walked = {thing for walk in walks for thing in walk.reached}
    places = {thing: at for at, thing in enumerate(distances)}
    return GenealogyAnswer(
        direction,
        tuple(rows.row(thing, far, beside=thing not in walked) for thing, far in distances.items()),
        tuple(_link(link, places) for link in whole),
        cut=next((walk.cut for walk in walks if walk.cut), ""),
        unlisted=tuple(sorted(joins.unlisted.items())),
    )


def _beside(joins: Joins, distances: Mapping[Thing, int], links: list[Link]) -> list[Link]:
    """Return what else went into the batches that were reached, while they are few enough to be looked at."""
    batches = frozenset(thing for thing in distances if thing.kind == "batch")
    if not 0 < len(batches) <= FULL:
        return []
    known = set(links)
    near = [link for link in joins.links_of(batches, "backward") if _new(link, distances)]
    lots = frozenset(link.source for link in near if link.source.kind == "lot")
    return [link for link in (*near, *joins.links_of(lots, "backward")) if link not in known]


def _new(link: Link, distances: Mapping[Thing, int]) -> bool:
    """Tell whether a join adds to the picture: not the lot again, whose container the walk began with."""
    source = link.source
    return Thing(source.kind, source.name, link.container) not in distances or source in distances


def _link(link: Link, places: Mapping[Thing, int]) -> LinkRow:
    return LinkRow(
        places[link.source],
        places[link.target],
        link.role,
        link.container,
        link.quantity,
        link.unit,
        link.label,
        link.place,
        link.at,
        link.by,
    )


def _weighed(joins: Joins, start: Thing, answer: GenealogyAnswer, walks: list[Walk], state: StateOf) -> GenealogyAnswer:
    """Return the answer with the mass balance; what a walk went past is not asked again."""
    known = {walk.direction: walk.links for walk in walks}
    here = frozenset((start,))
    into, out = (
        [link for link in known[side] if link[end] == start] if side in known else joins.links_of(here, side)
        for side, end in ENDS
    )
    titles = {row.name: row.title for row in answer.things if row.kind in ("batch", "lot")}
    return replace(answer, uses=uses(start, into, out, titles), balances=balances(state, start, into, out))


class _Rows:
    """What is said of each thing, asked once for all of them."""

    def __init__(self, joins: Joins, things: Iterable[Thing], links: Sequence[Link]) -> None:
        every = list(things)
        self._batches = joins.batches({one.name for one in every if one.kind in ("batch", "part")} | _of(links))
        self._lots = joins.lots({one.name for one in every if one.kind == "lot"})
        self._machines = joins.machines({one.name for one in every if one.kind == "equipment"})
        self._words: dict[Thing, Link] = {}
        self._owner: dict[Thing, str] = {}
        for link in links or joins.touching(every):
            self._learn(link)
        self._patients: dict[str, dict[str, None]] = {}
        self._where: dict[str, tuple[str, str]] = {}
        for fact in joins.about(self._batches):
            self._learn_about(fact)

    def _learn(self, link: Link) -> None:
        for thing in (link.source, link.target):
            if thing.kind not in NAMELESS and thing not in self._words and link.label:
                self._words[thing] = link
        if link.source.kind == "batch":
            self._owner[link.target] = link.source.name

    def _learn_about(self, fact: About) -> None:
        if fact.role == "identifier":
            self._patients.setdefault(fact.batch, {})[fact.name] = None
        elif fact.at >= self._where.get(fact.batch, ("", ""))[0]:
            self._where[fact.batch] = (fact.at, fact.name)

    def row(self, thing: Thing, distance: int, *, beside: bool = False) -> ThingRow:
        """Return the thing with all that is said of it."""
        batch = thing.name if thing.kind in ("batch", "part") else self._owner.get(thing, "")
        fact = self._batches.get(batch)
        words = self._words.get(thing)
        kept = (self._lots if thing.kind == "lot" else self._machines).get(thing.name) if thing.kind in KEPT else None
        own = thing.kind == "batch"
        made = thing.kind in ("part", "sample", "labels")
        return ThingRow(
            kind=thing.kind,
            name=thing.name,
            part=thing.part,
            title=(fact.product if fact and own else words.label if words else kept.title if kept else ""),
            code=kept.title if kept and thing.kind == "lot" else words.code if words and not own else "",
            status=fact.status if fact else kept.status if kept else "",
            where=kept.place if kept else self._where.get(batch, ("", ""))[1],
            patients=tuple(self._patients.get(batch, ())),
            distance=distance,
            beside=beside,
            quantity=fact.size if fact and own else words.quantity if words and made else "",
            unit=fact.unit if fact and own else words.unit if words and made else "",
            at=fact.issued_at if fact and own else words.at if words else "",
        )


def _of(links: Iterable[Link]) -> set[str]:
    return {link.source.name for link in links if link.source.kind == "batch"}
