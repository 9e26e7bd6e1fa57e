"""Take what another side has of other logs: headers of all, bodies of everything but batches, batches by need.

Each log stands for itself. Its entries come in batches, are checked outside of the writer (`ebr.sync.checking`), and
are appended in slices (`ebr.sync.pace`), so a person's step waits for one slice at most. As many batches are being
checked at once as the checking has processes: a later one on what the one before is *presumed* to end with, and where
the walk ends otherwise it is checked anew. Two batches more are in memory, however much is behind: one being written,
one fetched. Whatever stops in the middle goes on at the next round from the head that is here: no cursor is kept.

A log that is not sound (gap, fork, hash, seal) is taken up to the entry before and quarantined: kept in `contact` under
"quarantine/<log>", tried again at each round, while all others go on. So is a second log under the name of a station
that is known by another one: its entries would mix with that station's, and only an administrator can say which of the
two is meant. Quarantine is memory, not record; the station notes it there once (`Taken.alarms`).

Views follow when everything is here: each touched root is folded once, outside of the writer, and the writer puts what
differs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from time import monotonic, perf_counter
from typing import Final

from ebr.domain import subjects
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import SiteState, successor_of
from ebr.domain.station.state import StationState
from ebr.storage import reading
from ebr.storage.chain import Broken, Entry
from ebr.storage.receiving import Checked, Standing, check_profile, presumed, standing, take
from ebr.storage.store import Store
from ebr.sync.checking import Check, Checking, Compare, Compared, Fold, Folded, Found, Trouble, Walked
from ebr.sync.other_side import Head, OtherSide
from ebr.sync.pace import LARGEST_BATCH, Pace
from ebr.sync.steps import Steps, Stopped, Tell, Told

BATCH: Final = LARGEST_BATCH
QUARANTINE: Final = "quarantine/"


@dataclass(frozen=True, slots=True)
class Alarm:
    """A log that is not sound or not wanted here, at the entry behind `seq`: the verifier's code and parameters."""

    log: str
    seq: int
    code: str
    params: Mapping[str, str]


@dataclass(slots=True)
class Taken:
    """What one round took."""

    entries: int = 0
    bodies: int = 0
    roots: set[str] = field(default_factory=set)
    alarms: list[Alarm] = field(default_factory=list)
    """Logs newly in quarantine."""
    lifted: list[str] = field(default_factory=list)
    """Logs that were in quarantine and are sound again."""


@dataclass(slots=True)
class Flow:
    """What of one log is on its way."""

    ahead: Standing | None
    """Where the next entries to be fetched follow, None while nobody can say."""
    under_way: deque[Standing | None] = field(default_factory=deque)
    """What the batches that are being checked are presumed to end with, the oldest first."""
    fetched: tuple[Entry, ...] = ()


class Taking:
    """Takes logs, bodies and views from one other side into one store."""

    def __init__(
        self,
        store: Store,
        other: OtherSide,
        checking: Checking,
        wanted: frozenset[str],
        tell: Tell,
        stop: Callable[[], bool],
        pace: Pace | None = None,
    ) -> None:
        self.taken = Taken()
        self._store = store
        self._other = other
        self._checking = checking
        self._wanted = wanted
        self._tell = tell
        self._stop = stop
        self._pace = pace or Pace(lambda: monotonic() - store.log.acted_at)

    def logs(self, heads: Mapping[str, Head], skip: Collection[str]) -> Steps[None]:
        """Take every log but those of `skip` (the own one)."""
        for log in sorted(heads.keys() - set(skip)):
            yield from self.log(log, heads[log])

    def log(self, log: str, head: Head) -> Steps[None]:
        """Take what is behind the head that is here of one log."""
        before: Standing = yield lambda: self._standing(log)
        try:
            yield from self._check_common(before, head)
            behind = yield from self._entries(before, head)
        except Broken as broken:
            yield from self._quarantine(log, broken)
            return
        if behind.seq >= head.seq:
            yield from self._lift(log)

    def bodies(self, missing: Iterable[tuple[str, Sequence[int]]]) -> Steps[None]:
        """Fetch bodies that are wanted and not here, log by log; `missing` gives at most `BATCH` numbers at a time."""
        for log, seqs in missing:
            self._pause()
            yield from self._fill(log, seqs)
            self._tell(Told("bodies", self.taken.bodies, 0, log))

    def views(self) -> Steps[None]:
        """Make the rows of every stale root anew."""
        roots: list[str] = yield self._store.log.stale
        own = self._store.log.id
        self.taken.roots |= set(roots)
        given = 0
        for done, root in enumerate(roots):
            while given < len(roots) and given - done < self._pace.width(self._checking.width):
                self._checking.submit(Fold(roots[given], own))
                given += 1
            found = self._folded()
            shown: bool = yield partial(self._store.log.show, found.found)
            if not shown:  # something arrived or was written meanwhile: now it is folded where nothing can
                yield partial(self._store.log.settle, root)
            self._tell(Told("show", done + 1, len(roots), root))
            if self._stop():
                self._drain(given - done - 1)
                raise Stopped

    def _entries(self, before: Standing, head: Head) -> Steps[Standing]:
        """Fetch, have checked, append; return where the log ends here then. Raises `Broken` behind what is sound."""
        flow = Flow(before)
        try:
            while self._begun(flow, head):
                presumption = flow.under_way.popleft()
                walked = self._walked()
                before = walked.found.behind
                if before != presumption:
                    self._begin_anew(flow, before)
                if walked.trouble is None and not self._stop() and self._fetched(flow, head):
                    self._submit(flow)  # nobody waits for the writer
                yield from self._append(walked.found)
                self._tell(Told("take", before.seq, head.seq, before.log))
                if walked.trouble is not None:
                    raise walked.trouble.error()
                if before.seq < head.seq and self._stop():
                    raise Stopped
        finally:
            self._drain(len(flow.under_way))
        return before

    def _begun(self, flow: Flow, head: Head) -> bool:
        """Have as much checked at once as may be, and fetch what follows meanwhile; False when there is no more."""
        while len(flow.under_way) < self._pace.width(self._checking.width) and self._fetched(flow, head):
            self._submit(flow)
        if flow.under_way:
            self._fetched(flow, head)
        return bool(flow.under_way)

    def _fetched(self, flow: Flow, head: Head) -> bool:
        """Fetch the next entries unless they are here; tell whether there are any."""
        if not flow.fetched and flow.ahead is not None and flow.ahead.seq < head.seq:
            log, seq = flow.ahead.log, flow.ahead.seq
            flow.fetched = tuple(self._other.read_after(log, seq, self._pace.batch(), self._wanted))
        return bool(flow.fetched)

    def _submit(self, flow: Flow) -> None:
        assert flow.ahead is not None
        behind = presumed(flow.ahead, flow.fetched)
        self._checking.submit(Check(flow.ahead, flow.fetched))
        flow.under_way.append(behind)
        flow.ahead, flow.fetched = behind, ()

    def _begin_anew(self, flow: Flow, before: Standing) -> None:
        """Throw away what was checked or fetched on a presumption that does not hold."""
        self._drain(len(flow.under_way))
        flow.under_way.clear()
        flow.ahead, flow.fetched = before, ()

    def _drain(self, count: int) -> None:
        """Wait for answers that nobody wants any more."""
        for _ in range(count):
            self._checking.result()

    def _append(self, found: Checked) -> Steps[None]:
        yield lambda: self._check_name(found)
        first = 0
        while first < len(found.parts):
            self._pace.breathe(self._pace.pause())
            last = min(first + self._pace.slice(), len(found.parts))
            yield partial(self._slice, found, first, last)
            self.taken.entries += last - first
            first = last

    def _slice(self, found: Checked, first: int, last: int) -> None:
        began = perf_counter()
        take(self._store.log, found, first, last)
        self._pace.note(last - first, perf_counter() - began)

    def _check_common(self, before: Standing, head: Head) -> Steps[None]:
        """Compare what both sides have: at the shorter one's end both must hold the same entry."""
        if before.seq == 0:
            return
        if head.seq == before.seq:
            theirs = head.hash
            ours = before.hash
        elif head.seq < before.seq:
            theirs = head.hash
            ours = yield lambda: self._hash(before.log, head.seq)
        else:
            return  # the walk compares the link of the next entry with ours
        if theirs != ours:
            raise Broken("fork", log=before.log, seq=str(min(head.seq, before.seq)))

    def _check_name(self, found: Checked) -> None:
        """Refuse another kind of store, and a second log under the name of a station that is known by another."""
        genesis = found.genesis
        if genesis is None:
            return
        try:
            check_profile(found, self._store.genesis.profile)
        except Refusal as refusal:
            raise Broken(refusal.code, **refusal.params) from refusal
        site = self._store.state("site")
        assert isinstance(site, SiteState)
        office = site.stations.get(genesis.previous_log)
        gone_on = successor_of(site, genesis.previous_log)
        mine = self._store.genesis.previous_log == genesis.previous_log  # where this is the office that went on
        first = (gone_on is None or gone_on.log == found.before.log) and not mine
        if office is not None and office.office and office.key == genesis.key and first:
            return  # a restored office: nobody but itself can admit its new log
        own = self._store.genesis
        other, before = self._known_as(genesis.station)
        if genesis.station == own.station:
            other, before = self._store.log.id, own.previous_log
        admitted = {log for log, found_ in site.stations.items() if found_.name == genesis.station}
        log = found.before.log
        line = {before, *_line(site, other)} if other else set()
        follows = other in {genesis.previous_log, *_line(site, log)} and genesis.station != own.station
        alone = not other or log in line or follows or log == other
        if not alone or (admitted and log not in admitted and log not in line):
            raise Broken("station_name_twice", name=genesis.station, log=log, other=other or min(admitted))

    def _known_as(self, station: str) -> tuple[str, str]:
        """Return the log known under a station's name and the one it names before it."""
        state = self._store.state(subjects.station(station))
        assert isinstance(state, StationState)
        return state.log, state.previous_log

    def _quarantine(self, log: str, broken: Broken) -> Steps[None]:
        alarm: Alarm | None = yield lambda: quarantine(self._store, log, broken)
        if alarm is not None:
            self.taken.alarms.append(alarm)

    def _lift(self, log: str) -> Steps[None]:
        lifted: bool = yield lambda: lift(self._store, log)
        if lifted:
            self.taken.lifted.append(log)

    def _fill(self, log: str, seqs: Sequence[int]) -> Steps[None]:
        bodies = self._other.bodies(log, list(seqs))
        entries: list[Entry] = yield lambda: self._headers(log, sorted(bodies))
        self._checking.submit(Compare(tuple(entries), bodies))
        found = self._checking.result()
        if isinstance(found, Trouble):
            yield from self._quarantine(log, found.error())
            return
        assert isinstance(found, Compared)
        size = self._pace.slice()
        for first in range(0, len(found.parts), size):
            part = found.parts[first : first + size]
            yield partial(self._store.log.fill, part)
            self.taken.bodies += len(part)

    def _standing(self, log: str) -> Standing:
        with self._store.log.transaction() as connection:
            return standing(connection, log)

    def _hash(self, log: str, seq: int) -> bytes:
        return self._store.log.read_after(log, seq - 1, 1)[0].hash

    def _headers(self, log: str, seqs: Sequence[int]) -> list[Entry]:
        with self._store.log.transaction() as connection:
            return reading.by_number(connection, log, seqs)

    def _walked(self) -> Walked:
        found = self._checking.result()
        assert isinstance(found, Walked)
        return found

    def _folded(self) -> Folded:
        found: Found = self._checking.result()
        assert isinstance(found, Folded)
        return found

    def _pause(self) -> None:
        if self._stop():
            raise Stopped


def _line(site: SiteState, log: str) -> set[str]:
    """Return the logs that a station wrote before this one, as the site admitted them."""
    found: set[str] = set()
    admission = site.stations.get(log)
    while admission is not None and admission.previous_log and admission.previous_log not in found:
        found.add(admission.previous_log)
        admission = site.stations.get(admission.previous_log)
    return found


def quarantine(store: Store, log: str, broken: Broken) -> Alarm | None:
    """Keep a log's trouble; return it as an alarm when it is new."""
    head = reading_last(store, log)
    kept = {"seq": head, "code": broken.code, "params": dict(broken.params)}
    if store.contact(QUARANTINE + log) == kept:
        return None
    store.keep_contact(QUARANTINE + log, kept)
    return Alarm(log, head, broken.code, dict(broken.params))


def lift(store: Store, log: str) -> bool:
    """Forget a log's trouble; tell whether there was any."""
    if store.contact(QUARANTINE + log) is None:
        return False
    store.keep_contact(QUARANTINE + log, None)
    return True


def quarantined(found: Mapping[str, Mapping[str, object]]) -> Iterator[Alarm]:
    """Yield what is kept under `QUARANTINE` as alarms."""
    for log, kept in sorted(found.items()):
        params = kept["params"]
        assert isinstance(params, Mapping)
        yield Alarm(log, int(str(kept["seq"])), str(kept["code"]), {str(k): str(v) for k, v in params.items()})


def reading_last(store: Store, log: str) -> int:
    """Return the number of the last entry here of a log, 0 for none."""
    with store.log.transaction() as connection:
        last = reading.last_of(connection, log)
    return 0 if last is None else last.seq
