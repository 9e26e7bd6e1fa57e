from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebr.devices import sbi
from ebr.devices.sbi import Sbi, read_weight
from ebr.devices.simulators.balance import PlayedBalance, SbiTalk
from ebr.devices.simulators.played_line import PlayedLine
from ebr.devices.simulators.playing import Piece
from ebr.domain.refusal import Refusal
from tests.devices.floor import behind_a_port, line_to


@pytest.fixture(autouse=True)
def hasty(monkeypatch):
    monkeypatch.setattr(sbi, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(sbi, "AGAIN_SECONDS", 0.02)


def played(load="251.30", *, long=True, brackets=False, **how):
    balance = PlayedBalance(Decimal(load), **how)
    return balance, Sbi(lambda: PlayedLine(SbiTalk(balance, long=long, brackets=brackets)), "BAL-02")


@pytest.mark.parametrize(
    ("line", "value", "unit", "stable", "unverified"),
    [
        (b"+   251.30 g  ", "251.30", "g", True, ""),
        (b"N     +   251.30 g  ", "251.30", "g", True, ""),
        (b"G#    +    1.250 kg ", "1.250", "kg", True, ""),
        (b"-     0.02 mg ", "-0.02", "mg", True, ""),
        (b"N     -     0.02    ", "-0.02", "", False, ""),
        (b"+   251.30    ", "251.30", "", False, ""),
        (b"+   251.3[0] g  ", "251.30", "g", True, "0"),
        (b"N     +   251.3[6] g  ", "251.36", "g", True, "6"),
        (b"  12345.67 g  ", "12345.67", "g", True, ""),
    ],
)
def test_weights_of_both_lengths(line, value, unit, stable, unverified):
    reading = read_weight(line, "BAL-02")
    assert (reading.value, reading.unit, reading.stable, reading.unverified) == (value, unit, stable, unverified)
    assert reading.raw == line.decode("latin-1")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"      H       ", "device_overload"),
        (b"Stat        H       ", "device_overload"),
        (b"     High     ", "device_overload"),
        (b"Stat        L       ", "device_underload"),
        (b"     Low      ", "device_underload"),
        (b"Stat      Cal.      ", "device_garbage"),
        (b"     Cal      ", "device_busy"),
        (b"Stat      --        ", "device_busy"),
        (b"Stat      Err 54    ", "device_refuses"),
        (b"    Err 101   ", "device_refuses"),
        (b"   251.30 g  ", "device_garbage"),  # one character is missing
        (b"+    51.30 g ", "device_garbage"),
        (b"+  251.300 g   ", "device_garbage"),
        (b"+   251.30 g  +   251.30 g  ", "device_garbage"),
        (b"+        . g  ", "device_garbage"),
        (b"+              ", "device_garbage"),
        (b"", "device_garbage"),
        (b"\xff\xfe  251.30 g ", "device_garbage"),
        (b"+   25 .30 g  ", "device_garbage"),
    ],
)
def test_what_is_no_weight(line, code):
    with pytest.raises(Refusal) as said:
        read_weight(line, "BAL-02")
    assert said.value.code == code


@given(st.binary(max_size=30))
def test_no_bytes_become_a_weight_that_was_not_printed(line):
    try:
        reading = read_weight(line, "BAL-02")
    except Refusal:
        return
    assert reading.value.lstrip("-") in line.decode("latin-1").replace("[", "").replace("]", "")


@pytest.mark.parametrize("long", [True, False])
@pytest.mark.parametrize("brackets", [True, False])
@pytest.mark.parametrize("load", ["251.30", "-0.02", "0.00", "6123.45"])
def test_what_the_played_one_prints_is_read(load, long, brackets):
    reading = played(load, long=long, brackets=brackets)[1].read()
    assert (reading.value, reading.unit, reading.stable) == (load, "g", True)
    assert reading.unverified == (load[-1] if brackets else "")


def test_over_tcp():
    balance = PlayedBalance(Decimal("12.34"))
    with behind_a_port(SbiTalk(balance)) as port:
        reading = Sbi(line_to(port, "BAL-02"), "BAL-02").read()
    assert (reading.value, reading.raw) == ("12.34", "N     +    12.34 g  ")


def test_it_waits_until_there_is_a_unit():
    balance, device = played()
    balance.put("99.95", unstable=0.3)
    assert device.read(5).value == "99.95"
    assert len(balance.asked) > 1


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("overload", "device_overload"),
        ("underload", "device_underload"),
        ("silent", "device_silent"),
        ("garbage", "device_garbage"),
        ("half", "device_half"),
        ("late", "device_silent"),
        ("unplugged", "device_unplugged"),
        ("error", "device_refuses"),
        ("endless", "device_garbage"),
    ],
)
@pytest.mark.parametrize("long", [True, False])
def test_every_fault(fault, code, long):
    balance, device = played(fault=fault, long=long)
    with pytest.raises(Refusal) as said:
        device.read(0.3)
    assert (said.value.code, said.value.params["device"]) == (code, "BAL-02")
    balance.fault = ""
    assert device.read().value == "251.30"


def test_a_load_that_does_not_settle():
    balance, device = played()
    balance.put("99.95", unstable=60)
    with pytest.raises(Refusal) as said:
        device.read(0.2)
    assert said.value.code == "device_unstable"
    assert device.look().stable is False


class Late:
    """Hands the next caller what was printed for the one before: at once, and again just before the answer."""

    def __init__(self, balance):
        self._talk = SbiTalk(balance)

    def met(self):
        return (Piece(b"N     +    99.99 g  \r\n"),)

    def answer(self, data):
        answers = self._talk.answer(data)
        return [Piece(b"N     +    88.88 g  \r\n"), *answers] if answers else []


def test_of_several_lines_the_newest_is_the_answer():
    balance = PlayedBalance(Decimal("251.30"))
    assert Sbi(lambda: PlayedLine(Late(balance)), "BAL-02").read().value == "251.30"


def test_tare_and_zero():
    balance, device = played("12.00")
    device.tare()
    balance.put("20.00")
    assert device.read().value == "8.00"
    device.zero()
    assert device.read().value == "0.00"
