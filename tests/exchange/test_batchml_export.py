"""Export: valid against the published schemas whatever the document says, and the same document on the way back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.text import read
from ebr.domain.refusal import Refusal
from ebr.exchange.batchml.reading import read_recipe
from ebr.exchange.batchml.writing import write_recipe
from tests.domain.test_mbr_write import parts
from tests.exchange.making import faults

EXAMPLES = sorted((Path(__file__).parents[2] / "resources" / "mbr").glob("*.yaml"))


def example(path: Path) -> Mbr:
    mbr = read(path.read_text(encoding="utf-8")).mbr
    assert mbr is not None
    return mbr


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_goes_out_valid_and_comes_back_the_same(path: Path):
    mbr = example(path)

    out = write_recipe(mbr)

    assert faults(out) == []
    again = read_recipe(out)
    assert again.mbr == mbr
    assert again.remarks == ()
    assert write_recipe(again.mbr) == out


def renamed(mbr: Mbr) -> Mbr:
    """Give every part an id of its own: random ones are not unique."""
    names = iter(range(1_000_000))

    def new(parts: tuple, **below) -> tuple:
        return tuple(
            replace(part, id=f"n{next(names)}", **{name: make(getattr(part, name)) for name, make in below.items()})
            for part in parts
        )

    return replace(
        mbr,
        header=replace(mbr.header, id=f"n{next(names)}"),
        materials=new(mbr.materials),
        equipment=new(mbr.equipment),
        procedure=new(
            mbr.procedure,
            operations=lambda ops: new(ops, phases=lambda phases: new(phases, slots=new)),
        ),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(parts(Mbr).map(renamed))
def test_any_document_goes_out_valid_and_comes_back_the_same(mbr: Mbr):
    out = write_recipe(mbr)
    assert faults(out) == []
    again = read_recipe(out)
    assert again.mbr == mbr
    assert again.remarks == ()


def test_a_recipe_of_ours_means_what_its_links_show():
    out = write_recipe(example(EXAMPLES[1])).decode()
    recipe = read_recipe(out.encode()).mbr
    first, second = (unit.id for unit in recipe.procedure[:2]) if len(recipe.procedure) > 1 else ("", "")
    operations = [operation.id for operation in recipe.procedure[0].operations]
    one, two = (first, second) if first else operations[:2]
    swapped = (
        out.replace(f"<RecipeElementID>{one}<", "<RecipeElementID>\0<")
        .replace(f"<RecipeElementID>{two}<", f"<RecipeElementID>{one}<")
        .replace("\0", two)
    )

    again = read_recipe(swapped.encode()).mbr

    ids = (
        [unit.id for unit in again.procedure]
        if first
        else [operation.id for operation in again.procedure[0].operations]
    )
    assert ids[:2] == [two, one]


def test_what_somebody_added_to_a_recipe_of_ours_is_listed():
    out = write_recipe(example(EXAMPLES[1])).decode()
    changed = out.replace("<Condition>True</Condition>", "<Condition>pump is on</Condition>", 1)
    changed = changed.replace("</MasterRecipe>", "<OtherInformation><ID>plant</ID></OtherInformation></MasterRecipe>")

    remarks = read_recipe(changed.encode()).remarks

    assert {remark.params["text"] for remark in remarks} == {"pump is on", "plant"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<ValueString>{", "<ValueString>{{", "recipe_field"),
        ("<RecipeElementType>Operation<", "<RecipeElementType>Phase<", "recipe_level"),
        (">ebr:profile<", ">ebr:unheard_of<", "recipe_form"),
    ],
)
def test_a_recipe_of_ours_that_was_spoilt_is_refused(old: str, new: str, code: str):
    out = write_recipe(example(EXAMPLES[0])).decode()
    assert old in out
    with pytest.raises(Refusal) as refused:
        read_recipe(out.replace(old, new, 1).encode())
    assert refused.value.code == code


def test_links_that_contradict_the_flow_beside_them_are_refused():
    mbr = example(EXAMPLES[1])
    units = tuple(replace(unit, flow=replace(unit.flow, order="parallel")) for unit in mbr.procedure)
    drawn = write_recipe(replace(mbr, procedure=units)).decode()
    spoilt = drawn.replace('{"order":"parallel"}', "{}", 1)
    assert spoilt != drawn
    with pytest.raises(Refusal, match="recipe_order"):
        read_recipe(spoilt.encode())


def test_a_document_with_an_id_twice_is_not_exported():
    mbr = example(EXAMPLES[0])
    twice = replace(mbr, materials=(*mbr.materials, mbr.materials[0]))
    with pytest.raises(Refusal, match="export_id_twice"):
        write_recipe(twice)
