"""`ebr qualify`: evidence of installation and operation from this very machine, as a sealed PDF."""

from __future__ import annotations

import platform
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ebr.cli.access import opened
from ebr.cli.options import AsPerson
from ebr.cli.speech import free_for, say
from ebr.words import ntr, tr

if TYPE_CHECKING:
    from ebr.station.door import Station
    from ebr.station.qualifying import Check, Qualification, Ran


def qualify(
    station: Annotated[
        Path | None,
        typer.Option("--station", help="Station that is looked at and seals the report; without it, one for this run."),
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="File to write.")] = Path("qualification.pdf"),
    person: AsPerson = "",
) -> int:
    """Check the installation, run every operational test, write the report (IQ and OQ) with a form for the PQ.

    The tests use a station of their own in a temporary folder. Ends with 1 when a check or a test failed or a claimed
    requirement has no test; the report is written all the same.

    Example: ebr qualify --station ./demo-site -o qualification.pdf
    """
    from ebr.station.qualifying import print_qualification

    free_for(output)
    with (
        tempfile.TemporaryDirectory(prefix="ebr-qualify-") as place,
        _sealing(station, person, Path(place)) as (
            here,
            by,
        ),
    ):
        found = _qualified(here, Path(place))
        answer = print_qualification(here, found, output, by)
    if answer.refusal is not None:
        raise answer.refusal
    for line in _outcome(found):
        say(line)
    if station is None:
        say(tr("Sealed by a station that existed for this run only; with --station it is sealed by that one."))
    say(str(answer.answer["file"]))
    return 0 if found.sound else 1


@contextmanager
def _sealing(station: Path | None, person: str, place: Path) -> Iterator[tuple[Station, str]]:
    """Open the station that seals the report: the one named, or one founded for this run."""
    if station is not None:
        with opened(station, person) as given:
            yield given
        return
    from ebr.cli.qualification.plant import founded_now

    with opened(founded_now(place / "sealing"), "") as own:
        yield own


def _qualified(here: Station, place: Path) -> Qualification:
    from ebr.cli.qualification import running
    from ebr.cli.qualification.installation import installation_checks, program_folder
    from ebr.station.qualifying import Qualification, station_checks

    checks = (*installation_checks(place, program_folder()), *station_checks(here))
    for check in checks:
        _say_check(check)
    begun = time.monotonic()
    tests = running.run_all(running.shipped_scenarios(), _say_test)
    seconds = time.monotonic() - begun
    where = (
        (tr("Machine"), f"{platform.node()}, {platform.machine()}"),
        (tr("Time for the tests"), tr("{seconds} s", seconds=round(seconds, 1))),
    )
    return Qualification(checks, running.shipped_requirements(), tests, where)


def _say_check(check: Check) -> None:
    mark = {"pass": tr("ok"), "fail": tr("WRONG"), "note": tr("to know")}[check.result]
    say(f"{mark}: {check.what}: {check.found}")


def _say_test(test: Ran) -> None:
    say(f"{tr('ok') if test.passed else tr('FAILED')}: {test.title}")
    if not test.passed:
        say(f"    {test.place}: {test.failed}")


def _outcome(found: Qualification) -> Iterator[str]:
    yield ntr("{n} test", "{n} tests", len(found.tests)) + ", " + tr("{count} failed", count=len(found.failures))
    claimed = sum(one.claimed for one in found.requirements)
    yield tr("{claimed} requirements claimed, {gaps} of them without a test", claimed=claimed, gaps=len(found.gaps))
    for one in found.gaps:
        yield tr("GAP: {clause}: {text}", clause=one.clause, text=one.text)
    for clause in found.strays:
        yield tr("A test names a clause that is no requirement: {clause}", clause=clause)
