"""The screen "Check a scanner": two codes, and in words what is wrong with what came (`ui.scanner.trying`)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.desk import Desk
from ui.pages.page import Page
from ui.scanner.trying import Trying
from ui.session import Session
from ui.widgets.boxes import Scroll
from ui.widgets.sign_bar import Action
from ui.widgets.wedge import Scan


class View(Page):
    """View(desk, session)."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Check a scanner"))
        self.session = session
        self.trying = Trying(desk, session)
        self.inside.addWidget(Scroll(self.theme, self.trying), 1)
        self.bar.show()
        self.bar.set_actions(
            (
                Action("appearance", tr("Appearance and room"), "contrast"),
                Action("nothing", tr("Nothing comes"), "help-circle"),
            )
        )
        self.bar.acted.connect(self._acted)
        self.bar.set_words(tr("Nothing of this goes into the record."))
        self.trying.begin()

    def check_scan(self, scan: Scan) -> bool:
        """Take any scan as it came (`Trying.check_scan`)."""
        return self.trying.check_scan(scan)

    def _acted(self, key: object) -> None:
        if key == "nothing":
            self.trying.nothing()
        else:
            self.session.navigate(str(key))

    def title(self) -> str:
        """The header's title."""
        return tr("Check a scanner")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "scanner"

    def first_field(self) -> QWidget:
        """The field: what comes key by key belongs there."""
        return self.trying.field

    def leave(self) -> None:
        """Stops hearing."""
        self.trying.stop()
