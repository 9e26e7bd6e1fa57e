"""A single fact on the screens: its codes at the office, the scanner at the other station."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ebr.station.questions import FactRow
from tests.station.plant import fine
from tests.station.test_facts import deactivated
from tests.station.two_stations import Site, site
from ui.bundles.fact_presenter import FactPresenter, line_of
from ui.bundles.fact_view import QUIET, CodesContent, CodeSquares
from ui.desk import InlineDesk
from ui.theme import Theme, apply
from ui.theme.taps import TapGuard


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Site]:
    made = site(tmp_path)
    yield made
    made.close()


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    made = Theme("light", 1.0, TapGuard(itertools.count().__next__))
    apply(qapp, made)
    return made


def test_codes_shown_at_the_office_are_read_one_by_one_at_the_other_station(both: Site) -> None:
    entry = deactivated(both.office)
    both.office.be("qlee")
    here = FactPresenter(InlineDesk(both.office.station), "qlee")
    codes, titles, rows = list[str](), list[str](), list[tuple[FactRow, ...]]()
    here.on_codes, here.on_rows = lambda title, found: (titles.append(title), codes.extend(found)), rows.append
    here.refresh()
    assert [row.entry for row in rows[-1]] == [entry]
    here.show(entry)
    assert titles == ["John Doe was deactivated"]

    both.room.be("mchen")
    there = FactPresenter(InlineDesk(both.room.station), "mchen")
    said, taken, no = list[tuple[str, str]](), list[tuple[str, ...]](), list[str]()
    there.on_progress = lambda words, tone: said.append((words, tone))
    there.on_taken, there.on_refused, there.on_rows = taken.append, no.append, rows.append
    assert there.is_code(codes[0])
    assert not there.is_code("(01)04012345678901")
    there.read("EBRFACT1 nonsense")
    assert len(no) == 1
    for n, text in enumerate(codes[:-1], 1):
        there.read(text)
        there.read(text.lower())
        assert (
            said[-1][0]
            == "Read code"
            + ("s " if len(codes) - n > 1 else " ")
            + ", ".join(str(left) for left in range(n + 1, len(codes) + 1))
            + " too"
        )
    assert taken == []
    there.read(codes[-1])
    assert taken[0][0] == "John Doe was deactivated, says Room-12. It counts here from now on."
    assert "held beside it" in taken[0][1]
    assert rows[-1][0].held
    assert line_of(rows[-1][0]).detail == "Held here until the record arrives"
    for text in codes:
        there.read(text)
    assert no[-1] == "This fact is here already."


def test_codes_of_another_fact_begin_anew(both: Site) -> None:
    texts = []
    for who in ("jdoe", "mchen"):
        entry = deactivated(both.office, who)
        both.office.be("qlee")
        told = fine(both.office.station.export_fact(entry, "qlee")).answer
        texts.append(told["lines"].split("\n"))
    there = FactPresenter(InlineDesk(both.room.station), "")
    taken, no = list[tuple[str, ...]](), list[str]()
    there.on_taken, there.on_refused = taken.append, no.append
    assert len(texts[0]) > 1
    there.read(texts[0][0])
    for text in texts[1]:
        there.read(text)
    assert (len(taken), no) == (1, [])
    assert "Maria Chen" in taken[0][0]


def test_only_quality_shows_codes(both: Site) -> None:
    entry = deactivated(both.office)
    presenter, no = FactPresenter(InlineDesk(both.office.station), "aroot"), list[str]()
    presenter.on_refused = no.append
    presenter.show(entry)
    assert len(no) == 1


def test_a_code_is_drawn_square_by_square(theme: Theme, qtbot: QtBot) -> None:
    text = "EBRFACT1" + "ABCDEFGH0102" + "A2" * 300
    drawn = CodeSquares(theme, text)
    qtbot.addWidget(drawn)
    image = drawn.grab().toImage()
    rows = [bytes(line) for line in segno.make(text, error="m", micro=False).matrix]
    ratio = image.width() / drawn.width()
    side = drawn.width() // (len(rows) + 2 * QUIET)
    assert side >= 3
    start = (drawn.width() - side * len(rows)) // 2
    for y, line in enumerate(rows):
        for x, dark in enumerate(line):
            at = (start + x * side + side / 2) * ratio, (start + y * side + side / 2) * ratio
            assert (image.pixelColor(int(at[0]), int(at[1])).lightness() < 128) is bool(dark)


def test_the_codes_are_turned(theme: Theme, qtbot: QtBot) -> None:
    content = CodesContent(theme, ("EBRFACT1A", "EBRFACT1B"))
    qtbot.addWidget(content)
    assert not content._before.isEnabled()
    content._next.click()
    assert content.at == 1
    assert not content._next.isEnabled()
    content._before.click()
    assert content.at == 0
