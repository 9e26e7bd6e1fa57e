"""What goes from batch to batch as numbers: values of entries, times, exceptions; one row for each batch that has it.

Values come from the view of values, times from the view of spans, so no batch is folded for its numbers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from ebr.domain.mbr.model import Mbr, Slot
from ebr.domain.trends import mean
from ebr.domain.values import plain
from ebr.station.questions.trends import HistoryRow, Series
from ebr.storage.views.batches import BatchLine
from ebr.storage.views.spans import SpanLine
from ebr.storage.views.values import ValueLine

NUMBERS: Final = ("number", "calculation", "yield", "qs", "duration", "table", "result")
"""Kinds of entries whose value is one number."""
WORST: Final = ("", "in", "alert", "out")
TIME, EXCEPTIONS = ":time", ":exceptions"
BEGINS: Final = '{"number": "'
SECONDS: Final[Mapping[str, tuple[int, int]]] = {"h": (3600, 2), "min": (60, 1)}
"""Seconds in a unit of time, and the decimals it is shown with."""


@dataclass(frozen=True, slots=True)
class Followed:
    """One thing that is followed: its name, kind, label, unit, and the step it belongs to."""

    slot: str
    kind: Series
    label: str
    unit: str
    step: str = ""


def followed(mbr: Mbr, unit_of: Callable[[Slot], str]) -> Iterator[Followed]:
    """Yield all that can be followed in the batches of a master: times, exceptions, yields, then the other values."""
    yield Followed(TIME, "batch_time", "", "h")
    yield Followed(EXCEPTIONS, "exceptions", "", "")
    values = [
        Followed(slot.id, "yield" if slot.kind == "yield" else "value", slot.label, unit_of(slot), phase.title)
        for phase, slot in mbr.slots()
        if slot.kind in NUMBERS and not slot.options
    ]
    yield from (one for one in values if one.kind == "yield")
    yield from (one for one in values if one.kind == "value")
    for unit in mbr.procedure:
        yield Followed(f"{TIME}/{unit.id}", "unit_time", unit.title, "min")
        for operation in unit.operations:
            for phase in operation.phases:
                place = f"{TIME}/{unit.id}/{operation.id}/{phase.id}"
                yield Followed(place, "step_time", phase.title, "min", unit.title)


def value_row(line: BatchLine, found: Sequence[ValueLine]) -> HistoryRow | None:
    """Return the numbers of one entry in one batch as a row: their mean, the worst verdict, the latest limits."""
    numbers = [(number, one) for one in found if (number := number_of(one.value)) is not None]
    if not numbers:
        return None
    (value, last), *others = reversed(numbers)
    verdict, at = last.verdict, last.at
    decimals = max(-int(number.as_tuple().exponent) for number, _ in numbers)
    if others:
        value = mean([number for number, _ in numbers])
        verdict = max((one.verdict for _, one in numbers), key=WORST.index)
        at = max(one.at for _, one in numbers)
    shown = plain(round(value, decimals + bool(others)))
    return HistoryRow(line.batch, line.version, line.status, shown, len(numbers), verdict, at, last.low, last.high)


def number_of(text: str) -> Decimal | None:
    """Return the number in the JSON of a value; None when it holds none. Most hold nothing else, so are not parsed."""
    try:
        if text.startswith(BEGINS):
            return Decimal(text[len(BEGINS) : text.index('"', len(BEGINS))])
        return Decimal(json.loads(text).get("number", ""))
    except (InvalidOperation, ValueError):
        return None


Rounds = Sequence[tuple[str, str]]
"""When each round of a part began and ended; "" for not yet."""


def by_place(spans: Iterable[SpanLine]) -> dict[str, list[tuple[str, str]]]:
    """Return begin and end of every part of a batch, under the address without its rounds; "" is the batch itself."""
    found: dict[str, list[tuple[str, str]]] = {}
    for span in spans:
        place = without_rounds(span.place)
        found.setdefault(place, []).append((span.begun, span.ended))
        if place:
            found.setdefault(place.partition("/")[0], []).append((span.begun, span.ended))
    return found


def time_rows(
    lines: Sequence[BatchLine], places: Mapping[str, Mapping[str, Rounds]], slot: str, unit: str
) -> list[HistoryRow]:
    """Return how long the batch or a part of it took, in the batches that have begun and ended it.

    `places` is root -> address -> rounds (`by_place`).
    """
    place = slot.removeprefix(TIME).removeprefix("/")
    found = [(line, _elapsed(places.get(line.root, {}).get(place, ()), place)) for line in lines]
    return [_time_row(line, elapsed, unit) for line, elapsed in found if elapsed]


def _time_row(line: BatchLine, elapsed: Sequence[tuple[Decimal, str]], unit: str) -> HistoryRow:
    size, decimals = SECONDS[unit]
    seconds = elapsed[0][0] if len(elapsed) == 1 else mean([one for one, _ in elapsed])
    value = plain(round(seconds / size, decimals))
    return HistoryRow(line.batch, line.version, line.status, value, len(elapsed), "", elapsed[-1][1])


def _elapsed(rounds: Rounds, place: str) -> list[tuple[Decimal, str]]:
    """Return the seconds of each round with the time at which it ended; a unit procedure is one from first to last."""
    if place and not place.count("/"):
        if not rounds or not all(ended for _, ended in rounds):
            return []
        begun = min((began or ended for began, ended in rounds), key=_moment)  # a signature alone begins nothing
        rounds = [(begun, max((ended for _, ended in rounds), key=_moment))]
    found = [(seconds_between(begun, ended), ended) for begun, ended in rounds if begun and ended]
    return [one for one in found if one[0] >= 0]


def without_rounds(place: str) -> str:
    """Return an address without the names of its rounds."""
    return "/".join(part.partition("[")[0] for part in place.split("/")) if "[" in place else place


def seconds_between(begun: str, ended: str) -> Decimal:
    """Return the seconds from one time to another, each ISO 8601 with offset."""
    took = _moment(ended) - _moment(begun)
    return Decimal(took.days * 86400 + took.seconds) + Decimal(took.microseconds) / 1_000_000


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def exception_rows(lines: Sequence[BatchLine], counts: Mapping[str, Mapping[str, int]]) -> list[HistoryRow]:
    """Return how many exceptions each batch had, of every severity."""
    return [
        HistoryRow(
            line.batch, line.version, line.status, str(count_of(counts.get(line.root, {}))), 1, "", line.issued_at
        )
        for line in lines
    ]


def count_of(counted: Mapping[str, int]) -> int:
    """Return the exceptions of all severities."""
    return sum(count for severity, count in counted.items() if severity != "open")
