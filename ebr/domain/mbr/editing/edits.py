"""The edits of a master batch record, as plain data: what an author does, in the words of `ebr.domain.mbr.editing`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ebr.domain.canonical import Json
from ebr.domain.mbr.address import Level
from ebr.domain.mbr.model import Mbr


@dataclass(frozen=True, slots=True)
class SetField:
    """Give one field of a part another value; None takes the value away."""

    part: str
    field: str
    value: Json


@dataclass(frozen=True, slots=True)
class AddPart:
    """Put a new part into a list; `document` holds its fields as in the canonical JSON."""

    inside: str
    at: int
    level: Level
    document: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RemovePart:
    """Take a part away, with all that stands in it."""

    part: str


@dataclass(frozen=True, slots=True)
class MovePart:
    """Put a part elsewhere; `at` counts without it."""

    part: str
    inside: str
    at: int


@dataclass(frozen=True, slots=True)
class RenameId:
    """Give a part another id, everywhere."""

    part: str
    to: str


@dataclass(frozen=True, slots=True)
class CopyParts:
    """Copy parts of one level from a document into a list."""

    source: Mbr = field(repr=False)
    parts: tuple[str, ...]
    inside: str
    at: int


@dataclass(frozen=True, slots=True)
class TakeDocument:
    """Put another document in place of the whole."""

    document: Mbr = field(repr=False)


Edit = SetField | AddPart | RemovePart | MovePart | RenameId | CopyParts | TakeDocument
