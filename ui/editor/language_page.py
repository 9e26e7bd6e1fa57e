"""The page of further languages: which there are, and every text of the document beside what it says in each of them.

The document itself stays the one that counts; what is not said in a language is shown as the document says it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ebr.domain.mbr.languages import codes, missing, originals, texts_in
from ebr.domain.mbr.model import Mbr
from ebr.words import ntr, tr
from ui.editor.model import CardShown, FieldShown, PageShown, RowsShown, TableShown
from ui.editor.names import field_name

OFFERED: Final = (
    "de",
    "fr",
    "es",
    "it",
    "nl",
    "pt",
    "pt-BR",
    "pl",
    "cs",
    "da",
    "sv",
    "fi",
    "hu",
    "el",
    "ja",
    "ko",
    "zh",
    "en",
)
"""Tags of languages that can be added by a tap."""


def languages_page(mbr: Mbr, place: Callable[[str], str]) -> PageShown:
    """Return the page; `place` gives the words for a part."""
    table = _table(mbr, place)
    words = tr("No further language: everybody reads the record as it is written here.")
    form = CardShown("languages", tr("Languages"), "", "flag", "languages", open=True, rows=(_rows(mbr),))
    return PageShown("languages", "languages", tr("Languages"), "", form, (), table, "", "" if table.rows else words)


def _rows(mbr: Mbr) -> RowsShown:
    rows = tuple((_row(mbr, at, language.code),) for at, language in enumerate(mbr.languages))
    fresh = tuple((code, code) for code in OFFERED if code not in codes(mbr))
    return RowsShown("languages", tr("Further languages"), rows, tr("Add a language"), fresh, movable=False)


def _row(mbr: Mbr, at: int, code: str) -> FieldShown:
    left = len(missing(mbr, code))
    why = ntr("{n} text is missing", "{n} texts are missing", left) if left else ""
    return FieldShown(f"languages.{at}.code", tr("Language"), "code", code, wrong=why, tone="warn", fixed=True)


def _table(mbr: Mbr, place: Callable[[str], str]) -> TableShown:
    given = [(language.code, texts_in(language)) for language in mbr.languages]
    columns = (("place", tr("Where"), 220), ("text", mbr.header.language, 0), *((code, code, 0) for code, _ in given))
    rows = tuple(
        (
            f"{one.part}|{one.field}",
            (
                tr("{field}: {place}", place=place(one.part), field=field_name(one.field)),
                one.text,
                *(texts.get((one.part, one.field), "") for _code, texts in given),
            ),
        )
        for one in (originals(mbr) if given else ())
    )
    return TableShown("language", columns, rows, "", fixed=2)
