"""The check while an author types: off the screen's thread, one at a time, always of the newest document.

A document that changes while its check is under way is checked again afterwards; the answer of the old one is shown
meanwhile, because most of it still holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from ebr.domain.mbr.check.live import LiveCheck, Located
from ebr.domain.mbr.editing import sample
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.problem import Problem
from ebr.domain.refusal import Refusal
from ebr.wording.edits import sample_lines
from ebr.wording.problems import error_words, problem_words
from ebr.words import tr
from ui.editor.lines import title_of
from ui.editor.model import ProblemShown
from ui.editor.names import FIELDS, field_name
from ui.editor.parts import Part, Parts
from ui.editor.work import INNER
from ui.pages.visit import Visit

SPOKEN: Final = ("field", "left", "right")
"""Parameters of a problem that name a field."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found, and what the formulas of the open entry come to."""

    problems: tuple[ProblemShown, ...]
    card: str
    sample: tuple[str, ...]


class Checking:
    """Checking(desk); check(parts, card). Callback: on_found(Checked). `busy`: one is under way."""

    def __init__(self, desk: Visit) -> None:
        self._desk, self._live = desk, LiveCheck()
        self._next: tuple[Parts, str] | None = None
        self.busy = False
        self._last: tuple[object, str] = (None, "")
        self._known: tuple[str, tuple[str, ...]] = ("", ())
        self.on_found: Callable[[Checked], None] = lambda _found: None

    def check(self, parts: Parts, card: str) -> None:
        """Check a document and work out the samples of an entry, now or when what is under way is through."""
        if parts.mbr is self._last[0] and card == self._last[1]:
            return
        self._next = (parts, card)
        self._go_on()

    def _go_on(self) -> None:
        if self.busy or self._next is None:
            return
        (parts, card), self._next = self._next, None
        self._last = (parts.mbr, card)
        self.busy = True
        self._desk.beside(lambda: self._work(parts, card), lambda said: self._found(parts, said))

    def _work(self, parts: Parts, card: str) -> Checked:
        """On another thread: it reads the document and nothing else."""
        found = tuple(shown_problem(parts, one) for one in self._live.located(parts.mbr))
        return Checked(found, card, self._known[1] if card == self._known[0] else ())

    def _found(self, parts: Parts, found: object) -> None:
        """Problems are told at once; the sample, which takes as long again, when nothing newer waits."""
        self.busy = False
        if isinstance(found, Checked):
            self.on_found(found)
            part = parts.get(found.card)
            if self._next is None and part is not None and part.level == "slot":
                self.busy = True
                self._desk.beside(lambda: sample_words(parts.mbr, found.card), lambda said: self._sampled(found, said))
                return
        self._go_on()

    def _sampled(self, found: Checked, said: object) -> None:
        self.busy = False
        if isinstance(said, tuple):
            self._known = (found.card, said)
            self.on_found(replace(found, sample=said))
        self._go_on()


def sample_words(mbr: Mbr, key: str) -> tuple[str, ...]:
    """Return what the formulas of an entry come to with ordinary values, in words."""
    try:
        found = sample(mbr, key, {})
    except Refusal:
        return ()
    missing = (
        tr("{field}: {problem}", field=field_name(field, "slot"), problem=error_words(error))
        for field, error in found.troubles
    )
    return (*sample_lines(replace(found, troubles=())), *missing)


def shown_problem(parts: Parts, one: Located) -> ProblemShown:
    """Return a problem as the screen shows it: its part and field, where that is in words, what is wrong."""
    key, _, inner = one.part.partition("/")
    if key == "language":
        said = one.problem
        error = said.severity == "error"
        return ProblemShown("languages", "", tr("Languages"), problem_words(said), said.clause, error)
    field = _row_field(parts, key, inner, one.field) if inner else one.field
    part = parts.get(key)
    number = part.number if part is not None else ""
    if part is not None and part.level == "slot":
        above = parts.get(part.inside)
        number = above.number if above is not None else ""
    place = title_of(part, number) if part is not None and part.level not in ("header", "procedure") else ""
    problem = one.problem
    words = problem_words(_by_names(problem, part))
    return ProblemShown(key, field, place, words, problem.clause, problem.severity == "error")


def _by_names(problem: Problem, part: Part | None) -> Problem:
    """The problem with the fields it speaks of as the form calls them; a text file has other names for them."""
    level = part.level if part is not None else ""
    kind = part.it.kind if part is not None and part.level == "slot" else ""
    named = {
        key: field_name(text, level, kind)
        for key, text in problem.params.items()
        if key in SPOKEN and text.rsplit(".", 1)[-1] in FIELDS
    }
    return replace(problem, params={**problem.params, **named}) if named else problem


def _row_field(parts: Parts, key: str, inner: str, field: str) -> str:
    """The field of a row as the forms name it: by the row's position."""
    part = parts.get(key)
    for head in INNER:
        rows = getattr(part.it, head, ()) if part is not None else ()
        at = next((n for n, one in enumerate(rows) if one.id == inner), None)
        if at is not None:
            return f"{head}.{at}.{field}" if field else head
    return field
