"""Asking the station about the material entry that is open, each time its rows, lot or assay change. No Qt here.

A registered lot that may not be used is refused as soon as it is named, and that is an attempt (floor-rules 10).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from ebr.domain.refusal import Refusal
from ebr.station.questions import Dispensing, DispensingAnswer, EntryAnswer
from ebr.wording import refusal_words
from ui.dispense.model import Dispense
from ui.dispense.words import dispense_of
from ui.drafts import Drafts
from ui.execution.model import Editor

SCANNED = "scanned"
PARTS = ("lot", "container", "potency", "lod")


class Working(Protocol):
    """What the presenter of the screen lends."""

    person: str
    batch: str
    form: str
    desk: Any
    drafts: Drafts
    messages: dict[str, tuple[str, str]]
    readings: Any

    def active(self) -> str:
        """Address of the open entry."""

    def entry(self, address: str) -> EntryAnswer | None:
        """One entry by its address."""

    def record(self, address: str, parts: Mapping[str, str], how: str = "") -> None:
        """Put a value into the record."""

    def render(self) -> None:
        """Draw what is known."""


class Charges:
    """Charges(presenter). `follow()` asks when something changed; `offered(editor, entry)` adds what is known."""

    def __init__(self, presenter: Working) -> None:
        self._p = presenter
        self._key: tuple[object, ...] = ()
        self._scanned: dict[tuple[str, str], str] = {}
        self._known: tuple[str, DispensingAnswer] | None = None
        self.on_facts: Callable[[Dispense], None] = lambda _facts: None

    def offered(self, editor: Editor, entry: EntryAnswer) -> Editor:
        """Return the form with what the station said of this entry, if it has."""
        if editor.form != "dispense" or self._known is None or self._known[0] != entry.address:
            return editor
        return replace(editor, dispense=dispense_of(self._known[1], self._p.readings.chosen.get(entry.address, "")))

    def answer(self, address: str) -> DispensingAnswer | None:
        """What the station said of an entry last."""
        return self._known[1] if self._known is not None and self._known[0] == address else None

    def how(self, address: str, value: Mapping[str, str], how: str) -> str:
        """Return how a value came: scanned when this person scanned the label of its lot for this row."""
        lot = self._scanned.get((self._p.person, address), "")
        return SCANNED if lot and value.get("lot") == lot else how

    def done(self, address: str) -> None:
        """A row is recorded: the next container is scanned anew."""
        self._scanned.pop((self._p.person, address), None)

    def follow(self, how: str = "typed") -> None:
        """Ask again when the open entry, its rows, or what was typed of its lot are not those asked about last."""
        entry = self._p.entry(self._p.active())
        if entry is None or entry.kind != "material":
            self._key = ()
            return
        draft = self._p.drafts.of(self._p.person, entry.address)
        parts = {name: draft.get(name, "") for name in PARTS}
        if how == SCANNED and parts["lot"]:
            self._scanned[self._p.person, entry.address] = parts["lot"]
        rows = tuple((row.item, row.text, row.at) for row in entry.rows)
        key = (entry.address, rows, *parts.values())
        if key == self._key:
            return
        before, self._key = self._key, key
        address = entry.address
        if before[:1] == key[:1] and before[2:] != key[2:]:
            self._p.messages.pop(address, None)  # what was said of the lot before

        def got(answer: DispensingAnswer) -> None:
            if key == self._key:
                self._known = (address, answer)
                self._refused(address, answer, how)
                self._p.render()

        def not_got(refusal: Refusal) -> None:
            if key == self._key:
                self._p.messages[address] = (refusal_words(refusal), "warn")
                self._p.render()

        self._p.desk.ask(Dispensing(self._p.batch, address, **parts), got, not_got)

    def again(self) -> None:
        """Something about lots or balances changed: ask anew at the next drawing."""
        self._key = ()

    def _refused(self, address: str, answer: DispensingAnswer, how: str) -> None:
        if answer.blocked is None or self._p.form:
            return
        draft = self._p.drafts.of(self._p.person, address)
        named = {name: draft[name] for name in ("lot", "container") if draft.get(name)}
        self._p.record(address, named, how)
