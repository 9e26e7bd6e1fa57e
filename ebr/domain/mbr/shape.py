"""The shape of the document, read off the dataclasses of `model`: one list of fields for all who use it.

Reader, writers and JSON Schema share it, so the model is written once, and a field added there appears everywhere or a
test fails. What types cannot say (which words a field may hold) is written out in `WORDS_OF`.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from ebr.domain.mbr import model

Form = Literal["text", "truth", "whole", "texts", "part", "parts", "limits_by_name"]

STATISTICS = ("mean", "sd", "rsd", "min", "max", "count")
"""Names a table's statistics may have; their order here is the canonical one."""

WORDS_OF: Mapping[tuple[type, str], tuple[str, ...]] = {
    (model.Slot, "kind"): model.KINDS,
    (model.Slot, "meaning"): model.MEANINGS,
    (model.Slot, "role"): model.ROLES,
    (model.Slot, "covers"): ("phase", "operation", "unit", "batch"),
    (model.Phase, "sign"): model.MEANINGS,
    (model.Media, "media"): model.MEDIA_TYPES,
}
"""Closed lists of words that the types of the model leave open."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a part of the document.

    `part` is the dataclass of a "part" or of each of "parts"; `words` the closed list of words, empty when any text
    will do.
    """

    name: str
    form: Form
    required: bool
    default: Any
    words: tuple[str, ...] = ()
    part: type[Any] = object


def fields_of(part: type[Any]) -> tuple[Field, ...]:
    """Return the fields of a dataclass of the model, in the order in which they are written."""
    return _fields_of(part)  # type: ignore[arg-type]  # mypy does not see that a class is hashable


@cache
def _fields_of(part: type[Any]) -> tuple[Field, ...]:
    hints = get_type_hints(part)
    return tuple(_field(part, field, hints[field.name]) for field in dataclasses.fields(part))


def _field(part: type[Any], field: dataclasses.Field[Any], hint: Any) -> Field:  # noqa: ANN401
    required = field.default is dataclasses.MISSING
    form, inner = _form(hint)
    words = WORDS_OF.get((part, field.name), get_args(hint) if get_origin(hint) is Literal else ())
    return Field(field.name, form, required, None if required else field.default, tuple(words), inner)


def _form(hint: Any) -> tuple[Form, type[Any]]:  # noqa: ANN401 - Python's types have no common one
    if hint is bool:
        return "truth", object
    if hint is int:
        return "whole", object
    if hint is str or get_origin(hint) is Literal:
        return "text", object
    if get_origin(hint) is tuple:
        return _list_form(get_args(hint)[0])
    if isinstance(hint, types.UnionType):  # `Repeat | None`, `str | None`: may be absent
        return _form(next(option for option in get_args(hint) if option is not types.NoneType))
    return "part", hint


def _list_form(item: Any) -> tuple[Form, type[Any]]:  # noqa: ANN401
    if item is str:
        return "texts", object
    if get_origin(item) is tuple:
        return "limits_by_name", model.Limits
    return "parts", item
