"""Folders and files to choose from inside the window.

A station has no file dialog of the system, which would cover who, what and where.

`look(place, endings)` never raises: a folder that cannot be read is said in `trouble`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ebr.words import tr


@dataclass(frozen=True, slots=True)
class Looked:
    """What is in a folder: folders, files with one of the endings, and why it cannot be read when it cannot."""

    place: Path
    folders: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    trouble: str = ""


def look(place: Path, endings: Collection[str]) -> Looked:
    """Return what can be chosen in a folder; hidden names are left out."""
    try:
        found = sorted(
            (one for one in place.iterdir() if not one.name.startswith(".")), key=lambda one: one.name.casefold()
        )
        folders = tuple(one.name for one in found if one.is_dir())
        files = tuple(one.name for one in found if one.is_file() and one.suffix.casefold() in endings)
    except OSError as error:
        return Looked(place, trouble=tr("{folder} cannot be read: {why}", folder=place, why=error.strerror or ""))
    return Looked(place, folders, files)
