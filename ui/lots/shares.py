"""`SharesPicture`: who has how much of a lot: a bar for each station, what its batches drew and what it may still draw.

All bars have one scale: what the lot came with. Drawn is filled, still to be drawn is hatched, so nothing hangs on a
colour. The last bar is what nobody may draw yet. Every bar is said in words for those who do not see it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ebr.words import tr
from ui.lots.share_words import Share
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.label import Label


class SharesPicture(QWidget):
    """SharesPicture(theme, shares): the bars under each other."""

    def __init__(self, theme: Theme, shares: Sequence[Share]) -> None:
        super().__init__()
        whole: QVBoxLayout = column(theme, self, gap=8)
        for share in shares:
            whole.addLayout(_lines(theme, share))
        self.setAccessibleName(tr("Who has how much"))
        self.setAccessibleDescription(". ".join(share.spoken for share in shares))


def _lines(theme: Theme, share: Share) -> QVBoxLayout:
    inside = column(theme, gap=2)
    head = row(theme, gap=8)
    head.addWidget(Label(theme, share.name, "metastrong"))
    head.addStretch(1)
    head.addWidget(Label(theme, share.figure, "meta"))
    inside.addLayout(head)
    inside.addWidget(Bar(theme, share))
    if share.batches:
        inside.addWidget(Label(theme, share.batches, "meta", wrap=True))
    return inside


class Bar(QWidget):
    """Bar(theme, share): drawn, still to be drawn, and the rest of the lot as its track."""

    def __init__(self, theme: Theme, share: Share) -> None:
        super().__init__()
        self.theme, self._share = theme, share
        self.setFixedHeight(theme.px(16))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(share.spoken)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track, what was drawn, and hatched what may still be drawn."""
        with QPainter(self) as painter:
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            wide, high = self.width() - 1.0, self.height() - 1.0
            painter.setPen(QPen(self.theme.color("edge"), 1))
            painter.setBrush(self.theme.color("track"))
            painter.drawRect(QRectF(0.5, 0.5, wide - 0.5, high - 0.5))
            drawn, left = self._share.drawn * wide, self._share.left * wide
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color("ink2"))
            painter.drawRect(QRectF(1, 1, max(0.0, drawn - 1), high - 1))
            if left > 0:
                area = QRectF(1 + drawn, 1, max(2.0, left - 1), high - 1)
                painter.setBrush(self.theme.color("surface"))
                painter.drawRect(area)
                painter.setPen(QPen(self.theme.color("accent"), self.theme.px(2)))
                painter.setBrush(QBrush(self.theme.color("accent"), Qt.BrushStyle.BDiagPattern))
                painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
