"""`ebr fact list | export | import`: one fact that stops work, as QR codes (floor-rules 19)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ebr.cli.access import opened
from ebr.cli.options import AsPerson, Folder
from ebr.cli.speech import free_for, say
from ebr.domain.refusal import Refusal
from ebr.words import tr

app = typer.Typer(
    help="One fact that stops work, as QR codes: somebody deactivated, an MBR withdrawn, a station revoked.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
SCALE = 5
"""Pixels of one square in a picture."""
MOST_BYTES = 256 * 1024


@app.command("list")
def show(station: Folder) -> int:
    """Say which facts can be sent, and which are held here until the record arrives. Opens the station.

    Example: ebr fact list --station ./office
    """
    from ebr.cli.access import unlocked
    from ebr.station.questions import Facts
    from ebr.wording.facts import fact_line

    with unlocked(station) as here:
        rows = here.ask(Facts())
    for row in rows:
        say(fact_line(row))
    if not rows:
        say(tr("Nobody was deactivated, no MBR withdrawn, no station revoked."))
    return 0


@app.command("export")
def export(
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="The beginning of the entry's hash.")],
    station: Folder,
    output: Annotated[Path, typer.Option("-o", "--output", help="PNG to make; more than one are numbered.")],
    person: AsPerson = "",
) -> int:
    """Draw the QR codes of a fact; quality sends it, and that it left is an entry first.

    Example: ebr fact export 3f2a9c01 --station ./office -o fact.png --as qlee
    """
    import segno

    from ebr.station import facts

    free_for(output)
    with opened(station, person) as (here, by):
        answer = facts.export(here, entry, str(output), by)
        if answer.refusal is not None:
            raise answer.refusal
    lines = answer.answer["lines"].split("\n")
    for n, line in enumerate(lines, 1):
        target = output if len(lines) == 1 else output.with_name(f"{output.stem}-{n}{output.suffix}")
        free_for(target)
        segno.make(line, error="m", micro=False).save(str(target), kind="png", scale=SCALE)
        say(str(target))
    return 0


@app.command("import")
def take(
    station: Folder,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="The lines that a scanner read; without it, typed here.")
    ] = None,
    person: AsPerson = "",
) -> int:
    """Take a fact in from what a scanner typed, one line for each code; it counts here at once.

    Without a file the lines are read from standard input, behind any secret, up to an empty one or the last code.

    Example: ebr fact import scanned.txt --station ./iso-1 --as mchen
    """
    from ebr.station import facts
    from ebr.wording.facts import taken_words

    with opened(station, person) as (here, by):
        answer = facts.take(here, _typed() if file is None else _lines(file), by)
    if answer.refusal is not None:
        raise answer.refusal
    for line in taken_words(answer.answer):
        say(line)
    return 0


def _lines(file: Path) -> list[str]:
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES).decode("ascii").splitlines()
    except FileNotFoundError:
        raise Refusal("path_missing", path=str(file)) from None
    except IsADirectoryError:
        raise Refusal("path_is_folder", path=str(file)) from None
    except UnicodeDecodeError:
        raise Refusal("fact_unreadable") from None


def _typed() -> list[str]:
    """Read lines until every code is there."""
    from ebr.station.facts import missing

    lines: list[str] = []
    while line := sys.stdin.readline().strip():
        lines.append(line)
        if not missing(lines):
            break
    return lines
