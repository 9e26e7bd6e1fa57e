"""Founding a site from the screen: on a real folder, from the names to the sign-in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ebr.domain.refusal import Refusal
from ebr.station.questions import People, StationStatus
from ebr.station.scanner_check import KNOWN
from ebr.storage.site_key import Recovery, fingerprint, recovered
from ui.desk import InlineDesk
from ui.first_start.kept import kept
from ui.first_start.presenter import FirstStartPresenter
from ui.first_start.scanner_page import ScannerPage
from ui.first_start.view import View
from ui.session import Session
from ui.theme import Theme, apply
from ui.widgets.wedge import Scan

PASSWORD = "copper kettle 47"
SQUARE = KNOWN[0]
FOUNDERS = (("aroot", "Anna Root", "broot"), ("broot", "Ben Root", "aroot"), ("qlee", "Quinn Lee", "aroot"))


@dataclass
class Founding:
    """A presenter on an empty folder, and what it showed."""

    folder: Path
    desk: InlineDesk = field(default_factory=lambda: InlineDesk(None))
    pages: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.presenter = FirstStartPresenter(self.desk, self.folder)
        self.presenter.on_page, self.presenter.on_error = self.pages.append, self.errors.append

    def filled(self, profile: str = "demonstration") -> Founding:
        typed = self.presenter.typed
        typed.site, typed.station, typed.profile = "Lakeside plant", "Room-1", profile
        for at, (person, name, checked_by) in enumerate(FOUNDERS):
            texts = {"person": person, "name": name, "checked_by": checked_by, "evidence": "passport"}
            for key, text in {**texts, "password": PASSWORD, "again": PASSWORD}.items():
                self.presenter.change_founder(at, key, text)
        return self

    def right(self) -> tuple[str, ...]:
        half = self.presenter.half
        assert half is not None
        return tuple(half.groups[at - 1] for at in half.asked)

    def words(self) -> str:
        assert self.presenter.half is not None
        return " ".join(self.presenter.half.groups)


@pytest.fixture
def founding(tmp_path: Path) -> Iterator[Founding]:
    made = Founding(tmp_path / "station")
    yield made
    if made.desk.station is not None:
        made.desk.station.close()


def test_nothing_is_chosen_before_somebody_chose(founding: Founding) -> None:
    founding.filled(profile="")
    assert "rofile" in founding.presenter.site_missing()
    founding.presenter.typed.profile = "practice"
    assert founding.presenter.site_missing() == ""


def test_two_passphrases_that_differ_are_told(founding: Founding) -> None:
    founding.filled()
    founding.presenter.typed.passphrase = "one long passphrase"
    assert founding.presenter.site_missing()


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("again", "copper kettle 48"),
        ("checked_by", "aroot"),
        ("checked_by", "nobody"),
        ("person", "broot"),
        ("evidence", " "),
    ],
)
def test_what_is_wrong_about_a_founder_is_said_with_the_name(founding: Founding, key: str, text: str) -> None:
    presenter = founding.filled().presenter
    assert presenter.founders_missing() == ""
    presenter.change_founder(0, key, text)
    assert "Anna Root" in presenter.founders_missing()


def test_a_weak_password_is_refused_where_it_was_typed(founding: Founding) -> None:
    presenter = founding.filled().presenter
    for key in ("password", "again"):
        presenter.change_founder(1, key, "short")
    presenter.found()
    assert (presenter.page, presenter.at) == ("founders", 1)
    assert len(founding.errors) == 1
    assert founding.desk.station is None
    assert presenter.founders[0].password == PASSWORD


def test_two_administrators_and_one_of_quality_always_stay(founding: Founding) -> None:
    presenter = founding.presenter
    assert not any(presenter.may_remove(at) for at in range(3))
    presenter.add_founder("quality")
    assert presenter.may_remove(3)
    presenter.remove_founder(3)
    presenter.remove_founder(2)
    assert [one.role for one in presenter.founders] == ["administrator", "administrator", "quality"]


def test_the_halves_are_shown_one_after_the_other_and_only_for_what_was_written_down(founding: Founding) -> None:
    presenter = founding.filled().presenter
    presenter.found()
    assert founding.pages == ["making", "half_a"]
    first = founding.words()
    presenter.confirm_half(("AAAA", "AAAA"))
    assert founding.words() == first
    assert len(founding.errors) == 1
    presenter.confirm_half(tuple(text.lower() for text in founding.right()))
    assert presenter.page == "half_b"
    assert founding.words() != first
    presenter.confirm_half(founding.right())
    assert presenter.page == "file"
    assert presenter.half is None


def test_file_and_both_halves_make_the_root_key_again(founding: Founding, tmp_path: Path) -> None:
    presenter = founding.filled().presenter
    presenter.found()
    halves = []
    for _letter in "AB":
        halves.append(founding.words())
        presenter.confirm_half(founding.right())
    medium = tmp_path / "stick"
    medium.mkdir()
    presenter.save(str(medium))
    assert presenter.page == "done"
    assert presenter.saved is not None
    root = recovered(Recovery(presenter.saved.read_bytes(), *halves))
    assert fingerprint(root.public) == founding.desk.station.ask(StationStatus()).fingerprint
    assert json.loads(presenter.saved.read_text())["site"] == "Lakeside plant"


def test_the_recovery_file_goes_to_a_folder_apart_and_replaces_nothing(founding: Founding, tmp_path: Path) -> None:
    presenter = founding.filled().presenter
    presenter.found()
    for _letter in "AB":
        presenter.confirm_half(founding.right())
    (tmp_path / presenter.file_name()).write_text("another site's")
    for place in (tmp_path / "nowhere", founding.folder, tmp_path):
        presenter.save(str(place))
    assert len(founding.errors) == 3
    assert presenter.page == "file"
    assert (tmp_path / presenter.file_name()).read_text() == "another site's"


def test_founders_sign_in_with_the_passwords_they_typed_which_are_kept_nowhere(founding: Founding) -> None:
    presenter = founding.filled().presenter
    presenter.found()
    station = founding.desk.station
    assert station.sign_in("qlee", PASSWORD).refusal is None
    assert {row.person for row in station.ask(People())} >= {"aroot", "broot", "qlee"}
    assert PASSWORD not in repr(presenter.founders)


def test_where_a_station_is_already_no_other_is_founded(founding: Founding) -> None:
    founding.filled().presenter.found()
    second = Founding(founding.folder).filled()
    second.presenter.typed.site = "Another plant"
    second.presenter.found()
    assert second.presenter.page == "site"
    assert len(second.errors) == 1
    assert second.desk.station is None
    assert founding.desk.station.ask(StationStatus()).site == "Lakeside plant"


def test_a_production_station_without_a_key_store_asks_for_a_passphrase(founding: Founding) -> None:
    founding.filled(profile="production").presenter.found()
    assert founding.presenter.page == "site"
    assert founding.desk.station is None
    assert founding.errors


class Window:
    """The session of a window with nobody signed in, and where it was sent."""

    def __init__(self, qtbot: QtBot, app: QApplication, folder: Path) -> None:
        self.theme = Theme("light")
        apply(app, self.theme)
        self.host = QWidget()
        qtbot.addWidget(self.host)
        self.desk = InlineDesk(None)
        self.went: list[str] = []
        self.session = Session(self.desk, self.theme, self.host, go=lambda name, _params: self.went.append(name))
        self.folder, self._qtbot = folder, qtbot
        self.view = self.fresh()

    def fresh(self) -> View:
        view = View(self.desk, self.session)
        self._qtbot.addWidget(view)
        view.resize(1280, 728)
        view.show()
        view.show_params(folder=str(self.folder))
        return view

    def fill(self, *texts: str) -> None:
        assert self.view.page is not None
        for one, text in zip(self.view.page.fields, texts, strict=False):
            one.erase_all()
            one.type_text(text)

    def act(self) -> None:
        assert self.view.bar.button.isEnabled(), self.view.bar.button.accessibleDescription()
        self.view.bar.button.click()


def test_the_whole_first_start_by_its_buttons(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    window = Window(qtbot, qapp, tmp_path / "station")
    window.fill("Lakeside plant", "Room-1")
    assert not window.view.bar.button.isEnabled()
    assert window.view.presenter is not None
    window.view.page.profile._choose("demonstration")  # type: ignore[union-attr]
    window.act()
    for person, name, checked_by in FOUNDERS:
        window.fill(name, person, PASSWORD, PASSWORD, checked_by, "passport")
        window.act()
    half = window.view.presenter.half
    window.view.leave()  # a look into the help
    window.view = window.fresh()
    assert window.view.presenter.half == half
    for _letter in "AB":
        half = window.view.presenter.half
        assert half is not None
        window.fill(*(half.groups[at - 1] for at in half.asked))
        window.act()
    window.fill(str(tmp_path))
    window.act()
    window.act()
    assert window.view.presenter.recovery_password == ""
    assert window.view.help_key() == "scanner"
    window.act()
    assert window.went == ["login"]
    assert kept(window.view.session) is None
    window.desk.station.close()


@pytest.fixture
def trying(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Window:
    """The last page, where a scanner is tried."""
    window = Window(qtbot, qapp, tmp_path / "station")
    assert window.view.presenter is not None
    window.view.presenter.finish()
    assert isinstance(window.view.page, ScannerPage)
    return window


def test_the_scanner_that_is_tried_last_is_left_out_with_a_word_or_was_right(trying: Window) -> None:
    page, button = trying.view.page, trying.view.bar.button
    assert isinstance(page, ScannerPage)
    assert button.text() == "Leave this out, sign in"
    assert trying.view.check_scan(Scan(SQUARE.text, ""))
    assert "identifier" in page.trying.words.text()
    assert button.text() == "Leave this out, sign in"
    assert trying.view.check_scan(Scan(SQUARE.text, SQUARE.aim))
    assert page.trying.title.text() == "Right"
    assert trying.session.separators
    assert button.text() == "Sign in"
    assert not trying.view.check_scan(Scan("7", badge=True)), "a badge is somebody's"
    trying.act()
    assert trying.went == ["login"]


def test_keys_and_touch_reach_it_and_no_scan_leads_on(trying: Window) -> None:
    page = trying.view.page
    assert isinstance(page, ScannerPage)
    assert page.first_field() is page.trying.field
    page.trying.field.type_text(SQUARE.text.replace("\x1d", ""))
    page.trying.field.returnPressed.emit()
    page.trying.field.returnPressed.emit()  # a scanner that ends with two Enters
    assert page.trying.title.text() == "The code came too slowly"
    trying.view.bar.acted.emit("nothing")
    assert page.trying.title.text() == "Nothing came"
    assert trying.went == []


def test_before_its_page_no_scan_is_taken(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    window = Window(qtbot, qapp, tmp_path / "station")
    assert not window.view.check_scan(Scan(SQUARE.text, SQUARE.aim))


def test_a_desk_tells_a_refusal_and_keeps_its_station(tmp_path: Path) -> None:
    founding = Founding(tmp_path / "station").filled(profile="production")
    said: list[object] = []
    founding.desk.found(founding.folder, founding.presenter._answers(), said.append)
    assert isinstance(said[0], Refusal)
