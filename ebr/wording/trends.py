"""What a product review says in words: what is followed, which rule found what, how well values fit their limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from ebr.domain.trends import Assessed, Capability, NotEnough, Signal
from ebr.domain.values import plain
from ebr.wording.sentences import word
from ebr.words import figure, mark, ntr, tr

KINDS: Final[Mapping[str, str]] = {
    "value": mark("Value"),
    "yield": mark("Yield"),
    "batch_time": mark("Time of the batch"),
    "unit_time": mark("Time of a unit procedure"),
    "step_time": mark("Time of a step"),
    "exceptions": mark("Exceptions"),
}
"""What is followed from batch to batch."""

RULE_SETS: Final[Mapping[str, str]] = {"western_electric": "Western Electric", "nelson": "Nelson"}
"""The sets of run rules: names of those who wrote them, the same in every language."""

RULES: Final[Mapping[str, str]] = {
    "nelson 1": mark("beyond three standard deviations"),
    "nelson 2": mark("nine in a row on one side of the mean"),
    "nelson 3": mark("six in a row rising or falling"),
    "nelson 4": mark("fourteen in a row up and down in turn"),
    "nelson 5": mark("two of three beyond two standard deviations on one side"),
    "nelson 6": mark("four of five beyond one standard deviation on one side"),
    "nelson 7": mark("fifteen in a row within one standard deviation"),
    "nelson 8": mark("eight in a row beyond one standard deviation, on both sides"),
    "western electric 1": mark("beyond three standard deviations"),
    "western electric 2": mark("two of three beyond two standard deviations on one side"),
    "western electric 3": mark("four of five beyond one standard deviation on one side"),
    "western electric 4": mark("eight in a row on one side of the mean"),
    "ewma": mark("the weighted mean left its limits: a slow drift"),
}
"""What a rule found."""
FINE: Final = 2
"""Decimals of an index."""


def series_words(kind: str, label: str) -> str:
    """Return the name of what is followed: that of the entry, or what the time is of."""
    if kind in ("unit_time", "step_time"):
        return tr("Time: {part}", part=label)
    return label or word(KINDS, kind)


def rule_words(rule: str) -> str:
    """Return what a rule found."""
    return word(RULES, rule)


def signal_lines(signals: Iterable[Signal], batches: Sequence[str]) -> list[str]:
    """Return the signals as sentences, newest first; the same rule at batches in a row is one sentence."""
    return [_told(rule, batches[first], batches[last]) for rule, first, last in reversed(list(runs(signals)))]


def runs(signals: Iterable[Signal]) -> Iterator[tuple[str, int, int]]:
    """Yield (rule, first place, last place) for every run of a rule at places in a row, by the last place."""
    found: dict[str, list[list[int]]] = {}
    for signal in signals:
        of_rule = found.setdefault(signal.rule, [])
        if of_rule and of_rule[-1][1] + 1 >= signal.at:
            of_rule[-1][1] = signal.at
        else:
            of_rule.append([signal.at, signal.at])
    every = [(rule, first, last) for rule, places in found.items() for first, last in places]
    yield from sorted(every, key=lambda one: (one[2], one[1], one[0]))


def _told(rule: str, first: str, last: str) -> str:
    if first == last:
        return tr("{batch}: {rule}", batch=first, rule=rule_words(rule))
    return tr("{first} to {last}: {rule}", first=first, last=last, rule=rule_words(rule))


def index_words(found: Capability | NotEnough | None) -> tuple[str, str]:
    """Return the index of both sides and the worse one (Cp and Cpk, or Pp and Ppk) as text; "" for none."""
    if found is None or isinstance(found, NotEnough):
        return "", ""
    return _index(found.spread), _index(found.worst)


def _index(part: Decimal | None) -> str:
    return "" if part is None else figure(plain(round(part, FINE)))


def missing_words(found: Assessed) -> str:
    """Return why there is no index; "" when there is one."""
    if isinstance(found.short_term, NotEnough):
        return enough_words(found.short_term)
    if found.short_term is None:
        spread = isinstance(found.single, NotEnough) or bool(found.single.sigma)
        return tr("no limits") if spread else tr("the values do not spread")
    return ""


def enough_words(found: NotEnough) -> str:
    """Return that there are too few values, and how many it takes."""
    return ntr(
        "not enough data: {n} batch of {needed}",
        "not enough data: {n} batches of {needed}",
        found.found,
        needed=found.needed,
    )
