"""Which screens there are: name and module, written out; a module is imported when its screen is first shown.

Each module has `View(desk, session)`. "login" and "lock" are the main window's own affair and not listed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

SCREENS: Final[Mapping[str, str]] = {
    "queue": "ui.queue.view",
    "execution": "ui.execution.view",
    "record": "ui.record.view",
    "amend": "ui.amend.view",
    "batches": "ui.batches.view",
    "verify": "ui.verify.view",
    "exceptions": "ui.exceptions.view",
    "deviations": "ui.deviations.view",
    "release": "ui.release.view",
    "releases": "ui.release.register_view",
    "issue": "ui.issue.view",
    "masters": "ui.masters.view",
    "blocks": "ui.blocks.view",
    "labels": "ui.labels.view",
    "batch_labels": "ui.labels.batch_view",
    "lots": "ui.lots.view",
    "items": "ui.lots.items.view",
    "suppliers": "ui.lots.suppliers.view",
    "samples": "ui.samples.view",
    "review": "ui.review.view",
    "quality": "ui.quality.view",
    "reviews": "ui.quality.list_view",
    "questions": "ui.quality.questions_view",
    "compare": "ui.compare.view",
    "genealogy": "ui.genealogy.view",
    "trends": "ui.trends.view",
    "equipment": "ui.equipment.view",
    "use_log": "ui.equipment.log_view",
    "people": "ui.people.view",
    "training": "ui.training.view",
    "training_tasks": "ui.training.tasks_view",
    "my_training": "ui.training.own_view",
    "policy": "ui.policy.view",
    "audit": "ui.audit.view",
    "status": "ui.status.view",
    "appearance": "ui.appearance.view",
    "scanner": "ui.scanner.view",
    "help": "ui.help.view",
    "first_start": "ui.first_start.view",
    "join": "ui.first_start.join_view",
    "stations": "ui.stations.view",
    "apart": "ui.apart.view",
    "bundles": "ui.bundles.view",
    "forms": "ui.forms.view",
    "editor": "ui.editor.view",
    "rehearse": "ui.rehearse.view",
}


def factory(name: str) -> Callable[..., Any]:
    """Return the View class of a screen; an unknown name is a KeyError."""
    view: Callable[..., Any] = import_module(SCREENS[name]).View
    return view
