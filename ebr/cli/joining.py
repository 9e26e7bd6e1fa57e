"""`ebr site join | request | admit | revoke | witness`: stations and witnesses come to a site, without a window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ebr.cli.access import asked, opened, secret, unlocked
from ebr.cli.options import Folder
from ebr.cli.signing import shown, signed
from ebr.cli.speech import free_for, say
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.station.joining import Request

KEY_DIGITS = 64
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

    target = output or Path(f"{name}{joining.SUFFIX}")
    free_for(target)
    passphrase = _passphrase() if key_store in {"", "sealed file"} and profile == "production" else None
    request = joining.join(
        station, name, site, profile, passphrase=passphrase or None, key_store=_kept(key_store, profile)
    )
    return _written(request, target)


def request(
    station: Folder,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="File for the request.")] = None,
) -> int:
    """Write the request of a station again, for example of one that was restored.

    Example: ebr site request --station /srv/ebr/iso-1 -o iso-1.ebrj
    """
    from ebr.station import joining

    if output is not None:
        free_for(output)
    with unlocked(station) as here:
        found = joining.request_of(here.store)
    target = output or Path(f"{found.genesis.station}{joining.SUFFIX}")
    free_for(target)
    return _written(found, target)


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
        seen = shown(here, command, by, quality)
        answer = joining.admit(here, command, by=by, secret=secret(quality), seen=seen)
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
        signed(here, command, by, quality)
    say(tr("{station} is revoked behind its entry {number}", station=name, number=command.seq))
    return 0


def witness(
    key: Annotated[str, typer.Argument(metavar="KEY", help="Public key of the witness, as it prints it.")],
    station: Folder,
    person: Administrator,
    quality: Quality,
    name: Annotated[str, typer.Option("--name", help="Name of the witness, on the status and on reports.")],
    reason: Annotated[str, typer.Option("--reason", help="Why: which machine it is, and whose.")],
) -> int:
    """Let the countersignatures of a witness count, from now on: the administrator asks, quality signs.

    Example: ebr site witness 943abd26... --station ./office --as aroot --quality qlee --name Vault --reason First
    """
    from ebr.domain.site.commands import AdmitWitness

    plain = "".join(key.lower().split()).replace(":", "").replace("-", "")
    if len(plain) != KEY_DIGITS or plain.strip("0123456789abcdef"):
        raise typer.BadParameter(tr("The key of a witness has 64 digits and letters from a to f. Type all of them."))
    with opened(station, person) as (here, by):
        signed(here, AdmitWitness(name, plain, reason, quality), by, quality)
    say(tr("The countersignatures of {witness} count now", witness=name))
    return 0


def acknowledge(
    station: Folder, person: Annotated[str, typer.Option("--as", help="Whose signature; the password is asked twice.")]
) -> int:
    """Accept that the own electronic signature binds like the handwritten one, before the first signature.

    The password is asked for to sign in, and again to sign, after the words were shown.

    Example: ebr site acknowledge --station ./office --as qlee
    """
    from ebr.domain.people.commands import SignAcknowledgement
    from ebr.wording.signing import ACKNOWLEDGEMENT

    with opened(station, person) as (here, by):
        signed(here, SignAcknowledgement(by, tr(ACKNOWLEDGEMENT)), by, by)
    say(tr("{person} can sign now", person=person))
    return 0


def _written(found: Request, output: Path) -> int:
    from ebr.station.reporting import write

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
