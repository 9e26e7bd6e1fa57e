"""What somebody typed and has not recorded yet: it belongs to the person who typed it and survives a lock (ux.md 1.6).

Kept in memory only: a value exists when it is recorded, never before. Passwords never come here.
"""

from __future__ import annotations

from collections.abc import Mapping


class Drafts:
    """Typed parts by person and address, the entry each person had open in a batch, and the language each reads."""

    def __init__(self) -> None:
        self._parts: dict[tuple[str, str], dict[str, str]] = {}
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
