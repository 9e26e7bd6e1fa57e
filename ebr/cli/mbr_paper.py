"""`ebr mbr print`: the printed master of a version."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ebr.cli.access import opened
from ebr.cli.options import AsPerson, Folder
from ebr.cli.speech import say


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
