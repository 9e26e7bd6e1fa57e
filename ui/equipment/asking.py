"""How the acts on a piece of equipment are asked and recorded: at once, or signed in a sheet.

Cleaning, maintenance and clearance are signed by a second person who looked; calibration by whoever records it; what
quality decides, by quality.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ebr.station.questions import EquipmentAnswer
from ebr.words import tr
from ui.ask import AskContent, Below, Question, ask, closing
from ui.desk import Answer
from ui.equipment.presenter import EquipmentPresenter
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from ui.session import Session

Confirmed = Callable[[dict[str, str], AskContent, Sheet], None]


class Asking:
    """Asking(session, presenter): opens a form about the chosen piece and records what it says."""

    def __init__(self, session: Session, presenter: EquipmentPresenter) -> None:
        self.session, self.presenter = session, presenter
        self.asking: AskContent | None = None
        """The form that is open: it takes scans."""

    def ask(
        self,
        found: EquipmentAnswer | None,
        question: Question,
        confirmed: Confirmed,
        above: QWidget | None = None,
        below: Below | None = None,
    ) -> None:
        """Open a form; below its title stands what it is about."""
        subtitle = f"{found.row.name} · {found.row.equipment}" if found is not None else ""
        content = ask(self.session, replace(question, subtitle=subtitle), confirmed, above, below)
        self.asking = content
        self.session.sheets[-1].closed.connect(lambda _value: self._forget(content))

    def _forget(self, content: AskContent) -> None:
        if self.asking is content:
            self.asking = None

    def record(self, command: object, content: AskContent, sheet: Sheet) -> None:
        """Record what nobody signs; a refusal stays in the form."""
        self.presenter.do(command, closing(self.session, sheet, content.show_error, tr("Recorded")))

    def own(self, command: object, sheet: Sheet) -> None:
        """Have the person who asks sign it."""
        self.session.sign(command, self._heard(sheet), title=tr("Sign about the equipment"))

    def second(self, command: object, sheet: Sheet) -> None:
        """Have somebody else sign that it was looked at."""
        title = tr("A second person checked it and signs")
        self.session.sign(command, self._heard(sheet), second=True, title=title, names="checked_by")

    def _heard(self, sheet: Sheet) -> Callable[[Answer], None]:
        """The form stays below the signature until it is recorded: what was typed is there to be corrected."""

        def heard(said: Answer) -> None:
            if said.refusal is not None:
                return
            sheet.close_sheet()
            touched = said.answer.get("touched", "")
            words = tr("Recorded. Batches in doubt: {batches}", batches=touched) if touched else tr("Recorded")
            self.session.notice(words, "warn" if touched else "")

        return heard

    def take_scan(self, text: str) -> bool:
        """Fill the form that lies on top; not one below a signature."""
        top = self.session.sheets[-1].content if self.session.sheets else None
        return self.asking is not None and self.asking is top and self.asking.take_scan(text)
