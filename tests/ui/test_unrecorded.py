"""What was typed and not recorded when the program ended: whose it is, how long it lives, and that it records nothing."""

from __future__ import annotations

import json
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ebr.domain.refusal import Refusal
from ebr.station.readings import Reading
from tests.ui.desk_played import BATCH, STEP, PlayedStation
from ui.desk import Answer, InlineDesk
from ui.drafts import Drafts, Held
from ui.execution import unfinished
from ui.execution.model import Card, Screen
from ui.execution.presenter import ExecutionPresenter
from ui.unrecorded import FILE, Unrecorded

TEMP, BAG, LOOK = f"{STEP}/temp", f"{STEP}/bag", f"{STEP}/look"


class Clock:
    """A wall clock that a test moves."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def on(self, **by: float) -> None:
        self.at += timedelta(**by)


class Terminal:
    """A terminal whose program ends and begins again on the same folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, Clock()
        self.station = PlayedStation()
        self.begin()

    def begin(self) -> None:
        """A new run: what was in memory is gone."""
        self.drafts = Drafts()
        self.drafts.left = Unrecorded(self.folder, self.clock)

    def person(self, name: str = "mchen") -> ExecutionPresenter:
        self.screens: list[Screen] = []
        made = ExecutionPresenter(InlineDesk(self.station), name, ("operator",), self.drafts)
        made.on_screen = self.screens.append
        made.open(BATCH)
        return made

    def typing(self, address: str, text: str, part: str = "number") -> ExecutionPresenter:
        who = self.person()
        who.choose_entry(address)
        who.draft(address, {part: text})
        self.second()
        return who

    def second(self) -> None:
        self.clock.on(seconds=2)
        self.drafts.remember("mchen")

    def file(self) -> list[dict[str, object]]:
        path = self.folder / FILE
        found: list[dict[str, object]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
        return found

    def card(self, name: str) -> Card:
        step = self.screens[-1].step
        assert step is not None
        return next(card for card in step.cards if card.key == f"{STEP}/{name}")


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def test_after_a_crash_it_is_said_and_only_the_own_hand_fills_it_in_again(terminal: Terminal) -> None:
    terminal.typing(TEMP, "6.4")
    recorded = len(terminal.station.done)
    terminal.begin()
    who = terminal.person()
    who.choose_entry(TEMP)
    assert "You had typed 6.4" in terminal.card("temp").before
    assert "it was not recorded" in terminal.card("temp").before
    assert who.drafts.of("mchen", TEMP) == {}, "nothing comes back into a field by itself"
    unfinished.fill_again(who, TEMP)
    assert who.drafts.of("mchen", TEMP) == {"number": "6.4"}
    assert terminal.card("temp").before == ""
    assert len(terminal.station.done) == recorded, "and nothing was recorded"
    terminal.second()
    assert [row["parts"] for row in terminal.file()] == [{"number": "6.4"}], "a second crash loses it no more"


def test_nobody_else_is_shown_it(terminal: Terminal) -> None:
    terminal.typing(TEMP, "6.4")
    terminal.begin()
    other = terminal.person("jott")
    other.choose_entry(TEMP)
    assert terminal.card("temp").before == ""
    unfinished.fill_again(other, TEMP)
    assert other.drafts.of("jott", TEMP) == {}
    terminal.person().choose_entry(TEMP)
    assert terminal.card("temp").before, "it waits for the one who typed it"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such modes")
def test_no_other_user_of_the_machine_reads_the_file(terminal: Terminal) -> None:
    terminal.typing(TEMP, "6.4")
    assert stat.S_IMODE((terminal.folder / FILE).stat().st_mode) == 0o600


def test_recorded_emptied_signed_out_or_closed_it_is_gone(terminal: Terminal) -> None:
    who = terminal.typing(TEMP, "6.4")
    who.record(TEMP, {"number": "6.4"})
    terminal.second()
    assert terminal.file() == []
    mass = f"{STEP}/mass"
    who = terminal.typing(mass, "251")
    who.draft(mass, {"number": ""})
    terminal.second()
    assert terminal.file() == []
    terminal.typing(mass, "251")
    assert terminal.drafts.left is not None
    terminal.drafts.left.forget("jott")
    assert len(terminal.file()) == 1
    terminal.drafts.left.forget("mchen")
    assert not (terminal.folder / FILE).exists()


def test_what_somebody_else_recorded_meanwhile_is_said_no_more(terminal: Terminal) -> None:
    terminal.typing(TEMP, "6.4")
    terminal.begin()
    terminal.person("jott").record(TEMP, {"number": "6.5"})
    terminal.person()
    terminal.second()
    assert terminal.file() == []


def test_after_the_longest_shift_or_with_the_clock_put_back_nothing_is_offered(terminal: Terminal) -> None:
    terminal.typing(TEMP, "6.4")
    assert terminal.drafts.left is not None
    terminal.begin()
    left = terminal.drafts.left
    for hours, offered in ((11, True), (2, False), (-20, False)):
        terminal.clock.on(hours=hours)
        assert (left.of("mchen", BATCH, TEMP) is not None) == offered
    left.keep("mchen", {})
    assert terminal.file() == []


def test_what_grows_too_old_while_the_station_is_locked_leaves_the_file(terminal: Terminal) -> None:
    terminal.typing(TEMP, "6.4")
    assert terminal.drafts.left is not None
    assert len(terminal.file()) == 1
    terminal.clock.on(hours=13)
    terminal.drafts.left.follow()  # each second, whoever is here
    assert terminal.file() == []


def test_an_attempt_is_in_the_record_and_not_said_again(terminal: Terminal) -> None:
    who = terminal.typing(TEMP, "9.1")
    who._recorded(TEMP, Answer(Refusal("out_of_limit"), {"attempt": "1"}))
    terminal.second()
    assert terminal.file() == []
    who.draft(TEMP, {"number": "6.1"})
    terminal.second()
    assert [row["parts"] for row in terminal.file()] == [{"number": "6.1"}]


def test_readings_identifiers_ticks_and_forms_are_never_kept(terminal: Terminal) -> None:
    who = terminal.typing(TEMP, "6.4")
    reading = Reading("6.4", "C", "raw", "T-1", "2026-11-22T14:03:00+00:00")
    who.drafts.hold("mchen", TEMP, "number", Held("6.4", reading))
    who.draft(BAG, {"coi": "COI-7F3K-2291"})
    who.draft(LOOK, {"check": "yes"})
    terminal.second()
    assert terminal.file() == []
    who.form = "F-1"
    who.draft(f"{STEP}/mass", {"number": "251"})
    terminal.second()
    assert terminal.file() == []


def test_two_batches_of_one_master_have_their_own_drafts() -> None:
    drafts = Drafts()
    one, other = drafts.within("B-1"), drafts.within("B-2")
    one.keep("mchen", TEMP, {"number": "6.4"})
    one.hold("mchen", TEMP, "number", Held("6.4", Reading("6.4", "C", "raw", "T-1", "")))
    assert (other.of("mchen", TEMP), dict(other.held("mchen", TEMP))) == ({}, {})
    assert drafts.within("B-1").of("mchen", TEMP) == {"number": "6.4"}


def test_the_file_is_written_once_a_second_at_most_and_only_when_something_moved(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[datetime] = []
    real = Unrecorded._write
    monkeypatch.setattr(Unrecorded, "_write", lambda self, rows: (written.append(terminal.clock.at), real(self, rows)))
    assert terminal.drafts.left is not None
    left = terminal.drafts.left
    for tenth in range(50):
        terminal.clock.on(milliseconds=100)
        left.keep("mchen", {(BATCH, TEMP): {"number": f"6.{tenth}"}})
    assert 4 <= len(written) <= 6
    for _second in range(5):
        terminal.clock.on(seconds=1)
        left.keep("mchen", {(BATCH, TEMP): {"number": "6.49"}})
    assert len(written) <= 7


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "[7]", '[{"person": "mchen"}]', '[{"person":"a","batch":"b","address":"c","at":"x"}]', "\x00"],
)
def test_a_damaged_file_is_as_if_it_were_not_there(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    left = Unrecorded(tmp_path)
    assert left.of("mchen", BATCH, TEMP) is None
    left.keep("mchen", {(BATCH, TEMP): {"number": "6"}})
    assert len(json.loads((tmp_path / FILE).read_text(encoding="utf-8"))) == 1
