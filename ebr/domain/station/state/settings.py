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
    """One setting: its default, and either choices or numeric bounds; neither means free text.

    What it says to people is in `ebr.wording.settings`.
    """

    default: str
    choices: tuple[str, ...] = ()
    bounds: tuple[Decimal, Decimal, int] | None = None
    """Least, most, decimals."""
    longest: int = 60
    """Letters of a free text."""


YES_NO: Final = ("yes", "no")
SPOKEN: Final = ("en", "de", "fr", "ar", "es", "zh")
"""What a station can speak (`ebr.words.LANGUAGES`)."""
APPEARANCE: Final[Mapping[str, TerminalSetting]] = {
    "ui_scale": TerminalSetting("1.00", bounds=(Decimal("0.75"), Decimal("2.50"), 2)),
    "theme": TerminalSetting("light", choices=("light", "dark", "hc")),
    "sounds": TerminalSetting("yes", choices=YES_NO),
    "volume": TerminalSetting("60", bounds=(Decimal(0), Decimal(100), 0)),
    "letter_panel": TerminalSetting("yes", choices=YES_NO),
    "numbers": TerminalSetting("language", choices=("language", "record")),
}
TERMINAL: Final[Mapping[str, TerminalSetting]] = {
    "room": TerminalSetting(""),
    "idle_minutes": TerminalSetting("", bounds=(Decimal(1), Decimal(30), 0)),
    "instruction_when_locked": TerminalSetting("no", choices=YES_NO),
    "language": TerminalSetting("en", choices=SPOKEN),
    "second_medium": TerminalSetting("", longest=400),
    "scan_identifier": TerminalSetting("yes", choices=YES_NO),
    "balance": TerminalSetting("", longest=addresses.LONGEST),
    "balance_2": TerminalSetting("", longest=addresses.LONGEST),
    "balance_3": TerminalSetting("", longest=addresses.LONGEST),
    "scanner": TerminalSetting("", longest=addresses.LONGEST),
    "label_printer": TerminalSetting("", longest=addresses.LONGEST),
    "badge_reader": TerminalSetting("", longest=addresses.LONGEST),
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
