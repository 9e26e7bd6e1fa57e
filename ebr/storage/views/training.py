"""The tasks people are trained for, as a list; who is trained for what is folded when it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import TEXT, Column, Connection, Integer, MetaData, Table, select

from ebr.domain.decision import Recorded
from ebr.domain.training.state import State, TaskState
from ebr.storage.views.view import Rows

METADATA = MetaData()
TASKS = Table(
    "training_tasks",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("task", TEXT, nullable=False),
    Column("version", TEXT, nullable=False),
    Column("title", TEXT, nullable=False),
    Column("in_force", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task as lists show it; `in_force` is 0 after a withdrawal."""

    root: str
    task: str
    version: str
    title: str
    in_force: int


@dataclass(frozen=True, slots=True)
class TasksView:
    """One row per task."""

    name: str = "training_tasks"
    version: int = 1
    aggregate: str = "training"
    table: Table = TASKS

    def rows(self, _root: str, state: State, _touched: Sequence[Recorded] | None, /) -> Rows:
        """Return the task's row; none for what a person is trained for."""
        if not isinstance(state, TaskState) or not state.known:
            return {(): None}
        row = {
            "task": state.id,
            "version": state.versions[-1].version,
            "title": state.title,
            "in_force": 0 if state.withdrawn else 1,
        }
        return {(): row}


VIEW = TasksView()


def tasks(connection: Connection, *, withdrawn: bool = False) -> list[TaskLine]:
    """Return the tasks in force, with `withdrawn` all of them, by number."""
    query = select(TASKS).order_by(TASKS.c.task)
    if not withdrawn:
        query = query.where(TASKS.c.in_force == 1)
    return [TaskLine(*row) for row in connection.execute(query)]
