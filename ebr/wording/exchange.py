"""What an import says in words: the marks it leaves in a draft, and its list of remarks.

A mark is text of the document from then on; it is written in the language in use at the import.
"""

from __future__ import annotations

from collections.abc import Mapping

from ebr.wording.sentences import sentence
from ebr.words import mark

SHORT = 120
"""Characters of a file's text that a list shows."""

MARKS: Mapping[str, str] = {
    "missing": mark("not in the file."),
    "id_given": mark("made from the name of the file or form."),
    "version_given": mark("the file says “{text}”; a version of our form was given."),
    "profile_assumed": mark("the file does not say for what use the product is; “commercial” was assumed."),
    "rules_assumed": mark("the file does not say by which rules; “draft” was assumed."),
    "size_assumed": mark("no range in the file; the nominal size {text} was taken."),
    "size_from_output": mark("taken from the quantity of the output, {text}."),
    "product_from_output": mark("taken from the only output, {text}."),
    "level_added": mark("the file leaves this level out; it was added around what is inside."),
    "step_added": mark("what the file says about the whole was made a step of its own."),
    "order_of_file": mark("“{id}” has no procedure logic; the order of the file was taken."),
    "element_again": mark("the file uses “{id}” more than once; this is a copy."),
    "instruction_missing": mark("the file has no instruction for people."),
    "condition_to_confirm": mark("a condition of a transition, made an entry to confirm: {text}"),
    "condition_foreign": mark("a condition of a transition, to be written as a formula: {text}"),
    "class_missing": mark("the file does not say of which class the equipment is."),
    "requirement": mark("the file asks for (“{id}”): {text}"),
    "from_recipe": mark("made because the file names it; say what is to be entered."),
    "code_from_id": mark("the id in the file, {text}, was taken as the code."),
    "value_missing": mark("the file gives no value."),
    "value_computed": mark("the file has this computed or given from outside: {text}"),
    "value_not_number": mark("not a number: {text}"),
    "value_second": mark("the file also says {text}; {first} was taken."),
    "bound_strict": mark("the file says {text}; a limit here includes its value."),
    "limits_missing": mark("the file gives a target and no limits."),
    "unit_second": mark("the file also says {text}; {first} was taken."),
    "unit_of_duration": mark("the file calls this a duration, but its unit is {text}."),
    "text_to_confirm": mark("a text in the file, made a point to confirm: {text}"),
    "output": mark("an output of the file; make it a yield or a sample where it is one."),
    "parallel_order": mark("the file gives no single order; steps wait for those that they need."),
    "deeper_level": mark("the file has a deeper level here; its parts became steps."),
    "from_form": mark("read from the form; compare it with the form."),
    "title_from_text": mark("made from the beginning of the text."),
    "kind_guessed": mark("guessed from the form: {text}"),
    "limits_read": mark("read from “{text}”."),
    "limits_unread": mark("the form says “{text}”; no limits were found in it."),
    "sign_guessed": mark("guessed from the columns of the form: {text}"),
    "unit_unknown": mark("the form says “{text}”."),
}
"""Reasons of marks, each behind the name of the field it is about; the same sentences stand in the list."""

LISTED: Mapping[str, str] = {
    "no_place": mark("no place for: {text}"),
    "comment": mark("a remark of the file, not kept: {text}"),
    "namespace": mark("namespace {namespace} read as {read}"),
    "id_written": mark("{text} is now {id}"),
    "unit_written": mark("unit {text} written as {unit}"),
    "formula": mark("computed in the sheet, its last value was taken: {text}"),
    "hidden_sheet": mark("a hidden sheet, read too: {text}"),
    "not_read": mark("not read: {text}"),
}


def mark_words(code: str, params: Mapping[str, str]) -> str:
    """Return the reason of a mark."""
    return sentence(MARKS, code, params)


def listed_words(code: str, params: Mapping[str, str]) -> str:
    """Return a remark that is no mark as one line; where it stands is said beside it."""
    return sentence(LISTED, code, {name: shortened(text) for name, text in params.items()})


def shortened(text: str) -> str:
    """Return a text on one line, short enough for a list."""
    line = " ".join(text.split())
    return line if len(line) <= SHORT else line[: SHORT - 1] + "\N{HORIZONTAL ELLIPSIS}"
