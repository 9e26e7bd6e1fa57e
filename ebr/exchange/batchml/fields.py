"""Where each field of our model stands in a recipe of ours: in BatchML's own place, or named beside it.

A field that BatchML knows stands there and nowhere else. Every other field that is not at its default stands in the
nearest `OtherInformation`, nested `Parameter` or `Constraint` under the id `ebr:FIELD` as plain text, or
`ebr.json:FIELD` as canonical JSON when it is no text of one line. So each fact stands once, and a recipe of ours that
somebody edited elsewhere means what it shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from ebr.domain.canonical import dumps
from ebr.domain.refusal import Refusal
from ebr.exchange.batchml.codes import code
from ebr.exchange.imported import Part
from ebr.exchange.source import at, child, children, letters, peek
from ebr.exchange.xml_tree import Element

TEXT = "ebr:"
JSON = "ebr.json:"
FORMAT = "ebr:format"
"""Marks a recipe of ours, with the version of the MBR format."""
BEGIN, END = "ebr:begin", "ebr:end"
OF_UNIT, OF_OPERATION, OF_PHASE = "UnitProcedure", "Operation", "Phase"
TYPES = {"operations": OF_UNIT, "phases": OF_OPERATION, "slots": OF_PHASE}
"""BatchML's type for the part that holds these."""


BESIDE = ("flow", "languages")
"""Fields of the whole document that stand beside those of its header."""

BAD: Final = object()
KINDS: Final[Mapping[str, type]] = {"flow": dict, "bounds": dict, "id": str, "kind": str, "of": str}
"""What the reader itself looks into; the form of everything else is checked with the whole document."""


def one_line(value: object) -> bool:
    """Tell whether a value may stand where BatchML wants a text on one line."""
    return isinstance(value, str) and value != "" and "\n" not in value


def beside(part: Part, native: frozenset[str] | set[str]) -> Iterator[tuple[str, str]]:
    """Yield the id and the text of each field that has no place of BatchML's own."""
    for name, value in part.items():
        if name in native:
            continue
        if isinstance(value, str) and one_line(value):
            yield TEXT + name, value
        else:
            yield JSON + name, dumps(value).decode()


def read_beside(part: Part, holder: Element, name: str) -> None:
    """Enter the fields beside into a part; `name` is the element that carries them (refused: `recipe_field`)."""
    for one in holder.children:
        if one.name != name:
            continue
        key = peek(one, "ID")
        if not key.startswith((TEXT, JSON)):
            continue
        one.used = True
        letters(child(one, "ID"))
        _enter(part, key, _text(one), one)


def _text(one: Element) -> str:
    if one.name == "Constraint":
        return letters(child(one, "Condition"))
    if one.name == "Parameter":
        code(one, "ParameterType")
        for parameter in children(one, "ParameterType"):
            parameter.given.add("OtherValue")
    for value in children(one, "Value"):
        code(value, "DataInterpretation")
        code(value, "DataType")
        return letters(child(value, "ValueString"))
    return ""


def _enter(part: Part, key: str, text: str, one: Element) -> None:
    if key == FORMAT:
        return
    if key.startswith(TEXT):
        part[key.removeprefix(TEXT)] = text
        return
    name = key.removeprefix(JSON)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = BAD
    if found is BAD or not isinstance(found, KINDS.get(name, object)):
        raise Refusal("recipe_field", field=key, place=at(one).place, line=str(one.line))
    part[name] = found
