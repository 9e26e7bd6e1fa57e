"""A label template as data: what stands where, in millimetres from the upper left corner.

    title, kind ("container", "product"), particulars (a set of `particulars.SETS`)
    width, height, margin    millimetres, decimal text;  dots: printer dots for a millimetre, "8" or "12"
    absent                   particular -> the reason why it is not on the label
    given                    what the person who prints types: id, label, sample (the longest contents)
    samples                  placeholder -> longest contents, where this template foresees other ones
    texts                    id, x, y, width, size (points), lines, bold, align, text, covers
    codes                    id, kind, x, y, module (millimetres, whole dots), height (of bars), fields or text, covers

Kinds of code: "gs1_datamatrix", "gs1_128" (fields: pairs of application identifier and contents), "datamatrix",
"code128" (text). `covers` names the particulars that a text or a code says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from ebr.domain.canonical import dumps
from ebr.domain.label.state.names import KNOWN, names_in
from ebr.domain.refusal import Refusal
from ebr.domain.values import number, shown_text

KINDS: Final = ("container", "product")
GS1: Final = ("gs1_datamatrix", "gs1_128")
CODES: Final = (*GS1, "datamatrix", "code128")
MATRIX: Final = ("gs1_datamatrix", "datamatrix")
DOTS: Final = ("8", "12")
ALIGNED: Final = ("left", "centre", "right")
AI: Final = re.compile(r"[0-9]{2,4}")
IDENTIFIER: Final = "id."
GIVEN: Final = "given."


@dataclass(frozen=True, slots=True)
class Given:
    """What is typed when the label is printed."""

    id: str
    label: str
    sample: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words in a box: as wide as `width`, at most `lines` lines of `size` points."""

    id: str
    x: Decimal
    y: Decimal
    width: Decimal
    size: Decimal
    lines: int
    text: str
    bold: bool = False
    align: str = "left"
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Symbol:
    """A code at a place; `height` is that of bars, a matrix is as high as its contents make it."""

    id: str
    kind: str
    x: Decimal
    y: Decimal
    module: Decimal
    height: Decimal
    fields: tuple[tuple[str, str], ...] = ()
    text: str = ""
    covers: tuple[str, ...] = ()

    @property
    def gs1(self) -> bool:
        """It holds GS1 fields."""
        return self.kind in GS1

    @property
    def words(self) -> str:
        """Everything with placeholders in it."""
        return " ".join(value for _, value in self.fields) if self.gs1 else self.text


@dataclass(frozen=True, slots=True)
class Template:
    """The whole template."""

    title: str
    kind: str
    width: Decimal
    height: Decimal
    margin: Decimal
    dots: int
    particulars: str
    texts: tuple[Text, ...]
    codes: tuple[Symbol, ...]
    given: tuple[Given, ...] = ()
    absent: Mapping[str, str] = field(default_factory=dict)
    samples: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[Text | Symbol, ...]:
        """Texts, then codes."""
        return (*self.texts, *self.codes)

    def placeholders(self) -> tuple[str, ...]:
        """Return the names of everything that must be filled in, each once."""
        words = " ".join([one.text for one in self.texts] + [one.words for one in self.codes])
        return names_in(words)

    def longest(self) -> dict[str, str]:
        """Return the longest contents foreseen for every placeholder."""
        typed = {GIVEN + one.id: one.sample for one in self.given}
        known = {**KNOWN, **typed, **self.samples}
        return {name: known.get(name) or "X" * 16 for name in self.placeholders()}


def read(document: str) -> Template:
    """Return the template of a canonical JSON text; refusal `label_document` names what cannot be read."""
    try:
        tree = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise Refusal("label_document", place="", problem="not_json") from error
    if not isinstance(tree, dict) or dumps(tree).decode() != document:
        raise Refusal("label_document", place="", problem="not_canonical")
    return from_tree(tree)


def text_of(tree: Mapping[str, Any]) -> str:
    """Return the canonical JSON of a template as it was written (YAML read into maps, lists and texts)."""
    return dumps(_texts(tree)).decode()


def _texts(part: Any) -> Any:  # noqa: ANN401 - a tree of a document
    if isinstance(part, Mapping):
        return {str(name): _texts(value) for name, value in part.items()}
    if isinstance(part, (list, tuple)):
        return [_texts(value) for value in part]
    if isinstance(part, bool):
        return "yes" if part else "no"
    return str(part)


def from_tree(tree: Mapping[str, Any]) -> Template:
    """Return the template of a tree of maps, lists and texts."""
    place = _Place(tree, "")
    found = Template(
        place.text("title"),
        place.one_of("kind", KINDS),
        place.length("width"),
        place.length("height"),
        place.length("margin", "2"),
        int(place.one_of("dots", DOTS, "12")),
        place.text("particulars", "none"),
        tuple(_text(one) for one in place.each("texts")),
        tuple(_symbol(one) for one in place.each("codes")),
        tuple(Given(one.text("id"), one.text("label"), one.text("sample")) for one in place.each("given")),
        place.map("absent"),
        place.map("samples"),
    )
    place.nothing_else(
        "title kind width height margin dots particulars texts codes given absent samples",
    )
    return found


def _text(one: _Place) -> Text:
    one.nothing_else("id x y width size lines bold align text covers")
    return Text(
        one.text("id"),
        one.length("x"),
        one.length("y"),
        one.length("width"),
        one.length("size"),
        one.whole("lines", 1),
        one.text("text"),
        one.one_of("bold", ("yes", "no"), "no") == "yes",
        one.one_of("align", ALIGNED, "left"),
        one.listed("covers"),
    )


def _symbol(one: _Place) -> Symbol:
    one.nothing_else("id kind x y module height fields text covers")
    kind = one.one_of("kind", CODES)
    return Symbol(
        one.text("id"),
        kind,
        one.length("x"),
        one.length("y"),
        one.length("module"),
        one.length("height", "0"),
        tuple((pair.text("ai"), pair.text("value")) for pair in one.each("fields")),
        "" if kind in GS1 else one.text("text"),
        one.listed("covers"),
    )


class _Place:
    """One map of the document, and where it stands, for the refusal."""

    def __init__(self, tree: object, place: str) -> None:
        if not isinstance(tree, Mapping):
            raise Refusal("label_document", place=place, problem="not_a_map")
        self.tree, self.place = tree, place

    def wrong(self, name: str, problem: str) -> Refusal:
        """Return the refusal of one field."""
        return Refusal("label_document", place=f"{self.place}{name}", problem=problem)

    def text(self, name: str, otherwise: str = "") -> str:
        """Return a text that is there, or what stands for it."""
        found = self.tree.get(name, otherwise)
        if not isinstance(found, str) or not found.strip():
            raise self.wrong(name, "missing")
        return found

    def length(self, name: str, otherwise: str = "") -> Decimal:
        """Return a length that is not below nothing."""
        try:
            found = number(self.text(name, otherwise), 3)
        except Refusal as refusal:
            raise self.wrong(name, "no_length") from refusal
        if found < 0 or found > 1000:  # noqa: PLR2004 - no label is a metre long
            raise self.wrong(name, "no_length")
        return found

    def whole(self, name: str, otherwise: int) -> int:
        """Return a count from 1 to 40."""
        found = self.text(name, str(otherwise))
        if not re.fullmatch(r"[1-9]|[1-3][0-9]|40", found):
            raise self.wrong(name, "no_count")
        return int(found)

    def one_of(self, name: str, allowed: tuple[str, ...], otherwise: str = "") -> str:
        """Return one of the words that may stand there."""
        found = self.text(name, otherwise)
        if found not in allowed:
            raise self.wrong(name, "no_such_word")
        return found

    def listed(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, empty when it is not there."""
        found = self.tree.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise self.wrong(name, "not_a_list")
        return tuple(found)

    def map(self, name: str) -> dict[str, str]:
        """Return a map of text to text."""
        found = self.tree.get(name, {})
        if not isinstance(found, Mapping) or not all(isinstance(one, str) for one in found.values()):
            raise self.wrong(name, "not_a_map")
        return dict(found)

    def each(self, name: str) -> list[_Place]:
        """Return the maps of a list."""
        found = self.tree.get(name, [])
        if not isinstance(found, list):
            raise self.wrong(name, "not_a_list")
        return [_Place(one, f"{self.place}{name}/{at + 1}/") for at, one in enumerate(found)]

    def nothing_else(self, names: str) -> None:
        """Refuse fields that mean nothing here: a slip of the pen must not vanish."""
        more = sorted(set(self.tree) - set(names.split()))
        if more:
            raise self.wrong(shown_text(str(more[0])), "unknown_field")
