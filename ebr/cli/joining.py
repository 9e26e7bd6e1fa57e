"""`ebr site join | request | admit | revoke`: stations come to a site and leave it, without a window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ebr.cli.access import asked, opened, secret, unlocked
from ebr.cli.options import Folder
from ebr.cli.speech import say
from ebr.domain.refusal import Refusal
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.station.door import Station
    from ebr.station.joining import Request

Administrator = Annotated[str, typer.Option("--as", help="Administrator who asks; the password is asked for.")]
Quality = Annotated[str, typer.Option("--quality", help="Person of quality who signs; the password is asked for.")]


def join(
    station: Folder,
    name: Annotated[str, typer.Option("--name", help="Name of the new station, on labels and reports.")],
    site: Annotated[str, typer.Option("--site", help="Fingerprint of the site, from paper or read aloud.")],
    profile: Annotated[str, typer.Option("--profile", help="Kind of store; it must be the site's.")] = "production",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="File for the request.")] = None,
    key_store: Annotated[str, typer.Option("--key-store", help="How the station's key is kept.")] = "",
) -> int:
    """Make a new station and its request to be admitted: a file, and a code to read aloud at the site office.

    Example: ebr site join --station /srv/ebr/iso-1 --name Iso-1 --site 3F2A... -o iso-1.ebrj
    """
    from ebr.station import joining

    passphrase = _passphrase() if key_store in {"", "sealed file"} and profile == "production" else None
    request = joining.join(
        station, name, site, profile, passphrase=passphrase or None, key_store=_kept(key_store, profile)
    )
    return _written(request, output or Path(f"{name}{joining.SUFFIX}"))


def request(
    station: Folder,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="File for the request.")] = None,
) -> int:
    """Write the request of a station again, for example of one that was restored.

    Example: ebr site request --station /srv/ebr/iso-1 -o iso-1.ebrj
    """
    from ebr.station import joining

    with unlocked(station) as here:
        found = joining.request_of(here.store)
    return _written(found, output or Path(f"{found.genesis.station}{joining.SUFFIX}"))


def admit(
    file: Annotated[Path, typer.Argument(metavar="REQUEST", help="The new station's request.")],
    station: Folder,
    person: Administrator,
    quality: Quality,
    code: Annotated[str, typer.Option("--code", help="The code read aloud at the new station.")] = "",
    bundle: Annotated[
        Path | None, typer.Option("--bundle", help="Write the bundle that the new station begins with.")
    ] = None,
) -> int:
    """Admit a station at the site office: the administrator asks, quality signs, the first lease is granted.

    Example: ebr site admit iso-1.ebrj --station ./office --as aroot --quality qlee --code ABCD-EFGH-IJKL-MNOP
    """
    from ebr.station import joining

    found = joining.read_request(file)
    typed = code or typer.prompt(tr("Code read aloud at {station}", station=found.genesis.station))
    with opened(station, person) as (here, by):
        command = joining.admission(here, found, typed, quality)
        answer = joining.admit(here, command, by=by, secret=secret(quality), seen=_seen(here, command, by))
        if answer.refusal is not None:
            raise answer.refusal
        say(tr("{station} belongs to the site now", station=found.genesis.station))
        if bundle is not None:
            from ebr.cli.bundle import exported

            exported(here, found.log, bundle, by)
    return 0


def revoke(
    name: Annotated[str, typer.Argument(metavar="STATION", help="Name of the station, or its log.")],
    station: Folder,
    person: Administrator,
    quality: Quality,
    reason: Annotated[str, typer.Option("--reason", help="Why.")],
) -> int:
    """Trust a station no longer: what its log holds here is accepted, what arrives later is marked.

    Example: ebr site revoke Iso-1 --station ./office --as aroot --quality qlee --reason "Terminal stolen"
    """
    from ebr.station import joining

    with opened(station, person) as (here, by):
        command = joining.revocation(here, name, reason, quality)
        answer = here.do(command, by=by, secret=secret(quality), seen=_seen(here, command, by))
        if answer.refusal is not None:
            raise answer.refusal
    say(tr("{station} is revoked behind its entry {number}", station=name, number=command.seq))
    return 0


def _seen(here: Station, command: object, person: str) -> str:
    """Show what quality signs, field by field, and return its hash."""
    from ebr.station.questions import Preview

    sheet: Any = here.ask(Preview(command, person))
    for line in sheet.lines:
        say("  ".join(part for part in (line.label, line.value, line.limits) if part))
    return str(sheet.seen)


def _written(found: Request, output: Path) -> int:
    from ebr.station.reporting import write

    if output.exists():
        raise Refusal("file_exists", file=str(output))
    write(output, found.data)
    say(tr("Request: {file}", file=output))
    say(tr("Code to read aloud at the site office: {code}", code=found.code))
    return 0


def _passphrase() -> str:
    return asked(tr("Passphrase of the key file (empty: use the key store of the system):"))


def _kept(key_store: str, profile: str) -> str | None:
    if key_store:
        return key_store
    return None if profile == "production" else "demonstration"
