"""The product review as data for paper and as a table: batches, what goes from batch to batch, charts, signals.

EU GMP 1.10 (product quality review) and 21 CFR 211.180(e): consistency of the process, trends, and what should be
looked at. It carries a hash of its rows, and says which entry of the record was the last it knew of.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from io import StringIO
from itertools import pairwise
from typing import Final

from ebr.domain import canonical
from ebr.domain.trends import Assessed, Chart, NotEnough
from ebr.domain.values import plain
from ebr.reports import document as d
from ebr.reports.master_paper import Printed
from ebr.reports.recall import RecallPaper
from ebr.reports.release_register import FORMULA
from ebr.wording import limits_line, moment_words, status_word, with_unit
from ebr.wording.trends import RULE_SETS, enough_words, index_words, missing_words, series_words, signal_lines
from ebr.words import ntr, tr

CHARTED_FROM: Final = 2
"""Batches with a value from which on it has a chart: a single point shows nothing that the table does not."""
FINER: Final = 2
SAID: Final = 12
"""Signals of one value that are told in words at most; the newest first."""
UNCHARTED: Final = ("unit_time", "step_time")
"""What has a line in the table alone: its chart is on the screen."""
SIGNED: Final = ("value", "yield")
"""What may be below zero: no time and no count is."""
NAMES: Final = (
    "batch", "version", "status", "series", "kind", "label", "unit", "value", "count", "verdict", "low", "high", "at",
    "signals",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReviewedBatch:
    """One batch on the paper; times as in the record, hours as decimal text."""

    batch: str
    version: str
    status: str
    begun: str
    ended: str
    hours: str
    minor: int
    major: int
    critical: int
    open: int
    outside: int


@dataclass(frozen=True, slots=True)
class ReviewedValue:
    """A value in one batch."""

    batch: str
    version: str
    status: str
    value: str
    count: int
    verdict: str
    at: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class ReviewedSeries:
    """One thing that is followed, oldest batch first, and what it says."""

    slot: str
    kind: str
    label: str
    unit: str
    step: str
    low: str
    high: str
    values: tuple[ReviewedValue, ...]
    judged: Assessed


@dataclass(frozen=True, slots=True)
class ReviewedProduct:
    """All that the review says. `entries` is the number of the last entry of this station's log, `head` its hash."""

    mbr: str
    product: str
    rules: str
    batches: tuple[ReviewedBatch, ...]
    series: tuple[ReviewedSeries, ...]
    entries: int = 0
    head: str = ""


def product_paper(review: ReviewedProduct, printed: Printed) -> RecallPaper:
    """Return the paper of a review."""
    charted = [one for one in review.series if one.kind not in UNCHARTED]
    signalled = [one for one in charted if one.judged.signals or _outside(one)]
    remark = ntr("{n} value should be looked at", "{n} values should be looked at", len(signalled))
    return RecallPaper(
        title=tr("Product review"),
        about=review.mbr,
        words=review.product,
        hash=product_hash(review),
        printed=printed,
        facts=tuple(_facts(review)),
        blocks=tuple(_blocks(review)),
        remarks=(remark,) if signalled else (),
    )


def product_hash(review: ReviewedProduct) -> str:
    """Return the SHA-256 over batches and values: two reviews with one hash compare the same."""
    batches: list[canonical.Json] = [[str(cell) for cell in astuple(one)] for one in review.batches]
    values: list[canonical.Json] = [
        [one.slot, *(str(cell) for cell in astuple(value))] for one in review.series for value in one.values
    ]
    return hashlib.sha256(canonical.dumps([review.mbr, batches, values])).hexdigest()


def _facts(review: ReviewedProduct) -> Iterator[d.Fact]:
    versions = list(dict.fromkeys(one.version for one in review.batches))
    first, last = review.batches[0], review.batches[-1]
    yield d.Fact(tr("Batches"), str(len(review.batches)))
    yield d.Fact(tr("Versions of the master"), ", ".join(versions))
    yield d.Fact(
        tr("First and last batch"), f"{first.batch}, {last.batch}" if first != last else first.batch, code=True
    )
    yield d.Fact(tr("Run rules"), RULE_SETS[review.rules])
    yield d.Fact(tr("Exceptions"), str(sum(one.minor + one.major + one.critical for one in review.batches)))
    yield d.Fact(tr("Values out of limits"), str(sum(one.outside for one in review.batches)))
    if review.head:
        yield d.Fact(tr("Record up to"), tr("entry {number}", number=review.entries))
        yield d.Fact(tr("Hash of that entry"), review.head, code=True)


def _blocks(review: ReviewedProduct) -> Iterator[d.Block]:
    yield d.Heading(1, "1", tr("Batches"), ntr("{n} batch", "{n} batches", len(review.batches)))
    yield _batches(review.batches)
    shown = [one for one in review.series if one.values]
    yield d.Heading(1, "2", tr("From batch to batch"), ntr("{n} value", "{n} values", len(shown)))
    yield _figures(shown)
    charted = [one for one in shown if one.kind not in UNCHARTED and len(one.values) >= CHARTED_FROM]
    if charted:
        yield d.Heading(1, "3", tr("Charts"))
        yield d.Paragraph(_legend(), "quiet")
    else:
        yield d.Paragraph(tr("There are no charts yet: a value has one from its second batch on."), "quiet")
    for number, one in enumerate(charted, 1):
        yield from _charts(one, f"3.{number}")
    words = tr(
        "The review says what this station knew when it was printed. Nothing on it decides about a batch: it shows"
        " where to look."
    )
    yield d.Paragraph(words, "quiet")


def _legend() -> str:
    return tr(
        "White band: limits of the master. Full line: mean; dashed lines: three standard deviations, from the moving"
        " ranges. Diamond: out of limits or signalled. Limits of the process need eight batches, an index needs 25."
        " Times of parts of a batch stand in the table."
    )


def _batches(batches: Sequence[ReviewedBatch]) -> d.Table:
    columns = (
        d.Column(tr("Batch"), 0, code=True),
        d.Column(tr("Version"), 0.6),
        d.Column(tr("Status"), 1.1),
        d.Column(tr("Begun"), 2.1),
        d.Column(tr("Took"), 0.9, "right"),
        d.Column(tr("Exceptions"), 2.0),
        d.Column(tr("Out of limits"), 0.8, "right"),
    )
    return d.Table(columns, [_batch(one) for one in batches], dense=True)


def _batch(one: ReviewedBatch) -> tuple[str | d.Cell, ...]:
    counted = tr(
        "{minor} minor, {major} major, {critical} critical", minor=one.minor, major=one.major, critical=one.critical
    )
    some = one.minor + one.major + one.critical
    severe: d.Tone = "critical" if one.critical else "warn" if one.major else "plain"
    return (
        one.batch,
        one.version,
        status_word(one.status),
        moment_words(one.begun) if one.begun else "",
        with_unit(one.hours, "h") if one.hours else "",
        d.Cell(counted if some else "", tone=severe),
        d.Cell(str(one.outside) if one.outside else "", tone="critical" if one.outside else "plain"),
    )


def _figures(series: Sequence[ReviewedSeries]) -> d.Table:
    columns = (
        d.Column(tr("What"), 2.6),
        d.Column(tr("Batches"), 0.6, "right"),
        d.Column(tr("Mean"), 1.1, "right"),
        d.Column(tr("Standard deviation"), 1.1, "right"),
        d.Column(tr("Limits"), 1.6),
        d.Column("Cpk", 0.6, "right"),
        d.Column("Ppk", 0.6, "right"),
        d.Column(tr("Look at"), 1.4),
    )
    return d.Table(columns, [_line(one) for one in series], dense=True)


def _line(one: ReviewedSeries) -> tuple[str | d.Cell, ...]:
    found, outside = one.judged, _outside(one)
    finer = FINER if len(one.values) > 1 else 0
    places = max((len(value.value.partition(".")[2]) for value in one.values), default=0) + finer
    figures = ["" if each is None else plain(round(each, places)) for each in (found.mean, found.deviation)]
    words = [
        ntr("{n} out of limits", "{n} out of limits", outside) if outside else "",
        ntr("{n} signal", "{n} signals", len(found.places)) if found.signals else "",
    ]
    tone: d.Tone = "critical" if outside else "warn" if found.signals else "plain"
    return (
        series_words(one.kind, one.label),
        str(len(one.values)),
        with_unit(figures[0], one.unit),
        figures[1],
        limits_line({"low": one.low, "high": one.high}, one.unit),
        index_words(found.short_term)[1],
        index_words(found.overall)[1],
        d.Cell("\n".join(text for text in words if text), tone=tone),
    )


def _charts(one: ReviewedSeries, number: str) -> Iterator[d.Block]:
    yield d.Heading(3, number, series_words(one.kind, one.label), one.step)
    yield chart_of(one)
    found = one.judged
    facts = [_capability(found)]
    if isinstance(found.single, NotEnough):
        facts.append(tr("Limits of the process: {why}", why=enough_words(found.single)))
    yield d.Paragraph("   ".join(facts), "quiet")
    told = signal_lines(found.signals, [value.batch for value in one.values])
    for text in told[:SAID]:
        yield d.Paragraph(text)
    if len(told) > SAID:
        yield d.Paragraph(tr("and {n} earlier ones", n=len(told) - SAID), "quiet")


def _capability(found: Assessed) -> str:
    missing = missing_words(found)
    if missing:
        return tr("Capability: {why}", why=missing)
    pairs = zip(("Cp", "Cpk", "Pp", "Ppk"), (*index_words(found.short_term), *index_words(found.overall)), strict=True)
    return "   ".join(f"{name} {value}" for name, value in pairs if value)


def chart_of(one: ReviewedSeries) -> d.Chart:
    """Return the chart of one series."""
    found = one.judged
    points = tuple(
        d.ChartMark(
            float(value.value),
            float(value.low) if value.low else None,
            float(value.high) if value.high else None,
            value.verdict == "out" or at in found.places,
        )
        for at, value in enumerate(one.values)
    )
    made = found.single if isinstance(found.single, Chart) else None
    places = max(len(value.value.partition(".")[2]) for value in one.values) + 1
    fences = (
        [] if made is None else [limit for limit in (made.low[0], made.high[0]) if limit >= 0 or one.kind in SIGNED]
    )
    lines = [] if made is None else [(made.centre, True), *((limit, False) for limit in fences)]
    starts = [at for at, (before, after) in enumerate(pairwise(one.values), 1) if before.version != after.version]
    news = tuple((at, tr("Version {version}", version=one.values[at].version)) for at in (0, *starts)) if starts else ()
    last = one.values[-1].batch if len(one.values) > 1 else ""
    return d.Chart(
        points,
        tuple((float(value), plain(round(value, places)), strong) for value, strong in lines),
        tuple((float(limit), limit) for limit in (one.low, one.high) if limit),
        news,
        (one.values[0].batch, last),
    )


def _outside(one: ReviewedSeries) -> int:
    return sum(value.verdict == "out" for value in one.values)


def product_csv(review: ReviewedProduct) -> bytes:
    """Return one line for each value of each batch, in UTF-8; no cell can be taken for a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(NAMES)
    for one in review.series:
        rules: dict[int, list[str]] = {}
        for signal in one.judged.signals:
            rules.setdefault(signal.at, []).append(signal.rule)
        for at, value in enumerate(one.values):
            writer.writerow([_safe(cell) for cell in _cells(one, value, rules.get(at, []))])
    return out.getvalue().encode()


def _cells(one: ReviewedSeries, value: ReviewedValue, rules: Sequence[str]) -> tuple[str, ...]:
    named = (value.batch, value.version, value.status, one.slot, one.kind, one.label, one.unit)
    said = (value.value, str(value.count), value.verdict, value.low, value.high, value.at)
    return (*named, *said, "; ".join(rules))


def _safe(cell: str) -> str:
    """Keep a number a number, also below zero; anything else that looks like a formula is text."""
    try:
        float(cell)
    except ValueError:
        return f"'{cell}" if cell.startswith(FORMULA) else cell
    return cell
