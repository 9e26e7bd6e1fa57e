"""Training: tasks, the matrix of people and tasks, and one person's own list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from ebr.domain import subjects
from ebr.domain.refusal import Refusal
from ebr.domain.training.commands import RIGHTS, ConfirmTraining
from ebr.domain.training.state import Act, Standing, TaskState, TrainingState, may_train, standing
from ebr.domain.training.state.use import until
from ebr.domain.values import Instant, shown_text
from ebr.station.answers.masters import today
from ebr.station.answers.names import name_of
from ebr.station.questions.training import (
    CellRow,
    MatrixAnswer,
    MatrixRow,
    PersonTraining,
    TaskRow,
    Tasks,
    TaskVersionRow,
    TrainingAct,
    TrainingMatrix,
    TrainingOf,
    TrainingRow,
)
from ebr.storage.views import people as people_view
from ebr.storage.views import training as view

if TYPE_CHECKING:
    from ebr.station.inside import Inside

SOON: Final = 30
"""Days before the end of training from which it is called for."""
UNTRAINED: Final = "recovery"


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works here, with what the person is trained for."""

    person: str
    name: str
    roles: tuple[str, ...]
    training: TrainingState


def tasks(station: Inside, question: Tasks) -> tuple[TaskRow, ...]:
    """Answer `Tasks`."""
    return tuple(_task_row(station, state) for state in _tasks(station, withdrawn=question.withdrawn))


def matrix(station: Inside, _question: TrainingMatrix) -> MatrixAnswer:
    """Answer `TrainingMatrix`."""
    at, found = station.clock.now(), _tasks(station)
    rows = [
        MatrixRow(one.person, one.name, one.roles, tuple(_cell(task, one, at) for task in found))
        for one in _workers(station)
    ]
    return MatrixAnswer(tuple(_task_row(station, task) for task in found), tuple(rows), today(station))


def of_person(station: Inside, question: TrainingOf) -> PersonTraining:
    """Answer `TrainingOf`."""
    person = station.acting.person(question.person)
    if not person.known:
        raise Refusal("person_unknown")
    own, at = _training(station, question.person), station.clock.now()
    worker = Worker(person.person, person.name, person.roles, own)
    workers = _workers(station)
    return PersonTraining(
        worker.person,
        worker.name,
        worker.roles,
        tuple(_row(station, task, worker, workers, at) for task in _tasks(station)),
        tuple(
            TrainingAct(
                act.what,
                act.task,
                act.version,
                name_of(station, act.mark.by),
                act.mark.at,
                _note(act),
            )
            for act in reversed(own.history)
        ),
        today(station),
    )


def _note(act: Act) -> str:
    """Return what was said; the note of a reading is the document's hash, which nobody reads."""
    return "" if act.what == "read" else act.mark.note


def _tasks(station: Inside, *, withdrawn: bool = False) -> list[TaskState]:
    with station.store.reading() as connection:
        lines = view.tasks(connection, withdrawn=withdrawn)
    states = [station.store.state(line.root) for line in lines]
    return [state for state in states if isinstance(state, TaskState)]


def _training(station: Inside, person: str) -> TrainingState:
    state = station.store.state(subjects.training(person))
    assert isinstance(state, TrainingState)
    return state


def _workers(station: Inside) -> list[Worker]:
    with station.store.reading() as connection:
        rows = people_view.people(connection, active_only=True)
    return [
        Worker(row.person, row.name, tuple(row.roles.split()), _training(station, row.person))
        for row in rows
        if UNTRAINED not in row.roles.split()
    ]


def _task_row(station: Inside, state: TaskState) -> TaskRow:
    last = state.versions[-1]
    status = "withdrawn" if state.withdrawn else "contested" if state.contested else "in_force"
    return TaskRow(
        state.id,
        last.version,
        last.title,
        last.valid_days,
        last.practical,
        last.roles,
        last.sha256,
        shown_text(last.value.get("name", ""), 80),
        last.earlier_until,
        status,
        state.withdrawn,
        name_of(station, state.withdrawn_by),
        state.withdrawn_at,
        tuple(
            TaskVersionRow(one.version, one.title, name_of(station, one.by), one.at, one.sha256)
            for one in state.versions
        ),
    )


def _cell(task: TaskState, worker: Worker, at: Instant) -> CellRow:
    found = standing(task, worker.training, at)
    return CellRow(task.id, found.level, found.version, found.until, _needed(task, worker), _soon(found, at))


def _needed(task: TaskState, worker: Worker) -> bool:
    return bool(set(task.versions[-1].roles).intersection(worker.roles))


def _soon(found: Standing, at: Instant) -> bool:
    if not found.counts or not found.until:
        return False
    return (date.fromisoformat(found.until) - date.fromisoformat(at.wall[:10])).days <= SOON


def _row(station: Inside, task: TaskState, worker: Worker, workers: list[Worker], at: Instant) -> TrainingRow:
    version, found = task.versions[-1], standing(task, worker.training, at)
    done, needed, soon = worker.training.of(task.id, version.version), _needed(task, worker), _soon(found, at)
    waits = version.practical and done.read is not None and (done.confirmed is None or soon or found.level == "expired")
    may = [one for one in workers if one.person != worker.person and _trains(task, one, at)] if waits else []
    read, confirmed = done.read, done.confirmed
    # What is renewed early is not asked for again on the same day.
    renew = read is not None and (soon or found.level == "expired") and until(version, done) != ""
    fresh = read is not None and read.day == at.wall[:10]
    return TrainingRow(
        _task_row(station, task),
        found.level,
        found.version,
        found.until,
        needed,
        soon,
        (read is None or renew) and not fresh,
        read.at if read is not None else "",
        confirmed.at if confirmed is not None else "",
        name_of(station, confirmed.by) if confirmed is not None else "",
        confirmed.note if confirmed is not None else "",
        waits,
        tuple(one.person for one in may),
        tuple(one.name for one in may),
    )


def _trains(task: TaskState, worker: Worker, at: Instant) -> bool:
    return bool(set(RIGHTS[ConfirmTraining]).intersection(worker.roles)) and may_train(task, worker.training, at)
