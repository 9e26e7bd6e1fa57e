"""Keeping the second copy without contact, going on elsewhere from it, and the batch on paper meanwhile (floor-rules 18)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ebr.cli import run
from ebr.domain.batch.commands import PrintForm, ReconcileForm, RecordValue, TakeOver
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.holding import holder_of
from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import ChangeTerminal
from ebr.station import going_on, keeping
from ebr.station.questions import StationStatus
from ebr.station.verifying import verify
from tests.station.plant import BATCH, Plant, fine
from tests.station.two_stations import OFFICE, ROOM, Site, site

ROOT = f"batch/{BATCH}"


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Site]:
    found = site(tmp_path)
    yield found
    found.close()


def medium(plant: Plant, folder: Path) -> None:
    plant.done(ChangeTerminal({"second_medium": str(folder)}, "Stick in the rack"), "sups")
    fine(plant.station.sign_out("log-out"))


def batch(plant: Plant) -> BatchState:
    found = plant.station.store.state(ROOT)
    assert isinstance(found, BatchState)
    return found


# Keeping


def test_nothing_is_copied_before_the_hours_of_the_policy(both: Site) -> None:
    medium(both.office, both.stick)
    assert keeping.keep(both.office.station) == keeping.Kept(target=str(both.stick))
    assert list(both.stick.glob("*")) == []


def test_after_them_the_log_is_copied_and_the_status_says_when_and_where(both: Site) -> None:
    medium(both.office, both.stick)
    both.office.wait(hours=25)
    kept = keeping.keep(both.office.station)
    assert (kept.copied, kept.trouble) == (True, None)
    assert len(list(both.stick.glob("Room-12-*.ebrb"))) == 1
    status = both.office.station.ask(StationStatus())
    assert status.second_copy_target == str(both.stick)
    assert status.second_copy_at == both.office.station.station_state().second_copy_at != ""
    assert keeping.keep(both.office.station).copied is False, "it is not due any more"


@pytest.mark.parametrize("named", [False, True])
def test_without_a_medium_it_is_said_and_noted_once_in_each_period(both: Site, named: bool) -> None:
    gone = both.stick / "pulled out"
    if named:
        medium(both.office, gone)
    both.office.wait(hours=25)
    kept = keeping.keep(both.office.station)
    assert kept.trouble is not None
    assert kept.trouble.code == ("second_copy_failed" if named else "second_medium_missing")
    before = both.office.events().count("station.fault-noted/1")
    assert before == 1
    both.office.wait(hours=1)
    keeping.keep(both.office.station)
    assert both.office.events().count("station.fault-noted/1") == before
    both.office.wait(hours=24)
    keeping.keep(both.office.station)
    assert both.office.events().count("station.fault-noted/1") == before + 1


def test_while_somebody_works_the_copy_waits_for_a_pause_but_no_longer_than_an_hour(both: Site) -> None:
    medium(both.office, both.stick)
    both.office.wait(hours=25).be("mchen")
    assert keeping.keep(both.office.station).copied is False
    fine(both.office.station.sign_out("log-out"))
    assert keeping.keep(both.office.station).copied is True
    both.office.wait(hours=25).be("mchen")
    assert keeping.keep(both.office.station).copied is False
    both.office.wait(minutes=61)
    assert keeping.keep(both.office.station).copied is True


# Going on elsewhere


def test_a_batch_goes_on_elsewhere_and_the_lost_station_comes_back(both: Site) -> None:
    office, room, stick = both.office, both.room, both.stick
    fine(office.station.second_copy(stick))
    office.be("mchen")
    slot = first_open(office)
    fine(office.station.do(RecordValue(BATCH, slot, {"number": "1.0"}), by="mchen"))
    lost = batch(office).slot(slot).rows[1].value

    (gone,) = going_on.take_copies(room.station, stick)
    assert gone.station == OFFICE
    assert gone.entries > 0
    again = going_on.take_copies(room.station, stick)
    assert (again[0].entries, again[0].seq) == (0, gone.seq), "shown again it brings nothing"

    assert batch(room).slot(slot).rows == {}, "recorded after the copy: the gap"
    part = slot.partition("/")[0]
    assert holder_of(batch(room), part) == OFFICE
    command = TakeOver(BATCH, part, f"{OFFICE} burnt out; known up to entry {gone.seq} of {gone.at}")
    room.signed(command, "sups")
    assert holder_of(batch(room), part) == ROOM
    taken = [x for x in batch(room).exceptions.values() if x.rule == "taken_over"]
    assert [x.severity for x in taken] == ["major"]
    assert str(gone.seq) in batch(room).holdings[-1].words

    fine(both.to_room("what came later"))
    assert batch(room).slot(slot).rows[1].value == lost, "the later entry of the lost station merged"
    assert batch(room).unaware, "and review sees that it did not know of the take-over"
    assert verify(room.folder).findings == ()


def test_a_damaged_copy_is_refused_and_nothing_of_it_is_taken(both: Site) -> None:
    fine(both.office.station.second_copy(both.stick))
    path = next(both.stick.glob("*.ebrb"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(Refusal, match="file_damaged"):
        going_on.take_copies(both.room.station, both.stick)


def test_a_folder_without_a_copy_of_another_station(both: Site) -> None:
    with pytest.raises(Refusal, match="second_copy_none"):
        going_on.take_copies(both.room.station, both.stick)
    fine(both.room.station.second_copy(both.stick))
    with pytest.raises(Refusal, match="second_copy_none"):
        going_on.take_copies(both.room.station, both.stick)


def first_open(plant: Plant) -> str:
    """The first number still to record in an open step."""
    from ebr.domain.batch.state import flow
    from ebr.domain.batch.state.fill import open_slots

    state = batch(plant)
    assert state.plan is not None
    for address, phase, _ in flow.phase_instances(state):
        if flow.standing(state, address, phase).status in ("open", "active"):
            for found in open_slots(state, address, phase):
                if state.plan.slots[found.rpartition("/")[2]].kind == "number":
                    return found
    raise AssertionError("no number is open")


# On paper


def test_the_rest_of_a_batch_on_paper_and_back(both: Site, tmp_path: Path) -> None:
    from ebr.reports.pdf.read import signature_status, words_by_page

    office = both.office
    office.be("mchen")
    target = tmp_path / "form.pdf"
    answer = fine(office.station.print_form(BATCH, target, by="mchen"))
    number = answer.answer["form"]
    pdf = target.read_bytes()
    assert signature_status(pdf).good
    pages = [" ".join(words) for words in words_by_page(pdf)]
    for at, page in enumerate(pages, 1):
        assert f"Page {at} of {len(pages)}" in page
        assert all(text in page for text in (BATCH, number, "PAT-4711", "This page was left empty"))
        assert page.count("Demonstration: not a production record") == 2
    plan = batch(office).plan
    assert plan is not None
    whole = " ".join(pages)
    assert f"Form {number} reconciled" in whole
    for entry in batch(office).forms[number].entries:
        name = entry.rpartition("/")[2]
        if name in plan.slots and plan.slots[name].kind != "signature":
            assert plan.slots[name].label.split()[0] in whole

    slot = first_open(office)
    source = {"how": "form", "form": number}
    when = office.clock.now().wall
    office.wait(hours=2)
    command = RecordValue(BATCH, slot, {"number": "1.0"}, 0, "jdoe", source, "stations were down", when)
    fine(office.station.do(command, by="mchen"))
    scan = office.station.attach(b"%PDF-1.4 scan", "scan.pdf", "application/pdf")
    office.signed(ReconcileForm(BATCH, number, "transcribed", "", scan), "sups")
    form = batch(office).forms[number]
    assert (form.outcome, form.scan["sha256"]) == ("transcribed", scan["sha256"])
    assert verify(office.folder).findings == ()


def test_commands(both: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fine(both.office.station.do(PrintForm(BATCH)))
    office, room = both.office.folder, both.room.folder
    both.close()
    assert run(["form", BATCH, "--station", str(office), "-o", str(tmp_path / "two.pdf")]) == 0
    assert "EF-002" in capsys.readouterr().out
    assert run(["form", BATCH, "--station", str(office), "--again", "EF-001", "-o", str(tmp_path / "one.pdf")]) == 0
    assert (tmp_path / "one.pdf").read_bytes()[:5] == b"%PDF-"
    assert run(["form", BATCH, "--station", str(office), "--again", "EF-009"]) == 1
    assert run(["copy", "--station", str(office), "--to", str(both.stick)]) == 0
    assert run(["copy-take", str(both.stick), "--station", str(room)]) == 0
    assert "known up to entry" in capsys.readouterr().out
    assert run(["copy-take", str(tmp_path / "nothing"), "--station", str(room)]) == 2
