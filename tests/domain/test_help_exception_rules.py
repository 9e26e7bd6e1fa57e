"""The help about the rules of review is what the rules are: written from them, with examples that were run."""

from __future__ import annotations

import pytest

from ebr import paths
from ebr.domain.batch.rules.sweep import MOMENT, PASS, RECORD
from tests.domain import help_exception_rules

PAGES = help_exception_rules.pages()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_what_the_rules_are(page: str) -> None:
    """Run `python -m tests.domain.help_exception_rules` after a change of a rule, a fault or a sentence."""
    assert (paths.resources() / "help" / f"{page}.md").read_text(encoding="utf-8") == PAGES[page]


def test_every_rule_is_published_with_its_clause() -> None:
    whole = "".join(PAGES.values())
    for table in (MOMENT, PASS, RECORD):
        for name, rule in table.items():
            line = next(line for line in whole.splitlines() if line.startswith(f"- **{name}** "))
            assert f"[{rule.clause}]" in line
