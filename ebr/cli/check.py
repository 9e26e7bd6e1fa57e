"""`ebr doctor`: whether this machine can carry a station, and what is wrong if not."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

from ebr import applog
from ebr.cli.speech import free_for, say
from ebr.domain.refusal import Refusal
from ebr.words import ntr, tr

ROOM: Final = 2**28
"""Bytes that must be free: below them a station is about to use its reserve."""


def doctor(
    station: Annotated[Path | None, typer.Option("--station", help="Folder of a station to look at as well.")] = None,
    target: Annotated[
        Path | None, typer.Option("--package", help="Write what support needs into this ZIP file: no record data.")
    ] = None,
) -> int:
    """Look at Python, SQLite, key store, disk and, if given, a station's folder; pack it up for support.

    Example: ebr doctor --station ./demo-site --package support.zip
    """
    if target is not None:
        free_for(target)
    from ebr.station.machine import engine, keyring_state

    found = [("engine", *engine()), ("python", True, _python()), ("keyring", True, keyring_state())]
    if station is not None:
        found += list(_station(station))
    for _code, good, words in found:
        say(f"{'ok' if good else 'WRONG'}: {words}")
    if target is not None:
        _pack(station, target, [(code, good) for code, good, _ in found])
    return 0 if all(good for _, good, _ in found) else 1


def _pack(station: Path | None, target: Path, checks: list[tuple[str, bool]]) -> None:
    from ebr.cli.diagnosis import package

    n = package(station, target, checks)
    say(ntr("{file}: {n} file, no record data", "{file}: {n} files, no record data", n, file=str(target)))


def _python() -> str:
    return tr("Python {version} on {system}", version=platform.python_version(), system=platform.platform())


def _station(folder: Path) -> Iterator[tuple[str, bool, str]]:
    from ebr.station.looking import look

    try:
        with look(folder) as here:
            status = here.status()
    except Refusal as refusal:
        from ebr.wording import refusal_words

        yield refusal.code, False, refusal_words(refusal)
        return
    yield (
        "station",
        True,
        tr("station {station} of {site}, {profile}", station=status.station, site=status.site, profile=status.profile),
    )
    free = shutil.disk_usage(folder).free
    yield "room", free > ROOM, tr("{megabytes} MiB free", megabytes=free // 2**20)
    reserve = tr("ballast file is there") if status.ballast else tr("ballast file is missing: the disk was full once")
    yield "ballast", status.ballast, reserve
    yield from _faults(folder)


def _faults(folder: Path) -> Iterator[tuple[str, bool, str]]:
    """Faults of the program are no findings against the station: they are counted, for whoever asks support."""
    lines = [line for file in applog.files(folder) for line in file.read_text("utf-8", "replace").splitlines()]
    n = sum(" fault " in line for line in lines)
    if lines:
        words = ntr("{n} fault of the program in its log", "{n} faults of the program in its log", n)
        yield "faults", True, words
