"""What a view is: a disposable table of rows computed from folded states (codebases.md 6).

    table      its primary key begins with the column `root`; the columns after it in the primary key are the row's key
    rows       a pure function of the folded state: {key: row}, `None` for a row that must not be there

`rows(root, state, None)` gives every row of the root; the projector then replaces all of them. `rows(root, state,
touched)` gives at least the rows that those newly recorded events can have changed, and may say `None` for one that is
gone. Both must lead to the same table: a property test folds, projects entry by entry, rebuilds, and compares.

Cells are text, whole numbers or None, never floats, so `views_digest` is the same on every machine. A view neither
reads other tables nor knows arrival numbers or sync state. A change of `rows` or of the table needs a new `version`:
the view is then rebuilt at the next start.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Table

from ebr.domain.decision import Recorded

Cell = str | int | None
Key = tuple[str | int, ...]
"""The primary key of a row after `root`; empty for a view with one row per root."""
Row = Mapping[str, Cell]
"""The columns that are not in the primary key, by name; every one of them is named."""
Rows = Mapping[Key, Row | None]


class View(Protocol):
    """One read model. A module of `ebr.storage.views` writes its own out as a class or as a `StateView`."""

    @property
    def name(self) -> str:
        """The table's name, permanent."""
        ...

    @property
    def version(self) -> int:
        """Raised with every change of what the rows hold."""
        ...

    @property
    def aggregate(self) -> str:
        """The kind of root it shows: "batch", "person" ... (`ebr.domain.subjects.kind_of`)."""
        ...

    @property
    def table(self) -> Table:
        """Its table."""
        ...

    def rows(self, root: str, state: Any, touched: Sequence[Recorded] | None, /) -> Rows:  # noqa: ANN401 - each aggregate's own
        """Return the rows of the root (all of them when `touched` is None)."""
        ...
