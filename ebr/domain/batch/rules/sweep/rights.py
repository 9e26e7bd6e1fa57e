"""Who was allowed to: roles, other people's entries, classes lowered, decisions in one breath (11.10(d), 11.10(g)).

What the record does not tell of people is read from what the site knows of them; somebody of whom nothing is known
here is left to the walk over the whole store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch.rules.signing import APPROVER_ROLES, PERFORMER_ROLES, SECOND_ROLES
from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, micros, wall
from ebr.domain.batch.rules.sweep.limits import compared_anew
from ebr.domain.batch.rules.verdict import severity_floor
from ebr.domain.batch.state.model import SEVERITIES, ExceptionState, SignatureState
from ebr.domain.batch.state.plan import COMPUTED, last_id
from ebr.domain.batch.state.seconds import FORM
from ebr.domain.batch.state.slots import Row
from ebr.domain.people.state import person_in
from ebr.domain.people.state.person import PersonState

MINUTE, SECOND = 60, 1_000_000
BESIDE = ("witnessed", "verified")
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
    "performed": frozenset(c.RIGHTS[c.IssueBatch]),
    "completed": frozenset(c.RIGHTS[c.CompleteBatch]),
    "aborted": frozenset(c.RIGHTS[c.AbortBatch]),
    "taken_over": frozenset(c.RIGHTS[c.TakeOver]),
    "sponsor_released": frozenset(c.RIGHTS[c.SponsorRelease]),
    "form_reconciled": frozenset(c.RIGHTS[c.ReconcileForm]),
    "amended": frozenset(c.RIGHTS[c.AmendBatch]),
    "conflict_resolved": frozenset(c.RIGHTS[c.ResolveConflict]),
    "weakness_decided": frozenset(c.RIGHTS[c.DecideWeakness]),
}
"""Meaning of a signature on the batch -> roles of which one gives it."""
RECORDING: Final = frozenset(c.RIGHTS[c.RecordValue])
OF_LABORATORY: Final = frozenset(("laboratory",))
"""Results are the laboratory's alone (floor-rules 4)."""


def found(sight: Sight) -> Iterator[Found]:
    """Yield what somebody wrote who may not."""
    for entry in sight.entries:
        if entry.slot.kind not in COMPUTED:
            yield from _for_another(entry)
        if entry.slot.kind == "result":
            yield from _result(sight, entry)
    yield from _people(sight)
    for one in sight.state.signatures:
        yield from _signature(sight, one)
    for number, raised in sight.state.exceptions.items():
        yield from _class(sight, number, raised)
        yield from _floor(sight, number, raised)
    yield from _alike(sight)


def _for_another(entry: Entry) -> Iterator[Found]:
    """Yield an entry typed for somebody else in a step where the master lets nobody do so (floor-rules 6)."""
    for row in entry.held.rows.values() if not entry.phase.scribe else ():
        by = row.first.by
        if row.performed_by and by and by != row.performed_by and row.source.get("how") != FORM:
            params = {"slot": entry.slot.label, "person": by, "performer": row.performed_by}
            yield Found("recorded_for_another", entry.address, params, item=row.item)


def _result(sight: Sight, entry: Entry) -> Iterator[Found]:
    """Yield a result of somebody who is not of the laboratory (floor-rules 4)."""
    for row in entry.rows:
        known = person_in(sight.facts, row.first.by)
        if known.known and not _may(known, row, OF_LABORATORY):
            params = {"slot": entry.slot.label, "person": known.name, "roles": ", ".join(known.roles)}
            yield Found("recorded_without_role", entry.address, params, item=row.item)


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
        if RECORDING.intersection(known.roles):
            continue
        for row, where in zip(typed.rows, typed.where, strict=True):
            if not _may(known, row, RECORDING):
                label = sight.plan.slots[last_id(where)].label
                params = {"slot": label, "person": known.name, "roles": ", ".join(known.roles)}
                yield Found("recorded_without_role", where, params, item=row.item)
                break
    for _, person in sight.state.acted:
        known = sight.facts.get(subjects.person(person))
        if person and person not in said and isinstance(known, PersonState) and not known.known:
            said.add(person)
            yield Found("person_unknown", "", {"person": person})


def _may(known: PersonState, row: Row, roles: frozenset[str]) -> bool:
    """Tell whether somebody had a role that records when an entry was made; one that was lost counts until then."""
    if roles.intersection(known.roles):
        return True
    return any(micros(since) > micros(row.first.at.wall) for role, since in known.lost.items() if role in roles)


def _signature(sight: Sight, one: SignatureState) -> Iterator[Found]:
    roles: frozenset[str] = frozenset()
    where = ""
    if one.scope.startswith("batch/"):
        roles = OF_BATCH.get(one.meaning, roles)
    elif one.scope.startswith("exception/"):
        raised = sight.state.exceptions.get(one.scope.removeprefix("exception/"))
        heavy = raised is not None and raised.severity != SEVERITIES[0]
        roles = QUALITY if heavy else frozenset(c.RIGHTS[c.DecideException])
        where = _place(sight, raised.where) if raised is not None else ""
    elif _place(sight, one.scope):
        roles, where = _of_place(sight, one), one.scope
    if roles and one.signed.role not in roles:
        role = one.signed.role or "–"
        params = {"person": one.signed.name, "meaning": one.meaning, "role": role, "at": one.stamp.at.wall}
        yield Found("role_not_enough", where, params)


def _place(sight: Sight, where: str) -> str:
    return where if where and last_id(where) in sight.plan.places else ""


def _of_place(sight: Sight, one: SignatureState) -> frozenset[str]:
    """Return the roles of which one signs a step or an entry; none for what is not asked there."""
    slot = sight.plan.slots.get(last_id(one.scope))
    if one.meaning in ("performed", "recorded", "handed_over"):
        return PERFORMER_ROLES
    if slot is not None and slot.kind == "signature" and slot.role:
        return frozenset((slot.role,))
    if slot is not None and slot.kind == "result":
        return OF_LABORATORY
    return SECOND_ROLES if one.meaning in BESIDE else APPROVER_ROLES


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


def _floor(sight: Sight, number: str, raised: ExceptionState) -> Iterator[Found]:
    """Yield an exception that lets a value stand in a lighter class than its distance to the limit asks for."""
    entry = sight.entry(raised.where) if raised.accepts else None
    row = entry.held.rows.get(raised.item or 1) if entry is not None else None
    if entry is None or row is None or row.exception != number:
        return
    compared = compared_anew(sight, entry, row)
    given = raised.changes[0][0] if raised.changes else raised.severity
    if compared is None or compared.verdict != "out" or given not in SEVERITIES:
        return
    least = severity_floor(entry.slot, compared, sight.policy)
    if SEVERITIES.index(given) < SEVERITIES.index(least):
        params = {"exception": number, "severity": given, "least": least, "slot": entry.slot.label}
        yield Found("severity_short", entry.address, params, item=row.item)


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
