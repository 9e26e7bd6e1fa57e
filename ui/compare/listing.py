"""The lines of a comparison: changes under their steps, and between them what stayed the same, folded.

Everything is in the order of the new version, so the list reads like the document. With a filter or a search only
changes are left, still under their steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, Literal

from ebr.domain.mbr.compare import Change, Comparison
from ebr.domain.mbr.compare.impact import Impact
from ebr.domain.mbr.model import Mbr
from ebr.wording.changes import block_words, effect_words, part_words, said, step_words, within_words
from ebr.wording.changes_values import excerpt
from ebr.words import mark, ntr, tr

Key = tuple[Literal["step", "change", "same", "block"], str]
ICONS: Final[Mapping[str, str]] = {
    "added": "plus",
    "removed": "minus",
    "moved": "arrows-sort",
    "renamed": "tag",
    "changed": "pencil",
}
FILTERS: Final[Mapping[str, str]] = {
    "": mark("All"),
    "weaker": mark("Less strict"),
    "values": mark("Values"),
    "texts": mark("Texts"),
    "parts": mark("Added, removed, moved"),
}
"""What the list can be narrowed to."""
CELL: Final = 22
"""Letters up to which a value stands whole in a cell; of a longer one, what differs."""
AROUND: Final = 12
EMPTY: Final = ("", "", "", "")
FIRST: Final = ("header", "materials", "equipment", "procedure")


@dataclass(frozen=True, slots=True)
class CompareLine:
    """A line: a step's title, a change, a fold over parts that stayed the same, or one of them."""

    key: Key
    cells: tuple[str, ...]
    tone: str = ""
    icon: str = ""

    @property
    def wide(self) -> bool:
        """It has one text, across all columns."""
        return self.key[0] != "change"


@dataclass(frozen=True, slots=True)
class Found:
    """Two versions with everything that was found about them."""

    old: Mbr
    new: Mbr
    comparison: Comparison
    reached: tuple[Impact, ...] = ()
    approval: str = ""
    """Which approval the unchanged parts carry, in words; "" where the old version has none."""
    _ranks: dict[str, int] = field(default_factory=dict, repr=False)

    def rank(self, block: str) -> int:
        """Return where a block stands in the new version."""
        if not self._ranks:
            phases = (f"phase/{phase.id}" for _, _, phase in self.new.phases())
            names = (*FIRST, *phases, "languages", *(f"language/{one.code}" for one in self.new.languages))
            self._ranks.update({name: at for at, name in enumerate(names)})
        return self._ranks.get(block, -1)


def belongs(change: Change, kind: str) -> bool:
    """Tell whether a change is of the kind that the list is narrowed to."""
    match kind:
        case "weaker":
            return change.effect == "weaker"
        case "values":
            return change.kind == "changed" and not said(change).prose
        case "texts":
            return change.kind == "changed" and said(change).prose
        case "parts":
            return change.kind != "changed"
        case _:
            return True


def counts(changes: Sequence[Change]) -> dict[str, int]:
    """Return how many changes each filter leaves."""
    return {kind: sum(belongs(change, kind) for change in changes) for kind in FILTERS}


def lines(found: Found, kind: str = "", words: str = "", unfolded: frozenset[str] = frozenset()) -> list[CompareLine]:
    """Return the list; `words` are looked for in every line, `unfolded` names the folds that stand open."""
    wanted = words.casefold().split()
    told = [
        (at, change, change_line(at, change))
        for at, change in enumerate(found.comparison.changes)
        if belongs(change, kind)
    ]
    kept = [one for one in told if _has(one[2], step_words(one[1]), wanted)]
    whole = not kind and not wanted
    return list(_all(found, kept, unfolded) if whole else _steps(kept))


def _has(line: CompareLine, step: str, wanted: Sequence[str]) -> bool:
    text = " ".join((step, *line.cells)).casefold()
    return all(word in text for word in wanted)


def change_line(at: int, change: Change) -> CompareLine:
    """Return the line of one change; long texts are cut down to what differs."""
    found = said(change)
    was, now = excerpt(found.was, found.now, CELL, AROUND)
    tone = "warn" if change.effect == "weaker" else ""
    part = within_words(change) or part_words(change)
    cells = (part, _upper(found.what), " ".join(was.split()), " ".join(now.split()), effect_words(change.effect))
    return CompareLine(("change", str(at)), cells, tone, ICONS[change.kind])


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


Told = tuple[int, Change, CompareLine]


def _steps(kept: Sequence[Told]) -> Iterator[CompareLine]:
    for title, told in groupby(kept, key=lambda one: step_words(one[1])):
        group = list(told)
        yield _step(group[0][0], title)
        yield from (line for _, _, line in group)


def _step(at: int, title: str) -> CompareLine:
    return CompareLine(("step", str(at)), (title, *EMPTY), "head")


def _all(found: Found, kept: Sequence[Told], unfolded: frozenset[str]) -> Iterator[CompareLine]:
    same = sorted((found.rank(name), name) for name in found.comparison.unchanged_blocks)
    at = last = 0
    for title, told in groupby(kept, key=lambda one: step_words(one[1])):
        group = list(told)
        last = max(last, _rank(found, group[0][1]))
        start = at
        while at < len(same) and same[at][0] < last:
            at += 1
        yield from _fold(found, [name for _, name in same[start:at]], unfolded)
        yield _step(group[0][0], title)
        yield from (line for _, _, line in group)
    yield from _fold(found, [name for _, name in same[at:]], unfolded)


def _rank(found: Found, change: Change) -> int:
    """Return where a change stands among the blocks: one of an operation stands before its first step."""
    if change.level in ("unit", "operation"):
        first = next(
            (phase.id for unit, operation, phase in found.new.phases() if change.place[0] in (unit.id, operation.id)),
            "",
        )
        return found.rank(f"phase/{first}")
    return found.rank(f"phase/{change.step}" if change.step else change.block)


def _fold(found: Found, names: Sequence[str], unfolded: frozenset[str]) -> Iterator[CompareLine]:
    if not names:
        return
    open_ = names[0] in unfolded
    words = ntr("{n} part unchanged", "{n} parts unchanged", len(names))
    first, last = (block_words(name, found.new) for name in (names[0], names[-1]))
    reach = first if len(names) == 1 else tr("{first} to {last}", first=first, last=last)
    said_ = tr("{parts}: {reach}. {approval}", parts=words, reach=reach, approval=found.approval).strip()
    yield CompareLine(("same", names[0]), (said_, *EMPTY), "quiet", "chevron-down" if open_ else "chevron-right")
    if open_:
        for name in names:
            yield CompareLine(("block", name), (block_words(name, found.new), *EMPTY), "quiet", "check")
