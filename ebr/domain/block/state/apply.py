"""Take one entry of a building block into account; never raises. The first text stands: it is never written over."""

from __future__ import annotations

from ebr.domain.block import events as e
from ebr.domain.block.state.model import Approval, BlockState, Other
from ebr.domain.decision import Recorded
from ebr.domain.values import Stamp


def start(root: str) -> BlockState:
    """Return the state of a version before its first entry."""
    _, _, rest = root.partition("/")
    block, _, version = rest.partition("/")
    return BlockState(block, version)


def apply(state: BlockState, recorded: Recorded) -> BlockState:
    """Return the state with one entry more."""
    event, stamp = recorded.event, recorded.stamp
    match event:
        case e.BlockAdded():
            _added(state, event, stamp)
        case e.BlockApproved() if event.hash == state.hash and state.approved is None:
            person = event.signed.person if event.signed is not None else stamp.by
            state.approved, state.impact = Approval(person, stamp.hash, stamp.at.wall), event.impact
        case e.BlockWithdrawn() if not state.withdrawn:
            state.withdrawn, state.withdrawn_at = event.reason, stamp.at.wall
            state.withdrawn_by = event.signed.person if event.signed is not None else stamp.by
        case _:
            pass
    return state


def _added(state: BlockState, event: e.BlockAdded, stamp: Stamp) -> None:
    if state.entry:
        if event.hash != state.hash:
            state.others.append(Other(event.hash, stamp))
        return
    state.level, state.title, state.hash, state.text = event.level, event.title, event.hash, event.part
    state.findings, state.source, state.writers = event.findings, event.source, event.writers
    state.entry, state.added_by, state.added_at = stamp.hash, stamp.by, stamp.at.wall
