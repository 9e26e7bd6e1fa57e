"""Editing a master batch record."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

EDITS: Mapping[str, str | tuple[str, ...]] = {
    "edit_part_unknown": mark("There is no {part} in this document any more. Choose another part."),
    "edit_not_listed": mark("{part} is there once and cannot be moved, removed or renamed here. Change its fields."),
    "edit_level": mark("A part of the level {level} cannot stand in {inside}. Choose a place where such parts are."),
    "edit_levels_mixed": mark("These parts are of different levels. Copy parts of one level at a time."),
    "edit_nothing_chosen": mark("Nothing is chosen to copy. Choose one or more parts first."),
    "edit_into_itself": mark("{part} cannot be moved into itself. Choose a place outside it."),
    "edit_id_form": mark(
        "“{id}” cannot be an id. Write small letters, digits and _, beginning with a letter, at most 63."
    ),
    "edit_id_reserved": mark("{id} is a word of the program and cannot be an id. Choose another."),
    "edit_language_form": mark("{language} is not the tag of a language, such as de or pt-BR."),
    "edit_language_taken": mark("The document has the language {language} already."),
    "edit_id_taken": mark("The id {id} is taken in this document. Choose another."),
    "edit_field_unknown": mark("There is no field called {field} here."),
    "edit_text_too_long": mark(
        "The text for {field} has {length} characters and at most {limit} are kept. Shorten it, or attach a document."
    ),
    "edit_character": mark("The text for {field} has a character that no record may hold ({character}). Remove it."),
    "edit_word": mark("“{found}” is not possible for {field}. Choose one of: {words}."),
    "edit_whole": mark("{field} needs a whole number from 0 to {limit}."),
    "edit_value": mark("This is no value for {field}. Choose another."),
    "edit_document_too_large": mark(
        "With this the document would be larger than its text may be ({limit} characters). "
        "Divide it into several master batch records."
    ),
    "edit_nothing_to_undo": mark("There is nothing to undo."),
    "edit_nothing_to_redo": mark("There is nothing to redo."),
}
