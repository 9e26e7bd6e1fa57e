"""Which things of a walk stand in the picture, and where: boxes in columns, joins between them. No Qt.

The main line runs along the top from left to right: patient or donor, what comes from them, intermediates, final bags.
What else went in or came out hangs below as side branches. Many of one kind at one box stand folded as one box with
their number; it opens when somebody wants to see them. However many things a walk reached, the picture stays small:
the table beside it has them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ebr.station.questions import GenealogyAnswer, LinkRow, ThingRow
from ebr.wording.genealogy import kind_word, number_words, several_words
from ebr.words import tr

CAPS: Final[Mapping[str, int]] = {"own": 4, "batch": 6, "part": 8, "identifier": 4, "lot": 3}
"""How many of a kind stand at one box before they are folded; 2 of any other."""
OPENED: Final = 24
"""How many stand there when the fold is opened; the rest keep their fold."""
TONES: Final[Mapping[str, str]] = {"rejected": "crit", "held": "warn", "aborted": "crit", "quarantine": "warn"}
RANKS: Final = (
    *("identifier", "own", "batch", "part", "code", "lot", "supplier"),
    *("equipment", "room", "sample", "labels"),
)
"""From the top of a column: the main line first."""
ICONS: Final[Mapping[str, str]] = {
    "batch": "flask",
    "part": "droplet",
    "lot": "package",
    "own": "droplet",
    "sample": "test-pipe",
    "labels": "tag",
    "equipment": "tool",
    "room": "building-factory-2",
    "identifier": "user",
    "code": "barcode",
    "supplier": "truck",
}


@dataclass(frozen=True, slots=True)
class Box:
    """One box. `at` is its place in the answer's things, -1 for a fold; `key` names it and opens a fold.

    `title` is the number, `words` what that is; `spoken` says both, its state and what it is joined to.
    """

    key: str
    at: int
    kind: str
    icon: str
    title: str
    words: str
    column: int
    row: int
    tone: str = ""
    start: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes by column and row; joins as pairs of places in `boxes`, from source to target."""

    boxes: tuple[Box, ...] = ()
    joins: tuple[tuple[int, int], ...] = ()

    def of(self, at: int) -> int:
        """Return the place of the box of a thing, -1 when it is folded."""
        return next((place for place, box in enumerate(self.boxes) if box.at == at), -1)


@dataclass(slots=True)
class _Fold:
    key: str
    kind: str
    members: list[int]


@dataclass(slots=True)
class _Drawn:
    """What stands in the picture while it is worked out: things and folds in the order in which they were met."""

    shown: list[int] = field(default_factory=list)
    folds: list[_Fold] = field(default_factory=list)
    holder: dict[int, int | str] = field(default_factory=dict)
    """Thing -> itself, or the key of the fold it is in."""


def picture(answer: GenealogyAnswer, opened: frozenset[str] = frozenset()) -> Picture:
    """Return the picture of an answer; `opened` are the keys of the folds that somebody opened."""
    if not answer.things:
        return Picture()
    kinds = _kinds(answer)
    drawn = _chosen(answer, kinds, opened)
    joins = _joins(answer, drawn)
    nodes: list[int | str] = [*drawn.shown, *(fold.key for fold in drawn.folds)]
    columns = _columns(nodes, joins)
    folds = {fold.key: fold for fold in drawn.folds}
    rank = {node: RANKS.index(kinds[node] if isinstance(node, int) else folds[node].kind) for node in nodes}
    order = sorted(nodes, key=lambda node: (columns[node], rank[node], isinstance(node, str)))
    rows = _rows(order, columns)
    places = {node: at for at, node in enumerate(order)}
    spoken = _Speaker(answer, joins, folds)
    boxes = tuple(
        _thing(answer.things[node], node, kinds[node], columns[node], rows[node], spoken(node))
        if isinstance(node, int)
        else _folded(folds[node], columns[node], rows[node], spoken(node))
        for node in order
    )
    return Picture(boxes, tuple(sorted((places[a], places[b]) for a, b in joins)))


def _kinds(answer: GenealogyAnswer) -> dict[int | str, str]:
    """Return the kind of each thing; a lot that is the patient's own is "own"."""
    own = {link.target for link in answer.links if link.role == "origin"}
    return {at: "own" if at in own else row.kind for at, row in enumerate(answer.things)}


def _chosen(answer: GenealogyAnswer, kinds: Mapping[int | str, str], opened: frozenset[str]) -> _Drawn:
    """Choose from the start outwards; what hangs on something folded is folded with it."""
    ahead, behind = _neighbours(answer.links)
    drawn = _Drawn([0], holder={0: 0})
    for at in drawn.shown:  # grows while it is walked
        for side, near in (("<", behind.get(at, ())), (">", ahead.get(at, ()))):
            groups: dict[str, list[int]] = {}
            for one in near:
                if one not in drawn.holder:
                    groups.setdefault(kinds[one], []).append(one)
            for kind, members in groups.items():
                _place(drawn, f"{at}{side}{kind}", kind, members, opened)
    return drawn


def _place(drawn: _Drawn, key: str, kind: str, members: list[int], opened: frozenset[str]) -> None:
    cap = OPENED if key in opened else CAPS.get(kind, 2)
    whole = len(members) <= cap
    seen = members if whole else members[:cap] if key in opened else []
    rest = members[len(seen) :]
    drawn.shown += seen
    drawn.holder.update({one: one for one in seen})
    if rest:
        drawn.folds.append(_Fold(key, kind, rest))
        drawn.holder.update(dict.fromkeys(rest, key))


def _neighbours(links: Iterable[LinkRow]) -> tuple[dict[int, dict[int, None]], dict[int, dict[int, None]]]:
    ahead: dict[int, dict[int, None]] = {}
    behind: dict[int, dict[int, None]] = {}
    for link in links:
        ahead.setdefault(link.source, {})[link.target] = None
        behind.setdefault(link.target, {})[link.source] = None
    return ahead, behind


def _joins(answer: GenealogyAnswer, drawn: _Drawn) -> set[tuple[int | str, int | str]]:
    """Return the joins between what is drawn; a patient is joined to a batch through what comes from them, if any."""
    own = {(link.source, link.target) for link in answer.links if link.role == "origin"}
    used = {(link.source, link.target) for link in answer.links if link.role == "used"}
    through = {(patient, batch) for patient, lot in own for source, batch in used if source == lot}
    found: set[tuple[int | str, int | str]] = set()
    for link in answer.links:
        if link.role == "identifier" and (link.source, link.target) in through:
            continue
        source, target = drawn.holder.get(link.source), drawn.holder.get(link.target)
        if source is not None and target is not None and source != target:
            found.add((source, target))
    return found


def _columns(nodes: Sequence[int | str], joins: Iterable[tuple[int | str, int | str]]) -> dict[int | str, int]:
    """Return each node's column: right of all that went into it; what nothing went into stands right before its use.

    Joins in a circle are followed for as many rounds as there are nodes, no longer.
    """
    pairs = sorted(joins, key=str)
    column = dict.fromkeys(nodes, 0)
    for _ in range(min(len(nodes), 60)):
        moved = [(b, column[a] + 1) for a, b in pairs if column[b] <= column[a]]
        if not moved:
            break
        for node, at in moved:
            column[node] = max(column[node], at)
    entered = {b for _, b in pairs}
    for node in nodes:
        uses = [column[b] for a, b in pairs if a == node]
        if node not in entered and uses:
            column[node] = max(0, min(uses) - 1)
    first = min(column.values())
    return {node: at - first for node, at in column.items()}


def _rows(order: Iterable[int | str], columns: Mapping[int | str, int]) -> dict[int | str, int]:
    used: dict[int, int] = {}
    rows = {}
    for node in order:
        rows[node] = used.get(columns[node], 0)
        used[columns[node]] = rows[node] + 1
    return rows


def _thing(row: ThingRow, at: int, kind: str, column: int, at_row: int, spoken: str) -> Box:
    tone = TONES.get(row.status, "") if row.kind in ("batch", "lot") else ""
    return Box(
        str(at),
        at,
        kind,
        ICONS[kind],
        row.part if kind in ("part", "labels") else number_words(row),
        row.title or kind_word(row),
        column,
        at_row,
        tone,
        at == 0,
        spoken,
    )


def _folded(fold: _Fold, column: int, at_row: int, spoken: str) -> Box:
    words = several_words("lot" if fold.kind == "own" else fold.kind, len(fold.members))
    return Box(fold.key, -1, fold.kind, ICONS[fold.kind], words, tr("Unfold"), column, at_row, spoken=spoken)


class _Speaker:
    """Says a box for those who do not see the picture: what it is, what leads to it, what it leads to."""

    def __init__(
        self, answer: GenealogyAnswer, joins: set[tuple[int | str, int | str]], folds: Mapping[str, _Fold]
    ) -> None:
        self._answer, self._folds = answer, folds
        self._from: dict[int | str, list[int | str]] = {}
        self._to: dict[int | str, list[int | str]] = {}
        for a, b in sorted(joins, key=str):
            self._from.setdefault(b, []).append(a)
            self._to.setdefault(a, []).append(b)

    def __call__(self, node: int | str) -> str:
        words = [self._name(node)]
        if node in self._from:
            words.append(tr("from {things}", things=", ".join(self._name(one) for one in self._from[node])))
        if node in self._to:
            words.append(tr("to {things}", things=", ".join(self._name(one) for one in self._to[node])))
        return "; ".join(words)

    def _name(self, node: int | str) -> str:
        if isinstance(node, str):
            fold = self._folds[node]
            return several_words("lot" if fold.kind == "own" else fold.kind, len(fold.members))
        row = self._answer.things[node]
        return tr("{kind} {number}", kind=kind_word(row), number=number_words(row))
