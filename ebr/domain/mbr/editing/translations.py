"""Editing the further languages of a document: adding one, its texts one by one, and what follows other edits.

A translation belongs to a part by its address. It goes with the part when that is renamed, moved or copied, and away
with it;
a text whose original is emptied stays, because the original may only be typed anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from ebr.domain.canonical import Json
from ebr.domain.mbr.address import at_place, parts_of_phase
from ebr.domain.mbr.check.completeness import LANGUAGE_TAG
from ebr.domain.mbr.editing.fields import with_field
from ebr.domain.mbr.editing.parts import part_at, place_of, put
from ebr.domain.mbr.editing.texts import parts_of
from ebr.domain.mbr.languages import (
    codes,
    fields_for,
    in_order,
    language_address,
    language_of,
    language_place,
    originals,
    texts_in,
)
from ebr.domain.mbr.model import (
    Equipment,
    Language,
    Material,
    Mbr,
    Operation,
    Phase,
    Slot,
    Translation,
    UnitProcedure,
)
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


def along(before: Mbr, after: Mbr, source: Mbr, parts: tuple[str, ...]) -> Mbr:
    """Return the document with the texts that copied parts have at their source, in the languages that both have.

    `after` is `before` with copies of `parts` of the source. A language in which the source itself is written counts
    too. Texts that the source lacks are missing here, and the check says so.
    """
    known = {address for address, _ in parts_of(before)}
    fresh = [(address, part) for address, part in parts_of(after) if address not in known]
    copies = [address for part in parts for address in _addresses(source, part)]
    brought = [address for address, part in fresh[: len(fresh) - len(copies)] if isinstance(part, Material | Equipment)]
    new = [address for address, _ in fresh if address not in brought]
    if not after.languages or len(new) != len(copies):
        return after
    pairs = [*zip(brought, brought, strict=True), *zip(copies, new, strict=True)]
    languages = tuple(_with_texts(after, language, source, pairs) for language in after.languages)
    return replace(after, languages=languages)


def _addresses(source: Mbr, part: str) -> list[str]:
    """Return the address of a part and of all parts in it, in document order."""
    found = part_at(source, part)
    match found:
        case UnitProcedure():
            return [part, *(address for inner in found.operations for address in _addresses(source, inner.id))]
        case Operation():
            return [part, *(address for phase in found.phases for address, _ in parts_of_phase(phase))]
        case Phase():
            return [address for address, _ in parts_of_phase(found)]
        case Slot():
            return [part, *(f"{part}/{one.id}" for one in found.options), *(f"{part}/{one.id}" for one in found.items)]
    return [part]


def _with_texts(mbr: Mbr, language: Language, source: Mbr, pairs: Iterable[tuple[str, str]]) -> Language:
    said = dict(texts_in(language_of(source, language.code)))
    if source.header.language == language.code:
        said = {(one.part, one.field): one.text for one in originals(source)}
    by_part: dict[str, list[tuple[str, str]]] = {}
    for (part, field), text in said.items():
        by_part.setdefault(part, []).append((field, text))
    texts = [Translation(new, field, text) for old, new in pairs for field, text in by_part.get(old, ())]
    return replace(language, texts=in_order(mbr, (*language.texts, *texts))) if texts else language


def _each(mbr: Mbr, one: Callable[[Translation], Translation | None]) -> Mbr:
    """Return a document with each translation changed or left out; languages that stay the same, the same objects."""
    languages = tuple(_language(language, one) for language in mbr.languages)
    return mbr if languages == mbr.languages else replace(mbr, languages=languages)


def _language(language: Language, one: Callable[[Translation], Translation | None]) -> Language:
    texts = tuple(made for text in language.texts if (made := one(text)) is not None)
    return language if texts == language.texts else replace(language, texts=texts)
