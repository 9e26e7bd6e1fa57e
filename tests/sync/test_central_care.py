"""What the help promises to whoever looks after the server: parts, backup and restore, a standby that takes over."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ebr.clock import SimulatedClock
from ebr.domain.refusal import Refusal
from ebr.storage.chain import Broken
from ebr.sync.central import Central, founding
from ebr.sync.other_side import EVERYTHING
from ebr.sync.witness import countersign_all, key_in
from tests.sync.making import Chain
from tests.sync.postgres_server import Server

pytestmark = pytest.mark.postgres

CLOCK = SimulatedClock(datetime(2026, 11, 22, 8, 0, tzinfo=UTC))
WHOLE = (
    "CREATE TABLE ebr.entry (log text NOT NULL, seq bigint NOT NULL, root text NOT NULL, header bytea NOT NULL, body bytea, "
    "hash bytea NOT NULL, seal bytea NOT NULL, PRIMARY KEY (log, seq)) PARTITION BY HASH (log)"
)
PART = "CREATE TABLE ebr.entry_{n} PARTITION OF ebr.entry FOR VALUES WITH (MODULUS 4, REMAINDER {n})"
PARTS = ("CREATE SCHEMA ebr", WHOLE, *(PART.format(n=n) for n in range(4)))


def name_of(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def test_a_table_in_parts_is_checked_and_read_like_a_whole_one(postgres: Server, tmp_path: Path):
    url = postgres.fresh()
    postgres.run(*PARTS, database=name_of(url))
    founding.init(url)
    station = founding.login(url, f"parts-{name_of(url)}", "relay")
    chains = [Chain.begun(f"Room {n}", 20) for n in range(6)]
    with Central.at(station) as side:
        for chain in chains:
            side.append(chain.log, chain.entries[:10])
            side.append(chain.log, chain.entries)
            assert side.read_after(chain.log, 0, 100, EVERYTHING) == chain.entries
        clone = chains[0].copy()
        chains[0].values(3)
        clone.values(3, batch="b9")
        with pytest.raises(Broken, match="link"):
            side.append(clone.log, [*chains[0].entries[:24], *clone.entries[24:]])
    with Central.at(url) as side:
        assert countersign_all(side, key_in(tmp_path / "w.key"), CLOCK).size == 6 * 22


def test_a_dump_put_back_holds_everything_and_goes_on(postgres: Server, tmp_path: Path):
    url, back = postgres.fresh(), postgres.fresh()
    founding.init(url)
    chain, other, key = Chain.begun("Room 1", 20), Chain.begun("Room 2", 20), key_in(tmp_path / "w.key")
    with Central.at(url) as side:
        for one in (chain, other):
            side.append(one.log, one.entries)
        countersign_all(side, key, CLOCK)
    with tempfile.NamedTemporaryFile(suffix=".dump") as dump:
        subprocess.run([postgres.program("pg_dump"), "-Fc", "-f", dump.name, url], check=True)
        subprocess.run([postgres.program("pg_restore"), "-d", back, dump.name], check=True)
    founding.init(back)
    with Central.at(url) as before, Central.at(back) as after:
        assert after.describe() == before.describe()
        assert after.witnessed(chain.log, 10) == before.witnessed(chain.log, 10)
        assert after.read_after(other.log, 0, 100, EVERYTHING) == other.entries
        with pytest.raises(Broken, match="gap"):
            after.append(chain.log, chain.values(2)[1:])
        assert after.append(chain.log, chain.entries).seq == 24
        assert countersign_all(after, key, CLOCK).added == 2


@pytest.fixture
def standby(postgres: Server) -> Iterator[tuple[Path, str]]:
    """A streaming copy of the whole server, made and run by stock tools; gives its folder and how to reach it."""
    folder = Path(tempfile.mkdtemp(prefix="ebr-standby-"))
    shutil.chown(folder, postgres.system_user)
    folder.chmod(0o700)
    postgres.tool("pg_basebackup", "-h", postgres.folder, "-U", "postgres", "-D", folder / "data", "-R", "-c", "fast")
    settings = f"-c listen_addresses='' -c unix_socket_directories={folder}"
    postgres.tool("pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", settings, "start")
    try:
        yield folder / "data", str(folder)
    finally:
        postgres.tool("pg_ctl", "-D", folder / "data", "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def test_a_standby_is_only_read_and_takes_over_when_it_is_promoted(postgres: Server, request: pytest.FixtureRequest):
    url, chain = postgres.fresh(), Chain.begun("Room 1", 20)
    founding.init(url)
    with Central.at(url) as side:
        side.append(chain.log, chain.entries[:10])
    data, socket = request.getfixturevalue("standby")
    copy = url.replace(str(postgres.folder), socket)
    both = f"{url.replace(str(postgres.folder), f'{socket},{postgres.folder}')}&target_session_attrs=read-write"
    with Central.at(copy) as side:
        assert side.heads()[chain.log].seq == 10
        with pytest.raises(Refusal, match="centre_read_only"):
            side.append(chain.log, chain.entries)
    with Central.at(both) as side:
        assert side.append(chain.log, chain.entries[:15]).seq == 15
    postgres.tool("pg_ctl", "-D", data, "-w", "promote")
    with Central.at(copy) as side:
        assert side.heads()[chain.log].seq in {10, 15}
        assert side.append(chain.log, chain.entries).seq == 22
        assert side.read_after(chain.log, 0, 100, EVERYTHING) == chain.entries
