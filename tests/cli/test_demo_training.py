"""The training of the demonstration: its data fits the example records, and it is played once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ebr.cli.demonstration import plant, school
from ebr.cli.demonstration.floor import Floor
from ebr.cli.demonstration.script import scripts, site
from ebr.clock import SimulatedClock
from ebr.domain import subjects
from ebr.domain.mbr.text import read
from ebr.domain.training.state import missing, roots_for, tasks_of
from ebr.paths import resources
from ebr.station.door import Station
from ebr.station.questions import Tasks, TrainingMatrix


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    told, clock = site(), SimulatedClock(datetime.now(UTC) - timedelta(days=9))
    Station.create(tmp_path / "plant", plant.answers(told), clock)
    with Station.open(tmp_path / "plant", clock=clock) as station:
        made = Floor(station, clock, told)
        plant.staff(made)
        yield made


def named() -> dict[str, set[str]]:
    """The procedures that the steps of each example record name."""
    found = {}
    for path in sorted((resources() / "mbr").glob("*.yaml")):
        mbr = read(path.read_text(encoding="utf-8")).mbr
        assert mbr is not None
        found[mbr.header.id] = {task for _, _, phase in mbr.phases() for task in tasks_of(phase.sop)}
    return found


def test_every_procedure_that_a_step_names_is_taught():
    taught = {one.task for one in school.lessons()}
    for mbr, tasks in named().items():
        assert tasks, mbr
        assert tasks <= taught, mbr


def test_people_and_roles_exist():
    people = {person.id for person in site().people}
    for one in school.lessons():
        assert set(one.read) <= people
        assert set(one.confirmed) <= set(one.read)
        assert one.practical or not one.confirmed


def test_a_document_is_the_same_each_time_and_fits_its_page():
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase.pdfmetrics import stringWidth

    for one in school.lessons():
        assert school.document(one) == school.document(one)
        for text in one.says:
            assert school.LEFT + stringWidth(f"9.  {text}", "Helvetica", school.SIZE) < A4[0] - school.LEFT / 2


def test_everybody_who_works_in_a_batch_is_trained_for_it(floor: Floor):
    school.trained(floor)
    station = floor.station
    for mbr, script in scripts().items():
        for person in (script.by, script.second):
            for task in named()[mbr]:
                facts = {root: station.store.state(root) for root in roots_for(task, person)}
                assert missing(facts, task, person, station.clock.now()) is None, (person, task)


def test_the_matrix_shows_every_standing_that_is_worth_a_look(floor: Floor):
    school.trained(floor)
    answer = floor.station.ask(TrainingMatrix())
    needed = {cell.level for row in answer.people for cell in row.cells if cell.needed}
    assert {"trained", "grace", "waiting", "missing"} <= needed
    assert len(answer.tasks) == len({one.task for one in school.lessons()})
    held = {row.task: row.sha256 for row in floor.station.ask(Tasks())}
    assert all(floor.station.attachments.read(sha256) for sha256 in held.values())


def test_it_is_played_once(floor: Floor):
    school.trained(floor)
    root = subjects.training("mchen")
    state = floor.station.store.state(root)
    before, acts = floor.station.store.log.head, len(state.history)
    school.trained(floor)
    assert floor.station.store.log.head == before
    assert len(floor.station.store.state(root).history) == acts
