"""Setting a version of a procedure in force, and taking a procedure out of force."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from ebr.domain import subjects
from ebr.domain.decision import Decision, Draft
from ebr.domain.people.state import ROLES
from ebr.domain.refusal import Refusal
from ebr.domain.training import events as e
from ebr.domain.training.commands import READERS, SetTask, WithdrawTask
from ebr.domain.training.state import TaskState, Version
from ebr.domain.values import Value, clean_text, shown_text

NAME: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9 ._:/()-]{0,38}[A-Za-z0-9)])?")
"""A procedure's number: what a step names between commas."""
VERSION: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9 .-]{0,14}[A-Za-z0-9])?")
LONGEST_TITLE: Final = 120
LONGEST_REASON: Final = 500
MOST_DAYS: Final = 3650
SHA256: Final = re.compile(r"[0-9a-f]{64}")
PDF: Final = "application/pdf"


def set_task(state: TaskState, command: SetTask) -> Decision:
    """Put a version in force; the number of an earlier version never comes back, a version's document never changes."""
    if not NAME.fullmatch(command.task):
        raise Refusal("task_name", task=shown_text(command.task))
    if not VERSION.fullmatch(command.version):
        raise Refusal("task_version", version=shown_text(command.version), task=command.task)
    event = e.TaskSet(
        command.task,
        command.version,
        _title(command),
        _days(command.valid_days),
        command.practical,
        _roles(command.roles),
        _document(command),
        _day(command.earlier_until),
    )
    _follows(state, event)
    return Decision((Draft(subjects.task(command.task), event),))


def withdraw_task(state: TaskState, command: WithdrawTask) -> Decision:
    """Take it out of force."""
    if not state.known:
        raise Refusal("task_unknown", task=shown_text(command.task))
    if state.withdrawn:
        raise Refusal("task_withdrawn", task=state.id, title=state.title)
    reason = clean_text(command.reason, LONGEST_REASON)
    if not reason:
        raise Refusal("reason_missing")
    event = e.TaskWithdrawn(state.id, state.versions[-1].version, reason)
    return Decision((Draft(subjects.task(state.id), event),))


def _follows(state: TaskState, event: e.TaskSet) -> None:
    same = next((known for known in state.versions if known.version == event.version), None)
    if same is None:
        return
    if same is not state.versions[-1] or state.withdrawn:
        raise Refusal("task_version_used", task=state.id, version=event.version)
    if same.sha256 != event.value.get("sha256", ""):
        raise Refusal("task_document_changed", task=state.id, version=event.version)
    if not state.contested and _says(same) == _said(event):
        raise Refusal("task_unchanged", task=state.id, version=event.version)


def _says(known: Version) -> tuple[object, ...]:
    return (known.title, known.valid_days, known.practical, known.roles, known.earlier_until)


def _said(event: e.TaskSet) -> tuple[object, ...]:
    return (event.title, event.valid_days, event.practical, event.roles, event.earlier_until)


def _title(command: SetTask) -> str:
    title = clean_text(command.title, LONGEST_TITLE)
    if not title or "\n" in title:
        raise Refusal("task_title", task=command.task)
    return title


def _days(days: int) -> int:
    if not 0 <= days <= MOST_DAYS:
        raise Refusal("task_days", days=str(days), most=str(MOST_DAYS))
    return days


def _roles(roles: tuple[str, ...]) -> tuple[str, ...]:
    wrong = next((role for role in roles if role not in READERS), None)
    if wrong is not None:
        raise Refusal("role_unknown", role=shown_text(wrong))
    return tuple(role for role in ROLES if role in roles)


def _document(command: SetTask) -> Value:
    value = dict(command.value)
    if value and (not SHA256.fullmatch(value.get("sha256", "")) or value.get("media") != PDF):
        raise Refusal("task_document", name=shown_text(value.get("name", "")))
    return value


def _day(text: str) -> str:
    if not text:
        return ""
    try:
        found = date.fromisoformat(text).isoformat()
    except ValueError:
        found = ""
    if found != text:
        raise Refusal("task_until", text=shown_text(text))
    return text
