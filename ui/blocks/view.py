"""The library: building blocks with their versions, one in detail; approving and withdrawing by quality."""

from __future__ import annotations

from ebr.words import ntr, tr
from ui.ask import AskContent, AskField, Question, ask
from ui.blocks.presenter import BlockDetail, BlocksPresenter
from ui.desk import Answer, Desk
from ui.pages.list_line import ListLine
from ui.pages.list_page import ListPage
from ui.pages.page import fact_list
from ui.session import Session
from ui.widgets.boxes import show_if
from ui.widgets.data_model import Column
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet


class View(ListPage):
    """View(desk, session); show_params(block="", version="")."""

    CHAPTER = "blocks"
    presenter: BlocksPresenter

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session, BlocksPresenter(desk, session.person, session.roles), tr("Building blocks"))
        columns = (
            Column("title", tr("Title")),
            Column("block", tr("Building block"), 210),
            Column("level", tr("Kind"), 110),
            Column("status", tr("Status"), 230),
            Column("uses", tr("Uses"), 90),
        )
        empty = tr("No building block yet. An author saves a step or an operation of a draft as one.")
        self.add_list(columns, name=tr("building blocks"), empty=empty, narrow=(2, 4))
        self.bar.show()
        self.bar.set_words(
            tr("An author saves steps and operations here from the editor; quality approves each version")
        )
        p = self.presenter
        p.on_lines, p.on_detail = self.show_lines, self.show_detail
        p.refresh()

    def show_params(self, block: str = "", version: str = "") -> None:
        """Show one version."""
        if block:
            self.presenter.choose((block, version))

    def show_lines(self, lines: tuple[ListLine[tuple[str, str]], ...]) -> None:
        """Fills the list."""
        self.fill(lines, ntr("{n} version", "{n} versions", len(lines)))
        show_if(self.detail, wanted=bool(lines))

    def show_detail(self, detail: BlockDetail | None) -> None:
        """Draws one version: what it says, then who uses it."""
        if detail is None:
            return
        inside = self.detail.begin()
        self.detail.title(detail.title, detail.status, detail.tone)
        self.detail.facts(detail.facts)
        inside.addWidget(Label(self.theme, detail.uses_title, "h3"))
        if detail.no_use:
            inside.addWidget(Label(self.theme, detail.no_use, "meta", wrap=True))
        else:
            inside.addWidget(fact_list(self.theme, detail.uses))
        inside.addWidget(Label(self.theme, tr("What it says"), "h3"))
        inside.addWidget(fact_list(self.theme, detail.text))
        self.detail.end(detail.offers)
        self.table.select_key(detail.key)

    # -- acts

    def _acted(self, key: str) -> None:
        if key == "preview":
            self._preview()
        elif key == "withdraw":
            self._ask_reason()
        else:
            self._sign(key)

    def _preview(self) -> None:
        from ui.editor.parts import Parts
        from ui.editor.preview import preview

        mbr = self.presenter.document()
        steps = Parts(mbr).of_level("phase")
        if steps:
            preview(self.session, mbr, steps[0], {one.key: one.number for one in steps})

    def _ask_reason(self) -> None:
        words = tr("Nobody takes this version any more. Documents that have taken it keep their text.")
        question = Question(
            tr("Withdraw"),
            tr("Continue to signature"),
            (AskField("given", tr("Reason")),),
            words=words,
            icon="arrow-right",
        )

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            self._sign("withdraw", parts["given"])

        ask(self.session, question, confirmed)

    def _sign(self, key: str, given: str = "") -> None:
        def signed(said: Answer) -> None:
            if said.refusal is None:
                self.session.notice(tr("Recorded"))

        self.session.sign(self.presenter.act(key, given), signed, title=tr("Sign the building block"))
