"""The product review without its looks: the masters that have batches, what is followed in them, one of it in full."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from ebr.domain.refusal import Refusal
from ebr.domain.trends import USUAL, Assessed, NotEnough
from ebr.domain.values import plain
from ebr.station.questions import (
    HistoryAnswer,
    HistoryRow,
    ProductAnswer,
    ProductBatch,
    ProductLine,
    ProductReview,
    ReviewedProducts,
    SeriesRow,
    ValueHistory,
)
from ebr.station.questions.trends import assessed
from ebr.wording import limits_line, moment_words, refusal_words, status_word, unit_words, with_unit
from ebr.wording.trends import enough_words, index_words, missing_words, series_words, signal_lines
from ebr.words import figure, ntr, tr
from ui.desk import Answer, Desk
from ui.pages.list_line import ListLine
from ui.pages.offer import Shown
from ui.pages.visit import Visit
from ui.trends.model import Followed, Reviewed

LAST: Final = 500
"""Batches that are compared at most: the newest ones."""
TIMES: Final = ("batch_time", "unit_time", "step_time")
FINER: Final = 2


class TrendsPresenter:
    """TrendsPresenter(desk, person). Callbacks: on_products, on_reviewed, on_followed, on_refused(words)."""

    def __init__(self, desk: Desk, person: str) -> None:
        self.desk, self.person = Visit(desk), person
        self.mbr, self.slot, self.rules, self.group = "", "", USUAL, "all"
        self.answer: ProductAnswer | None = None
        self.on_products: Callable[[tuple[ListLine[str], ...]], None] = lambda _lines: None
        self.on_reviewed: Callable[[Reviewed], None] = lambda _shown: None
        self.on_followed: Callable[[Followed], None] = lambda _shown: None
        self.on_refused: Callable[[str], None] = lambda _words: None
        self._history: HistoryAnswer | None = None
        self.desk.on_changed(self._changed)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def _changed(self, roots: frozenset[str]) -> None:
        if not self.mbr and any(root.startswith("batch/") for root in roots):
            self.open("")

    def open(self, mbr: str, slot: str = "") -> None:
        """Show the batches of a master; without one, the masters to choose from."""
        self.mbr, self.slot, self.answer, self._history = mbr, slot, None, None
        if mbr:
            self.desk.ask(ProductReview(mbr, LAST, self.rules), self._reviewed, self._refused)
        else:
            self.desk.ask(ReviewedProducts(), self._products, self._refused)

    def set_rules(self, rules: str) -> None:
        """Judge by other run rules."""
        if rules != self.rules:
            self.rules = rules
            self.desk.ask(ProductReview(self.mbr, LAST, rules), self._reviewed, self._refused)

    def set_group(self, group: str) -> None:
        """Show "all", "values" or "times" only."""
        self.group = group
        if self.answer is not None:
            self.on_reviewed(self._shown(self.answer))

    def choose(self, slot: str) -> None:
        """Follow one thing from batch to batch."""
        self.slot = slot
        if self.mbr and slot:
            self.desk.ask(ValueHistory(self.mbr, slot, "", LAST), self._followed, self._refused)

    def file_name(self, form: str) -> str:
        """Return how a file of the review is called."""
        return f"product-review-{self.mbr}.{form}"

    def write(self, folder: Path, form: str, then: Callable[[Answer | Refusal], None]) -> None:
        """Write the review of all that is followed as "pdf" or "csv" into a folder."""
        file = folder / self.file_name(form)
        self.desk.call("print_product", then, self.mbr, "", self.rules, LAST, file, self.person)

    # -- what comes back

    def _refused(self, refusal: Refusal) -> None:
        self.on_refused(refusal_words(refusal))

    def _products(self, found: tuple[ProductLine, ...]) -> None:
        lines = [
            ListLine(one.mbr, (one.product, one.mbr, ntr("{n} batch", "{n} batches", one.batches)), "", "chart-line")
            for one in found
        ]
        self.on_products(tuple(lines))

    def _reviewed(self, answer: ProductAnswer) -> None:
        if answer.mbr != self.mbr:
            return
        self.answer = answer
        self.on_reviewed(self._shown(answer))
        slots = [row.slot for row in self._rows(answer)]
        if slots:
            self.choose(self.slot if self.slot in slots else slots[0])

    def _rows(self, answer: ProductAnswer) -> list[SeriesRow]:
        """Return what is followed and has values, of the chosen group; what somebody should look at comes first."""
        wanted = [row for row in answer.series if row.count and self._in_group(row)]
        return sorted(wanted, key=lambda row: (not row.outside, not row.signals))

    def _in_group(self, row: SeriesRow) -> bool:
        if self.group == "all":
            return row.kind != "step_time"
        return (row.kind in TIMES) is (self.group == "times")

    def _shown(self, answer: ProductAnswer) -> Reviewed:
        count = ntr("{n} batch", "{n} batches", len(answer.batches))
        versions = ntr("{n} version", "{n} versions", len(answer.versions))
        words = tr("{batches}, {versions}", batches=count, versions=versions)
        series = tuple(_series_line(row) for row in self._rows(answer))
        batches = tuple(_batch_line(row) for row in reversed(answer.batches))
        return Reviewed(answer.mbr, answer.product, words, series, batches)

    def _step(self, slot: str) -> str:
        """Return the step that what is followed belongs to; its unit procedure for the time of a step."""
        rows = self.answer.series if self.answer is not None else ()
        return next((row.step for row in rows if row.slot == slot), "")

    def _followed(self, answer: HistoryAnswer) -> None:
        if answer.slot != self.slot:
            return
        judged = assessed(answer.rows, answer.low, answer.high, self.rules)
        signals = tuple(signal_lines(judged.signals, [row.batch for row in answer.rows]))
        quiet = enough_words(judged.single) if isinstance(judged.single, NotEnough) else tr("Nothing was signalled")
        self.on_followed(
            Followed(
                answer.slot,
                series_words(answer.kind, answer.label),
                self._step(answer.slot),
                answer,
                judged,
                facts_of(answer, judged),
                signals,
                quiet,
                tuple(
                    _value_line(answer, row, at in judged.places) for at, row in reversed(list(enumerate(answer.rows)))
                ),
            )
        )


def facts_of(answer: HistoryAnswer, judged: Assessed) -> tuple[Shown, ...]:
    """Return the figures of a value; without enough of them, how many it takes."""
    unit = unit_words(answer.unit)
    places = max((len(row.value.partition(".")[2]) for row in answer.rows), default=0) + FINER
    figures = [(tr("Mean"), judged.mean), (tr("Standard deviation"), judged.deviation)]
    found = [
        Shown(name, with_unit(figure(plain(round(value, places))), unit))
        for name, value in figures
        if value is not None
    ]
    limits = limits_line({"low": answer.low, "high": answer.high}, unit)
    found += [Shown(tr("Limits"), limits)] if limits else []
    missing = missing_words(judged)
    if missing:
        return (*found, Shown(tr("Capability"), missing))
    (cp, cpk), (pp, ppk) = index_words(judged.short_term), index_words(judged.overall)
    names = (("Cp", cp), ("Cpk", cpk), ("Pp", pp), ("Ppk", ppk))
    return (*found, *(Shown(name, value) for name, value in names if value))


def _series_line(row: SeriesRow) -> ListLine[str]:
    mean = with_unit(figure(row.mean), unit_words(row.unit))
    signals = ntr("{n} signal", "{n} signals", row.signals) if row.signals else ""
    outside = ntr("{n} out of limits", "{n} out of limits", row.outside) if row.outside else ""
    tone, icon = ("crit", "alert-triangle") if row.outside else ("warn", "alert-circle") if row.signals else ("", "")
    name = series_words(row.kind, row.label)
    return ListLine(row.slot, (name, mean, figure(row.cpk) or "–", outside or signals), tone, icon or _icon(row))


def _icon(row: SeriesRow) -> str:
    return "clock" if row.kind in TIMES else "chart-line"


def _value_line(answer: HistoryAnswer, row: HistoryRow, signalled: bool) -> ListLine[str]:
    unit = unit_words(answer.unit)
    limits = limits_line({"low": row.low, "high": row.high}, unit)
    outside = row.verdict == "out"
    state = tr("Out of limits") if outside else tr("Signal") if signalled else ""
    cells = (row.batch, with_unit(figure(row.value), unit), limits, state or status_word(row.status))
    return ListLine(row.batch, cells, "crit" if outside else "warn" if signalled else "", "flask")


def _batch_line(row: ProductBatch) -> ListLine[str]:
    severe = row.major + row.critical
    counted = tr(
        "{minor} minor, {major} major, {critical} critical", minor=row.minor, major=row.major, critical=row.critical
    )
    exceptions = counted if row.minor or severe else ""
    tone = "crit" if row.critical or row.outside else "warn" if severe or row.open else ""
    hours = with_unit(figure(row.hours), "h") if row.hours else ""
    outside = str(row.outside) if row.outside else ""
    begun = moment_words(row.begun) if row.begun else ""
    cells = (row.batch, row.version, status_word(row.status), begun, hours, exceptions, outside)
    return ListLine(row.batch, cells, tone, "flask")
