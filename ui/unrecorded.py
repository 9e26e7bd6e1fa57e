"""What somebody had typed and not recorded when the program ended without a word (a kill, a cut of power).

A small text in the station's folder, `unrecorded.json`, beside `places.json` and like it no part of the record: nothing
folds or verifies it, no backup, bundle or diagnosis package takes it along, no log of the program repeats it. Missing
or damaged, nothing is offered. What was typed in the last second, and before a cut of power in the last few, may be
missing.

Decided from floor-rules and ux.md 1.6:

- A value exists when it is recorded, never before (contemporaneous recording). So nothing comes back into a field by
  itself: the screen says "You had typed 25.4 at 14:03; it was not recorded", and only the person's own hand fills it in
  again, looks at it, and presses Enter. A stray Enter after a restart records nothing old.
- It is the person's alone. Second entries are made without sight of the first: nobody else at the terminal is shown it,
  not even that there is something. Another operating system's user cannot read the file either.
- Never kept: passwords; readings of a device (they are read again); scans of a patient's identifiers and the ticks of a
  clearance or a check (looked at again, `ui.execution.unfinished`); what the record already has as an attempt.
- It is gone when the entry was recorded or closed, when the field was emptied, when the person signed out or the
  program was closed on purpose, and when it is older than the longest shift (12 hours).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

FILE: Final = "unrecorded.json"
SHIFT: Final = timedelta(hours=12)
EVERY: Final = timedelta(seconds=1)
"""The file is written no more often."""
MINE: Final = 0o600
Key = tuple[str, str, str]
"""Person, batch, address of the entry."""


@dataclass(frozen=True, slots=True)
class Left:
    """The parts that somebody had typed, and the moment of the last letter."""

    parts: Mapping[str, str]
    at: datetime


def _now() -> datetime:
    return datetime.now().astimezone()


class Unrecorded:
    """Unrecorded(folder): keep(person, typed) each second; of(person, batch, address) after a start; drop when done."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = _now) -> None:
        self._file, self._now = folder / FILE, now
        self._before = _read(self._file)
        """What the last run of the program left, until somebody has dealt with it."""
        self._typed: dict[Key, Left] = {}
        self._written: datetime | None = None
        self._rows: list[dict[str, object]] | None = None
        """What stands in the file; None before this run wrote it."""

    def of(self, person: str, batch: str, address: str) -> Left | None:
        """Return what the person had typed there before the program ended; None for nothing, or too long ago."""
        found = self._before.get((person, batch, address))
        return found if found is not None and self._young(found) else None

    def keep(self, person: str, typed: Mapping[tuple[str, str], Mapping[str, str]]) -> None:
        """The person has typed this by now, and nothing else."""
        others = {key: left for key, left in self._typed.items() if key[0] != person}
        found = {
            (person, batch, address): self._dated((person, batch, address), parts)
            for (batch, address), parts in typed.items()
        }
        self._typed = {**others, **found}
        self.follow()

    def drop(self, person: str, batch: str, address: str) -> None:
        """It was recorded, its entry was closed, or the person has it in the field again."""
        self._before.pop((person, batch, address), None)
        self._typed.pop((person, batch, address), None)
        self.follow()

    def forget(self, person: str = "") -> None:
        """The person has left on purpose; without a person, everybody has. Waits for no second."""
        self._before = {key: left for key, left in self._before.items() if person and key[0] != person}
        self._typed = {key: left for key, left in self._typed.items() if person and key[0] != person}
        self._written = None
        self.follow()

    def follow(self) -> None:
        """Have the file say what is so now, at most once a second; what grew too old meanwhile leaves it."""
        now = self._now()
        rows = [_row(key, left) for key, left in {**self._before, **self._typed}.items() if self._young(left)]
        if rows != self._rows and (self._written is None or abs(now - self._written) >= EVERY):
            self._written, self._rows = now, rows
            self._write(rows)

    def _dated(self, key: Key, parts: Mapping[str, str]) -> Left:
        old = self._typed.get(key)
        return old if old is not None and old.parts == parts else Left(dict(parts), self._now())

    def _young(self, left: Left) -> bool:
        """A clock that was put back makes nothing younger than now."""
        return timedelta() <= self._now() - left.at <= SHIFT

    def _write(self, rows: list[dict[str, object]]) -> None:
        """Whole or not at all; a folder that cannot be written keeps nothing, and nothing depends on it."""
        partial = self._file.with_name(f"{FILE}.new")
        with suppress(OSError):
            if not rows:
                self._file.unlink(missing_ok=True)
                return
            partial.touch(MINE)
            partial.write_text(json.dumps(rows, indent=1), encoding="utf-8")
            partial.replace(self._file)


def _row(key: Key, left: Left) -> dict[str, object]:
    person, batch, address = key
    at = left.at.isoformat(timespec="seconds")
    return {"person": person, "batch": batch, "address": address, "at": at, "parts": dict(left.parts)}


def _read(file: Path) -> dict[Key, Left]:
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
        return {
            (str(row["person"]), str(row["batch"]), str(row["address"])): Left(
                {str(name): str(text) for name, text in row["parts"].items()}, _moment(row["at"])
            )
            for row in rows
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found
