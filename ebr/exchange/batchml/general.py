"""General recipes (BatchML `GRecipe`): process stages, operations and actions as a draft.

A general recipe says what has to happen and with which material, for no plant in particular: so there is no equipment
here. Inputs are the bill of materials, the only output gives the batch size, intermediates have no place. The process
is the unit procedure, its elements are operations, and theirs are steps; an element without any has one step. Its
parameters and the ranges of its resource constraints are entries with bounds. Directed links run between materials and
elements; they give the order and the steps in which a material is used.
"""

from __future__ import annotations

import heapq

from ebr.domain.refusal import Refusal
from ebr.exchange.batchml.entries import size_from
from ebr.exchange.batchml.master import complete
from ebr.exchange.batchml.values import NUMBER, Value, decimals_of, fill, plain, values
from ebr.exchange.imported import Drafting, Part, add_note
from ebr.exchange.source import at, child, children, peek, say, word
from ebr.exchange.units import unit_of
from ebr.exchange.xml_tree import Element
from ebr.words import tr


def document(recipe: Element, drafting: Drafting) -> Part:
    """Return the document of a general recipe.

    Refusals: `recipe_empty`, `recipe_id_missing`, `recipe_id_twice`, `recipe_link_nowhere`, `recipe_circle`.
    """
    return _General(recipe, drafting).document()


class _General:
    def __init__(self, recipe: Element, drafting: Drafting) -> None:
        self.recipe, self.drafting = recipe, drafting
        self.formula = child(recipe, "Formula")
        self.process = child(recipe, "ProcessProcedure")
        self.inputs: dict[str, Part] = {}
        self.flows: set[str] = set()
        """Ids of outputs and intermediates: what links may name besides inputs and elements."""

    def document(self) -> Part:
        header = self._header()
        self._formula(header)
        if self.process is None:
            raise Refusal("recipe_empty", id=header["title"], line=str(self.recipe.line))
        unit = self._named(self.process, "process")
        operations, flow = self._operations(self.process)
        unit["operations"] = operations
        if flow:
            unit["flow"] = flow
        return {
            "header": header,
            "materials": list(self.inputs.values()),
            "equipment": [],
            "procedure": [unit],
        }

    def _header(self) -> Part:
        name = word(self.recipe, "ID")
        made: Part = {"id": self.drafting.names.give(name, otherwise="recipe"), "version": "1"}
        made["title"] = say(child(self.recipe, "Description")) or name
        if name != made["id"]:
            self.drafting.read_as(made, "id", "id_written", at(self.recipe), text=name, id=made["id"])
        made.update(product="", product_code="", size={"nominal": "", "low": "", "high": "", "unit": ""})
        self.drafting.unsure(made, "version", "missing", at(self.recipe))
        complete(made, self.drafting, self.recipe)
        return made

    # -- materials

    def _formula(self, header: Part) -> None:
        for one in self._materials("ProcessInputs"):
            name = word(one, "ID")
            if name in self.inputs:
                raise Refusal("recipe_id_twice", id=name, line=str(one.line), first="-")
            self.inputs[name] = self._material(name, one)
        outputs = self._materials("ProcessOutputs")
        self.flows |= {peek(one, "ID") for one in (*outputs, *self._materials("ProcessIntermediates"))}
        if len(outputs) == 1:
            self._output(header, outputs[0])
        if not header["product"]:
            self.drafting.unsure(header, "product", "missing", at(self.recipe))

    def _materials(self, group: str) -> list[Element]:
        found = child(self.formula, group)
        word(found, "MaterialsType")
        return [one for one in (found.children if found is not None else ()) if one.name == "Material"]

    def _material(self, name: str, one: Element) -> Part:
        one.used = True
        label = word(one, "Description")
        made: Part = {"id": self.drafting.names.give(name, label, otherwise="material"), "name": label or name}
        made["code"] = word(one, "MaterialID")
        made["quantity"], made["unit"] = "", ""
        for value in _amounts(one):
            made["quantity"], made["unit"] = plain(value.text), unit_of(value.unit)
            if made["unit"] != value.unit:
                self.drafting.read_as(made, "unit", "unit_written", value.at, text=value.unit, unit=made["unit"])
        if NUMBER.fullmatch(made["quantity"]):
            made["decimals"] = decimals_of(made["quantity"])
        else:
            self.drafting.unsure(made, "quantity", "missing", at(one))
        if name != made["id"]:
            self.drafting.read_as(made, "id", "id_written", at(one), text=name, id=made["id"])
        self.drafting.unsure(made, "low", "limits_missing", at(one))
        return made

    def _output(self, header: Part, one: Element) -> None:
        for value in _amounts(one):
            if NUMBER.fullmatch(value.text):
                one.used = True
                word(one, "ID")
                header["product"] = word(one, "Description")
                header["product_code"] = word(one, "MaterialID")
                self.drafting.unsure(header, "product", "product_from_output", at(one), text=header["product"])
                size_from(header, plain(value.text), value, self.drafting)

    # -- the process

    def _operations(self, process: Element) -> tuple[list[Part], Part]:
        elements = self._elements(process)
        if not elements:
            raise Refusal("recipe_empty", id=peek(process, "ID"), line=str(process.line))
        self._repeated_materials(process)
        order, before, used = self._order(process, elements)
        made = {name: self._operation(elements[name], used[name]) for name in order}
        linear = all(before[name] == ([order[n - 1]] if n else []) for n, name in enumerate(order))
        if linear or not any(before.values()):
            if not linear:
                self.drafting.unsure(made[order[0]], "id", "order_of_file", at(process), id=peek(process, "ID"))
            return list(made.values()), {}
        for name in order:
            if before[name]:
                made[name]["flow"] = {"after": [made[one]["id"] for one in before[name]]}
        self.drafting.unsure(made[order[0]], "flow", "parallel_order", at(process))
        return list(made.values()), {"order": "parallel"}

    def _elements(self, process: Element) -> dict[str, Element]:
        found: dict[str, Element] = {}
        for one in children(process, "ProcessElement"):
            name = word(one, "ID")
            if not name:
                raise Refusal("recipe_id_missing", element=one.name, line=str(one.line))
            if name in found or name in self.inputs or name in self.flows:
                first = str(found[name].line) if name in found else "-"
                raise Refusal("recipe_id_twice", id=name, line=str(one.line), first=first)
            found[name] = one
        return found

    def _repeated_materials(self, process: Element) -> None:
        """Materials of the process repeat those of the formula; one that is not there is known to links only."""
        for group in process.children:
            if group.name == "Materials":
                self.flows |= {peek(one, "ID") for one in group.children if one.name == "Material"}

    def _order(
        self, process: Element, elements: dict[str, Element]
    ) -> tuple[list[str], dict[str, list[str]], dict[str, list[str]]]:
        """Return the order, what each element waits for, and the inputs it uses."""
        forth: dict[str, list[str]] = {}
        used: dict[str, list[str]] = {name: [] for name in elements}
        known = {*elements, *self.inputs, *self.flows}
        for link in children(process, "DirectedLink"):
            name, source, target = word(link, "ID"), word(link, "FromID"), word(link, "ToID")
            for end in (source, target):
                if end not in known:
                    raise Refusal("recipe_link_nowhere", link=name, end=end, line=str(link.line))
            if target in elements and source in self.inputs:
                used[target].append(source)
            forth.setdefault(source, []).append(target)
        before: dict[str, list[str]] = {name: [] for name in elements}
        for name in elements:
            for after in self._next(name, forth, elements):
                before[after].append(name)
        return self._sorted(elements, before), before, used

    def _next(self, name: str, forth: dict[str, list[str]], elements: dict[str, Element]) -> list[str]:
        """Return the elements next to one, over materials."""
        found: dict[str, None] = {}
        seen: set[str] = set()
        waiting = list(forth.get(name, ()))
        while waiting:
            here = waiting.pop()
            if here in seen:
                continue
            seen.add(here)
            if here in elements:
                found[here] = None
            else:
                waiting.extend(forth.get(here, ()))
        return list(found)

    def _sorted(self, elements: dict[str, Element], before: dict[str, list[str]]) -> list[str]:
        place = {name: number for number, name in enumerate(elements)}
        left = {name: len(waits) for name, waits in before.items()}
        ready = [(place[name], name) for name, count in left.items() if not count]
        heapq.heapify(ready)
        after: dict[str, list[str]] = {}
        for name, waits in before.items():
            for one in waits:
                after.setdefault(one, []).append(name)
        order: list[str] = []
        while ready:
            name = heapq.heappop(ready)[1]
            order.append(name)
            for one in after.get(name, ()):
                left[one] -= 1
                if not left[one]:
                    heapq.heappush(ready, (place[one], one))
        if len(order) < len(elements):
            rest = [name for name in elements if name not in set(order)]
            raise Refusal("recipe_circle", steps=", ".join(rest[:5]), line=str(elements[rest[0]].line))
        return order

    def _operation(self, element: Element, inputs: list[str]) -> Part:
        part = self._named(element, "operation")
        inner = [one for one in element.children if one.name == "ProcessElement"]
        charges = [self._charge(self.inputs[name], element) for name in inputs]
        if not inner:
            name = self.drafting.names.give(part["id"], otherwise="step")
            phase: Part = {"id": name, "title": part["title"]}
            part["phases"] = [self._phase(phase, element, charges)]
            return part
        operations, _flow = self._operations(element)
        part["phases"] = [phase for operation in operations for phase in operation["phases"]]
        if any(len(operation["phases"]) > 1 for operation in operations):
            self.drafting.unsure(part, "phases", "deeper_level", at(element))
        own = [*charges, *self._entries(element)]
        part["phases"][0]["slots"] = [*own, *part["phases"][0]["slots"]]
        return part

    def _phase(self, phase: Part, element: Element, charges: list[Part]) -> Part:
        further = list(children(element, "Description"))[1:]
        phase["instruction"] = "\n".join(filter(None, (say(one) for one in further)))
        phase["slots"] = [*charges, *self._entries(element)]
        if not phase["instruction"]:
            self.drafting.unsure(phase, "instruction", "instruction_missing", at(element))
        return phase

    def _entries(self, element: Element) -> list[Part]:
        parameters, constraints = "ProcessElementParameter", "ResourceConstraint"
        return [
            *(self._entry(one, word(one, "ID"), values(one)) for one in children(element, parameters)),
            *(
                self._entry(one, word(one, "ConstraintID"), values(one, "Range"))
                for one in children(element, constraints)
            ),
        ]

    def _entry(self, one: Element, name: str, found: tuple[Value, ...]) -> Part:
        slot: Part = {"id": self.drafting.names.give(name, otherwise="parameter")}
        slot["label"] = word(one, "Description") or name
        if name != slot["id"]:
            add_note(slot, tr("Recipe: {id}", id=name))
            self.drafting.read_as(slot, "id", "id_written", at(one), text=name, id=slot["id"])
        self.drafting.unsure(slot, "label", "from_recipe", at(one))
        fill(slot, found, self.drafting)
        if not found:
            self.drafting.unsure(slot, "limits", "value_missing", at(one))
        elif not any(side in slot.get("limits", {}) for side in ("low", "high")):
            self.drafting.unsure(slot, "limits", "limits_missing", at(one))
        return slot

    def _charge(self, material: Part, element: Element) -> Part:
        slot: Part = {"id": self.drafting.names.give(f"{material['id']}_used", otherwise="material_used")}
        slot.update(kind="material", label=material["name"], of=material["id"])
        self.drafting.unsure(slot, "label", "from_recipe", at(element))
        return slot

    def _named(self, element: Element, otherwise: str) -> Part:
        name, title = word(element, "ID"), word(element, "Description")
        word(element, "ProcessElementType")
        part: Part = {"id": self.drafting.names.give(name, title, otherwise=otherwise), "title": title or name}
        if name != part["id"]:
            add_note(part, tr("Recipe: {id}", id=name))
            self.drafting.read_as(part, "id", "id_written", at(element), text=name, id=part["id"])
        return part


def _amounts(one: Element) -> tuple[Value, ...]:
    return values(one, "Amount", "QuantityString")
