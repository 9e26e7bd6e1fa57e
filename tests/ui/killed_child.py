"""The program, as `ebr open FOLDER` starts it, with somebody at its keys who says what stands on the screen.

Started by `test_killed.py` as a process of its own, which is then killed. Arguments: the folder, and "work" (sign the
open step, turn to another one, stay there) or "look" (sign in and say where one is).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ebr.clock import SimulatedClock
from ebr.domain.batch.commands import SignStep
from ebr.station.door import Station
from tests.ui.real_station import NOW, SECRET
from tests.ui.real_station import signed as signed_by
from ui import app as starting
from ui.__main__ import main
from ui.app import Start
from ui.execution.view import View
from ui.login.view import View as Login
from ui.unrecorded import FILE as UNRECORDED
from ui.widgets.field import Field

FOLDER, WHAT = Path(sys.argv[1]), sys.argv[2]
EVERY_MS = 20
TYPED = "18.5"
FIRST = "preparation/prep_start/prep_clear"
SAFE = "preparation/prep_start/prep_safe"
ROOM = f"{SAFE}/prep_room"
TURNED = 3
"""The step of the outline that somebody turns to, which is not the one that comes by itself."""


def fill(text: str) -> None:
    field = QApplication.focusWidget()
    assert isinstance(field, Field)
    field.setText(text)
    field.returnPressed.emit()


def asked(*, secret: bool) -> bool:
    field = QApplication.focusWidget()
    return isinstance(field, Field) and (field.echoMode() == Field.EchoMode.Password) == secret


def signed(view: View) -> bool:
    step = view.presenter.answer.step if view.presenter.answer is not None else None
    return step is not None and bool(step.signatures)


def kept() -> str:
    """What stands in the file of letters that are not recorded."""
    file = FOLDER / UNRECORDED
    return file.read_text(encoding="utf-8") if file.exists() else ""


def said_before(view: View) -> str:
    """What the card of the room says about the time before the kill."""
    return next(one.before for one in view._screen.step.cards if one.key == ROOM)


def say(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)


def at_the_room(view: View) -> Generator[bool, None, None]:
    """The conditions of the room are open, and the caret is in their first field."""
    form = None
    while not (view._screen.active == ROOM and form is not None and form.isAncestorOf(QApplication.focusWidget())):
        if view.presenter.phase != SAFE:
            view.presenter.choose_step(SAFE)
        elif view.presenter.chosen != ROOM:
            view.presenter.choose_entry(ROOM)
        yield False
        form = view.centre.form()


def at_the_keys(start: Start) -> Generator[bool, None, None]:
    """Yields whether to go on; False waits."""
    window = start.window
    while not window.furnished or window.session.status is None or not asked(secret=False):
        yield False
    fill("mchen")
    while not asked(secret=True):
        yield False
    fill(SECRET)
    while window.session.presence is None:
        yield False
    if WHAT == "work":
        while isinstance(window.frame.view, Login) or QApplication.focusWidget() is None:
            yield False
        window.show_screen("execution", {"batch": sys.argv[3]})
    while not isinstance(window.frame.view, View) or window.frame.view._screen is None:
        yield False
    view = window.frame.view
    if WHAT == "work":
        while not view.bar.button.isEnabled():
            yield False
        view.presses.primary()
        while not window.session.sheets or not asked(secret=True):
            yield False
        fill(SECRET)
        while window.session.sheets or not signed(view):
            yield False
        window.desk.at_writer(lambda station: signed_by(station, SignStep(sys.argv[3], FIRST, "verified"), "sups"))
        yield from at_the_room(view)
        QTest.keyClicks(QApplication.focusWidget(), TYPED)
        there = [line.key for line in view._screen.outline if line.state != "section"][TURNED]
        while view._screen.current != there:
            if view.presenter.phase != there:  # what follows a signature may still be on its way
                view.presenter.choose_step(there)
            yield False
        while TYPED not in kept():
            yield False
        QTest.qWait(1200)  # the place is kept each second
    place = (view._screen.current, view._screen.step.title, view.presenter.active())
    yield from at_the_room(view)
    while WHAT == "look" and not said_before(view):
        yield False
    say(place=place, fields=view.centre.form().parts(), before=said_before(view))
    while True:
        yield False


def drive(start: Start) -> None:
    steps, timer = at_the_keys(start), QTimer(start.window, interval=EVERY_MS)
    busy, line = [False], [0]

    def tick() -> None:
        if not busy[0]:  # what waits inside a step lets the timer tick as well
            busy[0] = True
            next(steps)
            busy[0] = False
            if steps.gi_frame.f_lineno != line[0]:  # where it hangs, if it does
                line[0] = steps.gi_frame.f_lineno
                print("waits at line", line[0], file=sys.stderr, flush=True)

    timer.timeout.connect(tick)
    timer.start()


if __name__ == "__main__":
    show = Start.show
    starting._open = lambda folder, passphrase: Station.open(
        folder, clock=SimulatedClock(NOW.replace(hour=10)), passphrase=passphrase
    )

    def shown(self: Start, *, full_screen: bool = False) -> None:
        show(self, full_screen=full_screen)
        drive(self)

    Start.show = shown  # type: ignore[method-assign]
    sys.exit(main(["open", str(FOLDER)]))
