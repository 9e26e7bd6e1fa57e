"""From the button to the record: the execution presenter on a real station, with a played balance."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ebr.domain.batch.commands import RecordValue
from ebr.domain.station.commands import ChangeTerminal
from tests.devices.weighing import BATCH, at, entries
from tests.station.plant import code
from ui.desk import InlineDesk
from ui.execution.presenter import ExecutionPresenter

ADDRESS = "mt-sics simulated 250.30g BAL-01"


@pytest.fixture
def plant(tmp_path):
    made = at(tmp_path / "station", balance=ADDRESS)
    made.be("mchen")
    yield made
    made.close()


@pytest.fixture
def screen(plant):
    presenter = ExecutionPresenter(InlineDesk(plant.station), "mchen", ("operator",))
    presenter.readings.devices = frozenset({"balance"})
    presenter.open(BATCH)
    return presenter


def balance(plant):
    devices = plant.station.devices()
    if "BAL-01" not in devices.played:
        devices.balance().look()
    return devices.played["BAL-01"].balance


def rules(plant):
    return {one.rule for one in plant.station.store.state(f"batch/{BATCH}").exceptions.values()}


def address(plant, label):
    return entries(plant)[label].address


def card(screen, label):
    shown = []
    screen.on_screen = shown.append
    screen.render()
    return next(one for one in shown[-1].step.cards if one.title == label)


def test_a_reading_fills_the_field_and_enter_records_it_with_its_line(plant, screen):
    where = address(plant, "Filled weight")
    screen.readings.read(where, "number")
    assert dict(screen.drafts.of("mchen", where)) == {"number": "250.30"}
    editor = card(screen, "Filled weight").editor
    assert editor.device == "Read balance"
    assert dict(editor.sources)["number"].startswith("BAL-01, stable, read at ")
    screen.record(where, {"number": "250.30"})
    row = entries(plant)["Filled weight"].rows[0]
    assert (row.value["number"], row.source, row.device) == ("250.30", "device", "BAL-01")
    assert row.read_at
    assert not screen.drafts.held("mchen", where)


def test_a_number_changed_by_hand_is_typed_and_the_reading_is_kept(plant, screen):
    where = address(plant, "Filled weight")
    screen.readings.read(where, "number")
    screen.record(where, {"number": "250.31"})
    entry = entries(plant)["Filled weight"]
    assert entry.rows[0].source == "typed"
    assert [(one.why, one.text) for one in entry.attempts] == [("reading_replaced", "250.30 g")]


def test_a_second_reading_keeps_the_first_and_is_a_repeated_reading(plant, screen):
    where = address(plant, "Filled weight")
    screen.readings.read(where, "number")
    balance(plant).put("251.00")
    screen.readings.read(where, "number")
    screen.record(where, {"number": "251.00"})
    entry = entries(plant)["Filled weight"]
    assert [one.why for one in entry.attempts] == ["reading_replaced"]
    assert (entry.rows[0].source, entry.rows[0].value["number"]) == ("device", "251.00")
    assert "repeated_reading" in rules(plant)


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("overload", "device_overload"),
        ("underload", "device_underload"),
        ("unplugged", "device_unplugged"),
        ("garbage", "device_garbage"),
        ("silent", "device_silent"),
    ],
)
def test_a_fault_is_said_with_the_way_out_and_kept_as_an_attempt(plant, screen, monkeypatch, fault, why):
    monkeypatch.setattr("ebr.devices.mt_sics.ANSWER_SECONDS", 0.2)
    where = address(plant, "Filled weight")
    balance(plant).fault = fault
    screen.readings.read(where, "number")
    entry = entries(plant)["Filled weight"]
    assert [one.why for one in entry.attempts] == [why]
    assert (entry.status, entry.rows) == ("todo", ())
    shown = card(screen, "Filled weight")
    assert "BAL-01" in shown.message
    assert shown.message_tone == "warn"
    assert not shown.message_action, "no exception makes a fault of the balance stand as a value"
    balance(plant).fault = ""
    screen.readings.read(where, "number")
    screen.record(where, {"number": "250.30"})
    assert entries(plant)["Filled weight"].rows[0].source == "device"


def test_out_of_limits_it_is_an_attempt_once_and_the_next_reading_stands(plant, screen):
    where = address(plant, "Filled weight")
    balance(plant).put("300.00")
    screen.readings.read(where, "number")
    screen.record(where, {"number": "300.00"})
    balance(plant).put("250.00")
    screen.readings.read(where, "number")
    screen.record(where, {"number": "250.00"})
    entry = entries(plant)["Filled weight"]
    assert [one.why for one in entry.attempts] == ["out_of_limit"]
    assert entry.rows[0].value["number"] == "250.00"


def test_a_unit_that_does_not_convert_is_refused_and_kept(plant, screen):
    where = address(plant, "Filled weight")
    balance(plant).unit = "lb"
    screen.readings.read(where, "number")
    assert [one.why for one in entries(plant)["Filled weight"].attempts] == ["device_unit"]
    assert "250.30 lb" in card(screen, "Filled weight").message


def test_a_material_is_weighed_in_another_unit_with_its_lot_scanned(plant, screen):
    where = address(plant, "Active charged")
    screen.choose_entry(where)
    balance(plant).put("12.00")
    screen.readings.read(where, "tare")
    balance(plant).put("262.00")
    screen.readings.read(where, "gross")
    assert dict(screen.drafts.of("mchen", where)) == {"tare": "0.01200", "gross": "0.26200"}
    screen.record(where, {"lot": "L-1", "tare": "0.01200", "gross": "0.26200"}, "scanned")
    row = entries(plant)["Active charged"].rows[0]
    assert (row.source, row.device, row.value["net"]) == ("device", "BAL-01", "0.25000")


def test_a_typed_tare_beside_a_read_gross_is_not_a_reading(plant, screen):
    where = address(plant, "Active charged")
    balance(plant).put("262.00")
    screen.readings.read(where, "gross")
    assert screen.readings.source(where, {"lot": "L-1", "tare": "0.012", "gross": "0.26200"})["how"] == "typed"


def test_a_table_is_read_row_by_row(plant, screen):
    where = address(plant, "Weights")
    for load in ("100.01", "100.02", "100.03"):
        balance(plant).put(load)
        screen.readings.read(where, "number")
        screen.record(where, {"number": load})
    assert [row.source for row in entries(plant)["Weights"].rows] == ["device"] * 3


def test_what_no_balance_can_say_has_no_button_but_says_who_else_is_needed(plant, screen):
    screen.choose_entry(address(plant, "Acidity"))
    editor = card(screen, "Acidity").editor
    assert (editor.device, editor.device_parts) == ("", ())
    assert "second person" in editor.device_note


def test_a_reading_that_comes_after_the_screen_was_left_is_kept(plant, screen):
    where = address(plant, "Filled weight")
    later = []
    screen.doing.device = lambda work, then: later.append((work, then))
    screen.readings.read(where, "number")
    screen.close()
    work, then = later[0]
    then(work(plant.station.devices()))
    assert [one.why for one in entries(plant)["Filled weight"].attempts] == ["reading_replaced"]


def test_one_reading_at_a_time_and_no_idle_lock_meanwhile(plant, screen):
    later, busy = [], []
    screen.doing.device = lambda work, then: later.append((work, then))
    screen.readings.on_busy = busy.append
    where = address(plant, "Filled weight")
    screen.readings.read(where, "number")
    screen.readings.read(where, "number")
    assert (len(later), busy) == (1, [True])
    assert card(screen, "Filled weight").editor.busy == "number"
    later[0][1](later[0][0](plant.station.devices()))
    assert busy == [True, False]


def test_an_old_reading_shows_its_moment_and_is_an_exception(plant, screen):
    where = address(plant, "Filled weight")
    screen.readings.read(where, "number")
    plant.wait(600)
    screen.record(where, {"number": "250.30"})
    row = entries(plant)["Filled weight"].rows[0]
    assert row.read_at < row.at
    assert "reading_old" in rules(plant)


def test_a_trouble_that_no_device_can_have_is_kept_as_garbage(plant):
    where = address(plant, "Filled weight")
    said = plant.do(RecordValue(BATCH, where, {"trouble": "made_up"}, source={"how": "device"}), "mchen")
    assert code(said) == "device_garbage"
    assert [one.why for one in entries(plant)["Filled weight"].attempts] == ["device_garbage"]


def test_a_part_called_trouble_that_no_device_sent_is_no_attempt_of_a_device(plant):
    where = address(plant, "Filled weight")
    said = plant.do(RecordValue(BATCH, where, {"trouble": "device_silent"}, source={"how": "typed"}), "mchen")
    assert not code(said).startswith("device_")


def test_the_devices_are_the_same_until_the_settings_change(plant):
    first = plant.station.devices()
    assert plant.station.devices() is first
    plant.done(ChangeTerminal({"balance": "sbi simulated 5.00g BAL-09"}, "Replaced"), "sups")
    assert plant.station.devices().read_balance().device == "BAL-09"
    assert plant.station.devices().read_balance().number == Decimal("5.00")


def test_the_report_names_the_line_the_device_and_the_moment(plant, screen, tmp_path):
    import pypdfium2

    where = address(plant, "Filled weight")
    balance(plant).fault = "overload"
    screen.readings.read(where, "number")
    balance(plant).fault = ""
    screen.readings.read(where, "number")
    screen.record(where, {"number": "250.30"})
    plant.be("sups")
    answer = plant.station.report(BATCH, tmp_path / "report.pdf", by="sups")
    assert answer.refusal is None
    with pypdfium2.PdfDocument(answer.answer["file"]) as document:
        words = " ".join(page.get_textpage().get_text_range() for page in document)
    text = " ".join(words.split())
    assert "Read from the device: S S 250.30 g" in text
    assert "BAL-01, received 2026-05-04" in text
    assert "BAL-01 is overloaded" in text
