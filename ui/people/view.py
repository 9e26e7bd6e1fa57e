"""The people of the site: a list with roles and states, one person in detail, and the acts on their access."""

from __future__ import annotations

from typing import Any

from ebr.domain.people.commands import EnrolPerson
from ebr.words import tr
from ui.ask import AskContent, AskField, Question, ask, closing
from ui.desk import Answer, Desk
from ui.pages.list_page import ListPage
from ui.people.forms import EnrolContent, RolePicker
from ui.people.presenter import Enrolment, PeoplePresenter, PersonDetail, PersonLine, counted
from ui.session import Session
from ui.widgets.data_model import Column, TableRow
from ui.widgets.person_row import PersonRow
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action
from ui.widgets.wedge import Scan


class View(ListPage):
    """View(desk, session)."""

    CHAPTER = "people"
    presenter: PeoplePresenter

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session, PeoplePresenter(desk, session.person, session.roles), tr("People"))
        columns = (
            Column("name", tr("Name"), 220),
            Column("person", tr("User name"), 150),
            Column("roles", tr("Roles")),
            Column("state", tr("State"), 220),
        )
        self.add_list(columns, name=tr("people"), empty=tr("Nobody is enrolled"))
        self._bar()
        self._enrolling: EnrolContent | None = None
        self._asking: tuple[AskContent, Sheet] | None = None
        self._sheet: Sheet | None = None
        p = self.presenter
        p.on_lines, p.on_detail, p.on_drafted, p.on_error = (
            self.show_lines,
            self.show_detail,
            self._drafted,
            self._error,
        )
        p.refresh()

    def _bar(self) -> None:
        self.bar.show()
        actions = [
            Action("policy", tr("Policy of the site"), "adjustments"),
            Action("audit", tr("Audit trail"), "history"),
            Action("training", tr("Training"), "certificate"),
        ]
        self.bar.set_actions(actions)
        self.bar.acted.connect(lambda key: self.session.navigate(str(key)))
        if self.session.may("administrator", "recovery"):
            words = tr("An administrator enrols, quality signs")
            self.bar.set_primary(tr("Enrol a person"), "user-plus", enabled=True, reason=words)
            self.bar.primary.connect(lambda _value: self.enrol())
        else:
            self.bar.set_words(tr("Administrators enrol and change people; quality signs"))

    def show_lines(self, lines: tuple[PersonLine, ...]) -> None:
        """Fills the list."""
        self.fill((TableRow(one.person, one.cells, one.tone, one.icon) for one in lines), counted(lines))

    def show_detail(self, detail: PersonDetail | None) -> None:
        """Draws one person."""
        if detail is None:
            self.detail.empty("users", tr("Nobody is chosen"))
            return
        inside = self.detail.begin()
        who = PersonRow(self.theme)
        who.show_person(detail.initials, detail.name, detail.state)
        inside.addWidget(who)
        self.detail.facts(detail.facts)
        self.detail.end(detail.offers)
        self.table.select_key(detail.person)

    # -- acts

    def enrol(self) -> None:
        """Ask for everything, then quality signs in the sheet."""
        content = EnrolContent(self.theme)
        sheet = Sheet(self.theme, self.session.host, tr("Enrol a person"), content, footer=content.footer, width=940)
        content.confirmed.connect(self._enrol)
        content.focused.connect(self.session.letters)
        for asked in (content.cancelled, sheet.cancelled):
            asked.connect(lambda _value: sheet.close_sheet())
        sheet.closed.connect(self._closed)
        self._enrolling, self._sheet = content, sheet
        self.session.show_sheet(sheet)

    def _closed(self, _value: object) -> None:
        self._enrolling = self._asking = None

    def _enrol(self, given: object) -> None:
        assert isinstance(given, Enrolment)
        self.presenter.enrol(given)

    def _error(self, text: str) -> None:
        if self._enrolling is not None:
            self._enrolling.show_error(text)
        elif self._asking is not None:
            self._asking[0].show_error(text)
        else:
            self.session.notice(text, "warn")

    def _drafted(self, command: Any, password: str) -> None:
        """Keys are made: a person of quality (or.

        After a forgotten password, a second person) signs what the sheet shows.
        """
        if self._sheet is None or self._sheet.gone:  # cancelled while the keys were made
            return
        enrolling = isinstance(command, EnrolPerson)
        if not enrolling:
            self._sheet.close_sheet()
        sheet = self._sheet
        until = self._enrolling.value().until if enrolling and self._enrolling is not None else ""
        names, through = ("quality", "enrol") if enrolling else ("second", "replace_key")
        title = tr("Quality signs the enrolment") if enrolling else tr("A second person signs")

        def signed(said: Answer) -> None:
            if said.refusal is None:
                self.session.notice(tr("Done. The person chooses an own password at the first sign-in."))
                if enrolling:
                    sheet.close_sheet()
                    self._limit_new(command.person, until)

        self.session.sign(command, signed, second=True, title=title, names=names, through=through, extra=(password,))

    def _acted(self, key: str) -> None:
        acts = {
            "unlock": self._ask_unlock,
            "forgotten": self._ask_forgotten,
            "rights": self._ask_rights,
            "badge": self._ask_badge,
            "limit": self._ask_limit,
            "deactivate": self._ask_deactivate,
        }
        acts[key]()

    def _ask_unlock(self) -> None:
        words = tr("Unlocking keeps the person's key and password. Check who it is first.")
        field = AskField("reason", tr("Reason"), tr("For example: typed with gloves, identity checked at the door"))
        question = Question(tr("Unlock"), tr("Unlock"), (field,), words=words, icon="lock-open")
        self._ask(question, lambda parts, then: self.presenter.unlock(parts["reason"], then))

    def _ask_badge(self) -> None:
        fields = (
            AskField("badge", tr("New badge: scan it; empty withdraws the badge"), needed=False, scans=True),
            AskField("reason", tr("Reason")),
        )
        question = Question(tr("Change badge"), tr("Change badge"), fields, icon="id-badge-2")
        self._ask(question, lambda parts, then: self.presenter.change_badge(parts["badge"], parts["reason"], then))

    def _ask(self, question: Question, act: Any) -> None:
        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            act(parts, closing(self.session, sheet, content.show_error, tr("Done")))

        self._asked(ask(self.session, question, confirmed))

    def _asked(self, content: AskContent) -> None:
        sheet = self.session.sheets[-1]
        sheet.closed.connect(self._closed)
        self._asking, self._sheet = (content, sheet), sheet

    def _ask_forgotten(self) -> None:
        words = tr(
            "Look at the person's identity card yourself. A new key is made; the old one stays valid"
            " for what it signed."
            " A second person signs."
        )
        fields = (
            AskField("reason", tr("Reason, and the evidence of identity you saw")),
            AskField("password", tr("Temporary password, told to the person")),
        )
        question = Question(
            tr("Forgotten password"), tr("Continue to the second signature"), fields, words=words, icon="key"
        )

        def confirmed(parts: dict[str, str], _content: AskContent, _sheet: Sheet) -> None:
            self.presenter.replace(self.session.person, parts["reason"], parts["password"])

        self._asked(ask(self.session, question, confirmed))

    def _ask_rights(self) -> None:
        row_ = self.presenter.rows[self.presenter.chosen]
        picker = RolePicker(self.theme, row_.roles, duty=row_.duty_unlocker)
        question = Question(
            tr("Change rights of {name}", name=row_.name),
            tr("Continue to quality's signature"),
            (AskField("reason", tr("Reason")),),
            icon="arrow-right",
        )

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            missing = picker.missing()
            if missing:
                content.show_error(missing)
                return
            roles, duty = picker.value()
            sheet.close_sheet()
            self._quality(self.presenter.rights(roles, parts["reason"], duty_unlocker=duty))

        self._asked(ask(self.session, question, confirmed, picker))

    def _limit_new(self, person: str, until: str) -> None:
        """Quality signs the last day of somebody just enrolled; before that an inspector cannot sign in."""
        if until:
            self._quality(self.presenter.limit(person, until, tr("Agreed at the enrolment")))

    def _ask_limit(self) -> None:
        person = self.presenter.chosen
        name = self.presenter.rows[person].name
        words = tr("{name} can sign in until the end of this day, by the clock of the station.", name=name)
        fields = (
            AskField("until", tr("Last day of access"), tr("For example: 2026-12-31")),
            AskField("reason", tr("Reason")),
        )
        question = Question(
            tr("Last day of access"), tr("Continue to quality's signature"), fields, words=words, icon="clock"
        )

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            self._quality(self.presenter.limit(person, parts["until"].strip(), parts["reason"]))

        self._asked(ask(self.session, question, confirmed))

    def _ask_deactivate(self) -> None:
        name = self.presenter.rows[self.presenter.chosen].name
        words = tr(
            "All access of {name} ends at once and for good: a user name is never used again. Signatures stay valid.",
            name=name,
        )
        field = AskField("reason", tr("Reason"))
        question = Question(tr("Deactivate"), tr("Continue to quality's signature"), (field,), words=words, icon="ban")

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            self._quality(self.presenter.deactivation(parts["reason"]))

        self._asked(ask(self.session, question, confirmed))

    def _quality(self, command: Any) -> None:
        def signed(said: Answer) -> None:
            if said.refusal is None:
                self.session.notice(tr("Done"))

        self.session.sign(command, signed, second=True, title=tr("Quality signs"), names="quality")

    # -- the frame's questions

    def take_scan(self, scan: Scan) -> bool:
        """A badge fills the field that asks for one."""
        if self._enrolling is not None:
            return self._enrolling.take_scan(scan.data)
        return self._asking[0].take_scan(scan.data) if self._asking is not None else False
