"""The inventory record of a lot from a station: asked from the record, noted in it, sealed and written whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.model import Delivery
from ebr.reports.inventory import Change, Delivered, Examined, Held, Kept, inventory_paper
from ebr.reports.record.places import place
from ebr.station.answered import Answer
from ebr.station.answers.lots import inventory, lot
from ebr.station.answers.names import name_of
from ebr.station.questions import Inventory, LotAnswer, LotQuestion, ResultRow
from ebr.station.sealed_papers import printed_now, write_sealed
from ebr.storage.views import audit
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.station.inside import Inside

DELIVERED: Final = "batch.labels-delivered/1"
MOST: Final = 10_000
"""Counts of deliveries that are looked through."""


def print_inventory(station: Inside, number: str, target: Path, by: str, command_id: str = "") -> Answer:
    """Note the paper in the record, then write it; the answer names the file. Raises `Refusal` lot_unknown."""
    from ebr.reports.pdf.recall import draw_recall

    kept = kept_of(station, number)
    printed = printed_now(station, by)
    what = f"inventory of lot {number}"
    return write_sealed(
        station,
        what,
        lambda: draw_recall(inventory_paper(kept, printed)),
        printed,
        target,
        by,
        command_id,
        len(kept.changes),
    )


def kept_of(station: Inside, number: str) -> Kept:
    """Return all that the paper says of a lot, as of now."""
    found = lot(station, LotQuestion(number))
    row, head = found.row, station.store.log.head
    changes = inventory(station, Inventory(number))
    return Kept(
        row.lot,
        row.item,
        row.title,
        row.supplier_name,
        row.supplier_lot,
        row.status,
        row.expiry,
        row.retest,
        found.received_at,
        found.received_by,
        found.decided_by,
        row.left,
        row.unit,
        tuple(
            Change(one.at, one.kind, one.container, one.quantity, one.balance, one.batch, one.reason, one.by)
            for one in changes
        ),
        tuple(_tested(one) for one in found.results),
        tuple(Held(one.station, one.allocated, one.drawn, one.left) for one in found.allocations),
        tuple(_remarks(found)),
        head.seq if head is not None else 0,
        head.hash.hex() if head is not None else "",
        tuple(_delivered(station, (row.lot, row.supplier_lot))),
    )


def _delivered(station: Inside, names: tuple[str, ...]) -> Iterator[Delivered]:
    """Yield the deliveries of labels, in any batch, whose number is that of the lot or the supplier's."""
    with station.store.reading() as connection:
        lines = audit.page(connection, audit.Filter(event=DELIVERED), MOST)
    for root in dict.fromkeys(line.root for line in lines):
        state = station.store.state(root)
        if isinstance(state, BatchState):
            each = (one for one in state.label_deliveries.values() if one.event.delivery in names)
            yield from (_counted(station, state, one) for one in each)


def _counted(station: Inside, state: BatchState, one: Delivery) -> Delivered:
    """The second person counts without sight of the first number: no paper tells it before, nor its hash."""
    event, again = one.event, one.seconded
    return Delivered(
        state.id,
        place(state, event.slot),
        event.source,
        event.count if again is not None else 0,
        name_of(station, one.stamp.by),
        one.stamp.at.wall,
        one.second,
        name_of(station, again.by) if again is not None else "",
        again.at.wall if again is not None else "",
    )


def _tested(one: ResultRow) -> Examined:
    value = f"{one.value} {one.unit}" if one.unit else one.value
    return Examined(one.title, value, one.limits, one.verdict, one.certificate, one.analyst, one.checker)


def _remarks(found: LotAnswer) -> list[str]:
    said = []
    if found.overdrawn:
        said.append(tr("More was taken than the book had. Count the containers."))
    said += [
        tr(
            "{counted} {unit} were counted in container {container}, which came with {received} {unit}",
            counted=one.counted,
            received=one.received,
            container=one.container,
            unit=found.row.unit,
        )
        for one in found.counts
    ]
    return said
