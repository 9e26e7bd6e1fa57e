"""Labels: templates, what does not fit, codes that are not certain, printing and answering for what came out."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

TEMPLATES: Mapping[str, str | tuple[str, ...]] = {
    "label_name": mark(
        "“{label}”, version “{version}”, cannot be a label template. An id has small letters, digits and underscores;"
        " versions are counted 1, 2, 3."
    ),
    "label_document": mark("This is no label template: at “{place}”, {problem}. Correct the text."),
    "label_file": mark(
        "“{file}” cannot be read as a label template. It is a YAML file of at most 64 KiB, without aliases and without"
        " a name that stands twice."
    ),
    "label_version_taken": mark(
        "Version {version} of {label} exists with another text. A version never changes: write the next one."
    ),
    "label_version_gap": mark("There is no version of {label} before version {version}. Write that one first."),
    "label_unchanged": mark("Nothing differs from version {version} of {label}. Change something first."),
    "label_unknown": mark("There is no version {version} of the label {label} on this station."),
    "label_withdrawn": mark("Version {version} of the label {label} was withdrawn. Use the version in force."),
    "label_step_done": mark("That is done already for version {version} of {label}."),
    "label_own_work": mark("{person} wrote or checked this label. Another person does this step."),
    "label_not_checked": mark("Version {version} of {label} is not checked yet. A second person compares it first."),
    "label_not_approved": mark("Version {version} of {label} is not approved yet. Quality approves it first."),
    "label_begins_past": mark("{begins} is past. A label is put in force today, {today}, or later."),
    "label_begins_bad": mark("“{text}” is no date. Write it like 2026-11-22."),
    "label_reason_missing": mark("Say why version {version} of the label {label} is withdrawn."),
    "label_size": mark("A label of {width} x {height} mm cannot be made. Each side is from 10 to 300 mm."),
    "label_margin": mark(
        "The margin of {margin} mm is too narrow. Leave {least} mm on each side; practice labels say there what"
        " they are."
    ),
    "label_dots": mark(
        "“{field}” is at {length} mm, which is no whole number of printer dots. Use lengths of whole dots, {dots} to"
        " the millimetre."
    ),
    "label_empty": mark("“{title}” says nothing yet. Add a text or a code."),
    "label_too_much": mark("{count} texts and codes are too many. A label holds at most {most}."),
    "label_field_id": mark(
        "“{field}” cannot name a field. A name has small letters, digits and underscores and stands once."
    ),
    "label_placeholder": mark("In “{field}”, “{name}” is nothing that can be filled in. See the list in the help."),
    "label_text_size": mark("The text “{field}” of {size} points cannot be read. Use at least {smallest} points."),
    "label_outside": mark("“{field}” reaches over the edge. Keep {margin} mm free on each side."),
    "label_overlap": mark("“{first}” and “{second}” lie on each other. Move one of them."),
    "label_module": mark("The elements of the code “{field}” are {module} mm wide. Make them {least} mm at least."),
    "label_bars": mark("The bars of “{field}” are {height} mm high. Make them at least 5 mm."),
    "label_ai": mark("“{ai}” in the code “{field}” is no application identifier, or it stands there twice."),
    "label_code_empty": mark("The code “{field}” says nothing. Give it fields."),
    "label_code_unnamed": mark(
        "The code “{field}” does not say what it is about. Add a trade item number (01) or a shipping unit (00)."
    ),
    "label_code_long": mark("The code “{field}” cannot hold {length} characters. Shorten what it says."),
    "label_code_character": mark("“{text}” in the code “{field}” has a character that a code cannot hold. Use ASCII."),
    "label_character": mark(
        "The font of labels has no sign for {character} in “{text}” (field “{field}”). Write it in another way."
    ),
    "label_text_long": mark(
        "“{text}” does not fit: field “{field}” has {lines} lines of {width} mm and needs {needed}. Make it larger or"
        " shorten the text. Nothing is cut off."
    ),
    "label_word_long": mark(
        "“{word}” is wider than the {width} mm of field “{field}”. Make it larger or shorten the text. Nothing is cut"
        " off."
    ),
    "label_particulars_unknown": mark("There is no list of particulars “{name}”. See the help."),
    "label_particular_unknown": mark("The list of particulars “{name}” has no “{letter}”. Take it off the field."),
    "label_particular_missing": mark(
        "A particular is missing: {particular}. Put it on the label, or say why it does not stand there."
    ),
    "label_particular_both": mark(
        "“{particular}” is on the label, and there is a reason why it is not. Keep one of the two."
    ),
    "label_particular_fixed": mark(
        "Field “{field}” says “{particular}” with a fixed text, the same for every batch. Use the"
        " placeholder “{wanted}”."
    ),
}

PRINTING: Mapping[str, str | tuple[str, ...]] = {
    "label_not_in_force": mark(
        "Version {version} of the label {label} is not in force today. Quality puts it in force."
    ),
    "label_superseded": mark(
        "Version {newer} of the label {label} is in force instead of {version}. Print with that one."
    ),
    "label_none_in_force": mark(
        "No label is in force for {slot} (“{wanted}”). An author writes one with this title, quality approves it."
    ),
    "label_other": mark("This entry is about the label “{slot}”, not “{title}”. Print with the right template."),
    "labels_not_counted": mark("{slot} does not count labels: nothing is issued for it."),
    "labels_count": mark("{count} labels cannot be printed at once. Give a number from 1 to {most}."),
    "labels_not_issued": mark(
        "{wanted} labels are wanted for {slot}, {left} are issued and not printed. A supervisor issues more, with a"
        " reason."
    ),
    "label_field_missing": mark("“{name}” has no contents. Fill it in; a label with a gap is not printed."),
    "label_contents_differ": mark(
        "The label would say “{said}” for {name}; the record says “{right}”. Nothing was printed. Correct the record,"
        " or print with what it says."
    ),
    "label_row_unknown": mark("There is no row {item} in this entry. Record what was weighed first."),
    "label_serials": mark("These labels are not the next ones ({right} is). Somebody printed meanwhile: try again."),
    "label_reprint_reason": mark("Say why the labels of {print} are printed again."),
    "label_specimen_file": mark("The picture of the specimen is missing. Print the specimen again."),
    "label_plan_changed": mark(
        "What the labels of {batch} say, or their numbers, changed while they were drawn. Nothing was printed; print"
        " again."
    ),
    "labels_not_drawn": (
        mark("The labels could not be drawn ({why}). Nothing was printed; print again."),
        mark("The labels were not drawn to the end. Nothing was printed; print again."),
    ),
    "label_print_unknown": mark("There is no print job {print} in batch {batch}."),
    "label_print_unanswered": mark(
        "Nobody knows what came out of {print} on {printer}. Look at the printer and say it first."
    ),
    "label_print_answered": mark("It is already recorded what came out of {print}."),
    "label_answer_unknown": mark("“{answer}” is no answer to what came out. Say yes, no or damaged."),
    "label_answer_count": mark(
        "{good} good and {damaged} damaged labels cannot come out of a job of {count}. Count what lies there."
    ),
}

DELIVERIES: Mapping[str, str | tuple[str, ...]] = {
    "delivery_unnamed": mark("{slot}: give the number of the delivery and who printed these labels."),
    "delivery_known": mark(
        "Two people counted delivery {delivery} of {slot} already. Give the number of the other delivery."
    ),
    "delivery_not_open": mark("{slot}: no delivery {delivery} waits for a second count. Take it in first."),
    "delivery_uncounted": mark(
        "{slot}: two people have not counted delivery {delivery} alike yet. Let another person count it under Labels."
    ),
    "labels_not_known": mark(
        "{slot}: no labels were printed or delivered here. Print them, or take the delivery in under Labels."
    ),
}

CODES: Mapping[str, str | tuple[str, ...]] = {
    "code_without_identifier": mark(
        "The scanner does not say what kind of code “{code}” is, so a separator may be lost. Set it to send AIM"
        " identifiers, or type what the label says."
    ),
    "code_not_gs1": mark("“{code}” ({aim}) is no GS1 code. Scan the GS1 code of the label."),
    "gs1_unreadable": mark("“{code}” is not made as GS1 says. Look at the label; type what it says if it is damaged."),
    "gs1_field_bad": mark("“{value}” cannot stand in field ({ai}) of a GS1 code. Correct it."),
    "gs1_check_digit": mark("The check digit of ({ai}) {value} is wrong. Scan again, or compare the number."),
    "gs1_twice": mark("Field ({ai}) stands there twice: “{first}” and “{second}”. This label is not used."),
    "gs1_separator_missing": mark(
        "A separator is missing behind ({ai}) {value}: the rest would be read into it. This label is not used; type"
        " what it says."
    ),
    "gs1_separator_unsure": mark(
        "“{value}” in field ({ai}) may be two fields whose separator was lost: “{short}”, then ({next}). Scan the check"
        " symbol of this terminal once, or type what the label says."
    ),
    "label_of_other_profile": mark(
        "This label is from a {profile} store and says “{code}”. Nothing of it counts here, in {here}. Scan a label of"
        " this store."
    ),
    "label_is_real": mark(
        "This is a real label (“{code}”), and this is a {here} store. Nobody practises with real material: print a"
        " label here."
    ),
    "isbt_unreadable": mark("“{code}” is no ISBT 128 code. Look at the label and scan it again."),
    "isbt_check_character": mark(
        "The check character {said} of donation number {din} is wrong ({right} would be right). Scan again."
    ),
    "isbt_count": mark("“{code}” says that it holds {wanted} parts and holds {count}. Scan the whole code."),
    "isbt_uncounted": mark("“{code}” joins {count} parts and does not count them. Scan the codes one by one."),
    "isbt_date": mark("“{code}” holds a date that does not exist. This label is not used."),
    "coi_unreadable": mark("“{code}” is no Chain of Identity identifier: CH, thirteen characters, a check character."),
    "coi_check_character": mark("The check character of “{code}” is wrong. Compare it character by character."),
}

LABELS: Mapping[str, str | tuple[str, ...]] = {**TEMPLATES, **PRINTING, **DELIVERIES, **CODES}
