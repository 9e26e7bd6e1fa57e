"""Two texts compared word by word, so that one changed figure in a long instruction is seen at once.

The pieces put together again are the two texts exactly: "same" with "gone" is the old one, "same" with "new" the new
one. Texts with very many words are compared line by line first, so that the cost stays bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

_WORD = re.compile(r"\s+|[^\s]+")
MOST: Final = 2_000
"""Words on one side up to which words are compared; beyond it, only what differs between the ends both share."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is in both, only in the old one or only in the new one."""

    kind: Literal["same", "gone", "new"]
    text: str


def pieces(was: str, now: str) -> tuple[Piece, ...]:
    """Return both texts as one run of pieces."""
    old, new = _WORD.findall(was), _WORD.findall(now)
    head = _common(old, new)
    tail = min(_common(old[::-1], new[::-1]), len(old) - head, len(new) - head)
    middle = _between(old[head : len(old) - tail], new[head : len(new) - tail])
    found = [Piece("same", "".join(new[:head])), *middle, Piece("same", "".join(new[len(new) - tail :]))]
    return tuple(_joined(piece for piece in found if piece.text))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _between(old: list[str], new: list[str]) -> list[Piece]:
    if max(len(old), len(new)) > MOST:
        return [Piece("gone", "".join(old)), Piece("new", "".join(new))]
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[a:b])))
        else:
            found += [Piece("gone", "".join(old[a:b])), Piece("new", "".join(new[c:d]))]
    return found


def _joined(found: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces with a lone blank between two changes in both: "8 min" to "6 h" is one change, not two."""
    gone = new = blank = ""
    for piece in found:
        if piece.kind == "same" and (gone or new) and piece.text.isspace():
            blank += piece.text
        elif piece.kind == "same":
            yield from _changed(gone, new)
            yield Piece("same", blank + piece.text)
            gone = new = blank = ""
        else:
            gone += blank + (piece.text if piece.kind == "gone" else "")
            new += blank + (piece.text if piece.kind == "new" else "")
            blank = ""
    yield from _changed(gone, new)
    if blank:
        yield Piece("same", blank)


def _changed(gone: str, new: str) -> Iterator[Piece]:
    if gone:
        yield Piece("gone", gone)
    if new:
        yield Piece("new", new)
