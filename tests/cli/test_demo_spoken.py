"""The example records in further languages: whole, with the figures of the originals, and confirmed where they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ebr import words
from ebr.cli.demonstration import plant
from ebr.cli.demonstration.floor import Floor
from ebr.cli.demonstration.script import folder, site
from ebr.cli.demonstration.spoken import spoken
from ebr.clock import SimulatedClock
from ebr.domain.mbr.check import check
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.text import read
from ebr.paths import resources
from ebr.station.door import Station
from ebr.station.questions import Masters

SPOKEN = sorted((file.name.split(".")[0], file.name.split(".")[1]) for file in (folder() / "spoken").glob("*.yaml"))
CELLS = "car_t_autologous"


def example(mbr: str) -> Mbr:
    found = read((resources() / "mbr" / f"{mbr}.yaml").read_text(encoding="utf-8")).mbr
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    words.use_language("en")


def test_the_patient_s_cells_are_made_in_every_language_of_the_program() -> None:
    assert {code for mbr, code in SPOKEN if mbr == CELLS} == set(words.LANGUAGES) - {"en"}


@pytest.mark.parametrize(("mbr", "code"), SPOKEN)
def test_nothing_is_missing_unknown_or_with_other_figures(mbr: str, code: str) -> None:
    words.use_language(code)
    told = spoken(example(mbr))
    words.use_language("en")
    assert [one.code for one in told.languages] == [code]
    assert [finding for finding in check(told) if finding.rule.startswith("language")] == []


def test_in_english_a_record_stays_as_it_is() -> None:
    assert spoken(example(CELLS)) == example(CELLS)


def test_a_supervisor_confirms_the_language_before_quality_approves(tmp_path: Path) -> None:
    words.use_language("de")
    told, clock = site(), SimulatedClock(datetime.now(UTC) - timedelta(days=9))
    Station.create(tmp_path / "plant", plant.answers(told), clock)
    with Station.open(tmp_path / "plant", clock=clock) as station:
        floor = Floor(station, clock, told)
        plant.staff(floor)
        plant.master(floor, resources() / "mbr" / f"{CELLS}.yaml")
        (row,) = station.ask(Masters())
    assert row.status == "effective"
    assert row.languages_left == ()
