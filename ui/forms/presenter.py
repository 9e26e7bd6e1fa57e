"""Emergency forms of a batch without their looks: printed, transcribed, reconciled (floor-rules 18)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ebr.domain.batch.commands import ReconcileForm
from ebr.domain.refusal import Refusal
from ebr.station.questions import FormRow, Forms, FormsAnswer
from ebr.wording import refusal_words
from ebr.wording.codes import outcome_word
from ebr.words import ntr, tr
from ui.desk import Answer, Desk
from ui.pages.offer import Offer, Shown
from ui.pages.visit import Visit
from ui.shown import moment_of, when_of

OUTCOMES: Final = ("transcribed", "unused", "lost")


@dataclass(frozen=True, slots=True)
class FormLine:
    """A row of the list."""

    key: str
    cells: tuple[str, ...]
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class FormDetail:
    """One form in full, with what can be done about it."""

    key: str
    title: str
    state: str
    tone: str
    facts: tuple[Shown, ...]
    offers: tuple[Offer, ...]


class FormsPresenter:
    """FormsPresenter(desk, person, roles).

    Callbacks: on_forms(FormsAnswer, lines), on_detail(FormDetail or None), on_printed(Answer), on_refused(text).
    """

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.batch = self.chosen = ""
        self.answer: FormsAnswer | None = None
        self.busy = False
        self.on_forms: Callable[[FormsAnswer, tuple[FormLine, ...]], None] = lambda _answer, _lines: None
        self.on_detail: Callable[[FormDetail | None], None] = lambda _detail: None
        self.on_printed: Callable[[Answer], None] = lambda _said: None
        self.on_refused: Callable[[str], None] = lambda _text: None
        self.desk.on_changed(self._changed)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def open(self, batch: str) -> None:
        """Show the forms of a batch."""
        self.batch = batch
        self.refresh()

    def _changed(self, roots: frozenset[str]) -> None:
        if f"batch/{self.batch}" in roots:
            self.refresh()

    def refresh(self) -> None:
        """Ask again."""
        self.desk.ask(Forms(self.batch), self._got, lambda refusal: self.on_refused(refusal_words(refusal)))

    def _got(self, answer: FormsAnswer) -> None:
        self.answer = answer
        if not any(row.number == self.chosen for row in answer.forms):
            first = next((row for row in answer.forms if not row.outcome), None)
            self.chosen = first.number if first is not None else ""
        self.on_forms(answer, tuple(_line(row) for row in reversed(answer.forms)))
        self.choose(self.chosen)

    def choose(self, number: str) -> None:
        """Show one form."""
        self.chosen = number
        row = self.row()
        self.on_detail(self._detail(row) if row is not None else None)

    def row(self) -> FormRow | None:
        """The chosen form."""
        rows = self.answer.forms if self.answer is not None else ()
        return next((row for row in rows if row.number == self.chosen), None)

    def print_reason(self) -> str:
        """Return why no form can be printed now, "" when one can."""
        if not any(role in self.roles for role in ("operator", "supervisor")):
            return tr("An operator or a supervisor prints a form")
        if self.answer is not None and not self.answer.printable:
            return tr("Nothing is left to make in this batch")
        return tr("The form is being printed…") if self.busy else ""

    def _detail(self, row: FormRow) -> FormDetail:
        offers = []
        if not row.outcome:
            able = "supervisor" in self.roles
            reason = "" if able else tr("A supervisor reconciles, who neither wrote on the form nor transcribed it")
            offers.append(Offer("transcribe", tr("Transcribe"), "keyboard"))
            offers.append(Offer("again", tr("Print again"), "printer"))
            offers.append(Offer("reconcile", tr("Reconcile"), "signature", reason, strong=True))
        return FormDetail(
            row.number, row.number, state_words(row), "" if row.outcome else "warn", _facts(row), tuple(offers)
        )

    # -- acts

    def print_form(self, again: str = "") -> None:
        """Print a new form, or a numbered one again; one at a time."""
        if self.busy:
            return
        self.busy = True
        self.desk.form(self.batch, self.person, self._printed, again=again)

    def _printed(self, said: Answer) -> None:
        self.busy = False
        self.refresh()
        if said.refusal is not None:
            self.on_refused(refusal_words(said.refusal))
        else:
            self.on_printed(said)

    def reconciled(self, outcome: str, comment: str, scan: dict[str, str] | None = None) -> ReconcileForm:
        """Return the command that a supervisor signs."""
        return ReconcileForm(self.batch, self.chosen, outcome, comment, scan or {})

    def attach(self, file: Path, then: Callable[[dict[str, str] | str], None]) -> None:
        """Keep the scan of the paper; `then` gets what names it, or why not."""

        def kept(found: Any) -> None:
            then(refusal_words(found) if isinstance(found, Refusal) else dict(found))

        media = {".pdf": "application/pdf", ".png": "image/png"}.get(file.suffix.lower(), "image/jpeg")
        self.desk.attach(file, file.name, media, kept)


def state_words(row: FormRow) -> str:
    """Return what became of a form."""
    return outcome_word(row.outcome) if row.outcome else tr("Not reconciled")


def _line(row: FormRow) -> FormLine:
    count = ntr("{n} value", "{n} values", row.values)
    cells = (row.number, moment_of(row.printed_at), row.station, count, state_words(row))
    return FormLine(row.number, cells, "" if row.outcome else "warn", "check" if row.outcome else "file-text")


def _facts(row: FormRow) -> tuple[Shown, ...]:
    facts = [
        Shown(tr("Printed"), when_of(row.printed_at), row.printed_by),
        Shown(tr("Station"), row.station),
        Shown(tr("Room for"), ntr("{n} entry", "{n} entries", row.entries)),
        Shown(tr("Transcribed"), ntr("{n} value", "{n} values", row.values)),
    ]
    if row.outcome:
        facts.append(Shown(tr("Reconciled"), when_of(row.reconciled_at), row.reconciled_by))
    if row.scan:
        facts.append(Shown(tr("Scan of the paper"), row.scan))
    if row.comment:
        facts.append(Shown(tr("Comment"), row.comment))
    return tuple(facts)
