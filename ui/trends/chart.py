"""A value from batch to batch as the control chart draws it: points, limits of the process, limits of the master.

The same for the review of one batch and for the product review. Limits of the process come from the values shown; below
eight batches there are none, and the chart says so (EU GMP 1.10: no figure from a handful of values).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from ebr.domain.trends import Assessed, Chart
from ebr.domain.values import plain
from ebr.station.questions import HistoryAnswer, HistoryRow
from ebr.station.questions.trends import assessed, decimal_of
from ebr.wording import limits_line, status_word, unit_words, with_unit
from ebr.wording.trends import rule_words, series_words
from ebr.words import figure, ntr, tr
from ui.widgets.control_chart import Bound, ChartData, ChartLine, ChartPoint

FINER = 1
"""Decimals by which a computed limit is finer than the values."""
SIGNED = ("value", "yield")
"""What may be below zero: no time and no count is."""


def chart_of(answer: HistoryAnswer, judged: Assessed | None = None, *, weighted: bool = False) -> ChartData:
    """Return what is drawn for a value's history: the values themselves, or their weighted means."""
    found = judged if judged is not None else assessed(answer.rows, answer.low, answer.high)
    chart = found.weighted if weighted else found.single
    made = chart if isinstance(chart, Chart) else None
    values = list(made.points) if made is not None else [Decimal(row.value) for row in answer.rows]
    said = _rules(found)
    points = tuple(
        ChartPoint(float(value), _spoken(answer, row, said.get(at, ())), row.verdict == "out" or at in found.places)
        for at, (value, row) in enumerate(zip(values, answer.rows, strict=True))
    )
    missing = "" if made is not None else tr("Not enough batches for limits of the process")
    # what a single value is held to says nothing about a weighted mean
    low, high = (None, None) if weighted else (decimal_of(answer.low), decimal_of(answer.high))
    return ChartData(
        points,
        _lines(made, answer.rows, weighted=weighted, signed=answer.kind in SIGNED),
        None if low is None else float(low),
        None if high is None else float(high),
        "" if weighted else figure(answer.low),
        "" if weighted else figure(answer.high),
        summary(answer),
        missing,
        () if weighted else _bounds(answer.rows),
        _marks(answer.rows),
        (answer.rows[0].batch, answer.rows[-1].batch if len(answer.rows) > 1 else "") if answer.rows else ("", ""),
        tuple((float(one), float(other)) for one, other in zip(made.low, made.high, strict=True))
        if weighted and made is not None
        else (),
    )


def summary(answer: HistoryAnswer) -> str:
    """Return the chart in one sentence."""
    limits = limits_line({"low": answer.low, "high": answer.high}, unit_words(answer.unit))
    count = ntr("{n} batch", "{n} batches", len(answer.rows))
    label = series_words(answer.kind, answer.label)
    return tr("{label}, {count}, limits {limits}", label=label, count=count, limits=limits or tr("none"))


def _rules(found: Assessed) -> dict[int, list[str]]:
    said: dict[int, list[str]] = {}
    for signal in found.signals:
        said.setdefault(signal.at, []).append(rule_words(signal.rule))
    return said


def _spoken(answer: HistoryAnswer, row: HistoryRow, rules: Sequence[str]) -> str:
    value = with_unit(figure(row.value), unit_words(answer.unit))
    said = {"batch": row.batch, "value": value, "status": status_word(row.status)}
    if not rules:
        return tr("{batch}: {value}, {status}", **said)
    return tr("{batch}: {value}, {status}. Signal: {rules}", **said, rules="; ".join(rules))


def _bounds(rows: Sequence[HistoryRow]) -> tuple[Bound, ...]:
    """Return the limits at each batch, where they were not always the same."""
    if len({(row.low, row.high) for row in rows}) <= 1:
        return ()
    pairs = [(decimal_of(row.low), decimal_of(row.high)) for row in rows]
    return tuple((None if low is None else float(low), None if high is None else float(high)) for low, high in pairs)


def _marks(rows: Sequence[HistoryRow]) -> tuple[tuple[int, str], ...]:
    """Return where another version of the master began; nothing for one version alone."""
    places = [at for at, (before, after) in enumerate(pairwise(rows), 1) if before.version != after.version]
    return tuple((at, tr("Version {version}", version=rows[at].version)) for at in (0, *places)) if places else ()


def _lines(chart: Chart | None, rows: Sequence[HistoryRow], *, weighted: bool, signed: bool) -> tuple[ChartLine, ...]:
    """Return mean and limits of the process; a time or a count has no limit below zero."""
    if chart is None:
        return ()
    decimals = max(len(row.value.partition(".")[2]) for row in rows) + FINER
    centre = ChartLine(float(chart.centre), figure(plain(round(chart.centre, decimals))), strong=True)
    if weighted:
        return (centre,)
    fences = [limit for limit in (chart.low[0], chart.high[0]) if limit >= 0 or signed]
    return (centre, *(ChartLine(float(limit), figure(plain(round(limit, decimals)))) for limit in fences))
