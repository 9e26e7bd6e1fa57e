"""What is wrong with a scanner, found by comparing what came with what its code says. No Qt, no station.

    right        the whole text with its identifier
    identifier   the text without its symbology identifier, or with that of another kind of code
    separator    everything but the separator
    capitals     capital and small letters have changed places
    layout       signs have changed places, always in the same way: the scanner types for another country's keyboard
    around       the right text with something before or behind it
    bare         the right text, but no Enter behind it
    slow         the right text, but typed so slowly that it cannot be told from a hand
    other        none of these

What is judged is what reached this program: of two faults the one is said that has to be mended first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ebr.station.scanner_check import KNOWN, Known

GS: Final = "\x1d"
RIGHT, IDENTIFIER, SEPARATOR, CAPITALS, LAYOUT, AROUND, BARE, SLOW, OTHER = (
    "right",
    "identifier",
    "separator",
    "capitals",
    "layout",
    "around",
    "bare",
    "slow",
    "other",
)
AIM_LENGTH: Final = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: its kind, the code that was scanned (None: not known), and what goes with it.

    `swapped`: sign of the code -> sign that came. `before`, `behind`: what came around it. `aim`: what it was called.
    """

    kind: str
    code: Known | None = None
    swapped: tuple[tuple[str, str], ...] = ()
    before: str = ""
    behind: str = ""
    aim: str = ""


def verdict(came: str, known: Sequence[Known] = KNOWN) -> Verdict:
    """Judge one scan, identifier included."""
    for code in known:
        found = _whole(came, code)
        if found is not None:
            return found
    for code in known:
        found = _changed(came, code)
        if found is not None:
            return found
    return Verdict(OTHER)


def typed(came: str, *, ended: bool, known: Sequence[Known] = KNOWN) -> Verdict:
    """Judge what stands in a field as if a hand had typed it; `ended` with Enter, it came too slowly for a scan."""
    found = verdict(came.replace("\r", "").replace("\n", ""), known)
    if found.kind in (OTHER, CAPITALS, LAYOUT):
        return found
    return Verdict(SLOW if ended else BARE, found.code)


def _whole(came: str, code: Known) -> Verdict | None:
    """Every sign of the text came, in its place; perhaps without separators, with other things around it."""
    for text, kind in ((code.text, RIGHT), (code.text.replace(GS, ""), SEPARATOR)):
        at = came.find(text)
        if at < 0:
            continue
        before, behind = came[:at], came[at + len(text) :]
        called = before[-AIM_LENGTH:] if before[-AIM_LENGTH:].startswith("]") else ""
        if (before.removesuffix(called) if called else before) or behind:
            return Verdict(AROUND, code, before=before.removesuffix(called), behind=behind)
        if called != code.aim:
            return Verdict(IDENTIFIER, code, aim=called)
        return Verdict(kind, code)
    return None


def _changed(came: str, code: Known) -> Verdict | None:
    """Signs came for other signs: which, if it is always the same way."""
    for sent in (text for whole in (code.aim + code.text, code.text) for text in (whole, whole.replace(GS, ""))):
        if came.swapcase() == sent:
            return Verdict(CAPITALS, code)
        pairs = dict(zip(sent, came, strict=False))
        told_apart = len(set(pairs.values())) == len(pairs)
        if len(sent) == len(came) and told_apart and all(pairs[a] == b for a, b in zip(sent, came, strict=True)):
            return Verdict(LAYOUT, code, tuple((a, b) for a, b in pairs.items() if a != b))
    return None
