"""The texts of a master batch record in further languages: what can be said, what is missing, the document in one.

The document itself is in the language of its header and stays the one that counts: numbers, limits, formulas, codes and
notes have no translation, and what is not translated is shown as the document says it. A declared language must have
every text that tells a person what to do; names of products, materials and equipment may stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from ebr.domain.mbr.address import HEADER, LEVEL_OF, parts_of
from ebr.domain.mbr.document import LANGUAGE
from ebr.domain.mbr.model import (
    Header,
    Language,
    Mbr,
    Operation,
    Phase,
    Slot,
    Translation,
    UnitProcedure,
)
from ebr.domain.mbr.problem import Place

NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "identifier": ("label",),
    "unit": ("title",),
    "operation": ("title",),
    "phase": ("title", "instruction"),
    "slot": ("label", "help"),
    "option": ("label",),
    "item": ("label",),
    "media": ("label",),
}
"""By level, the fields that every declared language must have."""
GIVEN: Final[Mapping[str, tuple[str, ...]]] = {
    HEADER: ("title", "product"),
    "material": ("name",),
    "equipment": ("name",),
}
"""By level, the fields that a language may have: most names are the same in all."""

Texts = Mapping[tuple[str, str], str]
"""Texts of one language by part and field."""
Originals = tuple["Original", ...]


@dataclass(frozen=True, slots=True)
class Original:
    """A text of the document that can be translated; `needed`: that every declared language must have."""

    part: str
    field: str
    text: str
    needed: bool


def fields_for(part: object) -> tuple[str, ...]:
    """Return the fields of a part that can be translated."""
    level = LEVEL_OF.get(type(part), "")
    return NEEDED.get(level, ()) or GIVEN.get(level, ())


def originals(mbr: Mbr) -> Originals:
    """Return every text of the document that can be translated, in document order; empty ones are none."""
    return tuple(originals_of(parts_of(mbr)))


def originals_of(parts: Iterable[tuple[str, Any]]) -> Iterator[Original]:
    """Yield the texts of parts that can be translated."""
    for address, part in parts:
        needed = LEVEL_OF.get(type(part), "") in NEEDED
        for field in fields_for(part):
            text = getattr(part, field)
            if text:
                yield Original(address, field, text, needed)


def language_of(mbr: Mbr, code: str) -> Language | None:
    """Return a declared language, None for one that is not; of two with one code the first."""
    return next((language for language in mbr.languages if language.code == code), None)


def codes(mbr: Mbr) -> tuple[str, ...]:
    """Return the languages the document can be shown in, its own first."""
    return tuple(dict.fromkeys((mbr.header.language, *(language.code for language in mbr.languages))))


def texts_in(language: Language | None) -> Texts:
    """Return the texts of a language by part and field; of two for one place the first."""
    texts = language.texts if language is not None else ()
    return {(one.part, one.field): one.text for one in reversed(texts) if one.text}


def missing(mbr: Mbr, code: str) -> Originals:
    """Return what a language lacks, in document order: for one that is not declared, every text that is needed."""
    given = texts_in(language_of(mbr, code))
    return tuple(one for one in originals(mbr) if one.needed and (one.part, one.field) not in given)


def translated(mbr: Mbr, code: str) -> Mbr:
    """Return the document in a language: the same parts, and each text that language has in place of its original.

    The document itself where the language is its own or is not declared.
    """
    given = texts_in(language_of(mbr, code)) if code != mbr.header.language else {}
    if not given:
        return mbr
    return replace(
        mbr,
        header=_header(mbr.header, given, code),
        materials=tuple(_said(part, part.id, given) for part in mbr.materials),
        equipment=tuple(_said(part, part.id, given) for part in mbr.equipment),
        procedure=tuple(_unit(unit, given) for unit in mbr.procedure),
    )


def language_address(code: str) -> str:
    """Return the address of a language, which is the name of its block too."""
    return f"{LANGUAGE}{code}"


def language_place(mbr: Mbr, address: str) -> Place | None:
    """Return where the language of an address stands, None where there is none."""
    code = address.removeprefix(LANGUAGE)
    found = (n for n, language in enumerate(mbr.languages) if language.code == code)
    at = next(found, None) if address.startswith(LANGUAGE) else None
    return ("languages", at) if at is not None else None


def originals_differ(old: Mbr, new: Mbr, code: str) -> bool:
    """Tell whether a text that a language of both documents translates says something else now.

    Then the language's texts may be what they were, but nobody has said yet that they fit.
    """
    given = texts_in(language_of(new, code)).keys()
    before = {(one.part, one.field): one.text for one in originals(old)}
    after = {(one.part, one.field): one.text for one in originals(new)}
    return any(before.get(at) != after.get(at) for at in given)


def in_order(mbr: Mbr, texts: Iterable[Translation]) -> tuple[Translation, ...]:
    """Return translations in the order of the document; those of no part of it at the end."""
    rank = {(one.part, one.field): at for at, one in enumerate(originals(mbr))}
    return tuple(sorted(texts, key=lambda one: rank.get((one.part, one.field), len(rank))))


def _header(header: Header, given: Texts, code: str) -> Header:
    identifiers = tuple(_said(part, f"{HEADER}/{part.id}", given) for part in header.identifiers)
    return _said(header, HEADER, given, identifiers=identifiers, language=code)  # type: ignore[no-any-return]


def _unit(unit: UnitProcedure, given: Texts) -> UnitProcedure:
    operations = tuple(_operation(operation, given) for operation in unit.operations)
    return _said(unit, unit.id, given, operations=operations)  # type: ignore[no-any-return]


def _operation(operation: Operation, given: Texts) -> Operation:
    phases = tuple(_phase(phase, given) for phase in operation.phases)
    return _said(operation, operation.id, given, phases=phases)  # type: ignore[no-any-return]


def _phase(phase: Phase, given: Texts) -> Phase:
    slots = tuple(_slot(slot, given) for slot in phase.slots)
    media = tuple(_said(part, f"{phase.id}/{part.id}", given) for part in phase.media)
    return _said(phase, phase.id, given, slots=slots, media=media)  # type: ignore[no-any-return]


def _slot(slot: Slot, given: Texts) -> Slot:
    options = tuple(_said(part, f"{slot.id}/{part.id}", given) for part in slot.options)
    items = tuple(_said(part, f"{slot.id}/{part.id}", given) for part in slot.items)
    return _said(slot, slot.id, given, options=options, items=items)  # type: ignore[no-any-return]


def _said(part: Any, address: str, given: Texts, **below: Any) -> Any:  # noqa: ANN401 - part in, part of its class out
    """Return a part with its texts in the language; one that says nothing there says nothing here."""
    texts = {
        field: given[address, field] for field in fields_for(part) if (address, field) in given and getattr(part, field)
    }
    return replace(part, **texts, **below)
