"""What is said of a single fact that goes from station to station (`ebr.station.facts`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from ebr.words import mark, tr

WHAT: Mapping[str, str] = {
    "people.person-deactivated/1": mark("{about} was deactivated"),
    "master.withdrawn/1": mark("{about} was withdrawn"),
    "site.station-revoked/1": mark("Station {about} was revoked"),
}


class Row(Protocol):
    """A fact as it is listed (`ebr.station.questions.FactRow`)."""

    @property
    def entry(self) -> str:
        """Hash of its entry."""
        ...

    @property
    def event(self) -> str:
        """What it says."""
        ...

    @property
    def about(self) -> str:
        """About whom or what."""
        ...

    @property
    def at(self) -> str:
        """When."""
        ...

    @property
    def held(self) -> bool:
        """Whether it is beside the record."""
        ...


def fact_words(event: str, about: str) -> str:
    """Return what a fact says."""
    return tr(WHAT[event], about=about) if event in WHAT else event


def fact_line(row: Row) -> str:
    """Return a fact as one line of a list."""
    words, entry, at = fact_words(row.event, row.about), row.entry[:16], row.at[:16].replace("T", " ")
    if row.held:
        return tr("{entry}  {at}  {what} (held until the record arrives)", entry=entry, at=at, what=words)
    return tr("{entry}  {at}  {what}", entry=entry, at=at, what=words)


def taken_words(told: Mapping[str, str]) -> list[str]:
    """Return what was taken in, and what it means here."""
    what = fact_words(told["event"], told["about"])
    lines = [tr("{what}, says {station}. It counts here from now on.", what=what, station=told["station"])]
    if told["held"]:
        lines.append(tr("The record comes with the next round or bundle; until then the fact is held beside it."))
    return lines
