"""Status and appearance of the station without their looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from ebr.station.questions import StationStatus
from tests.ui.real_station import Floor
from ui.appearance.presenter import AppearancePresenter, scale_of
from ui.desk import InlineDesk
from ui.status.presenter import Status, StatusPresenter, Verified, grouped, messages_of, record_of


class ChildDesk(InlineDesk):
    """A desk whose child processes answer when the test says so."""

    def child(self, arguments: list[str], then: Callable[[tuple[int, str]], None]) -> None:
        self.asked, self.answer = arguments, then


def test_the_status_says_that_nobody_else_has_witnessed_and_that_it_may_be_switched_off(floor: Floor) -> None:
    presenter, shown = StatusPresenter(floor.desk), list[Status]()
    presenter.on_status = shown.append
    presenter.refresh()
    record = {fact.name: fact for fact in shown[-1].record}
    assert record["Witness"].value == "No independent witness"
    assert record["Witness"].detail.startswith(f"{shown[-1].entries} entries not witnessed")
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
    answer = replace(floor.station.ask(StationStatus()), unwitnessed=0, open_batches=0)
    assert messages_of(answer)[0].detail == ""
    assert "Every entry is witnessed elsewhere" in [fact.value for fact in record_of(answer)]


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
    ("length", "scale"), [("81.3", "1.25"), ("109,2", "0.90"), ("20", "2.50"), ("0", ""), ("x", ""), ("", "")]
)
def test_a_measured_bar_becomes_a_size(length: str, scale: str) -> None:
    assert scale_of(length) == scale
