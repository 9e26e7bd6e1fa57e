"""Release in the real window on a real station: what stands against a batch and the way there, signing, certificate, register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ebr.domain.batch.commands import DecideBatch
from ebr.domain.batch.commands.release import RetainSample, SetLegalHold
from ebr.station.questions import Who
from tests.station.plant import PASSWORD, Plant
from tests.station.release_room import BATCH, asked, at, sterility
from tests.ui.real_window import real_window, settle
from tests.ui.test_widgets_clipping import clipped
from ui.desk import InlineDesk
from ui.release.links import SCREENS, link_of
from ui.release.presenter import detail_of, next_act
from ui.screens import SCREENS as EVERY_SCREEN
from ui.widgets.button import Button
from ui.widgets.strip import Strip


class Window:
    """The real window on the plant's station."""

    def __init__(self, plant: Plant, qtbot: QtBot, theme: str = "light", size: tuple[int, int] = (1280, 800)) -> None:
        self.plant = plant
        self.window = real_window(InlineDesk(plant.station), qtbot, theme, size)

    def go(self, person: str, screen: str, **params: str) -> Any:
        self.plant.station.sign_in(person, PASSWORD)
        self.window.signed_in(self.plant.station.ask(Who()))
        self.window.show_screen(screen, params)
        settle()
        return self.window.frame.view

    def press(self, words: str) -> None:
        found = [one for one in self.window.findChildren(Button) if one.isVisible() and words in one.text()]
        assert found, words
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        settle()

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        settle()


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    made = at(tmp_path / "station")
    yield made
    made.close()


def failed(plant: Plant) -> None:
    plant.signed(DecideBatch(BATCH, "conditional"), "qper")
    sterility(plant, "growth")


def test_every_link_leads_to_a_screen() -> None:
    for code in SCREENS:
        found = link_of("B-1", code, {"slot": "a/b/c/d", "step": "a/b/c"})
        assert found is not None
        assert found[0] in EVERY_SCREEN
    assert link_of("B-1", "result_pending", {"slot": "a/b/c/d"}) == (
        "execution",
        {"batch": "B-1", "phase": "a/b/c", "entry": "a/b/c/d"},
    )
    assert link_of("B-1", "never_final", {}) is None


def test_what_is_next_and_who_may_do_it(plant: Plant) -> None:
    answer = asked(plant)
    assert next_act(answer) == "conditional"
    offers = {one.key: one.reason for one in detail_of(answer, ("qualified_person",)).offers}
    assert offers["conditional"] == ""
    assert offers["preview"]
    assert "conditional" not in {one.key for one in detail_of(answer, ("quality",)).offers}
    assert {one.key for one in detail_of(answer, ("quality",)).more} == {"record", "hold", "sample"}
    failed(plant)
    more = {one.key for one in detail_of(asked(plant), ("quality",)).more}
    assert {"supply", "call", "recall"} <= more


def test_the_card_says_the_sponsors_remark_the_hold_the_end_of_the_trial_and_what_is_kept(plant: Plant) -> None:
    plant.done(RetainSample(BATCH, "R-1", 2, "Cold store 3", "2031-05-04"), "lab1")
    plant.signed(SetLegalHold(BATCH, "court order 7"), "qlee")
    told = asked(plant)
    assert told.legal_hold_since
    assert (told.trial, told.sponsor_comment) == (("", ""), "")
    answer = replace(told, sponsor_asked=True, sponsor_comment="trial 12 only", trial=("TR-12", "2026-06-01"))
    facts = {one.name: (one.value, one.detail) for _, some, _ in detail_of(answer, ()).sections for one in some}
    assert facts["Remark of the sponsor"] == ("trial 12 only", "")
    assert facts["End of the trial"] == ("2026-06-01", "TR-12")
    assert facts["Retention sample"] == ("R-1, 2 units", "Cold store 3, 2031-05-04")
    assert facts["Legal hold"][1].startswith("Nothing may be destroyed, since 2026-")
    open_still = detail_of(replace(told, sponsor_asked=True), ()).sections
    assert "Not noted yet" in [one.value for _, some, _ in open_still for one in some]


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
@pytest.mark.parametrize("theme", ["light", "dark", "hc"])
def test_nothing_is_clipped_and_everything_has_a_name(
    plant: Plant, qtbot: QtBot, theme: str, size: tuple[int, int]
) -> None:
    failed(plant)
    made = Window(plant, qtbot, theme, size)
    for screen in ("release", "releases"):
        made.go("qlee", screen)
        assert clipped(made.window) == []
        named = [one for one in made.window.findChildren(Button) if one.isVisible()]
        assert all(one.accessibleName() or one.text() for one in named)
    made.close()


def test_a_blocker_leads_to_where_it_is_removed(plant: Plant, qtbot: QtBot) -> None:
    failed(plant)
    made = Window(plant, qtbot)
    view = made.go("qlee", "release", batch=BATCH)
    strips = [one for one in view.findChildren(Strip) if one.isVisible()]
    assert len(strips) == len(asked(plant).against("review"))
    strips[0].acted.emit(None)
    settle()
    assert type(made.window.frame.view).__module__ == "ui.exceptions.view"
    made.close()


def test_the_certificate_is_shown_before_it_is_written(plant: Plant, qtbot: QtBot) -> None:
    plant.signed(DecideBatch(BATCH, "conditional"), "qper")
    made = Window(plant, qtbot)
    made.go("qper", "release", batch=BATCH)
    made.press("Certificate")
    assert clipped(made.window) == []
    assert [one.text() for one in made.window.findChildren(Button) if one.isVisible() and "PDF" in one.text()]
    made.close()


def test_a_conditional_release_is_signed_from_the_screen(plant: Plant, qtbot: QtBot) -> None:
    made = Window(plant, qtbot)
    view = made.go("qper", "release", batch=BATCH)
    command = view.presenter.decision("conditional", "sterility is pending")
    assert command == DecideBatch(BATCH, "conditional", "sterility is pending")
    made.press("Release, results pending")
    assert made.window.session.sheets, "a remark is asked for before the signature"
    made.close()


def test_without_batches_the_screen_says_so(plant: Plant, qtbot: QtBot) -> None:
    plant.signed(DecideBatch(BATCH, "rejected", "broken bag"), "qper")
    made = Window(plant, qtbot)
    view = made.go("qlee", "release")
    assert view.table.view.model().rowCount() == 0
    assert not view.detail.isVisible()
    made.close()
