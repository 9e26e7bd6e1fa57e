"""The tasks people are trained for, without their looks: versions, what each asks for, setting and withdrawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ebr.domain.training.commands import READERS, SetTask, WithdrawTask
from ebr.station.questions import MediaRow
from ebr.station.questions.training import TaskRow, Tasks
from ebr.wording.parameters import moment_words
from ebr.words import ntr, tr
from ui.desk import Desk
from ui.pages.list_line import ListLine
from ui.pages.offer import Offer, Shown
from ui.pages.visit import Visit
from ui.training.words import asked_words, days_words, name_of, roles_words

PDF: Final = "application/pdf"
GIVEN: Final = READERS
"""Roles a task can be for."""


@dataclass(frozen=True, slots=True)
class TaskDetail:
    """One task in full: facts, its versions and what may be done."""

    key: str
    title: str
    state: str
    tone: str
    facts: tuple[Shown, ...]
    versions: tuple[Shown, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class TaskForm:
    """What is typed to set a version."""

    task: str = ""
    version: str = ""
    title: str = ""
    valid_days: str = ""
    practical: bool | None = None
    roles: tuple[str, ...] = ()
    earlier_until: str = ""


class TaskPresenter:
    """TaskPresenter(desk, roles). Callbacks: on_lines(lines, words), on_detail(TaskDetail | None)."""

    def __init__(self, desk: Desk, roles: tuple[str, ...]) -> None:
        self.desk, self.roles = Visit(desk), roles
        self.rows: dict[str, TaskRow] = {}
        self.chosen = ""
        self.on_lines: Callable[[tuple[ListLine[str], ...], str], None] = lambda _lines, _words: None
        self.on_detail: Callable[[TaskDetail | None], None] = lambda _detail: None
        self.desk.on_changed_below(("training/task/",), self.refresh)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def refresh(self) -> None:
        """Ask anew."""
        self.desk.ask(Tasks(withdrawn=True), self._got)

    def _got(self, rows: tuple[TaskRow, ...]) -> None:
        self.rows = {row.task: row for row in rows}
        force = sum(row.status != "withdrawn" for row in rows)
        wanted = self.chosen  # the list brings its highlighted line along
        self.on_lines(tuple(line_of(row) for row in rows), ntr("{n} in force", "{n} in force", force))
        self.chosen = wanted
        if self.chosen not in self.rows:
            self.chosen = next(iter(self.rows), "")
        self.choose(self.chosen)

    def choose(self, task: str) -> None:
        """Show one task."""
        self.chosen = task
        row = self.rows.get(task)
        self.on_detail(detail_of(row, tuple(self._offers(row))) if row is not None else None)

    @property
    def may_set(self) -> bool:
        """Quality sets tasks."""
        return "quality" in self.roles

    def _offers(self, row: TaskRow) -> list[Offer]:
        found = []
        if self.may_set:
            found.append(Offer("version", tr("Set a new version"), "plus", strong=row.status == "contested"))
            if row.status != "withdrawn":
                found.append(Offer("change", tr("Change what it asks for"), "pencil"))
                found.append(Offer("withdraw", tr("Withdraw"), "ban"))
        if row.sha256:
            found.append(Offer("open", tr("Open the document"), "eye"))
        return found

    def form(self, *, new: bool) -> TaskForm:
        """Return what stands in the form for the chosen task: a new version of it, or the same."""
        row = self.rows[self.chosen]
        version = next_version(row.version) if new else row.version
        until = "" if new else row.earlier_until
        return TaskForm(row.task, version, row.title, str(row.valid_days), row.practical, row.roles, until)

    def setting(self, given: TaskForm, document: Mapping[str, str] | None) -> Any:
        """Return the command that sets a version; without a document that of the same version stays. It is signed."""
        row = self.rows.get(given.task)
        same = row is not None and row.version == given.version
        if document is None and same and row is not None and row.sha256:
            document = {"media": PDF, "name": row.file_name, "sha256": row.sha256}
        days = int(given.valid_days) if given.valid_days.isdecimal() else -1
        return SetTask(
            given.task,
            given.version,
            given.title,
            days if given.valid_days else 0,
            bool(given.practical),
            given.roles,
            dict(document or {}),
            given.earlier_until,
        )

    def withdrawal(self, reason: str) -> Any:
        """Return the command that takes the chosen task out of force; it is signed."""
        return WithdrawTask(self.chosen, reason)

    def document(self) -> MediaRow:
        """Return the document of the chosen task."""
        row = self.rows[self.chosen]
        label = tr("{task}, version {version}", task=name_of(row), version=row.version)
        return MediaRow(row.task, row.sha256, row.file_name, PDF, label)


def next_version(version: str) -> str:
    """Return the number after a plain number, else nothing to start from."""
    return str(int(version) + 1) if version.isascii() and version.isdecimal() else ""


def missing(given: TaskForm, *, document: bool) -> str:
    """Return what is still to fill in; "" for nothing. `document`: one is chosen or said to be kept elsewhere."""
    needed = {tr("Number"): given.task, tr("Version"): given.version, tr("Title"): given.title}
    empty = next((name for name, text in needed.items() if not text), "")
    if empty:
        return tr("Fill in: {what}", what=empty)
    if given.valid_days and not (given.valid_days.isascii() and given.valid_days.isdecimal()):
        return tr("Days are a whole number, 0 for no end")
    if given.practical is None:
        return tr("Choose what is needed")
    if not given.roles:
        return tr("Choose who needs it")
    return "" if document else tr("Choose the document, or that it is kept elsewhere")


def line_of(row: TaskRow) -> ListLine[str]:
    """Return a task as a line."""
    state = state_of(row)
    icon = {"withdrawn": "ban", "contested": "alert-triangle"}.get(row.status, "file-text")
    tone = {"withdrawn": "quiet", "contested": "warn"}.get(row.status, "")
    return ListLine(row.task, (row.task, row.title, row.version, asked_words(row), state), tone, icon)


def state_of(row: TaskRow) -> str:
    """Return where a task stands, in words."""
    words = {"withdrawn": tr("Withdrawn"), "contested": tr("Set twice apart")}
    return words.get(row.status, tr("In force"))


def detail_of(row: TaskRow, offers: tuple[Offer, ...]) -> TaskDetail:
    """Return a task in full."""
    facts = [
        Shown(tr("Version"), row.version),
        Shown(tr("What is needed"), asked_words(row)),
        Shown(tr("Counts for"), days_words(row)),
        Shown(tr("Needed by"), roles_words(row.roles)),
        Shown(tr("Document"), row.file_name if row.sha256 else tr("Kept elsewhere")),
    ]
    if row.earlier_until:
        facts.append(Shown(tr("Earlier training"), tr("counts until {day}", day=row.earlier_until)))
    if row.status == "contested":
        words = tr("Two stations set different versions apart. Until quality sets one, the stricter counts.")
        facts.append(Shown(tr("To decide"), tr("Set the version in force"), words, "warn"))
    if row.status == "withdrawn":
        facts.append(Shown(tr("Withdrawn by"), row.withdrawn_by, f"{moment_words(row.withdrawn_at)} · {row.withdrawn}"))
    versions = tuple(
        Shown(tr("Version {version}", version=one.version), one.title, f"{one.set_by} · {moment_words(one.set_at)}")
        for one in reversed(row.versions)
    )
    tone = {"withdrawn": "crit", "contested": "warn"}.get(row.status, "")
    return TaskDetail(row.task, name_of(row), state_of(row), tone, tuple(facts), versions, offers)
