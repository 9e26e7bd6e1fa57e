"""The product review of a master: its batches, and everything that goes from batch to batch, judged as one.

All from the views of one moment; one batch is folded, the newest, for the names of what is followed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ebr.domain.trends import Capability, NotEnough
from ebr.domain.values import plain
from ebr.station.answers.series import (
    TIME,
    Followed,
    Rounds,
    by_place,
    exception_rows,
    time_rows,
    value_row,
)
from ebr.station.answers.trends import StateOf, Storage, batches_of, followed_in
from ebr.station.questions.product import (
    ProductAnswer,
    ProductBatch,
    ProductLine,
    ProductReview,
    ProductVersion,
    ReviewedProducts,
    SeriesRow,
)
from ebr.station.questions.trends import HistoryRow, assessed, rules_of
from ebr.storage.pause import without_collections
from ebr.storage.views import batches, exceptions, spans, values
from ebr.storage.views.batches import BatchLine
from ebr.storage.views.values import ValueLine

if TYPE_CHECKING:
    from ebr.station.inside import Inside

FINER = 2
"""Decimals by which a mean or a deviation is finer than the values."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the views say of the batches of a master, oldest first: numbers by entry and root, times, exceptions."""

    lines: Sequence[BatchLine]
    numbers: Mapping[str, Mapping[str, Sequence[ValueLine]]]
    places: Mapping[str, Mapping[str, Rounds]]
    counts: Mapping[str, Mapping[str, int]]
    outside: Mapping[str, int]

    def rows(self, one: Followed) -> list[HistoryRow]:
        """Return one row for each batch that has what is followed."""
        if one.kind == "exceptions":
            return exception_rows(self.lines, self.counts)
        if one.slot.startswith(TIME):
            return time_rows(self.lines, self.places, one.slot, one.unit)
        found = self.numbers.get(one.slot, {})
        return [row for line in self.lines if (row := value_row(line, found.get(line.root, ()))) is not None]


def products(station: Inside, _question: ReviewedProducts) -> tuple[ProductLine, ...]:
    """Answer `ReviewedProducts`."""
    with station.store.reading() as connection:
        return tuple(ProductLine(*found) for found in batches.masters(connection))


def review(station: Inside, question: ProductReview) -> ProductAnswer:
    """Answer `ProductReview`; raises `Refusal` no_batches, rules_unknown."""
    with station.store.reading() as connection:
        return review_in(connection, question, station.store.state)


def review_in(connection: Storage, question: ProductReview, state_of: StateOf) -> ProductAnswer:
    """Answer `ProductReview` from the views of one moment; `state_of` folds the newest batch."""
    rules_of(question.rules)
    lines = batches_of(connection, question.mbr)[: max(question.last, 1)]
    newest = state_of(lines[0].root)
    with without_collections():
        known = known_in(connection, lines)
        series = tuple(_judged(one, known.rows(one), question.rules) for one in followed_in(newest))
        every = tuple(batch_row(known, line) for line in known.lines)
    return ProductAnswer(question.mbr, lines[0].product, every, _versions(known.lines), series)


def known_in(connection: Storage, lines: Sequence[BatchLine]) -> Known:
    """Return what the views say of these batches, newest first, in the order oldest first."""
    roots = [line.root for line in lines]
    numbers: dict[str, dict[str, list[ValueLine]]] = {}
    outside: dict[str, int] = {}
    for root, found in values.numbers(connection, roots).items():
        outside[root] = sum(one.verdict == "out" for one in found)
        for one in found:
            numbers.setdefault(one.slot.rpartition("/")[2], {}).setdefault(root, []).append(one)
    places = {root: by_place(found) for root, found in spans.of_batches(connection, roots).items()}
    return Known(list(reversed(lines)), numbers, places, exceptions.counted(connection, roots), outside)


def _judged(one: Followed, rows: Sequence[HistoryRow], rules: str) -> SeriesRow:
    low, high = (rows[-1].low, rows[-1].high) if rows else ("", "")
    found = assessed(rows, low, high, rules)
    outside = {at for at, row in enumerate(rows) if row.verdict == "out"}
    cpk, needed = _cpk(found.short_term)
    return SeriesRow(
        one.slot,
        one.kind,
        one.label,
        one.unit,
        one.step,
        len(rows),
        shown(found.mean, rows),
        shown(found.deviation, rows),
        low,
        high,
        cpk,
        needed,
        len(found.places),
        len(outside),
        bool(rows) and len(rows) - 1 in found.places | outside,
    )


def _cpk(found: Capability | NotEnough | None) -> tuple[str, int]:
    if isinstance(found, NotEnough):
        return "", found.needed
    worst = found.worst if found is not None else None
    return (plain(round(worst, FINER)) if worst is not None else ""), 0


def shown(figure: Decimal | None, rows: Sequence[HistoryRow]) -> str:
    """Return a mean or a deviation as text, a little finer than the values it is of."""
    if figure is None:
        return ""
    return plain(round(figure, max((len(row.value.partition(".")[2]) for row in rows), default=0) + FINER))


def batch_row(known: Known, line: BatchLine) -> ProductBatch:
    """Return one batch as the review lists it."""
    begun, ended = next(iter(known.places.get(line.root, {}).get("", ())), ("", ""))
    hours = next(iter(time_rows([line], known.places, TIME, "h")), None)
    counted = known.counts.get(line.root, {})
    return ProductBatch(
        line.batch,
        line.version,
        line.status,
        begun,
        ended,
        hours.value if hours is not None else "",
        counted.get("minor", 0),
        counted.get("major", 0),
        counted.get("critical", 0),
        counted.get("open", 0),
        known.outside.get(line.root, 0),
    )


def _versions(lines: Sequence[BatchLine]) -> tuple[ProductVersion, ...]:
    made: dict[str, list[str]] = {}
    for line in lines:
        made.setdefault(line.version, []).append(line.batch)
    return tuple(ProductVersion(version, len(found), found[0]) for version, found in made.items())
