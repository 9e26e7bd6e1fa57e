"""Acting: buttons, choices, fields, keys and bars, by finger and by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ebr.words import LANGUAGES
from ui.theme import Theme, apply
from ui.theme.taps import TapGuard
from ui.widgets.button import Button
from ui.widgets.button_look import KINDS, look_of
from ui.widgets.choice import CheckRow, Choice, Option
from ui.widgets.entry_card import CardRow, EntryCard
from ui.widgets.field import Field
from ui.widgets.keypad import Keypad
from ui.widgets.label_count import LabelCount
from ui.widgets.letter_layouts import rows
from ui.widgets.letters import LetterPanel
from ui.widgets.material_entry import MaterialDraft, MaterialEntry
from ui.widgets.number_entry import NumberEntry
from ui.widgets.scan_field import ScanField
from ui.widgets.sign_bar import Action, SignBar
from ui.widgets.time_entries import DateTimeEntry, DurationEntry

LEFT = Qt.MouseButton.LeftButton


class Hand:
    """A clock, a theme and a place to show widgets."""

    def __init__(self, qtbot: QtBot, app: QApplication) -> None:
        self.bot = qtbot
        self.now = 100.0
        self.theme = Theme("light", 1.0, TapGuard(lambda: self.now))
        apply(app, self.theme)

    def shows(self, widget: QWidget) -> None:
        self.bot.addWidget(widget)
        widget.show()
        self.bot.waitExposed(widget)
        widget.activateWindow()
        self.bot.waitUntil(widget.isActiveWindow)

    def taps(self, button: QWidget) -> None:
        self.now += 1.0
        self.bot.mouseClick(button, LEFT)


@pytest.fixture
def hand(qtbot: QtBot, qapp: QApplication) -> Hand:
    return Hand(qtbot, qapp)


def button(root: QWidget, name: str) -> Button:
    return next(one for one in root.findChildren(Button) if one.accessibleName() == name)


def test_a_button_acts_on_release_with_its_value(hand: Hand) -> None:
    made, got = Button(hand.theme, "Sign"), []
    made.set_value("x")
    made.acted.connect(got.append)
    hand.shows(made)
    hand.bot.mousePress(made, LEFT)
    assert got == []
    hand.bot.mouseRelease(made, LEFT)
    assert got == ["x"]


def test_a_bouncing_tap_acts_once(hand: Hand) -> None:
    made, got = Button(hand.theme, "Sign"), []
    made.acted.connect(got.append)
    hand.shows(made)
    hand.bot.mouseClick(made, LEFT)
    hand.now += 0.2
    hand.bot.mouseClick(made, LEFT)
    assert got == [None]
    hand.now += 0.3
    hand.bot.mouseClick(made, LEFT)
    assert got == [None, None]


def test_a_bounce_does_not_reach_the_button_that_appeared_below(hand: Hand) -> None:
    first, second, got = Button(hand.theme, "Open"), Button(hand.theme, "Sign"), []
    second.acted.connect(got.append)
    for made in (first, second):
        hand.shows(made)
        made.move(0, 0)
    hand.bot.mouseClick(first, LEFT)
    hand.bot.mouseClick(second, LEFT)
    assert got == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_act_like_a_tap(hand: Hand, key: Qt.Key) -> None:
    made, got = Button(hand.theme, "Sign"), []
    made.acted.connect(got.append)
    hand.shows(made)
    hand.bot.keyClick(made, key)
    assert got == [None]


def test_a_tap_on_a_button_leaves_the_caret_in_the_field(hand: Hand) -> None:
    root = QWidget()
    box, field, made = QVBoxLayout(root), Field(hand.theme, "Mass"), Button(hand.theme, "Read")
    box.addWidget(field)
    box.addWidget(made)
    hand.shows(root)
    field.setFocus()
    hand.taps(made)
    assert field.hasFocus()


def test_no_option_looks_chosen_before_somebody_chose(hand: Hand) -> None:
    choice = Choice(hand.theme, "Look", (Option("pass", "Pass", "check", "ok"), Option("fail", "Fail", "x", "crit")))
    assert choice.chosen() is None
    assert not any(one.isChecked() for one in choice.findChildren(Button))
    kind = KINDS["segment"]
    assert look_of(kind, "ok", "rest") == look_of(kind, "crit", "rest")


def test_choosing_by_arrow_and_return(hand: Hand) -> None:
    choice, got = Choice(hand.theme, "Look", (Option("a", "A"), Option("b", "B", enabled=False), Option("c", "C"))), []
    choice.entered.connect(got.append)
    hand.shows(choice)
    choice.first_field().setFocus()
    hand.bot.keyClick(choice.first_field(), Qt.Key.Key_Right)
    focus = QApplication.focusWidget()
    assert isinstance(focus, Button)
    assert focus.text() == "C"
    hand.bot.keyClick(focus, Qt.Key.Key_Return)
    assert got == ["c"]
    assert choice.chosen() == "c"


def test_a_choice_can_be_changed_but_not_taken_back_by_a_second_tap(hand: Hand) -> None:
    choice = Choice(hand.theme, "Look", (Option("a", "A"), Option("b", "B")))
    hand.shows(choice)
    for _ in range(2):
        hand.taps(button(choice, "A"))
        assert choice.chosen() == "a"
        assert button(choice, "A").isChecked()
    hand.taps(button(choice, "B"))
    assert choice.chosen() == "b"


def test_a_check_row_tells_which_line_was_answered(hand: Hand) -> None:
    line, got = CheckRow(hand.theme, "clean", "Surface is clean"), []
    line.changed.connect(got.append)
    hand.shows(line)
    hand.taps(button(line, "Not applicable"))
    assert got == [("clean", "na")]


def test_a_number_leaves_exactly_as_typed(hand: Hand) -> None:
    entry, got = NumberEntry(hand.theme, "Mass", "g", device="Read balance"), []
    entry.entered.connect(got.append)
    hand.shows(entry)
    hand.bot.keyClicks(entry.field, "0251,30 g")
    hand.bot.keyClick(entry.field, Qt.Key.Key_Return)
    assert got == ["0251,30 g"]
    assert entry.field.accessibleName() == "Mass in g"


def test_the_number_keys_type_into_the_field_that_keeps_the_focus(hand: Hand) -> None:
    root = QWidget()
    box, field, pad, got = QVBoxLayout(root), Field(hand.theme, "Mass"), Keypad(hand.theme), []
    box.addWidget(field)
    box.addWidget(pad)
    pad.attach(field, "Mass", "1 decimal", negative=True)
    field.entered.connect(got.append)
    hand.shows(root)
    field.setFocus()
    for key in ("-", "8", "0", ".", "5", "Delete last digit", "1", "Enter"):
        hand.taps(button(pad, key))
    assert got == ["-80.1"]
    assert field.hasFocus()
    hand.taps(button(pad, "Clear"))
    assert field.text() == ""


def test_the_letter_keys_hold_every_printable_character() -> None:
    ascii_ = {chr(code) for code in range(33, 127)}
    for spoken in LANGUAGES:
        layers = [rows(layer, spoken) for layer in ("abc", "ABC", "123", "#~^")]
        keys = {sign for layer in layers for line in layer for sign in line}
        assert keys >= ascii_, spoken
        assert spoken != "en" or keys == ascii_


def test_the_letter_keys_write_a_capital_and_go_back(hand: Hand) -> None:
    root = QWidget()
    box, field, board = QVBoxLayout(root), Field(hand.theme, "Comment"), LetterPanel(hand.theme)
    box.addWidget(field)
    box.addWidget(board)
    board.attach(field)
    hand.shows(root)
    for key in ("Shift", "O", "k", "Space", "123", "9"):
        hand.taps(
            next(
                one
                for one in board.findChildren(Button)
                if key in (one.accessibleName(), one.text()) and one.isVisible()
            )
        )
        QApplication.processEvents()
    assert field.text() == "Ok 9"


def test_a_disabled_primary_without_a_reason_is_refused(hand: Hand) -> None:
    bar = SignBar(hand.theme)
    with pytest.raises(ValueError, match="says why"):
        bar.set_primary("Sign step", enabled=False, reason="")
    bar.set_primary("Sign step", enabled=False, reason="1 entry left")
    assert bar.button.accessibleDescription() == "1 entry left"


def test_the_bar_reports_which_action(hand: Hand) -> None:
    bar, got = SignBar(hand.theme), []
    bar.set_actions((Action("back", "Back"), Action("report", "Report exception")))
    bar.acted.connect(got.append)
    hand.shows(bar)
    hand.taps(button(bar, "Report exception"))
    assert got == ["report"]


def test_a_scan_and_typing_by_hand_are_told_apart(hand: Hand) -> None:
    field, scans, typed = ScanField(hand.theme, "Bag", "Scan the bag label"), [], []
    field.scanned.connect(scans.append)
    field.typed.connect(typed.append)
    hand.shows(field)
    field.take_scan("COI-1")
    hand.taps(button(field, "Type it"))
    field.field.setText("COI-2")
    hand.bot.keyClick(field.field, Qt.Key.Key_Return)
    assert (scans, typed) == (["COI-1"], ["COI-2"])


def test_parts_of_time_come_as_one_text(hand: Hand) -> None:
    when, long = DateTimeEntry(hand.theme, "+01:00"), DurationEntry(hand.theme)
    assert long.value() == ""
    when.set_value("2026-11-22", "14:06")
    long.set_value("", "17", "50")
    assert when.value() == "2026-11-22 14:06"
    assert long.value() == "0:17:50"


def test_a_row_of_material_leaves_raw(hand: Hand) -> None:
    entry, got, which = MaterialEntry(hand.theme, "kg", device="Read balance"), [], []
    entry.entered.connect(got.append)
    entry.device_pressed.connect(which.append)
    hand.shows(entry)
    entry.set_container("C-7")
    entry.set_tare("0.50")
    entry.set_gross("12.40")
    hand.taps(button(entry, "Read balance"))
    gross = next(one for one in entry.findChildren(Field) if one.accessibleName() == "Gross in kg")
    hand.bot.keyClick(gross, Qt.Key.Key_Return)
    assert got == [MaterialDraft("C-7", "12.40", "0.50")]
    assert which == ["gross"]


def test_counts_leave_raw(hand: Hand) -> None:
    entry, got = LabelCount(hand.theme, (("issued", "Issued"), ("used", "Used"))), []
    entry.entered.connect(got.append)
    entry.set_value("issued", "12")
    hand.shows(entry)
    hand.taps(button(entry, "Enter counts"))
    assert got == [{"issued": "12", "used": ""}]


def test_a_card_that_is_done_says_value_source_and_attempts(hand: Hand) -> None:
    done = CardRow(
        "m", "Mass", "done", value="251.3 g", source="BAL-014, 14:05", change="Change", attempts=("Attempt 1: 239.8 g",)
    )
    card, got = EntryCard(hand.theme, done), []
    card.change_pressed.connect(got.append)
    card.resize(900, 80)
    hand.shows(card)
    shown = {label.text() for label in card.findChildren(QWidget) if hasattr(label, "text")}
    assert {"251.3 g", "BAL-014, 14:05", "Attempt 1: 239.8 g"} <= shown
    hand.taps(button(card, "Change Mass"))
    assert got == ["m"]


def test_a_card_to_do_is_asked_for_by_tap_and_by_return(hand: Hand) -> None:
    card, got = EntryCard(hand.theme, CardRow("t", "Temperature")), []
    card.pressed.connect(got.append)
    hand.shows(card)
    hand.bot.mouseClick(card, LEFT)
    hand.bot.keyClick(card, Qt.Key.Key_Return)
    assert got == ["t", "t"]


def test_an_open_card_tells_and_forgets_a_message(hand: Hand) -> None:
    number = NumberEntry(hand.theme, "Mass", "g")
    card, got = EntryCard(hand.theme, CardRow("m", "Mass", "active"), number), []
    card.action_pressed.connect(got.append)
    hand.shows(card)
    card.show_message("crit", "Above the limit", "Document exception")
    assert card.property("state") == "out"
    hand.taps(button(card, "Document exception"))
    assert got == ["m"]
    card.show_message("crit", "")
    assert card.property("state") == "active"
