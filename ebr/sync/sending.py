"""Send: the own log behind the other side's head of it, other logs where the other side lets us, attachments.

The cursor is the other side's own head, compared by hash with what stands at that number here; nothing remembers what
was sent (record-and-sync.md, "Synchronising"). Only what is durable here is sent: entries are read back from the store.

Before the first entry goes out, the own log is looked at from the other side:

    other side has more than we wrote, and it goes on from our last entry     this disk is older than what it wrote
                                                                              ("own_log_ahead"): restored from a copy
    other side has another entry where ours is                                two machines write this log
                                                                              ("own_log_forked"): a clone
    other side has there what this station's key never sealed                 somebody forged it: nothing is wrong here,
                                                                              and everything else goes on

In the first two nothing is sent and nothing more may be written to this log, because each further entry would be a
second history under one name. What the way out is, and why it is a new log in both cases, stands in `ebr.station.anew`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile
from time import monotonic
from typing import Final

from ebr.domain.refusal import Refusal
from ebr.storage import reading
from ebr.storage.attachments import Attachments
from ebr.storage.chain import Broken, Entry
from ebr.storage.store import Store
from ebr.storage.walk import resumed
from ebr.sync.other_side import EVERYTHING, Head, OtherSide
from ebr.sync.pace import Pace
from ebr.sync.steps import Steps, Stopped, Tell, Told

AHEAD: Final = "own_log_ahead"
FORKED: Final = "own_log_forked"
FILES: Final = 500
"""How many names of files are asked for at once."""


@dataclass(frozen=True, slots=True)
class OwnTrouble:
    """The own log is not what the other side knows: a code of the two above, and the other side's head of it."""

    code: str
    seq: int
    hash: str

    def refusal(self, here: int, centre: str) -> Refusal:
        """Return why this station writes nothing more: `here` is the number of the last entry on this disk."""
        if self.code == AHEAD:
            return Refusal("own_log_ahead", here=str(here), there=str(self.seq), centre=centre)
        return Refusal("own_log_forked", here=str(here), there=str(self.seq), centre=centre)


@dataclass(frozen=True, slots=True)
class KeptBack:
    """Entries of another log that are here, not over there, and could not be passed on: how many, and the code of why.

    "centre_log_not_yours": this login may not bring that log. "body_missing": only headers are here. Any other: what is
    over there parts from what is here.
    """

    log: str
    entries: int
    code: str


@dataclass(slots=True)
class Sent:
    """What one round sent: entries of the own log and of others, files; `through`: how far the own is over there."""

    entries: int = 0
    relayed: int = 0
    files: int = 0
    through: int = 0
    kept_back: list[KeptBack] = field(default_factory=list)


class Sending:
    """Sends from one store to one other side."""

    def __init__(
        self, store: Store, other: OtherSide, tell: Tell, stop: Callable[[], bool], pace: Pace | None = None
    ) -> None:
        self.sent = Sent()
        self._pace = pace or Pace(lambda: monotonic() - store.log.acted_at)
        self._store = store
        self._other = other
        self._tell = tell
        self._stop = stop

    def own_trouble(self, heads: Mapping[str, Head]) -> Steps[OwnTrouble | None]:
        """Compare the own log with what the other side has of it.

        What a head says is anybody's word: only an entry that this station's key sealed proves another history of it.
        Raises `Broken` for anything else in the place of ours; then nothing is wrong with this station.
        """
        log = self._store.log
        theirs, mine = heads.get(log.id), log.head
        if theirs is None or mine is None:
            return None
        if theirs.seq <= mine.seq:
            ours: list[Entry] = yield lambda: log.read_after(log.id, theirs.seq - 1, 1)
            if ours[0].hash == theirs.hash:
                return None
        common = yield from self._common(min(theirs.seq, mine.seq + 1))
        yield from self._prove(common)
        return OwnTrouble(AHEAD if common == mine.seq else FORKED, theirs.seq, theirs.hash.hex())

    def _common(self, differing: int) -> Steps[int]:
        """Return the last number up to which both sides have the same, found by halves below one that differs."""
        log, same = self._store.log, 0
        while differing - same > 1:
            middle = (same + differing) // 2
            theirs = self._other.read_after(log.id, middle - 1, 1, EVERYTHING)
            ours: list[Entry] = yield partial(log.read_after, log.id, middle - 1, 1)
            same, differing = (middle, differing) if theirs and theirs[0].hash == ours[0].hash else (same, middle)
        self.sent.through = same
        return same

    def _prove(self, common: int) -> Steps[None]:
        """Walk on their next entry behind the common ones, seal and all; raises `Broken` where it proves nothing."""
        log = self._store.log
        found = self._other.read_after(log.id, common, 1, EVERYTHING)
        own: list[Entry] = yield lambda: log.read_after(log.id, common, 1)
        if not found or not common or [entry.hash for entry in own] == [found[0].hash]:
            raise Broken("fork", log=log.id, seq=str(common + 1))
        ours: list[Entry] = yield lambda: [log.read_after(log.id, at, 1)[0] for at in (0, common - 1)]
        resumed(ours[0], ours[1]).step(found[0])

    def own(self, heads: Mapping[str, Head]) -> Steps[None]:
        """Send what the other side lacks of the own log; raises `Broken` or `Refusal`."""
        log = self._store.log
        known = heads.get(log.id)
        self.sent.through = known.seq if known else 0
        yield from self._log(log.id, self.sent.through, "send")

    def others(self, heads: Mapping[str, Head]) -> Steps[None]:
        """Send other logs of which more is here than over there, as far as this login may; note what stays here."""
        ends: dict[str, Head] = yield lambda: ends_of(self._store)
        for log, head in ends.items():
            through = heads[log].seq if log in heads else 0
            if log == self._store.log.id or head.seq <= through:
                continue
            code = "body_missing"
            try:
                through = yield from self._log(log, through, "relay")
            except Refusal as refusal:
                if refusal.code != "centre_log_not_yours":
                    raise
                code = refusal.code  # its own station, or a relay, will bring it
            except Broken as broken:
                code = broken.code  # taking finds and names it
            if through < head.seq:
                self.sent.kept_back.append(KeptBack(log, head.seq - through, code))

    def files(self, attachments: Attachments) -> None:
        """Leave the attachments that are here and not over there; no store, no writer."""
        names = list(attachments.names())
        for first in range(0, len(names), FILES):
            part = frozenset(names[first : first + FILES])
            for name in sorted(part - self._other.has_files(part)):
                if self._stop():
                    raise Stopped
                data = attachments.read(name)
                if data is not None:  # a damaged one stays here: the verifier names it
                    self._other.put_file(name, data)
                    self.sent.files += 1
                    self._tell(Told("files", self.sent.files, 0, name))

    def _log(self, log: str, seq: int, stage: str) -> Steps[int]:
        """Send a log behind a number; return how far it is over there then."""
        entries = yield from self._next(log, seq)
        while entries:
            head = self._other.append(log, entries)
            self._count(stage, len(entries), head)
            self._tell(Told(stage, head.seq, 0, log))
            if self._stop():
                raise Stopped
            entries = (yield from self._next(log, head.seq)) if head.seq > seq else []
            seq = head.seq
        return seq

    def _next(self, log: str, seq: int) -> Steps[Sequence[Entry]]:
        """Return the next entries, up to the first whose body is not here: a header alone is nobody's to bring."""
        found: list[Entry] = yield lambda: self._store.log.read_after(log, seq, self._pace.sent())
        return list(takewhile(lambda entry: entry.body is not None, found))

    def _count(self, stage: str, entries: int, head: Head) -> None:
        if stage == "send":
            self.sent.entries += entries
            self.sent.through = head.seq
        else:
            self.sent.relayed += entries


def ends_of(store: Store) -> dict[str, Head]:
    """Return the last entry here of every log."""
    with store.log.transaction() as connection:
        ends = {log: reading.last_of(connection, log) for log in reading.logs(connection)}
    return {log: Head(end.seq, end.hash) for log, end in ends.items() if end is not None}
