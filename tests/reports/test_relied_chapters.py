"""The chapters about equipment and people: what a batch relied on, from its own entries (21 CFR 211.105, 211.182, 211.188(b))."""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch.events.relied import EVENTS, FACTS, EquipmentRelied
from ebr.domain.batch.state import apply, start
from ebr.domain.equipment import events as eq
from ebr.domain.values import Instant, Stamp
from ebr.reports import document as d
from ebr.reports.record import Context, relied
from tests.domain.batch_floor import BATCH
from tests.domain.batch_gated import TANK, Gated, ready
from tests.domain.test_batch_rooms import begun, tidied

MADE = Stamp(
    "0" * 64, "log", 1, "batch/B-0001", "sven", "", Instant("2026-05-04T20:00:00+02:00", "", "", 0, "simulated")
)


def context() -> Context:
    names = {"olga": "Olga Petrov", "otto": "Otto Braun", "sven": "Sven Holm"}
    return Context("Here", "", "practice", "S1", names, {}, (), False, MADE, (), (), {}, lambda _name: None)


def tables(floor: Gated) -> dict[str, d.Table]:
    found, heading = {}, ""
    assert floor.state.plan is not None
    for block in relied.blocks(floor.state, floor.state.plan, context()):
        if isinstance(block, d.Heading):
            heading = block.text
        elif isinstance(block, d.Table):
            found[heading] = block
    return found


def words(cell: str | d.Cell) -> str:
    return cell.text if isinstance(cell, d.Cell) else cell


def rows(table: d.Table) -> dict[str, list[str]]:
    cells = [[words(cell) for cell in row] for row in table.rows]
    return {row[0].splitlines()[0]: row for row in cells}


def test_each_machine_and_room_says_how_fit_and_clean_it_was_and_where_it_was_used() -> None:
    machines = rows(tables(tidied(begun()))["Equipment and rooms"])
    assert list(machines) == ["BAL-1", "C-05", "TANK-3"]
    _name, fit, clean, used, steps = machines["C-05"]
    assert "Grade B" in fit
    assert "Qualified by quinn" in fit
    assert "Cleaned by quinn, checked by Otto Braun (otto)" in clean
    assert "Cleared by Olga Petrov (olga), checked by Otto Braun (otto)" in clean
    assert used == "2026-05-04 08:00:00 +02:00"
    assert steps == "1.1, 1.2, 1.3"
    assert "Calibrated to the end of 2026-12-31, certificate C-1" in machines["BAL-1"][1]
    assert machines["TANK-3"][4] == "1.2"


def test_each_person_says_role_signatures_and_the_training_that_was_relied_on() -> None:
    people = rows(tables(tidied(begun()))["People"])
    assert people["Olga Petrov (olga)"][3] == "SOP-1, version 3\nSOP-2, version 3"
    assert people["Otto Braun (otto)"][2:4] == ["Verified by", "SOP-1, version 3"]


def test_a_single_use_set_says_its_lot_and_its_integrity_test() -> None:
    floor = ready()
    subject = subjects.equipment("SET-1")
    needs = eq.Needs(single_use=True, integrity=True)
    floor.tell(subject, eq.EquipmentAdded("SET-1", "Tubing set", "vessel", "", needs, lot="TL-7"))
    floor.tell(subject, eq.EquipmentQualified("SET-1", "QR"))
    floor.tell(subject, eq.IntegrityTested("SET-1", "Pressure", "0", "pass"))
    floor.use(TANK, equipment="SET-1")
    row = rows(tables(floor)["Equipment and rooms"])["SET-1"]
    assert row[0] == "SET-1\nTubing set\nSingle use, lot TL-7"
    assert "Integrity test passed at" in row[1]


def test_a_machine_that_was_exchanged_says_for_which_and_until_when() -> None:
    floor = ready()
    floor.use(TANK, equipment="TANK-1")
    floor.wait(hours=1)
    floor.use(TANK, equipment="TANK-2", ended="dirty", reason="leaks")
    machines = rows(tables(floor)["Equipment and rooms"])
    assert "Exchanged for TANK-2" in machines["TANK-1"][3]
    assert " to " in machines["TANK-1"][3]


def test_what_the_site_does_not_keep_is_there_as_it_was_scanned() -> None:
    floor = Gated({}).usual()
    floor.issue()
    floor.use(TANK, equipment="TANK-9")
    assert rows(tables(floor)["Equipment and rooms"])["TANK-9"][1] == "As scanned or typed; not kept in this program"


def test_a_balance_is_noted_again_only_when_something_new_is_known_of_it() -> None:
    floor = ready()
    floor.use(TANK, equipment="TANK-1")
    for _ in range(3):
        floor.weigh(net="1.000")
    noted = [event for event, _ in floor.state.equipment_relied if event.equipment == "BAL-1"]
    assert [event.facts["calibrated_until"] for event in noted] == ["2026-12-31"]
    assert {name for event, _ in floor.state.equipment_relied for name in event.facts} <= set(FACTS)


def test_a_record_from_before_there_were_such_entries_has_no_such_chapters() -> None:
    floor = tidied(begun())
    old = start(subjects.batch(BATCH))
    for recorded in floor.events:
        if type(recorded.event) not in EVENTS.values():
            old = apply(old, recorded)
    assert old.plan is not None
    assert old.slots
    assert not old.equipment_relied
    assert list(relied.blocks(old, old.plan, context())) == []


def test_the_facts_stay_what_they_were_when_the_machine_goes_on() -> None:
    floor = ready()
    floor.use(TANK, equipment="TANK-1")
    before = tables(floor)
    floor.tell(subjects.equipment("TANK-1"), eq.TakenOutOfService("TANK-1", "broken"))
    floor.done(c.AddComment(BATCH, "", "on"), "olga")
    assert tables(floor) == before
    assert isinstance(floor.state.equipment_relied[0][0], EquipmentRelied)
