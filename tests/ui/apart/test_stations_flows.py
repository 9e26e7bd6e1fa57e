"""Many stations clicked through in real windows: joining, bundles, giving a part away, a contested slot, rounds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ebr.domain.batch import commands as c
from ebr.domain.refusal import Refusal
from ebr.station import credentials, joining
from ebr.station.centre import init
from ebr.station.distance import LEFT
from ebr.station.door import Station
from ebr.station.questions import Apart, BatchQuestion, Preview, StationStatus
from ebr.sync.central import Central
from tests.ui.apart.conftest import Opens, Rooms, Terminal
from tests.ui.real_station import SECRET, copied
from ui import network
from ui.first_start.join_view import View as JoinView
from ui.login.view import View as Login


def asked(terminal: Terminal, question: object) -> Any:
    """What the station behind a window answers."""
    said: list[Any] = []
    terminal.desk.ask(question, said.append)
    terminal.until(lambda: bool(said))
    return said[0]


def join_form(room: Terminal, folder: Path, fingerprint: str, name: str) -> None:
    room.show("join", folder=str(folder))
    room.fill("Name of this station", name)
    room.fill("Fingerprint of the site, from its papers", fingerprint[:40])
    assert room.says("The fingerprint has 40 of 64 characters")
    room.fill("Fingerprint of the site, from its papers", fingerprint)
    room.press("Demonstration")
    room.press("Make the station and its request")
    room.until(lambda: room.says("Code to read aloud at the site office"))


def opened_office(built: Path, tmp_path: Path, central: str = "") -> Callable[[], Station]:
    def opened() -> Station:
        station = copied(built, tmp_path / "office")
        if central:
            credentials.remember(station, central)
        return station

    return opened


def test_a_station_joins_by_file_code_and_first_bundle(terminal: Opens, built: Path, tmp_path: Path) -> None:
    office = terminal(opened_office(built, tmp_path), SECRET)
    stick = tmp_path / "stick"
    stick.mkdir()
    status = asked(office, StationStatus())
    room = terminal(lambda: Station.open(tmp_path / "room"), SECRET)
    join_form(room, tmp_path / "room", status.fingerprint, "Iso-2")
    code = room.window.frame.view.presenter.waiting.code
    assert room.says(code)
    room.press("Save the request")
    room.fill("Folder", str(stick))
    room.press("Save here")
    assert (stick / "Iso-2.ebrj").is_file()

    office.enter("aroot")
    office.show("stations")
    office.press("Admit a station")
    office.fill("Code read aloud", "AAAA-AAAA-AAAA-AAAA")
    office.fill("Path of the file", str(stick / "Iso-2.ebrj"))
    office.press("Continue to quality's signature")
    assert office.says("The code does not belong to this request")
    office.fill("Code read aloud", code.lower().replace("-", " "))
    office.press("Continue to quality's signature")
    office.sign("Quinn Lee", "qlee")
    assert office.says("Iso-2 belongs to the site now")
    office.choose("Write the first bundle")
    office.press("Continue")
    office.press("Choose where to write it")
    office.fill("Folder", str(stick))
    office.press("Write it here")
    office.until(lambda: office.says("are on the medium"))
    (bundle,) = stick.glob("*.ebrb")

    broken = stick / "broken.ebrb"
    broken.write_bytes(bundle.read_bytes()[:-100])
    room.press("Take the first bundle in")
    room.fill("Path of the file", str(broken))
    room.press("Take in")
    assert room.says("is not whole")
    room.fill("Path of the file", str(bundle))
    room.press("Take in")
    room.until(lambda: room.says("Iso-2 belongs to Demo plant"))
    room.press("Continue")
    assert room.says("Try your scanner")
    room.press("Leave this out, sign in")
    assert isinstance(room.window.frame.view, Login)
    room.enter("mchen")
    assert room.window.session.presence.name == "Maria Chen"
    office.show("stations")


def test_a_station_joins_through_the_central_store_once_it_is_admitted(
    terminal: Opens, built: Path, tmp_path: Path
) -> None:
    central = f"sqlite:///{tmp_path}/centre.db"
    init(central)
    office = terminal(opened_office(built, tmp_path, central), SECRET)
    office.enter("sups")
    status = asked(office, StationStatus())
    room = terminal(lambda: Station.open(tmp_path / "room"), SECRET)
    join_form(room, tmp_path / "room", status.fingerprint, "Room-2")
    office.synchronise()
    room.fill("Address of the central store", central)
    room.press("Ask the central store now")
    room.until(lambda: room.says("the office has not admitted this station yet"))

    def admit(station: Station) -> None:
        request = joining.request_of(room.desk._station.store)
        station.sign_in("aroot", SECRET)
        command = joining.admission(station, request, request.code, "qlee")
        seen = station.ask(Preview(command, "aroot")).seen
        assert joining.admit(station, command, by="aroot", secret=SECRET, seen=seen).refusal is None

    office.desk.at_writer(admit)
    office.synchronise()
    room.press("Ask the central store now")
    room.until(lambda: room.says("Room-2 belongs to Demo plant"))
    assert isinstance(room.window.frame.view, JoinView)
    assert asked(room, StationStatus()).site == "Demo plant"


def test_a_part_is_given_away_and_work_goes_on_at_the_other_station(rooms: Rooms) -> None:
    office, room = rooms.office, rooms.room
    office.enter("sokafor")
    office.show("execution", batch=rooms.batch)
    office.press("More")
    office.press("Give to another station, take over")
    assert office.says("Filling and labelling")
    office.press("Give to another station: Filling and labelling")
    office.choose("Room-14")
    office.fill("Note for whoever goes on, if any", "All bottles are on the table.")
    office.press("Give away")
    parts = {part.part: part for part in asked(office, Apart(rooms.batch)).parts}
    assert (parts["filling"].holder, parts["filling"].here) == ("Room-14", False)
    assert office.says("Take over without contact")

    office.synchronise()
    room.enter("mchen")
    room.synchronise()
    room.show("apart", batch=rooms.batch)
    assert room.says("Room-14, here")
    answer = asked(room, BatchQuestion(rooms.batch, "mchen"))
    assert answer.step is not None
    said: list[Any] = []
    where = next(one.address for one in answer.outline if "filling" in one.address)
    room.desk.do(c.AddComment(rooms.batch, where, "Bottles received."), by="mchen", then=said.append)
    room.until(lambda: bool(said))
    assert said[0].refusal is None


def test_quality_decides_which_of_two_values_stands_and_why_a_weakness_may(rooms: Rooms) -> None:
    office = rooms.office
    office.enter("mchen")
    office.show("apart", batch=rooms.batch)
    assert not office.reading.buttons("This one stands", prefix=True)
    assert office.says("Quality decides which one stands")
    office.window.presences.sign_out()
    office.reading.settle()
    office.enter("qlee")
    office.show("record", batch=rooms.batch)
    office.press("Stations of the batch")
    assert office.says("Release waits for 2 decisions of quality")
    assert office.says("Maria Chen, 2026-")
    office.press("This one stands: 2 each")
    office.fill("Reason", "Counted again together.")
    office.press("Continue to signature")
    office.sign("Quinn Lee")
    (contest,) = asked(office, Apart(rooms.batch)).contests
    kept = next(side for side in contest.sides if side.hash == contest.kept)
    assert kept.says == {"number": "2"}
    assert office.says("Release waits for 1 decision of quality")
    office.press("Decide that it may stand")
    office.fill("Assessment", "The terminal's entries arrived whole.")
    office.press("Continue to signature")
    office.sign("Quinn Lee")
    assert not office.says("Release waits")
    assert office.says("Not kept, stays in the record")


def test_a_supervisor_takes_a_part_over_as_the_second_person(rooms: Rooms) -> None:
    room = rooms.room
    room.enter("mchen")
    room.show("apart", batch=rooms.batch)
    room.press("Take over without contact: Preparation")
    room.fill("Reason", "The other terminal is broken.")
    room.press("Continue to signature")
    room.sign("Sam Okafor", "sokafor")
    parts = {part.part: part for part in asked(room, Apart(rooms.batch)).parts}
    assert (parts["preparation"].here, parts["preparation"].taken) == (True, True)
    assert room.window.session.person == "mchen"


def test_the_status_tells_what_a_round_did_and_what_is_not_elsewhere(rooms: Rooms) -> None:
    room = rooms.room
    room.enter("mchen")
    room.show("status")
    assert room.says("on this machine only")
    room.synchronise()
    room.show("status")
    assert room.says("entries sent")
    assert asked(room, StationStatus()).last_contact != ""
    badge = f"{asked(room, StationStatus()).unwitnessed} not witnessed"
    assert room.window.frame.header._sync_text == badge


def test_a_network_that_hangs_delays_no_entry(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go, reached = threading.Event(), threading.Event()

    def hangs(_self: object) -> object:
        reached.set()
        let_go.wait(20)
        raise Refusal("centre_unreachable", centre="centre", why="let go")

    room = rooms.room
    room.enter("mchen")
    room.show("status")
    monkeypatch.setattr(Central, "describe", hangs)
    room.desk.rounds.start()
    assert reached.wait(10)
    said: list[Any] = []
    comment = c.AddComment(rooms.batch, "", "Recorded while the network hangs.")
    room.desk.do(comment, by="mchen", then=said.append)
    room.qtbot.waitUntil(lambda: bool(said), timeout=2000)
    assert said[0].refusal is None
    assert room.desk.rounds.now.busy
    let_go.set()
    room.until(lambda: not room.desk.rounds.now.busy)
    assert room.says("cannot be reached: let go")


def test_a_round_comes_by_itself_soon_after_the_start(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "FIRST_MS", 0)
    room = rooms.room
    room.desk.rounds.watch()
    room.until(lambda: room.desk.rounds.now.ended != "")
    assert room.desk.rounds.now.refusal is None
    assert "taken" in room.desk.rounds.now.lines[0]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_on_the_network_thread_ends_the_round_and_nothing_else(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_self: object) -> object:
        raise ZeroDivisionError

    room = rooms.room
    room.enter("mchen")
    room.show("status")
    monkeypatch.setattr(Central, "describe", breaks)
    room.press("Synchronise now")
    room.until(lambda: room.desk.rounds.now.failed != "")
    assert room.says("recording is not affected")
    said: list[Any] = []
    room.desk.do(c.AddComment(rooms.batch, "", "Goes on."), by="mchen", then=said.append)
    room.until(lambda: bool(said))
    assert said[0].refusal is None


def test_a_fault_in_a_job_at_the_writer_stops_the_writing(rooms: Rooms) -> None:
    desk, faults = rooms.room.desk, list[Any]()
    desk.faulted.connect(faults.append)
    with pytest.raises(LEFT):
        desk.at_writer(lambda _station: 1 // 0)
    rooms.room.qtbot.waitUntil(lambda: bool(faults), timeout=5000)
    assert "ZeroDivisionError" in faults[0].line
    with pytest.raises(LEFT):
        desk.at_writer(lambda station: station)
