"""Versions of master batch records."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ebr.domain import subjects
from ebr.domain.master.state import TRANSLATED, MasterState
from ebr.domain.refusal import Refusal
from ebr.station.answers.names import name_of
from ebr.station.questions import MasterRow, Masters
from ebr.storage.views import masters as view

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def masters(station: Inside, _question: Masters) -> tuple[MasterRow, ...]:
    """Answer `Masters`."""
    with station.store.reading() as connection:
        found = view.masters(connection)
    return tuple(_row(station, line) for line in found)


def today(station: Inside) -> str:
    """Return the station's date, ISO."""
    return datetime.fromisoformat(station.clock.now().wall).date().isoformat()


def _row(station: Inside, line: view.MasterLine) -> MasterRow:
    state = station.store.state(subjects.master(line.mbr, line.version))
    if not isinstance(state, MasterState):
        raise Refusal("master_unreadable", batch=line.mbr)
    header = state.mbr.header
    return MasterRow(
        mbr=line.mbr,
        version=line.version,
        title=line.title,
        product=header.product,
        hash=line.hash,
        status=state.life(today(station)),
        effective=line.effective,
        author=name_of(station, line.author),
        approver=name_of(station, line.approver),
        size=header.size.nominal,
        size_low=header.size.low,
        size_high=header.size.high,
        size_unit=header.size.unit,
        identifiers=tuple((found.id, found.label) for found in header.identifiers),
        profile=header.profile,
        slots=sum(1 for _ in state.mbr.slots()),
        verifier=name_of(station, line.verifier),
        base=line.base,
        remarks=line.remarks,
        from_draft=bool(state.draft),
        languages_left=tuple(
            key.removeprefix(f"{TRANSLATED}/")
            for key in state.meanings
            if key.startswith(f"{TRANSLATED}/") and key not in state.signatures
        ),
    )
