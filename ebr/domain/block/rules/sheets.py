"""What a signature on a building block shows and covers (21 CFR 11.50, 11.70).

The approval covers the impact list: who approves a version has seen where another version of the block is used.
"""

from __future__ import annotations

from ebr.domain.block import events as e
from ebr.domain.block.state import BlockState
from ebr.domain.canonical import Json
from ebr.domain.decision import Event, Sheet


def sheet(state: BlockState, event: Event) -> Sheet | None:
    """Return what a signature on this event shows and covers; None for an event that nobody signs."""
    rows: list[Json] = [
        ["building_block", state.id],
        ["version", state.version],
        ["title", state.title],
        ["hash", state.hash],
        ["findings", str(state.findings)],
        ["writers", ", ".join(state.authors)],
    ]
    match event:
        case e.BlockApproved():
            rows += [["impact", line] for line in event.impact]
            return Sheet({"act": "block.approve", "rows": rows}, (state.entry,), "approved")
        case e.BlockWithdrawn():
            rows.append(["reason", event.reason])
            approved = (state.approved.entry,) if state.approved is not None else ()
            return Sheet({"act": "block.withdraw", "rows": rows}, (state.entry, *approved), "approved")
    return None
