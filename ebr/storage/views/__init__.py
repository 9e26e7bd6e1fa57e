"""The read models of a station: one per file, written out in `ALL`."""

from __future__ import annotations

from ebr.storage.views.batches import VIEW as BATCHES
from ebr.storage.views.blocks import VIEW as BLOCKS
from ebr.storage.views.deviations import BATCHES_VIEW as DEVIATION_BATCHES
from ebr.storage.views.deviations import VIEW as DEVIATIONS
from ebr.storage.views.drafts import VIEW as DRAFTS
from ebr.storage.views.equipment import VIEW as EQUIPMENT
from ebr.storage.views.exceptions import VIEW as EXCEPTIONS
from ebr.storage.views.genealogy import VIEW as GENEALOGY
from ebr.storage.views.genealogy_lots import VIEW as GENEALOGY_LOTS
from ebr.storage.views.items import VIEW as ITEMS
from ebr.storage.views.labels import VIEW as LABELS
from ebr.storage.views.lots import VIEW as LOTS
from ebr.storage.views.masters import VIEW as MASTERS
from ebr.storage.views.people import VIEW as PEOPLE
from ebr.storage.views.releases import VIEW as RELEASES
from ebr.storage.views.samples import VIEW as SAMPLES
from ebr.storage.views.spans import VIEW as SPANS
from ebr.storage.views.stations import LOCKED_VIEW, STATIONS_VIEW
from ebr.storage.views.suppliers import VIEW as SUPPLIERS
from ebr.storage.views.training import VIEW as TRAINING_TASKS
from ebr.storage.views.values import VIEW as VALUES
from ebr.storage.views.view import View

ALL: tuple[View, ...] = (
    PEOPLE,
    STATIONS_VIEW,
    LOCKED_VIEW,
    MASTERS,
    DRAFTS,
    BLOCKS,
    ITEMS,
    SUPPLIERS,
    LOTS,
    EQUIPMENT,
    LABELS,
    BATCHES,
    VALUES,
    SPANS,
    EXCEPTIONS,
    RELEASES,
    TRAINING_TASKS,
    SAMPLES,
    GENEALOGY,
    GENEALOGY_LOTS,
    DEVIATIONS,
    DEVIATION_BATCHES,
)
"""Every view of folded state; the index and the audit trail are written with each entry (`ebr.storage.projector`)."""
