"""A value from batch to batch as the control chart draws it: points, limits of the process, limits of the master.

Limits of the process come from the values before the batch that is reviewed and it; below eight batches there are none,
and the chart says so (EU GMP 1.10: no figure from a handful of values).
"""

from __future__ import annotations

from decimal import Decimal

from ebr.domain.trends import Chart, individuals
from ebr.domain.values import plain
from ebr.station.questions import HistoryAnswer, HistoryRow
from ebr.wording import limits_line, status_word, unit_words, with_unit
from ebr.words import ntr, tr
from ui.shown import number_of
from ui.widgets.control_chart import ChartData, ChartLine, ChartPoint

FINER = 1
"""Decimals by which a computed limit is finer than the values."""


def chart_of(answer: HistoryAnswer) -> ChartData:
    """Return what is drawn for a value's history."""
    values = [(number, row) for row in answer.rows if (number := number_of(row.value)) is not None]
    numbers = [number for number, _ in values]
    chart = individuals(numbers) if numbers else None
    made = chart if isinstance(chart, Chart) else None
    outside = made.outside if made is not None else ()
    points = tuple(
        ChartPoint(float(number), _spoken(answer, row), row.verdict == "out" or at in outside)
        for at, (number, row) in enumerate(values)
    )
    low, high = number_of(answer.low), number_of(answer.high)
    missing = "" if made is not None else tr("Not enough batches for limits of the process")
    return ChartData(
        points,
        _lines(made, numbers),
        float(low) if low is not None else None,
        float(high) if high is not None else None,
        answer.low,
        answer.high,
        summary(answer),
        missing,
    )


def summary(answer: HistoryAnswer) -> str:
    """Return the chart in one sentence."""
    limits = limits_line({"low": answer.low, "high": answer.high}, unit_words(answer.unit))
    count = ntr("{n} batch", "{n} batches", len(answer.rows))
    return tr("{label}, {count}, limits {limits}", label=answer.label, count=count, limits=limits or tr("none"))


def _spoken(answer: HistoryAnswer, row: HistoryRow) -> str:
    value = with_unit(row.value, unit_words(answer.unit))
    return tr("{batch}: {value}, {status}", batch=row.batch, value=value, status=status_word(row.status))


def _lines(chart: Chart | None, numbers: list[Decimal]) -> tuple[ChartLine, ...]:
    if chart is None:
        return ()
    decimals = max(-int(number.as_tuple().exponent) for number in numbers) + FINER
    low, high = (plain(round(limit, decimals)) for limit in (chart.low[0], chart.high[0]))
    return (
        ChartLine(float(chart.centre), plain(round(chart.centre, decimals)), strong=True),
        ChartLine(float(chart.low[0]), low),
        ChartLine(float(chart.high[0]), high),
    )
