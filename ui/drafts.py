"""What somebody typed and has not recorded yet: it belongs to the person who typed it and survives a lock (ux.md 1.6).

Kept in memory: a value exists when it is recorded, never before. Passwords never come here. What may be said again
after the program ended without a word is kept beside it (`ui.unrecorded`).

An address names an entry of a master, so two batches of one master have the same ones: `within(batch)` keeps them
apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ebr.station.readings import Reading
    from ui.unrecorded import Left, Unrecorded

Key = tuple[str, str, str]
"""Person, batch ("" for none) and address."""


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
        self.left: Unrecorded | None = None
        """What outlives a crash; None where there is no folder to keep it in."""
        self._batch = ""
        self._parts: dict[Key, dict[str, str]] = {}
        self._lasting: set[Key] = set()
        self._tried: dict[Key, dict[str, str]] = {}
        self._held: dict[Key, dict[str, Held]] = {}
        self._places: dict[tuple[str, str], tuple[str, str]] = {}
        self._languages: dict[str, str] = {}

    def within(self, batch: str) -> Drafts:
        """Return the same drafts, as those of the entries of a batch."""
        found = copy(self)
        found._batch = batch  # noqa: SLF001 - its own
        return found

    def _key(self, person: str, address: str) -> Key:
        return person, self._batch, address

    def of(self, person: str, address: str) -> Mapping[str, str]:
        """Return what the person typed there."""
        return self._parts.get(self._key(person, address), {})

    def keep(self, person: str, address: str, parts: Mapping[str, str], *, lasting: bool = False) -> None:
        """Keep what the person typed; nothing typed keeps nothing. `lasting` may be said again after a crash."""
        typed = {name: text for name, text in parts.items() if text}
        if typed:
            self._parts[self._key(person, address)] = typed
            if lasting:
                self._lasting.add(self._key(person, address))
        else:
            self._empty(self._key(person, address))

    def forget(self, person: str, address: str) -> None:
        """Drop it: it was recorded."""
        self._empty(self._key(person, address))
        self.drop_left(person, address)

    def _empty(self, key: Key) -> None:
        self._parts.pop(key, None)
        self._tried.pop(key, None)
        self._lasting.discard(key)

    def held(self, person: str, address: str) -> Mapping[str, Held]:
        """Return the readings of a device that wait to be recorded there, by part."""
        return self._held.get(self._key(person, address), {})

    def hold(self, person: str, address: str, part: str, held: Held) -> None:
        """Keep a reading until it is recorded, or kept as an attempt."""
        self._held[self._key(person, address)] = {**self.held(person, address), part: held}

    def tried(self, person: str, address: str) -> None:
        """Note that the record has what was typed or read there, as an attempt."""
        key = self._key(person, address)
        self._held[key] = {part: replace(one, recorded=True) for part, one in self.held(person, address).items()}
        self._tried[key] = dict(self.of(person, address))

    def let_go(self, person: str, address: str, part: str = "") -> None:
        """Drop the reading of a part, or of all parts: the record has it."""
        left = {name: held for name, held in self.held(person, address).items() if part and name != part}
        self._held[self._key(person, address)] = left

    # -- what outlives a crash

    def remember(self, person: str) -> None:
        """Keep what the person has typed for the case that the program ends without a word; called each second."""
        if self.left is not None:
            mine = {key for key in self._lasting if key[0] == person}
            typed = {(batch, address): self._unrecorded((person, batch, address)) for _person, batch, address in mine}
            self.left.keep(person, {place: parts for place, parts in typed.items() if parts})

    def _unrecorded(self, key: Key) -> dict[str, str]:
        """What a hand typed, and the record does not have as an attempt."""
        typed, held = self._parts.get(key, {}), self._held.get(key, {})
        if typed == self._tried.get(key):
            return {}
        return {name: text for name, text in typed.items() if name not in held or held[name].text != text}

    def left_of(self, person: str, address: str) -> Left | None:
        """Return what the person had typed there when the program ended without a word."""
        return self.left.of(person, self._batch, address) if self.left is not None else None

    def drop_left(self, person: str, address: str) -> None:
        """It is said no more: recorded, closed, or in the field again."""
        if self.left is not None:
            self.left.drop(person, self._batch, address)

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
