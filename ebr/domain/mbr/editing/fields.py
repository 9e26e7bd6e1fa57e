"""Setting one field of a part, by its dotted name and in the form of the canonical JSON.

A value is taken as the readers take it: text composed and without white space around it, words from their closed list
or still open, whole numbers in bounds. Tabs become blanks and line ends become one, because text is pasted from
elsewhere; what no record may hold is refused by name.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from ebr.domain.canonical import Json
from ebr.domain.mbr.build import Trouble, blank, build_part, build_value
from ebr.domain.mbr.kinds import KIND
from ebr.domain.mbr.model import NO_LIMITS, Slot
from ebr.domain.mbr.shape import STATISTICS, Field, fields_of
from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text


def with_field(part: Any, field: str, value: Json) -> Any:  # noqa: ANN401 - part in, part of the same class out
    """Return a part with one field set.

    Refusals `edit_field_unknown` (field), `edit_text_too_long` (field, length, limit), `edit_character` (field,
    character), `edit_word` (field, found, words), `edit_whole` (field, limit), `edit_value` (field).
    """
    changed = _with(part, tuple(field.split(".")), value, field)
    if isinstance(part, Slot) and field == "kind":
        return _of_kind(changed)
    return changed


def built(part: type[Any], document: Mapping[str, Json]) -> Any:  # noqa: ANN401 - a dataclass of the model
    """Return a new part from what is known of it; refusals as in `with_field`."""
    made, troubles = build_part(part, _pasted(document))
    if troubles:
        raise _refusal(troubles[0], ".".join(str(key) for key in troubles[0].place))
    return made


def _with(part: Any, way: tuple[str, ...], value: Json, field: str) -> Any:  # noqa: ANN401
    f = next((f for f in fields_of(type(part)) if f.name == way[0]), None)
    if f is None or (len(way) > 1 and f.form not in ("part", "limits_by_name")):
        raise Refusal("edit_field_unknown", field=field)
    if len(way) == 1:
        return dataclasses.replace(part, **{f.name: _value(f, value, field)})
    if f.form == "limits_by_name":
        return dataclasses.replace(part, **{f.name: _statistics(getattr(part, f.name), way[1:], value, field)})
    inner = getattr(part, f.name)
    inner = blank(f.part) if inner is None else inner
    return dataclasses.replace(part, **{f.name: _with(inner, way[1:], value, field)})


def _value(f: Field, value: Json, field: str) -> Any:  # noqa: ANN401 - what it is, says the field's form
    if value is None or (value == "" and f.default is None):
        return _nothing(f, field)
    found, troubles = build_value(f, _pasted(value))
    if troubles:
        raise _refusal(troubles[0], field)
    return None if found == "" and f.default is None else found


def _nothing(f: Field, field: str) -> object:
    """Return what a field is without a value; a part that is needed can be changed but not taken away."""
    if not f.required:
        default: object = f.default
        return default
    if f.form == "text":
        return ""
    raise Refusal("edit_value", field=field)


def _statistics(
    now: tuple[tuple[str, Any], ...], way: tuple[str, ...], value: Json, field: str
) -> tuple[tuple[str, Any], ...]:
    if way[0] not in STATISTICS:
        raise Refusal("edit_field_unknown", field=field)
    by_name = dict(now)
    if len(way) > 1:
        by_name[way[0]] = _with(by_name.get(way[0], NO_LIMITS), way[1:], value, field)
    elif value is None:
        by_name.pop(way[0], None)
    else:
        by_name[way[0]] = built(type(NO_LIMITS), value if isinstance(value, Mapping) else {"": value})
    return tuple((name, by_name[name]) for name in STATISTICS if name in by_name)


def _of_kind(slot: Slot) -> Slot:
    """Return a slot without the fields that its kind cannot use: nobody would see them any more."""
    kind = KIND.get(slot.kind)
    if kind is None:
        return slot
    gone = {f.name: f.default for f in fields_of(Slot) if not f.required and not kind.allows(f.name)}
    return dataclasses.replace(slot, **gone)


def _pasted(value: Json) -> Json:
    """Return a value whose texts have no tabs and one kind of line end, down to every part of it."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if isinstance(value, Mapping):
        return {key: _pasted(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_pasted(inner) for inner in value]
    return value


def _refusal(trouble: Trouble, field: str) -> Refusal:
    params = trouble.params
    match trouble.code:
        case "text_too_long":
            return Refusal("edit_text_too_long", field=field, length=params["length"], limit=params["limit"])
        case "control_character":
            return Refusal("edit_character", field=field, character=params["character"])
        case "word_unknown" | "word_unknown_near":
            return Refusal("edit_word", field=field, found=params["found"], words=params["words"])
        case "whole_wanted":
            return Refusal("edit_whole", field=field, limit=params["limit"])
        case "key_unknown" | "key_unknown_near":
            return Refusal("edit_field_unknown", field=shown_text(params["key"]))
    return Refusal("edit_value", field=field)
