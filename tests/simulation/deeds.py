"""What a step can do to a world: work, life, losses, and dishonest deeds. Each function returns what happened, in words."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ebr.domain.batch.events import CommentAdded, ValueRecorded
from ebr.domain.decision import Draft
from ebr.domain.refusal import Refusal
from ebr.domain.subjects import batch, unit
from ebr.storage.chain import Broken
from tests.simulation import villain
from tests.simulation.player import Player
from tests.simulation.villain import Forged
from tests.station.plant import BATCH, copied

if TYPE_CHECKING:
    from tests.simulation.story import Step
    from tests.simulation.world import World

UNIT = unit(BATCH, "making")
SLOTS = ("temp", "stirred", "speed")

Deed = Callable[["World", "Step", Player], str]


def drafts(step: Step) -> list[Draft]:
    """Return what a writing step writes: words, a value, or an action of three entries on two subjects."""
    kind, slot = step.number % 4, SLOTS[step.number // 4 % len(SLOTS)]
    text = str(step.number)
    value = ValueRecorded(BATCH, f"making/{slot}", 1, 1, {"number": text}, "mchen", {"how": "typed"}, "in")
    words = Draft(batch(BATCH), CommentAdded(BATCH, "", text))
    if kind == 0:
        return [words]
    return (
        [Draft(UNIT, value)] if kind < 3 else [Draft(UNIT, value), words, Draft(UNIT, CommentAdded(BATCH, slot, text))]
    )


# Work


def write(world: World, step: Step, player: Player) -> str:
    return player.write(world.action(step), drafts(step), step.cut, done=step.done)


def round_(world: World, step: Step, player: Player) -> str:
    if not player.online:
        return "no network"
    return world.exchange(
        player, world.wire(player, step.fault, step.at_call), step.cut, everything=bool(step.number % 2), done=step.done
    )


def witness(world: World, _step: Step, _player: Player) -> str:
    world.countersign()
    return "countersigned"


def bundle(world: World, step: Step, player: Player) -> str:
    """Make a bundle for another station; it is taken at some later step, perhaps twice, perhaps never."""
    to = world.players[step.whom % len(world.players)]
    return "to itself" if to is player else world.carry(player, to)


def take(world: World, step: Step, player: Player) -> str:
    return world.unpack(player, step.number)


# Life


def restart(_world: World, _step: Step, player: Player) -> str:
    player.off()
    return "started again"


def clock(_world: World, step: Step, player: Player) -> str:
    player.clock.advance((step.number - 500) * 60)
    return f"clock set by {step.number - 500} minutes"


def partition(_world: World, _step: Step, player: Player) -> str:
    player.online = False
    return "cut off"


def heal(_world: World, _step: Step, player: Player) -> str:
    player.online = True
    return "connected"


def late(world: World, _step: Step, _player: Player) -> str:
    """Deliver what the network had held back, the last first."""
    arrived, world.late[:] = list(world.late), []
    for message in reversed(arrived):
        try:
            message()
        except (Broken, Refusal):
            continue
    return f"{len(arrived)} messages arrived late"


def backup(world: World, step: Step, player: Player) -> str:
    player.back_up(world.place / f"backup-{player.number}-{world.count}")
    return "copied its folder"


# Losses


def restore(world: World, step: Step, player: Player) -> str:
    """Put an old copy of the folder in place of what was there: as a backup is restored, in a new log, or behind everybody's back."""
    if not player.backups or player.number == 0:
        return "has no backup"
    place, confirmed = player.backups.pop()
    world.lost(player, confirmed)
    player.off()
    shutil.rmtree(player.folder)
    copied(place, player.folder)
    if step.number % 2:
        return "went back to its copy, and nobody knows"
    player.begin_anew()
    world.admit(player)
    return f"was restored and goes on in log {player.log[:8]}"


def centre_backup(world: World, _step: Step, _player: Player) -> str:
    world.kept_centre = world.centre.copied()
    return "the centre was backed up"


def centre_restore(world: World, _step: Step, _player: Player) -> str:
    if world.kept_centre is None:
        return "the centre has no backup"
    gone = len(world.centre.leaves) - len(world.kept_centre.leaves)
    world.centre = world.kept_centre.copied()
    world.centre_went_back = True
    return f"the centre went back to its copy and lost {gone} countersignatures"


# A dishonest station


def rewrite(world: World, step: Step, player: Player) -> str:
    log = player.log
    known = world.known_elsewhere(player, log)
    forged = villain.rewrite(player, step.number)
    if forged is None:
        return "has nothing to write anew"
    world.accuse(forged, must_find=forged.seq <= known)
    return f"{forged.what} from {forged.seq} on ({known} known elsewhere)"


def fork(world: World, step: Step, player: Player) -> str:
    """Run twice: a copy of the folder goes its own way and speaks with the centre, then the first goes on."""
    log, before = player.log, player.store.log.head
    assert before is not None
    twin = villain.cloned(player, world.place / f"twin-{world.count}")
    twin.write(world.action(step), drafts(step))
    said = world.exchange(twin, world.wire(player), accused=False)
    twin.off()
    player.write(world.action(step) + "b", drafts(step))
    sent = world.centre.heads().get(log)
    world.accuse(Forged("ran twice", log, before.seq + 1), must_find=sent is not None and sent.seq > before.seq)
    player.confirmed.clear()
    return f"ran twice on one folder ({said or 'the copy did a round'})"


def forge(world: World, step: Step, player: Player) -> str:
    """Leave an entry of another station at the centre, sealed by a key that is not that station's."""
    victim = world.players[step.whom % (len(world.players) - 1)]
    log = victim.log
    entries = world.centre.read_after(log, 0, 100_000, frozenset("*"))
    if victim is player or not entries:
        return "nobody to forge"
    made = villain.forge(entries[-1], villain.start_key_of(entries), step.number)
    world.centre.append(log, [made])
    world.accuse(Forged("forged an entry of another", log, made.seq, frozenset({made.hash.hex()})), must_find=True)
    return f"forged entry {made.seq} of station {victim.number}"


def replay(world: World, step: Step, player: Player) -> str:
    """Send old things again, in wrong places: nothing may come of it."""
    before = world.centre.heads()
    logs = sorted(before)
    for n, log in enumerate(logs):
        entries = world.centre.read_after(log, step.number % 5, 7, frozenset("*"))
        tries = (
            (log, entries[::-1]),
            (logs[n - 1], [villain.misplaced(one, logs[n - 1]) for one in entries]),
            (log, [villain.renumbered(one, before[log].seq + 1) for one in entries[:1]]),
            (log, entries),
        )
        for name, sent in tries:
            try:
                world.centre.append(name, sent)
            except (Broken, Refusal):
                continue
    if world.centre.heads() != before:
        return world.wrong("a replay changed the centre")
    return "replayed; the centre took nothing"


# A dishonest centre


def drop(world: World, _step: Step, player: Player) -> str:
    world.lies[player.number] = "drop"
    return f"the centre throws away what station {player.number} sends"


def reorder(world: World, _step: Step, player: Player) -> str:
    world.lies[player.number] = "reorder"
    return f"the centre mixes up what it shows to station {player.number}"


def hide(world: World, _step: Step, player: Player) -> str:
    world.lies[player.number] = "hide"
    return f"the centre hides the other logs from station {player.number}"


def truncate(world: World, step: Step, player: Player) -> str:
    """Cut the end off a log at the centre, and out of its tree."""
    witnessed = world.centre.truncate(player.log, 1 + step.number % 3)
    return "the centre cut off the end of a log" + (" and of its tree" if witnessed else "")


def split(world: World, _step: Step, player: Player) -> str:
    """Show one station a centre of its own from now on."""
    world.faces.setdefault(player.number, world.centre.copied())
    return f"the centre shows station {player.number} another face"


def other_tree(world: World, step: Step, _player: Player) -> str:
    world.centre.turn_round(step.number)
    return "the centre signed another tree"


DEEDS: Mapping[str, Deed] = {
    "write": write,
    "round": round_,
    "witness": witness,
    "bundle": bundle,
    "take": take,
    "restart": restart,
    "clock": clock,
    "partition": partition,
    "heal": heal,
    "late": late,
    "backup": backup,
    "restore": restore,
    "centre-backup": centre_backup,
    "centre-restore": centre_restore,
    "rewrite": rewrite,
    "fork": fork,
    "forge": forge,
    "replay": replay,
    "drop": drop,
    "reorder": reorder,
    "hide": hide,
    "truncate": truncate,
    "split": split,
    "other-tree": other_tree,
}
