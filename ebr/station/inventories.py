"""The inventory record of a lot from a station: asked from the record, noted in it, sealed and written whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ebr.reports.inventory import Change, Examined, Held, Kept, inventory_paper
from ebr.station.acting import Answer
from ebr.station.answers.lots import inventory, lot
from ebr.station.questions import Inventory, LotAnswer, LotQuestion, ResultRow
from ebr.station.sealed_papers import printed_now, write_sealed
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.station.inside import Inside


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
