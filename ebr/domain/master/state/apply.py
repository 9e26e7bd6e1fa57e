"""Take one entry of a version into account; never raises. The first document stands: it is never written over."""

from __future__ import annotations

from ebr.domain.decision import Recorded
from ebr.domain.master import events as e
from ebr.domain.master.state.model import Endorsement, MasterState, signature_key
from ebr.domain.review import Rehearsal, Remark, settle
from ebr.domain.signature import Signed
from ebr.domain.values import Stamp


def start(root: str) -> MasterState:
    """Return the state of a version before its first entry."""
    _, _, rest = root.partition("/")
    mbr, _, version = rest.partition("/")
    return MasterState(mbr, version)


def apply(state: MasterState, recorded: Recorded) -> MasterState:
    """Return the state with one entry more."""
    event, stamp = recorded.event, recorded.stamp
    match event:
        case e.MbrAdded():
            _added(state, event, stamp)
        case e.MbrSubmitted():
            _submitted(state, event, stamp)
        case e.MbrSigned():
            if event.hash == state.hash:
                _endorsed(state, signature_key(event.meaning, event.language), event.signed, stamp)
        case e.MbrMadeEffective():
            state.effective, state.effective_entry = event.effective, stamp.hash
        case e.MbrSuperseded():
            state.ends.setdefault(event.by, event.effective)
            _ended(state)
        case e.MbrKeptInForce():
            state.ends.pop(event.by, None)
            _ended(state)
        case e.MbrWithdrawn():
            state.withdrawn, state.withdrawn_at = event.reason, stamp.at.wall
        case e.ReviewDepthSet():
            state.review_depth, state.review_why = event.depth, event.justification
            state.depth_entry = stamp.hash
        case _:
            _reviewed(state, event, stamp)
    return state


def _ended(state: MasterState) -> None:
    """The first day on which another version takes its place counts."""
    first = min(state.ends.items(), key=lambda end: end[1], default=("", ""))
    state.superseded_by, state.superseded = first


def _reviewed(state: MasterState, event: object, stamp: Stamp) -> None:
    match event:
        case e.MbrCommented():
            state.comments[stamp.hash] = Remark(stamp.hash, event.place, event.text, stamp)
        case e.MbrCommentClosed():
            settle(state.comments, event.comment, event.text, stamp)
        case e.MbrReturned() if not state.returned:
            state.returned, state.returned_by, state.returned_to = event.reason, stamp.by, event.next
        case e.MbrRehearsed():
            made = (event.hash, event.seed, event.batches, event.figures, event.report, stamp)
            state.rehearsals.append(Rehearsal(*made))
        case _:
            pass


def _added(state: MasterState, event: e.MbrAdded | e.MbrSubmitted, stamp: Stamp) -> bool:
    if state.entry:
        return False
    state.title, state.hash, state.document = event.title, event.hash, event.document
    state.findings, state.entry, state.added_by = event.findings, stamp.hash, stamp.by
    return True


def _submitted(state: MasterState, event: e.MbrSubmitted, stamp: Stamp) -> None:
    if not _added(state, event, stamp):
        return
    state.draft, state.writers = event.draft, event.writers
    state.base, state.base_hash = event.base, event.base_hash
    state.changes, state.carried, state.translators = event.changes, event.carried, event.translators
    _endorsed(state, "performed", event.signed, stamp)


def _endorsed(state: MasterState, meaning: str, signed: Signed | None, stamp: Stamp) -> None:
    person = signed.person if signed is not None else stamp.by
    state.signatures.setdefault(meaning, Endorsement(person, stamp.hash, stamp.at.wall))
