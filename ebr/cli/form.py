"""`ebr form BATCH`: the rest of a batch on numbered paper, for when the stations cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ebr.cli.access import opened
from ebr.cli.options import AsPerson, Folder, paper
from ebr.cli.speech import say
from ebr.words import ntr


def form(
    batch: Annotated[str, typer.Argument(help="Number of the batch.")],
    station: Folder,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File to write; without it, in the station's folder forms/.")
    ] = None,
    again: Annotated[
        str, typer.Option("--again", help="Number of a form printed before: draw that one once more.")
    ] = "",
    person: AsPerson = "",
) -> int:
    """Number a form in the record and print every entry still to make, to be written by hand.

    Each form is given back, transcribed and reconciled before the batch can be completed.

    Example: ebr form HR-2026-001 --station ./demo-site -o hr-001-form.pdf
    """
    with opened(station, person) as (here, by), paper(here):
        if again:
            from ebr.station import forms

            say(str(forms.reprint(here, batch, again, output)))
            return 0
        answer = here.print_form(batch, output, by=by)
    if answer.refusal is not None:
        raise answer.refusal
    told = answer.answer
    count = ntr("{n} entry still to make", "{n} entries still to make", int(told["entries"]))
    say(f"{told['file']}: {told['form']}, {count}")
    return 0
