"""What a template must be before anybody may approve it: every refusal names the field and the way out.

Nothing overlaps the edge, nothing smaller than can be read, every placeholder is known, GS1 fields are ones that a
scanner will find again, and every particular of the chosen set is said or its absence has a reason.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from ebr.domain.label.state.names import KNOWN, NAME, names_in
from ebr.domain.label.state.particulars import SAID_BY, SETS
from ebr.domain.label.state.template import AI, GIVEN, IDENTIFIER, MATRIX, Symbol, Template, Text
from ebr.domain.refusal import Refusal
from ebr.domain.values import clean_text, plain, shown_text

SMALLEST: Final = Decimal(5)
"""Points: below, print of a label printer cannot be read."""
LARGEST: Final = Decimal(72)
LEAST_MODULE: Final = Decimal("0.25")
"""Millimetres of the smallest element of a code (GS1: X-dimension of 0.254 mm for health care, printed in dots)."""
LEAST_MARGIN: Final = Decimal(2)
"""Millimetres; outside production the profile is printed in it (floor-rules 16)."""
LEAST_SIDE, MOST_SIDE = Decimal(10), Decimal(300)
FIRST: Final = ("00", "01", "02", "8006", "8004", "241")
"""Application identifiers of which one says what the others are about."""
MOST_PARTS: Final = 60


def examine(template: Template) -> None:
    """Refuse a template with anything wrong in it; the first found is named."""
    clean_text(template.title, 120)
    _sizes(template)
    _names(template)
    for text in template.texts:
        _text(template, text)
    for symbol in template.codes:
        _symbol(template, symbol)
    _particulars(template)


def _sizes(template: Template) -> None:
    for side in (template.width, template.height):
        if not LEAST_SIDE <= side <= MOST_SIDE:
            raise Refusal("label_size", width=plain(template.width), height=plain(template.height))
        if side * template.dots % 1:
            raise Refusal("label_dots", field="width, height", length=plain(side), dots=str(template.dots))
    if template.margin < LEAST_MARGIN:
        raise Refusal("label_margin", margin=plain(template.margin), least=plain(LEAST_MARGIN))
    if not template.parts:
        raise Refusal("label_empty", title=shown_text(template.title))
    if len(template.parts) > MOST_PARTS:
        raise Refusal("label_too_much", count=str(len(template.parts)), most=str(MOST_PARTS))


def _names(template: Template) -> None:
    ids = [part.id for part in template.parts]
    typed = [one.id for one in template.given]
    for name in (*ids, *typed):
        if NAME.fullmatch(name) is None or ids.count(name) > 1 or typed.count(name) > 1:
            raise Refusal("label_field_id", field=shown_text(name))
    for part in template.parts:
        for name in names_in(part.text if isinstance(part, Text) else part.words):
            known = name in KNOWN or (name.removeprefix(GIVEN) in typed and name.startswith(GIVEN))
            if not known and not name.startswith(IDENTIFIER):
                raise Refusal("label_placeholder", field=part.id, name=shown_text(name))


def _text(template: Template, text: Text) -> None:
    clean_text(text.text, 1000)
    bare = text.text
    for name in names_in(text.text):
        bare = bare.replace("{" + name + "}", "")
    if "{" in bare or "}" in bare:
        raise Refusal("label_placeholder", field=text.id, name=shown_text(bare))
    if not SMALLEST <= text.size <= LARGEST:
        raise Refusal("label_text_size", field=text.id, size=plain(text.size), smallest=plain(SMALLEST))
    right = text.x + text.width
    if text.x < template.margin or text.y < template.margin or right > template.width - template.margin:
        raise Refusal("label_outside", field=text.id, margin=plain(template.margin))


def _symbol(template: Template, symbol: Symbol) -> None:
    if symbol.module < LEAST_MODULE:
        raise Refusal("label_module", field=symbol.id, module=plain(symbol.module), least=plain(LEAST_MODULE))
    for length in (symbol.module, symbol.x, symbol.y):
        if length * template.dots % 1:
            raise Refusal("label_dots", field=symbol.id, length=plain(length), dots=str(template.dots))
    if symbol.kind not in MATRIX and symbol.height < Decimal(5):
        raise Refusal("label_bars", field=symbol.id, height=plain(symbol.height))
    if symbol.gs1:
        _gs1(symbol)


def _gs1(symbol: Symbol) -> None:
    """The forms of the fields that need no table; contents are checked when they are known."""
    named = [ai for ai, _ in symbol.fields]
    if not named:
        raise Refusal("label_code_empty", field=symbol.id)
    for ai in named:
        if AI.fullmatch(ai) is None or named.count(ai) > 1:
            raise Refusal("label_ai", field=symbol.id, ai=shown_text(ai))
    if not set(named) & set(FIRST):
        raise Refusal("label_code_unnamed", field=symbol.id)


def _particulars(template: Template) -> None:
    wanted = SETS.get(template.particulars)
    if wanted is None:
        raise Refusal("label_particulars_unknown", name=shown_text(template.particulars))
    said = {letter for part in template.parts for letter in part.covers}
    for letter in sorted((said | set(template.absent)) - set(wanted)):
        raise Refusal("label_particular_unknown", name=template.particulars, letter=shown_text(letter))
    for letter in wanted:
        if letter in said and letter in template.absent:
            raise Refusal("label_particular_both", particular=f"{template.particulars}.{letter}")
        if letter not in said and not clean_text(template.absent.get(letter, ""), 500):
            raise Refusal("label_particular_missing", particular=f"{template.particulars}.{letter}")
        if letter in said:
            _really(template, letter)


def _really(template: Template, letter: str) -> None:
    """Refuse a claim without the placeholder that alone can make it true of every batch."""
    wanted = SAID_BY.get((template.particulars, letter), ())
    claims = [part for part in template.parts if letter in part.covers]
    words = " ".join(part.text if isinstance(part, Text) else part.words for part in claims)
    if wanted and not set(wanted) & set(names_in(words)):
        raise Refusal(
            "label_particular_fixed",
            particular=f"{template.particulars}.{letter}",
            field=claims[0].id,
            wanted=wanted[0],
        )
