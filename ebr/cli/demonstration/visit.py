"""A visit to one step: its entries in order, the second persons of entries, the signatures of the step.

Options of the act: `by`, `second`, `scribe` (records for `by`), `only` (some entries, no signature), `sign` ("yes",
"no" or one meaning), `wait` or `until` before it begins. Results are entered only where the act has a value for them:
they come later, by the laboratory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from ebr.cli.demonstration.fit import fit, fit_room
from ebr.cli.demonstration.floor import DemoEnd
from ebr.cli.demonstration.labels import as_printed, container
from ebr.cli.demonstration.samples import received
from ebr.cli.demonstration.script import Act, RowPlan, Told, folder, rows_of
from ebr.cli.demonstration.values import Setting, name_of, standard, value_of
from ebr.cli.demonstration.walk import Walk
from ebr.domain.batch import commands as c
from ebr.domain.values import Value
from ebr.station.questions import EntryAnswer, StepAnswer

MEDIA = {".png": "image/png", ".csv": "text/csv", ".txt": "text/plain"}
SCANNED = ("scan", "identity", "equipment")
WEIGHED = ("net", "number")
"""Parts of a value that a balance may read."""
COMPUTED = ("calculation", "yield")
OWN = ("performed", "recorded")


def visit(walk: Walk, act: Act) -> None:
    """Do what is missing of one visit."""
    address = walk.address(str(act.what))
    if not address:
        raise DemoEnd(f"{walk.script.batch}: there is no step {act.what}")
    Visit(walk, act, address).run()


@dataclass(frozen=True, slots=True)
class Visit:
    """One act on one step."""

    walk: Walk
    act: Act
    address: str

    @property
    def performer(self) -> str:
        """Who performs."""
        return self.act.text("by", self.walk.script.by)

    @property
    def hand(self) -> str:
        """Who records: the scribe, where one is named."""
        return self.act.text("scribe") or self.performer

    @property
    def second(self) -> str:
        """Who is the second person."""
        return self.act.text("second", self.walk.script.second)

    def run(self) -> None:
        """Make the entries, then the signatures."""
        step = self.walk.step(self.address)
        wanted = [entry for entry in step.entries if self._wanted(entry)]
        open_ = [entry for entry in wanted if not self._made(entry)]
        if step.status == "not_applicable" or not (open_ or any(self._meanings(step))):
            return
        if not any(_begun(entry) for entry in wanted):
            self.walk.wait_for(self.act)
        self._name_scribe(step)
        if step.room and any(entry.kind != "result" for entry in open_):
            fit_room(self.walk.floor, step.room, self.walk.script.batch, self.performer, self.second)
        for entry in open_:
            self._make(name_of(entry))
        self._sign(self.walk.step(self.address))

    def _wanted(self, entry: EntryAnswer) -> bool:
        name = name_of(entry)
        if "only" in self.act.told:
            return name in self.act.told["only"]
        asked = name in self._values()
        return asked or not (entry.optional or entry.kind == "result" or entry.kind in COMPUTED)

    def _values(self) -> dict[str, Told]:
        return dict(self.act.told.get("values", {}))

    def _made(self, entry: EntryAnswer) -> bool:
        if entry.kind in COMPUTED or entry.status in ("skipped", "not_applicable"):
            # What follows from an earlier entry of this visit may apply only then.
            return entry.status != "not_applicable"
        return entry.status == "done" and (not entry.second or entry.second_done)

    def _name_scribe(self, step: StepAnswer) -> None:
        if "scribe" in self.act.told and not any(step.scribe):
            command = c.NameScribe(self.walk.script.batch, self.address, self.performer)
            self.walk.do(command, self.hand, self.walk.about(self.address, "scribe"))

    def _make(self, name: str) -> None:
        entry = self.walk.entry(self.address, name)
        if entry.status in ("skipped", "not_applicable"):
            return
        plans = rows_of(self._values().get(name))
        if entry.kind == "signature":
            self._sign_entry(entry, plans[0].value)
            return
        if entry.kind == "timer":
            self._time(entry, plans[0])
        elif entry.status != "done":
            self._fill(entry, plans)
        self._finish(name, plans)

    def _fill(self, entry: EntryAnswer, plans: tuple[RowPlan, ...]) -> None:
        have = {row.item for row in entry.rows if row.value}
        for item, plan in enumerate(plans, start=1):
            if item not in have:
                self._row(name_of(entry), item, plan)
            if entry.kind == "material" and entry.spec.get("device"):
                container(self.walk, entry.address, item, self.hand)
        entry = self.walk.entry(self.address, name_of(entry))
        if entry.kind in ("material", "table") and not entry.closed:
            self.walk.do(c.CloseItems(self.walk.script.batch, entry.address), self.hand, self._about(entry, "close"))

    def _row(self, name: str, item: int, plan: RowPlan) -> None:
        entry = self.walk.entry(self.address, name)
        tried = self._tried(entry, item)
        if not (plan.tries and tried):
            self.walk.wait(plan.wait)
        for number, told in enumerate(plan.tries[tried:], start=tried + 1):
            person, said = tried_by(told, self.hand)
            self.walk.refused(self._recording(entry, item, said), person, self._about(entry, item, "try", number))
        if plan.raised or plan.accepted:
            self._raise(name, item, plan)
        only_tried = bool(plan.tries) and plan.value is None
        if not plan.accepted and not only_tried:
            self.walk.wait(plan.pause)
            self._fit(entry, plan)
            if entry.kind == "result":
                received(self.walk, self.hand)
            about = self._about(entry, item, "record")
            self.walk.do(
                self._recording(entry, item, plan.value), self.hand, about, seconds=6 if entry.kind == "table" else 14
            )

    def _fit(self, entry: EntryAnswer, plan: RowPlan) -> None:
        """Have a piece of equipment ready before it is named, a balance before it is read."""
        code = self._device(entry, {})
        if entry.kind == "equipment":
            code = value_of(entry, plan.value, self._setting())["equipment"]
        if code:
            fit(self.walk.floor, code, self.walk.script.batch, self.hand, self.second)

    def _tried(self, entry: EntryAnswer, item: int) -> int:
        found = sum(attempt.item == item for attempt in entry.attempts)
        if entry.kind == "datetime":  # what a hold refused is kept at its timer
            timers = (other for other in self.walk.step(self.address).entries if other.kind == "timer")
            found += sum(len(other.attempts) for other in timers)
        return found

    def _recording(self, entry: EntryAnswer, item: int, told: Told) -> c.RecordValue:
        try:
            value, source = self._read(entry, value_of(entry, as_printed(self.walk, told), self._setting()))
        except KeyError as missing:
            raise DemoEnd(f"{self.walk.script.batch}: the script has no value for {missing}") from missing
        performed_by = self.performer if self.hand != self.performer else ""
        return c.RecordValue(self.walk.script.batch, entry.address, value, item, performed_by, source)

    def _read(self, entry: EntryAnswer, value: Value) -> tuple[Value, Value]:
        """Return a value as it came, and how: typed, scanned, or by the balance that the master names."""
        if not any(name in value for name in WEIGHED) or not entry.spec.get("device"):
            scanned = entry.kind in SCANNED or (entry.kind == "material" and bool(entry.spec.get("device")))
            return value, {"how": "scanned" if scanned else "typed"}
        device, scales = self._device(entry, value), self.walk.floor.scales
        if entry.kind == "material":
            told = {name: text for name, text in value.items() if name != "device"}
            found, source = scales.weigh(device, told, entry.unit)
            return found, {"how": "device", **source, "lot": "scanned"}
        number, source = scales.read(device, value["number"], entry.unit)
        return {"number": number}, {"how": "device", **source}

    def _device(self, entry: EntryAnswer, value: Value) -> str:
        return value.get("device") or standard(entry.spec.get("device", ""))

    def _setting(self) -> Setting:
        return Setting(self.walk.script.batch, self.walk.script.identifiers, self.walk.floor.now, self._attach)

    def _attach(self, name: str) -> Value:
        path = folder() / name
        return self.walk.floor.station.attach(path.read_bytes(), name, MEDIA[path.suffix])

    def _raise(self, name: str, item: int, plan: RowPlan) -> None:
        told = plan.accepted or plan.raised
        entry = self.walk.entry(self.address, name)
        attempt = max(attempt.attempt for attempt in entry.attempts if attempt.item == item)
        if any(a.exception for a in entry.attempts if a.item == item and a.attempt == attempt):
            return
        command = c.RaiseException(
            self.walk.script.batch,
            entry.address,
            told["reason"],
            told.get("comment", ""),
            told.get("severity", "minor"),
            attempt,
            bool(plan.accepted),
            item,
        )
        self.walk.do(command, self.hand, self._about(entry, item, "exception", attempt), seconds=40)

    def _time(self, entry: EntryAnswer, plan: RowPlan) -> None:
        batch = self.walk.script.batch
        if entry.timer is None and plan.declared is not None:
            began = (self.walk.floor.now - timedelta(seconds=plan.declared)).replace(second=0, microsecond=0)
            self.walk.do(
                c.StartTimer(batch, entry.address, began.isoformat()), self.hand, self._about(entry, "declare")
            )
        if plan.run is None or entry.status == "done":
            return
        if entry.timer is None:
            self.walk.wait(plan.wait)
            self.walk.do(c.StartTimer(batch, entry.address), self.hand, self._about(entry, "start"))
        row = self.walk.entry(self.address, name_of(entry)).timer
        assert row is not None
        self.walk.floor.pass_time(self.walk.floor.now + timedelta(seconds=plan.run - float(row.elapsed)))
        self.walk.do(c.StopTimer(batch, entry.address), self.hand, self._about(entry, "stop"), seconds=2)

    def _finish(self, name: str, plans: Iterable[RowPlan]) -> None:
        """Correct what was recorded wrongly, say a word, have the entry's own second person sign."""
        for item, plan in enumerate(plans, start=1):
            entry = self.walk.entry(self.address, name)
            if plan.correct is not None and not any(row.item == item and row.changed for row in entry.rows):
                correct(self.walk, entry, item, plan.correct, plan.reason, self.performer)
            if plan.comment and plan.comment not in entry.comments:
                command = c.AddComment(self.walk.script.batch, entry.address, plan.comment)
                self.walk.do(command, self.hand, self._about(entry, item, "comment"), seconds=25)
        entry = self.walk.entry(self.address, name)
        made = entry.status == "done" or entry.timer is not None
        if entry.second and made and not entry.second_done:
            self._sign_entry(entry, self.second, in_sheet=True)

    def _sign_entry(self, entry: EntryAnswer, person: str, *, in_sheet: bool = False) -> None:
        signed = sum(row.scope == entry.address for row in self.walk.step(self.address).signatures)
        command = c.SignStep(self.walk.script.batch, entry.address, entry.second)
        self.walk.sign(command, person, self._about(entry, entry.second, signed), in_sheet=in_sheet)

    def _meanings(self, step: StepAnswer) -> Iterable[str]:
        asked = self.act.text("sign", "no" if "only" in self.act.told else "yes")
        return (meaning for meaning in step.missing_meanings if asked in ("yes", meaning))

    def _sign(self, step: StepAnswer) -> None:
        for meaning in self._meanings(step):
            person = self.performer if meaning == "performed" else self.hand if meaning == "recorded" else self.second
            signed = sum(row.scope == self.address and row.meaning == meaning for row in step.signatures)
            command = c.SignStep(self.walk.script.batch, self.address, meaning)
            in_sheet = meaning not in OWN or person != self.hand
            self.walk.sign(command, person, self.walk.about(self.address, meaning, signed), in_sheet=in_sheet)

    def _about(self, entry: EntryAnswer, *words: object) -> str:
        return self.walk.about(entry.address, *words)


def tried_by(told: Told, hand: str) -> tuple[str, Told]:
    """Return who tries a value, and the value: `{by: somebody else, value: v}`, or the value alone."""
    if isinstance(told, Mapping) and "by" in told:
        return told["by"], told.get("value")
    return hand, told


def _begun(entry: EntryAnswer) -> bool:
    # A timer that another entry started says nothing about this step.
    return bool(entry.rows or entry.attempts or (entry.timer is not None and "starts" not in entry.spec))


def correct(walk: Walk, entry: EntryAnswer, item: int, told: Told, reason: str, by: str) -> None:
    """Correct one row of an entry, with its reason."""
    setting = Setting(walk.script.batch, walk.script.identifiers, walk.floor.now, lambda _name: {})
    command = c.CorrectValue(walk.script.batch, entry.address, item, value_of(entry, told, setting), reason)
    changes = sum(len(row.old) for row in entry.rows)
    walk.do(command, by, walk.about(entry.address, item, "correct", changes), seconds=30)
