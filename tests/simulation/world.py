"""Play a story: the real stores, the real rounds and bundles, a centre, and the rest at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ebr.domain.refusal import Refusal
from ebr.station import anew, bundles, joining
from ebr.station.questions import Preview
from ebr.station.syncing import Summary, contact_of
from ebr.storage import reading
from ebr.sync.sending import ends_of
from tests.simulation import checks, embedded
from tests.simulation.centre import Centre
from tests.simulation.chance import decided_by
from tests.simulation.checks import Wrong
from tests.simulation.deeds import DEEDS
from tests.simulation.exchange import play_round
from tests.simulation.player import Confirmed, Player
from tests.simulation.story import Step, Story
from tests.simulation.template import site
from tests.simulation.villain import Forged
from tests.simulation.wire import Liar, Wire
from tests.station.plant import PASSWORD, copied, fine

CENTRE = "centre"
LONGEST_REST = 8
"""Rounds of every station within which everything must have come to rest."""
REAL_CENTRE = 8
"""Of so many histories of honest people one has the real embedded store as its centre."""
OWN_LOG = frozenset({"own_log_ahead", "own_log_forked", "own_log_longer_there"})


@dataclass(frozen=True, slots=True)
class Alarm:
    """What a station said of a log, or of the centre."""

    by: int
    log: str
    code: str


@dataclass
class World:
    """Everything that a story happens to."""

    story: Story
    place: Path
    players: list[Player] = field(default_factory=list)
    centre: Any = None
    kept_centre: Any = None
    faces: dict[int, Centre] = field(default_factory=dict)
    lies: dict[int, str] = field(default_factory=dict)
    centre_went_back: bool = False
    known_once: list[Confirmed] = field(default_factory=list)
    """Entries that somebody else had when their writer lost them."""
    late: list[Callable[[], Any]] = field(default_factory=list)
    sticks: list[tuple[int, Path]] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    forged: list[tuple[Forged, bool]] = field(default_factory=list)
    restored: set[int] = field(default_factory=set)
    new_logs: set[str] = field(default_factory=set)
    """Logs that restored stations go on in: strangers to everybody until the office's admission has come there."""
    told: list[str] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    count: int = 0

    def __post_init__(self) -> None:
        real = not self.story.villain and self.story.seed % REAL_CENTRE == 0
        self.centre = embedded.Centre(self.place, site().central) if real else site().centre.copied()
        for number in range(self.story.stations):
            folder = self.place / f"s{number}"
            copied(site().folders[number], folder)
            self.players.append(Player(number, folder))

    def play(self) -> None:
        """Play every step, come to rest, and check; raises `Wrong`."""
        for step in self.story.steps:
            self.count += 1
            self.happened[step.what] += 1
            player = self.players[step.who % len(self.players)]
            said = DEEDS[step.what](self, step, player) if not player.halted else f"stands still: {player.halted}"
            self.told.append(f"{step}: {said}")
        self._rest()
        checks.check(self)
        self.happened["entries confirmed"] += sum(len(player.confirmed) for player in self.players)

    def close(self) -> None:
        """End every program."""
        for player in self.players:
            player.off()
        self.centre.close()

    @property
    def honest(self) -> list[Player]:
        """The stations that do what the program does."""
        return self.players[:-1] if self.story.villain == "station" else self.players

    # What deeds need

    def action(self, step: Step) -> str:
        """Return the id of an action that is nobody else's."""
        return f"{self.count:08x}{step.who:024x}"

    def wire(self, player: Player, fault: str = "", at_call: int = 0) -> Wire:
        """Return a station's way to whatever the centre shows it."""
        shown: Any = self.faces.get(player.number, self.centre)
        if player.number in self.lies:
            shown = Liar(shown, self.lies[player.number], player.log)
        if fault:
            self.happened[f"message {fault}"] += 1
        return Wire(shown, self.late, fault, at_call)

    def exchange(
        self,
        player: Player,
        wire: Wire,
        cut: int = 0,
        *,
        done: bool = False,
        everything: bool = True,
        accused: bool = True,
    ) -> str:
        """Do a round; `accused`: whether what it finds counts."""
        if player.halted:
            return f"stands still: {player.halted}"
        heard: list[Summary] = []
        try:
            if player.crashing(
                lambda station: heard.append(play_round(station, wire, player.setting(), everything=everything)),
                cut,
                done=done,
            ):
                self.happened["power cut"] += 1
                return "power cut"
        except Refusal as refusal:
            return self._own_log(player, refusal.code) if refusal.code in OWN_LOG and accused else refusal.code
        return self._heard(player, heard[0]) if accused else "round done"

    def _own_log(self, player: Player, code: str) -> str:
        """The station learns that its own log is not the newest: it goes on in a new one, or stands still as evidence."""
        self.alarms.append(Alarm(player.number, player.log, code))
        honest_copy = player.number in self.restored and code == "own_log_ahead"
        player.off()
        if not honest_copy:
            player.halted = code
            return code
        anew.again(player.folder, self.centre, clock=player.clock).store.close()
        player.begun_anew()
        self.admit(player)
        return f"{code}: goes on in log {player.log[:8]}"

    def _heard(self, player: Player, summary: Summary) -> str:
        found = [Alarm(player.number, alarm.log, alarm.code) for alarm in summary.alarms]
        found += [Alarm(player.number, CENTRE, summary.witness_trouble)] if summary.witness_trouble else []
        self.alarms += found
        player.note_tree()
        moved = summary.sent + summary.relayed + summary.taken + summary.bodies + summary.witnessed
        said = [f"moved {moved}" if moved else "nothing new", *(f"{one.code} of {one.log[:8]}" for one in found)]
        return ", ".join(said)

    def countersign(self) -> None:
        """Let the witness countersign, behind every face that the centre has."""
        for centre in (self.centre, *self.faces.values()):
            centre.countersign()

    def carry(self, player: Player, to: Player) -> str:
        """Make a bundle."""
        path = self.place / f"bundle-{self.count}.ebrb"
        answer = bundles.export(player.station, to.log, path)
        if answer.refusal is not None:
            return answer.refusal.code
        self.sticks.append((to.number, path))
        return f"made a bundle of {answer.answer['entries']} for station {to.number}"

    def unpack(self, player: Player, number: int) -> str:
        """Take one of the bundles that lie about for this station."""
        mine = [path for to, path in self.sticks if to == player.number]
        if not mine:
            return "no bundle"
        answer = bundles.take(player.station, mine[number % len(mine)])
        for alarm in contact_of(player.store.contact, player.store.contacts).alarms:
            self.alarms.append(Alarm(player.number, alarm.log, alarm.code))
        return answer.refusal.code if answer.refusal is not None else f"took {answer.answer['entries']}"

    def accuse(self, forged: Forged, *, must_find: bool) -> None:
        """Note what was forged; `must_find`: whether anybody else had seen what it replaces."""
        self.forged.append((forged, must_find))

    def known_elsewhere(self, player: Player, log: str) -> int:
        """Return how much of a log somebody else has."""
        known = [head.seq for name, head in self.centre.heads().items() if name == log]
        for other in self.players:
            if other is not player and not other.halted:
                with other.store.log.transaction() as connection:
                    last = reading.last_of(connection, log)
                known.append(last.seq if last is not None else 0)
        return max(known, default=0)

    def admit(self, player: Player) -> None:
        """Have the office admit the log that a restored station goes on in; a restored office needs nobody."""
        self.new_logs.add(player.log)
        office = self.players[0]
        if player is office or office.halted:
            return
        request = joining.request_of(player.store)
        command = joining.admission(office.station, request, request.code, "qlee")
        fine(office.station.sign_in("aroot", PASSWORD))
        seen = str(office.station.ask(Preview(command, "aroot")).seen)
        fine(joining.admit(office.station, command, by="aroot", secret=PASSWORD, seen=seen))
        office.station.sign_out("lock")

    def lost(self, player: Player, confirmed: int) -> None:
        """Declare what a station loses by going back to a copy: what nobody else had."""
        known = self.known_elsewhere(player, player.log)
        gone = player.confirmed[confirmed:]
        self.known_once += [one for one in gone if one.log == player.log and one.seq <= known]
        self.restored.add(player.number)
        player.notes.clear()
        del player.confirmed[confirmed:]

    def wrong(self, what: str) -> str:
        """End the history: something that must hold does not."""
        raise Wrong(what)

    # The end

    def _rest(self) -> None:
        """Everybody is honest again and connected, nobody writes, until nothing moves."""
        self.lies.clear()
        self.faces.clear()
        DEEDS["late"](self, Step("late"), self.players[0])
        for n in range(LONGEST_REST):
            said = []
            self.count += 1
            if n == 0:
                self.countersign()
            for player in self.players:
                player.online = True
                said.append(self.exchange(player, self.wire(player)))
                self.told.append(f"at rest: station {player.number}: {said[-1]}")
            if self._level() or (n and not any(one.startswith("moved") for one in said)):
                break
        else:
            raise Wrong("no rest: rounds go on moving something")
        last = self.players[self.story.seed % len(self.players)]
        said_last = self.exchange(last, self.wire(last))
        if said_last.startswith("moved"):
            raise Wrong(f"no rest: a further round of station {last.number} {said_last}")

    def _level(self) -> bool:
        """Tell whether everybody has exactly what the centre has."""
        heads = self.centre.heads()
        return all(not player.halted and ends_of(player.store) == heads for player in self.players)


def play(story: Story, place: Path) -> tuple[str, list[str], Counter[str]]:
    """Play a story in an empty folder; return what is wrong ("" for nothing), what happened, and counts of it."""
    with decided_by(story.seed):
        world = World(story, place)
        try:
            world.play()
        except Wrong as wrong:
            return str(wrong), world.told, world.happened
        finally:
            world.close()
    return "", world.told, world.happened
