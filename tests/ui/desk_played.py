"""A played station for tests and pictures of the screens: one batch, two steps, three people; it behaves, it does not echo.

It keeps what is recorded, refuses what is out of limits (and keeps the attempt), asks for passwords, counts what it was asked to do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from ebr.domain.batch import commands as c
from ebr.domain.refusal import Refusal
from ebr.station import questions as q
from ui.desk import Answer, InlineDesk

SECRETS = {"mchen": "correct horse battery", "jott": "another horse battery", "aruiz": "third horse battery"}
PEOPLE = (
    q.PersonRow("aruiz", "Ana Ruiz", ("supervisor",), "B-003", "active", True, "root", "2026-01-01T00:00:00+00:00"),
    q.PersonRow("jott", "Jonas Ott", ("operator",), "B-002", "active", False, "root", "2026-01-01T00:00:00+00:00"),
    q.PersonRow("mchen", "Maria Chen", ("operator",), "B-001", "active", False, "root", "2026-01-01T00:00:00+00:00"),
)
BATCH = "B26-1147"
STEP = "form/mix/resuspend"
AT = "2026-11-22T14:02:11+01:00"
IDENTIFIERS = (("Chain of identity (COI)", "COI-7F3K-2291"), ("Subject / treatment number", "SUB-0412-007"))


def entry(key: str, kind: str, label: str, **more: Any) -> q.EntryAnswer:
    """An entry to make with everything else empty."""
    given: dict[str, Any] = {
        "help": "", "critical": False, "optional": False, "status": "todo", "unit": "", "decimals": 0, "limits": {}, "options": (),
        "items": (), "spec": {}, "rows": (), "attempts": (), "figures": {}, "verdict": "", "second": "", "second_done": False,
        "exception": "", "closed": False, **more,
    }  # fmt: skip
    return q.EntryAnswer(address=f"{STEP}/{key}", kind=kind, label=label, **given)


def row(value: dict[str, str], text: str, item: int = 1, **more: Any) -> q.ValueRow:
    """A standing row."""
    given: dict[str, Any] = {
        "verdict": "in",
        "by": "mchen",
        "by_name": "Maria Chen",
        "performed_by": "Maria Chen",
        "at": AT,
        "source": "typed",
        "changed": False,
        **more,
    }
    return q.ValueRow(item=item, value=value, text=text, **given)


def step_entries() -> list[q.EntryAnswer]:
    """The entries of the open step."""
    return [
        entry("bag", "identity", "Both identifiers on bag and record", critical=True,
              spec={"identifier_coi": "Chain of identity (COI)", "identifier_subject": "Subject / treatment number"}),
        entry("mass", "number", "Buffer mass", unit="g", decimals=1, critical=True, limits={"target": "250.0", "low": "245.0", "high": "255.0"}),
        entry("temp", "number", "Bag temperature", unit="degC", decimals=1, limits={"low": "2.0", "high": "8.0"}),
        entry("look", "check", "No visible clumps or fibres"),
    ]  # fmt: skip


@dataclass
class PlayedStation:
    """Answers questions from what it keeps. `done` lists every command with its id."""

    entries: list[q.EntryAnswer] = field(default_factory=step_entries)
    signed: list[str] = field(default_factory=list)
    done: list[tuple[Any, str, str]] = field(default_factory=list)
    answered: dict[str, Answer] = field(default_factory=dict)
    present: str = ""
    failures: dict[str, int] = field(default_factory=dict)
    settings: dict[str, str] = field(
        default_factory=lambda: {
            "room": "Suite 3, grade B",
            "theme": "light",
            "ui_scale": "1.00",
            "letter_panel": "yes",
            "numbers": "language",
        }
    )
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    status: str = "active"

    # -- acting

    def do(self, command: Any, *, by: str, secret: str | None = None, seen: str = "", command_id: str = "") -> Answer:
        """A repeated id gets the first answer."""
        if command_id in self.answered:
            return self.answered[command_id]
        said = self._do(command, by, secret, seen)
        self.done.append((command, by, command_id))
        self.answered[command_id] = said
        return said

    def _do(self, command: Any, by: str, secret: str | None, seen: str) -> Answer:
        changed = frozenset({f"batch:{BATCH}"})
        if isinstance(command, c.RecordValue):
            return Answer(self._record(command, by), {}, changed)
        if isinstance(command, c.CorrectValue):
            self._set(
                command.slot,
                rows=(
                    row(
                        dict(command.value),
                        command.value.get("number", "?"),
                        old=(("251.3 g", command.reason, "Maria Chen", AT),),
                        changed=True,
                    ),
                ),
            )
        if isinstance(command, c.RaiseException) and command.accepts:
            self._set(
                command.where,
                status="done",
                exception="EX-0032",
                rows=(row({"number": "9.1"}, "9.1 degC", verdict="out"),),
            )
        if isinstance(command, c.SignStep):
            refusal = self._sign(command, by, secret, seen)
            return Answer(refusal, {}, frozenset() if refusal else changed)
        return Answer(None, {}, changed)

    def _set(self, address: str, **changes: Any) -> None:
        self.entries = [replace(one, **changes) if one.address == address else one for one in self.entries]

    def _record(self, command: c.RecordValue, by: str) -> Refusal | None:
        found = next(one for one in self.entries if one.address == command.slot)
        value = dict(command.value)
        number = value.get("number", "")
        if "," in number:
            return Refusal("number_comma", text=number, like=number.replace(",", "."))
        if number and found.limits and not float(found.limits["low"]) <= float(number) <= float(found.limits["high"]):
            params = {
                "slot": found.label,
                "unit": found.unit,
                "value": number,
                "bound": "high",
                "limit": found.limits["high"],
                "low": found.limits["low"],
                "high": found.limits["high"],
            }
            tried = q.AttemptRow(
                len(found.attempts) + 1, 1, f"{number} {found.unit}", "out_of_limit", params, "Maria Chen", AT, ""
            )
            self._set(command.slot, status="out", attempts=(*found.attempts, tried))
            return Refusal("out_of_limit", **params)
        if found.kind == "identity" and value.get("coi") != IDENTIFIERS[0][1]:
            return Refusal(
                "identity_mismatch",
                identifier="coi",
                scanned=value.get("coi", ""),
                expected=IDENTIFIERS[0][1],
                slot=found.label,
            )
        text = f"{number} {found.unit}" if number else ", ".join(value.values())
        self._set(command.slot, status="done", rows=(row(value, text, by=by, source=command.source.get("how", "")),))
        return None

    def _sign(self, command: c.SignStep, by: str, secret: str | None, seen: str) -> Refusal | None:
        if seen != f"seen by {by}":
            return Refusal("record_changed")
        if secret != SECRETS[by]:
            return Refusal("password_wrong")
        self.signed.append(f"{command.meaning} {by}")
        return None

    def sign_in(self, person: str, secret: str, *, badge: bool = False) -> Answer:
        """Five failures lock."""
        if self.failures.get(person, 0) >= 5:
            return Answer(Refusal("person_locked", person=person))
        if SECRETS.get(person) != secret:
            self.failures[person] = self.failures.get(person, 0) + 1
            return Answer(Refusal("sign_in_failed"))
        self.present = person
        return Answer(None, {}, frozenset({"station:T-312"}))

    def sign_out(self, how: str) -> Answer:
        """Nobody is in."""
        self.present = ""
        return Answer(None, {"how": how}, frozenset({"station:T-312"}))

    # -- answering

    def ask(self, question: Any) -> Any:
        """By the question's type; an unknown one is a KeyError."""
        return {
            q.Who: self._who, q.People: lambda _q: PEOPLE, q.BadgeOwner: self._badge, q.StationStatus: self._status, q.PolicySettings: lambda _q: (),
            q.Queue: self._queue, q.BatchQuestion: self._batch, q.Preview: self._preview, q.Reasons: self._reasons, q.Batches: self._batches,
            q.Dispensing: self._dispensing,
        }[type(question)](question)  # fmt: skip

    def _dispensing(self, question: q.Dispensing) -> q.DispensingAnswer:
        """A material of which no lots are kept."""
        entry = next(one for one in self.entries if one.address == question.slot)
        spec = entry.spec
        return q.DispensingAnswer(
            entry.unit, entry.decimals, spec.get("target", ""), entry.limits.get("low", ""), entry.limits.get("high", ""), spec.get("used", "0"),
            spec.get("rest", ""), "", False, bool(spec.get("potency")), False, bool(spec.get("potency")), question.lot, question.potency, question.lod,
            "", False, None, "", (), (), (), "",
        )  # fmt: skip

    def _who(self, _question: q.Who) -> q.Presence | None:
        found = next((one for one in PEOPLE if one.person == self.present), None)
        return (
            q.Presence(found.person, found.name, self.roles.get(found.person, found.roles), "p1", AT)
            if found is not None
            else None
        )

    def _badge(self, question: q.BadgeOwner) -> str:
        return next((one.person for one in PEOPLE if one.badge == question.badge), "")

    def _status(self, _question: q.StationStatus) -> q.StatusAnswer:
        return q.StatusAnswer(
            "T-312", "Site North", "ab:cd", "demonstration", "0.1.0", "log", 312, "head", 12, AT, "", "file", "d", "/", 10**10, True, AT,
            False, "3.51.3", 1, dict(self.settings),
        )  # fmt: skip

    def _queue(self, question: q.Queue) -> q.QueueAnswer:
        cards = (
            q.QueueCard(BATCH, "AUTO-CAR19 drug product", "active", STEP, "6.3", "Resuspend washed cells", IDENTIFIERS, "continue", "timer", {"label": "Hold since wash", "seconds": "4670"}),
            q.QueueCard("B26-1146", "AUTO-CAR19 drug product", "active", STEP, "6.2", "Dispense buffer", (("Chain of identity (COI)", "COI-7F2M-2288"),), "verify"),
            q.QueueCard("MB-0418", "Formulation buffer FB", "active", "", "", "", (), "resolve", "open_exceptions", {"count": "1"}, "warn"),
        )  # fmt: skip
        shown = {"mine": cards, "room": cards[:2], "verify": ()}[question.tab]
        return q.QueueAnswer(tuple(card for card in shown if question.text in card.batch), 3, 2, 0)

    def _batches(self, question: q.Batches) -> tuple[q.BatchRow, ...]:
        known = q.BatchRow(BATCH, "AUTO-CAR19 drug product", "car_t", "1", "active", "1 each", AT, 1, IDENTIFIERS)
        return (known,) if question.text in (BATCH, *(value for _name, value in IDENTIFIERS)) else ()

    def _reasons(self, question: q.Reasons) -> tuple[str, ...]:
        return (
            ("Typing error", "Read wrongly")
            if question.purpose == "correction"
            else ("Operator error", "Equipment failure", "Waiting time", "Cause unknown")
        )

    def _preview(self, question: q.Preview) -> q.SheetAnswer:
        meaning = question.command.meaning
        if meaning != "performed" and question.person == "mchen":
            raise Refusal("second_is_performer", person="Maria Chen")
        name = next(one.name for one in PEOPLE if one.person == question.person)
        lines = tuple(
            q.SheetLine(
                one.label, one.rows[-1].text, _limits(one), one.rows[-1].by_name, "attempts" if one.attempts else ""
            )
            for one in self.entries
            if one.rows
        )
        return q.SheetAnswer(
            "Resuspend washed cells",
            meaning,
            "signed.step",
            "operator",
            f"seen by {question.person}",
            name,
            lines,
            (),
            "",
            AT,
        )

    def _batch(self, question: q.BatchQuestion) -> q.BatchAnswer:
        if question.batch != BATCH:
            raise Refusal("batch_unknown", batch=question.batch)
        done = sum(one.status == "done" for one in self.entries)
        complete = done == len(self.entries)
        performed = any(one.startswith("performed") for one in self.signed)
        missing = tuple(m for m in ("performed", "verified") if not any(one.startswith(m) for one in self.signed))
        step = q.StepAnswer(
            STEP, "6.3", "Resuspend washed cells",
            "Hang the wash bag on BSC-03 and tare the balance. Add formulation buffer to the target mass at 5 g/s or slower, swirling gently. Then enter the bag temperature.",
            "SOP-0412", True, "active" if not performed else "to_verify", "", {}, tuple(self.entries), (), ("performed", "verified"), missing,
            "performed" if complete and not performed else "", "" if complete and not performed else "entries_open", {}, (), ("", ""), False,
        )  # fmt: skip
        return q.BatchAnswer(
            BATCH, "AUTO-CAR19 drug product", "2e6 cells/kg", "car_t", "1", "1 each", "active", "demonstration", IDENTIFIERS, "", False,
            _outline(len(self.entries), done), 18, 34, step,
            (q.TimerRow(f"{STEP}/hold", "Hold since wash", AT, "2530", "", "7200", True, "", True),
             q.TimerRow(f"{STEP}/fridge", "Buffer out of fridge", AT, "1428", "", "1800", True, "", True)),
            (q.ExceptionRow(BATCH, "EX-0031", "5.7", "Viability recount", "person", "minor", "Operator error", "", {}, "Maria Chen", AT, True, "", "", "", ""),),
            (q.UsedRow("Formulation buffer", "FB-2231", "251.3 g", True), q.UsedRow("Transfer set", "TS-8810", "1 each", True), q.UsedRow("Final bag CS-50", "", "", False)),
            (q.UsedRow("Balance", "BAL-014", "", True), q.UsedRow("Cabinet", "BSC-03", "", True)),
            (), "r1",
        )  # fmt: skip


def _limits(one: q.EntryAnswer) -> str:
    return f"{one.limits['low']} to {one.limits['high']}" if one.limits else ""


def _outline(total: int, done: int) -> tuple[q.OutlineRow, ...]:
    return (
        q.OutlineRow("section", "wash", "5", "Harvest and wash", "", done=7, total=7),
        q.OutlineRow("step", "a/b/56", "5.6", "Second wash", "done"),
        q.OutlineRow("step", "a/b/57", "5.7", "Count and viability", "done", flag="EX-0031"),
        q.OutlineRow("section", "form", "6", "Formulation", "", done=2, total=6),
        q.OutlineRow("step", "a/b/61", "6.1", "Line clearance BSC-03", "done"),
        q.OutlineRow("step", "a/b/62", "6.2", "Dispense buffer", "to_verify"),
        q.OutlineRow("step", STEP, "6.3", "Resuspend washed cells", "active", done=done, total=total),
        q.OutlineRow(
            "step",
            "a/b/64",
            "6.4",
            "Add cryoprotectant",
            "locked",
            "waits_for",
            {"what": "Resuspend washed cells", "number": "6.3"},
        ),
        q.OutlineRow(
            "step",
            "a/b/65",
            "6.5",
            "Fill final bags",
            "locked",
            "waits_for",
            {"what": "Dispense buffer", "number": "6.2"},
        ),
    )


class LateDesk(InlineDesk):
    """A desk whose answers come when the test says so, as those of a writer that is busy."""

    def __init__(self, station: PlayedStation) -> None:
        super().__init__(station)
        self._waiting: list[Callable[[], None]] = []

    def ask(self, question: Any, then: Callable[[Any], None], refused: Callable[[Any], None] | None = None) -> None:
        self._waiting.append(lambda: InlineDesk.ask(self, question, then, refused))

    def do(self, command: Any, **how: Any) -> None:
        self._waiting.append(lambda: InlineDesk.do(self, command, **how))

    def answer(self) -> None:
        """Answer everything asked so far, and what is asked by that."""
        while self._waiting:
            self._waiting.pop(0)()
