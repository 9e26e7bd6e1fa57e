"""Take one entry of a label template into account; never raises. The first text stands: it is never written over."""

from __future__ import annotations

from ebr.domain.decision import Recorded
from ebr.domain.label import events as e
from ebr.domain.label.state.model import LabelState, Step
from ebr.domain.signature import Signed
from ebr.domain.values import Stamp


def start(root: str) -> LabelState:
    """Return the state of a version before its first entry."""
    _, _, rest = root.partition("/")
    template, _, version = rest.partition("/")
    return LabelState(template, version)


def apply(state: LabelState, recorded: Recorded) -> LabelState:
    """Return the state with one entry more."""
    event, stamp = recorded.event, recorded.stamp
    match event:
        case e.LabelWritten():
            _written(state, event, stamp)
        case e.LabelChecked() if event.hash == state.hash and state.checked is None:
            state.checked = _step(event.signed, stamp)
        case e.LabelApproved() if event.hash == state.hash and state.approved is None:
            state.approved = _step(event.signed, stamp)
        case e.LabelMadeEffective() if event.hash == state.hash and state.effective is None:
            state.effective, state.begins = _step(event.signed, stamp), event.begins
        case e.LabelWithdrawn() if state.withdrawn is None:
            state.withdrawn, state.reason = _step(event.signed, stamp), event.reason
        case _:
            pass
    return state


def _step(signed: Signed | None, stamp: Stamp) -> Step:
    return Step(signed.person if signed is not None else stamp.by, stamp.hash, stamp.at.wall)


def _written(state: LabelState, event: e.LabelWritten, stamp: Stamp) -> None:
    if state.entry:
        if event.hash != state.hash:
            state.others.append(stamp)
        return
    state.title, state.hash, state.document = event.title, event.hash, event.document
    state.entry, state.written_by, state.written_at = stamp.hash, stamp.by, stamp.at.wall
