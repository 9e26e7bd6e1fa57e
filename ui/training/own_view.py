"""My training: what is to read, what waits, what counts; the document is read and signed here."""

from __future__ import annotations

from ebr.words import tr
from ui.desk import Answer, Desk
from ui.media.large import show_large
from ui.media.loading import Pictures
from ui.pages.list_line import ListLine
from ui.pages.list_page import ListPage
from ui.pages.page import fact_list
from ui.session import Session
from ui.training.own_presenter import OwnDetail, OwnPresenter
from ui.training.reading import read_and_sign
from ui.widgets.boxes import show_if
from ui.widgets.data_model import Column
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action


class View(ListPage):
    """View(desk, session); show_params(person="", task=""): without a person that of who is signed in."""

    CHAPTER = "training"
    presenter: OwnPresenter

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session, OwnPresenter(desk, session.person), tr("My training"))
        self.pictures = Pictures(self.presenter.desk)
        columns = (
            Column("task", tr("Procedure")),
            Column("version", tr("In force"), 110),
            Column("state", tr("State"), 290),
            Column("todo", tr("What is needed"), 300),
        )
        empty = tr("Nothing to be trained for. Quality sets the procedures.")
        self.add_list(columns, name=tr("procedures"), empty=empty, narrow=(3,))
        self.bar.show()
        self.bar.set_actions([Action("training", tr("Everybody"), "users")])
        self.bar.acted.connect(lambda key: self.session.navigate(str(key)))
        self.bar.set_words(
            tr("Read the document, then sign with your own password; a trainer confirms the practical part")
        )
        p = self.presenter
        p.on_lines, p.on_detail, p.on_person = self.show_lines, self.show_detail, self._named
        p.refresh()

    def show_params(self, person: str = "", task: str = "") -> None:
        """Show somebody's training, one task first."""
        self.presenter.show(person, task)

    def _named(self, name: str) -> None:
        mine = self.presenter.mine
        self.set_title(tr("My training") if mine else tr("Training of {name}", name=name))

    def show_lines(self, lines: tuple[ListLine[str], ...], words: str) -> None:
        """Fills the list."""
        self.fill(lines, words if lines else "")
        show_if(self.detail, wanted=bool(lines))

    def show_detail(self, detail: OwnDetail | None) -> None:
        """Draws one task."""
        if detail is None:
            return
        inside = self.detail.begin()
        self.detail.title(detail.title)
        self.detail.facts(detail.facts)
        if detail.history:
            inside.addWidget(Label(self.theme, tr("What happened"), "h3"))
            inside.addWidget(fact_list(self.theme, detail.history))
        self.detail.end(detail.offers)
        self.table.select_key(detail.key)

    # -- acts

    def _acted(self, key: str) -> None:
        media, row_ = self.presenter.document(), self.presenter.row
        assert row_ is not None
        if key == "open" and media is not None:
            show_large(self.session, self.pictures, media)
            return
        task = row_.task
        title = tr("{task} {title}, version {version}", task=task.task, title=task.title, version=task.version)
        read_and_sign(self.session, self.pictures, media, title, self._sign)

    def _sign(self, sheet: Sheet) -> None:
        def signed(said: Answer) -> None:
            if said.refusal is None:
                sheet.close_sheet()
                self.session.notice(tr("Recorded"))

        self.session.sign(self.presenter.reading(), signed, title=tr("Sign what you read"))
