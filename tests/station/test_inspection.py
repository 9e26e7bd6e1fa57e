"""An inspector at a real station: reads, exports with an entry first, is shown nothing else, and is out on the day after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ebr.domain.batch.commands import MakeReport
from ebr.domain.people.commands import LimitAccess
from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import ChangeAppearance
from ebr.station import questions as q
from ebr.station.answers import ANSWERS
from ebr.station.inspecting import READABLE, STANDING
from tests.reports.exported import checked
from tests.station.plant import BATCH, MORNING, PASSWORD, Plant, busy, code, copied, fine

INES = "ines"


def limited(plant: Plant, until: str) -> None:
    plant.signed(LimitAccess(INES, until, "inspection", "qlee"), "aroot")


@pytest.fixture
def visited(worked: Plant) -> Plant:
    fine(worked.enrol(INES, "Ines Pector", ("inspector",)))
    limited(worked, "2026-05-05")
    worked.be(INES)
    return worked


def asked(plant: Plant, question: object) -> str:
    try:
        plant.station.ask(question)
    except Refusal as refusal:
        return refusal.code
    return ""


def test_the_last_day_is_signed_by_quality_and_stands_in_the_audit_trail(visited: Plant) -> None:
    row = next(row for row in visited.audit() if row.event.startswith("people.access-limited"))
    assert row.by == "aroot"
    assert visited.station.acting.person(INES).until == "2026-05-05"
    assert visited.verified() == ()
    who = visited.station.ask(q.Who())
    assert (who.roles, who.until, who.must_acknowledge) == (("inspector",), "2026-05-05", False)


def test_before_quality_signed_the_last_day_nobody_comes_in(worked: Plant) -> None:
    fine(worked.enrol(INES, "Ines Pector", ("inspector",)))
    assert code(worked.station.sign_in(INES, PASSWORD)) == "access_undated"


def test_the_record_the_trail_and_the_masters_are_read(visited: Plant) -> None:
    assert visited.station.ask(q.Batches())
    assert visited.station.ask(q.BatchQuestion(BATCH, INES)).step
    assert visited.audit()
    assert visited.station.ask(q.Masters())
    assert visited.station.ask(q.Signatures(BATCH))


@pytest.mark.parametrize("kind", sorted(ANSWERS, key=lambda one: one.__name__))
def test_every_other_question_is_refused(visited_once: Plant, kind: type) -> None:
    """Refused before anything is looked up, so an empty question will do."""
    if kind.__name__ in READABLE:
        assert kind in ANSWERS
        return
    assert asked(visited_once, object.__new__(kind)) == "inspector_reads"


@pytest.fixture(scope="module")
def visited_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    plant = Plant(copied(busy(), tmp_path_factory.mktemp("visit") / "s"), start=MORNING + timedelta(hours=5))
    fine(plant.enrol(INES, "Ines Pector", ("inspector",)))
    limited(plant, "2026-05-05")
    plant.be(INES)
    yield plant
    plant.close()


def test_what_may_be_read_exists() -> None:
    assert {kind.__name__ for kind in ANSWERS} >= READABLE > STANDING


def test_an_export_is_an_entry_first_and_checks(visited: Plant, tmp_path: Path) -> None:
    fine(visited.station.export(tmp_path / "out", BATCH, INES))
    row = visited.audit()[0]
    assert (row.event.partition("/")[0], row.by) == ("station.export-made", INES)
    assert checked(tmp_path / "out").status == 0
    fine(visited.station.print_master("compact", "1", tmp_path / "m.pdf", INES))
    assert (tmp_path / "m.pdf").read_bytes().startswith(b"%PDF")


def test_nothing_is_changed_and_nothing_printed_that_takes_a_number(visited: Plant, tmp_path: Path) -> None:
    before = visited.entries()
    for command in (MakeReport(BATCH, 0, 0), ChangeAppearance({"theme": "dark"})):
        assert code(visited.station.do(command, by=INES)) == "right_missing"
    assert code(visited.station.archive(tmp_path / "a", BATCH, INES)) == "right_missing"
    assert code(visited.station.second_copy(tmp_path, INES)) == "right_missing"
    assert visited.entries() == before


def test_the_access_ends_in_the_middle_of_a_presence(visited: Plant, tmp_path: Path) -> None:
    assert asked(visited, q.Batches()) == ""
    visited.wait(hours=48)
    assert asked(visited, q.Batches()) == "access_over"
    assert asked(visited, q.Who()) == ""
    assert code(visited.station.export(tmp_path / "late", BATCH, INES)) == "access_over"
    assert not (tmp_path / "late").exists()
    fine(visited.station.sign_out("log-out"))
    assert code(visited.station.sign_in(INES, PASSWORD)) == "access_over"


def test_quality_gives_another_day(visited: Plant) -> None:
    visited.wait(hours=48)
    limited(visited, "2026-05-20")
    visited.be(INES)
    assert asked(visited, q.Batches()) == ""
