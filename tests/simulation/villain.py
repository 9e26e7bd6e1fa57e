"""What a dishonest station does: with its own key, with its own folder, and with what it may send.

Each act returns what it forged: the log, the first number that is not what it was, and the hashes that no honest store may ever hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr.domain.batch.events import CommentAdded
from ebr.domain.subjects import batch
from ebr.storage import codec, key_store
from ebr.storage.chain import Entry, Sealer, body_hash, sealed
from ebr.storage.codec import read_header
from ebr.storage.keys import StationKeys
from tests.simulation.player import Player
from tests.simulation.template import site
from tests.station.forgery import Thief, entries_in
from tests.station.plant import BATCH, copied


@dataclass(frozen=True, slots=True)
class Forged:
    """What was forged of which log, from which number on."""

    what: str
    log: str
    seq: int
    hashes: frozenset[str] = frozenset()


def rewrite(player: Player, number: int) -> Forged | None:
    """Write the end of the own log anew with the station's own key: other words in it, everything sealed again."""
    log = player.store.log.id
    player.off()
    own = [entry for entry in entries_in(player.folder) if entry.log == log]
    begun = site().lengths[player.number]
    if len(own) <= begun + 1:
        return None
    first = begun + 1 + number % (len(own) - begun)
    before = {entry.hash for entry in own}
    Thief(player.folder).rewrite(first, other_words)
    player.confirmed.clear()
    fresh = {e.hash.hex() for e in entries_in(player.folder) if e.log == log and e.hash not in before}
    return Forged("rewrote the end of its log", log, first, frozenset(fresh))


def other_words(_name: str, fields: dict[str, object]) -> dict[str, object]:
    """Say something else in every comment."""
    return {**fields, "text": "as agreed"} if "text" in fields else fields


def cloned(player: Player, place: Path) -> Player:
    """Return a second station that runs on a copy of the folder, key included."""
    player.off()
    copied(player.folder, place)
    twin = Player(player.number, place)
    twin.clock.advance(7)
    return twin


def continued(head: Entry, sealer: Sealer, key: str, at: codec.Moment, number: int) -> Entry:
    """Return an entry that follows on another station's last one, with a seal that is not that station's."""
    name, body, _ = codec.write(CommentAdded(BATCH, "", f"forged {number}"))
    header = codec.Header(
        action=(f"{number:032x}", 1, 1),
        after=(),
        at=at,
        body=body_hash(body),
        by="mchen",
        event=name,
        key=key,
        presence="",
        prev=head.hash.hex(),
        program="ebr 0.1.0",
        relies=(),
        seq=head.seq + 1,
        subject=batch(BATCH),
        suite="ebr/1",
        log=head.log,
    )
    return sealed(header, body, sealer)


def forge(head: Entry, start_key: str, number: int) -> Entry:
    """Forge an entry of another station: sealed by an own key, under the victim's sealing key or openly under the own."""
    sealer = Sealer.of(Ed25519PrivateKey.generate())
    key = start_key if number % 2 else sealer.public
    return continued(head, sealer, key, read_header(head.header).at, number)


def start_key_of(entries: Sequence[Entry]) -> str:
    """Return the sealing key in force at the end of a log."""
    return read_header(entries[-1].header).key


def keys_of(folder: Path) -> StationKeys:
    """Return a station's keys as whoever has its folder gets them."""
    return StationKeys.of(key_store.opened(folder).secret)


def misplaced(entry: Entry, log: str) -> Entry:
    """Return an entry under another log's name: a replay."""
    return Entry(log, entry.seq, entry.header, entry.body, entry.hash, entry.seal)


def renumbered(entry: Entry, seq: int) -> Entry:
    """Return an entry with another number in its header, its hash right and its seal the old one."""
    header = codec.write_header(msgspec.structs.replace(read_header(entry.header), seq=seq))
    return Entry(entry.log, seq, header, entry.body, entry.hash, entry.seal)
