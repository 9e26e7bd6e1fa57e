"""The product review in the real window on a real station; its charts, lists and figures by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ebr.station.questions import (
    HistoryAnswer,
    HistoryRow,
    ProductAnswer,
    ProductBatch,
    ProductReview,
    ProductVersion,
    SeriesRow,
    ValueHistory,
)
from ebr.station.questions.trends import assessed
from tests.ui.real_station import BATCH, Floor
from tests.ui.test_genealogy_screen import Window, settle
from tests.ui.test_widgets_clipping import clipped
from ui.pages.list_line import ListLine
from ui.theme import Theme
from ui.trends.card import ChartCard
from ui.trends.chart import chart_of
from ui.trends.model import Followed, Reviewed
from ui.trends.presenter import TrendsPresenter, facts_of
from ui.trends.view import View

MBR = "handrub_f1"
VALUES = [Decimal(text) for text in ("99.9", "100.1", "100.0", "100.2", "99.8") * 6] + [Decimal("103.0")]


def rows(values: list[Decimal] = VALUES) -> tuple[HistoryRow, ...]:
    return tuple(
        HistoryRow(
            f"B-{n:02d}",
            "2" if n > 20 else "1",
            "certified",
            str(value),
            1,
            "out" if value > 102 else "in",
            f"2026-01-{n % 28 + 1:02d}T08:00:00+01:00",
            "98",
            "102" if n > 20 else "103",
        )
        for n, value in enumerate(values)
    )


def history(values: list[Decimal] = VALUES, **more: Any) -> HistoryAnswer:
    said = {"slot": "assay", "label": "Assay", "unit": "%", "low": "98", "high": "102", "rows": rows(values)}
    return HistoryAnswer(**{**said, **more})


def series(slot: str, **more: Any) -> SeriesRow:
    said = {
        "slot": slot, "kind": "value", "label": slot.title(), "unit": "%", "step": "Test", "count": 31, "mean": "100.10",
        "deviation": "0.500", "low": "98", "high": "102", "cpk": "1.20", "needed": 0, "signals": 0, "outside": 0,
        "newest": False,
    }  # fmt: skip
    return SeriesRow(**{**said, **more})


ANSWER = ProductAnswer(
    MBR,
    "Hand rub",
    (ProductBatch("B-00", "1", "certified", "", "", "9.5", 1, 0, 0, 0, 0),),
    (ProductVersion("1", 1, "B-00"),),
    (
        series(":time", kind="batch_time", label=""),
        series("quiet"),
        series("wandering", signals=2),
        series("bad", signals=1, outside=1),
        series("none", count=0),
        series(":time/u", kind="unit_time", label="Fill"),
        series(":time/u/o/p", kind="step_time", label="Cap"),
    ),
)


class Told:
    """A presenter whose desk is played by the answers above."""

    def __init__(self) -> None:
        self.asked: list[object] = []
        self.reviews: list[Reviewed] = []
        self.followed: list[Followed] = []
        self.presenter = TrendsPresenter(self, "qlee")  # type: ignore[arg-type]  # what a desk is asked here
        self.presenter.on_reviewed, self.presenter.on_followed = self.reviews.append, self.followed.append

    def on_changed(self, _heard: Any) -> Any:
        return lambda: None

    def ask(self, question: Any, then: Any, _refused: Any = None) -> None:
        self.asked.append(question)
        if isinstance(question, ProductReview):
            then(ANSWER)
        elif isinstance(question, ValueHistory):
            then(history(slot=question.slot))


def keys(lines: tuple[ListLine[str], ...]) -> list[str]:
    return [one.key for one in lines]


def test_what_should_be_looked_at_stands_first_and_what_has_no_value_is_not_listed() -> None:
    told = Told()
    told.presenter.open(MBR)
    assert keys(told.reviews[-1].series) == ["bad", "wandering", ":time", "quiet", ":time/u"]
    assert [one.tone for one in told.reviews[-1].series[:3]] == ["crit", "warn", ""]
    assert told.followed[-1].slot == "bad"


def test_groups_show_a_part_and_keep_what_is_followed_where_it_is_in_them() -> None:
    told = Told()
    told.presenter.open(MBR, "quiet")
    told.presenter.set_group("times")
    assert keys(told.reviews[-1].series) == [":time", ":time/u", ":time/u/o/p"]
    told.presenter.set_group("values")
    assert keys(told.reviews[-1].series) == ["bad", "wandering", "quiet"]


def test_other_rules_ask_anew_and_judge_by_them() -> None:
    told = Told()
    told.presenter.open(MBR, "quiet")
    told.presenter.set_rules("nelson")
    assert ProductReview(MBR, 500, "nelson") in told.asked
    assert any("beyond three" in text for text in told.followed[-1].signals)


def test_figures_are_said_with_their_unit_or_why_there_are_none() -> None:
    told = Told()
    told.presenter.open(MBR, "assay")
    facts = {one.name: one.value for one in told.followed[-1].facts}
    assert set(facts) == {"Mean", "Standard deviation", "Limits", "Cp", "Cpk", "Pp", "Ppk"}
    assert facts["Limits"] == "98 to 102 %"
    few = history(VALUES[:3])
    said = {one.name: one.value for one in facts_of(few, assessed(few.rows, few.low, few.high))}
    assert said["Capability"] == "not enough data: 3 batches of 25"


def test_the_chart_steps_where_limits_changed_and_marks_the_version() -> None:
    found = chart_of(history())
    assert found.bounds[0] == (98.0, 103.0)
    assert found.bounds[-1] == (98.0, 102.0)
    assert found.marks == ((0, "Version 1"), (21, "Version 2"))
    assert found.ends == ("B-00", "B-30")
    assert found.points[-1].flagged
    assert "Signal: beyond three standard deviations" in found.points[-1].spoken
    assert len(found.lines) == 3


def test_a_weighted_mean_has_limits_of_its_own_and_no_band() -> None:
    found = chart_of(history(), weighted=True)
    assert (found.low, found.high, found.bounds) == (None, None, ())
    assert len(found.fences) == len(found.points) == 31
    assert found.fences[0][1] < found.fences[-1][1]


def test_a_count_has_no_limit_below_zero_and_few_values_have_none() -> None:
    counts = [Decimal(n % 2) for n in range(12)]
    low = min(line.value for line in chart_of(history(counts, kind="exceptions", low="", high="")).lines)
    assert low >= 0
    few = chart_of(history(VALUES[:3]))
    assert (few.lines, few.missing) == ((), "Not enough batches for limits of the process")
    assert chart_of(history([])).points == ()


@pytest.mark.parametrize("theme", ["light", "dark", "hc"])
def test_the_card_draws_both_charts_and_tells_the_point_that_keys_reach(qtbot: QtBot, theme: str) -> None:
    told = Told()
    told.presenter.open(MBR, "assay")
    card = ChartCard(Theme(theme))
    qtbot.addWidget(card)
    card.resize(760, 560)
    card.show_followed(told.followed[-1])
    card.show()
    QTest.keyClick(card.chart, Qt.Key.Key_Home)
    assert card.said.text().startswith("B-00: 99.9 %")
    card.kind.first_field().setFocus()
    card._kind_chosen("weighted")
    assert not card.grab().isNull()
    assert card.chart.accessibleName().startswith("Assay, 31 batches")


# -- the real window


@pytest.fixture
def window(floor: Floor, qtbot: QtBot) -> Iterator[Window]:
    made = Window(floor, qtbot)
    made.window.show_screen("trends", {})
    settle()
    yield made
    made.close()


def opened(window: Window) -> View:
    view = window.window.frame.view
    assert isinstance(view, View)
    view.products.view.setFocus()
    view.products.view.selectRow(0)
    QTest.keyClick(view.products.view, Qt.Key.Key_Return)
    settle()
    assert view.presenter.answer is not None
    return view


def test_a_master_is_chosen_by_keys_and_its_first_value_is_charted(window: Window) -> None:
    view = opened(window)
    assert view.presenter.mbr == MBR
    assert QApplication.focusWidget() is view.series.view
    assert BATCH in view.card.said.text()
    view.presenter._reviewed(ANSWER)
    assert view.presenter.slot == "bad"
    QTest.keyClick(view.series.view, Qt.Key.Key_Down)
    QTest.keyClick(view.series.view, Qt.Key.Key_Down)
    settle()
    assert view.here() == {"mbr": MBR, "value": "wandering", "part": "all"}


def test_batches_are_a_part_and_lead_to_the_record(window: Window) -> None:
    view = opened(window)
    QTest.keySequence(window.window, "Ctrl+4")
    settle()
    assert view.batches.isVisible()
    view.batches.view.selectRow(0)
    QTest.keyClick(view.batches.view, Qt.Key.Key_Return)
    settle()
    assert not isinstance(window.window.frame.view, View)


def test_paper_and_table_are_written(window: Window, tmp_path: Path) -> None:
    view = opened(window)
    said: list[Any] = []
    for form in ("pdf", "csv"):
        view.presenter.write(tmp_path, form, said.append)
    assert [one.refusal for one in said] == [None, None]
    assert (tmp_path / f"product-review-{MBR}.pdf").read_bytes().startswith(b"%PDF")
    assert BATCH in (tmp_path / f"product-review-{MBR}.csv").read_text(encoding="utf-8")


def test_a_master_that_is_not_here_is_refused_in_words(window: Window) -> None:
    view = opened(window)
    view.presenter.open("nothing")
    settle()
    assert view._error.isVisible()


@pytest.mark.parametrize(("theme", "size"), [("light", (1280, 800)), ("hc", (1920, 1080))])
def test_nothing_is_clipped(floor: Floor, qtbot: QtBot, theme: str, size: tuple[int, int]) -> None:
    made = Window(floor, qtbot, theme, size)
    try:
        made.window.show_screen("trends", {"mbr": MBR})
        settle()
        assert clipped(made.window) == []
        made.window.frame.view.show_part("batches")
        settle()
        assert clipped(made.window) == []
    finally:
        made.close()
