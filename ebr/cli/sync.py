"""`ebr sync`: one round with the central store, stage by stage."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ebr.cli.access import passphrase, prompt, unlocked
from ebr.cli.options import Folder
from ebr.cli.speech import refusal_line, say
from ebr.domain.refusal import Refusal
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.station.door import Station
    from ebr.station.syncing import Summary, Told

NOT_WHOLE = 1
"""Exit code of a round that was done, with something to look at: a log in quarantine, a doubtful witness, a clock."""

Central = Annotated[
    str,
    typer.Option("--central", metavar="URL", help="postgresql://LOGIN@HOST/DATABASE or sqlite:///FILE; remembered."),
]
Everything = Annotated[bool, typer.Option("--all", help="Fetch the contents of all batches, not only of those needed.")]
NewLog = Annotated[
    bool,
    typer.Option("--new-log", help="After a restore: fetch the rest of the old record, then go on in a new log."),
]


def sync(station: Folder, everything: Everything = False, central: Central = "", new_log: NewLog = False) -> int:
    """Send what is new here, take what is new elsewhere; it can be stopped and run again at any time.

    The address is remembered; a password is asked for once and kept in the key store. Exit 0: done. 1: done, but a log
    is in quarantine or the witness or a clock is in doubt, or refused. 2: the station or the address cannot be used.

    Example: ebr sync --station ./room-1 --central postgresql://room-1@db.example/ebr
    """
    if new_log:
        return _new_log(station, central)
    with unlocked(station) as here:
        return _told(_round(here, central, everything=everything))


def check(folder: Annotated[Path, typer.Argument(help="Folder of the station.")]) -> int:
    """Check what arrives, for a round in another process of this program; nobody types this.

    Example: ebr sync-check ./room-1
    """
    from ebr.station import syncing

    syncing.serve(folder)
    return 0


def _round(here: Station, url: str, *, everything: bool) -> Summary:
    from ebr.station import credentials

    password = None
    try:
        summary = _once(here, url, None, everything=everything)
    except Refusal as refusal:
        if refusal.code != "centre_login" or not sys.stdin.isatty():
            raise
        print(refusal_line(refusal), file=sys.stderr)
        address = url or credentials.address(here)
        password = getpass.getpass(prompt(tr("Password for {centre}:", centre=credentials.parted(address)[0])))
        summary = _once(here, url, password, everything=everything)
    if url or password:
        credentials.remember(here, url or credentials.address(here), password)
    return summary


def _once(here: Station, url: str, password: str | None, *, everything: bool) -> Summary:
    from ebr.station import credentials

    with credentials.centre_of(here, url, password) as centre:
        return here.sync(centre, everything=everything, tell=_progress())


def _new_log(folder: Path, url: str) -> int:
    from ebr.station import anew

    with anew.opened(folder, url, tell=_progress(), passphrase=passphrase(folder)) as here:
        say(tr("The station goes on in a new log: {log}", log=here.store.log.id))
        say(tr("The site office admits it with this code: {code}", code=anew.code(here)))
    return 0


def _progress() -> Any:  # noqa: ANN401 - `ebr.sync.steps.Tell`
    """Return what prints one line for each stage that has something to do, at its first word."""
    from ebr.wording.rounds import stage_words

    said: set[str] = set()

    def tell(told: Told) -> None:
        if told.stage not in said:
            said.add(told.stage)
            say(stage_words(told.stage))

    return tell


def _told(summary: Summary) -> int:
    from ebr.station.syncing import alarm_line
    from ebr.wording.rounds import alarm_words, summary_lines

    for line in summary_lines(summary):
        say(line)
    for alarm in summary.alarms:
        say(alarm_line(alarm))
    if summary.witness_trouble:
        say(alarm_words(summary.witness_trouble, {}) or summary.witness_trouble)
    return NOT_WHOLE if summary.alarms or summary.witness_trouble or summary.clocks_apart else 0
