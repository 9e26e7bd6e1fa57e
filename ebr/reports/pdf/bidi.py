"""The order in which the letters of a line stand, from left to right: Unicode's bidirectional algorithm (UAX 9).

Whole but for embeddings and overrides, which a report never draws (`ebr.reports.pdf.faces`): isolates are what sets a
value apart in a sentence (`ebr.words`). Written here, because a report must be drawn as equal bytes by every program
that verifies it, for as long as it is kept.

The direction of a line is that of its first letter with one (P2, P3), so a lot or a time alone stays as it is; a line
that goes on a paragraph begins with a mark (LRM, RLM) that says the paragraph's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

LRM, RLM = "\u200e", "\u200f"
OPENING: Final = {"(": ")", "[": "]", "{": "}"}
CLOSING: Final = {closing: opening for opening, closing in OPENING.items()}
MIRRORED: Final = {**OPENING, **CLOSING, "<": ">", ">": "<", "«": "»", "»": "«", "≤": "≥", "≥": "≤"}
INITIATORS: Final = ("LRI", "RLI", "FSI")
NEUTRAL: Final = frozenset({"B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"})
MEANT_RIGHT: Final = frozenset({"R", "AL"})

Runs = tuple[tuple[str, int], ...]


@lru_cache(maxsize=16384)
def runs(line: str) -> Runs:
    """Return the pieces of a line from left to right, each as it is read, with its level (odd: from right to left)."""
    kinds = [unicodedata.bidirectional(letter) or "L" for letter in line]
    base = first_level(line)
    levels = _levels(kinds, line, base)
    for at in range(len(line) - 1, -1, -1):  # L1: blanks at the end belong to the line
        if kinds[at] not in ("WS", "S", "B", "PDI", *INITIATORS):
            break
        levels[at] = base
    return tuple(_reordered(line, levels))


def first_level(text: str) -> int:
    """Return 1 for a text whose first letter with a direction goes from right to left, isolates left out; else 0."""
    deep = 0
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in INITIATORS:
            deep += 1
        elif kind == "PDI":
            deep = max(0, deep - 1)
        elif deep == 0 and kind in ("L", "R", "AL"):
            return int(kind in MEANT_RIGHT)
    # Nothing outside an isolate says it: a sentence that is one value is read as that value is.
    return next((int(kind in MEANT_RIGHT) for kind in map(unicodedata.bidirectional, text) if kind in "L R AL"), 0)


def _reordered(line: str, levels: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Rule L2 on runs: from the highest level to the lowest odd one, turn round what is at least that high."""
    found: list[tuple[str, int]] = []
    for letter, level in zip(line, levels, strict=True):
        if found and found[-1][1] == level:
            found[-1] = (found[-1][0] + letter, level)
        else:
            found.append((letter, level))
    for height in range(max(levels, default=0), 0, -1):
        at = 0
        while at < len(found):
            end = at
            while end < len(found) and found[end][1] >= height:
                end += 1
            found[at:end] = reversed(found[at:end])
            at = max(end, at + 1)
    yield from found


def _levels(kinds: Sequence[str], line: str, base: int) -> list[int]:
    levels = [base] * len(kinds)
    for level, places in _sequences(kinds, base):
        types = [kinds[at] for at in places]
        _weak(types, level)
        _brackets(types, [line[at] for at in places], level)
        _neutral(types, level)
        for at, kind in zip(places, types, strict=True):
            levels[at] = level + _step(kind, level)
    return levels


def _step(kind: str, level: int) -> int:
    """Rules I1 and I2."""
    if level % 2:
        return int(kind in ("L", "EN", "AN"))
    return {"R": 1, "EN": 2, "AN": 2}.get(kind, 0)


def _sequences(kinds: Sequence[str], base: int) -> list[tuple[int, list[int]]]:
    """Rules X5 to X10: without embeddings each isolate is one sequence; its two ends belong to what is around it."""
    outer: tuple[int, list[int]] = (base, [])
    done, open_ = [outer], [outer]
    for at, kind in enumerate(kinds):
        if kind == "PDI" and len(open_) > 1:
            open_.pop()
        level, places = open_[-1]
        places.append(at)
        if kind in INITIATORS:
            right = kind == "RLI" or (kind == "FSI" and _first_inside(kinds, at))
            inner: tuple[int, list[int]] = (level + 1 + (level + 1 + right) % 2, [])
            done.append(inner)
            open_.append(inner)
    return done


def _first_inside(kinds: Sequence[str], start: int) -> bool:
    deep = 0
    for kind in kinds[start + 1 :]:
        if kind in INITIATORS:
            deep += 1
        elif kind == "PDI":
            deep -= 1
            if deep < 0:
                return False
        elif deep == 0 and kind in ("L", "R", "AL"):
            return kind in MEANT_RIGHT
    return False


def _side(level: int) -> str:
    return "R" if level % 2 else "L"


def _weak(types: list[str], level: int) -> None:
    """Rules W1 to W7, in place."""
    strong = before = _side(level)
    for at, found in enumerate(types):
        kind = found
        if found in ("NSM", "BN"):
            types[at] = kind = "ON" if before in ("LRI", "RLI", "FSI", "PDI") else before
        before = kind
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            types[at] = before = "AN"
    types[:] = ["R" if kind == "AL" else kind for kind in types]
    for at in range(1, len(types) - 1):
        left, right = types[at - 1], types[at + 1]
        if left == right and ((types[at] == "ES" and left == "EN") or (types[at] == "CS" and left in ("EN", "AN"))):
            types[at] = left
    _terminators(types)
    strong = _side(level)
    for at, kind in enumerate(types):
        if kind in ("ES", "ET", "CS"):
            types[at] = "ON"
        elif kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            types[at] = "L"


def _terminators(types: list[str]) -> None:
    """Rule W5: signs beside a number are part of it."""
    at = 0
    while at < len(types):
        end = at
        while end < len(types) and types[end] == "ET":
            end += 1
        if end > at and "EN" in (types[at - 1] if at else "", types[end] if end < len(types) else ""):
            types[at:end] = ["EN"] * (end - at)
        at = max(end, at + 1)


def _seen(kind: str) -> str:
    """How a strong or a number counts beside neutrals."""
    return "R" if kind in ("R", "EN", "AN") else kind if kind == "L" else ""


def _brackets(types: list[str], letters: Sequence[str], level: int) -> None:
    """Rule N0: a pair of brackets takes one side, that of what is inside or, failing that, of what is before."""
    own = _side(level)
    for opening, closing in sorted(_pairs(types, letters)):
        inside = {_seen(kind) for kind in types[opening + 1 : closing]}
        if own in inside:
            side = own
        elif inside - {""}:
            before = next((_seen(kind) for kind in reversed(types[:opening]) if _seen(kind)), own)
            side = before if before != own else own
        else:
            continue
        types[opening] = types[closing] = side


def _pairs(types: Sequence[str], letters: Sequence[str]) -> Iterator[tuple[int, int]]:
    waiting: list[tuple[str, int]] = []
    for at, letter in enumerate(letters):
        if types[at] != "ON":
            continue
        if letter in OPENING:
            waiting.append((OPENING[letter], at))
        elif letter in CLOSING:
            found = next((n for n in range(len(waiting) - 1, -1, -1) if waiting[n][0] == letter), -1)
            if found >= 0:
                yield waiting[found][1], at
                del waiting[found:]


def _neutral(types: list[str], level: int) -> None:
    """Rules N1 and N2: what has no side takes that of both neighbours, or the sequence's own."""
    own = _side(level)
    at = 0
    while at < len(types):
        end = at
        while end < len(types) and types[end] in NEUTRAL:
            end += 1
        if end > at:
            before = _seen(types[at - 1]) if at else own
            after = _seen(types[end]) if end < len(types) else own
            types[at:end] = [before if before == after else own] * (end - at)
        at = max(end, at + 1)
