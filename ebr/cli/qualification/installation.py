"""Installation qualification: what is installed is what was released, and this machine can carry a record.

Files are compared with `SHA256SUMS`, which stands beside the program of a released bundle; a source checkout has none
and says so, since nothing can vouch for its files. A file that is not on the list fails where the program would load it
(`_internal`); elsewhere in the folder it is named.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from ebr.clock import SystemClock, zone_name
from ebr.paths import resources
from ebr.station.qualifying import Check
from ebr.words import ntr, tr

SUMS: Final = "SHA256SUMS"
VERSION: Final = "VERSION"
LOADED: Final = "_internal"
SYNCHRONISED: Final = Path("/run/systemd/timesync/synchronized")
ROOM: Final = 2**29
SLOW: Final = 0.5
"""Seconds within which a small file must be durable; a terminal waits that long at each entry."""
SHOWN: Final = 8


def program_folder() -> Path | None:
    """Return the folder of the released program, None in a source checkout."""
    return Path(sys.executable).resolve().parent if getattr(sys, "frozen", False) else None


def installation_checks(scratch: Path, folder: Path | None) -> Iterator[Check]:
    """Yield what is checked of program and machine; `folder` as `program_folder` gives it, `scratch` may be written."""
    yield from files(folder)
    yield from versions(folder)
    yield from machine(scratch)


def files(folder: Path | None) -> Iterator[Check]:
    """Compare the program's files with the list that was released with them."""
    chapter = tr("Files of the program")
    if folder is None:
        words = tr("not a released bundle: this is a source checkout, so no list of files vouches for it")
        yield Check(chapter, SUMS, words, "note")
        return
    released = listed(folder / SUMS)
    if not released:
        yield Check(chapter, SUMS, tr("the list is missing or empty"), "fail")
        return
    altered, missing = compared(folder, released)
    good = len(released) - len(altered) - len(missing)
    words = ntr("{n} file is as it was released", "{n} files are as they were released", good)
    yield Check(chapter, tr("Files on the list"), words, "fail" if altered or missing else "pass")
    for title, names in ((tr("Altered"), altered), (tr("Missing"), missing)):
        if names:
            yield Check(chapter, title, shortened(names), "fail")
    extra = sorted(_names(folder) - set(released) - {SUMS})
    loaded = [name for name in extra if name.startswith(f"{LOADED}/")]
    words = shortened(loaded) if loaded else tr("none")
    yield Check(chapter, tr("Strange files that the program could load"), words, "fail" if loaded else "pass")
    beside = [name for name in extra if name not in loaded]
    if beside:
        yield Check(chapter, tr("Other files in the folder"), shortened(beside), "note")


def listed(file: Path) -> dict[str, str]:
    """Return the released files of a list with their SHA-256; nothing when there is no list."""
    if not file.is_file():
        return {}
    rows = (line.split("  ", 1) for line in file.read_text(encoding="utf-8").splitlines() if "  " in line)
    return {name: digest for digest, name in rows}


def compared(folder: Path, released: dict[str, str]) -> tuple[list[str], list[str]]:
    """Return the names of altered and of missing files; a missing one is not altered."""
    altered, missing = [], []
    for name, digest in released.items():
        file = folder / name
        if not file.is_file():
            missing.append(name)
        elif _digest(file) != digest:
            altered.append(name)
    return altered, missing


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def shortened(names: Sequence[str]) -> str:
    """Return the first names, and how many more there are."""
    more = len(names) - SHOWN
    shown = ", ".join(names[:SHOWN])
    return ntr("{names} and {n} more", "{names} and {n} more", more, names=shown) if more > 0 else shown


def versions(folder: Path | None) -> Iterator[Check]:
    """Name the versions of the program and of what it stands on."""
    from ebr.station.machine import engine, keyring_state

    chapter = tr("Versions")
    if folder is not None:
        file = folder / VERSION
        words = ", ".join(file.read_text(encoding="utf-8").splitlines()) if file.is_file() else tr("is missing")
        yield Check(chapter, tr("Released as"), words, "pass" if file.is_file() else "fail")
    yield Check(chapter, "Python", platform.python_version(), "pass" if sys.version_info >= (3, 11) else "fail")
    good, words = engine()
    yield Check(chapter, tr("Database engine"), words, "pass" if good else "fail")
    yield Check(chapter, tr("Operating system"), platform.platform(), "note")
    parts = ("fonts", "locale", "mbr", "checker", "qualification", "help", "icc")
    missing = [name for name in parts if not (resources() / name).is_dir()]
    words = shortened(missing) if missing else tr("all are there")
    yield Check(chapter, tr("Parts shipped with the program"), words, "fail" if missing else "pass")
    yield Check(chapter, tr("Key store of this person"), keyring_state().split(". ")[0], "note")


def machine(scratch: Path) -> Iterator[Check]:
    """Look at the clock and at the disk under the tests."""
    chapter = tr("Clock and disk")
    clock = SystemClock()
    first = clock.now()
    released = datetime.fromtimestamp((resources() / "qualification" / "requirements.yaml").stat().st_mtime, UTC)
    late = datetime.now(UTC) >= released
    words = tr("{now}, zone {zone}", now=first.wall[:19] + first.wall[-6:], zone=zone_name())
    yield Check(chapter, tr("Time is not before the program's release"), words, "pass" if late else "fail")
    known = tr("yes, says the system") if SYNCHRONISED.exists() else tr("the system does not say: look at it by hand")
    yield Check(chapter, tr("Clock is synchronised"), known, "note")
    took = durable(scratch)
    words = tr("{milliseconds} ms for a small file", milliseconds=round(took * 1000, 1))
    yield Check(chapter, tr("What is written is on the disk at once"), words, "pass" if took < SLOW else "fail")
    free = shutil.disk_usage(scratch).free
    words = tr("{megabytes} MiB free", megabytes=free // 2**20)
    yield Check(chapter, tr("Room for the tests"), words, "pass" if free > ROOM else "fail")
    second = clock.now()
    drift = abs((second.up - first.up) / 1e9 - _seconds(first.wall, second.wall))
    words = tr("{seconds} s apart", seconds=round(drift, 3))
    yield Check(chapter, tr("Wall clock and boot clock run alike"), words, "pass" if drift < 1 else "fail")


def _seconds(first: str, second: str) -> float:
    return (datetime.fromisoformat(second) - datetime.fromisoformat(first)).total_seconds()


def durable(folder: Path) -> float:
    """Return how many seconds a small file takes to be on the disk, the middle of five."""
    took = []
    for number in range(5):
        begun = time.perf_counter()
        with (folder / f"durable-{number}").open("wb") as file:
            file.write(b"\xa5" * 4096)
            file.flush()
            os.fsync(file.fileno())
        took.append(time.perf_counter() - begun)
    return sorted(took)[2]
