"""Who was allowed to: roles, other people's entries, classes lowered, decisions in one breath (11.10(d), 11.10(g)).

What the record does not tell of people is read from what the site knows of them; somebody of whom nothing is known
here is left to the walk over the whole store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, micros, wall
from ebr.domain.batch.state.model import SEVERITIES, ExceptionState, Row, SignatureState
from ebr.domain.batch.state.plan import COMPUTED, last_id
from ebr.domain.batch.state.seconds import FORM
from ebr.domain.people.state import person_in
from ebr.domain.people.state.person import PersonState

MINUTE, SECOND = 60, 1_000_000
MANY = 5
"""Decisions of one person in one minute with the same words, from which on they are looked at."""
QUALITY: Final = frozenset(("quality",))
OF_BATCH: Final[Mapping[str, frozenset[str]]] = {
    "verified": frozenset(c.RIGHTS[c.CheckIssue]),
    "reviewed": frozenset(c.RIGHTS[c.ReviewBatch]),
    "trail_reviewed": QUALITY,
    "certified": frozenset(c.RIGHTS[c.DecideBatch]),
    "conditional": frozenset(c.RIGHTS[c.DecideBatch]),
    "supplied": frozenset(c.RIGHTS[c.DecideBatch]),
    "hold_lifted": frozenset(c.RIGHTS[c.LiftHold]),
    "amended": frozenset(c.RIGHTS[c.AmendBatch]),
    "conflict_resolved": frozenset(c.RIGHTS[c.ResolveConflict]),
    "weakness_decided": frozenset(c.RIGHTS[c.DecideWeakness]),
}
"""Meaning of a signature on the batch -> roles of which one gives it."""
RECORDING: Final = frozenset(c.RIGHTS[c.RecordValue])


def found(sight: Sight) -> Iterator[Found]:
    """Yield what somebody wrote who may not."""
    for entry in sight.entries:
        if entry.slot.kind not in COMPUTED:
            yield from _for_another(entry)
    yield from _people(sight)
    for one in sight.state.signatures:
        yield from _signature(sight, one)
    for number, raised in sight.state.exceptions.items():
        yield from _class(sight, number, raised)
    yield from _alike(sight)


def _for_another(entry: Entry) -> Iterator[Found]:
    """Yield an entry typed for somebody else in a step where the master lets nobody do so (floor-rules 6)."""
    for row in entry.held.rows.values() if not entry.phase.scribe else ():
        by = row.first.by
        if row.performed_by and by and by != row.performed_by and row.source.get("how") != FORM:
            params = {"slot": entry.slot.label, "person": by, "performer": row.performed_by}
            yield Found("recorded_for_another", entry.address, params, item=row.item)


def _people(sight: Sight) -> Iterator[Found]:
    """Yield people who recorded and were nobody here, or had no role that records."""
    said: set[str] = set()
    for person, typed in sight.watched.typed.items():
        known = sight.facts.get(subjects.person(person))
        if not isinstance(known, PersonState):
            continue
        if not known.known:
            said.add(person)
            yield Found("person_unknown", typed.where[0], {"person": person})
            continue
        for row, where in zip(typed.rows, typed.where, strict=True):
            if not _may(known, row):
                label = sight.plan.slots[last_id(where)].label
                params = {"slot": label, "person": known.name, "roles": ", ".join(known.roles)}
                yield Found("recorded_without_role", where, params, item=row.item)
                break
    for _, person in sight.state.acted:
        known = sight.facts.get(subjects.person(person))
        if person and person not in said and isinstance(known, PersonState) and not known.known:
            said.add(person)
            yield Found("person_unknown", "", {"person": person})


def _may(known: PersonState, row: Row) -> bool:
    """Tell whether somebody had a role that records when an entry was made; one that was lost counts until then."""
    if RECORDING.intersection(known.roles):
        return True
    return any(micros(since) > micros(row.first.at.wall) for role, since in known.lost.items() if role in RECORDING)


def _signature(sight: Sight, one: SignatureState) -> Iterator[Found]:
    roles: frozenset[str] = frozenset()
    if one.scope.startswith("batch/"):
        roles = OF_BATCH.get(one.meaning, roles)
    elif one.scope.startswith("exception/"):
        raised = sight.state.exceptions.get(one.scope.removeprefix("exception/"))
        heavy = raised is not None and raised.severity != SEVERITIES[0]
        roles = QUALITY if heavy else frozenset(c.RIGHTS[c.DecideException])
    if roles and one.signed.role and one.signed.role not in roles:
        params = {"person": one.signed.name, "meaning": one.meaning, "role": one.signed.role, "at": one.stamp.at.wall}
        yield Found("role_not_enough", "", params)


def _class(sight: Sight, number: str, raised: ExceptionState) -> Iterator[Found]:
    """Yield a class that was lowered without a reason, by who made the entry, or by who is not quality."""
    held = sight.state.slots.get(raised.where)
    own = {row.performed_by for row in held.rows.values()} if held is not None else set()
    for old, new, reason, stamp in raised.changes:
        known = person_in(sight.facts, stamp.by)
        lower = old in SEVERITIES and new in SEVERITIES and SEVERITIES.index(new) < SEVERITIES.index(old)
        not_quality = known.known and "quality" not in known.roles and "quality" not in known.lost
        if lower and (not reason.strip() or stamp.by in own or not_quality):
            where = raised.where if raised.where and last_id(raised.where) in sight.plan.places else ""
            params = {"exception": number, "person": stamp.by, "old": old, "severity": new}
            yield Found("severity_lowered", where, params)


def _alike(sight: Sight) -> Iterator[Found]:
    """Yield somebody who decided many exceptions within a minute, all with the same words."""
    by: dict[tuple[str, str], list[ExceptionState]] = {}
    for raised in sight.state.exceptions.values():
        if raised.decided is not None and raised.decision_comment.strip():
            by.setdefault((raised.decided.by, raised.decision_comment), []).append(raised)
    for (person, comment), ones in by.items():
        times = sorted(wall(one.decided) for one in ones if one.decided is not None)
        near = zip(times, times[MANY - 1 :], strict=False)
        first = next((began for began, ended in near if (ended - began).total_seconds() <= MINUTE), None)
        if first is not None:
            params = {"person": person, "times": str(len(ones)), "reason": comment, "at": first.isoformat()}
            yield Found("decided_alike", "", params)
