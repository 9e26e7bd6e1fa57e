"""`ebr central`: make the store that stations meet in, make logins for it, and countersign what arrives."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from ebr.cli.speech import refusal_line, say
from ebr.domain.refusal import Refusal
from ebr.words import tr

app = typer.Typer(
    help="The central store: a PostgreSQL database, or a file for one site without a server.",
    no_args_is_help=False,
    rich_markup_mode=None,
)

Address = Annotated[str, typer.Argument(help="postgresql://LOGIN@HOST/DATABASE or sqlite:///FILE", metavar="URL")]


@app.callback()
def _central() -> None:
    """The central store: a PostgreSQL database, or a file for one site without a server."""


@app.command("init")
def init(url: Address) -> int:
    """Make the tables, triggers and rights in an empty database; it can be run again.

    Example: ebr central init postgresql://postgres@db.example/ebr
    """
    from ebr.station import centre

    say(tr("The central store {centre} is ready.", centre=centre.init(url)))
    return 0


@app.command("login")
def login(
    url: Address,
    name: Annotated[str, typer.Argument(help="Name of the login, for example the station's.", metavar="NAME")],
    relay: Annotated[bool, typer.Option("--relay", help="It also brings logs of stations without a network.")] = False,
    witness: Annotated[bool, typer.Option("--witness", help="It is the login of the witness.")] = False,
    log: Annotated[str, typer.Option("--log", help="Give it this log, for example after a restore.")] = "",
) -> int:
    """Make a login for a station, or give it a new password; its address is printed here once.

    It can add entries to its own log and read; PostgreSQL refuses it everything else.

    Example: ebr central login postgresql://postgres@db.example/ebr room-1
    """
    from ebr.station import centre

    if relay and witness:
        raise typer.BadParameter(tr("A witness brings nothing: choose one of --relay and --witness."))
    kind = "relay" if relay else "witness" if witness else "station"
    say(centre.login(url, name, kind, log))
    return 0


@app.command("witness")
def witness(
    url: Address,
    key: Annotated[
        Path | None, typer.Option("--key", help="File with the witness's key; it is made when it is not there.")
    ] = None,
    every: Annotated[float, typer.Option("--every", min=0.1, help="Go on, every so many seconds.")] = 60.0,
    once: Annotated[bool, typer.Option("--once", help="Countersign what is there, and end.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="This key takes the place of another witness.")] = False,
) -> int:
    """Verify what arrived, seals included, and countersign it with the time. Run it on a machine of its own.

    Ends with 1 when a log does not verify and it was asked to run once.

    Example: ebr central witness postgresql://witness@db.example/ebr --key /etc/ebr/witness.key --every 30
    """
    from ebr.station import centre

    say(tr("Public key of this witness: {key}", key=centre.witness_key(key)))
    if once:
        done = next(centre.countersign(url, key, replace=replace))
        _tell(done)
        return 1 if done.stopped else 0
    try:
        while True:
            _go_on(url, key, every, replace=replace)
            time.sleep(every)
    except KeyboardInterrupt:
        say(tr("The witness has stopped."))
    return 0


def _go_on(url: str, key: Path | None, every: float, *, replace: bool) -> None:
    """Countersign again and again until the way to the store is cut; that is said, and is no reason to end."""
    from ebr.station import centre

    known: frozenset[object] = frozenset()
    try:
        for done in centre.countersign(url, key, replace=replace):
            if done.added or frozenset(done.stopped) != known:
                _tell(done)
            known = frozenset(done.stopped)
            time.sleep(every)
    except Refusal as refusal:
        if refusal.code not in {"centre_unreachable", "centre_read_only", "centre_full"}:
            raise
        print(refusal_line(refusal), file=sys.stderr, flush=True)


def _tell(done: object) -> None:
    from ebr.station.centre import Countersigning

    assert isinstance(done, Countersigning)
    say(tr("{added} entries countersigned, {size} in all.", added=done.added, size=done.size))
    for stopped in done.stopped:
        words = tr("Log {log} stops before entry {seq}: {why}", log=stopped.log[:16], seq=stopped.seq, why=stopped.why)
        print(f"ebr: {words}", file=sys.stderr, flush=True)
