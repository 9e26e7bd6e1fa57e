"""Every text of a document with the part it stands in and its field, in document order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ebr.domain.mbr.address import HEADER, LEVEL_OF, LISTS, parts_of
from ebr.domain.mbr.model import Item, Mbr, Operation, Phase, Slot, UnitProcedure
from ebr.domain.mbr.shape import fields_of

__all__ = ["is_expression", "is_reference", "parts_of", "texts_of"]

_EXPRESSION = re.compile(
    r"when|formula|theoretical|quantity|(?:limits|statistics\.\w+)\.(?:target|low|high|alert_low|alert_high)"
    r"|flow\.when|flow\.repeat\.until"
)
_REFERENCE = re.compile(r"of|device|starts|stops|flow\.after|flow\.series\.during")


def texts_of(part: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - a dataclass of the model
    """Yield the fields of a part that hold text, with the text; each item of a list of texts by itself."""
    lists = LISTS.get(LEVEL_OF[type(part)], ())
    for f in fields_of(type(part)):
        if f.name not in lists and not (isinstance(part, Mbr) and f.name == HEADER):
            yield from _texts(f.name, getattr(part, f.name))


def is_expression(part: object, field: str) -> bool:
    """Tell whether a field of a part holds a formula."""
    return isinstance(part, Slot | Item | UnitProcedure | Operation | Phase | Mbr) and bool(
        _EXPRESSION.fullmatch(field)
    )


def is_reference(part: object, field: str) -> bool:
    """Tell whether a field of a part holds the id of another."""
    return isinstance(part, Slot | UnitProcedure | Operation | Phase | Mbr) and bool(_REFERENCE.fullmatch(field))


def _texts(name: str, value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any value of the model
    if isinstance(value, str):
        if value:
            yield name, value
    elif isinstance(value, tuple):
        for item in value:
            if isinstance(item, tuple):  # statistics: name and limits
                yield from _texts(f"{name}.{item[0]}", item[1])
            else:
                yield from _texts(name, item)
    elif value is not None and not isinstance(value, int):
        for f in fields_of(type(value)):
            yield from _texts(f"{name}.{f.name}", getattr(value, f.name))
