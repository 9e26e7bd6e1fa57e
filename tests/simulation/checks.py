"""What must hold when everybody has come to rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ebr.domain.subjects import batch
from ebr.storage.chain import Entry
from ebr.storage.tree import root_of
from ebr.storage.verify.chains import walk_logs
from ebr.storage.verify.station_folder import verify_folder
from tests.simulation.player import Confirmed, Player
from tests.simulation.template import site
from tests.station.plant import BATCH

if TYPE_CHECKING:
    from tests.simulation.world import World

THOROUGH = 8
"""Of so many histories one is verified whole, every seal and view of every station."""
Held = dict[tuple[str, int], str]


class Wrong(Exception):  # noqa: N818 - what a history ends with
    """Something that must hold does not."""


def check(world: World) -> None:
    """Check every promise; raises `Wrong`."""
    stopped = {forged.log for forged, _ in world.forged} | {site().logs[number] for number in world.restored}
    running = [player for player in world.honest if not player.halted]
    held = {player.number: _held(player) for player in running}
    for player in running:
        _kept_its_word(player, held[player.number])
        _remembers(world, player, held[player.number])
        _judges_the_centre(world, player)
    _nobody_accused(world, stopped | world.new_logs)
    _forgeries_found(world, held)
    _arrived(world, running, held, stopped)
    _same_views(running, held)
    _conflicts_shown(world, running, held)
    for player in running:
        _sound(world, player, stopped)


def _held(player: Player) -> Held:
    with player.store.log.transaction() as connection:
        rows = connection.exec_driver_sql("SELECT log, seq, hash FROM entry")
        return {(log, seq): bytes(name).hex() for log, seq, name in rows}


def _kept_its_word(player: Player, held: Held) -> None:
    """Every entry that was confirmed stands where it was confirmed, once."""
    for one in player.confirmed:
        if held.get((one.log, one.seq)) != one.hash:
            raise Wrong(f"lost: station {player.number} no longer has entry {one.seq} that it confirmed")


def _remembers(world: World, player: Player, held: Held) -> None:
    """What a station lost with its disk and somebody else had is everywhere again."""
    for one in world.known_once:
        if held.get((one.log, one.seq)) != one.hash:
            raise Wrong(
                f"lost: station {player.number} lacks entry {one.seq} of {one.log[:8]} that was known when its disk was lost"
            )


def _judges_the_centre(world: World, player: Player) -> None:
    """Whoever ever kept a note of a tree that the centre's tree does not go on from has said so."""
    leaves = [leaf for _, _, leaf in world.centre.leaves]
    for size, root in player.notes:
        goes_on = size <= len(leaves) and root_of(leaves[:size]) == root
        if not goes_on and not any(alarm.by == player.number and alarm.log == "centre" for alarm in world.alarms):
            raise Wrong(
                f"not found: the centre's tree does not go on from a note of station {player.number}, which says nothing"
            )


def _nobody_accused(world: World, stopped: set[str]) -> None:
    """Every alarm is about something that was done."""
    for alarm in world.alarms:
        if alarm.log == "centre":
            if not world.centre_went_back and world.story.villain != "centre":
                raise Wrong(f"accused: station {alarm.by} says {alarm.code} of an honest centre")
        elif alarm.log not in stopped and world.story.villain != "centre":
            raise Wrong(f"accused: station {alarm.by} says {alarm.code} of honest log {alarm.log[:8]}")


def _forgeries_found(world: World, held: dict[int, Held]) -> None:
    accused = {alarm.log for alarm in world.alarms}
    for forged, must_find in world.forged:
        if must_find and forged.log not in accused:
            raise Wrong(f"not found: a station {forged.what} from {forged.seq} on, and nobody says so")
        for number, here in held.items():
            if must_find and forged.hashes & set(here.values()):
                raise Wrong(f"believed: station {number} holds a forged entry of log {forged.log[:8]}")


def _arrived(world: World, running: list[Player], held: dict[int, Held], stopped: set[str]) -> None:
    """What one honest station has of a log that nobody touched, all have."""
    for player in running:
        for other in running:
            lacking = sorted(set(held[player.number]) - set(held[other.number]))
            for log, seq in lacking:
                if log not in stopped:
                    raise Wrong(
                        f"not arrived: entry {seq} of log {log[:8]} is on {player.number}, not on {other.number}"
                    )
                if other.number not in world.restored and log == other.log and player is not other:
                    raise Wrong(f"grown: station {player.number} has entry {seq} that {other.number} never wrote")


def _same_views(running: list[Player], held: dict[int, Held]) -> None:
    shown: dict[frozenset[tuple[str, int]], tuple[int, str]] = {}
    for player in running:
        digest = player.store.views_digest()
        number, other = shown.setdefault(frozenset(held[player.number]), (player.number, digest))
        if digest != other:
            raise Wrong(f"views differ: stations {number} and {player.number} hold the same entries")


def _conflicts_shown(world: World, running: list[Player], held: dict[int, Held]) -> None:
    """Two that filled one slot without knowing of each other stand side by side, everywhere."""
    meeting = list(_meeting([one for player in world.honest for one in player.confirmed if one.slot]))
    world.happened["conflicts"] += len(meeting)
    for player in running:
        here = held[player.number]
        state = player.store.state(batch(BATCH))
        for one, other in meeting:
            if here.get((one.log, one.seq)) != one.hash or here.get((other.log, other.seq)) != other.hash:
                continue
            if (one.slot, 1) not in state.contested:
                raise Wrong(f"hidden: {one.slot} was filled twice, station {player.number} does not show it")


def _meeting(values: list[Confirmed]) -> Iterator[tuple[Confirmed, Confirmed]]:
    for n, one in enumerate(values):
        for other in values[n + 1 :]:
            unknown = one.knew.get(other.log, 0) < other.seq and other.knew.get(one.log, 0) < one.seq
            if one.slot == other.slot and one.log != other.log and unknown:
                yield one, other


def _sound(world: World, player: Player, stopped: set[str]) -> None:
    """The record verifies, and views made anew are the same; in every history by hashes and links, in some whole.

    What is named of a log that somebody forged is named rightly.
    """
    if world.story.seed % THOROUGH:
        with player.store.log.transaction() as connection:
            rows = connection.exec_driver_sql("SELECT log, seq, header, body, hash, seal FROM entry")
            logs = walk_logs([Entry(*row) for row in rows], every_seal=False)
        found = logs.findings
        written = Counter((read.entry.log, read.header.action) for read in logs.all())
        if written and max(written.values()) > 1:
            raise Wrong(f"twice: station {player.number} holds an action twice")
    else:
        before = player.store.views_digest()
        player.store.rebuild()
        if player.store.views_digest() != before:
            raise Wrong(f"views differ: made anew on station {player.number}")
        player.off()
        found = list(verify_folder(player.folder).findings)
    found = [one for one in found if one.log not in stopped]
    if world.story.villain == "centre":
        # Receipts of two stations that part show the centre's two trees: the forgery is found, and no station's.
        found = [one for one in found if one.code != "receipts_differ"]
    if found:
        raise Wrong(
            f"unsound: station {player.number} has {found[0].code} at entry {found[0].seq} of {found[0].log[:8]}"
        )
