"""The product review on a real station: batches, times, values, the paper and the table; the views made anew say the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from ebr.domain.batch.commands import CheckIssue, IssueBatch
from ebr.domain.refusal import Refusal
from ebr.reports.pdf.read import words_by_page
from ebr.station.answers.series import by_place, seconds_between, time_rows
from ebr.station.looking import look
from ebr.station.questions import HistoryAnswer, ProductAnswer, ProductReview, ReviewedProducts, ValueHistory
from ebr.storage.views.batches import BatchLine
from ebr.storage.views.spans import SpanLine
from tests.station.plant import BATCH, IDENTIFIERS, MORNING, Plant, busy, fresh

LINE = BatchLine("batch/B", "B", "", "", "1", "running", "", "", "{}", "", 0)


@pytest.fixture(scope="module")
def plant() -> Iterator[Plant]:
    found = Plant(fresh(busy), start=MORNING.replace(hour=14))
    yield found
    found.close()


@pytest.fixture(scope="module")
def mbr(plant: Plant) -> str:
    return str(plant.state.issued.mbr)


def asked(plant: Plant, mbr: str, **more) -> ProductAnswer:
    found = plant.station.ask(ProductReview(mbr, **more))
    assert isinstance(found, ProductAnswer)
    return found


def history(plant: Plant, mbr: str, slot: str) -> HistoryAnswer:
    found = plant.station.ask(ValueHistory(mbr, slot))
    assert isinstance(found, HistoryAnswer)
    return found


def second_batch(plant: Plant) -> None:
    """Issue another batch of the same master, and have its issue checked."""
    issued = plant.state.issued
    plant.signed(IssueBatch("B-0003", issued.mbr, issued.version, "1000", IDENTIFIERS), "sups")
    plant.signed(CheckIssue("B-0003"), "qlee")


def test_the_masters_that_have_batches_are_listed(plant, mbr) -> None:
    (line,) = plant.station.ask(ReviewedProducts())
    assert (line.mbr, line.batches) == (mbr, 1)


def test_a_batch_is_there_with_begin_exceptions_and_version(plant, mbr) -> None:
    found = asked(plant, mbr)
    (row,) = found.batches
    state = plant.state
    assert (row.batch, row.version, row.status) == (BATCH, state.issued.version, state.status)
    assert row.begun == next(iter(state.first_entry.values())).at.wall
    assert row.ended == ""
    assert row.minor + row.major + row.critical == len(state.exceptions)
    assert [(one.version, one.batches, one.first) for one in found.versions] == [(state.issued.version, 1, BATCH)]


def test_every_value_of_the_record_is_one_of_the_series_with_its_limits(plant, mbr) -> None:
    series = {row.slot: row for row in asked(plant, mbr).series}
    held = history(plant, mbr, "temp")
    temp = series["temp"]
    assert (temp.count, Decimal(temp.mean), temp.low, temp.high) == (1, Decimal("20.4"), held.low, held.high)
    assert temp.needed == 25
    assert (held.rows[0].low, held.rows[0].high) == (held.low, held.high)
    assert series[":exceptions"].mean == f"{len(plant.state.exceptions)}.00"
    assert [row.kind for row in asked(plant, mbr).series][:2] == ["batch_time", "exceptions"]


def test_a_step_took_what_lies_between_its_first_entry_and_its_signature(plant, mbr) -> None:
    state = plant.state
    place = next(one for one in state.passed if one in state.first_entry and "[" not in one)
    seconds = seconds_between(state.first_entry[place].at.wall, state.passed[place].at.wall)
    (row,) = history(plant, mbr, f":time/{place}").rows
    assert Decimal(row.value) == round(seconds / 60, 1)
    assert history(plant, mbr, ":time").rows == ()


def test_the_newest_batches_alone_can_be_asked_for_and_what_is_unknown_is_refused(plant, mbr) -> None:
    second_batch(plant)
    assert [row.batch for row in asked(plant, mbr).batches] == [BATCH, "B-0003"]
    assert [row.batch for row in asked(plant, mbr, last=1).batches] == ["B-0003"]
    wrong = (ProductReview("nothing"), ProductReview(mbr, rules="x"), ValueHistory(mbr, ":time/nowhere"))
    codes = []
    for question in wrong:
        with pytest.raises(Refusal) as refused:
            plant.station.ask(question)
        codes.append(refused.value.code)
    assert codes == ["no_batches", "rules_unknown", "slot_unknown"]


def test_the_views_kept_entry_by_entry_are_those_made_anew(plant) -> None:
    """Both ways lead to one table: spans and limits too."""
    before = plant.station.store.views_digest()
    plant.station.store.rebuild()
    assert plant.station.store.views_digest() == before


def test_looking_without_writing_says_the_same(plant, mbr) -> None:
    with look(plant.station.store.folder) as here:
        assert here.product(ProductReview(mbr)) == asked(plant, mbr)
        assert here.history(ValueHistory(mbr, "temp")) == history(plant, mbr, "temp")
        assert here.products() == plant.station.ask(ReviewedProducts())


def printed(plant: Plant, mbr: str, file: Path) -> str:
    """Print the review as quality and return its words."""
    plant.be("qlee")
    answer = plant.station.print_product(mbr, "", "nelson", 500, file, "qlee")
    assert answer.answer["file"] == str(file)
    assert b"/ByteRange" in file.read_bytes()
    return " ".join(" ".join(" ".join(words).split()) for words in words_by_page(file.read_bytes()))


def test_the_paper_is_noted_first_sealed_and_says_every_value(mbr, tmp_path: Path) -> None:
    alone = Plant(fresh(busy), start=MORNING.replace(hour=14))
    text = printed(alone, mbr, tmp_path / "review.pdf")
    assert any(one.event.startswith("station.export-made") and one.by == "qlee" for one in alone.audit())
    label = alone.state.plan.slots["temp"].label
    alone.close()
    for said in ("Product review", mbr, BATCH, label, "Nelson", "There are no charts yet"):
        assert said in text, said
    assert "Capability" not in text


def test_the_paper_charts_what_two_batches_have(mbr, tmp_path: Path) -> None:
    two = Plant(fresh(busy), start=MORNING.replace(hour=14))
    second_batch(two)
    text = printed(two, mbr, tmp_path / "review.pdf")
    two.close()
    for said in ("B-0003", "Capability", "not enough data: 2 batches of 8"):
        assert said in text, said
    assert "There are no charts yet" not in text


def test_the_table_has_a_line_for_each_value_and_no_formula(plant, mbr, tmp_path: Path) -> None:
    file = tmp_path / "review.csv"
    plant.be("qlee")
    plant.station.print_product(mbr, "temp", "western_electric", 500, file, "qlee")
    (row,) = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))
    assert (row["batch"], row["series"], row["value"], row["unit"]) == (BATCH, "temp", "20.4", "degC")
    with pytest.raises(Refusal):
        plant.station.print_product(mbr, "nothing", "nelson", 500, file, "qlee")


# -- times without a station


def at(minutes: float) -> str:
    return (MORNING + timedelta(minutes=minutes)).isoformat()


def took(slot: str, *spans: tuple[str, str, str]) -> list[tuple[str, int]]:
    places = {"batch/B": by_place(SpanLine("batch/B", *span) for span in spans)}
    return [(row.value, row.count) for row in time_rows([LINE], places, slot, "min")]


def test_rounds_of_a_step_are_a_mean_and_a_unit_goes_from_first_to_last() -> None:
    spans = (("u/o/p[1]", at(0), at(10)), ("u/o/p[2]", at(30), at(50)), ("u/o/q", "", at(55)), ("", at(0), ""))
    assert took(":time/u/o/p", *spans) == [("15.0", 2)]
    assert took(":time/u", *spans) == [("55.0", 1)]
    assert took(":time", *spans) == []


def test_a_unit_that_is_not_over_or_was_not_made_has_no_time() -> None:
    assert took(":time/u", ("u/o/p", at(0), ""), ("u/o/q", at(5), at(9))) == []
    assert took(":time/u", ("v/o/p", at(0), at(1))) == []


def test_times_cross_a_change_of_the_clock_and_never_run_backwards() -> None:
    assert took(":time/u/o/p", ("u/o/p", "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00")) == [("60.0", 1)]
    assert took(":time/u/o/p", ("u/o/p", at(10), at(0))) == []
