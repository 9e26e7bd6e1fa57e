"""An operator who plays an example record on the real screens, from issue to report.

Reads the acts of the example, and for each act what the screen shows; signs in and out, finds the step, fills in what is
open, signs, has second persons sign in a sheet. Time passes on the station's simulated clock while hands rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from ebr.cli.demonstration.acts import VERBS
from ebr.cli.demonstration.fit import fit, fit_room, helped, room_helped
from ebr.cli.demonstration.floor import Floor
from ebr.cli.demonstration.labels import EXPIRY, as_printed
from ebr.cli.demonstration.samples import received, waiting
from ebr.cli.demonstration.script import Act, RowPlan, Script, Site, duration, rows_of
from ebr.cli.demonstration.values import standard
from ebr.cli.demonstration.visit import tried_by
from ebr.cli.demonstration.walk import Walk
from ebr.clock import SimulatedClock
from ebr.domain.mbr.model import Mbr, Phase, Slot
from ebr.domain.mbr.numbering import numbering
from ebr.station.door import Station
from ebr.wording import unit_words
from ebr.wording.codes import amendment_word
from tests.ui.flows.deviating import Investigation
from tests.ui.flows.entering import Entering
from tests.ui.flows.hands import Hand
from tests.ui.flows.reading import Reading
from ui.widgets.data_table import DataTable
from ui.widgets.entry_card import EntryCard

COMPUTED = ("calculation", "yield")
OPEN = ("active", "out")
SIGNS = ("Sign step", "Sign", "The performer signs", "Second person signs")


class Operator:
    """Operator(reading, hand, clock, site, script, mbr). `play(act)` does one act."""

    def __init__(
        self, reading: Reading, hand: Hand, clock: SimulatedClock, site: Site, script: Script, mbr: Mbr
    ) -> None:
        self.reading, self.hand, self.clock, self.site, self.script, self.mbr = reading, hand, clock, site, script, mbr
        self.folder, self.end = Path(), lambda: None
        self.people = {one.id: one for one in site.people}
        self.person = ""
        self._at_step = "", "", ""
        self.investigation: Investigation | None = None
        self.entering = Entering(reading, hand, mbr, script.batch, script.identifiers, self.now)
        self.phases: dict[str, Phase] = {phase.id: phase for _unit, _operation, phase in mbr.phases()}

    def leave_station(self) -> Path:
        """Close the window and the station; its folder."""
        self.end()
        return self.folder

    # -- time

    def now(self) -> datetime:
        """What the clock on the wall says."""
        return datetime.fromisoformat(self.clock.now().wall)

    def rest(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.advance(seconds)

    def wait_for(self, act: Act) -> None:
        """Let the time pass that stands before an act."""
        self.rest(act.time("wait"))
        if "until" in act.told:
            days, _, clock = act.text("until").rpartition(" ")
            hour, minute = map(int, clock.split(":"))
            since = self.now() + timedelta(seconds=duration(days))
            found = since.replace(hour=hour, minute=minute, second=0, microsecond=0)
            found = found if days or found > since else found + timedelta(days=1)
            self.rest(max(0.0, (found - self.now()).total_seconds()))

    # -- who

    def be(self, person: str) -> None:
        """Have somebody signed in, after whoever was there signed out."""
        if self.person == person:
            return
        if self.person:
            self.sign_out()
        self.rest(6)
        self._name(person)
        self.hand.enter(self.reading.field("Password"), self.site.password)
        self.person = person
        if self.reading.says("Sign in", self.reading.window.frame.view):
            raise self.reading.stuck(f"sign-in of {person}")

    def _name(self, person: str) -> None:
        one = self.people[person]
        if self.hand.touches:
            self.hand.press(self.reading.button(one.name))
        else:
            self.hand.badge(self.reading.field("User name"), person, one.badge)

    def sign_out(self) -> None:
        """Leave the station."""
        self.hand.menu()
        self.hand.press(self.reading.button("Sign out"))
        self.person = ""

    def mistype(self, person: str) -> None:
        """Sign in with a slip of the finger first."""
        if self.person:
            self.sign_out()
        self._name(person)
        self.hand.enter(self.reading.field("Password"), self.site.password.replace("7", "8"))
        assert self.reading.says("password"), self.reading.stuck("word about the wrong password")
        self.hand.enter(self.reading.field("Password"), self.site.password)
        self.person = person

    # -- signing

    def sign(self, person: str, *, second: bool = False) -> None:
        """Read the sheet and sign; a second person says who they are first."""
        self.rest(8)
        sheet = self.reading.sheet()
        if sheet is None:
            raise self.reading.stuck("signature sheet")
        if second:
            self.hand.badge(self.reading.field("User name"), person, self.people[person].badge)
        self.hand.enter(self.reading.field("Password"), self.site.password)
        if self.reading.seen(type(sheet)) and self.reading.says(f"Sign as {self.people[person].name}"):
            raise self.reading.stuck(f"way past the signature of {person}")

    # -- where

    def go(self, screen: str) -> None:
        """Go to a screen by the list of places."""
        self.hand.menu()
        self.hand.press(self.reading.button(screen))

    def find(self) -> None:
        """Show the batch, from wherever one is."""
        if self.reading.outline() is not None and self.on_batch():
            return
        self.go("Your work")
        if self.hand.scans:
            self.hand.scan(self.script.batch)
        else:
            self.hand.press(self.reading.button("Find batch"))
            self.hand.enter(self.reading.field("Batch number or identifier"), self.script.batch)
        if self.reading.outline() is None:
            raise self.reading.stuck(f"batch {self.script.batch}")

    def on_batch(self) -> bool:
        """Tell whether the header names the batch and the steps are on the screen."""
        view = self.reading.window.frame.view
        return type(view).__module__ == "ui.execution.view"

    def record(self) -> None:
        """Open the record of the batch."""
        self.find()
        if self.reading.buttons("Open the record"):
            self.hand.primary()
        else:
            self.hand.more()
            self.hand.press(self.reading.button("Open the record of the batch"))

    def show(self, name: str) -> bool:
        """Show a step by its id ("fill_boxes[2]"); False when there is no such round."""
        self.find()
        lines = self.reading.lines()
        at = next((i for i, line in enumerate(lines) if line.key.rpartition("/")[2] == name), None)
        if at is None:
            return False
        outline = self.reading.outline()
        if outline.currentIndex().row() != at or not self._shows(lines[at].number):
            self.hand.choose_line(at)
        if not self._shows(lines[at].number):
            raise self.reading.stuck(f"step {lines[at].number}")
        return True

    def _shows(self, number: str) -> bool:
        return any(
            words.startswith(f"{number}  ") for words in self.reading.words(self.reading.window.frame.view.centre)
        )

    # -- acts

    def play(self, act: Act) -> None:
        """Do one act of the example."""
        acts: dict[str, Callable[[Act], None]] = {
            "issue": self.issue, "step": self.visit, "open": self.open_round, "end": self.end_rounds,
            "correct": self.correct, "hold": self.hold, "lift": self.lift, "amend": self.amend, "leave": self.leave,
            "return": self.come_back, "hand_over": self.hand_over, "settle": self.settle,
            "complete": self.complete, "review": self.review, "decide": self.decide, "report": self.report,
            "mistype": lambda act: self.mistype(str(act.what)), "pause": lambda _act: None,
            "labels": self.beside_batch, "done_with": self.beside_batch, "train": self.beside_batch,
            "plate": self.beside_batch, "put_away": self.beside_batch, "deviation": self.deviate,
        }  # fmt: skip
        acts[act.verb](act)

    def issue(self, act: Act) -> None:
        """Issue the batch, then quality checks it."""
        self.wait_for(act)
        self.be(self.script.issued_by)
        self.go("Issue a batch")
        table = self.reading.seen(DataTable)[-1].view
        at = next(
            i
            for i in range(table.model().rowCount())
            if self.mbr.header.product in str(table.model().index(i, 0).data())
        )
        self.hand.choose_row(table, at)
        self._issue_form()
        self.hand.press(self.reading.button("Issue the batch"))
        self.sign(self.script.issued_by)
        self.be(self.script.checked_by)
        self.hand.press(self.reading.button(f"Check issue {self.script.batch}"))
        self.hand.press(self.reading.button("Issue is right"))
        self.sign(self.script.checked_by)

    def _issue_form(self) -> None:
        view = self.reading.window.frame.view
        self.hand.put(self.reading.field("Batch number", view.form), self.script.batch)
        self.hand.press(self.reading.button("Use nominal size", prefix=True, within=view.form))
        for one in self.mbr.header.identifiers:
            for field in [
                f
                for f in self.reading.seen(type(view.form.first_field()), view.form)
                if one.label in f.accessibleName()
            ]:
                self.hand.put(field, self.script.identifiers[one.id])

    def visit(self, act: Act) -> None:
        """Make the entries of a step, then sign it."""
        name = str(act.what)
        by = act.text("by", self.script.by)
        recorder = act.text("scribe") or by
        self.wait_for(act)
        self._at_step = name, recorder, act.text("second", self.script.second)
        self._back()
        phase = self.phases[re.sub(r"\[.*", "", name)]
        if "scribe" in act.told and not self.reading.says(f"Performed by {self.people[by].name}"):
            self.hand.more()
            self.hand.press(self.reading.button("Name the performer, I record"))
            self.hand.badge(self.reading.field("User name"), by, self.people[by].badge)
        told = dict(act.told.get("values", {}))
        wanted = [slot for slot in phase.slots if self._wanted(act, slot, told)]
        if any(slot.kind != "result" for slot in wanted):
            self._fit_room()
        for slot in wanted:
            self._make(act, slot, rows_of(told.get(slot.id)))
        self._sign_step(act, phase, by, recorder)

    def _wanted(self, act: Act, slot: Slot, told: Mapping[str, Any]) -> bool:
        if "only" in act.told:
            return slot.id in act.told["only"]
        return slot.id in told or not (slot.optional or slot.kind == "result" or slot.kind in COMPUTED)

    def _make(self, act: Act, slot: Slot, plans: tuple[RowPlan, ...]) -> None:
        state = self.reading.state(*self._place(slot))
        if state == "na" or slot.kind in COMPUTED:
            return
        if slot.kind == "signature":
            self._sign_entry(slot, str(plans[0].value))
            return
        if slot.kind == "timer":
            self._time(slot, plans[0])
        elif state != "done":
            self._rows(slot, plans)
        if slot.kind == "timer" or self.reading.state(*self._place(slot)) == "done":
            self._finish(act, slot, plans)

    def _place(self, slot: Slot) -> tuple[str, int]:
        """Words of an entry, and which of the entries of its step that have the same words."""
        slots = next(phase.slots for phase in self.phases.values() if slot in phase.slots)
        return slot.label, [one.id for one in slots if one.label == slot.label].index(slot.id)

    def _open(self, slot: Slot) -> EntryCard:
        if self.reading.state(*self._place(slot)) not in OPEN:
            card = self.reading.card(*self._place(slot))
            if card is None or self.reading.state(*self._place(slot)) != "todo":
                raise self.reading.stuck(f"entry {slot.label!r} to make")
            self.hand.press(card)
        found = self.reading.card(*self._place(slot))
        if found is None or self.reading.state(*self._place(slot)) not in OPEN:
            raise self.reading.stuck(f"open entry {slot.label!r}")
        return found

    def _back(self) -> None:
        name, recorder, _second = self._at_step
        self.be(recorder)
        if not self.show(name):
            raise self.reading.stuck(f"step {name}")

    def _fit(self, slot: Slot, plan: RowPlan) -> None:
        """Have a piece of equipment cleaned, checked or tested before it is named or read, beside the window."""
        batch, (_name, by, second) = self.script.batch, self._at_step
        code = standard(slot.device)
        if slot.kind == "equipment":
            code = str(plan.value or standard(slot.of))
        if code and self.reading.desk.at_writer(lambda station: helped(self._floor(station), code, batch)):
            self.beside(lambda floor: fit(floor, code, batch, by, second))
            self._back()

    def _fit_room(self) -> None:
        """Have the room of a step cleaned before the batch makes an entry in it, beside the window."""
        batch, (name, by, second) = self.script.batch, self._at_step

        def lacking(station: Station) -> str:
            walk = Walk(self._floor(station), self.script)
            room = walk.step(walk.address(name)).room
            return room if room and room_helped(walk.floor, room, batch) else ""

        room = self.reading.desk.at_writer(lacking)
        if room:
            self.beside(lambda floor: fit_room(floor, room, batch, by, second))
            self._back()

    def _receive(self) -> None:
        """Have the laboratory receive what lies there before it enters results, beside the window."""
        if self.reading.desk.at_writer(lambda station: waiting(Walk(self._floor(station), self.script))):
            self.beside(lambda floor: received(self._walk(floor), self._at_step[1]))
            self._back()

    def _floor(self, station: Station) -> Floor:
        return Floor(station, self.clock, self.site)

    def beside(self, work: Callable[[Floor], None]) -> None:
        """Have something done at this station without its window, while nobody is signed in there."""
        if self.person:
            self.sign_out()

        def job(station: Station) -> None:
            floor = self._floor(station)
            work(floor)
            floor.leave()

        self.reading.desk.at_writer(job)

    def beside_batch(self, act: Act) -> None:
        """Labels, samples and the end of a use have screens of their own, and flows of their own."""
        self.beside(lambda floor: VERBS[act.verb](self._walk(floor), act))

    def _walk(self, floor: Floor) -> Walk:
        walk = Walk(floor, self.script)
        walk.begin()
        return walk

    def _rows(self, slot: Slot, plans: tuple[RowPlan, ...]) -> None:
        for plan in plans:
            self.rest(plan.wait)
            for tried in plan.tries:
                self._tried(slot, tried)
            if plan.accepted:
                self._document(slot, plan.accepted)
            elif plan.raised:
                self._document_beside(plan.raised)
            if not plan.accepted and not (plan.tries and plan.value is None):
                self.rest(plan.pause + 10)
                self._fit(slot, plan)
                if slot.kind == "result":
                    self._receive()
                self.entering.fill(self._open(slot), slot, self._as_printed(plan.value))
                self._nothing_refused(slot)
        if not (plans[-1].tries and plans[-1].value is None and not plans[-1].accepted):
            self._close(slot)

    def _as_printed(self, told: Any) -> Any:
        """What an operator copies from a label in the hand."""
        if not isinstance(told, str) or not told.startswith(EXPIRY):
            return told
        return self.reading.desk.at_writer(lambda st: as_printed(Walk(self._floor(st), self.script), told))

    def _try_lot(self, slot: Slot, tried: Mapping[str, str]) -> None:
        """Name a lot that may not be used: the form says so before anything is weighed, and keeps it."""
        self.rest(10)
        where = self._open(slot)
        self.entering.name_lot(where, tried)
        self.hand.press(self.reading.button("Take another container", within=self._open(slot)))

    def _tried(self, slot: Slot, told: Any) -> None:
        """Try what the record refuses; a balance that is not calibrated nobody can name by hand."""
        person, tried = tried_by(told, self._at_step[1])
        if slot.kind == "material":
            if "device" not in tried:
                self._try_lot(slot, tried)
            return
        if person != self.person:
            self.be(person)
            self.show(self._at_step[0])
        self._try(slot, tried)
        if person != self._at_step[1]:
            self._back()

    def _try(self, slot: Slot, tried: Any) -> None:
        self.rest(10)
        self.entering.fill(self._open(slot), slot, tried)
        if self.reading.sheet() is not None:
            self.hand.press(self.reading.button("Understood"))
        if self.reading.state(*self._place(slot)) == "done":
            raise self.reading.stuck(f"refusal of {tried} for {slot.label!r}")

    def _nothing_refused(self, slot: Slot) -> None:
        if self.reading.sheet() is not None:
            raise self.reading.stuck(f"clear screen after {slot.label!r}")

    def _document(self, slot: Slot, told: Mapping[str, str]) -> None:
        self.rest(30)
        self.hand.press(self.reading.button("Document exception", within=self._open(slot)))
        self._exception(told)

    def _document_beside(self, told: Mapping[str, str]) -> None:
        self.rest(30)
        self.hand.report()
        self._exception(told)

    def _exception(self, told: Mapping[str, str]) -> None:
        sheet = self.reading.sheet()
        self.hand.press(self.reading.button(told["reason"], within=sheet))
        if told.get("comment"):
            self.hand.put(self.reading.field("Comment", sheet), told["comment"])
        if "severity" in told:
            self.hand.press(self.reading.button(told["severity"].capitalize(), within=sheet))
        self.hand.press(self.reading.button("Record exception", within=sheet))
        if self.reading.sheet() is sheet:
            raise self.reading.stuck("way past the exception sheet")

    def _close(self, slot: Slot) -> None:
        words = {"material": "All of it is recorded", "table": "All samples are entered"}.get(slot.kind)
        if words and self.reading.state(*self._place(slot)) in OPEN:
            self.hand.press(self.reading.button(words, within=self.reading.card(*self._place(slot))))
        if self.reading.state(*self._place(slot)) != "done":
            raise self.reading.stuck(f"folded entry {slot.label!r}")

    def _time(self, slot: Slot, plan: RowPlan) -> None:
        if plan.declared is not None and self.reading.state(*self._place(slot)) != "done":
            self.hand.press(self.reading.button("It started earlier", within=self._open(slot)))
            sheet = self.reading.sheet()
            self.entering.moment(sheet, self.now() - timedelta(seconds=plan.declared), "Start timer")
        if plan.run is None or self.reading.state(*self._place(slot)) == "done":
            return
        self.rest(plan.wait)
        started = self.reading.buttons("Stop timer", within=self._open(slot))
        if not started:
            self.hand.press(self.reading.button("Start timer", within=self._open(slot)))
        self.rest(plan.run)
        self.hand.press(self.reading.button("Stop timer", within=self._open(slot)))

    def _finish(self, act: Act, slot: Slot, plans: tuple[RowPlan, ...]) -> None:
        for item, plan in enumerate(plans, start=1):
            if plan.correct is not None:
                self._correct(slot, item, plan.correct, plan.reason)
            if plan.comment:
                self.comment(plan.comment)
        if slot.second or slot.declared or slot.device:
            box = self.reading.card(*self._place(slot)).parentWidget()
            if self.reading.buttons("Verify", "Witness", within=box):
                self.hand.press(self.reading.button("Verify", "Witness", within=box))
                self.sign(act.text("second", self.script.second), second=True)

    def comment(self, words: str) -> None:
        """Add a comment."""
        self.hand.more()
        self.hand.press(self.reading.button("Add a comment"))
        self.hand.enter(self.reading.field("Comment"), words)
        assert self.reading.sheet() is None, self.reading.stuck("way past the comment")

    def _correct(self, slot: Slot, item: int, told: Any, reason: str) -> None:
        self.rest(30)
        self.hand.press(self.reading.button(f"Change {slot.label}"))
        sheet = self.reading.sheet()
        if self.reading.says("What happened?", sheet):
            self.hand.press(self.reading.button("It was recorded wrongly", within=sheet))
            self.hand.press(self.reading.button("Continue", within=sheet))
            sheet = self.reading.sheet()
        if self.reading.says("Which one?", sheet):
            self.hand.press(self.reading.button(f"{item}:", prefix=True, within=sheet))
            self.hand.press(self.reading.button("Continue", within=sheet))
            sheet = self.reading.sheet()
        self.entering.fill(sheet, slot, told, confirm=False)
        self.hand.press(self.reading.button("Typing error", within=sheet))
        self.hand.put(self.reading.field("Comment", sheet), reason)
        self.hand.press(self.reading.button("Record change", within=sheet))
        assert self.reading.sheet() is None, self.reading.stuck("way past the correction")

    def _sign_entry(self, slot: Slot, person: str) -> None:
        self.hand.press(self.reading.button("Sign", within=self._open(slot)))
        self.sign(person, second=person != self.person)

    def _sign_step(self, act: Act, phase: Phase, by: str, recorder: str) -> None:
        asked = act.text("sign", "no" if "only" in act.told else "yes")
        bar = self.reading.window.frame.view.bar
        for _meaning in range(len(phase.sign) + 2):
            words = bar.button.text()
            if asked == "no" or not bar.button.isEnabled() or words not in SIGNS:
                return
            second = words not in ("Sign step", "Sign")
            others = {"The performer signs": by, "Second person signs": act.text("second", self.script.second)}
            person = others.get(words, recorder)
            self.hand.primary()
            self.sign(person, second=second)
            if asked == "performed":
                return
            if not self._shows_step(phase):
                return

    def _shows_step(self, phase: Phase) -> bool:
        return any(phase.title in words for words in self.reading.words(self.reading.window.frame.view.centre)[:1])

    # -- rounds

    def _round_line(self, words: str) -> QWidget:
        return self.reading.button(words, within=self.reading.window.frame.view.centre)

    def open_round(self, act: Act) -> None:
        """Begin a round, or name the next thing."""
        self.be(act.text("by", self.script.by))
        self.wait_for(act)
        during = act.text("during")
        self.show_beside(str(act.what), during)
        if "due" in act.told:
            self._wait_until_due(act.time("due"))
        if during:
            self.hand.press(self._round_line("Start a round"))
            return
        button = self.reading.button("Add ", prefix=True, within=self.reading.window.frame.view.centre)
        self.hand.press(button)
        self.hand.enter(self.reading.field("Name or number"), act.text("round"))

    def show_beside(self, node: str, during: str) -> None:
        """Show a step from which the rounds can be begun."""
        if during:
            self.show(during)
            return
        self.find()
        if self.reading.buttons("Add ", prefix=True, within=self.reading.window.frame.view.centre):
            return
        raise self.reading.stuck(f"place to begin a round of {node}")

    def _wait_until_due(self, after: float) -> None:
        words = " ".join(self.reading.words(self.reading.window.frame.view.centre))
        found = re.search(r"Next due (\d\d):(\d\d):(\d\d)", words)
        if found is None:
            self.rest(after)
            return
        hour, minute, second = map(int, found.groups())
        due = self.now().replace(hour=hour, minute=minute, second=second)
        self.rest(max(0.0, (due - self.now()).total_seconds()) + after)

    def end_rounds(self, act: Act) -> None:
        """Say that all are named."""
        self.be(act.text("by", self.script.by))
        self.show_end()
        self.hand.press(self._round_line("All of them are named"))

    def show_end(self) -> None:
        """Show a step from which the rounds can be ended."""
        self.find()

    # -- the rest of the floor

    def correct(self, act: Act) -> None:
        """Correct what was recorded before."""
        self.wait_for(act)
        self.be(act.text("by", self.script.by))
        step, _, name = str(act.what).rpartition("/")
        self.show(step)
        slot = next(one for one in self.phases[re.sub(r"\[.*", "", step)].slots if one.id == name)
        self._correct(slot, int(act.text("item", "1")), act.told["value"], act.text("reason"))

    def hold(self, act: Act) -> None:
        """Stop the batch."""
        self.wait_for(act)
        self.be(act.text("by"))
        self.find()
        self.hand.more()
        self.hand.press(self.reading.button("Put the batch on hold"))
        self.hand.enter(self.reading.field("Reason"), str(act.what))
        assert self.reading.says("On hold"), self.reading.stuck("word that the batch is on hold")

    def lift(self, act: Act) -> None:
        """Let the batch go on."""
        self.wait_for(act)
        self.be(act.text("by"))
        self.find()
        self.hand.more()
        self.hand.press(self.reading.button("Lift the hold"))
        self.hand.enter(self.reading.field("Reason"), str(act.what))
        self.sign(act.text("by"))

    def amend(self, act: Act) -> None:
        """Quality gives an entry of a step to come other limits, from the record of the batch."""
        self.wait_for(act)
        self.be(act.text("by"))
        self.record()
        self.hand.press(self.reading.button("Amend"))
        self.hand.press(self.reading.button("Change a limit"))
        self.hand.press(self.reading.button("Continue"))
        phase, slot = next((phase, one) for phase, one in self.mbr.slots() if one.id == str(act.what))
        self.hand.put(self.reading.field("Find a limit"), f"{phase.title} {slot.label}")
        self.hand.press(self.reading.button(f"{numbering(self.mbr)[phase.id]} {phase.title}: {slot.label}"))
        sheet = self.reading.sheet()
        unit = unit_words(slot.unit)
        for name, text in act.told["limits"].items():
            words = {"low": "Lower limit", "high": "Upper limit"}[name]
            self.hand.put(self.reading.field(f"{words}, {unit}", sheet), text)
        self.hand.press(self.reading.button(amendment_word(act.text("kind")), within=sheet))
        self.hand.put(self.reading.field("Reason", sheet), act.text("reason"))
        self.hand.press(self.reading.button("Continue to signature", within=sheet))
        self.sign(act.text("by"))

    def leave(self, act: Act) -> None:
        """Everybody out."""
        self.wait_for(act)
        self.be(act.text("by", self.script.by))
        self.show(str(act.what))
        self.hand.more()
        self.hand.press(self.reading.button("Everybody out now"))
        self.person = "" if self.reading.buttons("Sign in", "Unlock") else self.person

    def come_back(self, act: Act) -> None:
        """Say how product and room were found."""
        self.wait_for(act)
        self.be(act.text("by", self.script.by))
        self.show(str(act.what))
        self.hand.primary()
        sheet = self.reading.sheet()
        self.hand.put(self.reading.field("State of the product", sheet), act.text("product"))
        self.hand.put(self.reading.field("State of the room and its clearance", sheet), act.text("clearance"))
        self.hand.press(self.reading.button("Record and go on", within=sheet))

    def hand_over(self, act: Act) -> None:
        """Sign the own part and name who goes on."""
        self.wait_for(act)
        self.be(act.text("by", self.script.by))
        self.show(str(act.what))
        self.hand.more()
        self.hand.press(self.reading.button("Hand over to somebody else"))
        sheet = self.reading.sheet()
        self.hand.put(self.reading.field("Who goes on", sheet), act.text("to"))
        self.hand.put(self.reading.field("What the next person must know", sheet), act.text("note"))
        self.hand.press(self.reading.button("Continue to signature", within=sheet))
        self.sign(act.text("by", self.script.by))

    def settle(self, act: Act) -> None:
        """Have every open exception decided: a minor one by the supervisor, others by quality."""
        self.wait_for(act)
        for one in ("Minor", "Major", "Critical"):
            person, classes = act.text(one.lower(), act.text("by")), (one,)
            while self._decide_one(act, person, classes):
                pass

    def _decide_one(self, act: Act, person: str, classes: tuple[str, ...]) -> bool:
        self.be(person)
        self.go("Exceptions")
        table = self.reading.seen(DataTable)[-1].view
        model = table.model()
        rows = [
            " ".join(str(model.index(at, col).data()) for col in range(model.columnCount()))
            for at in range(model.rowCount())
        ]
        at = next(
            (
                i
                for i, row in enumerate(rows)
                if self.script.batch in row and any(f"{one}, open" in row for one in classes)
            ),
            None,
        )
        if at is None:
            return False
        self.hand.choose_row(table, at)
        self.hand.press(self.reading.button("Accept with comment"))
        told: Mapping[str, str] = act.what
        self.hand.put(self.reading.field("Assessment"), told["default"])
        self.hand.press(self.reading.button("Continue to signature"))
        self.sign(person)
        return True

    # -- the batch as a whole

    def _whole(self, act: Act, person: str, verb: str) -> None:
        self.wait_for(act)
        self.be(person)
        self.record()
        self.hand.press(self.reading.button(verb))

    def complete(self, act: Act) -> None:
        """Production is complete."""
        self._whole(act, str(act.what), "Complete production")
        self.sign(str(act.what))

    def deviate(self, act: Act) -> None:
        """Quality and production investigate; it is closed only when it is seen to stand against the release."""
        self.investigation = Investigation(self, act)
        self.investigation.investigate()

    def review(self, act: Act) -> None:
        """Quality has read the record, after the deviation is closed."""
        person = str(act.what)
        if self.investigation is not None and self.investigation.open:
            self.investigation.close(next(one.text("by") for one in self.script.acts if one.verb == "decide"))
        self._whole(act, person, "Review")
        self._sections()
        for part, verb in (("Audit trail", "Audit trail reviewed"), ("Findings", "Review complete")):
            self.hand.press(self.reading.button(part))
            self.hand.press(self.reading.button(verb))
            self.hand.press(self.reading.button("Continue to signature"))
            self.sign(person)

    def _sections(self) -> None:
        """Mark every section as read that the depth of the review asks for."""
        self.hand.press(self.reading.button("Sections"))
        table = self.reading.seen(DataTable)[-1].view
        for at in range(table.model().rowCount()):
            self.hand.choose_row(table, at)
            if self.reading.buttons("Mark as read"):
                self.hand.press(self.reading.button("Mark as read"))

    def decide(self, act: Act) -> None:
        """The qualified person decides."""
        self._whole(act, act.text("by"), "Decide about the batch")
        words = {"certified": "Certify", "conditional": "Release, results pending", "rejected": "Reject"}[str(act.what)]
        sheet = self.reading.sheet()
        self.hand.press(self.reading.button(words, within=sheet))
        self.hand.put(self.reading.field("Comment; needed for a rejection", sheet), act.text("comment"))
        self.hand.press(self.reading.button("Continue to signature", within=sheet))
        self.sign(act.text("by"))

    def report(self, act: Act) -> None:
        """Make the numbered report."""
        self._whole(act, act.text("by"), "Make report")
        sheet = self.reading.sheet()
        self.hand.press(self.reading.button("New report", within=sheet))
        self.hand.press(self.reading.button("Make report", within=sheet))
        sheet = self.reading.wait_for_sheet("The report is made")
        self.hand.press(self.reading.button("Done", within=sheet))
        self.hand.press(self.reading.button("Continue", within=sheet))
