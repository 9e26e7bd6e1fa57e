"""The changes of a version as one canonical text: what is signed, kept in the entry, and shown in words again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from ebr.domain.canonical import dumps
from ebr.domain.mbr.compare import Change, Named

FIELDS = frozenset(field.name for field in fields(Change))


def changes_text(changes: Iterable[Change]) -> str:
    """Return changes as canonical JSON; fields that say nothing are left out."""
    rows = [
        {name: value for name, value in asdict(change).items() if value not in ("", None, ())} for change in changes
    ]
    return dumps(rows).decode()


def changes_from(text: str) -> tuple[Change, ...]:
    """Return the changes of a text; those that this program cannot read, of a newer one, are left out."""
    try:
        rows = json.loads(text) if text else []
    except (ValueError, RecursionError):
        return ()
    return tuple(change for row in rows if (change := _change(row)) is not None) if isinstance(rows, list) else ()


def _change(row: Any) -> Change | None:  # noqa: ANN401 - JSON
    if not isinstance(row, dict) or not row.keys() <= FIELDS or not isinstance(row.get("place"), list):
        return None
    empty = {"number": "", "title": ""}
    try:
        refers = tuple(Named(**{"id": "", **empty, **found}) for found in row.get("refers", ()))
        return Change(**{**empty, **row, "place": tuple(row["place"]), "refers": refers})
    except TypeError:
        return None
