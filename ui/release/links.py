"""Where a person goes to remove what stands against a release: the screen and its parameters, by the blocker's code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SCREENS: Final[Mapping[str, tuple[str, str]]] = {
    "exception_open": ("exceptions", "batch"),
    "labels_unbalanced": ("exceptions", "batch"),
    "exception_rejected": ("exceptions", "batch"),
    "deviation_open": ("deviations", "deviation"),
    "result_pending": ("execution", "phase"),
    "results_unchecked": ("execution", "phase"),
    "signature_voided": ("execution", "step"),
    "result_failed": ("execution", "phase"),
    "batch_not_complete": ("record", ""),
    "batch_held": ("record", ""),
    "form_open": ("forms", ""),
    "contested": ("apart", ""),
    "weakness_undecided": ("apart", ""),
    "entries_pending": ("status", "none"),
    "station_behind": ("status", "none"),
    "record_unsound": ("status", "none"),
    "label_print_unanswered": ("record", ""),
    "not_reviewed": ("quality", ""),
    "section_not_read": ("quality", ""),
    "trail_not_reviewed": ("quality", ""),
    "question_open": ("quality", ""),
    "not_certified": ("record", ""),
}
"""Code -> screen and how its place is told: "batch" and "" the batch, "phase" the step of an entry, "step" the step,
"deviation" the one that the blocker names."""


def link_of(batch: str, code: str, params: Mapping[str, str]) -> tuple[str, dict[str, str]] | None:
    """Return the screen on which a blocker is removed; None where nobody can do anything on a screen."""
    screen, how = SCREENS.get(code, ("", ""))
    if not screen:
        return None
    if how == "none":
        return screen, {}
    if how == "deviation":
        return screen, {"deviation": params.get("deviation", "")}
    if how == "phase":
        slot = params.get("slot", "")
        return screen, {"batch": batch, "phase": slot.rpartition("/")[0], "entry": slot}
    if how == "step":
        return screen, {"batch": batch, "phase": params.get("step", "")}
    return screen, {"batch": batch}
