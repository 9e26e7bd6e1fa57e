"""One change in full, beside the list: both values, the text word by word, what came with a part, and who reads it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ebr.words import ntr, tr
from ui.compare.marked import Marked
from ui.compare.presenter import CompareDetail, ReadBy
from ui.pages.page import DetailCard
from ui.theme import Theme
from ui.widgets.boxes import column, panel, row
from ui.widgets.label import Icon, Label

INDENT = 16


def fill(card: DetailCard, theme: Theme, detail: CompareDetail) -> None:
    """Draw one change into the card."""
    inside = card.begin()
    card.title(detail.title, detail.effect, "warn" if detail.weaker else "")
    if detail.what:
        inside.addWidget(Label(theme, detail.what, "h3", wrap=True))
    if detail.pieces:
        inside.addWidget(_boxed(theme, tr("Before and after"), Marked(theme, detail.pieces)))
    elif detail.was or detail.now:
        inside.addWidget(_boxed(theme, tr("Before"), _value(theme, detail.was, "body", "ink2")))
        inside.addWidget(_boxed(theme, tr("After"), _value(theme, detail.now, "h3", "")))
    if detail.part:
        inside.addWidget(_part(theme, detail))
    for note in detail.notes:
        inside.addWidget(Label(theme, note, "body", wrap=True))
    if detail.readers:
        words = ntr("{n} place reads this", "{n} places read this", len(detail.readers))
        inside.addWidget(Label(theme, words, "h3", wrap=True))
        for reader in detail.readers:
            inside.addWidget(_reader(theme, reader))
    if detail.id:
        inside.addWidget(Label(theme, tr("Id: {id}", id=detail.id), "meta", wrap=True, code=True))
    card.end()


def _value(theme: Theme, text: str, role: str, tone: str) -> Label:
    return Label(theme, text or tr("none"), role, tone, wrap=True)


def _boxed(theme: Theme, caption: str, words: QWidget) -> QFrame:
    frame = panel("sunk")
    inside = column(theme, frame, (14, 10, 14, 12), 3)
    inside.addWidget(Label(theme, caption, "over"))
    inside.addWidget(words)
    return frame


def _part(theme: Theme, detail: CompareDetail) -> QFrame:
    frame = panel("sunk")
    inside = column(theme, frame, (14, 10, 14, 12), 4)
    for line in detail.part:
        inside.addLayout(_line(theme, line.depth, line.name, line.value, strong=line.title))
    return frame


def _line(theme: Theme, depth: int, name: str, value: str, *, strong: bool) -> QHBoxLayout:
    made = row(theme, margins=(depth * INDENT, 6 if strong else 0, 0, 0), gap=10)
    caption = Label(theme, name[:1].upper() + name[1:], "meta", wrap=True)
    caption.setFixedWidth(theme.px(112))
    made.addWidget(caption, 0, Qt.AlignmentFlag.AlignTop)
    made.addWidget(Label(theme, value, "metastrong" if strong else "meta", "", wrap=True), 1)
    return made


def _reader(theme: Theme, reader: ReadBy) -> QFrame:
    frame = panel("sunk")
    line = row(theme, frame, (12, 8, 12, 8), 10)
    line.addWidget(Icon(theme, "link", "ink3", 20), 0, Qt.AlignmentFlag.AlignTop)
    words = column(theme, gap=1)
    words.addWidget(Label(theme, reader.where, "metastrong", wrap=True))
    words.addWidget(
        Label(theme, tr("{what}: {text}", what=reader.what, text=reader.text), "meta", wrap=True, code=True)
    )
    if reader.through:
        words.addWidget(Label(theme, reader.through, "meta", wrap=True))
    line.addLayout(words, 1)
    return frame
