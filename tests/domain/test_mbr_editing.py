"""Editing a master batch record: every edit, its refusals, undo without loss, and text and document that come back the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ebr.domain.canonical import dumps
from ebr.domain.mbr.check import check
from ebr.domain.mbr.document import blocks_of, from_json, joined, to_json
from ebr.domain.mbr.editing import (
    AddPart,
    CopyParts,
    Editing,
    MovePart,
    RemovePart,
    RenameId,
    SetField,
    TakeDocument,
    above,
    level_of,
    new_document,
    part_at,
    uses,
)
from ebr.domain.mbr.editing.history import done
from ebr.domain.mbr.editing.parts import put
from ebr.domain.mbr.model import Limits, Mbr
from ebr.domain.mbr.text import read
from ebr.domain.mbr.write import write
from ebr.domain.refusal import Refusal
from tests.domain.mbr_edits import EXAMPLES, edits, example

slow = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def small() -> Mbr:
    """A document of one step, so that random edits meet each other."""
    mbr = new_document("small", "Small")
    for edit in (
        AddPart("procedure", 0, "unit", {"id": "unit", "title": "Unit"}),
        AddPart("unit", 0, "operation", {"id": "work", "title": "Work"}),
        AddPart("work", 0, "phase", {"id": "fill", "title": "Fill", "instruction": "Fill up."}),
        AddPart("work", 1, "phase", {"id": "test", "title": "Test", "instruction": "Test."}),
        AddPart("materials", 0, "material", {"id": "salt", "name": "Salt", "code": "S", "quantity": "1", "unit": "g"}),
        AddPart("fill", 0, "slot", {"id": "volume", "kind": "number", "label": "Volume", "unit": "L"}),
        AddPart(
            "fill",
            1,
            "slot",
            {"id": "temp", "kind": "number", "label": "T", "unit": "degC", "limits": {"high": "volume * 2"}},
        ),
        AddPart("fill", 2, "slot", {"id": "salt_used", "kind": "material", "label": "Salt", "of": "salt"}),
        AddPart(
            "test",
            0,
            "slot",
            {"id": "looks", "kind": "choice", "label": "Looks", "when": 'temp > 2 and looks == "hazy"'},
        ),
        AddPart("looks", 0, "option", {"id": "clear", "label": "Clear"}),
        AddPart("looks", 1, "option", {"id": "hazy", "label": "Hazy", "accept": False}),
        AddPart("header", 0, "identifier", {"id": "coi", "label": "COI"}),
    ):
        mbr = done(mbr, edit)[0]
    return mbr


STARTS = [small(), example("handrub"), example("car_t")]


def applied(editing: Editing, data) -> None:
    edit = data.draw(edits(editing.document))
    before = editing.document
    refused = None
    shown = ""
    try:
        shown = editing.apply(edit)
    except Refusal as refusal:
        refused = refusal
    if refused is not None:
        assert refused.code.startswith("edit_")
        assert editing.document is before
    else:
        assert shown in ("materials", "equipment") or level_of(editing.document, shown)


@slow
@given(st.data())
def test_whatever_is_edited_survives_text_and_document_and_undo_gives_the_first_back(data):
    first = data.draw(st.sampled_from(STARTS))
    editing = Editing(first)

    for _ in range(data.draw(st.integers(1, 25))):
        applied(editing, data)

    last = editing.document
    again = read(write(last), unfinished=True)
    assert again.problems == ()
    assert again.mbr == last
    assert from_json(to_json(last), unfinished=True) == last
    check(last)  # whatever it is, the check has an answer
    while editing.undoes is not None:
        editing.undo()
    assert editing.document is first
    while editing.redoes is not None:
        editing.redo()
    assert editing.document is last


@slow
@given(st.data())
def test_the_changed_blocks_make_the_new_document_of_the_old_one(data):
    editing = Editing(data.draw(st.sampled_from(STARTS)))
    for _ in range(data.draw(st.integers(1, 12))):
        held = {name: dumps(block).decode() for name, block in blocks_of(to_json(editing.document)).items()}
        editing.saved()
        applied(editing, data)

        changed = editing.changed_blocks()

        now = {name: dumps(block).decode() for name, block in blocks_of(to_json(editing.document)).items()}
        assert {name: text for name, text in {**held, **changed}.items() if text} == now
        assert all(held.get(name) != text for name, text in changed.items())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_text_to_editor_to_text_is_the_same_to_the_last_byte(path):
    text = write(read(path.read_text(encoding="utf-8")).mbr)
    opened = read(text)

    editing = Editing(opened.mbr)
    editing.apply(SetField("header", "note", "For a moment."))
    editing.undo()

    assert write(editing.document) == text
    assert editing.changed_blocks() == {}


def test_a_field_is_set_and_only_its_step_is_a_new_object():
    editing = Editing(example("car_t"))
    before = [phase for _, _, phase in editing.document.phases()]

    assert editing.apply(SetField("culture_volume", "limits.high", "250")) == "culture_volume"

    after = [phase for _, _, phase in editing.document.phases()]
    assert part_at(editing.document, "culture_volume").limits.high == "250"
    assert sum(a is not b for a, b in zip(before, after, strict=True)) == 1
    assert len(editing.changed_blocks()) == 1


@pytest.mark.parametrize(
    ("field", "value", "read_back"),
    [
        ("limits.high", "", None),
        ("limits.high", "  9.5 ", "9.5"),
        ("limits", None, Limits()),
        ("limits", {"low": "1"}, Limits(low="1")),
        ("decimals", 3, 3),
        ("critical", True, True),
        ("help", "a\tb\r\nc", "a b\nc"),
        ("label", "e\u0301", "é"),
        ("statistics.mean.low", "4", (("mean", Limits(low="4")),)),
    ],
)
def test_values_are_taken_as_the_readers_take_them(field, value, read_back):
    editing = Editing(small())

    editing.apply(SetField("volume", field, value))

    found = part_at(editing.document, "volume")
    for name in field.split(".")[: 1 if field.startswith("statistics") else None]:
        found = getattr(found, name)
    assert found == read_back


def test_a_loop_is_made_and_taken_away_by_its_fields():
    editing = Editing(small())

    editing.apply(SetField("fill", "flow.repeat.most", 3))
    editing.apply(SetField("fill", "flow.repeat.until", "temp > 20"))

    assert part_at(editing.document, "fill").flow.repeat.most == 3
    editing.apply(SetField("fill", "flow.repeat", None))
    assert part_at(editing.document, "fill").flow.repeat is None


def test_another_kind_keeps_what_it_can_use_and_undo_brings_the_rest_back():
    editing = Editing(small())

    editing.apply(SetField("temp", "kind", "text"))

    assert part_at(editing.document, "temp").limits == Limits()
    assert part_at(editing.document, "temp").label == "T"
    editing.undo()
    assert part_at(editing.document, "temp").limits.high == "volume * 2"


REFUSED = [
    (SetField("nowhere", "label", "x"), "edit_part_unknown"),
    (SetField("volume", "nothing", "x"), "edit_field_unknown"),
    (SetField("volume", "label.inner", "x"), "edit_field_unknown"),
    (SetField("volume", "label", "x" * 20_001), "edit_text_too_long"),
    (SetField("volume", "label", "x" * 50_000_000), "edit_text_too_long"),
    (SetField("volume", "label", "a\x00b"), "edit_character"),
    (SetField("volume", "label", 5), "edit_value"),
    (SetField("volume", "kind", "magic"), "edit_word"),
    (SetField("volume", "decimals", -1), "edit_whole"),
    (SetField("volume", "decimals", "2"), "edit_whole"),
    (SetField("volume", "critical", "yes"), "edit_value"),
    (SetField("volume", "statistics.median", {}), "edit_field_unknown"),
    (SetField("volume", "id", "temp"), "edit_id_taken"),
    (RenameId("volume", "temp"), "edit_id_taken"),
    (RenameId("volume", "small"), "edit_id_taken"),
    (RenameId("looks/clear", "hazy"), "edit_id_taken"),
    (RenameId("volume", "Volume"), "edit_id_form"),
    (RenameId("volume", "x" * 64), "edit_id_form"),
    (RenameId("volume", ""), "edit_id_form"),
    (RenameId("volume", "batch"), "edit_id_reserved"),
    (RenameId("volume", "header"), "edit_id_reserved"),
    (RenameId("procedure", "other"), "edit_not_listed"),
    (RemovePart("header"), "edit_not_listed"),
    (RemovePart("procedure"), "edit_not_listed"),
    (RemovePart("nowhere"), "edit_part_unknown"),
    (MovePart("unit", "unit", 0), "edit_level"),
    (MovePart("fill", "fill", 0), "edit_level"),
    (MovePart("volume", "work", 0), "edit_level"),
    (MovePart("looks/clear", "volume", 0), None),
    (AddPart("volume", 0, "phase", {}), "edit_level"),
    (AddPart("materials", 0, "equipment", {}), "edit_level"),
    (AddPart("fill", 0, "step", {}), "edit_level"),
    (AddPart("fill", 0, "slot", {"colour": "red"}), "edit_field_unknown"),
    (CopyParts(small(), (), "fill", 0), "edit_nothing_chosen"),
    (CopyParts(small(), ("volume", "fill"), "fill", 0), "edit_levels_mixed"),
    (CopyParts(small(), ("volume",), "work", 0), "edit_level"),
    (CopyParts(small(), ("nowhere",), "fill", 0), "edit_part_unknown"),
]


@pytest.mark.parametrize(
    ("edit", "code"), REFUSED, ids=lambda value: str(value)[:60] if not isinstance(value, str) else value
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(edit, code):
    editing = Editing(small())
    if code is None:
        editing.apply(edit)
        return

    with pytest.raises(Refusal) as caught:
        editing.apply(edit)

    assert caught.value.code == code
    assert editing.undoes is None
    assert editing.document == small()


def test_an_operation_does_not_move_into_its_own_step():
    # Levels already keep a part out of itself; the rule holds for whatever levels there will be.
    editing = Editing(example("handrub"))
    unit = editing.document.procedure[0]

    with pytest.raises(Refusal, match="edit_level"):
        editing.apply(MovePart(unit.operations[0].id, unit.operations[0].phases[0].id, 0))


def test_a_new_part_gets_a_free_id_from_its_name():
    editing = Editing(small())

    assert editing.apply(AddPart("fill", 0, "slot", {"kind": "number", "label": "Änderung 2 (pH)"})) == "anderung_2_ph"
    assert editing.apply(AddPart("fill", 0, "slot", {"kind": "number", "label": "Volume"})) == "volume_2"
    assert editing.apply(AddPart("fill", 9, "slot", {})) == "slot"
    assert editing.apply(AddPart("fill", 9, "slot", {"id": "volume"})) == "volume_3"
    assert [slot.id for slot in part_at(editing.document, "fill").slots] == [
        "volume_2", "anderung_2_ph", "volume", "temp", "salt_used", "slot", "volume_3",
    ]  # fmt: skip


def test_parts_of_a_new_part_get_free_ids_too_and_their_references_follow():
    editing = Editing(small())
    inner = {"kind": "number", "label": "V"}
    document = {
        "title": "More",
        "slots": [{**inner, "id": "volume"}, {**inner, "id": "twice", "limits": {"high": "volume * 2"}}],
    }

    editing.apply(AddPart("work", 0, "phase", document))

    more = part_at(editing.document, "more")
    assert [slot.id for slot in more.slots] == ["volume_2", "twice"]
    assert more.slots[1].limits.high == "volume_2 * 2"


def test_removing_what_others_read_is_allowed_and_shows_as_a_problem():
    editing = Editing(small())

    assert editing.apply(RemovePart("volume")) == "temp"

    assert ("formula.unknown_value", "procedure/unit/work/fill/temp/limits/high") in {
        (problem.code, problem.path) for problem in check(editing.document)
    }
    assert editing.undo() == "volume"


def test_after_the_last_part_its_neighbour_or_what_it_stood_in_is_shown():
    editing = Editing(small())

    assert editing.apply(RemovePart("salt_used")) == "temp"
    assert editing.apply(RemovePart("looks")) == "test"
    assert editing.apply(RemovePart("salt")) == "materials"


def test_parts_move_within_their_list_and_to_another():
    editing = Editing(small())

    editing.apply(MovePart("volume", "fill", 2))
    assert [slot.id for slot in part_at(editing.document, "fill").slots] == ["temp", "salt_used", "volume"]
    assert above(editing.document, "volume") == ("fill", 2)

    editing.apply(MovePart("volume", "test", 0))
    assert [slot.id for slot in part_at(editing.document, "test").slots] == ["volume", "looks"]

    editing.apply(AddPart("procedure", 0, "unit", {"id": "early"}))
    editing.apply(MovePart("early", "procedure", 9))
    assert [unit.id for unit in editing.document.procedure] == ["unit", "early"]
    editing.apply(MovePart("work", "early", 0))
    assert above(editing.document, "work") == ("early", 0)
    assert above(editing.document, "early") == ("procedure", 1)
    assert above(editing.document, "salt") == ("materials", 0)
    assert above(editing.document, "looks/hazy") == ("looks", 1)


def test_a_renamed_id_is_renamed_wherever_it_is_read():
    editing = Editing(small())
    editing.apply(SetField("test", "flow.after", ["volume", "fill"]))
    editing.apply(SetField("test", "flow.when", 'volume.last > 1 and looks == "volume" and volume( volume'))
    editing.apply(AddPart("test", 9, "slot", {"kind": "timer", "starts": "volume", "stops": "fill", "id": "hold"}))

    editing.apply(RenameId("volume", "amount"))
    editing.apply(RenameId("fill", "filling"))
    editing.apply(RenameId("salt", "nacl"))
    editing.apply(RenameId("looks/hazy", "cloudy"))

    document = editing.document
    assert part_at(document, "temp").limits.high == "amount * 2"
    assert part_at(document, "test").flow.after == ("amount", "filling")
    assert part_at(document, "test").flow.when == 'amount.last > 1 and looks == "volume" and volume( amount'
    assert (part_at(document, "hold").starts, part_at(document, "hold").stops) == ("amount", "filling")
    assert part_at(document, "salt_used").of == "nacl"
    assert part_at(document, "looks").when == 'temp > 2 and looks == "cloudy"'


def test_a_material_is_renamed_in_formulas_and_scans():
    editing = Editing(small())
    editing.apply(SetField("temp", "limits.low", "material.salt.quantity + 1e5 * salt_used.total"))
    editing.apply(AddPart("fill", 9, "slot", {"kind": "scan", "id": "lot", "of": "material:salt"}))
    editing.apply(AddPart("fill", 9, "slot", {"kind": "handover", "id": "over", "of": "salt"}))

    editing.apply(RenameId("salt", "e5"))

    assert part_at(editing.document, "temp").limits.low == "material.e5.quantity + 1e5 * salt_used.total"
    assert part_at(editing.document, "lot").of == "material:e5"
    assert part_at(editing.document, "over").of == "salt"


def test_everything_that_reads_a_part_is_found():
    mbr = small()

    assert [(hit.part, hit.field, hit.text[hit.start : hit.end]) for hit in uses(mbr, "volume")] == [
        ("temp", "limits.high", "volume")
    ]
    assert [(hit.part, hit.field) for hit in uses(mbr, "salt")] == [("salt_used", "of")]
    assert [(hit.part, hit.text[hit.start : hit.end]) for hit in uses(mbr, "looks/hazy")] == [("looks", "hazy")]
    assert uses(mbr, "header") == ()


def test_a_copy_gets_new_ids_and_its_inner_references_follow():
    editing = Editing(small())

    assert editing.apply(CopyParts(editing.document, ("fill",), "work", 1)) == "fill_2"

    copy = part_at(editing.document, "fill_2")
    assert [slot.id for slot in copy.slots] == ["volume_2", "temp_2", "salt_used_2"]
    assert copy.slots[1].limits.high == "volume_2 * 2"
    assert copy.slots[2].of == "salt"
    assert part_at(editing.document, "temp").limits.high == "volume * 2"


def test_a_copy_from_elsewhere_brings_the_materials_it_uses():
    editing = Editing(
        done(
            done(new_document("other", "Other"), AddPart("procedure", 0, "unit", {"id": "u"}))[0],
            AddPart("u", 0, "operation", {"id": "o"}),
        )[0]
    )

    editing.apply(CopyParts(small(), ("fill", "test"), "o", 0))

    assert [phase.id for _, _, phase in editing.document.phases()] == ["fill", "test"]
    assert [material.id for material in editing.document.materials] == ["salt"]


def test_keystrokes_in_one_field_are_one_step_of_undo():
    editing = Editing(small())
    for text in ("W", "We", "Wei", "Weigh"):
        editing.apply(SetField("fill", "title", text), joined=True)
    editing.apply(SetField("fill", "sop", "S"), joined=True)

    editing.undo()
    assert part_at(editing.document, "fill").title == "Weigh"
    assert editing.undo() == "fill"
    assert editing.document == small()
    assert editing.undoes is None
    with pytest.raises(Refusal, match="edit_nothing_to_undo"):
        editing.undo()


def test_what_is_typed_and_taken_back_leaves_no_step():
    editing = Editing(small())
    editing.apply(SetField("fill", "title", "Fil"), joined=True)
    editing.apply(SetField("fill", "title", "Fill"), joined=True)
    editing.apply(SetField("fill", "title", "Fill"))

    assert editing.undoes is None


def test_a_new_edit_ends_what_could_be_done_again():
    editing = Editing(small())
    editing.apply(SetField("fill", "title", "One"))
    editing.undo()
    editing.apply(SetField("fill", "title", "Two"))

    with pytest.raises(Refusal, match="edit_nothing_to_redo"):
        editing.redo()


def test_a_whole_document_is_taken_over_and_undone_like_any_edit():
    editing = Editing(small(), base=small())
    assert editing.departs() == frozenset()

    editing.apply(TakeDocument(example("handrub")))

    assert "phase/fill" in editing.departs()
    editing.undo()
    assert editing.document == small()


def test_an_id_that_stands_twice_is_mended_by_renaming_the_first():
    twice = done(small(), RenameId("temp", "second"))[0]
    document = to_json(twice)
    document["procedure"][0]["operations"][0]["phases"][0]["slots"][1]["id"] = "volume"
    editing = Editing(from_json(document, unfinished=True))
    assert "id_twice" in {problem.code for problem in check(editing.document)}

    editing.apply(RenameId("volume", "first"))

    assert "id_twice" not in {problem.code for problem in check(editing.document)}


def test_an_unfinished_document_may_have_gaps_and_a_finished_one_not():
    mbr = done(small(), AddPart("fill", 0, "slot", {}))[0]
    assert mbr.header.profile == ""

    assert from_json(to_json(mbr), unfinished=True) == mbr
    with pytest.raises(Refusal, match="mbr_document"):
        from_json(to_json(mbr))
    assert {problem.code for problem in read(write(mbr)).problems} == {"word_unknown"}
    assert read("mbr: 1\nheader: {id: a}\nprocedure: [{id: u}]\n...\n", unfinished=True).problems == ()


def test_a_document_that_could_not_be_read_again_is_refused():
    editing = Editing(small())
    editing.apply(SetField("fill", "instruction", "x\n" * 9_999 + "x"))

    def until_it_is_full() -> None:
        while True:
            editing.apply(CopyParts(editing.document, ("fill",), "work", 0))

    with pytest.raises(Refusal, match="edit_document_too_large"):
        until_it_is_full()

    assert read(write(editing.document), unfinished=True).mbr == editing.document


def test_joined_blocks_are_the_document():
    document = to_json(example("car_t"))

    assert joined(blocks_of(document)) == document


def test_a_document_that_is_too_large_can_still_be_made_smaller():
    text = "x\n" * 9_999 + "x"
    large = small()
    fill = part_at(large, "fill")
    copies = tuple(replace(fill, id=f"fill_{n}", instruction=text, slots=()) for n in range(400))
    editing = Editing(put(large, ("procedure", 0, "operations", 0, "phases"), (fill, *copies)))

    with pytest.raises(Refusal, match="edit_document_too_large"):
        editing.apply(SetField("fill", "title", "Fill it up"))
    editing.apply(RemovePart("fill_7"))
    editing.apply(SetField("fill_8", "instruction", ""))

    assert part_at(editing.document, "fill_8").instruction == ""
