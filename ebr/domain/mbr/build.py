"""From plain data (maps, lists, text) to the model, strictly: every field known, of its form and in bounds.

Both readers end here: YAML, where every scalar is text, and canonical JSON, where whole numbers and truth values are
themselves. All problems are collected; a part with a problem gives no object, so that nothing half-read is ever used.

An *unfinished* document (a draft) may leave out what is needed, and leave open what is chosen from a list: a missing
field is then `blank`. The check names both; a document that is read without `unfinished` never has either.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ebr.domain.mbr.model import Limits, Mbr
from ebr.domain.mbr.problem import Place
from ebr.domain.mbr.shape import STATISTICS, Field, fields_of

FORMAT = 1
LONGEST_TEXT = 20_000
LARGEST_WHOLE = 1_000_000
SHOWN_LENGTH = 40

_DIGITS = re.compile(r"0|[1-9][0-9]{0,6}")
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_BAD = object()


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem of form at an exact place."""

    place: Place
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


def build(document: object, *, typed: bool, unfinished: bool = False) -> tuple[Mbr | None, tuple[Trouble, ...]]:
    """Return the model of a document, or None with every problem of its form.

    `typed`: whole numbers and truth values are numbers and truth values (JSON), otherwise text (YAML). `unfinished`:
    the document may have gaps.
    """
    builder = _Builder(typed=typed, unfinished=unfinished)
    if not isinstance(document, Mapping):
        return None, (Trouble((), "document_not_mapping"),)
    builder.version(document)
    mbr = builder.part(Mbr, {key: value for key, value in document.items() if key != "mbr"}, ())
    if builder.troubles:
        return None, tuple(builder.troubles)
    assert isinstance(mbr, Mbr)
    return mbr, ()


def build_part(part: type[Any], data: object) -> tuple[Any, tuple[Trouble, ...]]:
    """Return one part of an unfinished document from typed data, or None with every problem of its form."""
    builder = _Builder(typed=True, unfinished=True)
    built = builder.part(part, data, ())
    return (None if builder.troubles else built), tuple(builder.troubles)


def build_value(f: Field, data: object) -> tuple[Any, tuple[Trouble, ...]]:
    """Return the value of one field of an unfinished document from typed data, or None with what is wrong with it."""
    builder = _Builder(typed=True, unfinished=True)
    built = builder.value(f, data, ())
    return (None if builder.troubles else built), tuple(builder.troubles)


def blank(part: type[Any]) -> Any:  # noqa: ANN401 - a dataclass of the model
    """Return a part that says nothing yet: empty texts, no parts, zero; fields with a default have it."""
    return part(**{f.name: _blank(f) for f in fields_of(part) if f.required})


def _blank(f: Field) -> object:
    match f.form:
        case "truth":
            return False
        case "whole":
            return 0
        case "part":
            return blank(f.part)
        case "texts" | "parts" | "limits_by_name":
            return ()
    return ""


def unwanted_character(text: str) -> str | None:
    """Return the first character that no text of a record may hold (control, direction ...), as U+XXXX."""
    if text.isascii() and text.isprintable():
        return None
    bad = next((c for c in text if c != "\n" and unicodedata.category(c) in _UNWANTED), None)
    return None if bad is None else f"U+{ord(bad):04X}"


class _Builder:
    """Walks plain data along the shape; `_BAD` stands for a value that was reported."""

    def __init__(self, *, typed: bool, unfinished: bool) -> None:
        self.typed = typed
        self.unfinished = unfinished
        self.troubles: list[Trouble] = []

    def bad(self, place: Place, code: str, **params: str) -> object:
        self.troubles.append(Trouble(place, code, params))
        return _BAD

    def version(self, document: Mapping[str, object]) -> None:
        version = document.get("mbr")
        if version is None:
            self.bad((), "format_missing", wanted=str(FORMAT))
        elif version != (FORMAT if self.typed else str(FORMAT)) or isinstance(version, bool):
            self.bad(("mbr",), "format_unknown", found=_text_of(version), wanted=str(FORMAT))

    def part(self, part: type[Any], data: object, place: Place) -> object:
        if not isinstance(data, Mapping):
            return self.bad(place, "mapping_wanted")
        fields = fields_of(part)
        self._unknown_keys(data, fields, place)
        values = {f.name: self._present(f, data, place) for f in fields}
        if any(value is _BAD for value in values.values()):
            return _BAD
        return part(**values)

    def _unknown_keys(self, data: Mapping[str, object], fields: tuple[Field, ...], place: Place) -> None:
        known = [f.name for f in fields]
        for key in data:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                if near:
                    self.bad((*place, key), "key_unknown_near", key=key, near=near[0])
                else:
                    self.bad((*place, key), "key_unknown", key=key, known=", ".join(known))

    def _present(self, f: Field, data: Mapping[str, object], place: Place) -> object:
        if f.name in data:
            return self.value(f, data[f.name], (*place, f.name))
        if f.required and self.unfinished:
            return _blank(f)
        if f.required:
            return self.bad(place, "key_missing", key=f.name)
        return f.default

    def value(self, f: Field, data: object, place: Place) -> object:
        match f.form:
            case "text":
                return self._word(f, self._text(data, place), place)
            case "truth":
                return self._truth(data, place)
            case "whole":
                return self._whole(data, place)
            case "texts":
                return self._each(data, place, lambda item, at: self._word(f, self._text(item, at), at))
            case "part":
                return self.part(f.part, data, place)
            case "parts":
                return self._each(data, place, lambda item, at: self.part(f.part, item, at))
            case "limits_by_name":
                return self._statistics(data, place)

    def _text(self, data: object, place: Place) -> object:
        if not isinstance(data, str):
            return self.bad(place, "text_wanted")
        text = unicodedata.normalize("NFC", data).strip()
        unwanted = unwanted_character(text)
        if unwanted is not None:
            return self.bad(place, "control_character", character=unwanted)
        if len(text) > LONGEST_TEXT:
            return self.bad(place, "text_too_long", length=str(len(text)), limit=str(LONGEST_TEXT))
        return text

    def _word(self, f: Field, text: object, place: Place) -> object:
        if not f.words or text is _BAD or text in f.words:
            return text
        if self.unfinished and f.required and text == "":
            return text
        assert isinstance(text, str)
        near = difflib.get_close_matches(text, f.words, n=1)
        words = ", ".join(word for word in f.words if word)
        if near and near[0]:
            return self.bad(place, "word_unknown_near", found=_text_of(text), near=near[0], words=words)
        return self.bad(place, "word_unknown", found=_text_of(text), words=words)

    def _truth(self, data: object, place: Place) -> object:
        if self.typed and isinstance(data, bool):
            return data
        if not self.typed and data in ("true", "false"):
            return data == "true"
        return self.bad(place, "truth_wanted", found=_text_of(data))

    def _whole(self, data: object, place: Place) -> object:
        number = data
        if not self.typed and isinstance(data, str) and _DIGITS.fullmatch(data):
            number = int(data)
        if isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= LARGEST_WHOLE:
            return number
        return self.bad(place, "whole_wanted", found=_text_of(data), limit=str(LARGEST_WHOLE))

    def _each(self, data: object, place: Place, one: Callable[[object, Place], object]) -> object:
        if not isinstance(data, Sequence) or isinstance(data, str):
            return self.bad(place, "list_wanted")
        values = tuple(one(item, (*place, n)) for n, item in enumerate(data))
        return _BAD if any(value is _BAD for value in values) else values

    def _statistics(self, data: object, place: Place) -> object:
        if not isinstance(data, Mapping):
            return self.bad(place, "mapping_wanted")
        values = {name: self.part(Limits, limits, (*place, name)) for name, limits in data.items()}
        for name in values.keys() - set(STATISTICS):
            values[name] = self.bad((*place, name), "word_unknown", found=_text_of(name), words=", ".join(STATISTICS))
        if any(value is _BAD for value in values.values()):
            return _BAD
        return tuple((name, values[name]) for name in STATISTICS if name in values)


def _text_of(data: object) -> str:
    """Name a wrong value in a message: short and on one line."""
    if isinstance(data, Mapping):
        return "{...}"
    if isinstance(data, Sequence) and not isinstance(data, str):
        return "[...]"
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(data))
    return line if len(line) <= SHOWN_LENGTH else line[: SHOWN_LENGTH - 1] + "\N{HORIZONTAL ELLIPSIS}"
