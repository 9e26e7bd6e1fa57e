"""The editor by keyboard and mouse, in the real window on a real station: what is done is in the log."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.editor.conftest import RUB, Desk, opened, settle
from tests.ui.real_station import Floor
from tests.ui.test_widgets_clipping import clipped
from ui.editor.card import EditCard, Grip
from ui.editor.controls import Line, Lines
from ui.editor.picks import Pick, Tick
from ui.main_window import MainWindow
from ui.widgets.boxes import Scroll
from ui.widgets.facts import EmptyState

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
STEP = "strength_test"


def slot(desk: Desk, key: str):
    part = desk.view.presenter.work.parts.get(key)
    assert part is not None
    return part.it


def show(desk: Desk, key: str, path: str = "") -> None:
    desk.view.presenter.show(key, path)
    settle()


def retype(desk: Desk, text: str) -> None:
    """Select what stands in the field with the caret, and type over it."""
    desk.key(Qt.Key.Key_A, CTRL)
    desk.type(text)


def test_it_opens_at_the_first_step_with_the_outline_in_hand(desk: Desk) -> None:
    assert desk.view.title().startswith("Hand rub")
    assert QApplication.focusWidget() is desk.view.outline.view
    assert desk.view.outline.current() == desk.view.presenter.work.page
    desk.key(Qt.Key.Key_Down)
    assert desk.view.presenter.work.page == desk.view.outline.current()


def test_a_limit_that_is_typed_is_in_the_log_after_the_pause(desk: Desk, qtbot: QtBot) -> None:
    show(desk, "ethanol_temp", "limits.high")
    retype(desk, "25.0")
    assert slot(desk, "ethanol_temp").limits.high == "25.0"
    qtbot.waitUntil(lambda: desk.kept().history != (), timeout=5000)
    saved = next(one for _phase, one in desk.document().slots() if one.id == "ethanol_temp")
    assert saved.limits.high == "25.0"
    assert desk.kept().history[0].blocks == ("phase/strength_test",)
    settle()
    assert desk.view._screen.bar.state == "Saved"


def test_what_was_typed_last_is_kept_when_the_screen_is_left(desk: Desk) -> None:
    show(desk, "ethanol_temp", "label")
    retype(desk, "Temperature")
    desk.window.show_screen("queue", {})
    assert next(one for _phase, one in desk.document().slots() if one.id == "ethanol_temp").label == "Temperature"


def test_undo_takes_back_whatever_was_last_from_any_field(desk: Desk) -> None:
    before = desk.view.presenter.work.mbr
    show(desk, "ethanol_temp", "limits.high")
    retype(desk, "25.0")
    show(desk, "prep_clear", "title")
    retype(desk, "Clear")
    desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.view.presenter.work.parts.by_key["prep_clear"].it.title != "Clear"
    desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.view.presenter.work.mbr == before
    assert desk.view.presenter.work.page == STEP
    desk.key(Qt.Key.Key_Y, CTRL)
    assert slot(desk, "ethanol_temp").limits.high == "25.0"


def test_a_blank_while_typing_is_not_eaten(desk: Desk) -> None:
    show(desk, "ethanol_temp", "label")
    retype(desk, "Bag ")
    desk.type("temperature")
    assert slot(desk, "ethanol_temp").label == "Bag temperature"


def test_a_formula_is_completed_by_the_keyboard(desk: Desk) -> None:
    show(desk, "ethanol_charge", "formula")
    retype(desk, "material.eth")
    field = QApplication.focusWidget()
    assert isinstance(field, Line)
    assert field._drop is not None
    assert field._drop.open
    desk.key(Qt.Key.Key_Return)
    assert slot(desk, "ethanol_charge").formula == "material.ethanol.quantity"
    assert not field._drop.open


def test_escape_closes_the_list_and_not_the_screen(desk: Desk) -> None:
    show(desk, "ethanol_charge", "formula")
    retype(desk, "material.eth")
    desk.key(Qt.Key.Key_Escape)
    assert desk.window.frame.view is desk.view
    assert not QApplication.focusWidget()._drop.open


def test_the_sample_follows_what_is_typed(desk: Desk) -> None:
    show(desk, "ethanol_charge", "formula")
    retype(desk, "material.ethanol.quantity * 2")
    desk.key(Qt.Key.Key_Escape) if QApplication.focusWidget()._drop.open else None
    (card,) = [one for one in desk.view._screen.page.cards if one.open]
    assert "16666" in card.sample[0]


def test_a_problem_is_told_at_once_beside_the_field_and_in_the_strip(desk: Desk) -> None:
    show(desk, "ethanol_charge", "limits.high")
    retype(desk, "nowhere * 2")
    assert desk.view.strip.isVisible()
    assert "nowhere" in desk.view.strip.accessibleName()
    assert "nowhere" in QApplication.focusWidget().accessibleDescription()
    show(desk, "header")
    desk.press("Show")
    assert desk.view.presenter.work.card == "ethanol_charge"
    assert QApplication.focusWidget().accessibleName() == "Upper limit"
    assert not desk.view.bar._submit.isEnabled()


def test_f8_goes_round_through_the_problems(desk: Desk) -> None:
    show(desk, "ethanol_charge", "limits.high")
    retype(desk, "nowhere * 2")
    show(desk, "header")
    desk.key(Qt.Key.Key_F8)
    assert desk.view.presenter.work.page == STEP


def test_an_entry_is_added_by_name_and_kind(desk: Desk) -> None:
    show(desk, STEP)
    desk.key(Qt.Key.Key_Return, CTRL)
    desk.type("Bag temperature")
    desk.press("Number")
    work = desk.view.presenter.work
    assert work.card == "bag_temperature"
    assert (slot(desk, "bag_temperature").kind, slot(desk, "bag_temperature").label) == ("number", "Bag temperature")
    assert QApplication.focusWidget().accessibleName() == "Name"


def test_a_kind_is_chosen_with_the_keyboard(desk: Desk) -> None:
    show(desk, "ethanol_temp", "kind")
    picked = QApplication.focusWidget()
    assert isinstance(picked, Pick)
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Return)
    assert slot(desk, "ethanol_temp").kind == "choice"
    assert slot(desk, "ethanol_temp").limits.any() is False


def test_a_box_is_ticked_with_the_mouse(desk: Desk) -> None:
    show(desk, "ethanol_temp")
    card = next(one for one in desk.view.page.findChildren(EditCard) if one.shown.key == "ethanol_temp")
    tick = next(one for one in card.findChildren(Tick) if one.text() == "Critical")
    was = slot(desk, "ethanol_temp").critical
    QTest.mouseClick(tick, Qt.MouseButton.LeftButton)
    settle()
    assert slot(desk, "ethanol_temp").critical is not was


def test_a_line_of_the_outline_is_moved_by_alt_and_arrows(desk: Desk) -> None:
    work = desk.view.presenter.work
    first = work.parts.of_level("phase")[0].key
    desk.key(Qt.Key.Key_Down, ALT)
    assert work.parts.by_key[first].at == 1
    assert desk.view.outline.current() == first
    desk.key(Qt.Key.Key_Left, ALT)
    assert work.parts.by_key[first].at == 0
    assert len(work.parts.inside(work.parts.by_key[first].inside)) == 2


def test_delete_takes_a_step_away_and_says_how_to_bring_it_back(desk: Desk) -> None:
    work = desk.view.presenter.work
    show(desk, "prep_safe") if work.parts.get("prep_safe") else None
    desk.view.outline.take_focus()
    gone = desk.view.outline.current()
    desk.key(Qt.Key.Key_Delete)
    assert work.parts.get(gone) is None
    desk.key(Qt.Key.Key_Z, CTRL)
    assert work.parts.get(gone) is not None


def drag(start, way: list[QPoint], widget) -> None:
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for spot in way:
        QTest.mouseMove(widget, spot)
        settle()
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, way[-1])
    settle()


def test_a_step_is_dragged_in_the_outline(desk: Desk) -> None:
    view, work = desk.view.outline.view, desk.view.presenter.work
    first, third = (work.parts.of_level("phase")[at].key for at in (0, 2))
    rows = {
        view.model().index(at, 0).data(Qt.ItemDataRole.UserRole + 1).key: at for at in range(view.model().rowCount())
    }
    start = view.visualRect(view.model().index(rows[first], 0)).center()
    end = view.visualRect(view.model().index(rows[third], 0)).bottomLeft() + QPoint(60, -4)
    drag(start, [start + QPoint(0, 20), end], view.viewport())
    assert work.parts.by_key[first].at == 2


def test_an_entry_is_dragged_by_its_grip(desk: Desk) -> None:
    show(desk, STEP)
    keys = [one.key for one in desk.view.presenter.work.parts.inside(STEP)]
    cards = {one.shown.key: one for one in desk.view.page.findChildren(EditCard)}
    grip = cards[keys[0]].findChild(Grip)
    target = cards[keys[1]]
    end = grip.mapFromGlobal(target.mapToGlobal(target.rect().center() + QPoint(0, 12)))
    drag(grip.rect().center(), [QPoint(14, 40), end], grip)
    assert [one.key for one in desk.view.presenter.work.parts.inside(STEP)][:2] == [keys[1], keys[0]]


def test_finding_leads_to_the_place(desk: Desk) -> None:
    desk.key(Qt.Key.Key_F, CTRL)
    desk.type("float free")
    assert desk.view.side.mode == "find"
    desk.key(Qt.Key.Key_Return)
    assert desk.view.presenter.work.page == STEP


def test_a_cell_of_the_bill_of_materials_is_typed_in_place(desk: Desk) -> None:
    show(desk, "materials")
    table = desk.view.page._table.view
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 2))
    settle()
    assert desk.view.presenter.work.card == desk.view.presenter.work.mbr.materials[0].id
    desk.key(Qt.Key.Key_Return)
    editor = QApplication.focusWidget()
    editor.selectAll()
    desk.type("8400")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert desk.view.presenter.work.mbr.materials[0].quantity == "8400"


def test_a_comment_is_recorded_and_settled(desk: Desk) -> None:
    show(desk, STEP)
    desk.view.acts.part(STEP, "note")
    settle()
    desk.type("Is the jar large enough?")
    desk.key(Qt.Key.Key_Return)
    assert [(one.place, one.text, one.open) for one in desk.kept().remarks] == [
        (STEP, "Is the jar large enough?", True)
    ]
    settle()
    desk.press("1 comment")
    desk.press("Settle")
    assert not desk.kept().remarks[0].open


def test_steps_are_copied_from_another_record(desk: Desk) -> None:
    show(desk, STEP)
    desk.press("Copy from")
    side = desk.view.side
    line = next(one for one in side._shown[1] if one.value[0] == "master")
    side.pressed.emit(("copy", line.value))
    settle()
    side.pressed.emit(("copy", ("part", "ethanol_temp")))
    settle()
    desk.press("Copy 1 part here")
    copied = [one.key for one in desk.view.presenter.work.parts.inside(STEP)]
    assert len(copied) == len(set(copied))
    assert any(one.startswith("ethanol_temp") and one != "ethanol_temp" for one in copied)


@pytest.mark.parametrize("theme", ["dark", "hc", "light"])
def test_a_step_is_previewed_on_the_operators_screen_in_each_theme(desk: Desk, theme: str) -> None:
    from PySide6.QtWidgets import QLabel, QWidget

    from ui.editor.preview import PreviewContent
    from ui.execution.side import Side
    from ui.widgets.entry_card import EntryCard
    from ui.widgets.header import HeaderBar
    from ui.widgets.outline import StepOutline

    show(desk, STEP)
    desk.key(Qt.Key.Key_F5)
    content = desk.window.session.sheets[-1].content
    assert isinstance(content, PreviewContent)
    content.show_theme(theme)
    settle()
    assert [one for one in content.findChildren(EntryCard) if one.isVisible() and one.theme.name == theme]
    (header,) = (one for one in content.findChildren(HeaderBar) if one.isVisible())
    assert "Alcohol-based hand rub, formulation 1" in [
        one.toolTip() or one.text() for one in header.findChildren(QLabel)
    ]
    (outline,) = (one for one in content.findChildren(StepOutline) if one.isVisible())
    outline.chosen.emit("add_glycerol")
    settle()
    assert content.centre is not None
    (side,) = (one for one in content.findChildren(Side) if one.isVisible())
    assert any("Glycerol" in one.accessibleName() for one in side.findChildren(QWidget))
    desk.key(Qt.Key.Key_Escape)
    assert desk.window.session.sheets == []


def test_every_kind_of_entry_can_be_previewed() -> None:
    from ebr.domain.mbr.model import KINDS
    from tests.ui.editor.test_editor_forms import document, slot_of
    from ui.editor.preview_step import step_of
    from ui.execution.forms import form_of
    from ui.theme import Theme

    for kind in KINDS:
        mbr = document(slot_of(kind))
        phase = mbr.procedure[0].operations[0].phases[0]
        (card,) = step_of(mbr, phase, "1.1", "a").cards
        assert card.title == "A"
        if card.editor is not None:
            form_of(Theme(), card.editor).deleteLater()


def test_two_authors_who_change_one_step_decide_which_text_stands(desk: Desk) -> None:
    from ebr.domain.draft.commands import SaveDraft
    from ui.editor.conflicts import ConflictContent, differing

    first = desk.kept()
    show(desk, "ethanol_temp", "limits.high")
    retype(desk, "24.5")
    block = dict(desk.view.presenter.work.editing.changed_blocks())["phase/strength_test"]
    other = block.replace('"24.5"', '"22.5"')
    assert desk.floor.station.do(SaveDraft(*RUB, first.seen, {"phase/strength_test": other}), by="auth").refusal is None
    desk.view.presenter.save()
    settle()
    (conflict,) = desk.kept().conflicts
    assert differing(conflict.sides[0].text, conflict.sides[1].text) == (
        ("ethanol_temp / Limits / Upper limit", "22.5", "24.5"),
    )
    desk.press("1 conflict")
    content = desk.window.session.sheets[-1].content
    assert isinstance(content, ConflictContent)
    QTest.mouseClick(content.buttons[1], Qt.MouseButton.LeftButton)
    settle()
    assert desk.kept().conflicts == ()
    assert slot(desk, "ethanol_temp").limits.high == "24.5"


def test_an_operator_reads_and_cannot_change(begun: Floor, windows: list[MainWindow], qtbot: QtBot) -> None:
    desk = opened(begun, windows, qtbot)
    begun.enter("qlee")
    from ebr.station.questions import Who

    desk.window.signed_in(begun.station.ask(Who()))
    desk.window.show_screen("editor", {"mbr": RUB[0], "version": RUB[1]})
    settle()
    before = desk.view.presenter.work.mbr
    show(desk, "ethanol_temp", "limits.high")
    desk.type("9")
    assert desk.view.presenter.work.mbr == before
    assert desk.kept().history == ()


def test_a_draft_that_is_not_there_is_said(begun: Floor, windows: list[MainWindow], qtbot: QtBot) -> None:
    desk = opened(begun, windows, qtbot)
    desk.window.show_screen("editor", {"mbr": "nothing", "version": "9"})
    settle()
    assert [one for one in desk.view.findChildren(EmptyState) if one.isVisible()]
    desk.press("Master batch records")
    assert desk.window.frame.view is not None
    assert type(desk.window.frame.view).__module__ == "ui.masters.view"


@pytest.mark.parametrize(
    ("size", "scale"), [((1280, 800), 1.0), ((1280, 800), 1.15), ((1920, 1080), 1.25), ((1920, 1080), 1.0)]
)
def test_nothing_is_cut(
    begun: Floor, windows: list[MainWindow], qtbot: QtBot, size: tuple[int, int], scale: float
) -> None:
    from ebr.domain.station.commands import ChangeAppearance

    begun.enter("auth")
    begun.station.do(ChangeAppearance({"ui_scale": f"{scale:.2f}"}), by="auth")
    desk = opened(begun, windows, qtbot, size, scale)
    wrong = {}
    work = desk.view.presenter.work
    pages = [
        "header",
        "materials",
        "equipment",
        "procedure",
        *(one.key for one in work.parts.of_level("operation")[:2]),
    ]
    seen: set[str] = set()
    for part in work.parts.of_level("slot"):
        if part.it.kind not in seen:
            seen.add(part.it.kind)
            pages.append(part.key)
    for side in ("", "check"):
        if side:
            desk.view._bar_act(side)
        for key in pages:
            show(desk, key)
            found = [one for one in clipped(desk.window) if one != "scrolled sideways" and "\\u200b" not in one]
            found += [
                "sideways"
                for one in desk.view.findChildren(Scroll)
                if one.isVisible() and one.content.width() > one.viewport().width()
            ]
            if found or desk.window.size().toTuple() != size:
                wrong[f"{side} {key}"] = found
    assert wrong == {}


def test_long_texts_have_room(desk: Desk) -> None:
    show(desk, STEP, "instruction")
    field = QApplication.focusWidget()
    assert isinstance(field, Lines)
    before = field.height()
    retype(desk, "One line. " * 60)
    assert field.height() > before
    assert field.document().size().height() <= field.height() + 1 or field.verticalScrollBar().maximum() == 0


def test_a_language_is_added_and_its_texts_are_typed_in_the_table(desk: Desk) -> None:
    show(desk, "languages")
    desk.view.presenter.do(lambda work: work.rows_act("languages", "languages", "add", "de"))
    settle()
    table = desk.view.page._table.view
    assert table.isVisible()
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 2))
    desk.key(Qt.Key.Key_Return)
    editor = QApplication.focusWidget()
    desk.type("Handdesinfektion")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle()
    (language,) = desk.view.presenter.work.mbr.languages
    assert (language.code, [one.text for one in language.texts]) == ("de", ["Handdesinfektion"])
    assert table.currentIndex().row() == 0
    desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.view.presenter.work.mbr.languages[0].texts == ()
    desk.view.presenter.do(lambda work: work.rows_act("languages", "languages", "remove", 0))
    assert desk.view.presenter.work.mbr.languages == ()


def test_a_room_and_what_a_clearance_leaves_are_asked_for_in_their_own_fields(desk: Desk, qtbot: QtBot) -> None:
    show(desk, "filling", "room_code")
    retype(desk, "F-04")
    show(desk, "prep_clearance", "leaves")
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName().startswith("Leaves room or equipment")
    qtbot.waitUntil(lambda: desk.kept().history != (), timeout=5000)
    unit = next(one for one in desk.document().procedure if one.id == "filling")
    assert (unit.room_code, unit.cleanroom) == ("F-04", "D")
