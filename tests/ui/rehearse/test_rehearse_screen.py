"""The dry run of a version and of a draft on a real station: play, read, keep."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from ebr.domain.mbr.document import mbr_hash
from ebr.station.questions import DraftDocument, Who
from tests.ui.real_station import Floor
from ui.main_window import MainWindow
from ui.rehearse.presenter import RehearsePresenter, Screen
from ui.theme import Theme, apply


class Played:
    def __init__(self, floor: Floor, person: str, *roles: str, version: str = "1") -> None:
        floor.enter(person)
        self.presenter = RehearsePresenter(floor.desk, person, roles)
        self.screens: list[Screen] = []
        self.said: list[tuple[str, str]] = []
        self.presenter.on_screen = self.screens.append
        self.presenter.on_notice = lambda text, tone: self.said.append((text, tone))
        self.presenter.open("handrub_f1", version)

    @property
    def screen(self) -> Screen:
        return self.screens[-1]


def begin_draft(floor: Floor) -> None:
    from ebr.domain.master.commands import BeginDraft

    floor.enter("auth")
    assert floor.station.do(BeginDraft("handrub_f1", "2", base="1"), by="auth").refusal is None


def test_a_version_is_played_and_its_figures_shown(floor: Floor) -> None:
    played = Played(floor, "auth", "author")
    assert played.screen.title.endswith("version 1")
    assert not played.screen.why
    played.presenter.run(batches=2)
    assert played.screen.passed
    assert played.screen.words == "2 batches played, seed 1"
    figures = {line.kind: line.result for line in played.screen.lines if line.tone == "head"}
    assert figures["Steps"] == "24 of 24"
    stages = [screen.stage for screen in played.screens if screen.stage]
    assert stages[1].startswith("1 batch, ")
    played.presenter.close()


def test_a_dry_run_is_kept_with_the_draft_it_was_of(floor: Floor) -> None:
    begin_draft(floor)
    played = Played(floor, "auth", "author", version="2")
    assert played.screen.kept == "No dry run of this text is kept with it"
    played.presenter.run(batches=1)
    played.presenter.keep()
    assert played.said == [("Recorded", "")]
    assert played.screen.kept.startswith("Kept: 1 batch, seed 1, by Al Author")
    answer = floor.station.ask(DraftDocument("handrub_f1", "2"))
    row = answer.rehearsals[-1]
    assert row.fits
    assert row.figures["phase"] == "24/24"
    assert floor.station.attachments.read(row.report).startswith(b"%PDF-")
    assert played.presenter.document is not None
    assert row.hash == mbr_hash(played.presenter.document)
    played.presenter.close()


def test_an_approved_version_keeps_nothing_more_and_says_why(floor: Floor) -> None:
    played = Played(floor, "auth", "author")
    played.presenter.run(batches=1)
    played.presenter.keep()
    assert len(played.said) == 1
    assert played.said[0][1] == "warn"
    played.presenter.close()


def test_an_unknown_version_says_so_and_plays_nothing(floor: Floor) -> None:
    played = Played(floor, "auth", "author", version="77")
    assert played.screen.why
    played.presenter.run()
    assert played.screen.passed is None
    played.presenter.close()


def test_a_result_of_a_run_that_was_stopped_is_not_shown(floor: Floor) -> None:
    played = Played(floor, "auth", "author")
    ended: list[Any] = []

    def work(_order: object, then: Any, _stage: object) -> Any:
        ended.append(then)
        return lambda: None

    floor.desk.work = work
    played.presenter.run()
    assert played.screen.stage == "Starting"
    played.presenter.stop()
    ended[0]("killed")
    assert played.said == []
    assert played.screen.stage == ""
    played.presenter.close()


def test_the_screen_in_the_window_plays_and_opens_a_trial(floor: Floor, qapp: QApplication) -> None:
    theme = Theme("light", 1.0)
    apply(qapp, theme)
    floor.enter("auth")
    window = MainWindow(floor.desk, theme, qapp)
    window.resize(1280, 800)
    window.signed_in(floor.station.ask(Who()))
    window.show_screen("rehearse", {"mbr": "handrub_f1", "version": "1"})
    view = window.frame.view
    assert type(view).__module__ == "ui.rehearse.view"
    view.presenter.run(batches=1)
    assert view.table.model.rowCount() > 8
    children: list[list[str]] = []
    floor.desk.child = lambda arguments, _then: children.append(arguments)
    view.open_trial()
    assert children[0][0] == "rehearse"
    file = Path(children[0][1])
    assert json.loads(file.read_text(encoding="utf-8"))["header"]["id"] == "handrub_f1"
    window.close()
    assert not file.exists()
