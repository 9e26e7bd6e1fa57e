"""`ebr certificate BATCH` and `ebr releases`: the certificate of a batch, and the register of releases."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ebr.cli.access import opened
from ebr.cli.options import AsJson, AsPerson, Folder
from ebr.cli.speech import say, say_json
from ebr.words import tr

Output = Annotated[Path, typer.Option("-o", "--output", help="PDF file to write.")]
Register = Annotated[Path | None, typer.Option("-o", "--output", help="File to write: .pdf is sealed, .csv a table.")]


def certificate(
    batch: Annotated[str, typer.Argument(help="Number of the batch.")],
    station: Folder,
    output: Output,
    person: AsPerson = "",
) -> int:
    """Write the certificate of a batch that was certified, released on condition, or supplied.

    Example: ebr certificate HR-2026-001 --station ./demo-site -o hr-001-certificate.pdf --as pklein
    """
    with opened(station, person) as (here, by):
        answer = here.print_certificate(batch, output, by)
    if answer.refusal is not None:
        raise answer.refusal
    say(answer.answer["file"])
    return 0


def releases(station: Folder, output: Register = None, as_json: AsJson = False, person: AsPerson = "") -> int:
    """List the register of releases, or write it to a file.

    Example: ebr releases --station ./demo-site -o releases.csv
    """
    from ebr.station.questions import Register as Asked
    from ebr.wording import moment_words
    from ebr.wording.releases import decision_word

    with opened(station, person) as (here, by):
        if output is not None:
            answer = here.print_register(output, by)
            if answer.refusal is not None:
                raise answer.refusal
            say(answer.answer["file"])
            return 0
        rows = here.ask(Asked())
    if as_json:
        say_json([asdict(row) for row in rows])
        return 0
    for row in rows:
        at, decision = moment_words(row.at), decision_word(row.decision)
        said = {"at": at, "batch": row.batch, "decision": decision, "name": row.name}
        say(
            tr("{at} {batch}: {decision}, {name}, void", **said)
            if row.void
            else tr("{at} {batch}: {decision}, {name}", **said)
        )
    if not rows:
        say(tr("No batch was decided yet"))
    return 0
