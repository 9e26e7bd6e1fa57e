"""What happens at the booth when something is not as it should be, on the real window with a balance over TCP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from ebr.station.questions import BatchLabels
from tests.station.dispensary import BATCH
from tests.ui.dispense.conftest import VESSEL, Booth, Open
from tests.ui.flows.hands import Keys, Scanner, Touch
from tests.ui.test_widgets_clipping import clipped
from ui.execution.dispense_form import NEXT
from ui.widgets.strip import Strip


def scanned(booth: Booth, lot: str = "A-2511") -> Scanner:
    """Somebody has scanned a lot."""
    hand = Scanner(booth.reading)
    hand.scan(lot)
    return hand


def test_looking_at_the_balance_is_no_reading(booth: Open) -> None:
    here = booth()
    hand = scanned(here)
    here.says("tare")
    hand.scan(NEXT)
    here.says("gross")
    for weight in ("5.0000", "20.0000", "61.2000"):
        here.balance.put(weight)
        here.until(lambda weight=weight: here.reading.says(f"{weight} kg"))
    assert here.reading.says("60.0000 kg"), "net and rest follow the balance"
    assert here.reading.says("42.5536 kg")
    hand.scan(NEXT)
    here.says("record")
    hand.scan(NEXT)
    here.until(lambda: len(here.entry().rows) == 1)
    assert here.entry().attempts == ()
    assert here.presenter().answer.exceptions == ()


def test_read_again_while_filling_is_kept_and_no_departure(booth: Open) -> None:
    here = booth()
    hand = scanned(here)
    here.says("tare")
    hand.scan(NEXT)
    here.says("gross")
    for weight in ("30.0000", "61.2000"):
        here.balance.put(weight)
        keys = Keys(here.reading)
        keys.stroke(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
        here.until(lambda weight=weight: here.form().text("gross") == weight)
    hand.scan(NEXT)
    here.until(lambda: len(here.entry().rows) == 1)
    assert [(one.why, one.text) for one in here.entry().attempts] != []
    assert [one.why for one in here.entry().attempts] == ["reading_replaced"]
    assert here.presenter().answer.exceptions == ()


def test_moving_and_overload_are_said_and_nothing_is_kept(booth: Open) -> None:
    here = booth()
    scanned(here)
    here.balance.put("40.0000", unstable=60)
    here.until(lambda: here.reading.says("Moving"))
    here.balance.put("151.0000")
    here.until(lambda: here.reading.says("Overload: take load off"))
    here.balance.put(VESSEL)
    here.until(lambda: here.reading.says("Stable"))
    assert here.entry().attempts == ()


def test_a_lot_in_quarantine_is_refused_as_soon_as_it_is_scanned(booth: Open) -> None:
    here = booth()
    hand = scanned(here, "Q-2604")
    here.until(lambda: here.form().stage() == "blocked")
    here.until(lambda: [one.why for one in here.entry().attempts] == ["lot_quarantined"])
    assert here.reading.says("Lot Q-2604 may not be used. Take lot A-2511, container 1")
    hand.scan("A-2511")
    here.says("tare")
    assert here.form().text("lot") == "A-2511"
    here.until(lambda: not here.reading.says("Lot Q-2604 may not be used."))
    assert len(here.entry().attempts) == 1, "said once, kept once"


def test_the_word_about_a_refused_lot_goes_without_taking_the_field_from_the_hands(booth: Open) -> None:
    here = booth()
    scanned(here, "Q-2604")
    here.until(lambda: [one.why for one in here.entry().attempts] == ["lot_quarantined"])
    hand = Keys(here.reading)
    container = here.reading.field("Container")
    strip = here.reading.seen(Strip, here.reading.card("Active weighed"))[-1]
    # when another lot is typed and the next field is reached, which has the station asked
    hand.put(here.reading.field("Lot"), "A-2511")
    hand.reach(container)
    here.until(lambda: here.form().facts.blocked == "")
    # then the message is gone, and the caret stands where it stood
    assert not strip.isVisible()
    assert here.reading.field("Container") is container
    assert container.hasFocus()


def test_a_lot_that_is_not_the_first_says_which_one_is(booth: Open) -> None:
    here = booth()
    scanned(here, "B-2602")
    here.until(lambda: here.reading.says("Lot A-2511 is over first, 2027-01-31."))
    here.says("tare")


def test_a_balance_that_was_not_checked_today_says_so_beforehand(booth: Open) -> None:
    here = booth(ready=False)
    here.until(lambda: "FS-01" in here.form().facts.balance)
    assert here.form().facts.balance_tone == "warn"
    assert here.reading.says(here.form().facts.balance)


def test_without_a_balance_everything_is_typed_and_a_second_person_verifies(booth: Open) -> None:
    here = booth(balance_here=False)
    keys = Keys(here.reading)
    for text in ("A-2511", "1", VESSEL, "61.2000"):
        keys.type(text)
        keys.stroke(Qt.Key.Key_Return)
    here.until(lambda: len(here.entry().rows) == 1)
    row = here.entry().rows[0]
    assert (row.value["net"], row.source) == ("60.0000", "typed")
    assert here.entry().second == "verified"


def test_more_than_may_be_in_is_seen_before_it_is_recorded(booth: Open) -> None:
    here = booth()
    hand = scanned(here, "B-2602")
    here.says("tare")
    hand.scan(NEXT)
    here.says("gross")
    here.balance.put("120.0000")
    here.until(lambda: here.reading.says("Too much"))


def test_some_of_it_comes_back(booth: Open) -> None:
    here = booth()
    hand = Touch(here.reading)
    scanner = scanned(here)
    here.says("tare")
    scanner.scan(NEXT)
    here.says("gross")
    here.balance.put("61.2000")
    scanner.scan(NEXT)
    here.says("record")
    scanner.scan(NEXT)
    here.until(lambda: len(here.entry().rows) == 1)
    hand.press(here.reading.button("Return or spill"))
    sheet = here.reading.sheet()
    hand.press(here.reading.button("Back into its container", within=sheet))
    hand.enter(here.reading.field("Amount, kg", sheet), "10.0000")
    if here.reading.sheet() is not None:
        hand.press(here.reading.button("Record", within=here.reading.sheet()))
    here.until(lambda: len(here.entry().rows) == 2)
    row = here.entry().rows[1]
    assert (row.value["row"], row.value["net"], row.value["lot"]) == ("returned", "10.0000", "A-2511")
    here.until(lambda: here.form().facts.used == "50.0000")


def test_nothing_is_cut_and_everything_has_a_name(booth: Open) -> None:
    here = booth()
    scanned(here, "X-9")
    here.says("assay")
    assert clipped(here.window) == []
    from ui.widgets.button import Button
    from ui.widgets.field import Field

    unnamed = [one for kind in (Button, Field) for one in here.reading.seen(kind) if not one.accessibleName()]
    assert unnamed == []


def test_the_label_of_a_container_comes_out_as_soon_as_it_is_recorded(booth: Open, tmp_path: Path) -> None:
    out = tmp_path / "out"
    here = booth(label=True, label_printer=f"pdf folder {out} PRN-1")
    hand = scanned(here)
    here.says("tare")
    hand.scan(NEXT)
    here.says("gross")
    here.balance.put("61.2000")
    hand.scan(NEXT)
    here.says("record")
    hand.scan(NEXT)
    here.until(lambda: bool(list(out.glob("*.pdf"))))
    said: list[Any] = []
    here.until(lambda: not here.window.desk.under_way)
    here.window.desk.ask(BatchLabels(BATCH, here.entry().address, 1), said.append)
    here.until(lambda: bool(said))
    (job,) = said[0].jobs
    assert (job.item, job.outcome) == (1, "yes")
