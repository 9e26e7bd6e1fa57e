"""The terminal's own settings: what each may be and what it is before anybody changes it (ux.md; features, themes).

Appearance belongs to whoever works there; the terminal's room and times belong to supervisor and administrator. All
of it is audited.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ebr.domain.refusal import Refusal
from ebr.domain.station.state import addresses
from ebr.domain.values import PLAIN_NUMBER, clean_text, number, shown_text


@dataclass(frozen=True, slots=True)
class TerminalSetting:
    """One setting: its default, its English words, and either choices or numeric bounds; neither means free text."""

    default: str
    words: str
    choices: tuple[str, ...] = ()
    bounds: tuple[Decimal, Decimal, int] | None = None
    """Least, most, decimals."""
    longest: int = 60
    """Letters of a free text."""


YES_NO: Final = ("yes", "no")
SPOKEN: Final = ("en", "de", "fr", "ar", "es")
"""What a station can speak (`ebr.words.LANGUAGES`)."""
APPEARANCE: Final[Mapping[str, TerminalSetting]] = {
    "ui_scale": TerminalSetting(
        "1.00", "Size of everything on the screen", bounds=(Decimal("0.75"), Decimal("2.50"), 2)
    ),
    "theme": TerminalSetting("light", "Colours", choices=("light", "dark", "hc")),
    "sounds": TerminalSetting("yes", "Sounds", choices=YES_NO),
    "volume": TerminalSetting("60", "Volume in percent", bounds=(Decimal(0), Decimal(100), 0)),
    "letter_panel": TerminalSetting("yes", "Letters on the screen", choices=YES_NO),
}
TERMINAL: Final[Mapping[str, TerminalSetting]] = {
    "room": TerminalSetting("", "Room"),
    "idle_minutes": TerminalSetting(
        "", "Minutes until the station locks, within the policy", bounds=(Decimal(1), Decimal(30), 0)
    ),
    "instruction_when_locked": TerminalSetting("no", "Keep the open instruction readable when locked", choices=YES_NO),
    "language": TerminalSetting("en", "Language", choices=SPOKEN),
    "second_medium": TerminalSetting("", "Folder on another medium for the second copy", longest=400),
    "scan_identifier": TerminalSetting("yes", "Codes only with their symbology identifier (AIM)", choices=YES_NO),
    "balance": TerminalSetting("", "Balance", longest=addresses.LONGEST),
    "balance_2": TerminalSetting("", "Second balance", longest=addresses.LONGEST),
    "balance_3": TerminalSetting("", "Third balance", longest=addresses.LONGEST),
    "scanner": TerminalSetting("", "Scanner", longest=addresses.LONGEST),
    "label_printer": TerminalSetting("", "Label printer", longest=addresses.LONGEST),
    "badge_reader": TerminalSetting("", "Badge reader", longest=addresses.LONGEST),
}
SETTINGS: Final[Mapping[str, TerminalSetting]] = {**APPEARANCE, **TERMINAL}
DEFAULTS: Final[Mapping[str, str]] = {name: setting.default for name, setting in SETTINGS.items()}


def terminal_trouble(table: Mapping[str, TerminalSetting], name: str, text: str) -> Refusal | None:
    """Refuse a setting that is not in the table, or a value it cannot have."""
    setting = table.get(name)
    if setting is None:
        return Refusal("setting_unknown", name=shown_text(name))
    if text == setting.default:
        return None
    if setting.choices:
        choices = ", ".join(setting.choices)
        wrong = text not in setting.choices
        return Refusal("setting_choice", name=name, value=shown_text(text), choices=choices) if wrong else None
    return _bounds_trouble(name, setting, text) if setting.bounds else _text_trouble(text, setting.longest)


def _text_trouble(text: str, longest: int) -> Refusal | None:
    try:
        clean = clean_text(text, longest)
    except Refusal as refusal:
        return refusal
    return Refusal("setting_text", value=shown_text(text)) if clean != text or "\n" in text else None


def _bounds_trouble(name: str, setting: TerminalSetting, text: str) -> Refusal | None:
    assert setting.bounds is not None
    low, high, decimals = setting.bounds
    try:
        value = number(text, decimals)
    except Refusal as refusal:
        return refusal
    if not PLAIN_NUMBER.fullmatch(text) or not low <= value <= high:
        return Refusal("setting_out_of_bounds", name=name, value=text, low=str(low), high=str(high), unit="")
    return None
