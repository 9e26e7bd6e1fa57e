"""The room a step is done in: fit, clean, free, cleared; what the batch writes to it (21 CFR 211.42, 211.130(e), 211.182; floor-rules 5)."""

from __future__ import annotations

import pytest

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch.events import AttemptRecorded
from ebr.domain.equipment import events as eq
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.text import read
from ebr.domain.refusal import Refusal
from ebr.wording import refusal_words
from tests.domain.batch_floor import BATCH, code, master_of
from tests.domain.batch_gated import GATED, Gated

ROOMS = (
    GATED.replace(
        "    title: Make\n", "    title: Make\n    room: C-05 Clean room\n    room_code: C-05\n    cleanroom: C\n", 1
    )
    .replace(
        "          - id: weigh\n",
        """\
          - id: clear
            title: Clear the room
            instruction: Clear it.
            sop: SOP-1
            sign: [performed, verified]
            critical: true
            slots:
              - {id: door, kind: instruction, label: Door closed}
              - {id: line, kind: clearance, label: Line clearance, items: [{id: empty, label: Nothing left}, {id: dry, label: Dry}]}
              - {id: picture, kind: photo, label: Picture, optional: true}
              - {id: early, kind: material, label: Salt too early, of: salt, second: verified, optional: true}
          - id: weigh
""",
        1,
    )
    .replace(
        "...\n",
        """\
          - id: tidy
            title: Tidy up
            instruction: Clean the tank and the room.
            sop: SOP-1
            slots:
              - {id: tank_clean, kind: check, label: Tank cleaned, of: tank, leaves: cleaned, second: verified}
              - {id: room_clean, kind: check, label: Room cleaned, leaves: cleaned, second: witnessed}
              - {id: after, kind: clearance, label: Clearance after, leaves: cleared_after, second: verified, items: [{id: gone, label: All gone}]}
...
""",
    )
)
CLEAR, TIDY = "make/begin/clear", "make/begin/tidy"
DOOR, LINE, EARLY, PICTURE = (f"{CLEAR}/{name}" for name in ("door", "line", "early", "picture"))
TANK = "make/begin/weigh/tank_used"
ROOM = eq.Needs(cleaning=True, clean_hold_hours=24, clearance=True, checklist=("x",), grade="B")
YES = {"empty": "yes", "dry": "na"}


def document(text: str = ROOMS) -> Mbr:
    found = read(text)
    assert found.mbr is not None, found.problems
    return found.mbr


class Roomed(Gated):
    """A gated floor whose work is done in a cleanroom of its own."""

    def __init__(self, text: str = ROOMS, policy: dict[str, str] | None = None) -> None:
        super().__init__(policy)
        self.mbr = document(text)
        self.master = master_of(self.mbr)

    def room(self, name: str = "C-05", needs: eq.Needs = ROOM, *, clean: bool = True) -> Roomed:
        self.machine(name, "room", needs)
        if clean:
            self.tell(subjects.equipment(name), eq.EquipmentCleaned(name, "SOP-C", "otto"))
        return self

    def cleared(self, *, verified: bool = True) -> Roomed:
        assert code(self.use(DOOR)) == ""
        self.done(c.RecordValue(BATCH, LINE, YES), "olga")
        self.done(c.SignStep(BATCH, CLEAR, "performed"), "olga")
        if verified:
            self.done(c.SignStep(BATCH, CLEAR, "verified"), "otto")
        return self


def begun(text: str = ROOMS, policy: dict[str, str] | None = None) -> Roomed:
    floor = Roomed(text, policy)
    floor.usual()
    floor.machine("TANK-3", "vessel", eq.Needs(cleaning=True, clean_hold_hours=48))
    floor.tell(subjects.equipment("TANK-3"), eq.EquipmentCleaned("TANK-3", "SOP-C", "otto"))
    floor.room()
    floor.issue()
    return floor


def log(floor: Gated, name: str = "C-05") -> list[tuple[str, str, str]]:
    return [(row.what, row.by, row.checked_by) for row in floor.machine_state(name).log][2:]


def sentence(floor: Gated, address: str, **value: str) -> str:
    decision = floor.use(address, **value)
    assert isinstance(decision.refusal, Refusal)
    assert isinstance(decision.drafts[0].event, AttemptRecorded)
    return refusal_words(decision.refusal)


# The gate


def test_nothing_is_used_before_the_line_is_cleared_and_its_second_person_has_looked() -> None:
    floor = begun()
    assert code(floor.use(DOOR)) == ""
    words = sentence(floor, EARLY, lot="L-1", container="1", net="1.000", potency="99.0", lod="0.5")
    assert words == "C-05 (C-05) is not cleared for batch B-0001. Do the line clearance first."
    floor.done(c.RecordValue(BATCH, LINE, YES), "olga")
    floor.done(c.SignStep(BATCH, CLEAR, "performed"), "olga")
    assert not floor.machine_state("C-05").cleared

    floor.done(c.SignStep(BATCH, CLEAR, "verified"), "otto")

    assert [type(each.event).__name__ for each in floor.actions[-1]] == [
        "StepSigned",
        "ClearedInBatch",
        "TrainingRelied",
    ]
    assert log(floor)[-1] == ("cleared_before", "olga", "otto")
    assert code(floor.use(TANK, equipment="TANK-3")) == ""
    assert floor.machine_state("C-05").batches == (BATCH,)
    assert [row[0] for row in log(floor)] == ["cleaned", "cleared_before", "use_began"]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (lambda f: f.tell(subjects.equipment("C-05"), eq.EquipmentHeld("C-05", "particles")), "particles"),
        (lambda f: f.tell(subjects.equipment("C-05"), eq.TakenOutOfService("C-05", "filter")), "filter"),
        (
            lambda f: f.tell(subjects.equipment("C-05"), eq.UseBegan("C-05", "B-0002", "Other", "x", "otto")),
            "is in use by batch B-0002",
        ),
        (
            lambda f: f.tell(
                subjects.equipment("C-05"),
                eq.EquipmentChanged("C-05", "C-05", "", eq.Needs(clearance=True, grade="D"), "x"),
            ),
            "is of grade D. This step needs grade C",
        ),
        (
            lambda f: f.tell(
                subjects.equipment("C-05"),
                eq.EquipmentChanged("C-05", "C-05", "", eq.Needs(clearance=True, grade="A"), "x"),
            ),
            "is not qualified",
        ),
    ],
)
def test_a_room_that_is_not_fit_stops_every_entry(fault, words) -> None:
    floor = begun().cleared()
    floor.use(TANK, equipment="TANK-3")
    fault(floor)
    assert words in sentence(floor, "make/begin/weigh/temp", number="20.0")
    assert code(floor.do(c.StartTimer(BATCH, "make/begin/weigh/standing"), "olga")) != ""


def test_a_room_is_clean_when_the_batch_begins_to_use_it() -> None:
    dirty = Roomed().usual()
    assert isinstance(dirty, Roomed)
    dirty.room(clean=False).issue()
    dirty.cleared()
    assert "was not cleaned yet" in sentence(dirty, TANK, equipment="TANK-1")

    late = begun().cleared()
    late.wait(hours=25)
    late.tell(subjects.equipment("C-05"), eq.EquipmentCleaned("C-05", "SOP-C", "otto", late.now().wall))
    assert code(late.use(TANK, equipment="TANK-1")) == "clean_hold_over"


def test_one_no_clears_nothing() -> None:
    floor = begun()
    floor.use(DOOR)
    floor.do(c.RecordValue(BATCH, LINE, {"empty": "no", "dry": "yes"}), "olga")
    floor.done(c.RaiseException(BATCH, LINE, "a label was found", "taken away", "major", 1, accepts=True), "olga")
    floor.done(c.SignStep(BATCH, CLEAR, "performed"), "olga")
    floor.done(c.SignStep(BATCH, CLEAR, "verified"), "otto")
    assert log(floor)[-1] == ("not_cleared", "olga", "otto")
    assert code(floor.use(TANK, equipment="TANK-1")) == "room_not_cleared"


def test_a_clearance_keeps_the_photograph_of_its_step() -> None:
    floor = begun()
    value = {"sha256": "a" * 64, "name": "room.png", "size": "10", "media": "image/png"}
    floor.done(c.RecordValue(BATCH, PICTURE, value), "olga")
    floor.cleared()
    assert next(iter(floor.machine_state("C-05").cleared.values())).photograph == "a" * 64


def test_a_room_that_nobody_registered_is_the_policys_to_allow() -> None:
    kept = Roomed().usual()
    kept.issue()
    assert code(kept.use(DOOR)) == "equipment_unknown"
    free = Roomed(policy={}).usual()
    free.issue()
    assert code(free.use(DOOR)) == ""


# What is left behind


def tidied(floor: Roomed) -> Roomed:
    floor.cleared()
    floor.use(TANK, equipment="TANK-3")
    floor.weigh(net="10.000")
    floor.done(c.CloseItems(BATCH, "make/begin/weigh/salt_add"), "olga")
    floor.done(c.StartTimer(BATCH, "make/begin/weigh/standing"), "olga")
    floor.done(c.StopTimer(BATCH, "make/begin/weigh/standing"), "olga")
    floor.done(c.SignStep(BATCH, "make/begin/weigh", "performed"), "olga")
    assert code(floor.use("make/begin/fill/bottles", lot="B-1", container="1", net="12")) == ""
    floor.done(c.CloseItems(BATCH, "make/begin/fill/bottles"), "olga")
    floor.done(c.SignStep(BATCH, "make/begin/fill/bottles", "verified"), "otto")
    floor.done(c.RecordValue(BATCH, "make/begin/fill/tags", {"issued": "20", "used": "20"}), "olga")
    floor.done(c.SignStep(BATCH, "make/begin/fill/tags", "verified"), "otto")
    floor.done(c.SignStep(BATCH, "make/begin/fill", "performed"), "olga")
    return floor


def test_cleanings_and_the_clearance_after_are_written_when_their_second_person_signs() -> None:
    floor = tidied(begun())
    for name in ("tank_clean", "room_clean"):
        floor.done(c.RecordValue(BATCH, f"{TIDY}/{name}", {"check": "yes"}), "olga")
    assert floor.machine_state("TANK-3").status == "in_use"

    floor.done(c.SignStep(BATCH, f"{TIDY}/tank_clean", "verified"), "otto")
    floor.done(c.SignStep(BATCH, f"{TIDY}/room_clean", "witnessed"), "otto")
    floor.done(c.RecordValue(BATCH, f"{TIDY}/after", {"gone": "yes"}), "olga")
    floor.done(c.SignStep(BATCH, f"{TIDY}/after", "verified"), "otto")

    assert floor.machine_state("TANK-3").status == "clean"
    assert log(floor, "TANK-3")[-2:] == [("use_ended", "otto", ""), ("cleaned", "olga", "otto")]
    assert [row[0] for row in log(floor)][-3:] == ["use_ended", "cleaned", "cleared_after"]
    assert next(iter(floor.machine_state("C-05").cleaned.values())).procedure == "SOP-1"
    floor.done(c.SignStep(BATCH, TIDY, "performed"), "olga")
    assert floor.machine_state("C-05").status == "clean"


def test_what_was_not_cleaned_stays_dirty() -> None:
    floor = tidied(begun())
    floor.do(c.RecordValue(BATCH, f"{TIDY}/tank_clean", {"check": "no"}), "olga")
    floor.done(c.RaiseException(BATCH, f"{TIDY}/tank_clean", "no water", "later", "minor", 1, accepts=True), "olga")
    floor.done(c.SignStep(BATCH, f"{TIDY}/tank_clean", "verified"), "otto")
    assert floor.machine_state("TANK-3").status == "in_use"


def test_the_room_is_free_again_when_no_step_of_the_batch_asks_for_it_any_more() -> None:
    cut = ROOMS[: ROOMS.index("          - id: tidy\n")] + "...\n"
    floor = tidied(begun(cut))
    assert floor.machine_state("C-05").status == "dirty"
    assert [row[0] for row in log(floor)][-1] == "use_ended"


# A room by its grade


SCANNED = (
    ROOMS.replace("    room_code: C-05\n", "", 1)
    .replace("  - {id: tank, name", "  - {id: suite, name: Clean room, kind: Room}\n  - {id: tank, name", 1)
    .replace(
        "              - {id: door, kind: instruction, label: Door closed}\n",
        "              - {id: door, kind: equipment, label: Room, of: suite}\n",
        1,
    )
)


def test_without_a_code_it_is_the_room_that_was_scanned() -> None:
    floor = begun(SCANNED)
    floor.room("D-01", eq.Needs(clearance=True, grade="D"), clean=False)
    words = (
        "Clear the room is done in a room of grade C. Scan the label of the room first, in the entry that asks for it."
    )
    assert sentence(floor, LINE, **YES) == words
    assert "is of grade D" in sentence(floor, DOOR, equipment="D-01")
    assert "is of class vessel. This step needs room" in sentence(floor, DOOR, equipment="TANK-1")

    assert code(floor.use(DOOR, equipment="C-05")) == ""
    floor.done(c.RecordValue(BATCH, LINE, YES), "olga")
    floor.done(c.SignStep(BATCH, CLEAR, "performed"), "olga")
    floor.done(c.SignStep(BATCH, CLEAR, "verified"), "otto")
    assert code(floor.use(TANK, equipment="TANK-1")) == ""

    assert floor.machine_state("C-05").batches == (BATCH,)
    assert not floor.machine_state("D-01").uses


# Facts that are too old (floor-rules 19)


def test_a_room_known_too_long_ago_is_named_before_what_is_used_in_it() -> None:
    floor = begun()
    floor.cleared()
    floor.leased(equipment=7)
    floor.wait(hours=24 * 7 - 1)
    assert code(floor.use(PICTURE, sha256="a" * 64, name="a.png", size="1", media="image/png")) != "equipment_stale"
    floor.wait(hours=2)
    floor.tell(subjects.equipment("C-05"), eq.EquipmentCleaned("C-05", "SOP-C", "otto"))
    floor.tell(subjects.equipment("C-05"), eq.LineCleared("C-05", BATCH, "x", "before", (("x", "yes"),), "otto", {}))
    assert code(floor.use(TANK, equipment="TANK-9")) == "equipment_stale"
