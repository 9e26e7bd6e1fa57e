"""Which sentence does what: a table of patterns, and finding the one that a sentence fits.

A pattern is the sentence itself with names in braces where words vary: `{who} records "{value}" as the {entry}`. What
stands there goes to the function under that name. A sentence that fits none, or two, stops the scenario: a test whose
words are not understood shows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Act = Callable[..., None]
PLACE = re.compile(r"\{(\w+)\}")
QUOTED, WORD = '[^"]*', '[^" ]+'
"""What a name in braces stands for: between quotation marks anything, elsewhere one word."""


class NotAsStated(AssertionError):  # noqa: N818 - a result of a test, not an error of the program
    """What a sentence states is not so; the text says what is."""


class NotUnderstood(ValueError):  # noqa: N818 - as above
    """A sentence that no pattern fits, or more than one."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One pattern with what it does."""

    pattern: str
    form: re.Pattern[str]
    act: Act


def table(*parts: Mapping[str, Act]) -> tuple[Sentence, ...]:
    """Return the sentences of several tables; raises ValueError for one that stands twice."""
    found: dict[str, Act] = {}
    for part in parts:
        twice = found.keys() & part.keys()
        if twice:
            raise ValueError(f"sentence twice: {sorted(twice)}")
        found |= part
    return tuple(Sentence(pattern, _form(pattern), act) for pattern, act in found.items())


def _form(pattern: str) -> re.Pattern[str]:
    pieces = PLACE.split(pattern)
    fixed, names = pieces[::2], pieces[1::2]
    parts = [re.escape(fixed[0])]
    for name, text in zip(names, fixed[1:], strict=True):
        quoted = parts[-1].endswith('"') and text.startswith('"')
        parts += [f"(?P<{name}>{QUOTED if quoted else WORD})", re.escape(text)]
    return re.compile("".join(parts))


def carry_out(sentences: tuple[Sentence, ...], text: str, plant: object) -> None:
    """Do what a sentence says; raises `NotAsStated` when it is not so, `NotUnderstood` when nothing fits."""
    fitting = [(one, found) for one in sentences if (found := one.form.fullmatch(text))]
    if len(fitting) != 1:
        raise NotUnderstood(f"{len(fitting)} meanings: {text}")
    (one, found) = fitting[0]
    one.act(plant, **found.groupdict())


def insist(true: object, words: str) -> None:
    """Raise `NotAsStated` with these words unless it is true."""
    if not true:
        raise NotAsStated(words)
