"""What was tried and refused (floor-rules 10): of the wrong identity, out of limits and left so, without the right.

An attempt that an exception documents is said there. What was refused and led to nothing is listed, because somebody
tried: it asks for a look, not for a decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ebr.domain.batch.rules.devices import filled_on
from ebr.domain.batch.rules.kinds import expected_scan
from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, spoken
from ebr.domain.batch.state.slots import Attempt
from ebr.domain.batch.state.troubles import DEVICE_TROUBLES, REPLACED
from ebr.domain.values import shown_text

OF_LIMITS = ("out_of_limit", "not_acceptable")
OF_IDENTITY = (
    "lot_unknown",
    "lot_of_other_material",
    "container_unknown",
    "equipment_unknown",
    "equipment_of_other_kind",
)
OF_PEOPLE = ("right_missing", "scribe_not_allowed", "scribe_not_named")
OF_USE = (
    "lot_",
    "supplier_",
    "calibration_",
    "equipment_",
    "training_",
    "task_",
    "balance_",
    "assembly_",
    "room_",
    "device_unnamed",
)


def found(sight: Sight) -> Iterator[Found]:
    """Yield what the attempts of the batch tell."""
    for entry in sight.entries:
        if entry.slot.kind in ("identity", "scan"):
            yield from _standing(sight, entry)
        for attempt in entry.held.attempts:
            row = entry.held.rows.get(attempt.item)
            if attempt.exception and attempt.why in OF_LIMITS:
                continue  # said there
            if row is None or not filled_on(entry.slot, attempt, row.value):
                yield _attempt(entry, attempt)


def _standing(sight: Sight, entry: Entry) -> Iterator[Found]:
    """Yield an identity or a scan that stands and is not what belongs here."""
    issued = sight.state.issued
    for row in entry.rows:
        if entry.slot.kind == "identity" and issued is not None and dict(row.value) != dict(issued.identifiers):
            params = {"slot": entry.slot.label, "value": spoken(row.value)}
            yield Found("identity_stands", entry.address, params, item=row.item)
        elif entry.slot.of == "batch" or entry.slot.of.startswith("material:"):
            expected = expected_scan(sight.state, entry.slot)
            if expected and row.value.get("scan") not in expected:
                params = {"slot": entry.slot.label, "value": spoken(row.value), "expected": expected[0]}
                yield Found("scan_stands", entry.address, params, item=row.item)


def _attempt(entry: Entry, attempt: Attempt) -> Found:
    params = {"slot": entry.slot.label, "value": _tried(attempt), **_told(attempt)}
    about = (entry.address, params, "", attempt.item, attempt.attempt, attempt.exception)
    if attempt.why == "identity_mismatch":
        return Found("identity_mismatch", *about)
    if attempt.why == "wrong_scan" or attempt.why in OF_IDENTITY:
        return Found("wrong_scan", *about)
    if attempt.why in OF_LIMITS:
        return replace(Found("attempt_undocumented", *about), how="out")
    if attempt.why == REPLACED:
        return Found("reading_replaced", *about)
    return _harmless(entry, attempt)


def _harmless(entry: Entry, attempt: Attempt) -> Found:
    said = {"why": attempt.why, "person": shown_text(attempt.performed_by)}
    params = {"slot": entry.slot.label, "value": _tried(attempt), **said}
    about = (entry.address, params, "", attempt.item, attempt.attempt, attempt.exception)
    if attempt.why in DEVICE_TROUBLES:
        return Found("device_trouble", *about)
    if attempt.why in OF_PEOPLE:
        return Found("without_right", *about)
    if attempt.why.startswith(OF_USE):
        return Found("use_refused", *about)
    return Found("attempt_refused", *about)


def _tried(attempt: Attempt) -> str:
    """Return what was tried: a lot by its number."""
    return shown_text(attempt.value["lot"]) if attempt.value.get("lot") else spoken(attempt.value)


def _told(attempt: Attempt) -> dict[str, str]:
    return {name: attempt.params[name] for name in ("scanned", "expected", "identifier") if name in attempt.params}
