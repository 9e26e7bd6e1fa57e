"""Questions about training: the tasks, who is trained for what, and what one person has to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tasks:
    """The tasks people are trained for, by number -> `tuple[TaskRow, ...]`; `withdrawn`: also those out of force."""

    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class TaskVersionRow:
    """One version of a procedure, as it was last set."""

    version: str
    title: str
    set_by: str
    set_at: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task with its version in force; see `ebr.domain.training.events.TaskSet`.

    `status`: "in_force", "contested" (two stations set different versions apart; quality sets it anew) or "withdrawn".
    `versions` from the first on.
    """

    task: str
    version: str
    title: str
    valid_days: int
    practical: bool
    roles: tuple[str, ...]
    sha256: str
    file_name: str
    earlier_until: str
    status: str
    withdrawn: str
    withdrawn_by: str
    withdrawn_at: str
    versions: tuple[TaskVersionRow, ...]


@dataclass(frozen=True, slots=True)
class TrainingMatrix:
    """Everybody who works here and every task in force -> `MatrixAnswer`."""


@dataclass(frozen=True, slots=True)
class CellRow:
    """Where a person stands in a task; `level` as in `ebr.domain.training.state.Standing`.

    `needed`: the task is one for a role of the person. `soon`: it ends within 30 days.
    """

    task: str
    level: str
    version: str
    until: str
    needed: bool
    soon: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One person; a cell for each task, in the order of the tasks."""

    person: str
    name: str
    roles: tuple[str, ...]
    cells: tuple[CellRow, ...]


@dataclass(frozen=True, slots=True)
class MatrixAnswer:
    """The matrix of people and tasks on a day (ISO)."""

    tasks: tuple[TaskRow, ...]
    people: tuple[MatrixRow, ...]
    today: str


@dataclass(frozen=True, slots=True)
class TrainingOf:
    """What one person is trained for and has to do -> `PersonTraining`. Raises `Refusal` for nobody."""

    person: str


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """One task of a person. Times and names are empty where there is none.

    `to_read`: the version in force is to be read and signed now. `to_confirm`: it was read, a trainer is next; then
    `trainers` are the people who can confirm and `trainer_names` their names. Where it is nobody, quality looks at
    evidence.
    """

    task: TaskRow
    level: str
    trained_version: str
    until: str
    needed: bool
    soon: bool
    to_read: bool
    read_at: str
    confirmed_at: str
    confirmed_by: str
    evidence: str
    to_confirm: bool
    trainers: tuple[str, ...]
    trainer_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrainingAct:
    """One line of the history: `what` is "read", "confirmed" or "withdrawn"; `note` the evidence or the reason."""

    what: str
    task: str
    version: str
    by: str
    at: str
    note: str


@dataclass(frozen=True, slots=True)
class PersonTraining:
    """A person's training: a row for each task in force, and what happened, the newest first."""

    person: str
    name: str
    roles: tuple[str, ...]
    rows: tuple[TrainingRow, ...]
    history: tuple[TrainingAct, ...]
    today: str
