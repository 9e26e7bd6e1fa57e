"""A new version from a file: choose the file, read what the check found, add it. In a sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ebr.station.importing import ENDINGS as FOREIGN
from ebr.words import ntr, tr
from ui.masters.reading import Examined, Finding
from ui.pages.file_list import FileList
from ui.theme import Theme
from ui.widgets.boxes import clear, column, row
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.strip import Strip

MOST: Final = 40
"""Findings drawn at once; the first ones matter, and each is mended in turn."""
MOST_IMPORTED: Final = 200
"""Remarks on an import drawn at once: all of them for any recipe that people read."""
ENDINGS: Final = (".yaml", ".yml", *FOREIGN)


class AddContent(QWidget):
    """AddContent(theme, place).

    Signals: examined(object: (path, recipe)), confirmed, cancelled, focused(object: Field).
    """

    examined = Signal(object)
    confirmed = Signal(object)
    cancelled = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme, place: Path) -> None:
        super().__init__()
        self.theme = theme
        whole = column(theme, self, gap=10)
        whole.addWidget(
            Label(
                theme,
                tr(
                    "A text document (YAML) is checked and added. A BatchML recipe, a Word or an Excel form becomes a "
                    "draft. Everything found is listed before."
                ),
                "body",
                wrap=True,
            )
        )
        self._files = FileList(theme, place, ENDINGS, tr("File"))
        self._files.changed.connect(self._changed)
        self._files.focused.connect(self.focused)
        whole.addWidget(self._files)
        self._found = column(theme, gap=6)
        whole.addLayout(self._found)
        whole.addStretch(1)
        self.footer = self._foot()
        self._changed(place)

    def _foot(self) -> QWidget:
        footer = QWidget()
        line = row(self.theme, footer, gap=12)
        cancel = Button(self.theme, tr("Cancel"), "large")
        cancel.acted.connect(self.cancelled)
        self._why = Label(self.theme, "", "metastrong", wrap=True)
        self.button = Button(self.theme, "", "primary")
        self.button.acted.connect(self._act)
        line.addWidget(cancel)
        line.addWidget(self._why, 1)
        line.addWidget(self.button)
        return footer

    def _changed(self, path: object) -> None:
        assert isinstance(path, Path)
        clear(self._found)
        self._checked = self._asked = False
        ready = path.suffix.casefold() in ENDINGS
        self._say(tr("Check the file"), "list-check", "" if ready else tr("Choose a file"))

    def _say(self, text: str, icon: str, why: str) -> None:
        self.button.set_text(text)
        self.button.set_icon(icon)
        self.button.setEnabled(not why)
        self._why.setText(why)

    def _act(self, _value: object) -> None:
        if self._checked:
            self.confirmed.emit(None)
        else:
            self._examine("")

    def _examine(self, recipe: str) -> None:
        self._asked = True
        self._say(tr("Reading the file"), "list-check", tr("One moment"))
        self.examined.emit((self._files.path(), recipe))

    def show_examined(self, found: Examined) -> None:
        """Draws what the check found; not when another file was chosen while it was read."""
        if not self._asked:
            return
        self._files.fold(folded=True)
        clear(self._found)
        if found.name:
            self._found.addWidget(Label(self.theme, found.name, "h2", wrap=True))
        self._found.addWidget(Strip(self.theme, "crit" if found.errors else "info", found.words))
        most = MOST_IMPORTED if found.imported else MOST
        for one in found.findings[:most]:
            self._found.addWidget(self._finding(one))
        if found.imported and len(found.findings) > most:
            n = len(found.findings) - most
            words = ntr("{n} more; “ebr mbr import” lists it", "{n} more; “ebr mbr import” lists them all", n)
            self._found.addWidget(Strip(self.theme, "warn", words))
        for recipe in found.choices:
            made = Button(self.theme, recipe, "large", "file-text", name=tr("Recipe {recipe}", recipe=recipe))
            made.acted.connect(lambda _value, recipe=recipe: self._examine(recipe))
            self._found.addWidget(made)
        if found.choices:
            self._say(tr("Check the file"), "list-check", tr("Choose a recipe"))
            return
        self._checked = not found.errors
        ready = tr("Begin a draft") if found.imported else tr("Add to this station")
        self._say(
            ready if self._checked else tr("Check again"),
            "plus" if self._checked else "refresh",
            "",
        )

    def _finding(self, one: Finding) -> Strip:
        place = tr("{place}. {clause}", place=one.place, clause=one.clause) if one.clause else one.place
        return Strip(self.theme, "crit" if one.error else "warn", one.words, place)

    def show_error(self, text: str) -> None:
        """Why it was refused."""
        clear(self._found)
        self._found.addWidget(Strip(self.theme, "crit", text))

    def first_field(self) -> QWidget:
        """The path."""
        return self._files.first_field()
