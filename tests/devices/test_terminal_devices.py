"""The devices of a terminal, and the commands without a window."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from decimal import Decimal

import pytest

from ebr.cli import run
from ebr.clock import SystemClock
from ebr.devices.simulators.balance import MtSicsTalk, PlayedBalance, SbiTalk
from ebr.devices.simulators.printer import PlayedPrinter
from ebr.domain.refusal import Refusal
from ebr.station.devices import Devices
from tests.devices.floor import behind_a_port
from tests.devices.weighing import at


def devices(**addresses):
    return Devices(addresses, production=False, clock=SystemClock())


@pytest.mark.parametrize(("protocol", "talk"), [("mt-sics", MtSicsTalk), ("sbi", SbiTalk)])
def test_a_balance_in_the_network_with_the_moment(protocol, talk):
    with behind_a_port(talk(PlayedBalance(Decimal("12.34")))) as port:
        reading = devices(balance=f"{protocol} tcp 127.0.0.1:{port} BAL-01").read_balance()
    assert (reading.value, reading.device) == ("12.34", "BAL-01")
    assert reading.at[:4].isdigit()
    assert reading.at[-6] in "+-"


def test_a_printer_in_the_network():
    played = PlayedPrinter()
    with behind_a_port(played) as port:
        assert devices(label_printer=f"zpl tcp 127.0.0.1:{port} LP-01").printer().send(b"^XA^XZ").printed
    assert played.labels == 1


def test_a_printer_into_a_folder(tmp_path):
    outcome = devices(label_printer=f'pdf folder "{tmp_path}" LP-02').printer().send(b"%PDF")
    assert outcome.file == str(tmp_path / "LP-02-000001.pdf")


def test_played_readers():
    made = devices(scanner="lines simulated - SC-01", badge_reader="lines simulated - BR-01")
    assert made.next_code(0.01) is None
    made.played["SC-01"].hold("10LOT-7")
    assert made.next_code(1).data == "10LOT-7"
    assert made.next_badge(0.01) is None
    made.played["BR-01"].hold("BADGE:4711")
    assert made.next_badge(1) == "4711"
    made.close()


@pytest.mark.parametrize(
    ("role", "text", "words"),
    [
        ("balance", "mt-sics simulated 250.30g BAL-01", "BAL-01 shows 250.30 g, stable (serial number SIM-BAL-01)"),
        ("balance", "sbi simulated 250.30g BAL-02", "BAL-02 shows 250.30 g, stable"),
        ("label_printer", "zpl simulated ok LP-01", "LP-01 is ready to print"),
        ("scanner", "lines simulated - SC-01", "SC-01 is connected"),
        ("badge_reader", "lines simulated - BR-01", "BR-01 is connected"),
    ],
)
def test_trying_an_address_says_what_the_device_says(role, text, words):
    assert devices().tried(role, text) == words


@pytest.mark.parametrize(
    ("role", "text", "expected"),
    [
        ("balance", "mt-sics simulated 250.30g,overload BAL-01", "device_overload"),
        ("balance", "mt-sics simulated much BAL-01", "device_address"),
        ("balance", "mt-sics tcp 127.0.0.1:1 BAL-01", "device_unreachable"),
        ("balance", "mt-sics serial /dev/ttyNONE BAL-01", "device_unreachable"),
        ("label_printer", "pdf folder /no/such/folder LP-02", "printer_folder"),
    ],
)
def test_trying_one_that_is_not_well(role, text, expected):
    with pytest.raises(Refusal) as said:
        devices().tried(role, text)
    assert said.value.code == expected


def test_one_that_moves_is_said_to_move():
    made = devices()
    made.tried("balance", "mt-sics simulated 250.30g BAL-01")
    made.played["BAL-01"].balance.put("99.00", unstable=60)
    assert made.tried("balance", "mt-sics simulated 250.30g BAL-01").endswith("not stable yet")


def test_a_serial_port_end_to_end():
    """A pseudo terminal is a real serial port to pyserial; a played balance answers at its other end."""
    pty, tty, os = pytest.importorskip("pty"), pytest.importorskip("tty"), pytest.importorskip("os")
    import threading

    ours, theirs = pty.openpty()
    tty.setraw(ours)
    tty.setraw(theirs)
    talk = MtSicsTalk(PlayedBalance(Decimal("77.70")))

    def play() -> None:
        while True:
            try:
                data = os.read(ours, 256)
            except OSError:
                return
            for piece in talk.answer(data):
                os.write(ours, piece.data)

    threading.Thread(target=play, daemon=True).start()
    reading = devices(balance=f"mt-sics serial {os.ttyname(theirs)} BAL-01 9600 8N1").read_balance()
    os.close(theirs)
    os.close(ours)
    assert (reading.value, reading.raw) == ("77.70", "S S      77.70 g")


def test_the_commands_list_and_try(tmp_path, capsys):
    plant = at(tmp_path / "station", balance="mt-sics simulated 250.30g BAL-01")
    plant.close()
    where = ["--station", str(tmp_path / "station")]
    assert run(["device", "list", *where]) == 0
    assert "Balance\tBAL-01\tmt-sics simulated 250.30g BAL-01" in capsys.readouterr().out
    assert run(["device", "try", "mt-sics simulated 5.00g BAL-02", *where]) == 0
    assert capsys.readouterr().out == "BAL-02 shows 5.00 g, stable (serial number SIM-BAL-02)\n"
    assert run(["device", "try", "mt-sics tcp 127.0.0.1:1 BAL-02", *where]) == 1
    assert "BAL-02" in capsys.readouterr().err
    assert run(["device", "try", "zpl simulated ok LP-01", "--role", "kettle", *where]) == 1
    assert run(["device", "play", "morse", "--port", "1"]) == 1
    assert run(["device", "play", "sbi", "--port", "1", "--fault", "rust"]) == 1
    assert run(["device", "play", "sbi", "--port", "1", "--load", "much"]) == 1


def test_a_device_is_played_by_a_process_of_its_own():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    command = [sys.executable, "-m", "ui", "device", "play", "mt-sics", "--port", str(port), "--load", "251.30"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as running:
        try:
            end = time.monotonic() + 30
            made = devices(balance=f"mt-sics tcp 127.0.0.1:{port} BAL-01")
            while True:
                try:
                    reading = made.read_balance()
                    break
                except Refusal:
                    assert time.monotonic() < end
                    assert running.poll() is None
        finally:
            running.kill()
    assert reading.value == "251.30"


def test_a_load_is_put_on_a_played_balance_only():
    made = devices(balance="mt-sics simulated 0.00g BAL-01")
    made.put("12.50")
    assert made.read_balance().value == "12.50"
    with pytest.raises(Refusal):
        devices(balance="mt-sics tcp 127.0.0.1:1 BAL-01").put("12.50")
    with pytest.raises(Refusal):
        Devices({"balance": "mt-sics simulated 0.00g BAL-01"}, production=True, clock=SystemClock()).put("12.50")


def test_a_terminal_reads_the_balance_that_is_named_and_never_another() -> None:
    made = devices(balance="mt-sics simulated 30.00kg FLOOR-1", balance_2="sbi simulated 1.5003kg BENCH-1")
    assert (made.read_balance().device, made.read_balance(device="BENCH-1").value) == ("FLOOR-1", "1.5003")
    made.put("2.0000", device="BENCH-1")
    assert made.look_at_balance("BENCH-1").value == "2.0000"
    assert made.read_balance(device="FLOOR-1").value == "30.00"
    with pytest.raises(Refusal) as refused:
        made.read_balance(device="BENCH-2")
    assert refused.value.code == "device_missing"
    made.close()
