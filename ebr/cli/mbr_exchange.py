"""`ebr mbr import` and `ebr mbr export`: BatchML recipes, Word and Excel forms."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ebr.cli.mbr_text import text_of
from ebr.cli.options import AsJson
from ebr.cli.speech import free_for, say, say_json
from ebr.domain.refusal import Refusal
from ebr.words import ntr, tr

if TYPE_CHECKING:
    from ebr.domain.mbr.model import Mbr

File = Annotated[Path, typer.Argument(help="A BatchML recipe (xml), a Word form (docx) or an Excel form (xlsx).")]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="New file to write; without it, only the list.")]
Recipe = Annotated[str, typer.Option("--recipe", help="ID of one recipe, when the file holds several.")]


def import_(file: File, output: Output = None, recipe: Recipe = "", as_json: AsJson = False) -> int:
    """Make a draft from a recipe or a form, and list what was guessed or has no place.

    Example: ebr mbr import recipe.xml -o draft.yaml
    """
    from ebr.domain.mbr.write import write
    from ebr.exchange.opening import import_file

    if output is not None:
        free_for(output)
    imported = import_file(file, recipe)
    if output is not None:
        write_whole(output, write(imported.mbr).encode())
    if as_json:
        say_json(_document(imported, output))
    else:
        _say(file, imported, output)
    return 0


def write_whole(output: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a loss of power; `OSError` passes on."""
    partial = output.with_name(output.name + ".new")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)


def _say(file: Path, imported: Any, output: Path | None) -> None:  # noqa: ANN401 - an Imported
    for line in _lines(file, imported.remarks):
        say(line)
    header = imported.mbr.header
    say(tr("{title}, version {version}", title=header.title, version=header.version))
    counts = {kind: sum(one.kind == kind for one in imported.remarks) for kind in ("unsure", "no_place", "read_as")}
    say(ntr("{n} mark to confirm", "{n} marks to confirm", counts["unsure"]))
    say(ntr("{n} thing has no place", "{n} things have no place", counts["no_place"]))
    if output is None:
        say(tr("Nothing was written; name a file with -o."))
    else:
        say(tr("{file} written. “ebr mbr check” names what is open.", file=output))


def _lines(file: Path, remarks: tuple[Any, ...]) -> Iterator[str]:
    """Yield one line for each remark; those that differ in their position only are counted behind the first."""
    from ebr.exchange.imported import folded

    for one, more in folded(remarks):
        where = f"{file}:{one.at.line}" if one.at.line else str(file)
        line = f"{where}: {_kind(one.kind)}: {one.at.place}: {one.words()}"
        yield ntr("{line} (and {n} like it)", "{line} (and {n} like it)", more, line=line) if more else line


def _kind(kind: str) -> str:
    return {"no_place": tr("left out"), "unsure": tr("to confirm"), "read_as": tr("changed")}[kind]


def _document(imported: Any, output: Path | None) -> dict[str, Any]:  # noqa: ANN401 - an Imported
    from ebr.domain.mbr.document import mbr_hash

    header = imported.mbr.header
    return {
        "file": str(output) if output is not None else "",
        "hash": mbr_hash(imported.mbr),
        "mbr": header.id,
        "remarks": [
            {
                "code": one.code,
                "field": one.field,
                "kind": one.kind,
                "line": one.at.line,
                "part": one.part,
                "place": one.at.place,
                "words": one.words(),
                **({"text": one.params["text"]} if "text" in one.params else {}),
            }
            for one in imported.remarks
        ],
        "title": header.title,
        "version": header.version,
    }


def export(
    file: Annotated[Path, typer.Argument(help="An MBR in its text form (YAML).")],
    output: Annotated[Path, typer.Option("-o", "--output", help="New file to write.")],
    format_: Annotated[str, typer.Option("--format", help="batchml, the only one there is.")] = "batchml",
) -> int:
    """Write an MBR as a BatchML V7 master recipe.

    Example: ebr mbr export handrub_f1.yaml --format batchml -o handrub_f1.xml
    """
    from ebr.exchange.batchml.writing import write_recipe

    if format_ != "batchml":
        raise typer.BadParameter(tr("batchml is the only format"), param_hint="--format")
    free_for(output)
    data = write_recipe(_read(file))
    write_whole(output, data)
    say(tr("{file} written", file=output))
    return 0


def _read(file: Path) -> Mbr:
    from ebr.domain.mbr.text import read
    from ebr.wording import problem_words

    reading = read(text_of(file))
    if reading.mbr is None:
        first = reading.problems[0]
        count = str(len(reading.problems))
        raise Refusal("mbr_unreadable", problems=count, line=str(first.line), problem=problem_words(first))
    return reading.mbr
