"""Forms that act: choose a file, start and stop a timer, close rows, sign."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from ui.execution.form import Form
from ui.execution.model import Editor
from ui.theme import Theme
from ui.widgets.boxes import row
from ui.widgets.button import Button
from ui.widgets.label import Label


class FileForm(Form):
    """A photograph or a file; the view opens the chooser and hands the kept file back through `submit_file`."""

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__(theme, editor, embedded=embedded)
        line = row(theme, gap=16)
        self._choose = Button(theme, editor.confirm, "tonal", "paperclip")
        self._choose.set_value("choose-file")
        self._choose.acted.connect(self.acted)
        line.addWidget(self._choose)
        line.addWidget(Label(theme, editor.note, "meta", wrap=True), 1)
        self.whole.addLayout(line)
        self._kept: dict[str, str] = {}

    def parts(self) -> dict[str, str]:
        """The kept file: digest, name, size, media type."""
        return dict(self._kept)

    def submit_file(self, parts: Mapping[str, str]) -> None:
        """The file is kept; record it."""
        self._kept = dict(parts)
        self.tell()
        self.send()

    def first_field(self) -> QWidget:
        """The button."""
        return self._choose


class TimerForm(Form):
    """Start, stop, or words that it goes by itself. `show_elapsed` is called each second."""

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__(theme, editor, embedded=embedded)
        line = row(theme, gap=16)
        self._elapsed = Label(theme, "", "entry")
        line.addWidget(self._elapsed)
        if editor.note:
            line.addWidget(Label(theme, editor.note, "h3", "ink2", wrap=True))
        line.addStretch(1)
        self._buttons = self.extras()
        line.addLayout(self._buttons)
        self.whole.addLayout(line)

    def show_elapsed(self, words: str) -> None:
        """The time that has gone by."""
        self._elapsed.setText(words)

    def first_field(self) -> QWidget | None:
        """The first button."""
        item = self._buttons.itemAt(0)
        return item.widget() if item is not None else None


class ComputedForm(Form):
    """Nothing to fill in: rows, figures and further acts."""

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__(theme, editor, embedded=embedded)
        self.show_rows()
        self._buttons = self.extras()
        self._buttons.addStretch(1)
        self.whole.addLayout(self._buttons)

    def first_field(self) -> QWidget | None:
        """The first button, if there is one."""
        item = self._buttons.itemAt(0)
        return item.widget() if item is not None else None


class SignForm(Form):
    """A signature asked for in the middle of a step."""

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__(theme, editor, embedded=embedded)
        self.inline = True
        self._button = self.button(editor.confirm, "tonal", "signature")
        self._button.set_value("sign")
        self._button.acted.connect(self.acted)
        self.whole.addWidget(self._button)

    def first_field(self) -> QWidget:
        """The button."""
        return self._button
