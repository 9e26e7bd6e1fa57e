"""`Ask`: a small question in a sheet: a few fields, reason tiles when there are any, one button that says what it does.

The button waits for what is needed and says what that is. A refusal is shown in the sheet, where it can be corrected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from ebr.wording import refusal_words
from ebr.words import tr
from ui.desk import Answer
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.session import Session


@dataclass(frozen=True, slots=True)
class AskField:
    """A field of the question; `needed` ones block the button while they are empty."""

    key: str
    label: str
    hint: str = ""
    text: str = ""
    needed: bool = True
    wants: str = "text"
    scans: bool = False
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """The whole question. `tiles` are key and words; `above` is a widget to stand before everything else."""

    title: str
    button: str
    fields: tuple[AskField, ...] = ()
    tiles: tuple[tuple[str, str], ...] = ()
    tiles_title: str = ""
    words: str = ""
    subtitle: str = ""
    icon: str = "check"


class AskContent(QWidget):
    """AskContent(theme, question, above=None). Signals: confirmed(object.

    Dict of parts, with "tile"), cancelled, focused.
    """

    confirmed = Signal(object)
    cancelled = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme, question: Question, above: QWidget | None = None) -> None:
        super().__init__()
        self.theme, self._question, self._above = theme, question, above
        whole = column(theme, self, gap=10)
        if question.words:
            whole.addWidget(Label(theme, question.words, "instr", wrap=True))
        if above is not None:
            whole.addWidget(above)
        self._tiles = Choice(
            theme, question.tiles_title, [Option(*tile) for tile in question.tiles], columns=2, kind="tile"
        )
        if question.tiles:
            whole.addWidget(Label(theme, question.tiles_title, "h3"))
            whole.addWidget(self._tiles)
        self._tiles.changed.connect(self._refresh)
        self._fields = {one.key: self._field(one) for one in question.fields}
        for one in question.fields:
            whole.addWidget(Label(theme, one.label, "meta"))
            whole.addWidget(self._fields[one.key])
        self._error = Strip(theme, "crit", "")
        self._error.hide()
        whole.addWidget(self._error)
        self.footer = self._foot()
        self._refresh()

    def _field(self, one: AskField) -> Field:
        made = Field(self.theme, one.label, one.text, hint=one.hint, wants=one.wants, secret=one.secret)
        made.changed.connect(self._refresh)
        made.focused.connect(self.focused)
        made.entered.connect(lambda _text, key=one.key: self._next(key))
        return made

    def _foot(self) -> QWidget:
        footer = QWidget()
        line = row(self.theme, footer, gap=12)
        cancel = Button(self.theme, tr("Cancel"), "large")
        cancel.acted.connect(self.cancelled)
        self._why = Label(self.theme, "", "metastrong", wrap=True)
        self.button = Button(self.theme, self._question.button, "primary", self._question.icon)
        self.button.acted.connect(self._confirm)
        line.addWidget(cancel)
        line.addWidget(self._why, 1)
        line.addWidget(self.button, 1)
        return footer

    def _next(self, key: str) -> None:
        keys = list(self._fields)
        later = next((one for one in keys[keys.index(key) + 1 :] if not self._fields[one].text()), None)
        if later is not None:
            self._fields[later].setFocus()
        elif self.button.isEnabled():
            self._confirm()

    def _missing(self) -> str:
        if self._question.tiles and self._tiles.chosen() is None:
            return tr("Choose: {what}", what=self._question.tiles_title)
        empty = next(
            (one for one in self._question.fields if one.needed and not self._fields[one.key].text().strip()), None
        )
        return tr("Fill in: {what}", what=empty.label) if empty is not None else ""

    def _refresh(self, _value: object = None) -> None:
        missing = self._missing()
        self.button.setEnabled(not missing)
        self._why.setText(missing)
        self._error.hide()

    def parts(self) -> dict[str, str]:
        """What is filled in so far; "tile" is the chosen one."""
        parts = {key: made.text().strip() for key, made in self._fields.items()}
        return {**parts, "tile": self._tiles.chosen() or ""}

    def _confirm(self, _value: object = None) -> None:
        self.confirmed.emit(self.parts())

    def take_scan(self, text: str) -> bool:
        """The first empty field that takes scans gets it."""
        for one in self._question.fields:
            if one.scans and not self._fields[one.key].text():
                self._fields[one.key].setText(text)
                self._refresh()
                self._next(one.key)
                return True
        return False

    def show_error(self, text: str) -> None:
        """Why it was refused."""
        self._error.show_message("crit", text)
        self._error.setVisible(bool(text))
        if text:
            QTimer.singleShot(0, self, self._to_error)

    def _to_error(self) -> None:
        """Below a long form it would stand out of sight."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(self._error)

    def first_field(self) -> QWidget | None:
        """The form above, or the first field; no tile, because a ring would look like a choice."""
        first = getattr(self._above, "first_field", None)
        if callable(first):
            found = first()
            return found if isinstance(found, QWidget) else None
        return next(iter(self._fields.values()), None) if not self._question.tiles else None


def ask(
    session: Session,
    question: Question,
    confirmed: Callable[[dict[str, str], AskContent, Sheet], None],
    above: QWidget | None = None,
) -> AskContent:
    """Open the question as a sheet; `confirmed` answers with `sheet.close_sheet()` or `content.show_error(words)`."""
    content = AskContent(session.theme, question, above)
    sheet = Sheet(
        session.theme,
        session.host,
        question.title,
        content,
        footer=content.footer,
        subtitle=question.subtitle,
        width=720,
    )
    content.confirmed.connect(lambda parts: confirmed(parts, content, sheet))
    content.focused.connect(session.letters)
    for asked in (content.cancelled, sheet.cancelled):
        asked.connect(lambda _value: sheet.close_sheet())
    session.show_sheet(sheet)
    return content


def closing(session: Session, sheet: Sheet, error: Callable[[str], None], notice: str = "") -> Callable[[Answer], None]:
    """Hear the answer for a sheet: close it, or say in it why not.

    When the person has closed it meanwhile, what came of it is said on the screen.
    """

    def heard(said: Answer) -> None:
        if said.refusal is None:
            sheet.close_sheet()
            if notice:
                session.notice(notice)
        elif sheet.gone:
            session.notice(refusal_words(said.refusal), "warn")
        else:
            error(refusal_words(said.refusal))

    return heard


def options_of(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Reason tiles from texts of the policy: the English text is the key, its translation the words."""
    return tuple((text, tr(text)) for text in texts)
