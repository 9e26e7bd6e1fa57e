"""Lines of Chinese end between characters, never before a mark that closes, and lose nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebr.wording.han import CLOSING, OPENING, folded, has_han, units

SENTENCE = "批次B26-1147（含“质量受权人”签名）已放行，净重12.50 g；限度：2.0 to 8.0 °C。见《规程》SOP-7——完。"
LETTERS = st.text(st.sampled_from("批次，。（）“”：、AB12.-% °C—…"), max_size=60)


def room(text: str) -> float:
    """A character is as wide as two letters."""
    return sum(2.0 if has_han(one) else 1.0 for one in text)


@given(LETTERS)
def test_units_together_are_the_text(text: str) -> None:
    assert "".join(blank + unit for blank, unit in units(text)) == text


@given(LETTERS, st.integers(4, 40))
def test_a_line_is_never_too_wide_and_nothing_is_lost(text: str, wide: int) -> None:
    lines = list(folded(text, wide, room))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(room(line) <= wide for line in lines)


@pytest.mark.parametrize("wide", range(12, 60))
def test_no_line_begins_with_a_mark_that_closes_or_ends_with_one_that_opens(wide: int) -> None:
    lines = list(folded(SENTENCE, wide, room))
    assert all(line[0] not in CLOSING and line[-1] not in OPENING for line in lines)
    assert any("B26-1147" in line for line in lines)


def test_a_comma_behind_a_full_line_takes_a_letter_along() -> None:
    assert list(folded("CELL-COUNTER-01、清洁", 15, room)) == ["CELL-COUNTER-0", "1、清洁"]


def test_a_text_without_chinese_is_parted_at_its_blanks_alone() -> None:
    assert [unit for _blank, unit in units("Das „Wort“ – 4.20\u00a0kg (A-1)")] == [
        "Das",
        "„Wort“",
        "–",
        "4.20\u00a0kg",
        "(A-1)",
    ]
