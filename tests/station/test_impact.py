"""What a deviation proposes to look at: batches with the same lot or equipment, each judged before the assessment stands."""

from __future__ import annotations

import pytest

from ebr.domain.batch.commands import CheckIssue, IssueBatch
from ebr.domain.deviation import commands as c
from ebr.station.questions import DeviationQuestion, Deviations, ImpactProposal, Masters
from tests.station.plant import BATCH, Plant

OTHER = "B-0002"
IDENTIFIERS = {"patient": "PAT-4712", "collection": "COL-0816"}
NUMBER = "DEV-0001"


@pytest.fixture
def two(running: Plant, monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Two batches on the same vessel and balance; a deviation names the first."""
    _begun(running)
    row = running.station.ask(Masters())[0]
    running.signed(IssueBatch(OTHER, row.mbr, row.version, "1000", IDENTIFIERS), "sups")
    running.signed(CheckIssue(OTHER), "qlee")
    with monkeypatch.context() as patch:
        patch.setattr("tests.station.plant.BATCH", OTHER)
        patch.setattr("tests.station.plant.IDENTIFIERS", IDENTIFIERS)
        _begun(running)
    running.done(c.OpenDeviation("Smell", "Of acetone.", "major", (), (BATCH,)), "mchen")
    return running


def _begun(plant: Plant) -> None:
    plant.clear()
    plant.recorded("ready", done="yes")
    plant.recorded("weighed", item=1, lot="L-1", container="1", net="6.00", potency="100", lod="0")


def test_the_same_lot_and_equipment_lead_to_the_other_batch(two: Plant) -> None:
    (row,) = two.station.ask(ImpactProposal(NUMBER))
    assert (row.batch, row.lots, row.equipment) == (OTHER, ("L-1",), ("S-01", "V-01"))


def test_what_the_station_proposes_is_judged_whatever_the_asker_wrote(two: Plant) -> None:
    refusal = two.do(c.AssessImpact(NUMBER, "None."), "sups").refusal
    assert refusal is not None
    assert (refusal.code, refusal.params["batch"]) == ("deviation_batch_not_judged", OTHER)
    two.done(c.AssessImpact(NUMBER, "Same lot.", (OTHER,)), "sups")
    assert {row.batch: row.affected for row in two.station.ask(DeviationQuestion(NUMBER)).batches} == {
        BATCH: False,
        OTHER: True,
    }
    assert [row.deviation for row in two.station.ask(Deviations(OTHER))] == [NUMBER]
    two.done(c.AssessImpact(NUMBER, "Another lot after all.", (), (OTHER,)), "sups")
    assert two.station.ask(Deviations(OTHER)) == ()
    before = two.station.store.views_digest()
    two.station.store.rebuild()
    assert two.station.store.views_digest() == before
