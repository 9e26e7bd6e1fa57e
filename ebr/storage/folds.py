"""States folded from entries, cached by heads.

The fold order of a root is topological by `after`, `relies` within the root and the order of each log, ties by (log,
seq): a function of the set of entries only, never of the order of their arrival (architecture.md, "Folding what came
apart"). Within one log it is simply the order of numbers; that is the fast path. What a writer knew is closed under
these three, so the entries that come before one without being known to its writer are told with it (`Recorded.beside`).

Left out until the rest is here: entries whose `after` is missing (and what follows on them), and the entries of an
action of which some are still to come. A root with an event this program does not know, or with a body that is not
here, cannot be folded: "needs a newer program", everything else goes on.
"""

from __future__ import annotations

import heapq
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ebr.domain.decision import Event, Recorded
from ebr.domain.refusal import Refusal
from ebr.storage.aggregates import Aggregate, aggregate_of
from ebr.storage.chain import Entry, stamp
from ebr.storage.codec import Header, Told, UnknownEvent, read, read_header, told
from ebr.storage.fresh import recorded_alone, stamped
from ebr.storage.pause import without_collections

Heads = Mapping[str, tuple[str, ...]]
"""Subject -> the hashes of its heads."""

KEPT_STATES = 256
MANY = 2
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Loaded:
    """An entry with its header read; the event is read when it is needed."""

    entry: Entry
    header: Header

    def recorded(self, beside: frozenset[str] = frozenset()) -> Recorded:
        """Return the event as the log holds it; raises `Refusal` when this program cannot read it."""
        body = self.entry.body
        if body is None:
            raise Refusal("needs_body", subject=self.header.subject)
        try:
            return Recorded(read(self.header.event, body), stamp(self.entry, self.header), beside)
        except UnknownEvent as unknown:
            raise Refusal("needs_newer_program", subject=self.header.subject, event=unknown.name) from unknown


def recorded_each(log: str, rows: Iterable[tuple[int, bytes, bytes | None, bytes]]) -> Iterator[Recorded]:
    """Yield the events of one log's entries from number, header, body and hash.

    Raises `Refusal` at one that cannot be read here.
    """
    for seq, header, body, leaf in rows:
        found = told(header)
        yield recorded_alone(event_of(found, body), stamped(leaf, log, seq, found))


def event_of(header: Told, body: bytes | None) -> Event:
    """Return the event of an entry; raises `Refusal` when it is not here or this program cannot read it."""
    if body is None:
        raise Refusal("needs_body", subject=header.subject)
    try:
        return read(header.event, body)
    except UnknownEvent as unknown:
        raise Refusal("needs_newer_program", subject=header.subject, event=unknown.name) from unknown


def loaded(entries: Iterable[Entry]) -> list[Loaded]:
    """Read the headers of entries."""
    return [Loaded(entry, read_header(entry.header)) for entry in entries]


def fold_order(parts: Sequence[Loaded]) -> list[Loaded]:
    """Return what can be folded, in the one order that depends on nothing but the set."""
    here = {part.entry.hash.hex(): part for part in parts}
    waits_for = {name: _parents(part, here) for name, part in here.items() if all(a in here for a in part.header.after)}
    for before, part in _consecutive(here.values()):
        waits_for.get(part, set()).add(before)
    followers: dict[str, list[str]] = {}
    for name, parents in waits_for.items():
        for parent in parents:
            followers.setdefault(parent, []).append(name)
    ready = [(here[n].entry.log, here[n].entry.seq, n) for n, parents in waits_for.items() if not parents]
    heapq.heapify(ready)
    order = []
    while ready:
        _, _, name = heapq.heappop(ready)
        order.append(here[name])
        for follower in followers.get(name, ()):
            waits_for[follower].discard(name)
            if not waits_for[follower]:
                heapq.heappush(ready, (here[follower].entry.log, here[follower].entry.seq, follower))
    return order


def _consecutive(parts: Iterable[Loaded]) -> Iterator[tuple[str, str]]:
    """Yield the hashes of each entry and the next one of the same log, as far as they are here."""
    logs: dict[str, list[tuple[int, str]]] = {}
    for part in parts:
        logs.setdefault(part.entry.log, []).append((part.entry.seq, part.entry.hash.hex()))
    for found in logs.values():
        found.sort()
        yield from pairwise(name for _, name in found)


def recorded_in(order: Sequence[Loaded]) -> list[Recorded]:
    """Return the events of a root that stand in fold order, each with what its writer did not know."""
    return [part.recorded(beside) for part, beside in zip(order, besides(order), strict=True)]


def besides(order: Sequence[Loaded]) -> list[frozenset[str]]:
    """Return for each entry, in fold order, the hashes of those before it that its writer did not know.

    An entry of a log is known with all before it in that log, so what a writer knew is a number for each log; entries
    on one open branch share one set.
    """
    if len({part.entry.log for part in order}) < MANY:
        return [NOTHING] * len(order)
    emitted: dict[str, list[str]] = {part.entry.log: [] for part in order}
    known: dict[str, Mapping[str, int]] = {log: {} for log in emitted}
    places: dict[str, tuple[str, int, Mapping[str, int]]] = {}
    sets: dict[tuple[tuple[str, int, int], ...], frozenset[str]] = {(): NOTHING}
    found = []
    for part in order:
        log, name = part.entry.log, part.entry.hash.hex()
        known[log] = _learned(known[log], [places[p] for p in _parents(part, places) if places[p][0] != log])
        gaps = tuple(
            (other, known[log].get(other, 0), len(names))
            for other, names in emitted.items()
            if other != log and known[log].get(other, 0) < len(names)
        )
        if gaps not in sets:
            sets[gaps] = frozenset(name for other, first, last in gaps for name in emitted[other][first:last])
        found.append(sets[gaps])
        emitted[log].append(name)
        places[name] = (log, len(emitted[log]), known[log])
    return found


def _learned(known: Mapping[str, int], parents: Iterable[tuple[str, int, Mapping[str, int]]]) -> Mapping[str, int]:
    more: dict[str, int] = {}
    for log, number, theirs in parents:
        for other, count in ((log, number), *theirs.items()):
            if count > more.get(other, known.get(other, 0)):
                more[other] = count
    return {**known, **more} if more else known


def heads_of(order: Iterable[Loaded]) -> dict[str, tuple[str, ...]]:
    """Return the heads of every subject among these entries."""
    heads: dict[str, set[str]] = {}
    for part in order:
        known = heads.setdefault(part.header.subject, set())
        known.difference_update(part.header.after)
        known.add(part.entry.hash.hex())
    return {subject: tuple(sorted(known)) for subject, known in heads.items()}


@dataclass(slots=True)
class _Cached:
    heads: Heads
    state: Any


class Folds:
    """The states of roots. `events` gives a root's events in fold order, `heads` its heads now."""

    def __init__(
        self,
        events: Callable[[str], Iterable[Recorded]],
        heads: Callable[[str], Heads],
        aggregates: Mapping[str, Aggregate],
    ) -> None:
        self._events = events
        self._heads = heads
        self._aggregates = aggregates
        self._cache: OrderedDict[str, _Cached] = OrderedDict()

    def state(self, root: str) -> Any:  # noqa: ANN401 - each aggregate's own
        """Return the state of a root as of its present heads; raises `Refusal` when it cannot be folded here."""
        heads = self._heads(root)
        cached = self._cache.get(root)
        if cached is not None and cached.heads == heads:
            self._cache.move_to_end(root)
            return cached.state
        aggregate = aggregate_of(root, self._aggregates)
        state = aggregate.start(root)
        apply = aggregate.apply
        with without_collections():
            for event in self._events(root):
                state = apply(state, event)
        self._keep(root, dict(heads), state)
        return state

    def extend(self, root: str, recorded: Sequence[Recorded], heads: Heads) -> Any:  # noqa: ANN401 - each aggregate's own
        """Return the state after events that come last in the fold order, on top of a cached one."""
        cached = self._cache[root]
        aggregate = aggregate_of(root, self._aggregates)
        for event in recorded:
            cached.state = aggregate.apply(cached.state, event)
        cached.heads = dict(heads)
        return cached.state

    def drop(self, roots: Iterable[str]) -> None:
        """Forget states: what they were folded from has changed or was never written."""
        for root in roots:
            self._cache.pop(root, None)

    def drop_all(self) -> None:
        """Forget every state."""
        self._cache.clear()

    def _keep(self, root: str, heads: Heads, state: object) -> None:
        self._cache[root] = _Cached(heads, state)
        self._cache.move_to_end(root)
        if len(self._cache) > KEPT_STATES:
            self._cache.popitem(last=False)


def _parents(part: Loaded, here: Collection[str]) -> set[str]:
    return {*part.header.after, *(head for _, head in part.header.relies if head in here)}
