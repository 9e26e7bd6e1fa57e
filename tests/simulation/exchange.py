"""One real round between a station and another side, everything in this process."""

from __future__ import annotations

from ebr.station import syncing
from ebr.station.inside import Inside
from ebr.storage.setting import Setting
from ebr.sync.checking import Here
from ebr.sync.other_side import OtherSide


def play_round(station: Inside, other: OtherSide, setting: Setting, *, everything: bool) -> syncing.Summary:
    """Do one round to its end."""
    return syncing.sync(station, other, everything=everything, checking=lambda _behind: Here(station.folder, setting))
