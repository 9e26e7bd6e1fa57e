"""The door to a central store for whoever runs it: make one, make logins, countersign. No station is needed for these.

What comes back is plain; what does not verify is in words already (`ebr.storage.verify.report`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ebr import paths
from ebr.clock import Clock, SystemClock
from ebr.storage.verify.report import MEANINGS
from ebr.words import tr

WITNESS_KEY = "witness.key"


@dataclass(frozen=True, slots=True)
class StoppedLog:
    """A log that does not verify: where, and what is wrong with it, in words."""

    log: str
    seq: int
    why: str


@dataclass(frozen=True, slots=True)
class Countersigning:
    """One pass of a witness: entries added, entries in its tree, and the logs that stopped."""

    added: int
    size: int
    stopped: tuple[StoppedLog, ...]


def init(url: str) -> str:
    """Make the tables, triggers and rights of a central store and return its name; raises `Refusal`."""
    from ebr.sync.central import founding

    return founding.init(url)


def login(url: str, name: str, kind: str = "station", log: str = "") -> str:
    """Make a login of a kind ("station", "relay", "witness") and return its address, password included.

    Raises `Refusal`. The password is kept nowhere.
    """
    from ebr.sync.central import founding

    return founding.login(url, name, kind, log)


def witness_key(file: Path | None = None) -> str:
    """Return the public key (hex) of the witness whose key is in this file, made there when it is not."""
    from ebr.sync import witness

    return witness.key_in(_key_file(file)).public


def countersign(
    url: str, file: Path | None = None, clock: Clock | None = None, *, replace: bool = False
) -> Iterator[Countersigning]:
    """Yield, each time it is asked, what arrived since and was verified and countersigned; raises `Refusal`.

    After a `Refusal` the iterator has ended: ask for a new one.
    """
    from ebr.sync import witness
    from ebr.sync.central import Central

    key = witness.key_in(_key_file(file))
    with Central.at(url) as centre:
        while True:
            done = witness.countersign_all(centre, key, clock or SystemClock(), replace=replace)
            stopped = (StoppedLog(s.log, s.seq, tr(MEANINGS[s.finding.code], **s.finding.params)) for s in done.stopped)
            yield Countersigning(done.added, done.size, tuple(stopped))


def _key_file(file: Path | None) -> Path:
    if file is None:
        file = paths.data() / WITNESS_KEY
        file.parent.mkdir(parents=True, exist_ok=True)
    return file
