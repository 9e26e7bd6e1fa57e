"""The page of further languages: every text beside its original, what is missing marked, the page narrowed to it."""

from __future__ import annotations

from ebr.domain.mbr.check import check
from ebr.domain.mbr.languages import originals
from tests.domain.mbr_german import BILINGUAL, ENGLISH, TEXTS, with_language
from ui.editor.language_page import languages_page
from ui.editor.model import PageShown
from ui.editor.work import Work

LACKING = with_language(ENGLISH, temp__label="", fill_up__instruction="", salt__name="")


def page(work: Work) -> PageShown:
    return languages_page(work.mbr, lambda part: part, only_missing=work.only_missing)


def cells(shown: PageShown) -> dict[str, tuple[str, ...]]:
    assert shown.table is not None
    return dict(shown.table.rows)


def test_a_document_in_one_language_says_so_and_offers_others():
    shown = page(Work(ENGLISH, None))

    assert shown.form is not None
    offered = dict(shown.form.rows[0].fresh)
    assert (offered["de"], "en" in offered) == ("German", False)
    assert shown.empty.startswith("No further language")
    assert shown.without == ("missing",)


def test_every_text_stands_beside_its_original():
    shown = page(Work(BILINGUAL, None))

    assert shown.table is not None
    assert [title for _name, title, _width in shown.table.columns] == ["Where", "English", "German"]
    assert len(shown.table.rows) == len(originals(ENGLISH))
    assert cells(shown)["dissolved/hazy|label"][1:] == ("Hazy", "Trüb")
    assert cells(shown)["water|name"][1:] == ("Purified water", "")
    assert shown.table.wanted == frozenset()


def test_what_is_missing_is_marked_and_the_page_can_be_narrowed_to_it():
    work = Work(LACKING, None)
    shown = page(work)
    assert shown.table is not None
    missing = {("temp|label", "de"), ("fill_up|instruction", "de")}
    assert shown.table.wanted == missing
    assert shown.form is not None
    assert shown.form.rows[0].rows[0][0].wrong == "2 texts are missing"

    work.only_missing = True

    assert set(cells(page(work))) == {row for row, _column in missing}
    for row, _column in missing:
        part, _, field = row.partition("|")
        work.typed(row, "de", TEXTS[f"{part}.{field}"], left=True)
    assert page(work).empty == "No text is missing"
    assert check(work.mbr) == ()


def test_a_language_is_added_and_taken_away_on_the_page():
    work = Work(BILINGUAL, None)

    work.rows_act("languages", "languages", "add", "fr")
    assert [one.code for one in work.mbr.languages] == ["de", "fr"]
    work.rows_act("languages", "languages", "remove", 0)
    assert [one.code for one in work.mbr.languages] == ["fr"]
    work.undo()
    work.undo()
    assert work.mbr is BILINGUAL
