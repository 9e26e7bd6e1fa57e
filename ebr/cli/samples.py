"""`ebr samples`: the laboratory's work list, one sample, and the certificate of analysis of a batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ebr.cli.access import opened
from ebr.cli.options import AsJson, AsPerson, Folder
from ebr.cli.speech import say, say_json
from ebr.domain.refusal import Refusal
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.station.questions import FoundRow, SampleAnswer, SampleRow

Number = Annotated[str, typer.Argument(help="Number of a sample; without it the list is shown.")]
OfBatch = Annotated[str, typer.Option("--batch", help="Only samples of this batch, with those still to be taken.")]
OfRoom = Annotated[str, typer.Option("--room", help="Only samples of this room, by its code.")]
Everything = Annotated[bool, typer.Option("--all", help="Also samples with nothing left to do.")]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", help="Write the certificate of analysis of --batch as sealed PDF.")
]


def samples(
    station: Folder,
    number: Number = "",
    batch: OfBatch = "",
    room: OfRoom = "",
    everything: Everything = False,
    output: Output = None,
    as_json: AsJson = False,
    person: AsPerson = "",
) -> int:
    """List what the laboratory has to receive, test and check, overdue first; or show one sample.

    Example: ebr samples --station ./demo-site --batch CT-2026-007 -o analysis.pdf
    """
    if output is not None:
        return _written(station, batch, output, person)
    from ebr.station.questions import SampleQuestion, Samples

    with opened(station, person) as (here, _):
        asked = SampleQuestion(number) if number else Samples(batch, everything, room)
        found = here.ask(asked)
    if as_json:
        say_json(asdict(found) if number else [asdict(row) for row in found.rows])
        return 0
    for line in _one(found) if number else map(_line, found.rows):
        say(line)
    if not number and not found.rows:
        say(tr("No sample waits"))
    return 0


def _written(station: Path, batch: str, output: Path, person: str) -> int:
    if not batch:
        raise Refusal("batch_not_named")
    with opened(station, person) as (here, by):
        answer = here.print_analysis(batch, output, by)
    if answer.refusal is not None:
        raise answer.refusal
    say(answer.answer["file"])
    return 0


def _line(row: SampleRow) -> str:
    from ebr.wording.samples import sample_word, stage_word

    if not row.sample:
        return tr("{batch}: {label}, not taken yet", batch=row.batch, label=row.label)
    waits = ", ".join(stage_word(stage) for stage in row.stages) or sample_word(row.status)
    if row.room:
        return _of_room(row, waits)
    said = {"sample": row.sample, "label": row.label, "batch": row.batch, "waits": waits, "due": row.due}
    if row.overdue:
        return tr("{sample}: {label}, batch {batch}. {waits}, overdue since {due}", **said)
    if row.due:
        return tr("{sample}: {label}, batch {batch}. {waits}, due {due}", **said)
    return tr("{sample}: {label}, batch {batch}. {waits}", **said)


def _of_room(row: SampleRow, waits: str) -> str:
    said = {"sample": row.sample, "label": row.label, "room": row.room, "waits": waits, "due": row.due}
    if row.overdue:
        return tr("{sample}: {label}, room {room}. {waits}, overdue since {due}", **said)
    if row.due:
        return tr("{sample}: {label}, room {room}. {waits}, due {due}", **said)
    return tr("{sample}: {label}, room {room}. {waits}", **said)


def _one(found: SampleAnswer) -> Iterator[str]:
    yield _line(found.row)
    yield from (f"    {line}" for line in _more(found))


def _more(found: SampleAnswer) -> Iterator[str]:
    from ebr.wording import moment_words
    from ebr.wording.samples import course_word

    for test in found.tests:
        if test.status == "pending":
            yield tr("{test}: pending, {limits}", test=test.label, limits=test.limits or "-")
    for one in found.results:
        yield _result(one)
    for step in found.course:
        said = {"at": moment_words(step.at), "what": course_word(step.what), "by": step.by, "more": step.said}
        yield tr("{at} {what}, {by}: {more}", **said) if step.said else tr("{at} {what}, {by}", **said)


def _result(one: FoundRow) -> str:
    from ebr.wording.releases import verdict_word

    said = {"test": one.label, "value": one.value, "verdict": verdict_word(one.verdict), "analyst": one.analyst}
    said |= {"checker": one.checked_by, "number": str(one.number), "investigation": one.invalid}
    if one.invalid:
        return tr("{test}: {value}, {verdict}, {analyst}; set aside by {investigation}", **said)
    if one.number:
        return tr("{test}, retest {number}: {value}, {verdict}, {analyst}", **said)
    if one.checked_by:
        return tr("{test}: {value}, {verdict}, {analyst}, checked by {checker}", **said)
    return tr("{test}: {value}, {verdict}, {analyst}", **said)
