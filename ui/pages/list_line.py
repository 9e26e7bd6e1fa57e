"""`ListLine`: one row of a list as its presenter says it. Plain data; `ListPage` and `DataTable` show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class ListLine(Generic[Key]):
    """A row: what it is chosen by, one text for each column, its tone and icon (as of `TableRow`)."""

    key: Key
    cells: tuple[str, ...]
    tone: str = ""
    icon: str = ""
