"""What is allowed with tasks and training (contract: `ebr.domain.decision`; 21 CFR 211.25; floor-rules 4, 5)."""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Facts
from ebr.domain.people.state import with_right
from ebr.domain.refusal import Refusal
from ebr.domain.training.commands import (
    RIGHTS,
    ConfirmTraining,
    SetTask,
    SignRead,
    WithdrawTask,
    WithdrawTraining,
)
from ebr.domain.training.rules.learning import confirm, sign_read, withdraw_training
from ebr.domain.training.rules.sheets import sheet
from ebr.domain.training.rules.tasks import set_task, withdraw_task
from ebr.domain.training.state import State, TaskState, TrainingState, roots_for
from ebr.domain.values import Instant

__all__ = ["decide", "needs", "sheet", "signer", "subject"]

Command = SetTask | WithdrawTask | SignRead | ConfirmTraining | WithdrawTraining


def subject(command: Command) -> str:
    """Return the subject whose state decides."""
    if isinstance(command, (SetTask, WithdrawTask)):
        return subjects.task(command.task)
    return subjects.training(command.person)


def needs(command: Command, _state: State) -> tuple[str, ...]:
    """Return the roots of the task, of the person, and of the trainer's own training."""
    match command:
        case SignRead() | WithdrawTraining():
            return (subjects.task(command.task), subjects.person(command.person))
        case ConfirmTraining():
            person = (subjects.person(command.person),)
            return tuple(dict.fromkeys((*roots_for(command.task, command.trainer), *person)))
        case _:
            return ()


def signer(_command: Command, actor: Actor) -> tuple[str, tuple[str, ...]]:
    """Return who signs the event and the roles of which one is the role of the signature: everything is signed."""
    return actor.person, RIGHTS[type(_command)]


@with_right(RIGHTS)
def decide(state: State, facts: Facts, command: Command, actor: Actor, at: Instant) -> Decision:
    """Return the events that a command makes, or why not."""
    if isinstance(state, TaskState):
        assert isinstance(command, (SetTask, WithdrawTask))
        return set_task(state, command) if isinstance(command, SetTask) else withdraw_task(state, command)
    assert isinstance(state, TrainingState)
    match command:
        case SignRead():
            return sign_read(state, facts, command, actor, at)
        case ConfirmTraining():
            return confirm(state, facts, command, actor, at)
        case WithdrawTraining():
            return withdraw_training(state, facts, command)
        case _:  # pragma: no cover - a task's commands have a task's state
            raise Refusal("task_unknown", task="")
