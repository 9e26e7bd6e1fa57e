"""The clock set forward or back, within a start of the machine and across one (floor-rules 15; draft Annex 11, 12)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ebr.clock import SystemClock
from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import StateClock
from ebr.station.door import Station
from ebr.station.questions import StationStatus
from tests.station.plant import BATCH, code, fine, found


def set_clock(plant, **parts):
    """Set the wall clock while the boot clock runs on."""
    plant.clock.start += timedelta(**parts)


def changed(plant):
    return [row for row in plant.audit() if row.event.startswith("station.clock-changed")]


@pytest.mark.parametrize("hours", [3, -3])
def test_a_clock_set_while_the_machine_runs_is_an_entry_before_anything_else(running, hours):
    running.recorded("clearance", no_product="yes", clean="yes")
    set_clock(running, hours=hours)

    running.recorded("card", scan=BATCH)

    assert len(changed(running)) == 1
    events = running.events()
    assert events[-2].startswith("station.clock-changed")
    assert events[-1].startswith("batch.value-recorded")
    assert running.verified() == ()


def test_a_clock_walked_in_small_steps_is_seen(running):
    """No step is beyond two seconds; the sum is."""
    running.recorded("clearance", no_product="yes", clean="yes")
    for _ in range(4):
        set_clock(running, seconds=1.5)
        running.record("card", scan="WRONG")

    assert len(changed(running)) >= 1


def test_a_small_difference_is_nothing(running):
    running.recorded("clearance", no_product="yes", clean="yes")
    set_clock(running, seconds=1)

    running.recorded("card", scan=BATCH)

    assert changed(running) == []


@pytest.fixture
def behind(running):
    """The machine started again with a clock six hours behind the last entry."""
    running.recorded("clearance", no_product="yes", clean="yes")
    running.recorded("card", scan=BATCH)
    return running.reopen(boot=True, hours=-6)


def test_behind_the_last_entry_nothing_is_signed_but_values_are_kept(behind):
    behind.be("mchen")

    assert code(behind.sign_scope("clear")) == "clock_behind"
    assert behind.station.ask(StationStatus()).clock_blocked
    assert not behind.state.valid_signatures(behind.at("clear"), "performed")
    assert len(changed(behind)) == 1


def test_two_persons_state_the_time_and_signing_goes_on(behind):
    """Administrator and quality, by an independent clock; the right time is set first."""
    set_clock(behind, hours=7)
    behind.be("aroot")

    stated = behind.sign(StateClock(behind.clock.now().wall, "battery changed", "qtwo"), "aroot")

    fine(stated)
    assert not behind.station.ask(StationStatus()).clock_blocked
    fine(behind.sign_scope("clear"))
    assert behind.verified() == ()


@pytest.mark.parametrize(("wall", "why"), [
    ("yesterday", "time_unreadable"), ("2026-05-05T10:00:00", "time_without_zone"), ("2020-01-01T00:00:00+00:00", "clock_differs"),
])  # fmt: skip
def test_a_time_that_cannot_be_is_not_stated(behind, wall, why):
    behind.be("aroot")
    answer = behind.station.do(
        StateClock(wall, "battery changed", "qtwo"), by="aroot", secret="copper kettle 47", seen="0" * 64
    )

    assert code(answer) == why
    assert behind.station.ask(StationStatus()).clock_blocked


def test_an_administrator_alone_states_nothing(behind):
    behind.be("aroot")
    command = StateClock(behind.clock.now().wall, "battery changed", "aroot")

    assert behind.station.do(command, by="aroot", secret="copper kettle 47", seen="0" * 64).refusal is not None
    assert behind.station.ask(StationStatus()).clock_blocked


def test_nobody_with_a_role_in_an_open_batch_states_the_time(behind):
    """Quality checked the issue of the open batch, so another one of quality signs (floor-rules 15)."""
    set_clock(behind, hours=7)
    behind.be("aroot")
    command = StateClock(behind.clock.now().wall, "battery changed", "qlee")

    answer = behind.station.do(command, by="aroot", secret="copper kettle 47", seen="0" * 64)

    assert code(answer) == "busy_in_open_batch"
    fine(behind.sign(StateClock(behind.clock.now().wall, "battery changed", "qtwo"), "aroot"))


def test_forward_across_a_start_of_the_machine_is_time_that_passed(running):
    """Nothing judges a later wall clock after a restart; elapsed times are unconfirmed instead (floor-rules 15)."""
    running.recorded("clearance", no_product="yes", clean="yes")
    running.reopen(boot=True, hours=6)

    running.recorded("card", scan=BATCH)

    assert changed(running) == []
    fine(running.sign_scope("clear"))


def test_production_takes_no_simulated_clock(tmp_path):
    with pytest.raises(Refusal, match="clock_simulated"):
        found(tmp_path / "a", profile="production", passphrase="a long enough passphrase")
    assert not (tmp_path / "a" / "station.db").exists()


def test_a_production_store_is_not_opened_with_a_simulated_clock(tmp_path, running):
    folder = tmp_path / "production"
    found(folder, profile="production", passphrase="a long enough passphrase", clock=SystemClock())

    with pytest.raises(Refusal) as refused:
        Station.open(folder, clock=running.clock, passphrase="a long enough passphrase")

    assert refused.value.code == "clock_simulated"
    Station.open(folder, passphrase="a long enough passphrase").close()


def test_a_simulated_time_is_marked_in_every_entry(running):
    running.recorded("clearance", no_product="yes", clean="yes")

    assert b'"clock":"simulated"' in running.station.store.log.head.header
    assert datetime.fromisoformat(running.audit()[0].wall).year == 2026
