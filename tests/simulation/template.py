"""The site that every history begins with: made once for a process, copied for each seed.

Four stations of one demonstration site. The first has founded it, admitted the others and a witness, and issued a batch; every station holds
everything. Logs have the same ids in every process, because salts and station keys come from one seed.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr.clock import SimulatedClock
from ebr.domain.site.commands import AdmitWitness
from ebr.station import joining
from ebr.station.inside import Inside
from ebr.storage.setting import Setting
from ebr.storage.site_key import fingerprint
from ebr.storage.store import Store
from tests.simulation import embedded
from tests.simulation.centre import Centre
from tests.simulation.chance import decided_by
from tests.simulation.exchange import play_round
from tests.station.plant import MORNING, PASSWORD, Plant, copied, fine, issued

STATIONS = 4
BEGIN = MORNING + timedelta(days=1)
MEMORY = Path("/dev") / "shm"
WITNESS_KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"the witness").digest())


@dataclass(frozen=True, slots=True)
class Site:
    """The prepared folders in the order of the stations, their logs, how many entries each began with, and the centre."""

    folders: tuple[Path, ...]
    logs: tuple[str, ...]
    lengths: tuple[int, ...]
    centre: Centre
    central: Path
    """The same as the real embedded store."""


def workplace() -> tempfile.TemporaryDirectory[str]:
    """Return a folder for databases that nobody needs to survive: in memory where the system has such a place."""
    return tempfile.TemporaryDirectory(prefix="ebr-simulation-", dir=MEMORY if MEMORY.is_dir() else None)


@functools.cache
def site() -> Site:
    """Make the site."""
    kept = workplace()
    atexit.register(kept.cleanup)
    with decided_by(1):
        return _made(Path(kept.name))


def _made(place: Path) -> Site:
    folders = tuple(place / f"station-{n}" for n in range(STATIONS))
    copied(issued(), folders[0])
    office = Plant(folders[0], start=BEGIN - timedelta(hours=2))
    _admit_witness(office)
    for n, folder in enumerate(folders[1:], 1):
        _join(office, folder, f"Room-{n}")
    office.close()
    setting = Setting(clock=SimulatedClock(BEGIN))
    centre = Centre(key=WITNESS_KEY)
    stores = [Store.open(folder, setting=setting) for folder in folders]
    centre.introduce(stores[0])
    central = embedded.begun(place)
    for n in range(4):
        if n == 2:
            centre.countersign()
            embedded.filled(central, centre, WITNESS_KEY)
        for store in stores:
            play_round(Inside(store, setting.clock), centre, setting, everything=True)
    logs = tuple(store.log.id for store in stores)
    embedded.filled(central, centre)
    lengths = tuple(len(store.log.read_after(log, 0)) for store, log in zip(stores, logs, strict=True))
    found = Site(folders, logs, lengths, centre, place / embedded.FILE)
    for store in stores:
        store.close()
    return found


def _admit_witness(office: Plant) -> None:
    public = WITNESS_KEY.public_key().public_bytes_raw().hex()
    office.signed(AdmitWitness("centre", public, "the centre of this site", "qlee"), "aroot", signer="qlee")


def _join(office: Plant, folder: Path, name: str) -> None:
    """Make a station and have the office admit it."""
    root = fingerprint(office.station.store.state("site").root_key)
    request = joining.join(folder, name, root, "demonstration", clock=SimulatedClock(BEGIN), key_store="demonstration")
    office.be("aroot")
    command = joining.admission(office.station, request, request.code, "qlee")
    office.wait(5)
    seen = office.seen(command, "aroot")
    fine(joining.admit(office.station, command, by="aroot", secret=PASSWORD, seen=seen))
