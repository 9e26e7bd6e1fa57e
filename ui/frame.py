"""The frame of every screen: header, the screen itself, short notices, the ring of the keyboard, letters on the screen.

Geometry only; who is signed in and what is shown is the main window's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.boxes import column, dress, show_if
from ui.widgets.fitting import Fitting
from ui.widgets.focus_ring import FocusRing
from ui.widgets.header import HeaderBar
from ui.widgets.notice import Notice

if TYPE_CHECKING:
    from ui.widgets.field import Field
    from ui.widgets.letters import LetterPanel
    from ui.widgets.sheet import Sheet
    from ui.widgets.strip import Strip


class Frame(QWidget):
    """Frame(theme). Attributes: header, notice, view.

    show_view(widget) replaces the screen, set_banner(text, detail), dock_letters(field, sheet), undock_letters().
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        dress(self, panel="root")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._whole: QVBoxLayout = column(theme, self, gap=0)
        self.header = HeaderBar(theme)
        self._whole.addWidget(self.header)
        self._body = column(theme, gap=0)
        self._whole.addLayout(self._body, 1)
        self._banner: Strip | None = None
        self._amber: Strip | None = None
        self.view: QWidget | None = None
        self._fitting: Fitting | None = None
        self._letters: LetterPanel | None = None
        self._docked_in: Sheet | None = None
        self.notice = Notice(theme, self)
        self.ring = FocusRing(theme, self)

    def show_view(self, view: QWidget) -> None:
        """Replaces the screen; the one before is deleted."""
        before, self.view = self._fitting, view
        self._fitting = Fitting(self.theme, view)
        self._body.insertWidget(0, self._fitting, 1)
        if self.isVisible():  # at its size at once, not with the next event
            self._fitting.show()
            self._whole.activate()
        if before is not None:
            self._body.removeWidget(before)
            now = QApplication.focusWidget()
            if now is not None and (now is before or before.isAncestorOf(now)):
                # Else Qt hands the focus on to whatever comes next, and the new screen scrolls away from its top.
                now.clearFocus()
            before.hide()
            before.deleteLater()
        self.notice.raise_()  # a word said on the way here is still to be read
        self.ring.raise_()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as the page is read, round the window; a sheet on top keeps it."""
        from ui.widgets.reading_order import focused, step, stops

        sheet = self._on_top()
        return step(stops(sheet or self), focused(), forward=forward, first=sheet or self.view)

    def _on_top(self) -> Sheet | None:
        """The newest sheet that covers the screen."""
        from ui.widgets.sheet import Sheet

        sheets = [one for one in self.children() if isinstance(one, Sheet) and one.isVisible()]
        return sheets[-1] if sheets else None

    def set_banner(self, text: str, detail: str = "") -> None:
        """Say something grave below the header of every screen; "" takes it away."""
        if self._banner is None and text:
            from ui.widgets.strip import Strip

            self._banner = Strip(self.theme, "crit")
            self._whole.insertWidget(1, self._banner)
        if self._banner is not None:
            self._banner.show_message("crit", text, detail)
            show_if(self._banner, wanted=bool(text))

    def set_amber(self, text: str, detail: str = "") -> None:
        """Say below the header, and below anything grave, what needs somebody soon; "" takes it away."""
        if self._amber is None and text:
            from ui.widgets.strip import Strip

            self._amber = Strip(self.theme, "warn")
            self._whole.insertWidget(self._whole.indexOf(self._body), self._amber)
        if self._amber is not None:
            self._amber.show_message("warn", text, detail)
            show_if(self._amber, wanted=bool(text))

    def dock_letters(self, field: Field, sheet: Sheet | None) -> None:
        """Letters for a field: below the sheet it stands in, else below the screen."""
        if self._letters is None or self._docked_in is not sheet:
            from ui.widgets.letters import LetterPanel

            self.undock_letters()
            self._letters = LetterPanel(self.theme)
            self._letters.closed.connect(lambda _value: self.undock_letters())
            self._docked_in = sheet
            if sheet is not None:
                sheet.closed.connect(self._sheet_gone)
                sheet.dock(self._letters)
            else:
                self._make_room(wanted=True)
                self._keep_size()
                self._body.addWidget(self._letters)
                self._letters.show()
                self.notice.lift(self._letters.sizeHint().height())
        self._letters.attach(field)

    def _sheet_gone(self, _value: Any) -> None:
        self._letters, self._docked_in = None, None

    def undock_letters(self) -> None:
        """Takes the letters away."""
        panel, sheet = self._letters, self._docked_in
        self._letters, self._docked_in = None, None
        if panel is None:
            return
        if sheet is not None:
            sheet.closed.disconnect(self._sheet_gone)
            sheet.dock(None)
        else:
            self._make_room(wanted=False)
        panel.hide()
        self.notice.lift(0)
        panel.deleteLater()

    def _keep_size(self) -> None:
        """The window is as large as its screen: what comes up in it takes room from the rest, never makes it grow."""
        whole = self.window().layout()
        if whole is not None:
            whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
            self.window().setMinimumSize(0, 0)

    def _make_room(self, *, wanted: bool) -> None:
        """A small screen has no room for letters and everything: the view leaves out what is only for the eye."""
        make = getattr(self.view, "make_room", None)
        if callable(make):
            make(wanted=wanted)

    def say(self, text: str, tone: str = "") -> None:
        """A short word; a warning stays longer in sight through its sign."""
        self.notice.say(text, "alert-triangle" if tone == "warn" else "circle-check")
