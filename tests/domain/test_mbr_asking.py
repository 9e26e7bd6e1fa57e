"""What an author asks while typing: numbers, finding, the sample calculation, completions, what is present or missing."""

from __future__ import annotations

import pytest

from ebr.domain.batch.state.plan import prepare
from ebr.domain.mbr.check.contents import ITEMS, completeness, missing
from ebr.domain.mbr.editing import (
    AddPart,
    Memo,
    RemovePart,
    SetField,
    completions,
    find,
    new_document,
    numbering,
    sample,
)
from ebr.domain.mbr.editing.history import done
from ebr.domain.mbr.model import Mbr
from ebr.domain.refusal import Refusal
from tests.domain.mbr_edits import example
from tests.domain.test_help_rules import EXAMPLE
from tests.domain.test_mbr_editing import small


def edited(mbr: Mbr, *edits) -> Mbr:
    for edit in edits:
        mbr = done(mbr, edit)[0]
    return mbr


@pytest.mark.parametrize("name", ["handrub", "metformin", "car_t"])
def test_steps_have_the_numbers_of_the_operators_screen(name):
    mbr = example(name)

    assert dict(numbering(mbr)) == {part: place.number for part, place in prepare(mbr).places.items()}


def test_text_is_found_in_every_part_whatever_its_case():
    hits = find(EXAMPLE, "SALT")

    assert {(hit.part, hit.field) for hit in hits} >= {("add_salt", "title"), ("salt_used", "of")}
    assert all(hit.text[hit.start : hit.end].lower() == "salt" for hit in hits)
    assert next(hit.number for hit in hits if hit.part == "add_salt") == "2.1"
    assert [(hit.part, hit.field) for hit in find(EXAMPLE, "Hazy")] == [
        ("dissolved/hazy", "id"),
        ("dissolved/hazy", "label"),
    ]
    first = find(EXAMPLE, "salin")[0]
    assert (first.part, first.field) == ("header", "id")
    assert find(EXAMPLE, "  ") == ()
    assert find(EXAMPLE, "(") == ()


def results(mbr: Mbr, part: str, **inputs: str) -> dict[str, str]:
    found = sample(mbr, part, {name.replace("__", "."): text for name, text in inputs.items()})
    return {figure.name: f"{figure.value} {figure.unit}".strip() for figure in found.results}


def test_limits_are_computed_from_the_nominal_batch_and_the_targets():
    mbr = edited(
        EXAMPLE,
        SetField("volume", "limits", {"target": "batch.size", "low": "batch.size * 0.98", "high": "temp.last / 4"}),
    )
    found = sample(mbr, "volume", {})

    assert [(figure.name, figure.value, figure.unit) for figure in found.given] == [
        ("batch.size", "5", "L"),
        ("temp.last", "22", "degC"),
    ]
    assert results(mbr, "volume") == {"limits.target": "5.00 L", "limits.low": "4.90 L", "limits.high": "5.50 L"}


def test_values_the_author_gives_come_before_ordinary_ones():
    assert results(EXAMPLE, "volume", batch__size="8") == {"limits.low": "0.00 L", "limits.high": "16.00 L"}
    with pytest.raises(Refusal, match="number_comma"):
        sample(EXAMPLE, "volume", {"batch.size": "1,5"})


def test_a_yield_comes_to_a_percentage():
    mbr = edited(EXAMPLE, SetField("volume", "limits", {"target": "4.9"}))

    assert results(mbr, "yield_percent")["yield"] == "98.0 %"
    assert results(mbr, "yield_percent")["formula"] == "4.9"


def test_a_calculation_is_shown_as_it_will_be_recorded():
    mbr = edited(
        EXAMPLE,
        AddPart(
            "bulk_yield",
            9,
            "slot",
            {
                "id": "third",
                "kind": "calculation",
                "label": "T",
                "unit": "L",
                "decimals": 1,
                "formula": "batch.size / 3",
            },
        ),
    )

    assert results(mbr, "third") == {"formula": "1.7 L"}


def test_a_value_that_nothing_says_is_named_and_not_invented():
    mbr = edited(EXAMPLE, SetField("temp", "limits", {"high": "assay * 2"}), SetField("assay", "limits", {}))
    found = sample(mbr, "temp", {})

    assert [(field, error.code, error.params["name"]) for field, error in found.troubles] == [
        ("limits.high", "missing_value", "assay")
    ]
    assert found.results == ()
    assert results(mbr, "temp", assay="4") == {"limits.high": "8.0 degC"}


def test_a_formula_that_needs_itself_or_cannot_be_read_has_no_sample():
    circle = edited(EXAMPLE, SetField("volume", "limits", {"target": "volume * 2"}))
    broken = edited(EXAMPLE, SetField("volume", "limits", {"high": "batch.size *"}))

    assert sample(circle, "volume", {}).troubles[0][1].code == "missing_value"
    assert sample(broken, "volume", {}).troubles[0][1].code == "unfinished"
    assert sample(broken, "fill_up", {}).results == ()


def test_an_unfinished_batch_size_is_not_known():
    mbr = edited(small(), SetField("volume", "limits.high", "batch.size * 2"))

    assert sample(mbr, "volume", {}).troubles[0][1].params["name"] == "batch.size"


@pytest.mark.parametrize("name", ["handrub", "metformin", "car_t"])
def test_every_entry_of_the_examples_has_a_sample_and_with_a_memo_the_same(name):
    mbr, memo = example(name), Memo()

    for _, slot in mbr.slots():
        assert repr(sample(mbr, slot.id, {}, memo)) == repr(sample(mbr, slot.id, {}))


def texts(mbr: Mbr, part: str, field: str, text: str) -> list[str]:
    cursor = text.index("|")
    return [found.text for found in completions(mbr, part, field, text.replace("|", ""), cursor)]


def test_names_are_completed_with_those_recorded_by_then_first():
    assert texts(EXAMPLE, "yield_percent", "formula", "vol|")[0] == "volume"
    assert texts(EXAMPLE, "yield_percent", "formula", "batch.s|")[0] == "batch.size"
    assert texts(EXAMPLE, "yield_percent", "formula", "mea|")[0] == "mean("
    everything = texts(EXAMPLE, "temp", "limits.high", "|")
    assert everything.index("salt_used.total") < everything.index("volume")


def test_the_word_at_the_cursor_is_replaced_and_nothing_else():
    (found, *_) = completions(EXAMPLE, "yield_percent", "formula", "2 * volxyz + 1", 7)

    assert (found.text, found.start, found.end, found.label, found.unit) == ("volume", 4, 10, "Bulk", "L")


def test_after_a_choice_come_its_answers():
    assert texts(EXAMPLE, "fill_up", "flow.when", "dissolved == |") == ['"clear"', '"hazy"']
    assert texts(EXAMPLE, "fill_up", "flow.when", 'dissolved == "h|"') == ['"hazy"']
    (found,) = completions(EXAMPLE, "fill_up", "flow.when", 'dissolved == "h" and', 15)
    assert (found.start, found.end, found.sort, found.label) == (13, 16, "answer", "Hazy")


def test_completions_of_nonsense_are_none():
    assert texts(EXAMPLE, "nowhere", "x", "zzz|") == []
    assert completions(EXAMPLE, "temp", "limits.high", "", 99) == completions(EXAMPLE, "temp", "limits.high", "", 0)


@pytest.mark.parametrize("name", ["handrub", "metformin", "car_t"])
def test_the_examples_contain_what_the_rules_want(name):
    points = completeness(example(name))

    assert list(missing(points)) == []
    assert {point.item for point in points} == set(ITEMS)


MISSING = {
    "product": SetField("header", "strength", ""),
    "actives": SetField("salt", "active", False),
    "components": SetField("salt", "code", ""),
    "weights": SetField("water", "quantity", ""),
    "excess": SetField("salt", "overage", "2"),
    "theoretical": SetField("yield_percent", "theoretical", ""),
    "yields": SetField("yield_percent", "limits.low", None),
    "instructions": SetField("fill_up", "instruction", ""),
    "sampling": RemovePart("bulk_sample"),
    "specifications": SetField("assay", "limits", None),
    "precautions": SetField("clearing", "sop", ""),
    "size": SetField("header", "size.high", ""),
    "location": SetField("compounding", "room", ""),
    "equipment": RemovePart("balance_used"),
    "methods": SetField("clearing", "sop", ""),
    "storage": SetField("header", "storage", ""),
}


@pytest.mark.parametrize("item", MISSING)
def test_what_is_missing_is_said_with_its_place(item):
    mbr = edited(EXAMPLE, MISSING[item])
    before = {point.item for point in missing(completeness(EXAMPLE))}

    found = {point.item: point for point in missing(completeness(mbr))}

    assert item in found
    assert item not in before
    assert found[item].clause


def test_nothing_is_asked_about_packing_where_nothing_is_labelled():
    assert "labels" not in {point.item for point in completeness(EXAMPLE)}
    packed = edited(
        EXAMPLE, AddPart("bulk_yield", 9, "slot", {"id": "stuck", "kind": "labels", "label": "L", "of": "b"})
    )
    found = {point.item: point.present for point in completeness(packed)}
    assert (found["labels"], found["containers"], found["packing_clearance"], found["reconciliation"]) == (
        True,
        False,
        True,
        False,
    )


def test_of_a_blank_document_almost_everything_is_missing():
    points = completeness(new_document("blank", "Blank"))

    assert {point.item for point in points if point.present} == {"excess"}
