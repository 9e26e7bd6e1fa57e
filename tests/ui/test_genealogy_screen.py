"""Genealogy in the real window on a real station: found, walked by keys, folded, listed, printed; the picture by itself."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ebr.station.questions import BalanceRow, GenealogyAnswer, LinkRow, ThingRow, Who
from tests.ui.real_station import BATCH, Floor
from tests.ui.real_window import real_window, settle
from tests.ui.test_widgets_clipping import clipped
from ui.genealogy.graph import Graph
from ui.genealogy.picture import CAPS, OPENED, picture
from ui.genealogy.presenter import GenealogyPresenter, ThingDetail, Walked, summary, turned
from ui.genealogy.view import View
from ui.theme import Theme
from ui.theme.taps import TapGuard
from ui.widgets.button import Button
from ui.widgets.wedge import Scan


class Window:
    """The real window with quality in front of it."""

    def __init__(self, floor: Floor, qtbot: QtBot, theme: str = "light", size: tuple[int, int] = (1280, 800)) -> None:
        self.floor = floor
        self.window = real_window(floor.desk, qtbot, theme, size)
        floor.enter("qlee")
        self.window.signed_in(floor.station.ask(Who()))
        self.window.show_screen("genealogy", {})
        settle()

    @property
    def view(self) -> View:
        found = self.window.frame.view
        assert isinstance(found, View)
        return found

    def find(self, text: str) -> View:
        self.view.field.setFocus()
        self.view.field.selectAll()
        QTest.keyClicks(self.view.field, text)
        QTest.keyClick(self.view.field, Qt.Key.Key_Return)
        settle()
        return self.view

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget(), key)
        settle()

    def words(self) -> str:
        return " ".join(one.text() for one in self.window.findChildren(Button) if one.isVisible())

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(floor: Floor, qtbot: QtBot) -> Iterator[Window]:
    made = Window(floor, qtbot)
    yield made
    made.close()


# -- the real window


def test_nothing_is_followed_at_first(window: Window) -> None:
    assert not window.view.body.isVisible()
    assert QApplication.focusWidget() is window.view.field
    assert not window.view.bar.button.isVisible()


def test_a_typed_number_is_followed_and_walked_by_keys(window: Window) -> None:
    view = window.find(BATCH)
    assert view.body.isVisible()
    assert QApplication.focusWidget() is view.graph
    current = view.graph.current()
    assert current is not None
    assert (current.title, current.start) == (BATCH, True)
    assert "from Room P-12 Flammable liquids" in view.graph.accessibleDescription()
    window.key(Qt.Key.Key_Left)
    assert view.graph.current().title == "P-12 Flammable liquids"
    assert view.presenter.shown.things[view.presenter.chosen].kind == "room"
    window.key(Qt.Key.Key_Return)
    assert view.presenter.answer.things[0].name == "P-12 Flammable liquids"
    window.key(Qt.Key.Key_Right)
    assert view.graph.current().title == BATCH
    window.key(Qt.Key.Key_Home)
    assert view.graph.current().start


def test_a_scan_is_followed_and_a_badge_is_not(window: Window) -> None:
    assert window.view.take_scan(Scan(BATCH)) is True
    assert window.view.presenter.answer.things[0].name == BATCH
    assert window.view.take_scan(Scan("mchen", badge=True)) is False


def test_what_is_not_here_is_said_and_what_is_near_is_offered(window: Window) -> None:
    view = window.find("HR-00")
    assert not view.body.isVisible()
    assert BATCH in window.words()
    near = next(one for one in window.window.findChildren(Button) if one.isVisible() and one.text() == BATCH)
    QTest.mouseClick(near, Qt.MouseButton.LeftButton)
    settle()
    assert view.presenter.answer.things[0].name == BATCH


def test_the_list_takes_the_pictures_place_and_comes_back(window: Window) -> None:
    view = window.find(BATCH)
    assert (view.picture_box.isVisible(), view.table.isVisible()) == (True, False)
    view.bar._by_key["list"].click()
    settle()
    assert (view.picture_box.isVisible(), view.table.isVisible()) == (False, True)
    assert {str(row.cells[0]) for row in view.listed.rows} >= {BATCH, "P-12 Flammable liquids"}


def test_on_a_wide_screen_both_stand_beside_each_other(floor: Floor, qtbot: QtBot) -> None:
    made = Window(floor, qtbot, "dark", (1920, 1080))
    try:
        view = made.find(BATCH)
        assert (view.picture_box.isVisible(), view.table.isVisible()) == (True, True)
        assert clipped(made.window) == []
    finally:
        made.close()


@pytest.mark.parametrize("theme", ["light", "dark", "hc"])
def test_nothing_is_cut(floor: Floor, qtbot: QtBot, theme: str) -> None:
    made = Window(floor, qtbot, theme)
    try:
        assert clipped(made.window) == []
        made.find(BATCH)
        assert clipped(made.window) == []
        made.view.bar._by_key["list"].click()
        settle()
        assert clipped(made.window) == []
    finally:
        made.close()


def test_the_recall_list_is_written(window: Window, tmp_path: Path) -> None:
    view = window.find(BATCH)
    said: list[Any] = []
    view.presenter.print_recall(tmp_path / view.presenter.file_name(), said.append)
    assert said[0].refusal is None
    assert (tmp_path / f"{BATCH}-recall.pdf").read_bytes().startswith(b"%PDF")
    view.presenter.turn("backward")
    assert view.presenter.file_name() == f"{BATCH}-origin.pdf"


def test_the_place_is_kept_for_coming_back(window: Window) -> None:
    window.find(BATCH)
    assert window.view.here() == {"kind": "batch", "name": BATCH, "part": ""}


# -- without the looks


def thing(kind: str, name: str, distance: int = 0, part: str = "", **more: Any) -> ThingRow:
    return ThingRow(kind, name, part, distance=distance, **more)


def link(source: int, target: int, role: str = "used") -> LinkRow:
    return LinkRow(source, target, role, "", "1", "kg", "x", "", "", "")


def answer(things: list[ThingRow], links: list[LinkRow], **more: Any) -> GenealogyAnswer:
    return GenealogyAnswer("both", tuple(things), tuple(links), **more)


def cells() -> GenealogyAnswer:
    """Patient, apheresis, batch, three bags, twelve lots."""
    things = [thing("batch", "CT-1"), thing("identifier", "COI", -1), thing("lot", "PAT", -1)]
    links = [link(1, 0, "identifier"), link(1, 2, "origin"), link(2, 0)]
    for bag in "ABC":
        things.append(thing("part", "CT-1", 1, bag))
        links.append(link(0, len(things) - 1, "made"))
    for number in range(12):
        things.append(thing("lot", f"L{number}", -1))
        links.append(link(len(things) - 1, 0))
    return answer(things, links)


def test_the_main_line_runs_from_patient_to_bags() -> None:
    found = picture(cells())
    where = {box.title: (box.column, box.row) for box in found.boxes}
    assert [where[one] for one in ("COI", "PAT", "CT-1", "A")] == [(0, 0), (1, 0), (2, 0), (3, 0)]
    assert where["12 lots"][0] == 1
    titles = [box.title for box in found.boxes]
    assert (titles.index("COI"), titles.index("CT-1")) not in found.joins


def test_a_fold_opens_and_shows_its_lots() -> None:
    whole = cells()
    fold = next(box for box in picture(whole).boxes if box.at < 0)
    opened = picture(whole, frozenset({fold.key}))
    assert sum(box.kind == "lot" for box in opened.boxes) == 12
    assert all(box.at >= 0 for box in opened.boxes)


def test_ten_thousand_batches_stay_a_small_picture() -> None:
    things, links = [thing("lot", "W")], []
    for number in range(10_000):
        things += [thing("batch", f"B{number}", 1), thing("part", f"B{number}", 2, "A")]
        links += [link(0, len(things) - 2), link(len(things) - 2, len(things) - 1, "made")]
    found = picture(answer(things, links))
    assert [box.title for box in found.boxes] == ["W", "10000 batches"]
    fold = found.boxes[1]
    opened = picture(answer(things, links), frozenset({fold.key}))
    assert sum(box.kind == "batch" and box.at >= 0 for box in opened.boxes) == OPENED
    assert any(box.title == f"{10_000 - OPENED} batches" for box in opened.boxes)


def test_joins_in_a_circle_are_drawn_once() -> None:
    found = picture(answer([thing("batch", "A"), thing("batch", "B", 1)], [link(0, 1), link(1, 0)]))
    assert len(found.boxes) == 2
    assert set(found.joins) == {(0, 1), (1, 0)}


ENDS = st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] != pair[1])
KINDS = st.lists(
    st.sampled_from(["batch", "lot", "part", "equipment", "sample", "identifier"]), min_size=10, max_size=10
)


@given(st.lists(ENDS, max_size=25, unique=True), KINDS)
def test_every_box_has_a_place_of_its_own_and_lies_right_of_what_went_into_it(pairs, kinds) -> None:
    found = picture(answer([thing(kind, f"N{at}") for at, kind in enumerate(kinds)], [link(a, b) for a, b in pairs]))
    places = [(box.column, box.row) for box in found.boxes]
    assert len(set(places)) == len(places)
    assert len({box.at for box in found.boxes if box.at >= 0}) == sum(box.at >= 0 for box in found.boxes)
    circle = any(reaches(pairs, b, a) for a, b in pairs)
    assert circle or all(found.boxes[a].column < found.boxes[b].column for a, b in found.joins)
    assert all(0 <= a < len(found.boxes) and 0 <= b < len(found.boxes) for a, b in found.joins)


def reaches(pairs: list[tuple[int, int]], start: int, end: int) -> bool:
    reached, before = {start}, set()
    while reached != before:
        before = set(reached)
        reached |= {b for a, b in pairs if a in before}
    return end in reached


def test_few_stand_open_and_many_are_folded() -> None:
    for kind, cap in CAPS.items():
        if kind == "own":
            continue
        for count in (cap, cap + 1):
            things = [
                thing("batch", "X"),
                *(thing(kind, f"N{n}", 1, "p" if kind == "part" else "") for n in range(count)),
            ]
            found = picture(answer(things, [link(0, at) for at in range(1, count + 1)]))
            assert any(box.at < 0 for box in found.boxes) == (count > cap)


def test_a_turned_walk_leaves_out_the_other_side_and_what_stands_beside() -> None:
    whole = answer(
        [thing("batch", "X"), thing("lot", "L", -1), thing("part", "X", 1, "A"), thing("lot", "M", 1, beside=True)],
        [link(1, 0), link(0, 2, "made"), link(3, 0)],
    )
    ahead, behind = turned(whole, "forward"), turned(whole, "backward")
    assert [row.name for row in ahead.things] == ["X", "X"]
    assert [(one.source, one.target) for one in ahead.links] == [(0, 1)]
    assert [row.name for row in behind.things] == ["X", "L"]
    assert turned(whole, "both") is whole


def test_the_summary_counts_patients_of_batches() -> None:
    found = answer(
        [thing("lot", "L"), thing("batch", "A", 1, patients=("P1",)), thing("batch", "B", 1, patients=("P2",))], []
    )
    assert summary(found) == "2 batches, 2 identifiers"


class Screen:
    def __init__(self, floor: Floor) -> None:
        floor.enter("qlee")
        self.presenter = GenealogyPresenter(floor.desk, "qlee", ("quality",))
        self.walked: list[Walked] = []
        self.details: list[ThingDetail] = []
        self.nothing: list[str] = []
        self.presenter.on_walked, self.presenter.on_detail = self.walked.append, self.details.append
        self.presenter.on_nothing = lambda words, _near: self.nothing.append(words)


def test_what_does_not_come_out_is_a_warning(floor: Floor) -> None:
    screen = Screen(floor)
    row = BalanceRow("kg", (("received", "5"), ("used", "6")), "5", "6", "-1", "", "", "more_out_than_in")
    screen.presenter._asked = ("lot", "L", "")
    screen.presenter._got(("lot", "L", ""), answer([thing("lot", "L")], [], balances=(row,)))
    assert screen.walked[0].warning == "More out than in: 1 kg more than ever came."
    assert [one.value for one in screen.details[0].balance][-1].startswith("More out than in")


def test_an_answer_that_comes_late_is_dropped(floor: Floor) -> None:
    screen = Screen(floor)
    screen.presenter.walk("batch", BATCH)
    screen.presenter._got(("lot", "L", ""), answer([thing("lot", "L")], []))
    assert [one.start.name for one in screen.walked] == [BATCH]


def test_an_unknown_number_is_worded(floor: Floor) -> None:
    screen = Screen(floor)
    screen.presenter.find("NOTHING-1")
    screen.presenter.walk("lot", "NOTHING-2")
    assert ["NOTHING-1" in screen.nothing[0], "NOTHING-2" in screen.nothing[1]] == [True, True]


def test_a_tap_opens_a_fold(qtbot: QtBot) -> None:
    graph = Graph(Theme("light", 1.0, TapGuard(itertools.count().__next__)))
    qtbot.addWidget(graph)
    graph.set_picture(picture(cells()))
    acted: list[Any] = []
    graph.acted.connect(acted.append)
    place = next(at for at, box in enumerate(graph._picture.boxes) if box.at < 0)
    QTest.mouseClick(graph, Qt.MouseButton.LeftButton, pos=graph._areas[place].center().toPoint())
    assert [box.title for box in acted] == ["12 lots"]
    QTest.mouseClick(graph, Qt.MouseButton.LeftButton, pos=QPoint(graph.width() - 1, graph.height() - 1))
    assert len(acted) == 1
