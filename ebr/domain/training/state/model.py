"""The states of a task and of a person's training.

A task is its versions in order; the last is in force. Two stations that set different versions without knowing of
each other leave it *contested*: the last in fold order stands with the stricter of what both ask, until quality sets
it anew.
Reading and confirming only add, so they commute; a withdrawal ends everything that its writer knew or that did not know
it (floor-rules 19: the most restrictive counts).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ebr.domain.values import Value


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a procedure as it was last set; `entry` is the hash of that entry."""

    version: str
    title: str
    valid_days: int
    practical: bool
    roles: tuple[str, ...]
    value: Value
    earlier_until: str
    entry: str
    by: str
    at: str

    @property
    def sha256(self) -> str:
        """The document people read, "" for one that is kept elsewhere."""
        return self.value.get("sha256", "")


@dataclass(slots=True)
class TaskState:
    """One task; no versions before it was first set."""

    id: str
    versions: list[Version] = field(default_factory=list)
    contested: bool = False
    withdrawn: str = ""
    withdrawn_by: str = ""
    withdrawn_at: str = ""
    withdrawn_entry: str = ""

    @property
    def known(self) -> bool:
        """Whether it was ever set."""
        return bool(self.versions)

    @property
    def current(self) -> Version | None:
        """The version in force; None before the first and after a withdrawal."""
        return self.versions[-1] if self.versions and not self.withdrawn else None

    @property
    def title(self) -> str:
        """The title of the last version."""
        return self.versions[-1].title if self.versions else ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Who signed what when; `note` is the evidence of a confirmation, the document of a reading."""

    entry: str
    by: str
    at: str
    note: str = ""

    @property
    def day(self) -> str:
        """The day where it was signed (ISO)."""
        return self.at[: len("2026-11-22")]


@dataclass(slots=True)
class Done:
    """What a person has of one version: read, confirmed."""

    read: Mark | None = None
    confirmed: Mark | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the history: `what` is "read", "confirmed" or "withdrawn"."""

    what: str
    task: str
    version: str
    mark: Mark


@dataclass(slots=True)
class TrainingState:
    """What one person is trained for."""

    person: str
    done: dict[str, dict[str, Done]] = field(default_factory=dict)
    """Task -> version -> what counts."""
    ended: dict[str, Mark] = field(default_factory=dict)
    """Task -> the last withdrawal; its note is the reason."""
    history: list[Act] = field(default_factory=list)

    def of(self, task: str, version: str) -> Done:
        """Return what the person has of a version; an empty one for none."""
        return self.done.get(task, {}).get(version, Done())

    def entries(self, task: str) -> tuple[str, ...]:
        """Return the entries that now count for a task."""
        found = self.done.get(task, {}).values()
        return tuple(mark.entry for done in found for mark in (done.read, done.confirmed) if mark is not None)
