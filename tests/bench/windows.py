"""The window: first painting and readiness to type beside an empty window, and from key to paint in a record of 2,000 steps.

Offscreen, each start in a process of its own, from the start of the process on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import world
from tests.bench.masters import addresses, master
from tests.bench.rows import Row
from tests.bench.sizes import Sizes

LONG = master("long", 10, 10, 20, 1)
PERFORMED = 20
"""Steps signed before somebody types."""
FULL = 2_000


def measure(place: Path, sizes: Sizes) -> Iterator[Row]:
    """Yield the rows of the window."""
    folder = place / "station"
    world.found(folder)
    with world.opened(folder) as station:
        world.add_master(station, LONG)
        world.issue(station, LONG, "L-0001")
        world.perform(station, "L-0001", addresses(LONG)[:PERFORMED])
    yield from _starts(folder, sizes)
    yield from _keys(folder, sizes)


def _starts(folder: Path, sizes: Sizes) -> Iterator[Row]:
    empty, ours = [], []
    for _ in range(sizes.starts):
        empty.append(_child("empty")["paint"])
        ours.append(_child("start", str(folder)))
    floor, beside = median(empty), "empty PySide6 window"
    yield Row("first paint", median(start["paint"] for start in ours), floor, beside, "ms", ("<=", 2.2))
    yield Row(
        "ready to type",
        median(start["ready"] for start in ours),
        floor,
        beside,
        "ms",
        ("<=", 4.0),
        "the login is painted with the caret in the user's name; the store opens after it",
    )
    yield Row("store open", median(start["open"] for start in ours), floor, beside, "ms", None, "its status is shown")
    keys = [one for start in ours for one in start["keys"]]
    yield Row(
        "key to paint while the store opens",
        median(keys),
        None,
        "",
        "ms",
        ("<=", 50.0),
        f"the slowest of {len(keys)}: {max(keys):.0f} ms",
        absolute=True,
    )


def _keys(folder: Path, sizes: Sizes) -> Iterator[Row]:
    found = _child("keys", str(folder), "L-0001", str(sizes.keys))
    steps = len(addresses(LONG))
    note = f"the slowest of {sizes.keys}: {max(found['keys']):.0f} ms"
    yield Row(
        f"key to paint, {steps:,} steps", median(found["keys"]), None, "", "ms", ("<=", 50.0), note, absolute=True
    )
    yield Row(
        f"show a batch, {steps:,} steps", found["shown"], None, "", "ms", None, "from the queue to the first field"
    )


def _child(mode: str, *arguments: str) -> dict[str, Any]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.bench.window_child", mode, str(time.monotonic_ns()), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
