"""A batch in memory for tests: commands go through the real rules, events through the real fold; nothing is sealed.

`Floor.do` decides, signs what carries a signature over the real sheet, and applies; `Floor.refused` returns the code of a refusal. Time is simulated.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from ebr.domain import canonical, subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch import rules, state
from ebr.domain.batch.rules import review_steps
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.plan import last_id, rounds_of
from ebr.domain.decision import Actor, Decision, Draft, Recorded
from ebr.domain.master.state import MasterState
from ebr.domain.mbr import text
from ebr.domain.mbr.document import to_json
from ebr.domain.mbr.model import Mbr
from ebr.domain.refusal import Refusal
from ebr.domain.signature import Signed
from ebr.domain.site.state import SiteState
from ebr.domain.values import Instant, Stamp

FOLDER = Path(__file__).parents[2] / "resources" / "mbr"
BATCH = "B-0001"
MORNING = datetime.fromisoformat("2026-05-04T08:00:00.000000+02:00")
ROLES = {
    "olga": ("operator",), "otto": ("operator",), "oona": ("operator",), "sven": ("supervisor",), "sara": ("supervisor",),
    "lena": ("laboratory",), "luis": ("laboratory",), "quinn": ("quality",), "quita": ("quality",), "petra": ("qualified_person",), "sybil": ("sponsor",),
    "ada": ("administrator",), "art": ("author",), "rex": ("recovery",),
}  # fmt: skip


def actor(person: str) -> Actor:
    return Actor(person, person.title(), frozenset(ROLES[person]), f"presence-{person}") if person else Actor("")


def read_mbr(source: str) -> Mbr:
    reading = text.read(source)
    assert reading.problems == (), reading.problems
    assert reading.mbr is not None
    return reading.mbr


def example(name: str) -> Mbr:
    return read_mbr((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def master_of(mbr: Mbr) -> MasterState:
    document = canonical.dumps(to_json(mbr)).decode()
    digest = canonical.digest(json.loads(document))
    return MasterState(
        mbr.header.id, mbr.header.version, mbr.header.title, digest, document, entry="e" * 64, effective="2026-01-01"
    )


class Floor:
    """One batch, its people and its clock. `events` is everything recorded so far."""

    def __init__(self, mbr: Mbr, batch: str = BATCH, *, clock: str = "simulated") -> None:
        self.mbr, self.batch, self.clock = mbr, batch, clock
        self.state: BatchState = state.start(subjects.batch(batch))
        self.events: list[Recorded] = []
        self.actions: list[tuple[Recorded, ...]] = []
        self.passed, self.boot = timedelta(), "boot-1"
        self.booted = self.wall_off = timedelta()
        self.site = SiteState("Riverside")
        self.master = master_of(mbr)

    @property
    def facts(self) -> dict[str, object]:
        return {"site": self.site, subjects.master(self.mbr.header.id, self.mbr.header.version): self.master}

    def now(self) -> Instant:
        up = int((self.passed - self.booted).total_seconds() * 1e9)
        wall = MORNING + self.passed + self.wall_off
        return Instant(wall.isoformat(timespec="microseconds"), "Europe/Berlin", self.boot, up, self.clock)

    def wait(self, seconds: float = 0, *, minutes: float = 0, hours: float = 0) -> Floor:
        self.passed += timedelta(seconds=seconds, minutes=minutes, hours=hours)
        return self

    def set_clock(self, hours: float) -> Floor:
        """Set the wall clock of the machine forward or back."""
        self.wall_off += timedelta(hours=hours)
        return self

    def restart(self) -> Floor:
        """A new start of the machine: the boot clock begins anew."""
        self.boot, self.booted = f"{self.boot}'", self.passed
        return self

    def ask(self, command: object, who: str) -> Decision:
        """Decide with exactly the facts that `needs` names, and write nothing."""
        needed = rules.needs(command, self.state)
        facts = {root: self.facts[root] for root in needed if root in self.facts}
        return rules.decide(self.state, facts, command, actor(who), self.now())

    def do(self, command: object, who: str) -> Decision:
        """Carry a command out; what it refuses may still leave an attempt."""
        decision = self.ask(command, who)
        drafts = decision.drafts
        if decision.refusal is None and rules.signer(command, actor(who))[0]:
            drafts = self._signed(decision, who)
        self.write(drafts, who)
        return decision

    def done(self, command: object, who: str) -> Decision:
        if isinstance(command, c.ReviewBatch):
            self.read(who)
        decision = self.do(command, who)
        assert decision.refusal is None, f"{command}: {decision.refusal}"
        return decision

    def read(self, who: str = "quita") -> Floor:
        """Read every section of the record and sign its audit trail, as a review asks for."""
        for step in review_steps.missing(self.state, self.facts):
            self.do(step, who)
        return self

    def refused(self, command: object, who: str) -> str:
        refusal = self.do(command, who).refusal
        return refusal.code if isinstance(refusal, Refusal) else ""

    def write(self, drafts: tuple[Draft, ...], who: str) -> None:
        """Apply drafts as one action, as the log would hold them."""
        recorded = tuple(Recorded(draft.event, self._stamp(draft.subject, who, n)) for n, draft in enumerate(drafts, 1))
        for each in recorded:
            self.state = state.apply(self.state, each)
        self.events += recorded
        self.actions.append(recorded)

    def _stamp(self, subject: str, who: str, n: int) -> Stamp:
        at = len(self.events) + n
        return Stamp(f"{at:064x}", "log", at, subject, who, f"presence-{who}" if who else "", self.now())

    def _signed(self, decision: Decision, who: str) -> tuple[Draft, ...]:
        drafts = list(decision.drafts)
        for place, draft in enumerate(drafts):
            sheet = rules.sheet(self.state, draft.event) if hasattr(draft.event, "signed") else None
            if sheet is not None:
                document = sheet.text
                role = decision.answer.get("role") or ROLES[who][0]
                at = self.now()
                signed = Signed(
                    who, f"key-{who}", who.title(), role, sheet.meaning, at.wall, at.zone, "log", draft.subject, (), sheet.covered,
                    document, hashlib.sha256(document.encode()).hexdigest(), "00",
                )  # fmt: skip
                drafts[place] = Draft(draft.subject, replace(draft.event, signed=signed))
                return tuple(drafts)
        raise AssertionError(f"nothing to sign: {decision}")

    def issue(self, size: str = "", identifiers: Mapping[str, str] | None = None) -> Floor:
        """Issue and check the batch."""
        header = self.mbr.header
        ids = (
            identifiers
            if identifiers is not None
            else {found.id: f"{found.id.upper()}-4711" for found in header.identifiers}
        )
        self.done(c.IssueBatch(self.batch, header.id, header.version, size or header.size.nominal, ids), "sven")
        self.done(c.CheckIssue(self.batch), "quinn")
        return self

    # What tests say most often

    def at(self, name: str, **rounds: str) -> str:
        """Return the address of a node or slot."""
        assert self.state.plan is not None
        return self.state.plan.address(name, rounds)

    def record(
        self,
        address: str,
        who: str = "olga",
        *,
        item: int = 0,
        late: str = "",
        happened: str = "",
        by: str = "",
        **value: str,
    ) -> Decision:
        return self.do(c.RecordValue(self.batch, address, value, item, by, late=late, happened=happened), who)

    def number(self, address: str, value: str, who: str = "olga", item: int = 0) -> Decision:
        return self.record(address, who, item=item, number=value)

    def correct(
        self, address: str, who: str = "olga", *, item: int = 1, reason: str = "misread", **value: str
    ) -> Decision:
        return self.do(c.CorrectValue(self.batch, address, item, value, reason), who)

    def sign(self, scope: str, meaning: str, who: str) -> Decision:
        return self.do(c.SignStep(self.batch, scope, meaning), who)

    def accept(
        self, address: str, attempt: int = 1, who: str = "olga", *, severity: str = "minor", item: int = 0
    ) -> Decision:
        return self.do(
            c.RaiseException(self.batch, address, "cause unknown", "", severity, attempt, accepts=True, item=item), who
        )

    def status(self, address: str) -> str:
        assert self.state.plan is not None
        return flow.standing(self.state, address, self.state.plan.phases[last_id(address)]).status

    def why(self, address: str) -> tuple[str, str]:
        assert self.state.plan is not None
        found = flow.standing(self.state, address, self.state.plan.phases[last_id(address)])
        return found.why, found.what

    def value(self, address: str, part: str = "number", item: int = 1) -> str:
        row = self.state.slot(address).rows.get(item)
        return row.value.get(part, "") if row else ""

    def rules_raised(self) -> list[tuple[str, str, str]]:
        return [(x.number, x.rule, x.severity) for x in self.state.exceptions.values()]

    def refolded(self) -> BatchState:
        """Return the state of all events anew."""
        found = state.start(subjects.batch(self.batch))
        for each in self.events:
            found = state.apply(found, each)
        return found


def code(decision: Decision) -> str:
    return decision.refusal.code if decision.refusal is not None else ""


__all__ = ["BATCH", "Floor", "actor", "code", "example", "read_mbr", "rounds_of"]
