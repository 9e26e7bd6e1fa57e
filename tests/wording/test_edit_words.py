"""Edits, sample calculations and points of completeness in words."""

from __future__ import annotations

import pytest

from ebr.domain.mbr.address import LEVEL_OF
from ebr.domain.mbr.check.contents import ITEMS, Point
from ebr.domain.mbr.editing import (
    AddPart,
    CopyParts,
    Figure,
    MovePart,
    RemovePart,
    RenameId,
    Sample,
    SetField,
    TakeDocument,
    new_document,
    sample,
)
from ebr.domain.mbr.editing.history import done
from ebr.wording.contents import POINTS, point_words, presence_word
from ebr.wording.edits import LEVELS, edit_words, sample_lines
from tests.domain.test_help_rules import EXAMPLE

BLANK = new_document("blank", "Blank")


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (SetField("temp", "limits.high", "8"), "Change limits.high of temp"),
        (AddPart("fill", 0, "slot", {}), "Add entry to fill"),
        (RemovePart("temp"), "Remove temp"),
        (MovePart("temp", "fill", 0), "Move temp"),
        (RenameId("temp", "heat"), "Rename temp to heat"),
        (CopyParts(BLANK, ("a",), "b", 0), "Copy 1 part"),
        (CopyParts(BLANK, ("a", "c"), "b", 0), "Copy 2 parts"),
        (TakeDocument(BLANK), "Take over another document"),
    ],
)
def test_an_edit_is_told_in_a_few_words(edit, words):
    assert edit_words(edit) == words


def test_every_level_has_a_word():
    assert set(LEVELS) == set(LEVEL_OF.values())


def test_a_sample_is_one_line_of_values_and_what_comes_of_them():
    found = Sample(
        (Figure("batch.volume", "244.0", "mL"), Figure("density", "1.0245", "g/mL")),
        (
            Figure("limits.target", "250.0", "g"),
            Figure("limits.low", "245.0", "g"),
            Figure("limits.high", "255.0", "g"),
        ),
    )

    assert sample_lines(found) == (
        "With batch.volume 244.0 mL and density 1.0245 g/mL: target 250.0 g, limits 245.0 to 255.0 g",
    )


def test_what_is_missing_has_a_line_of_its_own():
    mbr = done(EXAMPLE, SetField("temp", "limits", {"high": "bulk_sample * 2", "low": "batch.size"}))[0]

    assert sample_lines(sample(mbr, "temp", {})) == (
        "With batch.size 5 L: limits at least 5.0 °C",
        "limits.high: bulk_sample has no value yet: record it first.",
    )


def test_plain_numbers_need_no_sample():
    assert sample_lines(sample(EXAMPLE, "temp", {})) == ()


def test_every_point_of_completeness_has_words():
    assert set(POINTS) == set(ITEMS)
    assert presence_word(Point("yields", "", present=False, where=())) == "missing"
    assert point_words(Point("of a newer program", "", present=True, where=())) == "of a newer program"
