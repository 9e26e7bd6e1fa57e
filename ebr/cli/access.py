"""Who does it: the person a writing, printing or exporting command acts for (floor-rules 17).

On a production store a person signs in with `--as` and the secret, asked for on the terminal or read from standard
input. Outside production a command may act for the program itself.

A station whose key is kept in a sealed file needs its passphrase before anything else: from the systemd credential
`ebr-passphrase` where a service was given one, else typed unseen, else the first line of standard input. Secrets on
standard input stand on a line each, in the order in which a person would be asked. None is ever taken from the
environment or the command line, where others of the machine can read it.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ebr.domain.refusal import Refusal
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.station.door import Station


@contextmanager
def opened(folder: Path, person: str) -> Iterator[tuple[Station, str]]:
    """Open a station for writing with somebody signed in.

    Yields the station and the person ("" for the program itself).
    """
    with unlocked(folder) as station:
        if not person:
            if station.store.genesis.profile == "production":
                raise Refusal("person_required")
            yield station, ""
            return
        answer = station.sign_in(person, secret(person))
        if answer.refusal is not None:
            raise answer.refusal
        yield station, person
        station.sign_out("log-out")


@contextmanager
def unlocked(folder: Path) -> Iterator[Station]:
    """Open a station for writing with nobody signed in; a passphrase is asked for where its key needs one."""
    from ebr.station.door import Station

    with Station.open(folder, passphrase=passphrase(folder)) as station:
        yield station


def passphrase(folder: Path) -> str | None:
    """Return the passphrase of a station whose key is kept in a sealed file, None for every other."""
    from ebr.station import machine

    if not machine.needs_passphrase(folder):
        return None
    return machine.given_passphrase() or asked(tr("Passphrase of the station's key file:"))


def prompt(words: str) -> str:
    """Return words to type behind."""
    return f"{words} "


def secret(person: str) -> str:
    """Return the person's secret, typed unseen or given on standard input.

    Nothing given is no try (a service without standard input, a key struck too early): raises `Refusal` no_secret, and
    none of the tries before the account locks is spent.
    """
    given = asked(tr("Password of {person}:", person=person))
    if not given:
        raise Refusal("no_secret", person=person)
    return given


def asked(words: str) -> str:
    """Return a secret, typed unseen or given as the next line of standard input."""
    return getpass.getpass(prompt(words)) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
