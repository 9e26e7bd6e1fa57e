"""One honest station in a history: its folder, its clock, its power, and what it was told is safe."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ebr.clock import SimulatedClock
from ebr.domain.batch.events import ValueRecorded
from ebr.domain.decision import Draft
from ebr.domain.refusal import Refusal
from ebr.station.door import Station
from ebr.storage.chain import Entry
from ebr.storage.setting import Setting
from ebr.storage.store import Store
from ebr.sync.envelopes import remember_versions
from ebr.sync.receipts import kept
from ebr.sync.sending import ends_of
from tests.simulation.cutting import Power, PowerCut, driver
from tests.simulation.template import BEGIN, site
from tests.station.plant import copied


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An entry of which `append` said that it is durable; `knew` is how far its writer had each other log then.

    `slot` is the place that it filled, "" for words.
    """

    log: str
    seq: int
    hash: str
    slot: str
    knew: Mapping[str, int]


@dataclass(slots=True)
class Player:
    """One station; `confirmed` is what it promised to keep."""

    number: int
    folder: Path
    power: Power = field(default_factory=Power)
    clock: SimulatedClock = field(default_factory=lambda: SimulatedClock(BEGIN))
    confirmed: list[Confirmed] = field(default_factory=list)
    backups: list[tuple[Path, int]] = field(default_factory=list)
    notes: set[tuple[int, bytes]] = field(default_factory=set)
    """Every tree of the witness that this station took for good: its size and its root."""
    online: bool = True
    halted: str = ""
    """Why this station writes nothing any more."""
    running: Station | None = None
    _log: str = ""

    @property
    def log(self) -> str:
        """The log that this station writes."""
        return self._log or site().logs[self.number]

    def begin_anew(self) -> None:
        """Go on in a new log that names the old one, as after the restoring of a backup (`ebr.station.backup`)."""
        station = Station(Store.open(self.folder, setting=self.setting(), anew=remember_versions), self.clock)
        self.running = station
        self.begun_anew()

    def begun_anew(self) -> None:
        """Note that the station goes on in another log."""
        self._log = self.store.log.id

    @property
    def station(self) -> Station:
        """The running program; it is started when it does not run."""
        if self.running is None:
            self.running = Station(Store.open(self.folder, setting=self.setting()), self.clock)
        return self.running

    @property
    def store(self) -> Store:
        """The store of the running program."""
        return self.station.store

    def setting(self) -> Setting:
        """Return what the store is built from."""
        return Setting(driver=driver(self.power), clock=self.clock)

    def crashing(self, work: Callable[[Station], object], cut: int, *, done: bool) -> bool:
        """Do something with the power going off at its nth write; tells whether it did."""
        station = self.station
        self.power.arm(cut, done=done)
        try:
            work(station)
        except PowerCut:
            self.off()
            return True
        finally:
            self.power.arm(0)
        return False

    def write(self, action: str, drafts: Sequence[Draft], cut: int = 0, *, done: bool = False) -> str:
        """Write one action; after a power cut start again and repeat it, as a person would."""
        try:
            if self.crashing(lambda station: self._append(station.store, action, drafts), cut, done=done):
                self._append(self.store, action, drafts)
                return "power cut; started again and repeated it"
        except Refusal as refusal:
            return refusal.code
        return "wrote"

    def _append(self, store: Store, action: str, drafts: Sequence[Draft]) -> None:
        knew = {log: head.seq for log, head in ends_of(store).items()}
        for one in store.log.append(action, drafts, by="", presence="", at=self.clock.now()):
            slot = one.event.slot if isinstance(one.event, ValueRecorded) else ""
            self.confirmed.append(Confirmed(one.stamp.log, one.stamp.seq, one.stamp.hash, slot, knew))

    def note_tree(self) -> None:
        """Remember which tree of the witness the station keeps now."""
        found = kept(self.store)
        if found is not None:
            self.notes.add((found.size, found.root))

    def off(self) -> None:
        """End the program, however: what was not committed is undone by the system, the log needs no goodbye."""
        station, self.running = self.running, None
        if station is not None:
            station.store.close()

    def entries(self, log: str) -> list[Entry]:
        """Return everything that the store holds of a log."""
        return self.store.log.read_after(log, 0, 100_000)

    def back_up(self, place: Path) -> None:
        """Copy the station's folder as it is."""
        self.off()
        copied(self.folder, place)
        self.backups.append((place, len(self.confirmed)))
