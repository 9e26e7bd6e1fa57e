"""What the editor shows, as plain frozen data: outline, one page with its cards, problems, comments, the bar.

The presenter makes it, the views draw it; equal data draws nothing anew, which keeps the caret where it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Control = Literal["line", "code", "lines", "pick", "tick", "whole", "formula", "suggest", "list", "marks"]
"""How a field is typed.

line, code (an id or a code of the plant), lines (several lines), pick (one of a closed list), tick (yes or no), whole
number, formula (with completion), suggest (free, with suggestions), list (one text a line), marks (several of a list).
"""


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One field: its path inside the part, its name, its value as text, and what is wrong with it."""

    path: str
    name: str
    control: Control
    value: str
    span: int = 1
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    needed: bool = False
    wrong: str = ""
    tone: str = ""
    changed: bool = False
    fixed: bool = False
    """It is shown and cannot be changed here."""


@dataclass(frozen=True, slots=True)
class RowsShown:
    """A list inside a part (answers, lines, figures): each row is a tuple of fields. `fresh` names the rows to add."""

    path: str
    name: str
    rows: tuple[tuple[FieldShown, ...], ...]
    add: str
    fresh: tuple[tuple[str, str], ...] = ()
    movable: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand together; `folded` ones stay behind a button, with what they say in a few words beside it."""

    key: str
    title: str
    fields: tuple[FieldShown, ...]
    folded: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """One comment on a part."""

    key: str
    who: str
    when: str
    text: str
    open: bool
    part: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class CardShown:
    """A part on the page: folded to a line, or open with its form."""

    key: str
    title: str
    detail: str
    icon: str
    level: str
    open: bool
    badges: tuple[str, ...] = ()
    changed: bool = False
    problems: int = 0
    tone: str = ""
    notes: int = 0
    groups: tuple[Group, ...] = ()
    rows: tuple[RowsShown, ...] = ()
    sample: tuple[str, ...] = ()
    fixed: bool = False
    """It is shown and cannot be changed here."""
    without: tuple[str, ...] = ()
    """Acts that are not offered: up, down, copy, note, remove."""


@dataclass(frozen=True, slots=True)
class TableShown:
    """A table of materials, equipment or translations: columns are fields, cells are texts."""

    level: str
    columns: tuple[tuple[str, str, int], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    add: str
    fixed: int = 0
    """So many first columns are only read."""
    wanted: frozenset[tuple[str, str]] = frozenset()
    """Cells that must say something and do not: key of the row, name of the column."""


@dataclass(frozen=True, slots=True)
class PageShown:
    """What is being edited: a step, an operation, the first page, a table.

    `key` and `level` name the part; `inside` is the words of where it stands; `add` is the verb of its main action.
    """

    key: str
    level: str
    title: str
    inside: str
    form: CardShown | None
    cards: tuple[CardShown, ...] = ()
    table: TableShown | None = None
    add: str = ""
    empty: str = ""
    locked: str = ""
    """Why it cannot be changed here, in words."""
    without: tuple[str, ...] = ()
    """Acts that are not offered, as for a card."""


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """One line: `level` is header, materials, equipment, procedure, unit, operation or phase; `depth` indents it."""

    key: str
    level: str
    number: str
    text: str
    depth: int
    changed: bool = False
    problems: int = 0
    tone: str = ""
    notes: int = 0
    locked: bool = False


@dataclass(frozen=True, slots=True)
class ProblemShown:
    """One finding of the check: where (part and field), in words, by which clause."""

    part: str
    path: str
    place: str
    words: str
    clause: str
    error: bool


@dataclass(frozen=True, slots=True)
class BarShown:
    """The line above the page: which version, from which, saved or not, and what may be done."""

    title: str
    version: str
    base: str
    state: str
    tone: str
    undo: str
    redo: str
    problems: int
    errors: int
    checking: bool
    kept: bool
    """Everything is recorded."""
    submit: str
    """Why it cannot be submitted yet; "" when it can."""


@dataclass(frozen=True, slots=True)
class EditorScreen:
    """The whole screen."""

    bar: BarShown
    outline: tuple[OutlineLine, ...]
    page: PageShown
    problems: tuple[ProblemShown, ...]
    notes: tuple[Note, ...]
    conflicts: int = 0
