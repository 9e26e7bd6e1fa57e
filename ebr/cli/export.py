"""`ebr export`: the record for an inspector, with a checker that needs nothing of ours."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ebr.cli.access import opened
from ebr.cli.options import AsPerson, Folder
from ebr.cli.speech import say
from ebr.words import tr


def export(
    station: Folder,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder or .zip file to make.")],
    batch: Annotated[
        str, typer.Option("--batch", help="Only this batch (with people, site and station); without it, everything.")
    ] = "",
    person: AsPerson = "",
) -> int:
    """Write entries, keys, attachments, a description of the format, schemas and a one-file checker.

    Example: ebr export --station ./demo-site -o record.zip
    """
    with opened(station, person) as (here, by):
        answer = here.export(output, batch, by)
    if answer.refusal is not None:
        raise answer.refusal
    say(tr("{file}: {count} entries", file=output, count=answer.answer["entries"]))
    return 0
