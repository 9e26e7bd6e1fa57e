"""What is painted by hand, where lines are read from right to left: places in the mirror, and sides that stay sides."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QStyle, QWidget

START = Qt.AlignmentFlag.AlignLeft
END = Qt.AlignmentFlag.AlignRight


def turned(widget: QWidget) -> bool:
    """Tell whether a widget is read from right to left."""
    return widget.layoutDirection() == Qt.LayoutDirection.RightToLeft


def placed(widget: QWidget, whole: QRect, part: QRect) -> QRect:
    """Return where a part of `whole` lies: where it was said, or at the same distance from the other side."""
    return QStyle.visualRect(widget.layoutDirection(), whole, part)


def side(widget: QWidget, alignment: Qt.AlignmentFlag) -> Qt.AlignmentFlag:
    """Return where words begin (START) or end (END), whatever letters they have: Qt would ask the words themselves."""
    return QStyle.visualAlignment(widget.layoutDirection(), alignment) | Qt.AlignmentFlag.AlignAbsolute


def left_to_right(widget: QWidget) -> None:
    """Keep a widget as it is in every language: keys with numbers and letters, fields of codes."""
    widget.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
