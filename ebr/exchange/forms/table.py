"""What both kinds of forms come down to: tables of texts under a title, with their places in words."""

from __future__ import annotations

from dataclasses import dataclass

from ebr.exchange.imported import At
from ebr.words import tr

MOST_CELLS = 200_000


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, all of one width; `title` is the heading before it or the sheet's name.

    `first` is the number of its first row in the file (a table in a sheet may begin further down).
    """

    name: str
    title: str
    rows: tuple[tuple[str, ...], ...]
    first: int = 1

    def at(self, row: int, column: int | None = None) -> At:
        """Return the place of a row or cell, counted from 0 inside the table."""
        number = str(self.first + row)
        if column is None:
            return At(tr("{table}, row {row}", table=self.name, row=number))
        return At(tr("{table}, row {row}, column {column}", table=self.name, row=number, column=str(column + 1)))


@dataclass(frozen=True, slots=True)
class Left:
    """A text of the file outside every table, or a part that is not read; `code` words it."""

    at: At
    text: str
    code: str = "no_place"


@dataclass(frozen=True, slots=True)
class Form:
    """The tables of a file in order, and what is in it besides."""

    file: str
    tables: tuple[Table, ...]
    left: tuple[Left, ...]


def rectangle(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """Return rows of one width, filled up with empty cells."""
    width = max((len(row) for row in rows), default=0)
    return tuple(tuple(row + [""] * (width - len(row))) for row in rows)
