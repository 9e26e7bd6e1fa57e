"""The real embedded central store and the real witness in the place of the centre in memory.

An embedded file is no independent witness; here it says that it is one, so that receipts are asked for and checked.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from ebr.clock import Clock, SimulatedClock
from ebr.sync.central import Central
from ebr.sync.central.founding import init
from ebr.sync.central.tables import LEAF
from ebr.sync.other_side import Description
from ebr.sync.witness import WitnessKey, countersign_all

FILE = "central.db"


class Centre:
    """A copy of a prepared central file."""

    def __init__(self, place: Path, prepared: Path) -> None:
        shutil.copyfile(prepared, place / FILE)
        self._central = Central.at(f"sqlite:///{place / FILE}")
        self._key = WitnessKey(_witness_key())
        self._clock = _clock()

    def __getattr__(self, verb: str) -> Any:
        return getattr(self._central, verb)

    def describe(self) -> Description:
        return replace(self._central.describe(), independent=True)

    def countersign(self) -> None:
        """Let the real witness walk and countersign what has arrived."""
        countersign_all(self._central, self._key, self._clock)

    @property
    def leaves(self) -> list[tuple[str, int, bytes]]:
        """The leaves of the witness's tree, in order."""
        with self._central._reading() as connection:
            rows = connection.execute(select(LEAF.c.log, LEAF.c.seq, LEAF.c.hash).order_by(LEAF.c.position))
            return [(row.log, row.seq, bytes(row.hash)) for row in rows]


def begun(place: Path) -> str:
    """Make an empty central file and return its address."""
    url = f"sqlite:///{place / FILE}"
    init(url)
    return url


def filled(url: str, other: Any, key: Ed25519PrivateKey | None = None) -> None:
    """Put in what another centre holds; with the witness's key, countersign it: log by log, as the other does."""
    with Central.at(url) as central:
        for log in sorted(other.logs):
            central.append(log, other.logs[log])
            central.put_envelopes(other.envelopes(log))
        if key is not None:
            countersign_all(central, WitnessKey(key), _clock())


def _witness_key() -> Ed25519PrivateKey:
    from tests.simulation.template import WITNESS_KEY

    return WITNESS_KEY


def _clock() -> Clock:
    from tests.simulation.template import BEGIN

    return SimulatedClock(BEGIN)
