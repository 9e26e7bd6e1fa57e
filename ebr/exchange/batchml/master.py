"""Other people's master recipes (BatchML `MasterRecipe`) as drafts.

| recipe | draft |
|---|---|
| ID, Version, Description, ProductID, ProductName, BatchSize | header |
| Formula/Parameter of type ProcessInput | bill of materials, and an entry where it is used |
| other Parameter, joined by its id with the Formula's value | an entry with target, bounds and unit |
| ActualEquipmentID, EquipmentRequirement | equipment, and an entry where it is used |
| unit procedure, operation, phase; ProcedureLogic | the same levels; order, `after`, `when` (`graph`) |
| a transition's condition | an entry to confirm before the step ends |

Levels a recipe leaves out are added around (an operation alone gets one step). Everything else is listed. What a recipe
says and what somebody has to do are not the same: a recipe for machines has no instruction, so that stays empty, and
every entry made from a parameter is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ebr.domain.mbr.check.ids import VERSION
from ebr.domain.refusal import Refusal
from ebr.exchange.batchml import equipment
from ebr.exchange.batchml.entries import Formula, entries
from ebr.exchange.batchml.graph import Chart, Use, chart, is_edge
from ebr.exchange.batchml.values import NUMBER
from ebr.exchange.imported import Drafting, Part, add_note
from ebr.exchange.source import at, child, children, peek, say, word
from ebr.exchange.units import unit_of
from ebr.exchange.xml_tree import Element
from ebr.words import tr

LEVELS = ("operations", "phases", "slots")
LEVEL = {"UnitProcedure": 0, "UnitRecipe": 0, "Operation": 1}
"""Level of an element's type; every other type is a step of the last level."""
LAST = 2
EMPTY_HEADER = ("strength", "form", "stage")


def document(recipe: Element, root: Element, drafting: Drafting) -> Part:
    """Return the document of a master recipe; `root` holds the equipment of the whole file."""
    return _Master(recipe, root, drafting).document()


class _Master:
    def __init__(self, recipe: Element, root: Element, drafting: Drafting) -> None:
        self.recipe, self.drafting = recipe, drafting
        self.placed: set[Element] = set()
        self.elements = _elements(recipe, root)
        self.header = header(recipe, drafting)
        self.formula = Formula(child(recipe, "Formula"), drafting)
        self.plant = equipment.Plant(recipe, root, drafting)

    def document(self) -> Part:
        whole = self._whole()
        units, flow = self._parts(whole, 0)
        made: Part = {
            "header": self.header,
            "materials": self.formula.materials,
            "equipment": self.plant.finish(),
            "procedure": units,
        }
        if flow:
            made["flow"] = flow
        self.formula.finish(self.header)
        return made

    def _whole(self) -> Element:
        """Return what holds the procedure: the recipe, or an element of type Procedure that is all there is in it."""
        inner = [one for one in self.recipe.children if one.name == "RecipeElement" and not is_edge(one)]
        if len(inner) == 1 and peek(inner[0], "RecipeElementType") == "Procedure" and _inside(inner[0]):
            inner[0].used = True
            word(inner[0], "RecipeElementType")
            return inner[0]
        return self.recipe

    # -- levels

    def _parts(self, container: Element, level: int) -> tuple[list[Part], Part]:
        """Return the parts of a level inside an element, and the flow of what holds them."""
        order = self._order(container)
        if not order.uses:
            raise Refusal("recipe_empty", id=peek(container, "ID"), line=str(container.line))
        highest = min(self._level(use.element) for use in order.uses)
        if highest > level:
            return [self._around(container, level)], {}
        made = {use.id: self._part(use, level) for use in order.uses}
        if order.linear:
            flow: Part = {}
        else:
            flow = {"order": "parallel"}
            for use in order.uses:
                if use.after:
                    made[use.id].setdefault("flow", {})["after"] = [made[step]["id"] for step in use.after]
        return list(made.values()), flow

    def _around(self, container: Element, level: int) -> Part:
        """Return a part for a level that the recipe leaves out, around what is below."""
        part: Part = {"id": "", "title": peek(container, "Description") or self.header["title"]}
        part["id"] = self.drafting.names.give(*(("procedure",) if level == 0 else ("steps",)), otherwise="steps")
        part[LEVELS[level]], flow = self._parts(container, level + 1)
        if flow:
            part["flow"] = flow
        self.drafting.unsure(part, "title", "level_added", at(container))
        return part

    def _order(self, container: Element) -> Chart:
        logic = child(container, "ProcedureLogic")
        if logic is not None:
            return chart(logic, self.elements.get)
        inner = [one for one in children(container, "RecipeElement") if not is_edge(one)]
        if len(inner) > 1:
            self.drafting.unsure(self.header, "procedure", "order_of_file", at(container), id=peek(container, "ID"))
        uses = tuple(Use(str(n), one, one, (str(n - 1),) if n else ()) for n, one in enumerate(inner))
        return Chart(uses, linear=True)

    def _level(self, element: Element) -> int:
        kind = peek(element, "RecipeElementType")
        return LEVEL.get(kind, 1 if _inside(element) and kind != "Phase" else LAST)

    def _part(self, use: Use, level: int) -> Part:
        """Return the part of one step; an element of a lower level than its place gets the levels between around it."""
        element = use.element
        if self._level(element) > level:
            inner = self._part(use, level + 1)
            name = self.drafting.names.give(inner["id"], otherwise="steps")
            return {"id": name, "title": inner["title"], LEVELS[level]: [inner]}
        element.used = True
        part = self._named(use)
        if level == LAST:
            self._step(part, use, self._begin(use) + self._end(use))
        elif _inside(element):
            part[LEVELS[level]], flow = self._parts(element, level + 1)
            if flow:
                part["flow"] = flow
            self._added_steps(part, use, level)
        else:
            part[LEVELS[level]] = [self._below(part, use, level + 1, self._begin(use) + self._end(use))]
        self._when(part, use)
        return part

    def _named(self, use: Use) -> Part:
        element = use.element
        part: Part = {"id": "", "title": word(element, "Description")}
        step_words = self._step_words(use, part["title"])
        part["title"] = part["title"] or step_words or word(element, "ID")
        part["id"] = self.drafting.names.give(word(element, "ID"), part["title"], otherwise="step")
        self._origin(part, use, step_words)
        if element in self.placed:
            self.drafting.unsure(part, "id", "element_again", at(use.step), id=peek(element, "ID"))
        self.placed.add(element)
        return part

    def _below(self, around: Part, use: Use, level: int, slots: list[Part]) -> Part:
        """Return the part below one that has nothing below it in the recipe, down to a step with these entries."""
        part: Part = {"id": self.drafting.names.give(around["id"], otherwise="step"), "title": around["title"]}
        if level == LAST:
            self._step(part, use, slots)
        else:
            part[LEVELS[level]] = [self._below(part, use, level + 1, slots)]
        return part

    def _added_steps(self, part: Part, use: Use, level: int) -> None:
        """What a unit procedure or operation says itself becomes a step before or after those in it."""
        inside = part[LEVELS[level]]
        for slots, where in ((self._begin(use), 0), (self._end(use), len(inside) + 1)):
            if slots:
                added = self._below(part, use, level + 1, slots)
                self.drafting.unsure(added, "title", "step_added", at(use.element))
                inside.insert(where, added)

    # -- one step

    def _begin(self, use: Use) -> list[Part]:
        before = [self._condition(text, use) for text in use.before]
        return before + entries(use.element, self.formula, self.plant, self.drafting)

    def _end(self, use: Use) -> list[Part]:
        return [self._condition(text, use) for text in use.until]

    def _step(self, part: Part, use: Use, slots: list[Part]) -> None:
        further = list(children(use.element, "Description"))[1:]
        part["instruction"] = "\n".join(filter(None, (say(one) for one in further)))
        part["slots"] = slots
        if not part["instruction"]:
            self.drafting.unsure(part, "instruction", "instruction_missing", at(use.element))

    def _condition(self, condition: str, use: Use) -> Part:
        slot: Part = {"id": self.drafting.names.give(condition, otherwise="condition"), "kind": "check"}
        slot["label"] = condition
        self.drafting.unsure(slot, "label", "condition_to_confirm", at(use.step), text=condition)
        return slot

    def _when(self, part: Part, use: Use) -> None:
        if not use.when:
            return
        condition = use.when[0] if len(use.when) == 1 else " and ".join(f"({text})" for text in use.when)
        part.setdefault("flow", {})["when"] = condition
        self.drafting.unsure(part, "flow.when", "condition_foreign", at(use.step), text=condition)

    # -- words

    def _step_words(self, use: Use, title: str) -> str:
        if use.step is use.element:
            return ""
        if peek(use.step, "RecipeElementVersion") == peek(use.element, "Version"):
            word(use.step, "RecipeElementVersion")
        found = word(use.step, "Description")
        return found if found != title else ""

    def _origin(self, part: Part, use: Use, step_words: str) -> None:
        """Note what the recipe calls the part, where the draft calls it otherwise."""
        name = word(use.element, "ID")
        word(use.element, "RecipeElementType")
        if name != part["id"]:
            add_note(part, tr("Recipe: {id}", id=name))
            self.drafting.read_as(part, "id", "id_written", at(use.element), text=name, id=part["id"])
        if step_words and step_words != part["title"]:
            add_note(part, tr("Recipe step {step}: {text}", step=use.id, text=step_words))


def header(recipe: Element, drafting: Drafting) -> Part:
    """Return the header of a recipe; what a recipe never says stays empty and is marked."""
    product = child(recipe, "Header")
    name = word(recipe, "ID")
    made: Part = {"id": drafting.names.give(name, otherwise="recipe")}
    made["version"] = word(recipe, "Version")
    made["title"] = say(child(recipe, "Description")) or name
    if name != made["id"]:
        drafting.read_as(made, "id", "id_written", at(recipe), text=name, id=made["id"])
    if not VERSION.fullmatch(made["version"]):
        drafting.unsure(made, "version", "version_given", at(recipe), text=made["version"] or "-")
        made["version"] = re.sub(r"[^A-Za-z0-9.-]+", "-", made["version"]).strip("-.")[:16] or "1"
    made["product"], made["product_code"] = word(product, "ProductName"), word(product, "ProductID")
    for field in ("product", "product_code"):
        if not made[field]:
            drafting.unsure(made, field, "missing", at(recipe))
    complete(made, drafting, recipe)
    made["size"] = _size(made, child(product, "BatchSize"), drafting)
    return made


def complete(made: Part, drafting: Drafting, recipe: Element) -> None:
    """Add the fields of a header that no recipe has."""
    made.update(dict.fromkeys(EMPTY_HEADER, ""), profile="commercial", rules="draft")
    for field in EMPTY_HEADER:
        drafting.unsure(made, field, "missing", at(recipe))
    drafting.unsure(made, "profile", "profile_assumed", at(recipe))
    drafting.unsure(made, "rules", "rules_assumed", at(recipe))


def _size(made: Part, size: Element | None, drafting: Drafting) -> Part:
    if size is None:
        return {"nominal": "", "low": "", "high": "", "unit": ""}
    found = {field: word(size, name) for field, name in (("nominal", "Nominal"), ("low", "Min"), ("high", "Max"))}
    unit = word(size, "UnitOfMeasure")
    found["unit"] = unit_of(unit)
    for field in ("low", "high"):
        if not found[field] and NUMBER.fullmatch(found["nominal"]):
            found[field] = found["nominal"]
            drafting.unsure(made, f"size.{field}", "size_assumed", at(size), text=found["nominal"])
    return found


def _inside(element: Element) -> bool:
    return any(one.name == "RecipeElement" and not is_edge(one) for one in element.children) or any(
        one.name == "ProcedureLogic" for one in element.children
    )


def _elements(recipe: Element, root: Element) -> dict[str, Element]:
    """Return every recipe element by its id: those of the recipe, then the building blocks beside it.

    Elements inside others have names of their own level; the outer one wins, an id twice at one level is refused.
    """
    found: dict[str, Element] = {}
    for place in (recipe, *(one for one in root.below() if one.name == "RecipeBuildingBlock")):
        for element in _nested(place):
            name = peek(element, "ID")
            if not name:
                raise Refusal("recipe_id_missing", element=element.name, line=str(element.line))
            if name in found and found[name].up is element.up:
                raise Refusal("recipe_id_twice", id=name, line=str(element.line), first=str(found[name].line))
            found.setdefault(name, element)
    return found


def _nested(place: Element) -> Iterator[Element]:
    waiting = [place]
    for here in waiting:
        for one in here.children:
            if one.name == "RecipeElement":
                yield one
                waiting.append(one)
