"""Logs out of nothing: sealed and chained as a station writes them, as long as a test wants them, no disk needed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr.domain import subjects
from ebr.domain.batch.events import ValueRecorded
from ebr.domain.decision import Event
from ebr.domain.site.events import SiteCreated
from ebr.domain.station.events import Genesis, KeyStarted
from ebr.domain.values import Instant
from ebr.storage import codec
from ebr.storage.chain import SUITE, Entry, Sealer, body_hash, moment, sealed
from ebr.storage.keys import StationKeys

AT = Instant("2026-11-22T08:00:00.000000+00:00", "Etc/UTC", "0" * 32, 1_000_000_000, "simulated")
ROOT_KEY = "aa" * 32


def keys(name: str) -> StationKeys:
    return StationKeys.of(name.encode().ljust(32, b"\x00")[:32])


def value(slot: str, number: str, batch: str = "b1") -> ValueRecorded:
    return ValueRecorded(batch, slot, 1, 1, {"number": number, "unit": "g"}, "op1", {"how": "typed"}, "in")


@dataclass(slots=True)
class Chain:
    """One station's log; `entries` is everything it wrote."""

    name: str
    profile: str = "practice"
    entries: list[Entry] = field(default_factory=list)
    _sealer: Sealer | None = None

    @classmethod
    def begun(cls, name: str, values: int = 0, *, site: bool = False, previous: str = "") -> Chain:
        chain = cls(name)
        station = keys(name)
        chain.write(
            Genesis(
                name, "Example", chain.profile, station.public, {"cpu": "x86_64"}, previous, "cd" * 32 * bool(previous)
            ),
            subjects.station(name),
            station.sealer(),
        )
        chain.start()
        if site:
            chain.write(SiteCreated("Example", ROOT_KEY, "", (), "", ""), "site")
        chain.values(values)
        return chain

    @property
    def log(self) -> str:
        return self.entries[0].log

    def start(self) -> None:
        sealer = Sealer.of(Ed25519PrivateKey.generate())
        certificate = keys(self.name).certify(self.log, self.entries[-1].hash.hex(), sealer.public)
        self.write(KeyStarted(sealer.public, certificate, "demonstration"), subjects.station(self.name), sealer)
        self._sealer = sealer

    def values(self, count: int, batch: str = "b1") -> list[Entry]:
        return [self.write(value(f"m{n}", str(n), batch), subjects.unit(batch, "mixing")) for n in range(count)]

    def write(self, event: Event, subject: str, sealer: Sealer | None = None) -> Entry:
        sealer = sealer or self._sealer
        assert sealer is not None
        name, body, _ = codec.write(event, b"\x2a" * 16)
        seq = len(self.entries) + 1
        header = codec.Header(
            action=(f"a{seq}", 1, 1),
            after=(),
            at=moment(AT),
            body=body_hash(body),
            by="op1",
            event=name,
            key=sealer.public,
            presence="p1",
            prev=self.entries[-1].hash.hex() if self.entries else "",
            program="ebr test",
            relies=(),
            seq=seq,
            subject=subject,
            suite=SUITE,
            log=self.log if self.entries else None,
        )
        entry = sealed(header, body, sealer)
        self.entries.append(entry)
        return entry

    def copy(self) -> Chain:
        """Return the same log, to be gone on with in another way: a clone."""
        return replace(self, entries=list(self.entries))
