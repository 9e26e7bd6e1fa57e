"""`ebr demo`: a plant in a folder, with people at work on the three example records.

Always of the demonstration profile, with a simulated clock and a password that is shown; it can never become a
production store.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ebr.cli.speech import say
from ebr.words import tr


def demo(
    station: Annotated[
        Path,
        typer.Option(
            "--station", help="Folder of the demonstration; an empty one is filled, a begun one is gone on with."
        ),
    ],
    headless: Annotated[
        bool, typer.Option("--headless", help="Execute all batches to their signed reports, without a window.")
    ] = False,
    trace: Annotated[
        bool, typer.Option("--trace", help="Print number and hash of each entry as soon as it is durable.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print no lines about progress.")] = False,
    stations: Annotated[int, typer.Option("--stations", help="How many stations play (not yet: one).")] = 1,
    central: Annotated[str, typer.Option("--central", help="Central store to synchronise with (not yet).")] = "",
) -> int:
    """Execute the three example records with people, attempts, exceptions, corrections and countersignatures.

    With --headless, weeks of work are played in under a minute of yours, and the signed reports are left in the
    folder's reports/. Without it, a plant with three batches in progress is prepared and the window opens on it. Killed
    at any moment and started again, it goes on where it stood.

    Example: ebr demo --station ./demo-site --headless
    """
    from ebr.cli import demonstration

    if stations != 1 or central:
        return _stopped(
            tr("One station plays alone: synchronising is not there yet. Leave out --stations and --central.")
        )
    echo = demonstration.silent if quiet else say
    try:
        return demonstration.run(station, headless=headless, trace=trace, echo=echo)
    except demonstration.DemoEnd as end:
        return _stopped(tr("The demonstration stops here: {why}. Give it an empty folder.", why=end))


def _stopped(why: str) -> int:
    print(f"ebr: {why}", file=sys.stderr)
    return 2
