"""Every field of the model has a place in the editor, for every kind of entry, and what is typed there is in the document."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from ebr.domain.mbr.kinds import ALWAYS, KIND
from ebr.domain.mbr.model import (
    KINDS,
    BatchSize,
    Equipment,
    Flow,
    ForEach,
    Header,
    Identifier,
    Item,
    Limits,
    Material,
    Mbr,
    Operation,
    Option,
    Phase,
    Repeat,
    Series,
    Slot,
    UnitProcedure,
)  # fmt: skip
from ebr.domain.mbr.shape import STATISTICS, fields_of
from ebr.domain.refusal import Refusal
from ui.editor.forms import CHILDREN, Forms
from ui.editor.model import FieldShown
from ui.editor.names import FIELDS
from ui.editor.parts import Parts
from ui.editor.reach import get, shown
from ui.editor.work import Work

FLOW = Flow(repeat=Repeat(2, "a > 1"), for_each=ForEach("bag", 1, 3), series=Series("mixing", 15, 2, 10))


def document(slot: Slot | None = None, flow: Flow = FLOW) -> Mbr:
    header = Header(
        "rub", "1", "Rub", "Rub", "P1", "80 %", "Solution", "commercial", "Making", "EU", BatchSize("10", "5", "20", "L"),
        (Identifier("coi", "COI"),),
    )  # fmt: skip
    phase = Phase("mixing", "Mix", "Mix it.", (slot,) if slot is not None else (), flow=flow)
    unit = UnitProcedure("making", "Making", (Operation("mix_op", "Mixing", (phase,), flow=flow),), flow=flow)
    material = Material("salt", "Salt", "RM-1", "10", "g")
    return Mbr(header, (material,), (Equipment("scale", "Scale", "balance"),), (unit,))


def slot_of(kind: str) -> Slot:
    return Slot(
        "a",
        kind,
        "A",
        options=(Option("x", "X"),),
        items=(Item("i", "I"),),
        statistics=tuple((one, Limits()) for one in STATISTICS),
    )


def fields(mbr: Mbr, key: str) -> dict[str, FieldShown]:
    parts = Parts(mbr)
    part = parts.get(key)
    assert part is not None
    forms = Forms(parts, None, {})
    found = [one for group in forms.groups(part) for one in group.fields]
    found += [one for rows in forms.rows(part) for row in rows.rows for one in row]
    return {one.path: one for one in found}


def wanted(part: Any, path: str = "") -> list[str]:
    """Every path of the model below a part that holds a single value."""
    found = []
    for one in fields_of(type(part)):
        here = f"{path}{one.name}"
        value = getattr(part, one.name)
        if one.name in CHILDREN:
            continue
        if one.form == "part" and value is not None:
            found += wanted(value, f"{here}.")
        elif one.form == "parts":
            found += [p for at, row in enumerate(value) for p in wanted(row, f"{here}.{at}.")]
        elif one.form == "limits_by_name":
            found += [p for name, limits in value for p in wanted(limits, f"{here}.{name}.")]
        elif one.form != "part":
            found.append(here)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_kind_has_a_place(kind: str) -> None:
    slot = slot_of(kind)
    allowed = {name for name in (one.name for one in fields_of(Slot)) if KIND[kind].allows(name)}
    paths = [path for path in wanted(slot) if path.split(".")[0] in allowed]
    assert set(paths) <= set(fields(document(slot), "a"))
    assert set(ALWAYS) <= set(fields(document(slot), "a"))


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_kind_has_no_use_for_is_shown_while_it_is_filled(kind: str) -> None:
    slot = dataclasses.replace(slot_of(kind), of="something", quantity="3")
    found = fields(document(slot), "a")
    for name in ("of", "quantity"):
        assert (found[name].tone == "warn") == (not KIND[kind].allows(name))


@pytest.mark.parametrize("key", ["header", "salt", "scale", "procedure", "making", "mix_op", "mixing"])
def test_every_field_of_every_other_part_has_a_place(key: str) -> None:
    mbr = document()
    part = Parts(mbr).get(key)
    assert part is not None
    it = mbr if key == "procedure" else part.it
    paths = [path for path in wanted(it) if key != "procedure" or path.startswith("flow")]
    missing = [path for path in paths if path not in fields(dataclasses.replace(mbr, flow=FLOW), key)]
    assert missing == []


def test_every_field_of_the_model_has_a_name() -> None:
    parts = (Header, BatchSize, Identifier, Material, Equipment, UnitProcedure, Operation, Phase, Slot, Option, Item, Limits, Flow,
        Repeat, ForEach, Series)  # fmt: skip
    assert {one.name for part in parts for one in fields_of(part)} - set(FIELDS) == set()


def typed_for(field: FieldShown) -> str:
    if field.control == "whole":
        return "7"
    if field.control == "tick":
        return "" if field.value else "yes"
    if field.control in ("pick", "marks"):
        return next(key for key, _words in reversed(field.choices) if key and key != field.value)
    return "something_new"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_typed_into_any_field_of_a_kind_is_in_the_document(kind: str) -> None:
    lost = {}
    for path, field in fields(document(slot_of(kind)), "a").items():
        if path == "kind":
            continue
        work = Work(document(slot_of(kind)), None)
        text = typed_for(field)
        taken = work.typed("a", path, text, left=True)
        part = work.parts.get("something_new" if path == "id" else "a")
        assert part is not None
        if not taken or shown(get(part.it, path)) != text:
            lost[path] = work.rough.get(("a", path), (text, shown(get(part.it, path))))
    assert lost == {}


@pytest.mark.parametrize("key", ["header", "salt", "scale", "making", "mix_op", "mixing"])
def test_what_is_typed_into_any_field_of_another_part_is_in_the_document(key: str) -> None:
    lost = {}
    for path, field in fields(document(flow=Flow(repeat=Repeat(2, "a"))), key).items():
        work = Work(document(flow=Flow(repeat=Repeat(2, "a"))), None)
        text = "series" if path == "flow.repeats" else typed_for(field)
        taken = work.typed(key, path, text, left=True)
        part = work.parts.get("something_new" if path == "id" and key != "header" else key)
        assert part is not None
        if path == "flow.repeats":
            assert (part.it.flow.repeat, part.it.flow.series is not None) == (None, True)
        elif not taken or shown(get(part.it, path)) != text:
            lost[path] = work.rough.get((key, path), (text, shown(get(part.it, path))))
    assert lost == {}


def test_half_a_number_stays_in_its_field_and_out_of_the_document() -> None:
    work = Work(document(slot_of("number")), None)
    assert not work.typed("a", "decimals", "1x")
    assert work.rough["a", "decimals"][0] == "1x"
    assert work.mbr == document(slot_of("number"))
    assert work.typed("a", "decimals", "1")
    assert work.rough == {}


def test_an_id_is_renamed_everywhere_and_only_when_the_field_is_left() -> None:
    second = Slot("b", "calculation", "B", unit="g", formula="a * 2")
    mbr = document(Slot("a", "number", "A", unit="g"))
    phase = mbr.procedure[0].operations[0].phases[0]
    unit = dataclasses.replace(
        mbr.procedure[0],
        operations=(Operation("mix_op", "Mixing", (dataclasses.replace(phase, slots=(*phase.slots, second)),)),),
    )
    work = Work(dataclasses.replace(mbr, procedure=(unit,)), None)
    work.typed("a", "id", "ab")
    assert work.parts.get("a") is not None
    assert work.typed("a", "id", "abc", left=True)
    assert work.parts.by_key["b"].it.formula == "abc * 2"


def test_an_id_in_use_is_refused_with_its_reason() -> None:
    work = Work(document(slot_of("number")), None)
    assert not work.typed("a", "id", "mixing", left=True)
    assert work.rough["a", "id"][0] == "mixing"


def test_rows_are_added_moved_and_removed() -> None:
    work = Work(document(slot_of("choice")), None)
    work.rows_act("a", "options", "add", "")
    work.typed("a", "options.1.label", "Hazy")
    work.rows_act("a", "options", "up", 1)
    assert [one.label for one in work.parts.by_key["a"].it.options] == ["Hazy", "X"]
    work.rows_act("a", "options", "remove", 1)
    assert [one.label for one in work.parts.by_key["a"].it.options] == ["Hazy"]
    work.undo()
    assert len(work.parts.by_key["a"].it.options) == 2


def test_figures_of_a_series_come_and_go() -> None:
    work = Work(document(Slot("a", "table", "A", rows=3)), None)
    work.rows_act("a", "statistics", "add", "mean")
    work.typed("a", "statistics.mean.low", "3")
    assert work.parts.by_key["a"].it.statistics == (("mean", Limits(low="3")),)
    work.rows_act("a", "statistics", "remove", "mean")
    assert work.parts.by_key["a"].it.statistics == ()


def test_keystrokes_in_one_field_are_one_step_of_undo() -> None:
    work = Work(document(slot_of("number")), None)
    for text in ("B", "Ba", "Bag"):
        work.typed("a", "label", text)
    work.undo()
    assert work.mbr == document(slot_of("number"))
    with pytest.raises(Refusal):
        work.undo()


def test_typing_into_a_part_that_is_gone_does_nothing() -> None:
    assert not Work(document(), None).typed("gone", "label", "x")
