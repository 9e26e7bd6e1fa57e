"""The help: every chapter is there, every screen leads to one, every link leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QFont, QImage, QTextBlock, QTextDocument
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ebr import paths
from ebr.words import tr
from ui.desk import InlineDesk
from ui.help.page_text import PICTURE as PICTURE_WIDTH
from ui.help.page_text import PageText
from ui.help.presenter import CHAPTERS, SHARED, found, known, read, titles
from ui.help.view import View
from ui.screens import SCREENS
from ui.session import Session
from ui.theme import Theme, apply
from ui.tongue import speak

FOLDER = paths.resources() / "help"
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]*)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)\n\n\*[^*]+\*\n")


@pytest.mark.parametrize("key", CHAPTERS)
def test_a_chapter_has_a_title_and_a_screenful_of_text(key: str) -> None:
    text = read(key).text
    assert text.startswith("# ")
    assert 8 <= len(text.splitlines()) <= 70


def test_no_page_lies_in_the_folder_without_being_listed() -> None:
    assert {file.stem for file in FOLDER.glob("*.md")} == set(CHAPTERS)


def test_every_link_leads_to_a_chapter() -> None:
    links = {link for key in CHAPTERS for link in LINK.findall(read(key).text)}
    assert links
    assert links <= set(CHAPTERS)


def test_every_picture_is_there_and_what_it_shows_stands_below_it() -> None:
    texts = {key: read(key).text for key in CHAPTERS}
    shown = {key: PICTURE.findall(text) for key, text in texts.items()}
    assert {key: text.count("![") - len(shown[key]) for key, text in texts.items() if text.count("![")} == {
        key: 0 for key, found in shown.items() if found
    }
    named = {name for found in shown.values() for _alt, name in found}
    assert len(named) > 12
    assert {name for name in named if not (paths.resources() / "pictures" / f"{name}.png").is_file()} == set()


@pytest.mark.parametrize("role", ["operator", "supervisor", "quality", "author", "administrator"])
def test_each_role_has_a_guide_with_a_picture(role: str) -> None:
    text = read(f"guide-{role}").text
    assert PICTURE.search(text)
    assert set(LINK.findall(text)) <= set(CHAPTERS)


def test_a_word_of_a_message_finds_its_chapter() -> None:
    assert dict(found("Was it PRINTED"))["messages"] == "What a message means"
    assert found("")[0] == ("first-hour", "The first hour")
    assert found("xyzzy") == ()


def test_what_stands_in_the_title_comes_first() -> None:
    assert [key for key, _ in found("signing")][:2] == ["login", "signing"]


def test_every_screen_leads_to_a_chapter_of_its_own_choice() -> None:
    missing = [name for name in SCREENS if name not in CHAPTERS and name not in SHARED]
    assert missing == []


def test_an_unknown_key_shows_the_first_chapter() -> None:
    assert known("no such screen") == next(iter(CHAPTERS))
    assert known("verify") == "signing"


def test_a_screen_of_the_program_exists_for_each_shared_key() -> None:
    for name in SHARED:
        assert name == "lock" or import_module(SCREENS[name]).View


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> View:
    theme = Theme("light")
    apply(qapp, theme)
    host = QWidget()
    qtbot.addWidget(host)
    desk = InlineDesk(None)
    made = View(desk, Session(desk, theme, host))
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    return made


def test_a_link_opens_its_chapter_and_marks_it_in_the_list(view: View) -> None:
    view.show_params("masters")
    view.text.anchorClicked.emit(QUrl("formulas"))
    assert view.help_key() == "formulas"
    assert view.chapters.chosen() == "formulas"
    assert view.text.toPlainText().startswith(dict(titles())["formulas"])


def test_a_long_chapter_is_shown_from_its_top(view: View) -> None:
    view.show_params("mbr-format")
    assert view.text.verticalScrollBar().maximum() > 0
    assert view.text.verticalScrollBar().value() == 0


def test_typing_narrows_the_list_and_return_opens_the_first(view: View, qtbot: QtBot) -> None:
    view.show_params("login")
    qtbot.keyClicks(view.search, "mass balance")
    assert view.chapters.chosen() is None
    qtbot.keyClick(view.search, Qt.Key.Key_Return)
    assert "balance" in view.text.toPlainText()
    assert view.chapters.chosen() == view.help_key() != "login"


def test_a_word_that_is_nowhere_is_said(view: View, qtbot: QtBot) -> None:
    qtbot.keyClicks(view.search, "xyzzy")
    assert view.none.isVisible()
    view.show_params("queue")
    assert not view.none.isVisible()
    assert view.search.text() == ""


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_a_picture_is_as_wide_as_a_line_and_never_wider_than_its_page(
    qtbot: QtBot, qapp: QApplication, scale: float
) -> None:
    theme = Theme("light", scale)
    apply(qapp, theme)
    text = PageText(theme)
    qtbot.addWidget(text)
    text.resize(theme.px(PICTURE_WIDTH) + 100, 500)
    text.show()
    text.show_text("The first hour", read("first-hour").text)
    assert _picture(text).width() / text.devicePixelRatioF() == theme.px(PICTURE_WIDTH)
    text.resize(620, 500)
    qapp.processEvents()
    assert _picture(text).width() / text.devicePixelRatioF() < 620
    assert text.horizontalScrollBar().maximum() == 0
    assert text.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl("../fonts/OFL")) is None


def _picture(text: PageText) -> QImage:
    image = text.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl("queue_light_1280"))
    assert isinstance(image, QImage)
    return image


@pytest.fixture
def arabic(qapp: QApplication) -> Iterator[None]:
    speak(qapp, "ar")
    yield
    speak(qapp, "en")


def test_a_page_follows_the_language_of_the_window(arabic: None, view: View) -> None:
    view.show_params("signing")
    assert view.text.toPlainText().startswith("التوقيع")
    first = view.text.document().begin()
    assert first.blockFormat().layoutDirection() == Qt.LayoutDirection.RightToLeft
    view.show_params("deviations")
    title, note = view.text.toPlainText().splitlines()[:2]
    assert title == "Deviations"
    assert note == tr("This page is not translated yet. It is shown in English.")
    english = view.text.document().begin()
    assert english.blockFormat().layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_a_line_that_begins_with_a_key_is_read_from_the_right(arabic: None, view: View) -> None:
    view.text.show_text("x", "**Ctrl+L** للقفل\n\n| أ | ب |\n| --- | --- |\n| id | ج |\n")
    assert view.text.document().begin().blockFormat().layoutDirection() == Qt.LayoutDirection.RightToLeft
    table = view.text.document().rootFrame().childFrames()[0]
    assert table.firstCursorPosition().block().text() == "ب"


def font_of(block: QTextBlock) -> QFont:
    return block.begin().fragment().charFormat().font()


def test_headings_have_the_type_of_the_theme_at_every_size(qtbot: QtBot, qapp: QApplication) -> None:
    for scale in (1.0, 1.5):
        theme = Theme("dark", scale)
        apply(qapp, theme)
        text = PageText(theme)
        qtbot.addWidget(text)
        text.show_text("x", "# One\n\nwords\n\n## Two\n")
        first = text.document().begin()
        assert font_of(first).pixelSize() == theme.font("h1").pixelSize()
        assert font_of(first.next()).pixelSize() == theme.font("body").pixelSize()
        assert font_of(first.next().next()).pixelSize() == theme.font("h2").pixelSize()


def test_another_theme_colours_the_text_that_is_shown(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme("light")
    apply(qapp, theme)
    text = PageText(theme)
    qtbot.addWidget(text)
    text.show_text("x", "words")
    theme.switch("dark")
    apply(qapp, theme)
    shown = text.document().begin().begin().fragment().charFormat().foreground().color()
    assert shown == theme.color("ink")
