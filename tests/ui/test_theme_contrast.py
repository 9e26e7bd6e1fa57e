"""Every pair of colours that meets on a screen keeps its contrast in every theme."""

from __future__ import annotations

import pytest

from ui.theme.tokens import CONTROL_PAIRS, TEXT_PAIRS, THEMES, contrast


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
