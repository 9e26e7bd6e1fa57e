"""The window: who is signed in, which screen is shown, lock and switch, scans and keys on their way to the screen.

No rules.

Closing saves nothing, because everything recorded is durable already. A lock keeps the place and the drafts of the
person who locked; the same person comes back to the same field, somebody else gets their own work.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from ebr.domain.people.commands import SignAcknowledgement
from ebr.domain.refusal import Refusal
from ebr.station.questions import BadgeOwner, PolicyRow, PolicySettings, Presence, StationStatus, StatusAnswer, Who
from ebr.wording import refusal_words, role_word
from ebr.words import mark, tr
from ui import screens
from ui.ask import Question, ask
from ui.desk import Answer, Desk
from ui.drafts import Drafts
from ui.execution.kept import Kept
from ui.frame import Frame, profile_words
from ui.hands import Hands
from ui.palette import PLACES, open_palette
from ui.session import Session
from ui.shown import initials_of
from ui.signing.presenter import Signer, SigningPresenter
from ui.signing.view import SigningFlow
from ui.theme import Theme, apply
from ui.widgets.facts import EmptyState
from ui.widgets.field import Field
from ui.widgets.header import Identity, Person
from ui.widgets.sheet import Sheet
from ui.widgets.wedge import Scan, Wedge

ACKNOWLEDGEMENT: Final = mark(
    "I understand that my electronic signature in this system is the legally binding equivalent of"
    " my handwritten signature."
    " I keep my password to myself and sign only what I did, witnessed, verified or approved."
)
OPEN_SCREENS: Final = ("first_start", "help", "login")
"""Screens that may be shown while nobody is signed in."""


class MainWindow(QMainWindow):
    """MainWindow(desk, theme). start() shows the login; `desk` opens its station meanwhile."""

    def __init__(self, desk: Desk, theme: Theme, app: QApplication) -> None:
        super().__init__()
        self.desk, self.theme, self._app = desk, theme, app
        self.setWindowTitle(tr("Electronic batch record"))
        self._places: list[tuple[str, dict[str, str]]] = []
        self._kept: dict[str, list[tuple[str, dict[str, str]]]] = {}
        self._flow: SigningFlow | None = None
        self._idle_default = 10.0
        self._make_frame()
        self.hands = Hands(app, time.monotonic)
        self.hands.idle.connect(lambda _value: self.lock("idle"))
        self.hands.typed.connect(self._typed)
        self.wedge = Wedge(app)
        self.wedge.scanned.connect(self.take_scan)
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._second)
        self._clock.start()
        self._shortcuts()
        desk.on_changed(self._changed)

    def _make_frame(self) -> None:
        self.frame = Frame(self.theme)
        before: Session | None = getattr(self, "session", None)
        self.session: Session = Session(
            self.desk,
            self.theme,
            self.frame,
            presence=before.presence if before is not None else None,
            status=before.status if before is not None else None,
            drafts=before.drafts if before is not None else Drafts(),
            go=self.show_screen,
            go_back=self.back,
            say=self.frame.say,
            change_header=self.show_header,
            open_letters=self._letters,
            refresh_presence=self.refresh_presence,
            sign_command=self._sign,
            focus_back=self._focus_back,
        )
        self.setCentralWidget(self.frame)
        header = self.frame.header
        header.home_pressed.connect(lambda _value: self._home())
        header.lock_pressed.connect(lambda _value: self.lock("lock"))
        header.sync_pressed.connect(lambda _value: self.show_screen("status", {}))
        self._second()

    def _shortcuts(self) -> None:
        acts: dict[str, Callable[[], Any]] = {
            "F1": self.help,
            "Ctrl+L": lambda: self.lock("lock"),
            "Ctrl+K": self.palette_sheet,
            "Esc": self.back,
            "Alt+Home": self._home,
        }
        for keys, act in acts.items():
            QShortcut(QKeySequence(keys), self, act)

    # -- presence

    def start(self) -> None:
        """Show the login at once; status and policy arrive when the station is open."""
        self.show_login()
        self.refresh_status()

    def refresh_status(self) -> None:
        """Ask for the station's settings and idle time."""
        self.desk.ask(StationStatus(), self._status)
        self.desk.ask(PolicySettings(), self._policy)

    def _status(self, status: StatusAnswer) -> None:
        before, self.session.status = self.session.status, status
        name, scale = status.settings.get("theme", "light"), float(status.settings.get("ui_scale", "1") or 1)
        if name != self.theme.name or scale != self.theme.scale:
            self._restyle(name, scale)
        if before is None or before.settings != status.settings:
            self._set_idle()
        self.show_header()

    def _policy(self, rows: tuple[PolicyRow, ...]) -> None:
        self._idle_default = next((float(row.value) for row in rows if row.name == "idle_lock"), self._idle_default)
        self._set_idle()

    def _restyle(self, name: str, scale: float) -> None:
        """Colours change in place; another size lays everything out anew, where the person was."""
        self.theme.switch(name)
        if scale != self.theme.scale:
            self.session.close_sheets()
            self._leave_view()
            self.theme.scale = scale
            apply(self._app, self.theme)
            self._make_frame()
            if self.session.presence is None:
                self.show_login()
            else:
                self._show(*self._places[-1])
            return
        apply(self._app, self.theme)

    def _set_idle(self) -> None:
        minutes = float(self.session.setting("idle_minutes") or self._idle_default)
        self.hands.set_idle(minutes * 60 if self.session.presence is not None else 0)

    def refresh_presence(self, then: Callable[[], None] = lambda: None) -> None:
        """Ask again who is signed in, for example after rights or password changed."""

        def got(presence: Presence | None) -> None:
            self.session.presence = presence
            self.show_header()
            then()

        self.desk.ask(Who(), got)

    def show_login(self) -> None:
        """Nobody is signed in."""
        from ui.login.view import View

        self.session.presence = None
        self._set_idle()
        view = View(self.desk, self.session)
        view.presenter.on_signed_in = self.signed_in
        self._put(view)

    def signed_in(self, presence: Presence) -> None:
        """Somebody is in: their own place, or the queue."""
        self.session.close_sheets()
        self.session.presence = presence
        self._set_idle()
        self._places = self._kept.pop(presence.person, []) or [("queue", {})]
        self._show(*self._places[-1])
        if presence.must_acknowledge:
            self._acknowledge()

    def _acknowledge(self) -> None:
        words = tr(ACKNOWLEDGEMENT)
        question = Question(
            tr("Before your first signature"), tr("Continue to signature"), words=words, icon="arrow-right"
        )

        def agreed(_parts: object, _content: object, sheet: Sheet) -> None:
            sheet.close_sheet()
            command = SignAcknowledgement(self.session.person, words)
            self._sign(command, lambda _said: self.refresh_presence(), title=tr("Acknowledge"))

        ask(self.session, question, agreed)

    def lock(self, how: str) -> None:
        """Lock or idle: the presence ends, the place stays; what is under way is finished first by the desk's order."""
        if self.session.presence is None:
            return
        self.desk.sign_out(how, self._locked)

    def _locked(self, said: Answer) -> None:
        if said.refusal is not None:
            self.frame.say(refusal_words(said.refusal), "warn")
        self._show_lock()

    def _show_lock(self, badge: str = "") -> None:
        from ui.lock.view import View, face_of

        who = self.session.presence
        if who is None:
            return
        self.session.close_sheets()
        kept = getattr(self.frame.view, "kept", None)
        found: Kept | None = kept() if callable(kept) else None
        self._kept[who.person] = list(self._places)
        self.session.presence = None
        self._set_idle()
        readable = self.session.setting("instruction_when_locked") == "yes"
        view = View(self.desk, self.session, face_of(who.person, who.name, who.roles), found, show_instruction=readable)
        view.presenter.on_signed_in = self.signed_in
        self._put(view)
        if badge:
            view.presenter.badge(badge)

    def sign_out(self) -> None:
        """Leave for good: nothing is kept but drafts in memory."""
        if self.session.presence is not None:
            self._kept.pop(self.session.presence.person, None)
            self.session.close_sheets()
            self.desk.sign_out("log-out", lambda _said: self.show_login())

    # -- screens

    def show_screen(self, name: str, params: dict[str, str]) -> None:
        """Show a screen by its name; the palette and signing out have names too."""
        if name == "palette":
            self.palette_sheet()
        elif name == "sign-out":
            self.sign_out()
        elif name == "login":
            self.show_login()
        elif self.session.presence is not None or name in OPEN_SCREENS:
            self.session.close_sheets()
            self._places = self._trail(name, params)
            self._show(name, params)

    def _trail(self, name: str, params: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
        """Where Back leads: the queue is the root, and the same screen is not left twice."""
        if name == "queue":
            return [("queue", params)]
        before = self._places[:-1] if self._places and self._places[-1][0] == name else self._places
        return [*before, (name, params)]

    def _show(self, name: str, params: dict[str, str]) -> None:
        view = screens.factory(name)(self.desk, self.session)
        self._put(view)
        show = getattr(view, "show_params", None)
        if callable(show):
            show(**params)
        self.show_header()

    def _leave_view(self) -> None:
        leave = getattr(self.frame.view, "leave", None)
        if callable(leave):
            leave()

    def _put(self, view: QWidget) -> None:
        self._leave_view()
        self.frame.undock_letters()
        self.frame.show_view(view)
        self.show_header()
        first = getattr(view, "first_field", None)
        target = first() if callable(first) else None
        (target if isinstance(target, QWidget) else view).setFocus()

    def _focus_back(self) -> None:
        view, now = self.frame.view, QApplication.focusWidget()
        first = getattr(view, "first_field", None)
        if view is None or not callable(first) or (now is not None and view.isAncestorOf(now) and now is not view):
            return
        target = first()
        (target if isinstance(target, QWidget) else view).setFocus()

    def back(self) -> None:
        """The screen before; from the queue nowhere. Esc in a sheet is the sheet's."""
        if self.session.presence is None or self.session.sheets or not self._places[1:]:
            return
        self._places.pop()
        self._show(*self._places[-1])

    def _home(self) -> None:
        if self.session.presence is not None:
            self.show_screen("queue", {})

    def help(self) -> None:
        """The chapter of the screen that is shown."""
        key = getattr(self.frame.view, "help_key", None)
        self.show_screen("help", {"chapter": key()} if callable(key) else {})

    def palette_sheet(self) -> None:
        """Go anywhere."""
        if self.session.presence is not None and not self.session.sheets:
            open_palette(self.session, PLACES, self.show_screen)

    # -- header

    def show_header(self) -> None:
        """Identity or title of the shown screen, person, profile, copies of the log."""
        view, header, who = self.frame.view, self.frame.header, self.session.presence
        identity, title = getattr(view, "identity", None), getattr(view, "title", None)
        found: Identity | None = identity() if callable(identity) else None
        header.set_identity(found, "" if found is not None else title() if callable(title) else "")
        role = role_word(who.roles[0]) if who is not None and who.roles else ""
        header.set_person(Person(initials_of(who.name), who.name, role) if who is not None else None)
        status = self.session.status
        if status is not None:
            header.set_profile(profile_words(status.profile))
            words = tr("{n} not witnessed", n=status.unwitnessed) if status.unwitnessed else tr("Witnessed")
            header.set_sync(words, "cloud-up" if status.unwitnessed else "cloud-check")

    def _second(self) -> None:
        self.frame.header.set_clock(datetime.now().astimezone().strftime("%H:%M"))

    def _changed(self, roots: frozenset[str]) -> None:
        if any(root.startswith(("station", "site")) for root in roots):
            self.refresh_status()
        if self.session.presence is not None and any(self.session.person in root for root in roots):
            self.refresh_presence()

    # -- hands

    def _letters(self, field: Field) -> None:
        if not self.hands.touch or self.session.setting("letter_panel", "yes") == "no":
            return
        take = getattr(self.frame.view, "take_letters", None)
        if not (callable(take) and take(field)):
            self.frame.dock_letters(field, self.session.sheets[-1] if self.session.sheets else None)

    def _typed(self, _value: object) -> None:
        self.frame.undock_letters()
        hide = getattr(self.frame.view, "hide_letters", None)
        if callable(hide):
            hide()

    def take_scan(self, scan: object) -> None:
        """A badge names a person; anything else belongs to the screen."""
        assert isinstance(scan, Scan)
        if self._flow is not None and self._flow.open and self._flow.take_scan(scan):
            return
        if scan.badge and self.session.presence is not None:
            self.desk.ask(BadgeOwner(scan.data), lambda person: self._badge(scan, person))
            return
        self._to_view(scan)

    def _to_view(self, scan: Scan) -> None:
        take = getattr(self.frame.view, "take_scan", None)
        if not (callable(take) and take(scan)):
            self.frame.say(tr("This screen takes no scan"), "warn")

    def _badge(self, scan: Scan, person: str) -> None:
        if not person:
            self.frame.say(tr("Nobody here has this badge"), "warn")
        elif self.session.sheets:
            self._to_view(Scan(person))
        elif person != self.session.person:
            self.desk.sign_out("switch", lambda _said: self._show_lock(scan.data))

    def _sign(
        self,
        command: Any,
        then: Callable[[Answer], None],
        *,
        second: bool = False,
        title: str = "",
        names: str = "",
        through: str = "",
        extra: tuple[Any, ...] = (),
    ) -> None:
        who = self.session.presence
        signer = Signer(who.person, who.name, who.roles) if who is not None and not second else None
        presenter = SigningPresenter(
            self.desk, command, signer, asker=self.session.person, names=names, through=through, extra=extra
        )
        words = tr("{name} stays signed in.", name=who.name) if second and who is not None else ""
        self._flow = SigningFlow(self.session, presenter, then, title or tr("Sign"), words)
        self._flow.start()

    # -- the end

    def show_fault(self, line: str, detail: str) -> None:
        """The program found a fault in itself: nothing more is written, and the person is told."""
        view = EmptyState(
            self.theme,
            "alert-triangle-filled",
            tr("The program stopped because of a fault of its own"),
            tr(
                "Nothing more is written. Everything confirmed before is safe. Start the program again. {line}",
                line=line,
            ),
            tr("Close the program"),
        )
        view.setToolTip(detail)
        view.acted.connect(lambda _value: self.close())
        self.session.close_sheets()
        self.session.presence = None
        self._put(view)

    def show_refused(self, refusal: Refusal) -> None:
        """The station cannot be opened; why, and what to do."""
        view = EmptyState(
            self.theme,
            "alert-triangle",
            tr("This station cannot be opened"),
            refusal_words(refusal),
            tr("Close the program"),
        )
        view.acted.connect(lambda _value: self.close())
        self._put(view)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing to save."""
        self.session.close_sheets()
        self._leave_view()
        self.hands.stop()
        self.wedge.stop()
        super().closeEvent(event)
