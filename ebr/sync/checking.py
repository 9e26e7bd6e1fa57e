"""The checking of what arrives, beside the writer: walking seals, decoding, folding; in this process or in another.

`submit` gives a task, `result` waits for the answer to the oldest one; at most `width` are under way. In between the
caller fetches the next entries from the network and hands the ones before to the writer, so all of it happens at once
without a thread.

`Beside` has child processes of the same program, each with two pipes: one while somebody works here, up to one for each
core otherwise, because seals are nine tenths of the work. A message is four bytes of length and msgpack of the
tagged classes below: plain values that either side reads strictly, nothing that could be called. The child reads the
store itself (`mode=ro`) to fold a root; it has no key, writes nothing, and ends with its standard input. A child that
dies is a fault of the round, not of the record: nothing it had not answered was taken.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final, Protocol

import msgspec

from ebr.storage import views
from ebr.storage.aggregates import AGGREGATES
from ebr.storage.arrived import Filled
from ebr.storage.chain import Broken, Entry
from ebr.storage.fault import Fault
from ebr.storage.pause import without_collections
from ebr.storage.reader import Reader
from ebr.storage.receiving import Checked, Standing, checked_bodies, checked_until, proved
from ebr.storage.refolding import Refolded, refolded
from ebr.storage.setting import Setting
from ebr.storage.store import Store

COMMAND: Final = "sync-check"
"""The hidden command by which the program starts itself as a child."""
MOST_CHILDREN: Final = 4
NICE: Final = 5
"""Where cores are few, a person's step comes first."""


class Check(msgspec.Struct, frozen=True, tag=True):
    """Walk entries that follow on a standing, and make them ready for the writer."""

    before: Standing
    entries: tuple[Entry, ...]
    seals: bool = True
    """False for entries whose seals were all checked before: of a bundle that was looked through (`Prove`)."""


class Prove(msgspec.Struct, frozen=True, tag=True):
    """Walk entries that follow on a standing, seals and all, and say only whether they are sound."""

    before: Standing
    entries: tuple[Entry, ...]


class Compare(msgspec.Struct, frozen=True, tag=True):
    """Compare bodies with the headers that are here."""

    entries: tuple[Entry, ...]
    bodies: dict[int, bytes]


class Fold(msgspec.Struct, frozen=True, tag=True):
    """Make the rows of a root anew, as the store stands now; `own` is the log of this station."""

    root: str
    own: str


class Trouble(msgspec.Struct, frozen=True, tag=True):
    """A `Broken` on its way."""

    code: str
    params: dict[str, str]

    def error(self) -> Broken:
        """Return it as what is raised."""
        return Broken(self.code, **self.params)


class Walked(msgspec.Struct, frozen=True, tag=True):
    """What is sound, and what stopped the walk."""

    found: Checked
    trouble: Trouble | None = None


class Proved(msgspec.Struct, frozen=True, tag=True):
    """Where a walk stands, how many were sound, and what stopped it."""

    behind: Standing
    sound: int
    trouble: Trouble | None = None


class Compared(msgspec.Struct, frozen=True, tag=True):
    """Bodies ready to be filled in."""

    parts: tuple[Filled, ...]


class Folded(msgspec.Struct, frozen=True, tag=True):
    """A root made anew."""

    found: Refolded


Task = Check | Prove | Compare | Fold
Found = Walked | Proved | Compared | Folded | Trouble


class Checking(Protocol):
    """Whoever does the tasks."""

    width: int
    """How many tasks may be under way at once."""

    def submit(self, task: Task) -> None:
        """Begin a task; at most `width` are begun and not answered."""

    def result(self) -> Found:
        """Wait for the answer to the oldest task."""

    def close(self) -> None:
        """Be done."""


class Here:
    """Does each task at once, in this process: for few entries and for tests."""

    width = 1

    def __init__(self, folder: Path, setting: Setting | None = None) -> None:
        self._folder = folder
        self._setting = setting or Setting()
        self._reader: Reader | None = None
        self._found: Found | None = None

    def submit(self, task: Task) -> None:
        """As `Checking.submit`, and done with it."""
        self._found = self._done(task)

    def result(self) -> Found:
        """As `Checking.result`."""
        found, self._found = self._found, None
        if found is None:
            raise Fault("no task was given")
        return found

    def close(self) -> None:
        """As `Checking.close`."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _done(self, task: Task) -> Found:
        match task:
            case Check():
                found, broken = checked_until(task.before, task.entries, seals=task.seals)
                return Walked(found, _trouble(broken))
            case Prove():
                behind, sound, broken = proved(task.before, task.entries)
                return Proved(behind, sound, _trouble(broken))
            case Compare():
                return _compared(task.entries, task.bodies)
            case Fold():
                return Folded(self._folded(task))

    def _folded(self, task: Fold) -> Refolded:
        if self._reader is None:
            self._reader = Store.read(self._folder, self._setting)
        with self._reader.reading() as connection:
            return refolded(connection, task.root, task.own, self._setting.views, self._setting.aggregates)


class Beside:
    """Does the tasks in child processes of this program, in turns; each has at most one."""

    def __init__(self, folder: Path, width: int = 1) -> None:
        self.width = width
        self._children = [_started(folder) for _ in range(width)]
        self._given = 0
        self._answered = 0

    def submit(self, task: Task) -> None:
        """As `Checking.submit`."""
        child = self._children[self._given % self.width]
        assert child.stdin is not None
        self._given += 1
        try:
            _send(child.stdin, task)
        except OSError as wrong:
            raise Fault(f"the checking process has ended: {wrong}") from wrong

    def result(self) -> Found:
        """As `Checking.result`."""
        child = self._children[self._answered % self.width]
        assert child.stdout is not None
        self._answered += 1
        data = _receive(child.stdout)
        if data is None:
            raise Fault(f"the checking process has ended with {child.wait()}")
        with without_collections():
            found: Found = msgspec.msgpack.decode(data, type=Found)
        return found

    def close(self) -> None:
        """As `Checking.close`; a child ends with its input."""
        for child in self._children:
            for pipe in (child.stdin, child.stdout):
                assert pipe is not None
                with suppress(BrokenPipeError):
                    pipe.close()
        for child in self._children:
            child.wait()


def cores() -> int:
    """Return how many children are worth starting: one for each core, at most four."""
    return max(1, min(MOST_CHILDREN, os.cpu_count() or 1))


def _started(folder: Path) -> subprocess.Popen[bytes]:
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ebr.sync.checking"]
    arguments = [COMMAND, str(folder)] if getattr(sys, "frozen", False) else [str(folder)]
    return subprocess.Popen([*program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def serve(folder: Path, tasks: IO[bytes], answers: IO[bytes]) -> None:
    """Be the child: answer tasks until there are no more."""
    here = Here(folder, Setting(views=views.ALL, aggregates=AGGREGATES))
    data = _receive(tasks)
    while data is not None:
        with without_collections():  # a batch makes many plain values and no cycles
            here.submit(msgspec.msgpack.decode(data, type=Task))
            _send(answers, here.result())
        data = _receive(tasks)
    here.close()


def _trouble(broken: Broken | None) -> Trouble | None:
    return None if broken is None else Trouble(broken.code, broken.params)


def _compared(entries: Sequence[Entry], bodies: dict[int, bytes]) -> Found:
    try:
        return Compared(tuple(checked_bodies(entries, bodies)))
    except Broken as broken:
        return Trouble(broken.code, broken.params)


def _send(pipe: IO[bytes], message: Any) -> None:  # noqa: ANN401 - one of the classes above
    data = msgspec.msgpack.encode(message)
    pipe.write(len(data).to_bytes(4, "big"))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes | None:
    length = pipe.read(4)
    return pipe.read(int.from_bytes(length, "big")) if len(length) == 4 else None  # noqa: PLR2004 - the length's own


def serve_standard(folder: Path) -> None:
    """Be the child on standard input and output; what any library prints does not run into the answers."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(folder, sys.stdin.buffer, answers)


if __name__ == "__main__":
    serve_standard(Path(sys.argv[1]))
