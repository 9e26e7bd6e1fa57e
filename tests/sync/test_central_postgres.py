"""What PostgreSQL itself refuses, asked as the login of a station, and what many stations at once do to each other."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import make_url

from ebr.domain.refusal import Refusal
from ebr.storage.chain import Broken, Entry
from ebr.sync.central import Central, founding
from ebr.sync.other_side import EVERYTHING, Envelope, Head
from tests.sync.making import Chain
from tests.sync.postgres_server import Server

pytestmark = pytest.mark.postgres

NAMES = iter(f"st-{n}" for n in range(1000))
INSERT = "INSERT INTO ebr.entry (log, seq, root, header, body, hash, seal) VALUES (%s, %s, %s, %s, %s, %s, %s)"


@pytest.fixture
def url(postgres: Server) -> str:
    url = postgres.fresh()
    founding.init(url)
    return url


def login(url: str, kind: str = "station", log: str = "") -> str:
    return founding.login(url, next(NAMES), kind, log)


def put(url: str, chain: Chain, first: int = 0, last: int | None = None) -> None:
    with Central.at(url) as side:
        side.append(chain.log, chain.entries[first:last])


def plain(url: str) -> psycopg.Connection:
    return psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))


def by_hand(url: str, log: str, e: Entry) -> str:
    """Insert an entry without our program and return what PostgreSQL says to it."""
    with plain(url) as connection, pytest.raises(psycopg.Error) as wrong:
        connection.execute(INSERT, (log, e.seq, "batch/b1", e.header, e.body, e.hash, e.seal))
    return wrong.value.sqlstate or ""


def copy_by_hand(url: str, entries: list[Entry]) -> None:
    with plain(url) as connection, connection.cursor() as cursor, cursor.copy("COPY ebr.entry FROM STDIN") as copy:
        for e in entries:
            copy.write_row((e.log, e.seq, "x", e.header, e.body, e.hash, e.seal))


def test_init_can_be_run_again_and_changes_no_row(url: str):
    chain = Chain.begun("Room 1", 5)
    station = login(url)
    put(station, chain)
    founding.init(url)
    with Central.at(station) as side:
        assert side.heads()[chain.log].seq == 7
        assert side.append(chain.log, chain.values(1)).seq == 8


@pytest.mark.parametrize("who", ["station", "relay", "witness", "owner"])
@pytest.mark.parametrize("table", ["entry", "file", "envelope", "leaf", "node", "note"])
@pytest.mark.parametrize("verb", ["UPDATE ebr.{t} SET {c} = {c}", "DELETE FROM ebr.{t}", "TRUNCATE ebr.{t}"])
def test_nobody_changes_deletes_or_truncates(full: dict[str, str], who: str, table: str, verb: str):
    column = {"entry": "seal", "file": "data", "envelope": "box", "leaf": "hash", "node": "hash", "note": "text"}[table]
    with plain(full[who]) as connection, pytest.raises(psycopg.Error) as wrong:
        connection.execute(verb.format(t=table, c=column).encode())
    assert wrong.value.sqlstate in {"42501", "EB006"}


@pytest.fixture(scope="module")
def full(one_server: Server) -> dict[str, str]:
    """A store with a row in each table, and an address of every kind of login."""
    url = one_server.fresh()
    founding.init(url)
    chain = Chain.begun("Room 1", 5)
    put(url, chain)
    with Central.at(url) as side:
        side.put_file("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", b"\x00")
        side.put_envelopes([Envelope("a", "site", "1", b"box")])
    with plain(url) as connection:
        connection.execute("INSERT INTO ebr.leaf VALUES (0, 'x', 1, '')")
        connection.execute("INSERT INTO ebr.node VALUES (8, 0, '')")
        connection.execute("INSERT INTO ebr.note VALUES (1, '', '')")
    return {"owner": url, **{kind: login(url, kind) for kind in ("station", "relay", "witness")}}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ebr.about SET value = '2'",
        "DELETE FROM ebr.about",
        "UPDATE ebr.login SET kind = 'relay'",
        "INSERT INTO ebr.login VALUES ('someone', 'relay')",
        "INSERT INTO ebr.owner VALUES ('x', 'someone')",
        "DELETE FROM ebr.owner",
        "UPDATE ebr.tree SET size = 0",
        "INSERT INTO ebr.leaf VALUES (1, 'x', 2, '')",
        "ALTER TABLE ebr.entry DISABLE TRIGGER ALL",
        "DROP TRIGGER entry_arrives ON ebr.entry",
        "CREATE TABLE ebr.mine (a int)",
        "CREATE OR REPLACE FUNCTION ebr.allow(wanted text, first bigint) RETURNS void LANGUAGE sql AS ''",
        "SET session_replication_role = replica",
        "SET ROLE postgres",
        "CREATE ROLE another",
    ],
)
def test_a_station_gets_at_nothing_else(full: dict[str, str], statement: str):
    with plain(full["station"]) as connection, pytest.raises(psycopg.Error) as wrong:
        connection.execute(statement.encode())
    assert wrong.value.sqlstate == "42501"


def test_another_stations_log_is_refused(url: str):
    one, two, chain = login(url), login(url), Chain.begun("Room 1", 5)
    put(one, chain, 0, 4)
    with Central.at(two) as side, pytest.raises(Refusal, match="centre_log_not_yours"):
        side.append(chain.log, chain.entries[4:])
    assert by_hand(two, chain.log, chain.entries[4]) == "EB005"
    put(one, chain)


def test_a_relay_brings_logs_of_nobody_and_not_of_others(url: str):
    station, relay, chain, isolated = (
        login(url),
        login(url, "relay"),
        Chain.begun("Room 1", 5),
        Chain.begun("Room 2", 5),
    )
    put(relay, isolated, 0, 4)
    put(relay, isolated)
    put(station, chain, 0, 4)
    with pytest.raises(Refusal, match="centre_log_not_yours"):
        put(relay, chain)


def test_a_log_that_a_relay_brought_is_taken_by_a_station_only_when_it_is_given_to_it(url: str):
    station, relay, chain = login(url), login(url, "relay"), Chain.begun("Room 1", 5)
    put(relay, chain, 0, 4)
    with pytest.raises(Refusal, match="centre_log_not_yours"):
        put(station, chain)
    name = make_url(station).username or ""
    again = founding.login(url, name, "station", chain.log)
    put(again, chain)
    chain.values(1)
    with pytest.raises(Refusal, match="centre_log_not_yours"):
        put(relay, chain)


def test_a_stations_login_begins_one_log_and_those_that_go_on_from_it(url: str):
    """What else it carries is not its own: it does not become the owner, and whose it is can still begin it."""
    station, other = login(url), login(url)
    first, carried = Chain.begun("Room 1", 5), Chain.begun("Room 2", 5)
    put(station, first)
    with pytest.raises(Refusal, match="centre_log_not_yours"):
        put(station, carried)
    assert by_hand(station, carried.log, carried.entries[0]) == "EB005"
    restored = Chain.begun("Room 1", 3, previous=first.log)
    again = Chain.begun("Room 1", 3, previous=restored.log)
    with pytest.raises(Refusal, match="centre_log_not_yours"):
        put(station, again)
    put(station, restored)
    put(station, again)
    put(other, carried)
    assert owners(url) == {
        **dict.fromkeys((first.log, restored.log, again.log), make_url(station).username),
        carried.log: make_url(other).username,
    }


def test_a_contents_that_is_not_the_genesis_own_gives_no_log(url: str):
    """Only what the header names says which log goes before."""
    station, first, carried = login(url), Chain.begun("Room 1", 5), Chain.begun("Room 2", 5)
    put(station, first)
    told = Chain.begun("Room 2", previous=first.log).entries[0].body
    assert by_hand(station, carried.log, replace(carried.entries[0], body=told)) == "EB005"
    assert by_hand(station, carried.log, replace(carried.entries[0], body=None)) == "EB005"


def test_a_log_that_a_station_carries_is_not_its_own_even_when_it_comes_first(url: str):
    """A relay brought the station's own log; what it says of itself keeps another one from being taken for it."""
    station, other, relay = login(url), login(url), login(url, "relay")
    own, carried = Chain.begun("Room 1", 5), Chain.begun("Room 2", 5)
    put(relay, own)
    with Central.at(station, own=own.log) as side:
        side.append(own.log, own.entries)
        with pytest.raises(Refusal, match="centre_log_not_yours"):
            side.append(carried.log, carried.entries)
    put(other, carried)
    assert owners(url) == {carried.log: make_url(other).username}


def test_of_two_logs_that_a_login_begins_at_once_one_is_its_own(url: str):
    station, chains, refused = login(url), [Chain.begun(f"Room {n}", 3) for n in range(4)], []

    def send(chain: Chain) -> None:
        try:
            put(station, chain)
        except Refusal as refusal:
            refused.append(refusal.code)

    threads = [threading.Thread(target=send, args=(chain,)) for chain in chains]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert refused == ["centre_log_not_yours"] * 3
    assert len(owners(url)) == 1


def test_an_older_view_of_the_store_does_not_let_a_login_begin_two(url: str):
    """Both transactions look before either begins; the second one must fail, not see nothing and go on."""
    station, one, two = login(url), Chain.begun("Room 1"), Chain.begun("Room 2")
    with plain(station) as first, plain(station) as second:
        for connection in (first, second):
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            connection.execute("SELECT count(*) FROM ebr.owner")
        insert(first, one.entries[0])
        first.commit()
        with pytest.raises(psycopg.errors.SerializationFailure):
            insert(second, two.entries[0])
    assert owners(url).keys() == {one.log}


def insert(connection: psycopg.Connection, e: Entry) -> None:
    connection.execute(INSERT, (e.log, e.seq, "x", e.header, e.body, e.hash, e.seal))


def test_nobody_puts_something_in_the_place_of_what_another_has_yet_to_bring(url: str):
    """A relay with a wrong body, any login with a wrong file: rows are never changed, so they must not come in."""
    station, relay, chain = login(url), login(url, "relay"), Chain.begun("Room 1", 5)
    wrong = replace(chain.entries[3], body=chain.entries[4].body)
    with pytest.raises(psycopg.Error) as found:
        copy_by_hand(relay, [*chain.entries[:3], wrong])
    assert found.value.sqlstate == "EB007"
    with Central.at(relay) as side, pytest.raises(Broken, match="body_hash"):
        side.append(chain.log, [*chain.entries[:3], wrong])
    put(relay, chain, 0, 3)
    assert by_hand(relay, chain.log, wrong) == "EB007"
    put(relay, chain)
    digest = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    with plain(station) as connection, pytest.raises(psycopg.Error) as found:
        connection.execute("INSERT INTO ebr.file VALUES (%s, %s)", (digest, b"\x01"))
    assert found.value.sqlstate == "EB007"
    with Central.at(station) as side:
        side.put_file(digest, b"\x00")
        assert side.file(digest) == b"\x00"


def owners(url: str) -> dict[str, str]:
    with plain(url) as connection:
        return dict(connection.execute("SELECT log, role FROM ebr.owner").fetchall())


def test_the_server_checks_what_comes_without_our_program(url: str):
    station, chain, other = login(url), Chain.begun("Room 1", 5), Chain.begun("Room 2", 3)
    put(station, chain)
    chain.values(2)
    good, later = chain.entries[-2:]
    fork = other.entries[-1]
    rows = {
        "EB001": replace(later, seq=9),
        "EB002": replace(good, header=fork.header, hash=fork.hash),
        "EB003": replace(good, header=good.header + b" "),
        "23505": replace(chain.entries[5]),
    }
    for state, e in rows.items():
        assert by_hand(station, chain.log, e) == state
    assert by_hand(login(url), "0" * 64, other.entries[0]) == "EB004"
    with Central.at(url) as side:
        assert side.heads() == {chain.log: Head(7, chain.entries[6].hash)}


def test_a_statement_over_several_logs_or_out_of_order_is_refused(url: str):
    chain, other = Chain.begun("Room 1", 5), Chain.begun("Room 2", 3)
    for entries in ([*chain.entries, *other.entries], [chain.entries[0], *reversed(chain.entries[1:])]):
        with pytest.raises(psycopg.Error) as wrong:
            copy_by_hand(url, entries)
        assert wrong.value.sqlstate == "EB001"


def test_a_password_stands_nowhere_and_a_new_one_ends_the_old(postgres: Server, url: str):
    first = login(url)
    name = make_url(first).username or ""
    second = founding.login(url, name)
    assert make_url(first).password != make_url(second).password
    with plain(url) as connection:
        kept = connection.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", (name,)).fetchone()
    assert kept is not None
    assert kept[0].startswith("SCRAM-SHA-256$")


def test_a_login_of_the_server_that_is_not_ours_is_not_touched(postgres: Server, url: str):
    postgres.run("CREATE ROLE accounting LOGIN PASSWORD 'x'")
    with pytest.raises(Refusal, match="centre_login_taken"):
        founding.login(url, "accounting")
    with pytest.raises(Refusal, match="centre_login_name"):
        founding.login(url, 'a"b; DROP TABLE')
    taken = make_url(login(url)).username or ""
    with pytest.raises(Refusal, match="centre_login_kind"):
        founding.login(url, taken, "relay")


def test_stations_do_not_wait_for_each_other(url: str):
    """One station keeps its transaction open; another writes, and a reader reads, meanwhile."""
    slow, quick, first = Chain.begun("Room 1", 5), Chain.begun("Room 2", 5), Chain.begun("Office")
    put(url, first)
    with Central.at(url) as side, Central.at(url) as holding, holding.writing() as connection:
        from ebr.sync.central import storing

        storing.standing(connection, slow.log)
        storing.copied(connection, slow.entries)
        started = time.monotonic()
        side.append(quick.log, quick.entries)
        assert side.heads().keys() == {first.log, quick.log}
        assert time.monotonic() - started < 20
    with Central.at(url) as side:
        assert side.heads().keys() == {first.log, slow.log, quick.log}


def test_two_programs_that_send_the_same_log_at_once_leave_one_log(url: str):
    chain, trouble = Chain.begun("Room 1", 400), []

    def send() -> None:
        try:
            with Central.at(url) as side:
                for start in range(0, 402, 50):
                    side.append(chain.log, chain.entries[start : start + 50])
        except (Refusal, Broken) as wrong:
            trouble.append(wrong)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert trouble == []
    with Central.at(url) as side:
        assert side.read_after(chain.log, 0, 1000, EVERYTHING) == chain.entries


def test_what_another_program_wrote_meanwhile_is_compared_and_not_lost(url: str):
    """Both believe to know the head; the server's no sends the second one to look."""
    chain = Chain.begun("Room 1", 30)
    clone = chain.copy()
    clone.values(3, batch="b9")
    with Central.at(url) as one, Central.at(url) as two:
        for side in (one, two):
            side.append(chain.log, chain.entries[:10])
        one.append(chain.log, chain.entries[10:25])
        assert two.append(chain.log, chain.entries[10:20]).seq == 25
        assert two.append(chain.log, chain.entries[20:]).seq == 32
        one.append(chain.log, chain.entries[25:])
        chain.values(3)
        one.append(chain.log, chain.entries)
        with pytest.raises(Broken, match="fork"):
            two.append(chain.log, clone.entries[32:])
        assert two.read_after(chain.log, 0, 100, EVERYTHING) == chain.entries


def test_a_log_that_commits_late_is_not_skipped_by_a_reader(url: str):
    """The cursor is a number of one log: what a slow transaction brings later is read then."""
    chain = Chain.begun("Room 1", 10)
    with Central.at(url) as reader, Central.at(url) as writer:
        with writer.writing() as connection:
            from ebr.sync.central import storing

            storing.copied(connection, chain.entries[:6])
            assert reader.read_after(chain.log, 0, 100, EVERYTHING) == []
        assert reader.read_after(chain.log, 0, 100, EVERYTHING) == chain.entries[:6]
        writer.append(chain.log, chain.entries)
        assert reader.read_after(chain.log, 6, 100, EVERYTHING) == chain.entries[6:]
