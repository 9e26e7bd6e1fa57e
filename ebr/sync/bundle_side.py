"""A bundle that was looked through (`ebr.sync.bundle_looking`), as another side: taken by the same code as a round.

It answers the verbs of `ebr.sync.other_side` that read; nothing can be left with it. Places of members are remembered,
not their contents, so a bundle may be larger than the memory.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from ebr.domain.refusal import Refusal
from ebr.storage.chain import Entry
from ebr.sync import sealed_file
from ebr.sync.bundle import Body, Bundle, Manifest, carried, head_of, largest, part_of
from ebr.sync.other_side import SCHEMA, Description, Envelope, Head, Witnessed


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
