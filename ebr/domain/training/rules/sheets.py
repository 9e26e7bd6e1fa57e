"""What a signature about training shows and covers (21 CFR 11.50, 11.70)."""

from __future__ import annotations

from ebr.domain.canonical import Json
from ebr.domain.decision import Event, Sheet
from ebr.domain.training import events as e
from ebr.domain.training.state import State, TaskState, TrainingState


def sheet(state: State, event: Event) -> Sheet | None:
    """Return what a signature on this event shows and covers; None for an event that nobody signs.

    `state` is the task or the person's training before the event.
    """
    if isinstance(state, TaskState):
        return _of_task(state, event)
    return _of_person(state, event)


def _document(act: str, rows: list[Json]) -> Json:
    return {"act": f"training.{act}", "rows": rows}


def _of_task(state: TaskState, event: Event) -> Sheet | None:
    covered = (state.versions[-1].entry,) if state.versions else ()
    match event:
        case e.TaskSet():
            return Sheet(_document("set_task", _asked(state, event)), covered, "approved")
        case e.TaskWithdrawn():
            rows: list[Json] = [
                ["task", event.task],
                ["task_title", state.title],
                ["version", event.version],
                ["reason", event.reason],
            ]
            return Sheet(_document("withdraw_task", rows), covered, "approved")
        case _:
            return None


def _asked(state: TaskState, event: e.TaskSet) -> list[Json]:
    old = state.versions[-1] if state.versions else None
    return [
        ["task", event.task, ""],
        ["task_title", event.title, old.title if old else ""],
        ["version", event.version, old.version if old else ""],
        ["valid_days", str(event.valid_days), str(old.valid_days) if old else ""],
        ["practical", _yes(flag=event.practical), _yes(flag=old.practical) if old else ""],
        ["needed_by", ", ".join(event.roles), ", ".join(old.roles) if old else ""],
        ["paper", event.value.get("sha256", ""), old.sha256 if old else ""],
        ["earlier_until", event.earlier_until, old.earlier_until if old else ""],
    ]


def _yes(*, flag: bool) -> str:
    return "yes" if flag else "no"


def _of_person(state: TrainingState, event: Event) -> Sheet | None:
    match event:
        case e.ReadSigned():
            rows = [*_what(event), ["paper", event.sha256]]
            return Sheet(_document("read", rows), (), "acknowledged")
        case e.TrainingConfirmed():
            read = state.of(event.task, event.version).read
            rows = [*_what(event), ["evidence", event.evidence]]
            return Sheet(_document("confirm", rows), (read.entry,) if read is not None else (), "verified")
        case e.TrainingWithdrawn():
            ended: list[Json] = [["person", event.person], ["task", event.task], ["reason", event.reason]]
            return Sheet(_document("withdraw", ended), state.entries(event.task), "approved")
        case _:
            return None


def _what(event: e.ReadSigned | e.TrainingConfirmed) -> list[Json]:
    return [
        ["person", event.person],
        ["task", event.task],
        ["task_title", event.title],
        ["version", event.version],
    ]
