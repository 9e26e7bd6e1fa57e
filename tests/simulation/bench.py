"""Three stations at work and their centre: the place where one attack at a time is tried."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ebr.domain.decision import Draft
from ebr.domain.refusal import Refusal
from ebr.station import bundles
from ebr.station.syncing import contact_of
from ebr.storage.chain import Broken, Entry
from ebr.storage.store import Store
from ebr.storage.verify.station_folder import verify_folder
from tests.simulation.deeds import drafts
from tests.simulation.exchange import play_round
from tests.simulation.player import Player
from tests.simulation.story import Step, Story
from tests.simulation.world import World

VALUE, WORDS = 1, 0
OFFICE, VICTIM, VILLAIN = 0, 1, 2


class Bench:
    """A world without a story; `codes` of what each finder says."""

    def __init__(self, place: Path) -> None:
        self.world = World(Story(1, 3, ()), place)
        self.office, self.victim, self.villain = self.world.players
        for player in self.world.players:
            self.write(player, VALUE)
            self.write(player, WORDS)
        self.rounds()
        self.world.countersign()
        self.rounds()

    @property
    def centre(self) -> Any:
        """What the stations speak with."""
        return self.world.centre

    @property
    def place(self) -> Path:
        """A folder for files."""
        return self.world.place

    def close(self) -> None:
        """End every program."""
        self.world.close()

    def write(self, player: Player, number: int = WORDS) -> None:
        """Write a value or some words."""
        self.world.count += 1
        said = player.write(f"{self.world.count:032x}", drafts(Step("write", player.number, number=number)))
        assert said == "wrote", said

    def put(self, player: Player, *of: Draft) -> None:
        """Write events as a program would that has no rules."""
        self.world.count += 1
        player.write(f"{self.world.count:032x}", of)

    def rounds(self) -> None:
        """Let everybody do a round, twice."""
        for _ in range(2):
            for player in self.world.players:
                self.round(player)

    def round(self, player: Player, other: Any = None) -> set[str]:
        """Do a round; return the codes that it says."""
        try:
            summary = play_round(player.station, other or self.centre, player.setting(), everything=True)
        except (Refusal, Broken) as no:
            player.off()
            return {no.code}
        player.note_tree()
        wrong = {"envelope"} if summary.wrong_envelopes else set()
        return {alarm.code for alarm in summary.alarms} | ({summary.witness_trouble} - {""}) | wrong

    def verified(self, player: Player, *heads: str) -> set[str]:
        """Verify a station's folder; return the codes of the findings."""
        player.off()
        return {finding.code for finding in verify_folder(player.folder, heads=heads).findings}

    def started(self, player: Player) -> set[str]:
        """Start the program; return why it does not."""
        player.off()
        try:
            Store.open(player.folder, setting=player.setting()).close()
        except (Refusal, Broken) as no:
            return {no.code}
        return set()

    def taken(self, player: Player, bundle: Path) -> set[str]:
        """Take a bundle; return what is said."""
        answer = bundles.take(player.station, bundle)
        alarms = {alarm.code for alarm in contact_of(player.store.contact, player.store.contacts).alarms}
        return alarms | (set() if answer.refusal is None else {answer.refusal.code})

    def bundle(self, sender: Player, to: Player, name: str = "bundle.ebrb") -> Path:
        """Make a bundle."""
        path = self.place / name
        answer = bundles.export(sender.station, to.log, path)
        assert answer.refusal is None, answer.refusal
        return path

    def appended(self, log: str, entries: list[Entry]) -> set[str]:
        """Leave entries at the centre; return why it does not take them."""
        return self.said(lambda: self.centre.append(log, entries))

    @staticmethod
    def said(work: Callable[[], object]) -> set[str]:
        """Do something; return the code of what was said against it."""
        try:
            work()
        except (Refusal, Broken) as no:
            return {no.code}
        return set()
