"""Take one entry of a draft into account; never raises.

Entries on open branches merge block by block. A block changed on two of them to different texts is contested: the first
in the fold order stands, every other is kept beside it, and what a branch says later about a block it lost goes to its
own side. The order is a function of the set of entries, so every station shows the same (architecture.md, "Folding what
came apart").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ebr.domain.decision import Recorded
from ebr.domain.draft import events as e
from ebr.domain.draft.state.blocks import GONE, loaded, texts_of
from ebr.domain.draft.state.model import Contest, Dismissal, DraftState, Save, Side
from ebr.domain.mbr.document import LANGUAGE
from ebr.domain.review import Rehearsal, Remark, settle
from ebr.domain.values import Stamp

NOTHING: frozenset[str] = frozenset()


def start(root: str) -> DraftState:
    """Return the state of a draft before its first entry."""
    _, _, rest = root.partition("/")
    mbr, _, version = rest.partition("/")
    return DraftState(mbr, version)


def apply(state: DraftState, recorded: Recorded) -> DraftState:
    """Return the state with one entry more."""
    event, stamp = recorded.event, recorded.stamp
    state.known[stamp.log] = state.known.get(stamp.log, 0) + 1
    match event:
        case e.DraftBegun():
            _begin(state, event, recorded)
        case e.DraftSaved():
            _save(state, event.blocks, frozenset(event.unaware), recorded)
        case e.DraftTaken():
            state.holder = event.station
        case e.DraftResolved():
            _resolve(state, event, recorded)
        case e.DraftSubmitted():
            state.submitted = state.submitted or event.hash
        case e.DraftAbandoned():
            state.abandoned = state.abandoned or event.reason
        case _:
            _remark(state, event, stamp)
    return state


def _remark(state: DraftState, event: object, stamp: Stamp) -> None:
    match event:
        case e.DraftCommented():
            state.comments[stamp.hash] = Remark(stamp.hash, event.place, event.text, stamp)
        case e.DraftCommentClosed():
            settle(state.comments, event.comment, event.text, stamp)
        case e.DraftProposalDismissed():
            state.dismissed[event.batch, event.number] = Dismissal(event.reason, stamp)
        case e.DraftRehearsed():
            made = (event.hash, event.seed, event.batches, event.figures, event.report, stamp)
            state.rehearsals.append(Rehearsal(*made))
        case _:
            pass


def _begin(state: DraftState, event: e.DraftBegun, recorded: Recorded) -> None:
    """A second beginning, on a station that did not know of the first, is a change of every block that differs.

    A step that only the first has was not removed by anybody and stays.
    """
    texts = texts_of(found) if isinstance(found := loaded(event.document), dict) else {}
    state.writers = tuple(dict.fromkeys((*state.writers, *event.writers)))
    _translated(state, texts, event.writers)
    if state.entry:
        differing = {name: text for name, text in texts.items() if state.blocks.texts.get(name) != text}
        _save(state, differing, NOTHING, recorded)
        return
    stamp = recorded.stamp
    state.entry, state.last, state.begun = stamp.hash, stamp.hash, stamp
    state.base, state.base_hash, state.returned = event.base, event.base_hash, event.returned
    state.holder = event.station
    for name, text in texts.items():
        state.blocks.put(name, text)
        state.stamps[name] = stamp
    if not event.base and not event.returned:  # who gives a version back wrote nothing
        _wrote(state, stamp.by)
        _translated(state, texts, (stamp.by,))


def _wrote(state: DraftState, person: str) -> None:
    if person and person not in state.writers:
        state.writers = (*state.writers, person)


def _translated(state: DraftState, blocks: Iterable[str], people: tuple[str, ...]) -> None:
    """Note who wrote the texts of the languages among these blocks; what came along unapproved is theirs who wrote."""
    for name in blocks:
        if name.startswith(LANGUAGE):
            code = name.removeprefix(LANGUAGE)
            found = (*state.translators.get(code, ()), *people)
            state.translators[code] = tuple(dict.fromkeys(person for person in found if person))


def _save(state: DraftState, blocks: Mapping[str, str], unaware: frozenset[str], recorded: Recorded) -> None:
    stamp = recorded.stamp
    state.saves.append(Save(stamp, state.known[stamp.log], tuple(sorted(blocks))))
    state.last = stamp.hash
    _wrote(state, stamp.by)
    _translated(state, blocks, (stamp.by,))
    for name, text in blocks.items():
        if not _beside(state, name, text, recorded, known=name not in unaware):
            _put(state, name, text, stamp)


def _put(state: DraftState, name: str, text: str, stamp: Stamp) -> None:
    state.blocks.put(name, text)
    state.stamps[name] = stamp
    found = state.contests.get(name)
    if found is not None and found.open:  # the side that stands went on
        state.contests[name] = replace(found, sides=(Side(stamp, text), *found.sides[1:]))


def _beside(state: DraftState, name: str, text: str, recorded: Recorded, *, known: bool) -> bool:
    """Keep a text beside what stands if its writer did not know that; tell whether it was.

    The same text written twice is one.
    """
    stands, found = state.stamps.get(name), state.contests.get(name)
    if stands is None or (known and stands.hash not in recorded.beside):
        return False
    others = found.sides[1:] if found is not None and found.open else ()
    mine = [side for side in others if known and side.stamp.hash not in recorded.beside]
    sides = (Side(stands, state.blocks.texts.get(name, GONE)), *(side for side in others if side not in mine))
    if sides[0].text != text:
        sides = (*sides, Side(recorded.stamp, text))
    _contest(state, name, sides)
    return True


def _contest(state: DraftState, name: str, sides: tuple[Side, ...]) -> None:
    """Let these sides be open; one alone is none."""
    found = state.contests.pop(name, None)
    if found is not None and not found.open:
        state.decided.append(found)
    if len(sides) > 1:
        state.contests[name] = Contest(name, sides)


def _resolve(state: DraftState, event: e.DraftResolved, recorded: Recorded) -> None:
    """One that did not know every side decides nothing; two that differ, each unknown to the other, leave it open."""
    found, beside = state.contests.get(event.block), recorded.beside
    kept = next((side for side in found.sides if side.stamp.hash == event.kept), None) if found is not None else None
    if found is None or kept is None or any(side.stamp.hash in beside for side in found.sides):
        return
    if found.resolved is not None:
        if found.resolved.hash in beside and found.kept != event.kept:
            stands = Side(state.stamps[event.block], state.blocks.texts.get(event.block, GONE))
            _contest(state, event.block, (stands, *(side for side in found.sides if side.text != stands.text)))
        return
    state.contests[event.block] = replace(found, kept=event.kept, resolved=recorded.stamp)
    state.saves.append(Save(recorded.stamp, state.known[recorded.stamp.log], (event.block,)))
    state.last = recorded.stamp.hash
    _wrote(state, recorded.stamp.by)  # who chooses the words answers for them
    _translated(state, (event.block,), (recorded.stamp.by,))
    state.blocks.put(event.block, kept.text)
    state.stamps[event.block] = recorded.stamp
