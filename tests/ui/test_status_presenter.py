"""Status and appearance of the station without their looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from ebr.domain.refusal import Refusal
from ebr.station.questions import AlarmRow, CarriedRow, CentralAnswer, StationStatus
from tests.ui.real_station import Floor
from ui.appearance.presenter import AppearancePresenter, scale_of
from ui.desk import InlineDesk
from ui.rounds import Round
from ui.status.central import CentralShown, central_of, facts_of
from ui.status.presenter import Status, StatusPresenter, Verified, grouped, messages_of, record_of

ALONE = CentralAnswer("", "", (), "", "", ())


class ChildDesk(InlineDesk):
    """A desk whose child processes answer when the test says so."""

    def child(self, arguments: list[str], then: Callable[[tuple[int, str]], None]) -> None:
        self.asked, self.answer = arguments, then


def test_the_status_says_that_nobody_else_has_witnessed_and_that_it_may_be_switched_off(floor: Floor) -> None:
    presenter, shown, central = StatusPresenter(floor.desk), list[Status](), list[CentralShown]()
    presenter.on_status, presenter.on_central = shown.append, central.append
    presenter.refresh()
    facts = {fact.name: fact for fact in central[-1].facts}
    assert facts["Witness"].value == "The site has admitted none"
    status = floor.station.ask(StationStatus())
    assert 0 < status.unwitnessed < shown[-1].entries, "starts of the program are not counted"
    assert facts["Not witnessed"].value == f"{status.unwitnessed} entries"
    assert facts["Last contact"].value == "Never"
    assert "Not sent yet" not in facts, "nothing is said of what nobody asked"
    assert not central[-1].can_start
    assert shown[-1].messages[0].text.startswith("It is safe to switch this station off")
    assert "this machine only" in shown[-1].messages[0].detail


def test_the_fingerprint_is_grouped_to_be_read_aloud(floor: Floor) -> None:
    answer = floor.station.ask(StationStatus())
    shown = next(fact.detail for fact in record_of(answer) if fact.name == "Site")
    assert shown.replace(" ", "") == answer.fingerprint
    assert {len(group) for group in shown.split()} == {4}
    assert grouped("abcdef") == "abcd ef"


@pytest.mark.parametrize(
    ("change", "tone"),
    [
        ({"clock_blocked": True}, "crit"),
        ({"findings": 2}, "crit"),
        ({"ballast": False}, "warn"),
        ({"free_bytes": 5}, "warn"),
    ],
)
def test_what_needs_somebody_is_said(floor: Floor, change: dict[str, object], tone: str) -> None:
    answer = floor.station.ask(StationStatus())
    calm = messages_of(answer)
    worse = messages_of(replace(answer, **change))
    assert [one.tone for one in worse[len(calm) :]] == [tone]


def test_a_witnessed_station_says_so(floor: Floor) -> None:
    answer = replace(
        floor.station.ask(StationStatus()), unwitnessed=0, unsent=0, open_batches=0, safe_to_switch_off=True
    )
    assert messages_of(answer)[0].text.endswith("on its disk and on another machine.")
    assert messages_of(answer)[0].detail == ""
    assert "Nothing, every entry is" in [fact.value for fact in facts_of(answer, ALONE)]


def test_what_is_on_this_machine_only_is_counted_and_never_called_safe_elsewhere(floor: Floor) -> None:
    answer = replace(floor.station.ask(StationStatus()), last_contact="2026-11-01T09:00:00+00:00", unsent=7)
    assert "7 entries are on this machine only" in messages_of(answer)[0].detail
    assert "another machine" not in messages_of(answer)[0].text
    facts = {fact.name: fact.value for fact in facts_of(answer, ALONE)}
    assert facts["Not sent yet"] == "7 entries"


def test_a_round_says_its_stage_then_what_it_did_or_why_not(floor: Floor) -> None:
    answer = floor.station.ask(StationStatus())
    named = replace(ALONE, address="postgresql://room@db.example/ebr")
    under_way = central_of(answer, named, Round(stage="send", done=3, of=9), able=True)
    assert under_way.progress.endswith("3 of 9")
    assert not under_way.can_start
    done = central_of(answer, named, Round(lines=("9 entries sent.",)), able=True)
    assert (done.words, done.tone, done.can_start) == ("9 entries sent.", "", True)
    refused = Round(refusal=Refusal("centre_unreachable", centre="db.example", why="no route"))
    failed = central_of(answer, named, refused, able=True)
    assert failed.words.startswith("The central store db.example cannot be reached: no route")
    assert failed.tone == "warn"


def test_records_in_quarantine_and_batches_elsewhere_are_named(floor: Floor) -> None:
    answer = floor.station.ask(StationStatus())
    row = AlarmRow("ab" * 32, "Room-2", 17, "fork", {})
    central = replace(ALONE, alarms=(row,), halted="own_log_forked", not_carried=(CarriedRow("CT-7", wanted=False),))
    shown = central_of(answer, central, Round(), able=True)
    assert shown.alarms[0].text.startswith("The record of Room-2 is in quarantine")
    assert "behind entry 17" in shown.alarms[0].detail
    assert shown.alarms[1].text.startswith("Another computer has gone on with this record")
    assert [(one.batch, one.wanted) for one in shown.missing] == [("CT-7", False)]


def test_a_verification_runs_in_a_child_process_once_at_a_time(floor: Floor) -> None:
    desk = ChildDesk(floor.station)
    presenter, found, busy = StatusPresenter(desk), list[Verified](), list[bool]()
    presenter.on_verified, presenter.on_busy = found.append, busy.append
    presenter.refresh()
    assert presenter.can_verify
    presenter.verify()
    presenter.verify()
    assert desk.asked == ["verify", str(floor.station.folder)]
    desk.answer((1, "line one\n\nline two\n"))
    assert found == [Verified(fine=False, lines=("line one", "line two"))]
    assert busy == [True, False]


def test_without_child_processes_it_is_not_offered(floor: Floor) -> None:
    assert not StatusPresenter(floor.desk).can_verify


def test_a_theme_is_for_everybody_and_at_once(floor: Floor) -> None:
    floor.enter("mchen")
    presenter, settings = AppearancePresenter(floor.desk, "mchen", ("operator",)), list[dict[str, str]]()
    presenter.on_settings = settings.append
    presenter.refresh()
    presenter.look("theme", "dark")
    assert settings[-1]["theme"] == "dark"
    assert not presenter.may_change_terminal


def test_a_room_is_for_supervisors_with_a_reason(floor: Floor) -> None:
    floor.enter("sups")
    presenter, settings, errors = (
        AppearancePresenter(floor.desk, "sups", ("supervisor",)),
        list[dict[str, str]](),
        list[str](),
    )
    presenter.on_settings, presenter.on_error = settings.append, errors.append
    presenter.refresh()
    presenter.terminal({"room": "Suite 3"}, "Moved")
    presenter.terminal({"room": "Suite 3"}, "Moved")
    presenter.terminal({"idle_minutes": "99"}, "Too long")
    assert settings[-1]["room"] == "Suite 3"
    assert len(errors) == 2


@pytest.mark.parametrize(
    ("length", "scale"), [("81.3", "1.25"), ("109,2", "0.95"), ("20", "2.50"), ("0", ""), ("x", ""), ("", "")]
)
def test_a_measured_bar_becomes_a_size(length: str, scale: str) -> None:
    assert scale_of(length) == scale
