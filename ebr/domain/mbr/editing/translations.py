"""Editing the further languages of a document: adding one, its texts one by one, and what follows other edits.

A translation belongs to a part by its address. It goes with the part when that is renamed or moved, and away with it;
a text whose original is emptied stays, because the original may only be typed anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ebr.domain.canonical import Json
from ebr.domain.mbr.address import at_place
from ebr.domain.mbr.check.completeness import LANGUAGE_TAG
from ebr.domain.mbr.editing.fields import with_field
from ebr.domain.mbr.editing.parts import part_at, place_of, put
from ebr.domain.mbr.editing.texts import parts_of
from ebr.domain.mbr.languages import codes, fields_for, in_order, language_address, language_place
from ebr.domain.mbr.model import Language, Mbr, Translation
from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text

LANGUAGES = "languages"


def is_language(mbr: Mbr, part: str) -> bool:
    """Tell whether an address is that of a language."""
    return language_place(mbr, part) is not None


def with_language(mbr: Mbr, inside: str, at: int, document: Mapping[str, Json]) -> tuple[Mbr, str]:
    """Declare a language that has no text yet; refusals `edit_level`, `edit_language_form`, `edit_language_taken`."""
    code = str(document.get("code") or "").strip()
    if inside != LANGUAGES:
        raise Refusal("edit_level", level="language", inside=inside)
    if not LANGUAGE_TAG.fullmatch(code):
        raise Refusal("edit_language_form", language=shown_text(code))
    if code in codes(mbr):
        raise Refusal("edit_language_taken", language=code)
    now = mbr.languages
    at = at if 0 <= at <= len(now) else len(now)
    return replace(mbr, languages=(*now[:at], Language(code), *now[at:])), language_address(code)


def without_language(mbr: Mbr, part: str) -> tuple[Mbr, str]:
    """Take a language away with all its texts."""
    at = place_of(mbr, part)[-1]
    return replace(mbr, languages=tuple(one for n, one in enumerate(mbr.languages) if n != at)), LANGUAGES


def with_translation(mbr: Mbr, part: str, field: str, value: Json) -> tuple[Mbr, str]:
    """Say a text in a language; `field` is "PART.FIELD", nothing said takes the translation away.

    Refusals `edit_part_unknown` (part), `edit_field_unknown` (field), and those of a text.
    """
    address, _, name = field.rpartition(".")
    if name not in fields_for(part_at(mbr, address)):
        raise Refusal("edit_field_unknown", field=shown_text(field))
    said = with_field(Translation(address, name, ""), "text", value)
    place = place_of(mbr, part)
    language: Language = at_place(mbr, place)
    others = tuple(one for one in language.texts if (one.part, one.field) != (address, name))
    texts = in_order(mbr, (*others, said)) if said.text else others
    return put(mbr, (*place, "texts"), texts), part


def carried(mbr: Mbr, old: str, new: str) -> Mbr:
    """Return a document whose translations follow a part to its new address, with those of the parts in it."""
    if old == new or not mbr.languages:
        return mbr

    def address(part: str) -> str:
        if part == old:
            return new
        return f"{new}/{part.removeprefix(f'{old}/')}" if part.startswith(f"{old}/") else part

    return _each(mbr, lambda one: replace(one, part=address(one.part)))


def dropped(before: Mbr, after: Mbr) -> Mbr:
    """Return the document after an edit without the translations of parts that went with it."""
    if not after.languages:
        return after
    gone = {address for address, _ in parts_of(before)} - {address for address, _ in parts_of(after)}
    return _each(after, lambda one: None if one.part in gone else one) if gone else after


def _each(mbr: Mbr, one: Callable[[Translation], Translation | None]) -> Mbr:
    """Return a document with each translation changed or left out; languages that stay the same, the same objects."""
    languages = tuple(_language(language, one) for language in mbr.languages)
    return mbr if languages == mbr.languages else replace(mbr, languages=languages)


def _language(language: Language, one: Callable[[Translation], Translation | None]) -> Language:
    texts = tuple(made for text in language.texts if (made := one(text)) is not None)
    return language if texts == language.texts else replace(language, texts=texts)
