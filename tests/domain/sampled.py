"""A batch with samples and results, through the real rules of batch and sample; `sample` asks the sample's own rules."""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.decision import Decision
from ebr.domain.sample import rules as sample_rules
from ebr.domain.sample.state import SampleState
from ebr.domain.site.state import SiteState
from tests.domain.batch_floor import BATCH, Floor, actor, read_mbr
from tests.domain.batch_gated import Gated

SAMPLED = """\
mbr: 1
header:
  id: sampled
  version: "1"
  title: Sampled record
  product: Salt water
  product_code: FP-1
  strength: "1 %"
  form: Solution
  profile: ATMP
  stage: Test
  rules: EU
  size: {nominal: "100", low: "50", high: "200", unit: kg}
materials: []
equipment: []
procedure:
  - id: make
    title: Make
    operations:
      - id: take
        title: Take
        phases:
          - id: draw
            title: Draw
            instruction: Draw.
            slots:
              - {id: bulk, kind: sample, label: Bulk, unit: mL, quantity: "5"}
              - {id: plate, kind: sample, label: Settle plate, unit: each, quantity: "1"}
              - {id: kept, kind: sample, label: Reference tube, unit: mL, quantity: "1"}
              - {id: assay, kind: result, label: Assay, unit: "%", decimals: 1, limits: {low: "95.0", high: "105.0"}, of: bulk, second: verified}
              - {id: ph, kind: result, label: pH, decimals: 1, limits: {low: "6.0", high: "8.0"}, of: bulk}
              - {id: sterile, kind: result, label: Sterility, of: bulk, after_release: true, options: [{id: negative, label: Negative}, {id: growth, label: Growth, accept: false}]}
              - {id: count, kind: result, label: Plate count, unit: CFU, limits: {high: "1"}, of: plate, after_release: true}
          - id: end
            title: End
            instruction: End.
            slots:
              - {id: over, kind: check, label: Over}
...
"""
DRAW = "make/take/draw"
BULK, PLATE, KEPT, ASSAY, PH, STERILE, COUNT = (
    f"{DRAW}/{name}" for name in ("bulk", "plate", "kept", "assay", "ph", "sterile", "count")
)
OVER = "make/take/end/over"
BECAUSE = {"investigation": "DEV-26-007", "reason": "Wrong dilution, shown by the notebook"}


class Sampled(Gated):
    """The batch, issued; nothing taken yet."""

    def __init__(self, policy: dict[str, str] | None = None) -> None:
        Floor.__init__(self, read_mbr(SAMPLED))
        self.states: dict[str, object] = {}
        self.asked: list[str] = []
        self.numbers, self.station, self.log = 0, "", ""
        self.site = SiteState("Riverside", settings=policy or {})

    def record(self, slot: str, who: str = "olga", **value: str) -> Decision:
        return self.do(c.RecordValue(BATCH, slot, value), who)

    def correct(self, slot: str, who: str, reason: str = "Typing error", **value: str) -> Decision:
        return self.do(c.CorrectValue(BATCH, slot, 1, value, reason), who)

    def of(self, number: str = "S-1") -> SampleState:
        found = self.states.get(subjects.sample(number)) or SampleState(number)
        assert isinstance(found, SampleState)
        return found

    def sample(self, command: object, who: str) -> Decision:
        """Ask the rules of samples, and write what they answer."""
        state = self.of(command.sample)
        facts = {root: self.facts.get(root) for root in sample_rules.needs(command, state)}
        decision = sample_rules.decide(state, facts, command, actor(who), self.now())
        assert (decision.refusal is None) != (decision.drafts == ())
        for draft in decision.drafts:
            sheet = sample_rules.sheet(state, draft.event)
            assert (sheet is not None) == bool(sample_rules.signer(command, actor(who))[0])
            self.tell(draft.subject, draft.event, who)
        return decision


def code(decision: Decision) -> str:
    return decision.refusal.code if decision.refusal is not None else ""
