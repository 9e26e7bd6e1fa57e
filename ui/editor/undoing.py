"""What "Undo" and "Redo" would do, by the names that an author reads: never by ids and fields of the text form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ebr.domain.mbr.editing import AddPart, Edit, MovePart, RemovePart, SetField
from ebr.wording.edits import edit_words
from ui.editor.names import FIELDS, field_name
from ui.editor.parts import Parts

Place = Callable[[str], str]


def undo_words(edit: Edit | None, parts: Parts, place: Place) -> str:
    """Return an edit in a few words, "" for none; `place` names a part by number and title."""
    match edit:
        case None:
            return ""
        case SetField(part, field):
            return edit_words(replace(edit, part=place(part), field=_field(parts, part, field)))
        case AddPart():
            return edit_words(replace(edit, inside=place(edit.inside)))
        case RemovePart() | MovePart():
            return edit_words(replace(edit, part=place(edit.part)))
    return edit_words(edit)


def _field(parts: Parts, key: str, field: str) -> str:
    part = parts.get(key.partition("/")[0])
    last = field.rsplit(".", 1)[-1]
    if part is None or last not in FIELDS:
        return field
    return field_name(field, part.level, part.it.kind if part.level == "slot" else "")
