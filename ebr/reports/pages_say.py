"""Whether pages say what a record says, however they are laid out: for files that another form of the program drew.

A report of the form that this program draws is compared in everything that shows (`ebr.reports.pdf.compare`). A report
of another form has other pages, so only this is looked for on them: every value as it was recorded, with who and when
behind it, in the order of the record; what was corrected and tried before; every signature. Each form of the report
writes these three next to each other and the same way. What else stands on the pages is not vouched for.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ebr.reports import document as d

NEAR = 600
"""Letters between a value and the person behind it, notes and a broken page among them."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Words that stand on a page, and behind them who and when."""

    value: str
    by: str
    at: str

    def __str__(self) -> str:
        return ", ".join(part for part in (self.value, self.by, self.at) if part)


def facts(document: d.Document) -> Iterator[Fact]:
    """Yield every fact of a record's document, in the order of its pages."""
    yield from (fact for one in document.signatures for fact in _signed(one))
    for block in document.blocks:
        match block:
            case d.Entries():
                yield from (fact for row in block.rows for fact in _entry(row))
            case d.Signature():
                yield from _signed(block)
            case d.ExceptionCard():
                yield from (Fact("", step.by, step.at) for step in block.steps)  # what was done stands behind them
                yield from (fact for one in block.signatures for fact in _signed(one))
            case _:
                pass


def _entry(row: d.Entry) -> Iterator[Fact]:
    yield Fact(row.value, row.by, row.at)
    yield from (Fact(one.value, one.by, one.at) for one in row.earlier)
    yield from (Fact(one.value, one.by, one.at) for one in row.attempts)


def _signed(one: d.Signature) -> Iterator[Fact]:
    yield Fact(one.name, "", one.at)


def missing(document: d.Document, pages: Sequence[Sequence[str]]) -> tuple[list[Fact], int]:
    """Return the facts that the words of these pages do not say, and how many were looked for."""
    text = _Text.of(pages)
    wanted = [fact for fact in facts(document) if fact.at]
    return [fact for fact in wanted if not text.takes(fact)], len(wanted)


@dataclass(slots=True)
class _Text:
    """Words without the spaces between them, as a line may be broken anywhere; where each word begins is kept."""

    letters: str
    edges: list[int]
    taken: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, pages: Sequence[Sequence[str]]) -> _Text:
        words = [word for page in pages for word in page]
        edges = [0]
        for word in words:
            edges.append(edges[-1] + len(word))
        return cls("".join(words), edges)

    def takes(self, fact: Fact) -> bool:
        """Find a fact that no other fact took: the value nearest before its person and time."""
        value, behind = _squeezed(fact.value), _squeezed(fact.by) + _squeezed(fact.at)
        at = self._find(behind, 0)
        while at >= 0:
            found = self._before(value, at) if value else at
            if found >= 0 and found not in self.taken:
                self.taken.add(found)
                return True
            at = self._find(behind, at + 1)
        return False

    def _find(self, words: str, start: int) -> int:
        at = self.letters.find(words, start)
        while at >= 0 and not self._whole(at, words):
            at = self.letters.find(words, at + 1)
        return at

    def _before(self, value: str, end: int) -> int:
        at = self.letters.rfind(value, max(0, end - NEAR), end)
        while at >= 0 and (at in self.taken or not self._whole(at, value)):
            at = self.letters.rfind(value, max(0, end - NEAR), at + len(value) - 1)
        return at

    def _whole(self, at: int, words: str) -> bool:
        """Tell whether these are whole words: 5.5 does not stand in 15.5."""
        return self._edge(at) and self._edge(at + len(words))

    def _edge(self, at: int) -> bool:
        place = bisect_left(self.edges, at)
        return place < len(self.edges) and self.edges[place] == at


def _squeezed(text: str) -> str:
    from ebr.reports.pdf.faces import drawable

    return "".join(unicodedata.normalize("NFC", drawable(text)).split())
