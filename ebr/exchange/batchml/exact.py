"""Reading back the recipes that `writing` wrote: exactly, without guessing and without marks.

The order of the parts comes from the charts, everything else from its one place. What somebody added elsewhere is read
where it has a place and listed where not. A chart that no longer fits the flow beside it is refused, because two places
would then say different things.
"""

from __future__ import annotations

from ebr.domain.refusal import Refusal
from ebr.exchange.batchml.codes import code
from ebr.exchange.batchml.fields import BESIDE, FORMAT, TYPES, read_beside
from ebr.exchange.batchml.graph import chart, is_edge
from ebr.exchange.imported import Drafting, Part
from ebr.exchange.source import at, child, children, letters, peek, take
from ebr.exchange.xml_tree import Element

LEVELS = ("operations", "phases", "slots")


def ours(recipe: Element) -> bool:
    """Tell whether a recipe was written by this program."""
    return any(one.name == "OtherInformation" and peek(one, "ID") == FORMAT for one in recipe.children)


def document(recipe: Element, drafting: Drafting) -> Part:
    """Return the document that was written; refusals: `recipe_field`, `recipe_order` and those of the chart."""
    header = _header(recipe)
    whole = {name: header.pop(name) for name in BESIDE if name in header}
    flow = whole.get("flow", {})
    made: Part = {"header": header, "materials": [], "equipment": [], **whole}
    made["equipment"] = [_equipment(one) for one in children(recipe, "EquipmentRequirement")]
    made["materials"] = [_material(one) for one in children(child(recipe, "Formula"), "Parameter")]
    made["procedure"] = _parts(recipe, 0, flow, drafting)
    return made


def _header(recipe: Element) -> Part:
    product = child(recipe, "Header")
    header: Part = {"id": _of(recipe, "ID"), "version": _of(recipe, "Version"), "title": _of(recipe, "Description")}
    header["product"], header["product_code"] = _of(product, "ProductName"), _of(product, "ProductID")
    size = child(product, "BatchSize")
    if size is not None:
        fields = (("nominal", "Nominal"), ("low", "Min"), ("high", "Max"), ("unit", "UnitOfMeasure"))
        header["size"] = {field: _of(size, name) for field, name in fields}
    read_beside(header, recipe, "OtherInformation")
    return header


def _of(parent: Element | None, name: str) -> str:
    return letters(child(parent, name))


def _equipment(one: Element) -> Part:
    line: Part = {"id": _of(one, "ID"), "name": _of(one, "Description")}
    read_beside(line, one, "Constraint")
    return line


def _material(one: Element) -> Part:
    made: Part = {"id": _of(one, "ID"), "name": _of(one, "Description")}
    code(one, "ParameterType")
    value = child(one, "Value")
    if value is not None:
        made["quantity"], made["unit"] = _value(value)
    if _of(one, "Scaled") == "No":
        made["scaling"] = "fixed"
    read_beside(made, one, "Parameter")
    return made


def _value(value: Element) -> tuple[str, str]:
    code(value, "DataInterpretation")
    code(value, "DataType")
    return _of(value, "ValueString"), _of(value, "UnitOfMeasure")


def _parts(container: Element, level: int, flow: Part, drafting: Drafting) -> list[Part]:
    logic = child(container, "ProcedureLogic")
    if logic is None:
        return []
    elements: dict[str, Element] = {}
    for one in container.children:
        if one.name != "RecipeElement":
            continue
        name = peek(one, "ID")
        if name in elements:
            raise Refusal("recipe_id_twice", id=name, line=str(one.line), first=str(elements[name].line))
        elements[name] = one
    order = chart(logic, elements.get)
    chain = flow.get("order", "sequence") == "sequence"
    if len(order.uses) > 1 and order.linear is not chain:
        raise Refusal("recipe_order", id=peek(container, "ID"), line=str(logic.line))
    for one in elements.values():
        if is_edge(one):
            take(one)
    _drawing(logic)
    for use in order.uses:
        for condition in (*use.when, *use.until, *use.before):
            drafting.no_place(at(use.step), condition)
    return [_part(use.element, level, drafting) for use in order.uses]


def _drawing(logic: Element) -> None:
    """How we draw a link says nothing."""
    for link in logic.children:
        for one in link.children:
            if one.name == "Depiction" and one.text == "LineAndArrow":
                take(one)


def _part(element: Element, level: int, drafting: Drafting) -> Part:
    element.used = True
    said = [letters(one) for one in children(element, "Description")]
    part: Part = {"id": _of(element, "ID"), "title": said[0] if said else ""}
    kind = _of(element, "RecipeElementType")
    if kind != TYPES[LEVELS[level]]:
        raise Refusal("recipe_level", id=part["id"], found=kind, wanted=TYPES[LEVELS[level]], line=str(element.line))
    read_beside(part, element, "OtherInformation")
    if LEVELS[level] == "slots":
        part["instruction"] = "\n".join(said[1:])
        part["slots"] = [_slot(one) for one in children(element, "Parameter")]
        _requirements(element, part["slots"])
    else:
        part[LEVELS[level]] = _parts(element, level + 1, part.get("flow", {}), drafting)
    return part


def _requirements(element: Element, slots: list[Part]) -> None:
    """An element's requirements follow from its entries; one without an entry is left for the list."""
    used = {slot.get("of") for slot in slots if slot.get("kind") == "equipment"}
    for one in element.children:
        if one.name == "EquipmentRequirement" and peek(one, "ID") in used:
            take(one)


def _slot(one: Element) -> Part:
    slot: Part = {"id": _of(one, "ID"), "label": _of(one, "Description")}
    code(one, "ParameterType")
    value = child(one, "Value")
    read_beside(slot, one, "Parameter")
    bounds = slot.pop("bounds", {})
    if value is not None:
        target, unit = _value(value)
        slot["limits"] = {"target": target, **bounds}
        if unit:
            slot["unit"] = unit
    return slot
