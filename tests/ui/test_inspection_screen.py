"""The window of an inspector, on a real station: what is offered, what is said above it, and when it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ebr.domain.people.commands import LimitAccess
from ebr.station.questions import Who
from tests.station.plant import BATCH, PASSWORD, Plant, copied, fine, issued
from ui.desk import InlineDesk
from ui.inspector import SCREENS, banner, inspects, places
from ui.main_window import MainWindow
from ui.palette import PLACES
from ui.people.forms import EnrolContent
from ui.screens import SCREENS as ALL
from ui.theme import Theme, apply
from ui.widgets.button import Button

INES = "ines"
UNTIL = date.today() + timedelta(days=300)  # noqa: DTZ011 - the window counts on the machine's own clock


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    plant = Plant(copied(issued(), tmp_path / "station"), start=datetime.now(UTC) + timedelta(seconds=1))
    fine(plant.enrol(INES, "Ines Pector", ("inspector",)))
    plant.signed(LimitAccess(INES, UNTIL.isoformat(), "inspection", "qlee"), "aroot")
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme = Theme("light", 1.0)
    apply(app, theme)
    made = MainWindow(InlineDesk(plant.station), theme, app)
    made.resize(1280, 800)
    qtbot.addWidget(made)
    made.start()
    made.show()
    fine(plant.station.sign_in(INES, PASSWORD))
    made.signed_in(plant.station.ask(Who()))
    yield made
    made.sure = True
    made.close()
    plant.close()


def test_work_begins_with_the_batches_and_a_line_says_what_this_is(window: MainWindow) -> None:
    assert type(window.frame.view).__module__ == "ui.batches.view"
    assert inspects(window.session)
    words, detail = banner(window.session)
    assert "Ines Pector" in words
    assert UNTIL.isoformat() in detail
    assert window.frame._amber is not None
    assert window.frame._amber.isVisible()


def test_only_what_is_for_reading_is_shown(window: MainWindow) -> None:
    shown = {}
    for name in sorted(ALL):
        window.show_screen("batches", {})
        window.show_screen(name, {"batch": BATCH} if name == "record" else {})
        shown[name] = type(window.frame.view).__module__
    assert shown == {name: ALL[name] if name in SCREENS else "ui.batches.view" for name in ALL}


def test_home_leads_to_the_batches_and_back_to_where_one_was(window: MainWindow) -> None:
    window.show_screen("audit", {})
    window.places.back()
    assert type(window.frame.view).__module__ == "ui.batches.view"
    window.show_screen("record", {"batch": BATCH})
    window._home()
    assert type(window.frame.view).__module__ == "ui.batches.view"


def test_what_is_above_the_screen_goes_with_the_inspector(window: MainWindow) -> None:
    window.set_amber("The second copy is late", "since yesterday")
    assert window.frame._amber is not None
    assert "inspects" in banner(window.session)[0]
    window.lock("lock")
    assert banner(window.session) == ("", "")


def test_the_presence_is_over_with_the_last_day(window: MainWindow) -> None:
    left = window.presences._access_left()
    assert 299 * 86400 < left < 302 * 86400
    assert window.session.presence is not None
    object.__setattr__(window.session.presence, "until", "2020-01-01")
    assert window.presences._access_left() < 0
    window.presences._time_is_over()
    assert window.session.presence is None


def test_the_palette_offers_nothing_that_would_be_refused(window: MainWindow) -> None:
    offered = {one.name for one in places(window.session, PLACES)}
    assert offered == {"batches", "deviations", "masters", "audit", "status", "help", "sign-out"}


def test_an_enrolment_as_inspector_asks_for_the_last_day(qtbot: QtBot) -> None:
    content = EnrolContent(Theme("light", 1.0))
    qtbot.addWidget(content)
    for key in ("person", "name", "evidence", "checked_by", "password"):
        content._fields[key].setText("ines")
    content.roles._roles["operator"].click()
    assert content.button.isEnabled()
    content.roles._roles["operator"].click()
    content.roles._roles["inspector"].click()
    assert not content.button.isEnabled()
    assert "Last day of access" in content._why.text()
    content._fields["until"].setText("2026-12-31")
    content._refresh()
    assert content.button.isEnabled()
    assert content.value().until == "2026-12-31"


def test_no_button_of_any_screen_is_one_that_an_inspector_cannot_use(window: MainWindow) -> None:
    """What leads to a screen that is not for reading, or changes something, is not there; not even greyed out."""
    words = {}
    for name in ("batches", "record", "audit", "masters", "status"):
        window.show_screen("batches", {})
        window.show_screen(name, {"batch": BATCH} if name == "record" else {})
        QApplication.processEvents()
        buttons = [one for one in window.frame.view.findChildren(Button) if one.isVisible()]
        words[name] = {one.text() for one in buttons if one.text()}
    assert not words["record"] & {"Steps", "Forms", "Stations of the batch", "Make report", "Review", "Hold"}
    assert words["masters"] == {"Save as a file"}
    assert words["status"] == {"Audit trail", "Verify now"}
