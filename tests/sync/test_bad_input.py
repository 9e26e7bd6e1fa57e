"""Every bad input that a person can bring: the command says one clear sentence, ends with its code, and writes nothing.

"Nothing" is looked at in the file itself: no entry but those of the program's own start, no contact, secret or file.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url

from ebr.cli import run
from ebr.station import bundles, joining
from ebr.station.door import Station
from ebr.storage.attachments import Attachments
from ebr.sync.central import Central, founding
from tests.station.plant import PASSWORD, Plant, copied, fine, found, founded
from tests.station.test_bundles import crafted, put
from tests.station.two_stations import OFFICE, ROOM, Site, site
from tests.sync.line_proxy import authority, context, line
from tests.sync.postgres_server import Server

OWN_START = {"station.key-started/1", "station.signed-in/1", "station.signed-out/1"}
Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Site]:
    made = site(tmp_path)
    yield made
    made.close()


def standing(folder: Path) -> tuple[object, ...]:
    """Everything that a station's folder holds, without what each start of the program writes by itself."""
    with closing(sqlite3.connect(f"file:{folder / 'station.db'}?mode=ro", uri=True)) as connection:
        entries = connection.execute("SELECT hash, header FROM entry ORDER BY hash").fetchall()
        kept = {entry for entry, header in entries if json.loads(header)["event"] not in OWN_START}
        contacts = connection.execute("SELECT name, value FROM contact ORDER BY name").fetchall()
        secrets = connection.execute("SELECT name, value FROM secret ORDER BY name").fetchall()
    return kept, contacts, secrets, sorted(Attachments(folder).names()), list(folder.glob(".bundle-*"))


def refused(folder: Path, capsys: Capture, exit_code: int, tells: str, *words: object) -> str:
    """Run a command on a closed station: one sentence, its code, nothing written."""
    Station.open(folder).close()  # months after its last entry: a start of its own puts away whose lease has ended
    before = standing(folder)
    capsys.readouterr()
    assert run([str(word) for word in words]) == exit_code
    said = capsys.readouterr().err
    assert said.startswith("ebr: ")
    assert said.count("\n") == 1
    assert said.rstrip().endswith(".")
    assert tells in said, said
    assert "fault of the program" not in said
    assert "Traceback" not in said
    after = standing(folder)
    assert [new for new, old in zip(after, before, strict=True) if new != old] == []
    return said


# Bundles


def cut(at: Site, path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def changed(at: Site, path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def newer(at: Site, path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"ebr bundle/1\n", b"ebr bundle/2\n", 1))


def something_else(at: Site, path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n" + path.read_bytes())


def empty(at: Site, path: Path) -> None:
    path.write_bytes(b"")


def none(at: Site, path: Path) -> None:
    path.unlink()


def folder(at: Site, path: Path) -> None:
    path.unlink()
    path.mkdir()


def bomb(at: Site, path: Path) -> None:
    crafted(at, lambda writer: put(writer, "entries/1", b"\x00" * (65 * 2**20))).rename(path)


def lying_bomb(at: Site, path: Path) -> None:
    crafted(at, lambda writer: put(writer, "entries/1", b"\x00" * 2**22, size=2**16)).rename(path)


def outside(at: Site, path: Path) -> None:
    crafted(at, lambda writer: put(writer, "../../station.db", b"x")).rename(path)


def other_site(at: Site, path: Path) -> None:
    """A site of the same names, with another root key."""
    place = at.stick / "elsewhere"
    found(place)
    office = Plant(place, start=datetime.fromisoformat(at.office.clock.now().wall))
    path.unlink()
    request = joining.request_of(at.room.station.store)
    for person in ("aroot", "qlee"):
        fine(office.acknowledge(person))
    from dataclasses import replace

    here = replace(request, genesis=replace(request.genesis, site=joining.fingerprint_here(office.station.store)))
    office.be("aroot")
    command = joining.admission(office.station, here, here.code, "qlee")
    fine(joining.admit(office.station, command, by="aroot", secret=PASSWORD, seen=office.seen(command, "aroot")))
    fine(bundles.export(office.station, ROOM, path))
    office.close()


def for_another(at: Site, path: Path) -> None:
    path.unlink()
    at.made(at.room, OFFICE, "whole")


@pytest.mark.parametrize(
    ("spoil", "exit_code", "tells"),
    [
        (cut, 2, "is not whole"),
        (changed, 2, "is not whole"),
        (newer, 2, "made by a newer program"),
        (something_else, 2, "was not made by this program"),
        (empty, 2, "was not made by this program"),
        (none, 2, "There is no file or folder"),
        (folder, 2, "is a folder"),
        (bomb, 1, "larger than it may be"),
        (lying_bomb, 1, "larger than it may be"),
        (outside, 1, "no place in it"),
        (other_site, 1, "a bundle of another site"),
        (for_another, 1, "is for Room-12"),
    ],
)
def test_a_bundle_that_is_not_right(
    both: Site, capsys: Capture, spoil: Callable[[Site, Path], None], exit_code: int, tells: str
) -> None:
    path = both.made(both.office, ROOM, "whole")
    spoil(both, path)
    both.close()
    refused(both.room.folder, capsys, exit_code, tells, "bundle", "import", path, "--station", both.room.folder)


def test_a_bundle_that_was_taken_before(both: Site, capsys: Capture) -> None:
    path = both.made(both.office, ROOM, "whole")
    fine(bundles.take(both.room.station, path))
    both.close()
    refused(both.room.folder, capsys, 1, "taken in already", "bundle", "import", path, "--station", both.room.folder)


# The central address


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return copied(founded(), tmp_path / "office")


@pytest.mark.parametrize(
    ("url", "tells"),
    [
        ("", "No central store is named"),
        ("nonsense", "is no address of a central store"),
        ("http://db.example/ebr", "is no address of a central store"),
        ("postgresql://u:secret@h:port/db", "is no address of a central store"),
        ("sqlite:////nowhere/at/all.db", "cannot be reached"),
        ("postgresql://nobody@127.0.0.1:1/none", "cannot be reached"),
    ],
)
def test_an_address_of_nothing(office: Path, capsys: Capture, url: str, tells: str) -> None:
    said = refused(office, capsys, 2 if url else 1, tells, "sync", "--station", office, "--central", url)
    assert "secret" not in said


def test_a_server_that_answers_nonsense(office: Path, capsys: Capture) -> None:
    for says in (b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x00" * 100, b"SSH-2.0-OpenSSH_9.2\r\n"):
        with line(says=says) as nonsense:
            url = f"postgresql://room@127.0.0.1:{nonsense.port}/ebr?sslmode=disable"
            refused(office, capsys, 2, "cannot be reached", "sync", "--station", office, "--central", url)


def name_of(url: str) -> str:
    return make_url(url).database or ""


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("statements", "made", "tells", "init"),
    [
        (["CREATE TABLE invoice (id int)"], False, "belongs to another program", "belongs to another program"),
        ([], False, "is no central store yet", ""),
        (["UPDATE ebr.about SET value = '0' WHERE key = 'schema'"], True, "has an older form", "has an older form"),
        (["UPDATE ebr.about SET value = '9' WHERE key = 'schema'"], True, "by a newer program", "by a newer program"),
    ],
)
def test_a_database_of_something_else(
    office: Path, capsys: Capture, postgres: Server, statements: list[str], made: bool, tells: str, init: str
) -> None:
    url = postgres.fresh()
    if made:
        founding.init(url)
    postgres.run(*statements, database=name_of(url))
    refused(office, capsys, 2, tells, "sync", "--station", office, "--central", url)
    if init:
        refused(office, capsys, 2, init, "central", "init", url)
        refused(office, capsys, 2, init, "central", "login", url, "room-1")


@pytest.mark.postgres
def test_a_login_that_may_not(office: Path, capsys: Capture, postgres: Server, tmp_path: Path) -> None:
    """What the server allows is told from a wrong password: a new one would not help."""
    url = postgres.fresh()
    founding.init(url)
    name = name_of(url).replace("_", "-")
    station, witness = founding.login(url, f"s-{name}"), founding.login(url, f"w-{name}", "witness")
    expected = "may not do this (permission denied"
    refused(office, capsys, 1, expected, "central", "init", station)
    refused(office, capsys, 1, expected, "central", "login", station, "another")
    refused(office, capsys, 1, expected, "central", "witness", station, "--once", "--key", tmp_path / "w.key")
    refused(office, capsys, 1, expected, "sync", "--station", office, "--central", witness)
    postgres.run(f"REVOKE CONNECT ON DATABASE {name_of(url)} FROM PUBLIC")
    refused(office, capsys, 1, expected, "sync", "--station", office, "--central", station)


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("name", "days", "tells"),
    [("elsewhere.example", (-2, 30), "Hostname mismatch"), ("localhost", (-30, -1), "expired")],
)
def test_a_wrong_or_expired_certificate(
    office: Path, capsys: Capture, postgres: Server, tmp_path: Path, name: str, days: tuple[int, int], tells: str
) -> None:
    url = postgres.fresh()
    founding.init(url)
    file, key, _ = authority(tmp_path)
    with line(target=postgres.socket, tls=context(tmp_path, key, name, days)) as doubtful:
        asked = f"postgresql://postgres@localhost:{doubtful.port}/{name_of(url)}?sslmode=verify-full&sslrootcert={file}"
        said = refused(office, capsys, 2, tells, "sync", "--station", office, "--central", asked)
    assert "Nothing was sent" in said
    with Central.at(url) as side:
        assert side.heads() == {}


# A clock a year off, and a station id used twice


@pytest.mark.parametrize("days", [365, -365])
def test_a_clock_a_year_off(tmp_path: Path, capsys: Capture, postgres: Server, monkeypatch: Patch, days: int) -> None:
    """A store in production: the machine's own clock is compared; the round goes on, and one sentence says it."""
    place, url = tmp_path / "office", postgres.fresh()
    founding.init(url)
    now = datetime.now(UTC)
    passphrase = "seven green bottles 9"
    shift = timedelta(days=days)
    from ebr import clock as clocks
    from tests.station import plant

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + shift  # type: ignore[arg-type]

    monkeypatch.setattr(clocks, "datetime", Shifted)
    plant.found(place, profile="production", clock=clocks.SystemClock(), passphrase=passphrase)
    typed(monkeypatch, passphrase)
    capsys.readouterr()
    assert run(["sync", "--station", str(place), "--central", url]) == 1
    told = capsys.readouterr()
    said = [line for line in told.out.splitlines() if line.startswith("The clock of this station said")]
    assert len(said) == 1, told
    assert str((now + shift).year) in said[0]
    assert told.err == ""
    assert run(["status", "--station", str(place), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["clocks_apart"] == said[0]


def typed(monkeypatch: Patch, *lines: str) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_a_second_station_of_one_name_and_a_second_successor(
    office: Path, tmp_path: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    plant = Plant(office)
    site_of = joining.fingerprint_here(plant.station.store)
    plant.close()
    admit = ["site", "admit", "--station", office, "--as", "aroot", "--quality", "qlee"]

    def asked(folder: str, name: str) -> tuple[Path, str]:
        file = tmp_path / f"{folder}.ebrj"
        made = ["--name", name, "--site", site_of, "--profile", "demonstration", "-o", str(file)]
        assert run(["site", "join", "--station", str(tmp_path / folder), *made]) == 0
        return file, joining.read_request(file).code

    def restored(folder: str, source: str) -> tuple[Path, str]:
        """The same disk comes back from its backup."""
        from ebr.storage.setting import Setting
        from ebr.storage.store import Store
        from ebr.sync.envelopes import remember_versions

        copied(tmp_path / source, tmp_path / folder)
        Store.open(tmp_path / folder, setting=Setting(), anew=remember_versions).close()
        file = tmp_path / f"{folder}.ebrj"
        assert run(["site", "request", "--station", str(tmp_path / folder), "-o", str(file)]) == 0
        return file, joining.read_request(file).code

    file, code = asked("one", "Iso-1")
    typed(monkeypatch, PASSWORD, PASSWORD)
    assert run([str(word) for word in (*admit, file, "--code", code)]) == 0, capsys.readouterr().err
    twin, twins_code = asked("twin", "Iso-1")
    typed(monkeypatch, PASSWORD, PASSWORD)
    refused(office, capsys, 1, "Another station is called Iso-1", *admit, twin, "--code", twins_code)
    first, firsts_code = restored("first", "one")
    typed(monkeypatch, PASSWORD, PASSWORD)
    assert run([str(word) for word in (*admit, first, "--code", firsts_code)]) == 0, capsys.readouterr().err
    second, seconds_code = restored("second", "one")
    typed(monkeypatch, PASSWORD, PASSWORD)
    said = refused(office, capsys, 1, "goes on in another record already", *admit, second, "--code", seconds_code)
    assert joining.read_request(first).log[:16] in said


def test_a_copied_disk_at_the_central_store(office: Path, tmp_path: Path, capsys: Capture) -> None:
    url = f"sqlite:///{tmp_path / 'central.db'}"
    founding.init(url)
    assert run(["sync", "--station", str(office), "--central", url]) == 0
    copy = copied(office, tmp_path / "copy")
    assert run(["sync", "--station", str(office)]) == 0
    before = standing(copy)[0]
    capsys.readouterr()
    assert run(["sync", "--station", str(copy)]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "one computer is a copy" in said
    assert standing(copy)[0] == before
