"""The last page of a first start: the terminal's scanner is tried while somebody stands there who can set it up.

It may be left out: a terminal may have no scanner yet, and "Check a scanner" is there later too. Nothing of it goes
into the record. A scan never presses the button: one that is set up wrongly must not lead past what it is told.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.desk import Desk
from ui.first_start.pages import FirstPage
from ui.scanner.trying import Trying
from ui.session import Session
from ui.widgets.sign_bar import Action
from ui.widgets.wedge import Scan

NOTHING: Final = "nothing"


class ScannerPage(FirstPage):
    """ScannerPage(desk, session): `changed` after each scan."""

    def __init__(self, desk: Desk, session: Session) -> None:
        words = tr("A scanner that is set up wrongly shows it here. Without one, leave this out: it can be done later.")
        super().__init__(session.theme, tr("Try your scanner"), words)
        self.trying = Trying(desk, session)
        self.trying.field.focused.connect(self.focused)
        self.trying.came.connect(self.changed)
        self.inside.insertWidget(2, self.trying)
        self.inside.addStretch(1)
        self.trying.begin()

    def check_scan(self, scan: Scan) -> bool:
        """Take any scan as it came (`Trying.check_scan`)."""
        return self.trying.check_scan(scan)

    def ways(self) -> tuple[Action, ...]:
        """What the bar offers beside going on."""
        return (Action(NOTHING, tr("Nothing comes"), "help-circle"),)

    def next_act(self) -> tuple[str, str]:
        """Words and icon of the way on: to the sign-in, with or without a scanner that was tried."""
        return (tr("Sign in"), "check") if self.trying.right else (tr("Leave this out, sign in"), "arrow-right")

    def first_field(self) -> QWidget:
        """The field: what comes key by key belongs there."""
        return self.trying.field

    def stop(self) -> None:
        """Hear nothing more."""
        self.trying.stop()
