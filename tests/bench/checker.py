"""The checker that goes out with every export: 10,000 entries by one file of Python, in a process of its own, start included.

The peer is a process that reads the same entries and hashes them, nothing else.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ebr import paths
from tests.bench import filling, world
from tests.bench.rows import Row
from tests.bench.sizes import QUICK, Sizes
from tests.bench.timing import take_turns

ENTRIES: Final = 10_000
TWO_SECONDS: Final = 2.0
HASHING: Final = """
import hashlib, pathlib, sys
for file in sorted(pathlib.Path(sys.argv[1]).rglob("*")):
    if file.is_file():
        for line in file.read_bytes().splitlines():
            hashlib.sha256(line).digest()
"""


def measure(place: Path, sizes: Sizes) -> Iterator[Row]:
    """Yield the rows of the checker."""
    world.found(place / "ours")
    filling.fill(place / "ours", 1_000 if sizes == QUICK else ENTRIES)
    target = place / "export"
    with world.opened(place / "ours") as station:
        count = filling.entries(station)
        world.must(station.export(target, "", "operator"))
    checker = str(paths.resources() / "checker" / "check.py")
    sides = {
        "ours": lambda: [_run(checker, str(target))],
        "hashing": lambda: [_run("-c", HASHING, str(target))],
    }
    found = take_turns(sides, max(sizes.rounds, 3))
    name = f"check.py on {count:,} entries"
    yield Row(name, found["ours"].seconds(), found["hashing"].seconds(), "reading and hashing the lines", "s", None)
    yield Row("the same, under two seconds", found["ours"].seconds(), None, "", "s", ("<=", TWO_SECONDS), absolute=True)


def _run(*arguments: str) -> float:
    """Return the seconds that a process of one thread needs of a core, whatever else the machine is doing."""
    before = os.times()
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    after = os.times()
    assert done.returncode == 0, done.stdout[-400:] + done.stderr[-400:]
    return after.children_user + after.children_system - before.children_user - before.children_system
