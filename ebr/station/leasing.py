"""The site office renews every station's lease by itself, at each contact (architecture.md, "Words"; floor-rules 19).

A lease says until when a station may rely on what it knows of people, policy, masters. It travels with the very facts
it covers, so whoever gets it has them too. One a day for each station is enough; the number series of the lease before
goes on. Terms are the policy's. A station that is revoked, or that nobody hears of, gets nothing from a lease that
never reaches it: its own one runs out there.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from ebr.domain.site.commands import GrantLease
from ebr.domain.site.state import SiteState, successor_of
from ebr.storage.fault import Fault

if TYPE_CHECKING:
    from ebr.station.inside import Inside

EVERY: Final = timedelta(days=1)


def renew(station: Inside) -> list[str]:
    """Grant anew what is older than a day; return the logs. Anywhere but at the office nothing is done."""
    site = station.store.state("site")
    assert isinstance(site, SiteState)
    own = site.stations.get(station.store.log.id)
    if own is None or not own.office:
        return []
    due = [log for log in sorted(site.stations) if _due(site, log, datetime.fromisoformat(station.clock.now().wall))]
    for log in due:
        grant(station, log)
    return due


def grant(station: Inside, log: str) -> None:
    """Grant a station a lease over everything that stands in the office's log now."""
    office = station.store.log
    answer = station.do(GrantLease(office.id, log, office.tree.root().hex()))
    if answer.refusal is not None:
        raise Fault(f"no lease for {log[:16]}: {answer.refusal}")


def _due(site: SiteState, log: str, now: datetime) -> bool:
    if site.stations[log].office or log in site.revoked or _went_on(site, log):
        return False
    lease = site.leases.get(log)
    return lease is None or abs(now - datetime.fromisoformat(lease.granted)) >= EVERY


def _went_on(site: SiteState, log: str) -> bool:
    """Tell whether a station goes on in a later log: the earlier one relies on nothing any more."""
    return successor_of(site, log) is not None
