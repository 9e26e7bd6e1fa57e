"""Every change of every field in words, and the sentences quality reads."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from ebr.domain.mbr import model as m
from ebr.domain.mbr.compare import Level, compare
from ebr.domain.mbr.shape import Field, fields_of
from ebr.wording.changes import PLACES, WHOLE, change_words, place_words, said, step_words
from ebr.wording.changes_fields import MEASURED, NAMES, PROSE, WORDS
from ebr.wording.changes_values import part_lines
from ebr.wording.units import unit_words
from tests.domain import mbr_variants as v


def classes(part: type = m.Mbr) -> dict[type, tuple[Field, ...]]:
    """Every class of the model that can be reached from the document, with its fields."""
    found = {part: fields_of(part)}
    for f in fields_of(part):
        if f.form in ("part", "parts", "limits_by_name"):
            found |= classes(f.part)
    return found


CLASSES = classes()
FIELDS = [(part, f) for part, fields in CLASSES.items() for f in fields]


@pytest.mark.parametrize(("part", "field"), FIELDS, ids=lambda x: getattr(x, "__name__", getattr(x, "name", "")))
def test_every_field_of_the_model_has_a_name(part, field):
    assert NAMES[part][field.name]
    if field.words:
        assert set(WORDS[part, field.name]) >= set(field.words)


def test_no_name_is_left_of_a_field_that_is_gone():
    known = {(part, f.name) for part, f in FIELDS}

    assert {(part, name) for part, names in NAMES.items() for name in names} == known
    assert {*WORDS, *MEASURED, *PROSE} <= known


def test_every_level_has_a_place_and_words_for_what_comes_and_goes():
    levels = set(get_args(Level))

    assert set(PLACES) == levels
    assert {level for _, level in WHOLE} == levels - {"header", "procedure", "translation"}


@pytest.mark.parametrize("path", v.EVERY_FIELD)
def test_a_change_of_any_field_is_said_with_both_values(path):
    for change in compare(v.FULL, v.EVERY_FIELD[path]).changes:
        found, words = said(change), change_words(change)

        assert place_words(change) in words
        assert found.what in words
        assert step_words(change)
        if change.kind == "changed":
            assert found.was != found.now
            assert found.was.partition(" ")[0] in words
            assert found.now in words


def test_the_upper_limit_of_a_temperature():
    (change,) = compare(with_limits(m.Limits(high="8.0")), with_limits(m.Limits(high="6.0"))).changes

    degrees = unit_words("degC")
    assert change_words(change) == f"1.1 Bag temperature: upper limit 8.0 -> 6.0 {degrees}"


def test_a_limit_set_and_dropped():
    bare, limited = with_limits(m.Limits()), with_limits(m.Limits(low="2.0"))
    degrees = unit_words("degC")

    assert sentences(bare, limited) == [f"1.1 Bag temperature: lower limit set to 2.0 {degrees}"]
    assert sentences(limited, bare) == [f"1.1 Bag temperature: lower limit 2.0 {degrees} dropped"]


def test_a_formula_stands_as_it_is_written():
    old, new = with_limits(m.Limits(high="8.0")), with_limits(m.Limits(high="other * 2"))

    assert sentences(old, new) == [f"1.1 Bag temperature: upper limit 8.0 {unit_words('degC')} -> other * 2"]


def test_ids_are_named_by_what_they_stand_for():
    materials = (m.Material("salt", "Salt", "A", "1", "g"), m.Material("sugar", "Sugar", "B", "1", "g"))
    slots = [m.Slot("add", "material", "Weighing", of=name) for name in ("salt", "sugar")]
    old, new = (replace(v.document(m.Operation("o", "O", (v.phase("a", s),))), materials=materials) for s in slots)

    assert sentences(old, new) == ["1.1 Weighing: refers to Salt -> Sugar"]


def test_of_a_long_instruction_only_what_differs():
    text = (
        "Cool the bag on ice and shake it gently every two minutes until its temperature is below {n} degrees; log it."
    )
    old, new = (v.document(m.Operation("o", "O", (replace(v.phase("a"), instruction=text.format(n=n)),))) for n in "86")

    (sentence,) = sentences(old, new)

    assert '"…its temperature is below 8 degrees; log it." -> "…' in sentence
    assert "Cool the bag" not in sentence


def test_a_step_added_says_all_that_stands_in_it():
    new = v.document(m.Operation("o", "O", (v.phase("a", v.number("x", limits=m.Limits(low="2", high="8"))),)))
    old = v.document(m.Operation("o", "O", ()))

    (change,) = compare(old, new).changes
    found = [(line.name, line.value) for line in part_lines(change)]

    assert change_words(change) == "1.1 Step a: step added"
    assert ("instruction", "Do it.") in found
    assert ("Entry", "Entry x (x)") in found
    assert ("upper limit", f"8 {unit_words('degC')}") in found


def test_every_field_of_what_is_added_is_told():
    old = replace(v.FULL, procedure=())

    told = {line.value for change in compare(old, v.FULL).changes for line in part_lines(change)}

    for words in ("Clear (clear)", "Inlet (inlet)", "Entry s (s)", "Do it.", "op", "unit"):
        assert words in told
    assert any("x > 1" in value for value in told)


def with_limits(limits: m.Limits) -> m.Mbr:
    slot = replace(v.number("x", limits=limits), label="Bag temperature")
    return v.document(m.Operation("o", "O", (v.phase("a", slot),)))


def sentences(old: m.Mbr, new: m.Mbr) -> list[str]:
    return [change_words(change) for change in compare(old, new).changes]
