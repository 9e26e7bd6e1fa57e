"""The start of the program: what is painted first, what is loaded before it, the passphrase, and the walk over the chain."""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pysqlite3
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ebr.clock import SimulatedClock
from ebr.domain.batch.commands import RaiseException
from ebr.station.door import Answers, Station
from ebr.station.questions import AuditTrail
from ebr.storage.opening import TAIL
from tests.ui.real_station import BATCH, NOW, SECRET, founders
from ui import app as starting
from ui import copies, sight
from ui.app import Start
from ui.copies import Copies
from ui.first_start.join_view import View as Join
from ui.first_start.view import View as FirstStart
from ui.login.view import View as Login
from ui.passphrase.view import View as Passphrase
from ui.sight import Sight
from ui.sight_view import FirstSight

PASSPHRASE = "seven green bottles"
HEAVY = (
    "sqlalchemy",
    "cryptography",
    "msgspec",
    "reportlab",
    "pint",
    "lark",
    "pysqlite3",
    "argon2",
    "yaml",
    "PySide6.QtSvg",
)
LOOK = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ui.app import Start
from ui.theme import prepare
def loaded():
    return [name for name in {heavy!r} if name in sys.modules] + [name for name in sys.modules if name.startswith("ebr.")]
prepare()
app = QApplication([])
start = Start(app, Path(sys.argv[1]))
start.show()
app.processEvents()
first = loaded()
start.desk_begun = False
while not start.window.furnished:
    app.processEvents()
print([first, loaded(), type(app.focusWidget()).__name__])
import os
os._exit(0)
"""


@pytest.fixture
def started(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[Path], Start]]:
    running: list[Start] = []

    def start(folder: Path) -> Start:
        made = Start(qapp, folder)
        running.append(made)
        made.show()
        qtbot.waitUntil(lambda: made.window.furnished, timeout=5000)
        return made

    hook = sys.excepthook
    yield start
    for one in running:
        one.window.sure = True
        one.window.close()
        one.close()
        one.window.deleteLater()
    sys.excepthook = hook
    qapp.processEvents()


@pytest.fixture
def folder(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A station whose own clock stands in November, as it was built."""
    shutil.copytree(built, tmp_path / "station")
    monkeypatch.setattr(
        starting,
        "_open",
        lambda place, passphrase: Station.open(
            place, clock=SimulatedClock(NOW.replace(hour=10)), passphrase=passphrase
        ),
    )
    return tmp_path / "station"


def test_nothing_heavy_is_loaded_before_somebody_can_type(built: Path) -> None:
    script = LOOK.format(heavy=HEAVY)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script, str(built)], capture_output=True, text=True, check=True, env=environment
    )
    first, login, focus = eval(done.stdout)  # noqa: S307 - what we printed ourselves
    assert set(first) <= {"ebr.paths", "ebr.words"}
    assert not {name for name in login if name.startswith(("ebr.storage", "ebr.station.door", "sqlalchemy", "crypto"))}
    assert [name for name in login if name in HEAVY] in ([], ["PySide6.QtSvg"])
    assert focus == "Field"


def test_what_was_kept_is_shown_first_and_what_is_shown_is_kept(
    qtbot: QtBot, started: Callable[[Path], Start], folder: Path
) -> None:
    assert sight.seen(folder) == Sight()
    start = started(folder)
    qtbot.waitUntil(lambda: sight.seen(folder).station == "Room-1", timeout=20_000)
    kept = sight.seen(folder)
    assert kept == Sight("Room-1", "", "demonstration", "light", 1.0, "demonstration", "en")
    first = FirstSight(start.theme, kept)
    assert first.accessibleName() == "Room-1"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"station": 1}', '{"station":"a","room":"","profile":"","theme":"pink","scale":"1","key_store":""}',
             '{"station":"a","room":"","profile":"","theme":"dark","scale":"1e9","key_store":""}',
             '{"station":"a","room":"","profile":"","theme":"dark","scale":"nan","key_store":""}']
)  # fmt: skip
def test_a_damaged_sight_is_as_if_there_were_none(tmp_path: Path, text: str) -> None:
    (tmp_path / sight.FILE).write_text(text, encoding="utf-8")
    assert sight.seen(tmp_path) == Sight()


def test_a_folder_that_cannot_be_written_keeps_no_sight(tmp_path: Path) -> None:
    sight.keep(tmp_path / "gone", Sight("T-1"))
    assert not (tmp_path / "gone").exists()
    kept = Sight("T-1", "Room 3", "practice", "hc", 1.25, "keyring")
    sight.keep(tmp_path, kept)
    assert sight.seen(tmp_path) == kept


def test_what_is_typed_before_the_store_is_open_signs_in_when_it_is(
    qtbot: QtBot, started: Callable[[Path], Start], folder: Path
) -> None:
    window = started(folder).window
    window.activateWindow()
    view = window.frame.view
    view.card.entered.emit(("mchen", SECRET))
    assert window.session.status is None
    qtbot.waitUntil(lambda: window.session.presence is not None, timeout=20_000)
    assert window.session.person == "mchen"


def test_the_look_for_a_second_copy_is_there_when_its_time_comes(
    qtbot: QtBot, started: Callable[[Path], Start], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt keeps a bound method of a plain object without the object: a minute and a half later it called what was gone."""
    looked: list[Copies] = []
    monkeypatch.setattr(copies, "FIRST_MS", 200)
    monkeypatch.setattr(Copies, "look", lambda self: looked.append(self) or None)
    start = started(folder)
    qtbot.waitUntil(lambda: start.window.session.status is not None, timeout=20_000)
    gc.collect()
    qtbot.waitUntil(lambda: bool(looked), timeout=5000)
    assert looked == [start._copies]


def test_where_nothing_was_founded_the_first_start_is_shown_at_once(
    qtbot: QtBot, started: Callable[[Path], Start], tmp_path: Path
) -> None:
    start = started(tmp_path / "nowhere")
    view = start.window.frame.view
    assert isinstance(view, FirstStart)
    heard: list[object] = []
    assert start.desk is not None
    start.desk.opened.connect(heard.append)
    qtbot.waitUntil(lambda: bool(heard), timeout=20_000)
    assert start.window.frame.view is view, "what was typed meanwhile stays"


def test_a_station_that_waits_to_be_admitted_shows_its_code_after_each_start(
    qtbot: QtBot, started: Callable[[Path], Start], tmp_path: Path
) -> None:
    folder = tmp_path / "waiting"
    request = Station.join(folder, name="Iso-1", site="ab" * 32, profile="demonstration")
    window = started(folder).window
    qtbot.waitUntil(lambda: isinstance(window.frame.view, Join), timeout=20_000)
    view = window.frame.view
    qtbot.waitUntil(lambda: view.presenter.page == "waiting", timeout=20_000)
    assert view.presenter.waiting.code == request.code
    window.show_screen("login", {})
    assert isinstance(window.frame.view, Join), "nobody can sign in yet"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("sealed") / "station"
    answers = Answers(
        "Sealed plant", "Room-2", founders(), "demonstration", passphrase=PASSPHRASE, key_store="sealed file"
    )
    Station.create(place, answers)
    return place


def test_a_sealed_station_asks_for_its_passphrase_at_each_start(
    qtbot: QtBot, started: Callable[[Path], Start], sealed: Path
) -> None:
    window = started(sealed).window
    qtbot.waitUntil(lambda: isinstance(window.frame.view, Passphrase), timeout=20_000)
    window.activateWindow()
    view = window.frame.view
    qtbot.waitUntil(lambda: QApplication.focusWidget() is view.first_field(), timeout=5000)
    QTest.keyClicks(view.first_field(), "not this one")
    QTest.keyClick(view.first_field(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not view.presenter.busy, timeout=20_000)
    assert "4 tries" in view._error.accessibleName()
    assert view.first_field().text() == ""
    window.help()
    window.frame.view._back()
    assert isinstance(window.frame.view, Passphrase), "no way around it"
    view = window.frame.view
    QTest.keyClicks(view.first_field(), PASSPHRASE)
    QTest.keyClick(view.first_field(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.status is not None, timeout=20_000)
    assert window.session.status.key_store == "sealed file"
    qtbot.waitUntil(lambda: window.session.walked is not None and bool(window.session.walked.at), timeout=20_000)
    assert window.session.walked.findings == ()
    assert sight.seen(sealed).sealed


def test_a_station_known_as_sealed_never_shows_a_login_first(
    qtbot: QtBot, started: Callable[[Path], Start], sealed: Path
) -> None:
    sight.keep(sealed, Sight("Room-2", key_store="sealed file"))
    start = started(sealed)
    view = start.window.frame.view
    assert isinstance(view, Passphrase)
    QTest.keyClicks(view.first_field(), PASSPHRASE)
    QTest.keyClick(view.first_field(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: start.window.session.status is not None, timeout=20_000)
    assert isinstance(start.window.frame.view, Login)


def test_an_entry_changed_from_outside_stands_on_every_screen_and_in_the_record(
    qtbot: QtBot, started: Callable[[Path], Start], folder: Path
) -> None:
    with starting._open(folder, None) as station:  # what lies behind the tail is not looked at when the store opens
        station.sign_in("sups", SECRET)
        for n in range(TAIL):
            station.do(RaiseException(BATCH, "", "Waiting time", f"Remark {n}", "minor"), by="sups")
    base = pysqlite3.connect(folder / "station.db")
    triggers = base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _sql in triggers:
        base.execute(f"DROP TRIGGER {name}")
    base.execute("UPDATE entry SET body = CAST(body || ' ' AS BLOB) WHERE seq = 12")
    for _name, sql in triggers:
        base.execute(sql)
    base.commit()
    base.close()
    window = started(folder).window
    qtbot.waitUntil(lambda: window.session.walked is not None and bool(window.session.walked.at), timeout=30_000)
    walked = window.session.walked
    assert len(walked.findings) == 1
    assert "changed after it was written" in walked.findings[0]
    banner = window.frame._banner
    assert banner is not None
    assert banner.isVisible()
    view = window.frame.view
    view.card.entered.emit(("qlee", SECRET))
    qtbot.waitUntil(lambda: window.session.presence is not None, timeout=20_000)
    assert window.frame._banner.isVisible()
    window.show_screen("status", {})
    qtbot.waitUntil(lambda: window.session.status.findings == 1, timeout=10_000)
    heard: list[object] = []
    window.desk.ask(AuditTrail("", limit=20), heard.append)
    qtbot.waitUntil(lambda: bool(heard), timeout=10_000)
    assert any("chain walk" in json.dumps(str(row)) for row in heard[0].rows)  # type: ignore[attr-defined]
