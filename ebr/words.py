"""Every text a person reads, in the language that person's screen, report or command was set to.

The text in the source is the English text and the key of the catalogue (`resources/locale`, domain `ebr`). A sentence
is never put together from pieces: what varies is a named place in it, `tr("Sign as {name}", name=printed_name)`,
because other languages order a sentence differently. `mark` notes a text in a table that is translated only when it is
shown, with `tr(text)`. The catalogue is refreshed by `python3 -m installer words`.

One language per process: a station speaks one language, and a report in another one is made by a child process. Only a
check of a document that was drawn in another language speaks that language meanwhile, and only to itself (`speaking`).

In a language that is read from right to left each value is set apart by the marks of Unicode's isolates (FSI, PDI; UAX
9), so that a lot, a time or a number keeps its own order and never trades places with its neighbour. Digits are western
in every language, Arabic included: a value must look on the screen as it does on the display of the balance, on the
printed label and in the record, where somebody else compares them.

A number that is a value goes through `figure` on its way into a text. The record writes it with the dot, and so do
sheets of paper, labels, files and what is signed; that is what `figure` returns unless somebody reads a screen. The
screens say so once (`write_numbers`), and then the decimal sign is the language's own: a comma in German, French and
Spanish, a dot in the others. Arabic keeps the dot as it keeps western digits, because its screens are compared with
balances. Never a sign stands between thousands. Which form is in use belongs to a thread: the one that writes the
record never has another one than the record's, except while it answers a question of a screen (`writing`).
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ebr import paths

DOMAIN: Final = "ebr"
OWN_NAMES: Final = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "ar": "العربية",
    "es": "Español",
    "zh": "简体中文",
}
"""What a station can speak, English first, each by the name its own speakers give it."""
LANGUAGES: Final = tuple(OWN_NAMES)
RIGHT_TO_LEFT: Final = frozenset({"ar"})
OPTION: Final = "--language"
"""May stand anywhere on a command's line."""
VARIABLE: Final = "EBR_LANGUAGE"
"""Where the language of a command is taken from when it is not said on its line."""
COMMAS: Final = {"ar": "، ", "zh": "、"}
"""What stands between the parts of a list, where it is no comma."""
ISOLATE: Final = ("\u2068", "\u2069")
"""First strong isolate and its end."""
LEAD: Final = "\u200f"
"""A mark without width that is read from right to left."""
DECIMAL_SIGNS: Final = {"de": ",", "fr": ",", "es": ","}
"""What stands before the decimals on a screen in a language; the dot in one that is not here."""
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_DECIMAL: Final = re.compile(r"[+-]?[0-9]+\.[0-9]+([eE][+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class _Voice:
    """A language with its texts."""

    code: str
    texts: gettext.NullTranslations
    mirrored: bool = False


class _Spoken:
    """The language in use, kept in one place that everybody may read and only `use_language` replaces."""

    voice: _Voice = _Voice("en", gettext.NullTranslations())


_MEANWHILE: ContextVar[_Voice | None] = ContextVar("meanwhile", default=None)
_BY_LANGUAGE: ContextVar[bool] = ContextVar("by_language", default=False)


def use_language(code: str) -> None:
    """Speak this language from now on; raises FileNotFoundError if there is no catalogue for it. English needs none.

    Numbers are written as the record writes them, until a screen says otherwise (`write_numbers`).
    """
    _Spoken.voice = _voice(code)
    _BY_LANGUAGE.set(False)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language within the block, in this thread alone; FileNotFoundError as `use_language`.

    It is the language of a document: numbers in it are the record's.
    """
    before = _MEANWHILE.set(_voice(code))
    try:
        with writing(by_language=False):
            yield
    finally:
        _MEANWHILE.reset(before)


def language() -> str:
    """Return the code of the language in use, as it is kept with a signature's document."""
    return _now().code


def mirrored(code: str = "") -> bool:
    """Tell whether a language, or the one in use, is read from right to left."""
    return (code or _now().code) in RIGHT_TO_LEFT


@lru_cache(maxsize=1)
def available() -> tuple[str, ...]:
    """Return the languages whose catalogue is here, English first."""
    folder = paths.resources() / "locale"
    return tuple(code for code in LANGUAGES if code == "en" or gettext.find(DOMAIN, folder, [code]))


def wanted(environment: Mapping[str, str] | None = None) -> str:
    """Return the language that the environment asks for, "" when it asks for none that is spoken here."""
    code = (os.environ if environment is None else environment).get(VARIABLE, "")
    return code if code in LANGUAGES else ""


def asked(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Return the language that a line of arguments asks for ("" for none), and the line without `--language CODE`."""
    rest, code, at = list(arguments), "", 0
    while at < len(rest) and rest[at] != "--":
        name, equals, value = rest[at].partition("=")
        if name != OPTION or not (equals or at + 1 < len(rest)):
            at += 1
            continue
        code = value if equals else rest[at + 1]
        del rest[at : at + (1 if equals else 2)]
    return code, rest


def tr(msgid: str, /, **params: object) -> str:
    """Return the text in the language in use, its named places filled; raises KeyError for a place without a value."""
    voice = _now()
    return voice.texts.gettext(msgid).format_map(_set_apart(params) if voice.mirrored else params)


def ntr(one: str, many: str, n: int, /, **params: object) -> str:
    """Return the form of a text for `n` things; `{n}` stands for the number. Raises KeyError as `tr` does."""
    voice = _now()
    filled = {"n": n, **params}
    return voice.texts.ngettext(one, many, n).format_map(_set_apart(filled) if voice.mirrored else filled)


def mark(msgid: str) -> str:
    """Return the text as it is; marks it for the catalogue when it is translated only later, by `tr`."""
    return msgid


def write_numbers(*, by_language: bool) -> None:
    """Write numbers in this thread as its language does from now on, for a screen; else as the record does."""
    _BY_LANGUAGE.set(by_language)


def numbers_by_language() -> bool:
    """Tell whether numbers are written here as the language writes them."""
    return _BY_LANGUAGE.get()


@contextmanager
def writing(*, by_language: bool) -> Iterator[None]:
    """Write numbers within the block as a screen reads them, or as the record does, in this thread alone."""
    before = _BY_LANGUAGE.set(by_language)
    try:
        yield
    finally:
        _BY_LANGUAGE.reset(before)


def decimal_sign() -> str:
    """Return what stands before the decimals of a number here: the record's dot, or the language's own sign."""
    return DECIMAL_SIGNS.get(_now().code, ".") if _BY_LANGUAGE.get() else "."


def figure(text: str) -> str:
    """Return a number of the record as it is read here, for showing alone; what is no decimal number as it is.

    Only for what is known to be a value: a lot, a version or a step's number may look like one.
    """
    sign = decimal_sign()
    return text.replace(".", sign) if sign != "." and _DECIMAL.fullmatch(text) else text


def figures(*texts: str) -> tuple[str, ...]:
    """Return the numbers of one line, as `figure` does; as they are when one is a formula: a line has one form."""
    return tuple(map(figure, texts)) if all(_NUMBER.fullmatch(text) for text in texts if text) else texts


def isolated(text: str) -> str:
    """Return a value as it stands in a line that may be read from right to left; elsewhere as it is."""
    return f"{ISOLATE[0]}{text}{ISOLATE[1]}" if text and _now().mirrored else text


def beside(parts: Iterable[str], mark: str) -> str:
    """Return whole texts beside each other, with a mark between: each keeps its own direction, a limit its unit."""
    return mark.join(isolated(part) for part in parts if part)


def listed(parts: Iterable[str]) -> str:
    """Return whole texts as a list in the language in use, each in its own direction: "lot A-1, assay 99.0 %"."""
    return led(beside(parts, COMMAS.get(_now().code, ", ")))


def led(text: str) -> str:
    """Return a line that begins where the language begins: Qt would ask its first letter, which may be a value's."""
    return f"{LEAD}{text}" if ISOLATE[0] in text and _now().mirrored and not text.startswith(LEAD) else text


def plain(text: str) -> str:
    """Return a text without the marks that set its values apart, for where they would be found as letters."""
    return text.replace(ISOLATE[0], "").replace(ISOLATE[1], "").replace(LEAD, "")


class _Apart:
    """A value that is set apart when it is filled in, after its format has been applied."""

    __slots__ = ("_value",)

    def __init__(self, value: object) -> None:
        self._value = value

    def __format__(self, form: str) -> str:
        shown = format(self._value, form)
        return f"{ISOLATE[0]}{shown}{ISOLATE[1]}" if shown else ""


def _set_apart(params: Mapping[str, object]) -> dict[str, object]:
    return {name: _Apart(value) for name, value in params.items()}


def _now() -> _Voice:
    return _MEANWHILE.get() or _Spoken.voice


def _voice(code: str) -> _Voice:
    return _Voice(code, _catalogue(code), code in RIGHT_TO_LEFT)


def _catalogue(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, paths.resources() / "locale", languages=[code])
