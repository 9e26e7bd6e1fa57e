"""`LimitScale`: what a limit bar draws. Presenters make it, so it knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ebr.words import figure
from ui.shown import number_of

Number = Decimal | float | int


@dataclass(frozen=True, slots=True)
class LimitScale:
    """Limits, target and value with their printed forms. A missing limit leaves that side open."""

    low: Number | None = None
    high: Number | None = None
    target: Number | None = None
    value: Number | None = None
    low_text: str = ""
    high_text: str = ""
    target_text: str = ""
    outside: bool = False
    spoken: str = ""

    def span(self, slack: float) -> tuple[float, float]:
        """The first and last number drawn: the limits with room beside them, wide enough for the value."""
        marks = [float(mark) for mark in (self.low, self.high, self.target) if mark is not None]
        marks = marks or [float(self.value or 0)]
        first, last = min(marks), max(marks)
        width = (last - first) or abs(last) * 0.2 or 1.0
        ends = first - width * slack, last + width * slack
        if self.value is None:
            return ends
        # A value far outside sticks to the end of the track, one near outside is still shown in proportion.
        value = min(max(float(self.value), first - width * 1.4), last + width * 1.4)
        return min(ends[0], value - width * 0.15), max(ends[1], value + width * 0.15)


def scale_of(limits: Mapping[str, str], value: str, *, outside: bool = False, spoken: str = "") -> LimitScale | None:
    """Return a value between the limits of the record ("low", "high", "target"); None where there is no limit.

    `outside` comes from the record, never from here.
    """
    texts = [limits.get(name, "") for name in ("low", "high", "target")]
    low, high, target = map(number_of, texts)
    if low is None and high is None:
        return None
    low_text, high_text, target_text = map(figure, texts)
    return LimitScale(low, high, target, number_of(value), low_text, high_text, target_text, outside, spoken)
