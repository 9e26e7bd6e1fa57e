"""One site's equipment without a store: what is decided is written, by people who have the roles."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Recorded
from ebr.domain.equipment import commands as c
from ebr.domain.equipment import events as e
from ebr.domain.equipment.events import CheckLimit, Needs
from ebr.domain.equipment.rules import decide, needs
from ebr.domain.equipment.state import EquipmentState, apply, start
from ebr.domain.people.state import PersonState
from ebr.domain.people.state.person import Key
from ebr.domain.refusal import Refusal
from ebr.domain.signature import Signed
from ebr.domain.values import Instant, Stamp

BEGIN = datetime.fromisoformat("2026-05-04T08:00:00+02:00")
CHECKLIST = ("Nothing is left", "No labels")
VESSEL = Needs(cleaning=True, clean_hold_hours=72, dirty_hold_hours=24, maintenance_days=365)
BALANCE = Needs(
    calibration_days=182,
    checks=(CheckLimit("Check weight 1 kg", "g", "999.8", "1000.2"),),
    capacity="6.000",
    resolution="0.0001",
    unit="kg",
)
ROOM = Needs(clearance=True, checklist=CHECKLIST, grade="C")
TUBING = Needs(single_use=True, integrity=True)

MARIA = Actor("maria", "Maria", frozenset({"operator"}), station="A", log="log-A")
OLGA = Actor("olga", "Olga", frozenset({"operator"}), station="A", log="log-A")
SAM = Actor("sam", "Sam", frozenset({"supervisor"}), station="A", log="log-A")
LENA = Actor("lena", "Lena", frozenset({"laboratory"}), station="A", log="log-A")
QUINN = Actor("quinn", "Quinn", frozenset({"quality"}), station="A", log="log-A")
PEOPLE = (MARIA, OLGA, SAM, LENA, QUINN)


def instant(hours: float = 0, *, zone: str = "Europe/Berlin", wall: str = "") -> Instant:
    """Return an instant so many hours after a morning in May, or at a time that is given."""
    text = wall or (BEGIN + timedelta(hours=hours)).isoformat(timespec="microseconds")
    return Instant(text, zone, "boot", int(hours * 3.6e12), "system")


class Floor:
    """The states by root, and the next moment."""

    def __init__(self) -> None:
        self.states: dict[str, EquipmentState] = {}
        self.people = {subjects.person(actor.person): able(actor) for actor in PEOPLE}
        self.at = instant()
        self.number = 0
        self.written: list[Recorded] = []

    def pass_hours(self, hours: float) -> None:
        self.at = Instant(
            (datetime.fromisoformat(self.at.wall) + timedelta(hours=hours)).isoformat(timespec="microseconds"),
            self.at.zone,
            "boot",
            self.at.up + int(hours * 3.6e12),
            "system",
        )

    def state(self, equipment: str) -> EquipmentState:
        root = subjects.equipment(equipment)
        return self.states.setdefault(root, start(root))

    @property
    def facts(self) -> dict[str, object]:
        return {**self.states, **self.people}

    def write(self, event: Any, by: Actor = MARIA, *beside: str) -> str:
        """Write one event; `beside` are entries that its writer did not know."""
        self.number += 1
        root = subjects.equipment(event.equipment)
        stamp = Stamp(f"entry-{self.number}", "log-A", self.number, root, by.person, "presence", self.at)
        recorded = Recorded(event, stamp, frozenset(beside))
        self.written.append(recorded)
        self.states[root] = apply(self.state(event.equipment), recorded)
        return stamp.hash

    def asked(self, command: Any, actor: Actor) -> Decision:
        state = self.state(command.equipment)
        facts = {root: self.facts[root] for root in needs(command, state) if root in self.facts}
        return decide(state, facts, command, actor, self.at)

    def do(self, command: Any, actor: Actor) -> Decision:
        decision = self.asked(command, actor)
        assert decision.refusal is None, str(decision.refusal)
        for draft in decision.drafts:
            event: Any = draft.event
            if any(one.name == "signed" for one in fields(event)):
                event = replace(event, signed=signature(getattr(command, "checked_by", "") or actor.person))
            self.write(event, actor)
        return decision

    def refused(self, command: Any, actor: Actor) -> str:
        decision = self.asked(command, actor)
        assert decision.drafts == ()
        assert decision.refusal is not None
        return decision.refusal.code

    # -- what most tests begin with

    def ready(self, equipment: str, kind: str, wants: Needs, *, lot: str = "") -> None:
        """Register and qualify a piece, and clean it where it needs that."""
        self.do(c.AddEquipment(equipment, f"The {kind}", kind, "Room 1", wants, lot=lot), SAM)
        self.do(c.QualifyEquipment(equipment, "Report Q-1"), QUINN)
        if wants.cleaning:
            self.clean(equipment)

    def balance(self) -> None:
        """Register a balance that was calibrated and checked today."""
        self.ready("BAL-1", "balance", BALANCE)
        self.do(c.CalibrateEquipment("BAL-1", "pass", "within 0.1 g", "C-1", "2026-11-02"), LENA)
        self.check("1000.0")

    def clean(self, equipment: str) -> None:
        self.do(c.CleanEquipment(equipment, "SOP-7", "olga"), MARIA)

    def check(self, reading: str) -> None:
        self.do(c.CheckDaily("BAL-1", (("Check weight 1 kg", reading),)), MARIA)

    def use(self, equipment: str, batch: str, *beside: str) -> str:
        return self.write(e.UseBegan(equipment, batch, "Aromet", "up/op/ph/slot", "maria"), MARIA, *beside)

    def end(self, equipment: str, batch: str, *beside: str) -> str:
        return self.write(e.UseEnded(equipment, batch), MARIA, *beside)

    def clear(self, room: str, batch: str, when: str = "before", answer: str = "yes") -> None:
        self.do(c.ClearLine(room, batch, "Aromet", when, tuple((line, answer) for line in CHECKLIST), "olga"), MARIA)


def signature(who: str) -> Signed:
    return Signed(who, "k", who, "", "approved", BEGIN.isoformat(), "", "", "", (), (), "{}", "")


def able(actor: Actor) -> PersonState:
    """Return somebody of these roles who can sign."""
    key = Key("k" * 64, "e" * 64, "since", "vouched", "acknowledged")
    return PersonState(actor.person, actor.name, tuple(sorted(actor.roles)), active=True, keys=[key])


def code(found: Refusal | None) -> str:
    return found.code if found is not None else ""
