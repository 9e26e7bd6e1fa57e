"""`ebr trends MBR`: the product review of a master, or one value of it from batch to batch."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ebr.cli.options import AsJson, AsPerson, Folder
from ebr.cli.speech import say, say_json
from ebr.words import ntr, tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ebr.domain.trends import Assessed
    from ebr.station.questions import HistoryAnswer, ProductAnswer, SeriesRow

Master = Annotated[str, typer.Argument(help="Id of the master batch record; without it, those that have batches.")]
Value = Annotated[str, typer.Option("--value", help="Follow one entry, or :time, :time/UNIT, :exceptions.")]
Last = Annotated[int, typer.Option("--last", min=1, help="Only so many of the newest batches.")]
Rules = Annotated[str, typer.Option("--rules", help="Run rules: western_electric or nelson.")]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", help="Write the product review: .pdf is sealed, .csv a table.")
]


def trends(
    station: Folder,
    mbr: Master = "",
    value: Value = "",
    last: Last = 500,
    rules: Rules = "western_electric",
    output: Output = None,
    as_json: AsJson = False,
    person: AsPerson = "",
) -> int:
    """Compare the batches of one master: times, values, yields, exceptions; control charts and capability in figures.

    Example: ebr trends handrub-f1 --value temp --station ./demo-site --json
    """
    from ebr.station.looking import look
    from ebr.station.questions import ProductReview, ValueHistory
    from ebr.station.questions.trends import assessed

    if mbr and output is not None:
        return _write(station, (mbr, value, rules, last), output, person)
    with look(station) as here:
        if not mbr:
            _say(as_json, [asdict(one) for one in here.products()], _products(here.products()))
        elif value:
            found = here.history(ValueHistory(mbr, value, last=last))
            judged = assessed(found.rows, found.low, found.high, rules)
            _say(as_json, _document(found, judged), value_lines(found, judged))
        else:
            answer = here.product(ProductReview(mbr, last, rules))
            _say(as_json, asdict(answer), review_lines(answer))
    return 0


def _say(as_json: bool, document: Any, lines: Iterator[str]) -> None:  # noqa: ANN401, FBT001 - plain data
    if as_json:
        say_json(document)
        return
    for line in lines:
        say(line)


def _write(station: Path, asked: tuple[str, str, str, int], output: Path, person: str) -> int:
    from ebr.cli.access import opened

    with opened(station, person) as (here, by):
        answer = here.print_product(*asked, output, by)
    if answer.refusal is not None:
        raise answer.refusal
    say(answer.answer["file"])
    return 0


def _document(found: HistoryAnswer, judged: Assessed) -> dict[str, Any]:
    """Return a value with both charts, signals and indices as plain data; numbers are decimal text."""
    from ebr.wording.trends import index_words, missing_words

    batches = [row.batch for row in found.rows]
    (cp, cpk), (pp, ppk) = index_words(judged.short_term), index_words(judged.overall)
    return {
        **asdict(found),
        "mean": _text(judged.mean),
        "deviation": _text(judged.deviation),
        "individuals": _chart(judged.single),
        "ewma": _chart(judged.weighted),
        "signals": [{"rule": one.rule, "batch": batches[one.at]} for one in judged.signals],
        "cp": cp,
        "cpk": cpk,
        "pp": pp,
        "ppk": ppk,
        "no_index": missing_words(judged),
    }


def _chart(found: Any) -> dict[str, Any]:  # noqa: ANN401 - a chart or what it lacks
    from ebr.domain.trends import NotEnough

    if isinstance(found, NotEnough):
        return {"found": found.found, "needed": found.needed}
    points = {name: [_text(one) for one in getattr(found, name)] for name in ("points", "low", "high")}
    return {"centre": _text(found.centre), "sigma": _text(found.sigma), **points}


def _text(figure: Any) -> str:  # noqa: ANN401 - a decimal or none
    from decimal import Decimal

    return "" if figure is None else str(round(figure, 6).normalize() + Decimal(0))


def _products(found: Any) -> Iterator[str]:  # noqa: ANN401 - lines of products
    for one in found:
        yield f"{one.mbr}: {one.product}, {ntr('{n} batch', '{n} batches', one.batches)}"
    if not found:
        yield tr("There is no batch on this station yet.")


def review_lines(answer: ProductAnswer) -> Iterator[str]:
    """Yield everything that the command prints about a product review."""
    yield f"{answer.mbr}: {answer.product}, {ntr('{n} batch', '{n} batches', len(answer.batches))}"
    for version in answer.versions:
        count = ntr("{n} batch", "{n} batches", version.batches)
        yield "    " + tr(
            "version {version}: {count}, from {first} on", version=version.version, count=count, first=version.first
        )
    yield ""
    for row in answer.series:
        if row.count:
            yield f"    {_series(row)}"


def _series(row: SeriesRow) -> str:
    from ebr.wording import limits_line, with_unit
    from ebr.wording.trends import series_words

    parts = [
        ntr("{n} batch", "{n} batches", row.count),
        tr("mean {mean}", mean=with_unit(row.mean, row.unit)),
        tr("limits {limits}", limits=limits_line({"low": row.low, "high": row.high}, row.unit))
        if row.low or row.high
        else "",
        f"Cpk {row.cpk}" if row.cpk else "",
        ntr("{n} signal", "{n} signals", row.signals) if row.signals else "",
        ntr("{n} out of limits", "{n} out of limits", row.outside) if row.outside else "",
    ]
    return f"{series_words(row.kind, row.label)} [{row.slot}]: {', '.join(part for part in parts if part)}"


def value_lines(found: HistoryAnswer, judged: Assessed) -> Iterator[str]:
    """Yield everything that the command prints about one value."""
    from ebr.wording import with_unit
    from ebr.wording.trends import index_words, missing_words, series_words, signal_lines

    yield series_words(found.kind, found.label)
    before = ("", "")
    for row in found.rows:
        limits = (row.low, row.high)
        changed = tr("limits {low} to {high}", low=row.low or "-", high=row.high or "-") if limits != before else ""
        words = [with_unit(row.value, found.unit), tr("version {version}", version=row.version), changed]
        yield f"    {row.batch}: {', '.join(part for part in words if part)}"
        before = limits
    (cp, cpk), (pp, ppk) = index_words(judged.short_term), index_words(judged.overall)
    missing = missing_words(judged)
    yield tr("No index: {why}", why=missing) if missing else f"Cp {cp or '-'}, Cpk {cpk}, Pp {pp or '-'}, Ppk {ppk}"
    for line in signal_lines(judged.signals, [row.batch for row in found.rows]):
        yield f"    {line}"
