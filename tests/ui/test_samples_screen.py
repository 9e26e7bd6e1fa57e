"""Samples in the real window on a real station: received, tested, checked, set aside, scanned, printed; and without the looks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ebr.domain.batch.commands import CheckIssue, IssueBatch
from ebr.station.questions import SampleAnswer, SampleQuestion, Samples
from tests.station.plant import PASSWORD, Plant
from tests.station.release_room import TESTS, at, sterility
from tests.ui.test_release_screen import Window, settle
from tests.ui.test_widgets_clipping import clipped
from ui.desk import InlineDesk
from ui.lots.forms import FormContent
from ui.palette import PLACES
from ui.samples.acts import grouped, offers
from ui.samples.presenter import SamplesPresenter
from ui.samples.view import View
from ui.widgets.button import Button
from ui.widgets.wedge import Scan

STERILE = f"{TESTS}/sterility"


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    made = at(tmp_path / "station")
    yield made
    made.close()


@pytest.fixture
def window(plant: Plant, qtbot: QtBot, qapp: QApplication) -> Iterator[Window]:
    made = Window(plant, qtbot)
    yield made
    made.close()


def answer(plant: Plant) -> SampleAnswer:
    found = plant.station.ask(SampleQuestion("S-1"))
    assert isinstance(found, SampleAnswer)
    return found


def can(plant: Plant, person: str, *roles: str) -> dict[str, str]:
    """What is offered to somebody, each with why it is not possible."""
    return {one.key.partition(":")[0]: one.reason for one in offers(answer(plant), person, roles)}


def fill(window: Window, **texts: str) -> None:
    content = window.window.session.sheets[-1].content
    assert isinstance(content, FormContent)
    for key, text in texts.items():
        if key in content._choices:
            content._choices[key]._choose(text)
        else:
            content._fields[key].setFocus()
            QTest.keyClicks(QApplication.focusWidget(), text)
        settle()


def test_the_laboratory_receives_and_tests(window: Window, plant: Plant) -> None:
    view = window.go("lab1", "samples")
    assert isinstance(view, View)
    assert [row.cells[0] for row in view._listed.rows] == ["S-1"]
    below = next(one for one in view.detail.findChildren(Button) if one.text() == "Receive")
    QTest.mouseClick(below, Qt.MouseButton.LeftButton)
    settle()
    fill(window, fit="yes", place="Incubator 2")
    window.press("Receive it")
    assert answer(plant).received_at
    window.press("Enter a result")
    fill(window, value="negative")
    window.press("Record the result")
    assert answer(plant).row.status == "tested"
    assert view._listed.rows == ()
    assert clipped(window.window) == []


def test_what_is_not_possible_says_why(plant: Plant) -> None:
    assert can(plant, "lab1", "laboratory")["store"] == "Receive it first"
    assert can(plant, "mchen", "operator") == {"open": "", "send": "", "batch": ""}
    assert can(plant, "qtwo", "quality")["withdraw"] == "It has results that stand"
    sterility(plant, "growth")
    assert can(plant, "lab1", "quality")["aside"] == "You found it; another person decides"
    assert can(plant, "qtwo", "quality")["order"] == ""
    assert "order" not in can(plant, "lab2", "laboratory")


def test_a_kind_of_act_is_possible_when_one_of_it_is(plant: Plant) -> None:
    sterility(plant, "growth")
    found = {one.key: one for one in grouped(offers(answer(plant), "qtwo", ("quality",)))}
    assert found["kind:aside"].reason == ""
    assert found["kind:order"].strong
    assert [key for key in found if key.startswith("kind:")] == ["kind:order", "kind:aside"]
    own = {one.key: one for one in grouped(offers(answer(plant), "lab1", ("quality",)))}
    assert own["kind:aside"].reason


def test_quality_orders_a_retest_in_words_and_signs(window: Window, plant: Plant) -> None:
    sterility(plant, "growth")
    view = window.go("qlee", "samples")
    assert view.presenter._filters()[0] == ("", "Waiting 1")
    window.press("Order retests")
    assert clipped(window.window) == []
    window.press("Order retests: Sterility")
    fill(window, count="1", investigation="DEV-1", reason="Stain expired")
    window.press("Continue to signature")
    session = window.window.session
    assert len(session.sheets) == 1
    assert clipped(window.window) == []
    QTest.keyClicks(QApplication.focusWidget(), PASSWORD)
    settle()
    window.press("Sign")
    settle()
    assert answer(plant).orders[0].investigation == "DEV-1"


def test_a_scan_shows_its_sample_and_says_what_it_does_not_know(window: Window, plant: Plant) -> None:
    said: list[str] = []
    view = window.go("lab1", "samples")
    view.presenter.on_notice = said.append
    sterility(plant, "negative")
    plant.station.sign_in("lab1", PASSWORD)
    assert view.take_scan(Scan("s-1", ""))
    settle()
    assert view.presenter.chosen == "S-1"
    assert said == []
    view.take_scan(Scan("X-9", ""))
    assert said == ["No sample has the number X-9 here. Check the number."]


def test_the_list_without_its_looks(plant: Plant) -> None:
    plant.wait(days=15)
    desk = InlineDesk(plant.station)
    seen: list[tuple[str, str, str]] = []
    presenter = SamplesPresenter(desk, "lab1", ("laboratory",))
    presenter.on_lines = lambda lines, words: seen.append(
        (lines[0].cells[4] if lines else "", lines[0].tone if lines else "", words)
    )
    presenter.refresh()
    assert seen[-1][1:] == ("crit", "1 sample, 1 overdue")
    assert seen[-1][0].endswith(", overdue")
    presenter.filter("store")
    assert seen[-1] == ("", "", "0 samples")
    presenter.filter("all")
    assert seen[-1][2] == "1 sample, 1 overdue"
    presenter.close()


def test_the_screen_is_offered_to_who_works_with_samples() -> None:
    roles = {place.name: set(place.roles) for place in PLACES}
    assert roles["samples"] == {"operator", "supervisor", "laboratory", "quality", "qualified_person"}


def issued(plant: Plant, batch: str = "C-0002") -> None:
    plant.signed(IssueBatch(batch, "releasing", "1", "1", {"coi": f"COI-{batch}", "patient": "PAT-1"}), "sups")
    plant.signed(CheckIssue(batch), "qlee")


def test_a_sample_is_planned_by_keys_and_refused_in_words(window: Window, plant: Plant) -> None:
    # given nothing to plan in a complete batch, then two batches that still ask for their sample
    window.go("lab1", "samples")
    window.press("Plan a sample")
    assert not window.window.session.sheets
    issued(plant)
    issued(plant, "C-0003")
    view = window.go("lab1", "samples")
    # when the laboratory chooses the batch and its sample, and takes a number that is taken
    window.press("Plan a sample")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle()
    assert clipped(window.window) == []
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle()
    assert clipped(window.window) == []
    content = window.window.session.sheets[-1].content
    words = " ".join(one.text() for one in content.findChildren(QLabel) if one.isVisible())
    assert "Sterility" in words, "the master says what it is tested for"
    fill(window, sample="S-1", on="2020-01-01")
    window.press("Plan it")
    said = [one.text() for one in content.findChildren(QLabel) if one.isVisible()]
    assert any("S-1 is taken" in text for text in said), said
    # then a wrong number is typed back with the keys, and a day that is over is refused
    field = content._fields["sample"]
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert field.text() != "S-1"
    field.selectAll()
    fill(window, sample="S-20")
    window.press("Plan it")
    said = [one.text() for one in content.findChildren(QLabel) if one.isVisible()]
    assert any("2020-01-01 is over" in text for text in said), said
    content._fields["on"].selectAll()
    fill(window, on="2026-05-09")
    window.press("Plan it")
    # and it waits to be taken, with what it will be tested for
    assert not window.window.session.sheets
    row = next(row for row in view._listed.rows if row.key == "S-20")
    assert row.cells[3:5] == ("Take", "to take on 2026-05-09")
    found = plant.station.ask(SampleQuestion("S-20"))
    assert [test.status for test in found.tests] == ["awaited", "awaited"]
    assert [one.sample for one in plant.station.ask(Samples("C-0003")).rows] == ["S-20"]
    assert {one.key: one.reason for one in offers(found, "qtwo", ("quality",))}["withdraw"] == ""
    assert clipped(window.window) == []


def test_only_planners_are_offered_to_plan(window: Window) -> None:
    window.go("mchen", "samples")
    assert not [one for one in window.window.findChildren(Button) if one.isVisible() and one.text() == "Plan a sample"]


def test_by_keyboard_alone(window: Window) -> None:
    view = window.go("lab1", "samples")
    view.first_field().setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    settle()
    assert view.presenter.chosen == "S-1"
    for one in view.findChildren(type(view.bar)):
        assert one.isVisible()
