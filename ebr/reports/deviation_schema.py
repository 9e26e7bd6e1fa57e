"""The JSON Schema of an exported deviation, made from the dataclasses that are written (`ebr.reports.deviation`).

It is published as `resources/schema/deviation-1.schema.json`, which a test holds equal; so the document cannot say
something else than the program writes.
"""

from __future__ import annotations

import json

from ebr.reports.deviation import FORM, Exported, Head
from ebr.reports.export.schemas import DIALECT, Schema, of_fields

MADE = ("at", "by", "site", "station", "profile", "fingerprint")


def schema() -> Schema:
    """Return the schema of the form `FORM`."""
    shared: Schema = {}
    made = {"type": "object", "properties": {name: {"type": "string"} for name in MADE}, "required": list(MADE)}
    return {
        "$schema": DIALECT,
        "title": "Deviation, form 1",
        "type": "object",
        "properties": {
            "form": {"const": FORM},
            "made": {"description": "When, by whom and where it was written; times in UTC", **made},
            "record": of_fields(Head, shared),
            "deviation": of_fields(Exported, shared),
        },
        "required": ["form", "made", "record", "deviation"],
        "additionalProperties": False,
        "$defs": shared,
    }


def text() -> bytes:
    """Return the schema as it is published."""
    return json.dumps(schema(), indent=1, ensure_ascii=False).encode() + b"\n"
