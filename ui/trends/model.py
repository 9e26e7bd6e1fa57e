"""What the product review shows, as plain frozen data: the presenter makes it, the view draws it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ebr.domain.trends import Assessed
from ebr.station.questions import HistoryAnswer
from ui.pages.list_line import ListLine
from ui.pages.offer import Shown

GROUPS: Final = ("all", "values", "times")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The review of one master: what is followed, and its batches."""

    mbr: str
    product: str
    words: str
    series: tuple[ListLine[str], ...]
    batches: tuple[ListLine[str], ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """One thing in full: the numbers behind the chart, facts in a line, what was signalled, and its batches."""

    slot: str
    title: str
    step: str
    answer: HistoryAnswer
    judged: Assessed
    facts: tuple[Shown, ...]
    signals: tuple[str, ...]
    quiet: str
    """What stands instead of signals where there are none."""
    lines: tuple[ListLine[str], ...]
