"""Finding text in a document, and finding who refers to a part."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from ebr.domain.mbr.address import HEADER, WHOLE
from ebr.domain.mbr.editing.names import answers_in, mentions, names_in
from ebr.domain.mbr.editing.numbers import numbering
from ebr.domain.mbr.editing.parts import part_at
from ebr.domain.mbr.editing.texts import is_expression, is_reference, parts_of, texts_of
from ebr.domain.mbr.languages import language_address
from ebr.domain.mbr.model import Identifier, Item, Mbr, Media, Option, Slot


@dataclass(frozen=True, slots=True)
class Found:
    """One hit: the part and its field as `SetField` names them, its number if it has one.

    `text` is the whole text of the field, `start` and `end` say which characters of it are meant.
    """

    part: str
    field: str
    number: str
    text: str
    start: int
    end: int


def find(mbr: Mbr, text: str) -> tuple[Found, ...]:
    """Return every place where a text stands, whatever its case, in document order; nothing for an empty text.

    Then every translation that says it: the part is the language, the field "PART.FIELD" as `SetField` names it.
    """
    wanted = unicodedata.normalize("NFC", text).strip()
    if not wanted:
        return ()
    pattern = re.compile(re.escape(wanted), re.IGNORECASE)
    spots = (
        (address, field, found, hit.span())
        for address, part in parts_of(mbr)
        for field, found in texts_of(part)
        for hit in pattern.finditer(found)
    )
    said = (
        (language_address(language.code), f"{one.part}.{one.field}", one.text, hit.span())
        for language in mbr.languages
        for one in language.texts
        for hit in pattern.finditer(one.text)
    )
    return _numbered(mbr, chain(spots, said))


def uses(mbr: Mbr, part: str) -> tuple[Found, ...]:
    """Return every place that refers to a part (formulas, of, after ...); refusal `edit_part_unknown` (part)."""
    wanted = part_at(mbr, part)
    if part in (HEADER, WHOLE) or isinstance(wanted, Item | Identifier | Media):
        return ()
    holder = part.partition("/")[0]
    return _numbered(mbr, _references(mbr, wanted, holder))


Spot = tuple[str, str, str, tuple[int, int]]


def _references(mbr: Mbr, wanted: Any, holder: str) -> Iterator[Spot]:  # noqa: ANN401 - a dataclass of the model
    for address, part in parts_of(mbr):
        for field, text in texts_of(part):
            if is_expression(part, field):
                spans = answers_in(text, holder, wanted.id) if isinstance(wanted, Option) else mentions(text, wanted.id)
                yield from ((address, field, text, span) for span in spans)
            elif is_reference(part, field) and not isinstance(wanted, Option) and wanted.id in _ids(part, field, text):
                yield address, field, text, (len(text) - len(wanted.id), len(text))


def _ids(part: object, field: str, text: str) -> tuple[str, ...]:
    return names_in(part) if isinstance(part, Slot) and field == "of" else (text,)


def _numbered(mbr: Mbr, spots: Iterator[Spot]) -> tuple[Found, ...]:
    numbers = numbering(mbr)
    return tuple(
        Found(address, field, numbers.get(address.partition("/")[0], ""), text, *span)
        for address, field, text, span in spots
    )
