"""`ebr site create`: found a site with its first station, without a window."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from ebr.cli.access import prompt
from ebr.cli.options import Folder
from ebr.cli.speech import free_for, say
from ebr.domain.refusal import Refusal
from ebr.words import tr

app = typer.Typer(help="The site.", no_args_is_help=False, rich_markup_mode=None)


@app.callback()
def _site() -> None:
    """The site."""


@app.command("create")
def create(
    station: Folder,
    answers: Annotated[
        Path | None, typer.Option("--answers", help="JSON file with the answers; without it, they are asked for.")
    ] = None,
    recovery: Annotated[
        Path | None, typer.Option("--recovery", help="Folder for the recovery file; without it, the current one.")
    ] = None,
) -> int:
    """Found a site: at least two administrators and one person of quality, each with an own password.

    The root key leaves as a recovery file and as words in two halves, printed here once: give each to another person.

    Example: ebr site create --station /srv/ebr/room-1 --answers answers.json

    The answers file: {"site": "Plant", "station": "Room-1", "profile": "production", "passphrase": "...",
    "founders": [{"person": "aroot", "name": "Anna Root", "roles": ["administrator"], "password": "...",
    "identity_checked_by": "broot", "identity_evidence": "passport"}]}
    """
    from ebr.station.door import Station
    from ebr.station.reporting import write

    given = _read(answers) if answers is not None else _asked()
    wanted = _answers(given)
    plain = "".join(letter if letter.isalnum() else "-" for letter in wanted.site.lower())
    place = (recovery or Path.cwd()) / f"recovery-{plain}.json"
    free_for(place)
    founded = Station.create(station, wanted)
    write(place, founded.recovery.file)
    say(tr("Recovery file: {file}", file=place))
    say(tr("Half A, for one person: {words}", words=founded.recovery.words_a))
    say(tr("Half B, for another person: {words}", words=founded.recovery.words_b))
    say(tr("Password of the recovery administrator, sealed away: {secret}", secret=founded.recovery_password))
    return 0


def _read(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refusal("path_missing", path=str(file)) from None
    except (OSError, ValueError) as wrong:
        raise Refusal("answers_unreadable", file=str(file), why=str(wrong)) from None
    if not isinstance(found, dict):
        raise Refusal("answers_unreadable", file=str(file), why=tr("not an object"))
    return found


def _answers(given: dict[str, Any]) -> Any:  # noqa: ANN401 - Answers, imported late
    from ebr.station.door import Answers, FounderAnswers

    try:
        founders = tuple(
            FounderAnswers(
                str(f["person"]),
                str(f["name"]),
                tuple(f["roles"]),
                str(f["password"]),
                str(f["identity_checked_by"]),
                str(f["identity_evidence"]),
                str(f.get("badge", "")),
                bool(f.get("duty_unlocker", False)),
            )
            for f in given["founders"]
        )
        return Answers(
            str(given["site"]),
            str(given["station"]),
            founders,
            str(given.get("profile", "production")),
            dict(given.get("settings", {})),
            given.get("passphrase"),
            given.get("key_store"),
        )
    except (KeyError, TypeError) as wrong:
        raise Refusal("answers_unreadable", file="", why=tr("missing or wrong: {what}", what=wrong)) from None


def _asked() -> dict[str, Any]:
    given: dict[str, Any] = {
        "site": typer.prompt(tr("Name of the site")),
        "station": typer.prompt(tr("Name of this station")),
        "profile": typer.prompt(tr("Profile (production, practice, demonstration, rehearsal)"), default="production"),
        "founders": [],
    }
    passphrase = getpass.getpass(prompt(tr("Passphrase of the key file (empty: use the key store of the system):")))
    if passphrase:
        given["passphrase"] = passphrase
        given["key_store"] = "sealed file"
    for role in ("administrator", "administrator", "quality"):
        say(tr("Person with role {role}", role=role))
        given["founders"].append(
            {
                "person": typer.prompt(tr("Id")),
                "name": typer.prompt(tr("Printed name")),
                "roles": [role],
                "identity_checked_by": typer.prompt(tr("Identity checked by (id of another founder)")),
                "identity_evidence": typer.prompt(tr("Evidence of identity")),
                "password": getpass.getpass(prompt(tr("Password:"))),
                "duty_unlocker": True,
            }
        )
    return given
