"""An other side in memory that behaves as the protocol promises, with switches for everything that goes wrong on the way.

side.unreachable = True         every verb fails, nothing is done
side.lose_replies = 2           the next two writing verbs are done, and their answers are lost
side.repeat = True              every writing verb arrives twice
side.cut_after = 3              of what is sent next, nothing is kept: the line breaks after three entries
side.before = call              called with the verb's name before each verb: a slow line, a clock, a step of a simulator
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from ebr.clock import Clock
from ebr.domain.refusal import Refusal
from ebr.domain.site.events import SiteCreated
from ebr.domain.station.events import Genesis
from ebr.domain.subjects import root_of
from ebr.storage import codec, tree
from ebr.storage.chain import Broken, Entry, check_link, parsed
from ebr.storage.checkpoint import Checkpoint, signed_note
from ebr.storage.site_key import fingerprint
from ebr.storage.walk import Walk
from ebr.sync.other_side import SCHEMA, Description, Envelope, Head, Witnessed, goes_along
from ebr.sync.witness import WitnessKey

Result = TypeVar("Result")


@dataclass(slots=True)
class MemorySide:
    name: str = "memory"
    independent: bool = True
    unreachable: bool = False
    lose_replies: int = 0
    repeat: bool = False
    cut_after: int | None = None
    before: Callable[[str], None] = lambda _verb: None
    logs: dict[str, list[Entry]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    sealed: list[Envelope] = field(default_factory=list)
    leaves: list[Entry] = field(default_factory=list)
    note: str = ""
    site: str = ""
    profile: str = ""
    witness: str = ""

    def describe(self) -> Description:
        return self._asked(
            "describe", lambda: Description(SCHEMA, self.site, self.profile, self.witness, self.independent)
        )

    def heads(self) -> dict[str, Head]:
        return self._asked("heads", lambda: {log: self._head(log) for log in self.logs})

    def append(self, log: str, entries: Sequence[Entry]) -> Head:
        return self._written("append", lambda: self._append(log, entries))

    def read_after(self, log: str, seq: int, limit: int, wanted: frozenset[str]) -> list[Entry]:
        return self._asked("read_after", lambda: [_told(e, wanted) for e in self.logs.get(log, [])[seq : seq + limit]])

    def bodies(self, log: str, seqs: Sequence[int]) -> dict[int, bytes]:
        here = self.logs.get(log, [])
        return self._asked("bodies", lambda: {e.seq: e.body for e in here if e.seq in set(seqs) and e.body is not None})

    def has_files(self, digests: frozenset[str]) -> frozenset[str]:
        return self._asked("has_files", lambda: digests & self.files.keys())

    def put_file(self, digest: str, data: bytes) -> None:
        def put() -> None:
            if hashlib.sha256(data).hexdigest() != digest:
                raise Broken("attachment_damaged", name=digest)
            self.files.setdefault(digest, data)

        self._written("put_file", put)

    def file(self, digest: str) -> bytes | None:
        return self._asked("file", lambda: self.files.get(digest))

    def put_envelopes(self, envelopes: Sequence[Envelope]) -> None:
        self._written("put_envelopes", lambda: self.sealed.extend(e for e in envelopes if e not in self.sealed))

    def envelopes(self, to: str) -> list[Envelope]:
        newest = {(e.name, e.version): e for e in self.sealed if e.to == to}
        return self._asked("envelopes", lambda: [newest[key] for key in sorted(newest)])

    def witnessed(self, log: str, kept: int) -> Witnessed | None:
        return self._asked("witnessed", lambda: self._witnessed(log, kept))

    def countersign(self, key: WitnessKey, clock: Clock) -> int:
        """Do what the witness does beside a real centre: verify, append, sign; return how many were added."""
        covered = {leaf.log: leaf.seq for leaf in self.leaves}
        before = len(self.leaves)
        for log, entries in sorted(self.logs.items()):
            walk = Walk(log)
            for entry in entries:
                try:
                    walk.step(entry)
                except Broken:
                    break
                if entry.seq > covered.get(log, 0):
                    self.leaves.append(entry)
        if len(self.leaves) > before:
            root = tree.root_of([leaf.hash for leaf in self.leaves])
            at = f"at {clock.now().wall}"
            self.note = signed_note(Checkpoint(key.origin, len(self.leaves), root, (at,)), key.private)
            self.witness = key.public
        return len(self.leaves) - before

    def _append(self, log: str, entries: Sequence[Entry]) -> Head:
        here = list(self.logs.get(log, []))
        for n, entry in enumerate(entries):
            if self.cut_after is not None and n == self.cut_after:
                self.cut_after = None
                raise self._away()
            if entry.log != log:
                raise Broken("other_log", found=entry.log)
            if entry.seq <= len(here):
                if here[entry.seq - 1].hash != entry.hash:
                    raise Broken("fork", log=log, seq=str(entry.seq))
                if here[entry.seq - 1].body is None:
                    parsed(entry)
                    here[entry.seq - 1] = entry
                continue
            check_link(parsed(entry), here[-1] if here else None)
            here.append(entry)
        if here:
            self.logs[log] = here
            self._introduce(here)
        return self._head(log)

    def _introduce(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            event = codec.read(parsed(entry).event, entry.body) if entry.body is not None and entry.seq < 10 else None
            if isinstance(event, Genesis) and not self.profile:
                self.profile = event.profile
            if isinstance(event, SiteCreated) and not self.site:
                self.site = fingerprint(event.root_key)

    def _head(self, log: str) -> Head:
        here = self.logs.get(log)
        return Head(here[-1].seq, here[-1].hash) if here else Head(0, b"")

    def _witnessed(self, log: str, kept: int) -> Witnessed | None:
        places = [n for n, leaf in enumerate(self.leaves) if leaf.log == log]
        if not places or not self.note:
            return None
        hashes, at = [leaf.hash for leaf in self.leaves], places[-1]
        consistency = tree.consistency_proof(hashes, kept) if 0 < kept <= len(hashes) else ()
        newest = self.leaves[at]
        return Witnessed(self.note, newest.seq, newest.hash, at, tree.inclusion_proof(hashes, at), consistency)

    def _asked(self, verb: str, answer: Callable[[], Result]) -> Result:
        self.before(verb)
        if self.unreachable:
            raise self._away()
        return answer()

    def _written(self, verb: str, write: Callable[[], Result]) -> Result:
        self.before(verb)
        if self.unreachable:
            raise self._away()
        result = write()
        if self.repeat:
            result = write()
        if self.lose_replies:
            self.lose_replies -= 1
            raise self._away()
        return result

    def _away(self) -> Refusal:
        return Refusal("centre_unreachable", centre=self.name, why="")


def _told(entry: Entry, wanted: frozenset[str]) -> Entry:
    if goes_along(root_of(parsed(entry).subject), wanted):
        return entry
    return Entry(entry.log, entry.seq, entry.header, None, entry.hash, entry.seal)
