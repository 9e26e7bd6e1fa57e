"""The audit trail without its looks: who did what when, old and new value, reason.

Filtered, searched and paged by the station.

Every entry of the log has its line, whatever it is (21 CFR 11.10(e); Annex 11, 9): nothing is left out, and the
filters only choose. Times stand as recorded, with their zone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ebr.station.questions import AuditPage, AuditRow, AuditTrail, People, PersonRow
from ebr.wording import event_words, meaning_words, severity_word
from ebr.words import mark, ntr, tr
from ui.desk import Desk
from ui.pages.paging import Pages
from ui.pages.visit import Visit

KINDS: Final[Mapping[str, str]] = {
    "": mark("All"),
    "values": mark("Values"),
    "changes": mark("Changes"),
    "attempts": mark("Attempts"),
    "signatures": mark("Signatures"),
    "exceptions": mark("Exceptions"),
    "access": mark("Access"),
    "system": mark("System"),
}
BATCH_KINDS: Final = ("", "values", "changes", "attempts", "signatures", "exceptions")
"""Filters that make sense inside one batch."""
MARKED: Final[Mapping[str, str]] = {
    "batch.value-corrected": "pencil",
    "batch.attempt-recorded": "alert-triangle",
    "batch.exception-raised": "alert-triangle",
    "batch.step-signed": "signature",
    "batch.issued": "signature",
    "batch.issue-checked": "signature",
    "batch.completed": "signature",
    "batch.reviewed": "signature",
    "batch.decided": "signature",
    "master.signed": "signature",
    "master.submitted": "signature",
    "block.approved": "signature",
    "block.withdrawn": "signature",
    "draft.saved": "pencil",
    "station.sign-in-failed": "alert-triangle",
    "station.person-locked": "lock",
}
WARNED: Final = ("batch.attempt-recorded", "batch.exception-raised", "station.sign-in-failed", "station.person-locked")


SINGLE: Final = ("number", "text", "choice", "check", "time", "scan", "seconds", "done")
"""Parts that are the whole value of an entry."""
MEANT: Final = ("performed", "recorded", "witnessed", "verified", "approved")


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry in words: time, who, what, where, old, new, reason, and its number in the log."""

    key: int
    cells: tuple[str, ...]
    icon: str = ""
    tone: str = ""


class TrailPresenter:
    """TrailPresenter(desk, batch="").

    `pages.fetch` feeds the table; on_arrived() when rows came, on_total(text), on_people(rows).
    """

    def __init__(self, desk: Desk, batch: str = "") -> None:
        self.desk = Visit(desk)
        self.asked = AuditTrail(batch=batch)
        self.pages: Pages[TrailLine] = Pages(self._ask, self._arrived)
        self.on_arrived: Callable[[], None] = lambda: None
        self.on_total: Callable[[str], None] = lambda _text: None
        self.on_people: Callable[[tuple[PersonRow, ...]], None] = lambda _rows: None
        self.desk.on_changed(self._changed)

    def start(self) -> None:
        """Ask who there is to filter by."""
        self.desk.ask(People(), self.on_people)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def _changed(self, roots: frozenset[str]) -> None:
        if not self.asked.batch or f"batch/{self.asked.batch}" in roots:
            self._again()

    def choose(self, *, batch: str | None = None, kind: str | None = None, person: str | None = None) -> None:
        """Another filter; what is not given stays."""
        before = self.asked
        self.asked = replace(
            before,
            batch=before.batch if batch is None else batch,
            kind=before.kind if kind is None else kind,
            person=before.person if person is None else person,
        )
        self._again()

    def newest(self, *, first: bool) -> None:
        """Newest or oldest at the top."""
        self.asked = replace(self.asked, newest_first=first)
        self._again()

    def _arrived(self) -> None:
        self.on_arrived()

    def _again(self) -> None:
        self.pages.forget()
        self.on_arrived()

    def _ask(
        self, offset: int, limit: int, text: str, _order: str, came: Callable[[Sequence[TrailLine]], None]
    ) -> None:
        def answered(page: AuditPage) -> None:
            self.on_total(ntr("{n} entry", "{n} entries", page.total))
            came([line_of(row) for row in page.rows])

        self.desk.ask(replace(self.asked, text=text, offset=offset, limit=limit), answered)


def value_words(text: str) -> str:
    """Return a recorded value without the name of its only part; codes of meanings and classes as words.

    A number stays as it is written in the log: the trail shows what is kept, field by field.
    """
    name, colon, value = text.partition(": ")
    if colon and name in SINGLE and "," not in value:
        return value
    return meaning_words(text) if text in MEANT else severity_word(text)


def line_of(row: AuditRow) -> TrailLine:
    """Return an entry in words."""
    name = row.event.partition("/")[0]
    when = f"{row.wall[:10]} {row.wall[11:19]} {row.wall[-6:]}"
    who = row.by_name or row.by or tr("Station")
    old, new = (value_words(text) for text in (row.old, row.new))
    cells = (when, who, event_words(row.event), row.where, old, new, row.reason, str(row.seq))
    tone = "warn" if name in WARNED else ""
    return TrailLine(row.seq, cells, MARKED.get(name, ""), tone)
