"""The chart of one value from batch to batch: what it says without a picture, and how one goes through it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from ui.theme import Theme
from ui.widgets.control_chart import ChartData, ChartLine, ChartPoint, ControlChart

POINTS = tuple(ChartPoint(value, f"Batch {n}: {value}", flagged=n == 2) for n, value in enumerate((99.0, 99.4, 96.1)))
DATA = ChartData(POINTS, (ChartLine(98.2, "Mean 98.2", strong=True),), 95.0, 105.0, "95.0", "105.0", "Assay, 3 batches")


def shown(qtbot, data: ChartData = DATA) -> ControlChart:
    chart = ControlChart(Theme())
    qtbot.addWidget(chart)
    chart.resize(600, 240)
    chart.set_data(data)
    chart.show()
    return chart


def test_the_newest_point_is_said_first_and_keys_go_through_the_others(qtbot) -> None:
    chart = shown(qtbot)
    assert (chart.accessibleName(), chart.accessibleDescription()) == ("Assay, 3 batches", "Batch 2: 96.1")
    looked: list[int] = []
    chart.looked.connect(looked.append)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Home):
        QTest.keyClick(chart, key)
    assert looked == [1, 0, 2, 0]
    assert chart.accessibleDescription() == "Batch 0: 99.0"


def test_a_tap_looks_at_the_nearest_point(qtbot) -> None:
    chart = shown(qtbot)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(30, 100))
    assert chart.accessibleDescription() == "Batch 0: 99.0"


def test_a_chart_without_points_or_without_spread_is_drawn_and_says_why(qtbot) -> None:
    chart = shown(qtbot, ChartData(missing="No batch yet"))
    assert chart.accessibleDescription() == "No batch yet"
    chart.grab()
    QTest.keyClick(chart, Qt.Key.Key_Right)
    chart.set_data(ChartData((ChartPoint(7.0, "Batch 1: 7.0"),)))
    assert not chart.grab().isNull()


def test_limits_that_changed_step_and_many_points_are_drawn_smaller(qtbot) -> None:
    many = tuple(ChartPoint(float(n % 5), f"Batch {n}", flagged=n == 3) for n in range(200))
    bounds = tuple((0.0, 5.0) if n < 120 else (None, 4.0) for n in range(200))
    fences = tuple((1.0 - n / 400, 3.0 + n / 400) for n in range(200))
    data = ChartData(
        many, bounds=bounds, marks=((0, "Version 1"), (120, "Version 2")), ends=("B-1", "B-200"), fences=fences
    )
    chart = shown(qtbot, data)
    assert not chart.grab().isNull()
    assert chart._half(flagged=False) < chart._half(flagged=True)
    crowded = chart._half(flagged=False)
    chart.set_data(DATA)
    assert crowded < chart._half(flagged=False)
    assert data.bounds[119] != data.bounds[120]
    first, last = chart._ends()
    assert first < 95.0
    assert last > 105.0
