"""A running batch amended in the real window: from the record to the signature, to the floor, to the next draft."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ebr.domain.batch.commands import AmendBatch
from ebr.domain.master.commands import BeginDraft
from ebr.station.questions import Amending, BatchQuestion, Exceptions, Proposals, Who
from tests.ui.real_station import BATCH, SECRET, Floor
from ui.amend.view import View as AmendView
from ui.editor.card import EditCard
from ui.editor.view import View as EditorView
from ui.main_window import MainWindow
from ui.record.view import View as RecordView
from ui.theme import Theme, apply
from ui.theme.taps import TapGuard
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Label

CHANGE = "4.1 Temperature of the mixture: upper limit 30.0 -> 28.0 °C"


class Hands:
    """The window, and somebody in front of it."""

    def __init__(self, floor: Floor, window: MainWindow) -> None:
        self.floor, self.window = floor, window

    def enter(self, person: str, screen: str, **params: str) -> None:
        self.floor.enter(person)
        self.window.signed_in(self.floor.station.ask(Who()))
        self.window.show_screen(screen, params)
        settle()

    @property
    def view(self) -> QWidget:
        view = self.window.frame.view
        assert view is not None
        return view

    def top(self) -> QWidget:
        sheets = self.window.session.sheets
        return sheets[-1] if sheets else self.window

    def press(self, words: str) -> None:
        found = [
            one
            for one in self.top().findChildren(Button)
            if one.isVisible() and (words in (one.text(), one.accessibleName()) or one.text().startswith(words))
        ]
        assert found, (words, [one.text() for one in self.top().findChildren(Button) if one.isVisible()])
        assert found[0].isEnabled(), found[0].accessibleDescription()
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        settle()

    def fill(self, name: str, text: str) -> None:
        found = [one for one in self.top().findChildren(Field) if one.isVisible() and one.accessibleName() == name]
        assert found, (name, [one.accessibleName() for one in self.top().findChildren(Field) if one.isVisible()])
        found[0].setFocus()
        found[0].selectAll()
        QTest.keyClicks(found[0], text)
        settle()

    def says(self, words: str) -> bool:
        return any(words in one.text() for one in self.top().findChildren(Label) if one.isVisible())

    def sign(self) -> None:
        secret = next(
            one for one in self.top().findChildren(Field) if one.isVisible() and "assword" in one.accessibleName()
        )
        secret.setFocus()
        QTest.keyClicks(secret, SECRET)
        QTest.keyClick(secret, Qt.Key.Key_Return)
        settle()


def settle() -> None:
    for _ in range(6):
        QApplication.processEvents()


@pytest.fixture
def hands(floor: Floor, qtbot: QtBot, qapp: QApplication) -> Iterator[Hands]:
    theme = Theme("light", 1.0, TapGuard(itertools.count().__next__))
    apply(qapp, theme)
    window = MainWindow(floor.desk, theme, qapp)
    window.resize(1280, 800)
    window.start()
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    yield Hands(floor, window)
    window.close()
    window.sure = True
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()


def test_quality_changes_a_limit_from_the_record_in_two_sheets_and_a_signature(hands: Hands) -> None:
    hands.enter("qlee", "record", batch=BATCH)
    hands.press("Amend")
    hands.press("Change a limit")
    hands.press("Continue")
    hands.fill("Find a limit", "mixture temp")
    hands.press("4.1 Alcohol after mixing: Temperature of the mixture")
    hands.fill("Upper limit, °C", "28.0")
    hands.press("Safety")
    hands.fill("Reason", "Alert of the supplier")
    hands.press("Continue to signature")
    assert hands.says(CHANGE), "the signature shows the change in words"
    hands.sign()
    assert hands.window.session.sheets == []
    (row,) = [row for row in hands.floor.station.ask(Exceptions(BATCH)) if row.rule == "amended"]
    assert (row.severity, row.reason) == ("critical", "Alert of the supplier")
    # and the floor sees it at the step, and in the list of exceptions
    answer = hands.floor.station.ask(BatchQuestion(BATCH, "mchen"))
    step = next(one.address for one in answer.outline if one.number == "4.1" and one.kind == "step")
    hands.enter("mchen", "execution", batch=BATCH, phase=step)
    assert hands.says("Amended by quality, 2026-11-01 11:00 +01:00")
    assert hands.says(CHANGE)
    assert hands.says("Amendment 1 (safety) while the batch ran: 4.1 Alcohol after mixing")
    lines = {one.number: one.detail for one in hands.view._screen.outline}
    assert lines["4.1"].startswith("Amended")


def test_the_editor_of_the_batch_locks_what_began_and_leads_to_the_signature(hands: Hands) -> None:
    hands.enter("qlee", "amend", batch=BATCH, show="prep_clear")
    assert isinstance(hands.view, AmendView)
    assert hands.says("Step 1.1 Clear the room has begun, so its instructions stand.")
    assert not any(one.body.isEnabled() and one.body._grids[""].isEnabled() for one in _open_cards(hands))
    hands.view.presenter.show("bulk_temp", "limits.high")
    settle()
    field = QApplication.focusWidget()
    assert isinstance(field, Field)
    field.selectAll()
    QTest.keyClicks(field, "28.0")
    settle()
    hands.press("Amend the batch")
    assert hands.says(CHANGE)
    hands.press("Safety")
    hands.fill("Reason", "Alert of the supplier")
    hands.press("Continue to signature")
    hands.sign()
    assert isinstance(hands.view, RecordView), "nothing is asked on the way out: it is signed"
    assert hands.floor.station.ask(Amending(BATCH)).amendments == 1


def _open_cards(hands: Hands) -> list[EditCard]:
    return [one for one in hands.view.page.findChildren(EditCard) if one.body is not None]


def test_leaving_with_unsigned_changes_asks_and_a_lock_keeps_them(hands: Hands) -> None:
    hands.enter("qlee", "amend", batch=BATCH)
    hands.view.presenter.typed("bulk_temp", "limits.high", "28.0")
    hands.window.show_screen("queue", {})
    assert hands.says("The changes to batch HR-0001 are not signed. Leaving drops them.")
    hands.press("Cancel")
    assert isinstance(hands.view, AmendView)
    # given a lock in between
    hands.window.lock("lock")
    settle()
    hands.floor.enter("qlee")
    hands.window.signed_in(hands.floor.station.ask(Who()))
    settle()
    assert isinstance(hands.view, AmendView)
    assert hands.view.presenter.change_words() == (CHANGE,)
    hands.window.show_screen("queue", {})
    hands.press("Leave and drop the changes")
    assert not isinstance(hands.view, AmendView)
    hands.window.show_screen("amend", {"batch": BATCH})
    settle()
    assert hands.view.presenter.blocks() == {}


def test_who_works_in_a_batch_is_told_when_it_is_amended(hands: Hands) -> None:
    said: list[str] = []
    hands.enter("mchen", "execution", batch=BATCH)
    hands.view.presenter.on_notice = lambda text, _tone: said.append(text)
    before = hands.view._screen.total
    _amend(hands.floor, rework=True)
    settle()
    assert said == ["Quality amended the instructions: 1.2 Look again"]
    assert hands.view._screen.total == before + 1, "the step counts at once"
    added = next(line for line in hands.view._screen.outline if line.text == "Look again")
    assert added.detail.startswith("New")


def _amend(floor: Floor, *, rework: bool) -> None:
    from tests.ui.amend.test_amend_presenter import Amender

    amender = Amender(floor)
    if rework:
        first = next(part for part in amender.presenter.work.parts.of_level("phase"))
        seen = {"id": "seen_again", "kind": "check", "label": "Seen again"}
        document = {
            "title": "Look again", "instruction": "Look at the room again.", "sign": ["performed", "verified"],
            "slots": [seen],
        }  # fmt: skip
        assert amender.presenter.do(lambda work: work.add("phase", document, first.inside, 1))
    else:
        amender.presenter.typed("bulk_temp", "limits.high", "28.0")
    command = amender.presenter.command("rework" if rework else "safety", "Alert of the supplier")
    assert isinstance(command, AmendBatch)
    floor.enter("qlee")
    assert floor.sign(command, "qlee").refusal is None
    amender.presenter.drop()
    amender.presenter.close()


def test_an_author_takes_an_amendment_over_into_the_next_draft(hands: Hands) -> None:
    _amend(hands.floor, rework=False)
    assert len(hands.floor.station.ask(Proposals("handrub_f1"))) == 1
    hands.floor.enter("auth")
    assert hands.floor.station.do(BeginDraft("handrub_f1", "2", base="1"), by="auth").refusal is None
    hands.enter("auth", "editor", mbr="handrub_f1", version="2")
    assert isinstance(hands.view, EditorView)
    hands.press("1 proposal")
    assert hands.says("4.1 Alcohol after mixing")
    assert hands.says("Not taken")
    hands.press("Take over")
    work = hands.view.presenter.work
    assert work.parts.by_key["bulk_temp"].it.limits.high == "28.0"
    assert hands.says("In the draft")
    hands.view.presenter.undo()
    settle()
    assert work.parts.by_key["bulk_temp"].it.limits.high == "30.0"
    assert hands.says("Not taken"), "it stays in sight"


def test_an_author_leaves_an_amendment_out_with_a_reason_that_the_next_draft_shows(hands: Hands) -> None:
    _amend(hands.floor, rework=False)
    hands.floor.enter("auth")
    assert hands.floor.station.do(BeginDraft("handrub_f1", "2", base="1"), by="auth").refusal is None
    hands.enter("auth", "editor", mbr="handrub_f1", version="2")
    hands.press("1 proposal")
    hands.press("Leave out")
    hands.fill("Reason", "One lot of one supplier only")
    hands.press("Leave out")
    assert not hands.window.session.sheets
    (row,) = hands.floor.station.ask(Proposals("handrub_f1"))
    assert (row.dismissed, row.dismissed_by) == ("One lot of one supplier only", "Al Author")
    assert hands.says("Left out by Al Author")
    focus = QApplication.focusWidget()
    assert focus is not None
    assert isinstance(hands.view, EditorView)
    assert hands.view.side.isAncestorOf(focus), "the caret stays in the panel"
    hands.press("Proposals")
    assert hands.floor.station.do(BeginDraft("handrub_f1", "3", base="1"), by="auth").refusal is None
    hands.enter("auth", "editor", mbr="handrub_f1", version="3")
    hands.press("Proposals")
    assert hands.says("One lot of one supplier only")
    hands.press("Take over")
    assert isinstance(hands.view, EditorView)
    assert hands.view.presenter.work.parts.by_key["bulk_temp"].it.limits.high == "28.0"


@pytest.mark.skipif("A2_SHOTS" not in os.environ, reason="pictures for the eye")
@pytest.mark.parametrize("name", ["light", "dark", "hc"])
def test_shots(floor: Floor, qapp: QApplication, qtbot: QtBot, name: str) -> None:
    theme = Theme(name, 1.0, TapGuard(itertools.count().__next__))
    apply(qapp, theme)
    window = MainWindow(floor.desk, theme, qapp)
    window.resize(1280, 800)
    window.start()
    window.show()
    qtbot.waitActive(window)
    hands = Hands(floor, window)
    folder = os.environ["A2_SHOTS"]

    def shot(what: str) -> None:
        theme.switch(name)
        apply(qapp, theme)
        settle()
        window.grab().save(f"{folder}/{what}_{name}.png")

    hands.enter("qlee", "record", batch=BATCH)
    shot("01_record")
    hands.press("Amend")
    shot("02_ways")
    hands.press("Change a limit")
    hands.press("Continue")
    shot("03_limits")
    hands.fill("Find a limit", "mixture temp")
    hands.press("4.1 Alcohol after mixing: Temperature of the mixture")
    hands.fill("Upper limit, °C", "28.0")
    hands.press("Safety")
    hands.fill("Reason", "Alert of the supplier")
    shot("04_limit")
    hands.press("Continue to signature")
    shot("05_sign")
    window.session.close_sheets()
    window.show_screen("amend", {"batch": BATCH, "show": "prep_clear"})
    settle()
    shot("06_locked")
    hands.view.presenter.show("ethanol")
    shot("07_bill")
    hands.view.presenter.show("bulk_temp", "limits.high")
    hands.view.presenter.typed("bulk_temp", "limits.high", "28.0")
    shot("08_step")
    hands.press("Amend the batch")
    shot("09_amend")
    hands.press("Safety")
    hands.fill("Reason", "Alert of the supplier")
    hands.press("Continue to signature")
    hands.sign()
    shot("10_signed")
    answer = floor.station.ask(BatchQuestion(BATCH, "mchen"))
    step = next(one.address for one in answer.outline if one.number == "4.1" and one.kind == "step")
    hands.enter("mchen", "execution", batch=BATCH, phase=step)
    shot("11_execution")
    floor.enter("auth")
    floor.station.do(BeginDraft("handrub_f1", "2", base="1"), by="auth")
    hands.enter("auth", "editor", mbr="handrub_f1", version="2")
    hands.press("1 proposal")
    shot("12_proposals")
    window.sure = True
    window.close()
