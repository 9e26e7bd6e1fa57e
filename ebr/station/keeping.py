"""Keeping a second copy without contact: written when it is due, and said when it cannot be (floor-rules 18).

`keep` is asked now and then while the program runs. A record that stands nowhere else for longer than the policy allows
is copied to the folder that the terminal's setting `second_medium` names. Without one, or while it cannot be written
to, `Kept.trouble` says why, for the amber strip on every screen; once in each period the record says it too.

Each look at the medium reads the whole row there, which takes a second for every ten thousand entries or so: while
somebody works the copy waits up to an hour for a pause.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import NoteFault
from ebr.domain.station.state import terminal_setting
from ebr.station import second_copy

if TYPE_CHECKING:
    from ebr.station.inside import Inside

MEDIUM: Final = "second_medium"
NOTED: Final = "second-copy/noted"
"""Under this stands in `contact` when the record was last told of a copy that could not be made."""
WAITING: Final = "second-copy/waiting"
PAUSE: Final = timedelta(hours=1)
WHAT: Final = "second copy"
"""How a copy that could not be made is named in the record."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of looking: whether a copy was written now, where to, and why none could be."""

    copied: bool = False
    target: str = ""
    trouble: Refusal | None = None
    changed: frozenset[str] = frozenset()


def keep(station: Inside) -> Kept:
    """Write the second copy when it is due; never raises for a medium that is not there."""
    target = terminal_setting(station.station_state(), MEDIUM)
    if not second_copy.due(station):
        station.store.keep_contact(WAITING, None)
        return Kept(target=target)
    if not target:
        return _missed(station, Refusal("second_medium_missing", hours=_hours(station)))
    if station.present() and _may_wait(station):
        return Kept(target=target)
    answer = second_copy.second_copy(station, Path(target))
    station.store.keep_contact(WAITING, None)
    if answer.refusal is not None:
        return _missed(station, Refusal("second_copy_failed", folder=target, hours=_hours(station)))
    return Kept(True, target, None, answer.changed)


def _may_wait(station: Inside) -> bool:
    now = datetime.fromisoformat(station.clock.now().wall)
    since = station.store.contact(WAITING)
    if since is None:
        station.store.keep_contact(WAITING, {"at": now.isoformat()})
        return True
    return now - datetime.fromisoformat(str(since["at"])) < PAUSE


def _missed(station: Inside, trouble: Refusal) -> Kept:
    """Note it in the record once in each period of the policy."""
    now = datetime.fromisoformat(station.clock.now().wall)
    noted = station.store.contact(NOTED)
    period = timedelta(hours=int(_hours(station)))
    changed: frozenset[str] = frozenset()
    if noted is None or now - datetime.fromisoformat(str(noted["at"])) >= period:
        changed = station.do(NoteFault(WHAT, f"{trouble.code} {trouble.params.get('folder', '')}".strip())).changed
        station.store.keep_contact(NOTED, {"at": now.isoformat()})
    return Kept(False, trouble.params.get("folder", ""), trouble, changed)


def _hours(station: Inside) -> str:
    return str(station.store.state("site").policy.whole("no_contact"))
