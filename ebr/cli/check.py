"""`ebr doctor`: whether this machine can carry a station, and what is wrong if not."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from ebr.cli.speech import say
from ebr.domain.refusal import Refusal
from ebr.words import tr


def doctor(
    station: Annotated[Path | None, typer.Option("--station", help="Folder of a station to look at as well.")] = None,
) -> int:
    """Look at Python, SQLite, key store, disk and, if given, a station's folder.

    Example: ebr doctor --station ./demo-site
    """
    found = list(_machine())
    if station is not None:
        found += list(_station(station))
    for good, words in found:
        say(f"{'ok' if good else 'WRONG'}: {words}")
    return 0 if all(good for good, _ in found) else 1


def _machine() -> Iterator[tuple[bool, str]]:
    from ebr.station.machine import engine, keyring_state

    yield True, tr("Python {version} on {system}", version=platform.python_version(), system=platform.platform())
    good, words = engine()
    yield good, words
    yield True, keyring_state()


def _station(folder: Path) -> Iterator[tuple[bool, str]]:
    from ebr.station.looking import look

    try:
        with look(folder) as here:
            status = here.status()
    except Refusal as refusal:
        from ebr.wording import refusal_words

        yield False, refusal_words(refusal)
        return
    yield (
        True,
        tr("station {station} of {site}, {profile}", station=status.station, site=status.site, profile=status.profile),
    )
    free = shutil.disk_usage(folder).free
    yield free > 2**28, tr("{megabytes} MiB free", megabytes=free // 2**20)
    yield (
        status.ballast,
        tr("ballast file is there") if status.ballast else tr("ballast file is missing: the disk was full once"),
    )
