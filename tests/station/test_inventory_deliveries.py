"""The inventory of a lot of printed labels says which batch it was delivered to, and who counted it (21 CFR 211.125)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ebr.domain.batch.commands import CountDelivery, TakeInLabels
from ebr.reports.inventory import inventory_hash
from ebr.reports.pdf.read import words_by_page
from ebr.station.inventories import kept_of
from tests.features import floor as world
from tests.features.floor import Floor
from tests.station.plant import BATCH

SLOT = "making/make/count/counted"


@pytest.fixture
def floor() -> Iterator[Floor]:
    plant = world.begin()
    yield plant
    plant.close()


def test_both_counts_stand_in_the_inventory_of_the_lot(floor: Floor, tmp_path: Path) -> None:
    bare = inventory_hash(kept_of(floor.station, "L-1"))
    assert floor.do(TakeInLabels(BATCH, SLOT, "L-1", "Print Ltd", 500), "mchen").refusal is None
    (one,) = kept_of(floor.station, "L-1").delivered  # before the second count no paper tells the first
    assert (one.batch, one.source, one.first, one.second_by, one.agreed) == (BATCH, "Print Ltd", 0, "", False)
    assert floor.do(CountDelivery(BATCH, SLOT, "L-1", 498), "jdoe").refusal is None
    kept = kept_of(floor.station, "L-1")
    (one,) = kept.delivered
    assert (one.first, one.second, one.agreed) == (500, 498, False)
    assert one.first_by != one.second_by
    assert kept_of(floor.station, "L-2").delivered == (), "another lot's paper says nothing of it"
    assert inventory_hash(kept) != bare
    floor.be("sups")
    target = tmp_path / "inventory.pdf"
    assert floor.station.print_inventory("L-1", target, "sups").refusal is None
    told = " ".join(word for words in words_by_page(target.read_bytes()) for word in words)
    assert "Labels delivered to batches" in told
    assert "498" in told
    assert "The counts differ" in told
