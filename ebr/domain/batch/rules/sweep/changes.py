"""Changed values: each is listed, one without its reason is a departure (11.10(e); EU GMP 4.9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, decimal_of, spoken
from ebr.domain.batch.rules.verdict import compare, judge
from ebr.domain.batch.state.plan import COMPUTED
from ebr.domain.batch.state.slots import Correction, Row
from ebr.domain.values import Value

RECALCULATED = "recalculated"
MANY = 5
"""Changes with the same reason by the same person from which on they are looked at."""


def found(sight: Sight) -> Iterator[Found]:
    """Yield every entry that was changed, and every change without a reason."""
    for entry in sight.entries:
        if entry.slot.kind not in COMPUTED:
            for row in entry.held.rows.values():
                if row.corrections:
                    yield from _row(entry, row)
                    yield from _back(entry, row)
                    yield from _into_limits(sight, entry, row)
    yield from _alike(sight)


def real(row: Row) -> list[Correction]:
    """Return the changes of something that stood: what takes the place of a withdrawn row is none."""
    return [made for made in row.corrections if made.old and made.reason != RECALCULATED]


def _row(entry: Entry, row: Row) -> Iterator[Found]:
    made = real(row)
    if not made:
        return
    params = {"slot": entry.slot.label, "old": spoken(made[0].old), "new": spoken(row.value), "times": str(len(made))}
    if any(wordless(each.reason) for each in made):
        yield Found("correction_without_reason", entry.address, {**params}, item=row.item)
    else:
        yield Found("changed", entry.address, {**params, "reason": made[-1].reason}, item=row.item)


def wordless(reason: str) -> bool:
    """Tell whether a reason says nothing: no letter or digit in it, or a single Latin one."""
    said = [sign for sign in reason if sign.isalnum()]
    return not said or (len(said) == 1 and said[0].isascii())


def _back(entry: Entry, row: Row) -> Iterator[Found]:
    """Yield a value that was changed and then changed back to what it was."""
    made = real(row)
    values = [dict(each.old) for each in made]
    if len(made) > 1 and row.value and dict(row.value) in values[:-1] and dict(row.value) != values[-1]:
        params = {"slot": entry.slot.label, "old": spoken(made[-1].old), "new": spoken(row.value)}
        yield Found("changed_back", entry.address, params, item=row.item)


def _into_limits(sight: Sight, entry: Entry, row: Row) -> Iterator[Found]:
    """Yield a value outside its limits that a change put inside them: the first one is to be explained (211.192)."""
    if row.exception:
        return
    verdicts = [_verdict(sight, entry, made.old) for made in real(row)]
    if "out" in verdicts and not row.value:
        old = real(row)[verdicts.index("out")].old
        params = {"slot": entry.slot.label, "old": spoken(old), "unit": sight.unit(entry.slot)}
        yield Found("withdrawn_out_of_limit", entry.address, params, item=row.item)
    elif "out" in verdicts and _verdict(sight, entry, row.value) != "out":
        old = real(row)[verdicts.index("out")].old
        params = {
            "slot": entry.slot.label,
            "old": spoken(old),
            "new": spoken(row.value),
            "unit": sight.unit(entry.slot),
        }
        yield Found("changed_into_limits", entry.address, params, item=row.item)


def _verdict(sight: Sight, entry: Entry, value: Value) -> str:
    """Return how a value compares with the limits as they are now; "" for one that nobody can compare."""
    if "number" in value:
        number, limits = decimal_of(value["number"]), sight.limits(entry.slot.limits, entry.rounds)
        return judge(number, limits).verdict if number is not None and limits else ""
    try:
        return compare(sight.state, entry.slot, value, entry.rounds).verdict
    except (KeyError, StopIteration, ArithmeticError):
        return ""


def _alike(sight: Sight) -> Iterator[Found]:
    """Yield somebody who gave the same reason for many changes."""
    reasons: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], str] = {}
    for entry in sight.entries:
        for row in entry.held.rows.values() if entry.slot.kind not in COMPUTED else ():
            for made in real(row):
                reasons[made.stamp.by, made.reason] += 1
                last[made.stamp.by, made.reason] = entry.address
    for (person, reason), times in reasons.items():
        if times >= MANY and reason.strip():
            params = {"person": person, "reason": reason, "times": str(times)}
            yield Found("reasons_alike", last[person, reason], params)
