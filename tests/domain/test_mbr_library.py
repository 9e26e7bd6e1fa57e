"""Parts of a document that were taken from building blocks: whether they still say the same, and taking a newer version over."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ebr.domain.mbr.check import check
from ebr.domain.mbr.document import mbr_hash
from ebr.domain.mbr.editing import CopyParts, Editing, RemovePart, RenameId, SetField, part_at
from ebr.domain.mbr.library import (
    alike,
    examined,
    minimal,
    outside,
    part_from,
    part_text,
    reference,
    taken_over,
    taken_parts,
)
from ebr.domain.mbr.model import Mbr, Phase
from ebr.domain.mbr.text import read
from ebr.domain.mbr.write import write
from ebr.domain.refusal import Refusal
from ebr.paths import resources
from tests.domain.test_help_rules import EXAMPLE

STEP = next(phase for _, _, phase in EXAMPLE.phases() if phase.id == "fill_up")


def examples() -> list[Mbr]:
    texts = sorted((resources() / "mbr").glob("*.yaml"))
    return [mbr for path in texts if (mbr := read(path.read_text(encoding="utf-8")).mbr) is not None]


def with_copy(block: str = "fill_to_mark@1") -> Editing:
    """The example with a second copy of a step, taken from the library."""
    editing = Editing(EXAMPLE)
    editing.apply(CopyParts(minimal(replace(STEP, block=block)), (STEP.id,), "dissolving", 3))
    return editing


def copy_of(mbr: Mbr) -> Phase:
    (taken,) = taken_parts(mbr)
    assert isinstance(taken.part, Phase)
    return taken.part


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("weigh_solid@2", ("weigh_solid", "2")),
        ("weigh_solid", None),
        ("weigh_solid@0", None),
        ("weigh_solid@2.1", None),
        ("@2", None),
        ("", None),
    ],
)
def test_a_reference_is_an_id_and_a_number(text: str, found: tuple[str, str] | None):
    assert reference(text) == found


def test_a_document_without_blocks_has_the_hash_it_had():
    again = read(write(EXAMPLE)).mbr
    assert "block" not in write(EXAMPLE)
    assert again is not None
    assert mbr_hash(again) == mbr_hash(EXAMPLE)


def test_the_block_of_a_step_survives_text_and_back():
    mbr = with_copy().document
    again = read(write(mbr)).mbr
    assert again == mbr
    assert [(one.block, one.version) for one in taken_parts(mbr)] == [("fill_to_mark", "1")]


def test_a_copy_has_its_own_ids_and_says_the_same():
    mbr = with_copy().document
    copy = copy_of(mbr)
    assert copy.id != STEP.id
    assert {slot.id for slot in copy.slots}.isdisjoint(slot.id for slot in STEP.slots)
    assert alike(copy, STEP) == "same"
    assert copy.flow.repeat is not None
    assert copy.slots[1].id in copy.flow.repeat.until


def test_another_material_is_fitted_and_another_text_is_changed():
    editing = with_copy()
    copy = copy_of(editing.document)
    editing.apply(SetField(copy.slots[0].id, "of", "salt"))
    assert alike(copy_of(editing.document), STEP) == "fitted"
    editing.apply(SetField(copy.slots[1].id, "limits.high", "29"))
    assert alike(copy_of(editing.document), STEP) == "changed"


def test_every_part_of_the_examples_is_like_itself_whatever_its_ids():
    for mbr in examples():
        for _, operation, phase in list(mbr.phases())[:12]:
            for part in (operation, phase):
                editing = Editing(minimal(part))
                editing.apply(RenameId(part.id, "renamed_part"))
                assert alike(part_at(editing.document, "renamed_part"), part) == "same"
                assert part_from("phase" if part is phase else "operation", json.loads(part_text(part))) == part


def test_what_a_document_has_to_bring_is_named_once():
    assert outside(STEP) == ("water",)
    assert outside(copy_of(with_copy().document)) == ("water",)


def test_the_check_of_a_part_alone_is_silent_about_what_it_is_given_and_loud_about_itself():
    assert examined(STEP) == ()
    broken = replace(STEP, sign=(), slots=(replace(STEP.slots[0], label=""), *STEP.slots[1:]))
    assert {problem.code for problem in examined(broken)} >= {"text_empty", "sign_performed"}


def test_a_newer_version_is_taken_over_under_the_ids_that_others_read():
    editing = with_copy()
    copy = copy_of(editing.document)
    temp = copy.slots[1].id
    editing.apply(SetField("volume", "limits.high", f"{temp}.last * 2"))
    newer = replace(STEP, title="Fill up, control, stir", slots=(*STEP.slots, replace(STEP.slots[1], id="second_temp")))

    mbr = taken_over(editing.document, copy.id, STEP, newer, "fill_to_mark@2")

    now = copy_of(mbr)
    assert (now.id, now.title, now.block) == (copy.id, "Fill up, control, stir", "fill_to_mark@2")
    assert [slot.id for slot in now.slots] == [*(slot.id for slot in copy.slots), "second_temp"]
    assert alike(now, newer) == "same"
    assert [problem.code for problem in check(mbr) if problem.code.startswith("formula.unknown")] == []


def test_what_a_part_was_fitted_to_stays_when_a_newer_version_is_taken_over():
    editing = with_copy()
    copy = copy_of(editing.document)
    editing.apply(SetField(copy.slots[0].id, "of", "salt"))

    mbr = taken_over(editing.document, copy.id, STEP, replace(STEP, title="Newer"), "fill_to_mark@2")

    assert copy_of(mbr).slots[0].of == "salt"


def test_a_part_that_was_changed_keeps_the_ids_it_shares_with_its_block():
    editing = with_copy()
    copy = copy_of(editing.document)
    editing.apply(RemovePart(copy.slots[0].id))

    mbr = taken_over(editing.document, copy.id, STEP, STEP, "fill_to_mark@2")

    assert copy_of(mbr).slots[1].id == copy.slots[1].id
    assert len(copy_of(mbr).slots) == len(STEP.slots)
    assert [problem.code for problem in check(mbr) if problem.code == "id_twice"] == []


def test_a_version_whose_predecessor_is_not_here_is_taken_over_all_the_same():
    mbr = with_copy().document
    assert alike(copy_of(taken_over(mbr, copy_of(mbr).id, None, STEP, "fill_to_mark@2")), STEP) == "same"


def test_a_step_does_not_become_an_operation():
    operation = EXAMPLE.procedure[0].operations[0]
    mbr = with_copy().document
    with pytest.raises(Refusal) as refused:
        taken_over(mbr, copy_of(mbr).id, None, operation, "preparing@1")
    assert refused.value.code == "edit_level"
