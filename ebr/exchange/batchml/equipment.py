"""Equipment of a master recipe: what its elements name, and what the file says about it.

`ActualEquipmentID` names a machine, `EquipmentRequirement` says what a machine must be. A requirement of an element
that also names machines is noted at those; alone it becomes a line of its own. Our model asks for a class (`kind`),
which is taken from the file's class associations and stays empty without one.
"""

from __future__ import annotations

from ebr.domain.refusal import Refusal
from ebr.exchange.imported import At, Drafting, Part, add_note
from ebr.exchange.source import at, child, children, peek, say, word
from ebr.exchange.xml_tree import Element
from ebr.words import tr


class Plant:
    """The equipment lines of a draft, made as they are asked for."""

    def __init__(self, recipe: Element, root: Element, drafting: Drafting) -> None:
        self.drafting = drafting
        self.lines: dict[str, Part] = {}
        self.noted: set[tuple[str, str]] = set()
        self.known = {peek(one, "ID"): one for one in root.below() if one.name == "EquipmentElement"}
        self.required: dict[str, Element] = {}
        for one in children(recipe, "EquipmentRequirement"):
            name = word(one, "ID")
            if name in self.required:
                first = self.required[name].line
                raise Refusal("recipe_id_twice", id=name, line=str(one.line), first=str(first))
            self.required[name] = one

    def entries(self, element: Element) -> list[Part]:
        """Return an entry to make for each machine that a recipe element needs."""
        named = [say(one) for one in children(element, "ActualEquipmentID")]
        wanted = [(word(one, "ID"), one) for one in children(element, "EquipmentRequirement")]
        lines = [self._machine(name, at(element)) for name in named if name]
        for name, one in wanted:
            if lines:
                for line in lines:
                    self._note(line, name, one)
            else:
                lines.append(self._requirement(name, one))
        return [self._entry(line, element) for line in lines]

    def _entry(self, line: Part, element: Element) -> Part:
        slot: Part = {"id": self.drafting.names.give(f"{line['id']}_used", otherwise="equipment_used")}
        slot.update(kind="equipment", label=line["name"], of=line["id"])
        self.drafting.unsure(slot, "label", "from_recipe", at(element))
        return slot

    def _machine(self, name: str, where: At) -> Part:
        if name in self.lines:
            return self.lines[name]
        element = self.known.get(name)
        line: Part = {"id": self.drafting.names.give(name, otherwise="equipment")}
        line["name"] = name
        line["kind"] = ""
        if element is not None:
            element.used = True
            word(element, "ID")
            line["name"] = word(element, "Description") or name
            line["kind"] = word(child(element, "ClassInstanceAssociation"), "ClassEquipmentID")
            where = at(element)
        if line["name"] != name:
            add_note(line, tr("Recipe: {id}", id=name))
        if not line["kind"]:
            self.drafting.unsure(line, "kind", "class_missing", where)
        self.lines[name] = line
        return line

    def _requirement(self, name: str, used: Element) -> Part:
        key = f"requirement {name}"
        if key not in self.lines:
            line: Part = {"id": self.drafting.names.give(name, otherwise="equipment"), "name": name, "kind": ""}
            self.lines[key] = line
            self.drafting.unsure(line, "kind", "class_missing", at(used))
            self._note(line, name, used)
        return self.lines[key]

    def _note(self, line: Part, name: str, used: Element) -> None:
        """Note at a line what a requirement says, once."""
        if (line["id"], name) in self.noted:
            return
        self.noted.add((line["id"], name))
        for one in (self.required.get(name), used):
            if one is not None:
                self._say(line, name, one)

    def _say(self, line: Part, name: str, one: Element) -> None:
        constraints = [(word(each, "ID"), word(each, "Condition")) for each in children(one, "Constraint")]
        said = [say(child(one, "Description")), *(": ".join(filter(None, pair)) for pair in constraints)]
        text = "; ".join(filter(None, said))
        if text:
            self.drafting.unsure(line, "name", "requirement", at(one), id=name, text=text)

    def finish(self) -> list[Part]:
        """Return the lines; a requirement that no element refers to is one too."""
        told = {name for _, name in self.noted}
        for name, one in self.required.items():
            if name not in told:
                self._requirement(name, one)
        return list(self.lines.values())
