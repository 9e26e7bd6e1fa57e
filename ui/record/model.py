"""What the record screen shows, as plain frozen data: the presenter makes it, the view draws it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ui.pages.offer import Offer, Shown

TABS: Final = ("summary", "values", "exceptions", "signatures", "trail")


@dataclass(frozen=True, slots=True)
class Section:
    """A line of the outline: as `ui.widgets.outline.StepRow` takes it."""

    key: str
    number: str
    text: str
    state: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A recorded entry: label, value, limits, who and when, and everything that happened to it before, in words."""

    label: str
    value: str
    limits: str
    who: str
    notes: tuple[str, ...] = ()
    old: tuple[tuple[str, str], ...] = ()
    """Earlier values, struck through, each with reason, who and when."""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class StepRecord:
    """One step as it stands in the record."""

    key: str
    title: str
    status: str
    instruction: str
    lines: tuple[ValueLine, ...]
    signatures: tuple[Signature, ...]
    waits: tuple[str, ...] = ()
    """Meanings that are still missing."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature with all that 21 CFR 11.50 asks for on every display: printed name, role, meaning, time with zone."""

    what: str
    name: str
    role: str
    meaning: str
    when: str
    valid: bool
    void: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """The whole batch: identity, state, tiles, facts, what stands against the next act, and the acts."""

    batch: str
    product: str
    identifiers: tuple[tuple[str, str], ...]
    status: str
    tone: str
    tiles: tuple[Shown, ...]
    facts: tuple[Shown, ...]
    used: tuple[Shown, ...]
    blockers: tuple[str, ...]
    hold: str
    offers: tuple[Offer, ...]
    primary: Offer | None
    words: str
    outline: tuple[Section, ...]
    done: int
    total: int
