"""`ebr mbr diff OLD NEW`: what differs between two versions, in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ebr.cli.options import AsJson, AsPerson
from ebr.cli.speech import say, say_json
from ebr.domain.refusal import Refusal
from ebr.words import ntr, tr

if TYPE_CHECKING:
    from ebr.domain.mbr.compare import Change, Comparison
    from ebr.domain.mbr.model import Mbr

Side = Annotated[str, typer.Argument(help="A text file, or with --station the number of a version.")]


def diff(
    old: Side,
    new: Side,
    station: Annotated[
        Path | None, typer.Option("--station", help="Folder of a station that holds the versions.")
    ] = None,
    mbr: Annotated[str, typer.Option("--mbr", help="With --station: the id of the master batch record.")] = "",
    pdf: Annotated[
        Path | None, typer.Option("--pdf", help="Write the changes as PDF as well; sealed with --station.")
    ] = None,
    as_json: AsJson = False,
    person: AsPerson = "",
) -> int:
    """Say what changed between two versions, by step, and who reads what changed.

    Example: ebr mbr diff handrub_f1.yaml draft.yaml --pdf changes.pdf
    """
    if station is not None:
        return _of_station(station, mbr, (old, new), pdf, as_json=as_json, person=person)
    was, now = (_read(Path(file)) for file in (old, new))
    _tell(was, now, as_json=as_json)
    if pdf is not None:
        from ebr.station.master_papers import write_plain

        write_plain(was, now, pdf)
        _told(pdf, as_json=as_json)
    return 0


def _of_station(
    folder: Path, mbr: str, versions: tuple[str, str], pdf: Path | None, *, as_json: bool, person: str
) -> int:
    from ebr.station.looking import look
    from ebr.station.master_papers import document_of

    if not mbr:
        raise Refusal("mbr_id_missing")
    with look(folder) as here:
        was, now = (document_of(here, mbr, version) for version in versions)
    _tell(was, now, as_json=as_json)
    if pdf is not None:
        from ebr.cli.access import opened
        from ebr.station import master_papers

        with opened(folder, person) as (inside, by):
            answer = master_papers.print_changes(inside, mbr, versions, pdf, by)
        if answer.refusal is not None:
            raise answer.refusal
        _told(pdf, as_json=as_json)
    return 0


def _told(file: Path, *, as_json: bool) -> None:
    if not as_json:
        say(str(file))


def _read(file: Path) -> Mbr:
    """Read a text; what is not right yet can be compared, what cannot be read cannot."""
    from ebr.cli.mbr_text import text_of
    from ebr.domain.mbr.text import read
    from ebr.wording import problem_words

    reading = read(text_of(file))
    if reading.mbr is None:
        first = reading.problems[0]
        raise Refusal(
            "mbr_file_unreadable",
            file=str(file),
            problems=str(len(reading.problems)),
            line=str(first.line),
            problem=problem_words(first),
        )
    return reading.mbr


def _tell(was: Mbr, now: Mbr, *, as_json: bool) -> None:
    from ebr.domain.mbr.compare import compare
    from ebr.domain.mbr.compare.impact import impact

    found = compare(was, now)
    reached = impact(was, now, found.changes)
    if as_json:
        say_json(_json(found, reached))
        return
    for line in lines(found, reached):
        say(line)


def lines(found: Comparison, reached: Any) -> list[str]:  # noqa: ANN401 - tuple[Impact, ...]
    """Return everything that the command prints about two versions."""
    from ebr.wording.changes import change_words, count_words, effect_words, renumbered_words
    from ebr.wording.changes_values import part_lines, reader_words

    told = []
    for change in found.changes:
        effect = effect_words(change.effect)
        words = change_words(change)
        told.append(tr("{words} ({effect})", words=words, effect=effect.lower()) if effect else words)
        told += [f"    {'    ' * line.depth}{line.name}: {line.value}" for line in part_lines(change)]
    if found.renumbered:
        told.append(renumbered_words(found.renumbered))
    for one in reached:
        told.append(tr("{number} {title} is read by:", number=one.part.number, title=one.part.title).strip())
        told += [
            f"    {r.part.number} {r.part.title}: {reader_words(r)} {r.text}".replace("  ", " " * 2)
            for r in one.readers
        ]
    same = ntr("{n} part unchanged", "{n} parts unchanged", len(found.unchanged_blocks))
    return [*told, tr("{changes}, {unchanged}", changes=count_words(len(found.changes)), unchanged=same)]


def _json(found: Comparison, reached: Any) -> dict[str, Any]:  # noqa: ANN401 - tuple[Impact, ...]
    from dataclasses import asdict

    return {
        "changed_blocks": list(found.changed_blocks),
        "changes": [_change(change) for change in found.changes],
        "impact": [asdict(one) for one in reached],
        "renumbered": [asdict(one) for one in found.renumbered],
        "unchanged_blocks": list(found.unchanged_blocks),
    }


def _change(change: Change) -> dict[str, Any]:
    from dataclasses import asdict

    from ebr.wording.changes import change_words

    return {**asdict(change), "words": change_words(change)}
