"""The language of the window: our texts, Qt's own texts, and from which side everything is read.

A station speaks the language of its settings; whoever signs in may choose another one for as long as they are here. A
language without a catalogue is never shown half: English stays. Numbers that Qt itself would write are left to its
plain locale, so that digits are western everywhere (`ebr.words`). Numbers that are values are written with the decimal
sign of the language; a station may be set to write them as the record does (`by_language`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLibraryInfo, Qt, QTranslator

from ebr.words import LANGUAGES, language, mirrored, use_language, write_numbers

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

TRANSLATOR: Final = "ebr translator"
"""Name of the one translator of Qt's own texts among the application's children."""


def speak(app: QApplication, code: str, *, by_language: bool = True) -> bool:
    """Speak a language from now on; windows that are there must be made anew. False: there is no catalogue for it."""
    if code not in LANGUAGES:
        return False
    try:
        use_language(code)
    except FileNotFoundError:
        return False
    write_numbers(by_language=by_language)
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored() else Qt.LayoutDirection.LeftToRight)
    _speak_qt(app)
    return True


def _speak_qt(app: QApplication) -> None:
    """Menus of fields and the like: Qt's own texts, which no catalogue of ours holds."""
    before = app.findChild(QTranslator, TRANSLATOR)
    if before is not None:
        app.removeTranslator(before)
        before.setObjectName("")
        before.deleteLater()
    made = QTranslator(app)
    made.setObjectName(TRANSLATOR)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language() != "en" and made.load(f"qtbase_{language()}", folder):
        app.installTranslator(made)
