"""What quality amended in batches of this record, for its authors: each is taken over, or left out with a reason.

A proposal is in the draft when the draft says what the amendment said, however it came there; so nothing is ticked off
by hand. One that is left out on purpose stays in the list with who said why, and can still be taken over
(21 CFR 211.115(b)).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from ebr.domain.mbr.document import PHASE
from ebr.domain.mbr.editing import TakeDocument
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.proposed import holds, taken_over
from ebr.domain.refusal import Refusal
from ebr.station.questions import ProposalRow, Proposals
from ebr.wording import refusal_words
from ebr.wording.codes import amendment_word
from ebr.words import tr
from ui.ask import AskContent, AskField, Question, ask, closing
from ui.editor.presenter import EditorPresenter
from ui.editor.side import Side, SideLine
from ui.shown import when_of
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from ui.desk import Answer
    from ui.session import Session

MODE = "proposals"
Concerned = tuple[Any, ...]


class ProposalList:
    """ProposalList(session, presenter, side): tell(), draw(), pressed(value), verbed(value). Callback: on_open."""

    def __init__(self, session: Session, presenter: EditorPresenter, side: Side) -> None:
        self.session, self.presenter, self.side = session, presenter, side
        self.rows: tuple[ProposalRow, ...] = ()
        self.on_open: Callable[[int, int], None] = lambda _open, _all: None
        """How many the draft does not hold yet, and how many there are."""
        self._mbr = ""
        self._told: tuple[Mbr | None, tuple[ProposalRow, ...]] = (None, ())
        self._held: dict[int, bool] = {}
        self._asked: dict[int, tuple[Concerned, bool]] = {}
        """What was answered for the parts that a proposal is about; asked anew only when one of them is another."""
        presenter.desk.on_changed(self._changed)

    def _changed(self, roots: frozenset[str]) -> None:
        if self._mbr and any(root.startswith(("batch/", f"draft/{self._mbr}/")) for root in roots):
            self._ask()

    def tell(self) -> None:
        """Count anew, when the document or the proposals are others."""
        opened, work = self.presenter.opened, self.presenter.work
        if opened is None or work is None:
            return
        if opened.mbr != self._mbr:
            self._mbr = opened.mbr
            self._ask()
            return
        if work.mbr is not self._told[0] or self.rows is not self._told[1]:
            self._told = (work.mbr, self.rows)
            self._held = {at: self._holds(at, work.mbr, row) for at, row in enumerate(self.rows)}
            open_ = [at for at, held in self._held.items() if not held and not self.rows[at].dismissed]
            self.on_open(len(open_), len(self.rows))

    def _holds(self, at: int, mbr: Mbr, row: ProposalRow) -> bool:
        concerned = _concerned(mbr, row)
        if at not in self._asked or self._asked[at][0] != concerned:
            self._asked[at] = (concerned, _holds(mbr, row))
        return self._asked[at][1]

    def _ask(self) -> None:
        self.presenter.desk.ask(Proposals(self._mbr), self._got)

    def _got(self, rows: tuple[ProposalRow, ...]) -> None:
        self.rows, self._asked = rows, {}
        self.tell()
        if self.side.mode == MODE:
            inside = self.side.isAncestorOf(QApplication.focusWidget() or self.side)
            self.draw()
            if inside:
                self.side.first_field().setFocus()

    # -- the panel

    def draw(self) -> None:
        """List them, what is not in the draft first."""
        order = sorted(
            range(len(self.rows)), key=lambda at: (self._held.get(at, False), bool(self.rows[at].dismissed), at)
        )
        lines = [self._line(at, self.rows[at]) for at in order]
        words = (
            tr("Quality changed these steps in running batches. What is taken over changes only those parts.")
            if lines
            else tr("No batch of this record was amended.")
        )
        self.side.show_lines(MODE, tr("Proposals from batches"), lines, words=words)

    def _line(self, at: int, row: ProposalRow) -> SideLine:
        held = self._held.get(at, False)
        detail = tr(
            "{state} · {batch}, {kind}: {reason} · {name}, {time} · {exception}",
            state=_state_words(row, held=held),
            batch=row.batch,
            kind=amendment_word(row.kind),
            reason=row.reason,
            name=row.by,
            time=when_of(row.at),
            exception=row.exception,
        )
        able = bool(row.before) and not held and self.presenter.writes
        icon, token = ("check", "ink2") if held else ("pencil", "accentInk")
        leave = able and not row.dismissed
        verbs = (tr("Take over") if able else "", tr("Leave out") if leave else "")
        return SideLine(at, row.steps, detail, icon, token, *verbs, quiet=held or bool(row.dismissed))

    def pressed(self, value: Any) -> None:
        """A tap on a line shows the first step it is about."""
        self._show(self.rows[value])

    def verbed(self, value: Any) -> None:
        """Lay a proposal over the draft, as one step of undo."""
        row, work = self.rows[value], self.presenter.work
        if work is None:
            return
        try:
            document = taken_over(work.mbr, row.before, row.blocks)
        except Refusal as refusal:
            self.session.notice(refusal_words(refusal), "warn")
            return
        if self.presenter.do(lambda work: work.together([TakeDocument(document)])):
            self.session.notice(tr("Taken over. Ctrl+Z takes it back."))
            self._show(row)

    def othered(self, value: Any) -> None:
        """Leave a proposal out on purpose: its reason is an entry of the draft."""
        row = self.rows[value]
        question = Question(
            tr("Leave the proposal out"),
            tr("Leave out"),
            (AskField("reason", tr("Reason")),),
            words=tr("It stays in the list with your reason, for this draft and for those that follow."),
            subtitle=row.steps,
            icon="ban",
        )

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            heard = closing(self.session, sheet, content.show_error, tr("Recorded"))

            def told(said: Answer) -> None:
                heard(said)
                if said.refusal is None:  # the button that was pressed is gone
                    self.side.first_field().setFocus()

            self.presenter.dismiss(row.batch, row.number, parts["reason"], told)

        ask(self.session, question, confirmed)

    def _show(self, row: ProposalRow) -> None:
        work = self.presenter.work
        steps = [name.removeprefix(PHASE) for name in row.blocks if name.startswith(PHASE)]
        first = next((name for name in steps if work is not None and work.parts.get(name) is not None), "")
        if first:
            self.presenter.show(first)


def _state_words(row: ProposalRow, *, held: bool) -> str:
    """Return what became of a proposal."""
    if not row.before:
        return tr("Never in force")
    if held:
        return tr("In the draft")
    if row.dismissed:
        when = when_of(row.dismissed_at)
        return tr("Left out by {name}, {time}: {reason}", name=row.dismissed_by, time=when, reason=row.dismissed)
    return tr("Not taken")


def _concerned(mbr: Mbr, row: ProposalRow) -> Concerned:
    """Return the parts of a document on which it depends whether a proposal is in it."""
    phases = [phase for _, _, phase in mbr.phases()]
    named = tuple(phase for phase in phases if f"{PHASE}{phase.id}" in row.blocks)
    return named, mbr.materials, mbr.equipment, mbr.languages, tuple(phase.id for phase in phases)


def _holds(document: Mbr, row: ProposalRow) -> bool:
    try:
        return bool(row.before) and holds(document, row.before, row.blocks)
    except Refusal:
        return False
