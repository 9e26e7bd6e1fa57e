"""Choosing a file or a folder in a sheet of the window, and doing something with it.

No dialog of the system (gloves and on-screen keys do not reach it). What was refused is said in the sheet, where
another place can be chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ebr.domain.refusal import Refusal
from ebr.wording import refusal_words
from ebr.words import tr
from ui.pages.file_list import FileList
from ui.widgets.boxes import column, row, show_if
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.strip import Strip

if TYPE_CHECKING:
    from ui.desk import Answer
    from ui.session import Session

PLACE: Final = "files"
"""Where the person's last folder is kept among the drafts (as `ui.execution.choosing`)."""
Act = Callable[[Path, Callable[[str], bool]], object]
"""Does something with the path; then calls back with why not, "" when it is done."""
Write = Callable[[Path, Callable[["Answer | Refusal"], None]], object]
"""Writes a file into the folder; then calls back with what became of it."""


class PathContent(QWidget):
    """PathContent(session, button, endings, words, extra): without endings a folder is chosen.

    `extra` is a field to fill in as well: its label, "" for none. Signals: chosen(object: Path), cancelled, focused.
    """

    chosen = Signal(object)
    cancelled = Signal(object)
    focused = Signal(object)

    def __init__(
        self, session: Session, button: str, endings: Collection[str] = (), words: str = "", extra: str = ""
    ) -> None:
        super().__init__()
        self._session, self._folder = session, not endings
        theme = session.theme
        kept = Path(session.drafts.of(session.person, PLACE).get("place", ""))
        start = kept if kept.is_absolute() and kept.is_dir() else Path.home()
        whole = column(theme, self, gap=10)
        if words:
            whole.addWidget(Label(theme, words, "body", wrap=True))
        self.extra: Field | None = None
        if extra:
            whole.addWidget(Label(theme, extra, "meta"))
            self.extra = Field(theme, extra, code=True)
            self.extra.changed.connect(self._refresh)
            self.extra.focused.connect(self.focused)
            self.extra.entered.connect(self._confirm)
            whole.addWidget(self.extra)
        self.files = FileList(theme, start, endings, tr("Folder") if self._folder else tr("Path of the file"))
        self.files.changed.connect(self._refresh)
        self.files.focused.connect(self.focused)
        self.files.field.entered.connect(self._confirm)
        whole.addWidget(self.files)
        self._error = Strip(theme, "crit", "")
        self._error.hide()
        whole.addWidget(self._error)
        self.footer = QWidget()
        line = row(theme, self.footer, gap=12)
        cancel = Button(theme, tr("Cancel"), "large")
        cancel.acted.connect(self.cancelled)
        self.why = Label(theme, "", "metastrong", wrap=True)
        self.button = Button(theme, button, "primary", "check")
        self.button.acted.connect(self._confirm)
        line.addWidget(cancel)
        line.addWidget(self.why, 1)
        line.addWidget(self.button, 1)
        self._extra_words = extra
        self._refresh()

    def _missing(self) -> str:
        path = self.files.path()
        if self.extra is not None and not self.extra.text().strip():
            return tr("Fill in: {what}", what=self._extra_words)
        if self._folder:
            return "" if path.is_dir() else tr("Choose a folder")
        return "" if path.is_file() else tr("Choose a file")

    def _refresh(self, _value: object = None) -> None:
        self._error.hide()
        missing = self._missing()
        self.button.setEnabled(not missing)
        self.why.setText(missing)

    def _confirm(self, _value: object = None) -> None:
        path = self.files.path()
        if not self._missing() and self.button.isEnabled():
            place = path if self._folder else path.parent
            self._session.drafts.keep(self._session.person, PLACE, {"place": str(place)})
            self.button.setEnabled(False)
            self.why.setText(tr("Please wait"))
            self.chosen.emit(path)

    def show_error(self, text: str) -> None:
        """Why it was refused; another path can be chosen."""
        self._refresh()
        self._error.show_message("crit", text)
        show_if(self._error, wanted=bool(text))

    def first_field(self) -> QWidget:
        """What must be typed, else what can be chosen."""
        return self.extra or self.files.first_row()


def choose_path(
    session: Session,
    title: str,
    button: str,
    act: Act,
    *,
    endings: Collection[str] = (),
    words: str = "",
    subtitle: str = "",
    extra: str = "",
) -> PathContent:
    """Open the sheet; `act` gets the path and says afterwards why not, or "" which closes the sheet.

    What it says it to tells whether the sheet was still there: after Cancel nothing follows.
    """
    content = PathContent(session, button, endings, words, extra)
    sheet = Sheet(session.theme, session.host, title, content, footer=content.footer, subtitle=subtitle, width=760)

    def done(why: str) -> bool:
        if sheet.gone:
            return False
        if why:
            content.show_error(why)
        else:
            sheet.close_sheet()
        return True

    content.chosen.connect(lambda path: act(path, done))
    content.focused.connect(session.letters)
    for asked in (content.cancelled, sheet.cancelled):
        asked.connect(lambda _value: sheet.close_sheet())
    session.show_sheet(sheet)
    return content


def save_file(session: Session, title: str, name: str, write: Write) -> None:
    """Choose a folder and have the file `name` written there; then say that it is saved, or in the sheet why not."""

    def act(folder: Path, done: Callable[[str], bool]) -> None:
        def written(said: Answer | Refusal) -> None:
            refusal = said if isinstance(said, Refusal) else said.refusal
            if done(refusal_words(refusal) if refusal is not None else "") and refusal is None:
                session.notice(tr("Saved: {file}", file=name))

        write(folder, written)

    choose_path(session, title, tr("Save"), act, words=name)
