"""`Form`: what every open entry has in common: drafts, confirming, further acts, a place for a scan.

Nothing is parsed, rounded or judged here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.dispense.model import Dispense
from ui.execution.model import Editor, FieldSpec
from ui.theme import Theme
from ui.widgets.boxes import column, row, show_if
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.limit_scale import LimitScale
from ui.widgets.row_grid import RowGrid

COLUMNS: Final = 6
ANSWERS: Final = ("yes", "no", "na")
TYPED, SCANNED = "typed", "scanned"


class Form(QWidget):
    """Form(theme, editor, *, embedded=False). `embedded` stands in a sheet.

    No button of its own, choosing sends nothing.

    Signals: drafted(object: parts), submitted(object: (parts, how)), acted(object: key of an extra), focused(object:
    Field), device_asked(object: part that a device shall fill).
    """

    drafted = Signal(object)
    device_asked = Signal(object)
    submitted = Signal(object)
    acted = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__()
        self.theme, self.editor, self.embedded = theme, editor, embedded
        self.inline = False
        self.whole: QVBoxLayout = column(theme, self, gap=10)

    def parts(self) -> dict[str, str]:
        """What stands in the form now, by part."""
        return {}

    def set_parts(self, parts: Mapping[str, str]) -> None:
        """Show a draft or a standing value."""

    def take_facts(self, parts: Mapping[str, str]) -> bool:  # noqa: ARG002 - a form without a place for them
        """What a code says goes into the fields it is about; False when there are none."""
        return False

    def take_scan(self, text: str) -> bool:  # noqa: ARG002 - a form without a place for it
        """A scan arrived; True when this form had a place for it."""
        return False

    def take_person(self, person: str) -> bool:  # noqa: ARG002 - a form without a place for one
        """A badge was read; True when this form had an empty place for a person."""
        return False

    def first_field(self) -> QWidget | None:
        """What gets the focus."""
        return None

    def ask_device(self) -> bool:
        """Ask for the device's reading of the first part that it can fill; False when there is none."""
        if not self.editor.device_parts or self.editor.busy:
            return False
        self.device_asked.emit(self.next_device_part())
        return True

    def next_device_part(self) -> str:
        """The part that a device would fill next."""
        return self.editor.device_parts[0]

    def update_scale(self, scale: LimitScale | None) -> None:
        """Another picture of the limits."""

    def update_dispense(self, facts: Dispense | None) -> None:
        """What the station says of a material that is being weighed."""

    # -- pieces

    def tell(self, _value: object = None) -> None:
        """Says what is typed."""
        self.drafted.emit(self.parts())

    def send(self, _value: object = None) -> None:
        """Confirms."""
        if not self.embedded:
            self.submitted.emit((self.parts(), TYPED))

    def field(self, spec: FieldSpec) -> Field:
        """A field that tells of its focus and changes."""
        made = Field(self.theme, spec.label, wants=spec.wants, hint=spec.hint, code=spec.scans)
        made.changed.connect(self.tell)
        made.focused.connect(self.focused)
        return made

    def button(self, text: str, kind: str = "tonal", icon: str = "") -> Button:
        """The form's own button."""
        made = Button(self.theme, text, kind, icon)
        show_if(made, wanted=not self.embedded)
        return made

    def show_rows(self) -> None:
        """What is recorded already, with figures and words about what comes next."""
        editor = self.editor
        if editor.rows is not None and editor.rows.cells:
            grid = RowGrid(self.theme, editor.rows.heads)
            grid.set_rows(editor.rows.cells, editor.rows.tones)
            self.whole.addWidget(grid)
        if editor.figures:
            line = row(self.theme, gap=24)
            for name, value, tone in editor.figures:
                pair = column(self.theme, gap=0)
                pair.addWidget(Label(self.theme, name, "meta"))
                pair.addWidget(Label(self.theme, value, "value", tone))
                line.addLayout(pair)
            line.addStretch(1)
            self.whole.addLayout(line)
        if editor.device_note and not self.embedded:
            self.whole.addWidget(Label(self.theme, editor.device_note, "meta", wrap=True))
        if editor.note:
            self.whole.addWidget(Label(self.theme, editor.note, "h3", "ink2", wrap=True))

    def extras(self) -> QHBoxLayout:
        """Buttons of the further acts."""
        line = row(self.theme, gap=12)
        for key, words in self.editor.extras if not self.embedded else ():
            kind = "tonal" if key == self.editor.main else "large"
            icons = {"start": "player-play", "stop": "player-stop", "close": "list-check", "declare": "clock"}
            icon = {**icons, "labels": "tag", "takeback": "arrow-back-up"}.get(key, "")
            made = Button(self.theme, words, kind, icon)
            made.set_value(key)
            made.acted.connect(self.acted)
            line.addWidget(made)
        return line
