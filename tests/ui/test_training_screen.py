"""Training in the real window on a real station: set, read page by page, signed, confirmed, withdrawn; and without the looks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from ebr.domain.batch.commands import SignStep
from ebr.domain.refusal import Refusal
from ebr.domain.training.commands import ConfirmTraining, SetTask, SignRead
from ebr.station.questions import BatchQuestion, Preview, TaskRow, Tasks, TrainingOf, TrainingRow
from ebr.wording import refusal_words
from tests.ui.real_station import BATCH, SECRET, Floor, signed
from tests.ui.test_blocks_screen import Window, settle
from tests.ui.test_widgets_clipping import clipped
from ui.training.forms import TaskContent
from ui.training.grid import MatrixTable
from ui.training.own_presenter import OwnDetail, OwnPresenter
from ui.training.presenter import CellDetail, Grid, MatrixPresenter
from ui.training.reading import ReadingContent
from ui.training.task_presenter import TaskForm, TaskPresenter, missing, next_version
from ui.widgets.wedge import Scan

SOP = "SOP-PR-021"
PAGES = 2


@pytest.fixture
def window(floor: Floor, qtbot: QtBot) -> Iterator[Window]:
    made = Window(floor, qtbot)
    yield made
    made.window.close()
    made.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def pdf(pages: int = PAGES, words: str = "Granulation") -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, invariant=1)
    for number in range(pages):
        canvas.drawString(72, 700, f"{words}, page {number + 1}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def set_task(floor: Floor, version: str = "1", *, pages: int = PAGES, document: bool = True, **more: Any) -> str:
    """Quality sets a version; returns the hash of its document."""
    floor.enter("qlee")
    value: dict[str, str] = {}
    if document:
        data = pdf(pages, f"Granulation {version}")
        value = floor.station.attach(data, f"granulation-{version}.pdf", "application/pdf")
    asked = {"title": "Granulation", "practical": True, "roles": ("operator",), "value": value, **more}
    signed(floor.station, SetTask(SOP, version, **asked), "qlee")
    return value.get("sha256", "")


def read(floor: Floor, person: str, sha256: str, version: str = "1") -> None:
    floor.enter(person)
    signed(floor.station, SignRead(person, SOP, version, sha256), person)


def confirmed(floor: Floor, person: str, trainer: str, evidence: str = "") -> None:
    floor.enter(trainer)
    signed(floor.station, ConfirmTraining(person, SOP, "1", trainer, evidence), trainer)


def row(floor: Floor, person: str = "mchen") -> TrainingRow:
    (found,) = floor.station.ask(TrainingOf(person)).rows
    assert isinstance(found, TrainingRow)
    return found


def task(floor: Floor) -> TaskRow:
    (found,) = floor.station.ask(Tasks())
    assert isinstance(found, TaskRow)
    return found


def sign(window: Window) -> None:
    window.type(SECRET)
    window.key(Qt.Key.Key_Return)
    settle()


def sheets(window: Window) -> list[Any]:
    return [sheet.content for sheet in window.window.session.sheets]


def cell(window: Window, who: str, person: str) -> None:
    """Somebody looks at a person's cell in the matrix."""
    window.go(who, "training")
    window.window.show_screen("training", {"person": person, "task": SOP})
    settle()


def to_end(content: ReadingContent) -> None:
    area = content.parentWidget()
    while not isinstance(area, QScrollArea):
        area = area.parentWidget()
    settle()
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    settle()


# -- in the window


def test_a_procedure_is_set_with_its_document_and_signed(window: Window, tmp_path: Path) -> None:
    (tmp_path / "granulation.pdf").write_bytes(pdf())
    view = window.go("qlee", "training_tasks")
    assert "No procedure yet" in view.table._empty.accessibleName()
    window.press("Set a procedure")
    (content,) = sheets(window)
    assert isinstance(content, TaskContent)
    for field, text in (("task", SOP), ("version", "1"), ("title", "Granulation"), ("valid_days", "365")):
        content._fields[field].setFocus()
        window.type(text)
    window.press("Read and sign, then a trainer confirms")
    window.press("Operator")
    assert not content.button.isEnabled()
    window.press("Choose the document")
    sheets(window)[-1].files.go(tmp_path)
    settle()
    window.press("granulation.pdf")
    window.press("Attach")
    settle()
    assert content.document is not None
    window.press("Continue to signature")
    sign(window)
    window.qtbot.waitUntil(lambda: bool(window.floor.station.ask(Tasks())), timeout=5000)
    found = task(window.floor)
    assert (found.task, found.valid_days, found.practical, found.roles) == (SOP, 365, True, ("operator",))
    assert found.file_name == "granulation.pdf"
    assert sheets(window) == []
    assert view.presenter.chosen == SOP


def test_a_file_that_is_no_pdf_is_not_attached(window: Window, tmp_path: Path) -> None:
    (tmp_path / "false.pdf").write_bytes(b"not a document")
    window.go("qlee", "training_tasks")
    window.press("Set a procedure")
    window.press("Choose the document")
    chosen = sheets(window)[-1]
    chosen.files.go(tmp_path)
    settle()
    window.press("false.pdf")
    window.press("Attach")
    settle()
    assert "cannot be shown" in chosen._error.accessibleName() or not chosen._error.isHidden()
    assert sheets(window)[0].document is None


def test_a_document_is_read_to_the_end_before_it_is_signed(window: Window) -> None:
    set_task(window.floor)
    window.go("mchen", "my_training")
    window.press("Read and sign")
    (content,) = sheets(window)
    assert isinstance(content, ReadingContent)
    settle()
    assert not content.button.isEnabled()
    assert content._why.text() == "Read to the last page first"
    to_end(content)
    assert content.button.isEnabled()
    window.press("I have read it")
    sign(window)
    window.qtbot.waitUntil(lambda: row(window.floor).level == "waiting", timeout=5000)
    assert sheets(window) == []


def test_a_long_document_is_turned_page_by_page(window: Window) -> None:
    set_task(window.floor, pages=45)
    window.go("mchen", "my_training")
    window.press("Read and sign")
    (content,) = sheets(window)
    for part, why in ((1, "Page 20 of 45"), (2, "Page 40 of 45")):
        to_end(content)
        assert why in content._why.text(), part
        assert not content.button.isEnabled()
        window.press("Pages after")
    to_end(content)
    assert content.button.isEnabled()
    window.press("Pages before")
    assert content._first == 20


def test_a_document_that_is_not_here_cannot_be_signed(window: Window) -> None:
    sha256 = set_task(window.floor)
    place = window.floor.station.attachments.place(sha256)
    assert place is not None
    place.unlink()
    window.go("mchen", "my_training")
    window.press("Read and sign")
    (content,) = sheets(window)
    settle()
    assert not content.button.isEnabled()
    assert content._why.text() == "The document has to be shown first"


def test_a_procedure_kept_elsewhere_says_so_and_is_signed(window: Window) -> None:
    set_task(window.floor, document=False, practical=False)
    window.go("mchen", "my_training")
    window.press("Read and sign")
    (content,) = sheets(window)
    assert content.media is None
    window.press("I have read it")
    sign(window)
    window.qtbot.waitUntil(lambda: row(window.floor).level == "trained", timeout=5000)


def test_a_trainer_confirms_in_the_matrix(window: Window) -> None:
    sha256 = set_task(window.floor)
    for person in ("sups", "mchen"):
        read(window.floor, person, sha256)
    confirmed(window.floor, "sups", "qlee", "Course of the maker")
    cell(window, "sups", "mchen")
    window.press("Confirm as trainer")
    sign(window)
    window.qtbot.waitUntil(lambda: row(window.floor).level == "trained", timeout=5000)
    assert row(window.floor).confirmed_by == "Sam Super"


def test_quality_names_the_evidence_for_the_first_trainer(window: Window) -> None:
    sha256 = set_task(window.floor)
    read(window.floor, "sups", sha256)
    cell(window, "qlee", "sups")
    window.press("Confirm as trainer")
    window.type("Course of the maker")
    window.press("Continue to signature")
    sign(window)
    window.qtbot.waitUntil(lambda: row(window.floor, "sups").level == "trained", timeout=5000)
    assert row(window.floor, "sups").evidence == "Course of the maker"


def test_training_is_withdrawn_with_a_reason(window: Window) -> None:
    sha256 = set_task(window.floor, practical=False)
    read(window.floor, "mchen", sha256)
    cell(window, "sups", "mchen")
    window.press("Withdraw training")
    window.type("Left out a step")
    window.press("Continue to signature")
    sign(window)
    window.qtbot.waitUntil(lambda: row(window.floor).level == "missing", timeout=5000)


def test_the_matrix_is_saved_as_a_pdf(window: Window, tmp_path: Path) -> None:
    set_task(window.floor)
    view = window.go("qlee", "training")
    window.press("Save as PDF")
    sheets(window)[-1].files.go(tmp_path)
    settle()
    window.press("Save")
    settle()
    assert sheets(window) == []
    assert (tmp_path / view.presenter.file_name).read_bytes().startswith(b"%PDF-")


def test_arrow_keys_move_over_the_matrix_and_a_badge_finds_its_owner(window: Window) -> None:
    set_task(window.floor)
    view = window.go("sups", "training")
    table = view.table
    assert isinstance(table, MatrixTable)
    table.setFocus()
    before = view.presenter.chosen
    window.key(Qt.Key.Key_Down)
    assert view.presenter.chosen != before
    assert view.take_scan(Scan("B-mchen"))
    settle()
    assert view.presenter.chosen == ("mchen", SOP)
    assert table.cells.key(table.currentIndex()) == ("mchen", SOP)
    said = table.cells.data(table.currentIndex(), Qt.ItemDataRole.AccessibleTextRole)
    assert said == f"Maria Chen, {SOP}: Missing"


def test_an_empty_matrix_says_what_to_do(window: Window) -> None:
    view = window.go("sups", "training")
    assert not view.empty.isHidden()
    assert view.table.isHidden()


def test_every_column_of_the_matrix_is_wide_enough(window: Window) -> None:
    sha256 = set_task(window.floor, valid_days=20, practical=False)
    read(window.floor, "mchen", sha256)
    table = window.go("sups", "training").table
    words = table.theme.font("detail")
    from PySide6.QtGui import QFontMetrics

    assert table.columnWidth(0) >= QFontMetrics(words).horizontalAdvance("until 2026-11-21") + table.theme.px(42)


@pytest.mark.parametrize("theme", ["light", "dark", "hc"])
@pytest.mark.parametrize("screen", ["training", "my_training", "training_tasks"])
def test_nothing_on_the_screens_is_cut(floor: Floor, qtbot: QtBot, theme: str, screen: str) -> None:
    set_task(floor)
    made = Window(floor, qtbot, theme)
    try:
        made.go("qlee", screen)
        assert clipped(made.window) == []
    finally:
        made.window.close()
        made.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# -- at the step


def test_a_step_waits_until_the_person_is_trained_in_its_procedure(floor: Floor) -> None:
    step = floor.station.ask(BatchQuestion(BATCH, "mchen")).step
    assert step.sop == "SOP-PR-011"
    command = SignStep(BATCH, step.address, "performed")
    floor.enter("qlee")
    task_ = SetTask("SOP-PR-011", "4", "Clearing a room", roles=("operator",))
    signed(floor.station, task_, "qlee")
    floor.enter("mchen")
    with pytest.raises(Refusal) as found:
        floor.station.ask(Preview(command, "mchen"))
    words = refusal_words(found.value)
    assert words.startswith(
        "Maria Chen is not trained in SOP-PR-011 Clearing a room, version 4. Missing: read and sign"
    )
    signed(floor.station, SignRead("mchen", "SOP-PR-011", "4"), "mchen")
    assert floor.station.ask(Preview(command, "mchen")).seen


# -- without the looks


class Board:
    """The matrix as a person sees it."""

    def __init__(self, floor: Floor, person: str, *roles: str) -> None:
        floor.enter(person)
        self.presenter = MatrixPresenter(floor.desk, person, roles)
        self.grids: list[Grid] = []
        self.details: list[CellDetail | None] = []
        self.presenter.on_grid, self.presenter.on_detail = self.grids.append, self.details.append
        self.presenter.refresh()

    def offers(self, person: str) -> dict[str, str]:
        self.presenter.choose(person, SOP)
        found = self.details[-1]
        assert found is not None
        return {offer.key: offer.reason for offer in found.offers}

    def words(self, person: str) -> str:
        grid = self.grids[-1]
        at = next(at for at, head in enumerate(grid.people) if head.key == person)
        return grid.cells[at][0].said


def test_each_cell_says_where_somebody_stands(floor: Floor) -> None:
    sha256 = set_task(floor, valid_days=365)
    read(floor, "mchen", sha256)
    board = Board(floor, "sups", "supervisor")
    assert board.words("mchen") == "Read, waits for trainer"
    assert board.words("jdoe") == "Missing"
    assert board.words("auth") == "Not needed"
    read(floor, "sups", sha256)
    confirmed(floor, "sups", "qlee", "Course")
    confirmed(floor, "mchen", "sups")
    board.presenter.refresh()
    assert board.words("mchen") == "Trained, until 2027-11-01"
    set_task(floor, "2", earlier_until="2026-11-15")
    board.presenter.refresh()
    assert board.words("mchen") == "Version 1, until 2026-11-15"
    set_task(floor, "3")
    board.presenter.refresh()
    assert board.words("mchen") == "Old version, version 1"


def test_who_lacks_nothing_is_left_out_and_names_are_filtered(floor: Floor) -> None:
    sha256 = set_task(floor, practical=False)
    read(floor, "mchen", sha256)
    board = Board(floor, "sups", "supervisor")
    assert board.grids[-1].words == "1 person lacks something"
    board.presenter.show_open(only=True)
    assert [head.key for head in board.grids[-1].people] == ["jdoe"]
    board.presenter.show_open(only=False)
    board.presenter.search("maria oper")
    assert [head.key for head in board.grids[-1].people] == ["mchen"]
    assert board.presenter.badge("jdoe")
    assert len(board.grids[-1].people) > 1
    assert not board.presenter.badge("nobody")


def test_who_may_not_confirm_is_told_why(floor: Floor) -> None:
    sha256 = set_task(floor)
    assert Board(floor, "jdoe", "operator").offers("mchen")["confirm"] == "Supervisors and quality confirm"
    board = Board(floor, "sups", "supervisor")
    assert board.offers("mchen")["confirm"] == "Reading and signing comes first"
    assert board.offers("sups")["confirm"] == "Nobody confirms the own training"
    read(floor, "mchen", sha256)
    floor.enter("sups")
    assert board.offers("mchen")["confirm"] == "You are not trained in this task yourself"
    assert "withdraw" in board.offers("mchen")
    quality = Board(floor, "qlee", "quality")
    assert quality.offers("mchen")["confirm"] == ""
    assert quality.presenter.needs_evidence
    confirmed(floor, "mchen", "qlee", "Course")
    assert quality.offers("mchen")["confirm"] == "Nothing waits for a trainer"


def test_my_list_begins_with_what_is_to_read(floor: Floor) -> None:
    set_task(floor)
    floor.enter("qlee")
    signed(floor.station, SetTask("SOP-A-001", "1", "Not for operators", roles=("author",)), "qlee")
    signed(floor.station, SetTask("SOP-Z-009", "1", "For operators", roles=("operator",)), "qlee")
    floor.enter("mchen")
    signed(floor.station, SignRead("mchen", "SOP-Z-009", "1"), "mchen")
    presenter = OwnPresenter(floor.desk, "mchen")
    lines: list[Any] = []
    details: list[OwnDetail | None] = []
    presenter.on_lines, presenter.on_detail = (lambda *said: lines.append(said)), details.append
    presenter.refresh()
    shown, words = lines[-1]
    assert [line.key for line in shown] == [SOP, "SOP-Z-009", "SOP-A-001"]
    assert [line.cells[2] for line in shown] == ["Missing", "Trained", "Not needed"]
    assert words == "1 procedure to read"
    assert details[-1] is not None
    assert [offer.key for offer in details[-1].offers] == ["read"]
    presenter.show("jdoe")
    assert details[-1] is not None
    assert [offer.key for offer in details[-1].offers] == ["open"]
    presenter.close()


def test_what_quality_is_offered_others_are_not(floor: Floor) -> None:
    set_task(floor)
    for roles, keys in ((("quality",), ["version", "change", "withdraw", "open"]), (("operator",), ["open"])):
        presenter = TaskPresenter(floor.desk, roles)
        found: list[Any] = []
        presenter.on_detail = found.append
        presenter.refresh()
        assert [offer.key for offer in found[-1].offers] == keys
        presenter.close()


def test_a_change_keeps_the_document_and_a_new_version_asks_for_one(floor: Floor) -> None:
    sha256 = set_task(floor)
    presenter = TaskPresenter(floor.desk, ("quality",))
    presenter.refresh()
    same = presenter.setting(presenter.form(new=False), None)
    assert (same.version, same.value["sha256"]) == ("1", sha256)
    new = presenter.form(new=True)
    assert new.version == "2"
    assert missing(new, document=False) == "Choose the document, or that it is kept elsewhere"
    assert presenter.setting(new, None).value == {}
    presenter.close()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (TaskForm(), "Fill in: Number"),
        (TaskForm("S", "1"), "Fill in: Title"),
        (TaskForm("S", "1", "T", "ten"), "Days are a whole number, 0 for no end"),
        (TaskForm("S", "1", "T", "10"), "Choose what is needed"),
        (TaskForm("S", "1", "T", "", False), "Choose who needs it"),
        (TaskForm("S", "1", "T", "", False, ("operator",)), ""),
    ],
)
def test_the_form_says_what_is_missing(form: TaskForm, words: str) -> None:
    assert missing(form, document=True) == words


def test_only_plain_numbers_are_counted_on() -> None:
    assert (next_version("9"), next_version("2.1"), next_version("")) == ("10", "", "")
