"""The matrix of people and tasks without its looks: who is trained for what, one cell in detail, and the acts on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ebr.domain.refusal import Refusal
from ebr.domain.training.commands import RIGHTS, ConfirmTraining, WithdrawTraining
from ebr.station.questions.training import (
    MatrixAnswer,
    MatrixRow,
    PersonTraining,
    TrainingMatrix,
    TrainingOf,
    TrainingRow,
)
from ebr.words import ntr, tr
from ui.desk import Answer, Desk
from ui.pages.offer import Offer, Shown
from ui.pages.visit import Visit
from ui.training.words import GOOD, Look, act_fact, look_of, name_of, own_facts, roles_words, standing_of, tone_of

TRAINERS: Final = RIGHTS[ConfirmTraining]
Key = tuple[str, str]
"""A person and a task."""


@dataclass(frozen=True, slots=True)
class Head:
    """A person at the left or a task on top: its key, its name, a quieter second line."""

    key: str
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The matrix as it is drawn: people down, tasks across."""

    people: tuple[Head, ...]
    tasks: tuple[Head, ...]
    cells: tuple[tuple[Look, ...], ...]
    words: str


@dataclass(frozen=True, slots=True)
class CellDetail:
    """One person in one task: title, state, facts, the history in this task, and what may be done."""

    key: Key
    name: str
    task: str
    state: str
    tone: str
    facts: tuple[Shown, ...]
    history: tuple[Shown, ...]
    offers: tuple[Offer, ...]


class MatrixPresenter:
    """MatrixPresenter(desk, person, roles). Callbacks: on_grid(Grid), on_detail(CellDetail | None)."""

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.answer: MatrixAnswer | None = None
        self.open_only, self.text = False, ""
        self.chosen: Key | None = None
        self.row: TrainingRow | None = None
        self.on_grid: Callable[[Grid], None] = lambda _grid: None
        self.on_detail: Callable[[CellDetail | None], None] = lambda _detail: None
        self.desk.on_changed_below(("training/", "person/"), self.refresh)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def refresh(self) -> None:
        """Ask for the matrix anew."""
        self.desk.ask(TrainingMatrix(), self._got)

    def _got(self, answer: MatrixAnswer) -> None:
        self.answer = answer
        self._tell()
        self._ask_detail()

    def show_open(self, *, only: bool) -> None:
        """Show everybody, or only those who lack something."""
        self.open_only = only
        self._tell()

    def search(self, text: str) -> None:
        """Show whose name, user name or role has every word of a text."""
        self.text = text
        self._tell()

    def _tell(self) -> None:
        if self.answer is not None:
            self.on_grid(grid_of(self.answer, self._rows()))

    def _rows(self) -> tuple[MatrixRow, ...]:
        people = self.answer.people if self.answer is not None else ()
        words = self.text.casefold().split()
        found = (row for row in people if all(word in _said(row) for word in words))
        return tuple(row for row in found if not self.open_only or lacks(row))

    def choose(self, person: str, task: str) -> None:
        """Show one cell."""
        self.chosen = (person, task)
        self._ask_detail()

    def badge(self, person: str) -> bool:
        """Show the person whose badge was scanned; False for somebody who is not in the matrix."""
        if self.answer is None or person not in {row.person for row in self.answer.people} or not self.answer.tasks:
            return False
        self.text, self.open_only = "", False
        self._tell()
        self.choose(person, self.chosen[1] if self.chosen else self.answer.tasks[0].task)
        return True

    def _ask_detail(self) -> None:
        if self.chosen is None:
            self.on_detail(None)
            return
        key = self.chosen
        self.desk.ask(TrainingOf(key[0]), lambda own: self._got_own(key, own), lambda _why: self.on_detail(None))

    def _got_own(self, key: Key, own: PersonTraining) -> None:
        if key != self.chosen:
            return
        self.row = next((row for row in own.rows if row.task.task == key[1]), None)
        self.on_detail(self._detail(own, self.row) if self.row is not None else None)

    def _detail(self, own: PersonTraining, row: TrainingRow) -> CellDetail:
        return CellDetail(
            (own.person, row.task.task),
            own.name,
            name_of(row.task),
            standing_of(row),
            tone_of(row.level, needed=row.needed, soon=row.soon),
            (Shown(tr("Roles"), roles_words(own.roles)), *own_facts(row)),
            tuple(act_fact(act) for act in own.history if act.task == row.task.task),
            tuple(self._offers(own, row)),
        )

    # -- what may be done

    def _offers(self, own: PersonTraining, row: TrainingRow) -> list[Offer]:
        found = []
        if row.task.practical:
            why = self._why_not(own, row)
            found.append(Offer("confirm", tr("Confirm as trainer"), "user-check", why, strong=not why))
        found.append(Offer("person", tr("All training of {name}", name=own.name), "user"))
        if set(self.roles).intersection(TRAINERS) and (row.read_at or row.level in {"old", "grace"}):
            found.append(Offer("withdraw", tr("Withdraw training"), "ban"))
        return found

    def _why_not(self, own: PersonTraining, row: TrainingRow) -> str:
        if not set(self.roles).intersection(TRAINERS):
            return tr("Supervisors and quality confirm")
        if own.person == self.person:
            return tr("Nobody confirms the own training")
        if not row.to_confirm:
            return tr("Nothing waits for a trainer") if row.read_at else tr("Reading and signing comes first")
        if self.person not in row.trainers and "quality" not in self.roles:
            return tr("You are not trained in this task yourself")
        return ""

    @property
    def needs_evidence(self) -> bool:
        """Whether the confirmation names training elsewhere: the trainer is not trained here."""
        return self.row is not None and self.person not in self.row.trainers

    def confirmation(self, evidence: str = "") -> Any:
        """Return the command that confirms the chosen cell; it is signed."""
        assert self.chosen is not None
        assert self.row is not None
        return ConfirmTraining(self.chosen[0], self.chosen[1], self.row.task.version, self.person, evidence)

    @property
    def file_name(self) -> str:
        """What the file of the printed matrix is called."""
        return f"training-{self.answer.today}.pdf" if self.answer is not None else "training.pdf"

    def print_matrix(self, folder: Path, then: Callable[[Answer | Refusal], None]) -> None:
        """Write the matrix as a sealed PDF into a folder."""
        self.desk.call("print_training", then, folder / self.file_name, self.person)

    def withdrawal(self, reason: str) -> Any:
        """Return the command that withdraws the training of the chosen cell; it is signed."""
        assert self.chosen is not None
        return WithdrawTraining(self.chosen[0], self.chosen[1], reason)


def _said(row: MatrixRow) -> str:
    return f"{row.name} {row.person} {roles_words(row.roles)}".casefold()


def lacks(row: MatrixRow) -> bool:
    """Tell whether somebody lacks a task that is needed, or will soon."""
    return any(cell.needed and (cell.level not in GOOD or cell.soon) for cell in row.cells)


def grid_of(answer: MatrixAnswer, rows: tuple[MatrixRow, ...]) -> Grid:
    """Return the matrix as it is drawn."""
    open_ = sum(lacks(row) for row in answer.people)
    some = ntr("{n} person lacks something", "{n} people lack something", open_)
    words = some if open_ else tr("Nobody lacks anything")
    return Grid(
        tuple(Head(row.person, row.name, roles_words(row.roles)) for row in rows),
        tuple(Head(task.task, task.task, tr("version {version}", version=task.version)) for task in answer.tasks),
        tuple(tuple(look_of(cell) for cell in row.cells) for row in rows),
        words,
    )
