"""A new entry: its name first, then its kind in one tap; what it is good for stands below each.

The id comes from the name, so an author need not think of one; it can be changed later, everywhere at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ebr.domain.mbr.model import KINDS
from ebr.wording import kind_word
from ebr.words import mark, tr
from ui.editor.controls import Line
from ui.editor.lines import ICONS
from ui.theme import Theme
from ui.widgets.boxes import column
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from ui.session import Session

GROUPS: Final = (
    (mark("Values"), ("number", "choice", "check", "text", "datetime", "duration", "table", "calculation")),
    (mark("Materials and equipment"), ("material", "qs", "equipment", "scan")),
    (
        mark("Control"),
        ("identity", "clearance", "environment", "timer", "sample", "result", "labels", "yield"),
    ),
    (mark("Words, evidence and signatures"), ("instruction", "photo", "file", "handover", "signature")),
)
"""Every kind once; a test holds it equal to the model's."""
assert sorted(kind for _name, kinds in GROUPS for kind in kinds) == sorted(KINDS)


class KindContent(QWidget):
    """KindContent(theme): a name and the kinds. Signals: chosen(object: (kind, name)), focused(field)."""

    chosen = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        whole = column(theme, self, gap=10)
        whole.addWidget(Label(theme, tr("Name"), "over"))
        self.name = Line(theme, tr("Name"), hint=tr("What the operator reads, for example Bag temperature"))
        self.name.focused.connect(self.focused)
        whole.addWidget(self.name)
        self._grids: list[tuple[Label, QGridLayout, list[Button]]] = []
        for title, kinds in GROUPS:
            head = Label(theme, tr(title), "h3")
            whole.addWidget(head)
            grid = QGridLayout()
            grid.setSpacing(theme.px(8))
            buttons = [self._kind(kind) for kind in kinds]
            for at, made in enumerate(buttons):
                grid.addWidget(made, at // 4, at % 4)
            for at in range(4):
                grid.setColumnStretch(at, 1)
            whole.addLayout(grid)
            self._grids.append((head, grid, buttons))
        whole.addStretch(1)

    def _kind(self, kind: str) -> Button:
        made = Button(self.theme, kind_word(kind), "pick", ICONS[kind])
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        made.acted.connect(lambda _value, which=kind: self.chosen.emit((which, self.name.text().strip())))
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow sheet has fewer columns."""
        super().resizeEvent(event)
        across = 4 if self.width() >= self.theme.px(980) else 3
        for _head, grid, buttons in self._grids:
            for at, made in enumerate(buttons):
                grid.addWidget(made, at // across, at % across)

    def first_field(self) -> QWidget:
        """The name."""
        return self.name


def ask_kind(session: Session, then: Callable[[str, str], None]) -> None:
    """Open the sheet; `then(kind, name)`."""
    content = KindContent(session.theme)
    sheet = Sheet(session.theme, session.host, tr("Add entry"), content, width=1180)

    def chosen(sent: tuple[str, str]) -> None:
        sheet.close_sheet()
        then(*sent)

    content.chosen.connect(chosen)
    content.focused.connect(session.letters)
    sheet.cancelled.connect(lambda _value: sheet.close_sheet())
    session.show_sheet(sheet)
