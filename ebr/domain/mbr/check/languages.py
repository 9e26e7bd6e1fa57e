"""Rules about further languages: each has every text that is needed, of parts that there are, with the same figures.

Who works by a translation must read the very figures that were approved, so a figure or unit that only one of the two
texts has is shown; a text may still say "zwei" for 2, so it is no error (21 CFR 211.186(b)(9), 211.188).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ebr.domain.mbr.address import parts_of, parts_of_phase
from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.completeness import LANGUAGE_TAG
from ebr.domain.mbr.check.index import Index, PhaseAt
from ebr.domain.mbr.languages import Original, fields_for, originals_of, texts_in
from ebr.domain.mbr.model import Language
from ebr.domain.mbr.problem import Place

Text = tuple[str, str]
"""Part and field."""

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_MEASURE = re.compile(
    r"\d\s*(%|°C|degC|°|mg/mL|g/L|g/mL|[kmnµu]?g|[mµu]?L|[kmcnµu]?m|mbar|bar|[kM]?Pa|rpm|ppm|[mk]?[VAW])(?![^\W\u3400-\u9fff]|/)"
)
"""A figure with a unit that is written the same in every language, Chinese set against it; times are words in many."""


def language_problems(index: Index) -> Iterator[Trouble]:
    """Yield what is wrong with each further language; a document without any costs nothing."""
    if not index.mbr.languages:
        return
    texts, places = _laid_out(index)
    known = {(one.part, one.field): one for one in texts}
    seen = {index.mbr.header.language}
    for number, language in enumerate(index.mbr.languages):
        place: Place = ("languages", number)
        yield from _code(language, place, seen)
        seen.add(language.code)
        yield from _missing(language, place, texts)
        yield from _texts(language, place, known, places)


def _laid_out(index: Index) -> tuple[tuple[Original, ...], set[Text]]:
    """Return every text that can be translated and every place for one; of a step, made once while it is the same."""
    phases = {id(at.phase): at for at in index.phases}
    texts: list[Original] = []
    places: set[Text] = set()
    for address, part in parts_of(index.mbr, inside=False):
        at = phases.get(id(part))
        said, fields = at.lasting(_of_phase, index) if at is not None else _of_parts(((address, part),))
        texts += said
        places.update(fields)
    return tuple(texts), places


def _of_phase(at: PhaseAt, _index: Index) -> tuple[tuple[Original, ...], tuple[Text, ...]]:
    return _of_parts(tuple(parts_of_phase(at.phase)))


def _of_parts(parts: tuple[tuple[str, Any], ...]) -> tuple[tuple[Original, ...], tuple[Text, ...]]:
    fields = ((address, field) for address, part in parts for field in fields_for(part))
    return tuple(originals_of(parts)), tuple(fields)


def _code(language: Language, place: Place, seen: set[str]) -> Iterator[Trouble]:
    if not LANGUAGE_TAG.fullmatch(language.code):
        yield Trouble((*place, "code"), "language_form", {"language": language.code})
    elif language.code in seen:
        yield Trouble((*place, "code"), "language_twice", {"language": language.code})


def _missing(language: Language, place: Place, texts: tuple[Original, ...]) -> Iterator[Trouble]:
    """One problem for each language, whatever it lacks: it is one thing to do."""
    given = texts_in(language)
    left = [one for one in texts if one.needed and (one.part, one.field) not in given]
    if left:
        first = f"{left[0].part}.{left[0].field}"
        params = {"language": language.code, "count": str(len(left)), "first": first}
        yield Trouble(place, "language_text_missing", params)


def _texts(language: Language, place: Place, known: dict[Text, Original], places: set[Text]) -> Iterator[Trouble]:
    seen: set[Text] = set()
    for number, one in enumerate(language.texts):
        at = (one.part, one.field)
        here: Place = (*place, "texts", number)
        if at not in places:
            params = {"language": language.code, "part": one.part, "field": one.field}
            yield Trouble(here, "language_part_unknown", params)
        elif at in seen:
            yield Trouble(here, "language_text_twice", {"language": language.code, "place": f"{one.part}.{one.field}"})
        elif at in known and one.text:
            odd = figures_differ(known[at].text, one.text)
            if odd:
                params = {"language": language.code, "place": f"{one.part}.{one.field}", "figures": ", ".join(odd)}
                yield Trouble((*here, "text"), "language_figures", params)
        seen.add(at)


@lru_cache(maxsize=65536)
def figures_differ(original: str, text: str) -> tuple[str, ...]:
    """Return the figures and units that only one of two texts has, in order; a decimal comma is a decimal point."""
    one, other = _figures(original), _figures(text)
    odd = [found for found in dict.fromkeys((*one, *other)) if one.count(found) != other.count(found)]
    units = set(_MEASURE.findall(original)) ^ set(_MEASURE.findall(text))
    return (*odd, *sorted(units))


def _figures(text: str) -> list[str]:
    return [found.replace(",", ".") for found in _FIGURE.findall(text)]
