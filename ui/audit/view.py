"""The audit trail of the whole station: batches, masters, people, policy, sign-ins, the station itself."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.desk import Desk
from ui.pages.page import Page
from ui.record.trail_view import Trail
from ui.session import Session


class View(Page):
    """View(desk, session)."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Audit trail of this station"))
        self.trail = Trail(desk, session, tools=self.head)
        self.inside.addWidget(self.trail, 1)

    def show_params(self, kind: str = "", person: str = "", text: str = "") -> None:
        """Starts with a filter."""
        if kind:
            self.trail.kinds.set_chosen(kind)
        if kind or person:
            self.trail.presenter.choose(kind=kind or None, person=person or None)
        if text:
            self.trail.table.set_filter(text)

    def title(self) -> str:
        """The header's title."""
        return tr("Audit trail")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "audit"

    def first_field(self) -> QWidget:
        """The table."""
        return self.trail.table.view

    def leave(self) -> None:
        """Stops hearing."""
        self.trail.close_trail()
