"""Start of the program with its window, in the order in which a person can use it.

    1  the window with the station's name, from what was kept of it (`ui.sight`); nothing else is loaded yet
    2  the login, with the caret in the user's name: from here on somebody can type
    3  the store opens on the writer thread, and heavy modules are loaded there; what was typed meanwhile is answered
       as soon as it is open
       (a station whose key is sealed asks for its passphrase first)
    4  the whole chain is walked in a child process, in the background (`ui.watch`)

`run(folder, demo=...)` returns the exit code of the program.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTimer

from ebr.words import LANGUAGES, language, tr, wanted
from ui import sight
from ui.display import application
from ui.main_window import MainWindow
from ui.sight_view import AfterPaint, FirstSight
from ui.theme import Theme, apply
from ui.theme.typography import FIRST, register_font

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ebr.domain.refusal import Refusal
    from ebr.station.questions import StatusAnswer
    from ui.passphrase.presenter import PassphrasePresenter
    from ui.qt_desk import Fault, QtDesk
    from ui.watch import Walked

NO_STATION: Final = ("store_missing",)
"""Refusals of opening that mean: nothing has been founded here yet."""
DAY_MS: Final = 24 * 3600 * 1000
WALK_AFTER_MS: Final = 500
SEALED: Final = ("key_store_needs_passphrase", "wrong_password")
"""Refusals of opening that mean: a supervisor types the passphrase of the sealed key."""


def run(folder: Path, *, demo: bool = False, full_screen: bool = False) -> int:
    """Show the window on the station in `folder` until it is closed.

    `demo` says so in the title and changes nothing else; `full_screen` is for a terminal where nothing else is shown.
    """
    app = application()
    start = Start(app, folder)
    if demo:
        start.window.setWindowTitle(tr("Electronic batch record, demonstration"))
    start.show(full_screen=full_screen)
    code = app.exec()
    start.close()
    return code


class Start:
    """Start(app, folder): show() paints first; the rest follows by itself. close() ends it in order."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.app, self.folder = app, folder
        self.first = sight.seen(folder)
        said = language() if language() != LANGUAGES[0] else ""
        code = said or self.first.language or wanted()
        if code and (said or code != language()):
            from ui.tongue import speak

            speak(app, code)
        self.theme = Theme(self.first.theme, self.first.scale)
        self.window = MainWindow(None, self.theme, app)
        self.window.own_language = said
        self.desk: QtDesk | None = None
        self._passphrase: PassphrasePresenter | None = None
        self._daily = QTimer(self.window, interval=DAY_MS)
        self._soon = QTimer(self.window, interval=WALK_AFTER_MS, singleShot=True)
        self._copying = QTimer(self.window)

    def show(self, *, full_screen: bool = False) -> None:
        """Paint the station's name; then the login comes."""
        register_font(FIRST)
        first = FirstSight(self.theme, self.first)
        AfterPaint(first, self.furnish)
        self.window.setCentralWidget(first)
        self.window.resize(1280, 800)
        if full_screen:
            self.window.showFullScreen()
        else:
            self.window.show()

    def furnish(self) -> None:
        """Show the login; when it can be typed into, the store opens."""
        from ui.last_place import LastPlace
        from ui.qt_desk import QtDesk
        from ui.unrecorded import Unrecorded

        apply(self.app, self.theme)
        desk = self.desk = QtDesk(None)
        sys.excepthook = desk.stop_writing
        desk.faulted.connect(self._fault)
        desk.opened.connect(self._opened)
        self.window.furnish(desk)
        self.window.places.last = LastPlace(self.folder)
        self.window.session.drafts.left = Unrecorded(self.folder)
        self.window.on_status = self._keep
        if self.first.sealed:
            self._ask_passphrase()
            return
        if self._nothing_here():
            self._found_first()
        else:
            self.window.start()
        assert self.window.frame.view is not None
        AfterPaint(self.window.frame.view, lambda: desk.begin(lambda: _open(self.folder, None)))

    def _nothing_here(self) -> bool:
        """Tell at once that nothing can have been founded here, so that nobody sees a login for nobody."""
        return not self.folder.is_dir() or not any(self.folder.iterdir())

    def _found_first(self) -> None:
        self.window.show_screen("first_start", {"folder": str(self.folder)})

    def _keep(self, status: StatusAnswer) -> None:
        sight.keep(self.folder, sight.sight_of(status.station, status.profile, status.settings, status.key_store))
        if not status.site and self.window.entrance is None:  # it asked to join a site: nobody can sign in yet
            self.window.entrance = self._join
            self._join()
        elif status.site and self.window.entrance == self._join:
            self.window.entrance = None

    def _join(self) -> None:
        self.window.show_screen("join", {"folder": str(self.folder)})

    def _opened(self, refusal: Refusal | None) -> None:
        window = self.window
        if refusal is None:
            self._is_open()
        elif refusal.code in SEALED and self._passphrase is None:
            self._ask_passphrase()
        elif refusal.code in SEALED and self._passphrase is not None:
            self._passphrase.refused(refusal)
        elif refusal.code in NO_STATION:
            if window.session.founding is None:
                self._found_first()
        else:
            window.show_refused(refusal)

    def _is_open(self) -> None:
        self._begin_log()
        if self._passphrase is not None:
            self._passphrase = self.window.entrance = None
            self.window.presences.show_login()
        self.window.refresh_status()
        self._watch()
        self._keep_copies()
        assert self.desk is not None
        self.desk.rounds.watch()

    def _begin_log(self) -> None:
        import platform

        from ebr import applog
        from ebr.station.machine import program_version

        applog.begin(self.folder)
        size = self.app.primaryScreen().size()
        applog.note("start", version=program_version(), python=platform.python_version(), system=platform.release())
        applog.note("window", width=size.width(), height=size.height(), scale=self.first.scale, language=language())

    def _ask_passphrase(self) -> None:
        """Ask a supervisor; the store opens with the first passphrase that fits."""
        import time

        from ui.passphrase.presenter import PassphrasePresenter

        assert self.desk is not None
        begin, folder = self.desk.begin, self.folder
        self._passphrase = PassphrasePresenter(lambda text: begin(lambda: _open(folder, text)), time.monotonic)
        self.window.entrance = self._show_passphrase
        self._show_passphrase()

    def _show_passphrase(self) -> None:
        from ui.passphrase.view import View

        assert self._passphrase is not None
        where = sight.place_words(self.first.room, self.first.station)
        self.window.places.put(View(self.window.session, self._passphrase, where))

    def _watch(self) -> None:
        """Walk the chain now and once a day; the walk begins when the login has its answers."""
        from ui.watch import Watch

        assert self.desk is not None
        session = self.window.session
        watch = Watch(self.desk, lambda: session.person, _now)
        watch.on_walked, watch.on_grave = self._walked, self.window.set_banner
        for timer in (self._daily, self._soon):
            timer.timeout.connect(lambda: watch.walk(str(self.folder)))
            timer.start()

    def _keep_copies(self) -> None:
        """Look every few minutes whether the record stands nowhere else for too long (floor-rules 18)."""
        from ui.copies import EVERY_MS, FIRST_MS, Copies

        # Kept here: Qt holds a bound method of a plain object so weakly that its timer would call what is gone.
        self._copies = Copies(self.desk)
        self._copies.on_amber = self.window.set_amber
        self._copying.timeout.connect(self._copies.look)
        self._copying.start(EVERY_MS)
        QTimer.singleShot(FIRST_MS, self._copying, self._copies.look)

    def _walked(self, walked: Walked) -> None:
        self.window.session.walked = walked

    def _fault(self, fault: Fault) -> None:
        sys.stderr.write(fault.detail)
        self.window.show_fault(fault.line, fault.detail)

    def close(self) -> None:
        """Finish what was asked, and close the station; nothing begins any more."""
        for timer in (self._daily, self._soon, self._copying):
            timer.stop()
        if self.desk is not None:
            self.desk.close()
        from ebr import applog

        applog.note("stop")
        applog.end()


def _now() -> datetime:
    return datetime.now().astimezone()


def _open(folder: Path, passphrase: str | None) -> Any:
    from ebr.station.door import Station

    return Station.open(folder, passphrase=passphrase)
