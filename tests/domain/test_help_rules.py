"""The help about the rules of the check: each rule is there with a change of the example that fails it, run as it stands."""

from __future__ import annotations

import re

import pytest
import yaml

from ebr import paths
from ebr.domain.mbr import text as text_module
from ebr.domain.mbr.address import KEPT, LEVEL_OF, LISTS, at_place
from ebr.domain.mbr.check import RULES, check, rule_of
from ebr.domain.mbr.check.words import english
from ebr.domain.mbr.editing.fields import built, with_field
from ebr.domain.mbr.editing.parts import place_of, put
from ebr.domain.mbr.editing.shifts import removed
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.text import read

HELP = paths.resources() / "help"
LINE = re.compile(r"- \*\*([\w.]+)\*\* (error|warning): (`[^`]+`(?: and `[^`]+`)*) (.*) \[(.+)\]")
CHANGE = re.compile(r"`([^`]+)`")


def example() -> Mbr:
    page = (HELP / "mbr-example.md").read_text(encoding="utf-8")
    found = re.search(r"```\n(.*?)```", page, re.DOTALL)
    assert found is not None
    mbr = read(found.group(1)).mbr
    assert mbr is not None
    return mbr


EXAMPLE = example()
EXAMPLES = {
    found.group(1): found.groups()
    for chapter in ("rules-document", "rules-steps", "mbr-rooms")
    for line in (HELP / f"{chapter}.md").read_text(encoding="utf-8").splitlines()
    if (found := LINE.fullmatch(line)) is not None
}


def changed(mbr: Mbr, change: str) -> Mbr:
    """Do what a line of the help says: `part field: value`, `part + {new part}`, `remove part`."""
    if change.startswith("remove "):
        return removed(mbr, change.removeprefix("remove "))[0]
    part, _, rest = change.partition(" ")
    place = place_of(mbr, part)
    if rest.startswith("+ "):
        return added(mbr, place, yaml.safe_load(rest.removeprefix("+ ")))
    field, _, value = rest.partition(": ")
    value = (
        value
        if field == "when" or field.startswith(("flow.when", "flow.repeat.until", "formula"))
        else yaml.safe_load(value)
    )
    return put(mbr, place, with_field(at_place(mbr, place), field, value))


def added(mbr: Mbr, place, document) -> Mbr:
    key = LISTS[LEVEL_OF[type(at_place(mbr, place))]][0]
    part = next(kept.part for kept in KEPT.values() if kept.key == key)
    return put(mbr, (*place, key), (*at_place(mbr, (*place, key)), built(part, document)))


def test_the_example_of_the_help_is_that_of_the_format_and_has_no_problem():
    described = re.search(r"```yaml\n(.*?)```", text_module.__doc__ or "", re.DOTALL)
    assert described is not None

    assert read(described.group(1)).mbr == EXAMPLE
    assert check(EXAMPLE) == ()


def test_every_rule_has_an_example_in_the_help():
    assert sorted(set(RULES) - set(EXAMPLES)) == []
    assert {code for code in EXAMPLES if code not in RULES and not code.startswith(("formula.", "unit."))} == set()
    assert len(RULES) >= 90


def test_every_line_of_the_chapters_that_names_a_rule_is_an_example():
    for chapter in ("rules-document", "rules-steps", "mbr-rooms"):
        for line in (HELP / f"{chapter}.md").read_text(encoding="utf-8").splitlines():
            assert not line.startswith("- **") or LINE.fullmatch(line), line


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_example_fails_its_rule_and_the_help_says_what_the_check_says(code):
    _, severity, changes, words, clause = EXAMPLES[code]
    mbr = EXAMPLE
    for change in CHANGE.findall(changes):
        mbr = changed(mbr, change)

    hits = [problem for problem in check(mbr) if problem.code == code]

    assert hits, [problem.code for problem in check(mbr)]
    assert words in {english(problem) for problem in hits}
    assert (rule_of(code).severity, rule_of(code).clause) == (severity, clause)
