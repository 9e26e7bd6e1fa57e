"""`ebr stamp FILE...`: a time stamp of an independent authority on the seal of reports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ebr.cli.speech import say
from ebr.words import tr


def stamp(
    files: Annotated[list[Path], typer.Argument(help="Reports (.pdf) that a station sealed.")],
    tsa: Annotated[str, typer.Option("--tsa", help="Address of the time-stamp authority (RFC 3161, http or https).")],
) -> int:
    """Have an authority say when the seal of a report existed. The record is not touched; only a hash leaves.

    Example: ebr stamp reports/HR-2026-001-report-1.pdf --tsa https://tsa.example/rfc3161
    """
    from ebr.station.stamping import stamp as stamped

    for file in files:
        found = stamped(file, tsa)
        say(tr("{file}: stamped {at} by {authority}", file=file.name, at=found.at, authority=found.authority))
    return 0
