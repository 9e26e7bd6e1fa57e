"""Look through a bundle, whole, before anything of it is taken.

`looked_through` reads every member once: each name and size, each hash, link and seal of every entry that is new here,
every file against its name. Seals are checked by whoever checks those of a round, some members at once, each on what
the one before is presumed to end with. Only what passes becomes a `bundle_side.Side`. Nothing here needs the writer,
and no more of a bundle is in memory than is being checked.

A log that parts from what is here (a fork) is no fault of the bundle: it is left to the taking, which puts that log in
quarantine and takes the others. Anything else that is wrong, and the bundle is refused as a whole.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from ebr.domain.refusal import Refusal
from ebr.storage.chain import Entry
from ebr.storage.receiving import Standing, presumed
from ebr.sync import sealed_file
from ebr.sync.admission import Gathered
from ebr.sync.bundle import Bundle, Manifest, largest, part_of
from ebr.sync.bundle_side import Index
from ebr.sync.checking import Checking, Prove, Proved, Trouble
from ebr.sync.other_side import Witnessed
from ebr.sync.pace import Pace
from ebr.sync.sealed_file import damaged
from ebr.sync.steps import Stopped, Tell, Told

PARTED: Final = frozenset({"fork", "link"})
"""What is wrong with a log, not with the bundle, at the first entry that is new here."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in a bundle: where its members stand, and what its entries say of the site."""

    index: Index
    gathered: Gathered


@dataclass(frozen=True, slots=True)
class Eyes:
    """What looking through a bundle needs of this station; nothing of it is the writer's.

    `standing` says where a log ends here, `hashes` gives the hashes of so many entries behind a number.
    """

    standing: Callable[[str], Standing]
    hashes: Callable[[str, int, int], Sequence[bytes]]
    checking: Checking
    pace: Pace = field(default_factory=Pace)
    tell: Tell = lambda _told: None
    stop: Callable[[], bool] = lambda: False


@dataclass(slots=True)
class _Log:
    """How far one log was looked through."""

    through: int
    """The last number that is here."""
    ahead: Standing
    """What the next entries follow on if everything under way is sound."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """Entries that are being proved, and what they end with if they are sound."""

    log: str
    entries: Sequence[Entry]
    presumed: Standing | None


class Looking:
    """Goes through a bundle once and finds the first thing that is wrong; seals are checked meanwhile, beside it."""

    def __init__(self, bundle: Bundle, manifest: Manifest, eyes: Eyes) -> None:
        self.seen = Seen(Index(), Gathered())
        self._bundle = bundle
        self._manifest = manifest
        self._eyes = eyes
        self._logs: dict[str, _Log] = {}
        self._ends: dict[str, tuple[int, bytes]] = {}
        self._begun: deque[_Begun] = deque()
        self._count = 0

    def see(self, member: sealed_file.Member) -> int:
        """Take the next member and return how many entries were seen; raises `Refusal`."""
        index, (kind, _, rest) = self.seen.index, member.name.partition("/")
        part = part_of(self._bundle, member)
        if kind == "entries":
            self._see_entries(member.place, [entry for entry in part if isinstance(entry, Entry)])  # type: ignore[union-attr]
        elif kind == "bodies":
            for log, seq, _ in part:  # type: ignore[union-attr,misc]
                index.bodies.setdefault(log, {})[seq] = member.place
        elif kind == "files":
            if hashlib.sha256(member.data).hexdigest() != rest:
                raise damaged(self._bundle.path)
            index.files[rest] = member.place
        elif kind == "envelopes":
            index.envelopes = tuple(part)  # type: ignore[arg-type]
        elif kind == "witnessed":
            assert isinstance(part, Witnessed)
            index.witnessed = part
        return self._count

    def finish(self) -> None:
        """Wait for the last seals; refuse a bundle that does not hold exactly the stretches it says."""
        self._settle(0)
        found = {log: (seq, name.hex()) for log, (seq, name) in self._ends.items()}
        if found != {log: (last, name) for log, (_, last, name) in self._manifest.logs.items()}:
            raise Refusal("bundle_incomplete", file=str(self._bundle.path))

    def drain(self) -> None:
        """Wait for answers that nobody wants any more."""
        for _ in self._begun:
            self._eyes.checking.result()
        self._begun.clear()

    def _see_entries(self, place: int, entries: Sequence[Entry]) -> None:
        if not entries:
            raise damaged(self._bundle.path)
        log, first = entries[0].log, entries[0].seq
        promised = self._manifest.logs.get(log)
        before = self._ends.get(log, (promised[0] - 1 if promised else -1, b""))[0]
        if first != before + 1:
            raise Refusal("bundle_incomplete", file=str(self._bundle.path))
        self._ends[log] = (entries[-1].seq, entries[-1].hash)
        self._count += len(entries)
        self.seen.index.entries.setdefault(log, []).append((first, place))
        self.seen.gathered.see(entries)
        fresh = self._fresh(log, entries)
        if fresh:
            self._prove(log, fresh)

    def _fresh(self, log: str, entries: Sequence[Entry]) -> Sequence[Entry]:
        """Return the entries that are not here; one that is here as another has parted the log."""
        if log not in self._logs:
            here = self._eyes.standing(log)
            self._logs[log] = _Log(here.seq, here.ground())
        old = entries[: max(0, self._logs[log].through - entries[0].seq + 1)]
        if old and [entry.hash for entry in old] != list(self._eyes.hashes(log, old[0].seq - 1, len(old))):
            self.seen.index.parted.add(log)
        return [] if log in self.seen.index.parted else entries[len(old) :]

    def _prove(self, log: str, entries: Sequence[Entry]) -> None:
        self._settle(self._eyes.pace.width(self._eyes.checking.width) - 1)
        if log in self.seen.index.parted:
            return
        known = self._logs[log]
        behind = presumed(known.ahead, entries)
        self._eyes.checking.submit(Prove(known.ahead, tuple(entries)))
        self._begun.append(_Begun(log, entries, behind and behind.ground()))
        if behind is None:
            self._settle(0)  # the walk says what is wrong
        else:
            known.ahead = behind.ground()

    def _settle(self, left: int) -> None:
        """Take answers until so many are left; raises `Refusal`."""
        while len(self._begun) > left:
            begun, found = self._begun.popleft(), self._eyes.checking.result()
            assert isinstance(found, Proved)
            if begun.log in self.seen.index.parted:
                continue
            if found.trouble is not None:
                self._doubt(begun.entries[found.sound], found.trouble)
            elif found.behind != begun.presumed:  # what was proved on it rests on nothing
                raise damaged(self._bundle.path)

    def _doubt(self, entry: Entry, trouble: Trouble) -> None:
        if entry.seq == self._logs[entry.log].through + 1 and trouble.code in PARTED:
            self.seen.index.parted.add(entry.log)
            return
        path, log, seq = str(self._bundle.path), entry.log[:16], str(entry.seq)
        raise Refusal("bundle_entry", file=path, log=log, seq=seq, finding=trouble.code)


def looked_through(bundle: Bundle, key: bytes, manifest: Manifest, eyes: Eyes) -> Seen:
    """Look through a whole bundle; raises `Refusal` for the first thing that is wrong, `Stopped` when asked to."""
    looking = Looking(bundle, manifest, eyes)
    began = monotonic()
    try:
        for n, member in enumerate(sealed_file.members(bundle.outer, key, largest)):
            if (member.name == "manifest") is not (n == 0):
                raise damaged(bundle.path)
            eyes.tell(Told("look", looking.see(member), manifest.entries))
            if eyes.stop():
                raise Stopped
            eyes.pace.breathe(eyes.pace.rest(monotonic() - began))
            began = monotonic()
        looking.finish()
    finally:
        looking.drain()
    return looking.seen
