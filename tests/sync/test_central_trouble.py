"""A central address that answers nonsense, the wrong database, a broken line, a wrong certificate, a full disk.

One clear refusal each, nothing half written, and the same entries sent again arrive whole.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest
from sqlalchemy import make_url

from ebr.domain.refusal import Refusal
from ebr.storage.chain import Entry
from ebr.sync.central import Central, address, founding, patience
from ebr.sync.central.address import understood
from ebr.sync.other_side import EVERYTHING
from ebr.wording import refusal_words
from tests.sync.line_proxy import authority, context, line
from tests.sync.making import Chain
from tests.sync.postgres_server import Server

postgres_only = pytest.mark.postgres


def through(port: int, database: str, more: str = "sslmode=disable", host: str = "127.0.0.1") -> str:
    return f"postgresql://postgres@{host}:{port}/{database}?{more}"


def name_of(url: str) -> str:
    return make_url(url).database or ""


def refused(url: str, code: str) -> str:
    """Ask three verbs; each must be refused with this code. Return the words."""
    chain = Chain.begun("Room 1", 2)
    with Central.at(url) as side:
        for ask in (side.describe, side.heads, lambda: side.append(chain.log, chain.entries)):
            with pytest.raises(Refusal) as refusal:
                ask()
            if refusal.value.code == "centre_foreign" and code != "centre_foreign":
                continue  # only `describe` tells an empty or other form from another program's
            assert refusal.value.code == code, refusal.value
            words = refusal_words(refusal.value)
    assert "postgres@" not in words
    assert "\n" not in words
    return words


@pytest.fixture
def ready(postgres: Server) -> str:
    url = postgres.fresh()
    founding.init(url)
    return url


# The address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "db.example",
        "mysql://a:secret@b/c",
        "postgresql://host",
        "sqlite://",
        "sqlite:///:memory:",
        "http://x/y",
        "postgresql://u:secret@h:port/db",
    ],
)
def test_what_is_no_address_is_refused_without_its_secret(text: str):
    with pytest.raises(Refusal) as refusal:
        understood(text)
    assert refusal.value.code == "centre_address"
    assert "secret" not in refusal.value.params["address"]


@pytest.mark.parametrize(
    ("text", "name", "local"),
    [
        ("postgresql://room-1:pw@db.example:5433/ebr", "db.example:5433/ebr", False),
        ("postgresql://room-1:pw@localhost/ebr", "localhost/ebr", True),
        ("postgres://room-1@/ebr?host=/run/pg", "/run/pg/ebr", True),
        ("sqlite:////srv/centre.db", "/srv/centre.db", True),
    ],
)
def test_an_address_is_named_without_its_secret(text: str, name: str, local: bool):
    found = understood(text)
    assert (found.name, found.local or not found.server) == (name, local)


def test_to_another_computer_the_certificate_is_checked_unless_the_address_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
):
    asked: list[dict[str, str]] = []

    def connect(**parameters: str) -> None:
        asked.append(parameters)
        raise Refusal("centre_unreachable", centre="", why="")

    monkeypatch.setattr(patience.Patient, "connect", connect)
    for url in (
        "postgresql://a@db.example/ebr",
        "postgresql://a@db.example/ebr?sslmode=require",
        "postgresql://a@localhost/ebr",
    ):
        with Central.at(url) as side, pytest.raises(Refusal):
            side.heads()
    assert [(p.get("sslmode"), p.get("sslrootcert")) for p in asked] == [
        ("verify-full", "system"),
        ("require", None),
        (None, None),
    ]


# What answers


def test_nobody_there_and_nonsense_there():
    with line(says=b"HTTP/1.1 400 Bad Request\r\n\r\n") as nonsense:
        words = refused(through(nonsense.port, "x"), "centre_unreachable")
        port = nonsense.port
    assert "cannot be reached" in words
    refused(through(port, "x"), "centre_unreachable")


@pytest.mark.parametrize(
    "says",
    [
        b"\x00" * 100,
        b"E\xff\xff\xff\xff",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"R\x00\x00\x00\x08\x00\x00\x00\x00Z\x00\x00\x00\x05X" * 3,
    ],
)
def test_rubbish_of_every_kind(says: bytes):
    with line(says=says) as nonsense:
        refused(through(nonsense.port, "x"), "centre_unreachable")


def test_a_server_that_swallows_everything_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(address.SETTINGS, "connect_timeout", "2")
    with line(swallow=True) as silent, Central.at(through(silent.port, "x")) as side:
        started = time.monotonic()
        with pytest.raises(Refusal, match="centre_unreachable"):
            side.describe()
        assert time.monotonic() - started < 10


@postgres_only
def test_a_server_that_stops_answering_is_given_up(ready: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(patience.Patient, "patience", 0.5)
    with Central.at(ready) as side, pytest.raises(Refusal, match="centre_unreachable"), side.writing() as connection:
        connection.exec_driver_sql("SELECT pg_sleep(20)")
    monkeypatch.undo()
    with Central.at(ready) as side:
        side.describe()


@postgres_only
def test_another_programs_database_is_left_alone(postgres: Server):
    url = postgres.fresh()
    postgres.run("CREATE TABLE invoice (id int)", database=name_of(url))
    with Central.at(url) as side, pytest.raises(Refusal, match="centre_foreign"):
        side.describe()
    with pytest.raises(Refusal, match="centre_foreign"):
        founding.init(url)
    with pytest.raises(Refusal, match="centre_foreign"):
        founding.login(url, "room-1")


@postgres_only
def test_a_schema_of_our_name_that_is_another_programs(postgres: Server):
    url = postgres.fresh()
    postgres.run("CREATE SCHEMA ebr", "CREATE TABLE ebr.about (key text, value text)", database=name_of(url))
    with Central.at(url) as side, pytest.raises(Refusal, match="centre_foreign"):
        side.describe()
    with pytest.raises(Refusal, match="centre_foreign"):
        founding.init(url)


@postgres_only
def test_an_empty_database_and_none(postgres: Server):
    url = postgres.fresh()
    with Central.at(url) as side, pytest.raises(Refusal, match="centre_empty"):
        side.describe()
    refused(postgres.url("nowhere"), "centre_empty")


@postgres_only
@pytest.mark.parametrize(
    ("schema", "code"), [("0", "centre_older"), ("99", "centre_newer"), ("soon", "centre_foreign")]
)
def test_an_older_or_newer_form(postgres: Server, ready: str, schema: str, code: str):
    other = f"UPDATE ebr.about SET value = '{schema}' WHERE key = 'schema'"  # noqa: S608 - our own texts
    postgres.run(other, database=name_of(ready))
    with Central.at(ready) as side, pytest.raises(Refusal, match=code):
        side.describe()
    with pytest.raises(Refusal, match=code):
        founding.init(ready)


@postgres_only
def test_a_wrong_password(postgres: Server, ready: str):
    database = name_of(ready)
    hba = postgres.folder / "pg_hba.conf"
    plain = hba.read_text()
    station = founding.login(ready, f"pw-{database}".replace("_", "-"))
    hba.write_text(f"local {database} all scram-sha-256\n{plain}")
    postgres.run("SELECT pg_reload_conf()")
    try:
        right = make_url(station)
        with Central.at(station) as side:
            side.describe()
        wrong = right.set(password="wrong").render_as_string(hide_password=False)
        assert "password" in refused(wrong, "centre_login")
        with Central.at(right.set(password=None).render_as_string(hide_password=False), right.password) as side:
            side.describe()
    finally:
        hba.write_text(plain)
        postgres.run("SELECT pg_reload_conf()")


@postgres_only
def test_a_copy_that_is_only_read(postgres: Server, ready: str):
    chain = Chain.begun("Room 1", 5)
    postgres.run(f"ALTER DATABASE {name_of(ready)} SET default_transaction_read_only = on")
    with Central.at(ready) as side:
        assert side.describe().schema == 1
        with pytest.raises(Refusal, match="centre_read_only"):
            side.append(chain.log, chain.entries)


@postgres_only
def test_a_full_disk_keeps_nothing(postgres: Server, ready: str):
    chain, database = Chain.begun("Room 1", 20), name_of(ready)
    full = "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT count(*) FROM ebr.entry) > 10 THEN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END IF; RETURN NULL; END $$"
    postgres.run(
        full,
        "CREATE TRIGGER full_disk AFTER INSERT ON ebr.entry FOR EACH ROW EXECUTE FUNCTION full_disk()",
        database=database,
    )
    with Central.at(ready) as side:
        side.append(chain.log, chain.entries[:5])
        with pytest.raises(Refusal, match="centre_full"):
            side.append(chain.log, chain.entries)
        assert side.heads()[chain.log].seq == 5
        postgres.run("DROP TRIGGER full_disk ON ebr.entry", database=database)
        assert side.append(chain.log, chain.entries).seq == 22


def arrives(side: Central, log: str, entries: list[Entry]) -> bool:
    """Tell whether an answer came; a line that broke is said as such."""
    try:
        side.append(log, entries)
    except Refusal as refusal:
        if refusal.code != "centre_unreachable":
            raise
        return False
    return True


@postgres_only
@pytest.mark.parametrize("way", ["limit", "back"])
def test_a_line_that_breaks_at_any_byte_leaves_all_or_nothing(postgres: Server, ready: str, way: str):
    chain, database, broken = Chain.begun("Room 1", 400), name_of(ready), 0
    places = range(100, 28_000, 2_300) if way == "limit" else range(20, 1_400, 110)
    for n, place in enumerate(places):
        with Central.at(ready) as side:
            before = side.append(chain.log, chain.entries[: 2 + 30 * n]).seq
        sent = chain.entries[: before + 30]
        with line(target=postgres.socket, **{way: place}) as cut, Central.at(through(cut.port, database)) as side:
            broken += not arrives(side, chain.log, sent)
        with Central.at(ready) as side:
            assert side.heads()[chain.log].seq in {before, len(sent)}
            assert side.append(chain.log, sent).hash == sent[-1].hash
    with Central.at(ready) as side:
        kept = side.read_after(chain.log, 0, 1000, EVERYTHING)
        assert kept == chain.entries[: len(kept)]
    assert broken > 5


@postgres_only
def test_a_connection_that_the_server_ends_is_made_anew(postgres: Server, ready: str):
    with Central.at(ready) as side:
        side.describe()
        postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name_of(ready)}'")  # noqa: S608
        with pytest.raises(Refusal, match="centre_unreachable"):
            side.describe()
        side.describe()


# Certificates


@postgres_only
def test_a_right_certificate_is_accepted(postgres: Server, ready: str, tmp_path: Path):
    file, key, _ = authority(tmp_path)
    with line(target=postgres.socket, tls=context(tmp_path, key, "localhost")) as safe:
        url = through(safe.port, name_of(ready), f"sslmode=verify-full&sslrootcert={file}", "localhost")
        with Central.at(url) as side:
            assert side.describe().schema == 1


@postgres_only
@pytest.mark.parametrize(
    ("name", "days", "own", "tells"),
    [
        ("elsewhere.example", (-2, 30), True, "Hostname mismatch"),
        ("localhost", (-30, -1), True, "expired"),
        ("localhost", (5, 30), True, "not yet valid"),
        ("localhost", (-2, 30), False, "certificate signature failure"),
    ],
)
def test_a_wrong_certificate_is_refused_with_its_problem(
    postgres: Server, ready: str, tmp_path: Path, name: str, days: tuple[int, int], own: bool, tells: str
):
    file, key, _ = authority(tmp_path)
    (tmp_path / "other").mkdir()
    signer = key if own else authority(tmp_path / "other")[1]
    with line(target=postgres.socket, tls=context(tmp_path, signer, name, days)) as doubtful:
        url = through(doubtful.port, name_of(ready), f"sslmode=verify-full&sslrootcert={file}", "localhost")
        assert tells in refused(url, "centre_certificate")


@postgres_only
def test_a_server_without_encryption_is_refused_where_it_is_asked_for(postgres: Server, ready: str, tmp_path: Path):
    file, _, _ = authority(tmp_path)
    with line(target=postgres.socket) as open_line:
        url = through(open_line.port, name_of(ready), f"sslmode=verify-full&sslrootcert={file}", "localhost")
        assert "SSL" in refused(url, "centre_certificate")


# Files


def test_a_file_of_another_program_and_none(tmp_path: Path):
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE invoice (id)")
    connection.commit()
    connection.close()
    for url, code in (
        (f"sqlite:///{other}", "centre_foreign"),
        (f"sqlite:///{tmp_path / 'none.db'}", "centre_unreachable"),
        (f"sqlite:///{tmp_path / 'no' / 'folder.db'}", "centre_unreachable"),
    ):
        with pytest.raises(Refusal, match=code), Central.at(url) as side:
            side.describe()
    with pytest.raises(Refusal, match="centre_foreign"):
        founding.init(f"sqlite:///{other}")
    text = tmp_path / "text.db"
    text.write_text("nothing of the kind" * 100)
    with pytest.raises(Refusal, match="centre_foreign"):
        founding.init(f"sqlite:///{text}")


def test_a_file_has_no_logins(tmp_path: Path):
    with pytest.raises(Refusal, match="centre_file_no_logins"):
        founding.login(f"sqlite:///{tmp_path / 'c.db'}", "room-1")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE entry SET seal = x''", "DELETE FROM entry", "UPDATE entry SET body = NULL", "DELETE FROM file"],
)
def test_a_file_refuses_changes_by_itself(tmp_path: Path, statement: str):
    url, chain = f"sqlite:///{tmp_path / 'c.db'}", Chain.begun("Room 1", 2)
    founding.init(url)
    with Central.at(url) as side:
        side.append(chain.log, chain.entries)
        side.put_file("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", b"\x00")
    connection = sqlite3.connect(tmp_path / "c.db")
    with pytest.raises(sqlite3.Error, match="never"):
        connection.execute(statement)
    connection.close()
