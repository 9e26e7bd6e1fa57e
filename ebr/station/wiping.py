"""Wiping people's wrapped keys when this station may not rely on people any more (floor-rules 19).

A wrap is a person's key behind that person's password. A station whose lease on people has ended refuses their
signatures; the wraps themselves go too, so that a terminal that was lost or forgotten holds nothing to guess passwords
on. It happens at the end of each round, at the start of the program, and with the first question or sign-in of each
day: nobody need reach a central store for it. The next round or bundle brings the wraps back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebr.domain.refusal import Refusal
from ebr.domain.site.state import SiteState, lease_trouble

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def wipe(station: Inside) -> list[str]:
    """Wipe the wraps of deactivated people; all of them once the lease on people has ended; return their names."""
    from ebr.sync import envelopes

    return envelopes.wipe(station.store, everybody=lease_ended(station))


def daily(station: Inside) -> list[str]:
    """Wipe everybody's wraps if the lease has ended, looking once a day."""
    today = station.clock.now().wall[:10]
    if station.wraps_seen == today:
        return []
    station.wraps_seen = today
    return wipe(station) if lease_ended(station) else []


def lease_ended(station: Inside) -> bool:
    """Tell whether this station had a lease on people and its term is over."""
    return people_trouble(station) is not None


def people_trouble(station: Inside) -> Refusal | None:
    """Return that this station had a lease on people and its term is over."""
    site = station.store.state("site")
    assert isinstance(site, SiteState)
    trouble = lease_trouble(site, station.store.log.id, "people", station.clock.now()) if site.founded else None
    return trouble if trouble is not None and trouble.code == "lease_ended" else None
