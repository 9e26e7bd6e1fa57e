"""`Comparison`: what was issued beside what the master says, line by line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ebr.words import tr
from ui.issue.check import Checked
from ui.theme import Theme
from ui.widgets.boxes import Scroll, column, panel, rule, show_if
from ui.widgets.label import Label
from ui.widgets.strip import Strip


class Comparison(QWidget):
    """Comparison(theme, checked): the issue and its master in two columns; why this person cannot check it, when so."""

    def __init__(self, theme: Theme, checked: Checked) -> None:
        super().__init__()
        self.theme = theme
        whole = column(theme, self, gap=12)
        refused = Strip(theme, "warn", checked.refusal)
        show_if(refused, wanted=bool(checked.refusal))
        whole.addWidget(refused)
        frame = panel("card")
        inside = column(theme, frame, (22, 16, 14, 18), 12)
        words = tr("The issued record must reproduce the approved master, complete and unchanged")
        inside.addWidget(Label(theme, words, "h2", wrap=True))
        content = QWidget()
        self._fill(content, checked)
        inside.addWidget(Scroll(theme, content), 1)
        inside.addWidget(rule(theme))
        inside.addWidget(Label(theme, checked.issued, "body", wrap=True, code=True))
        whole.addWidget(frame, 1)

    def _fill(self, content: QWidget, checked: Checked) -> None:
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, self.theme.px(8), 0)
        grid.setHorizontalSpacing(self.theme.px(24))
        grid.setVerticalSpacing(self.theme.px(12))
        for at, part in enumerate((3, 6, 6)):
            grid.setColumnStretch(at, part)
        for at, head in enumerate((tr("What"), tr("As issued"), tr("The master"))):
            grid.addWidget(Label(self.theme, head, "over"), 0, at)
        top = Qt.AlignmentFlag.AlignTop
        for down, line in enumerate(checked.lines, start=1):
            grid.addWidget(Label(self.theme, line.name, "body", "ink2", wrap=True), down, 0, top)
            grid.addWidget(Label(self.theme, spaced(line.issued), "h3", line.tone, wrap=True, code=True), down, 1, top)
            grid.addWidget(Label(self.theme, spaced(line.master), "body", wrap=True, code=True), down, 2, top)
        grid.setRowStretch(len(checked.lines) + 1, 1)


def spaced(text: str) -> str:
    """Return a fingerprint in groups, so that it can wrap and be compared by eye; other texts as they are."""
    if len(text) < 64 or " " in text:  # noqa: PLR2004 - the letters of a SHA-256
        return text
    return " ".join(text[at : at + 8] for at in range(0, len(text), 8))
