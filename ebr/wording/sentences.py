"""Choosing the sentence for a code, and filling its places.

A table gives each code one English sentence, or several: then the first one stands whose named places all have a text,
so "{step}, {number}" falls back to "{step}" where there is no number. A code that means different things is refined by
one of its parameters (`refined`): "not_acceptable" with `bound` = "choice" is looked up as "not_acceptable.choice".

A sentence is chosen whole and never put together (the catalogue translates it whole). Every function here is total: a
code or a parameter that this program does not know, from a record of a newer one, is shown as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from string import Formatter

from ebr.words import tr

Sentences = Mapping[str, str | tuple[str, ...]]


def sentence(table: Sentences, code: str, params: Mapping[str, str]) -> str:
    """Return the sentence for a code in the language in use, its places filled; empty for a code without one."""
    choice = choices(table, code)
    fitting = (text for text in choice if all(params.get(place) for place in places(text)))
    text = next(fitting, choice[-1] if choice else "")
    return tr(text, **{place: params.get(place, "") for place in places(text)}) if text else ""


def choices(table: Sentences, code: str) -> tuple[str, ...]:
    """Return the English sentences of a code, the most telling first; none for a code that is not in the table."""
    found = table.get(code, ())
    return (found,) if isinstance(found, str) else found


def refined(table: Sentences, by: Mapping[str, str], code: str, params: Mapping[str, str]) -> str:
    """Return the code under which the sentence stands: refined by the parameter that `by` names, where there is one."""
    finer = f"{code}.{params.get(by.get(code, ''), '')}"
    return finer if finer in table else code


def word(table: Mapping[str, str], code: str) -> str:
    """Return the word for a code in the language in use; the code itself when it is not in the table."""
    return tr(table[code]) if code in table else code


@lru_cache(maxsize=1024)
def places(text: str) -> tuple[str, ...]:
    """Return the names of the places in a sentence."""
    return tuple(name for _, name, _, _ in Formatter().parse(text) if name)
