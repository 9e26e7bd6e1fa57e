"""Procedure logic of any shape: the order it says, or a refusal that names the line."""

from __future__ import annotations

import pytest

from ebr.domain.refusal import Refusal
from ebr.exchange.batchml.reading import read_recipe
from ebr.exchange.batchml.writing import write_recipe
from ebr.wording import refusal_words
from tests.exchange.making import chain, element, faults, link, logic, recipe


def phases(data: bytes) -> list[str]:
    return [phase.id for _, _, phase in read_recipe(data).mbr.phases()]


def operation(data: bytes):
    return read_recipe(data).mbr.procedure[0].operations[0]


def refusal(data: bytes) -> Refusal:
    with pytest.raises(Refusal) as refused:
        read_recipe(data)
    assert "line" not in refused.value.params or int(refused.value.params["line"]) > 0
    assert refusal_words(refused.value).endswith(".")
    return refused.value


def test_links_say_the_order_not_the_file():
    inside = logic([("Sc", "Sa"), ("Sa", "Sb")], ["a", "b", "c"]) + element("a") + element("b") + element("c")
    assert phases(recipe(inside)) == ["c", "a", "b"]


def test_without_logic_the_order_of_the_file_is_taken_and_marked():
    imported = read_recipe(recipe(element("a") + element("b")))
    assert [phase.id for _, _, phase in imported.mbr.phases()] == ["a", "b"]
    assert "order_of_file" in {remark.code for remark in imported.remarks}


def test_parallel_branches_wait_for_what_comes_before_them():
    links = [("Sa", "T1"), ("T1", "Sb"), ("T1", "Sc"), ("Sb", "T2"), ("Sc", "T2"), ("T2", "Sd")]
    inside = logic(links, list("abcd"), {"T1": "True", "T2": "true"}) + "".join(element(name) for name in "abcd")
    data = recipe(inside)

    found = operation(data)

    assert found.flow.order == "parallel"
    assert {phase.id: phase.flow.after for phase in found.phases} == {
        "a": (),
        "b": ("a",),
        "c": ("a",),
        "d": ("b", "c"),
    }
    out = write_recipe(read_recipe(data).mbr)
    assert faults(out) == []
    assert read_recipe(out).mbr == read_recipe(data).mbr


def test_a_choice_is_a_condition_on_every_step_of_the_branch_and_is_marked():
    links = [
        ("Sa", "T1"),
        ("T1", "Sb"),
        ("Sb", "T3"),
        ("T3", "Sc"),
        ("Sa", "T2"),
        ("T2", "Sd"),
        ("Sc", "T4"),
        ("Sd", "T4"),
        ("T4", "Se"),
    ]
    conditions = {"T1": "level low", "T2": "level high", "T3": "True", "T4": "True"}
    data = recipe(logic(links, list("abcde"), conditions) + "".join(element(name) for name in "abcde"))
    imported = read_recipe(data)

    when = {phase.id: phase.flow.when for _, _, phase in imported.mbr.phases()}

    assert when == {"a": "", "b": "level low", "c": "level low", "d": "level high", "e": ""}
    assert sum(remark.code == "condition_foreign" for remark in imported.remarks) == 3


def test_levels_of_a_recipe_are_kept_and_missing_ones_added():
    step = element("p1") + element("p2")
    inner = logic([("Sp1", "Sp2")], ["p1", "p2"]) + step
    whole = element("u", "UnitProcedure", logic([], ["o"]) + element("o", "Operation", inner)) + element(
        "alone", "Operation"
    )
    mbr = read_recipe(recipe(logic([("Su", "Salone")], ["u", "alone"]) + whole)).mbr

    assert [(unit.id, [op.id for op in unit.operations]) for unit in mbr.procedure] == [
        ("u", ["o"]),
        ("alone_3", ["alone"]),
    ]
    assert [phase.id for _, _, phase in mbr.phases()] == ["p1", "p2", "alone_2"]


def test_an_element_used_twice_is_copied_and_marked():
    links = [("S1", "S2"), ("S2", "S3")]
    steps = "".join(
        f"<Step><ID>S{n}</ID><RecipeElementID>{name}</RecipeElementID><RecipeElementVersion/></Step>"
        for n, name in ((1, "a"), (2, "b"), (3, "a"))
    )
    drawn = "".join(link(f"L{n}", *ends) for n, ends in enumerate(links))
    imported = read_recipe(recipe(f"<ProcedureLogic>{drawn}{steps}</ProcedureLogic>" + element("a") + element("b")))

    assert [phase.id for _, _, phase in imported.mbr.phases()] == ["a", "b", "a_2"]
    assert "element_again" in {remark.code for remark in imported.remarks}


def test_a_link_may_be_joined_to_a_link():
    fork = link("L1", "Sa", "T1") + (
        "<Link><ID>L2</ID><FromID><FromIDValue>L1</FromIDValue><FromType>Link</FromType><IDScope>Internal</IDScope></FromID>"
        "<ToID><ToIDValue>Sb</ToIDValue><ToType>Step</ToType><IDScope>Internal</IDScope></ToID>"
        "<LinkType>ParallelDivergent</LinkType><Depiction>Line</Depiction></Link>"
    )
    steps = logic([], ["a", "b"], {"T1": "True"}).replace("<ProcedureLogic>\n", f"<ProcedureLogic>\n{fork}")
    assert phases(recipe(steps + element("b") + element("a"))) == ["a", "b"]


def test_what_a_link_transfers_is_no_order_and_is_listed():
    flow = link("M1", "Sb", "Sa", "<LinkType>TransferLink</LinkType>")
    drawn = logic([("Sa", "Sb")], ["a", "b"]).replace("<ProcedureLogic>\n", f"<ProcedureLogic>\n{flow}")
    imported = read_recipe(recipe(drawn + element("a") + element("b")))

    assert [phase.id for _, _, phase in imported.mbr.phases()] == ["a", "b"]
    assert any(remark.at.place.endswith("Link[1]") and remark.kind == "no_place" for remark in imported.remarks)


BAD = {
    "recipe_link_nowhere": recipe(logic([("Sa", "Snone")], ["a"]) + element("a")),
    "recipe_two_starts": recipe(logic([("Sa", "Sc"), ("Sb", "Sc")], list("abc")) + "".join(map(element, "abc"))),
    "recipe_circle": recipe(
        logic([("Sa", "Sb"), ("Sb", "Sc"), ("Sc", "Sb")], list("abc")) + "".join(map(element, "abc"))
    ),
    "recipe_id_twice": recipe(logic([], ["a"]) + element("a") + element("a")),
    "recipe_element_missing": recipe(logic([], ["a"])),
    "recipe_id_missing": recipe("<RecipeElement><RecipeElementType>Phase</RecipeElementType></RecipeElement>"),
    "recipe_empty": recipe(""),
    "recipe_missing": b"<BatchInformation/>",
}


@pytest.mark.parametrize("code", BAD)
def test_a_recipe_that_cannot_be_right_is_refused_with_its_line(code: str):
    refused = refusal(BAD[code])
    assert refused.code == code
    assert "line" in refused.params


def test_a_circle_of_all_steps_is_a_circle():
    data = recipe(logic([("Sa", "Sb"), ("Sb", "Sa")], ["a", "b"]) + element("a") + element("b"))
    assert refusal(data).params["steps"] == "Sa, Sb"


def test_the_line_is_the_one_of_the_second_id():
    data = (
        chain("a", "b").replace(b"<ID>L1</ID>", b"<ID>L1</ID>", 1).replace(b"<Step><ID>Sb</ID>", b"<Step><ID>Sa</ID>")
    )
    refused = refusal(data)
    lines = data.decode().split("\n")
    assert refused.code == "recipe_id_twice"
    assert "<ID>Sa</ID>" in lines[int(refused.params["line"]) - 1]
    assert "<ID>Sa</ID>" in lines[int(refused.params["first"]) - 1]


def test_several_recipes_are_named_and_one_can_be_chosen():
    one = chain("a").decode()
    both = one.replace(
        "</BatchInformation>", one[one.index("<MasterRecipe>") :].replace("<ID>made</ID>", "<ID>other</ID>")
    )
    assert refusal(both.encode()).params["recipes"] == "made, other"
    assert read_recipe(both.encode(), "other").mbr.header.id == "other"
    with pytest.raises(Refusal, match="recipe_unknown"):
        read_recipe(both.encode(), "third")


@pytest.mark.parametrize("namespace", ["http://www.wbf.org/xml/BatchML-V02", "http://www.mesa.org/xml/B2MML-V0600", ""])
def test_other_versions_are_read_and_named(namespace: str):
    data = recipe(element("a"), namespace).replace(b' xmlns=""', b"")
    imported = read_recipe(data)
    assert [phase.id for _, _, phase in imported.mbr.phases()] == ["a"]
    assert [remark.code for remark in imported.remarks if remark.kind == "read_as"] == ["namespace"]


def test_elements_of_an_extension_are_listed_not_read():
    own = '<x:RecipeElement xmlns:x="urn:own"><x:ID>b</x:ID></x:RecipeElement>'
    imported = read_recipe(recipe(element("a") + own))
    assert [phase.id for _, _, phase in imported.mbr.phases()] == ["a"]
    assert any("{urn:own}RecipeElement" in remark.at.place for remark in imported.remarks)


def test_a_message_around_the_recipe_is_read():
    inner = chain("a").decode()
    data = f'<ShowBatchInformation xmlns="http://www.mesa.org/xml/B2MML"><DataArea>{inner}</DataArea></ShowBatchInformation>'
    assert phases(data.encode()) == ["a"]


def test_steps_beyond_any_chart_are_refused():
    names = [f"n{number}" for number in range(5_001)]
    assert refusal(chain(*names)).code == "recipe_steps_many"
