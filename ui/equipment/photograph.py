"""A photograph below a form: chosen from a folder, kept with the record, named by its SHA-256."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ebr.domain.refusal import Refusal
from ebr.wording import refusal_words
from ebr.words import tr
from ui.ask import Below
from ui.execution.choosing import FileContent, choose_file
from ui.pages.visit import Visit
from ui.widgets.boxes import row
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from ui.session import Session


class Photograph(Below):
    """Photograph(session, desk, title=, needed=False): a button that chooses one. `sha256` is "" without one.

    `needed`: the policy wants one, so the form waits for it.
    """

    def __init__(self, session: Session, desk: Visit, *, title: str, needed: bool = False) -> None:
        super().__init__()
        self._session, self._desk, self._title, self._needed = session, desk, title, needed
        self.sha256 = ""
        line = row(session.theme, self, gap=12)
        self._button = Button(session.theme, tr("Add a photograph"), "plain", "photo")
        self._button.acted.connect(self._choose)
        none = tr("The policy of the site wants one") if needed else tr("No photograph")
        self._words = Label(session.theme, none, "meta", wrap=True)
        line.addWidget(self._button)
        line.addWidget(self._words, 1)

    def missing(self) -> str:
        """Say that the photograph is missing where the policy wants one."""
        return tr("Add a photograph") if self._needed and not self.sha256 else ""

    def _choose(self, _value: object) -> None:
        choose_file(self._session, self._title, self._chosen, pictures=True)

    def _chosen(self, path: Path, media: str, content: FileContent, sheet: Sheet) -> None:
        def kept(said: Any) -> None:
            if isinstance(said, Refusal):
                content.show_error(refusal_words(said))
                return
            self.sha256 = said["sha256"]
            self._words.setText(path.name)
            self._button.setText(tr("Take another photograph"))
            sheet.close_sheet()
            self.changed.emit(None)

        self._desk.attach(path, path.name, media, kept)
