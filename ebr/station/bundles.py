"""Bundles at a station: what an air-gapped room sends and gets, on a stick (`ebr.sync.bundle` says what a bundle is).

Making: the file is written beside its name and read back from the medium; then the bundle is an entry (floor-rules 17),
and only then the file gets its name. `ebr.station.bundle_contents` says what goes into it. Taking is
`ebr.station.bundle_taking`. Both are rows of small jobs for the writer (`ebr.sync.steps`), so nobody's step waits for a
stick; `export` and `take` do all of it here and now. The site's policy can switch bundles off.

The second copy (floor-rules 18) is a row of bundles with the own log, one behind the other, that every station of the
site may open: with the last of them a batch can go on elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import NoteBundleMade
from ebr.station import bundle_contents
from ebr.station.answered import Answer
from ebr.station.bundle_contents import Parcel, Progress, Wanted
from ebr.station.bundle_taking import take_steps
from ebr.sync import bundle as bundles
from ebr.sync.new_file import new_file
from ebr.sync.other_side import OtherSide
from ebr.sync.pace import Pace
from ebr.sync.steps import Steps, Tell, drive

if TYPE_CHECKING:
    from ebr.station.inside import Inside

__all__ = ["export", "export_steps", "take", "take_steps"]


def export(
    station: Inside,
    to: str,
    target: Path,
    by: str = "",
    wanted: Wanted | None = None,
    other: OtherSide | None = None,
    command_id: str = "",
) -> Answer:
    """Write a bundle to a station (its name or log), here and now; as `export_steps`."""
    return drive(export_steps(station, to, target, by, wanted, other, command_id, pace=Pace()))


def export_steps(
    station: Inside,
    to: str,
    target: Path,
    by: str = "",
    wanted: Wanted | None = None,
    other: OtherSide | None = None,
    command_id: str = "",
    *,
    tell: Tell = lambda _told: None,
    stop: Callable[[], bool] = lambda: False,
    pace: Pace | None = None,
) -> Steps[Answer]:
    """Write a bundle to a station (its name or log); the answer names bundle, file and number of entries.

    `other` is asked for a receipt for the receiver's log, where there is one. Raises `Refusal` where no bundle may go
    to that station, and `Stopped` when `stop` said so; then there is no file.
    """
    progress = Progress(tell, stop, pace or bundle_contents.pace_of(station))
    parcel: Parcel = yield lambda: bundle_contents.prepared(station, to, wanted or Wanted())
    try:
        contents = bundle_contents.contents_of(station, parcel, other, progress)
        name, receiver = bundles.new_id(), parcel.receiver
        with new_file(target) as file:
            written = bundles.write(file, name, parcel.sender, {receiver.log: receiver.encryption_key}, contents)
            file.prove()
            note = NoteBundleMade(name, receiver.log, parcel.entries, written)
            answer: Answer = yield partial(station.do, note, by=by, command_id=command_id)
            if answer.refusal is not None:
                raise answer.refusal
    except Refusal as refusal:
        return Answer(refusal)
    found = {"bundle": name, "file": str(target), "entries": str(parcel.entries), "to": receiver.name}
    return Answer(None, found, answer.changed)


def take(station: Inside, path: Path, by: str = "", command_id: str = "") -> Answer:
    """Take a bundle in, here and now; as `take_steps`."""
    return drive(take_steps(station, path, by, command_id, pace=Pace()))
