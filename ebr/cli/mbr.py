"""`ebr mbr ...`: check, format and add master batch records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ebr.cli import mbr_blocks, mbr_contents, mbr_diff, mbr_dry_run, mbr_exchange, mbr_paper
from ebr.cli.access import opened
from ebr.cli.mbr_media import keep_media
from ebr.cli.mbr_text import text_of
from ebr.cli.options import AsJson, AsPerson, Folder
from ebr.cli.speech import say, say_json
from ebr.domain.refusal import Refusal
from ebr.words import ntr, tr

app = typer.Typer(help="Master batch records.", no_args_is_help=False, rich_markup_mode=None)
File = Annotated[Path, typer.Argument(help="An MBR in its text form (YAML).")]


@app.command("check")
def check(file: File, as_json: AsJson = False) -> int:
    """Name every problem with its line, path and clause.

    Example: ebr mbr check handrub_f1.yaml
    """
    from ebr.domain.mbr.check import errors, examine

    problems = examine(text_of(file)).problems
    if as_json:
        say_json([_problem(problem) for problem in problems])
    else:
        for problem in problems:
            say(_line(file, problem))
        if not problems:
            say(tr("{file}: no problem", file=file))
    return 1 if errors(problems) else 0


def _words(problem: Any) -> str:  # noqa: ANN401 - a Problem
    from ebr.wording import problem_words

    return problem_words(problem)


def _problem(problem: Any) -> dict[str, Any]:  # noqa: ANN401 - a Problem
    return {
        "clause": problem.clause,
        "code": problem.code,
        "column": problem.column,
        "line": problem.line,
        "path": problem.path,
        "severity": problem.severity,
        "words": _words(problem),
    }


def _line(file: Path, problem: Any) -> str:  # noqa: ANN401 - a Problem
    clause = f" [{problem.clause}]" if problem.clause else ""
    return f"{file}:{problem.line}:{problem.column}: {problem.severity}: {problem.path}: {_words(problem)}{clause}"


@app.command("format")
def format_(
    file: File,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File to write; without it, the text is printed.")
    ] = None,
) -> int:
    """Write the MBR in its one canonical text form.

    Example: ebr mbr format draft.yaml -o draft.yaml
    """
    from ebr.domain.mbr.text import read
    from ebr.domain.mbr.write import write

    reading = read(text_of(file))
    if reading.mbr is None:
        for problem in reading.problems:
            say(_line(file, problem))
        raise Refusal(
            "mbr_unreadable",
            problems=str(len(reading.problems)),
            line=str(reading.problems[0].line),
            problem=_words(reading.problems[0]),
        )
    text = write(reading.mbr)
    if output is None:
        print(text, end="")
    else:
        partial = output.with_name(output.name + ".new")
        partial.write_text(text, encoding="utf-8")
        partial.replace(output)
    return 0


@app.command("add")
def add(file: File, station: Folder, person: AsPerson = "") -> int:
    """Bring a version to a station; author and quality sign it there, nothing is effective yet.

    Pictures and documents of its steps are taken from beside the file, by name and hash.

    Example: ebr mbr add handrub_f1.yaml --station ./demo-site --as aauthor
    """
    from ebr.domain.mbr.check import errors, examine
    from ebr.station.door import adding

    text = text_of(file)
    reading = examine(text)
    wrong = errors(reading.problems)
    if wrong:
        for problem in wrong:
            say(_line(file, problem))
        raise Refusal("mbr_has_errors", count=str(len(wrong)), first=_words(wrong[0]))
    if not person:
        raise Refusal("person_required")
    command = adding(text)
    with opened(station, person) as (here, by):
        if reading.mbr is not None:
            keep_media(here, reading.mbr, file.parent)
        answer = here.do(command, by=by)
    if answer.refusal is not None:
        raise answer.refusal
    say(
        ntr(
            "{mbr} version {version} added",
            "{mbr} version {version} added",
            1,
            mbr=command.mbr,
            version=command.version,
        )
    )
    return 0


app.command("blocks")(mbr_blocks.blocks)
app.command("contents")(mbr_contents.contents)
app.command("diff")(mbr_diff.diff)
app.command("print")(mbr_paper.print_)
app.command("dry-run")(mbr_dry_run.dry_run)
app.command("import")(mbr_exchange.import_)
app.command("export")(mbr_exchange.export)
