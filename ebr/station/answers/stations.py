"""Answers about the stations of the site, the central store and the own request."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ebr.domain import subjects
from ebr.domain.site.state import Admission, SiteState
from ebr.domain.station.state import StationState, terminal_setting
from ebr.station import credentials, joining
from ebr.station.founding import CA_KEY
from ebr.station.questions import (
    AdmittedRow,
    AlarmRow,
    CarriedRow,
    CentralAnswer,
    CentralStore,
    FactRow,
    Facts,
    OwnRequest,
    RequestAnswer,
    Stations,
    StationsAnswer,
    WitnessRow,
)
from ebr.station.syncing import contact_of, not_carried
from ebr.storage import reading
from ebr.storage.chain import parsed
from ebr.sync.round import WANTED

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def stations(station: Inside, _question: Stations) -> StationsAnswer:
    """Answer `Stations`: the office first, then by name."""
    site = _site(station)
    held = {alarm.log for alarm in contact_of(station.store.contact, station.store.contacts).alarms}
    rows = tuple(_row(station, site, admission, held) for admission in site.stations.values())
    asked = site.witness.key if site.witness is not None else ""
    own = site.stations.get(station.store.log.id)
    return StationsAnswer(
        tuple(sorted(rows, key=lambda row: (not row.office, row.state in ("revoked", "moved"), row.name))),
        tuple(WitnessRow(one.name, one.key, one.key == asked) for one in site.witnesses.values()),
        joining.fingerprint_here(station.store),
        own is not None and own.office and station.store.secret(CA_KEY) is not None,
        site.policy.yes("bundles"),
    )


def _row(station: Inside, site: SiteState, admission: Admission, held: set[str]) -> AdmittedRow:
    log = admission.log
    with station.store.log.transaction() as connection:
        last = reading.last_of(connection, log)
    there = station.store.state(subjects.station(admission.name))
    revoked, lease = site.revoked.get(log), site.leases.get(log)
    until = ""
    if lease is not None and not admission.office:
        end = datetime.fromisoformat(lease.granted) + timedelta(days=lease.terms.get("people", 0))
        until = end.isoformat(timespec="minutes")
    return AdmittedRow(
        log,
        admission.name,
        joining.code_of(log),
        _state(station, site, admission, held),
        admission.office,
        terminal_setting(there, "room") if isinstance(there, StationState) and there.begun else "",
        last.seq if last is not None else 0,
        parsed(last).at.wall if last is not None else "",
        until,
        admission.previous_log,
        revoked.seq if revoked is not None else 0,
        revoked.reason if revoked is not None else "",
    )


def _state(station: Inside, site: SiteState, admission: Admission, held: set[str]) -> str:
    if admission.log in site.revoked:
        return "revoked"
    if any(other.previous_log == admission.log for other in site.stations.values()):
        return "moved"
    if admission.log in held:
        return "quarantined"
    if admission.log == station.store.log.id:
        return "here"
    return "office" if admission.office else "admitted"


def central(station: Inside, _question: CentralStore) -> CentralAnswer:
    """Answer `CentralStore`."""
    store, site = station.store, _site(station)
    contact = contact_of(store.contact, store.contacts)
    alarms = tuple(
        AlarmRow(alarm.log, _name(site, alarm.log), alarm.seq, alarm.code, dict(alarm.params))
        for alarm in contact.alarms
    )
    batches: dict[str, bool] = {}
    for root in not_carried(store):
        kind, _, rest = root.partition("/")
        if kind == "batch":
            batches[rest] = store.contact(WANTED + root) is not None
    return CentralAnswer(
        credentials.address(station),
        site.witness.name if site.witness is not None else "",
        alarms,
        contact.two_histories,
        contact.halted,
        tuple(CarriedRow(batch, wanted) for batch, wanted in sorted(batches.items())),
    )


def facts(station: Inside, _question: Facts) -> tuple[FactRow, ...]:
    """Answer `Facts`."""
    from ebr.station.facts import about_of, stops

    site = _site(station)
    return tuple(
        FactRow(
            entry.hash.hex(),
            parsed(entry).event,
            about_of(station, entry),
            _name(site, entry.log) or entry.log[:16],
            parsed(entry).at.wall,
            held,
        )
        for entry, held in reversed(stops(station))
    )


def request(station: Inside, _question: OwnRequest) -> RequestAnswer:
    """Answer `OwnRequest`."""
    found = joining.request_of(station.store)
    admitted = station.store.log.id in _site(station).stations
    return RequestAnswer(
        found.genesis.station, found.code, joining.fingerprint_here(station.store), admitted, found.data
    )


def _name(site: SiteState, log: str) -> str:
    found = site.stations.get(log)
    return found.name if found is not None else ""


def _site(station: Inside) -> SiteState:
    site = station.store.state("site")
    assert isinstance(site, SiteState)
    return site
