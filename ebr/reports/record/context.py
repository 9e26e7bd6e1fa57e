"""What a report needs besides the batch: names of people and stations, the site, the logs' ends, and the files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ebr.domain.decision import Facts, Recorded
from ebr.domain.values import Stamp
from ebr.reports import document as d
from ebr.words import tr


@dataclass(frozen=True, slots=True)
class Context:
    """Everything derived from the same entries as the batch itself; nothing comes from a clock or a setting.

    `trail` are the batch's own entries in fold order, `apart` whether more than one station wrote them: then each time
    says at which (Annex 11, 9). `head` is the stamp of the `ReportMade` entry, the last one that the report covers.
    `stations` are the names of stations by log, `logs` the ends of all of them, the own one first, `countersigned`
    what a witness signed for each. `facts` are the states of people, site and master that the record relied on.
    `file` returns an attachment's bytes by SHA-256, or None where it is not carried.
    """

    site: str
    fingerprint: str
    profile: str
    station: str
    names: Mapping[str, str]
    stations: Mapping[str, str]
    trail: Sequence[Recorded]
    apart: bool
    head: Stamp
    logs: tuple[d.Head, ...]
    countersigned: tuple[d.Countersigned, ...]
    facts: Facts
    file: Callable[[str], bytes | None]

    def name(self, person: str) -> str:
        """Return a printed name with its id, as every page of the record shows people (11.50)."""
        printed = self.names.get(person, "")
        return f"{printed} ({person})" if printed else person

    def station_of(self, stamp: Stamp) -> str:
        """Return the station at which an entry was made."""
        return self.stations.get(stamp.log, stamp.log[:8])

    def at(self, stamp: Stamp) -> str:
        """Return the time of an entry for people, and the station where several took part."""
        return self.where(at(stamp), stamp)

    def where(self, time: str, stamp: Stamp) -> str:
        """Add the station to a time that is worded already, where several took part."""
        return tr("{time}, {station}", time=time, station=self.station_of(stamp)) if self.apart else time


def moment(wall: str, zone: str = "") -> str:
    """Return a recorded time for people: date, time to the second, offset and zone."""
    when = datetime.fromisoformat(wall)
    text = when.strftime("%Y-%m-%d %H:%M:%S %z")
    shown = f"{text[:-2]}:{text[-2:]}"
    return f"{shown} {zone}" if zone else shown


def at(stamp: Stamp) -> str:
    """Return the time of an entry for people."""
    return moment(stamp.at.wall)
