"""`Strip`: one message at the spot it concerns, with at most one way out."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets.boxes import column, dress, row, show_if
from ui.widgets.button import Button
from ui.widgets.label import Icon, Label

ICONS: Final = {
    "crit": ("alert-triangle-filled", "crit"),
    "warn": ("alert-triangle", "warn"),
    "info": ("info-circle", "accentInk"),
    "quiet": ("info-circle", "ink2"),
}


class Strip(QFrame):
    """Strip(theme, tone="info", text="", detail="", action="", *, icon="", pressable=False).

    Tones: crit, warn, info, quiet. `pressable` ends it with an arrow that opens what it speaks of.

    Setter: show_message(tone, text, detail="", action="", icon=""). Signal: acted(object: None) when its button is
    used.
    """

    acted = Signal(object)

    def __init__(
        self,
        theme: Theme,
        tone: str = "info",
        text: str = "",
        detail: str = "",
        action: str = "",
        *,
        icon: str = "",
        pressable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        line = row(theme, self, (16, 8, 8, 8), 12)
        self._icon = Icon(theme, "info-circle", "ink2", 24)
        words = column(theme, gap=2)
        self._text = Label(theme, "", "h3", wrap=True)
        self._detail = Label(theme, "", "meta", wrap=True)
        words.addWidget(self._text)
        words.addWidget(self._detail)
        self._button = Button(theme, "", "plain")
        self._button.acted.connect(self.acted)
        line.addWidget(self._icon)
        line.addLayout(words, 1)
        line.addWidget(self._button)
        self._open = Button(theme, kind="ghost", icon="chevron-right", name=text)
        self._open.acted.connect(self.acted)
        show_if(self._open, wanted=pressable)
        line.addWidget(self._open)
        self.show_message(tone, text, detail, action, icon)

    def show_message(self, tone: str, text: str, detail: str = "", action: str = "", icon: str = "") -> None:
        """Says it: value, limit and way out in `text`, more in `detail`, the way out's verb in `action`."""
        dress(self, panel="strip", tone=tone)
        name, token = ICONS[tone]
        self._icon.set_icon(icon or name, token)
        self._text.setText(text)
        self._text.set_tone("crit" if tone == "crit" else "")
        self._detail.setText(detail)
        show_if(self._detail, wanted=bool(detail))
        self._button.set_kind("crit" if tone == "crit" else "plain")
        self._button.set_text(action)
        show_if(self._button, wanted=bool(action))
        self.setMinimumHeight(self.theme.px(44))
        self._open.setAccessibleName(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(detail)
