"""`CourseCard`: one deviation as a form in sections, each with what stands there, who wrote it, and its button."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ebr.words import tr
from ui.deviations.presenter import Course, Part
from ui.pages.page import Tall, fact_list
from ui.theme import Theme
from ui.widgets.boxes import Scroll, clear, column, panel, row
from ui.widgets.button import Button
from ui.widgets.label import Chip, Icon, Label
from ui.widgets.strip import Strip

NAMES: Final = 190
"""Width of the names of facts at scale 1.0."""


class CourseCard(QFrame):
    """CourseCard(theme); show_course(course). Signal: acted(object: key of a section)."""

    acted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._number = ""
        frame = panel("card")
        column(theme, self, gap=0).addWidget(frame)
        inner = Tall()
        self._inside: QVBoxLayout = column(theme, inner, (20, 16, 16, 16), 14)
        self._scroll = Scroll(theme, inner)
        column(theme, frame, (1, 4, 1, 4), 0).addWidget(self._scroll, 1)

    def show_course(self, course: Course) -> None:
        """Draw it; another deviation is shown from its top."""
        clear(self._inside)
        self._head(course)
        for part in course.parts:
            self._section(part)
        self._inside.addStretch(1)
        if course.number != self._number:
            self._number = course.number
            self._scroll.show_from_top()

    def _head(self, course: Course) -> None:
        line = row(self.theme, gap=8)
        top = Qt.AlignmentFlag.AlignTop
        line.addWidget(Label(self.theme, course.number, "h2", code=True, snug=True), 0, top)
        line.addStretch(1)
        line.addWidget(Chip(self.theme, course.severity, "" if course.tone == "ok" else course.tone), 0, top)
        line.addWidget(Chip(self.theme, course.status, "ok" if course.tone == "ok" else ""), 0, top)
        self._inside.addLayout(line)
        self._inside.addWidget(Label(self.theme, course.title, "instr", wrap=True))
        tone, words = course.strip
        if words:
            self._inside.addWidget(Strip(self.theme, tone, words))

    def _section(self, part: Part) -> None:
        whole = column(self.theme, gap=6)
        line = row(self.theme, gap=10)
        icon, token = ("circle-check", "ink2") if part.done else ("circle", "ink3")
        line.addWidget(Icon(self.theme, icon, token, 22))
        line.addWidget(Label(self.theme, part.title, "h3", wrap=True), 1)
        if part.wrote:
            line.addWidget(Label(self.theme, part.wrote, "meta"))
        if part.act:
            button = Button(self.theme, part.act, "plain", "pencil")
            button.setAccessibleName(tr("{act}: {section}", act=part.act, section=part.title))
            button.set_value(part.key)
            button.acted.connect(self.acted)
            line.addWidget(button)
        whole.addLayout(line)
        if part.text:
            whole.addWidget(Label(self.theme, part.text, "body", wrap=True))
        if not part.done and not part.text and not part.facts:
            whole.addWidget(Label(self.theme, tr("Not written yet."), "meta"))
        if part.facts:
            whole.addWidget(fact_list(self.theme, part.facts, names=NAMES))
        self._inside.addLayout(whole)
