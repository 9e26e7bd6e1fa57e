"""Readings of the balance on their way into the record. No Qt here.

A reading fills the field; Enter records it with the line as it was printed, the device and the moment it came. A field
that was changed by hand afterwards is typed. What was read and not recorded, because another reading or a typed value
took its place, or because the screen was left meanwhile, is kept as an attempt, and so is every trouble of the device
(floor-rules 10). Nothing is read twice at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, Protocol

from ebr.domain.batch import commands as c
from ebr.domain.refusal import Refusal
from ebr.station.questions import DispensingAnswer, EntryAnswer
from ebr.station.readings import POWERS, Reading, in_unit
from ebr.wording import refusal_words
from ebr.words import tr
from ui.desk import Answer, Desk
from ui.dispense.words import usable
from ui.drafts import Drafts, Held
from ui.execution.model import Editor
from ui.pages.visit import Visit
from ui.shown import clock_of

TYPED, SCANNED, DEVICE = "typed", "scanned", "device"
BALANCE: Final = "balance"
WEIGH_ON: Final = "weigh-on:"
"""How the act begins that chooses another balance; its equipment number follows."""
WEIGHED: Final = ("number", "gross", "net", "tare")
"""Parts of a value that a balance can fill, the one that matters most first."""
WEIGHABLE: Final = ("number", "table", "qs", "material", "result")
NOT_THE_DEVICES: Final = ("device_missing", "device_address", "device_simulated", "station_not_open")
"""Refusals that say how the terminal is set up; the device did nothing."""


class Charging(Protocol):
    """What is known of a material entry."""

    def answer(self, address: str) -> DispensingAnswer | None:
        """What the station said of an entry last."""


class Recording(Protocol):
    """What the presenter of the screen lends."""

    person: str
    batch: str
    form: str
    desk: Visit
    doing: Desk
    drafts: Drafts
    messages: dict[str, tuple[str, str]]

    @property
    def charges(self) -> Charging:
        """What the station said of the material that is weighed."""

    def entry(self, address: str) -> EntryAnswer | None:
        """One entry by its address."""

    def performer(self) -> str:
        """Who performs what the person records as a scribe; "" for the person."""

    def act_on(self, command: object, address: str, then: Callable[[Answer], None]) -> None:
        """Send a command once."""

    def refresh(self) -> None:
        """Ask for the batch again."""

    def render(self) -> None:
        """Draw what is known."""


class Readings:
    """Readings(presenter). `devices` are the roles set up at this terminal; `on_busy(yes)` while the balance reads."""

    def __init__(self, presenter: Recording) -> None:
        self._p = presenter
        self.devices: frozenset[str] = frozenset()
        self.chosen: dict[str, str] = {}
        """Entry -> the balance that somebody chose for it among those that fit."""
        self.under_way: tuple[str, str] = ("", "")
        self.on_busy: Callable[[bool], None] = lambda _busy: None

    # -- what the form offers

    def offered(self, editor: Editor, entry: EntryAnswer) -> Editor:
        """Return the form with the button that reads the balance, what was read, and who else a typed value needs."""
        if self._p.form:  # what stands on paper is transcribed, nothing is weighed
            return editor
        wanted, weighs = bool(entry.spec.get("device", "")), _weighs(entry)
        if not weighs:
            return replace(editor, device_note=_note(ready=False) if wanted else "")
        ready = BALANCE in self.devices
        held = self._p.drafts.held(self._p.person, entry.address)
        return replace(
            editor,
            device=self._verb(entry) if ready else "",
            extras=(*editor.extras, *self._others(entry)) if ready else editor.extras,
            device_parts=tuple(part for part in WEIGHED if ready and _has(editor, part)),
            device_note=_note(ready=ready) if wanted else "",
            sources=tuple((part, _source_words(one.reading)) for part, one in held.items()),
            busy=self.under_way[1] if self.under_way[0] == entry.address else "",
        )

    def _verb(self, entry: EntryAnswer) -> str:
        several = len(self._balances(entry)) > 1
        return tr("Read {equipment}", equipment=self.balance(entry)) if several else tr("Read balance")

    def balance(self, entry: EntryAnswer) -> str:
        """Return the balance that reads an entry: the one chosen for it, else the one that fits best, "" for any."""
        fit = self._balances(entry)
        chosen = self.chosen.get(entry.address, "")
        return chosen if chosen in fit else next(iter(fit), "")

    def choose(self, address: str, device: str) -> None:
        """Weigh an entry on another of the balances that fit; a reading that is under way stays the one before."""
        if not self.under_way[0]:
            self.chosen[address] = device
            self._p.render()

    def _balances(self, entry: EntryAnswer) -> tuple[str, ...]:
        said = self._p.charges.answer(entry.address)
        if said is not None:
            return usable(said)
        return tuple(one for one in entry.spec.get("balances", "").split(", ") if one)

    def _others(self, entry: EntryAnswer) -> tuple[tuple[str, str], ...]:
        """Return a further act for every other balance that fits; weighing offers them beside the balance."""
        if entry.kind == "material":
            return ()
        now = self.balance(entry)
        others = (one for one in self._balances(entry) if one != now)
        return tuple((f"{WEIGH_ON}{one}", tr("Read {equipment} instead", equipment=one)) for one in others)

    # -- reading

    def read(self, address: str, part: str) -> None:
        """Read the balance into a part of an entry; nothing while a reading is under way."""
        entry = self._p.entry(address)
        if self.under_way[0] or entry is None:
            return
        unit = entry.unit or entry.spec.get("unit", "")
        self.under_way = (address, part)
        self.on_busy(True)
        self._p.messages.pop(address, None)
        self._p.render()
        device = self.balance(entry)
        self._p.doing.device(
            lambda devices: devices.read_balance(device=device), lambda said: self._came(address, part, unit, said)
        )

    def _came(self, address: str, part: str, unit: str, said: Any) -> None:
        self.under_way = ("", "")
        self.on_busy(False)
        if isinstance(said, Reading):
            self._got(address, part, unit, said)
            return
        self._emptied(address, part)
        if isinstance(said, Refusal):
            self._trouble(address, said, {})
        else:
            words = tr("Nothing was read: the program found a fault. Try again, or type the value by hand.")
            self._p.messages[address] = (words, "crit")
            self._p.render()

    def _emptied(self, address: str, part: str) -> None:
        """What was read before leaves the field when the next reading fails: nobody shall take it for that one."""
        drafts, person = self._p.drafts, self._p.person
        typed, held = drafts.of(person, address), drafts.held(person, address).get(part)
        if held is not None and typed.get(part) == held.text:
            drafts.keep(person, address, {name: text for name, text in typed.items() if name != part})
        self._replaced(address, part)

    def _got(self, address: str, part: str, unit: str, reading: Reading) -> None:
        try:
            text = in_unit(reading, unit)
        except Refusal as refusal:
            self._trouble(address, refusal, source_part(reading))
            return
        self._replaced(address, part)
        held = Held(text, reading)
        if not self._p.desk.here:
            self._attempt(address, {part: text, "trouble": "reading_replaced"}, source_part(reading))
            return
        drafts, person = self._p.drafts, self._p.person
        drafts.keep(person, address, {**drafts.of(person, address), part: text})
        drafts.hold(person, address, part, held)
        self._p.render()

    def _trouble(self, address: str, refusal: Refusal, source: Mapping[str, str]) -> None:
        """Keep what the device did as an attempt, and say it on the card with the way out."""
        words = (refusal_words(refusal), "warn")
        if refusal.code in NOT_THE_DEVICES:
            self._p.messages[address] = words
            self._p.render()
            return
        told = {name: text for name, text in refusal.params.items() if name in ("device", "raw")}
        self._attempt(address, {"trouble": refusal.code}, {**told, **source}, words)

    def _attempt(
        self, address: str, value: dict[str, str], source: Mapping[str, str], words: tuple[str, str] = ("", "")
    ) -> None:
        def kept(_said: Answer) -> None:
            self._p.messages.pop(address, None)
            if words[0]:
                self._p.messages[address] = words
            self._p.refresh()

        command = c.RecordValue(
            self._p.batch, address, value, performed_by=self._p.performer(), source={"how": DEVICE, **source}
        )
        self._p.act_on(command, "", kept)

    def _replaced(self, address: str, part: str) -> None:
        """Keep the reading whose place another value takes."""
        old = self._p.drafts.held(self._p.person, address).get(part)
        if old is not None:
            self._p.drafts.let_go(self._p.person, address, part)
        if old is not None and not old.recorded:
            self._attempt(address, {part: old.text, "trouble": "reading_replaced"}, source_part(old.reading))

    # -- recording

    def source(self, address: str, value: Mapping[str, str], how: str = TYPED) -> dict[str, str]:
        """Return how a value came; a reading that the value does not have is kept as an attempt first.

        It came from the device when every weight in it did; what was read beside a typed weight is named as well, and
        that the lot was scanned.
        """
        held = self._p.drafts.held(self._p.person, address)
        for part in [part for part, one in held.items() if value.get(part) != one.text]:
            self._replaced(address, part)
        used = {part: held[part].reading for part in WEIGHED if part in held and value.get(part) == held[part].text}
        if not used:
            return {"how": how}
        main, *others = used
        every = all(part in used for part in WEIGHED if part in value)
        found = {"how": DEVICE if every else TYPED, **source_part(used[main])}
        if how == SCANNED and "lot" in value:
            found["lot"] = SCANNED
        for part in others:
            found.update(source_part(used[part], f"_{part}"))
        return found


def source_part(reading: Reading, behind: str = "") -> dict[str, str]:
    """Return what the record keeps of a reading: the line as printed, device, moment, serial number."""
    parts = {
        "raw": reading.raw,
        "device": reading.device,
        "at": reading.at,
        "serial": reading.serial,
        "unverified": reading.unverified,
    }
    return {f"{name}{behind}": text for name, text in parts.items() if text}


def _weighs(entry: EntryAnswer) -> bool:
    """Tell whether a balance can say it: a mass."""
    return entry.kind in WEIGHABLE and not entry.options and (entry.unit or entry.spec.get("unit", "")) in POWERS


def _has(editor: Editor, part: str) -> bool:
    return (part == "number" and editor.form == "number") or any(spec.key == part for spec in editor.fields)


def _note(*, ready: bool) -> str:
    if ready:
        return tr("Read it from the balance. A value typed by hand needs a second person.")
    return tr("A device is meant to read this, and none is set up at this station. Typed, it needs a second person.")


def _source_words(reading: Reading) -> str:
    return tr("{device}, stable, read at {time}", device=reading.device, time=clock_of(reading.at))
