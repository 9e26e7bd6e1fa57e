"""Who does it: the person a writing, printing or exporting command acts for (floor-rules 17).

On a production store a person signs in with `--as` and the secret, asked for on the terminal or read from standard
input. Outside production a command may act for the program itself.
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
    from ebr.station.door import Station

    with Station.open(folder) as station:
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


def prompt(words: str) -> str:
    """Return words to type behind."""
    return f"{words} "


def secret(person: str) -> str:
    """Return the person's secret, typed unseen or given on standard input."""
    if sys.stdin.isatty():
        return getpass.getpass(prompt(tr("Password of {person}:", person=person)))
    return sys.stdin.readline().rstrip("\n")
