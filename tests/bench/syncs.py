"""How often the disk is asked to sync in one action, counted at SQLite's file layer and at Python's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from ebr.clock import SystemClock
from ebr.station.door import Station
from ebr.storage.setting import Setting
from ebr.storage.store import Store
from tests.bench import world
from tests.bench.masters import addresses, master
from tests.bench.rows import Row
from tests.bench.sizes import Sizes
from tests.durability import apsw_driver
from tests.durability.crash_vfs import Recording, RecordingVFS

MOST = 1.05


def syncs_of_an_action(place: Path, sizes: Sizes) -> Row:
    """Return how many syncs one recorded value takes, checkpoints of the write-ahead log included."""
    mbr = master("compact", 1, 1, 1, 200)
    world.found(place)
    with world.opened(place) as station:
        world.add_master(station, mbr)
        world.issue(station, mbr, *(f"S-{n:04d}" for n in range(sizes.batches_in_round)))
    count = 0
    with counted(place) as (station, recording):
        world.as_person(station, "operator")
        before = recording.syncs()
        for n in range(sizes.batches_in_round):
            for at, address in enumerate(addresses(mbr)[0]):
                world.must(station.do(world.value(f"S-{n:04d}", address, at), by="operator"))
                count += 1
        syncs = recording.syncs() - before
    return Row(
        "one entry, syncs",
        syncs / count,
        None,
        "",
        "an action",
        ("<=", MOST),
        f"{syncs} syncs in {count} actions",
        absolute=True,
    )


@contextmanager
def counted(place: Path) -> Iterator[tuple[Station, Recording]]:
    """Open a station on a file system that counts."""
    recording = Recording()
    plain = os.fsync

    def fsync(handle: int) -> None:
        recording.note("sync", "python")
        plain(handle)

    layer = RecordingVFS(recording)
    with patch.object(os, "fsync", fsync):
        clock = SystemClock()
        store = Store.open(place, setting=Setting(driver=apsw_driver.driver(), clock=clock))
        with Station(store, clock) as station:
            yield station, recording
    layer.unregister()
