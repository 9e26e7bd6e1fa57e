"""A bundle as another side: looked through whole first, then taken by the same code as a round.

`looked_through` reads every member once: each name and size, each hash, link and seal of every entry that is new here,
every file against its name. Only what passes becomes a `Side`, which answers the verbs of `ebr.sync.other_side` that
read; nothing can be left with it. Places of members are remembered, not their contents, so a bundle may be larger than
the memory.

A log that parts from what is here (a fork) is no fault of the bundle: it is left to the taking, which puts that log in
quarantine and takes the others. Anything else that is wrong, and the bundle is refused as a whole.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ebr.domain.refusal import Refusal
from ebr.storage.chain import Broken, Entry
from ebr.storage.receiving import Standing
from ebr.storage.walk import Walk
from ebr.sync import sealed_file
from ebr.sync.admission import Gathered
from ebr.sync.bundle import Body, Bundle, Manifest, carried, head_of, largest, part_of
from ebr.sync.other_side import SCHEMA, Description, Envelope, Head, Witnessed
from ebr.sync.sealed_file import damaged

PARTED: Final = frozenset({"fork", "link"})
"""What is wrong with a log, not with the bundle, at the first entry that is new here."""


@dataclass(slots=True)
class Index:
    """Where the members of a bundle stand; stretches of logs by first number."""

    entries: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    bodies: dict[str, dict[int, int]] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    envelopes: tuple[Envelope, ...] = ()
    witnessed: Witnessed | None = None
    parted: set[str] = field(default_factory=set)


class Side:
    """A bundle that was looked through, as `OtherSide`."""

    def __init__(self, bundle: Bundle, key: bytes, manifest: Manifest, index: Index, name: str) -> None:
        self.manifest = manifest
        self.parted = frozenset(index.parted)
        self._bundle = bundle
        self._key = key
        self._index = index
        self._name = name
        self._last: tuple[int, Sequence[Entry]] = (-1, ())

    @property
    def name(self) -> str:
        """What people call it."""
        return self._name

    def describe(self) -> Description:
        """Return who it is from; a file witnesses nothing by itself."""
        address = self._bundle.address
        return Description(SCHEMA, address.site, address.profile, "", independent=False)

    def heads(self) -> dict[str, Head]:
        """Return the last entry of every stretch in it."""
        return {log: head_of((last, name)) for log, (_, last, name) in self.manifest.logs.items()}

    def append(self, log: str, entries: Sequence[Entry]) -> Head:  # noqa: ARG002 - the form of the verb
        """Refuse: a bundle is read only."""
        raise Refusal("centre_read_only", centre=self._name)

    def read_after(self, log: str, seq: int, limit: int, wanted: frozenset[str]) -> list[Entry]:
        """Return the next entries of a log, in order; at most what one member holds."""
        stretches = self._index.entries.get(log, [])
        at = max(0, bisect_right(stretches, (seq + 1, 2**62)) - 1)
        found: list[Entry] = []
        for _, place in stretches[at:]:
            found = [entry for entry in self._entries(place) if entry.seq > seq]
            if found:
                break
        return list(carried(found[:limit], wanted))

    def bodies(self, log: str, seqs: Sequence[int]) -> dict[int, bytes]:
        """Return the bodies of these entries, as far as they are in it."""
        places = self._index.bodies.get(log, {})
        wanted = set(seqs)
        found: dict[int, bytes] = {}
        for place in sorted({places[seq] for seq in wanted if seq in places}):
            found |= {seq: body for name, seq, body in self._bodies(place) if name == log and seq in wanted}
        return found

    def body_places(self) -> dict[str, list[int]]:
        """Return which bodies it holds of entries that travelled before, by log."""
        return {log: sorted(places) for log, places in self._index.bodies.items()}

    def has_files(self, digests: frozenset[str]) -> frozenset[str]:
        """Return which of these attachments are in it."""
        return digests & self.file_names()

    def file_names(self) -> frozenset[str]:
        """Return every attachment in it."""
        return frozenset(self._index.files)

    def put_file(self, digest: str, data: bytes) -> None:  # noqa: ARG002 - the form of the verb
        """Refuse: a bundle is read only."""
        raise Refusal("centre_read_only", centre=self._name)

    def file(self, digest: str) -> bytes | None:
        """Return an attachment; it was compared with its digest before."""
        place = self._index.files.get(digest)
        return None if place is None else self._member(place).data

    def put_envelopes(self, envelopes: Sequence[Envelope]) -> None:  # noqa: ARG002 - the form of the verb
        """Refuse: a bundle is read only."""
        raise Refusal("centre_read_only", centre=self._name)

    def envelopes(self, to: str) -> list[Envelope]:
        """Return what is in it for a station."""
        return [envelope for envelope in self._index.envelopes if envelope.to == to]

    def witnessed(self, log: str, kept: int) -> Witnessed | None:  # noqa: ARG002 - the form of the verb
        """Return the receipt that was put into it, for the receiver's log."""
        return self._index.witnessed if log in self._bundle.address.to else None

    def _member(self, place: int) -> sealed_file.Member:
        return sealed_file.member_at(self._bundle.outer, self._key, largest, place)

    def _entries(self, place: int) -> Sequence[Entry]:
        if self._last[0] != place:
            part = part_of(self._bundle, self._member(place))
            self._last = (place, [entry for entry in part if isinstance(entry, Entry)])  # type: ignore[union-attr]
        return self._last[1]

    def _bodies(self, place: int) -> Sequence[Body]:
        return part_of(self._bundle, self._member(place))  # type: ignore[return-value]


class Looking:
    """Goes through a bundle once and finds the first thing that is wrong."""

    def __init__(
        self, bundle: Bundle, manifest: Manifest, standing: Callable[[str], Standing], known: Callable[[Entry], bool]
    ) -> None:
        self.index = Index()
        self.gathered = Gathered()
        self._bundle = bundle
        self._manifest = manifest
        self._standing = standing
        self._known = known
        self._walks: dict[str, Walk] = {}
        self._through: dict[str, int] = {}
        self._seen: dict[str, tuple[int, bytes]] = {}

    def see(self, member: sealed_file.Member) -> None:
        """Take the next member; raises `Refusal`."""
        kind, _, rest = member.name.partition("/")
        part = part_of(self._bundle, member)
        if kind == "entries":
            self._see_entries(member.place, [entry for entry in part if isinstance(entry, Entry)])  # type: ignore[union-attr]
        elif kind == "bodies":
            for log, seq, _ in part:  # type: ignore[union-attr,misc]
                self.index.bodies.setdefault(log, {})[seq] = member.place
        elif kind == "files":
            if hashlib.sha256(member.data).hexdigest() != rest:
                raise damaged(self._bundle.path)
            self.index.files[rest] = member.place
        elif kind == "envelopes":
            self.index.envelopes = tuple(part)  # type: ignore[arg-type]
        elif kind == "witnessed":
            assert isinstance(part, Witnessed)
            self.index.witnessed = part

    def finish(self) -> None:
        """Refuse a bundle that does not hold exactly the stretches it says."""
        found = {log: (seq, name.hex()) for log, (seq, name) in self._seen.items()}
        if found != {log: (last, name) for log, (_, last, name) in self._manifest.logs.items()}:
            raise Refusal("bundle_incomplete", file=str(self._bundle.path))

    def _see_entries(self, place: int, entries: Sequence[Entry]) -> None:
        if not entries:
            raise damaged(self._bundle.path)
        log, first = entries[0].log, entries[0].seq
        promised = self._manifest.logs.get(log)
        before = self._seen.get(log, (promised[0] - 1 if promised else -1, b""))[0]
        if first != before + 1:
            raise Refusal("bundle_incomplete", file=str(self._bundle.path))
        self._seen[log] = (entries[-1].seq, entries[-1].hash)
        self.index.entries.setdefault(log, []).append((first, place))
        self.gathered.see(entries)
        if log not in self.index.parted:
            self._walk(log, entries)

    def _walk(self, log: str, entries: Sequence[Entry]) -> None:
        if log not in self._walks:
            self._walks[log], self._through[log] = (here := self._standing(log)).walk(), here.seq
        walk, through = self._walks[log], self._through[log]
        for entry in entries:
            try:
                if entry.seq <= through and self._known(entry):
                    continue
                walk.step(entry)
            except Broken as broken:
                first = entry.seq <= through + 1
                if first and broken.code in PARTED:
                    self.index.parted.add(log)
                    return
                raise self._wrong(entry, broken) from broken

    def _wrong(self, entry: Entry, broken: Broken) -> Refusal:
        return Refusal(
            "bundle_entry", file=str(self._bundle.path), log=entry.log[:16], seq=str(entry.seq), finding=broken.code
        )


def looked_through(
    bundle: Bundle,
    key: bytes,
    manifest: Manifest,
    standing: Callable[[str], Standing],
    known: Callable[[Entry], bool],
) -> tuple[Index, Gathered]:
    """Look through a whole bundle: where its members stand, and what its entries say of the site; raises `Refusal`.

    `standing` says where a log ends here, `known` compares an entry with the one in its place (raises `Broken`).
    """
    looking = Looking(bundle, manifest, standing, known)
    for n, member in enumerate(sealed_file.members(bundle.outer, key, largest)):
        if (member.name == "manifest") is not (n == 0):
            raise damaged(bundle.path)
        looking.see(member)
    looking.finish()
    return looking.index, looking.gathered
