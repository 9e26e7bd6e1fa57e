"""Which aggregate folds which kind of root: start, apply, and the sheet of a signature, written out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ebr.domain.batch.rules as batch_rules
import ebr.domain.batch.state as batch
import ebr.domain.block.rules as block_rules
import ebr.domain.block.state as block
import ebr.domain.deviation.rules as deviation_rules
import ebr.domain.deviation.state as deviation
import ebr.domain.draft.rules as draft_rules
import ebr.domain.draft.state as draft
import ebr.domain.equipment.rules as equipment_rules
import ebr.domain.equipment.state as equipment
import ebr.domain.label.rules as label_rules
import ebr.domain.label.state as label
import ebr.domain.master.rules as master_rules
import ebr.domain.master.state as master
import ebr.domain.material.rules as material_rules
import ebr.domain.material.state as material
import ebr.domain.people.rules as people_rules
import ebr.domain.people.state as people
import ebr.domain.sample.rules as sample_rules
import ebr.domain.sample.state as sample
import ebr.domain.site.rules as site_rules
import ebr.domain.site.state as site
import ebr.domain.station.rules as station_rules
import ebr.domain.station.state as station
import ebr.domain.training.rules as training_rules
import ebr.domain.training.state as training
from ebr.domain.decision import Event, Recorded, Sheet
from ebr.domain.refusal import Refusal
from ebr.domain.subjects import kind_of


@dataclass(frozen=True, slots=True)
class Aggregate:
    """The functions of one aggregate.

    The empty state of a root, the next state, the sheet of an event that is signed.
    """

    start: Callable[[str], Any]
    apply: Callable[[Any, Recorded], Any]
    sheet: Callable[[Any, Event], Sheet | None]


AGGREGATES: Mapping[str, Aggregate] = {
    "site": Aggregate(site.start, site.apply, site_rules.sheet),
    "station": Aggregate(station.start, station.apply, station_rules.sheet),
    "person": Aggregate(people.start, people.apply, people_rules.sheet),
    "master": Aggregate(master.start, master.apply, master_rules.sheet),
    "draft": Aggregate(draft.start, draft.apply, draft_rules.sheet),
    "label": Aggregate(label.start, label.apply, label_rules.sheet),
    "block": Aggregate(block.start, block.apply, block_rules.sheet),
    "training": Aggregate(training.start, training.apply, training_rules.sheet),
    "equipment": Aggregate(equipment.start, equipment.apply, equipment_rules.sheet),
    "material": Aggregate(material.start, material.apply, material_rules.sheet),
    "deviation": Aggregate(deviation.start, deviation.apply, deviation_rules.sheet),
    "sample": Aggregate(sample.start, sample.apply, sample_rules.sheet),
    "batch": Aggregate(batch.start, batch.apply, batch_rules.sheet),
}


def aggregate_of(root: str, aggregates: Mapping[str, Aggregate]) -> Aggregate:
    """Return the aggregate that folds a root; raises `Refusal` for a kind that this program does not know."""
    found = aggregates.get(kind_of(root))
    if found is None:
        raise Refusal("needs_newer_program", subject=root, event="")
    return found


def folded(root: str, recorded: Iterable[Recorded], aggregates: Mapping[str, Aggregate]) -> Any:  # noqa: ANN401 - each aggregate's own
    """Return the state of a root after these events, which stand in their fold order."""
    aggregate = aggregate_of(root, aggregates)
    state = aggregate.start(root)
    for part in recorded:
        state = aggregate.apply(state, part)
    return state
