"""Reading and replacing a value inside a part of a document by its path: "limits.high", "items.2.label".

Parts are frozen, so putting a value gives a new part that shares the rest. A number in a path is a position in a list,
a word that is no field is the name of a figure (`statistics.mean.high`). Nothing here decides what may stand anywhere.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from ebr.domain.mbr.model import Limits
from ebr.domain.mbr.shape import STATISTICS, Field, fields_of


def get(part: Any, path: str) -> Any:
    """Return what stands at a path; None below something absent."""
    here = part
    for key in path.split("."):
        if here is None:
            return None
        here = _step(here, key)
    return here


def _step(here: Any, key: str) -> Any:
    if not isinstance(here, tuple):
        return getattr(here, key)
    if key.isdigit():
        return here[int(key)] if int(key) < len(here) else None
    return dict(here).get(key)


def put(part: Any, path: str, value: Any) -> Any:
    """Return the part with another value at a path."""
    key, _, rest = path.partition(".")
    if isinstance(part, tuple):
        return _put_in_list(part, key, rest, value)
    inner = value if not rest else put(getattr(part, key), rest, value)
    return dataclasses.replace(part, **{key: inner})


def _put_in_list(part: tuple[Any, ...], key: str, rest: str, value: Any) -> tuple[Any, ...]:
    if key.isdigit():
        at = int(key)
        return (*part[:at], put(part[at], rest, value) if rest else value, *part[at + 1 :])
    named = dict(part)
    named[key] = put(named.get(key, Limits()), rest, value) if rest else value
    return tuple((name, named[name]) for name in STATISTICS if name in named)


def shape_at(part: Any, path: str) -> Field:
    """Return the field that a path ends in; a KeyError when the model has none such."""
    *before, last = path.split(".")
    here = get(part, ".".join(before)) if before else part
    kind = type(here) if dataclasses.is_dataclass(here) else Limits
    return {one.name: one for one in fields_of(kind)}[last]


def parsed(shape: Field, text: str) -> Any:
    """Return what a typed text means for a field: text, number, yes or no, or several texts.

    A ValueError when a whole number is wanted and the text is none; "" for an absent text is absence.
    """
    if shape.form == "whole":
        return whole(text)
    if shape.form == "truth":
        return text == "yes"
    if shape.form == "texts":
        return tuple(one.strip() for one in text.splitlines() if one.strip())
    if not text.strip() and not shape.required and shape.default is None:
        return None
    return text


def whole(text: str) -> int:
    """Return a whole number typed by a person; a ValueError when it is none."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit()):
        message = f"not a whole number: {text!r}"
        raise ValueError(message)
    return int(digits)


def as_json(value: Any) -> Any:
    """Return a value of the model as it stands in the canonical document."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        held = ((one, getattr(value, one.name)) for one in fields_of(type(value)))
        return {one.name: as_json(inner) for one, inner in held if one.required or inner != one.default}
    if not isinstance(value, tuple):
        return value
    if value and isinstance(value[0], tuple):
        return {name: as_json(inner) for name, inner in value}
    return [as_json(one) for one in value]


def shown(value: Any) -> str:
    """Return a value as the text a field shows."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, tuple):
        return "\n".join(str(one) for one in value)
    return str(value)
