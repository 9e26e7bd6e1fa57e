"""Trying a scanner, without its looks. No Qt.

Nothing of it goes into the record: the codes stand for nothing, and a scanner is the terminal's, not a batch's. That a
separator came is remembered while the program runs, as with the printed check symbol (`ui.execution.scans`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from ebr.station.scanner_check import elements
from ui.desk import Desk
from ui.pages.visit import Visit
from ui.scanner import words
from ui.scanner.verdict import GS, RIGHT, SEPARATOR, Verdict, typed, verdict
from ui.scanner.words import Said

LEAST: Final = 6
"""Fewer signs are no scan."""


class Terminal(Protocol):
    """What is remembered of the terminal's scanners."""

    separators: bool


class ScannerPresenter:
    """ScannerPresenter(desk, terminal). Callbacks: on_codes(kind -> rows), on_said(Said).

    `scanned(text)` for a scan, identifier included; `typed(text, ended)` for what stands in the field; `nothing()`.
    """

    def __init__(self, desk: Desk, terminal: Terminal) -> None:
        self.desk, self._terminal = Visit(desk), terminal
        self.on_codes: Callable[[Mapping[str, tuple[str, ...]]], None] = lambda _codes: None
        self.on_said: Callable[[Said], None] = lambda _said: None

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def refresh(self) -> None:
        """Have the codes drawn, and wait."""
        self.desk.beside(elements, self._drawn)
        self.on_said(words.waiting())

    def _drawn(self, codes: Any) -> None:
        if isinstance(codes, Mapping):
            self.on_codes(codes)

    def scanned(self, text: str) -> bool:
        """Judge a scan; True when it is right."""
        found = verdict(text)
        if found.code is not None and GS in found.code.text and found.kind in (RIGHT, SEPARATOR):
            self._terminal.separators = found.kind == RIGHT
        return self._tell(found, text)

    def typed(self, text: str, *, ended: bool) -> bool:
        """Judge what came key by key; too little of it says nothing."""
        return len(text) >= LEAST and self._tell(typed(text, ended=ended), text)

    def nothing(self) -> None:
        """Whoever holds the scanner sees nothing happen."""
        self.on_said(words.nothing())

    def _tell(self, found: Verdict, text: str) -> bool:
        self.on_said(words.said(found, text))
        return found.kind == RIGHT
