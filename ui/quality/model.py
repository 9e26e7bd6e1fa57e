"""What the review screen shows, as plain frozen data: the presenter makes it, the view draws it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ebr.station.questions import HistoryAnswer
from ui.pages.list_line import ListLine
from ui.pages.offer import Offer, Shown
from ui.widgets.limit_scale import LimitScale

TABS: Final = ("findings", "proof", "sections", "trail", "questions")


@dataclass(frozen=True, slots=True)
class Detail:
    """One finding, section or question in full. `written` are paragraphs with their captions."""

    key: str
    title: str
    chip: str
    tone: str
    what: str
    value: str
    scale: LimitScale | None
    chart: HistoryAnswer | None
    facts: tuple[Shown, ...]
    written: tuple[tuple[str, str], ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Proved:
    """The proof that the rest conforms, and what the batch is and gave."""

    tiles: tuple[Shown, ...]
    identity: tuple[Shown, ...]
    yields: tuple[Shown, ...]
    void: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The whole screen."""

    batch: str
    product: str
    identifiers: tuple[tuple[str, str], ...]
    chip: str
    tone: str
    sentence: str
    findings: tuple[ListLine[str], ...]
    sections: tuple[ListLine[str], ...]
    questions: tuple[ListLine[str], ...]
    proved: Proved
    depth: str
    trail: str
    trail_offer: Offer | None
    counts: tuple[int, int, int]
    """Findings, sections still to read, questions still open."""
    pages: Mapping[str, Offer]
    """How the page of a part is marked as read, while it is asked for and not."""
    offers: tuple[Offer, ...]
    primary: Offer | None
    words: str
    more: str
