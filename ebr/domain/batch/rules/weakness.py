"""Weaknesses of a batch's record that come to light when logs meet; review sees every one (features.md, traps 2, 3).

A pure function of the folded batch and of what is known now of people, masters and the site: an entry is weak when it
relied on a fact that had ended before it was written, as another station knew. Nothing is rejected for that; the entry
stands and is named.

    after_revocation     entries of a station behind the last one that is accepted of it         waits for quality
    lease_over           a station worked on after its lease, as came to light after completion    waits for quality
    master_withdrawn     the batch was issued on a master withdrawn or superseded before          waits for quality
    taken_over           a part was taken over and its former holder has not been heard since     waits for quality
    person_deactivated   somebody acted after the deactivation, known elsewhere
    role_withdrawn       somebody signed in a role lost before
    key_replaced         somebody signed with a key that was replaced before
    unaware              recorded before a hold, an end, a take-over or an amendment was known on that station;
                         after an amendment of the step itself it                                 waits for quality

What the batch used (lots, equipment, training) is in `of_use`.
A weakness has a name of its own, so that quality's decision about it (`WeaknessDecided`) and the review that saw it can
name it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch import events as e
from ebr.domain.batch.rules import deviating, guards, of_use, stale, surroundings
from ebr.domain.batch.rules.holding import title
from ebr.domain.batch.rules.weak import Weakness
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.model import SignatureState
from ebr.domain.decision import Decision, Draft, Facts, State
from ebr.domain.master.state import MasterState
from ebr.domain.people.state import person_in
from ebr.domain.people.state.person import PersonState
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import after_revocation, site_in
from ebr.domain.values import Stamp, clean_text, shown_text


def roots(state: BatchState) -> tuple[str, ...]:
    """Return the roots of everything that weaknesses of a batch, and deviations against it, are told from."""
    people = {person for _, person in state.acted} | {one.signed.person for one in state.signatures}
    issued = state.issued
    master = (subjects.master(issued.mbr, issued.version),) if issued is not None else ()
    persons = (subjects.person(person) for person in sorted(people - {""}))
    return ("site", *master, *persons, *deviating.roots(state))


def further(state: BatchState, facts: Facts) -> Iterator[str]:
    """Yield the roots of what the batch used, as far as the facts so far lead to them (`of_use`)."""
    yield from of_use.roots(state, facts)


def facts_of(state: BatchState, read: Callable[[str], State]) -> dict[str, State]:
    """Return the states of everything the weaknesses of a batch are told from; `read` gives the state of a root."""
    facts = {root: read(root) for root in roots(state)}
    while more := [root for root in further(state, facts) if root not in facts]:
        facts.update((root, read(root)) for root in more)
    return facts


def weaknesses(state: BatchState, facts: Facts) -> list[Weakness]:
    """Return every weakness, those that release waits for first; decided ones too."""
    found = [
        *_after_revocation(state, facts),
        *_lease_over(state, facts),
        *_master(state, facts),
        *_taken_over(state),
        *_people(state, facts),
        *_signatures(state, facts),
        *_unaware(state),
        *of_use.found(state, facts),
        *surroundings.found(state, facts),
    ]
    return sorted(found, key=lambda one: not one.blocking)


def undecided(state: BatchState, facts: Facts) -> list[Weakness]:
    """Return the weaknesses that release still waits for."""
    return [one for one in weaknesses(state, facts) if one.blocking and one.name not in state.judged]


def _after_revocation(state: BatchState, facts: Facts) -> Iterator[Weakness]:
    site = site_in(facts)
    logs: dict[str, int] = {}
    for (log, _), stamp in state.acted.items():
        logs[log] = max(logs.get(log, 0), stamp.seq)
    for log, seq in logs.items():
        if after_revocation(site, log, seq):
            name = site.stations[log].name if log in site.stations else log[:8]
            params = {"station": name, "entry": str(site.revoked[log].seq), "last": str(seq)}
            yield Weakness(f"after_revocation/{log}/{seq}", "after_revocation", params, blocking=True)


def _lease_over(state: BatchState, facts: Facts) -> Iterator[Weakness]:
    """What the pass at completion could not know: entries that came later from a station whose lease had ended."""
    if state.completed is not None or state.aborted is not None:
        for log, params in stale.over_lease(state, site_in(facts)):
            yield Weakness(f"lease_over/{log}/{params['at']}", "lease_over", params, blocking=True)


def _master(state: BatchState, facts: Facts) -> Iterator[Weakness]:
    issued, stamp = state.issued, state.issue_stamp
    master = facts.get(subjects.master(issued.mbr, issued.version)) if issued is not None else None
    if issued is None or stamp is None or not isinstance(master, MasterState):
        return
    ended = master.withdrawn_at
    late = bool(ended) and _before(ended, stamp)
    if not late and master.superseded:
        ended = master.superseded
        late = ended <= datetime.fromisoformat(stamp.at.wall).date().isoformat()
    if late:
        params = {"mbr": issued.mbr, "version": issued.version, "since": ended}
        yield Weakness("master_withdrawn", "master_withdrawn", params, blocking=True)


def _taken_over(state: BatchState) -> Iterator[Weakness]:
    for held in state.holdings:
        if held.taken:
            params = {"was": held.was, "station": held.holder, "step": title(state, held.part)}
            yield Weakness(f"taken_over/{held.part}/{held.stamp.hash[:12]}", "taken_over", params, blocking=True)


def _people(state: BatchState, facts: Facts) -> Iterator[Weakness]:
    last: dict[str, Stamp] = {}
    for (_, person), stamp in state.acted.items():
        if person not in last or _before(last[person].at.wall, stamp):
            last[person] = stamp
    for person, stamp in sorted(last.items()):
        known = person_in(facts, person)
        if known.deactivated_at and _before(known.deactivated_at, stamp):
            params = {"person": known.name or person, "since": known.deactivated_at, "at": stamp.at.wall}
            yield Weakness(f"person_deactivated/{person}", "person_deactivated", params)


def _signatures(state: BatchState, facts: Facts) -> Iterator[Weakness]:
    names: set[str] = set()
    for one in state.signatures:
        known = person_in(facts, one.signed.person)
        for weak in (_key(known, one), _role(known, one)):
            if weak is not None and weak.name not in names:
                names.add(weak.name)
                yield weak


def _key(known: PersonState, one: SignatureState) -> Weakness | None:
    keys = [pair.key for pair in known.keys]
    if one.signed.key not in keys:
        return None
    later = keys[keys.index(one.signed.key) + 1 :]
    since = next((made.wall for made in known.replacements if made.key in later), "")
    if not since or not _before(since, one.stamp):
        return None
    params = {"person": known.name, "since": since, "at": one.stamp.at.wall}
    return Weakness(f"key_replaced/{known.person}/{one.signed.key[:12]}", "key_replaced", params)


def _role(known: PersonState, one: SignatureState) -> Weakness | None:
    since = known.lost.get(one.signed.role, "")
    if not since or not _before(since, one.stamp):
        return None
    params = {"person": known.name, "role": one.signed.role, "since": since, "at": one.stamp.at.wall}
    return Weakness(f"role_withdrawn/{known.person}/{one.signed.role}", "role_withdrawn", params)


def _unaware(state: BatchState) -> Iterator[Weakness]:
    count: dict[tuple[str, str], int] = {}
    for one in state.unaware:
        count[one.what, one.stop.hash] = count.get((one.what, one.stop.hash), 0) + 1
    for (what, stop), entries in count.items():
        params = {"what": what, "entries": str(entries)}
        yield Weakness(f"unaware/{what}/{stop[:12]}", "unaware", params, blocking=what == "amendment")


def _before(wall: str, stamp: Stamp) -> bool:
    return datetime.fromisoformat(wall) < datetime.fromisoformat(stamp.at.wall)


def decide(state: BatchState, facts: Facts, command: c.DecideWeakness) -> Decision:
    """Quality says why a weakness may stand."""
    refusal = guards.issued(state)
    if refusal is None and command.weakness not in {one.name for one in weaknesses(state, facts)}:
        refusal = Refusal("weakness_unknown", weakness=shown_text(command.weakness, 80), batch=state.id)
    if refusal is None and command.weakness in state.judged:
        refusal = Refusal("already_signed", step=state.id)
    comment = clean_text(command.comment, 500)
    if refusal is None and not comment:
        refusal = Refusal("reason_missing", slot=state.id)
    if refusal is not None:
        return Decision(refusal=refusal)
    event = e.WeaknessDecided(state.id, command.weakness, comment)
    return Decision((Draft(subjects.batch(state.id), event),), answer={"role": "quality"})
