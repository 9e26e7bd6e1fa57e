"""Every setting is named in words, with its unit and its reasons, in every language that a station speaks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ebr import words
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import RETIRED, SETTINGS
from ebr.domain.station.state import SETTINGS as OF_TERMINAL
from ebr.wording import refusal_words, setting_words
from ebr.wording import settings as said
from ebr.wording.settings import amount_words, reason_words, unit_name

OTHERS = tuple(code for code in words.LANGUAGES if code != "en")
ALIKE = {"Sounds", "Balance", "Scanner"}
"""English words that another language writes the same."""
IN_WHOLE = {name: setting for name, setting in SETTINGS.items() if setting.kind == "whole"}


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    words.use_language("en")


def test_every_setting_has_words_and_no_words_are_left_over() -> None:
    assert list(said.POLICY) == list(SETTINGS)
    assert list(said.TERMINAL) == list(OF_TERMINAL)
    assert set(said.RETIRED) == set(RETIRED)
    named = list(said.POLICY.values())
    assert len(set(named)) == len(named)


def test_every_unit_and_every_reason_of_the_defaults_has_words() -> None:
    units = {setting.unit for setting in SETTINGS.values()} - {""}
    assert set(said.UNITS) == set(said.AMOUNTS) == units
    reasons = [SETTINGS[name].default.split("\n") for name in ("exception_reasons", "correction_reasons")]
    assert list(said.REASONS) == [reason for some in reasons for reason in some]


@pytest.mark.parametrize("code", OTHERS)
def test_every_setting_is_named_in_every_language(code: str) -> None:
    tables = (said.POLICY, said.RETIRED, said.TERMINAL)
    english = {name: text for table in tables for name, text in table.items()}
    words.use_language(code)
    assert [name for name, text in english.items() if setting_words(name) == text and text not in ALIKE] == []
    assert [text for text in said.REASONS if reason_words(text) == text] == []


@pytest.mark.parametrize("code", OTHERS)
def test_every_amount_is_written_in_every_language(code: str) -> None:
    bounds = {(at, setting.unit) for setting in IN_WHOLE.values() for at in (setting.low, setting.high)}
    bounds |= {(int(setting.default), setting.unit) for setting in IN_WHOLE.values()}
    english = {one: amount_words(*one) for one in bounds}
    words.use_language(code)
    own = {"minute", "minutes", "signature", "signatures"} if code == "fr" else set()
    same = {one for one, text in english.items() if words.plain(amount_words(*one)) == text}
    assert {english[one].split()[-1] for one in same} <= own
    assert {unit for unit in said.UNITS if unit_name(unit) == unit} <= own


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [(1, "hours", "1 hour"), (12, "hours", "12 hours"), (50, "percent", "50 percent"), (3, "", "3")],
)
def test_a_number_chooses_the_form_of_its_unit(number: int, unit: str, text: str) -> None:
    assert amount_words(number, unit) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(2, "حرفان"), (5, "5 أحرف"), (12, "12 حرفًا"), (99, "99 حرفًا"), (100, "100 حرف"), (103, "103 أحرف")],
)
def test_arabic_has_its_own_form_for_two_for_few_for_many_and_for_hundreds(number: int, text: str) -> None:
    words.use_language("ar")
    assert words.plain(amount_words(number, "characters")) == text


def test_a_reason_of_the_site_and_a_forbidden_password_stay_as_they_were_written() -> None:
    words.use_language("de")
    assert reason_words("Verschüttet") == "Verschüttet"
    blocked = SETTINGS["password_block_list"].default.split("\n")
    assert [reason_words(text) for text in blocked] == blocked


def test_a_value_out_of_bounds_is_refused_with_the_unit_of_the_language() -> None:
    refusal = Refusal("setting_out_of_bounds", name="idle_lock", value="99", low="1", high="30", unit="minutes")
    assert "1 to 30 minutes" in refusal_words(refusal)
    words.use_language("de")
    assert "1 bis 30 Minuten" in refusal_words(refusal)
