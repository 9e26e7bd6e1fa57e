"""Kill the program (signal 9) while it writes: after every kill the next start finds each confirmed entry."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ebr.storage.database import reading
from ebr.storage.store import Store
from ebr.storage.verify.station_folder import verify_folder
from tests.storage.storage_world import AGGREGATES, ValuesView, create, draft, opened, setting, write

LONGEST_SECONDS = 0.06


@dataclass(frozen=True, slots=True)
class KillFigures:
    """How often the program was killed, how many entries it had confirmed, what was wrong."""

    kills: int
    confirmed: int
    wrong: Counter[str]


def run(place: Path, kills: int, seed: int) -> KillFigures:
    """Kill so many writers of one station, one after the other; a new station each hundred keeps the runs quick."""
    rng = random.Random(seed)
    confirmed, wrong = 0, Counter[str]()
    for n in range(kills):
        station = place / f"station-{n // 100}"
        if n % 100 == 0:
            create(station)
        told = _kill_one(station, n, rng.uniform(0, LONGEST_SECONDS))
        confirmed += told
        if not _all_there(station, n, told):
            wrong["lost"] += 1
        if n % 20 == 19 or n == kills - 1:
            report = verify_folder(station, aggregates=AGGREGATES, shown=(ValuesView(),))
            wrong.update(finding.code for finding in report.findings[:1])
    return KillFigures(kills, confirmed, wrong)


def _kill_one(station: Path, run_number: int, seconds: float) -> int:
    """Start a writer, let it confirm its first entry and work on for a while, kill it; return how many entries it confirmed."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        _write_for_ever(station, run_number, sending)
    os.close(sending)
    told = os.read(receiving, 1)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while part := os.read(receiving, 65536):
        told += part
    os.close(receiving)
    return len(told)


def _write_for_ever(station: Path, run_number: int, sending: int) -> None:
    """In the child: append, confirm with one byte, again. Never returns."""
    try:
        store = opened(station)
        n = 0
        while True:
            write(store, f"{run_number}-{n}", draft(f"m{n % 7}", str(n)))
            os.write(sending, b".")
            n += 1
    finally:
        os._exit(1)


def _all_there(station: Path, run_number: int, told: int) -> bool:
    reader = Store.read(station, setting())
    with reader.closing(), reading(reader._engine) as connection:
        ids = set(connection.exec_driver_sql("SELECT id FROM action WHERE id LIKE ?", (f"{run_number}-%",)).scalars())
    return all(f"{run_number}-{n}" in ids for n in range(told))
