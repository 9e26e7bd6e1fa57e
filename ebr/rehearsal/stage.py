"""One rehearsed batch: commands go through the real rules, events through the real fold; nothing is sealed.

The signature of a signing command names the entries that the real sheet covers, so corrections void exactly what they
void on a station; only its key and its bytes are missing. Time is simulated and moves only when it is told to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from ebr.domain import canonical, subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch import rules, state
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import Plan
from ebr.domain.decision import Actor, Decision, Draft, Facts, Recorded
from ebr.domain.master.state import MasterState
from ebr.domain.mbr.document import mbr_hash, to_json
from ebr.domain.mbr.model import Mbr
from ebr.domain.refusal import Refusal
from ebr.domain.signature import Signed
from ebr.domain.site.state import SiteState
from ebr.domain.values import Instant, Stamp

MORNING: Final = datetime.fromisoformat("2026-05-04T08:00:00+02:00")
ZONE: Final = "Europe/Berlin"
BOOT: Final = "rehearsal"
PEOPLE: Final[Mapping[str, tuple[str, ...]]] = {
    "operator": ("operator-1", "operator-2", "operator-3"),
    "supervisor": ("supervisor-1", "supervisor-2"),
    "laboratory": ("laboratory-1", "laboratory-2"),
    "quality": ("quality-1", "quality-2", "quality-3"),
    "qualified_person": ("qualified-person-1",),
}
"""Who works in a rehearsal: generated people, one role each."""
ACTORS: Final[Mapping[str, Actor]] = {
    person: Actor(person, person, frozenset({role}), f"presence-{person}")
    for role, people in PEOPLE.items()
    for person in people
}
ISSUER, CHECKER, REVIEWER, CERTIFIER = "supervisor-2", "quality-1", "quality-3", "qualified-person-1"
Watch = Callable[[BatchState, Sequence[Recorded], Decision], None]


def role_of(person: str) -> str:
    """Return the one role of a generated person."""
    return next(iter(ACTORS[person].roles))


@dataclass(frozen=True, slots=True)
class Document:
    """The MBR under rehearsal, and the facts that rules ask for: its master in force, a site without settings."""

    mbr: Mbr
    sha256: str
    facts: Facts


def document_of(mbr: Mbr) -> Document:
    """Return what every batch of a rehearsal stands on."""
    digest = mbr_hash(mbr)
    header = mbr.header
    text = canonical.dumps(to_json(mbr)).decode()
    master = MasterState(
        header.id, header.version, header.title, digest, text, entry="e" * 64, effective=MORNING.date().isoformat()
    )
    return Document(mbr, digest, {"site": SiteState("Rehearsal"), subjects.master(header.id, header.version): master})


class Stage:
    """A batch in memory. `tape` holds every command with its person and moment, to be played again."""

    def __init__(self, document: Document, batch: str, watch: Watch | None = None) -> None:
        self.document, self.batch = document, batch
        self.state: BatchState = state.start(subjects.batch(batch))
        self.passed = timedelta()
        self.tape: list[tuple[object, str, timedelta]] = []
        self._watch = watch
        self._entries = 0

    @property
    def plan(self) -> Plan:
        """The plan of the issued batch."""
        assert self.state.plan is not None
        return self.state.plan

    def now(self) -> Instant:
        """Return the simulated moment."""
        wall = (MORNING + self.passed).isoformat(timespec="microseconds")
        return Instant(wall, ZONE, BOOT, int(self.passed / timedelta(microseconds=1)) * 1000, "simulated")

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.passed += timedelta(seconds=max(0.0, seconds))

    def ask(self, command: object, who: str) -> Decision:
        """Decide and write nothing, with exactly the facts that the rules name."""
        needed = rules.needs(command, self.state)
        facts = {root: self.document.facts[root] for root in needed if root in self.document.facts}
        return rules.decide(self.state, facts, command, ACTORS[who], self.now())

    def do(self, command: object, who: str) -> Decision:
        """Carry a command out; what it refuses may still leave an attempt."""
        self.tape.append((command, who, self.passed))
        decision = self.ask(command, who)
        drafts = decision.drafts
        if decision.refusal is None and isinstance(command, c.SIGNING):
            drafts = self._signed(decision, who)
        self._write(drafts, who, decision)
        return decision

    def code(self, command: object, who: str) -> str:
        """Carry a command out and return the code of its refusal, or nothing."""
        refusal = self.do(command, who).refusal
        return refusal.code if isinstance(refusal, Refusal) else ""

    def play(self, tape: Sequence[tuple[object, str, timedelta]]) -> None:
        """Play the commands of a tape again."""
        for command, who, at in tape:
            self.passed = at
            self.do(command, who)

    def _write(self, drafts: Sequence[Draft], who: str, decision: Decision) -> None:
        recorded = [Recorded(draft.event, self._stamp(draft.subject, who)) for draft in drafts]
        for each in recorded:
            self.state = state.apply(self.state, each)
        if self._watch is not None:
            self._watch(self.state, recorded, decision)

    def _stamp(self, subject: str, who: str) -> Stamp:
        self._entries += 1
        return Stamp(f"{self._entries:064x}", BOOT, self._entries, subject, who, f"presence-{who}", self.now())

    def _signed(self, decision: Decision, who: str) -> tuple[Draft, ...]:
        drafts = list(decision.drafts)
        for place, draft in enumerate(drafts):
            event = draft.event
            sheet = rules.sheet(self.state, event) if hasattr(event, "signed") else None
            if sheet is not None:
                role, at = decision.answer.get("role") or role_of(who), self.now()
                signed = Signed(
                    who,
                    "",
                    who,
                    role,
                    sheet.meaning,
                    at.wall,
                    at.zone,
                    BOOT,
                    draft.subject,
                    (),
                    sheet.covered,
                    "",
                    "",
                    "",
                )
                drafts[place] = Draft(draft.subject, replace(event, signed=signed))  # type: ignore[type-var]
                break
        return tuple(drafts)
