"""Changed values: each is listed, one without its reason is a departure (11.10(e); EU GMP 4.9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, decimal_of, spoken
from ebr.domain.batch.rules.verdict import judge
from ebr.domain.batch.state.model import Correction, Row
from ebr.domain.batch.state.plan import COMPUTED

RECALCULATED = "recalculated"


def found(sight: Sight) -> Iterator[Found]:
    """Yield every entry that was changed, and every change without a reason."""
    for entry in sight.entries:
        if entry.slot.kind not in COMPUTED:
            for row in entry.held.rows.values():
                if row.corrections:
                    yield from _row(entry, row)
                    yield from _into_limits(sight, entry, row)


def real(row: Row) -> list[Correction]:
    """Return the changes of something that stood: what takes the place of a withdrawn row is none."""
    return [made for made in row.corrections if made.old and made.reason != RECALCULATED]


def _row(entry: Entry, row: Row) -> Iterator[Found]:
    made = real(row)
    if not made:
        return
    params = {"slot": entry.slot.label, "old": spoken(made[0].old), "new": spoken(row.value), "times": str(len(made))}
    if any(not each.reason.strip() for each in made):
        yield Found("correction_without_reason", entry.address, {**params}, item=row.item)
    else:
        yield Found("changed", entry.address, {**params, "reason": made[-1].reason}, item=row.item)


def _into_limits(sight: Sight, entry: Entry, row: Row) -> Iterator[Found]:
    """Yield a number outside its limits that a change put inside them: the first one is to be explained (211.192)."""
    if entry.slot.kind != "number" or row.exception or not row.value:
        return
    limits = sight.limits(entry.slot.limits, entry.rounds)
    verdicts = [_verdict(made.old.get("number", ""), limits) for made in real(row)]
    if "out" in verdicts and _verdict(row.value.get("number", ""), limits) != "out":
        old = real(row)[verdicts.index("out")].old
        params = {
            "slot": entry.slot.label,
            "old": spoken(old),
            "new": spoken(row.value),
            "unit": sight.unit(entry.slot),
        }
        yield Found("changed_into_limits", entry.address, params, item=row.item)


def _verdict(text: str, limits: Mapping[str, str]) -> str:
    value = decimal_of(text)
    return judge(value, limits).verdict if value is not None and limits else ""
