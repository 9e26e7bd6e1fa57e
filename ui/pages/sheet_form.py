"""`SheetForm`: what every form in a sheet has: fields, why it was refused, and a foot that says what is missing.

The button is alive when nothing is missing; Enter goes on to the next empty field, and from the last one confirms.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.boxes import row, show_if
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.strip import Strip

if TYPE_CHECKING:
    from ui.session import Session


class SheetForm(QWidget):
    """SheetForm(theme): a subclass lays out its `_fields`, calls `finish`, and says what is `_missing`.

    Signals: confirmed(object: dict of parts), cancelled, focused(object: Field).
    """

    confirmed = Signal(object)
    cancelled = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._fields: dict[str, Any] = {}
        self._scans: Sequence[str] = ()

    def finish(self, whole: QVBoxLayout, button: str, icon: str, scans: Sequence[str] = ()) -> None:
        """Add the place of the error and make the foot; a scan goes to the first empty field of `scans`."""
        self._scans = scans
        self._error = Strip(self.theme, "crit", "")
        self._error.hide()
        whole.addWidget(self._error)
        self.footer = QWidget()
        line = row(self.theme, self.footer, gap=12)
        cancel = Button(self.theme, tr("Cancel"), "large")
        cancel.acted.connect(self.cancelled)
        self._why = Label(self.theme, "", "metastrong", wrap=True)
        self.button = Button(self.theme, button, "primary", icon)
        self.button.acted.connect(self._confirm)
        line.addWidget(cancel)
        line.addWidget(self._why, 1)
        line.addWidget(self.button, 1)
        self._refresh()

    def parts(self) -> dict[str, str]:
        """Return what is filled in so far."""
        return {key: made.text().strip() for key, made in self._fields.items()}

    def _missing(self) -> str:
        """Say what is missing, "" when it can be confirmed."""
        raise NotImplementedError

    def _refresh(self, _value: object = None) -> None:
        missing = self._missing()
        self.button.setEnabled(not missing)
        self._why.setText(missing)
        self._error.hide()

    def _next(self, key: str) -> None:
        keys = list(self._fields)
        later = next((one for one in keys[keys.index(key) + 1 :] if not self._fields[one].text()), None)
        if later is not None:
            self._fields[later].setFocus()
        elif self.button.isEnabled():
            self._confirm()

    def _confirm(self, _value: object = None) -> None:
        self.confirmed.emit(self.parts())

    def take_scan(self, text: str) -> bool:
        """The first empty field that takes scans gets it; when all are full, the one with the caret."""
        empty = (one for one in self._scans if not self._fields[one].text())
        key = next(empty, next((one for one in self._scans if self._fields[one].hasFocus()), None))
        if key is None:
            return False
        self._fields[key].setText(text)
        self._refresh()
        self._next(key)
        return True

    def show_error(self, text: str) -> None:
        """Why it was refused."""
        self._error.show_message("crit", text)
        show_if(self._error, wanted=bool(text))
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
        """The first field that is empty; no choice, because a ring would look like one."""
        empty = next((made for made in self._fields.values() if not made.text()), None)
        return empty or next(iter(self._fields.values()), None)


def show_form(session: Session, content: SheetForm, title: str, *, subtitle: str = "", width: int = 720) -> Sheet:
    """Show the form as a sheet; cancelling closes it."""
    sheet = Sheet(session.theme, session.host, title, content, footer=content.footer, subtitle=subtitle, width=width)
    content.focused.connect(session.letters)
    for asked in (content.cancelled, sheet.cancelled):
        asked.connect(lambda _value: sheet.close_sheet())
    session.show_sheet(sheet)
    return sheet
