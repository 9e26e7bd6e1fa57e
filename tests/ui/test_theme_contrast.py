"""Every pair of colours that meets on a screen keeps its contrast in every theme."""

from __future__ import annotations

import re
from typing import Final

import pytest

from ui.theme.places import STYLE
from ui.theme.tokens import CONTROL_PAIRS, DECORATION, LIGHT, TEXT_PAIRS, THEMES, contrast
from ui.widgets.button_look import KINDS, Kind, look_of

GROUNDS: Final = ("surface", "bg", "sunken")


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read(name: str, ink: str, ground: str) -> None:
    colours = THEMES[name]
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("edge", "ground"), CONTROL_PAIRS)
def test_controls_can_be_seen(name: str, edge: str, ground: str) -> None:
    colours = THEMES[name]
    assert contrast(colours[edge], colours[ground]) >= 3.0


def test_all_themes_know_the_same_tokens() -> None:
    tokens = [set(colours) for colours in THEMES.values()]
    assert all(known == tokens[0] for known in tokens)


def test_black_on_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


def test_every_token_is_checked_or_says_why_not() -> None:
    checked = {token for pair in (*TEXT_PAIRS, *CONTROL_PAIRS) for token in pair}
    assert set(LIGHT) == checked | set(DECORATION)
    assert not checked & set(DECORATION)


@pytest.mark.parametrize("state", ["rest", "hover", "down", "checked", "disabled"])
@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_the_words_of_a_button_are_a_checked_pair_in_each_state(kind: Kind, state: str) -> None:
    """What is not drawn is seen through: a button without a ground stands on any of them."""
    for tone in ("", "ok", "warn", "crit"):
        look = look_of(kind, tone, state)
        pairs = {(ink, ground) for ink in (look.ink, look.quiet) for ground in ([look.fill] if look.fill else GROUNDS)}
        known = {*TEXT_PAIRS, *(CONTROL_PAIRS if state == "disabled" else ())}
        assert pairs <= known, pairs - known


def test_the_edge_of_a_button_is_seen_unless_its_ground_is() -> None:
    for kind in KINDS.values():
        look = look_of(kind, "", "rest")
        if look.edge and look.edge not in DECORATION:
            assert any((look.edge, ground) in (*CONTROL_PAIRS, *TEXT_PAIRS) for ground in GROUNDS)


def test_words_and_ground_of_a_rule_of_the_style_sheet_are_a_checked_pair() -> None:
    rules = re.findall(r"\{((?:[^{}]|\$\{\w+\})*)\}", STYLE.read_text(encoding="utf-8"))
    found = [
        (ink[1], ground[1])
        for rule in rules
        if (ink := re.search(r"(?<![-\w])color: \$\{(\w+)\}", rule))
        and (ground := re.search(r"background(?:-color)?: \$\{(\w+)\}", rule))
    ]
    assert len(found) > 3
    assert [pair for pair in found if pair not in (*TEXT_PAIRS, ("disabledInk", "disabled"))] == []
