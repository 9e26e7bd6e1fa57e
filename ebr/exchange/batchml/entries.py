"""Parameters of a recipe as entries to make and as the bill of materials.

An element names its parameters; their values stand there or in the recipe's formula under the same id. An input is a
material, charged where it is named. Any other parameter with a number becomes a number to record against its target:
the recipe sets a machine, the record has to show what was reached. One with a text becomes a point to confirm.
"""

from __future__ import annotations

from ebr.domain.refusal import Refusal
from ebr.exchange.batchml.codes import code
from ebr.exchange.batchml.equipment import Plant
from ebr.exchange.batchml.values import NUMBER, Value, decimals_of, fill, plain, values
from ebr.exchange.imported import Drafting, Part, add_note
from ebr.exchange.source import at, children, peek, word
from ebr.exchange.units import unit_of
from ebr.exchange.xml_tree import Element
from ebr.words import tr

TEXTS = frozenset({"string", "Text", "Code", "Identifier", "Name", "boolean", "Indicator", "Enumeration", "Other"})


class Formula:
    """The formula of a recipe: parameters by id, and the materials made from its inputs."""

    def __init__(self, formula: Element | None, drafting: Drafting) -> None:
        self.drafting = drafting
        self.materials: list[Part] = []
        self.parameters: dict[str, Element] = {}
        self._material: dict[str, Part] = {}
        for one in formula.children if formula is not None else ():
            if one.name == "Parameter":
                self._enter(one)
        for name, one in self.parameters.items():
            if peek(one, "ParameterType") == "ProcessInput":
                self.material(name, one)

    def _enter(self, one: Element) -> None:
        name = peek(one, "ID")
        if not name:
            raise Refusal("recipe_id_missing", element=one.name, line=str(one.line))
        if name in self.parameters:
            raise Refusal("recipe_id_twice", id=name, line=str(one.line), first=str(self.parameters[name].line))
        self.parameters[name] = one

    def material(self, name: str, one: Element) -> Part:
        """Return the line of the bill of materials for an input."""
        if name in self._material:
            return self._material[name]
        one.used = True
        word(one, "ID")
        code(one, "ParameterType")
        label = word(one, "Description")
        made: Part = {"id": self.drafting.names.give(name, label, otherwise="material"), "name": label or name}
        made["code"] = name
        _amount(made, values(one), self.drafting, one)
        scaled = word(one, "Scaled")
        if scaled == "No":
            made["scaling"] = "fixed"
        self.drafting.unsure(made, "code", "code_from_id", at(one), text=name)
        self._material[name] = made
        self.materials.append(made)
        return made

    def finish(self, header: Part) -> None:
        """Take the batch size from the only output, when the recipe gives no size of its own."""
        outputs = [one for one in self.parameters.values() if peek(one, "ParameterType") == "ProcessOutput"]
        if len(outputs) != 1 or header["size"]["nominal"] or outputs[0].used:
            return
        output = outputs[0]
        for value in values(output):
            if NUMBER.fullmatch(value.text):
                output.used = True
                code(output, "ParameterType")
                for name in ("ID", "Description"):
                    word(output, name)
                size_from(header, plain(value.text), value, self.drafting)
                return


def size_from(header: Part, number: str, value: Value, drafting: Drafting) -> None:
    """Give the header a batch size that was an output's quantity."""
    header["size"] = {"nominal": number, "low": number, "high": number, "unit": unit_of(value.unit)}
    drafting.unsure(header, "size", "size_from_output", value.at, text=f"{value.text} {value.unit}")


def _amount(made: Part, found: tuple[Value, ...], drafting: Drafting, one: Element) -> None:
    made["quantity"], made["unit"] = "", ""
    for value in found[:1]:
        made["quantity"], made["unit"] = plain(value.text), unit_of(value.unit)
        made["decimals"] = decimals_of(made["quantity"]) if NUMBER.fullmatch(made["quantity"]) else 0
        if made["unit"] != value.unit:
            drafting.read_as(made, "unit", "unit_written", value.at, text=value.unit, unit=made["unit"])
    for value in found[1:]:
        drafting.unsure(made, "quantity", "value_second", value.at, text=value.text, first=made["quantity"])
    if not NUMBER.fullmatch(made["quantity"]):
        drafting.unsure(made, "quantity", "missing", at(one))


def entries(element: Element, formula: Formula, plant: Plant, drafting: Drafting) -> list[Part]:
    """Return the entries to make that an element's equipment and parameters ask for."""
    made = plant.entries(element)
    for one in children(element, "Parameter"):
        made += _parameter(one, formula, drafting)
    return made


def _parameter(one: Element, formula: Formula, drafting: Drafting) -> list[Part]:
    name = word(one, "ID")
    kind = code(one, "ParameterType")
    defined = formula.parameters.get(name)
    if defined is not None and not kind:
        kind = peek(defined, "ParameterType")
    if kind == "ProcessInput":
        return [_charge(one, formula.material(name, defined if defined is not None else one), drafting)]
    label = word(one, "Description")
    found = values(one)
    if defined is not None:
        defined.used = True
        word(defined, "ID")
        code(defined, "ParameterType")
        label = label or word(defined, "Description")
        found = found or values(defined)
    made = [_entry(one, name, label, found, drafting)]
    for inner in children(one, "Parameter"):
        made += _parameter(inner, formula, drafting)
    if kind == "ProcessOutput":
        drafting.unsure(made[0], "kind", "output", at(one))
    return made


def _charge(one: Element, material: Part, drafting: Drafting) -> Part:
    slot: Part = {"id": drafting.names.give(f"{material['id']}_used", otherwise="material_used"), "kind": "material"}
    slot.update(label=material["name"], of=material["id"])
    drafting.unsure(slot, "label", "from_recipe", at(one))
    return slot


def _entry(one: Element, name: str, label: str, found: tuple[Value, ...], drafting: Drafting) -> Part:
    slot: Part = {"id": drafting.names.give(name, label, otherwise="parameter"), "label": label or name}
    if name != slot["id"]:
        add_note(slot, tr("Recipe: {id}", id=name))
        drafting.read_as(slot, "id", "id_written", at(one), text=name, id=slot["id"])
    drafting.unsure(slot, "label", "from_recipe", at(one))
    if not found:
        slot["kind"] = "number"
        drafting.unsure(slot, "limits", "value_missing", at(one))
        return slot
    if found[0].kind in TEXTS and not NUMBER.fullmatch(found[0].text):
        slot["kind"] = "check"
        said = ", ".join(filter(None, (value.text for value in found)))
        slot["label"] = tr("{name}: {value}", name=slot["label"], value=said)
        drafting.unsure(slot, "kind", "text_to_confirm", at(one), text=said)
        return slot
    fill(slot, found, drafting)
    if not any(side in slot.get("limits", {}) for side in ("low", "high")):
        drafting.unsure(slot, "limits", "limits_missing", at(one))
    return slot
