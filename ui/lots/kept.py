"""`KeptPresenter`: what the lists that quality keeps (materials, suppliers) share without their looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from ui.desk import Answer, Desk
from ui.pages.list_line import ListLine
from ui.pages.visit import Visit

Row = TypeVar("Row")
Detail = TypeVar("Detail")


class KeptPresenter(Generic[Row, Detail]):
    """KeptPresenter(desk, person, roles). Callbacks: on_lines(lines, words), on_detail(detail | None).

    A subclass asks in `refresh`, hands the rows to `take`, and shows the chosen one in `show`.
    """

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.rows: dict[str, Row] = {}
        self.chosen = ""
        self.on_lines: Callable[[tuple[ListLine[str], ...], str], None] = lambda _lines, _words: None
        self.on_detail: Callable[[Detail | None], None] = lambda _detail: None
        self.desk.on_changed_below(("material/",), self.refresh)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def refresh(self) -> None:
        """Ask anew."""
        raise NotImplementedError

    def show(self) -> None:
        """Show the chosen one, or that there is none."""
        raise NotImplementedError

    def take(self, rows: dict[str, Row], lines: Iterable[ListLine[str]], words: str) -> None:
        """Show these rows; the chosen one stays so for as long as it is among them, else the first is."""
        self.rows = rows
        if self.chosen not in rows:
            self.chosen = next(iter(rows), "")
        self.on_lines(tuple(lines), words)
        self.show()

    def choose(self, key: str) -> None:
        """Show one."""
        self.chosen = key
        self.show()

    def may(self) -> bool:
        """Tell whether the person keeps the list."""
        return "quality" in self.roles

    def do(self, command: Any, then: Callable[[Answer], None]) -> None:
        """Carry out a command that nobody signs."""
        self.desk.do(command, by=self.person, then=then)
