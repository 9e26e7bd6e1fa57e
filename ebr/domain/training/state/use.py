"""Whether a person may do a task now, and what is missing (floor-rules 4; 21 CFR 211.25(a)).

Days are whole: training that counts "until" a day counts to its end where the asker is. With a limited validity the
days run from the earlier of reading and confirmation, so one of the two alone never renews the other. Training in an
earlier version counts as long as every later version says so (`earlier_until`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from ebr.domain import subjects
from ebr.domain.decision import Facts
from ebr.domain.people.state import person_in
from ebr.domain.refusal import Refusal
from ebr.domain.training.state.model import Done, TaskState, TrainingState, Version
from ebr.domain.values import Instant, shown_text

Level = Literal["trained", "grace", "waiting", "expired", "old", "missing"]
SEPARATOR: Final = ", "
"""Between the procedures that one step names."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands in a task today.

    "trained", "grace" (in an earlier version, which still counts), "waiting" (read, a trainer confirms), "expired",
    "old" (in an earlier version, which counts no more), "missing". `until` is the last day (ISO) that it counts or
    counted, "" for no end; `version` is the version it is about.
    """

    level: Level
    version: str
    until: str = ""

    @property
    def counts(self) -> bool:
        """Whether the person may do the task."""
        return self.level in {"trained", "grace"}


def tasks_of(sop: str) -> tuple[str, ...]:
    """Return the procedures that a step names: none, one or several."""
    return tuple(dict.fromkeys(name for part in sop.split(",") if (name := part.strip())))


def roots_for(task: str, person: str) -> tuple[str, ...]:
    """Return the roots that `missing` reads; the person's own is for the name."""
    return (subjects.task(task), subjects.training(person), subjects.person(person))


def missing(facts: Facts, task: str, person: str, at: Instant) -> Refusal | None:
    """Refuse a person who may not do a task now; says what is missing and the way out."""
    known, training = facts.get(subjects.task(task)), facts.get(subjects.training(person))
    if not isinstance(known, TaskState) or not known.known:
        return Refusal("task_unknown", task=shown_text(task))
    version = known.current
    if version is None:
        return Refusal("task_withdrawn", task=known.id, title=known.title)
    found = standing(known, training if isinstance(training, TrainingState) else TrainingState(person), at)
    if found.counts:
        return None
    return _refusal(known, version, found, person_in(facts, person).name or person)


def _refusal(task: TaskState, version: Version, found: Standing, who: str) -> Refusal:
    now, title = version.version, version.title
    match found.level:
        case "expired":
            return Refusal("training_expired", person=who, task=task.id, title=title, version=now, since=found.until)
        case "old":
            trained = found.version
            return Refusal("training_old_version", person=who, task=task.id, title=title, version=now, trained=trained)
        case "waiting":
            lacks = "confirmed"
        case _:
            lacks = "both" if version.practical else "read"
    return Refusal("training_missing", person=who, task=task.id, title=title, version=now, missing=lacks)


def standing(task: TaskState, training: TrainingState, at: Instant) -> Standing:
    """Return where a person stands in a task; "missing" for a task that is not in force."""
    version = task.current
    if version is None:
        return Standing("missing", "")
    today = _day(at.wall)
    done = training.of(task.id, version.version)
    here = _of_version(version, done, today)
    if here.counts:
        return here
    earlier = _earlier(task, training, today)
    if earlier is not None and earlier.counts:
        return earlier
    if here.level != "missing" or earlier is None:
        return here
    return earlier


def until(version: Version, done: Done) -> str:
    """Return the last day that complete training in a version counts; "" for ever."""
    days = [mark.day for mark in (done.read, done.confirmed if version.practical else None) if mark is not None]
    if not version.valid_days or not days:
        return ""
    try:
        return (_day(min(days)) + timedelta(days=version.valid_days)).isoformat()
    except OverflowError:
        return ""


def complete(version: Version, done: Done) -> bool:
    """Tell whether everything that a version asks for was done once."""
    return done.read is not None and (done.confirmed is not None or not version.practical)


def may_train(task: TaskState, own: TrainingState, at: Instant) -> bool:
    """Tell whether somebody with this training may confirm others, given the role.

    A trainer read the version in force and was confirmed in it or an earlier one, and neither has run out. Without the
    earlier ones nobody could ever train in a new version.
    """
    version = task.current
    if version is None:
        return False
    practical = (own.of(task.id, known.version).confirmed for known in reversed(task.versions))
    confirmed = next((mark for mark in practical if mark is not None), None)
    return _of_version(version, Done(own.of(task.id, version.version).read, confirmed), _day(at.wall)).counts


def _of_version(version: Version, done: Done, today: date) -> Standing:
    if not complete(version, done):
        return Standing("missing" if done.read is None else "waiting", version.version)
    last = until(version, done)
    over = bool(last) and today > _day(last)
    return Standing("expired" if over else "trained", version.version, last)


def _earlier(task: TaskState, training: TrainingState, today: date) -> Standing | None:
    """Return where the person stands by the latest earlier version that was done; None for none."""
    grace = task.versions[-1].earlier_until
    for place in range(len(task.versions) - 2, -1, -1):
        version = task.versions[place]
        done = training.of(task.id, version.version)
        if complete(version, done):
            own = until(version, done)
            last = min((day for day in (own, grace) if day), default="") if grace else ""
            counts = bool(grace) and today <= _day(last)
            return Standing("grace" if counts else "old", version.version, last)
        grace = min(grace, version.earlier_until)
    return None


def _day(text: str) -> date:
    return date.fromisoformat(text[: len("2026-11-22")])
