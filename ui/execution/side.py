"""The context column: running timers, open exceptions, materials, equipment. What needs no action has no colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ebr.words import tr
from ui.execution.model import Screen, SideLine, TimerLine
from ui.shown import span_of
from ui.theme import Theme
from ui.widgets.boxes import Scroll, clear, column, dress, row, rule
from ui.widgets.facts import ItemRow
from ui.widgets.label import Chip, Label
from ui.widgets.strip import Strip
from ui.widgets.timer_row import TimerFact, TimerRow

NEAR: Final = 0.75
"""From this part of a limit a timer is amber (ux.md 5.5)."""


def timer_fact(line: TimerLine, elapsed: float) -> TimerFact:
    """How a timer stands: time left to its maximum, else to its minimum, else what has gone by."""
    if line.high:
        return _to_maximum(line, elapsed, line.high)
    if line.low:
        return _to_minimum(line, elapsed, line.low)
    return TimerFact(line.key, line.name, span_of(elapsed), line.note or tr("No limit"), 0.0)


def _to_maximum(line: TimerLine, elapsed: float, high: float) -> TimerFact:
    part = elapsed / high
    tone = "crit" if part >= 1 else "warn" if part >= NEAR else ""
    over = tr("{time} over", time=span_of(elapsed - high))
    words = over if part >= 1 else tr("{time} left", time=span_of(high - elapsed))
    if line.low and elapsed < line.low:
        words = tr("{time} to wait", time=span_of(line.low - elapsed))
    limit = tr("Limit {limit}", limit=span_of(high))
    if line.low:
        limit = tr("{low} to {high}", low=span_of(line.low), high=span_of(high))
    return TimerFact(line.key, line.name, words, line.note or limit, min(1.0, part), tone)


def _to_minimum(line: TimerLine, elapsed: float, low: float) -> TimerFact:
    if elapsed >= low:
        return TimerFact(
            line.key, line.name, span_of(elapsed), line.note or tr("Minimum {low} reached", low=span_of(low)), 1.0
        )
    words = tr("{time} to wait", time=span_of(low - elapsed))
    return TimerFact(line.key, line.name, words, line.note or tr("At least {low}", low=span_of(low)), elapsed / low)


class Due:
    """Due(): `heard(facts)` tells once of each timer that its time has come while somebody looked.

    What was due before is on the screen in words already, and a station that is opened or turned to late at night
    shall not ring.
    """

    def __init__(self) -> None:
        self._before: dict[str, bool] = {}

    def heard(self, facts: Sequence[TimerFact]) -> bool:
        """Tell whether a timer has become due since it was seen last."""
        now = {fact.key: fact.part >= 1 for fact in facts}
        due = any(over and not self._before.get(key, True) for key, over in now.items())
        self._before = now
        return due


class Side(QFrame):
    """Side(theme). show_screen(Screen), show_timers(facts). Signal: exception_pressed(object: number)."""

    exception_pressed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        dress(self, panel="right")
        self.setFixedWidth(theme.size("side"))
        self._timers: dict[str, TimerRow] = {}
        body = QWidget()
        self._inside = column(theme, body, (16, 14, 16, 14), 10)
        self._timer_box = column(theme, gap=10)
        self._rest = column(theme, gap=10)
        self._inside.addLayout(self._timer_box)
        self._inside.addLayout(self._rest)
        self._inside.addStretch(1)
        column(theme, self, gap=0).addWidget(Scroll(theme, body))
        self._shown: tuple[object, ...] = ()

    def show_screen(self, screen: Screen) -> None:
        """All lists; nothing is rebuilt while they are the same."""
        facts = (screen.exceptions, screen.materials, screen.equipment)
        if facts == self._shown:
            return
        self._shown = facts
        clear(self._rest)
        self._exceptions(screen.exceptions)
        self._used(tr("Materials"), screen.materials, "package")
        self._used(tr("Equipment"), screen.equipment, "tool")

    def show_timers(self, facts: Sequence[TimerFact]) -> None:
        """Running timers, each second."""
        if [fact.key for fact in facts] != list(self._timers):
            self._make_timers(facts)
        for fact in facts:
            self._timers[fact.key].show_fact(fact)

    def _make_timers(self, facts: Sequence[TimerFact]) -> None:
        clear(self._timer_box)
        self._timers = {}
        if facts:
            self._timer_box.addWidget(Label(self.theme, tr("Timers"), "h2"))
        for fact in facts:
            made = TimerRow(self.theme, fact)
            self._timers[fact.key] = made
            self._timer_box.addWidget(made)
        if facts:
            self._timer_box.addWidget(rule(self.theme))

    def _head(self, words: str) -> QVBoxLayout:
        holder = column(self.theme, gap=8)
        holder.addWidget(Label(self.theme, words, "h2"))
        self._rest.addLayout(holder)
        return holder

    def _exceptions(self, lines: tuple[SideLine, ...]) -> None:
        line = row(self.theme)
        line.addWidget(Label(self.theme, tr("Exceptions"), "h2"))
        line.addStretch(1)
        if lines:
            line.addWidget(Chip(self.theme, tr("{n} open", n=len(lines)), "warn"))
        self._rest.addLayout(line)
        if not lines:
            self._rest.addWidget(Label(self.theme, tr("None open"), "meta"))
        for one in lines:
            strip = Strip(self.theme, "warn", one.title, one.detail, pressable=True)
            strip.acted.connect(lambda _value, key=one.key: self.exception_pressed.emit(key))
            self._rest.addWidget(strip)

    def _used(self, words: str, lines: tuple[SideLine, ...], icon: str) -> None:
        if not lines:
            return
        self._rest.addWidget(rule(self.theme))
        holder = self._head(words)
        for one in lines:
            holder.addWidget(
                ItemRow(self.theme, "circle-check" if one.done else icon, one.title, one.detail, one.amount)
            )
