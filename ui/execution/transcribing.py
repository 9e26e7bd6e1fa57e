"""Transcribing an emergency form: after each entry, when it was done and by whom, as the paper says (floor-rules 18).

Date, person and reason of the last entry are proposed for the next one, because a form is transcribed in one go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ebr.domain.batch import commands as c
from ebr.domain.batch.state.forms import FROM_FORM
from ebr.words import tr
from ui.ask import AskContent, AskField, Question, ask, closing
from ui.execution.field_forms import with_offset
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from ui.execution.presenter import ExecutionPresenter
    from ui.session import Session


@dataclass(slots=True)
class Before:
    """What the last entry said."""

    date: str = ""
    person: str = ""
    reason: str = ""


class Transcribing:
    """Transcribing(session, presenter): asks what the paper says beside a value, and records it as from the form."""

    def __init__(self, session: Session, presenter: ExecutionPresenter) -> None:
        self.session, self.presenter = session, presenter
        self._before = Before()

    def ask(self, address: str, value: Mapping[str, str]) -> None:
        """Ask and record; the sheet stays open with the reason when it is refused."""
        form, entry = self.presenter.form, self.presenter.entry(address)
        fields = (
            AskField("date", tr("Date"), tr("YYYY-MM-DD"), self._before.date, wants="number"),
            AskField("time", tr("Time of day"), tr("HH:MM"), wants="number"),
            AskField(
                "person", tr("User name of who did it"), text=self._before.person or self.presenter.person, scans=True
            ),
            AskField("reason", tr("Why it comes late"), text=self._before.reason or tr("Stations could not be used")),
        )
        question = Question(
            tr("From emergency form {form}", form=form),
            tr("Record"),
            fields,
            words=tr("As the paper says. A supervisor compares it with the scan afterwards."),
            subtitle=entry.label if entry is not None else "",
        )

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            self._before = Before(parts["date"], parts["person"], parts["reason"])
            command = c.RecordValue(
                self.presenter.batch,
                address,
                value,
                performed_by=parts["person"],
                source={"how": FROM_FORM, "form": form},
                late=parts["reason"],
                happened=with_offset(f"{parts['date']}T{parts['time']}"),
            )
            self.presenter.transcribed(address, command, closing(self.session, sheet, content.show_error))

        ask(self.session, question, confirmed)
