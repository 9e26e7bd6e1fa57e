"""The check while an author types: off the screen's thread, one at a time, always of the newest document.

A document that changes while its check is under way is checked again afterwards; the answer of the old one is shown
meanwhile, because most of it still holds.
"""

from __future__ import annotations

from collections.abc import Callable

from ebr.domain.mbr.check.live import LiveCheck, Located
from ebr.wording.problems import problem_words
from ui.editor.lines import title_of
from ui.editor.model import ProblemShown
from ui.editor.parts import Parts
from ui.editor.work import INNER
from ui.pages.visit import Visit


class Checking:
    """Checking(desk); check(parts). Callback: on_found(problems). `busy`: one is under way."""

    def __init__(self, desk: Visit) -> None:
        self._desk, self._live = desk, LiveCheck()
        self._next: Parts | None = None
        self.busy = False
        self._last: object = None
        self.on_found: Callable[[tuple[ProblemShown, ...]], None] = lambda _found: None

    def check(self, parts: Parts) -> None:
        """Check a document, now or when the check under way is through."""
        if parts.mbr is self._last:
            return
        self._next = parts
        self._go_on()

    def _go_on(self) -> None:
        if self.busy or self._next is None:
            return
        parts, self._next = self._next, None
        self._last = parts.mbr
        self.busy = True
        self._desk.beside(lambda: self._work(parts), self._found)

    def _work(self, parts: Parts) -> tuple[ProblemShown, ...]:
        """On another thread: it reads the document and nothing else."""
        return tuple(shown_problem(parts, one) for one in self._live.located(parts.mbr))

    def _found(self, found: object) -> None:
        self.busy = False
        if isinstance(found, tuple):
            self.on_found(found)
        self._go_on()


def shown_problem(parts: Parts, one: Located) -> ProblemShown:
    """Return a problem as the screen shows it: its part and field, where that is in words, what is wrong."""
    key, _, inner = one.part.partition("/")
    field = _row_field(parts, key, inner, one.field) if inner else one.field
    part = parts.get(key)
    number = part.number if part is not None else ""
    if part is not None and part.level == "slot":
        above = parts.get(part.inside)
        number = above.number if above is not None else ""
    place = title_of(part, number) if part is not None and part.level not in ("header", "procedure") else ""
    problem = one.problem
    return ProblemShown(key, field, place, problem_words(problem), problem.clause, problem.severity == "error")


def _row_field(parts: Parts, key: str, inner: str, field: str) -> str:
    """The field of a row as the forms name it: by the row's position."""
    part = parts.get(key)
    for head in INNER:
        rows = getattr(part.it, head, ()) if part is not None else ()
        at = next((n for n, one in enumerate(rows) if one.id == inner), None)
        if at is not None:
            return f"{head}.{at}.{field}" if field else head
    return field
