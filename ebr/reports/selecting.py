"""What of a station's logs a report carries: all that its batch needs, and proofs instead of the rest.

Entries of the batch, its master, the people, the site and the stations are carried with what they say, and the others
of their actions without. What was written behind the newest checkpoint that a witness's countersignature covers (the
newest at all where there is no witness) is carried too, as headers, so that the chain leads from the tree to the log's
end. Everything else is left out up to that checkpoint (`ebr.storage.left_out`): other batches of the site say nothing
about this one, and a report must not grow with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from ebr.domain import subjects
from ebr.domain.station.events import CheckpointMade, Witnessed
from ebr.storage.chain import Entry
from ebr.storage.codec import read, read_header
from ebr.storage.left_out import LeftOut, left_out

CARRIED = ("site", "person", "station")
"""Kinds of subject whose bodies every report carries, besides its own batch and the master it was issued on."""
FEWEST = 64
"""Fewer entries are not worth proofs: then all headers are carried, and the chain alone proves them."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The checkpoint of a log up to which entries may be left out, and the entries that receipts name."""

    checkpoint: int
    size: int
    named: frozenset[int]


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
    return Anchor(*max(below), frozenset(witnessed))


def selected(
    entries: Iterable[Entry], roots: frozenset[str], found: Mapping[str, Anchor]
) -> tuple[list[Entry], dict[str, LeftOut]]:
    """Return what a report carries of whole logs, and what stands for the rest of each; `roots` need their bodies."""
    carried: list[Entry] = []
    instead: dict[str, LeftOut] = {}
    for log, group in groupby(entries, key=lambda entry: entry.log):
        anchor = found.get(log)
        if anchor is None or anchor.size < FEWEST:
            carried += [one for action in _actions(group, roots) for one in action.kept()]
            continue
        leaves: list[bytes] = []
        kept: list[Entry] = []
        for action in _actions(group, roots):
            leaves += [entry.hash for entry in action.entries if entry.seq <= anchor.size]
            if action.needed or action.entries[-1].seq > anchor.size or action.named(anchor):
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

    @property
    def needed(self) -> bool:
        return any(self.bodies)

    def named(self, anchor: Anchor) -> bool:
        return any(entry.seq in anchor.named for entry in self.entries)

    def kept(self) -> list[Entry]:
        return [
            entry if body else replace(entry, body=None) for entry, body in zip(self.entries, self.bodies, strict=True)
        ]


def _actions(entries: Iterable[Entry], roots: frozenset[str]) -> Iterator[_Action]:
    headed = ((entry, read_header(entry.header)) for entry in entries)
    for _, group in groupby(headed, key=lambda part: part[1].action[0]):
        parts = list(group)
        needs = tuple(_needed(header.subject, roots) for _, header in parts)
        yield _Action(tuple(entry for entry, _ in parts), needs)


def _needed(subject: str, roots: frozenset[str]) -> bool:
    return subjects.root_of(subject) in roots or subjects.kind_of(subject) in CARRIED
