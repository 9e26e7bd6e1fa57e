"""The recall list of a thing from a station: asked from the record, noted in it, sealed and written whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ebr.reports.recall import Join, Reached, Recall, Sum, recall_paper
from ebr.station.answered import Answer
from ebr.station.answers.genealogy import genealogy
from ebr.station.questions import Genealogy, GenealogyAnswer, ThingRow
from ebr.station.sealed_papers import printed_now, write_sealed

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def print_recall(
    station: Inside, thing: tuple[str, str, str], direction: str, target: Path, by: str, command_id: str = ""
) -> Answer:
    """Note the list in the record, then write it; the answer names the file. Raises `Refusal` thing_unknown.

    `thing` is (kind, number, container or bag); `direction` "forward", or "backward" for where it comes from.
    """
    from ebr.reports.pdf.recall import draw_recall

    found = genealogy(station, Genealogy(*thing, direction=direction, whole=True))
    head = station.store.log.head
    recall = recall_of(found, head.seq if head is not None else 0, head.hash.hex() if head is not None else "")
    printed = printed_now(station, by)
    what = f"{'recall' if recall.forward else 'origin'} list of {' '.join(part for part in thing if part)}"
    count = len(recall.things)
    return write_sealed(
        station, what, lambda: draw_recall(recall_paper(recall, printed)), printed, target, by, command_id, count
    )


def recall_of(found: GenealogyAnswer, entries: int = 0, head: str = "") -> Recall:
    """Return the list that an answer makes; what only stands beside the walk is not on it."""
    kept = [at for at, row in enumerate(found.things) if not row.beside]
    places = {at: place for place, at in enumerate(kept)}
    joins = tuple(
        Join(
            places[one.source],
            places[one.target],
            one.role,
            one.container,
            one.quantity,
            one.unit,
            one.at,
            one.by,
        )
        for one in found.links
        if one.source in places and one.target in places
    )
    sums = tuple(Sum(one.unit, one.sums, one.left, one.difference, one.reason) for one in found.balances)
    things = tuple(_reached(found.things[at]) for at in kept)
    return Recall(things, joins, found.direction, found.cut, sums, entries, head)


def _reached(row: ThingRow) -> Reached:
    return Reached(
        row.kind,
        row.name,
        row.part,
        row.title,
        row.status,
        row.where,
        row.patients,
        row.distance,
        row.quantity,
        row.unit,
    )
