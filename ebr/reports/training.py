"""The training matrix as data: each person with each procedure that the person needs or was trained in (211.25).

An inspector asks who was trained for what on a day; the paper says it for the moment of printing, person by person, and
carries a hash of its rows, so two papers with one hash say the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

from ebr.domain import canonical
from ebr.reports import document as d
from ebr.reports.master_paper import Printed
from ebr.reports.recall import RecallPaper
from ebr.wording import moment_words, role_word
from ebr.wording.training import standing_words
from ebr.words import ntr, tr


@dataclass(frozen=True, slots=True)
class PrintedTask:
    """One procedure in force."""

    task: str
    title: str
    version: str
    valid_days: int
    practical: bool
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedTraining:
    """One person in one procedure; `level`, `trained_version` and `until` as in a `Standing` of training."""

    task: str
    version: str
    level: str
    trained_version: str
    until: str
    read_at: str
    confirmed_at: str
    confirmed_by: str
    evidence: str


@dataclass(frozen=True, slots=True)
class PrintedPerson:
    """One person with what is needed or was done."""

    person: str
    name: str
    roles: tuple[str, ...]
    lines: tuple[PrintedTraining, ...]


def training_paper(tasks: Sequence[PrintedTask], people: Sequence[PrintedPerson], printed: Printed) -> RecallPaper:
    """Return the paper of the matrix."""
    lacking = sum(line.level not in {"trained", "grace"} for person in people for line in person.lines)
    rows = [[_plain(task) for task in map(astuple, tasks)], [_plain(person) for person in map(astuple, people)]]
    return RecallPaper(
        title=tr("Training matrix"),
        about=printed.site,
        words=tr("Who is trained for what"),
        hash=hashlib.sha256(canonical.dumps(rows)).hexdigest(),
        printed=printed,
        facts=(
            d.Fact(tr("Procedures in force"), str(len(tasks))),
            d.Fact(tr("People"), str(len(people))),
            d.Fact(tr("Missing, expired or waiting"), str(lacking)),
        ),
        blocks=(*_tasks(tasks), *(block for person in people for block in _person(person))),
    )


def _plain(value: object) -> canonical.Json:
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    return str(value)


def _tasks(tasks: Sequence[PrintedTask]) -> Iterator[d.Block]:
    columns = (
        d.Column(tr("Number"), 1.2, code=True),
        d.Column(tr("Title"), 2.4),
        d.Column(tr("Version"), 0.7),
        d.Column(tr("What is needed"), 1.6),
        d.Column(tr("Counts for"), 0.8),
        d.Column(tr("Needed by"), 2.0),
    )
    rows = [
        (
            task.task,
            task.title,
            task.version,
            tr("Read and sign, then a trainer confirms") if task.practical else tr("Read and sign"),
            ntr("{n} day", "{n} days", task.valid_days) if task.valid_days else tr("No end"),
            ", ".join(role_word(role) for role in task.roles),
        )
        for task in tasks
    ]
    yield d.Heading(1, "", tr("Procedures in force"), str(len(rows)))
    yield d.Table(columns, rows, dense=True)


def _person(person: PrintedPerson) -> Iterator[d.Block]:
    yield d.Heading(2, "", f"{person.name} ({person.person})", ", ".join(role_word(role) for role in person.roles))
    if not person.lines:
        yield d.Paragraph(tr("No procedure is needed for the roles of this person."))
        return
    columns = (
        d.Column(tr("Number"), 1.2, code=True),
        d.Column(tr("In force"), 0.7),
        d.Column(tr("State"), 2.0),
        d.Column(tr("Read and signed"), 1.5),
        d.Column(tr("Confirmed by"), 2.2),
    )
    yield d.Table(columns, [_cells(line) for line in person.lines], dense=True)


def _cells(line: PrintedTraining) -> tuple[str | d.Cell, ...]:
    words = standing_words(line.level, line.trained_version, line.until)
    confirmed = ", ".join(text for text in (line.confirmed_by, moment_words(line.confirmed_at), line.evidence) if text)
    state: str | d.Cell = words if line.level in {"trained", "grace"} else d.Cell(words, tone="warn")
    return (line.task, line.version, state, moment_words(line.read_at) if line.read_at else "", confirmed)
