"""Which entry of a step is open: the one somebody chose, else the first that is to be made."""

from __future__ import annotations

from collections.abc import Sequence

from ebr.station.questions import EntryAnswer
from ui.execution import cards


def first_of(entries: Sequence[EntryAnswer], chosen: str, roles: Sequence[str]) -> str:
    """Return the address of the open entry: the chosen one while it is open, else the first to make; "" for none."""
    able = [entry for entry in entries if cards.open_entry(entry)]
    if any(entry.address == chosen for entry in able):
        return chosen
    needed = [entry for entry in able if not entry.optional and entry.kind not in ("result", "signature")]
    # A running timer waits: what else there is to do comes first.
    first = next((entry for entry in needed if entry.timer is None), needed[0] if needed else None)
    return first.address if first is not None else _signature_or_result(able, roles)


def _signature_or_result(able: Sequence[EntryAnswer], roles: Sequence[str]) -> str:
    """A result is the laboratory's; everybody else has only signatures left."""
    needed = (
        entry.address
        for entry in able
        if entry.kind == "signature" or (entry.kind == "result" and "laboratory" in roles)
    )
    return next(needed, "")
