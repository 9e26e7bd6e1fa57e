"""Adding a picture to a step in the real window, and what the operator's screen then shows of it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ebr.paths import resources
from ebr.station.questions import MediaRow
from ebr.station.verifying import verify
from tests.ui.editor.conftest import Desk, settle
from tests.ui.real_station import Floor
from ui.editor.media import add_media
from ui.editor.preview import PreviewContent
from ui.media.large import LargeContent
from ui.media.line import MediaLine, Thumb
from ui.media.loading import Loaded, Pictures, loaded, showable
from ui.pages.visit import Visit

PICTURE = resources() / "demo" / "label-cart.png"
DATA = PICTURE.read_bytes()
SHA = hashlib.sha256(DATA).hexdigest()
ROW = MediaRow("cart", SHA, PICTURE.name, "image/png", "Label of the cart")
SIZE = QSize(200, 100)
STEP = "strength_test"


def paper(pages: int) -> bytes:
    """A document of so many pages, made here."""
    import io

    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(300, 400))
    for number in range(pages):
        canvas.drawString(50, 200, f"page {number + 1}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def kept(tmp_path: Path, data: bytes, media: str) -> tuple[MediaRow, str]:
    path = tmp_path / "kept"
    path.write_bytes(data)
    return MediaRow("it", hashlib.sha256(data).hexdigest(), "it.file", media, "It"), str(path)


def test_a_picture_is_read_in_the_size_that_is_shown() -> None:
    said = loaded(ROW, str(PICTURE), SIZE, 1)
    assert said.why == ""
    (image,) = said.images
    assert image.width() == 200 or image.height() == 100
    assert QSize(200, 100).expandedTo(image.size()) == QSize(200, 100)


def test_a_document_is_shown_page_by_page_and_says_how_many_it_has(tmp_path: Path) -> None:
    row, path = kept(tmp_path, paper(3), "application/pdf")
    said = loaded(row, path, QSize(300, 1200), 2)
    assert (len(said.images), said.pages) == (2, 3)
    assert said.images[0].size() == QSize(300, 400)
    dark = [(x, y) for x in range(300) for y in range(400) if said.images[0].pixelColor(x, y).lightness() < 100]
    assert dark  # the words are there


def test_what_cannot_be_shown_is_said_and_never_raised(tmp_path: Path) -> None:
    assert "not arrived" in loaded(ROW, "", SIZE, 1).why
    assert "not arrived" in loaded(ROW, str(tmp_path / "gone"), SIZE, 1).why
    row, path = kept(tmp_path, b"\x89PNG no picture", "image/png")
    assert "cannot be shown" in loaded(row, path, SIZE, 1).why
    row, path = kept(tmp_path, b"%PDF-1.7 no document", "application/pdf")
    assert "cannot be shown" in loaded(row, path, SIZE, 1).why
    assert "not the one" in loaded(ROW, path, SIZE, 1).why


def test_a_file_is_what_its_name_says(tmp_path: Path) -> None:
    assert showable(PICTURE, "image/png")
    assert not showable(PICTURE, "image/jpeg")
    assert not showable(PICTURE, "")
    paper_file = tmp_path / "a.pdf"
    paper_file.write_bytes(paper(1))
    assert showable(paper_file, "application/pdf")
    assert not showable(tmp_path / "gone.pdf", "application/pdf")


def add(desk: Desk, path: Path, label: str) -> None:
    desk.view.presenter.show(STEP)
    settle()
    content = add_media(desk.view.session, desk.view.presenter, STEP)
    settle()
    assert content.extra is not None
    content.extra.setText(label)
    content.files.field.setText(str(path))
    content.files.changed.emit(path)
    content.button.click()
    settle()


def test_a_picture_that_is_added_is_kept_and_named_by_the_draft(desk: Desk, qtbot: QtBot) -> None:
    add(desk, PICTURE, "Label of the cart")
    phase = desk.view.presenter.work.parts.by_key[STEP].it
    assert [(one.id, one.sha256, one.media, one.label) for one in phase.media] == [
        ("label_of_the_cart", SHA, "image/png", "Label of the cart")
    ]
    qtbot.waitUntil(lambda: desk.kept().history != (), timeout=5000)
    saved = next(found for _, _, found in desk.document().phases() if found.id == STEP)
    assert saved.media == phase.media
    assert desk.floor.station.attachments.read(SHA) == DATA
    desk.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.view.presenter.work.parts.by_key[STEP].it.media == ()


def test_a_picture_that_is_taken_back_at_once_is_named_by_an_entry_all_the_same(desk: Desk, qtbot: QtBot) -> None:
    add(desk, PICTURE, "Label of the cart")
    desk.view.presenter.undo()
    desk.view.presenter.save()
    qtbot.waitUntil(lambda: len(desk.kept().history) > 1, timeout=5000)
    assert all(not phase.media for _, _, phase in desk.document().phases())
    desk.floor.station.close()
    report = verify(desk.floor.station.folder)
    assert report.findings == ()
    assert "attachment_unnamed" not in [note.code for note in report.notes]


def test_what_is_no_picture_is_refused_in_the_sheet(desk: Desk, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.png"
    wrong.write_bytes(b"no picture")
    add(desk, wrong, "Wrong")
    assert desk.view.presenter.work.parts.by_key[STEP].it.media == ()


def test_its_label_is_edited_and_it_is_moved_and_removed_as_a_row(desk: Desk) -> None:
    add(desk, PICTURE, "First")
    add(desk, PICTURE, "Second")
    work = desk.view.presenter.work
    assert desk.view.presenter.do(lambda work: work.rows_act(STEP, "media", "up", 1))
    assert [one.label for one in work.parts.by_key[STEP].it.media] == ["Second", "First"]
    assert work.typed(STEP, "media.0.label", "Other")
    assert work.parts.by_key[STEP].it.media[0].label == "Other"
    desk.view.presenter.do(lambda work: work.rows_act(STEP, "media", "remove", 0))
    assert [one.label for one in work.parts.by_key[STEP].it.media] == ["First"]


def test_the_preview_shows_it_and_a_tap_shows_it_large(desk: Desk) -> None:
    add(desk, PICTURE, "Label of the cart")
    desk.view.acts.part(STEP, "preview")
    settle()
    (content,) = desk.window.findChildren(PreviewContent)
    assert content.centre is not None
    (thumb,) = content.centre.media.thumbs()
    assert thumb.image is not None
    assert thumb.isVisible()
    QTest.mouseClick(thumb, Qt.MouseButton.LeftButton)
    settle()
    (large,) = desk.window.findChildren(LargeContent)
    assert [page.pixmap().isNull() for page in large.pages] == [False]
    assert SHA[:16] in large.words.text()


def test_a_picture_that_has_not_arrived_is_said_in_the_step(floor: Floor, qtbot: QtBot) -> None:
    from ui.theme import Theme

    line = MediaLine(Theme("light", 1.0))
    qtbot.addWidget(line)
    line.pictures = Pictures(Visit(floor.desk))
    line.show_media((ROW,))
    said: list[Loaded] = []
    line.pictures.small(ROW, SIZE, said.append)
    assert "not arrived" in said[0].why
    floor.station.attach(DATA, PICTURE.name, "image/png")
    line.pictures.small(ROW, SIZE, said.append)
    assert said[1].why == ""
    assert [one.image for one in line.findChildren(Thumb)] == [None]
