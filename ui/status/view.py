"""The status of this station: safe to switch off or not, its record, its machine, and a verification on request."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from ebr.words import tr
from ui.ask import AskContent, AskField, Question, ask
from ui.desk import Desk
from ui.inspector import inspects, usable
from ui.pages.offer import Shown
from ui.pages.page import Page, Tall, fact_list
from ui.session import Session
from ui.status.central import CentralShown
from ui.status.central_card import CentralCard
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
        whole = column(self.theme, body, gap=12)
        self._messages, self._alarms = column(self.theme, gap=12), column(self.theme, gap=12)
        columns = row(self.theme, gap=12)
        left, right = column(self.theme, gap=12), column(self.theme, gap=12)
        may_name = session.may("supervisor", "administrator")
        self.central = CentralCard(self.theme, may_name=may_name, may_start=not inspects(session))
        self._record, self._machine = column(self.theme, gap=0), column(self.theme, gap=0)
        left.addWidget(self.central)
        left.addLayout(self._machine)
        left.addStretch(1)
        right.addLayout(self._record)
        right.addStretch(1)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        for part in (self._messages, self._alarms, columns):
            whole.addLayout(part)
        whole.addStretch(1)
        self.inside.addWidget(Scroll(self.theme, body), 1)
        self.bar.show()
        actions = [
            Action("stations", tr("Stations of the site"), "building-factory-2"),
            Action("appearance", tr("Appearance and room"), "contrast"),
            Action("audit", tr("Audit trail"), "history"),
        ]
        self.bar.set_actions([one for one in actions if usable(session, one.key)])
        self.bar.acted.connect(lambda key: session.navigate(str(key)))
        self.bar.primary.connect(lambda _value: self.presenter.verify())
        self._shown: Status | None = None
        p = self.presenter
        p.on_status, p.on_verified, p.on_busy = self.show_status, self.show_verified, self._busy
        p.on_central = self.show_central
        self.central.start.connect(lambda _value: p.synchronise())
        self.central.name.connect(lambda _value: self.ask_centre())
        self.central.fetch.connect(lambda batch: p.fetch(str(batch)))
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
        for part in (self._messages, self._record, self._machine):
            clear(part)
        for one in status.messages:
            self._messages.addWidget(Strip(self.theme, one.tone, one.text, one.detail))
        self._record.addWidget(self._card(tr("The record"), status.record))
        self._machine.addWidget(self._card(tr("Machine"), status.machine))

    def show_central(self, shown: CentralShown) -> None:
        """Draws the central store, and above everything what is wrong with a record."""
        self.central.show_central(shown)
        clear(self._alarms)
        for alarm in shown.alarms:
            self._alarms.addWidget(Strip(self.theme, "crit", alarm.text, alarm.detail))

    def ask_centre(self) -> None:
        """Ask for address and password, and try them at once."""
        words = tr(
            "The administrator of the central store gives both. They are remembered when the store was reached;"
            " the password goes into the key store of this machine and into no record."
        )
        fields = (
            AskField("address", tr("Address"), "postgresql://LOGIN@HOST/DATABASE", self.presenter.address),
            AskField("password", tr("Password of its login, if it needs one"), needed=False, secret=True),
        )
        question = Question(tr("Name a central store"), tr("Synchronise with it"), fields, words=words, icon="refresh")

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            self.presenter.name_centre(parts["address"], parts["password"])

        ask(self.session, question, confirmed)

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
        """The bar: a focus inside would scroll away what stands first, whether the station may be switched off."""
        return self.bar.first_action()

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
