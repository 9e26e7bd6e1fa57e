"""A photograph beside a checklist: chosen from a folder, kept with the record, named by its SHA-256."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from ebr.domain.refusal import Refusal
from ebr.wording import refusal_words
from ebr.words import tr
from ui.execution.choosing import FileContent, choose_file
from ui.pages.visit import Visit
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from ui.session import Session


class Photograph(QWidget):
    """Photograph(session, desk, above, title=): `above`, then a button that chooses one. `sha256` is "" without one."""

    def __init__(self, session: Session, desk: Visit, above: QWidget | None = None, *, title: str) -> None:
        super().__init__()
        self._session, self._desk, self._above, self._title = session, desk, above, title
        self.sha256 = ""
        whole = column(session.theme, self, gap=10)
        if above is not None:
            whole.addWidget(above)
        line = row(session.theme, gap=12)
        self._button = Button(session.theme, tr("Add a photograph"), "plain", "photo")
        self._button.acted.connect(self._choose)
        self._words = Label(session.theme, tr("No photograph"), "meta", wrap=True)
        line.addWidget(self._button)
        line.addWidget(self._words, 1)
        whole.addLayout(line)

    def _choose(self, _value: object) -> None:
        choose_file(self._session, self._title, self._chosen, pictures=True)

    def _chosen(self, path: Path, media: str, content: FileContent, sheet: Sheet) -> None:
        def kept(said: Any) -> None:
            if isinstance(said, Refusal):
                content.show_error(refusal_words(said))
                return
            self.sha256 = said["sha256"]
            self._words.setText(path.name)
            sheet.close_sheet()

        self._desk.attach(path, path.name, media, kept)

    def first_field(self) -> QWidget | None:
        """What the form above names."""
        first = getattr(self._above, "first_field", None)
        found = first() if callable(first) else None
        return found if isinstance(found, QWidget) else None
