"""One charge of two lots, weighed on a balance over TCP: with keys and Return only, with a gloved finger, with a scanner."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from ebr.domain.label.state.marks import mark
from tests.ui.dispense.conftest import VESSEL, Booth, Open
from tests.ui.flows.hands import QUICK_MS, Keys, Scanner, Touch
from ui.execution.dispense_form import NEXT

FIRST, SECOND = "61.2000", "42.9861"
"""Gross weights: all of the first lot; then the rest, corrected for the second one."""


def load(booth: Booth, weight: str) -> None:
    """Put something on the pan."""
    booth.balance.put(weight)


def scan_label(hand: Scanner, lot: str, container: str) -> None:
    """The label of a container: material, lot and container in one GS1 code, with its separator."""
    hand.strike(f"]d1{mark('demonstration')}]d2010950600013435210{lot}", apart=QUICK_MS)
    hand._at += QUICK_MS
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier, "")
        event.setTimestamp(hand._at)
        QApplication.sendEvent(hand.window.windowHandle(), event)
    hand.strike(f"21{container}", apart=QUICK_MS)
    hand._at += QUICK_MS
    hand._send(Qt.Key.Key_Return, "\r")
    hand.reading.settle()


def finished(booth: Booth, *, scanned: bool) -> None:
    """Both rows are in the record as the balance printed them, and the entry is closed."""
    booth.until(lambda: booth.entry().status == "done")
    entry = booth.entry()
    assert [(row.value["lot"], row.value["container"], row.value["net"]) for row in entry.rows] == [
        ("A-2511", "1", "60.0000"),
        ("B-2602", "1", "41.7861"),
    ]
    assert {row.value["tare"] for row in entry.rows} == {VESSEL}
    assert [(row.source, row.device) for row in entry.rows] == [("device", "FS-01")] * 2
    assert entry.attempts == ()
    assert entry.verdict == "in"
    assert entry.second == ("" if scanned else "verified"), "a lot that was typed needs a second person"
    screen = booth.presenter().answer
    assert [one.rule for one in screen.exceptions] == []


def test_with_keys_and_return_only(booth: Open) -> None:
    here = booth()
    keys = Keys(here.reading)
    for number, gross in (("A-2511", FIRST), ("B-2602", SECOND)):
        load(here, VESSEL)
        for text in (number, "1"):
            keys.type(text)
            keys.stroke(Qt.Key.Key_Return)
        here.says("tare")
        keys.stroke(Qt.Key.Key_Return)
        here.says("gross")
        load(here, gross)
        keys.stroke(Qt.Key.Key_Return)
        here.says("record")
        keys.stroke(Qt.Key.Key_Return)
        here.until(lambda number=number: any(row.value["lot"] == number for row in here.entry().rows))
    here.says("close")
    keys.stroke(Qt.Key.Key_Return)
    finished(here, scanned=False)


def test_with_a_finger(booth: Open) -> None:
    here = booth()
    hand = Touch(here.reading)
    for number, gross in (("A-2511", FIRST), ("B-2602", SECOND)):
        load(here, VESSEL)
        hand.put(here.reading.field("Lot"), number)
        hand.enter(here.reading.field("Container"), "1")
        here.says("tare")
        hand.press(here.reading.button("Take tare"))
        here.says("gross")
        load(here, gross)
        hand.press(here.reading.button("Read gross weight"))
        here.says("record")
        hand.press(here.reading.button("Record container"))
        here.until(lambda number=number: any(row.value["lot"] == number for row in here.entry().rows))
    here.says("close")
    hand.press(here.reading.button("All of it is recorded"))
    finished(here, scanned=False)


def test_with_a_scanner_only(booth: Open) -> None:
    here = booth()
    hand = Scanner(here.reading)
    for number, gross in (("A-2511", FIRST), ("B-2602", SECOND)):
        load(here, VESSEL)
        scan_label(hand, number, "1")
        here.says("tare")
        hand.scan(NEXT)
        here.says("gross")
        load(here, gross)
        hand.scan(NEXT)
        here.says("record")
        hand.scan(NEXT)
        here.until(lambda number=number: any(row.value["lot"] == number for row in here.entry().rows))
    here.says("close")
    hand.scan(NEXT)
    finished(here, scanned=True)
    assert QApplication.focusWidget() is not None
