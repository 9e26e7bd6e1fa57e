"""Files of other people's making: what cannot be imported or exported."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

FILE: Mapping[str, str | tuple[str, ...]] = {
    "import_too_large": mark("The file is too large for an import: {size} MB, at most {limit} MB are read. Split it."),
    "import_unknown": mark("{file} is no BatchML recipe and no Word or Excel file (docx, xlsx). Choose another."),
    "import_old_office": mark("{file} is of an old Office format. Save it as docx or xlsx first."),
    "import_text_long": (
        mark("Line {line}, {place}: a text of {length} characters; at most {limit} are possible. Shorten it there."),
        mark("{place}: a text of {length} characters; at most {limit} are possible. Shorten it there."),
    ),
    "import_parts_many": mark("The file makes more than {limit} parts. Import it in several files."),
    "import_draft_large": mark("A draft of {phases} steps is too large for one document. Import it in several files."),
    "export_id_twice": mark("The id “{id}” stands for two parts. Give one of them another id, then export again."),
}

XML: Mapping[str, str | tuple[str, ...]] = {
    "xml_doctype": mark("Line {line}: the file has a document type ({name}). It could bring in others; take it out."),
    "xml_unreadable": mark("Line {line}, column {column}: not well-formed XML ({problem}). Have it made again."),
    "xml_encoding": mark("Line {line}: the file is in an unknown encoding. Save it as UTF-8."),
    "xml_too_deep": mark("Line {line}: elements are nested more than {limit} deep. This is no recipe."),
    "xml_too_many": mark("Line {line}: more than {limit} elements and comments. Import it in several files."),
}

RECIPE: Mapping[str, str | tuple[str, ...]] = {
    "recipe_missing": mark("Line {line}: there is no recipe in “{root}”. Choose a master or general recipe."),
    "recipe_several": mark("There are several recipes in the file: {recipes}. Say which one."),
    "recipe_unknown": mark("There is no recipe “{recipe}” in the file. There are: {recipes}."),
    "recipe_empty": mark("Line {line}: “{id}” has no steps. Nothing was imported."),
    "recipe_steps_many": mark("Line {line}: more than {limit} steps in one chart. Import it in several files."),
    "recipe_id_missing": mark("Line {line}: {element} has no ID. Give it one."),
    "recipe_id_twice": mark("Line {line}: the ID “{id}” is used again (first on line {first}). Give it another."),
    "recipe_link_nowhere": (
        mark("Line {line}: link “{link}” points to “{end}”, which is not there. Correct the link."),
        mark("Line {line}: link “{link}” has only one end. Correct the link."),
    ),
    "recipe_two_starts": mark("Line {line}: the procedure has two starts, “{first}” and “{second}”. Join them."),
    "recipe_circle": mark("Line {line}: steps run in a circle: {steps}. Write a loop as a repeated step instead."),
    "recipe_element_missing": mark("Line {line}: step “{step}” uses “{element}”, which is not there. Correct it."),
    "recipe_form": mark("{place} of the file is not of our form ({problem}). Have it exported again."),
    "recipe_field": mark("Line {line}, {place}: {field} is not of our form. Have it exported again."),
    "recipe_order": mark("Line {line}: the links of “{id}” contradict its flow. Correct one of them."),
    "recipe_level": mark("Line {line}: “{id}” is of type {found} where {wanted} belongs. Correct the type."),
}

FORM: Mapping[str, str | tuple[str, ...]] = {
    "form_damaged": mark("{file} is not whole or locked by a password. Save it again without one."),
    "form_part_large": mark("{part} of the file unpacks to more than {limit} MB. It is no form; do not open it."),
    "form_parts_many": mark("The file holds more than {limit} parts. It is no form; do not open it."),
    "form_without_tables": mark("{file} has no table. An import needs tables with steps or materials."),
    "form_not_known": mark("No table of {file} has a column with steps or materials. Found: {columns}."),
    "form_cells_many": mark("{place}: more than {limit} cells. Import it in several files."),
}

EXCHANGE: Mapping[str, str | tuple[str, ...]] = {**FILE, **XML, **RECIPE, **FORM}
