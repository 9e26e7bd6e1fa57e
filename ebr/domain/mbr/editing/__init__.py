"""Editing a master batch record: edits as plain data, undo without loss, and what an author asks while typing.

Pure: a document goes in, a document comes out; parts that did not change stay the same objects, so that whoever looks
at the next document (the live check, a screen) sees by identity what is new. Every document that edits can make
survives `write` and `read`; a document may be unfinished, and only the check tells what is missing.

    editing = Editing(document, base=None)      base: the version it departs from, if any
    editing.document                            the Mbr as it is now
    editing.apply(edit, joined=False) -> str    the address of the part to show next; Refusal edit_* and nothing changed
    editing.undo() / .redo() -> str             the address of the part to show; Refusal edit_nothing_to_undo / _redo
    editing.undoes / .redoes                    the edit it would undo or do again, None for none
                                                (in words: ebr.wording.edits.edit_words(edit))
    editing.changed_blocks() -> {name: canonical JSON, "" when gone}    since the last .saved(), or since the opening
    editing.saved(document=None)                what the store now holds
    editing.departs() -> frozenset[str]         names of the blocks that differ from the base

`joined` makes one undo step of keystrokes in one field: the edit joins the step before when that set the same field.

Edits (`at` counts from 0 in the list as it is without what is moved; greater or negative means the end):

    SetField(part, field, value)     field dotted: "title", "limits.high", "flow.repeat.most", "size.nominal",
                                     "statistics.mean.low", "sign"; value text, yes/no, whole number, list or map as in
                                     the canonical JSON; None (or "" for a limit) takes it away. "id" is RenameId; a
                                     new "kind" keeps only what that kind can use.
    AddPart(inside, at, level, document)   document: any fields of the part, {} for a blank one; without an id, or with
                                     one that is taken, it gets a free one
    RemovePart(part)                 allowed although others read it: the check shows it
    MovePart(part, inside, at)
    RenameId(part, to)               rewrites every reference: formulas, of, starts, stops, after, during, answers
    CopyParts(source, parts, inside, at)   from another Mbr or the same; new ids where they clash, references inside the
                                     copy follow; materials and equipment that it uses come along where they are missing
    TakeDocument(document)           the whole at once (merged, imported, restored); undone like any edit

Addresses of parts: an id ("fill_up"); "header"; "procedure" (the whole: its field is flow); an option or item as
"dissolved/hazy", a picture as "fill_up/drawing", an identifier as "header/coi". Where an id stands twice, the first.
Places to put parts in (`inside`): "procedure" (units), "materials", "equipment", "header" (identifiers), else the id of
the part above.
Levels: unit, operation, phase, slot, option, item, media, identifier, material, equipment.

Beside the edits:

    part_at(mbr, part) -> the dataclass of the model; Refusal edit_part_unknown
    level_of(mbr, part) -> Level | "header" | "procedure"
    above(mbr, part) -> (inside, at)            where a part stands, in the words of MovePart
    numbering(mbr) -> {id: "6.3"}               the numbers of the operator's screen
    find(mbr, text) -> tuple[Found, ...]        Found(part, field, number, text, start, end)
    uses(mbr, part) -> tuple[Found, ...]        where others refer to it
    new_document(id, title) -> Mbr              an unfinished one
    sample(mbr, part, inputs, memo=None) -> Sample     Sample(given, results, troubles), see `sample`; in words
                                                ebr.wording.edits.sample_lines(sample)
    completions(mbr, part, field, text, cursor, memo=None) -> tuple[Completion, ...]
                                                Completion(text, start, end, sort, label, unit)

A `Memo()` kept from one call to the next makes both cost what changed; one memo for one thread.
"""

from __future__ import annotations

from ebr.domain.mbr.address import Level
from ebr.domain.mbr.check.memo import Memo
from ebr.domain.mbr.editing.completion import Completion, completions
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
from ebr.domain.mbr.editing.history import Editing
from ebr.domain.mbr.editing.numbers import numbering
from ebr.domain.mbr.editing.parts import above, level_of, new_document, part_at
from ebr.domain.mbr.editing.sampling import Figure, Sample, sample
from ebr.domain.mbr.editing.search import Found, find, uses

__all__ = [
    "AddPart",
    "Completion",
    "CopyParts",
    "Edit",
    "Editing",
    "Figure",
    "Found",
    "Level",
    "Memo",
    "MovePart",
    "RemovePart",
    "RenameId",
    "Sample",
    "SetField",
    "TakeDocument",
    "above",
    "completions",
    "find",
    "level_of",
    "new_document",
    "numbering",
    "part_at",
    "sample",
    "uses",
]
