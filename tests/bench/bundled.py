"""The program of one folder (`dist/ebr`): its size and its start beside plain Python and an empty PySide6 bundle.

A start is timed from outside and the same for every side: from the start of the process until Qt says on standard error
that it hands the first painting of a window to the screen. Offscreen; the sides take turns. The empty bundle is made
once by the same PyInstaller from the same environment, in `build/empty-window`. Without a bundle, as in a checkout that
nobody built, the rows say so and nothing fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from threading import Timer
from typing import Final

from tests.bench.rows import Row
from tests.bench.sizes import Sizes
from tests.bench.timing import take_turns

ROOT: Final = Path(__file__).resolve().parents[2]
BUNDLE: Final = ROOT / "dist" / "ebr" / "ebr"
NAME: Final = "empty-window"
LONGEST: Final = 60.0
"""Seconds after which a program that has painted nothing is ended."""
PAINTED: Final = b"qt.widgets.painting: Flushing "
"""What Qt says when a window is painted."""
NOT_HERE: Final = "there is no bundle in dist/; make it with: python3 -m installer build"


def measure(place: Path, sizes: Sizes, bundle: Path = BUNDLE) -> Iterator[Row]:
    """Yield the rows of the bundle; where there is none, rows without figures that say so."""
    if not bundle.is_file():
        yield Row("bundle, size", None, None, "", "MB", note=NOT_HERE)
        yield Row("bundle, first paint", None, None, "", "ms", note=NOT_HERE)
        return
    empty = emptied(ROOT / "build" / NAME)
    beside = "empty PySide6 bundle"
    yield Row("bundle, size", megabytes(bundle.parent), megabytes(empty.parent), beside, "MB", ("<=", 3.0))
    folder = place / "station"
    folder.mkdir()
    opens = ("open", str(folder))
    found = take_turns(
        {
            "bundle": lambda: [first_paint([str(bundle), *opens])],
            "plain": lambda: [first_paint([sys.executable, "-m", "ui", *opens])],
            "empty": lambda: [first_paint([str(empty)])],
        },
        sizes.starts,
    )
    ours, plain, bare = (found[name].seconds() * 1e3 for name in ("bundle", "plain", "empty"))
    yield Row("bundle, first paint", ours, bare, beside, "ms", ("<=", 2.0))
    yield Row("bundle, first paint", ours, plain, "the same in plain Python", "ms", ("<=", 2.0))


def first_paint(command: Sequence[str]) -> float:
    """Start a program, return the seconds until a window of it is painted, and end it."""
    told = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "qt.widgets.painting=true"}
    took, begun = 0.0, time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **told}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as program:
        assert program.stderr is not None
        too_long = Timer(LONGEST, program.kill)
        too_long.start()
        for line in program.stderr:
            if line.startswith(PAINTED):
                took = time.perf_counter() - begun
                program.kill()
                break
        too_long.cancel()
    if took:
        return took
    raise RuntimeError(f"{' '.join(command)} ended with {program.returncode} and painted nothing")


def emptied(cache: Path) -> Path:
    """Return the program of an empty window in one folder; made when there is none of these versions."""
    made = cache / f"{version('PySide6-Essentials')}-{version('pyinstaller')}"
    program = made / NAME / NAME
    if not program.is_file():
        command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR", "--name", NAME]
        command += ["--distpath", str(made), "--workpath", str(made / "work"), "--specpath", str(made)]
        command.append(str(Path(__file__).with_name("empty_window.py")))
        subprocess.run(command, cwd=ROOT, check=True, stdout=sys.stderr)  # what is printed here are the rows alone
    return program


def megabytes(folder: Path) -> float:
    """Return what the files of a folder take, each counted once."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6
