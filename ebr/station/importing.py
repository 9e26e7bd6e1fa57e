"""Other people's files as drafts, for the screens: what would be begun, and everything to know before.

Reading a file writes nothing. The draft is begun by `BeginDraft` with the document, like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ebr.words import ntr, tr

ENDINGS: Final = (".xml", ".batchml", ".docx", ".xlsx")
"""What a list of files offers; the readers go by the content."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to know: "no_place", "unsure" or "read_as", where in the file, and in words."""

    kind: str
    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """A file as a draft: its document (canonical JSON) and all that is to be known, what has no place first."""

    mbr: str
    version: str
    title: str
    document: str
    told: tuple[Told, ...]
    marks: int
    left: int


def recipes(path: Path) -> tuple[str, ...]:
    """Return the ids of the recipes in a BatchML file, for a choice where there are several."""
    from ebr.exchange.batchml.reading import recipe_names

    return recipe_names(path.read_bytes())


def foreign(path: Path, recipe: str = "") -> Foreign:
    """Return what a file, or one recipe of several in it, would be as a draft.

    Slow for a large file: for a thread beside the screen. Refusals: those of `ebr.exchange.opening.import_file`.
    """
    from ebr.domain.canonical import dumps
    from ebr.domain.mbr.document import to_json
    from ebr.exchange.imported import folded
    from ebr.exchange.opening import import_file

    imported = import_file(path, recipe)
    header = imported.mbr.header
    remarks = imported.remarks
    told = [
        Told(one.kind, _place(one.at.place, one.at.line, more), one.words())
        for kind in ("no_place", "unsure", "read_as")
        for one, more in folded(tuple(remark for remark in remarks if remark.kind == kind))
    ]
    marks = sum(remark.kind == "unsure" for remark in remarks)
    left = sum(remark.kind == "no_place" for remark in remarks)
    document = dumps(to_json(imported.mbr)).decode()
    return Foreign(header.id, header.version, header.title, document, tuple(told), marks, left)


def _place(place: str, line: int, more: int) -> str:
    where = tr("Line {line}, {place}", line=line, place=place) if line else place
    return ntr("{where} (and {n} like it)", "{where} (and {n} like it)", more, where=where) if more else where
