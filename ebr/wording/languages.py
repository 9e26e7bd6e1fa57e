"""Languages by their tags: what they are called here, and what their own speakers call them.

A person who chooses a language reads its own name. A tag that is not in the tables is shown as it stands; the region of
one that is ("de-AT") stands behind the name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ebr.words import mark, tr

NAMES: Final[Mapping[str, str]] = {
    "ar": mark("Arabic"),
    "cs": mark("Czech"),
    "da": mark("Danish"),
    "de": mark("German"),
    "en": mark("English"),
    "es": mark("Spanish"),
    "fi": mark("Finnish"),
    "fr": mark("French"),
    "he": mark("Hebrew"),
    "hu": mark("Hungarian"),
    "it": mark("Italian"),
    "ja": mark("Japanese"),
    "ko": mark("Korean"),
    "nb": mark("Norwegian"),
    "nl": mark("Dutch"),
    "pl": mark("Polish"),
    "pt": mark("Portuguese"),
    "ro": mark("Romanian"),
    "sl": mark("Slovenian"),
    "sv": mark("Swedish"),
    "tr": mark("Turkish"),
    "uk": mark("Ukrainian"),
    "zh": mark("Chinese"),
}
OWN: Final[Mapping[str, str]] = {
    "ar": "العربية",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fi": "Suomi",
    "fr": "Français",
    "he": "עברית",
    "hu": "Magyar",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nb": "Norsk",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "sl": "Slovenščina",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "zh": "中文",
}
"""The languages' own names, which no catalogue translates."""

FIELDS: Final[Mapping[str, str]] = {
    "title": mark("title"),
    "instruction": mark("instruction"),
    "label": mark("label"),
    "help": mark("help"),
    "name": mark("name"),
    "product": mark("product"),
}
"""What the fields that are translated are called, inside a sentence."""


def language_word(code: str) -> str:
    """Return the name of a language in the language in use: "German"."""
    main, _, region = code.partition("-")
    return _with_region(tr(NAMES[main]), region) if main in NAMES else code


def own_name(code: str) -> str:
    """Return the name of a language in that language: "Deutsch"."""
    main, _, region = code.partition("-")
    return _with_region(OWN[main], region) if main in OWN else code


def text_field_word(field: str) -> str:
    """Return what a field that is translated is called."""
    return tr(FIELDS[field]) if field in FIELDS else field


def _with_region(name: str, region: str) -> str:
    return f"{name} ({region})" if region else name
