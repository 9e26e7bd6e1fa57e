"""One JSON Schema (2020-12) per event name, made from the dataclasses that the program itself reads and writes.

A schema describes the whole body, `["<salt>", {fields}]`: every field is written out, none may be added. Descriptions
are the docstrings of the events. Nothing is written by hand, so a schema cannot say something else than the program
does; a type that has no form here is an error when the schemas are made.
"""

from __future__ import annotations

import inspect
import json
import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from ebr.storage.codec import EVENTS, Header, Moment

FOLDER: Final = "schemas"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
SALT: Final = {"type": "string", "pattern": "^[0-9a-f]{32}$", "description": "16 random bytes, hexadecimal"}
PLAIN: Final[Mapping[type, str]] = {str: "string", int: "integer", bool: "boolean", types.NoneType: "null"}

Schema = dict[str, Any]


def files() -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every schema, sorted by name."""
    made = {file_name(name): of_event(name, form) for name, form in EVENTS.items()}
    made["header.schema.json"] = of_header()
    for name, schema in sorted(made.items()):
        yield f"{FOLDER}/{name}", json.dumps(schema, indent=1, ensure_ascii=False).encode() + b"\n"


def file_name(event: str) -> str:
    """Return the name of an event's file; a name of an event may not stand in a path as it is."""
    return f"{event.replace('/', '-')}.schema.json"


def of_event(name: str, form: type) -> Schema:
    """Return the schema of an event's body."""
    shared: Schema = {}
    event = _object(form, shared)
    body = {"type": "array", "prefixItems": [SALT, event], "minItems": 2, "items": False}
    return {"$schema": DIALECT, "title": name, "description": _words(form), **body, "$defs": shared}


def of_header() -> Schema:
    """Return the schema of an entry's header; `log` is absent in the first entry of a log."""
    shared: Schema = {}
    header = _object(Header, shared)
    header["properties"]["log"] = {"type": "string"}
    header["required"] = sorted(set(header["required"]) - {"log"})
    return {"$schema": DIALECT, "title": "header", **header, "$defs": shared}


def of_fields(form: type, shared: Schema) -> Schema:
    """Return the schema of a dataclass written out as an object; those inside it come into `shared`."""
    return _object(form, shared)


def _object(form: type, shared: Schema) -> Schema:
    hints = get_type_hints(form)
    names = [field.name for field in fields(form)] if is_dataclass(form) else list(hints)
    return {
        "type": "object",
        "description": _words(form),
        "properties": {name: _schema(hints[name], shared) for name in names},
        "required": sorted(names),
        "additionalProperties": False,
    }


def _schema(hint: Any, shared: Schema) -> Schema:  # noqa: ANN401 - any type expression
    origin, parts = get_origin(hint), get_args(hint)
    if hint in PLAIN:
        return {"type": PLAIN[hint]}
    if origin in {Union, types.UnionType}:
        return {"anyOf": [_schema(part, shared) for part in parts]}
    if origin is tuple:
        return _array(parts, shared)
    if origin is not None and issubclass(origin, Mapping) and parts[0] is str:
        return {"type": "object", "additionalProperties": _schema(parts[1], shared)}
    if is_dataclass(hint) or hint is Moment:
        return _named(hint, shared)
    raise TypeError(f"no JSON Schema for {hint}")


def _array(parts: tuple[Any, ...], shared: Schema) -> Schema:
    if parts[-1] is Ellipsis:
        return {"type": "array", "items": _schema(parts[0], shared)}
    items = [_schema(part, shared) for part in parts]
    return {"type": "array", "prefixItems": items, "minItems": len(items), "items": False}


def _named(form: Any, shared: Schema) -> Schema:  # noqa: ANN401 - a dataclass or a struct
    if form.__name__ not in shared:
        shared[form.__name__] = _object(form, shared)
    return {"$ref": f"#/$defs/{form.__name__}"}


def _words(form: type) -> str:
    return inspect.cleandoc(form.__doc__ or "")
