"""One person's training without its looks: what is to read, what waits, what counts; reading and signing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from ebr.domain.training.commands import SignRead
from ebr.station.questions import MediaRow
from ebr.station.questions.training import PersonTraining, TrainingOf, TrainingRow
from ebr.words import ntr, tr
from ui.desk import Desk
from ui.pages.list_line import ListLine
from ui.pages.offer import Offer, Shown
from ui.pages.visit import Visit
from ui.training.words import GOOD, ICONS, act_fact, asked_words, name_of, own_facts, standing_of, tone_of

PDF: Final = "application/pdf"


@dataclass(frozen=True, slots=True)
class OwnDetail:
    """One task of the person: title, state, facts, history and what may be done."""

    key: str
    title: str
    state: str
    tone: str
    facts: tuple[Shown, ...]
    history: tuple[Shown, ...]
    offers: tuple[Offer, ...]


class OwnPresenter:
    """OwnPresenter(desk, person). Callbacks: on_lines(lines, words), on_detail(OwnDetail | None), on_person(name).

    `show(person)` shows somebody else's, which can be read and not signed.
    """

    def __init__(self, desk: Desk, person: str) -> None:
        self.desk, self.signed_in, self.person = Visit(desk), person, person
        self.own: PersonTraining | None = None
        self.chosen = ""
        self.on_lines: Callable[[tuple[ListLine[str], ...], str], None] = lambda _lines, _words: None
        self.on_detail: Callable[[OwnDetail | None], None] = lambda _detail: None
        self.on_person: Callable[[str], None] = lambda _name: None
        self.desk.on_changed_below(("training/", "person/"), self.refresh)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def show(self, person: str, task: str = "") -> None:
        """Show the training of a person, "" for who is signed in; `task` is shown first."""
        self.person, self.chosen = person or self.signed_in, task
        self.refresh()

    def refresh(self) -> None:
        """Ask anew."""
        self.desk.ask(TrainingOf(self.person), self._got)

    @property
    def mine(self) -> bool:
        """Whether it is the training of who is signed in."""
        return self.person == self.signed_in

    @property
    def rows(self) -> tuple[TrainingRow, ...]:
        """The tasks, what is to do first."""
        rows = self.own.rows if self.own is not None else ()
        return tuple(sorted(rows, key=lambda row: (rank(row), row.task.task)))

    def _got(self, own: PersonTraining) -> None:
        self.own = own
        self.on_person(own.name)
        wanted = self.chosen  # the list brings its highlighted line along
        self.on_lines(tuple(line_of(row) for row in self.rows), counted(self.rows))
        self.chosen = wanted
        if self.chosen not in {row.task.task for row in self.rows}:
            self.chosen = self.rows[0].task.task if self.rows else ""
        self._tell()

    def choose(self, task: str) -> None:
        """Show one task."""
        self.chosen = task
        self._tell()

    @property
    def row(self) -> TrainingRow | None:
        """The task that is shown."""
        return next((row for row in self.rows if row.task.task == self.chosen), None)

    def _tell(self) -> None:
        row, own = self.row, self.own
        if row is None or own is None:
            self.on_detail(None)
            return
        self.on_detail(
            OwnDetail(
                row.task.task,
                name_of(row.task),
                standing_of(row),
                tone_of(row.level, needed=row.needed, soon=row.soon),
                own_facts(row),
                tuple(act_fact(act) for act in own.history if act.task == row.task.task),
                tuple(self._offers(row)),
            )
        )

    def _offers(self, row: TrainingRow) -> list[Offer]:
        if self.mine and row.to_read:
            return [Offer("read", tr("Read and sign"), "file-text", strong=True)]
        return [Offer("open", tr("Open the document"), "eye")] if row.task.sha256 else []

    def document(self) -> MediaRow | None:
        """Return the document of the task that is shown; None for one that is kept elsewhere."""
        row = self.row
        if row is None or not row.task.sha256:
            return None
        task = row.task
        label = tr("{task}, version {version}", task=name_of(task), version=task.version)
        return MediaRow(task.task, task.sha256, task.file_name, PDF, label)

    def reading(self) -> Any:
        """Return the command that signs what is shown as read; it is signed."""
        assert self.row is not None
        task = self.row.task
        return SignRead(self.signed_in, task.task, task.version, task.sha256)


def rank(row: TrainingRow) -> int:
    """Return the place of a task in the list: to read first, then what waits, what counts, what is not needed."""
    if row.to_read and row.needed:
        return 0
    if row.needed and row.level not in GOOD:
        return 1
    return 2 if row.needed or row.level != "missing" else 3


def line_of(row: TrainingRow) -> ListLine[str]:
    """Return a task as a line."""
    task = row.task
    needed = row.needed or row.level != "missing"
    state = standing_of(row) if needed else tr("Not needed")
    todo = tr("Read and sign") if row.to_read and row.needed else tr("A trainer confirms") if row.to_confirm else ""
    tone = tone_of(row.level, needed=row.needed, soon=row.soon)
    icon = ICONS.get(row.level, "") if needed else "minus"
    return ListLine(task.task, (name_of(task), task.version, state, todo or asked_words(task)), tone, icon)


def counted(rows: tuple[TrainingRow, ...]) -> str:
    """Return how much is to read."""
    count = sum(rank(row) == 0 for row in rows)
    return ntr("{n} procedure to read", "{n} procedures to read", count) if count else tr("Nothing to read")
