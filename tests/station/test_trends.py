"""Values from batch to batch, on a real station that issues several batches of one master."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from ebr.domain.batch.commands import CheckIssue, IssueBatch, RecordValue
from ebr.domain.refusal import Refusal
from ebr.station.questions import HistoryAnswer, TrendValues, ValueHistory
from tests.station.plant import BATCH, IDENTIFIERS, MORNING, Plant, busy, fresh


@pytest.fixture(scope="module")
def plant() -> Iterator[Plant]:
    found = Plant(fresh(busy), start=MORNING.replace(hour=14))
    yield found
    found.close()


@pytest.fixture(scope="module")
def mbr(plant: Plant) -> str:
    state = plant.state
    return str(state.issued.mbr)


def history(plant: Plant, mbr: str, slot: str, **more) -> HistoryAnswer:
    found = plant.station.ask(ValueHistory(mbr, slot, **more))
    assert isinstance(found, HistoryAnswer)
    return found


def test_an_entry_of_one_batch_is_one_row_with_its_limits(plant, mbr) -> None:
    found = history(plant, mbr, "temp")
    assert [(row.batch, row.value, row.verdict) for row in found.rows] == [(BATCH, "20.4", "in")]
    assert found.label == plant.state.plan.slots["temp"].label
    assert Decimal(found.low) < Decimal("20.4") < Decimal(found.high)


def test_many_readings_of_a_batch_are_their_mean_and_say_how_many(plant, mbr) -> None:
    (row,) = history(plant, mbr, "tablets").rows
    assert (Decimal(row.value), row.count) == (Decimal(100), 3)


def test_rounds_of_a_series_are_values_of_one_batch(plant, mbr) -> None:
    (row,) = history(plant, mbr, "speed").rows
    assert (Decimal(row.value), row.count) == (Decimal(100), 1)


def test_batches_without_the_value_yet_have_no_row_and_the_oldest_comes_first(plant, mbr) -> None:
    issued = plant.state.issued
    plant.signed(IssueBatch("B-0002", mbr, issued.version, "1000", IDENTIFIERS), "sups")
    plant.signed(CheckIssue("B-0002"), "qlee")
    assert [row.batch for row in history(plant, mbr, "temp").rows] == [BATCH]
    assert history(plant, mbr, "temp", batch=BATCH).rows[-1].batch == BATCH
    assert history(plant, mbr, "temp", last=1).rows == ()


def test_what_is_not_there_is_refused_in_words(plant, mbr) -> None:
    for question, code in ((ValueHistory("nothing", "temp"), "no_batches"), (ValueHistory(mbr, "x%_"), "slot_unknown")):
        with pytest.raises(Refusal) as refused:
            plant.station.ask(question)
        assert refused.value.code == code


def test_entries_that_give_a_number_can_be_charted(plant, mbr) -> None:
    found = plant.station.ask(TrendValues(mbr))
    assert {"temp", "tablets", "speed"} <= {row.slot for row in found}
    assert "look" not in {row.slot for row in found}
    assert plant.station.ask(TrendValues("nothing")) == ()


def test_a_value_that_was_not_recorded_through_a_form_is_none(plant, mbr) -> None:
    """A refused reading is in the record and in no chart."""
    refused = plant.do(RecordValue(BATCH, plant.at("temp"), {"number": "99.0"}), "mchen")
    assert refused.refusal is not None
    assert [row.value for row in history(plant, mbr, "temp", batch=BATCH).rows] == ["20.4"]
