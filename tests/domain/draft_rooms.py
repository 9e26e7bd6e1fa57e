"""Stations that write one draft, each knowing what it was told; folded in the one order that the set of entries gives."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ebr.domain.canonical import dumps
from ebr.domain.decision import Actor, Decision, Recorded
from ebr.domain.draft import rules, state
from ebr.domain.draft.events import DraftBegun
from ebr.domain.draft.rules import saving
from ebr.domain.draft.state import DraftState, seen_text
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, Stamp
from tests.domain.batch_apart import Known, in_order

MBR, VERSION = "bread", "2"
ROOT = f"draft/{MBR}/{VERSION}"
NOW = Instant("2026-03-02T08:00:00.000000+01:00", "Europe/Zurich", "boot", 1, "system")
Document = dict[str, Any]


def phase(name: str, text: str = "") -> Document:
    return {"id": name, "instruction": text, "slots": [], "title": name.title()}


def document(*names: str, operations: Mapping[str, tuple[str, ...]] | None = None) -> Document:
    """A document with these steps in one operation, or in several."""
    parts = operations or {"baking": names}
    units = [
        {"id": "kitchen", "operations": [{"id": key, "phases": [phase(n) for n in of]} for key, of in parts.items()]}
    ]
    header = {"id": MBR, "title": "Bread", "version": VERSION}
    return {"mbr": 1, "header": header, "materials": [], "equipment": [], "procedure": units}


def steps(found: Mapping[str, Any]) -> dict[str, Document]:
    """The steps of a document by id."""
    operations = [operation for unit in found["procedure"] for operation in unit["operations"]]
    return {step["id"]: step for operation in operations for step in operation["phases"]}


def author(name: str, station: str = "") -> Actor:
    return Actor(name, name.title(), frozenset({"author"}), station=station, log=f"log-{station}")


class Room:
    """One station with its author; `told` brings it the entries of another."""

    def __init__(self, name: str, person: str = "") -> None:
        self.name, self.entries = name, dict[str, Known]()
        self.actor = author(person or f"author-{name}", name)
        self.numbers = 0

    @property
    def state(self) -> DraftState:
        found = state.start(ROOT)
        for recorded in in_order(self.entries.values()):
            found = state.apply(found, recorded)
        return found

    @property
    def document(self) -> Document:
        return json.loads(self.state.text())

    @property
    def seen(self) -> str:
        return seen_text(self.state)

    def write(self, event: object) -> str:
        """Append an entry of this station; returns its hash."""
        self.numbers += 1
        log = f"log-{self.name}"
        name = f"{log}.{self.numbers}"
        stamp = Stamp(name, log, self.numbers, ROOT, self.actor.person, "presence", NOW)
        self.entries[name] = Known(Recorded(event, stamp), frozenset(self.entries))
        return name

    def begin(self, found: Document, base: str = "1") -> None:
        self.write(DraftBegun(MBR, VERSION, base, "hash", dumps(found).decode(), self.name))

    def do(self, command: Any, actor: Actor | None = None) -> Decision:
        """Ask, and write what is decided."""
        decision = rules.decide(self.state, {}, command, actor or self.actor, NOW)
        if decision.refusal is None:
            for draft in decision.drafts:
                assert draft.subject == ROOT
                self.write(draft.event)
        return decision

    def save(self, new: Document, old: Document | None = None, seen: str | None = None) -> Decision:
        before = self.document if old is None else old
        return self.do(saving(MBR, VERSION, self.seen if seen is None else seen, before, new))

    def edit(self, name: str, text: str, **how: Any) -> Decision:
        """Change what one step says."""
        new = json.loads(json.dumps(how.get("old") or self.document))
        steps(new)[name]["instruction"] = text
        return self.save(new, **how)

    def told(self, other: Room) -> None:
        self.entries |= other.entries


def meet(*rooms: Room) -> None:
    for one in rooms:
        for other in rooms:
            one.told(other)


def code(decision: Decision) -> str:
    assert decision.drafts == ()
    assert isinstance(decision.refusal, Refusal)
    return decision.refusal.code
