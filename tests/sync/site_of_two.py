"""A site of two real stations for tests: the office with a running batch, and a station that was admitted, not yet synchronised.

Made once for a run; every `Site` works on copies. The centre is an embedded file, unless a test brings another.
"""

from __future__ import annotations

import functools
import shutil
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from ebr.clock import SimulatedClock
from ebr.station import joining, syncing
from ebr.station.door import Station
from ebr.storage.chain import Entry
from ebr.storage.site_key import fingerprint
from ebr.sync.central import Central
from ebr.sync.central.founding import init
from ebr.sync.other_side import Description, Envelope, Head, Witnessed
from tests.station import plant

LATER = plant.MORNING + timedelta(days=2)


@functools.cache
def admitted() -> Path:
    """Two folders: "office" with a batch of values, and "room", admitted by it."""
    home = plant._home()
    office = plant.Plant(plant.fresh(plant.busy))
    site = fingerprint(office.station.store.state("site").root_key)
    clock = SimulatedClock(plant.MORNING + timedelta(days=1))
    request = joining.join(home / "room", "Room-13", site, "demonstration", clock=clock, key_store="demonstration")
    admit(office, request)
    office.close()
    shutil.move(office.folder, home / "office")
    return home


def admit(office: plant.Plant, request: joining.Request) -> None:
    """The administrator asks, quality signs in the sheet."""
    office.be("aroot")
    command = joining.admission(office.station, request, request.code, "qlee")
    seen = office.seen(command, "aroot")
    plant.fine(joining.admit(office.station, command, by="aroot", secret=plant.PASSWORD, seen=seen))


class Site:
    """Both stations, open, and their centre."""

    def __init__(self, home: Path, centre: Any = None) -> None:
        self.home = home
        plant.copied(admitted() / "office", home / "office")
        plant.copied(admitted() / "room", home / "room")
        self.office = plant.Plant(home / "office", start=LATER)
        self.room = plant.Plant(home / "room", start=LATER)
        self.centre = centre or embedded(home / "central.db")

    def sync(self, who: plant.Plant, **how: Any) -> syncing.Summary:
        return who.station.sync(self.centre, **how)

    def settle(self, *, everything: bool = True) -> None:
        """Rounds until nobody has anything new."""
        for _ in range(2):
            for who in (self.office, self.room):
                self.sync(who, everything=everything)

    def admit(self, station: Station) -> None:
        """Admit a station at the office and let the centre know."""
        admit(self.office, joining.request_of(station.store))
        self.sync(self.office)

    def close(self) -> None:
        for who in (self.office, self.room):
            who.station.store.close()


def embedded(path: Path) -> Central:
    url = f"sqlite:///{path}"
    init(url)
    return Central.at(url)


def log_of(station: Station, log: str = "") -> list[Entry]:
    return station.store.log.read_after(log or station.store.log.id, 0, 100_000)


class Between:
    """An other side with a hand in between: each verb may be replaced by a function that gets the real one."""

    def __init__(self, real: Any, **instead: Callable[..., Any]) -> None:
        self.real = real
        self.instead = instead
        self.calls: list[str] = []

    @property
    def name(self) -> str:
        return str(self.real.name)

    def describe(self) -> Description:
        return self._do("describe")

    def heads(self) -> dict[str, Head]:
        return self._do("heads")

    def append(self, log: str, entries: Sequence[Entry]) -> Head:
        return self._do("append", log, entries)

    def read_after(self, log: str, seq: int, limit: int, wanted: frozenset[str]) -> list[Entry]:
        return self._do("read_after", log, seq, limit, wanted)

    def bodies(self, log: str, seqs: Sequence[int]) -> dict[int, bytes]:
        return self._do("bodies", log, seqs)

    def has_files(self, digests: frozenset[str]) -> frozenset[str]:
        return self._do("has_files", digests)

    def put_file(self, digest: str, data: bytes) -> None:
        return self._do("put_file", digest, data)

    def file(self, digest: str) -> bytes | None:
        return self._do("file", digest)

    def put_envelopes(self, envelopes: Sequence[Envelope]) -> None:
        return self._do("put_envelopes", envelopes)

    def envelopes(self, to: str) -> list[Envelope]:
        return self._do("envelopes", to)

    def witnessed(self, log: str, kept: int) -> Witnessed | None:
        return self._do("witnessed", log, kept)

    def _do(self, verb: str, *arguments: Any) -> Any:
        self.calls.append(verb)
        real = getattr(self.real, verb)
        found = self.instead.get(verb)
        return real(*arguments) if found is None else found(real, *arguments)
