from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebr.domain.refusal import Refusal
from ebr.domain.station import commands as station
from ebr.domain.station.state import EXAMPLES, ROLES, address_trouble, read_address
from ebr.station.devices import Devices
from tests.station.plant import Plant, code, copied, found, founded


@pytest.mark.parametrize(
    ("role", "text", "parts"),
    [
        ("balance", "mt-sics tcp 192.168.1.20:8001 BAL-01", ("mt-sics", "tcp", "192.168.1.20:8001", "BAL-01", 9600, "8N1", "")),
        ("balance", "sbi serial /dev/ttyUSB0 BAL-02 19200 8O1", ("sbi", "serial", "/dev/ttyUSB0", "BAL-02", 19200, "8O1", "")),
        ("balance", "mt-sics serial COM3 BAL-03 sn=B021", ("mt-sics", "serial", "COM3", "BAL-03", 9600, "8N1", "B021")),
        ("balance", "mt-sics tcp [fe80::1]:8001 B", ("mt-sics", "tcp", "[fe80::1]:8001", "B", 9600, "8N1", "")),
        ("label_printer", 'pdf folder "/srv/our labels" LP-02', ("pdf", "folder", "/srv/our labels", "LP-02", 9600, "8N1", "")),
    ],
)  # fmt: skip
def test_an_address_in_its_parts(role, text, parts):
    found = read_address(role, text)
    assert (
        found.protocol, found.link, found.place, found.device, found.speed, found.frame, found.serial,
    ) == parts  # fmt: skip


def test_the_host_of_an_address():
    assert read_address("balance", "mt-sics tcp [fe80::1]:8001 B").host == ("fe80::1", 8001)


@pytest.mark.parametrize("role", ROLES)
def test_each_example_can_be_read(role):
    assert address_trouble(role, EXAMPLES[role], production=True) is None


@pytest.mark.parametrize(
    ("role", "text", "expected"),
    [
        ("balance", "BAL-01", "device_address"),
        ("balance", "mt-sics tcp 192.168.1.20 BAL-01", "device_address"),
        ("balance", "mt-sics tcp host:0 BAL-01", "device_address"),
        ("balance", "mt-sics tcp host:65536 BAL-01", "device_address"),
        ("balance", "mt-sics tcp host:8001 BAL-01 9600", "device_address"),
        ("balance", "mt-sics serial COM3 BAL-01 9601", "device_address"),
        ("balance", "mt-sics serial COM3 BAL-01 9N1", "device_address"),
        ("balance", 'mt-sics serial "COM3 BAL-01', "device_address"),
        ("balance", "mt-sics tcp host:1 -BAL", "device_address"),
        ("balance", "zpl tcp host:9100 LP-01", "device_protocol"),
        ("balance", "mt-sics bluetooth x BAL-01", "device_link"),
        ("label_printer", "pdf tcp host:1 LP-01", "device_link"),
        ("scanner", "lines serial COM3 SC-01 sn=1", "device_address"),
    ],
)
def test_addresses_that_are_refused(role, text, expected):
    trouble = address_trouble(role, text, production=False)
    assert trouble is not None
    assert trouble.code == expected


@given(st.sampled_from(sorted(ROLES)), st.text(max_size=60))
def test_any_text_is_an_address_or_a_refusal(role, text):
    trouble = address_trouble(role, text, production=True)
    assert trouble is None or trouble.code.startswith("device_")


@pytest.mark.parametrize(("role", "text"), [
    ("balance", "mt-sics simulated 250.30g BAL-99"), ("label_printer", "zpl simulated ok LP-99"), ("scanner", "lines simulated - SC-99"),
])  # fmt: skip
def test_simulated_devices_exist_outside_production_only(role, text):
    assert address_trouble(role, text, production=False) is None
    assert address_trouble(role, text, production=True) == Refusal("device_simulated", device=text.split()[-1])
    devices = Devices({role: text}, production=True, clock=None)  # a setting from elsewhere is not believed either
    with pytest.raises(Refusal) as said:
        devices.address(role)
    assert said.value.code == "device_simulated"


def test_a_demonstration_takes_a_played_balance_and_keeps_the_change(tmp_path):
    plant = Plant(copied(founded(), tmp_path / "station"))
    address = "mt-sics simulated 250.30g BAL-99"
    plant.done(station.ChangeTerminal({"balance": address}, "To practise"), "sups")
    assert plant.station.devices().read_balance().value == "250.30"
    assert code(plant.do(station.ChangeTerminal({"balance": "somewhere"}, "Moved"), "sups")) == "device_address"
    assert code(plant.do(station.ChangeTerminal({"balance": ""}, "Taken away"), "mchen")) != ""
    plant.done(station.ChangeTerminal({"balance": ""}, "Taken away"), "sups")
    with pytest.raises(Refusal) as said:
        plant.station.devices().read_balance()
    assert said.value.code == "device_missing"
    plant.close()


def test_a_production_station_refuses_a_played_balance(tmp_path):
    from ebr.clock import SystemClock
    from ebr.station.door import Station
    from tests.station.plant import PASSWORD

    found(tmp_path / "station", profile="production", passphrase="a long passphrase", clock=SystemClock())
    with Station.open(tmp_path / "station", passphrase="a long passphrase") as here:
        assert code(here.sign_in("aroot", PASSWORD)) == ""
        asked = station.ChangeTerminal({"balance": "mt-sics simulated 250.30g BAL-99"}, "To practise")
        assert code(here.do(asked, by="aroot")) == "device_simulated"
        real = station.ChangeTerminal({"balance": "mt-sics tcp 127.0.0.1:8001 BAL-01"}, "Installed")
        assert code(here.do(real, by="aroot")) == ""
