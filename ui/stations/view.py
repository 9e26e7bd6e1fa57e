"""The stations of the site: a list, one station in detail, admitting and revoking stations, admitting a witness."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from ebr.station.questions import StationsAnswer
from ebr.words import tr
from ui.ask import AskContent, AskField, Question, ask
from ui.desk import Answer, Desk
from ui.pages.choose import choose_path
from ui.pages.list_line import ListLine
from ui.pages.list_page import ListPage
from ui.session import Session
from ui.stations.presenter import StationDetail, StationsPresenter, counted
from ui.widgets.data_model import Column
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action

REQUEST: Final = (".ebrj",)


class View(ListPage):
    """View(desk, session)."""

    CHAPTER = "stations"
    presenter: StationsPresenter

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session, StationsPresenter(desk, session.roles), tr("Stations of the site"))
        columns = (
            Column("name", tr("Name"), 170),
            Column("state", tr("State"), 210),
            Column("room", tr("Room"), 100),
            Column("known", tr("Known here up to")),
        )
        self.add_list(columns, name=tr("stations"), empty=tr("No station belongs to the site"), filtered=False)
        self.bar.show()
        self.bar.acted.connect(lambda key: self._bar_acted(str(key)))
        self.bar.primary.connect(lambda _value: self.admit())
        p = self.presenter
        p.on_lines, p.on_detail, p.on_answer = self.show_lines, self.show_detail, self.show_answer
        p.refresh()

    def show_answer(self, answer: StationsAnswer) -> None:
        """Says how many there are, and what can be done."""
        self.set_words(counted(answer))
        actions = [Action("status", tr("Status"), "server"), Action("bundles", tr("Bundles"), "download")]
        if self.presenter.administers:
            actions.append(Action("witness", tr("Admit a witness"), "certificate"))
        self.bar.set_actions(actions)
        reason = self.presenter.admit_reason()
        if self.presenter.administers:
            words = reason or tr("With its request and its code; quality signs")
            self.bar.set_primary(tr("Admit a station"), "plus", enabled=not reason, reason=words)
        else:
            self.bar.hide_primary()
            self.bar.set_words(reason)

    def show_lines(self, lines: tuple[ListLine[str], ...]) -> None:
        """Fills the list."""
        self.fill(lines)

    def show_detail(self, detail: StationDetail | None) -> None:
        """Draws one station."""
        if detail is None:
            self.detail.empty("server", tr("No station is chosen"))
            return
        self.detail.begin()
        self.detail.title(detail.name, detail.state, detail.tone if detail.tone != "quiet" else "")
        self.detail.facts(detail.facts)
        self.detail.end(detail.offers)
        self.table.select_key(detail.key)

    def _bar_acted(self, key: str) -> None:
        if key == "witness":
            self.ask_witness()
        else:
            self.session.navigate(key)

    def _acted(self, key: str) -> None:
        if key == "bundle":
            self.session.navigate("bundles", to=self._name())
        else:
            self.ask_revoke()

    def _name(self) -> str:
        answer = self.presenter.answer
        rows = answer.stations if answer is not None else ()
        return next((row.name for row in rows if row.log == self.presenter.chosen), "")

    # -- acts

    def admit(self) -> None:
        """Ask for request and code, then quality signs."""
        words = tr("The code is read aloud at the new station; it must not come the same way as the file.")
        content = choose_path(
            self.session,
            tr("Admit a station"),
            tr("Continue to quality's signature"),
            self._admit,
            endings=REQUEST,
            words=words,
            extra=tr("Code read aloud"),
        )
        self._content = content

    def _admit(self, file: Path, then: Any) -> None:
        code = self._content.extra.text() if self._content.extra is not None else ""

        def checked(found: Any) -> None:
            if isinstance(found, str):
                then(found)
            elif then(""):
                self._quality(found, self._admitted, through="admit")

        self.presenter.admission(file, code, checked)

    def _admitted(self, name: str) -> None:
        answer = self.presenter.answer
        if answer is None or not answer.bundles:
            self.session.notice(tr("{station} belongs to the site now", station=name))
            return
        words = tr("A station with a network takes what it needs in its first round. One without needs a first bundle.")
        tiles = (("bundle", tr("Write the first bundle")), ("none", tr("It has a network")))
        question = Question(
            tr("{station} belongs to the site now", station=name), tr("Continue"), (), tiles, tr("What next?"), words
        )

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            if parts["tile"] == "bundle":
                self.session.navigate("bundles", to=name)

        ask(self.session, question, confirmed)

    def ask_revoke(self) -> None:
        """Ask why, then quality signs."""
        log, name = self.presenter.chosen, self._name()
        words = tr(
            "What {station} wrote up to now and is known here stays good. What arrives later is kept and marked."
            " A revoked station is never admitted again under this record.",
            station=name,
        )
        question = Question(
            tr("Revoke {station}", station=name),
            tr("Continue to quality's signature"),
            (AskField("reason", tr("Reason")),),
            words=words,
            icon="ban",
        )

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            def made(found: Any) -> None:
                if sheet.gone:
                    return
                if isinstance(found, str):
                    content.show_error(found)
                    return
                sheet.close_sheet()
                self._quality(found, lambda _name: self.session.notice(tr("{station} is revoked", station=name)))

            self.presenter.revocation(log, parts["reason"], made)

        ask(self.session, question, confirmed)

    def ask_witness(self) -> None:
        """Ask for name and key, then quality signs."""
        words = tr(
            "The witness prints its key when it starts. It must run on a machine that no station writes to:"
            " only then do its receipts prove anything."
        )
        fields = (
            AskField("name", tr("Name")),
            AskField("key", tr("Key of the witness")),
            AskField("reason", tr("Reason")),
        )
        question = Question(
            tr("Admit a witness"), tr("Continue to quality's signature"), fields, words=words, icon="arrow-right"
        )

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            found = self.presenter.witness(parts["name"], parts["key"], parts["reason"])
            if isinstance(found, str):
                content.show_error(found)
                return
            sheet.close_sheet()
            self._quality(found, lambda _name: self.session.notice(tr("The witness is admitted")))

        ask(self.session, question, confirmed)

    def _quality(self, command: Any, then: Any, through: str = "") -> None:
        name = getattr(command, "name", "")

        def signed(said: Answer) -> None:
            if said.refusal is None:
                then(name)

        self.session.sign(command, signed, second=True, title=tr("Quality signs"), names="quality", through=through)
