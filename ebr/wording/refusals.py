"""Every refusal in words: what is not possible, the value, limit or name, and the way out (small thing 14).

`REFUSALS` has a sentence for every code that is raised anywhere; a test walks the source and holds it so. An attempt in
the record keeps its refusal's code and parameters for ever, so wording an old or unknown one never fails.
"""

from __future__ import annotations

from ebr.domain.refusal import Refusal
from ebr.wording.parameters import shown
from ebr.wording.refused.apart import APART
from ebr.wording.refused.batches import BATCHES
from ebr.wording.refused.blocks import BLOCKS
from ebr.wording.refused.bundles import BUNDLES
from ebr.wording.refused.centres import CENTRES
from ebr.wording.refused.commands import COMMANDS
from ebr.wording.refused.deviations import DEVIATIONS
from ebr.wording.refused.devices import DEVICES
from ebr.wording.refused.drafts import DRAFTS
from ebr.wording.refused.edits import EDITS
from ebr.wording.refused.entries import ENTRIES
from ebr.wording.refused.equipment import EQUIPMENT
from ebr.wording.refused.exchange import EXCHANGE
from ebr.wording.refused.floor import FLOOR
from ebr.wording.refused.labels import LABELS
from ebr.wording.refused.masters import MASTERS
from ebr.wording.refused.materials import MATERIALS
from ebr.wording.refused.people import PEOPLE
from ebr.wording.refused.releases import RELEASES
from ebr.wording.refused.reviews import REVIEWS
from ebr.wording.refused.samples import SAMPLES
from ebr.wording.refused.stations import STATIONS
from ebr.wording.refused.steps import STEPS
from ebr.wording.refused.stores import STORES
from ebr.wording.refused.training import TRAINING
from ebr.wording.sentences import Sentences, refined, sentence
from ebr.words import tr

AREAS = (
    *(ENTRIES, STEPS, BATCHES, MASTERS, DRAFTS, BLOCKS, PEOPLE, STATIONS),
    *(FLOOR, LABELS, TRAINING, EQUIPMENT, MATERIALS, SAMPLES, RELEASES, REVIEWS, DEVIATIONS),
    *(STORES, CENTRES, COMMANDS, APART, BUNDLES, EDITS, EXCHANGE, DEVICES),
)
REFUSALS: Sentences = {code: sentences for area in AREAS for code, sentences in area.items()}
REFINED_BY = {
    "out_of_limit": "bound",
    "not_acceptable": "bound",
    "second_person_missing": "meaning",
    "lot_quarantined": "why",
    "supplier_not_qualified": "why",
}
"""Codes that have a finer sentence for some texts of one parameter."""


def refusal_words(refusal: Refusal) -> str:
    """Return a refusal as one or two sentences for the person; a code of a newer program is named as it stands."""
    code = refined(REFUSALS, REFINED_BY, refusal.code, refusal.params)
    found = sentence(REFUSALS, code, shown(refusal.code, refusal.params))
    return found or tr("This is not possible ({code}).", code=refusal.code)
