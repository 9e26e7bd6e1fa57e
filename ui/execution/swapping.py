"""Changing an equipment entry that stands: it was recorded wrongly, or another machine took its place (floor-rules 3).

A swap is a further row of the same entry: the number of the machine that goes on, how the one before is left, and why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from ebr.domain.equipment.state.model import FINISHED
from ebr.station.questions import EntryAnswer
from ebr.wording.parameters import left_words
from ebr.words import tr
from ui.ask import AskContent, AskField, Question, ask, closing
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from ui.execution.presenter import ExecutionPresenter
    from ui.session import Session

WRONG: Final = "wrong"
SWAPPED: Final = "swapped"


def ask_which(session: Session, entry: EntryAnswer, chosen: Callable[[str], None]) -> AskContent:
    """Ask whether the entry is wrong or the machine was exchanged; `chosen` gets `WRONG` or `SWAPPED`."""
    tiles = (
        (WRONG, tr("It was recorded wrongly")),
        (SWAPPED, tr("Another machine takes its place from now on")),
    )
    title = tr("Change {entry}", entry=entry.label)
    question = Question(title, tr("Continue"), tiles=tiles, tiles_title=tr("What happened?"), icon="arrow-right")

    def told(parts: Mapping[str, str], _content: AskContent, sheet: Sheet) -> None:
        sheet.close_sheet()
        chosen(parts["tile"])

    return ask(session, question, told)


def ask_swap(session: Session, presenter: ExecutionPresenter, entry: EntryAnswer) -> AskContent:
    """Ask for the machine that goes on and the end state of the one before, and record it as a further row."""
    before = entry.rows[-1].value.get("equipment", "")
    fields = (
        AskField("equipment", tr("Equipment number"), tr("Scan or type"), scans=True),
        AskField("reason", tr("Reason"), tr("Why it is exchanged")),
    )
    tiles = tuple((state, left_words(state)) for state in FINISHED)
    question = Question(
        tr("Exchange {equipment}", equipment=before),
        tr("Record exchange"),
        fields,
        tiles,
        tr("How {equipment} is left", equipment=before),
        subtitle=entry.label,
        icon="arrow-right",
    )

    def told(parts: Mapping[str, str], content: AskContent, sheet: Sheet) -> None:
        value = {"equipment": parts["equipment"].strip(), "ended": parts["tile"], "reason": parts["reason"]}
        presenter.swap(entry.address, value, closing(session, sheet, content.show_error, tr("Exchanged")))

    return ask(session, question, told)
