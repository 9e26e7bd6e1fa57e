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
    stations: Annotated[
        int,
        typer.Option(
            "--stations", min=1, max=20, help="How many stations play, each in a folder of its own: DIR/1, ..."
        ),
    ] = 1,
    central: Annotated[
        str, typer.Option("--central", metavar="URL", help="The central store that several stations synchronise with.")
    ] = "",
) -> int:
    """Execute the three example records with people, attempts, exceptions, corrections and countersignatures.

    With --headless, weeks of work are played in under a minute of yours, and the signed reports are left in the
    folder's reports/ (certificates in certificates/). Without it, a plant with three batches in progress is prepared
    and the window opens on it. Killed at any moment and started again, it goes on where it stood. With --stations,
    stations of one site work apart, hand batches over and synchronise; the address is one that may make logins, for
    example the database's owner.

    Example: ebr demo --station ./demo-site --headless
    """
    from ebr.cli import demonstration

    if (stations == 1) is not (not central) or (central and not headless):
        return _stopped(tr("Several stations play together with --headless, --stations N and --central URL."))
    echo = demonstration.silent if quiet else say
    try:
        if central:
            from ebr.cli.demonstration.together import together

            together(station, stations, central, echo, demonstration.tracing if trace else None)
            return 0
        return demonstration.run(station, headless=headless, trace=trace, echo=echo)
    except demonstration.DemoEnd as end:
        return _stopped(tr("The demonstration stops here: {why}. Give it an empty folder.", why=end))


def _stopped(why: str) -> int:
    print(f"ebr: {why}", file=sys.stderr)
    return 2
