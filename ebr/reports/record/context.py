"""What a report needs besides the batch: names of people, the site, the log's end, and the files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ebr.domain.decision import Recorded
from ebr.domain.values import Stamp


@dataclass(frozen=True, slots=True)
class Context:
    """Everything derived from the same entries as the batch itself; nothing comes from a clock or a setting.

    `trail` are the batch's own entries in fold order, `head` the stamp of the `ReportMade` entry, the last one that
    the report covers. `file` returns an attachment's bytes by SHA-256, or None where it is not carried.
    """

    site: str
    fingerprint: str
    profile: str
    station: str
    names: Mapping[str, str]
    trail: Sequence[Recorded]
    head: Stamp
    file: Callable[[str], bytes | None]

    def name(self, person: str) -> str:
        """Return a printed name with its id, as every page of the record shows people (11.50)."""
        printed = self.names.get(person, "")
        return f"{printed} ({person})" if printed else person


def moment(wall: str, zone: str = "") -> str:
    """Return a recorded time for people: date, time to the second, offset and zone."""
    when = datetime.fromisoformat(wall)
    text = when.strftime("%Y-%m-%d %H:%M:%S %z")
    shown = f"{text[:-2]}:{text[-2:]}"
    return f"{shown} {zone}" if zone else shown


def at(stamp: Stamp) -> str:
    """Return the time of an entry for people."""
    return moment(stamp.at.wall)
