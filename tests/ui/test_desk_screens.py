"""The desk screens in the real window on a real station: nothing cut, everything by keyboard, acts end in the record."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ebr.domain.station.commands import ChangeAppearance
from ebr.station.questions import Exceptions, People, Who
from tests.ui.real_station import BATCH, SECRET, Floor
from tests.ui.test_widgets_clipping import clipped
from ui.main_window import MainWindow
from ui.pages.file_list import PART, FileList
from ui.people.forms import RolePicker
from ui.policy.view import ListEditor
from ui.theme import Theme, apply
from ui.theme.taps import TapGuard
from ui.widgets.boxes import Scroll
from ui.widgets.button import Button
from ui.widgets.field import Field

Enter = Callable[..., MainWindow]
SCREENS = (
    ("sups", "batches", {}), ("sups", "record", {"batch": BATCH}), ("sups", "record", {"batch": BATCH, "tab": "values"}),
    ("sups", "record", {"batch": BATCH, "tab": "exceptions"}), ("sups", "record", {"batch": BATCH, "tab": "signatures"}),
    ("sups", "record", {"batch": BATCH, "tab": "trail"}), ("aroot", "audit", {}), ("qlee", "exceptions", {}), ("jdoe", "verify", {}),
    ("aroot", "people", {}), ("aroot", "policy", {}), ("auth", "masters", {}), ("sups", "status", {}), ("sups", "appearance", {}),
    ("aroot", "stations", {}), ("mchen", "bundles", {}), ("sups", "apart", {"batch": BATCH}), ("qlee", "apart", {"batch": BATCH}),
    ("sups", "forms", {"batch": BATCH}), ("mchen", "execution", {"batch": BATCH, "form": "EF-001"}),
    ("qlee", "review", {"mbr": "handrub_f1", "version": "1"}), ("qtwo", "reviews", {}), ("mchen", "questions", {}),
    *(("qtwo", "quality", {"batch": BATCH, "tab": tab}) for tab in ("findings", "proof", "sections", "trail", "questions")),
)  # fmt: skip


@pytest.fixture
def enter(floor: Floor, qtbot: QtBot, qapp: QApplication) -> Iterator[Enter]:
    windows: list[MainWindow] = []

    def entered(
        person: str, screen: str, size: tuple[int, int] = (1280, 800), scale: float = 1.0, **params: str
    ) -> MainWindow:
        theme = Theme("light", scale, TapGuard(itertools.count().__next__))
        apply(qapp, theme)
        window = MainWindow(floor.desk, theme, qapp)
        window.resize(*size)
        window.start()
        window.theme.scale = scale
        window.show()
        window.activateWindow()
        qtbot.waitActive(window)
        floor.enter(person)
        window.signed_in(floor.station.ask(Who()))
        window.show_screen(screen, params)
        settle()
        windows.append(window)
        return window

    yield entered
    for window in windows:
        window.close()
        window.deleteLater()
    # Really deleted: without that, each style sheet repolishes all earlier windows.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def press(parent: QWidget, text: str) -> None:
    """Presses the visible button with these words by keyboard."""
    found = next(one for one in parent.findChildren(Button) if one.isVisible() and one.text() == text)
    assert found.isEnabled(), found.accessibleDescription()
    found.setFocus()
    QTest.keyClick(found, Qt.Key.Key_Return)
    settle()


def fill(parent: QWidget, name: str, text: str) -> None:
    """Types into the visible field with this name."""
    found = next(one for one in parent.findChildren(Field) if one.isVisible() and one.accessibleName() == name)
    found.setFocus()
    found.type_text(text)
    settle()


def troubles(window: MainWindow, size: tuple[int, int]) -> list[str]:
    """What is wrong with the screen as it is shown: cut, wider than the window, or without focus."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    found = [one for one in clipped(window) if one != "scrolled sideways" and "\\u200b" not in one]
    scrolls = [one for one in window.findChildren(Scroll) if one.isVisible()]
    found += [one.content.objectName() for one in scrolls if one.content.width() > one.viewport().width()]
    if window.size().toTuple() != size:
        found.append(f"the window is {window.size().toTuple()}")
    focus = QApplication.focusWidget()
    return found if focus is not None and window.isAncestorOf(focus) else [*found, "nothing has the focus"]


@pytest.mark.parametrize(("size", "scale"), [((1280, 800), 1.0), ((1280, 800), 1.15), ((1920, 1080), 1.25)])
def test_nothing_is_cut_and_something_has_the_focus(
    enter: Enter, floor: Floor, size: tuple[int, int], scale: float
) -> None:
    floor.enter("sups")
    floor.station.do(ChangeAppearance({"ui_scale": f"{scale:.2f}"}), by="sups")
    window, wrong = enter("sups", "queue", size, scale), {}
    for person, screen, params in SCREENS:
        if person != window.session.person:
            floor.enter(person)
            window.signed_in(floor.station.ask(Who()))
        window.show_screen(screen, params)
        settle()
        found = troubles(window, size)
        if found:
            wrong[f"{screen} {params}"] = found
    assert wrong == {}


def test_tab_reaches_every_button_of_a_screen(enter: Enter) -> None:
    window = enter("aroot", "people")
    wanted = {one for one in window.findChildren(Button) if one.isVisible() and one.isEnabled()}
    seen: set[object] = set()
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget())
    assert wanted <= seen


def test_a_supervisor_accepts_an_exception_by_keyboard(enter: Enter, floor: Floor) -> None:
    window = enter("sups", "exceptions")
    press(window, "Accept with comment")
    fill(window, "Assessment", "No effect on the product")
    press(window, "Continue to signature")
    fill(window, "Password", SECRET)
    press(window, "Sign as Sam Super")
    (row,) = floor.station.ask(Exceptions(BATCH, "sups"))
    assert (row.open, row.decision, row.decision_comment) == (False, "accepted", "No effect on the product")


def test_an_administrator_enrols_and_quality_signs_in_the_sheet(enter: Enter, floor: Floor) -> None:
    window = enter("aroot", "people")
    press(window, "Enrol a person")
    given = {
        "User name, never used again": "nova", "Printed name, as in every signature": "Nora Nova",
        "Evidence of identity that was seen": "identity card", "User name of who saw it": "aroot",
        "Temporary password, told to the person": "green ladder 8812",
    }  # fmt: skip
    for name, text in given.items():
        fill(window, name, text)
    press(window, "Operator")
    press(window, "Continue to quality's signature")
    fill(window, "User name", "qlee")
    press(window, "Continue")
    fill(window, "Password", SECRET)
    press(window, "Sign as Quinn Lee")
    assert "nova" in [row.person for row in floor.station.ask(People())]
    assert window.session.sheets == []
    assert window.session.person == "aroot"


def test_the_values_of_another_step_are_one_tap_away(enter: Enter) -> None:
    window = enter("sups", "record", batch=BATCH, tab="values")
    view = window.frame.view
    first = view.presenter.step
    other = next(one.key for one in view.record.outline if one.state != "section" and one.key != first)
    view.outline.chosen.emit(other)
    settle()
    assert view.presenter.step == other


def test_the_identity_of_the_batch_stands_in_the_header(enter: Enter) -> None:
    window = enter("sups", "record", batch=BATCH)
    identity = window.frame.view.identity()
    assert identity is not None
    assert identity.identifiers[0].value == BATCH


def test_a_hold_from_the_record_screen(enter: Enter) -> None:
    window = enter("sups", "record", batch=BATCH)
    press(window, "Hold")
    fill(window, "Reason", "Leaking valve")
    press(window, "Hold") if not window.session.sheets else press(window.session.sheets[-1], "Hold")
    assert window.frame.view.record.hold == "Leaking valve"


def test_a_report_ends_with_its_path(enter: Enter, floor: Floor) -> None:
    window = enter("sups", "record", batch=BATCH)
    press(window, "Make report")
    press(window.session.sheets[-1], "New report")
    press(window.session.sheets[-1], "Make report")
    assert (floor.station.folder / "reports" / f"{BATCH}-report-1.pdf").exists()
    press(window.session.sheets[-1], "Copy the path")
    press(window.session.sheets[-1], "Continue")
    assert QApplication.clipboard().text().endswith(f"{BATCH}-report-1.pdf")


def test_roles_that_exclude_each_other_are_said_while_choosing(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme()
    apply(qapp, theme)
    picker = RolePicker(theme, ("administrator", "operator"))
    qtbot.addWidget(picker)
    assert "Administrator" in picker.missing()
    assert RolePicker(theme, ("operator",)).missing() == ""


def test_a_list_of_the_policy_keeps_what_must_stay(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme()
    apply(qapp, theme)
    editor = ListEditor(theme, ["Cause unknown", "Waiting time"], ("Cause unknown",))
    qtbot.addWidget(editor)
    editor.show()
    names = [one.accessibleName() for one in editor.findChildren(Button)]
    assert "Take out Waiting time" in names
    assert "Take out Cause unknown" not in names
    editor.field.setText("Spilled")
    press(editor, "Add")
    assert editor.value() == "Cause unknown\nWaiting time\nSpilled"


def test_a_folder_is_walked_by_taps(qtbot: QtBot, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> None:
    theme = Theme()
    apply(qapp, theme)
    place = tmp_path_factory.mktemp("texts")
    (place / "inner").mkdir()
    (place / "inner" / "one.yaml").touch()
    files = FileList(theme, place, (".yaml",))
    qtbot.addWidget(files)
    files.show()
    press(files, "inner")
    press(files, "one.yaml")
    assert files.path() == place / "inner" / "one.yaml"
    press(files, "Up")
    assert files.path() == place


def test_a_long_folder_is_shown_in_parts_and_nothing_is_kept_back(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    theme = Theme()
    apply(qapp, theme)
    for number in range(PART + 3):
        (tmp_path / f"photo-{number:04}.png").touch()
    files = FileList(theme, tmp_path, (".png",))
    qtbot.addWidget(files)
    files.show()
    assert not [one for one in files.findChildren(Button) if one.text() == f"photo-{PART + 2:04}.png"]
    press(files, "and 3 more")
    press(files, f"photo-{PART + 2:04}.png")
    assert files.path() == tmp_path / f"photo-{PART + 2:04}.png"
    assert not [one for one in files.findChildren(Button) if one.isVisible() and "more" in one.text()]
