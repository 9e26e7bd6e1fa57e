"""Filling in the open card: what each kind of entry shows, and what a hand does with it.

The figures come from the example's script, everything routine from the master batch record, as a person would read it
from the paper beside the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from ebr.cli.demonstration.script import duration, folder
from ebr.domain.mbr.model import Mbr, Slot
from ebr.domain.values import plain
from tests.ui.flows.hands import Hand
from tests.ui.flows.reading import Reading
from ui.widgets.choice import CheckRow
from ui.widgets.field import Field
from ui.widgets.number_entry import NumberEntry

COUNTS = {
    "issued": "Issued",
    "used": "Used",
    "destroyed": "Destroyed",
    "returned": "Returned",
    "specimen": "Kept as specimen",
}
WEIGHED = {
    "lot": "Lot",
    "container": "Container",
    "potency": "Potency",
    "lod": "Loss on drying",
    "tare": "Tare",
    "gross": "Gross",
}


class Entering:
    """Entering(reading, hand, mbr, batch, identifiers, now): `fill` puts a told value into a card or a sheet."""

    def __init__(
        self,
        reading: Reading,
        hand: Hand,
        mbr: Mbr,
        batch: str,
        identifiers: Mapping[str, str],
        now: Callable[[], datetime],
    ) -> None:
        self.reading, self.hand, self.mbr = reading, hand, mbr
        self.batch, self.identifiers, self.now = batch, identifiers, now

    def fill(self, where: QWidget, slot: Slot, told: Any, *, confirm: bool = True) -> None:
        """Fill in, and confirm unless a sheet around it does."""
        getattr(self, f"_{slot.kind}")(where, slot, told, confirm)

    # -- one tap

    def _instruction(self, where: QWidget, _slot: Slot, _told: Any, _confirm: bool) -> None:
        self.hand.press(self.reading.button("Done", within=where))

    def _check(self, where: QWidget, _slot: Slot, told: Any, _confirm: bool) -> None:
        self.hand.press(self.reading.button({"yes": "Yes", "no": "No"}[told or "yes"], within=where))

    def _choice(self, where: QWidget, slot: Slot, told: Any, _confirm: bool) -> None:
        words = next(option.label for option in slot.options if option.id == told)
        self.hand.press(self.reading.button(words, within=where))

    def _clearance(self, where: QWidget, slot: Slot, told: Any, confirm: bool) -> None:
        for item in slot.items:
            answer = {"yes": "Yes", "no": "No"}[(told or {}).get(item.id, "yes")]
            line = next(one for one in self.reading.seen(CheckRow, where) if one._key == item.id)
            self.hand.press(self.reading.button(answer, within=line))
        if confirm:
            self.hand.press(self.reading.button("Record clearance", within=where))

    # -- one field

    def _number(self, where: QWidget, _slot: Slot, told: Any, confirm: bool) -> None:
        field = self.reading.seen(NumberEntry, where)[-1].field
        (self.hand.enter if confirm else self.hand.put)(field, str(told))

    _qs = _duration = _table = _number

    def _text(self, where: QWidget, _slot: Slot, told: Any, confirm: bool) -> None:
        (self.hand.enter if confirm else self.hand.put)(self.reading.seen(Field, where)[-1], str(told))

    def _scan(self, where: QWidget, slot: Slot, told: Any, _confirm: bool) -> None:
        self.hand.code(self.reading.seen(Field, where)[-1], told or self._expected(slot))

    def _expected(self, slot: Slot) -> str:
        what, _, name = slot.of.partition(":")
        if what == "batch":
            return self.batch
        if what == "material":
            return next(one.code for one in self.mbr.materials if one.id == name)
        return _tag(name)

    def _result(self, where: QWidget, slot: Slot, told: Any, confirm: bool) -> None:
        if slot.options:
            self._choice(where, slot, told, confirm)
        elif slot.unit or slot.limits.any():
            self._number(where, slot, told, confirm)
        else:
            self._text(where, slot, told, confirm)

    # -- several fields

    def _several(
        self, where: QWidget, parts: Mapping[str, str], verb: str, codes: tuple[str, ...], confirm: bool
    ) -> None:
        for name, text in parts.items():
            if self.hand.scans and name in codes:
                self.hand.scan(text)
            else:
                self.hand.put(self.reading.field(name, where), text)
        if confirm:
            self.hand.press(self.reading.button(verb, within=where))

    def _material(self, where: QWidget, slot: Slot, told: Any, confirm: bool) -> None:
        names = [one.accessibleName() for one in self.reading.seen(Field, where)]
        net = "Amount" if "Amount" in names else "Net"
        if "tare" in told:
            gross = plain(Decimal(told["tare"]) + Decimal(told["net"]))
            told = {**{part: text for part, text in told.items() if part != "net"}, "gross": gross}
        parts = {{**WEIGHED, "net": net}[part]: text for part, text in told.items()}
        if not confirm:
            self._several(where, parts, "Record container", ("Lot",), confirm)
            return
        # First which container: what is known of its lot is not asked for any more.
        first = {name: text for name, text in parts.items() if name in ("Lot", "Container")}
        self._several(where, first, "", ("Lot",), False)
        asked = [one.accessibleName() for one in self.reading.seen(Field, where)]
        rest = {name: text for name, text in parts.items() if name not in first and name in asked}
        self._several(where, rest, "Record container", (), confirm)

    def name_lot(self, where: QWidget, told: Mapping[str, str]) -> None:
        """Say which lot it is."""
        if self.hand.scans:
            self.hand.scan(told["lot"])
        else:
            self.hand.enter(self.reading.field("Lot", where), told["lot"])

    def _equipment(self, where: QWidget, slot: Slot, told: Any, confirm: bool) -> None:
        parts = {"Equipment number": told or _tag(slot.of), "State": "clean, in date"}
        if self.hand.scans and self.reading.field("State", where).text():
            self.hand.scan(parts["Equipment number"])  # what was tried before still stands beside it: a scan records
            return
        self._several(where, parts, "Record equipment", ("Equipment number",), confirm)

    def _identity(self, where: QWidget, slot: Slot, told: Any, confirm: bool) -> None:
        values = {**self.identifiers, **(told or {})}
        parts = {one.label: values[one.id] for one in self.mbr.header.identifiers}
        if self.hand.scans:
            for text in parts.values():
                self.hand.scan(text)
            return
        *first, last = parts.items()
        for name, text in first:
            self.hand.put(self.reading.field(name, where), text)
        self.hand.put(self.reading.field(last[0], where), last[1])
        if confirm:
            self.hand.press(self.reading.button("Compare", within=where))

    def _environment(self, where: QWidget, slot: Slot, told: Any, confirm: bool) -> None:
        labels = {item.id: item.label for item in slot.items}
        self._several(where, {labels[key]: text for key, text in told.items()}, "Record readings", (), confirm)

    def _labels(self, where: QWidget, _slot: Slot, told: Any, confirm: bool) -> None:
        self._several(where, {COUNTS[key]: text for key, text in told.items()}, "Record counts", (), confirm)

    def _sample(self, where: QWidget, slot: Slot, told: Any, confirm: bool) -> None:
        number = told or f"{self.batch}-{slot.id.replace('_', '-')}"
        self._several(where, {"Sample number": number}, "Record sample", ("Sample number",), confirm)

    def _handover(self, where: QWidget, slot: Slot, told: Any, confirm: bool) -> None:
        parts = {"Handed over to": slot.of or "Next shift", "Condition": told or "complete, labelled"}
        self._several(where, parts, "Record hand-over", (), confirm)

    # -- times and files

    def _datetime(self, where: QWidget, _slot: Slot, told: Any, confirm: bool) -> None:
        ago = duration(str(told).removesuffix(" ago")) if told and told != "now" else 0
        self.moment(where, self.now() - timedelta(seconds=ago), "Enter" if confirm else "")

    def moment(self, where: QWidget, when: datetime, verb: str) -> None:
        """Give date and time of day, as the clock on the wall says them."""
        local = when.astimezone()
        self.hand.put(self.reading.field("Date", where), local.strftime("%Y-%m-%d"))
        self.hand.put(self.reading.field("Time of day", where), local.strftime("%H:%M"))
        if verb:
            self.hand.press(self.reading.button(verb, within=where))

    def _photo(self, where: QWidget, _slot: Slot, told: Any, _confirm: bool) -> None:
        self.hand.press(self.reading.button("Choose photograph", "Choose file", within=where))
        path = folder() / str(told)
        sheet = self.reading.sheet()
        if self.hand.touches:
            self._browse(path)
        else:
            self.hand.put(self.reading.field("Path of the file", sheet), str(path))
        self.hand.press(self.reading.button("Attach to the record", within=sheet))

    _file = _photo

    def _browse(self, path: Path) -> None:
        """Tap through the folders; the parts of the path below the folder shown, after going up far enough."""
        shown = Path(self.reading.field("Path of the file").text())
        while shown not in path.parents:
            self.hand.press(self.reading.button("Up"))
            shown = Path(self.reading.field("Path of the file").text())
        for part in path.relative_to(shown).parts:
            while not self.reading.buttons(part):  # a long folder comes in parts
                self.hand.press(self.reading.button("and ", prefix=True))
            self.hand.press(self.reading.button(part))


def _tag(equipment: str) -> str:
    return f"{equipment.upper().replace('_', '-')}-01"
