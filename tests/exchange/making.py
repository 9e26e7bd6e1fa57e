"""Small recipes for tests: a chart of steps and links around elements."""

from __future__ import annotations

import itertools
from functools import cache
from pathlib import Path

import xmlschema

DATA = Path(__file__).parents[1] / "data" / "batchml"
RECIPES = sorted((DATA / "recipes").glob("*.xml"))
NAMESPACE = "http://www.mesa.org/xml/B2MML"


@cache
def schema() -> xmlschema.XMLSchema:
    """The published schema of batch information, V7."""
    return xmlschema.XMLSchema(DATA / "schema-v7" / "BatchML-BatchInformation.xsd")


def faults(data: bytes) -> list[str]:
    """Return what the published schema finds wrong with a file."""
    return [f"{error.path}: {error.reason}" for error in schema().iter_errors(data.decode())]


def element(name: str, kind: str = "Phase", inside: str = "", title: str = "") -> str:
    said = f"<Description>{title or name}</Description>"
    return (
        f"<RecipeElement><ID>{name}</ID>{said}<RecipeElementType>{kind}</RecipeElementType>{inside}</RecipeElement>\n"
    )


def link(name: str, source: str, target: str, more: str = "<LinkType>ControlLink</LinkType>") -> str:
    ends = "".join(
        f"<{what}ID><{what}IDValue>{end}</{what}IDValue><{what}Type>{'Transition' if end[:1] == 'T' else 'Step'}</{what}Type>"
        f"<IDScope>External</IDScope></{what}ID>"
        for what, end in (("From", source), ("To", target))
    )
    return f"<Link><ID>{name}</ID>{ends}{more}<Depiction>None</Depiction></Link>\n"


def logic(links: list[tuple[str, str]], steps: list[str], conditions: dict[str, str] | None = None) -> str:
    """A chart; a step is called after its element, with S before it."""
    drawn = "".join(link(f"L{n}", *ends) for n, ends in enumerate(links, start=1))
    drawn += "".join(
        f"<Step><ID>S{name}</ID><RecipeElementID>{name}</RecipeElementID><RecipeElementVersion/></Step>\n"
        for name in steps
    )
    drawn += "".join(
        f"<Transition><ID>{name}</ID><Condition>{text}</Condition></Transition>\n"
        for name, text in (conditions or {}).items()
    )
    return f"<ProcedureLogic>\n{drawn}</ProcedureLogic>\n"


def recipe(inside: str, namespace: str = NAMESPACE, before: str = "") -> bytes:
    text = (
        f'<BatchInformation xmlns="{namespace}">\n<MasterRecipe>\n<ID>made</ID>\n<Version>2</Version>\n'
        f"<Description>Made</Description>\n{before}{inside}</MasterRecipe>\n</BatchInformation>\n"
    )
    return text.encode()


def chain(*names: str) -> bytes:
    """A recipe of phases one after the other."""
    links = [(f"S{one}", f"S{two}") for one, two in itertools.pairwise(names)]
    return recipe(logic(links, list(names)) + "".join(element(name) for name in names))
