"""Any BatchML file to a draft: finding the recipe in it, and who reads it.

Accepted are V7 and the older versions with the same names (V4 to V6, of MESA or of the World Batch Forum), with or
without a namespace, alone or in a message (`ShowBatchInformation` and its like). Elements of other namespaces are
extensions: they are listed, not read.
"""

from __future__ import annotations

import re

from ebr.domain.refusal import Refusal
from ebr.exchange.batchml import exact, general, master
from ebr.exchange.imported import Drafting, Imported
from ebr.exchange.source import NOT_DATA, at, leftovers, peek
from ebr.exchange.xml_tree import Document, Element, read_xml

NAMESPACE = "http://www.mesa.org/xml/B2MML"
OURS = re.compile(r"(https?://www\.(mesa|wbf)\.org/xml/(b2mml|batchml).*)?", re.IGNORECASE)

RECIPES = ("MasterRecipe", "GRecipe", "Recipe")
AROUND = frozenset({"BatchInformation", "GRecipeInformation", "DataArea"})
"""What may stand around a recipe; a message begins with a verb and one of these names."""


def read_recipe(data: bytes, recipe: str = "") -> Imported:
    """Return the draft of the recipe in a file; `recipe` names one where there are several.

    Refusals: those of `read_xml` and of `graph`; `recipe_missing`, `recipe_several` and `recipe_unknown` with the ids
    there are; `recipe_form` for a part in our own format that was spoilt.
    """
    document = read_xml(data)
    drafting = Drafting()
    _leave_extensions(document.root)
    found = _chosen(document, recipe)
    _take_around(found)
    if found.space != NAMESPACE:
        drafting.read_as({}, "", "namespace", at(found), namespace=found.space or "-", read=NAMESPACE)
    if found.name != "MasterRecipe":
        made = general.document(found, drafting)
    elif exact.ours(found):
        made = exact.document(found, drafting)
    else:
        made = master.document(found, document.root, drafting)
    leftovers(document, drafting)
    return drafting.finish(made)


def recipe_names(data: bytes) -> tuple[str, ...]:
    """Return the ids of the recipes in a file, in its order; refusals: those of `read_xml`."""
    document = read_xml(data)
    _leave_extensions(document.root)
    return tuple(peek(one, "ID") for one in _recipes(document.root))


def _leave_extensions(root: Element) -> None:
    """Rename what is of another namespace, so that no reader takes it for one of BatchML's."""
    for element in root.below():
        if not OURS.fullmatch(element.space):
            element.name = f"{{{element.space}}}{element.name}"
            if element.up is not None:
                element.up.counts[element.name] = element.up.counts.get(element.name, 0) + 1
                element.number = element.up.counts[element.name]


def _chosen(document: Document, recipe: str) -> Element:
    found = _recipes(document.root)
    if not found:
        raise Refusal("recipe_missing", root=document.root.name, line=str(document.root.line))
    ids = [peek(one, "ID") for one in found]
    if recipe:
        if recipe not in ids:
            raise Refusal("recipe_unknown", recipe=recipe, recipes=", ".join(ids))
        return found[ids.index(recipe)]
    if len(found) > 1:
        raise Refusal("recipe_several", recipes=", ".join(ids))
    return found[0]


def _recipes(root: Element) -> list[Element]:
    """Return the recipes of a file, which stand at the root or a few levels below it."""
    if root.name in RECIPES:
        return [root]
    found: list[Element] = []
    for part in root.children:
        if part.name in RECIPES:
            found.append(part)
        elif part.name in AROUND or part.name.endswith(tuple(AROUND)):
            found += _recipes(part)
    return found


def _take_around(recipe: Element) -> None:
    """The elements around a recipe are its envelope and say nothing themselves; what else is in them is listed."""
    here: Element | None = recipe
    while here is not None:
        here.used = True
        here.given |= NOT_DATA | {"releaseID", "versionID"} if here is not recipe else NOT_DATA
        here = here.up
