"""The page of further languages: which there are, and every text of the document beside what it says in each of them.

The document itself stays the one that counts; what is not said in a language is shown as the document says it. A text
that a language must have and lacks is marked, and the page can be narrowed to those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ebr.domain.mbr.languages import Original, Texts, codes, missing, originals, texts_in
from ebr.domain.mbr.model import Mbr
from ebr.wording.languages import NAMES, language_word
from ebr.words import ntr, tr
from ui.editor.model import CardShown, FieldShown, PageShown, RowsShown, TableShown
from ui.editor.names import field_name

Given = tuple[tuple[str, Texts], ...]
"""Each further language by its code, with its texts."""


def languages_page(mbr: Mbr, place: Callable[[str], str], *, only_missing: bool = False) -> PageShown:
    """Return the page; `place` gives the words for a part, `only_missing` leaves out what every language has."""
    given: Given = tuple((language.code, texts_in(language)) for language in mbr.languages)
    found = [one for one in (originals(mbr) if given else ()) if not only_missing or _left(one, given)]
    table = _table(mbr, given, found, place)
    form = CardShown("languages", tr("Languages"), "", "flag", "languages", open=True, rows=(_rows(mbr),))
    words = "" if found else _nothing(declared=bool(given))
    narrowed = tr("Only texts that are missing") if only_missing and given else ""
    without = () if given else ("missing",)
    return PageShown("languages", "languages", tr("Languages"), narrowed, form, (), table, "", words, without=without)


def _nothing(*, declared: bool) -> str:
    if declared:
        return tr("No text is missing")
    return tr("No further language: everybody reads the record as it is written here.")


def _left(one: Original, given: Given) -> bool:
    return one.needed and any((one.part, one.field) not in texts for _code, texts in given)


def _rows(mbr: Mbr) -> RowsShown:
    rows = tuple((_row(mbr, at, language.code),) for at, language in enumerate(mbr.languages))
    offered = sorted((code for code in NAMES if code not in codes(mbr)), key=language_word)
    fresh = tuple((code, language_word(code)) for code in offered)
    return RowsShown("languages", tr("Further languages"), rows, tr("Add a language"), fresh, movable=False)


def _row(mbr: Mbr, at: int, code: str) -> FieldShown:
    left = len(missing(mbr, code))
    why = ntr("{n} text is missing", "{n} texts are missing", left) if left else ""
    words = language_word(code)
    return FieldShown(f"languages.{at}.code", tr("Language"), "code", words, wrong=why, tone="warn", fixed=True)


def _table(mbr: Mbr, given: Given, found: list[Original], place: Callable[[str], str]) -> TableShown:
    own = language_word(mbr.header.language)
    columns = (("place", tr("Where"), 220), ("text", own, 0), *((code, language_word(code), 0) for code, _ in given))
    rows = tuple(
        (
            f"{one.part}|{one.field}",
            (
                tr("{field}: {place}", place=place(one.part), field=field_name(one.field)),
                one.text,
                *(texts.get((one.part, one.field), "") for _code, texts in given),
            ),
        )
        for one in found
    )
    return TableShown("language", columns, rows, "", fixed=2, wanted=frozenset(_wanted(given, found)))


def _wanted(given: Given, found: list[Original]) -> Iterator[tuple[str, str]]:
    """Yield the cells that must say something and do not."""
    for one in found:
        for code, texts in given:
            if one.needed and (one.part, one.field) not in texts:
                yield f"{one.part}|{one.field}", code
