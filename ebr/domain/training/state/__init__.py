"""What a task asks for in its version in force, and what a person is trained for."""

from __future__ import annotations

from ebr.domain.training.state.apply import State, apply, start
from ebr.domain.training.state.model import Act, Done, Mark, TaskState, TrainingState, Version
from ebr.domain.training.state.use import Standing, may_train, missing, roots_for, standing, tasks_of

__all__ = [
    "Act",
    "Done",
    "Mark",
    "Standing",
    "State",
    "TaskState",
    "TrainingState",
    "Version",
    "apply",
    "may_train",
    "missing",
    "roots_for",
    "standing",
    "start",
    "tasks_of",
]
