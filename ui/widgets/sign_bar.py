"""`SignBar`: what can be done now, at the bottom of every working screen.

A primary button that is not possible always has its reason at its left: setting one without a reason is a ValueError.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.theme.geometry import RAIL
from ui.widgets.boxes import clear, column, dress, row, show_if
from ui.widgets.button import Button
from ui.widgets.label import Icon, Label

ICON_OF_TONE = {"crit": ("alert-triangle-filled", "crit"), "warn": ("alert-triangle", "warn")}


@dataclass(frozen=True, slots=True)
class Action:
    """A secondary button: the key it reports, words, icon, colour token of the icon.

    `plain`: its icon alone says it, where a narrow bar needs the room for the reason.
    """

    key: str
    text: str
    icon: str = ""
    icon_token: str = ""
    enabled: bool = True
    plain: bool = False


WORDS: Final = 190
"""Room for the words of the bar, at least."""


class SignBar(QFrame):
    """SignBar(theme). Setters: set_actions(actions), set_primary(text, icon, *, enabled, reason, detail="", tone="").

    set_words(reason, detail, tone) speaks without a primary button (`hide_primary`).
    Signals: acted(object: key of the Action), primary(object: None). Attribute: button (the primary, for focus).
    """

    acted = Signal(object)
    primary = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._named: dict[str, tuple[Button, str, bool]] = {}
        """Buttons whose icon can stand for them, with their words; and whether it says enough by itself."""
        self._actions: tuple[Action, ...] = ()
        self._by_key: dict[str, Button] = {}
        dress(self, panel="bottom")
        self.setMinimumHeight(theme.size("sign_bar"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        line = row(theme, self, (16, 12, 16, 12), 12)
        self._left = row(theme, gap=12)
        line.addLayout(self._left)
        line.addLayout(self._build_words(), 1)
        self.button = Button(theme, "", "primary")
        self.button.setMinimumWidth(theme.px(190))
        self.button.acted.connect(self.primary)
        line.addWidget(self.button)
        self.hide_primary()

    def _build_words(self) -> QVBoxLayout:
        right = Qt.AlignmentFlag.AlignRight
        words = column(self.theme, gap=2)
        self._icon = Icon(self.theme, "alert-triangle", "crit", 22)
        self._reason = Label(self.theme, "", "h3", wrap=True, align=right)
        self._detail = Label(self.theme, "", "meta", wrap=True, align=right)
        line = row(self.theme, gap=8)
        line.addWidget(self._reason, 1)
        line.addWidget(self._icon)
        words.addStretch(1)
        words.addLayout(line)
        words.addWidget(self._detail)
        words.addStretch(1)
        return words

    def set_actions(self, actions: Sequence[Action]) -> None:
        """The secondary buttons at the left, in order; the same again keep what has the focus."""
        if tuple(actions) == self._actions:
            return
        self._actions = tuple(actions)
        clear(self._left)
        self._named, self._by_key = {}, {}
        for action in actions:
            button = Button(self.theme, action.text, "large", action.icon, icon_token=action.icon_token)
            button.set_value(action.key)
            button.setEnabled(action.enabled)
            button.acted.connect(self.acted)
            self._left.addWidget(button)
            self._by_key[action.key] = button
            if action.icon:
                self._named[action.key] = button, action.text, action.plain
        self._fit()

    def focus_action(self, key: str) -> None:
        """Give a secondary button the focus, if it is there."""
        if key in self._by_key:
            self._by_key[key].setFocus(Qt.FocusReason.OtherFocusReason)

    def first_action(self) -> Button | None:
        """The first button that can be used, for a screen where nothing above asks for an answer."""
        if self.button.isVisibleTo(self) and self.button.isEnabled():
            return self.button
        return next((one for one in self._by_key.values() if one.isEnabled()), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow bar plain actions are icons; words that wrap make it taller, never cut."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Words and buttons that changed may need another height."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._grow()
        return done

    def _fit(self) -> None:
        plain = {key for key, (_button, _words, is_plain) in self._named.items() if is_plain}
        first = plain if self.width() < self.theme.px(RAIL) else set()
        for short in (first, plain, set(self._named)):
            self._shorten(short)
            if self._needed() <= self.width():
                break
        # Buttons take the room they like before words that may wrap: the words would stand below each other one by one.
        self._reason.setMinimumWidth(
            self.theme.px(WORDS) if self._reason.text() and self._needed() <= self.width() else 0
        )
        self._grow()

    def _shorten(self, short: set[str]) -> None:
        """Leave out the words of these actions; an icon without words says them when it is pointed at or read aloud."""
        for key, (button, words, _plain) in self._named.items():
            shown = "" if key in short else words
            if button.text() != shown:
                button.set_text(shown, words)
                button.setToolTip("" if shown else words)

    def _needed(self) -> int:
        """What the bar takes when its buttons are as narrow as they may be, and the words have room to be read."""
        buttons = [button for button, _words, _plain in self._named.values()]
        if self.button.isVisibleTo(self):
            buttons.append(self.button)
        words = self.theme.px(WORDS) if self._reason.text() else 0
        gap = self.theme.px(12)
        each = (max(button.minimumSizeHint().width(), button.minimumWidth()) for button in buttons)
        return sum(each) + words + gap * (len(buttons) + 2)

    def _grow(self) -> None:
        layout = self.layout()
        tall = layout.totalHeightForWidth(self.width()) if layout is not None else 0
        high = max(self.theme.size("sign_bar"), tall)
        if high != self.height() or high != self.minimumHeight():
            self.setFixedHeight(high)

    def set_primary(
        self, text: str, icon: str = "", *, enabled: bool, reason: str, detail: str = "", tone: str = ""
    ) -> None:
        """The next right action, or why it is not possible yet. Disabled without a reason: ValueError."""
        if not enabled and not reason:
            message = "a button that is not possible says why"
            raise ValueError(message)
        self.button.set_text(text)
        self.button.set_icon(icon)
        self.button.setEnabled(enabled)
        self.button.setAccessibleDescription(reason)
        self.button.show()
        self.set_words(reason, detail, tone)

    def set_words(self, reason: str, detail: str = "", tone: str = "") -> None:
        """Two lines of words; tone "warn" or "crit" adds its sign."""
        self._reason.setText(reason)
        self._reason.set_tone(tone)
        self._detail.setText(detail)
        show_if(self._detail, wanted=bool(detail))
        show_if(self._icon, wanted=tone in ICON_OF_TONE)
        self._fit()
        if tone in ICON_OF_TONE:
            self._icon.set_icon(*ICON_OF_TONE[tone])
        self._grow()

    def hide_primary(self) -> None:
        """No main action here."""
        self.button.hide()
        self._icon.hide()
