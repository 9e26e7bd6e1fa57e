"""Cut the power at any moment: the real storage code runs on the recording file system; every state it can leave is opened and verified."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ebr.domain.decision import Draft
from ebr.storage import folder
from ebr.storage.chain import Entry
from ebr.storage.database import PYSQLITE
from ebr.storage.opening import NEW
from ebr.storage.receiving import receive
from ebr.storage.store import Store
from ebr.storage.verify.station_folder import verify_folder
from tests.durability import apsw_driver
from tests.durability.crash_vfs import Image, Recording, RecordingVFS, power_cuts
from tests.storage.storage_world import AGGREGATES, BATCH, FOUNDING, UNIT, ValuesView, draft, setting, write


@dataclass(frozen=True, slots=True)
class PowerFigures:
    """How many states were tried, what was wrong with how many, and how many syncs an action took."""

    states: int
    wrong: Counter[str]
    actions: int
    syncs: int

    @property
    def syncs_per_action(self) -> float:
        return self.syncs / self.actions


def run(place: Path, cuts: int, actions: int, seed: int, *, taking: bool = False) -> PowerFigures:
    """Write so many actions, cut the power so often; with `taking`, entries of another station are taken in between.

    Those may be lost, they are fetched again; what the station itself confirmed may not.
    """
    station = place / "station"
    recording, base, syncs = _write(station, actions, _elsewhere(place / "other", actions) if taking else [])
    wrong: Counter[str] = Counter()
    for n, (confirmed, fate, image) in enumerate(power_cuts(recording, base, cuts, random.Random(seed))):
        trouble = _trouble(station, place / "cut", image, confirmed)
        if trouble:
            wrong[trouble] += 1
            print(f"  cut {n}: {trouble} (unsynced writes: {fate}, confirmed: {confirmed})")
    return PowerFigures(cuts, wrong, actions, syncs)


def created_whole(place: Path) -> bool:
    """Tell whether the file of a new station was durable as a whole by syncs alone before it got its name."""
    recording = Recording()
    vfs = RecordingVFS(recording)
    Store.create(place, FOUNDING, prefer_key_store="demonstration", setting=setting(driver=apsw_driver.driver()))
    vfs.unregister()
    rng = random.Random(1)
    recording.steps.append(recording.steps[-1])
    ends = [image for _, fate, image in power_cuts(recording, {}, 2000, rng) if fate == "lost"]
    return bytes(ends[-1][NEW]) == (place / folder.DATABASE).read_bytes()


def _elsewhere(place: Path, actions: int) -> list[Entry]:
    """Return the log of another station that wrote as much."""
    options = setting(driver=PYSQLITE)
    Store.create(place, replace(FOUNDING, station="Elsewhere"), prefer_key_store="demonstration", setting=options)
    with Store.open(place, setting=options) as store:
        for n in range(actions):
            write(store, f"b{n}", draft(f"e{n % 7}", str(n)))
        return store.log.read_after(store.log.id, 0, 2 * actions)


def _write(station: Path, actions: int, elsewhere: Sequence[Entry]) -> tuple[Recording, Image, int]:
    recording = Recording()
    vfs = RecordingVFS(recording)
    options = setting(driver=apsw_driver.driver())
    Store.create(station, FOUNDING, prefer_key_store="demonstration", setting=options)
    base: Image = {folder.DATABASE: bytearray((station / folder.DATABASE).read_bytes())}
    recording.steps.clear()
    with Store.open(station, setting=options) as store:
        before = recording.syncs()
        for n in range(actions):
            write(
                store,
                f"a{n}",
                draft(f"m{n % 7}", str(n)),
                *([Draft(BATCH, draft("x", str(n)).event)] if n % 5 == 0 else []),
            )
            recording.confirmed = n + 1
            # Sometimes much at once behind an own entry, so that a cut finds what was not synced.
            part = elsewhere[n - 2 : n + 1] if n % 3 == 2 else []
            receive(store.log, FOUNDING.profile, part)
        syncs = recording.syncs() - before
    vfs.unregister()
    return recording, base, syncs


def _trouble(station: Path, cut: Path, image: Image, confirmed: int) -> str:
    shutil.rmtree(cut, ignore_errors=True)
    cut.mkdir()
    shutil.copy(station / "station.key", cut)
    for name, data in image.items():
        (cut / name).write_bytes(data)
    report = verify_folder(cut, aggregates=AGGREGATES, shown=(ValuesView(),))
    if report.findings:
        return report.findings[0].code
    with Store.open(cut, setting=setting(driver=PYSQLITE)) as store:
        present = sum(one.stamp.subject == UNIT for one in store.log.entries(BATCH))
        write(store, "after the cut", draft("m1", "1"))
    return "lost" if present < confirmed else ""
