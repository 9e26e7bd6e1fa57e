"""The check while typing finds what the whole check finds, after any edits, and looks again only at what changed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ebr.domain.mbr.address import located
from ebr.domain.mbr.check import check
from ebr.domain.mbr.check.live import LiveCheck
from ebr.domain.mbr.editing import AddPart, CopyParts, Editing, MovePart, RemovePart, RenameId, SetField, part_at
from ebr.domain.mbr.model import Mbr
from ebr.domain.refusal import Refusal
from tests.domain.mbr_edits import edits, example
from tests.domain.test_mbr_editing import small

slow = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
STARTS = [small(), example("handrub"), example("metformin")]


@slow
@given(st.data())
def test_after_any_edits_the_live_check_is_the_check(data):
    live = LiveCheck()
    editing = Editing(data.draw(st.sampled_from(STARTS)))
    for _ in range(data.draw(st.integers(1, 15))):
        try:
            editing.apply(data.draw(edits(editing.document)))
        except Refusal:
            continue
        assert live.problems(editing.document) == check(editing.document)
        if data.draw(st.booleans()) and editing.undoes is not None:
            editing.undo()
            assert live.problems(editing.document) == check(editing.document)


# Changes whose effect is elsewhere: in a later step, in every step, in a step before.
FAR = {
    "a limit that others read loses its entry": RemovePart("culture_volume"),
    "an entry moves behind its readers": MovePart("culture_volume", "finish_review", 9),
    "a first step is added": AddPart("receipt_clear", 0, "slot", {"kind": "number", "label": "First"}),
    "an id is given twice away": RenameId("culture_volume", "volume_of_culture"),
    "a material changes its unit": SetField("serum", "unit", "g"),
    "the batch changes its unit": SetField("header", "size.unit", "kg"),
    "a step becomes a loop": SetField("receipt_count", "flow", {"repeat": {"most": 2, "until": "round == 2"}}),
    "an operation gets a condition": SetField("receipt", "flow.when", "1 == 2"),
    "a name is mistyped": SetField("vector_volume", "formula", "culture_volum"),
    "an answer goes": RenameId("bag_state/leaking", "open"),
    "a whole unit is copied": None,
}


@pytest.mark.parametrize("what", FAR)
def test_a_change_is_seen_where_it_matters(what):
    mbr = example("car_t")
    live = LiveCheck()
    assert live.problems(mbr) == check(mbr)
    editing = Editing(mbr)
    edit = FAR[what] or CopyParts(mbr, (mbr.procedure[1].id,), "procedure", 0)

    editing.apply(edit)

    assert live.problems(editing.document) == check(editing.document)
    editing.undo()
    assert live.problems(editing.document) == check(mbr)


def test_two_documents_in_turn_do_not_mix():
    live = LiveCheck()
    one, other = example("handrub"), example("metformin")

    for mbr in (one, other, one, small(), other):
        assert live.problems(mbr) == check(mbr)


def test_only_the_step_that_changed_is_looked_at_again():
    mbr = example("car_t")
    live = LiveCheck()
    live.problems(mbr)
    before = dict(live._memo.contents)
    editing = Editing(mbr)
    editing.apply(SetField("culture_volume", "label", "Volume of the culture"))

    live.problems(editing.document)

    new = [content.phase.id for key, content in live._memo.contents.items() if before.get(key) is not content]
    phase = next(phase.id for phase, slot in mbr.slots() if slot.id == "culture_volume")
    assert new == [phase]
    assert len(live._memo.contents) == len(before)


def test_each_problem_says_which_part_and_field_to_show():
    mbr = Editing(small())
    mbr.apply(SetField("volume", "limits.high", "1 +"))
    mbr.apply(SetField("looks/hazy", "label", "Clear"))
    found = {(one.part, one.field, one.problem.code) for one in LiveCheck().located(mbr.document)}

    assert ("volume", "limits.high", "formula.unfinished") in found
    assert ("looks/hazy", "label", "label_twice") in found
    assert ("header", "product", "header_empty") in found
    assert ("procedure", "", "yield_missing") in found
    assert ("salt", "", "tolerance_missing") in found


def test_a_place_beyond_the_document_is_that_of_what_is_there():
    mbr: Mbr = small()

    assert located(mbr, ("procedure", 0, "operations", 7, "phases", 1)) == ("unit", "operations.phases")
    assert located(mbr, ()) == ("procedure", "")
    assert part_at(mbr, "procedure") is mbr


def test_ten_thousand_brackets_are_a_problem_and_no_fault():
    editing = Editing(small())
    editing.apply(SetField("temp", "limits.high", "(" * 9_999 + "1" + ")" * 9_999))

    codes = {problem.code for problem in LiveCheck().problems(editing.document)}

    assert "formula.too_long" in codes
    editing.apply(SetField("temp", "limits.high", "-" * 1_900 + "1"))
    assert "formula.too_deep" in {problem.code for problem in LiveCheck().problems(editing.document)}
