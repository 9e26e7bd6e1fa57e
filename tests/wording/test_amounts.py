"""Which parameters are numbers: each is named in a sentence of its code, and no name of a thing is among them."""

from __future__ import annotations

import pytest

from ebr.wording.amounts import NAMES, OF_CODES, bounds, span, weight
from ebr.wording.parameters import shown
from ebr.wording.refusals import REFUSALS
from ebr.wording.rules import RECORD, RULES
from ebr.wording.sentences import choices, places
from ebr.words import speaking, writing

TABLES = (REFUSALS, RULES, RECORD)
THINGS = {
    "lot",
    "container",
    "version",
    "equipment",
    "step",
    "batch",
    "code",
    "number",
    "serial",
    "sample",
    "name",
    "file",
}


def named() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for table in TABLES:
        for code in table:
            told = {place for text in choices(table, code) for place in places(text)}
            found.setdefault(code.partition(".")[0], set()).update(told)
    return found


def test_each_number_of_a_code_stands_in_a_sentence_of_it() -> None:
    found = named()
    assert [
        one for one in sorted(OF_CODES) if one.partition(".")[2] not in found.get(one.partition(".")[0], set())
    ] == []


def test_each_name_is_used_and_none_is_that_of_a_thing() -> None:
    used = set().union(*named().values())
    assert used >= NAMES
    assert THINGS.isdisjoint(NAMES)


@pytest.mark.parametrize(
    ("read", "text", "german"),
    [
        (bounds, "98.0 ... 102.0", "98,0 ... 102,0"),
        (bounds, "<= 0.5", "<= 0,5"),
        (bounds, "White powder, grade 1.5", "White powder, grade 1.5"),
        (span, "245.0–255.0", "245,0–255,0"),
        (weight, "12.5 kg", "12,5 kg"),
    ],
)
def test_texts_of_the_record_that_hold_numbers(read: object, text: str, german: str) -> None:
    assert callable(read)
    assert read(text) == text
    with speaking("de"), writing(by_language=True):
        assert read(text) == german


def test_a_duration_is_read_before_it_is_shown() -> None:
    with speaking("de"), writing(by_language=True):
        told = shown("time_limit", {"value": "5400.5", "limit": "3600", "bound": "high", "lot": "1.5"})
    assert told == {"value": "1:30:00", "limit": "1:00:00", "bound": "high", "lot": "1.5"}
