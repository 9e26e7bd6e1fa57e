"""Two ways to amend a running batch: one limit in under a minute, or the whole of its instructions in the editor."""

from __future__ import annotations

from ebr.words import tr
from ui.amend.limit_sheets import change_limit
from ui.ask import AskContent, Question, ask
from ui.session import Session
from ui.widgets.sheet import Sheet


def ask_way(session: Session, batch: str) -> None:
    """Ask what is to be changed, and lead there."""
    tiles = (("limit", tr("Change a limit")), ("steps", tr("Change or add steps")))
    question = Question(
        tr("Amend the batch"),
        tr("Continue"),
        (),
        tiles,
        tr("What changes"),
        words=tr("Only steps in which nothing was done can change. The master batch record stays as it is."),
        subtitle=batch,
        icon="arrow-right",
    )

    def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
        sheet.close_sheet()
        if parts["tile"] == "limit":
            change_limit(session, batch)
        else:
            session.navigate("amend", batch=batch)

    ask(session, question, confirmed)
