"""`ebr self-test`, its second half: the program starts as for a person, and every screen is shown with something on it.

In memory (Qt's "offscreen") or, asked for, in a real window. The start is that of `ui.app`, from the first painting to
the open store with its threads. A screen fails when it cannot be made, when it breaks while it is shown, or when
nothing is painted. What is on it is for the tests of the screens to say.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ebr.cli.qualification.running import FAULTS
from ebr.cli.speech import say
from ebr.words import ntr, tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from ebr.cli.qualification.plant import Plant
    from ui.app import Start
    from ui.main_window import MainWindow

WINDOW: Final = "--window"
BEFORE: Final = ("first_start", "join")
"""Screens of a terminal to which nobody belongs yet."""
WHO: Final[Mapping[str, str]] = {
    **dict.fromkeys(("people", "policy", "stations"), "aroot"),
    **dict.fromkeys(("queue", "execution", "batch_labels", "my_training"), "mchen"),
    **dict.fromkeys(("editor", "rehearse"), "auth"),
    **dict.fromkeys(("issue", "status", "bundles", "forms", "lots"), "sups"),
}
"""Who looks at a screen; quality where nobody is named."""
PATIENCE: Final = 60.0
"""Seconds within which the start must have opened its store, on the slowest machine that is thought of."""
LEAST: Final = 8
"""Colours that a painted screen has at least: paper, ink, edges and their shades."""


def run(arguments: Sequence[str]) -> int:
    """Show every screen and return the exit code."""
    if WINDOW not in arguments:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ebr.cli.qualification.plant import Stages
    from ebr.cli.qualification.stages import STAGES

    with tempfile.TemporaryDirectory(prefix="ebr-self-test-") as place:
        stages = Stages(Path(place), STAGES)
        plant = stages.plant("stocked")
        plant.station.close()
        why = started(plant.folder)
        if why:
            say(tr("WRONG: the program cannot be started: {why}", why=why))
            return 1
        plant = stages.plant("stocked")
        try:
            broken = list(shown(plant))
        finally:
            plant.station.close()
    for name, why in broken:
        say(tr("WRONG: the screen {screen} cannot be shown: {why}", screen=name, why=why))
    return 1 if broken else 0


def started(folder: Path, patience: float = PATIENCE) -> str:
    """Start the program on a station as `ebr open` does and end it; return why that cannot be, "" when it can."""
    from ui.app import Start
    from ui.display import application

    app = application()
    with _faults() as faults:
        start = Start(app, folder)
        start.show()
        end = time.monotonic() + patience
        while not _opened(start) and time.monotonic() < end:
            app.processEvents()
            time.sleep(0.01)
    opened, there = _opened(start), painted(start.window)
    start.window.sure = True
    start.window.close()
    start.close()
    if faults:
        return faults[0]
    if not opened:
        return tr("its station is not open after {seconds} s", seconds=round(patience))
    if not there:
        return tr("nothing is painted")
    say(tr("started the program and opened its station"))
    return ""


def _opened(start: Start) -> bool:
    return start.window.furnished and start.window.session.status is not None


def painted(window: QWidget) -> bool:
    """Tell whether something stands in the window: more colours than an empty one has."""
    image = window.grab().toImage().scaled(160, 100)
    return len({image.pixel(x, y) for x in range(160) for y in range(100)}) >= LEAST


def shown(plant: Plant) -> Iterator[tuple[str, str]]:
    """Show each screen in turn and yield those that failed, with why."""
    from ui.desk import InlineDesk
    from ui.display import application
    from ui.main_window import MainWindow
    from ui.screens import SCREENS
    from ui.theme import Theme, apply

    app = application()
    look = Theme("light", 1.0)
    apply(app, look)
    window = MainWindow(InlineDesk(plant.station), look, app)
    window.resize(1280, 800)
    window.start()
    window.show()
    given = parameters(plant)
    count = 0
    for name in ("login", *BEFORE, *(name for name in SCREENS if name not in BEFORE)):
        with _faults() as faults:
            there = False
            there = _show(window, app, plant, name, given)
        why = next(iter(faults), "" if there else tr("nothing is painted"))
        count += not why
        if why:
            yield name, why
    window.sure = True
    window.close()
    app.processEvents()
    say(ntr("showed {n} screen", "showed {n} screens", count))


def parameters(plant: Plant) -> dict[str, str]:
    """Return what screens are asked about: a screen takes what it knows and leaves the rest."""
    from ebr.cli.qualification.plant import BATCH
    from ebr.domain.master.commands import BeginDraft

    mbr = str(plant.state.issued.mbr)
    plant.done(BeginDraft(mbr, "2", base="1"), "auth")
    return {"batch": BATCH, "mbr": mbr, "version": "1", "kind": "batch", "name": BATCH, "equipment": "V-01"} | {
        "lot": "L-1",
        "slot": plant.at("counted"),
    }


@contextmanager
def _faults() -> Iterator[list[str]]:
    """Gather what breaks inside Qt's calls meanwhile: there an exception reaches nobody else."""
    found: list[str] = []
    before = sys.excepthook
    sys.excepthook = lambda kind, wrong, _trace: found.append(f"{kind.__name__}: {wrong}")
    try:
        yield found
    except FAULTS as wrong:
        found.append(f"{type(wrong).__name__}: {wrong}")
    finally:
        sys.excepthook = before


def _understood(name: str, given: Mapping[str, str]) -> dict[str, str]:
    """Return those parameters that a screen takes."""
    from ui.screens import SCREENS, factory

    if name not in SCREENS or name == "audit":  # its "kind" is another
        return {}
    takes = getattr(factory(name), "show_params", None)
    known = signature(takes).parameters if callable(takes) else {}
    return {part: value for part, value in given.items() if part in known}


def _show(window: MainWindow, app: QApplication, plant: Plant, name: str, given: Mapping[str, str]) -> bool:
    """Show a screen to somebody who may see it; tell whether something was painted."""
    from ebr.station.questions import Who

    if name != "login" and name not in BEFORE:
        plant.be(WHO.get(name, "qlee"))
        window.signed_in(plant.station.ask(Who()))
    window.show_screen(name, _understood(name, {**given, "version": "2"} if name == "editor" else given))
    for _ in range(4):
        app.processEvents()
    return painted(window)
