"""The execution screen without its looks, on a station that behaves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ebr.domain.batch import commands as c
from ebr.domain.mbr.model import KINDS
from ebr.station import questions as q
from tests.ui import desk_kinds
from tests.ui.desk_played import BATCH, STEP, LateDesk, PlayedStation, entry
from ui.desk import Answer, InlineDesk
from ui.drafts import Drafts
from ui.execution.editors import editor_of
from ui.execution.model import Card, Screen
from ui.execution.presenter import ExecutionPresenter

IDENTITY = {"coi": "COI-7F3K-2291", "subject": "SUB-0412-007"}


class Shown:
    """A presenter on a played station, and what it drew last."""

    def __init__(
        self, station: PlayedStation | None = None, drafts: Drafts | None = None, person: str = "mchen"
    ) -> None:
        self.station = station or PlayedStation()
        self.desk = InlineDesk(self.station)
        self.presenter = ExecutionPresenter(self.desk, person, ("operator",), drafts)
        self.screens: list[Screen] = []
        self.mismatches: list[dict[str, str]] = []
        self.presenter.on_screen = self.screens.append
        self.presenter.on_mismatch = lambda _words, params: self.mismatches.append(dict(params))
        self.presenter.open(BATCH)

    @property
    def screen(self) -> Screen:
        return self.screens[-1]

    def card(self, name: str) -> Card:
        assert self.screen.step is not None
        return next(card for card in self.screen.step.cards if card.key == f"{STEP}/{name}")


def filled() -> Shown:
    shown = Shown()
    shown.presenter.record(f"{STEP}/bag", IDENTITY, "scanned")
    shown.presenter.record(f"{STEP}/mass", {"number": "251.3"})
    shown.presenter.record(f"{STEP}/temp", {"number": "6.4"})
    shown.presenter.record(f"{STEP}/look", {"check": "yes"})
    return shown


def test_the_first_open_entry_is_the_only_open_card() -> None:
    shown = Shown()
    assert shown.screen.active == f"{STEP}/bag"
    assert [card.state for card in shown.screen.step.cards] == ["active", "todo", "todo", "todo"]


def test_a_recorded_value_folds_and_the_next_entry_opens() -> None:
    shown = Shown()
    shown.presenter.record(f"{STEP}/bag", IDENTITY, "scanned")
    assert (shown.card("bag").state, shown.card("bag").source_icon) == ("done", "scan")
    assert shown.screen.active == f"{STEP}/mass"


def test_out_of_limit_stays_open_with_its_words_the_draft_and_the_way_out() -> None:
    shown = Shown()
    shown.presenter.choose_entry(f"{STEP}/temp")
    shown.presenter.draft(f"{STEP}/temp", {"number": "9.1"})
    shown.presenter.record(f"{STEP}/temp", {"number": "9.1"})
    card = shown.card("temp")
    assert card.state == "out"
    assert "9.1" in card.message
    assert "8.0" in card.message
    assert card.message_action
    assert card.editor is not None
    assert card.editor.scale is not None
    assert card.editor.scale.outside
    assert shown.presenter.drafts.of("mchen", f"{STEP}/temp") == {"number": "9.1"}
    assert (shown.screen.bar.enabled, shown.screen.bar.tone) == (False, "crit")


def test_an_exception_lets_the_attempt_stand() -> None:
    shown = Shown()
    shown.presenter.choose_entry(f"{STEP}/temp")
    shown.presenter.record(f"{STEP}/temp", {"number": "9.1"})
    answers: list[Answer] = []
    shown.presenter.document(f"{STEP}/temp", "Waiting time", "", "minor", answers.append, attempt=1, accepts=True)
    assert answers[0].refusal is None
    assert shown.card("temp").state == "done"
    assert "EX-0032" in shown.card("temp").exception


def test_a_comma_is_refused_in_words_and_nothing_is_lost() -> None:
    shown = Shown()
    shown.presenter.choose_entry(f"{STEP}/mass")
    shown.presenter.draft(f"{STEP}/mass", {"number": "251,3"})
    shown.presenter.record(f"{STEP}/mass", {"number": "251,3"})
    assert "251.3" in shown.card("mass").message
    assert shown.card("mass").state == "active"
    assert shown.presenter.drafts.of("mchen", f"{STEP}/mass") == {"number": "251,3"}


def test_a_double_tap_while_one_is_under_way_sends_nothing() -> None:
    shown = Shown()
    waiting: list[tuple[object, str]] = []
    shown.desk.do = lambda command, **how: waiting.append((command, how["command_id"]))  # type: ignore[method-assign]
    shown.presenter.record(f"{STEP}/mass", {"number": "251.3"})
    shown.presenter.record(f"{STEP}/mass", {"number": "251.3"})
    assert len(waiting) == 1


def test_drafts_belong_to_the_person_who_typed_them_and_the_place_is_kept() -> None:
    drafts = Drafts()
    first = Shown(drafts=drafts)
    first.presenter.choose_entry(f"{STEP}/temp")
    first.presenter.draft(f"{STEP}/temp", {"number": "6."})
    first.presenter.close()
    other = Shown(drafts=drafts, person="jott")
    assert (other.screen.active, drafts.within(BATCH).of("jott", f"{STEP}/temp")) == (f"{STEP}/bag", {})
    back = Shown(drafts=drafts)
    assert (back.screen.active, drafts.within(BATCH).of("mchen", f"{STEP}/temp")) == (f"{STEP}/temp", {"number": "6."})


def test_a_wrong_bag_must_be_acknowledged_and_can_never_be_accepted() -> None:
    shown = Shown()
    shown.presenter.record(f"{STEP}/bag", {**IDENTITY, "coi": "COI-7F8K-2297"}, "scanned")
    assert shown.mismatches == [
        {
            "identifier": "coi",
            "scanned": "COI-7F8K-2297",
            "expected": "COI-7F3K-2291",
            "slot": "Both identifiers on bag and record",
        }
    ]
    assert shown.card("bag").message_action == ""


def test_a_complete_step_can_be_signed_and_an_incomplete_one_says_why_not() -> None:
    assert (Shown().screen.bar.enabled, Shown().screen.bar.reason) == (False, "0 of 4 entries complete")
    assert (filled().screen.bar.act, filled().screen.bar.enabled) == ("sign", True)


def test_after_the_performer_a_second_person_is_asked_for() -> None:
    shown = filled()
    shown.station.signed.append("performed mchen")
    shown.presenter.refresh()
    assert (shown.screen.bar.act, shown.screen.bar.enabled) == ("second", True)


def test_a_locked_step_shows_no_open_entry_and_the_way_to_the_open_one() -> None:
    shown = Shown()
    answer = shown.presenter.answer
    assert answer is not None
    assert answer.step is not None
    shown.presenter.answer = replace(
        answer,
        step=replace(
            answer.step, status="locked", why="waits_for", why_params={"what": "Dispense buffer", "number": "6.2"}
        ),
    )
    shown.presenter.render()
    assert (shown.screen.active, shown.screen.bar.act) == ("", "next")
    assert shown.screen.step is not None
    assert "6.2" in shown.screen.step.strip


def test_what_was_tried_and_what_stood_before_stays_readable() -> None:
    old = q.ValueRow(
        1,
        {"number": "251.3"},
        "251.3 g",
        "in",
        "mchen",
        "Maria Chen",
        "Maria Chen",
        "2026-11-22T14:02:11+01:00",
        "typed",
        True,
        (("250.3 g", "Read wrongly", "Maria Chen", "2026-11-22T14:03:00+01:00"),),
    )
    tried = q.AttemptRow(
        1,
        1,
        "300.0 g",
        "out_of_limit",
        {
            "slot": "Buffer mass",
            "value": "300.0",
            "limit": "255.0",
            "bound": "high",
            "low": "245.0",
            "high": "255.0",
            "unit": "g",
        },
        "Maria Chen",
        "2026-11-22T14:01:00+01:00",
        "",
    )
    shown = Shown(
        PlayedStation(entries=[entry("mass", "number", "Buffer mass", status="done", rows=(old,), attempts=(tried,))])
    )
    card = shown.card("mass")
    assert "250.3 g" in card.notes[0]
    assert "Read wrongly" in card.notes[0]
    assert "300.0 g" in card.attempts[0]


@pytest.mark.parametrize("made", desk_kinds.all_kinds(), ids=lambda made: made.kind)
def test_every_kind_has_its_form(made: q.EntryAnswer) -> None:
    assert editor_of(made, {}).form


def test_no_kind_is_forgotten() -> None:
    assert {made.kind for made in desk_kinds.all_kinds()} == set(KINDS)


def test_a_repeated_command_id_is_answered_once() -> None:
    station = PlayedStation()
    command = c.RecordValue(BATCH, f"{STEP}/mass", {"number": "251.3"})
    assert station.do(command, by="mchen", command_id="a") is station.do(command, by="mchen", command_id="a")


def test_what_is_answered_after_the_screen_was_left_reaches_nobody() -> None:
    desk, screens = LateDesk(PlayedStation()), list[Screen]()
    presenter = ExecutionPresenter(desk, "mchen", ("operator",))
    presenter.on_screen = screens.append
    presenter.open(BATCH)
    presenter.close()
    desk.answer()
    assert screens == []


def test_a_value_recorded_as_the_screen_was_left_leaves_no_draft_behind() -> None:
    desk, drafts = LateDesk(PlayedStation()), Drafts()
    presenter = ExecutionPresenter(desk, "mchen", ("operator",), drafts)
    presenter.open(BATCH)
    desk.answer()
    presenter.draft(f"{STEP}/bag", IDENTITY)
    presenter.record(f"{STEP}/bag", IDENTITY, "scanned")
    presenter.close()
    desk.answer()
    assert drafts.within(BATCH).of("mchen", f"{STEP}/bag") == {}
