"""The three example MBRs are complete, read and check clean, compute sensible figures, and present no invented figure as published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

from ebr.domain.formula import Value, evaluate, parse
from ebr.domain.mbr import text, write
from ebr.domain.mbr.model import KINDS, NO_LIMITS, Limits, Material, Mbr, Node, Slot, tree
from ebr.domain.values import rounded

FOLDER = Path(__file__).parents[2] / "resources" / "mbr"
HANDRUB, METFORMIN, CAR_T = "handrub_f1", "metformin_er_1000", "car_t_autologous"
LEAST = {HANDRUB: 25, METFORMIN: 60, CAR_T: 80}

# Formulas that a scenario below fills by hand: what an operator types, and what the record must then compute.
TYPED: Mapping[str, Mapping[str, str | tuple[str, ...]]] = {
    HANDRUB: {
        "batch.size": "10000",
        "ethanol_strength": "95.6",
        "content": "100",
        "bulk_volume": "9880",
        "box_count.values": ("25", "25", "25", "20"),
        "bottle_labels.issued": "110",
        "bottle_labels.used": "95",
        "bottle_labels.destroyed": "14",
        "bottle_labels.returned": "0",
        "bottle_labels.specimen": "1",
    },
    METFORMIN: {
        "batch.size": "100000",
        "assay_a": "99.00",
        "lod_a": "0.50",
        "stock_a": "60.00",
        "assay_b": "99.40",
        "lod_b": "0.40",
        "active_dispense.total": "101.95",
        "active_dispense.active": "100.6345",  # 60.00 kg of lot A and 41.95 kg of lot B
        "carmellose_dispense.total": "10.01",
        "povidone_dispense.total": "1.50",
        "hypromellose_dispense.total": "26.02",
        "cellulose_dispense.total": "8.19",
        "silica_dispense.total": "1.50",
        "stearate_dispense.total": "1.50",
        "lod.last": "1.90",
        "granule_net": "114.30",
        "blend_net": "151.10",
        "setup_waste": "0.80",
        "tablets_net": "147.90",
        "comp_waste": "1.65",
        "pack_size": "100",
        "packs_good": "975",
        "tablets_left": "688",
        "bottle_labels.issued": "1000",
        "bottle_labels.used": "975",
        "bottle_labels.destroyed": "18",
        "bottle_labels.returned": "6",
        "bottle_labels.specimen": "1",
    },
    CAR_T: {
        "batch.size": "1",
        "apheresis_volume": "180",
        "apheresis_conc": "55000000",
        "apheresis_cd3": "55.0",
        "medium_used.total": "3000",
        "serum_used.total": "150",
        "il2_used.total": "300000",
        "cell_age.elapsed": "77400",
        "selected_volume": "60.0",
        "selected_conc": "52000000",
        "selected_cd3": "96.5",
        "day1_conc": "910000",
        "moi": "4.0",
        "vector_titre": "120000000",
        "harvest_conc.mean": "8133333.333333333333333333333",
        "harvest_volume": "240.0",
        "harvest_cd3": "97.2",
        "harvest_car": "41.8",
        "body_weight": "72.4",
        "dose_ordered": "1000000",
        "bags_planned": "3",
        "bag_target": "20",
        "reserve": "10",
        "culture_density": "1000000",
        "final_conc.values": ("8660000", "8500000"),
        "bag_volume.values": ("20.1", "20.0", "19.9"),
        "bag_labels.issued": "6",
        "bag_labels.used": "3",
        "bag_labels.destroyed": "2",
        "bag_labels.returned": "0",
        "bag_labels.specimen": "1",
    },
}
COMPUTED: Mapping[str, Mapping[str, str]] = {
    HANDRUB: {"ethanol_charge": "8368", "bulk_yield": "98.8", "bottles_good": "95", "fill_yield": "96.2", "label_balance": "0", "overall_yield": "95.0"},
    METFORMIN: {
        "charge_full": "102.13", "use_a": "60.00", "use_b": "41.92", "cellulose_target": "8.18", "active_found": "100.63", "lod_final": "1.90",
        "gran_yield": "98.8", "blend_yield": "99.7", "comp_yield": "97.9", "comp_balance": "99.5", "label_balance": "0", "pack_yield": "99.3",         "overall_yield": "97.5",
    },
    CAR_T: {
        "apheresis_t": "5445000000", "serum_share": "5.0", "il2_conc": "100", "cell_age_h": "21.5", "selected_cells": "3120000000",
        "selection_yield": "55.3", "culture_cells": "200000000", "culture_volume": "200", "vector_volume": "6.07", "final_volume": "70", "car_conc": "3304541",
        "car_total": "793089840", "dose_needed": "72400000", "harvest_take": "76.7", "expansion_yield": "976.0", "final_car": "3486020",
        "final_dose": "962989", "label_balance": "0", "fill_yield": "85.7",
    },
}  # fmt: skip


def load(name: str) -> Mbr:
    reading = text.read((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    assert reading.problems == ()
    assert reading.mbr is not None
    return reading.mbr


@pytest.fixture(params=LEAST)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def mbr(name: str) -> Mbr:
    return load(name)


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from nodes(child)


def test_the_text_is_the_canonical_one(name: str, mbr: Mbr) -> None:
    assert (FOLDER / f"{name}.yaml").read_text(encoding="utf-8") == write.write(mbr)


def test_the_check_finds_no_error(mbr: Mbr) -> None:
    from ebr.domain.mbr.check import check  # pint comes with it, so only here

    assert [problem for problem in check(mbr) if problem.severity == "error"] == []


def test_it_has_enough_entries_to_make(name: str, mbr: Mbr) -> None:
    assert len(list(mbr.slots())) >= LEAST[name]


def test_together_they_use_every_kind_and_flow() -> None:
    every = [load(name) for name in LEAST]
    flows = [node.flow for mbr in every for node in nodes(tree(mbr))]
    slots = [slot for mbr in every for _, slot in mbr.slots()]
    assert {slot.kind for slot in slots} == set(KINDS)
    assert {flow.order for flow in flows} == {"sequence", "any", "parallel"}
    for what in ("when", "after", "repeat", "for_each", "series"):
        assert any(getattr(flow, what) for flow in flows), what
    for what in ("when", "optional", "starts", "stops", "declared", "after_release", "second"):
        assert any(getattr(slot, what) for slot in slots), what
    assert any(slot.replicates > 1 for slot in slots)


def limits_of(slot: Slot) -> list[Limits]:
    everything = [slot.limits, *(item.limits for item in slot.items), *(found for _, found in slot.statistics)]
    return [found for found in everything if found != NO_LIMITS]


def is_founded(mbr: Mbr, words: str) -> bool:
    """Tell whether a note names a source of the header, says that the figure is the plant's, or names a rule."""
    sources = [source.partition(": ")[0] for source in mbr.header.sources] + ["21 CFR"]
    return "Plant assumption." in words or any(source in words for source in [*sources, "POT8", "POT9"])


def test_every_figure_names_its_source_or_is_the_plants(mbr: Mbr) -> None:
    unfounded = [
        slot.id for _, slot in mbr.slots() if (limits_of(slot) or slot.quantity) and not is_founded(mbr, slot.note)
    ]
    unfounded += [line.id for line in mbr.materials if not is_founded(mbr, f"{line.source} {line.note}")]
    unfounded += [phase.id for _, _, phase in mbr.phases() if phase.flow.repeats() and not is_founded(mbr, phase.note)]
    assert unfounded == []


def test_tolerances_of_materials_are_the_plants(mbr: Mbr) -> None:
    def toleranced(line: Material) -> bool:
        return bool(line.low or line.high)

    assert [line.id for line in mbr.materials if toleranced(line) and "Plant assumption." not in line.note] == []


def test_critical_steps_have_a_second_person(mbr: Mbr) -> None:
    def seconded(slot: Slot, sign: tuple[str, ...]) -> bool:
        return bool(slot.second) or bool({"verified", "witnessed"} & set(sign))

    assert [phase.id for _, _, phase in mbr.phases() if phase.critical and len(phase.sign) < 2] == []
    assert [slot.id for phase, slot in mbr.slots() if slot.critical and not seconded(slot, phase.sign)] == []


def test_words_fit_the_screen_and_are_short(mbr: Mbr) -> None:
    titles = [node.title for node in nodes(tree(mbr)) if node.id != mbr.header.id]
    slots = [slot for _, slot in mbr.slots()]
    labels = [slot.label for slot in slots]
    labels += [item.label for slot in slots for item in slot.items]
    labels += [option.label for slot in slots for option in slot.options]
    assert [title for title in titles if len(title) > 32] == []
    assert [label for label in labels if len(label) > 48] == []
    assert [p.id for _, _, p in mbr.phases() if len(re.findall(r"[.!?](?:\s|$)", p.instruction)) not in (1, 2, 3)] == []


def test_every_material_and_equipment_is_used_and_every_reference_is_known(mbr: Mbr) -> None:
    slots = [slot for _, slot in mbr.slots()]
    assert {line.id for line in mbr.materials} == {slot.of for slot in slots if slot.kind in ("material", "qs")}
    assert {line.id for line in mbr.equipment} == {slot.of for slot in slots if slot.kind == "equipment"}
    samples = {slot.id for slot in slots if slot.kind == "sample"}
    assert {slot.of for slot in slots if slot.kind == "result"} <= samples


def scenario(name: str, mbr: Mbr) -> dict[str, Value]:
    values: dict[str, Value] = {f"material.{line.id}.quantity": Decimal(line.quantity) for line in mbr.materials}
    for reference, typed in TYPED[name].items():
        values[reference] = Decimal(typed) if isinstance(typed, str) else tuple(Decimal(one) for one in typed)
    return values


def amount(expression: str, values: Mapping[str, Value]) -> Decimal:
    value = evaluate(parse(expression), values)
    assert isinstance(value, Decimal)
    return value


def computed(slot: Slot, values: Mapping[str, Value]) -> Decimal:
    result = amount(slot.formula, values)
    if slot.kind == "yield":
        result = 100 * result / amount(slot.theoretical, values)
    return rounded(result, slot.decimals, slot.rounding)


def test_a_plausible_batch_computes_what_a_person_computes(name: str, mbr: Mbr) -> None:
    values = scenario(name, mbr)
    found: dict[str, str] = {}
    for _, slot in mbr.slots():
        if slot.kind in ("calculation", "yield"):
            result = values[slot.id] = computed(slot, values)
            found[slot.id] = f"{result:f}"
            assert slot.limits.low is None or amount(slot.limits.low, values) <= result, slot.id
            assert slot.limits.high is None or result <= amount(slot.limits.high, values), slot.id
    assert found == COMPUTED[name]


def test_the_charge_of_active_is_never_below_100_percent() -> None:
    """21 CFR 211.101(a): what the two charges bring, at their assay and loss on drying, is at least the formula's quantity."""
    mbr = load(METFORMIN)
    slots = {slot.id: slot for _, slot in mbr.slots()}
    for assay_a, lod_a, stock_a in (
        ("98.73", "0.37", "41.13"),
        ("100.90", "0.01", "500.00"),
        ("99.99", "0.49", "0.00"),
    ):
        values = {
            **scenario(METFORMIN, mbr),
            "assay_a": Decimal(assay_a),
            "lod_a": Decimal(lod_a),
            "stock_a": Decimal(stock_a),
        }
        for charge in ("charge_full", "use_a", "use_b"):
            values[charge] = computed(slots[charge], values)
        pure = amount("(use_a * assay_a * (100 - lod_a) + use_b * assay_b * (100 - lod_b)) / 10000", values)
        assert pure >= Decimal("100.60")
        assert pure < Decimal("100.62")


def test_every_field_of_a_slot_is_used_somewhere() -> None:
    slots = [slot for name in LEAST for _, slot in load(name).slots()]
    unused = {part.name for part in fields(Slot) if all(getattr(slot, part.name) == part.default for slot in slots)}
    assert unused == set()


def test_every_computed_value_follows_from_something_recorded(mbr: Mbr) -> None:
    """The engine computes when an input is recorded: a formula of constants alone would leave its step open for ever."""
    slots = {slot.id for _, slot in mbr.slots()}
    formulas = [(slot.id, slot.formula) for _, slot in mbr.slots() if slot.kind in ("calculation", "yield")]
    assert [id_ for id_, text_ in formulas if not {r.partition(".")[0] for r in parse(text_).references} & slots] == []
