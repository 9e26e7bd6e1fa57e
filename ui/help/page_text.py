"""`PageText`: a Markdown text in the theme's type and colours, readable by keys and by a screen reader.

Qt's Markdown import knows nothing of our type: headings, links and code get the theme's fonts and colours afterwards,
and again when the theme changes. Links lead to other chapters only; nothing is fetched from anywhere. A picture is
named by its file in `resources/pictures` and shown as wide as a line; what it shows stands in words below it.

In a language read from right to left a paragraph goes that way as soon as it has a letter of it, also when it begins
with the name of a key or a command; a page that is only there in English keeps its own direction.
"""

from __future__ import annotations

from typing import Final
from unicodedata import bidirectional

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser

from ebr import paths
from ebr.words import mirrored
from ui.theme import Theme
from ui.theme.typography import HALF_BOLD, weight_of

HEADINGS: Final = {0: "body", 1: "h1", 2: "h2"}
BELOW: Final = {0: 6, 1: 12, 2: 6}
ABOVE: Final = {0: 2, 1: 0, 2: 18}
AFTER_CODE: Final = 12
PICTURE: Final = 760
"""Width of a picture at most, as wide as a column of text that is still easy to read."""
NARROWEST: Final = 240
LINE: Final = 128
"""Height of a line of running text, in percent."""
LEFTWARDS: Final = ("R", "AL")
"""What Unicode calls a letter that is read from right to left."""
MONOSPACE: Final = ("DejaVu Sans Mono", "Consolas", "Menlo", "monospace")


class PageText(QTextBrowser):
    """PageText(theme). show_text(name, markdown). Signal: wanted(object: key of the chapter that a link names)."""

    wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._markdown = ""
        self._drawn = 0
        """The width of the pictures that are shown."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setFont(theme.font("body"))
        self.document().setDocumentMargin(theme.px(4))
        self.document().setIndentWidth(theme.px(24))
        self.anchorClicked.connect(self._follow)

    def show_text(self, name: str, markdown: str) -> None:
        """Another text, from its top."""
        self.setAccessibleName(name)
        self._markdown = markdown
        self._draw()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Gives a picture of the folder of pictures, in pixels of this screen; nothing else is loaded."""
        file = paths.resources() / "pictures" / f"{QUrl(name).path()}.png"
        if kind != QTextDocument.ResourceType.ImageResource.value or not file.is_file():
            return None
        ratio = self.devicePixelRatioF()
        width = round(self._room() * ratio)
        image = QImage(str(file)).scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        return image

    def _room(self) -> int:
        """How wide a picture may be: nobody scrolls sideways to see the end of it."""
        # As if the scroll bar were always there: it must not come and go with the height of the pictures.
        beside = 2 * round(self.document().documentMargin()) + self.verticalScrollBar().sizeHint().width()
        return min(self.theme.px(PICTURE), max(self.theme.px(NARROWEST), self.width() - beside))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures follow the width."""
        super().resizeEvent(event)
        if self._markdown and self._drawn != self._room():
            self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        """Takes the colours of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._markdown:
            self._redraw()

    def _redraw(self) -> None:
        place = self.verticalScrollBar().value()
        self._draw()
        self.verticalScrollBar().setValue(place)

    def _follow(self, url: QUrl) -> None:
        self.wanted.emit(url.toString())

    def _draw(self) -> None:
        self._drawn = self._room()
        self.document().setMarkdown(_tables_turned(self._markdown) if mirrored() else self._markdown)
        cursor = QTextCursor(self.document())
        block = self.document().begin()
        while block.isValid():
            self._dress(cursor, block)
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable) and mirrored() and _leftwards(frame.firstCursorPosition().block().text()):
                form = frame.format()
                form.setAlignment(Qt.AlignmentFlag.AlignRight)
                frame.setFormat(form)

    def _dress(self, cursor: QTextCursor, block: QTextBlock) -> None:
        level = min(block.blockFormat().headingLevel(), 2)
        code = _is_code(block)
        pieces = _pieces(block)
        pictured = any(found.isImageFormat() for _start, _length, found in pieces)
        self._space(cursor, block, level, code=code, pictured=pictured)
        for start, length, found in pieces:
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            if not found.isImageFormat():
                cursor.setCharFormat(self._look(found, level, code=code))

    def _space(self, cursor: QTextCursor, block: QTextBlock, level: int, *, code: bool, pictured: bool) -> None:
        space = QTextBlockFormat()
        space.setTopMargin(0 if code else self.theme.px(ABOVE[level]))
        below = AFTER_CODE if code and not _is_code(block.next()) else 0 if code else BELOW[level]
        space.setBottomMargin(self.theme.px(below))
        space.setLineHeight(
            100 if code or pictured else LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        )
        if code:
            space.setBackground(self.theme.color("sunken"))
        if mirrored():
            leftwards = not code and _leftwards(block.text())
            space.setLayoutDirection(Qt.LayoutDirection.RightToLeft if leftwards else Qt.LayoutDirection.LeftToRight)
        cursor.setPosition(block.position())
        cursor.mergeBlockFormat(space)

    def _look(self, found: QTextCharFormat, level: int, *, code: bool) -> QTextCharFormat:
        made = QTextCharFormat(found)
        made.clearProperty(QTextFormat.Property.FontSizeAdjustment)  # headings would be scaled a second time
        font = self.theme.font(HEADINGS[level])
        if code or found.fontFixedPitch():
            font.setFamilies(list(MONOSPACE))
            font.setPixelSize(self.theme.px(15))
        elif found.fontItalic():  # what a picture shows
            font = self.theme.font("meta")
        elif found.fontWeight() > QFont.Weight.Medium:
            font.setWeight(QFont.Weight(weight_of(HALF_BOLD)))
        made.setFont(font)
        plain = "ink2" if found.fontItalic() else "ink"
        made.setForeground(self.theme.color("accentInk" if found.isAnchor() else plain))
        return made


def _tables_turned(markdown: str) -> str:
    """Return the text with the columns of its tables the other way round: Qt lays them out from the left only."""
    lines = markdown.splitlines()
    return "\n".join(_row_turned(line) if line.startswith("|") and _leftwards(markdown) else line for line in lines)


def _row_turned(line: str) -> str:
    return f"| {' | '.join(reversed([cell.strip() for cell in line.strip().strip('|').split('|')]))} |"


def _leftwards(text: str) -> bool:
    return any(bidirectional(sign) in LEFTWARDS for sign in text)


def _is_code(block: QTextBlock) -> bool:
    found = block.blockFormat()
    return found.hasProperty(QTextFormat.Property.BlockCodeLanguage) or found.nonBreakableLines()


def _pieces(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Return start, length and format of each piece of a block; collected first, because dressing changes them."""
    found: list[tuple[int, int, QTextCharFormat]] = []
    pieces = block.begin()
    while not pieces.atEnd():
        piece = pieces.fragment()
        found.append((piece.position(), piece.length(), piece.charFormat()))
        pieces += 1
    return found
