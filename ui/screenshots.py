"""`ebr screenshots DIR`: pictures of the real screens on a demonstration station, in every theme and both sizes.

Nothing is staged: the demonstration is played up to interesting points, then the window is driven as a person would
and grabbed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ebr.cli.demonstration import password, prepare, prepare_weighing
from ebr.cli.demonstration.two_rooms import prepare_apart
from ebr.domain.station.commands import ChangeAppearance
from ebr.station.door import Station
from ebr.station.questions import Batches, BatchQuestion, People, StationStatus, Who
from ebr.words import language, tr
from ui.desk import InlineDesk
from ui.display import application
from ui.main_window import MainWindow
from ui.rounds import InlineRounds
from ui.screenshots_deviations import investigated
from ui.screenshots_drafts import BLOCK_STEP, EDITED, EDITED_ENTRY, NEWER, blocks, drafted, newer
from ui.screenshots_equipment import kept
from ui.screenshots_inspection import visited
from ui.screenshots_labels import TO_CHECK, labelled
from ui.screenshots_materials import OUTSIDE, stored
from ui.screenshots_review import SUBMITTED, VERSION, submitted
from ui.screenshots_samples import sampled
from ui.screenshots_weighing import ENTRY, scanned
from ui.theme import Theme, apply
from ui.tongue import speak
from ui.widgets.button import Button
from ui.widgets.field import Field

SIZES: Final = {"1280": (1280, 800), "1920": (1920, 1080)}
AMENDED: Final = "bulk_left"
"""The entry of the hand rub that is shown while its batch runs and could be amended."""
THEMES: Final = ("light", "dark", "hc")
RENEW: Final = "--renew"
MORE: Final = "Record something else"
Act = Callable[[MainWindow, Station], None]


def _nothing(_window: MainWindow, _station: Station) -> None:
    """Grab the screen as it comes."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: who is signed in ("" for nobody).

    The screen with its parameters, and what is done before grabbing.
    """

    name: str
    person: str
    screen: str
    params: dict[str, str] = field(default_factory=dict)
    act: Act = _nothing


def run(arguments: Sequence[str]) -> int:
    """Write the pictures into the folder named and return the exit code."""
    named = [word for word in arguments if word != RENEW]
    if len(named) != 1 or named[0].startswith("-"):
        sys.stderr.write(tr("ebr: say one folder: ebr screenshots DIR") + "\n")
        return 2
    target = Folder(Path(named[0]), renew=RENEW in arguments)
    target.path.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # drawn in memory: the same with and without a display
    speak(application(), language())  # `--language` was said before the screens came up
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "demo"
        prepare(folder)
        with Station.open(folder) as station:
            newer(station)
            count = pictures(station, shots(station), target)
        operator, batch, step = prepare_weighing(Path(place) / "weighing")
        with Station.open(Path(place) / "weighing") as station:
            about = {"batch": batch, "phase": step, "entry": f"{step}/{ENTRY}"}
            weighed = [
                Shot("dispensing", operator, "execution", about),
                Shot("dispensing_scanned", operator, "execution", about, scanned),
            ]
            count += pictures(station, weighed, target)
        rooms = Path(place) / "rooms"
        batch = prepare_apart(rooms)
        with Station.open(rooms / "1") as station:
            site = station.ask(StationStatus()).fingerprint
            count += pictures(station, shots_apart(station, batch), target)
        Station.join(rooms / "new", name="Iso-1", site=site, profile="demonstration")
        with Station.open(rooms / "new") as station:
            count += pictures(station, [Shot("join", "", "join", {}, _join)], target, THEMES[:1])
    sys.stdout.write(tr("{count} pictures in {folder}", count=count, folder=target.path) + "\n")
    return 0


@dataclass(frozen=True, slots=True)
class Folder:
    """Where the pictures go; with `renew`, only those that are there are made anew: the ones a text shows."""

    path: Path
    renew: bool = False

    def wants(self, name: str) -> bool:
        """Tell whether a picture of this name is made."""
        return not self.renew or (self.path / name).is_file()


def pictures(station: Station, wanted: Sequence[Shot], target: Folder, themes: Sequence[str] = THEMES) -> int:
    """Grab every shot in these themes and in every size; returns how many were made."""
    app = application()
    count = 0
    for theme in themes:
        _paint(station, theme)
        for size in SIZES:
            for shot in wanted:
                name = f"{shot.name}_{theme}_{size}.png"
                if target.wants(name):
                    grab(app, station, shot, theme, size, target.path / name)
                    count += 1
    return count


def _paint(station: Station, theme: str) -> None:
    """Have somebody choose the theme for this terminal; one that nobody belongs to yet stays as it starts."""
    person = next((row.person for row in station.ask(People(active_only=True))), "")
    if person:
        station.sign_in(person, password())
        station.do(ChangeAppearance({"theme": theme}), by=person)
        station.sign_out("log-out")


def shots(station: Station) -> list[Shot]:
    """Return what is worth a picture, by the batches that the demonstration left."""
    rows = {row.mbr: row.batch for row in station.ask(Batches())}
    rub, tablets, cells = (rows.get(name, "") for name in ("handrub_f1", "metformin_er_1000", "car_t_autologous"))
    operator, supervisor, quality, administrator = people(station)
    operators = [row.person for row in station.ask(People(active_only=True)) if "operator" in row.roles]
    signer, step = signable(station, tablets, operators)
    author = drafted(station)
    blocks(station)
    submitted(station)
    balance, room = kept(station)
    late, plate = sampled(station)
    open_one, proposed = investigated(station, rub, tablets)
    laboratory = next(row.person for row in station.ask(People(active_only=True)) if "laboratory" in row.roles)
    labels = {"batch": rub, "slot": labelled(station, rub)}
    waiting, released = stored(station)
    version = {"mbr": SUBMITTED, "version": VERSION}
    return [
        Shot("login", "", "login"),
        Shot("queue", operator, "queue"),
        Shot("execution", operator, "execution", {"batch": cells}),
        Shot("execution_out", operator, "execution", {"batch": rub}),
        Shot("execution_series", operator, "execution", {"batch": tablets}),
        Shot("keypad", operator, "execution", {"batch": rub}, _touch),
        Shot("signing", signer or operator, "execution", {"batch": tablets, "phase": step}, _keys(Qt.Key.Key_Return)),
        Shot("exception", operator, "execution", {"batch": rub}, _keys(Qt.Key.Key_E)),
        Shot("record", supervisor, "record", {"batch": rub}),
        Shot("exceptions", quality, "exceptions", {}),
        Shot("deviation", supervisor, "deviations", {"deviation": open_one}),
        Shot("deviation_impact", supervisor, "deviations", {"deviation": open_one}, _press("Write: Impact")),
        Shot("deviation_close", quality, "deviations", {"deviation": proposed}),
        Shot("deviation_register", quality, "deviations", {"deviation": proposed}, _press("Register")),
        Shot("release", quality, "release", {"batch": rub}),
        Shot("releases", quality, "releases", {}),
        Shot("review_list", quality, "reviews", {}),
        Shot("review_findings", quality, "quality", {"batch": cells, "tab": "findings"}, _charted),
        Shot("review_proof", quality, "quality", {"batch": tablets, "tab": "proof"}),
        Shot("review_sections", quality, "quality", {"batch": tablets, "tab": "sections"}),
        Shot("review_trail", quality, "quality", {"batch": tablets, "tab": "trail"}),
        Shot("review_ask", quality, "quality", {"batch": tablets, "tab": "questions"}, _press("Ask the floor")),
        Shot("amend", quality, "amend", {"batch": rub, "show": AMENDED}),
        Shot("amend_ways", quality, "record", {"batch": rub}, _press("Amend")),
        Shot("genealogy", quality, "genealogy", {"kind": "batch", "name": cells}),
        Shot("genealogy_list", quality, "genealogy", {"kind": "batch", "name": cells}, _press("Show the list")),
        Shot("trends", quality, "trends", {"mbr": NEWER}),
        Shot("trends_list", quality, "trends", {}),
        Shot("trends_batches", quality, "trends", {"mbr": NEWER, "part": "batches"}),
        Shot("masters", quality, "masters", {}),
        Shot("blocks", quality, "blocks", {}),
        Shot("labels", quality, "labels", {"template": TO_CHECK, "version": "1"}),
        Shot("batch_labels", operator, "batch_labels", labels),
        Shot("training", supervisor, "training", {}),
        Shot("my_training", operator, "my_training", {}),
        Shot("training_tasks", quality, "training_tasks", {}),
        Shot("compare", quality, "compare", {"mbr": NEWER}, _keys(Qt.Key.Key_Down)),
        Shot("editor", author, "editor", {"mbr": EDITED, "version": "2", "show": EDITED_ENTRY}),
        Shot("editor_bill", author, "editor", {"mbr": EDITED, "version": "2", "show": "serum"}),
        Shot(
            "editor_blocks",
            author,
            "editor",
            {"mbr": EDITED, "version": "2", "show": BLOCK_STEP},
            _press("1 newer block"),
        ),
        Shot(
            "preview",
            author,
            "editor",
            {"mbr": EDITED, "version": "2", "show": EDITED_ENTRY},
            _plain_key(Qt.Key.Key_F5),
        ),
        Shot("compare_draft", author, "compare", {"mbr": EDITED, "new": "2"}),
        Shot("rehearse", author, "rehearse", version, _press("Play generated batches")),
        Shot("queue_quality", quality, "queue"),
        Shot("review", quality, "review", version),
        Shot("approve", quality, "review", version, _press("Verify")),
        Shot("lots", supervisor, "lots", {"lot": released}),
        Shot("inventory", supervisor, "lots", {"lot": released}, _press("Inventory")),
        Shot("receive", operator, "lots", {"lot": waiting}, _press("Receive a lot")),
        Shot("release_lot", quality, "lots", {"lot": waiting}, _press("Release")),
        Shot("samples", laboratory, "samples", {"sample": late}),
        Shot("sample_plan", laboratory, "samples", {"sample": late}, _press("Plan a sample")),
        Shot("sample_acts", quality, "samples", {"sample": plate}, _press("More")),
        Shot("items", quality, "items", {"item": "RM-1001"}),
        Shot("suppliers", quality, "suppliers", {}),
        Shot("equipment", quality, "equipment", {"equipment": balance}),
        Shot("clearance", operator, "equipment", {"equipment": room}, _press(MORE, "Line clearance")),
        Shot("cleaning", operator, "equipment", {"equipment": room}, _press("Cleaning")),
        Shot("take_delivery", operator, "batch_labels", labels, _press("Take in a delivery")),
        Shot("count_delivery", supervisor, "batch_labels", labels, _press("Count the delivery")),
        Shot("lot_out", quality, "lots", {"lot": OUTSIDE}, _press("Judge the time out of storage")),
        Shot("use_log", quality, "use_log", {"equipment": balance}),
        Shot("people", administrator, "people", {}),
        Shot("inspection", visited(station), "record", {"batch": rub}),
        Shot("appearance", operator, "appearance", {}),
        Shot("scanner", operator, "scanner", {}),
        Shot("policy", administrator, "policy", {}),
        Shot("issue", supervisor, "issue", {}),
        Shot("help", operator, "help", {"chapter": "execution"}),
    ]


def shots_apart(station: Station, batch: str) -> list[Shot]:
    """Return what is worth a picture where two stations work on one batch."""
    operator, supervisor, quality, administrator = people(station)
    return [
        Shot("status", supervisor, "status", {}, _press("Synchronise now")),
        Shot("stations", administrator, "stations", {}),
        Shot("admit", administrator, "stations", {}, _press("Admit a station")),
        Shot("apart", quality, "apart", {"batch": batch}),
        Shot("parts", supervisor, "apart", {"batch": batch}),
        Shot("give", supervisor, "apart", {"batch": batch}, _press("Give to another station: Filling and labelling")),
        Shot("bundles", operator, "bundles", {}),
    ]


def people(station: Station) -> tuple[str, str, str, str]:
    """Return an operator, a supervisor, a person of quality and an administrator of the demonstration."""
    rows = station.ask(People(active_only=True))
    found = [
        next(row.person for row in rows if role in row.roles)
        for role in ("operator", "supervisor", "quality", "administrator")
    ]
    return found[0], found[1], found[2], found[3]


def _touch(window: MainWindow, _station: Station) -> None:
    """Dock the keypad for the open field, as a finger on it would."""
    first = getattr(window.frame.view, "first_field", None)
    target = first() if callable(first) else None
    show = getattr(window.frame.view, "show_keypad", None)
    if callable(show) and isinstance(target, Field):
        show(target)


def _keys(key: Qt.Key) -> Act:
    """Return an act that presses Ctrl and a key."""

    def act(window: MainWindow, _station: Station) -> None:
        window.activateWindow()
        QTest.keyClick(window.frame.view or window, key, Qt.KeyboardModifier.ControlModifier)

    return act


def _plain_key(key: Qt.Key) -> Act:
    """Return an act that presses a key."""

    def act(window: MainWindow, _station: Station) -> None:
        window.activateWindow()
        QTest.keyClick(window.frame.view or window, key)

    return act


def _press(*words: str) -> Act:
    """Return an act that presses the visible button with these words, and then the next one."""

    def act(window: MainWindow, _station: Station) -> None:
        for one in words:
            _press_one(window, one)
            _settle(application())

    return act


def _press_one(window: MainWindow, words: str) -> None:
    for button in window.findChildren(Button):
        shown = button.isVisible() and button.isEnabled()
        if shown and {words, tr(words)} & {button.text(), button.accessibleName()}:
            button.click()
            return


def _join(window: MainWindow, _station: Station) -> None:
    """Show the station that waits to be admitted."""
    window.show_screen("join", {})


def signable(station: Station, batch: str, persons: Sequence[str]) -> tuple[str, str]:
    """Return a person and a step of the batch that this person can sign now; empty texts when there is none."""
    for person in persons:
        asked = station.ask(BatchQuestion(batch, person))
        for row in asked.outline:
            if row.status in ("to_verify", "unsigned", "active"):
                step = station.ask(BatchQuestion(batch, person, row.address)).step
                if step is not None and step.next_meaning:
                    return person, row.address
    return "", ""


class PicturedDesk(InlineDesk):
    """A desk that works at once, with rounds that do; nothing on it is played."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self.rounds = InlineRounds(station)


def grab(app: QApplication, station: Station, shot: Shot, theme: str, size: str, file: Path) -> None:
    """Make one picture."""
    look = Theme(theme, 1.0)
    apply(app, look)
    desk = PicturedDesk(station)
    window = MainWindow(desk, look, app)
    window.own_language = language()
    window.resize(*SIZES[size])
    window.start()
    window.show()
    if shot.person:
        station.sign_in(shot.person, password())
        window.signed_in(station.ask(Who()))
        window.refresh_status()
        window.show_screen(shot.screen, dict(shot.params))
    _settle(app)
    shot.act(window, station)
    _settle(app)
    window.grab().save(str(file))
    _away(app, window)


def _charted(window: Any, _station: Station) -> None:
    """Look at the first finding about a number: it has a chart."""
    presenter = window.frame.view.presenter
    rows = (row for row in presenter.answer.findings if row.slot) if presenter.answer is not None else ()
    presenter.choose("findings", next((row.key for row in rows), ""))


def _settle(app: QApplication) -> None:
    for _ in range(4):
        app.processEvents()


def _away(app: QApplication, window: QWidget) -> None:
    window.close()
    window.deleteLater()
    with suppress(RuntimeError):
        app.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    _settle(app)
