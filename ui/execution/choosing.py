"""Choosing a photograph or a file in a sheet of the window: by a few taps, by a typed path, or by arrow keys.

No dialog of the system: it would cover who, what and where, and gloves and on-screen keys do not reach it. The folder
where somebody last found something is offered again to the same person.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.pages.file_list import FileList
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.strip import Strip

if TYPE_CHECKING:
    from ui.session import Session

PICTURES: Final = (".png", ".jpg", ".jpeg")
FILES: Final = (*PICTURES, ".pdf", ".csv", ".txt", ".tsv", ".log", ".xml", ".json", ".dat", ".xlsx", ".fcs", ".tif")
PLACE: Final = "files"
"""Where the person's last folder is kept among the drafts."""


class FileContent(QWidget):
    """FileContent(session, name, endings). Signals: chosen(object: Path), cancelled(object), focused(object: Field)."""

    chosen = Signal(object)
    cancelled = Signal(object)
    focused = Signal(object)

    def __init__(self, session: Session, name: str, endings: tuple[str, ...]) -> None:
        super().__init__()
        self._session = session
        theme = session.theme
        kept = Path(session.drafts.of(session.person, PLACE).get("place", ""))
        start = kept if kept.is_absolute() and kept.is_dir() else Path.home()
        whole = column(theme, self, gap=10)
        whole.addWidget(Label(theme, tr("At most 25 MiB. It is kept with the record."), "meta"))
        self.files = FileList(theme, start, endings, name)
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
        self.button = Button(theme, tr("Attach to the record"), "primary", "paperclip")
        self.button.acted.connect(self._confirm)
        line.addWidget(cancel, 1)
        line.addWidget(self.button, 2)
        self._refresh()

    def _refresh(self, _value: object = None) -> None:
        self._error.hide()
        self.button.setEnabled(self.files.path().is_file())

    def _confirm(self, _value: object = None) -> None:
        path = self.files.path()
        if path.is_file():
            self._session.drafts.keep(self._session.person, PLACE, {"place": str(path.parent)})
            self.chosen.emit(path)

    def show_error(self, text: str) -> None:
        """Why it was not kept."""
        self._error.show_message("crit", text)
        self._error.show()

    def first_field(self) -> QWidget:
        """What can be chosen: with the caret in the path, letters would cover the list for hands that touch."""
        return self.files.first_row()


def choose_file(
    session: Session, title: str, chosen: Callable[[Path, str, FileContent, Sheet], None], *, pictures: bool
) -> None:
    """Open the sheet; `chosen` gets path and media type, and answers with closing the sheet or showing an error."""
    content = FileContent(session, tr("Path of the file"), PICTURES if pictures else FILES)
    words = tr("Choose photograph") if pictures else tr("Choose file")
    sheet = Sheet(session.theme, session.host, words, content, footer=content.footer, subtitle=title, width=760)

    def given(path: Path) -> None:
        media = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        chosen(path, media, content, sheet)

    content.chosen.connect(given)
    content.focused.connect(session.letters)
    for asked in (content.cancelled, sheet.cancelled):
        asked.connect(lambda _value: sheet.close_sheet())
    session.show_sheet(sheet)
