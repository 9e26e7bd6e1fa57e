"""Our balance against an emulator that others wrote: another reading of the same protocol."""

from __future__ import annotations

import http.client
import json
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ebr.devices.mt_sics import MtSics
from ebr.devices.transport import TcpLine
from ebr.domain.refusal import Refusal

HOST = "127.0.0.1"
PROGRAM = Path(sys.executable).with_name("mtsics-tcp")


def free_port() -> int:
    with socket.socket() as held:
        held.bind((HOST, 0))
        return int(held.getsockname()[1])


def wait_for(port: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            socket.create_connection((HOST, port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(port)


@pytest.fixture(scope="module")
def ports():
    port, control = free_port(), free_port()
    command = [str(PROGRAM), "--host", HOST, "--port", str(port), "--control-port", str(control)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            wait_for(port)
            wait_for(control)
            yield port, control
        finally:
            running.terminate()


def put(control: int, weight: float, *, stable: bool = True) -> None:
    body = json.dumps({"value": weight, "snap": True} if stable else {"target": weight}).encode()
    ask = http.client.HTTPConnection(HOST, control, timeout=5)
    ask.request("POST", "/weight", body, {"Content-Type": "application/json"})
    assert ask.getresponse().status == 200
    ask.close()


def until_it_moves(control: int) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        ask = http.client.HTTPConnection(HOST, control, timeout=5)
        ask.request("GET", "/state")
        moving = not json.load(ask.getresponse())["stable"]
        ask.close()
        if moving:
            return
    raise AssertionError(control)


@pytest.fixture
def balance(ports):
    return MtSics(lambda: TcpLine(HOST, ports[0], "BAL-E"), "BAL-E")


def test_a_weight(ports, balance):
    put(ports[1], 12.5)
    reading = balance.read()
    assert (reading.value, reading.unit, reading.stable) == ("12.50", "kg", True)
    assert re.fullmatch(r"SI? S      12\.50 kg", reading.raw)
    assert reading.serial


def test_a_load_that_moves(ports, balance):
    put(ports[1], 0)
    put(ports[1], 120, stable=False)
    until_it_moves(ports[1])
    with pytest.raises(Refusal) as said:
        balance.read(0)
    assert said.value.code == "device_unstable"
    assert balance.read(20).value == "120.00"


def test_overload(ports, balance):
    put(ports[1], 5000)
    with pytest.raises(Refusal) as said:
        balance.read(0.3)
    assert said.value.code == "device_overload"


def test_tare(ports, balance):
    put(ports[1], 10)
    balance.tare()
    put(ports[1], 12.5)
    assert balance.read().value == "2.50"
    balance.clear_tare()
    assert balance.read().value == "12.50"
