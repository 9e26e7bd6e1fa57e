"""Equipment and rooms without their looks: the list, one piece in full, and what somebody may record about it.

The first act offered is the one that clears what blocks the next use; everything else that the person may record is one
tap further. Whoever stands before a machine with a scanner sees that machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ebr.domain.equipment import commands as c
from ebr.domain.refusal import Refusal
from ebr.station.questions import Batches, BatchRow, EquipmentAnswer, EquipmentList, EquipmentQuestion, EquipmentRow
from ebr.wording import refusal_words
from ebr.wording.equipment import equipment_word
from ebr.words import mark, ntr, tr
from ui.desk import Answer, Desk
from ui.equipment.facts import facts_of
from ui.pages.offer import Offer, Shown
from ui.pages.visit import Visit

ICONS: Final[Mapping[str, str]] = {
    "clean": "circle-check",
    "dirty": "droplet",
    "in_use": "player-play",
    "on_hold": "hand-stop",
    "out_of_service": "ban",
}
TONES: Final[Mapping[str, str]] = {"clean": "ok", "dirty": "warn", "on_hold": "crit", "out_of_service": "crit"}


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be recorded: its command, its words, its icon."""

    command: type
    words: str
    icon: str


ACTS: Final[Mapping[str, Act]] = {
    "clear": Act(c.ClearLine, mark("Line clearance"), "list-check"),
    "clean": Act(c.CleanEquipment, mark("Cleaning"), "droplet"),
    "check": Act(c.CheckDaily, mark("Daily check"), "clipboard-check"),
    "integrity": Act(c.CheckIntegrity, mark("Integrity test"), "test-pipe"),
    "end": Act(c.EndUse, mark("End of use"), "player-stop"),
    "calibrate": Act(c.CalibrateEquipment, mark("Calibration"), "weight"),
    "maintain": Act(c.MaintainEquipment, mark("Maintenance"), "tool"),
    "hold": Act(c.HoldEquipment, mark("Put on hold"), "hand-stop"),
    "out": Act(c.TakeOutOfService, mark("Take out of service"), "ban"),
    "release": Act(c.ReleaseEquipment, mark("Lift the hold"), "player-play"),
    "return": Act(c.ReturnToService, mark("Return to service"), "arrow-back-up"),
    "qualify": Act(c.QualifyEquipment, mark("Qualify for use"), "certificate"),
    "change": Act(c.ChangeEquipment, mark("Change what it is"), "pencil"),
}
"""Every act, in the order of the list of acts."""

NEXT: Final[Mapping[str, str]] = {
    "equipment_dirty": "clean",
    "clean_hold_over": "clean",
    "daily_check_missing": "check",
    "calibration_overdue": "calibrate",
    "maintenance_overdue": "maintain",
    "equipment_not_qualified": "qualify",
    "assembly_integrity_missing": "integrity",
    "equipment_on_hold": "release",
    "daily_check_failed": "release",
    "dirty_hold_over": "release",
    "equipment_out_of_service": "return",
    "calibration_failed": "return",
    "equipment_in_use": "end",
}
"""What clears each thing that blocks."""


@dataclass(frozen=True, slots=True)
class EquipmentItem:
    """One piece as a line."""

    key: str
    cells: tuple[str, ...]
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class EquipmentDetail:
    """One piece in full, with what may be done."""

    key: str
    title: str
    status: str
    tone: str
    facts: tuple[Shown, ...]
    offers: tuple[Offer, ...]


class EquipmentPresenter:
    """EquipmentPresenter(desk, person, roles).

    Callbacks: on_lines(lines), on_detail(EquipmentDetail | None), on_unknown(text).
    """

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.rows: dict[str, EquipmentRow] = {}
        self.chosen = ""
        self.found: EquipmentAnswer | None = None
        self.on_lines: Callable[[tuple[EquipmentItem, ...]], None] = lambda _lines: None
        self.on_detail: Callable[[EquipmentDetail | None], None] = lambda _detail: None
        self.on_unknown: Callable[[str], None] = lambda _text: None
        self.desk.on_changed_below(("equipment/",), self.refresh)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def refresh(self) -> None:
        """Ask for everything anew."""
        self.desk.ask(EquipmentList(), self._got)

    def _got(self, rows: tuple[EquipmentRow, ...]) -> None:
        self.rows = {row.equipment: row for row in rows}
        self.on_lines(tuple(line_of(row) for row in rows))
        self.choose(self.chosen if self.chosen in self.rows else next(iter(self.rows), ""))

    def choose(self, equipment: str) -> None:
        """Show one piece."""
        self.chosen = equipment
        if equipment not in self.rows:
            self.found = None
            self.on_detail(None)
            return
        self.desk.ask(EquipmentQuestion(equipment), lambda found: self._got_one(equipment, found))

    def _got_one(self, equipment: str, found: EquipmentAnswer) -> None:
        if equipment == self.chosen:
            self.found = found
            self.on_detail(self.detail(found))

    def scanned(self, code: str) -> None:
        """Show the piece with this code, or say that there is none."""
        if code in self.rows:
            self.choose(code)
        else:
            self.on_unknown(refusal_words(Refusal("equipment_unknown", equipment=code)))

    def detail(self, found: EquipmentAnswer) -> EquipmentDetail:
        """Return a piece in full."""
        row = found.row
        return EquipmentDetail(
            row.equipment,
            row.name,
            status_words(row),
            tone_of(row) or TONES.get(row.status, ""),
            facts_of(found),
            tuple(self._offers(found)),
        )

    def _offers(self, found: EquipmentAnswer) -> list[Offer]:
        able = self.able(found)
        first = next_act(found)
        offers = []
        if first in able:
            offers.append(Offer(first, tr(ACTS[first].words), ACTS[first].icon, strong=True))
        if any(key != first for key in able):
            offers.append(Offer("more", tr("Record something else"), "plus"))
        offers.append(Offer("log", tr("Use log"), "history"))
        return offers

    def able(self, found: EquipmentAnswer) -> tuple[str, ...]:
        """Return what the person may record about the piece as it stands."""
        return tuple(key for key in ACTS if self._may(key) and self._fits(key, found))

    def _may(self, key: str) -> bool:
        return any(role in self.roles for role in c.RIGHTS[ACTS[key].command])

    def _fits(self, key: str, found: EquipmentAnswer) -> bool:
        needs, bars = found.needs, {bar.bar for bar in found.bars}
        fits = {
            "clear": needs.clearance,
            "clean": needs.cleaning and not found.row.batches,
            "check": bool(needs.checks),
            "integrity": needs.integrity,
            "end": bool(found.row.batches),
            "maintain": not found.row.batches,
            "release": "hold" in bars,
            "return": "out" in bars,
            "qualify": self.person != found.written_by,
        }
        return fits.get(key, True)

    def may_add(self) -> bool:
        """Whether the person may register something."""
        return any(role in self.roles for role in c.RIGHTS[c.AddEquipment])

    # -- acts

    def do(self, command: object, then: Callable[[Answer], None]) -> None:
        """Record what nobody signs."""
        self.desk.do(command, by=self.person, then=then)

    def clearing(self, batch: str, when: str, answers: Mapping[str, str], photograph: str, then: Any) -> None:
        """Find the product of the batch and give the command of a clearance to `then`; somebody else signs it."""

        def found(rows: tuple[BatchRow, ...]) -> None:
            product = next((row.product for row in rows if row.batch == batch), "")
            then(c.ClearLine(self.chosen, batch, product, when, tuple(answers.items()), "", photograph))

        self.desk.ask(Batches(batch), found)

    def print_log(self, file: Path, then: Callable[[Answer | Refusal], None]) -> None:
        """Write the use log of the chosen piece as a sealed PDF."""
        self.desk.call("print_use_log", then, self.chosen, file, self.person)


def next_act(found: EquipmentAnswer) -> str:
    """Return what clears what blocks the next use; for a room or line in order, its clearance."""
    blocked = found.row.blocked
    if found.row.status == "in_use" and (blocked is None or blocked.code == "equipment_in_use"):
        return "end" if found.needs.cleaning or found.needs.clearance else ""
    if blocked is not None:
        return NEXT.get(blocked.code, "")
    return "clear" if found.needs.clearance else ""


def status_words(row: EquipmentRow) -> str:
    """Return where a piece stands; what lacks something before the next use is not said to be ready."""
    return equipment_word(row.status, cleaned=row.cleaned, ready=row.blocked is None)


def tone_of(row: EquipmentRow) -> str:
    """Return "crit" for what is stopped, "warn" for what waits for somebody, "" for what is in order."""
    if row.status == "clean":
        return "warn" if row.blocked is not None else ""
    found = TONES.get(row.status, "")
    waits = row.blocked is not None and row.blocked.code != "equipment_in_use"
    return found or ("warn" if waits else "")


def line_of(row: EquipmentRow) -> EquipmentItem:
    """Return a piece as a line; what may not be used for a reason that its status does not say is marked."""
    due = row.calibration_due
    if row.calibration_over:
        due = tr("{day}, over", day=due) if due else tr("Not calibrated")
    tone = tone_of(row)
    icon = "alert-triangle" if row.status == "clean" and tone else ICONS.get(row.status, "circle")
    cells = (status_words(row), row.name, row.equipment, row.kind, due, ", ".join(row.batches))
    return EquipmentItem(row.equipment, cells, tone, icon)


def counted(lines: tuple[EquipmentItem, ...]) -> str:
    """Return how many pieces there are."""
    return ntr("{n} piece", "{n} pieces", len(lines))
