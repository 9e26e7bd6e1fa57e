from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebr.devices import mt_sics, transport
from ebr.devices.mt_sics import MtSics, read_weight
from ebr.devices.reading import in_unit
from ebr.devices.simulators.balance import MtSicsTalk, PlayedBalance
from ebr.devices.simulators.played_line import PlayedLine
from ebr.domain.refusal import Refusal
from tests.devices.floor import behind_a_port, line_to


@pytest.fixture(autouse=True)
def hasty(monkeypatch):
    monkeypatch.setattr(mt_sics, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(mt_sics, "AGAIN_SECONDS", 0.02)


def played(load="251.30", **how):
    balance = PlayedBalance(Decimal(load), **how)
    return balance, MtSics(lambda: PlayedLine(MtSicsTalk(balance)), "BAL-01")


def refused(balance):
    with pytest.raises(Refusal) as said:
        balance.read(0.3)
    return said.value


@pytest.mark.parametrize(
    ("line", "value", "unit", "stable"),
    [
        (b"S S     251.30 g", "251.30", "g", True),
        (b"S D     251.37 g", "251.37", "g", False),
        (b"S S      -0.02 g", "-0.02", "g", True),
        (b"S S    1.25000 kg", "1.25000", "kg", True),
        (b"SI S      12.50 kg", "12.50", "kg", True),
        (b"S S       1250 mg", "1250", "mg", True),
        (b"S S      12.50 \xb5g", "12.50", "µg", True),
    ],
)
def test_weights(line, value, unit, stable):
    reading = read_weight(line, "BAL-01")
    assert (reading.value, reading.unit, reading.stable) == (value, unit, stable)
    assert reading.raw == line.decode("latin-1")
    assert reading.number == Decimal(value)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"S +", "device_overload"),
        (b"S -", "device_underload"),
        (b"S I", "device_busy"),
        (b"S L", "device_refuses"),
        (b"ES", "device_refuses"),
        (b"EL", "device_refuses"),
        (b"ET", "device_transmission"),
        (b"", "device_garbage"),
        (b"S S", "device_garbage"),
        (b"S S     51.30 g", "device_garbage"),  # a digit was lost on its way: not 51.30 g
        (b"S S     251,30 g", "device_garbage"),
        (b"S S     251.30", "device_garbage"),
        (b"S S     251.30 g ", "device_garbage"),
        (b"S X     251.30 g", "device_garbage"),
        (b"S S     2 1.30 g", "device_garbage"),
        (b"S S     2e1.30 g", "device_garbage"),
        (b"\xffS S     251.30 g", "device_garbage"),
        ("S S     25١.30 g".encode(), "device_garbage"),
    ],
)
def test_what_is_no_weight(line, code):
    with pytest.raises(Refusal) as said:
        read_weight(line, "BAL-01")
    assert said.value.code == code
    assert said.value.params["device"] == "BAL-01"


@given(st.binary(max_size=40))
def test_no_bytes_become_a_weight_that_was_not_printed(line):
    try:
        reading = read_weight(line, "BAL-01")
    except Refusal:
        return
    assert reading.value in line.decode("latin-1")


@given(st.integers(0, 14), st.binary(min_size=0, max_size=1))
def test_a_line_with_a_character_lost_or_put_in_is_never_another_weight(at, more):
    good = b"S S    1251.30 g"
    bad = good[:at] + more + good[at + 1 :]
    try:
        reading = read_weight(bad, "BAL-01")
    except Refusal:
        return
    assert len(bad) == len(good)  # a changed digit cannot be seen, a lost or doubled one always
    assert reading.unit == "g"


def test_a_stable_reading_over_tcp_with_the_serial_number():
    balance = PlayedBalance(Decimal("251.30"))
    with behind_a_port(MtSicsTalk(balance)) as port:
        reading = MtSics(line_to(port), "BAL-01").read()
    assert (reading.value, reading.unit, reading.stable) == ("251.30", "g", True)
    assert reading.raw == "S S     251.30 g"
    assert (reading.device, reading.serial) == ("BAL-01", "B123456789")


def test_it_waits_until_the_load_is_stable():
    balance, device = played()
    balance.put("99.95", unstable=0.3)
    reading = device.read(5)
    assert (reading.value, reading.stable) == ("99.95", True)
    assert balance.asked.count("SI") > 1


def test_a_load_that_does_not_settle_is_refused_with_what_it_last_showed():
    balance, device = played()
    balance.put("99.95", unstable=60)
    said = refused(device)
    assert said.code == "device_unstable"
    assert said.params["raw"] == "S D     100.02 g"


def test_what_it_shows_now_may_be_unstable():
    balance, device = played()
    balance.put("99.95", unstable=60)
    assert device.look().stable is False


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
        ("error", "device_busy"),
        ("endless", "device_garbage"),
    ],
)
def test_every_fault_is_a_refusal_that_names_the_balance(fault, code):
    said = refused(played(fault=fault)[1])
    assert said.code == code
    assert said.params["device"] == "BAL-01"


def test_above_its_capacity_it_is_overloaded():
    assert refused(played("7000")[1]).code == "device_overload"


@pytest.mark.parametrize("fault", ["unplugged", "silent", "garbage"])
def test_after_a_fault_it_works_again(fault):
    balance, device = played(fault=fault)
    refused(device)
    balance.fault = ""
    assert device.read().value == "251.30"


class Late:
    """A serial-to-network box that hands the next caller what the balance answered the one before."""

    def __init__(self, balance, kept):
        self._talk, self._kept = MtSicsTalk(balance), kept

    def met(self):
        return ()

    def answer(self, data):
        from ebr.devices.simulators.playing import Piece

        kept, self._kept = self._kept, b""
        return [Piece(kept), *self._talk.answer(data)]


def test_an_answer_to_an_earlier_question_is_not_taken_for_this_one():
    balance = PlayedBalance(Decimal("251.30"))
    device = MtSics(lambda: PlayedLine(Late(balance, b"S S      99.99 g\r\nS S      88.88 g\r\n")), "BAL-01")
    assert device.read().value == "251.30"


def test_lines_nobody_asked_for_before_the_answer_are_read_away():
    balance = PlayedBalance(Decimal("251.30"))
    device = MtSics(lambda: PlayedLine(Late(balance, b"I4 A\r\nZ A\r\nnoise\r\n")), "BAL-01")
    assert device.read().value == "251.30"


def test_another_balance_at_the_same_place_is_refused():
    balance = PlayedBalance(Decimal("251.30"), serial="B000000001")
    device = MtSics(lambda: PlayedLine(MtSicsTalk(balance)), "BAL-01", "B123456789")
    said = refused(device)
    assert (said.code, said.params["wanted"], said.params["found"]) == ("device_other", "B123456789", "B000000001")


def test_zero_tare_and_taking_the_tare_away():
    balance, device = played("12.00")
    device.tare()
    assert device.read().value == "0.00"
    balance.put("20.00")
    assert device.read().value == "8.00"
    device.clear_tare()
    assert device.read().value == "20.00"
    device.zero()
    assert device.read().value == "0.00"
    assert device.model() == "MS6002TS/00 6200 g"


def test_a_balance_that_is_not_still_is_not_tared():
    balance, device = played()
    balance.put("5.00", unstable=60)
    with pytest.raises(Refusal) as said:
        device.tare()
    assert said.value.code == "device_busy"


def test_nobody_at_the_port():
    with behind_a_port(MtSicsTalk(PlayedBalance())) as port:
        pass
    said = refused(MtSics(line_to(port), "BAL-01"))
    assert said.code == "device_unreachable"
    assert said.params["where"] == f"127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("value", "have", "want", "expected"),
    [
        ("251.30", "g", "kg", "0.25130"),
        ("1.25", "kg", "g", "1250"),
        ("12.5", "mg", "g", "0.0125"),
        ("-0.02", "g", "g", "-0.02"),
        ("5.0", "µg", "mg", "0.0050"),
    ],
)
def test_another_unit_of_mass_moves_the_point_and_nothing_else(value, have, want, expected):
    from ebr.devices.reading import Reading

    assert in_unit(Reading(value, have, True, "", "BAL-01"), want) == expected


@pytest.mark.parametrize("unit", ["lb", "ct", "pcs", ""])
def test_other_units_are_refused(unit):
    from ebr.devices.reading import Reading

    with pytest.raises(Refusal) as said:
        in_unit(Reading("1.0", unit, True, "", "BAL-01"), "g")
    assert said.value.code == "device_unit"


def test_a_device_that_never_stops_talking_is_not_waited_for_for_ever():
    class Chatter:
        def receive(self, seconds):
            return b"S S      99.99 g\r\n"

        def send(self, data):
            pass

        def close(self):
            pass

    said = refused(MtSics(Chatter, "BAL-01"))
    assert said.code == "device_garbage"
    assert transport.LONGEST == 256
