from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebr.devices import printer as module
from ebr.devices.host_status import read_status
from ebr.devices.printer import FilePrinter, ZplPrinter
from ebr.devices.simulators.played_line import PlayedLine
from ebr.devices.simulators.printer import PlayedPrinter
from ebr.devices.transport import TcpLine
from tests.devices.floor import behind_a_port

LABEL = b"^XA^FO50,50^ADN,36,20^FDHR-0001^FS^XZ"
READY = b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,1,2,6,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"


@pytest.fixture(autouse=True)
def hasty(monkeypatch):
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(module, "POLL_SECONDS", 0.01)


def printer(played):
    return ZplPrinter(lambda: PlayedLine(played), "LP-01", print_seconds=0.5)


def test_the_status_of_a_ready_printer():
    status = read_status(READY)
    assert status is not None
    assert status.idle
    assert status.trouble("LP-01") is None


@given(st.binary(max_size=200))
def test_no_bytes_become_a_status(data):
    assert read_status(data) is None


@given(st.integers(0, len(READY) - 4))
def test_half_a_status_is_none(at):
    assert read_status(READY[:at]) is None


def test_a_label_is_printed_over_tcp_and_confirmed():
    played = PlayedPrinter(slow=3)
    with behind_a_port(played) as port:
        outcome = ZplPrinter(lambda: TcpLine("127.0.0.1", port, "LP-01"), "LP-01").send(LABEL)
    assert (outcome.state, outcome.trouble) == ("printed", None)
    assert played.printed == [LABEL]


def test_how_many_labels_come_out():
    played = PlayedPrinter()
    assert printer(played).send(b"^XA^FDx^FS^PQ12^XZ" + LABEL).printed
    assert played.labels == 13


@pytest.mark.parametrize("flag", ["paper_out", "head_open", "ribbon_out", "paused"])
def test_what_stands_against_printing_is_found_before_anything_is_sent(flag):
    played = PlayedPrinter()
    setattr(played, flag, True)
    outcome = printer(played).send(LABEL)
    assert outcome.state == "not_printed"
    assert outcome.trouble.code == f"printer_{flag}"
    assert outcome.trouble.params == {"printer": "LP-01"}
    assert played.printed == []
    assert printer(played).trouble() == outcome.trouble


@pytest.mark.parametrize("flag", ["paper_out", "head_open", "ribbon_out"])
def test_one_that_stops_in_the_middle_leaves_the_question(flag):
    outcome = printer(PlayedPrinter(stops=flag)).send(LABEL)
    assert (outcome.state, outcome.ask, outcome.trouble.code) == ("unknown", True, f"printer_{flag}")


@pytest.mark.parametrize(("dies", "came_out"), [("during", 0), ("after", 1)])
@pytest.mark.parametrize("over_tcp", [True, False])
def test_one_that_dies_between_print_and_confirmation_leaves_the_question(dies, came_out, over_tcp):
    played = PlayedPrinter(dies=dies)
    if over_tcp:
        with behind_a_port(played) as port:
            outcome = ZplPrinter(lambda: TcpLine("127.0.0.1", port, "LP-01"), "LP-01").send(LABEL)
    else:
        outcome = printer(played).send(LABEL)
    assert (outcome.state, outcome.ask) == ("unknown", True)
    assert outcome.trouble.code == "device_unplugged"
    assert played.labels == came_out  # the caller cannot know which; somebody must look


def test_one_that_never_finishes_leaves_the_question():
    outcome = printer(PlayedPrinter(slow=10_000)).send(LABEL)
    assert (outcome.state, outcome.trouble.code) == ("unknown", "printer_slow")


def test_one_that_prints_for_somebody_else_is_not_given_another_job():
    played = PlayedPrinter(slow=10_000)
    printer(played).send(LABEL)
    outcome = printer(played).send(LABEL)
    assert (outcome.state, outcome.trouble.code) == ("not_printed", "printer_busy")
    assert played.labels == 1


@pytest.mark.parametrize(("how", "code"), [("silent", "device_silent"), ("garbage", "device_garbage")])
def test_one_that_says_nothing_sensible_prints_nothing(how, code):
    played = PlayedPrinter(**{how: True})
    outcome = printer(played).send(LABEL)
    assert (outcome.state, outcome.trouble.code) == ("not_printed", code)
    assert played.printed == []


def test_half_a_format_is_never_said_to_be_printed():
    outcome = printer(PlayedPrinter()).send(b"^XA^FDhalf a label")
    assert (outcome.state, outcome.trouble.code) == ("unknown", "printer_slow")


def test_nobody_at_the_port():
    with behind_a_port(PlayedPrinter()) as port:
        pass
    outcome = ZplPrinter(lambda: TcpLine("127.0.0.1", port, "LP-01"), "LP-01").send(LABEL)
    assert (outcome.state, outcome.trouble.code) == ("not_printed", "device_unreachable")


def test_too_much_at_once():
    outcome = printer(PlayedPrinter()).send(b"x" * (module.LARGEST + 1))
    assert (outcome.state, outcome.trouble.code) == ("not_printed", "print_too_large")


def test_labels_as_files_are_numbered_and_never_written_over(tmp_path):
    files = FilePrinter(tmp_path / "labels", "LP-02")
    first, second = files.send(b"%PDF one"), files.send(b"%PDF two")
    assert [first.printed, second.printed] == [True, True]
    assert sorted(one.name for one in (tmp_path / "labels").iterdir()) == ["LP-02-000001.pdf", "LP-02-000002.pdf"]
    assert (tmp_path / "labels" / "LP-02-000001.pdf").read_bytes() == b"%PDF one"
    assert files.trouble() is None


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("in the way")
    files = FilePrinter(tmp_path / "file", "LP-02")
    outcome = files.send(b"%PDF")
    assert (outcome.state, outcome.trouble.code) == ("not_printed", "file_not_written")
    assert files.trouble().code == "printer_folder"
