"""A window in a process of its own: how long until something is painted, until somebody can type, and from key to paint.

python -m tests.bench.window_child empty STARTED
python -m tests.bench.window_child start STARTED FOLDER
python -m tests.bench.window_child keys STARTED FOLDER BATCH COUNT

STARTED is the starter's monotonic clock in nanoseconds; milliseconds since then are printed as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any


def since(started: int) -> float:
    """Return milliseconds since the starter's clock said so."""
    return (time.monotonic_ns() - started) / 1e6


def empty(started: int) -> dict[str, float]:
    """Show a window with nothing in it."""
    from PySide6.QtCore import QObject, QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication(sys.argv[:1])
    found: dict[str, float] = {}
    window = QMainWindow()
    painted = paint_watch(QObject, lambda: (found.setdefault("paint", since(started)), app.quit()), QTimer)
    app.installEventFilter(painted)
    window.resize(1280, 800)
    window.show()
    app.exec()
    return found


def paint_watch(form: Any, then: Any, timer: Any) -> Any:
    """Return an event filter that calls `then` once, when the first painting is over."""
    from PySide6.QtCore import QEvent

    class Watch(form):  # type: ignore[misc]
        seen = False

        def eventFilter(self, _watched: Any, event: Any) -> bool:
            if not self.seen and event.type() == QEvent.Type.Paint:
                self.seen = True
                timer.singleShot(0, then)
            return False

    return Watch()


def start(started: int, folder: Path) -> dict[str, float]:
    """Start the program on a station: its first painting; the login painted with the caret in it; the store open.

    From the login on somebody types a letter every 60 ms until the store is open: each is timed to its painting.
    """
    from PySide6.QtCore import QObject, QTimer
    from PySide6.QtWidgets import QApplication

    import ui.app
    import ui.display

    found: dict[str, Any] = {"keys": []}

    class Watched(QApplication):
        def __init__(self, arguments: list[str]) -> None:
            super().__init__(arguments)
            self.first = paint_watch(QObject, lambda: found.setdefault("paint", since(started)), QTimer)
            self.installEventFilter(self.first)
            self.typist = typist(QObject, started, found)
            self.installEventFilter(self.typist)

    ui.display.QApplication = Watched  # type: ignore[misc]
    ui.app.run(folder)
    return found


def typist(form: Any, started: int, found: dict[str, Any]) -> Any:
    """Return an event filter that notes when the field in focus is painted, and types into it until the store is open."""
    from PySide6.QtCore import QEvent, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication, QLineEdit

    class Typist(form):  # type: ignore[misc]
        struck, before = 0.0, ""

        def eventFilter(self, watched: Any, event: Any) -> bool:
            if event.type() != QEvent.Type.Paint or not isinstance(watched, QLineEdit) or not watched.hasFocus():
                return False
            if not self.struck or watched.text() != self.before:  # else it is the caret that blinks
                QTimer.singleShot(0, self.painted)
            return False

        def painted(self) -> None:
            if "ready" not in found:
                found["ready"] = since(started)
                QTimer.singleShot(60, self.strike)
            elif self.struck:
                found["keys"].append((time.perf_counter() - self.struck) * 1e3)
                self.struck = 0.0
                QTimer.singleShot(60, self.strike)

        def strike(self) -> None:
            window = next(one for one in QApplication.topLevelWidgets() if hasattr(one, "furnished"))
            if since(started) > 60_000:
                raise SystemExit("the store was not open in time")
            if window.session.status is not None:
                found["open"] = since(started)
                window.close()
                return
            field = QApplication.focusWidget()
            self.before = field.text() if isinstance(field, QLineEdit) else ""
            self.struck = time.perf_counter()
            key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
            QApplication.postEvent(window.windowHandle(), key)

    return Typist()


def keys(folder: Path, batch: str, count: int) -> dict[str, Any]:
    """Type into the first number of an open step and return the milliseconds from each key to the end of its painting."""
    from PySide6.QtCore import QObject, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QLineEdit

    from tests.bench.world import PASSWORD
    from ui.app import Start
    from ui.theme import prepare

    taken: list[float] = []
    prepare()
    app = QApplication(sys.argv[:1])
    start_of_program = Start(app, folder)
    window = start_of_program.window
    paints = Paints.on(app, QObject)
    start_of_program.show()
    until("furnished", lambda: window.furnished)
    until("store open", lambda: window.session.status is not None)
    until("user field", lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    for text in ("operator", PASSWORD):
        sign_in_part(window, text)
    until("signed in", lambda: window.session.presence is not None)
    until("work shown", lambda: type(window.frame.view).__module__ == "ui.queue.view")
    start = time.perf_counter()
    window.show_screen("execution", {"batch": batch})
    until("first field", lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    shown = (time.perf_counter() - start) * 1e3
    QTest.qWait(500)
    for n in range(count):
        field = QApplication.focusWidget()
        before, painted = field.text(), paints.count
        start = time.perf_counter()
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Backspace if len(before) > 3 else str(n % 9 + 1))
        while field.text() == before or paints.count == painted:
            app.processEvents()
            if time.perf_counter() - start > 5:
                raise SystemExit("a key was typed and nothing was painted")
        app.processEvents()
        taken.append((time.perf_counter() - start) * 1e3)
        QTest.qWait(60)
    window.close()
    start_of_program.close()
    return {"keys": taken, "shown": shown}


def sign_in_part(window: Any, text: str) -> None:
    """Type one of the two parts of a sign-in into the field in focus, slower than a scanner, and go on behind it."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    field = QApplication.focusWidget()
    for letter in text:
        QTest.keyClick(window.windowHandle(), letter)
    QTest.qWait(300)
    until(f"{len(text)} letters in the field, {len(field.text())} so far", lambda: len(field.text()) == len(text))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    until("next field", lambda: window.session.presence is not None or QApplication.focusWidget() is not field)
    QTest.qWait(100)


class Paints:
    """Counts paintings."""

    count = 0

    @classmethod
    def on(cls, app: Any, form: Any) -> Any:
        from PySide6.QtCore import QEvent

        class Counter(form):  # type: ignore[misc]
            count = 0

            def eventFilter(self, _watched: Any, event: Any) -> bool:
                self.count += event.type() == QEvent.Type.Paint
                return False

        counter = Counter(app)
        app.installEventFilter(counter)
        return counter


def until(what: str, true: Any, seconds: float = 60.0) -> None:
    """Let the program work until something is so; `what` is said where it never is."""
    from PySide6.QtTest import QTest

    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise SystemExit(f"the window did not get there in time: {what}")
        QTest.qWait(5)


def main(arguments: list[str]) -> None:
    mode, started = arguments[0], int(arguments[1])
    if mode == "empty":
        found: dict[str, Any] = empty(started)
    elif mode == "start":
        found = start(started, Path(arguments[2]))
    else:
        found = keys(Path(arguments[2]), arguments[3], int(arguments[4]))
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
