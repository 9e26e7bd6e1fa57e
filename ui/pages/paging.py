"""`Pages`: a long list that is asked for page by page, for a table that wants its rows at once.

A table fetches and gets an answer in the same breath; the desk answers later. So the rows that came are kept: a
fetch returns what is here, asks for what is missing, and `arrived` says when it has come. While other words are
searched for, the rows before stay in sight: a list that empties and fills again flickers. Filtering, sorting and
paging are the source's (SQL), never done here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
Came = Callable[[Sequence[T]], None]
Asks = Callable[[int, int, str, str, Came[T]], None]


class Pages(Generic[T]):
    """Pages(ask, arrived). `ask(offset, limit, text, order, came)` calls `came(rows)`, now or later.

    Fewer than `limit` are the last.
    """

    def __init__(self, ask: Asks[T], arrived: Callable[[], None]) -> None:
        self._ask, self._arrived = ask, arrived
        self._key = ("", "")
        self._rows: list[T] = []
        self._whole = False
        self._fresh = False
        self._round = 0
        self._waiting = False
        self._inside = False

    def forget(self) -> None:
        """What is here may be old: the next fetch asks from the first row again."""
        self._fresh, self._waiting = False, False
        self._round += 1

    def fetch(self, offset: int, limit: int, text: str, order: str) -> Sequence[T]:
        """Return the rows that are here, and ask for those that are not."""
        if (text, order) != self._key:
            self._key = (text, order)
            self.forget()
        missing = not self._fresh or (not self._whole and offset + limit > len(self._rows))
        if missing and not self._waiting:
            self._more(offset + limit)
        return self._rows[offset : offset + limit]

    def _more(self, end: int) -> None:
        start = len(self._rows) if self._fresh else 0
        self._waiting, self._inside = True, True
        asked, limit = self._round, end - start
        self._ask(start, limit, *self._key, lambda rows: self._came(asked, start, limit, rows))
        self._inside = False

    def _came(self, asked: int, start: int, limit: int, rows: Sequence[T]) -> None:
        if asked != self._round:
            return
        self._rows = [*self._rows[:start], *rows]
        self._whole = len(rows) < limit
        self._fresh, self._waiting = True, False
        if not self._inside:
            self._arrived()
