"""`Editing`: one document being edited, with everything that was done to it and what the store holds of it.

A step of undo keeps the document before it; documents share every part that did not change, so ten thousand steps cost
little more than what was typed, and undo gives back the very document that was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebr.domain.mbr.address import TOPS, WHOLE, at_place
from ebr.domain.mbr.editing.blocks import BlockTexts
from ebr.domain.mbr.editing.bounds import Measured
from ebr.domain.mbr.editing.edits import (
    AddPart,
    CopyParts,
    Edit,
    MovePart,
    RemovePart,
    RenameId,
    SetField,
    TakeDocument,
)
from ebr.domain.mbr.editing.fields import with_field
from ebr.domain.mbr.editing.parts import place_of, put
from ebr.domain.mbr.editing.shifts import Done, added, copied, moved, removed, renamed
from ebr.domain.mbr.editing.translations import (
    along,
    carried,
    dropped,
    is_language,
    with_language,
    with_translation,
    without_language,
)
from ebr.domain.mbr.model import Mbr
from ebr.domain.refusal import Refusal


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of undo: the edit (the last one, where keystrokes joined), both documents, what to show after undo."""

    edit: Edit
    before: Mbr
    after: Mbr
    shown_before: str
    shown_after: str


class Editing:
    """A document under the author's hands; see `ebr.domain.mbr.editing` for the edits and their refusals."""

    def __init__(self, document: Mbr, base: Mbr | None = None) -> None:
        self.document = document
        self.base = base
        self._held = document
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._measured = Measured()
        self._texts = BlockTexts()

    @property
    def undoes(self) -> Edit | None:
        """The edit that `undo` takes back, None for none."""
        return self._done[-1].edit if self._done else None

    @property
    def redoes(self) -> Edit | None:
        """The edit that `redo` does again, None for none."""
        return self._undone[-1].edit if self._undone else None

    def apply(self, edit: Edit, *, joined: bool = False) -> str:
        """Do one edit and return the address of the part to show; a refusal leaves everything as it is.

        An edit that changes nothing leaves no step. `joined`: see the package.
        """
        after, shown = done(self.document, edit)
        if after == self.document:
            return shown
        self._measured.fits(self.document, after)
        step = _Step(edit, self.document, after, _touched(edit), shown)
        if joined and self._done and not self._undone and _same_field(self._done[-1].edit, edit):
            first = self._done.pop()
            step = _Step(edit, first.before, after, first.shown_before, shown)
        if step.after != step.before:
            self._done.append(step)
        self._undone.clear()
        self.document = after
        return shown

    def undo(self) -> str:
        """Take the last step back and return the address of the part to show; refusal `edit_nothing_to_undo`."""
        if not self._done:
            raise Refusal("edit_nothing_to_undo")
        step = self._done.pop()
        self._undone.append(step)
        self.document = step.before
        return self._known(step.shown_before)

    def redo(self) -> str:
        """Do the step again that was taken back last; refusal `edit_nothing_to_redo`."""
        if not self._undone:
            raise Refusal("edit_nothing_to_redo")
        step = self._undone.pop()
        self._done.append(step)
        self.document = step.after
        return self._known(step.shown_after)

    def saved(self, document: Mbr | None = None) -> None:
        """Note which document the store holds now: this one, or one that was handed to it a moment ago."""
        self._held = self.document if document is None else document

    def changed_blocks(self) -> Mapping[str, str]:
        """Return the canonical JSON of each block that differs from what the store holds; "" for one that is gone."""
        held, now = self._texts.of(self._held), self._texts.of(self.document)
        changed = {name: text for name, text in now.items() if held.get(name) != text}
        return {**changed, **{name: "" for name in held if name not in now}}

    def departs(self) -> frozenset[str]:
        """Return the names of the blocks in which the document differs from its base; all without a base."""
        base = self._texts.of(self.base) if self.base is not None else {}
        now = self._texts.of(self.document)
        return frozenset(name for name in base.keys() | now.keys() if base.get(name) != now.get(name))

    def _known(self, shown: str) -> str:
        if shown in TOPS:
            return shown
        try:
            place_of(self.document, shown)
        except Refusal:
            return WHOLE
        return shown


def done(mbr: Mbr, edit: Edit) -> Done:
    """Return a document after one edit, and the address of the part to show; refusals `edit_*`."""
    match edit:
        case SetField(part, field, value) if is_language(mbr, part):
            return with_translation(mbr, part, field, value)
        case AddPart(inside, at, "language", document):
            return with_language(mbr, inside, at, document)
        case RemovePart(part) if is_language(mbr, part):
            return without_language(mbr, part)
    after, shown = _done(mbr, edit)
    match edit:
        case RenameId(part) | MovePart(part) | SetField(part, "id"):
            after = carried(after, part, shown)
        case RemovePart() | SetField(field="options" | "items" | "media" | "identifiers" | "kind"):
            after = dropped(mbr, after)
        case CopyParts(source, parts) if after.languages:
            after = along(mbr, after, source, parts)
    return after, shown


def _done(mbr: Mbr, edit: Edit) -> Done:
    match edit:
        case SetField(part, "id", value):
            return renamed(mbr, part, str(value or ""))
        case SetField(part, field, value):
            place = place_of(mbr, part)
            return put(mbr, place, with_field(at_place(mbr, place), field, value)), part
        case AddPart(inside, at, level, document):
            return added(mbr, inside, at, level, document)
        case RemovePart(part):
            return removed(mbr, part)
        case MovePart(part, inside, at):
            return moved(mbr, part, inside, at)
        case RenameId(part, to):
            return renamed(mbr, part, to)
        case CopyParts(source, parts, inside, at):
            return copied(mbr, source, parts, inside, at)
        case TakeDocument(document):
            return document, WHOLE


def _touched(edit: Edit) -> str:
    """Return the address of what an edit is about, as it was before."""
    match edit:
        case SetField(part) | RemovePart(part) | MovePart(part) | RenameId(part):
            return part
        case AddPart(inside) | CopyParts(inside=inside):
            return inside
    return WHOLE


def _same_field(first: Edit, second: Edit) -> bool:
    if not isinstance(first, SetField) or not isinstance(second, SetField):
        return False
    return (first.part, first.field) == (second.part, second.field)
