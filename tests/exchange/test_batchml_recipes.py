"""The given recipes: each becomes a draft, and nothing that it says is lost without a word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ebr.domain.mbr.check import examine
from ebr.domain.mbr.check.unconfirmed import MARK
from ebr.domain.mbr.text import read
from ebr.domain.mbr.write import write
from ebr.exchange.batchml.reading import read_recipe
from ebr.exchange.batchml.writing import write_recipe
from tests.exchange.making import RECIPES, faults

GIVEN = Path(__file__).parents[3] / "shared" / "data" / "batchml" / "recipes"


def name_of(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", RECIPES, ids=name_of)
def test_a_recipe_becomes_a_draft_that_goes_out_valid_and_comes_back_the_same(path: Path):
    imported = read_recipe(path.read_bytes())

    out = write_recipe(imported.mbr)

    assert faults(out) == []
    again = read_recipe(out)
    assert again.mbr == imported.mbr
    assert again.remarks == ()
    assert read(write(imported.mbr)).mbr == imported.mbr


def test_all_given_recipes_are_the_ones_tried_here():
    if not GIVEN.is_dir():
        pytest.skip("the given recipes are not beside this tree")
    assert {path.name: path.read_bytes() for path in GIVEN.glob("*.xml")} == {
        path.name: path.read_bytes() for path in RECIPES
    }


@pytest.mark.parametrize("path", RECIPES, ids=name_of)
def test_every_guess_is_an_error_until_somebody_confirmed_it(path: Path):
    imported = read_recipe(path.read_bytes())

    text = write(imported.mbr)
    reported = [problem for problem in examine(text).problems if problem.code == "unconfirmed"]

    unsure = [remark for remark in imported.remarks if remark.kind == "unsure"]
    assert len(reported) == len(unsure) == text.count(MARK) > 0
    assert all(problem.severity == "error" for problem in reported)


@pytest.mark.parametrize("path", RECIPES, ids=name_of)
def test_each_remark_names_a_line_of_the_file(path: Path):
    lines = path.read_text(encoding="utf-8").count("\n") + 1
    for remark in read_recipe(path.read_bytes()).remarks:
        assert 1 <= remark.at.line <= lines
        assert remark.at.place.startswith(("/", "comment()"))
        assert remark.words()


CONTAINERS = re.compile(r"</b2mml:(?P<name>\w+)>")
LEAVES = re.compile(r"<b2mml:\w+>[^<]*</b2mml:\w+>")


@pytest.mark.parametrize("name", ["Wabe10_Grundrezept.xml", "2026-04-26_BatchML_Verfahrensrezept1.xml"])
def test_what_stands_anywhere_and_has_no_place_is_listed_with_its_line(name: str):
    # Given a word that no model knows, put at the end of every element in turn
    text = next(path for path in RECIPES if path.name == name).read_text(encoding="utf-8")
    text = re.sub(r"<!--.*?-->", lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL)
    ends = [found for found in CONTAINERS.finditer(text) if text[found.start() - 1] in "\n\t "]
    assert len(ends) > 60
    for end in ends:
        changed = f"{text[: end.start()]}<b2mml:Surprise>found me</b2mml:Surprise>{text[end.start() :]}"
        line = text[: end.start()].count("\n") + 1

        remarks = read_recipe(changed.encode()).remarks

        told = [one for one in remarks if one.kind == "no_place" and "found me" in one.params["text"]]
        outside = [one for one in remarks if one.kind == "no_place" and one.at.line <= line]
        # listed itself, or with the element around it that has no place either (its text may be cut off)
        assert told or any(len(one.params["text"]) == 2000 for one in outside), (line, end["name"])


@pytest.mark.parametrize("path", RECIPES[:1] + RECIPES[-1:], ids=name_of)
def test_an_attribute_and_a_stray_text_are_listed(path: Path):
    text = path.read_text(encoding="utf-8")
    text = text.replace("<b2mml:RecipeElement>", '<b2mml:RecipeElement colour="blue">stray', 1)

    said = {
        remark.at.place: remark.params["text"].strip()
        for remark in read_recipe(text.encode()).remarks
        if "text" in remark.params
    }

    # The first element is the mark for the beginning: it has no place, and is listed by what is in it.
    assert any(place.endswith("/@colour") and words == "blue" for place, words in said.items())
    assert any("stray" in words for words in said.values())


def test_the_condition_of_a_transition_becomes_a_point_to_confirm():
    path = next(path for path in RECIPES if path.name == "Wabe10_Fuellen.xml")
    mbr = read_recipe(path.read_bytes()).mbr

    entries = [slot for _, slot in mbr.slots()]

    assert entries[-1].kind == "check"
    assert entries[-1].label == "Level HC10_L11 >= 19"


def test_units_are_ours_where_that_is_certain_and_stay_where_it_is_not():
    units = {slot.unit for path in RECIPES for _, slot in read_recipe(path.read_bytes()).mbr.slots() if slot.unit}
    assert units == {"s", "L", "L/h", "degC", "%", "rpm", "1054"}


def test_a_general_recipe_gives_order_materials_and_batch_size():
    path = next(path for path in RECIPES if path.name.endswith("Verfahrensrezept2.xml"))
    mbr = read_recipe(path.read_bytes()).mbr

    assert [operation.id for operation in mbr.procedure[0].operations] == [
        "heatingofliquids001",
        "dosing001",
        "mixingofliquids001",
    ]
    assert [(line.code, line.quantity, line.unit) for line in mbr.materials] == [
        ("7732-18-5", "5.0", "L"),
        ("7732-18-5", "3.0", "L"),
    ]
    assert (mbr.header.size.nominal, mbr.header.size.unit) == ("8.0", "L")
    used = {slot.of: phase.id for phase, slot in mbr.slots() if slot.kind == "material"}
    assert used == {"educt001": "heatingofliquids001_2", "educt002": "mixingofliquids001_2"}
