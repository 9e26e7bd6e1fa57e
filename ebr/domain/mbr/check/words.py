"""The sentence for every problem code: English templates.

They are worded by `tr(template_of(code), **params)` where they are shown. Each says what is wrong and, where it is not
plain, the way out.
"""

from __future__ import annotations

from collections.abc import Mapping

from ebr.domain.formula import SENTENCES as FORMULA_SENTENCES
from ebr.domain.mbr.problem import Problem
from ebr.domain.units.trouble import SENTENCES as UNIT_SENTENCES


def N_(text: str) -> str:  # noqa: N802 - the name that catalogue tools look for
    """Mark a text for the catalogue without translating it here."""
    return text


FORM: Mapping[str, str] = {
    "document_too_large": N_("The text has {size} bytes and at most {limit} are read."),
    "document_empty": N_("The text is empty."),
    "document_not_mapping": N_("The text is not a master batch record: it must begin with the line mbr: 1."),
    "yaml_unreadable": N_(
        "From here on the text cannot be read as YAML ({problem}). Indents and quotes are the usual reasons."
    ),
    "end_missing": N_("The last line must be three points (...). Without it the text may have been cut off."),
    "second_document": N_("A second document begins here. One file holds one master batch record."),
    "directive": N_("Directives (%) are not allowed."),
    "comment": N_("Comments (#) are not kept and therefore refused. Write a note: field, or put the text in quotes."),
    "anchor": N_("Anchors (&{name}) are not allowed. Write the part out."),
    "alias": N_("Aliases (*{name}) are not allowed. Write the part out."),
    "tag": N_("Tags ({tag}) are not allowed. Every value is plain text."),
    "merge_key": N_("Merge keys (<<) are not allowed. Write the fields out."),
    "key_not_text": N_("A field name must be a plain word."),
    "key_twice": N_("{key} stands twice here, first in line {line}. Only one can be meant."),
    "too_deep": N_("The text is nested deeper than {limit} levels."),
    "too_many_nodes": N_("The text has more than {limit} parts."),
    "value_missing": N_("{key} has no value. Give one, or leave the line out."),
    "control_character": N_(
        "The character {character} is invisible or has no place in a record. Type the text again by hand."
    ),
    "text_too_long": N_("The text has {length} characters and at most {limit} are kept."),
    "format_missing": N_("The line mbr: {wanted} is missing. It says which form of master batch record this is."),
    "format_unknown": N_("This program reads form {wanted} of a master batch record, not {found}."),
    "key_missing": N_("{key} is missing here."),
    "key_unknown": N_("{key} is not a field here. Known are: {known}."),
    "key_unknown_near": N_("{key} is not a field here. Perhaps {near} is meant."),
    "mapping_wanted": N_("Fields with names are wanted here."),
    "list_wanted": N_("A list is wanted here."),
    "text_wanted": N_("A single text is wanted here."),
    "truth_wanted": N_("Only true or false can stand here, not {found}."),
    "whole_wanted": N_("A whole number from 0 to {limit} is wanted here, not {found}."),
    "word_unknown": N_("{found} is not known here. One of these is wanted: {words}."),
    "word_unknown_near": N_("{found} is not known here. Perhaps {near} is meant; known are: {words}."),
}
"""Problems of form, found while reading."""

RULE_WORDS: Mapping[str, str] = {
    "version_form": N_("The version {version} may have letters, digits, points and hyphens only, at most 16."),
    "id_form": N_(
        "The id {id} must begin with a lower-case letter and go on with lower-case letters, digits or _, at most 63."
    ),
    "id_reserved": N_("The id {id} is a word of the formula language. Choose another."),
    "id_twice": N_("The id {id} is used before. Ids are unique, so that a formula and an address name one thing."),
    "material_unknown": N_("There is no material {id} in the bill of materials."),
    "equipment_unknown": N_("There is no equipment {id} in the list of equipment."),
    "sample_unknown": N_("There is no sample {id} for this result."),
    "result_before_sample": N_("The result stands before its sample {id} is taken."),
    "scan_of": N_("What is scanned must be batch, text, material:ID or equipment:ID, not {of}."),
    "timer_end_unknown": N_("The timer runs from or to {id}, which is neither an entry nor a step."),
    "timer_order": N_("The timer stops with {stops}, which stands before its start {starts}."),
    "field_not_of_kind": N_("An entry of the kind {kind} has no use for {field}."),
    "field_needed": N_("An entry of the kind {kind} needs {field}."),
    "text_empty": N_("{field} is empty."),
    "time_unit": N_("{unit} is not a unit of time for timers. Use one of: {units}."),
    "yield_percent": N_("A yield is in %, not in {unit}."),
    "unit_missing": N_("{id} has no unit. Write the unit, or each, pH or 1 for a plain number."),
    "choice_single": N_("{id} offers a single answer. A choice needs at least two."),
    "choice_none_accepted": N_("{id} has no acceptable answer, so the step could never be finished."),
    "label_twice": N_("Two answers read {label}."),
    "number_bounds": N_("{field} must be from {least} to {most}."),
    "rows_order": N_("At most {most} rows are allowed but at least {rows} are asked for."),
    "critical_optional": N_("An entry cannot be both critical and optional."),
    "limits_order": N_("{left} ({low}) is above {right} ({high})."),
    "limit_decimals": N_("The limit {field} = {limit} has more decimals than the entry records ({decimals})."),
    "rule_without_limit": N_("A rounding rule is given but there is no limit to compare with."),
    "condition_wanted": N_("{formula} is no condition. Compare something, as in temp >= 20."),
    "number_wanted": N_("{formula} does not come to one number."),
    "list_as_number": N_(
        "{name} (position {column}) is a list here, one value for each round. Use {name}.last or a "
        "function such as mean."
    ),
    "answer_impossible": N_("{name} can never be {answer}. Its answers are: {answers}."),
    "when_never": N_("The condition {formula} is never true, so the step is never reached."),
    "when_always": N_("The condition {formula} is always true. Leave it out."),
    "until_unchanging": N_("Nothing recorded inside the loop can change {formula}, so the loop has no end point."),
    "round_outside": N_("{formula} uses round, but nothing repeats here."),
    "formula_circle": N_("These entries are calculated from each other: {circle}."),
    "value_later": N_("{name} is not recorded yet at this point: it stands further down, or here itself."),
    "value_beside": N_(
        "{name} stands in a branch that may not be finished by then. Add it to after, or change the order."
    ),
    "unit_unknown": N_("{unit} is not a known unit. Units are written exactly, as in mL, kg, % v/v or mg/mL."),
    "yield_units": N_("The actual yield ({actual}) and the theoretical one ({theoretical}) are not in the same unit."),
    "flow_of_document": N_("The whole procedure can only have an order; loops and conditions belong to its parts."),
    "loops_mixed": N_("{id} has more than one of repeat, for_each and series. Only one can rule its rounds."),
    "loop_bound": N_(
        "{id} needs a sensible highest number of rounds: up to {limit}, at least 2 for repeat, and not under the least."
    ),
    "series_level": N_("{id} is not a step. Only a step can be a series."),
    "series_during": N_("A series runs beside another step; {id} is none that can be run beside."),
    "series_interval": N_("A round every {every} min with a tolerance of {tolerance} min has no clear due time."),
    "after_unknown": N_("There is nothing called {id} to wait for."),
    "after_itself": N_("Waiting for {id} here would be waiting for itself."),
    "after_later": N_("{id} stands further down. Put what is waited for first."),
    "part_empty": N_("{part} has no entries to make."),
    "critical_alone": N_("{id} is critical but no second person verifies or witnesses it."),
    "second_material": N_("{id} uses material, and no second person verifies or witnesses it."),
    "second_identity": N_("{id} checks identity, and no second person verifies or witnesses it."),
    "second_labels": N_("{id} uses labels, and no second person verifies or witnesses it."),
    "second_clearance": N_("{id} clears the line, and no second person verifies or witnesses it."),
    "second_yield": N_("No second person verifies the yield {id}."),
    "second_declared": N_("{id} may start at a stated past time, and no second person verifies it."),
    "approved_role": N_("Only quality or a qualified person approves, not the role {role}."),
    "sign_performed": N_("The signatures of a step begin with performed."),
    "sign_twice": N_("{meaning} stands twice among the signatures of this step."),
    "plain_number": N_("{field} must be a plain number, not negative and written with a point."),
    "size_range": N_("The batch size {nominal} must be between its least ({low}) and its greatest ({high})."),
    "overage_reason": N_("{id} has an overage without a note or source that justifies it."),
    "material_unused": N_("The material {id} is used by no entry."),
    "qs_not_declared": N_("{id} is filled up to the mark, but the bill of materials does not say qs: true."),
    "qs_not_used": N_("{id} is marked qs but no entry fills up with it."),
    "tolerance_form": N_("{field} = {value} is no deviation in percent of the target, such as -0.5 and 0.5."),
    "tolerance_missing": N_("{id} has no tolerance, neither in the bill of materials nor at its use."),
    "active_below_full": N_("{id} is active and may be charged below 100 %. Say in its note why."),
    "active_missing": N_("No material is marked active: true."),
    "equipment_unused": N_("The equipment {id} is used by no entry."),
    "header_empty": N_("The header does not say the {field}."),
    "header_unsaid": N_("The header leaves {field} open."),
    "clearance_missing": N_("The first material ({id}) is used before any line clearance."),
    "clearance_after": N_("No line clearance follows the last use of material ({id})."),
    "yield_missing": N_("No yield is determined."),
    "yield_without_limits": N_(
        "The yield {id} needs a least and a greatest percentage, beyond which it is investigated."
    ),
    "sample_without_result": N_("The sample {id} has no result. If it is only kept, say so in a note."),
    "result_without_limits": N_(
        "The result {id} has neither limits nor answers to accept. If it only informs, say so in a note."
    ),
    "labels_without_reconciliation": N_(
        "The labels {id} are not reconciled: give limits, or calculate with {id}.issued."
    ),
    "timer_without_limits": N_("The timer {id} has neither a least nor a greatest time."),
    "hold_without_maximum": N_("The hold {id} has a least time but no greatest. If none is needed, say so in a note."),
    "critical_without_limits": N_("{id} is critical but has no limits."),
    "identifiers_few": N_("A product for one patient needs at least two identifiers in the header."),
    "identity_unchecked": N_("The header has identifiers but no entry checks the identity."),
    "word_open": N_("{field} is not chosen yet. Choose one of: {words}."),
    "language_form": N_("{language} is not the tag of a language, such as en or de-AT."),
    "gtin_bad": N_("{gtin} is no trade item number: it has 14 digits, and the last one checks the others."),
    "language_twice": N_("The language {language} is there twice, or is the one that the document is written in."),
    "language_text_twice": N_("The language {language} says {place} twice."),
    "language_part_unknown": N_("The language {language} translates {part}.{field}, which is no text of the document."),
    "language_text_missing": N_("Texts missing in the language {language}: {count}, the first is {first}."),
    "language_figures": N_(
        "The text of {place} in the language {language} and the original do not have the same figures: {figures}."
    ),
    "unreachable": N_("{id} is never reached: what is asked of {name} here and around it cannot hold at once."),
    "value_skipped": N_(
        "{name} may be missing here, because its entry can be left out. Ask for it only where it is recorded: "
        "under the same condition, or as in c ? a : b."
    ),
    "identity_late": N_("{id} uses material before any entry has checked the identity."),
    "sampling_missing": N_("No sample is taken from the batch."),
    "controls_missing": N_("No entry with limits controls the process."),
    "room_unsaid": N_("{id} does not say in which room it is done."),
    "room_unnamed": N_(
        "{id} asks for a room of grade {grade}, and nothing says which room that is."
        " Give the code of the room, or let its label be scanned before."
    ),
    "room_uncleared": N_("{id} asks for the room {room}, and no entry clears it. It is then cleared on its own page."),
    "leaves_unsaid": N_("{id} names a piece of equipment and does not say what it leaves it as."),
    "leaves_kind": N_("{id} clears a room, so it must be a line clearance."),
    "leaves_nothing": N_("{id} leaves a room cleared or clean, and the step asks for no room. Give the room its code."),
    "cleaned_alone": N_("{id} records a cleaning, and no second person looks at it."),
    "active_fixed": N_("{id} is active and stays the same whatever the batch size, which may vary."),
    "portions_unsaid": N_(
        "{count} entries use {id} and each asks for the whole of it. Give each its own target or limits."
    ),
    "title_twice": N_("Two steps of {id} have the title {title}. Nobody could tell them apart."),
    "statistics_few": N_("{field} needs at least two readings."),
    "identity_without_identifiers": N_("{id} checks the identity but the header has no identifiers."),
    "block_form": N_("{block} names no building block. Write its id and version, as in weigh_solid@2."),
    "media_hash": N_("The file of {name} is not named by a SHA-256 in hexadecimal. Add the file again."),
    "media_name": N_("{name} is no name of a file. Write it without its folder."),
    "unconfirmed": N_("Not confirmed since the import: {text} Look at it, then take the line out of the note."),
}
"""Departures from the rules of `catalogue`."""

TEMPLATES: Mapping[str, str] = {
    **FORM,
    **RULE_WORDS,
    **{f"formula.{code}": sentence for code, sentence in FORMULA_SENTENCES.items()},
    **{f"unit.{code}": sentence for code, sentence in UNIT_SENTENCES.items()},
}


def template_of(code: str) -> str:
    """Return the English template of a problem code."""
    return TEMPLATES[code]


def english(problem: Problem) -> str:
    """Return a problem's sentence in English, for logs and tests; screens translate the template."""
    return TEMPLATES[problem.code].format(**problem.params)
