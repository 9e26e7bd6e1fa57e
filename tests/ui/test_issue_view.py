"""The screen of an issue as it stands on a desk: keyboard, scans, words beside the button, drafts."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ebr.domain.batch.commands import CheckIssue, IssueBatch
from ebr.station.questions import Who
from tests.ui.real_station import Floor
from ui.issue.view import View
from ui.session import Session
from ui.theme import Theme, apply
from ui.theme.taps import TapGuard
from ui.widgets.facts import EmptyState
from ui.widgets.wedge import Scan

RUB = ("handrub_f1", "1")


class Shown:
    """A session without a main window, and the screen in it."""

    def __init__(self, floor: Floor, person: str, qtbot: QtBot, size: tuple[int, int] = (1280, 636)) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme = Theme("light", 1.0, TapGuard(itertools.count().__next__))
        apply(app, theme)
        floor.enter(person)
        self.gone: list[tuple[str, dict[str, str]]] = []
        self.signed: list[Any] = []
        self.host = QWidget()
        qtbot.addWidget(self.host)
        self.session = Session(
            floor.desk, theme, self.host, floor.station.ask(Who()),
            go=lambda name, params: self.gone.append((name, params)), sign_command=self._sign,
        )  # fmt: skip
        self.floor, self.qtbot, self.size = floor, qtbot, size
        self.view = self.again()

    def _sign(self, command: Any, then: Any, **_how: Any) -> None:
        self.signed.append(command)
        then(self.floor.sign(command, self.session.person))

    def again(self, **params: str) -> View:
        self.view = View(self.floor.desk, self.session)
        self.qtbot.addWidget(self.view)
        self.view.resize(*self.size)
        self.view.show()
        self.view.show_params(**params)
        QApplication.processEvents()
        return self.view


@pytest.fixture
def shown(floor: Floor, qtbot: QtBot) -> Shown:
    return Shown(floor, "sups", qtbot)


def fill(view: View, batch: str = "HR-0002", size: str = "20000") -> None:
    assert view.form is not None
    view.form.put("batch", batch)
    view.form.put("size", size)


def test_nothing_can_be_signed_before_a_master_is_chosen(shown: Shown) -> None:
    assert not shown.view.bar.button.isEnabled()
    assert shown.view.bar.button.accessibleDescription() == "Choose the master batch record"
    shown.view.sign()
    assert shown.signed == []


def test_a_complete_form_is_signed_and_leads_to_the_record(shown: Shown) -> None:
    shown.view.table.chosen.emit(RUB)  # type: ignore[union-attr]
    fill(shown.view)
    assert shown.view.bar.button.isEnabled()
    shown.view.bar.button.click()
    assert shown.signed == [IssueBatch("HR-0002", *RUB, "20000", {})]
    assert shown.gone == [("record", {"batch": "HR-0002"})]


def test_a_wrong_size_is_said_below_its_field_and_blocks_the_signature(shown: Shown) -> None:
    shown.view.presenter.choose(RUB)
    fill(shown.view, size="7")
    QApplication.processEvents()
    form = shown.view.form
    assert form is not None
    strips = [strip.accessibleName() for strip in form._wrong.values() if strip.isVisible()]
    assert strips == ["The batch size 7 mL is not possible. Choose 5000 to 50000 mL."]
    assert not shown.view.bar.button.isEnabled()


def test_a_scan_goes_into_the_first_empty_field(shown: Shown) -> None:
    assert not shown.view.take_scan(Scan("HR-0002"))
    shown.view.presenter.choose(RUB)
    assert shown.view.take_scan(Scan("HR-0002"))
    assert shown.view.presenter.parts["batch"] == "HR-0002"


def test_the_same_form_again_keeps_what_stands_in_it(shown: Shown) -> None:
    shown.view.presenter.choose(RUB)
    fill(shown.view)
    before = shown.view.form
    shown.view.presenter.refresh()
    assert shown.view.form is before


def test_what_was_typed_survives_a_lock_and_is_forgotten_once_issued(shown: Shown) -> None:
    shown.view.presenter.choose(RUB)
    fill(shown.view)
    shown.view.leave()
    view = shown.again()
    assert view.presenter.parts == {"batch": "HR-0002", "size": "20000"}
    assert view.bar.button.isEnabled()
    view.sign()
    view.leave()
    assert shown.session.drafts.of("sups", "issue") == {}


def test_an_operator_is_told_who_issues(floor: Floor, qtbot: QtBot) -> None:
    view = Shown(floor, "mchen", qtbot).view
    assert [one.accessibleName() for one in view.findChildren(EmptyState) if one.isVisible()] == [
        "You cannot issue batches"
    ]
    assert view.bar.isHidden()


def test_quality_checks_an_issue_and_signs(shown: Shown, qtbot: QtBot) -> None:
    assert shown.floor.sign(IssueBatch("HR-0002", *RUB, "20000"), "sups").refusal is None
    quality = Shown(shown.floor, "qlee", qtbot)
    view = quality.again(batch="HR-0002")
    assert view.bar.button.isEnabled()
    identity = view.identity()
    assert identity is not None
    assert identity.identifiers[0].value == "HR-0002"
    view.bar.button.click()
    assert quality.signed == [CheckIssue("HR-0002")]
    assert ("record", {"batch": "HR-0002"}) in quality.gone


def test_a_batch_that_is_checked_already_leads_to_its_record(floor: Floor, qtbot: QtBot) -> None:
    quality = Shown(floor, "qlee", qtbot)
    quality.again(batch="HR-0001")
    assert quality.gone == [("record", {"batch": "HR-0001"})]
