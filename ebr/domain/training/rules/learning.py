"""Reading and signing, the trainer's confirmation, and withdrawal of a person's training (21 CFR 211.25(a))."""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Draft, Facts
from ebr.domain.people.state import PersonState, may_act, person_in
from ebr.domain.refusal import Refusal
from ebr.domain.training import events as e
from ebr.domain.training.commands import ConfirmTraining, SignRead, WithdrawTraining
from ebr.domain.training.rules.tasks import LONGEST_REASON
from ebr.domain.training.state import Mark, TaskState, TrainingState, Version, may_train
from ebr.domain.values import Instant, clean_text, shown_text


def sign_read(state: TrainingState, facts: Facts, command: SignRead, actor: Actor, at: Instant) -> Decision:
    """Everybody reads for themselves, the version in force, the document that was opened."""
    if command.person != actor.person:
        raise Refusal("training_read_for_other", person=shown_text(command.person))
    task, version = _in_force(facts, command.task, command.version)
    _present(facts, command.person)
    if command.sha256 != version.sha256:
        raise Refusal("training_document", task=task.id, version=version.version)
    read = state.of(task.id, version.version).read
    if read is not None and not _again(read, version, at):
        raise Refusal("training_read_already", task=task.id, version=version.version, at=read.at)
    event = e.ReadSigned(command.person, task.id, version.version, version.title, version.sha256)
    return Decision((Draft(subjects.training(command.person), event),))


def confirm(state: TrainingState, facts: Facts, command: ConfirmTraining, actor: Actor, at: Instant) -> Decision:
    """A trainer trained in the task confirms; quality also with evidence of training elsewhere; nobody the own."""
    if command.trainer != actor.person:
        raise Refusal("trainer_signs", person=shown_text(command.trainer))
    task, version = _in_force(facts, command.task, command.version)
    who = _present(facts, command.person)
    if command.person == command.trainer:
        raise Refusal("trainer_is_same", name=who.name)
    if not version.practical:
        raise Refusal("training_not_practical", task=task.id, version=version.version)
    done = state.of(task.id, version.version)
    if done.read is None:
        raise Refusal("training_read_first", person=who.name, task=task.id, version=version.version)
    if done.confirmed is not None and not _again(done.confirmed, version, at):
        raise Refusal("training_confirmed_already", task=task.id, version=version.version, at=done.confirmed.at)
    evidence = clean_text(command.evidence, LONGEST_REASON)
    _trainer(facts, task, actor, at, evidence)
    event = e.TrainingConfirmed(command.person, task.id, version.version, version.title, command.trainer, evidence)
    return Decision((Draft(subjects.training(command.person), event),))


def withdraw_training(state: TrainingState, facts: Facts, command: WithdrawTraining) -> Decision:
    """Everything that the person has of the task counts no more."""
    task = facts.get(subjects.task(command.task))
    if not isinstance(task, TaskState) or not task.known:
        raise Refusal("task_unknown", task=shown_text(command.task))
    if not state.entries(task.id):
        raise Refusal("training_none", person=shown_text(command.person), task=task.id)
    reason = clean_text(command.reason, LONGEST_REASON)
    if not reason:
        raise Refusal("reason_missing")
    event = e.TrainingWithdrawn(command.person, task.id, reason)
    return Decision((Draft(subjects.training(command.person), event),))


def _in_force(facts: Facts, name: str, number: str) -> tuple[TaskState, Version]:
    task = facts.get(subjects.task(name))
    if not isinstance(task, TaskState) or not task.known:
        raise Refusal("task_unknown", task=shown_text(name))
    version = task.current
    if version is None:
        raise Refusal("task_withdrawn", task=task.id, title=task.title)
    if version.version != number:
        raise Refusal("task_version_not_in_force", task=task.id, asked=shown_text(number), version=version.version)
    return task, version


def _present(facts: Facts, person: str) -> PersonState:
    state = person_in(facts, person)
    refusal = may_act(state)
    if refusal is not None:
        raise refusal
    return state


def _again(mark: Mark, version: Version, at: Instant) -> bool:
    """Tell whether it may be renewed: where training ends after some days, and on a later day."""
    return bool(version.valid_days) and mark.day != at.wall[: len(mark.day)]


def _trainer(facts: Facts, task: TaskState, actor: Actor, at: Instant, evidence: str) -> None:
    own = facts.get(subjects.training(actor.person))
    trained = isinstance(own, TrainingState) and may_train(task, own, at)
    if trained or (evidence and "quality" in actor.roles):
        return
    raise Refusal("trainer_not_trained", name=actor.name or actor.person, task=task.id)
