"""Take one entry about training into account; never raises."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

from ebr.domain.decision import Recorded
from ebr.domain.signature import Signed
from ebr.domain.training import events as e
from ebr.domain.training.state.model import Act, Done, Mark, TaskState, TrainingState, Version
from ebr.domain.values import Stamp

State = TaskState | TrainingState


def start(root: str) -> State:
    """Return the state of a root before its first entry: a task or what a person is trained for."""
    _, kind, name = (*root.split("/", 2), "", "")[:3]
    return TaskState(unquote(name)) if kind == "task" else TrainingState(name)


def apply(state: State, recorded: Recorded) -> State:
    """Return the state with one entry more."""
    if isinstance(state, TaskState):
        _task(state, recorded)
    else:
        _person(state, recorded)
    return state


def _task(state: TaskState, recorded: Recorded) -> None:
    stamp = recorded.stamp
    match recorded.event:
        case e.TaskSet() as event:
            _set(state, event, recorded)
        case e.TaskWithdrawn() as event:
            state.withdrawn, state.withdrawn_by = event.reason or "-", _who(event.signed, stamp)
            state.withdrawn_at, state.withdrawn_entry = stamp.at.wall, stamp.hash
        case _:
            pass


def _set(state: TaskState, event: e.TaskSet, recorded: Recorded) -> None:
    made = _version(event, recorded.stamp)
    before = state.versions[-1] if state.versions else None
    apart = before is not None and before.entry in recorded.beside
    if before is not None and apart:
        made = _stricter(made, before)
    # A withdrawal that the writer did not know of stays: quality decides with both before the eyes.
    if state.withdrawn and state.withdrawn_entry not in recorded.beside:
        state.withdrawn = state.withdrawn_by = state.withdrawn_at = state.withdrawn_entry = ""
    state.contested = apart and before is not None and before.version != made.version
    state.versions = [known for known in state.versions if known.version != made.version] + [made]


def _version(event: e.TaskSet, stamp: Stamp) -> Version:
    return Version(
        event.version,
        event.title,
        event.valid_days,
        event.practical,
        event.roles,
        event.value,
        event.earlier_until,
        stamp.hash,
        _who(event.signed, stamp),
        stamp.at.wall,
    )


def _stricter(made: Version, other: Version) -> Version:
    days = [days for days in (made.valid_days, other.valid_days) if days]
    return replace(
        made,
        practical=made.practical or other.practical,
        valid_days=min(days, default=0),
        earlier_until=min(made.earlier_until, other.earlier_until),
    )


def _person(state: TrainingState, recorded: Recorded) -> None:
    stamp = recorded.stamp
    match recorded.event:
        case e.ReadSigned() as event:
            mark = Mark(stamp.hash, _who(event.signed, stamp), stamp.at.wall, event.sha256)
            state.history.append(Act("read", event.task, event.version, mark))
            _count(state, event.task, event.version, Done(read=mark), recorded)
        case e.TrainingConfirmed() as event:
            mark = Mark(stamp.hash, _who(event.signed, stamp), stamp.at.wall, event.evidence)
            state.history.append(Act("confirmed", event.task, event.version, mark))
            _count(state, event.task, event.version, Done(confirmed=mark), recorded)
        case e.TrainingWithdrawn() as event:
            mark = Mark(stamp.hash, _who(event.signed, stamp), stamp.at.wall, event.reason)
            state.history.append(Act("withdrawn", event.task, "", mark))
            state.done.pop(event.task, None)
            state.ended[event.task] = mark
        case _:
            pass


def _count(state: TrainingState, task: str, version: str, new: Done, recorded: Recorded) -> None:
    """Let a mark count; one whose writer did not know of the withdrawal before it does not."""
    ended = state.ended.get(task)
    if ended is not None and ended.entry in recorded.beside:
        return
    done = state.done.setdefault(task, {}).setdefault(version, Done())
    done.read, done.confirmed = new.read or done.read, new.confirmed or done.confirmed


def _who(signed: Signed | None, stamp: Stamp) -> str:
    return signed.person if signed is not None else stamp.by
