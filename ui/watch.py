"""Walking the whole chain in the background: an edit inside stored bytes is noticed only by walking the hashes.

After each start, and once a day while the program runs, a child process walks every log (record-and-sync.md, "Read
these first" 4). What it finds is grave: it stands on every screen until the program ends, is noted in the record, and
stays on the status screen with the time of the walk. A walk that could not be made is said too, because it proves
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ebr.domain.refusal import Refusal
from ebr.words import tr

WHAT: Final = "chain walk"
"""How a finding of the walk is named in the record."""
FIRST: Final = 3
"""So many findings are written out; the verifier lists all."""


@dataclass(frozen=True, slots=True)
class Walked:
    """The last walk: its end (ISO 8601; "" while the first one goes on), its entries, findings, and why it failed."""

    at: str = ""
    entries: int = 0
    findings: tuple[str, ...] = ()
    failed: str = ""


class Watch:
    """Watch(desk, person, now): `desk` works with children too, `person()` is who is signed in ("" for nobody).

    Callbacks: on_walked(Walked) at the beginning and the end of a walk, on_grave(text, detail) when it found something.
    """

    def __init__(self, desk: Any, person: Callable[[], str], now: Callable[[], datetime]) -> None:
        self._desk, self._person, self._now = desk, person, now
        self._last = Walked()
        self._busy = False
        self.on_walked: Callable[[Walked], None] = lambda _walked: None
        self.on_grave: Callable[[str, str], None] = lambda _text, _detail: None

    def walk(self, folder: str) -> None:
        """Walk everything; one walk at a time."""
        if self._busy:
            return
        self._busy = True
        self.on_walked(self._last)
        self._desk.work({"work": "walk", "folder": folder}, self._done)

    def _done(self, result: Mapping[str, Any] | Refusal | str) -> None:
        self._busy = False
        before, at = self._last, self._now().isoformat(timespec="seconds")
        if isinstance(result, Mapping):
            findings = tuple(_line(one) for one in result["findings"])
            self._last = Walked(at, int(result["entries"]), findings)
        else:
            self._last = Walked(at, findings=before.findings, failed=_why(result))
        self.on_walked(self._last)
        if self._last.findings:
            self._tell(self._last.findings, noted=self._last.findings == before.findings)

    def _tell(self, findings: tuple[str, ...], *, noted: bool) -> None:
        text = tr("The record of this station was changed from outside")
        way_out = tr("Stop working here, keep the machine as it is, and call quality and the administrator.")
        self.on_grave(text, "\n".join((*findings[:FIRST], way_out)))
        if not noted:
            from ebr.domain.station.commands import NoteFault

            command = NoteFault(WHAT, "\n".join(findings))
            self._desk.do(command, by=self._person(), then=lambda _said: None)


def _why(result: Refusal | str) -> str:
    if isinstance(result, str):
        return result or tr("the child process ended")
    from ebr.wording import refusal_words

    return refusal_words(result)


def _line(found: Mapping[str, Any]) -> str:
    if not found["seq"]:
        return str(found["words"])
    return tr("Entry {seq} of log {log}: {words}", seq=found["seq"], log=str(found["log"])[:16], words=found["words"])
