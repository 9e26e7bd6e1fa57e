"""The sheets of the execution screen but exceptions (`ui.execution.departures`).

Correction, comment, hand-over, scribe, rounds, leaving and coming back, holds.

Each asks, sends one command through the presenter, and stays open with the reason when it is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ebr.domain.batch import commands as c
from ebr.station.questions import EntryAnswer, Reasons
from ebr.wording import refusal_words
from ebr.words import tr
from ui.ask import AskContent, AskField, Question, ask, closing, options_of
from ui.desk import Answer
from ui.execution import cards
from ui.execution.departures import Departures
from ui.execution.editors import editor_of
from ui.execution.field_forms import with_offset
from ui.execution.forms import form_of
from ui.execution.swapping import SWAPPED, ask_swap, ask_which
from ui.widgets.button import Button
from ui.widgets.scan_result import ScanResult
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from ui.execution.presenter import ExecutionPresenter
    from ui.session import Session


class Acts:
    """Acts(session, presenter): one method for each sheet."""

    def __init__(self, session: Session, presenter: ExecutionPresenter) -> None:
        self.session, self.presenter = session, presenter
        self.departures = Departures(session, presenter)
        self._asked: AskContent | None = None

    def take_scan(self, text: str) -> bool:
        """A scan goes to the open question, if it has a place for it."""
        return self._asked is not None and bool(self.session.sheets) and self._asked.take_scan(text)

    # -- corrections

    def correct(self, address: str) -> None:
        """Change a standing value: new value and reason; what stood before stays readable."""
        entry = self.presenter.entry(address)
        if entry is None or not entry.rows:
            return
        if entry.kind == "equipment":
            self._asked = ask_which(self.session, entry, lambda what: self._wrong_or_swapped(entry, what))
            return
        self._choose_row(entry)

    def _wrong_or_swapped(self, entry: EntryAnswer, what: str) -> None:
        if what == SWAPPED:
            self._asked = ask_swap(self.session, self.presenter, entry)
        else:
            self._choose_row(entry)

    def _choose_row(self, entry: EntryAnswer) -> None:
        if len(entry.rows) == 1:
            self._correct(entry, entry.rows[0].item)
            return
        tiles = tuple((str(row.item), tr("{item}: {value}", item=row.item, value=row.text)) for row in entry.rows)
        question = Question(tr("Which one?"), tr("Continue"), tiles=tiles, tiles_title=entry.label, icon="arrow-right")

        def chosen(parts: Mapping[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            self._correct(entry, int(parts["tile"]))

        self._asked = ask(self.session, question, chosen)

    def _correct(self, entry: EntryAnswer, item: int) -> None:
        def opened(reasons: tuple[str, ...]) -> None:
            self._show_correction(entry, item, reasons)

        self.presenter.desk.ask(Reasons("correction"), opened)

    def _show_correction(self, entry: EntryAnswer, item: int, reasons: tuple[str, ...]) -> None:
        row = cards.row_of(entry, item)
        if row is None:
            return
        form = form_of(self.session.theme, editor_of(entry, row.value), embedded=True)
        form.set_parts(row.value)
        form.focused.connect(self.session.letters)
        comment = AskField("comment", tr("Comment"), tr("What was wrong"), needed=False)
        words = tr(
            "Now recorded: {value}. It stays readable, struck through. Signatures that covered it become void.",
            value=row.text,
        )
        question = Question(
            tr("Change {entry}", entry=entry.label),
            tr("Record change"),
            (comment,),
            options_of(reasons),
            tr("Reason"),
            words,
            icon="pencil",
        )

        def confirmed(parts: Mapping[str, str], content: AskContent, sheet: Sheet) -> None:
            reason = (
                tr("{reason}: {comment}", reason=parts["tile"], comment=parts["comment"])
                if parts["comment"]
                else parts["tile"]
            )
            value = {name: text.strip() for name, text in form.parts().items() if text.strip()}
            self.presenter.correct(
                entry.address, item, value, reason, closing(self.session, sheet, content.show_error, tr("Changed"))
            )

        self._asked = ask(self.session, question, confirmed, above=form)

    # -- the rest

    def more(self, acts: tuple[tuple[str, str], ...]) -> None:
        """The menu: one button for each further act."""
        from PySide6.QtWidgets import QWidget

        from ui.widgets.boxes import column

        content = QWidget()
        whole = column(self.session.theme, content, gap=8)
        sheet = Sheet(self.session.theme, self.session.host, tr("More"), content, width=560)

        def chosen(act: object) -> None:
            sheet.close_sheet()
            self.run(str(act))

        icons = {
            "comment": "message",
            "handover": "switch-horizontal",
            "scribe": "users",
            "skip": "ban",
            "hold": "hand-stop",
            "lift": "player-play",
            "apart": "device-desktop",
            "record": "file-text",
            "leave": "run",
        }
        first: Button | None = None
        for key, words in acts:
            made = Button(self.session.theme, words, "tile", icons.get(key, ""))
            made.set_value(key)
            made.acted.connect(chosen)
            whole.addWidget(made)
            first = first or made
        content.first_field = lambda: first  # type: ignore[attr-defined]
        sheet.cancelled.connect(lambda _value: sheet.close_sheet())
        self.session.show_sheet(sheet)

    def run(self, act: str) -> None:
        """Carry out an act of the menu; an unknown one is a KeyError."""
        {
            "comment": self.comment,
            "handover": self.hand_over,
            "scribe": self.scribe,
            "skip": lambda: self.departures.skip(self.presenter.active()),
            "hold": self.hold,
            "lift": self.lift,
            "apart": lambda: self.session.navigate("apart", batch=self.presenter.batch),
            "record": lambda: self.session.navigate("record", batch=self.presenter.batch),
            "leave": self.presenter.leave_now,
        }[act]()

    def _where(self) -> str:
        answer = self.presenter.answer
        return answer.step.address if answer is not None and answer.step is not None else ""

    def _simple(self, question: Question, command_of: Callable[[Mapping[str, str]], object], notice: str) -> None:
        def confirmed(parts: Mapping[str, str], content: AskContent, sheet: Sheet) -> None:
            self.presenter.simple(command_of(parts), closing(self.session, sheet, content.show_error, notice))

        self._asked = ask(self.session, question, confirmed)

    def comment(self) -> None:
        """Add words to the step, or to the open entry."""
        where = self.presenter.active() or self._where()
        question = Question(
            tr("Add a comment"), tr("Record comment"), (AskField("text", tr("Comment")),), icon="message"
        )
        self._simple(
            question, lambda parts: c.AddComment(self.presenter.batch, where, parts["text"]), tr("Comment recorded")
        )

    def scribe(self) -> None:
        """Name who performs; the person signed in records (floor-rules 6)."""
        words = tr(
            "The performer scans the badge or gives the user name, and signs the listed values before the step ends."
        )
        question = Question(
            tr("Who performs?"),
            tr("Name performer"),
            (AskField("person", tr("User name"), scans=True),),
            words=words,
            icon="users",
        )
        self._simple(
            question,
            lambda parts: c.NameScribe(self.presenter.batch, self._where(), parts["person"]),
            tr("Performer named"),
        )

    def hold(self) -> None:
        """Stop the batch."""
        question = Question(
            tr("Put the batch on hold"), tr("Hold the batch"), (AskField("reason", tr("Reason")),), icon="hand-stop"
        )
        self._simple(
            question, lambda parts: c.HoldBatch(self.presenter.batch, parts["reason"]), tr("The batch is on hold")
        )

    def lift(self) -> None:
        """Let the batch go on; signed by quality."""
        question = Question(
            tr("Lift the hold"), tr("Continue to signature"), (AskField("reason", tr("Reason")),), icon="arrow-right"
        )

        def confirmed(parts: Mapping[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            self.session.sign(c.LiftHold(self.presenter.batch, parts["reason"]), self.presenter.signed)

        self._asked = ask(self.session, question, confirmed)

    def hand_over(self) -> None:
        """Sign the own part and name who goes on (floor-rules 7)."""
        fields = (
            AskField("to", tr("Who goes on"), tr("User name"), scans=True),
            AskField("note", tr("What the next person must know"), needed=False),
        )
        question = Question(tr("Hand over"), tr("Continue to signature"), fields, icon="arrow-right")

        def confirmed(parts: Mapping[str, str], _content: AskContent, sheet: Sheet) -> None:
            sheet.close_sheet()
            self.session.sign(
                c.HandOver(self.presenter.batch, self._where(), parts["to"], parts["note"]), self.presenter.signed
            )

        self._asked = ask(self.session, question, confirmed)

    def returned(self) -> None:
        """State product and room as found after everybody left at once (floor-rules 9)."""
        fields = (
            AskField("product", tr("State of the product")),
            AskField("room", tr("State of the room and its clearance")),
        )
        question = Question(tr("What did you find?"), tr("Record and go on"), fields)
        self._simple(
            question,
            lambda parts: c.ReturnToBatch(self.presenter.batch, self._where(), parts["product"], parts["room"]),
            tr("Recorded"),
        )

    def round_of(self, node: str, act: str, thing: str) -> None:
        """Begin a round, naming its thing where it has one, or say that all are there."""
        if act == "end":
            self.presenter.end_rounds(node)
            return
        if not thing:
            self.presenter.open_round(node, "", self._told)
            return
        question = Question(
            tr("Add {thing}", thing=thing),
            tr("Add"),
            (AskField("name", tr("Name or number"), scans=True),),
            icon="plus",
        )

        def confirmed(parts: Mapping[str, str], content: AskContent, sheet: Sheet) -> None:
            self.presenter.open_round(node, parts["name"], closing(self.session, sheet, content.show_error))

        self._asked = ask(self.session, question, confirmed)

    def _told(self, said: Answer) -> None:
        if said.refusal is not None:
            self.session.notice(refusal_words(said.refusal), "warn")

    def declare(self, address: str) -> None:
        """Start a timer at a past time; somebody else verifies it (floor-rules 15)."""
        words = tr("A second person verifies a declared time.")
        fields = (
            AskField("date", tr("Date"), tr("YYYY-MM-DD"), wants="number"),
            AskField("time", tr("Time of day"), tr("HH:MM"), wants="number"),
        )
        question = Question(tr("When did it start?"), tr("Start timer"), fields, words=words, icon="clock")

        def confirmed(parts: Mapping[str, str], content: AskContent, sheet: Sheet) -> None:
            command = c.StartTimer(self.presenter.batch, address, with_offset(f"{parts['date']}T{parts['time']}"))
            self.presenter.simple(command, closing(self.session, sheet, content.show_error))

        self._asked = ask(self.session, question, confirmed)

    def mismatch(self, words: str, params: Mapping[str, str]) -> None:
        """A scan that does not match has to be acknowledged."""
        content = ScanResult(
            self.session.theme,
            matched=False,
            title=tr("The scan does not match"),
            scanned=params.get("scanned", ""),
            expected=params.get("expected", ""),
            explain=tr("{words} The attempt is recorded.", words=words),
        )
        sheet = Sheet(
            self.session.theme, self.session.host, tr("Scan result"), content, footer=content.footer, closable=False
        )
        content.acknowledged.connect(lambda _value: sheet.close_sheet())
        self.session.show_sheet(sheet)
