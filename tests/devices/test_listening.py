from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebr.devices.badge import badge_reader, read_badge
from ebr.devices.scanner import Code, read_code, scanner
from ebr.devices.simulators.played_line import PlayedLine
from ebr.devices.simulators.scanner import PlayedScanner
from ebr.devices.transport import TcpLine
from ebr.domain.refusal import Refusal
from tests.devices.floor import behind_a_port


def code_of(call):
    with pytest.raises(Refusal) as said:
        call()
    return said.value.code


def test_a_code_with_its_identifier_and_separators():
    found = read_code(b"]d20104012345123456\x1d10LOT-7\x1d21S1", "SC-01")
    assert (found.aim, found.data) == ("]d2", "0104012345123456\x1d10LOT-7\x1d21S1")


@pytest.mark.parametrize("line", [b"0104012345123456", b"", b"d2abc", b"]!2abc"])
def test_a_code_without_identifier_is_refused(line):
    assert code_of(lambda: read_code(line, "SC-01")) == "scan_without_identifier"


@pytest.mark.parametrize("line", [b"]d2", b"]d2ab\x00c", b"]d2ab\tc"])
def test_bytes_no_code_has(line):
    assert code_of(lambda: read_code(line, "SC-01")) == "device_garbage"


@given(st.binary(max_size=60))
def test_any_bytes_are_a_code_or_a_refusal(line):
    try:
        found = read_code(line, "SC-01")
    except Refusal:
        return
    assert found.aim
    assert found.data


@pytest.mark.parametrize(
    ("line", "number"), [(b"BADGE:4711", "4711"), (b"]C0BADGE:A-4711", "A-4711"), (b"04A2F31B", "04A2F31B")]
)
def test_badges(line, number):
    assert read_badge(line, "BR-01") == number


@pytest.mark.parametrize("line", [b"", b"BADGE:", b"\xff\xfe", b"BADGE:a b", b"x" * 60])
def test_what_is_no_badge(line):
    assert code_of(lambda: read_badge(line, "BR-01")) == "badge_unreadable"


def test_codes_come_one_after_the_other_over_tcp():
    played = PlayedScanner()
    with behind_a_port(played) as port:
        device = scanner(lambda: TcpLine("127.0.0.1", port, "SC-01"), "SC-01")
        assert device.next_item(0.01) is None
        played.hold("10LOT-7")
        played.hold("21S1")
        assert [device.next_item(3), device.next_item(3)] == [
            Code("10LOT-7", "]d2", "]d210LOT-7"),
            Code("21S1", "]d2", "]d221S1"),
        ]
        device.close()


def test_what_was_scanned_before_anybody_listened_is_thrown_away():
    played = PlayedScanner()
    device = scanner(lambda: PlayedLine(played), "SC-01")
    played.hold("10OLD")
    assert device.next_item(0.05) is None
    played.hold("10NEW")
    assert device.next_item(1).data == "10NEW"


def test_a_code_in_two_pieces_is_one_code():
    played = PlayedScanner()
    device = scanner(lambda: PlayedLine(played), "SC-01")
    device.listen()
    played.hold_bytes(b"]d210LO")
    assert device.next_item(0.05) is None
    played.hold_bytes(b"T-7\r\n")
    assert device.next_item(1).data == "10LOT-7"


def test_after_a_code_without_identifier_the_next_one_is_heard():
    played = PlayedScanner("")
    device = scanner(lambda: PlayedLine(played), "SC-01")
    device.listen()
    played.hold("10LOT-7")
    played.hold("]d210LOT-8")
    assert code_of(lambda: device.next_item(1)) == "scan_without_identifier"
    assert device.next_item(1).data == "10LOT-8"


def test_an_endless_line_is_garbage_and_the_next_wait_begins_anew():
    played = PlayedScanner()
    device = scanner(lambda: PlayedLine(played), "SC-01")
    device.listen()
    played.hold_bytes(b"]d2" + b"9" * 4000)
    assert code_of(lambda: device.next_item(1)) == "device_garbage"
    device.listen()
    played.hold("10LOT-8")
    assert device.next_item(1).data == "10LOT-8"


def test_a_scanner_that_was_plugged_out_and_in_again():
    played = PlayedScanner()
    with behind_a_port(played) as port:
        device = scanner(lambda: TcpLine("127.0.0.1", port, "SC-01"), "SC-01")
        device.listen()
    assert code_of(lambda: device.next_item(1)) == "device_unplugged"
    assert code_of(lambda: device.next_item(1)) == "device_unreachable"


def test_badges_over_a_line():
    played = PlayedScanner("")
    device = badge_reader(lambda: PlayedLine(played), "BR-01")
    device.listen()
    played.hold("BADGE:4711")
    assert device.next_item(1) == "4711"
