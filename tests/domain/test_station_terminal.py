from __future__ import annotations

from dataclasses import replace

import pytest

from ebr.domain.station import commands as station
from ebr.domain.station.events import FaultNoted, Genesis
from ebr.domain.station.rules import needs, sheet
from ebr.domain.station.state import (
    PROFILES,
    clock_drafts,
    elapsed,
    signing_trouble,
    simulated_trouble,
    terminal_setting,
)
from tests.domain.company import Company, code, founded, genesis, instant, key, staffed

STATED = station.StateClock("2026-05-04T08:00:30+02:00", "radio clock of the hall", "quentin.ode")


def watch(company, at, **more):
    """Write what the clock watch wants before anything else, as the station does."""
    drafts = clock_drafts(company.here(), at, **more)
    company.at = at
    for draft in drafts:
        company.write(draft.subject, draft.event)
    return [draft.event for draft in drafts]


def test_a_log_begins_once_with_a_profile_for_ever():
    company = Company()
    company.done(genesis("demonstration"))
    assert (company.here().profile, company.here().production) == ("demonstration", False)
    assert code(company.do(genesis("production"))) == "station_exists"
    company.write("station/S1", Genesis("S1", "Riverside", "production", key("k"), {}, key("log 1"), key("head")))
    assert company.here().profile == "demonstration"


@pytest.mark.parametrize("profile", PROFILES)
def test_each_profile_begins(profile):
    Company().done(genesis(profile))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"station": "a b"}, "station_name_form"),
        ({"profile": "playground"}, "profile_unknown"),
        ({"key": ""}, "key_form"),
        ({"previous_log": "ab"}, "previous_log_incomplete"),
    ],
)
def test_stations_that_do_not_begin(changes, expected):
    assert code(Company().do(replace(genesis(), **changes))) == expected


def test_a_restored_station_names_what_it_was():
    company = founded()
    company.done(replace(genesis(), previous_log=key("log 1"), previous_head=key("head")))
    assert company.here().previous_log == key("log 1")
    other = replace(genesis("practice"), previous_log=key("log 1"), previous_head=key("head"))
    assert code(company.do(other)) == "profile_unknown"


@pytest.mark.parametrize("profile", PROFILES)
def test_a_simulated_clock_only_outside_production(profile):
    simulated = instant(clock="simulated")
    company = Company(at=simulated)
    assert (code(company.do(genesis(profile))) == "clock_simulated") == (profile == "production")
    company = founded(profile)
    company.at = simulated
    found = code(company.do(station.SignIn("ada.first", "p1", secret_ok=True)))
    assert (found == "clock_simulated") == (profile == "production")
    assert (simulated_trouble(company.here(), simulated) is not None) == (profile == "production")


def test_nothing_happens_on_a_station_that_has_not_begun():
    assert code(Company().do(station.NoteFault("a", "b"))) == "station_missing"
    assert clock_drafts(Company().here(), instant()) == ()


def test_a_steady_clock_writes_nothing():
    company = founded()
    assert watch(company, instant(3600, wall_off=1.9)) == []


@pytest.mark.parametrize(("off", "seconds"), [(2.5, "2.5"), (-3600, "-3600.0")])
def test_a_jump_within_one_boot_is_an_entry_and_then_the_new_measure(off, seconds):
    company = founded()
    (event,) = watch(company, instant(60, wall_off=off))
    assert (event.seconds, event.across_boots) == (seconds, False)
    assert event.before == instant(60).wall
    assert watch(company, instant(61, wall_off=off)) == []
    assert signing_trouble(company.here()) is None


def test_a_clock_walked_in_small_steps_is_noticed():
    company = founded()
    found = []
    for step in range(1, 5):
        found += watch(company, instant(step * 60, wall_off=step * 1.5))
        company.write("station/S1", FaultNoted("any", "entry"))
    assert [event.seconds for event in found] == ["3.0", "3.0"]


def test_a_zone_change_is_no_jump():
    company = founded()
    at = replace(instant(60), wall="2026-05-04T07:01:00.000000+01:00")
    assert watch(company, at) == []


def test_a_clock_behind_the_last_entry_after_a_start_blocks_signing_until_two_state_it():
    company = staffed()
    (event,) = watch(company, instant(30, boot="b2"), last=instant(7200))
    assert (event.across_boots, event.before) == (True, instant(7200).wall)
    refusal = signing_trouble(company.here())
    assert (refusal.code, refusal.params["last"]) == ("clock_behind", instant(7200).wall)
    assert watch(company, instant(31, boot="b2"), last=company.at) == []
    shown = sheet(company.here(), company.decide(STATED, "ada.first").drafts[0].event)
    assert shown.covered == (company.here().clock_doubt,)
    company.done(STATED, "ada.first")
    assert signing_trouble(company.here()) is None
    assert company.here().clock_unstated == []
    assert len(company.here().clock_events) == 1


def test_a_start_with_a_later_clock_writes_nothing():
    company = staffed()
    assert watch(company, instant(90000, boot="b2")) == []


@pytest.mark.parametrize(
    ("changes", "by", "expected"),
    [
        ({"wall": "half past ten"}, "ada.first", "time_unreadable"),
        ({"wall": "2026-05-04T08:00:30"}, "ada.first", "time_without_zone"),
        ({"wall": "2026-05-04T08:30:00+02:00"}, "ada.first", "clock_differs"),
        ({"reason": ""}, "ada.first", "reason_missing"),
        ({"quality": ""}, "ada.first", "second_person_missing"),
        ({"quality": "jan.kowalski"}, "ada.first", "second_person_role"),
        ({"busy": ("quentin.ode",)}, "ada.first", "busy_in_open_batch"),
        ({"busy": ("ada.first",)}, "ada.first", "busy_in_open_batch"),
        ({}, "jan.kowalski", "right_missing"),
    ],
)
def test_who_and_what_does_not_state_the_clock(changes, by, expected):
    assert code(staffed().do(replace(STATED, **changes), by)) == expected


def test_what_a_clock_statement_relies_on():
    assert needs(STATED, staffed().here()) == ("person/quentin.ode", "site")


def test_elapsed_time_trusts_the_boot_clock_within_one_boot():
    assert elapsed(instant(0), instant(60, wall_off=3000)).total_seconds() == 60
    assert elapsed(instant(0), instant(60, boot="b2", wall_off=3000)).total_seconds() == 3060


@pytest.mark.parametrize(
    "settings", [{"theme": "hc"}, {"ui_scale": "1.25"}, {"sounds": "no", "volume": "0"}, {"letter_panel": "no"}]
)
def test_anybody_changes_how_the_terminal_looks(settings):
    company = staffed()
    event = company.do(station.ChangeAppearance(settings), "maria.chen").drafts[0].event
    assert event.settings == settings
    assert all(terminal_setting(company.here(), name) == text for name, text in settings.items())
    assert code(company.do(station.ChangeAppearance(settings), "maria.chen")) == "settings_unchanged"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (station.ChangeAppearance({"theme": "pink"}), "setting_choice"),
        (station.ChangeAppearance({"ui_scale": "3.00"}), "setting_out_of_bounds"),
        (station.ChangeAppearance({"ui_scale": "1,25"}), "number_comma"),
        (station.ChangeAppearance({"ui_scale": "1.255"}), "number_decimals"),
        (station.ChangeAppearance({"room": "R1"}), "setting_unknown"),
        (station.ChangeTerminal({"theme": "dark"}, "because"), "setting_unknown"),
        (station.ChangeTerminal({"room": "R1"}, ""), "reason_missing"),
        (station.ChangeTerminal({"room": "R1\x07"}, "moved"), "text_control_character"),
        (station.ChangeTerminal({"room": "R1\nR2"}, "moved"), "setting_text"),
        (station.ChangeTerminal({"idle_minutes": "1e1"}, "sooner"), "setting_out_of_bounds"),
        (station.ChangeTerminal({"idle_minutes": " 5"}, "sooner"), "setting_out_of_bounds"),
        (station.ChangeTerminal({"idle_minutes": ""}, "as before"), "settings_unchanged"),
        (station.ChangeTerminal({"idle_minutes": "0"}, "never"), "setting_out_of_bounds"),
    ],
)
def test_settings_that_are_refused(asked, expected):
    assert code(staffed().do(asked, "jan.kowalski")) == expected


def test_a_setting_of_a_newer_program_reads_as_the_default():
    company = staffed()
    company.here().settings["theme"] = "sepia"
    assert terminal_setting(company.here(), "theme") == "light"


def test_an_export_is_noted_first_and_by_a_person_in_production():
    export = station.NoteExport("report R26-001", "D:/", 412)
    company = staffed()
    assert code(company.do(export)) == "export_needs_person"
    company.done(export, "quentin.ode")
    assert company.here().exports == 1
    assert code(company.do(replace(export, target=""), "quentin.ode")) == "export_incomplete"
    founded("demonstration").done(export)


def test_starts_checkpoints_and_faults_are_noted():
    company = staffed()
    company.done(station.StartKey("aa", "bb", "file"))
    company.done(station.NoteCheckpoint(300, "cc", "note"))
    company.done(station.NoteFault("write failed", "disk full"), "maria.chen")
    here = company.here()
    assert (here.start_key, here.key_store, here.checkpoint_size, here.faults, here.last_fault) == (
        "aa",
        "file",
        300,
        1,
        "write failed",
    )
