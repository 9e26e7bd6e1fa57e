"""`ebr export`: the record for an inspector or an archive, with a checker that needs nothing of ours."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ebr.cli.access import opened
from ebr.cli.options import AsPerson, Folder
from ebr.cli.speech import say
from ebr.domain.refusal import Refusal
from ebr.words import tr


def export(
    station: Folder,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder or .zip file to make.")],
    batch: Annotated[
        str, typer.Option("--batch", help="Only this batch (with people, site and station); without it, everything.")
    ] = "",
    archive: Annotated[
        str,
        typer.Option(
            "--archive", help="All about this batch for thirty years: papers, record, checkers, regulator's set."
        ),
    ] = "",
    person: AsPerson = "",
) -> int:
    """Write entries, keys, attachments, a description of the format, schemas and a one-file checker.

    Example: ebr export --station ./demo-site -o record.zip
    Example: ebr export --station ./demo-site --archive B-0001 -o b-0001
    """
    if archive and batch:
        raise Refusal("export_twice", batch=batch, archive=archive)
    with opened(station, person) as (here, by):
        answer = here.archive(output, archive, by) if archive else here.export(output, batch, by)
    if answer.refusal is not None:
        raise answer.refusal
    say(tr("{file}: {count} entries", file=output, count=answer.answer["entries"]))
    return 0
