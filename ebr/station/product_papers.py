"""The product review from a station: asked from the record, noted in it, then written as a sealed paper or a table."""

from __future__ import annotations

from dataclasses import astuple, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import NoteExport
from ebr.domain.values import shown_text
from ebr.station.answered import Answer
from ebr.station.answers.product import batch_row, known_in
from ebr.station.answers.trends import batches_of, followed_in
from ebr.station.questions.trends import assessed, rules_of
from ebr.station.reporting import write
from ebr.station.sealed_papers import printed_now, write_sealed

if TYPE_CHECKING:
    from ebr.reports.product import ReviewedProduct
    from ebr.station.inside import Inside


def print_product(
    station: Inside, mbr: str, slot: str, rules: str, last: int, target: Path, by: str, command_id: str = ""
) -> Answer:
    """Note the review in the record, then write it: sealed PDF, or CSV for a name ending so; the answer names the file.

    `slot` "" reviews all that is followed. Raises `Refusal` no_batches, slot_unknown, rules_unknown.
    """
    from ebr.reports.pdf.recall import draw_recall
    from ebr.reports.product import product_csv, product_paper

    found = reviewed(station, mbr, slot, rules, last)
    values = sum(len(one.values) for one in found.series)
    if target.suffix.lower() == ".csv":
        return _write_table(station, mbr, product_csv(found), target, by, command_id, values)
    printed = printed_now(station, by)
    paper = product_paper(found, printed)
    what = f"product review of {mbr}"
    return write_sealed(station, what, lambda: draw_recall(paper), printed, target, by, command_id, values)


def reviewed(station: Inside, mbr: str, slot: str, rules: str, last: int) -> ReviewedProduct:
    """Return what the review says; raises `Refusal` no_batches, slot_unknown, rules_unknown."""
    from ebr.reports.product import ReviewedBatch, ReviewedProduct, ReviewedSeries, ReviewedValue

    rules_of(rules)
    with station.store.reading() as connection:
        lines = batches_of(connection, mbr)[: max(last, 1)]
        known = known_in(connection, lines)
    every = followed_in(station.store.state(lines[0].root))
    wanted = [one for one in every if slot in ("", one.slot)]
    if slot and not wanted:
        raise Refusal("slot_unknown", slot=shown_text(slot), batch=lines[0].batch)
    series = []
    for one in wanted:
        rows = known.rows(one)
        low, high = (rows[-1].low, rows[-1].high) if rows else ("", "")
        values = tuple(ReviewedValue(*astuple(row)) for row in rows)
        judged = assessed(rows, low, high, rules)
        series.append(ReviewedSeries(one.slot, one.kind, one.label, one.unit, one.step, low, high, values, judged))
    head = station.store.log.head
    batches = tuple(ReviewedBatch(*astuple(batch_row(known, line))) for line in known.lines)
    entries, hash_ = (head.seq, head.hash.hex()) if head is not None else (0, "")
    return ReviewedProduct(mbr, lines[0].product, rules, batches, tuple(series), entries, hash_)


def _write_table(station: Inside, mbr: str, data: bytes, target: Path, by: str, command_id: str, values: int) -> Answer:
    command = NoteExport(f"table of the product review of {mbr}", str(target), values)
    answer = station.do(command, by=by, command_id=command_id)
    if not answer.ok:
        return answer
    try:
        write(target, data)
    except OSError as wrong:
        raise Refusal("report_not_written", file=str(target), why=wrong.strerror or "") from wrong
    return replace(answer, answer={**answer.answer, "file": str(target)})
