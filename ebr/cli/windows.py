"""`ebr screenshots`, `ebr open`: told here for `--help`; the program with its window does them (`ui.__main__`)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ebr.words import tr


def screenshots(
    _folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Folder for the pictures; made if it is not there.")
    ],
    *,
    _renew: Annotated[bool, typer.Option("--renew", help="Only the pictures that are in the folder already.")] = False,
) -> int:
    """Show every screen on a demonstration site, in three themes and two sizes, and write a picture of each.

    The pictures of the help are made anew with: ebr screenshots resources/pictures --renew

    Example: ebr screenshots ./pictures
    """
    return _elsewhere()


def open_window(
    _folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="Station folder; without it, this user's own.")
    ] = None,
    *,
    _full_screen: Annotated[
        bool, typer.Option("--full-screen", help="Nothing else on the screen: for a terminal.")
    ] = False,
) -> int:
    """Open the window on a station.

    Example: ebr open /var/lib/ebr/station --full-screen
    """
    return _elsewhere()


def _elsewhere() -> int:
    """Say on standard error that the core alone has no window; not reached through the `ebr` program."""
    typer.echo("ebr: " + tr("this needs the program with its window"), err=True)
    return 2
