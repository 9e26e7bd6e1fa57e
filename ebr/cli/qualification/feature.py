"""Scenarios in the plant's sentences, read from the feature files that are shipped (Gherkin).

The title of a scenario ends with the clauses that it is evidence for: "... (21 CFR 11.10(e); Annex 11, 9)". Examples of
an outline are scenarios of their own. Nothing here knows what a sentence does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

CLAUSES = re.compile(r"\((?=21 CFR |Annex 11, )(?P<all>.*)\)$")

WORDS: Final = {"Context": "Given", "Action": "When", "Outcome": "Then"}


class FeatureWrong(ValueError):  # noqa: N818 - it names the file that is
    """A feature file that cannot be read: which one, and why."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One test: what it shows, for which clauses, in which file and line, and its sentences in order."""

    feature: str
    title: str
    clauses: tuple[str, ...]
    file: str
    line: int
    steps: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    """What each sentence is: "Context", "Action" or "Outcome"."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences as they are read: with Given, When, Then or And."""
        before = ("", *self.kinds[:-1])
        words = ("And" if kind == last else WORDS[kind] for kind, last in zip(self.kinds, before, strict=True))
        return tuple(f"{word} {text}" for word, text in zip(words, self.steps, strict=True))

    @property
    def place(self) -> str:
        """Where it stands, to find it again."""
        return f"{self.file}:{self.line}"


def scenarios_in(folder: Path) -> tuple[Scenario, ...]:
    """Return every scenario of a folder, files in order; raises `FeatureWrong` for one that cannot be read."""
    return tuple(one for file in sorted(folder.glob("*.feature")) for one in _of_file(file))


def clauses_of(title: str) -> tuple[str, ...]:
    """Return the clauses that a title ends with, () for none."""
    found = CLAUSES.search(title)
    return tuple(clause.strip() for clause in found["all"].split(";")) if found else ()


def _of_file(file: Path) -> Iterator[Scenario]:
    from gherkin.errors import ParserError
    from gherkin.parser import Parser
    from gherkin.pickles.compiler import Compiler

    try:
        document: Any = Parser().parse(file.read_text(encoding="utf-8"))
    except ParserError as wrong:
        raise FeatureWrong(f"{file.name}: {wrong}") from wrong
    document["uri"] = file.name
    for made in Compiler().compile(document):
        title = str(made["name"])
        steps = tuple(str(step["text"]) for step in made["steps"])
        kinds = tuple(str(step["type"]) for step in made["steps"])
        line = int(made["location"]["line"])
        yield Scenario(str(document["feature"]["name"]), title, clauses_of(title), file.name, line, steps, kinds)
