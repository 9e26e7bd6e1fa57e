"""`Children`: every process that this window has started, so that closing leaves none behind.

Orders of `ebr.station.child` do the heavy work; whole commands of this program are run for what has one ("verify").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QProcess

from ebr.domain.refusal import Refusal
from ui.desk import Stop
from ui.qt_child import END_MS, Child, Ended, program


class Children(QObject):
    """Children(parent). Methods: work(order, then, stage) -> stop, run(arguments, then), drawing() -> bool, end()."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._works: set[Child] = set()
        self._commands: set[QProcess] = set()

    def work(self, order: Mapping[str, Any], then: Ended, stage: Callable[[str], None]) -> Stop:
        """Let a child do an order; returns what stops it."""

        def ended(result: Mapping[str, Any] | Refusal | str) -> None:
            self._works.discard(child)
            then(result)

        child = Child(order, ended, stage, self)
        self._works.add(child)
        return child.stop

    def run(self, arguments: list[str], then: Callable[[tuple[int, str]], None]) -> None:
        """Run a command of this program; `then` gets exit code and output."""
        process = QProcess(self)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        name, *first = program()
        self._commands.add(process)

        def ended(code: int, _status: object) -> None:
            self._commands.discard(process)
            then((code, bytes(process.readAll().data()).decode(errors="replace")))
            process.deleteLater()

        process.finished.connect(ended)
        process.start(name, [*first, *arguments])

    def drawing(self) -> bool:
        """Tell whether something is being drawn that somebody asked for."""
        return any(child.kind in ("report", "labels") for child in self._works)

    def end(self) -> None:
        """End them all, and wait until they are gone."""
        for process in tuple(self._commands):
            process.kill()
            process.waitForFinished(END_MS)
        for child in tuple(self._works):
            child.stop()
            child.wait()
