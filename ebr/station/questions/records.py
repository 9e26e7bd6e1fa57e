"""Questions about signatures, exceptions, lists and the audit trail, and their answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Preview:
    """What would signing this command cover? -> `SheetAnswer`. Raises `Refusal` when it could not be signed."""

    command: Any
    person: str


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """The sheet: `seen` goes back with the command; `lines` are label, value text, limits text, mark.

    `at` is the station's time when it was asked for: what the sentence says, and not the computer's. `kept` says that
    the lines are the very texts that are signed; else they are words for it, in the form of the screen that asks.
    """

    title: str
    meaning: str
    sentence: str
    role: str
    seen: str
    name: str
    lines: tuple[SheetLine, ...]
    exceptions: tuple[str, ...]
    instruction: str
    at: str
    kept: bool = False


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One covered entry. `mark`: "", "attempts", "changed", "out", "alert", "skipped"."""

    label: str
    value: str
    limits: str
    by_name: str
    mark: str


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Exceptions -> `tuple[ExceptionRow, ...]`, open first; `batch` empty: of all batches."""

    batch: str = ""
    person: str = ""
    open_only: bool = False


@dataclass(frozen=True, slots=True)
class Batches:
    """All batches, newest first -> `tuple[BatchRow, ...]`."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A line of the list of batches."""

    batch: str
    product: str
    mbr: str
    version: str
    status: str
    size: str
    issued_at: str
    open_exceptions: int
    identifiers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AuditTrail:
    """A page of the audit trail -> `AuditPage`. `batch` empty: everything on this station."""

    batch: str = ""
    text: str = ""
    person: str = ""
    kind: str = ""
    """"" all, "values", "changes", "attempts", "signatures", "exceptions", "access", "system"."""
    offset: int = 0
    limit: int = 100
    newest_first: bool = True


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The rows of the page and how many match in all."""

    rows: tuple[AuditRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One entry of the log, readable."""

    seq: int
    wall: str
    zone: str
    by: str
    by_name: str
    event: str
    where: str
    old: str
    new: str
    reason: str
    hash: str
    subject: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """Reason tiles for an exception, a correction -> `tuple[str, ...]` (English msgids from policy)."""

    purpose: str
