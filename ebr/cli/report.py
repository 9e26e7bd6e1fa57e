"""`ebr report BATCH`: the batch record as a sealed PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ebr.cli.access import opened
from ebr.cli.options import AsPerson, Folder, paper
from ebr.cli.speech import say


def report(
    batch: Annotated[str, typer.Argument(help="Number of the batch.")],
    station: Folder,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File to write; without it, in the station's folder reports/.")
    ] = None,
    copy_of: Annotated[
        int, typer.Option("--copy-of", help="Make a further numbered copy of this report instead of a new one.")
    ] = 0,
    person: AsPerson = "",
) -> int:
    """Number the report in the record, draw it, seal it and write it, in the station's language or in --language.

    Example: ebr report HR-2026-001 --station ./demo-site -o hr-001.pdf
    """
    with opened(station, person) as (here, by), paper(here):
        answer = here.report(batch, output, by=by, copy_of=copy_of)
    if answer.refusal is not None:
        raise answer.refusal
    say(answer.answer["file"])
    return 0
