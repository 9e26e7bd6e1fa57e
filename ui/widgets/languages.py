"""Choosing a language: each by the name its own speakers give it, so that whoever reads no other finds theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ebr.words import OWN_NAMES, available, tr
from ui.widgets.choice import Choice, Option

if TYPE_CHECKING:
    from ui.theme import Theme

LEAST: Final = 2
"""Nobody chooses among fewer."""


def languages(theme: Theme, chosen: str, *, enabled: bool = True) -> Choice:
    """Return a choice among the languages there are, one of them chosen."""
    options = [Option(code, OWN_NAMES[code], enabled=enabled) for code in available()]
    made = Choice(theme, tr("Language"), options)
    made.set_chosen(chosen if chosen in available() else None)
    return made


def choosable() -> bool:
    """Tell whether there is more than one language to choose from."""
    return len(available()) >= LEAST
