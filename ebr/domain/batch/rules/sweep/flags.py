"""From what the pass found to what a reviewer reads: one flag for each, none said twice.

An exception that stands is a flag with its decision; what the pass finds about the same entry is named in `also`. What
no exception speaks of is a flag by itself. A flag answers why it is there: step, rule, line of the MBR, clause.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ebr.domain.batch.rules import weakness
from ebr.domain.batch.rules.known import Known
from ebr.domain.batch.rules.raised import raised
from ebr.domain.batch.rules.sweep import (
    acts,
    apart,
    arithmetic,
    asked,
    attempts,
    balance,
    changes,
    clocks,
    devices,
    entries,
    form,
    limits,
    order,
    pace,
    people,
    printing,
    releases,
    rights,
    signers,
    sources,
    things,
    times,
    trend,
    use,
    versions,
)
from ebr.domain.batch.rules.sweep.found import Found, Sight, sight_of
from ebr.domain.batch.rules.sweep.placed import of_weakness
from ebr.domain.batch.rules.sweep.table import ANYWHERE, RECORD, RULES, SPOKEN_BY, Rule
from ebr.domain.batch.rules.verdict import HOWS, floor, weighed
from ebr.domain.batch.rules.weak import Weakness
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.model import SEVERITIES, ExceptionState
from ebr.domain.batch.state.plan import Plan, last_id
from ebr.domain.decision import Draft, Facts
from ebr.domain.values import Instant

FAMILIES: tuple[Callable[[Sight], Iterator[Found]], ...] = (
    limits.found,
    limits.averages,
    trend.found,
    entries.found,
    order.found,
    changes.found,
    attempts.found,
    devices.found,
    use.found,
    arithmetic.found,
    balance.found,
    times.found,
    clocks.found,
    people.found,
    signers.found,
    versions.found,
    pace.found,
    apart.found,
    form.found,
    asked.found,
    sources.found,
    things.found,
    acts.found,
    rights.found,
    releases.found,
    printing.found,
)


TOLD_APART = (
    "person",
    "exception",
    "before",
    "lot",
    "container",
    "slot",
    "meaning",
    "act",
    "amendment",
    "place",
    "print",
    "reason",
    "moment",
)
"""Parameters by which several flags of one rule at one place are told apart."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing that review must see.

    `source` is "exception", "pass" or "record" (a weakness); `state` "open", "decided", or "noted" for what needs a
    look and no decision. `line` is the line of the MBR: the address without rounds; `number` and `step` name the step.
    """

    rule: str
    severity: str
    where: str
    item: int
    number: str
    step: str
    line: str
    label: str
    clause: str
    params: Mapping[str, str]
    source: str
    state: str
    exception: str = ""
    decision: str = ""
    also: tuple[str, ...] = ()
    name: str = ""
    """Of a weakness, by which quality decides about it."""


def sweep(state: BatchState, facts: Facts, at: Instant) -> tuple[Flag, ...]:
    """Return every flag of a batch, the heaviest first, then in the order of the document; total, and pure."""
    sight = sight_of(state, facts, at)
    if sight is None:
        return ()
    fresh, also = _said(state, every(sight))
    flags = [
        _of_exception(sight.plan, found, tuple(sorted(also.get(found.number, ()))))
        for found in state.exceptions.values()
    ]
    flags += [_of_weakness(sight, one) for one in weakness.weaknesses(state, facts)]
    flags += [_of_found(sight, found) for found in fresh]
    if not flags:
        return ()
    order = {name: at for at, name in enumerate(sight.plan.places)}
    return tuple(sorted(flags, key=lambda flag: (-_rank(flag.severity), order.get(_place(flag.where), -1), flag.item)))


def departures(state: BatchState, known: Known, at: Instant) -> list[Draft]:
    """Return an exception by rule for everything that the pass raises and nobody raised before."""
    sight = sight_of(state, known.facts, at)
    if sight is None:
        return []
    fresh, _ = _said(state, every(sight))
    return [
        raised(state, found.where, found.rule, _how(found), found.params, attempt=found.attempt, item=found.item)
        for found in fresh
        if RULES[found.rule].raises
    ]


def every(sight: Sight) -> Iterator[Found]:
    """Yield what all families find."""
    for family in FAMILIES:
        yield from family(sight)


def _said(state: BatchState, found: Iterable[Found]) -> tuple[list[Found], dict[str, set[str]]]:
    """Part what is new from what an exception says already: its number -> the rules of what it speaks of."""
    fresh: list[Found] = []
    also: dict[str, set[str]] = {}
    for one in found:
        number = one.exception or _spoken(state, one)
        if number:
            also.setdefault(number, set()).add(one.rule)
        else:
            fresh.append(one)
    return fresh, also


def _spoken(state: BatchState, found: Found) -> str:
    numbers = state.excepted.get(found.where)
    if not numbers:
        return ""
    rules = SPOKEN_BY.get(found.rule, frozenset())
    for number in numbers:
        one = state.exceptions[number]
        if one.rule == found.rule and (one.item, one.attempt) == (found.item, found.attempt) and _same(one, found):
            return number
        if one.rule in rules and (not one.item or not found.item or one.item == found.item):
            return number
    return ""


def _same(one: ExceptionState, found: Found) -> bool:
    """Tell apart several of one rule at the place of the batch itself, or of a clock."""
    named = [name for name in TOLD_APART if name in found.params]
    return all(one.params.get(name) == found.params[name] for name in named)


def _how(found: Found) -> str:
    rule = RULES[found.rule]
    return found.how if found.how and rule.how in HOWS and found.how != "other" else rule.how


def _severity(sight: Sight, found: Found) -> str:
    how = weighed(_how(found), sight.policy)
    if how not in HOWS:
        return how
    slot = sight.plan.slots.get(_place(found.where))
    return floor(how, critical=slot is not None and slot.critical, policy=sight.policy)


def _rank(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else -1


def _place(address: str) -> str:
    return last_id(address) if address else ""


def _flag(plan: Plan, rule: str, where: str, item: int, params: Mapping[str, str], told: Rule) -> Flag:
    place = plan.places.get(_place(where))
    if place is None:
        return Flag(rule, "", where, item, "", "", "", "", told.clause, params, "", "")
    name = _place(where)
    slot = plan.slots.get(name)
    node = place.node or plan.places[plan.phase_of[name]].node
    assert node is not None
    label = slot.label if slot is not None else node.title
    return Flag(rule, "", where, item, place.number, node.title, place.address, label, told.clause, params, "", "")


def _of_exception(plan: Plan, found: ExceptionState, also: tuple[str, ...]) -> Flag:
    told = RULES.get(found.rule, ANYWHERE)
    flag = _flag(plan, found.rule, found.where, found.item, found.params, told)
    state = "open" if found.open else "decided"
    return replace(
        flag,
        severity=found.severity,
        source="exception",
        state=state,
        exception=found.number,
        decision=found.decision,
        also=also,
    )


def _of_weakness(sight: Sight, found: Weakness) -> Flag:
    told = RECORD.get(found.code, ANYWHERE)
    judged = found.name in sight.state.judged
    flag = _flag(sight.plan, found.code, of_weakness(sight, found.params), 0, found.params, told)
    severity = told.how if told.how in SEVERITIES else "major"
    standing = "decided" if judged else "open" if found.blocking else "noted"
    return replace(flag, severity=severity, source="record", state=standing, name=found.name)


def _of_found(sight: Sight, found: Found) -> Flag:
    told = RULES[found.rule]
    flag = _flag(sight.plan, found.rule, found.where, found.item, found.params, told)
    standing = "open" if told.raises else "noted"
    if found.decided is not None:
        standing = "decided" if found.decided else "open"
    return replace(flag, severity=_severity(sight, found), source="pass", state=standing)


__all__ = ["FAMILIES", "Flag", "departures", "every", "sweep"]
