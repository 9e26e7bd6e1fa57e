"""The limits of a running batch that may still change, as lines to choose from, and a change of one of them.

For the call from the floor: a limit has to be another one now (21 CFR 211.100(b)). On the presenter of the whole
amendment, so what stands and what is signed is decided in one place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ebr.domain.mbr.editing import SetField
from ebr.wording.lines import limits_line
from ebr.wording.units import unit_words
from ebr.words import figure, mark, tr
from ui.amend.work import AmendWork

FIELDS: Final[Mapping[str, str]] = {
    "low": mark("Lower limit"),
    "high": mark("Upper limit"),
    "alert_low": mark("Lower alert limit"),
    "alert_high": mark("Upper alert limit"),
    "target": mark("Target"),
}


@dataclass(frozen=True, slots=True)
class LimitLine:
    """An entry with limits in a step that has not begun: its address, step, name, unit, limits in words and by name."""

    key: str
    step: str
    name: str
    unit: str
    words: str
    limits: Mapping[str, str]


def limit_lines(work: AmendWork, text: str = "") -> tuple[LimitLine, ...]:
    """Return the entries whose limits may change, in the order of the document; `text` narrows by step and name."""
    wanted = text.casefold().split()
    found = []
    for part in work.parts.of_level("slot"):
        limits = {name: getattr(part.it.limits, name) for name in FIELDS if getattr(part.it.limits, name)}
        if not limits or work.locked(part.key) is not None:
            continue
        step = work.parts.by_key[part.inside]
        words = f"{work.numbers.get(step.key, '')} {step.it.title}"
        if all(word in f"{words} {part.it.label}".casefold() for word in wanted):
            unit = unit_words(part.it.unit)
            found.append(LimitLine(part.key, words, part.it.label, unit, _words(limits, unit), limits))
    return tuple(found)


def _words(limits: Mapping[str, str], unit: str) -> str:
    return limits_line(limits, unit) or ", ".join(
        tr("{limit} {value}", limit=tr(FIELDS[name]), value=figure(text)) for name, text in limits.items()
    )


def set_limits(work: AmendWork, line: LimitLine, limits: Mapping[str, str]) -> None:
    """Give an entry other limits; raises `Refusal` for what cannot be taken, and then nothing is changed."""
    edits = [
        SetField(line.key, f"limits.{name}", limits.get(name, "").strip())
        for name in FIELDS
        if limits.get(name, "").strip() != line.limits.get(name, "")
    ]
    work.forget()
    work.together(edits)
