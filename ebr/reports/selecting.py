"""What of a station's logs a report carries: all that its batch needs, and proofs instead of the rest.

Entries of the batch, its master, the people and the site are carried with what they say, and the others of their
actions without; of those about stations only what the chain and the trees need (`OF_STATION`), not who signed in. What
was written behind the newest checkpoint that a witness's countersignature covers (the newest at all where there is no
witness) is carried too, as headers, so that the chain leads from the tree to the log's end. Everything else is left out
up to that checkpoint (`ebr.storage.left_out`): other batches of the site say nothing about this one, and a report must
not grow with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from ebr.domain import subjects
from ebr.domain.station.events import CheckpointMade, Witnessed
from ebr.storage.chain import Entry
from ebr.storage.codec import Header, read, read_header
from ebr.storage.left_out import LeftOut, left_out

CARRIED = ("site", "person")
"""Kinds of subject whose bodies every report carries, besides its own batch and the master it was issued on."""
OF_STATION = ("station.genesis/", "station.key-started/")
"""Events of a station without which no key in its log is known: always carried."""
OF_COPIES = ("station.checkpoint-made/", "station.witnessed/", "station.bundle-made/", "station.bundle-taken/")
"""Events that say where a log is copied and who has seen it: carried behind the checkpoint."""
FEWEST = 64
"""Fewer entries are not worth proofs: then all headers are carried, and the chain alone proves them."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The checkpoint of a log up to which entries may be left out."""

    checkpoint: int
    size: int


NO_ANCHOR = Anchor(0, 0)


def anchors(station_entries: Iterable[Entry]) -> dict[str, Anchor]:
    """Return the anchor of every log that has one, from the entries about stations."""
    checkpoints: dict[str, list[tuple[int, int]]] = {}
    witnessed: dict[str, list[int]] = {}
    for entry in station_entries:
        if entry.body is None or not (b"checkpoint-made/" in entry.header or b"witnessed/" in entry.header):
            continue
        event = read(read_header(entry.header).event, entry.body)
        if isinstance(event, CheckpointMade):
            checkpoints.setdefault(entry.log, []).append((entry.seq, event.size))
        elif isinstance(event, Witnessed):
            witnessed.setdefault(entry.log, []).append(event.seq)
    found = {log: _anchor(made, witnessed.get(log, [])) for log, made in checkpoints.items()}
    return {log: anchor for log, anchor in found.items() if anchor is not None}


def _anchor(checkpoints: list[tuple[int, int]], witnessed: list[int]) -> Anchor | None:
    through = max(witnessed, default=max(seq for seq, _ in checkpoints))
    below = [(seq, size) for seq, size in checkpoints if seq <= through]
    if not below:
        return None
    return Anchor(*max(below))


def selected(
    entries: Iterable[Entry], roots: frozenset[str], found: Mapping[str, Anchor]
) -> tuple[list[Entry], dict[str, LeftOut]]:
    """Return what a report carries of whole logs, and what stands for the rest of each; `roots` need their bodies."""
    carried: list[Entry] = []
    instead: dict[str, LeftOut] = {}
    for log, group in groupby(entries, key=lambda entry: entry.log):
        anchor = found.get(log, NO_ANCHOR)
        size = anchor.size if anchor.size >= FEWEST else 0
        leaves: list[bytes] = []
        kept: list[Entry] = []
        for action in _actions(group, roots, size):
            leaves += [entry.hash for entry in action.entries if entry.seq <= size]
            # The last entry under the tree is carried too: the link of the one behind it leads into the tree.
            if any(action.bodies) or action.entries[-1].seq >= size:
                kept += action.kept()
        carried += kept
        left = left_out(anchor.checkpoint, leaves, {entry.seq for entry in kept})
        if left.nodes:
            instead[log] = left
    return carried, instead


@dataclass(frozen=True, slots=True)
class _Action:
    """Entries that one act wrote together, and which of them need their bodies."""

    entries: tuple[Entry, ...]
    bodies: tuple[bool, ...]

    def kept(self) -> list[Entry]:
        pairs = zip(self.entries, self.bodies, strict=True)
        return [entry if body else replace(entry, body=None) for entry, body in pairs]


def _actions(entries: Iterable[Entry], roots: frozenset[str], size: int) -> Iterator[_Action]:
    headed = ((entry, read_header(entry.header)) for entry in entries)
    for _, group in groupby(headed, key=lambda part: part[1].action[0]):
        parts = list(group)
        needs = tuple(_needed(header, roots, behind=entry.seq > size) for entry, header in parts)
        yield _Action(tuple(entry for entry, _ in parts), needs)


def _needed(header: Header, roots: frozenset[str], *, behind: bool) -> bool:
    kind = subjects.kind_of(header.subject)
    if kind == "station":
        return header.event.startswith(OF_STATION) or (behind and header.event.startswith(OF_COPIES))
    return kind in CARRIED or subjects.root_of(header.subject) in roots
