"""Release: the batches that wait, what stands against each with the way there, and the acts of who releases."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QVBoxLayout

from ebr.words import ntr, tr
from ui.ask import AskContent, ask, closing
from ui.desk import Answer, Desk
from ui.lots.more import open_acts
from ui.pages.choose import save_file
from ui.pages.list_page import ListPage
from ui.pages.page import fact_list
from ui.release.acts import question_of
from ui.release.certificate import show_certificate
from ui.release.presenter import DECISIONS, BatchLine, Blocking, ReleaseDetail, ReleasePresenter
from ui.session import Session
from ui.widgets.boxes import show_if
from ui.widgets.data_model import Column
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action
from ui.widgets.strip import Strip

DETAIL: Final = 540
WIDE_DETAIL: Final = 820


class View(ListPage):
    """View(desk, session); show_params(batch="")."""

    CHAPTER = "release"
    presenter: ReleasePresenter

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session, ReleasePresenter(desk, session.person, session.roles), tr("Release"))
        columns = (
            Column("batch", tr("Batch"), 150),
            Column("product", tr("Product")),
            Column("waits", tr("Waits"), 230),
            Column("against", tr("Against it")),
        )
        empty = tr("No batch waits for a release. Batches come here when their production is complete.")
        self.add_list(columns, name=tr("batches to release"), empty=empty, narrow=(1,))
        self.detail.widths = (DETAIL, WIDE_DETAIL)
        self._more: ReleaseDetail | None = None
        self.bar.show()
        self.bar.set_actions([Action("releases", tr("Register of releases"), "table")])
        self.bar.acted.connect(lambda key: self.session.navigate(str(key)))
        self.bar.set_words(tr("Quality reviews, the qualified person certifies, the sponsor releases for a trial"))
        p = self.presenter
        p.on_lines, p.on_detail = self.show_lines, self.show_detail
        p.on_notice = lambda words: session.notice(words, "warn")
        p.refresh()

    def show_params(self, batch: str = "") -> None:
        """Show one batch."""
        if batch:
            self.presenter.choose(batch)

    def here(self) -> dict[str, str]:
        """Where one is, for coming back."""
        return {"batch": self.presenter.chosen} if self.presenter.chosen else {}

    def show_lines(self, lines: tuple[BatchLine, ...]) -> None:
        """Fills the list."""
        self.fill(lines, ntr("{n} batch waits", "{n} batches wait", len(lines)) if lines else "")

    def show_detail(self, detail: ReleaseDetail | None) -> None:
        """Draws one batch: what stands against it first, then what it is."""
        show_if(self.detail, wanted=detail is not None)
        self._more = detail
        if detail is None:
            return
        inside = self.detail.begin()
        self.detail.title(detail.title, detail.status, detail.tone)
        self._blockers(inside, detail)
        for title, facts, words in detail.sections:
            if title:
                inside.addWidget(Label(self.theme, title, "h3"))
            if facts:
                inside.addWidget(fact_list(self.theme, facts, names=170))
            elif words:
                inside.addWidget(Label(self.theme, words, "meta", wrap=True))
        self.detail.end(detail.offers)
        self.table.select_key(detail.batch)

    def _blockers(self, inside: QVBoxLayout, detail: ReleaseDetail) -> None:
        if not detail.blocked_title:
            return
        inside.addWidget(Label(self.theme, detail.blocked_title, "h3"))
        if not detail.blocked:
            inside.addWidget(Label(self.theme, tr("Nothing. It can be signed."), "body", wrap=True))
        for one in detail.blocked:
            inside.addWidget(self._strip(one))

    def _strip(self, one: Blocking) -> Strip:
        made = Strip(self.theme, "warn", one.words, pressable=one.link is not None)
        if one.link is not None:
            screen, params = one.link
            made.acted.connect(lambda _value: self.session.navigate(screen, **params))
        return made

    # -- acts

    def _acted(self, key: str) -> None:
        p = self.presenter
        if key == "more" and self._more is not None:
            open_acts(self.session, p.chosen, self._more.more, self._acted)
        elif key in ("record", "review"):
            self.session.navigate("quality" if key == "review" else "record", batch=p.chosen)
        elif key == "preview" and p.answer is not None:
            show_certificate(self.session, p.answer, self.ask_print)
        else:
            self._ask(key)

    def _ask(self, key: str) -> None:
        p = self.presenter
        following = {"supply": p.next_supply, "call": p.next_call}.get(key, str)()

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            if key in ("call", "sample", "trial"):
                p.do(key, parts, closing(self.session, sheet, content.show_error, tr("Recorded")))
                return
            sheet.close_sheet()
            self._sign(key, parts)

        ask(self.session, question_of(key, p.chosen, following), confirmed)

    def _sign(self, key: str, parts: dict[str, str]) -> None:
        p = self.presenter

        def signed(said: Answer) -> None:
            if said.refusal is None:
                self.session.notice(tr("Recorded"))

        if key in DECISIONS:
            command = p.decision(key, parts["reason"])
        elif key == "sponsor":
            command = p.sponsor(parts["reason"])
        else:
            command = p.supply(parts) if key == "supply" else p.signing(key, parts)
        self.session.sign(command, signed, title=question_of(key, p.chosen, p.next_supply() or "requested").title)

    def ask_print(self) -> None:
        """Choose a folder and write the certificate there as a sealed PDF."""
        name = self.presenter.file_name
        save_file(self.session, tr("Save the certificate as PDF"), name, self.presenter.print_certificate)
