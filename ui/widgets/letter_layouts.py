"""Which letters lie on which key of the screen, by the language in use.

Each language has its letters where its own keyboards have them (QWERTY, QWERTZ, AZERTY, the Arabic 101), because
fingers look for them there. A layer is three rows, the last of which has room for Shift and Delete beside it:

    abc, ABC    the letters of the language; in Arabic the Latin ones, for user names, codes and passwords
    ar, AR      Arabic letters, and with Shift the hamzas and signs; only where Arabic is spoken
    123, #~^    digits and signs: with "abc" every printable character of ASCII, so any password can be typed
    eu, EU      letters with accents of German, French, Spanish and their neighbours, in every language: names have them
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Rows = tuple[str, str, str]
QWERTY: Final[Rows] = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
LETTERS: Final[Mapping[str, Rows]] = {
    "en": QWERTY,
    "de": ("qwertzuiopü", "asdfghjklöä", "yxcvbnmß"),
    "fr": ("azertyuiop", "qsdfghjklm", "wxcvbnéèàç"),
    "es": ("qwertyuiop", "asdfghjklñ", "zxcvbnm"),
}
ACCENTS: Final[Rows] = ("äöüßàâæçéèê", "ëîïíôœóùûúá", "ñåøÿšž¿¡")
ARABIC: Final[Rows] = ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرىةوزظذ")
ARABIC_SHIFT: Final[Rows] = ("آأإٱ", "،؛؟", "ـ«»")
SIGNS: Final[Mapping[str, Rows]] = {
    "123": ("1234567890", "-/:;()&@\"'", ".,?!%+=*#"),
    "#~^": ("[]{}<>|\\_~", "^`$", ""),
}
SHIFTED: Final = {"abc": "ABC", "eu": "EU", "ar": "AR"}
BACK: Final = {big: small for small, big in SHIFTED.items()}
FACES: Final = {"eu": "äé", "ar": "\u0639"}
"""What stands on the key that leads to a layer; the others are called by their names."""


def first(language: str, *, latin: bool) -> str:
    """Return the layer that a field begins with; `latin` for codes and passwords."""
    return "ar" if language == "ar" and not latin else "abc"


def other(layer: str, language: str) -> str:
    """Return where the second key of the foot leads: to the accents, or between Arabic and Latin letters."""
    far = "ar" if language == "ar" else "eu"
    if layer in SIGNS and far == first(language, latin=False):
        return "abc"
    return "abc" if BACK.get(layer, layer) == far else far


def after(layer: str, language: str) -> str:
    """Return where the first key of the foot leads: letters, digits, signs, letters."""
    following = {"123": "#~^", "#~^": first(language, latin=False)}
    return following.get(layer, "123")


def rows(layer: str, language: str) -> Rows:
    """Return the keys of a layer."""
    if layer in SIGNS:
        return SIGNS[layer]
    if layer in ("ar", "AR"):
        return ARABIC if layer == "ar" else ARABIC_SHIFT
    small = ACCENTS if layer in ("eu", "EU") else LETTERS.get(language, QWERTY)
    return small if layer in SHIFTED else (_big(small[0]), _big(small[1]), _big(small[2]))


def _big(letters: str) -> str:
    """Capitals, one for each: that of ß is one letter too."""
    return letters.replace("ß", "ẞ").upper()
