"""`ebr backup` and `ebr restore`: a station in one encrypted file, and back; `--drill` proves it without a trace."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ebr.cli.access import asked
from ebr.cli.options import AsJson, Folder
from ebr.cli.speech import say, say_json
from ebr.domain.refusal import Refusal
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.station.backup import Opener
    from ebr.station.restoring import Restored

RecoveryFile = Annotated[
    Path | None, typer.Option("--recovery", help="Recovery file of the site, with both halves of its words.")
]
KeyPassphrase = Annotated[
    bool, typer.Option("--key-passphrase", help="Ask for the passphrase of the station's own key file too.")
]


def backup(
    station: Folder,
    output: Annotated[Path, typer.Option("-o", "--output", help="File to make.")],
    to_recovery: Annotated[
        bool, typer.Option("--to-recovery", help="Seal it to the site's root key instead of a passphrase.")
    ] = False,
    key_passphrase: KeyPassphrase = False,
) -> int:
    """Write the whole station into one encrypted file, while the program runs, and read it back.

    Example: ebr backup --station ./room-1 -o /media/disk/room-1.ebrs
    """
    from ebr.station import backup as backups

    opener = backups.Opener(root_key=_root_key(station)) if to_recovery else _passphrase_twice()
    own = _passphrase_of_key() if key_passphrase else None
    made = backups.backup(station, output, opener, passphrase=own)
    say(
        tr(
            "{file}: {station} up to entry {number}, {entries} entries and {files} files in all",
            file=output,
            station=made.title.station,
            number=made.title.seq,
            entries=made.entries,
            files=made.attachments,
        )
    )
    return 0


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    station: Annotated[Path | None, typer.Option("--station", help="New, empty folder.")] = None,
    drill: Annotated[
        bool, typer.Option("--drill", help="Only prove it: restore to a temporary place, verify, compare, delete.")
    ] = False,
    recovery: RecoveryFile = None,
    key_store: Annotated[
        str,
        typer.Option("--key-store", help="How the station's key is kept here, where the backup brings the key itself."),
    ] = "",
    as_json: AsJson = False,
) -> int:
    """Give a station back from its backup, verified; it goes on in a new log that the site office admits.

    Example: ebr restore room-1.ebrs --station /srv/ebr/room-1

    Example: ebr restore room-1.ebrs --drill --json
    """
    from ebr.station import backup as backups
    from ebr.station import restoring

    if (station is None) is not drill:
        raise Refusal("restore_where")
    opener = _recovered(recovery) if recovery is not None else backups.Opener(asked(tr("Passphrase of the backup:")))
    if station is None:
        found = restoring.drill(file, opener)
    else:
        own = _passphrase_of_key() if key_store == "sealed file" else None
        prefer = key_store or None
        found = restoring.restore(
            file, station, opener, passphrase=own, prefer_key_store=prefer, ask=_passphrase_of_key
        )
    _tell(found, as_json=as_json)
    return 0 if found.report.ok else 1


def _passphrase_of_key() -> str:
    return asked(tr("Passphrase of the station's key file:"))


def _passphrase_twice() -> Opener:
    from ebr.station.backup import Opener

    first = asked(tr("Passphrase of the backup:"))
    if sys.stdin.isatty() and asked(tr("The same again:")) != first:
        raise Refusal("passphrases_differ")
    return Opener(first)


def _root_key(station: Path) -> str:
    from ebr.station.looking import look

    with look(station) as here:
        found: str = here.state("site").root_key
    if not found:
        raise Refusal("site_missing")
    return found


def _recovered(file: Path) -> Opener:
    from ebr.station.backup import opener_of

    try:
        data = file.read_bytes()
    except OSError:
        raise Refusal("path_missing", path=str(file)) from None
    return opener_of(data, asked(tr("Words of half A:")), asked(tr("Words of half B:")))


def _tell(found: Restored, *, as_json: bool) -> None:
    from ebr.station.joining import code_of

    title, report = found.title, found.report
    if as_json:
        document: dict[str, Any] = {
            "attachments": found.attachments,
            "entries": found.entries,
            "findings": [{**asdict(finding), "meaning": finding.meaning} for finding in report.findings],
            "head": {"hash": title.head, "log": title.log, "seq": title.seq},
            "logs": found.logs,
            "made": title.made,
            "may_be_missing_from": found.may_be_missing,
            "new_log": found.new_log,
            "ok": report.ok,
            "profile": title.profile,
            "station": title.station,
        }
        say_json(document)
        return
    say(tr("{station} as of {made}, entry {number}", station=title.station, made=title.made, number=title.seq))
    say(
        tr(
            "{entries} entries of {logs} logs, {files} files",
            entries=found.entries,
            logs=found.logs,
            files=found.attachments,
        )
    )
    for finding in report.findings:
        say(finding.meaning)
    say(tr("Whatever the station wrote from entry {number} on is not in this backup.", number=found.may_be_missing))
    if found.new_log:
        say(tr("It goes on in a new log. Ask the site office to admit it: {code}", code=code_of(found.new_log)))
    elif report.ok:
        say(tr("The drill went well: everything verifies, and every log ends where the backup says."))
