"""`Child`: this program once more, in a process of its own, doing one order (`ebr.station.child`).

The order goes in over standard input, because it may hold a key; lines of JSON come back. What a child cannot do is
told and changes nothing: it only reads the record, so its fault stops no writing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from PySide6.QtCore import QObject, QProcess

from ebr import applog
from ebr.domain.refusal import Refusal
from ebr.station.child import FLAG
from ebr.words import language

END_MS: Final = 1000
Ended = Callable[[Mapping[str, Any] | Refusal | str], None]
"""Facts; or the Refusal; or, when the child itself failed or was stopped, the last line it said ("" for none)."""


def program() -> list[str]:
    """Return how this program is started: as a bundle, or as a module of its Python."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ui"]


class Child(QObject):
    """Child(order, ended, stage, parent): begins at once. stop() ends it, and `ended` is told all the same.

    Attribute: kind, the name of the work.
    """

    def __init__(
        self, order: Mapping[str, Any], ended: Ended, stage: Callable[[str], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.kind = str(order["work"])
        self._ended, self._stage = ended, stage
        self._result: Mapping[str, Any] | Refusal | None = None
        self._errors = b""
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)
        name, *arguments = [*program(), FLAG]
        self._process.start(name, arguments)
        self._process.write(json.dumps({"language": language(), **order}).encode() + b"\n")
        self._process.closeWriteChannel()

    def _read(self) -> None:
        while self._process.canReadLine():
            line = json.loads(bytes(self._process.readLine().data()))
            if "stage" in line:
                self._stage(line["stage"])
            elif "refused" in line:
                self._result = Refusal(line["refused"]["code"], **line["refused"]["params"])
            else:
                self._result = line["done"]

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._tell(self._process.errorString())

    def _finished(self, code: int, _status: object) -> None:
        self._read()
        said = bytes(self._process.readAllStandardError().data()).decode(errors="replace")
        if self._result is not None and code == 0:
            self._tell(self._result)
            return
        sys.stderr.write(said)
        lines = [line for line in said.splitlines() if line.strip()]
        self._tell(lines[-1] if lines else "")

    def _tell(self, result: Mapping[str, Any] | Refusal | str) -> None:
        ended = "failed" if isinstance(result, str) else getattr(result, "code", "done")
        applog.note("child", work=self.kind.replace(" ", "_"), end=ended)
        self._ended(result)
        self.deleteLater()

    def stop(self) -> None:
        """End it now; what it was writing under another name stays unfinished and unnamed."""
        with suppress(RuntimeError):  # it may have ended, and Qt have forgotten it
            self._process.kill()

    def wait(self) -> None:
        """Wait until it is gone."""
        with suppress(RuntimeError):
            self._process.waitForFinished(END_MS)
