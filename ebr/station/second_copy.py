"""The second copy of the own log on another medium, for the hours without contact (floor-rules 18).

A folder on the medium holds a row of bundles with this log, each behind the one before, that every station of the site
may open: `<station>-<log>-<first>-<last>.ebrb`. Whoever takes the row in has the log, and a batch can go on elsewhere
with the missing span declared. Each file is read back from the medium before it counts; one that is missing or damaged
is noticed at the next copy, and the row is written anew from there. An entry says how far the copy goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ebr.domain.refusal import Refusal
from ebr.domain.site.state import SiteState
from ebr.domain.station.commands import NoteSecondCopy
from ebr.station import bundle_contents
from ebr.station.answered import Answer
from ebr.station.bundle_contents import Plan
from ebr.station.syncing import LAST
from ebr.sync import bundle as bundles
from ebr.sync.bundle import Manifest
from ebr.sync.new_file import new_file
from ebr.sync.other_side import EVERYTHING

if TYPE_CHECKING:
    from ebr.station.inside import Inside

NAME: Final = re.compile(r"(?P<station>[A-Za-z0-9_-]+)-(?P<log>[0-9a-f]{16})-(?P<first>\d{9})-(?P<last>\d{9})\.ebrb")


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the row on a medium goes: the last number, and the files that do not belong to it any more."""

    seq: int
    stale: tuple[Path, ...]


def second_copy(station: Inside, target: Path, by: str = "", command_id: str = "") -> Answer:
    """Bring the copy on a medium up to the own log; the answer says from where to where it was written now."""
    head = station.store.log.head
    assert head is not None
    if not target.is_dir():
        return Answer(Refusal("path_missing", path=str(target)))
    try:
        found = standing(station, target)
        if found.seq < head.seq:
            _write(station, target, found, head.seq)
    except Refusal as refusal:
        return Answer(refusal)
    except OSError as wrong:
        return Answer(Refusal("file_not_written", file=str(target), why=wrong.strerror or str(wrong)))
    answer = station.do(NoteSecondCopy(str(target), head.hash.hex()), by=by, command_id=command_id)
    return Answer(answer.refusal, {"from": str(found.seq), "to": str(head.seq)}, answer.changed)


def due(station: Inside) -> bool:
    """Tell whether the log stands nowhere else for longer than the policy allows (24 hours as it stands)."""
    policy = station.store.state("site").policy
    state = station.station_state()
    contact = station.store.contact(LAST) or {}
    first = station.store.log.read_after(station.store.log.id, 0, 1)
    seen = [text for text in (str(contact.get("at", "")), state.second_copy_at) if text]
    if not seen and first:
        seen = [str(bundle_contents.wall_of(first[0]))]
    now = datetime.fromisoformat(station.clock.now().wall)
    newest = max(map(datetime.fromisoformat, seen), default=now)
    return now - newest > timedelta(hours=policy.whole("no_contact"))


def standing(station: Inside, target: Path) -> Standing:
    """Return how far the row on a medium goes: whole files in our own seal, one behind the other, of this log."""
    seq, stale = 0, []
    for path, first, last in _row(station, target):
        if first == seq + 1 and _fits(station, path, last):
            seq = last
        else:
            stale.append(path)
    return Standing(seq, tuple(stale))


def _row(station: Inside, target: Path) -> Iterator[tuple[Path, int, int]]:
    own = (station.store.genesis.station, station.store.log.id[:16])
    for path in sorted(target.glob("*.ebrb")):
        found = NAME.fullmatch(path.name)
        if found and (found["station"], found["log"]) == own:
            yield path, int(found["first"]), int(found["last"])


def _fits(station: Inside, path: Path, last: int) -> bool:
    """Read a file whole: its seal must be ours, and it must end with the entry of this log at that number."""
    store = station.store
    try:
        bundle = bundles.read(path)
        manifest = bundles.manifest_of(bundle, bundles.key_of(bundle, store.keys))
    except Refusal:
        return False
    here = store.log.read_after(store.log.id, last - 1, 1)
    promised = manifest.logs.get(store.log.id)
    ours = bundle.address.by == store.keys.public and bool(here) and promised is not None
    return ours and promised is not None and promised[1:] == (last, here[0].hash.hex())


def _write(station: Inside, target: Path, found: Standing, last: int) -> None:
    store, behind = station.store, found.seq
    log, name = store.log.id, store.genesis.station
    before = store.log.read_after(log, behind - 1, 1)[0] if behind else None
    head = store.log.read_after(log, last - 1, 1)[0]
    manifest = Manifest(
        made=station.clock.now().wall,
        logs={log: (behind + 1, last, head.hash.hex())},
        prerequisites={log: (behind, before.hash.hex())} if before is not None else {},
        heads={log: (last, head.hash.hex())},
    )
    path = target / f"{name}-{log[:16]}-{behind + 1:09d}-{last:09d}{bundles.SUFFIX}"
    if path in found.stale:
        path.unlink()
    with new_file(path) as file:
        held = bundle_contents.entries_of(station, Plan(manifest, EVERYTHING))
        bundles.write(file, bundles.new_id(), bundle_contents.sender_of(station), _readers(station), held)
    for stale in found.stale:
        stale.unlink(missing_ok=True)


def _readers(station: Inside) -> dict[str, str]:
    """Return every station that may open the copy, this one included: it checks the row before it goes on."""
    store = station.store
    site: SiteState = store.state("site")
    others = {log: found.encryption_key for log, found in site.stations.items() if log not in site.revoked}
    return {**{log: key for log, key in others.items() if key}, store.log.id: store.keys.encryption_public}
