"""A trial through the real window, offscreen: everything marked, the clock moved, codes and readings fed, signed, gone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.canonical import dumps
from ebr.domain.mbr.document import to_json
from ebr.station.trial import BATCH, PASSWORD, PROFILE, Trial
from tests.domain.batch_small import small
from ui.rehearse.running import opened, run, swept
from ui.rehearse.window import TrialWindow
from ui.theme import Theme, apply
from ui.theme.taps import TapGuard
from ui.widgets.button import Button

CLEARANCE = "make/begin/clear/clearance"
TEMP = "make/begin/measure/temp"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    file = tmp_path / "document.json"
    file.write_bytes(dumps(to_json(small())))
    return file


@pytest.fixture
def window(document: Path, qapp: QApplication) -> Iterator[TrialWindow]:
    theme = Theme("light", 1.0, taps=TapGuard(itertools.count().__next__))
    apply(qapp, theme)
    shown = opened(document, theme)
    settle(qapp)
    yield shown
    shown.sure = True
    shown.close()
    settle(qapp)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle(app: QApplication) -> None:
    for _ in range(5):
        app.processEvents()


def press(window: TrialWindow, words: str) -> None:
    """Press the button of the panel with these words, as a hand would."""
    assert window.panel is not None
    found = [one for one in window.panel.findChildren(Button) if one.text() == words and one.isVisibleTo(window.panel)]
    assert found, [one.text() for one in window.panel.findChildren(Button)]
    found[0].click()


def tried(window: TrialWindow, address: str) -> list[tuple[str, str]]:
    state = window.trial.station.store.state(subjects.batch(BATCH))
    return [(attempt.why, attempt.source.get("how", "")) for attempt in state.slot(address).attempts]


def sign(window: TrialWindow, scope: str, meaning: str, person: str) -> None:
    window.trial.be(person)
    window.trial._sign(c.SignStep(BATCH, scope, meaning), person)
    window._moved()


def test_the_batch_is_on_the_real_execution_screen_of_a_rehearsal_station(window: TrialWindow) -> None:
    assert type(window.frame.view).__module__ == "ui.execution.view"
    assert window.session.status is not None
    assert window.session.status.profile == PROFILE
    assert window.trial.station.store.genesis.profile == PROFILE
    assert window.session.person == "operator"


def test_the_watermark_covers_everything_and_takes_no_tap(window: TrialWindow, qapp: QApplication) -> None:
    mark = window.watermark
    assert mark is not None
    assert mark.geometry() == window.rect()
    assert mark.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    before = window.grab().toImage()
    mark.hide()
    without = window.grab().toImage()
    mark.show()
    changed = {(x // 400, y // 300) for x in range(0, window.width(), 7) for y in range(0, window.height(), 7)
               if before.pixel(x, y) != without.pixel(x, y)}  # fmt: skip
    whole = {
        (x // 400, y // 300) for x in range(0, window.width() - 399, 7) for y in range(0, window.height() - 299, 7)
    }
    assert whole <= changed
    window.resize(1280, 800)
    settle(qapp)
    assert mark.geometry() == window.rect()


@pytest.mark.parametrize("screen", ["queue", "record", "status", "help"])
def test_every_screen_of_the_window_lies_under_the_watermark(
    window: TrialWindow, qapp: QApplication, screen: str
) -> None:
    window.show_screen(screen, {"batch": BATCH} if screen == "record" else {})
    settle(qapp)
    assert window.watermark is not None
    assert window.children()[-1] is window.watermark or _above(window)


def _above(window: TrialWindow) -> bool:
    """Tell whether the watermark is the topmost widget in the middle of the window."""
    mark = window.watermark
    assert mark is not None
    mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=False)
    try:
        return window.childAt(QPoint(window.width() // 3, window.height() // 2)) is mark
    finally:
        mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def test_the_clock_moves_forward_by_a_button_and_by_itself(window: TrialWindow) -> None:
    before = window.trial.now
    press(window, "+ 1 hour")
    assert (window.trial.now - before).total_seconds() >= 3600
    later = window.trial.now
    window._second_passed()
    assert (window.trial.now - later).total_seconds() == 1
    window._second()
    assert window.presenter.clock_words().endswith(f"{window.trial.now:%H:%M:%S}")


def test_a_wrong_code_at_the_scanner_is_an_attempt_in_the_record(window: TrialWindow, qapp: QApplication) -> None:
    window.show_screen("execution", {"batch": BATCH, "entry": "make/begin/clear/patient"})
    settle(qapp)
    execution = window.execution()
    assert execution is not None
    execution.choose_entry("make/begin/clear/patient")
    settle(qapp)
    press(window, "Something else")
    press(window, "Something else")
    settle(qapp)
    assert tried(window, "make/begin/clear/patient") == [("identity_mismatch", "scanned")]


def test_a_device_reading_beyond_the_limit_is_refused_and_kept(window: TrialWindow, qapp: QApplication) -> None:
    station = window.trial.station
    for command in (
        c.RecordValue(BATCH, CLEARANCE, {"clean": "yes", "dry": "yes"}),
        c.RecordValue(BATCH, "make/begin/clear/tank_used", {"equipment": "TANK-01"}),
        c.RecordValue(BATCH, "make/begin/clear/patient", dict(_identifiers(window))),
    ):
        assert station.do(command, by="operator").refusal is None
    sign(window, "make/begin/clear/patient", "verified", "second")
    sign(window, "make/begin/clear", "performed", "operator")
    sign(window, "make/begin/clear", "verified", "second")
    window.be("operator")
    settle(qapp)
    execution = window.execution()
    assert execution is not None
    execution.choose_step("make/begin/measure")
    execution.choose_entry(TEMP)
    window._moved()
    settle(qapp)
    press(window, "Below the lower limit")
    settle(qapp)
    assert tried(window, TEMP) == [("out_of_limit", "device")]
    window._moved()
    settle(qapp)
    press(window, "In the middle")
    settle(qapp)
    state = station.store.state(subjects.batch(BATCH))
    assert state.slot(TEMP).rows[1].value == {"number": "20.0"}
    assert [found.rule for found in state.exceptions.values()] == ["repeated_reading"]


def _identifiers(window: TrialWindow) -> dict[str, str]:
    state = window.trial.station.store.state(subjects.batch(BATCH))
    return dict(state.issued.identifiers)


def test_a_step_is_signed_with_the_password_of_the_panel(window: TrialWindow, qapp: QApplication) -> None:
    for command in (
        c.RecordValue(BATCH, CLEARANCE, {"clean": "yes", "dry": "yes"}),
        c.RecordValue(BATCH, "make/begin/clear/tank_used", {"equipment": "TANK-01"}),
        c.RecordValue(BATCH, "make/begin/clear/patient", _identifiers(window)),
    ):
        assert window.trial.station.do(command, by="operator").refusal is None
    sign(window, "make/begin/clear/patient", "verified", "second")
    window.be("operator")
    settle(qapp)
    window.frame.view.presses.primary()
    settle(qapp)
    assert window.session.sheets
    assert _above(window)
    field = next(
        one
        for one in window.findChildren(QLineEdit)
        if one.echoMode() == QLineEdit.EchoMode.Password and one.isVisible()
    )
    QTest.keyClicks(field, PASSWORD)
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle(qapp)
    state = window.trial.station.store.state(subjects.batch(BATCH))
    assert [s.signed.person for s in state.valid_signatures("make/begin/clear", "performed")] == ["operator"]


def test_another_person_is_there_by_one_press(window: TrialWindow, qapp: QApplication) -> None:
    press(window, "Quinn Quality")
    settle(qapp)
    assert window.session.person == "quality"
    assert window.trial.station.present() == "quality"


def test_the_folder_goes_with_the_window(document: Path, qapp: QApplication) -> None:
    theme = Theme("dark", 1.0, taps=TapGuard(itertools.count().__next__))
    shown = opened(document, theme)
    folder = shown.trial.station.folder
    assert folder.is_dir()
    assert shown.theme.name == "dark"
    shown.sure = True
    shown.close()
    settle(qapp)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settle(qapp)
    assert not folder.exists()


def test_what_a_killed_trial_left_goes_after_a_day(tmp_path: Path) -> None:
    import os

    old, new = tmp_path / "ebr-trial-old", tmp_path / "ebr-trial-new"
    for place in (old, new):
        (place / "station").mkdir(parents=True)
    os.utime(old, (1_000, 1_000))
    os.utime(new, (90_000, 90_000))
    swept(tmp_path, 90_000.0)
    assert [place.name for place in tmp_path.iterdir()] == ["ebr-trial-new"]


def test_a_document_with_errors_opens_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], qapp: QApplication
) -> None:
    from dataclasses import replace

    from ebr.domain.refusal import Refusal

    mbr = small()
    wrong = replace(mbr, materials=())
    with pytest.raises(Refusal) as found:
        Trial.found(tmp_path / "station", wrong)
    assert found.value.code == "mbr_has_errors"
    file = tmp_path / "wrong.json"
    file.write_bytes(dumps(to_json(wrong)))
    assert run([str(file)]) == 1
    assert "error" in capsys.readouterr().err
    assert run([]) == 2
