"""A version of a master batch record on the signing sheet: what the signature does and what changed first.

The signed document lists everything by name; the sheet says the same for people. The change set comes before what
stands unchanged, persons have their names, figures of the dry run their words, and the fingerprints stand last
(21 CFR 11.50, 211.186(a)).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ebr.domain.master.state import changes_from
from ebr.station.answers.names import name_of
from ebr.station.questions import SheetLine
from ebr.wording import field_words
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.station.inside import Inside

FIRST: Final = ("effective", "reason", "base")
PEOPLE: Final = ("performed", "verified", "approved", "writers")
FINGERPRINTS: Final = ("hash", "base_hash", "draft", "report")
"""Rows by how they are shown."""


def is_version(parts: Mapping[str, Any]) -> bool:
    """Tell whether a signed document is about a version of a master batch record."""
    return str(parts.get("act", "")).startswith("master.") and isinstance(parts.get("rows"), list)


def version_title(parts: Mapping[str, Any]) -> str:
    """Return which version it is."""
    rows = {str(name): str(text) for name, text, *_ in parts["rows"]}
    return tr("{title}, version {version}", title=rows.get("title", ""), version=rows.get("version", ""))


def version_lines(station: Inside, parts: Mapping[str, Any]) -> list[SheetLine]:
    """Return the lines in the order in which people read them: nothing of the document's rows is left out."""
    told = {str(name): _said(station, str(name), str(text)) for name, text, *_ in parts["rows"]}
    first = [name for name in FIRST if name in told]
    last = [name for name in FINGERPRINTS if name in told]
    between = [name for name in told if name not in (*first, *last)]
    lines = {name: SheetLine(field_words(name), text, "", "", "") for name, text in told.items()}
    return [*(lines[name] for name in first), *_changes(parts), *(lines[name] for name in (*between, *last))]


def _changes(parts: Mapping[str, Any]) -> list[SheetLine]:
    """What differs from the version in force: the change set that is signed with the version."""
    if not parts.get("changes"):
        return []
    from ebr.wording.changes import change_words

    changes = changes_from(json.dumps(parts["changes"]))
    return [SheetLine(field_words("changes"), change_words(change), "", "", "") for change in changes]


def _said(station: Inside, name: str, text: str) -> str:
    """One row as people read it."""
    if name in PEOPLE:
        people = [one for one in text.split(", ") if one]
        return ", ".join(tr("{name} ({person})", name=name_of(station, one), person=one) for one in people)
    if name == "coverage":
        from ebr.wording.coverage import figures_words

        return figures_words(dict(one.rpartition(" ")[::2] for one in text.split(", ")))
    if name in FINGERPRINTS:
        return " ".join(text[at : at + 8] for at in range(0, len(text), 8))
    return text
