"""The one writer of master batch records: `write(mbr)` gives the canonical text, `read(write(mbr)).mbr == mbr`.

Decisions:
* Fields in the model's order, defaults left out, two blanks for each level, list items one level in, `...` at the end.
* Small things (materials, equipment, options, items, limits, sizes, and slots made of them) stand on one line when they
  fit in 120 columns; header, units, operations and phases never do. A changed limit is then one changed line.
* Text of several lines or of more than 90 characters stands in a block (`|-`), so an instruction reads as an
  instruction.
* A plain scalar starts with a letter and holds nothing that YAML 1.1 or 1.2 could take for something else; all else is
  in double quotes. Any YAML reader therefore gets from this text exactly the canonical JSON document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence

from ebr.domain.canonical import Json
from ebr.domain.mbr.document import to_json
from ebr.domain.mbr.model import Mbr

WIDTH = 120
LONG = 90

_PLAIN = re.compile(r"[^\W\d_](?:[\w ./%()*^<>=+;-]*[\w./%()*^<>=+;-])?")
_NOT_TEXT = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})
_LARGE = frozenset({"operations", "phases", "slots"})
"""A map with one of these keys is a unit, operation or phase and is written in lines; so is the header."""


def write(mbr: Mbr) -> str:
    """Return the canonical text of an MBR."""
    return "\n".join([*_map_lines(to_json(mbr), _top_level), "...", ""])


Inline = Callable[[str, Json], bool]


def _top_level(key: str, value: Json) -> bool:
    return key != "header" and _may_inline(key, value)


def _may_inline(_key: str, value: Json) -> bool:
    return not (isinstance(value, Mapping) and _LARGE.intersection(value))


def _map_lines(part: Mapping[str, Json], inline: Inline = _may_inline) -> list[str]:
    return [line for key, value in part.items() for line in _entry(key, value, inline)]


def _entry(key: str, value: Json, inline: Inline) -> list[str]:
    """Write `key: value`, on one line if it may and fits."""
    if isinstance(value, str) and _wants_block(value):
        return [f"{key}: |-", *_indented(value.split("\n"))]
    if not isinstance(value, Mapping | list):
        return [f"{key}: {_scalar(value)}"]
    if isinstance(value, list) and any(not isinstance(item, str) for item in value):
        return [f"{key}:", *(line for item in value for line in _item(item))] if value else [f"{key}: []"]
    short = _short(value) if inline(key, value) else None
    if short is not None and len(key) + 2 + len(short) <= WIDTH - _DEEPEST:
        return [f"{key}: {short}"]
    if isinstance(value, Mapping):
        return [f"{key}:", *_indented(_map_lines(value))]
    return [f"{key}:", *(f"  - {_scalar(item)}" for item in value)] if value else [f"{key}: []"]


_DEEPEST = 18
"""Columns taken off the width for the indent of a slot's fields, so that a line's form does not depend on where it
stands."""


def _item(item: Json) -> list[str]:
    assert isinstance(item, Mapping)
    short = _short(item) if _may_inline("", item) else None
    if short is not None and len(short) <= WIDTH - _DEEPEST:
        return [f"  - {short}"]
    first, *others = _map_lines(item)
    return [f"  - {first}", *(f"    {line}" if line else "" for line in others)]


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _short(value: Json) -> str | None:
    """Write a value in one line, or None where a part of it wants lines of its own."""
    if isinstance(value, Mapping):
        parts = [(key, _short(inner)) for key, inner in value.items()]
        known = [f"{key}: {inner}" for key, inner in parts if inner is not None]
        return "{" + ", ".join(known) + "}" if len(known) == len(parts) else None
    if isinstance(value, list):
        items = [_short(item) for item in value if isinstance(item, str)]
        whole = [item for item in items if item is not None]
        return "[" + ", ".join(whole) + "]" if len(whole) == len(value) else None
    if isinstance(value, str) and _wants_block(value):
        return None
    return _scalar(value)


def _wants_block(text: str) -> bool:
    """Tell whether a text goes into a block: long or of several lines, and without anything a block could change."""
    lines = text.split("\n")
    if len(text) <= LONG and len(lines) == 1:
        return False
    return not text.startswith((" ", "\n")) and all(line == line.rstrip() for line in lines)


def _scalar(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    assert isinstance(value, str)
    if _PLAIN.fullmatch(value) and value.lower() not in _NOT_TEXT:
        return value
    return json.dumps(value, ensure_ascii=False)
