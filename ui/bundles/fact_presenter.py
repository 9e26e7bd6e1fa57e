"""A single fact without its looks: read with the scanner, code by code, or shown as codes to another one's scanner.

What is read counts only when every code is there and the station has proved it (`ebr.station.facts`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ebr.domain.refusal import Refusal
from ebr.station.questions import FactRow, Facts
from ebr.wording import refusal_words
from ebr.wording.facts import fact_words, taken_words
from ebr.words import ntr, tr
from ui.desk import Answer, Desk
from ui.pages.offer import Shown
from ui.pages.visit import Visit
from ui.shown import when_of

MARK: Final = "EBRFACT1"


class FactPresenter:
    """FactPresenter(desk, person).

    Callbacks: on_rows(rows, those held here on top), on_progress(words, tone), on_taken(lines of words),
    on_codes(title, texts of the codes), on_refused(words).
    """

    def __init__(self, desk: Desk, person: str) -> None:
        self.desk, self.person = Visit(desk), person
        self.rows: tuple[FactRow, ...] = ()
        self._lines: list[str] = []
        self.on_rows: Callable[[tuple[FactRow, ...]], None] = lambda _rows: None
        self.on_progress: Callable[[str, str], None] = lambda _words, _tone: None
        self.on_taken: Callable[[tuple[str, ...]], None] = lambda _lines: None
        self.on_codes: Callable[[str, tuple[str, ...]], None] = lambda _title, _codes: None
        self.on_refused: Callable[[str], None] = lambda _words: None
        self.desk.on_changed(lambda _roots: self.refresh())

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def refresh(self) -> None:
        """Ask which facts there are."""
        self.desk.ask(Facts(), self._got)

    def _got(self, rows: tuple[FactRow, ...]) -> None:
        if rows != self.rows:
            self.rows = rows
            self.on_rows(rows)

    # -- reading

    def is_code(self, text: str) -> bool:
        """Tell whether a scan is a code of a fact."""
        return text.strip().upper().startswith(MARK)

    def read(self, text: str) -> None:
        """Take the next code; with the last one the fact is proved and taken in. A code of another fact begins anew."""
        from ebr.station.facts import missing

        lines = [*self._lines, *text.split()]
        try:
            left = missing(lines)
        except Refusal as refusal:
            if refusal.code != "fact_mixed" or not self._lines:
                self.on_refused(refusal_words(refusal))
                return
            self._lines.clear()
            self.read(text)
            return
        self._lines = lines
        if left:
            numbers = ", ".join(map(str, left))
            self.on_progress(ntr("Read code {codes} too", "Read codes {codes} too", len(left), codes=numbers), "warn")
            return
        self._lines = []
        self.on_progress("", "")
        self.desk.call("take_fact", lambda said: self._taken(_answer(said)), tuple(lines), self.person)

    def _taken(self, said: Answer) -> None:
        if said.refusal is not None:
            self.on_refused(refusal_words(said.refusal))
            return
        self.on_taken(tuple(taken_words(said.answer)))

    # -- showing

    def show(self, entry: str) -> None:
        """Note that the fact leaves, and show its codes."""
        self.desk.call("export_fact", lambda said: self._shown(entry, _answer(said)), entry, self.person)

    def _shown(self, entry: str, said: Answer) -> None:
        if said.refusal is not None:
            self.on_refused(refusal_words(said.refusal))
            return
        row = next((row for row in self.rows if row.entry == entry), None)
        title = fact_words(row.event, row.about) if row is not None else entry[:16]
        self.on_codes(title, tuple(said.answer["lines"].split("\n")))


def line_of(row: FactRow) -> Shown:
    """Return a fact as it is listed."""
    when = tr("By {station}, {when}", station=row.station, when=when_of(row.at))
    held = tr("Held here until the record arrives") if row.held else ""
    return Shown(fact_words(row.event, row.about), when, held, "warn" if row.held else "")


def _answer(said: Any) -> Answer:
    return Answer(said) if isinstance(said, Refusal) else said
