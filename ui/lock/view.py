"""The lock screen: who locked, the same card as the login, and what must not be hidden.

Identity, running timers, in rooms set so the open instruction (floor-rules, corrections). The same person comes back
to the same field; anybody else signs in and the first one is signed out.
"""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from ebr.wording import role_word
from ebr.words import tr
from ui.desk import Desk
from ui.execution.kept import Kept
from ui.execution.side import Due, timer_fact
from ui.login.card import FaceList, LoginCard
from ui.login.presenter import Face, LoginPresenter
from ui.session import Session
from ui.widgets.boxes import column, panel, row
from ui.widgets.header import Identity
from ui.widgets.label import Label
from ui.widgets.timer_row import TimerRow
from ui.widgets.wedge import Scan


class View(QWidget):
    """View(desk, session, locked: Face, kept: Kept | None, show_instruction=False)."""

    def __init__(
        self, desk: Desk, session: Session, locked: Face, kept: Kept | None, *, show_instruction: bool = False
    ) -> None:
        super().__init__()
        self.session, self.theme, self._kept = session, session.theme, kept
        self.presenter = LoginPresenter(desk)
        self._since = time.monotonic()
        line = row(self.theme, self, (24, 24, 24, 24), 48)
        self.card = LoginCard(self.theme, tr("Unlock"), tr("Locked"))
        self._timers: list[TimerRow] = []
        self._due = Due()
        line.addStretch(1)
        line.addWidget(self.card, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._beside(kept, show_instruction), 0 if kept is None else 4)
        line.addStretch(1)
        self._listen()
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._second)
        self._tick.start()
        self._second()
        self.presenter.start()
        self.card.show_who(Face(locked.person, locked.name, locked.detail))

    def _listen(self) -> None:
        p = self.presenter
        p.on_who, p.on_error, p.on_busy = self.card.show_who, self.card.show_error, self._busy
        p.on_choose = lambda _person: self.card.show_error(
            tr("This password is temporary. Sign out and choose your own.")
        )
        self.card.entered.connect(lambda given: p.sign_in(*given))
        self.card.focused.connect(self.session.letters)

    def _busy(self, busy: bool) -> None:
        self.card.button.setEnabled(not busy)

    def _beside(self, kept: Kept | None, show_instruction: bool) -> QWidget:
        if kept is None:
            faces = FaceList(self.theme, tr("Somebody else"))
            self.presenter.on_faces = faces.show_faces
            faces.chosen.connect(self.card.show_who)
            return faces
        side = QWidget()
        side.setMaximumWidth(self.theme.px(640))
        side.setMinimumWidth(self.theme.px(480))
        whole = column(self.theme, side, gap=16)
        whole.addStretch(1)
        if kept.step:
            whole.addWidget(self._step(kept, show_instruction))
        running = [line for line, _elapsed in kept.timers if line.running]
        if running:
            whole.addWidget(self._running(len(running)))
        whole.addWidget(Label(self.theme, tr("Everything recorded is safe. Timers go on."), "meta", wrap=True))
        whole.addStretch(1)
        return side

    def _step(self, kept: Kept, show_instruction: bool) -> QWidget:
        card = panel("card")
        inside = column(self.theme, card, (20, 16, 20, 16), 8)
        inside.addWidget(Label(self.theme, tr("Open step"), "meta"))
        inside.addWidget(Label(self.theme, kept.step, "h1", wrap=True))
        if show_instruction and kept.instruction:
            inside.addWidget(Label(self.theme, kept.instruction, "instr", wrap=True))
        return card

    def _running(self, count: int) -> QWidget:
        card = panel("card")
        inside = column(self.theme, card, (20, 16, 20, 16), 12)
        inside.addWidget(Label(self.theme, tr("Timers"), "h2"))
        for _at in range(count):
            made = TimerRow(self.theme)
            self._timers.append(made)
            inside.addWidget(made)
        return card

    def _second(self) -> None:
        if self._kept is None:
            return
        gone = time.monotonic() - self._since
        running = [(line, elapsed) for line, elapsed in self._kept.timers if line.running]
        facts = [timer_fact(line, elapsed + gone) for line, elapsed in running]
        for made, fact in zip(self._timers, facts, strict=True):
            made.show_fact(fact)
        if self._due.heard(facts):
            self.session.play("timer")

    def identity(self) -> Identity | None:
        """The batch stays in the header."""
        return self._kept.identity if self._kept is not None else None

    def title(self) -> str:
        """Said by the card."""
        return "" if self._kept is not None else tr("Locked")

    def make_room(self, *, wanted: bool) -> None:
        """Letters need room: the card leaves its greeting out."""
        self.card.make_room(wanted=wanted)

    def help_key(self) -> str:
        """Chapter of the help."""
        return "login"

    def first_field(self) -> QWidget:
        """The password."""
        return self.card.first_field()

    def take_scan(self, scan: Scan) -> bool:
        """A badge fills in who."""
        self.presenter.badge(scan.data)
        return True

    def leave(self) -> None:
        """Stops the clock, and hearing."""
        self._tick.stop()
        self.presenter.close()


def face_of(person: str, name: str, roles: tuple[str, ...]) -> Face:
    """The person who locked."""
    return Face(person, name, role_word(roles[0]) if roles else "")
