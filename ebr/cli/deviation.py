"""`ebr deviation`: the deviations of a station as a list, and one of them for other systems or on paper."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ebr.cli.access import opened
from ebr.cli.options import AsJson, AsPerson, Folder
from ebr.cli.speech import say, say_json
from ebr.words import tr

app = typer.Typer(help="Deviations: list and export.", no_args_is_help=True)
Number = Annotated[str, typer.Argument(help="Number of the deviation, DEV-0001.")]
Output = Annotated[Path, typer.Option("-o", "--output", help="File to write.")]
Format = Annotated[
    str, typer.Option("--format", help="json, csv, or pdf (sealed); without it, as the file name ends, else json.")
]
Register = Annotated[Path | None, typer.Option("-o", "--output", help="File to write: .pdf is sealed, .csv a table.")]
FORMATS = {".csv": "csv", ".pdf": "pdf"}
Batch = Annotated[str, typer.Option("--batch", help="Only those that name this batch.")]


@app.command("list")
def list_all(
    station: Folder, batch: Batch = "", output: Register = None, as_json: AsJson = False, person: AsPerson = ""
) -> int:
    """List the deviations, open ones first, or write the register of all of them to a file.

    Example: ebr deviation list --station ./demo-site -o deviations.pdf
    """
    if output is not None:
        return _register(station, output, person)
    from ebr.station.questions import Deviations
    from ebr.wording import severity_word
    from ebr.wording.deviations import deviation_word, title_words

    with opened(station, person) as (here, _):
        rows = here.ask(Deviations(batch))
    if as_json:
        say_json([asdict(row) for row in rows])
        return 0
    for row in rows:
        said = {"deviation": row.deviation, "severity": severity_word(row.severity)}
        said |= {"status": deviation_word(row.status), "title": title_words(row.rule, row.title)}
        if row.batches:
            batches = ", ".join(row.batches)
            say(tr("{deviation} ({severity}), {status}: {title}. Batches: {batches}", **said, batches=batches))
        else:
            say(tr("{deviation} ({severity}), {status}: {title}", **said))
    if not rows:
        say(tr("No deviation"))
    return 0


def _register(station: Path, output: Path, person: str) -> int:
    with opened(station, person) as (here, by):
        answer = here.print_deviations(output, by)
    if answer.refusal is not None:
        raise answer.refusal
    say(answer.answer["file"])
    return 0


@app.command("export")
def export(number: Number, station: Folder, output: Output, form: Format = "", person: AsPerson = "") -> int:
    """Write one deviation: JSON or CSV for a quality management system, or a sealed PDF.

    The export is an entry of the record first. Example: ebr deviation export DEV-0001 --format pdf -o dev-0001.pdf
    --station ./demo-site --as pklein
    """
    with opened(station, person) as (here, by):
        answer = here.export_deviation(number, form or FORMATS.get(output.suffix.lower(), "json"), output, by)
    if answer.refusal is not None:
        raise answer.refusal
    say(answer.answer["file"])
    return 0
