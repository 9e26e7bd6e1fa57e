"""A version in review: its parts with what changed in each, what was remarked, and the next signature."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ebr.wording import refusal_words
from ebr.words import tr
from ui.ask import AskContent, AskField, Question, ask
from ui.desk import Answer, Desk
from ui.masters.presenter import today
from ui.pages.list_line import ListLine
from ui.pages.list_page import ListPage
from ui.pages.page import fact_list
from ui.review.presenter import BlockDetail, Head, ReviewPresenter
from ui.session import Session
from ui.widgets.boxes import clear, column, show_if
from ui.widgets.data_model import Column
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action


class View(ListPage):
    """View(desk, session); show_params(mbr, version)."""

    CHAPTER = "masters"
    presenter: ReviewPresenter

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session, ReviewPresenter(desk, session.person, session.roles), tr("Review"))
        columns = (
            Column("part", tr("Part")),
            Column("changes", tr("Changes"), 130),
            Column("approval", tr("Approval"), 230),
            Column("remarks", tr("Open remarks"), 130),
        )
        self._head = column(self.theme, gap=0)
        self.inside.addLayout(self._head)
        self.add_list(columns, name=tr("parts of the document"), empty="")
        self.bar.acted.connect(lambda key: self._acted(str(key)))
        self._next = ""
        self.bar.primary.connect(lambda _value: self._acted(self._next))
        p = self.presenter
        p.on_head, p.on_lines, p.on_detail = self.show_head, self.show_lines, self.show_detail

    def show_params(self, mbr: str = "", version: str = "") -> None:
        """Which version."""
        self.presenter.open(mbr, version)

    def show_head(self, head: Head) -> None:
        """Draws the version and the acts."""
        self.set_title(head.title, head.status)
        self.set_words(head.words)
        clear(self._head)
        self._head.addWidget(fact_list(self.theme, head.facts, names=170, sunk=True))
        self.bar.show()
        self.bar.set_actions([Action(one.key, one.text, one.icon) for one in head.others])
        self._next = head.next.key if head.next is not None else ""
        if head.next is None:
            self.bar.hide_primary()
            self.bar.set_words("")
        else:
            self.bar.set_primary(head.next.text, head.next.icon, enabled=not head.next.reason, reason=head.next.reason)

    def show_lines(self, lines: tuple[ListLine[str], ...]) -> None:
        """Fills the list."""
        self.fill(lines)
        show_if(self.detail, wanted=bool(lines))

    def show_detail(self, detail: BlockDetail | None) -> None:
        """Draws one part."""
        if detail is None:
            return
        self.detail.begin()
        self.detail.title(detail.title, detail.chip)
        self.detail.facts(detail.facts)
        self.detail.end(detail.offers)
        self.table.select_key(detail.key)

    # -- acts

    def _acted(self, key: str) -> None:
        if key == "compare":
            told = self.presenter.version
            self.session.navigate("compare", mbr=told.mbr, old=told.base, new=told.version)
        elif key == "effective":
            field = AskField("given", tr("In force from (year-month-day)"), text=today())
            self._ask(key, tr("Put in force"), field, signed=True)
        elif key in ("return", "remark", "begin") or key.startswith("settle "):
            self._tell(key)
        elif key:
            self._sign(key, "")

    def _tell(self, key: str) -> None:
        plain = key.partition(" ")[0]
        title, field = {
            "return": (tr("Give back"), AskField("given", tr("Reason"))),
            "remark": (tr("Remark on this part"), AskField("given", tr("Remark"))),
            "begin": (
                tr("Begin the next version"),
                AskField("given", tr("Version"), text=self.presenter.next_version()),
            ),
            "settle": (tr("Settle the remark"), AskField("given", tr("How it was settled"), needed=False)),
        }[plain]
        self._ask(key, title, field, signed=False)

    def _ask(self, key: str, title: str, field: AskField, *, signed: bool) -> None:
        words = {
            "return": tr(
                "This version is never approved. Its text and your remarks become the draft of version {next}.",
                next=self.presenter.next_version(),
            ),
            "effective": tr(
                "Batches can be issued on this version from that day on; the version before is superseded on it."
            ),
        }.get(key, "")

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            if signed:
                sheet.close_sheet()
                self._sign(key, parts["given"])
                return

            def said(answer: Answer) -> None:
                if answer.refusal is not None:
                    content.show_error(refusal_words(answer.refusal))
                    return
                sheet.close_sheet()
                self._done(key, parts["given"])

            self.presenter.do(key, parts["given"], said)

        button = tr("Continue to signature") if signed else title
        ask(self.session, Question(title, button, (field,), words=words), confirmed)

    def _done(self, key: str, given: str) -> None:
        if key == "begin":
            self.session.navigate("editor", mbr=self.presenter.version.mbr, version=given)
        else:
            self.session.notice(tr("Recorded"))

    def _sign(self, key: str, given: str) -> None:
        def signed(said: Answer) -> None:
            if said.refusal is None:
                self.session.notice(tr("Recorded"))
                self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

        self.session.sign(self.presenter.act(key, given), signed, title=tr("Sign the master batch record"))
