"""The material and label sheet of an entry: preview, print, print again with a reason, say what came out, counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ebr.wording import refusal_words
from ebr.words import tr
from ui.ask import AskContent, AskField, Question, ask
from ui.desk import Answer, Desk
from ui.labels.batch_presenter import BatchLabelsPresenter, JobDetail, Overview
from ui.labels.deliveries import count_question, delivery_question, whole
from ui.labels.picture import LabelPicture
from ui.pages.list_line import ListLine
from ui.pages.list_page import ListPage
from ui.pages.page import fact_list
from ui.session import Session
from ui.widgets.boxes import clear, column, row, show_if
from ui.widgets.button import Button
from ui.widgets.data_model import Column
from ui.widgets.header import Identifier, Identity
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action
from ui.widgets.strip import Strip

COUNT: Final = "count"
PREVIEW_HEIGHT: Final = 210
DAYS: Final = ("expiry", "made", "printed")
ANSWERS: Final = ("yes", "damaged", "no")


class View(ListPage):
    """View(desk, session). Parameters: batch, slot, item (the row of a material)."""

    CHAPTER = "labels"
    presenter: BatchLabelsPresenter

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session, BatchLabelsPresenter(desk, session.person, session.roles), tr("Labels"))
        self._overview: Overview | None = None
        self._asked: AskContent | None = None
        self._error = Strip(self.theme, "warn", "")
        self._error.hide()
        self.inside.addWidget(self._error)
        self.inside.addLayout(self._lists(), 1)
        self.bar.show()
        self.bar.primary.connect(lambda _value: self._primary())
        self.bar.acted.connect(lambda key: self._acted(str(key)))
        p = self.presenter
        p.on_overview, p.on_jobs, p.on_detail = self.show_overview, self.show_jobs, self.show_detail
        p.on_told = session.notice

    def _lists(self) -> Any:
        columns = (
            Column("print", tr("Print job"), 140),
            Column("serials", tr("Serial numbers")),
            Column("count", tr("Labels"), 130),
            Column("at", tr("Printed"), 235),
            Column("state", tr("State"), 220),
        )
        empty = tr("Nothing was printed for this entry yet")
        self.make_list(columns, name=tr("print jobs"), empty=empty, narrow=(2, 3), filtered=False)
        self._facts = column(self.theme, gap=0)
        left = column(self.theme, gap=12)
        left.addLayout(self._facts)
        left.addWidget(self.table, 1)
        line = row(self.theme, gap=14)
        line.addLayout(left, 1)
        line.addWidget(self.detail)
        return line

    def show_params(self, batch: str = "", slot: str = "", item: str = "0") -> None:
        """Shows the labels of an entry; without one, the work queue."""
        if not (batch and slot):
            self.session.navigate("queue")
            return
        self.presenter.open(batch, slot, int(item) if item.isdecimal() else 0)

    # -- drawing

    def show_overview(self, overview: Overview) -> None:
        """Draws what is printed here, what is left and what was counted."""
        self._overview = overview
        self.set_title(overview.title)
        self.set_words(overview.words)
        self._error.show_message("warn", overview.ask)
        show_if(self._error, wanted=bool(overview.ask))
        clear(self._facts)
        self._facts.addWidget(fact_list(self.theme, overview.facts, names=220))
        self._show_deliveries(overview)
        self._show_bar(overview)
        self.session.header_changed()

    def _show_deliveries(self, overview: Overview) -> None:
        """What may be done about labels printed elsewhere stands with them, apart from what prints."""
        line = row(self.theme, margins=(0, 10, 0, 0), gap=12)
        for wanted, key, words, icon in (
            (overview.takes_in, "deliver", tr("Take in a delivery"), "truck"),
            (bool(overview.to_count), "count", tr("Count the delivery"), "calculator"),
        ):
            if wanted:
                made = Button(self.theme, words, "plain", icon)
                made.acted.connect(lambda _value, key=key: self._acted(key))
                line.addWidget(made)
        line.addStretch(1)
        if line.count() > 1:
            self._facts.addLayout(line)

    def _show_bar(self, overview: Overview) -> None:
        actions = [Action("back", tr("Back to the step"), "arrow-left")]
        if overview.issue:
            actions.append(Action("issue", tr("Issue labels"), "plus"))
        able = not overview.print_reason
        actions.append(Action("specimen", tr("Print a specimen"), "tag", enabled=able))
        self.bar.set_actions(actions)
        if overview.ask:
            words = tr("Nothing more is printed before")
            self.bar.set_primary(tr("Say what came out"), "help-circle", enabled=self.presenter.able(), reason=words)
            return
        reason = overview.print_reason or tr("You see the label before it is printed")
        self.bar.set_primary(tr("Print labels"), "printer", enabled=able, reason=reason)

    def show_jobs(self, lines: tuple[ListLine[str], ...]) -> None:
        """Fills the list."""
        self.fill(lines)
        if not self.session.sheets:
            self.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def show_detail(self, detail: JobDetail | None) -> None:
        """Draws one job."""
        if detail is None:
            self.detail.empty("tag", tr("No print job is chosen"))
            return
        self.detail.begin()
        self.detail.title(detail.title, detail.state, detail.tone)
        self.detail.facts(detail.facts)
        self.detail.end(detail.offers)
        self.table.select_key(detail.key)

    # -- acts

    def _primary(self) -> None:
        if self._overview is not None and self._overview.ask:
            self.ask_answer()
        else:
            self.ask_print()

    def _acted(self, key: str) -> None:
        {
            "back": self._back,
            "issue": self.ask_issue,
            "deliver": self.ask_delivery,
            "count": self.ask_count,
            "specimen": lambda: self.ask_print(specimen=True),
            "again": self.ask_again,
        }[key]()

    def _back(self) -> None:
        slot = self.presenter.slot
        self.session.navigate("execution", batch=self.presenter.batch, phase=slot.rpartition("/")[0], entry=slot)

    def ask_print(self, *, specimen: bool = False) -> None:
        """Ask what the record does not know, show the label, print it."""
        fields = [_field(name, words, before) for name, words, before in self.presenter.fields()]
        if not specimen:
            fields.append(AskField(COUNT, tr("How many"), text="1", wants="number"))
        title = tr("Print a specimen") if specimen else tr("Print labels")
        words = tr("The specimen is kept in the record.") if specimen else ""
        above, picture, look = self._preview_part()
        question = Question(title, tr("Print"), tuple(fields), words=words, icon="printer")

        def wanted(parts: dict[str, str]) -> Any:
            count = int(parts.get(COUNT, "1")) if parts.get(COUNT, "1").isdecimal() else 0
            typed = {name: text for name, text in parts.items() if name not in (COUNT, "tile")}
            return self.presenter.wanted(typed, count, specimen=specimen)

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            self.presenter.print(wanted(parts), _closing(content, sheet))

        self.presenter.on_picture = picture.show_png
        content = ask(self.session, question, confirmed, above=above)
        self._asked = content

        def show(_value: object = None) -> None:
            self.presenter.preview(wanted(content.parts()), content.show_error)

        look.acted.connect(show)
        if not self.presenter.fields():
            show()

    def _preview_part(self) -> tuple[QWidget, LabelPicture, Button]:
        above = QWidget()
        whole = column(self.theme, above, gap=8)
        picture = LabelPicture(self.theme, highest=PREVIEW_HEIGHT)
        picture.show_png(b"")
        look = Button(self.theme, tr("Preview"), "plain", "eye")
        whole.addWidget(picture)
        whole.addWidget(look)
        return above, picture, look

    def ask_again(self) -> None:
        """Ask why the labels of a job are printed again."""
        words = tr("The same serial numbers are printed again. Labels that are spoiled are counted as damaged.")
        question = Question(
            tr("Print {print} again", print=self.presenter.chosen),
            tr("Print again"),
            (AskField("reason", tr("Reason")),),
            words=words,
            icon="repeat",
        )

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            self.presenter.again(parts["reason"], _closing(content, sheet))

        self._asked = ask(self.session, question, confirmed)

    def ask_answer(self) -> None:
        """Ask what came out of a job that the printer did not confirm."""
        tiles = tuple(zip(ANSWERS, (tr("Yes, all of it"), tr("Some are damaged"), tr("No, nothing")), strict=True))
        fields = (
            AskField("good", tr("Good labels, if some are damaged"), needed=False, wants="number"),
            AskField("damaged", tr("Damaged labels"), needed=False, wants="number"),
            AskField("comment", tr("Comment"), needed=False),
        )
        question = Question(
            tr("Did {print} print?", print=self.presenter.chosen),
            tr("Record"),
            fields,
            tiles,
            tr("What came out?"),
            tr("Look at the printer and count. Damaged labels are kept until they are destroyed and counted."),
        )

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            good, damaged = (int(parts[name]) if parts[name].isdecimal() else 0 for name in ("good", "damaged"))
            self.presenter.say(parts["tile"], good, damaged, parts["comment"], _told(content, sheet))

        self._asked = ask(self.session, question, confirmed)

    def ask_issue(self) -> None:
        """Ask how many labels may be printed."""
        fields = (
            AskField(COUNT, tr("How many"), wants="number"),
            AskField("reason", tr("Reason; needed when labels were issued before"), needed=False),
        )
        question = Question(tr("Issue labels"), tr("Issue"), fields, icon="plus")

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            self.presenter.issue(whole(parts[COUNT]), parts["reason"], _told(content, sheet))

        self._asked = ask(self.session, question, confirmed)

    def ask_delivery(self) -> None:
        """Ask for labels that were printed elsewhere."""

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            self.presenter.take_in(parts, _told(content, sheet))

        self._asked = ask(self.session, delivery_question(), confirmed)

    def ask_count(self) -> None:
        """Ask the second person how many labels a delivery has."""
        waiting = self._overview.to_count if self._overview is not None else ()

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            self.presenter.count_delivery(parts, _told(content, sheet))

        self._asked = ask(self.session, count_question(waiting), confirmed)

    def take_scan(self, scan: Any) -> bool:
        """A scan goes to the open question."""
        return self._asked is not None and bool(self.session.sheets) and self._asked.take_scan(scan.data)

    # -- the frame's questions

    def identity(self) -> Identity | None:
        """Product and batch."""
        answer = self.presenter.answer
        if answer is None:
            return None
        return Identity(answer.known.get("product", ""), (Identifier(tr("Batch"), answer.batch),))

    def first_field(self) -> QWidget:
        """The list, or the next right act while it is empty."""
        if self._listed.rows or not self.bar.button.isEnabled():
            return self.table.view
        return self.bar.button


def _field(name: str, words: str, before: str) -> AskField:
    """Return the field of a placeholder, with what it was last time."""
    hint = tr("YYYY-MM-DD") if name in DAYS else ""
    wants = "number" if name in (*DAYS, "gtin") else "text"
    return AskField(name, words, hint, before, wants=wants, scans=name == "gtin")


def _closing(content: AskContent, sheet: Sheet) -> Callable[[str], None]:
    """Return what closes a question when nothing was refused, and else says why."""

    def heard(why: str) -> None:
        if why:
            content.show_error(why)
        else:
            sheet.close_sheet()

    return heard


def _told(content: AskContent, sheet: Sheet) -> Callable[[Answer], None]:
    then = _closing(content, sheet)
    return lambda said: then(refusal_words(said.refusal) if said.refusal is not None else "")
