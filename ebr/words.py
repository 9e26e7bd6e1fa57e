"""Every text a person reads, in the language that person's screen, report or command was set to.

The text in the source is the English text and the key of the catalogue (`resources/locale`, domain `ebr`). A sentence
is never put together from pieces: what varies is a named place in it, `tr("Sign as {name}", name=printed_name)`,
because other languages order a sentence differently. `mark` notes a text in a table that is translated only when it is
shown, with `tr(text)`. The catalogue is refreshed by `python3 -m installer words`.

One language per process: a station speaks one language, and a report in another one is made by a child process.
"""

from __future__ import annotations

import gettext
from typing import Final

from ebr import paths

DOMAIN: Final = "ebr"


class _Spoken:
    """The language in use, kept in one place that everybody may read and only `use_language` replaces."""

    code: str = "en"
    texts: gettext.NullTranslations = gettext.NullTranslations()


def use_language(code: str) -> None:
    """Speak this language from now on; raises FileNotFoundError if there is no catalogue for it. English needs none."""
    _Spoken.texts = _catalogue(code)
    _Spoken.code = code


def language() -> str:
    """Return the code of the language in use, as it is kept with a signature's document."""
    return _Spoken.code


def tr(msgid: str, /, **params: object) -> str:
    """Return the text in the language in use, its named places filled; raises KeyError for a place without a value."""
    return _Spoken.texts.gettext(msgid).format_map(params)


def ntr(one: str, many: str, n: int, /, **params: object) -> str:
    """Return the form of a text for `n` things; `{n}` stands for the number. Raises KeyError as `tr` does."""
    return _Spoken.texts.ngettext(one, many, n).format_map({"n": n, **params})


def mark(msgid: str) -> str:
    """Return the text as it is; marks it for the catalogue when it is translated only later, by `tr`."""
    return msgid


def _catalogue(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, paths.resources() / "locale", languages=[code])
