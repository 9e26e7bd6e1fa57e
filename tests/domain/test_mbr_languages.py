"""Further languages of a document: what is missing, the document in one, editing, comparing, checking."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ebr.domain.canonical import dumps
from ebr.domain.mbr import model as m
from ebr.domain.mbr.check import check
from ebr.domain.mbr.check.languages import figures_differ
from ebr.domain.mbr.check.live import LiveCheck
from ebr.domain.mbr.compare import compare
from ebr.domain.mbr.document import blocks_of, from_json, joined, mbr_hash, to_json
from ebr.domain.mbr.editing import AddPart, CopyParts, Editing, MovePart, RemovePart, RenameId, SetField, find, part_at
from ebr.domain.mbr.editing.translations import _addresses
from ebr.domain.mbr.languages import codes, missing, originals, originals_differ, texts_in, translated
from ebr.domain.mbr.text import read
from ebr.domain.mbr.write import write
from ebr.domain.refusal import Refusal
from ebr.wording.changes import change_words
from tests.domain.mbr_german import BILINGUAL, ENGLISH, TEXTS, with_language


def german(mbr: m.Mbr, part: str, field: str) -> str:
    return getattr(part_at(translated(mbr, "de"), part), field)


def texts(mbr: m.Mbr) -> dict[tuple[str, str], str]:
    return dict(texts_in(mbr.languages[0]))


def codes_of(mbr: m.Mbr) -> list[str]:
    return [problem.code for problem in check(mbr)]


def test_a_document_without_further_languages_has_the_hash_it_had():
    assert "languages" not in to_json(ENGLISH)
    assert "languages" not in blocks_of(to_json(ENGLISH))
    assert mbr_hash(BILINGUAL) != mbr_hash(ENGLISH)


def test_the_german_set_is_complete_and_has_the_figures_of_the_original():
    assert missing(BILINGUAL, "de") == ()
    assert check(BILINGUAL) == ()
    assert codes(BILINGUAL) == ("en", "de")


def test_the_text_form_and_the_canonical_form_keep_every_translation():
    text = write(BILINGUAL)

    assert "languages:\n  - code: de\n    texts:\n" in text
    assert "      - {part: temp, field: label, text: Temperatur}\n" in text
    assert read(text).mbr == BILINGUAL
    assert from_json(json.loads(dumps(to_json(BILINGUAL)))) == BILINGUAL


def test_each_language_is_a_block_of_its_own():
    document = to_json(with_language(BILINGUAL, "fr"))
    blocks = blocks_of(document)

    assert [name for name in blocks if name.startswith("language")] == ["languages", "language/de", "language/fr"]
    assert blocks["languages"] == ["de", "fr"]
    assert {name: block for name, block in blocks.items() if "language" not in name} == blocks_of(to_json(ENGLISH))
    assert joined(blocks) == document


def test_the_document_in_german_has_german_texts_and_all_else_unchanged():
    shown = translated(BILINGUAL, "de")

    assert shown.header.title == TEXTS["header.title"]
    assert german(BILINGUAL, "dissolved/hazy", "label") == "Trüb"
    assert german(BILINGUAL, "room_clear/clean", "label") == TEXTS["room_clear/clean.label"]
    assert part_at(shown, "water").name == "Purified water"
    assert {one.text for one in originals(shown)} >= set(TEXTS.values())
    for part in ("temp", "salt", "dissolved", "fill_up"):
        for field in ("id", "limits", "quantity", "flow", "when", "unit"):
            assert getattr(part_at(shown, part), field, "") == getattr(part_at(ENGLISH, part), field, "")


@pytest.mark.parametrize("code", ["en", "fr", ""])
def test_the_own_language_and_one_that_is_not_there_give_the_document_itself(code):
    assert translated(BILINGUAL, code) is BILINGUAL


def test_what_is_missing_is_told_in_the_order_of_the_document_and_shown_as_the_document_says_it():
    mbr = with_language(ENGLISH, fill_up__instruction="", dissolved__label="", header__title="")

    assert [(one.part, one.field) for one in missing(mbr, "de")] == [("dissolved", "label"), ("fill_up", "instruction")]
    assert german(mbr, "dissolved", "label") == "Solution"
    (problem,) = check(mbr)
    assert (problem.code, problem.severity, problem.path) == ("language_text_missing", "error", "languages/de")
    assert problem.params == {"language": "de", "count": "2", "first": "dissolved.label"}


@pytest.mark.parametrize(
    ("original", "text", "odd"),
    [
        ("Wait 5 minutes at 2.5 °C", "5 Minuten bei 2,5 °C warten", ()),
        ("Add 4 L", "4 L zugeben", ()),
        ("Add 4 L", "5 L zugeben", ("4", "5")),
        ("Add 4 L", "4 mL zugeben", ("L", "mL")),
        ("Stir twice", "2 mal rühren", ("2",)),
        ("10 g and 10 g", "10 g", ("10",)),
        ("Heat to 8.0 degC", "Auf 8 degC heizen", ("8.0", "8")),
    ],
)
def test_figures_and_units_of_a_translation_are_those_of_the_original(original, text, odd):
    assert figures_differ(original, text) == odd


def test_another_figure_in_a_translated_instruction_is_a_warning_at_that_text():
    mbr = with_language(ENGLISH, add_salt__instruction="In 5 L Wasser geben.")

    (problem,) = check(mbr)

    assert (problem.code, problem.severity) == ("language_figures", "warning")
    assert problem.params["figures"] == "4, 5"


def test_the_live_check_finds_the_same_and_names_language_and_text():
    live, mbr = LiveCheck(), with_language(ENGLISH, add_salt__instruction="In 5 L Wasser.", temp__label="")

    for document in (BILINGUAL, mbr, ENGLISH, mbr):
        assert live.problems(document) == check(document)
    assert {(one.part, one.field) for one in live.located(mbr)} == {
        ("language/de", ""),
        ("language/de", "add_salt.instruction"),
    }


# -- editing


def test_a_language_is_added_filled_text_by_text_and_taken_away_again():
    editing = Editing(ENGLISH)

    assert editing.apply(AddPart("languages", -1, "language", {"code": "de"})) == "language/de"
    for place, text in reversed(TEXTS.items()):
        editing.apply(SetField("language/de", place, text))

    assert set(texts(editing.document).items()) == set(texts(BILINGUAL).items())
    assert [(one.part, one.field) for one in editing.document.languages[0].texts] == [
        (one.part, one.field) for one in originals(ENGLISH) if f"{one.part}.{one.field}" in TEXTS
    ]
    assert check(editing.document) == ()
    assert set(editing.changed_blocks()) == {"languages", "language/de"}
    editing.apply(RemovePart("language/de"))
    assert editing.document == ENGLISH
    editing.undo()
    assert missing(editing.document, "de") == ()


def test_changed_blocks_are_those_of_the_document():
    editing = Editing(BILINGUAL)
    editing.apply(SetField("language/de", "temp.label", "Temperatur innen"))

    (name,) = editing.changed_blocks()

    assert name == "language/de"
    assert editing.changed_blocks()[name] == dumps(blocks_of(to_json(editing.document))[name]).decode()


def test_keystrokes_in_one_translation_are_one_step_of_undo():
    editing = Editing(BILINGUAL)
    for text in ("T", "Te", "Tem"):
        editing.apply(SetField("language/de", "temp.label", text), joined=True)

    editing.undo()

    assert editing.document is BILINGUAL


@pytest.mark.parametrize("part", ["compounding", "dissolving", "add_salt", "dissolved", "salt"])
def test_a_copy_brings_its_translations_under_its_new_ids(part):
    editing = Editing(BILINGUAL)
    inside = {"compounding": "procedure", "dissolving": "compounding", "add_salt": "dissolving", "salt": "materials"}
    before = len(texts(editing.document))

    editing.apply(CopyParts(BILINGUAL, (part,), inside.get(part, "add_salt"), 0))

    said = {one.text for one in missing(editing.document, "de")}
    assert said == set()
    added = {address: text for address, text in texts(editing.document).items() if address not in texts(BILINGUAL)}
    assert len(texts(editing.document)) == before + len(added)
    assert sorted(added.values()) == sorted(
        text for (address, _), text in texts(BILINGUAL).items() if address in set(_addresses(BILINGUAL, part))
    )
    editing.undo()
    assert editing.document == BILINGUAL


def test_a_copy_from_a_record_in_that_language_brings_its_own_words():
    german = translated(BILINGUAL, "de")
    editing = Editing(with_language(ENGLISH, "de"))
    before = texts(editing.document)
    editing.apply(CopyParts(german, ("temp",), "fill_up", -1))

    assert {text for at, text in texts(editing.document).items() if at not in before} == {"Temperatur"}


def test_an_inner_part_is_copied_with_its_words():
    editing = Editing(BILINGUAL)
    editing.apply(CopyParts(BILINGUAL, ("dissolved/hazy",), "dissolved", 0))

    assert texts(editing.document)["dissolved/hazy_2", "label"] == "Trüb"


def test_finding_finds_translations_too():
    (found,) = [one for one in find(BILINGUAL, "trüb") if one.part == "language/de"]

    assert (found.field, found.text[found.start : found.end]) == ("dissolved/hazy.label", "Trüb")


def test_nothing_said_takes_a_translation_away():
    editing = Editing(BILINGUAL)
    editing.apply(SetField("language/de", "temp.label", ""))

    assert ("temp", "label") not in texts(editing.document)


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (AddPart("languages", 0, "language", {"code": "German"}), "edit_language_form"),
        (AddPart("languages", 0, "language", {}), "edit_language_form"),
        (AddPart("languages", 0, "language", {"code": "de"}), "edit_language_taken"),
        (AddPart("languages", 0, "language", {"code": "en"}), "edit_language_taken"),
        (AddPart("fill_up", 0, "language", {"code": "fr"}), "edit_level"),
        (SetField("language/de", "nothing.label", "x"), "edit_part_unknown"),
        (SetField("language/de", "temp.unit", "Grad"), "edit_field_unknown"),
        (SetField("language/de", "temp", "x"), "edit_part_unknown"),
        (SetField("language/de", "temp.label", "a\u202eb"), "edit_character"),
        (SetField("language/de", "temp.label", 5), "edit_value"),
        (SetField("language/fr", "temp.label", "x"), "edit_part_unknown"),
        (RemovePart("language/fr"), "edit_part_unknown"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(edit, code):
    editing = Editing(BILINGUAL)

    with pytest.raises(Refusal) as refused:
        editing.apply(edit)

    assert refused.value.code == code
    assert editing.document is BILINGUAL


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (RenameId("dissolved", "clarity"), "dissolved", "clarity"),
        (SetField("dissolved", "id", "clarity"), "dissolved/hazy", "clarity/hazy"),
        (RenameId("dissolved/hazy", "turbid"), "dissolved/hazy", "dissolved/turbid"),
        (RenameId("fill_up", "filling"), "fill_up", "filling"),
        (RenameId("salt", "nacl"), "salt", "nacl"),
    ],
)
def test_translations_follow_a_part_to_its_new_id(edit, old, new):
    editing = Editing(BILINGUAL)
    said = {field: text for (part, field), text in texts(BILINGUAL).items() if part == old}

    editing.apply(edit)

    assert said
    assert {field: text for (part, field), text in texts(editing.document).items() if part == new} == said
    assert not any(part == old or part.startswith(f"{old}/") for part, _ in texts(editing.document))
    assert codes_of(editing.document) == []


def test_a_moved_part_keeps_its_translations_and_a_removed_one_takes_them_along():
    editing = Editing(BILINGUAL)
    editing.apply(MovePart("fill_up", "dissolving", 0))
    assert texts(editing.document) == texts(BILINGUAL)

    editing.apply(RemovePart("dissolved/hazy"))
    editing.apply(RemovePart("bulk_yield"))

    left = {part.partition("/")[0] for part, _ in texts(editing.document)}
    assert not left & {"bulk_yield", "volume", "yield_percent", "after_use", "assay"}
    assert ("dissolved/clear", "label") in texts(editing.document)
    assert ("dissolved/hazy", "label") not in texts(editing.document)


def test_an_original_that_is_emptied_keeps_its_translation_and_shows_nothing_meanwhile():
    editing = Editing(BILINGUAL)
    editing.apply(SetField("temp", "label", ""))

    assert german(editing.document, "temp", "label") == ""
    editing.apply(SetField("temp", "label", "Temperature inside"))
    assert german(editing.document, "temp", "label") == "Temperatur"


def test_what_edits_make_survives_text_and_back():
    editing = Editing(BILINGUAL)
    editing.apply(SetField("language/de", "fill_up.instruction", "Erst dies.\n\nDann das: » 1 «"))

    assert read(write(editing.document), unfinished=True).mbr == editing.document
    assert find(editing.document, "Make sure")


# -- comparing


def test_a_changed_translation_is_said_with_its_language_and_step():
    new = with_language(ENGLISH, temp__label="Temperatur innen", dissolved__label="")

    found = compare(BILINGUAL, new)

    assert [change_words(change) for change in found.changes] == [
        "German: 2.2 Temperature: label Temperatur -> Temperatur innen",
        "German: 2.1 Solution: label Lösung dropped",
    ]
    assert found.changed_blocks == ("language/de",)


def test_a_language_that_comes_or_goes_is_one_change():
    there, back = compare(ENGLISH, BILINGUAL), compare(BILINGUAL, ENGLISH)

    assert [change_words(one) for one in there.changes] == ["German: language added"]
    assert [change_words(one) for one in back.changes] == ["German: language removed"]
    assert set(there.changed_blocks) == set(back.changed_blocks) == {"languages", "language/de"}


def test_languages_and_texts_in_another_order_are_told():
    both = with_language(BILINGUAL, "fr")
    turned = replace(both, languages=both.languages[::-1])
    shuffled = replace(BILINGUAL, languages=(m.Language("de", BILINGUAL.languages[0].texts[::-1]),))

    assert [one.kind for one in compare(both, turned).changes] == ["moved"]
    assert [change_words(one) for one in compare(BILINGUAL, shuffled).changes] == [
        "German: order of the texts is another"
    ]


def test_a_language_is_outdated_when_an_original_it_translates_says_something_else():
    def changed(part: str, field: str, value: object) -> m.Mbr:
        editing = Editing(BILINGUAL)
        editing.apply(SetField(part, field, value))
        return editing.document

    assert originals_differ(BILINGUAL, changed("temp", "label", "Temperature inside"), "de")
    assert not originals_differ(BILINGUAL, changed("temp", "decimals", 2), "de")
    assert not originals_differ(BILINGUAL, changed("water", "name", "Water"), "de")
    assert not originals_differ(BILINGUAL, changed("temp", "note", "Measured inside"), "de")
