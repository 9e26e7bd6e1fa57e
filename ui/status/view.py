"""The status of this station: safe to switch off or not, its record, its machine, and a verification on request."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from ebr.words import tr
from ui.desk import Desk
from ui.pages.offer import Shown
from ui.pages.page import Page, Tall, fact_list
from ui.session import Session
from ui.status.presenter import Status, StatusPresenter, Verified
from ui.widgets.boxes import Scroll, clear, column, panel, row
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action
from ui.widgets.strip import Strip


class View(Page):
    """View(desk, session)."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Status of this station"))
        self.session = session
        self.presenter = StatusPresenter(desk, lambda: session.walked)
        body = Tall()
        self._body = column(self.theme, body, gap=12)
        self.inside.addWidget(Scroll(self.theme, body), 1)
        self.bar.show()
        actions = [
            Action("appearance", tr("Appearance and room"), "contrast"),
            Action("audit", tr("Audit trail"), "history"),
        ]
        self.bar.set_actions(actions)
        self.bar.acted.connect(lambda key: session.navigate(str(key)))
        self.bar.primary.connect(lambda _value: self.presenter.verify())
        self._shown: Status | None = None
        p = self.presenter
        p.on_status, p.on_verified, p.on_busy = self.show_status, self.show_verified, self._busy
        self._busy(busy=False)
        p.refresh()

    def _busy(self, busy: bool) -> None:
        reason = (
            tr("Every entry, seal and signature is walked")
            if self.presenter.can_verify
            else tr("Use: ebr verify, with this folder")
        )
        if busy:
            reason = tr("The record is being verified; recording can go on…")
        able = self.presenter.can_verify and not busy
        self.bar.set_primary(tr("Verify now"), "shield-check", enabled=able, reason=reason)

    def show_status(self, status: Status) -> None:
        """Draws everything; the same answer again changes nothing."""
        if status == self._shown:
            return
        self._shown = status
        clear(self._body)
        for one in status.messages:
            self._body.addWidget(Strip(self.theme, one.tone, one.text, one.detail))
        columns = row(self.theme, gap=12)
        columns.addWidget(self._card(tr("Record"), status.record), 1)
        columns.addWidget(self._card(tr("Machine"), status.machine), 1)
        self._body.addLayout(columns)
        self._body.addStretch(1)

    def _card(self, title: str, facts: tuple[Shown, ...]) -> QFrame:
        frame = panel("card")
        inside = column(self.theme, frame, (18, 14, 18, 16), 10)
        inside.addWidget(Label(self.theme, title, "h2"))
        inside.addWidget(fact_list(self.theme, facts))
        inside.addStretch(1)
        return frame

    def show_verified(self, found: Verified) -> None:
        """Shows what the verifier said, whole."""
        content = Tall()
        inside = column(self.theme, content, gap=8)
        words = tr("No finding") if found.fine else tr("The verifier found something. Read each line and keep it.")
        inside.addWidget(Strip(self.theme, "info" if found.fine else "crit", words))
        for line in found.lines:
            inside.addWidget(Label(self.theme, line, "body", wrap=True, code=True))
        inside.addStretch(1)
        sheet = Sheet(self.theme, self.session.host, tr("Verification of the record"), content, width=860)
        sheet.cancelled.connect(lambda _value: sheet.close_sheet())
        self.session.show_sheet(sheet)

    def title(self) -> str:
        """The header's title."""
        return tr("Status of this station")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "status"

    def first_field(self) -> QWidget | None:
        """The verification."""
        return self.bar.button if self.bar.button.isEnabled() else None

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
