"""The window: it is there at once with the station's name, and is furnished when there is something to open.

No rules. Light on purpose: nothing is imported before the first painting but Qt, the colours and the words, because
every import delays it (record-and-sync.md, "first paint"). `furnish` brings in the rest: the frame, places, people,
hands.

Closing saves nothing, because everything recorded is durable already. What would be lost without a word (something
shown once, an answer that is not here yet) is asked about first: `ui.closing`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow

from ebr.words import decimal_sign, language, numbers_by_language, tr, write_numbers
from ui.inspector import banner, places, shown
from ui.theme import Theme, apply

if TYPE_CHECKING:
    from ebr.domain.refusal import Refusal
    from ebr.station.questions import Presence, StatusAnswer
    from ui.desk import Desk
    from ui.frame import Frame
    from ui.hands import Hands
    from ui.inputs import Inputs
    from ui.places import Places
    from ui.presences import Presences
    from ui.serial_scans import SerialScans
    from ui.session import Session
    from ui.sounds import Sounds
    from ui.widgets.wedge import Wedge

OPEN_SCREENS = ("first_start", "help", "join", "login")
"""Screens that may be shown while nobody is signed in."""


class MainWindow(QMainWindow):
    """MainWindow(desk, theme, app). start() shows the login; `desk` opens its station meanwhile.

    Without a desk it is empty until `furnish(desk)`. `on_status(StatusAnswer)` hears how the station is.
    """

    desk: Desk
    session: Session
    frame: Frame
    hands: Hands
    wedge: Wedge
    serial_scans: SerialScans
    places: Places
    presences: Presences
    inputs: Inputs
    sounds: Sounds

    def __init__(self, desk: Desk | None, theme: Theme, app: QApplication) -> None:
        super().__init__()
        self.theme, self._app = theme, app
        self.furnished = False
        self.on_status: Callable[[StatusAnswer], None] = lambda _status: None
        self.entrance: Callable[[], None] | None = None
        """What is shown instead of the login while nobody can sign in yet."""
        self._banner: tuple[str, str] = ("", "")
        self._amber: tuple[str, str] = ("", "")
        self.own_language = ""
        """Which somebody chose for the time they are here; "" for the station's."""
        self.sure = False
        """The person knows what closing loses."""
        self.setWindowTitle(tr("Electronic batch record"))
        if desk is not None:
            self.furnish(desk)

    # -- what stands in it

    def furnish(self, desk: Desk) -> None:
        """Bring in frame, places, people and hands; the first screen is `start`'s."""
        from ui.frame import Frame
        from ui.hands import Hands
        from ui.inputs import Inputs
        from ui.places import Places
        from ui.presences import Presences
        from ui.serial_scans import SerialScans
        from ui.session import Session
        from ui.sounds import Sounds
        from ui.widgets.wedge import Wedge

        self.desk, self.frame = desk, Frame(self.theme)
        self.session = Session(desk, self.theme, self.frame, go=self.show_screen)
        self.places = Places(self.session, self.frame, self.show_header)
        self.hands = Hands(self._app, time.monotonic)
        self.sounds = Sounds(lambda: self.session.status.settings if self.session.status is not None else {}, self)
        self.presences = Presences(self.session, self.places, self.hands)
        self.inputs = Inputs(self.session, self.places, self.presences, self.hands)
        self.places.on_left = self.inputs.left
        self._lend()
        self.wedge = Wedge(self._app)
        self.wedge.scanned.connect(self.inputs.take_typed)
        self.serial_scans = SerialScans(self.session, self.take_scan, self)
        self.serial_scans.start()
        self._stand_in(self.frame)
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._second)
        self._clock.start()
        self._shortcuts()
        desk.on_changed(self._changed)
        self.furnished = True

    def _lend(self) -> None:
        session = self.session
        session.go_back, session.change_header = self.places.back, self.show_header
        session.say = self._say
        session.open_letters, session.focus_back = self.inputs.letters, self.places.focus_back
        session.sign_command = self.inputs.sign
        session.refresh_presence, session.hold_idle = self.presences.ask_who, self.hands.hold
        session.speak, session.play, session.awake = self.speak, self._play, self.hands.awake

    def _say(self, text: str, tone: str) -> None:
        self.frame.say(text, tone)
        if tone:
            self.inputs.refused()

    def _play(self, name: str) -> None:
        """A refusal takes the place of the sound of a scan that was only read so far."""
        if name == "refused":
            self.inputs.refused(said=False)
        self.sounds.play(name)

    def _stand_in(self, frame: Frame) -> None:
        """A frame becomes the window's, at the start and after each change of size."""
        self.frame = self.session.host = self.places.frame = frame
        self.setCentralWidget(frame)
        header = frame.header
        header.home_pressed.connect(lambda _value: self._home())
        header.lock_pressed.connect(lambda _value: self.lock("lock"))
        header.sync_pressed.connect(lambda _value: self.show_screen("status", {}))
        frame.set_banner(*self._banner)
        self._show_amber()
        self._second()

    def _shortcuts(self) -> None:
        acts: dict[str, Callable[[], Any]] = {
            "F1": self.help,
            "Ctrl+L": lambda: self.lock("lock"),
            "Ctrl+K": self.palette_sheet,
            "Esc": self.places.back,
            "Alt+Home": self._home,
        }
        for keys, act in acts.items():
            QShortcut(QKeySequence(keys), self, act)

    # -- the station

    def start(self) -> None:
        """Show the login at once; status and policy arrive when the station is open."""
        self.presences.show_login()
        self.refresh_status()

    def refresh_status(self) -> None:
        """Ask for the station's settings and for how long one may stay signed in."""
        from ebr.station.questions import StationStatus

        self.desk.ask(StationStatus(), self._status)
        self.presences.ask_policy()

    def _status(self, status: StatusAnswer) -> None:
        before, self.session.status = self.session.status, status
        name, scale = status.settings.get("theme", "light"), float(status.settings.get("ui_scale", "1") or 1)
        spoken = self.own_language or status.settings.get("language", "en")
        sign = decimal_sign()
        write_numbers(by_language=status.settings.get("numbers") != "record")
        if sign != decimal_sign():
            self._lay_out_anew(scale)
        if name != self.theme.name or scale != self.theme.scale or spoken != language():
            self._restyle(name, scale, spoken)
        if before is None or before.settings != status.settings:
            self.presences.set_idle()
        self.show_header()
        self.on_status(status)

    def speak(self, code: str) -> None:
        """Speak another language, and show everything in it, for who is here now; "": what the station speaks."""
        self.own_language = code
        settings = self.session.status.settings if self.session.status is not None else {}
        wanted = code or settings.get("language", "en")
        if wanted != language():
            self._restyle(self.theme.name, self.theme.scale, wanted)

    def _restyle(self, name: str, scale: float, spoken: str) -> None:
        """Colours change in place; another size or language lays everything out anew, where the person was."""
        from ui.tongue import speak

        self.theme.switch(name)
        heard = spoken != language() and speak(self._app, spoken, by_language=numbers_by_language())
        if scale == self.theme.scale and not heard:
            apply(self._app, self.theme)
            return
        self._lay_out_anew(scale)

    def _lay_out_anew(self, scale: float) -> None:
        """Make every screen again, where the person was: its texts are others, or larger."""
        from ui.frame import Frame

        self.session.close_sheets()
        self.places.leave()
        self.theme.scale = scale
        apply(self._app, self.theme)
        self.setWindowTitle(tr("Electronic batch record"))
        self._stand_in(Frame(self.theme))
        if self.session.presence is not None:
            self.places.again()
        elif self.session.founding is not None:
            self.show_screen("first_start", {})
        else:
            (self.entrance or self.presences.show_login)()

    def _changed(self, roots: frozenset[str]) -> None:
        if any(root.startswith(("station", "site")) for root in roots):
            self.refresh_status()
        if self.session.presence is not None and any(self.session.person in root for root in roots):
            self.presences.ask_who()

    def set_banner(self, text: str, detail: str = "") -> None:
        """Say something grave on every screen, until it is over; "" takes it away."""
        self._banner = (text, detail)
        self.frame.set_banner(text, detail)

    def set_amber(self, text: str, detail: str = "") -> None:
        """Say on every screen what needs somebody soon, until it is over; "" takes it away."""
        if (text, detail) != self._amber:
            self._amber = (text, detail)
            self._show_amber()

    def _show_amber(self) -> None:
        """An inspector is told what this is; that a copy is late is for those who work here."""
        found = banner(self.session)
        if not found[0] and self.session.status is not None:
            from ui.status.presenter import warning

            found = warning(self.session.status)
        self.frame.set_amber(*(found if found[0] else self._amber))

    # -- people and screens

    def signed_in(self, presence: Presence) -> None:
        """Somebody is in."""
        self.presences.signed_in(presence)

    def lock(self, how: str) -> None:
        """Lock the station."""
        self.presences.lock(how)

    def show_screen(self, name: str, params: dict[str, str]) -> None:
        """Show a screen by its name; the palette and signing out have names too."""
        name = shown(self.session, name)
        if not name:
            self.session.notice(tr("This screen is not part of an inspection."), "warn")
        elif name == "palette":
            self.palette_sheet()
        elif name == "sign-out":
            self.presences.sign_out()
        elif name == "login":
            (self.entrance or self.presences.show_login)()
        elif self.session.presence is not None or name in OPEN_SCREENS:
            self.places.go(name, params)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab is the frame's, wherever it is pressed."""
        return self.frame.focusNextPrevChild(forward) if self.furnished else super().focusNextPrevChild(forward)

    def _home(self) -> None:
        if self.session.presence is not None:
            self.show_screen("queue", {})

    def help(self) -> None:
        """The chapter of the screen that is shown."""
        key = getattr(self.frame.view, "help_key", None)
        self.show_screen("help", {"chapter": key()} if callable(key) else {})

    def palette_sheet(self) -> None:
        """Go anywhere."""
        from ui.palette import PLACES, open_palette

        if self.session.presence is not None and not self.session.sheets:
            open_palette(self.session, places(self.session, PLACES), self.show_screen)

    def show_header(self) -> None:
        """Identity or title of the shown screen, person, profile, copies of the log."""
        from ui.heading import show_heading

        show_heading(self.frame, self.session)
        self._show_amber()

    def _second(self) -> None:
        self.frame.header.set_clock(datetime.now().astimezone().strftime("%H:%M"))
        self.places.remember()

    def take_scan(self, scan: object) -> None:
        """Something was scanned."""
        self.inputs.take_scan(scan)

    # -- the end

    def show_fault(self, line: str, detail: str) -> None:
        """The program found a fault in itself: nothing more is written, and the person is told."""
        from ui.closing import fault_view

        self.sure = True
        self.session.close_sheets()
        self.session.presence = None
        self.places.put(fault_view(self.theme, line, detail, self.close))

    def show_refused(self, refusal: Refusal) -> None:
        """The station cannot be opened; why, and what to do."""
        from ui.closing import refused_view

        self.places.put(refused_view(self.theme, refusal, self.close))

    def _close_anyway(self) -> None:
        self.sure = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing to save; what would be lost is asked about first."""
        if self.furnished:
            from ui.closing import may_close

            if not self.sure and not may_close(self.session, self.frame, self._close_anyway):
                event.ignore()
                return
            self.session.close_sheets()
            self.places.leave()
            self.places.close()
            self.hands.stop()
            self.sounds.stop()
            self.wedge.stop()
            self.serial_scans.stop()
        super().closeEvent(event)
