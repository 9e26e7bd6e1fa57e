"""`preview`: a step on the real operator screen, in each theme and in the size of a panel; what is typed goes nowhere.

It is the execution screen's own header, outline, centre, context, sign bar and forms, with a theme of its own: what an
author sees is what an operator will get.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ebr.domain.mbr.model import Mbr, Phase
from ebr.wording import meaning_words
from ebr.words import tr
from ui.editor.parts import Part, Parts
from ui.editor.preview_screen import PreviewScreen
from ui.editor.preview_step import first_open, step_of
from ui.execution.centre import Centre
from ui.media.large import show_large
from ui.media.loading import Pictures
from ui.theme import Theme
from ui.widgets.boxes import clear, column, row
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from ui.session import Session

THEMES: Final = ("light", "dark", "hc")
MARGIN: Final = 120
"""Of the window, left around the sheet; so a large window shows the screen with all its columns."""


class PreviewContent(QWidget):
    """PreviewContent(theme, mbr, phase, numbers, room, pictures): the step, a choice of themes, the steps beside it.

    Signals: moved(object: id of the step that is shown), media_pressed(object: MediaRow). `pictures` shows those of
    the step.
    """

    moved = Signal(object)
    media_pressed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        mbr: Mbr,
        phase: Phase,
        numbers: Mapping[str, str],
        room: int,
        pictures: Pictures | None = None,
    ) -> None:
        super().__init__()
        self.pictures = pictures
        self.theme, self._mbr, self._numbers = theme, mbr, numbers
        self._steps = [one.it for one in Parts(mbr).of_level("phase")]
        self._phase, self._active = phase, first_open(mbr, phase)
        whole = column(theme, self, gap=10)
        head = row(theme, gap=8)
        names = {"light": tr("Light"), "dark": tr("Dark"), "hc": tr("High contrast")}
        self.themes = Choice(theme, tr("Theme"), [Option(key, names[key]) for key in THEMES])
        self.themes.set_chosen(theme.name)
        self.themes.changed.connect(lambda name: self.show_theme(str(name)))
        head.addWidget(self.themes)
        head.addStretch(1)
        self._words = Label(theme, tr("Preview: nothing that is typed here is recorded"), "meta", wrap=True)
        head.addWidget(self._words, 1)
        for icon, name, by in (("chevron-left", tr("Step before"), -1), ("chevron-right", tr("Next step"), 1)):
            made = Button(theme, "", "icon", icon, name=name)
            made.acted.connect(lambda _value, step=by: self._turn(step))
            head.addWidget(made)
        whole.addLayout(head)
        self._stage = QWidget()
        self._stage.setFixedHeight(room)
        self._inside = column(theme, self._stage, gap=0)
        whole.addWidget(self._stage, 1)
        self.centre: Centre | None = None
        self._screen: PreviewScreen | None = None
        self.show_theme(theme.name)

    def show_theme(self, name: str) -> None:
        """Draw it in another theme; the editor around it keeps its own."""
        clear(self._inside)
        self.themes.set_chosen(name)
        look = Theme(name, self.theme.scale, self.theme.taps)
        self._screen = PreviewScreen(look, self._mbr, self._numbers, self._choose)
        self.centre = self._screen.centre
        self.centre.entry_pressed.connect(lambda key: self._open(str(key)))
        self.centre.media.pictures = self.pictures
        self.centre.media_pressed.connect(self.media_pressed)
        self._inside.addWidget(self._screen)
        self._draw()
        if self.isVisible():  # the caret was in a form that is gone
            self.themes.first_field().setFocus()

    def _draw(self) -> None:
        if self.centre is not None and self._screen is not None:
            first = meaning_words(self._phase.sign[0]) if self._phase.sign else tr("Sign step")
            self._screen.show_step(self._phase, first)
            step = step_of(self._mbr, self._phase, self._numbers.get(self._phase.id, ""), self._active)
            self.centre.show_step(step, self._active, {}, focus=False)

    def _open(self, key: str) -> None:
        self._active = key
        self._draw()

    def _turn(self, by: int) -> None:
        at = self._steps.index(self._phase) + by
        if 0 <= at < len(self._steps):
            self._show(self._steps[at])

    def _choose(self, key: str) -> None:
        """A step of the outline was tapped; a heading leads nowhere."""
        found = next((one for one in self._steps if one.id == key), None)
        if found is not None:
            self._show(found)

    def _show(self, phase: Phase) -> None:
        self._phase, self._active = phase, first_open(self._mbr, phase)
        self._draw()
        self.moved.emit(phase.id)

    def first_field(self) -> QWidget | None:
        """What an operator would fill in first."""
        return self.centre.first_field() if self.centre is not None else None


def preview(
    session: Session, mbr: Mbr, part: Part, numbers: Mapping[str, str], pictures: Pictures | None = None
) -> PreviewContent:
    """Show a step as a sheet over the editor."""
    host = session.host
    room = max(300, host.height() - session.theme.px(330))
    content = PreviewContent(session.theme, mbr, part.it, numbers, room, pictures)
    if pictures is not None:
        content.media_pressed.connect(lambda row: show_large(session, pictures, row))
    width = max(1240.0, host.width() / session.theme.scale - MARGIN)
    sheet = Sheet(session.theme, host, tr("Preview on the operator's screen"), content, width=width)
    sheet.cancelled.connect(lambda _value: sheet.close_sheet())
    session.show_sheet(sheet)
    return content
