"""The JSON Schema of a master batch record, derived from the model's shape and the table of kinds.

It describes the canonical document, and with it the text the canonical writer gives, for editors and other people's
tools. It is published as `resources/schema/mbr-1.schema.json`, which a test holds equal. It cannot say what
`ebr.domain.mbr.check` says.
"""

from __future__ import annotations

from typing import Any

from ebr.domain.mbr.build import FORMAT, LARGEST_WHOLE, LONGEST_TEXT
from ebr.domain.mbr.kinds import ALWAYS, KIND
from ebr.domain.mbr.model import Mbr, Slot
from ebr.domain.mbr.shape import STATISTICS, Field, fields_of

Schema = dict[str, Any]


def schema() -> Schema:
    """Return the schema as plain data (draft 2020-12)."""
    parts: dict[str, Schema] = {}
    top = _part(Mbr, parts)
    top["properties"] = {"mbr": {"const": FORMAT}, **top["properties"]}
    top["required"] = ["mbr", *top["required"]]
    parts["Slot"]["allOf"] = [_kind(name) for name in KIND]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Master batch record, format 1",
        **top,
        "$defs": dict(sorted(parts.items())),
    }


def _part(part: type[Any], parts: dict[str, Schema]) -> Schema:
    fields = fields_of(part)
    return {
        "type": "object",
        "properties": {f.name: _value(f, parts) for f in fields},
        "required": [f.name for f in fields if f.required],
        "additionalProperties": False,
    }


def _value(f: Field, parts: dict[str, Schema]) -> Schema:
    match f.form:
        case "text":
            return _text(f)
        case "truth":
            return {"type": "boolean"}
        case "whole":
            return {"type": "integer", "minimum": 0, "maximum": LARGEST_WHOLE}
        case "texts":
            return {"type": "array", "items": _text(f)}
        case "part":
            return _reference(f.part, parts)
        case "parts":
            return {"type": "array", "items": _reference(f.part, parts)}
        case "limits_by_name":
            limits = _reference(f.part, parts)
            return {"type": "object", "properties": dict.fromkeys(STATISTICS, limits), "additionalProperties": False}


def _text(f: Field) -> Schema:
    return {"enum": list(f.words)} if f.words else {"type": "string", "maxLength": LONGEST_TEXT}


def _reference(part: type[Any], parts: dict[str, Schema]) -> Schema:
    if part.__name__ not in parts:
        parts[part.__name__] = {}
        parts[part.__name__] = _part(part, parts)
    return {"$ref": f"#/$defs/{part.__name__}"}


def _kind(name: str) -> Schema:
    kind = KIND[name]
    allowed = {*ALWAYS, *kind.needs, *kind.may}
    refused = [f.name for f in fields_of(Slot) if f.name not in allowed]
    rules: Schema = {"properties": dict.fromkeys(refused, False)}
    if kind.needs:
        rules["required"] = list(kind.needs)
    return {"if": {"properties": {"kind": {"const": name}}}, "then": rules}
