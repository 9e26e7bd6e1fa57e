"""Label printers: `send(data)` prints one job and says honestly what became of it (floor-rules 10; 21 CFR 211.125).

Three outcomes, and nothing between them:

* "printed": the printer said afterwards that nothing is left to print.
* "not_printed": nothing was sent, or it was refused before it began. It may be sent again.
* "unknown": the printer fell silent, was unplugged or stopped between taking the job and confirming it. Somebody must
  look and say how many labels came out: the caller asks "Printed?" and records the answer; it never prints again by
  itself.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Protocol

from ebr.devices.host_status import ASK, HostStatus, read_status
from ebr.devices.transport import Line, Talk, why_of
from ebr.domain.refusal import Refusal

ANSWER_SECONDS: Final = 3.0
PRINT_SECONDS: Final = 30.0
POLL_SECONDS: Final = 0.15
SURE: Final = 2
"""So often in a row it says that nothing is left: the last label may still be under the head at the first time."""
LARGEST: Final = 4 * 1024 * 1024
MOST_FILES: Final = 1_000_000
State = Literal["printed", "not_printed", "unknown"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job. `trouble` says why it is not "printed"; `file` names what a printer into files wrote."""

    state: State
    printer: str
    trouble: Refusal | None = None
    file: str = ""

    @property
    def printed(self) -> bool:
        """Whether the printer confirmed it."""
        return self.state == "printed"

    @property
    def ask(self) -> bool:
        """Whether somebody must look and say what was printed."""
        return self.state == "unknown"


class Printer(Protocol):
    """Prints a job; never raises for what a printer can do."""

    def send(self, data: bytes) -> Outcome:
        """Print one job."""

    def trouble(self) -> Refusal | None:
        """Say what stands against printing now; None when it is ready."""


class ZplPrinter:
    """ZplPrinter(open_line, name): a printer that reads ZPL and answers ~HS, over TCP 9100 or serial.

    `print_seconds` is how long it may take from the job to the confirmation.
    """

    def __init__(self, open_line: Callable[[], Line], name: str, *, print_seconds: float = PRINT_SECONDS) -> None:
        self._open, self.name, self._print_seconds = open_line, name, print_seconds

    def trouble(self) -> Refusal | None:
        """As `Printer.trouble`."""
        try:
            with Talk(self._open(), self.name) as talk:
                return self._status(talk).trouble(self.name)
        except Refusal as refusal:
            return refusal

    def send(self, data: bytes) -> Outcome:
        """As `Printer.send`; the printer is asked before and after."""
        if len(data) > LARGEST:
            return self._outcome("not_printed", Refusal("print_too_large", printer=self.name))
        try:
            line = self._open()
        except Refusal as refusal:
            return self._outcome("not_printed", refusal)
        with Talk(line, self.name) as talk:
            return self._job(talk, data)

    def _job(self, talk: Talk, data: bytes) -> Outcome:
        try:
            before = self._status(talk)
        except Refusal as refusal:
            return self._outcome("not_printed", refusal)
        trouble = before.trouble(self.name)
        if trouble is None and not before.idle:
            trouble = Refusal("printer_busy", printer=self.name)  # its answer could not be told from ours
        if trouble is not None:
            return self._outcome("not_printed", trouble)
        try:
            talk.say(data)
            return self._confirmed(talk)
        except Refusal as refusal:  # part of it may be on paper
            return self._outcome("unknown", refusal)

    def _confirmed(self, talk: Talk) -> Outcome:
        """Ask until nothing is left. A printer that stops in the middle may have printed some of it."""
        end, idle = time.monotonic() + self._print_seconds, 0
        while time.monotonic() < end:
            now = self._status(talk)
            trouble = now.trouble(self.name)
            if trouble is not None:
                return self._outcome("unknown", trouble)
            idle = idle + 1 if now.idle else 0
            if idle == SURE:
                return self._outcome("printed")
            talk.drain(POLL_SECONDS)
        return self._outcome("unknown", Refusal("printer_slow", printer=self.name, seconds=f"{self._print_seconds:g}"))

    def _status(self, talk: Talk) -> HostStatus:
        talk.say(ASK)
        end, data = time.monotonic() + ANSWER_SECONDS, b""
        while (remaining := end - time.monotonic()) > 0:
            data = (data + talk.hear(remaining))[-1024:]
            status = read_status(data)
            if status is not None:
                return status
        if data:
            raise talk.garbage(data)
        raise talk.silent(ANSWER_SECONDS)

    def _outcome(self, state: State, trouble: Refusal | None = None) -> Outcome:
        return Outcome(state, self.name, trouble)


class FilePrinter:
    """FilePrinter(folder, name, suffix=".pdf"): each job is a file of its own, numbered, never written over."""

    def __init__(self, folder: Path, name: str, *, suffix: str = ".pdf") -> None:
        self._folder, self.name, self._suffix = folder, name, suffix

    def trouble(self) -> Refusal | None:
        """As `Printer.trouble`."""
        if self._folder.is_dir() and os.access(self._folder, os.W_OK):
            return None
        return Refusal("printer_folder", printer=self.name, folder=str(self._folder))

    def send(self, data: bytes) -> Outcome:
        """As `Printer.send`: whole and durable on the disk, or not there."""
        try:
            file = self._free()
            part = file.with_name(f".{file.name}.part")
            with part.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.link(part, file) if hasattr(os, "link") else part.rename(file)
            part.unlink(missing_ok=True)
        except OSError as error:
            trouble = Refusal("file_not_written", file=str(self._folder), why=why_of(error))
            return Outcome("not_printed", self.name, trouble)
        return Outcome("printed", self.name, file=str(file))

    def _free(self) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, MOST_FILES):
            file = self._folder / f"{self.name}-{number:06}{self._suffix}"
            if not file.exists():
                return file
        raise FileExistsError(str(self._folder))
