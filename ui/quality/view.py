"""Review of one batch by exception: findings, proof, sections, audit trail, questions; signed at the bottom."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ebr.words import mark, tr
from ui.desk import Desk
from ui.pages.list_line import ListLine
from ui.pages.page import Page
from ui.quality.asking import Asking
from ui.quality.model import TABS, Detail, Reviewed
from ui.quality.parts import ListAndDetail, Proof
from ui.quality.presenter import ReviewPresenter
from ui.session import Session
from ui.widgets.boxes import Scroll, column, row, show_if
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.data_model import Column
from ui.widgets.header import Identifier, Identity
from ui.widgets.label import Label
from ui.widgets.sign_bar import Action
from ui.widgets.strip import Strip

NAMES: Final = {
    "findings": mark("Findings"),
    "proof": mark("Proof"),
    "sections": mark("Sections"),
    "trail": mark("Audit trail"),
    "questions": mark("Questions"),
}


class View(Page):
    """View(desk, session). Parameters: batch, tab."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Review by exception"))
        self.session = session
        self.presenter = ReviewPresenter(desk, session.person, session.roles)
        self.asking = Asking(session, self.presenter, self._refused)
        self.review: Reviewed | None = None
        self._tab = "findings"
        self.tabs = Choice(self.theme, tr("Part of the review"), [Option(key, tr(NAMES[key])) for key in TABS])
        self.tabs.set_chosen("findings")
        self.tabs.changed.connect(lambda key: self.show_tab(str(key)))
        self.head.addWidget(self.tabs)
        self.inside.addLayout(self._make_sentence())
        self._error = Strip(self.theme, "crit", "")
        self._error.hide()
        self.inside.addWidget(self._error)
        self._stack = QStackedWidget()
        self.inside.addWidget(self._stack, 1)
        self._pages = self._make_pages()
        for key in TABS:
            self._stack.addWidget(self._pages[key])
        self.bar.show()
        self.bar.acted.connect(lambda key: self.asking.act(str(key), tab=self._tab))
        self.bar.primary.connect(lambda _value: self.asking.act("review"))
        p = self.presenter
        p.on_review, p.on_detail, p.on_trail, p.on_refused = (
            self.show_review, self.show_detail, self.show_trail, self._refused,
        )  # fmt: skip
        for at, key in enumerate(TABS, start=1):
            QShortcut(QKeySequence(f"Ctrl+{at}"), self, lambda key=key: self.show_tab(key))

    def _make_sentence(self) -> QHBoxLayout:
        """The proof in one sentence, and how the page below it is marked as read."""
        line = row(self.theme, gap=12)
        self.sentence = Label(self.theme, "", "metastrong", wrap=True)
        self.read_button = Button(self.theme, "", "plain", "eye-check")
        self.read_button.acted.connect(lambda _value: self.asking.act("read_page", tab=self._tab))
        self.read_button.hide()
        line.addWidget(self.sentence, 1)
        line.addWidget(self.read_button)
        return line

    def _page_offer(self) -> None:
        offer = self.review.pages.get(self._tab) if self.review is not None else None
        show_if(self.read_button, wanted=offer is not None)
        if offer is not None:
            self.read_button.set_text(offer.text)
            self.read_button.setEnabled(not offer.reason)
            self.read_button.setAccessibleDescription(offer.reason)

    def _make_pages(self) -> dict[str, QWidget]:
        columns: tuple[Column, ...] = (
            Column("number", tr("Step"), 108),
            Column("what", tr("Finding")),
            Column("recorded", tr("Recorded"), 150),
            Column("limits", tr("Limits"), 170),
            Column("by", tr("By"), 190),
            Column("state", tr("State"), 170),
        )
        nothing = tr("Nothing to look at: everything conforms")
        self.findings = self._list("findings", columns, tr("findings"), nothing, (2, 3, 4))
        columns = (
            Column("section", tr("Section")),
            Column("entries", tr("Entries"), 100, right=True),
            Column("flags", tr("Findings"), 110, right=True),
            Column("by", tr("Last read by"), 300),
            Column("state", tr("State"), 250),
        )
        self.sections = self._list("sections", columns, tr("sections"), tr("No section"), (3,))
        columns = (
            Column("number", tr("Number"), 120),
            Column("text", tr("Question")),
            Column("where", tr("Where"), 220),
            Column("whom", tr("Asked of"), 190),
            Column("state", tr("State"), 130),
        )
        nothing = tr("Nothing was asked. Ask the floor with the button below")
        self.questions = self._list("questions", columns, tr("questions"), nothing, (2, 3))
        self.proof = Proof(self.theme)
        return {
            "findings": self.findings,
            "proof": Scroll(self.theme, self.proof),
            "sections": self._with_depth(self.sections),
            "trail": self._make_trail(),
            "questions": self.questions,
        }

    def _list(
        self, key: str, columns: tuple[Column, ...], name: str, empty: str, narrow: tuple[int, ...]
    ) -> ListAndDetail:
        made = ListAndDetail(self.theme, columns, name, empty, narrow)
        made.chosen.connect(lambda chosen: self._choose(key, chosen))
        made.acted.connect(lambda act: self.asking.act(str(act), tab=key))
        return made

    def _with_depth(self, inner: QWidget) -> QWidget:
        page = QWidget()
        inside = column(self.theme, page, gap=8)
        line = row(self.theme, gap=12)
        self.depth_words = Label(self.theme, "", "body", wrap=True)
        self.depth_button = Button(self.theme, tr("Change the depth"), "large", "adjustments")
        self.depth_button.acted.connect(lambda _value: self.asking.act("depth"))
        show_if(self.depth_button, wanted=self.session.may("quality"))
        line.addWidget(self.depth_words, 1)
        line.addWidget(self.depth_button)
        inside.addLayout(line)
        inside.addWidget(inner, 1)
        return page

    def _make_trail(self) -> QWidget:
        page = QWidget()
        inside = column(self.theme, page, gap=8)
        line = row(self.theme, gap=12)
        self.trail_words = Label(self.theme, "", "body", wrap=True)
        whole = Button(self.theme, tr("Whole audit trail"), "large", "history")
        whole.acted.connect(lambda _value: self.asking.act("whole_trail"))
        self.trail_button = Button(self.theme, tr("Audit trail reviewed"), "primary", "signature")
        self.trail_button.acted.connect(lambda _value: self.asking.act("trail"))
        line.addWidget(self.trail_words, 1)
        line.addWidget(whole)
        line.addWidget(self.trail_button)
        inside.addLayout(line)
        columns = (
            Column("group", tr("Group"), 160),
            Column("event", tr("What"), 220),
            Column("where", tr("Where"), 200),
            Column("change", tr("From and to")),
            Column("reason", tr("Reason"), 230),
            Column("who", tr("By"), 270),
        )
        empty = tr("Nothing was changed, late or overridden, and nobody touched clock or rights")
        self.trail = self._list("trail", columns, tr("the audit trail"), empty, (1, 4, 5))
        inside.addWidget(self.trail, 1)
        return page

    def show_params(self, batch: str = "", tab: str = "") -> None:
        """Shows a batch; without one, the list of all."""
        if not batch:
            self.session.navigate("reviews")
            return
        self.presenter.open(batch)
        self.show_tab(tab or "findings")

    # -- the frame's questions

    def identity(self) -> Identity | None:
        """Batch and identifiers in full."""
        if self.review is None:
            return None
        others = tuple(Identifier(name, value) for name, value in self.review.identifiers[:2])
        return Identity(self.review.product, (Identifier(tr("Batch"), self.review.batch), *others))

    def here(self) -> dict[str, str]:
        """Where in the screen a person is."""
        return {"tab": self._tab}

    def title(self) -> str:
        """The header's title."""
        return tr("Review")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "review"

    def first_field(self) -> QWidget | None:
        """The list that is shown."""
        page = self._lists().get(self._tab)
        return page.table.view if page is not None else None

    def _lists(self) -> dict[str, ListAndDetail]:
        return {
            "findings": self.findings,
            "sections": self.sections,
            "trail": self.trail,
            "questions": self.questions,
        }

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()

    # -- drawing

    def show_tab(self, key: str) -> None:
        """Shows a part."""
        self._tab = key
        self.tabs.set_chosen(key)
        self._stack.setCurrentWidget(self._pages[key])
        self._page_offer()
        field = self.first_field()
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, name: str, key: object) -> None:
        if key is not None and key != self.presenter.chosen.get(name):
            self.presenter.choose(name, str(key))

    def show_review(self, review: Reviewed) -> None:
        """Draws everything but the details."""
        self.review = review
        self._error.hide()
        self.set_title(tr("Review by exception"), review.chip, review.tone)
        self.sentence.setText(review.sentence)
        self.findings.show_lines(review.findings)
        self.sections.show_lines(review.sections)
        self.questions.show_lines(review.questions)
        self.proof.show_proof(review.proved)
        self.depth_words.setText(review.depth)
        self.trail_words.setText(review.trail)
        self._trail_offer(review)
        self._page_offer()
        self._bar(review)
        self.session.header_changed()

    def _trail_offer(self, review: Reviewed) -> None:
        offer = review.trail_offer
        show_if(self.trail_button, wanted=offer is not None)
        if offer is not None:
            self.trail_button.setEnabled(not offer.reason)
            self.trail_button.setAccessibleDescription(offer.reason)
            if offer.reason:
                self.trail_words.setText(offer.reason)

    def _bar(self, review: Reviewed) -> None:
        self.bar.set_actions([Action(one.key, one.text, one.icon) for one in review.offers])
        if review.primary is None:
            self.bar.hide_primary()
            self.bar.set_words(review.words)
            return
        act = review.primary
        detail = review.more if act.reason else ""
        self.bar.set_primary(act.text, act.icon, enabled=not act.reason, reason=act.reason, detail=detail)

    def show_detail(self, name: str, detail: Detail | None) -> None:
        """Draws one finding, section, entry of the audit trail or question."""
        self._lists()[name].show_detail(detail)

    def show_trail(self, lines: tuple[ListLine[str], ...]) -> None:
        """Fills the part of the audit trail that is reviewed first."""
        self.trail.show_lines(lines)

    def _refused(self, text: str) -> None:
        self._error.show_message("crit", text)
        show_if(self._error, wanted=True)
