"""`Marked`: two texts as one, with what is gone struck through and what is new underlined.

Strike and line carry the meaning; the colours only help. For a reader of the screen the words "gone" and "new" stand
in the description.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtCore import QEvent, Qt

from ebr.domain.mbr.compare.prose import Piece
from ebr.words import tr
from ui.theme import Theme
from ui.widgets.label import Label

STYLES: Final = {
    "gone": ("line-through", "critSoft", "crit"),
    "new": ("underline", "okSoft", "ok"),
}
"""Line, colour behind, colour of the text."""


class Marked(Label):
    """Marked(theme, pieces)."""

    def __init__(self, theme: Theme, pieces: Sequence[Piece]) -> None:
        super().__init__(theme, "", "body", wrap=True)
        self._pieces = tuple(pieces)
        self.setTextFormat(Qt.TextFormat.RichText)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Takes the colours of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw()

    def _draw(self) -> None:
        self.setText("".join(self._span(piece) for piece in self._pieces))
        self.setAccessibleDescription(" ".join(_spoken(piece) for piece in self._pieces))

    def _span(self, piece: Piece) -> str:
        text = escape(piece.text).replace("\n", "<br>")
        if piece.kind not in STYLES:
            return text
        line, behind, ink = STYLES[piece.kind]
        style = (
            f"text-decoration:{line};"
            f"background-color:{self.theme.color(behind).name()};color:{self.theme.color(ink).name()}"
        )
        return f'<span style="{style}">{text}</span>'


def _spoken(piece: Piece) -> str:
    if piece.kind == "gone":
        return tr("gone: {text}", text=piece.text)
    return tr("new: {text}", text=piece.text) if piece.kind == "new" else piece.text
