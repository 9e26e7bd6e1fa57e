"""`ebr copy-take FOLDER`: go on elsewhere from the last second copy of a station that is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ebr.cli.access import opened
from ebr.cli.options import AsPerson, Folder
from ebr.cli.speech import say
from ebr.words import tr


def take(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder on the medium with the second copy.")],
    station: Folder,
    person: AsPerson = "",
) -> int:
    """Take the second copy of another station in: every entry is checked. A supervisor can then take its parts over.

    Example: ebr copy-take /media/stick/copies --station ./room-12 --as mchen
    """
    with opened(station, person) as (here, by):
        from ebr.station.going_on import take_copies

        found = take_copies(here, folder, by)
    for one in found:
        say(
            tr(
                "{station}: {count} entries taken; known up to entry {seq} of {at}. What it wrote later is not here.",
                station=one.station,
                count=one.entries,
                seq=one.seq,
                at=one.at,
            )
        )
    return 0
