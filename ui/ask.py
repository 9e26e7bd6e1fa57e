"""`Ask`: a small question in a sheet: a few fields, reason tiles when there are any, one button that says what it does.

The button waits for what is needed and says what that is. A refusal is shown in the sheet, where it can be corrected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ebr.wording import refusal_words
from ebr.words import tr
from ui.desk import Answer
from ui.pages.sheet_form import SheetForm, show_form
from ui.theme import Theme
from ui.widgets.boxes import column
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet

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


class Below(QWidget):
    """What stands below the fields and may be missing too: it says what, and signals `changed`."""

    changed = Signal(object)

    def missing(self) -> str:
        """Say what is missing, "" when nothing is."""
        return ""


class AskContent(SheetForm):
    """AskContent(theme, question, above=None, below=None); among the parts "tile" is the chosen one."""

    def __init__(
        self, theme: Theme, question: Question, above: QWidget | None = None, below: Below | None = None
    ) -> None:
        super().__init__(theme)
        self._question, self._above, self._below = question, above, below
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
        if below is not None:
            whole.addWidget(below)
            below.changed.connect(self._refresh)
        self.finish(whole, question.button, question.icon, [one.key for one in question.fields if one.scans])

    def _field(self, one: AskField) -> Field:
        made = Field(self.theme, one.label, one.text, hint=one.hint, wants=one.wants, secret=one.secret)
        made.changed.connect(self._refresh)
        made.focused.connect(self.focused)
        made.entered.connect(lambda _text, key=one.key: self._next(key))
        return made

    def _missing(self) -> str:
        if self._question.tiles and self._tiles.chosen() is None:
            return tr("Choose: {what}", what=self._question.tiles_title)
        empty = next(
            (one for one in self._question.fields if one.needed and not self._fields[one.key].text().strip()), None
        )
        if empty is not None:
            return tr("Fill in: {what}", what=empty.label)
        return self._below.missing() if self._below is not None else ""

    def parts(self) -> dict[str, str]:
        """What is filled in so far; "tile" is the chosen one."""
        return {**super().parts(), "tile": self._tiles.chosen() or ""}

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
    below: Below | None = None,
) -> AskContent:
    """Open the question as a sheet; `confirmed` answers with `sheet.close_sheet()` or `content.show_error(words)`."""
    content = AskContent(session.theme, question, above, below)
    sheet = show_form(session, content, question.title, subtitle=question.subtitle)
    content.confirmed.connect(lambda parts: confirmed(parts, content, sheet))
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
