"""The upper half of weighing: what is still to be weighed, to be read from two steps away; the balance; why."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ebr.wording import with_unit
from ebr.words import figure, tr
from ui.dispense.figures import shown
from ui.dispense.fill_bar import Fill, FillBar
from ui.dispense.model import Dispense, Live
from ui.shown import number_of
from ui.theme import Theme
from ui.widgets.boxes import clear, column, panel, row, show_if
from ui.widgets.choice import Choice, Option
from ui.widgets.label import Icon, Label
from ui.widgets.strip import Strip

SHORT: Final = 26
"""Letters that fit beside the name of the balance; a longer sentence takes the place of the number."""


class Figure(QWidget):
    """Figure(theme, name, role): a name and under it a number."""

    def __init__(self, theme: Theme, name: str, role: str) -> None:
        super().__init__()
        whole = column(theme, self, gap=0)
        self._name = Label(theme, name, "meta")
        self._value = Label(theme, "", role)
        whole.addWidget(self._name)
        whole.addWidget(self._value)
        whole.addStretch(1)

    def show_value(self, text: str, tone: str = "", name: str = "") -> None:
        """The number, "" as a dash."""
        self._value.setText(text or "–")
        self._value.set_tone(tone)
        if name:
            self._name.setText(name)


class BalancePanel(QWidget):
    """BalancePanel(theme): what a balance shows now, large; stable, moving or overload as a word with a shape.

    Where several of this terminal's balances fit there is a choice. Signal: chosen(object: equipment number).
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        outer = column(theme, self, gap=0)
        box = panel("sunk")
        box.setMinimumWidth(theme.px(330))
        whole = column(theme, box, (14, 6, 14, 8), 0)
        self._name = Label(theme, tr("Balance"), "meta")
        self._value = Label(theme, "", "display", align=Qt.AlignmentFlag.AlignRight)
        line = row(theme, gap=8)
        self._icon = Icon(theme, "scale", "ink2", 22)
        self._words = Label(theme, "", "metastrong")
        self._trouble = Label(theme, "", "metastrong", wrap=True)
        line.addWidget(self._name)
        line.addStretch(1)
        line.addWidget(self._icon)
        line.addWidget(self._words)
        whole.addLayout(line)
        whole.addWidget(self._value)
        whole.addWidget(self._trouble)
        outer.addWidget(box)
        self._choice = Choice(theme, tr("Balance to weigh on"), ())
        self._choice.changed.connect(self.chosen)
        self._devices: tuple[str, ...] = ()
        outer.addSpacing(theme.px(6))
        outer.addWidget(self._choice)
        show_if(self._choice, wanted=False)
        outer.addStretch(1)
        self._device = ""
        self.show_live(Live(words=tr("Waiting for the balance")))

    def show_live(self, live: Live) -> None:
        """What it shows now."""
        self._value.setText(with_unit(figure(live.value), live.unit) if live.value else "–")
        self._icon.set_icon(live.icon, live.tone or "ink2")
        long = len(live.words) > SHORT
        self._words.setText("" if long else live.words)
        self._words.set_tone(live.tone)
        self._trouble.setText(live.words if long else "")
        self._trouble.set_tone(live.tone)
        show_if(self._trouble, wanted=long)
        show_if(self._value, wanted=not long)
        self.setAccessibleName(tr("Balance: {value}, {state}", value=self._value.text(), state=live.words))

    def set_devices(self, devices: tuple[str, ...], device: str) -> None:
        """Which balance is read, and which others fit."""
        self._device = device
        if devices != self._devices:
            self._devices = devices
            self._choice.set_options([Option(one, one, "scale") for one in devices])
        if device in devices:
            self._choice.set_chosen(device)
        show_if(self._choice, wanted=len(devices) > 1)
        self.set_busy(busy=False)

    def set_busy(self, *, busy: bool) -> None:
        """A reading is under way."""
        self._name.setText(tr("Reading") if busy else self._device or tr("Balance"))


class DispensePanel(QWidget):
    """DispensePanel(theme, balance=): figures, bar, sums, the lot to take, the balance's fitness."""

    def __init__(self, theme: Theme, *, balance: bool) -> None:
        super().__init__()
        self.theme = theme
        self._facts = Dispense("", 0)
        whole = column(theme, self, gap=6)
        whole.addLayout(self._head(balance=balance))
        self._bar = FillBar(theme)
        whole.addWidget(self._bar)
        self._lines: QVBoxLayout = column(theme, gap=2)
        whole.addLayout(self._lines)
        self._strip = Strip(theme, "warn")
        self._strip.hide()
        whole.addWidget(self._strip)
        self._told: tuple[object, ...] = ()

    def _head(self, *, balance: bool) -> QHBoxLayout:
        line = row(self.theme, gap=28)
        self._rest = Figure(self.theme, tr("Still to weigh"), "display")
        self._target = Figure(self.theme, tr("Target"), "h1")
        self._used = Figure(self.theme, tr("Weighed so far"), "h1")
        self._net = Figure(self.theme, tr("This container, net"), "h1")
        for each in (self._rest, self._target, self._used, self._net):
            line.addWidget(each)
        line.addStretch(1)
        self.balance = BalancePanel(self.theme) if balance else None
        if self.balance is not None:
            line.addWidget(self.balance)
        return line

    def show_facts(self, facts: Dispense) -> None:
        """What is to be weighed."""
        self._facts = facts
        if self.balance is not None:
            self.balance.set_devices(facts.devices, facts.device)
        told = (facts.sums, facts.earlier, facts.passed, facts.balance, facts.balance_tone, facts.others)
        if told != self._told:
            self._told = told
            self._show_lines(facts)
        self.show_net(None)

    def _show_lines(self, facts: Dispense) -> None:
        clear(self._lines)
        for words in facts.sums:
            self._line("calculator", words)
        if facts.earlier:
            self._line("alert-triangle", facts.earlier, strong=True)
        for words in facts.passed:
            self._line("ban", words)
        if facts.balance and not facts.balance_tone:
            self._line("scale", facts.balance)
        show_if(self._strip, wanted=bool(facts.balance_tone))
        self._strip.show_message(facts.balance_tone or "warn", facts.balance, facts.others)

    def _line(self, icon: str, words: str, *, strong: bool = False) -> None:
        line = row(self.theme, gap=8)
        line.addWidget(Icon(self.theme, icon, "warn" if strong else "ink3", 20), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Label(self.theme, words, "h3" if strong else "meta", "warn" if strong else None, wrap=True), 1)
        self._lines.addLayout(line)

    def show_net(self, net: Decimal | None) -> None:
        """What this container holds so far: read, typed, or as the balance shows it now."""
        facts, unit = self._facts, self._facts.unit
        used, rest = number_of(facts.used) or Decimal(0), number_of(facts.rest)
        now = used + net if net is not None else None
        high = number_of(facts.high)
        over = high is not None and now is not None and now > high
        left = rest - (net or 0) if rest is not None else None
        much = left is not None and left < 0
        self._rest.show_value(
            with_unit(shown(abs(left)), unit) if left is not None else "",
            "crit" if over else "",
            tr("Too much") if over else tr("Above the target, within limits") if much else tr("Still to weigh"),
        )
        self._target.show_value(with_unit(figure(facts.target), unit) if facts.target else "")
        self._used.show_value(with_unit(figure(facts.used or "0"), unit))
        self._net.show_value(with_unit(shown(net), unit) if net is not None else "", "crit" if over else "")
        show_if(self._bar, wanted=bool(facts.target or facts.low or facts.high))
        self._bar.set_fill(
            Fill(
                number_of(facts.low),
                number_of(facts.target),
                high,
                used,
                now,
                figure(facts.low),
                figure(facts.target),
                figure(facts.high),
                tr("Weighed {now} of {target}", now=shown(used if now is None else now), target=figure(facts.target)),
            )
        )


__all__ = ["BalancePanel", "DispensePanel", "Figure"]
