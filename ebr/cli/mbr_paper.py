"""`ebr mbr print`: the printed master of a version; and the changes of two files as a paper without a site."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ebr.cli.access import opened
from ebr.cli.options import AsPerson, Folder
from ebr.cli.speech import say
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.domain.mbr.model import Mbr


def print_(
    mbr: Annotated[str, typer.Argument(help="Id of the master batch record.")],
    version: Annotated[str, typer.Argument(help="Version.")],
    station: Folder,
    output: Annotated[Path, typer.Option("-o", "--output", help="File to write.")],
    person: AsPerson = "",
) -> int:
    """Note the print in the record and write the whole version as a sealed PDF (21 CFR 211.186).

    Example: ebr mbr print handrub_f1 1 --station ./demo-site -o handrub-1.pdf
    """
    from ebr.station.master_papers import print_master

    with opened(station, person) as (here, by):
        answer = print_master(here, mbr, version, output, by)
    if answer.refusal is not None:
        raise answer.refusal
    say(answer.answer["file"])
    return 0


def write_plain(old: Mbr, new: Mbr, file: Path) -> None:
    """Write the changes of two texts as a PDF that nobody sealed, and that says so."""
    from ebr.reports.changes import changes_paper
    from ebr.reports.master_paper import Printed
    from ebr.reports.pdf.master import draw_paper
    from ebr.station.reporting import write

    now = datetime.now().astimezone()
    made = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    printed = Printed(f"{now:%Y-%m-%d %H:%M:%S} {now.isoformat()[-6:]}", made)
    write(file, draw_paper(changes_paper(old, new, printed, tr("Two files, not sealed"))))
