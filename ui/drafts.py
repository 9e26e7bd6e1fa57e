"""What somebody typed and has not recorded yet: it belongs to the person who typed it and survives a lock (ux.md 1.6).

Kept in memory only: a value exists when it is recorded, never before. Passwords never come here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ebr.station.readings import Reading


@dataclass(frozen=True, slots=True)
class Held:
    """A reading that fills a field: the text in the field, the reading itself, and whether the record has it.

    One that became an attempt (out of limits) stays in its field, and is not kept as replaced a second time.
    """

    text: str
    reading: Reading
    recorded: bool = False


class Drafts:
    """Typed parts by person and address, the entry each person had open in a batch, and the language each reads."""

    def __init__(self) -> None:
        self._parts: dict[tuple[str, str], dict[str, str]] = {}
        self._held: dict[tuple[str, str], dict[str, Held]] = {}
        self._places: dict[tuple[str, str], tuple[str, str]] = {}
        self._languages: dict[str, str] = {}

    def of(self, person: str, address: str) -> Mapping[str, str]:
        """Return what the person typed there."""
        return self._parts.get((person, address), {})

    def keep(self, person: str, address: str, parts: Mapping[str, str]) -> None:
        """Keep what the person typed; nothing typed keeps nothing."""
        typed = {name: text for name, text in parts.items() if text}
        if typed:
            self._parts[person, address] = typed
        else:
            self.forget(person, address)

    def forget(self, person: str, address: str) -> None:
        """Drop it: it was recorded."""
        self._parts.pop((person, address), None)

    def held(self, person: str, address: str) -> Mapping[str, Held]:
        """Return the readings of a device that wait to be recorded there, by part."""
        return self._held.get((person, address), {})

    def hold(self, person: str, address: str, part: str, held: Held) -> None:
        """Keep a reading until it is recorded, or kept as an attempt."""
        self._held[person, address] = {**self.held(person, address), part: held}

    def tried(self, person: str, address: str) -> None:
        """Note that the record has what was read there, as an attempt."""
        self._held[person, address] = {
            part: replace(one, recorded=True) for part, one in self.held(person, address).items()
        }

    def let_go(self, person: str, address: str, part: str = "") -> None:
        """Drop the reading of a part, or of all parts: the record has it."""
        left = {name: held for name, held in self.held(person, address).items() if part and name != part}
        self._held[person, address] = left

    def keep_place(self, person: str, batch: str, step: str, entry: str) -> None:
        """Remember where the person stands in a batch."""
        self._places[person, batch] = (step, entry)

    def place(self, person: str, batch: str) -> tuple[str, str]:
        """Return step and entry where the person stood, "" and "" for nowhere."""
        return self._places.get((person, batch), ("", ""))

    def keep_language(self, person: str, language: str) -> None:
        """Remember in which language a person reads instructions."""
        self._languages[person] = language

    def language(self, person: str, otherwise: str = "") -> str:
        """Return in which language a person reads instructions; `otherwise` for who has not chosen."""
        return self._languages.get(person, otherwise)
