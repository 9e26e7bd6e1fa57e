"""`ebr bundle export | import | copy`: what air-gapped stations send and get, and the second copy of a log."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ebr.cli.access import opened, unlocked
from ebr.cli.options import AsPerson, Folder
from ebr.cli.speech import say
from ebr.domain.refusal import Refusal
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.station.answered import Answer
    from ebr.station.bundle_contents import Wanted
    from ebr.station.door import Station

app = typer.Typer(help="Signed, encrypted bundles on a stick.", no_args_is_help=True, rich_markup_mode=None)


@app.command("export")
def export(
    station: Folder,
    to: Annotated[str, typer.Option("--to", help="Name of the station that it is for.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="File to make.")],
    since: Annotated[
        Path | None,
        typer.Option("--since", help="JSON file with what the other station has: {log: [number, hash]}."),
    ] = None,
    needed: Annotated[
        bool, typer.Option("--needed", help="Contents only of batches that the other station asked for.")
    ] = False,
    batch: Annotated[list[str] | None, typer.Option("--batch", help="With --needed: also this batch.")] = None,
    person: AsPerson = "",
) -> int:
    """Write what another station lacks, as far as was last heard from it, for that station alone.

    Example: ebr bundle export --station ./iso-1 --to Room-12 -o /media/stick/iso-1.ebrb --as mchen
    """
    from ebr.domain.subjects import batch as batch_root
    from ebr.station.bundle_contents import Wanted

    known = None if since is None else _heads(since)
    wanted = Wanted(known, needed, frozenset(batch_root(name) for name in batch or ()))
    with opened(station, person) as (here, by):
        exported(here, to, output, by, wanted)
    return 0


@app.command("import")
def take(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The bundle.")],
    station: Folder,
    person: AsPerson = "",
) -> int:
    """Take a bundle in: whole and verified, or not at all.

    Example: ebr bundle import /media/stick/room-12.ebrb --station ./iso-1 --as mchen
    """
    with opened_to_take(station, person) as (here, by):
        from ebr.station import bundles

        answer = bundles.take(here, file, by)
    from ebr.wording.rounds import revoked_words

    if answer.refusal is not None:
        raise answer.refusal
    told = answer.answer
    say(tr("{file}: {count} entries from {station}", file=file, count=told["entries"], station=told["of"]))
    if told["left_out"]:
        say(tr("Left out, because they part from what is here: {logs}", logs=told["left_out"]))
    if told["revoked"]:
        say(revoked_words(told["of"], told["revoked"]))
    return 1 if told["left_out"] or told["revoked"] else 0


def copy(
    station: Folder,
    target: Annotated[Path, typer.Option("--to", help="Folder on the other medium.")],
    person: AsPerson = "",
) -> int:
    """Bring the second copy of the station's log on another medium up to date.

    Example: ebr copy --station ./iso-1 --to /media/stick/copies
    """
    with opened(station, person) as (here, by):
        from ebr.station.second_copy import second_copy

        answer = second_copy(here, target, by)
    if answer.refusal is not None:
        raise answer.refusal
    told = answer.answer
    say(tr("{folder}: the copy goes up to entry {number}", folder=target, number=told["to"]))
    return 0


def exported(here: Station, to: str, output: Path, by: str, wanted: Wanted | None = None) -> None:
    """Export from an open station and say so; raises `Refusal`."""
    answer = _exported(here, to, output, by, wanted)
    if answer.refusal is not None:
        raise answer.refusal
    told = answer.answer
    say(tr("{file}: {count} entries for {station}", file=output, count=told["entries"], station=told["to"]))


def _exported(here: Station, to: str, output: Path, by: str, wanted: Wanted | None) -> Answer:
    """Export, with a countersignature from the central store where there is one that answers."""
    from ebr.station import bundles, credentials
    from ebr.station.answered import Answer

    if credentials.address(here):
        try:
            with credentials.centre_of(here) as centre:
                answer = bundles.export(here, to, output, by, wanted, centre)
        except Refusal as refusal:
            answer = Answer(refusal)
        if answer.refusal is None or not answer.refusal.code.startswith("centre_"):
            return answer
        say(tr("The central store does not answer: the bundle brings no countersignature."))
    return bundles.export(here, to, output, by, wanted)


def opened_to_take(station: Path, person: str) -> Any:  # noqa: ANN401 - a context manager of station and person
    """Open a station that takes a bundle in: before its first one nobody can sign in there."""
    from ebr.station.looking import look

    with look(station) as here:
        founded = here.state("site").founded
    return opened(station, person) if founded else _unpeopled(station)


def _unpeopled(station: Path) -> Any:  # noqa: ANN401 - a context manager of station and nobody
    from contextlib import contextmanager

    @contextmanager
    def _open() -> Any:  # noqa: ANN401
        with unlocked(station) as here:
            yield here, ""

    return _open()


def _heads(file: Path) -> Any:  # noqa: ANN401 - what `Wanted` takes
    from ebr.station.bundle_contents import heads_from

    try:
        return heads_from(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise Refusal("path_missing", path=str(file)) from None
    except (OSError, ValueError, TypeError, AttributeError) as wrong:
        raise Refusal("answers_unreadable", file=str(file), why=str(wrong)) from None
