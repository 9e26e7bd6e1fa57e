"""A file system for SQLite that writes down everything done to it, and the states a power cut can leave (after SQLite's own test6.c).

Every write, truncation, sync and deletion is kept in order, with the number of actions that were confirmed by then. A power cut is a place in
that list and, for each write that no sync of its file covers, a choice: kept, lost, or torn (some of its 512-byte sectors). Only a sync
makes a file's writes durable, and only a synced deletion is one for certain: the strict reading of POSIX.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import apsw

SECTOR = 512
NAME = "ebr-crash"
Fate = Literal["lost", "kept", "random", "torn"]
FATES: tuple[Fate, ...] = ("lost", "kept", "random", "torn")
Image = dict[str, bytearray]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done to a file; `confirmed` is how many actions had been confirmed before it."""

    kind: Literal["write", "truncate", "sync", "delete"]
    file: str
    confirmed: int
    offset: int = 0
    data: bytes = b""


@dataclass(slots=True)
class Recording:
    """Everything that was done, in order."""

    steps: list[Step] = field(default_factory=list)
    confirmed: int = 0

    def note(
        self, kind: Literal["write", "truncate", "sync", "delete"], file: str, offset: int = 0, data: bytes = b""
    ) -> None:
        self.steps.append(Step(kind, file, self.confirmed, offset, data))

    def syncs(self) -> int:
        return sum(step.kind == "sync" for step in self.steps)


class RecordingVFS(apsw.VFS):
    """The machine's own file system, listened to."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        super().__init__(NAME, "")

    def xOpen(self, name: Any, flags: Any) -> RecordingFile:
        return RecordingFile(self.recording, name, flags)

    def xDelete(self, filename: str, syncdir: int) -> None:
        super().xDelete(filename, syncdir)
        self.recording.note("delete", Path(filename).name, int(syncdir))


class RecordingFile(apsw.VFSFile):
    def __init__(self, recording: Recording, name: Any, flags: Any) -> None:
        self.recording = recording
        plain = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.file = Path(plain).name if plain else ""
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        self.recording.note("write", self.file, offset, bytes(data))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        self.recording.note("truncate", self.file, newsize)
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self.recording.note("sync", self.file)


def power_cuts(recording: Recording, base: Image, count: int, rng: random.Random) -> Iterator[tuple[int, Fate, Image]]:
    """Yield so many states: the actions confirmed before the cut, what became of unsynced writes, and the files."""
    durable = {name: bytearray(data) for name, data in base.items()}
    pending: list[Step] = []
    done = 0
    for cut in sorted(rng.randrange(1, len(recording.steps) + 1) for _ in range(count)):
        for step in recording.steps[done:cut]:
            pending = _after(durable, pending, step)
        done = cut
        fate = rng.choice(FATES)
        yield recording.steps[cut - 1].confirmed, fate, _survivors(durable, pending, fate, rng)


def _after(durable: Image, pending: list[Step], step: Step) -> list[Step]:
    if step.kind == "sync":
        for waiting in pending:
            if waiting.file == step.file:
                _do(durable, waiting)
        return [waiting for waiting in pending if waiting.file != step.file]
    if step.kind == "delete" and step.offset:
        _do(durable, step)
        return [waiting for waiting in pending if waiting.file != step.file]
    return [*pending, step]


def _survivors(durable: Image, pending: list[Step], fate: Fate, rng: random.Random) -> Image:
    image = {name: bytearray(data) for name, data in durable.items()}
    for step in pending:
        if fate == "kept" or (fate != "lost" and rng.random() < 0.5):
            _do(image, step, rng if fate == "torn" else None)
    return image


def _do(image: Image, step: Step, torn: random.Random | None = None) -> None:
    if step.kind == "delete":
        image.pop(step.file, None)
        return
    content = image.setdefault(step.file, bytearray())
    if step.kind == "truncate":
        del content[step.offset :]
        return
    end = step.offset + len(step.data)
    content.extend(bytes(max(0, end - len(content))))
    for at in range(0, len(step.data), SECTOR if torn else max(len(step.data), 1)):
        part = step.data[at : at + SECTOR] if torn else step.data
        if torn is None or torn.random() < 0.5:
            content[step.offset + at : step.offset + at + len(part)] = part
