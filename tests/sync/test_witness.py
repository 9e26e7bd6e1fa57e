"""The witness's key, its tree in large, and the command that runs it."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ebr.cli import central, run
from ebr.clock import SimulatedClock
from ebr.domain.refusal import Refusal
from ebr.storage import checkpoint, tree
from ebr.sync.central import Central, founding, proving
from ebr.sync.central.countersigning import begin
from ebr.sync.central.tables import LEAF, NODE, NOTE
from ebr.sync.witness import countersign, countersign_all, key_in
from tests.sync.making import Chain
from tests.sync.postgres_server import Server

CLOCK = SimulatedClock(datetime(2026, 11, 22, 8, 0, tzinfo=UTC))


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'centre.db'}"
    founding.init(url)
    return url


def put(url: str, *chains: Chain) -> None:
    with Central.at(url) as side:
        for chain in chains:
            side.append(chain.log, chain.entries)


# The key


def test_a_key_is_made_once_for_its_owner_only(tmp_path: Path):
    file = tmp_path / "witness.key"
    key = key_in(file)
    assert key_in(file).public == key.public
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert key.origin == f"centre/{key.public[:16]}"


def test_a_key_that_others_can_read_is_refused(tmp_path: Path):
    file = tmp_path / "witness.key"
    key_in(file)
    file.chmod(0o644)
    with pytest.raises(Refusal, match="witness_key_open"):
        key_in(file)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"kind": "ebr witness key/1", "secret": "00"}',
        '{"kind": "other", "secret": "' + "00" * 32 + '"}',
    ],
)
def test_a_file_that_is_no_key_is_refused(tmp_path: Path, text: str):
    file = tmp_path / "witness.key"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(Refusal, match="witness_key_damaged"):
        key_in(file)


# The tree


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 1000])
def test_ranges_are_those_of_the_published_proofs(size: int):
    leaves = [n.to_bytes(32, "big") for n in range(size)]
    for index in {0, 1, size // 2, size - 1} & set(range(size)):
        ranges = proving.inclusion_ranges(index, 0, size)
        assert tuple(tree.root_of(leaves[a:b]) for a, b in ranges) == tree.inclusion_proof(leaves, index)
    for old in {1, 2, size // 3, size - 1, size} & set(range(1, size + 1)):
        ranges = proving.consistency_ranges(old, 0, size, whole=True)
        assert tuple(tree.root_of(leaves[a:b]) for a, b in ranges) == tree.consistency_proof(leaves, old)


def test_a_tree_of_many_thousands_proves_in_bounded_time(url: str):
    """70,000 leaves: two levels of kept subtrees; every proof holds and reads a bounded number of rows."""
    from ebr.storage.chain import Entry
    from ebr.sync.central.countersigning import _append

    count = 70_000
    leaves = [n.to_bytes(32, "big") for n in range(count)]
    with Central.at(url) as side:
        for start in range(0, count, 7_001):
            with side.writing() as connection:
                growth = begin(connection, "", replace=False)
                growth.frontier = tree.Frontier(leaves[:start])
                _append(
                    connection,
                    growth,
                    [Entry("x", n + 1, b"", None, leaves[n], b"") for n in range(start, min(count, start + 7_001))],
                )
        root = tree.root_of(leaves)
        with side.writing() as connection:
            assert connection.scalar(select(func.count()).select_from(NODE)) == count // 256 + count // 65536
            for index in (0, 255, 256, 65_535, 65_536, 69_999):
                for old in (1, 257, 65_536, 69_998, count):
                    inclusion, consistency = proving.proofs(connection, index, old, count)
                    assert tree.included(leaves[index], index, count, inclusion, root)
                    assert tree.consistent(old, tree.root_of(leaves[:old]), count, root, consistency)


def test_each_pass_is_bounded_and_together_they_cover_everything(url: str, tmp_path: Path):
    chains = [Chain.begun(f"Room {n}", 40) for n in range(3)]
    put(url, *chains)
    key = key_in(tmp_path / "witness.key")
    with Central.at(url) as side:
        passes = [countersign(side, key, CLOCK, most=50).added for _ in range(4)]
        assert passes == [50, 50, 26, 0]
        with side.writing() as connection:
            notes = connection.execute(select(NOTE).order_by(NOTE.c.size)).all()
            hashes = [bytes(found) for found in connection.scalars(select(LEAF.c.hash).order_by(LEAF.c.position))]
        assert [note.size for note in notes] == [50, 100, 126]
        for note in notes:
            opened = checkpoint.opened(note.text, key.public)
            assert (opened.size, opened.root) == (note.size, tree.root_of(hashes[: note.size]))


def test_another_key_does_not_go_on_by_itself(url: str, tmp_path: Path):
    put(url, Chain.begun("Room 1", 3))
    first, second = key_in(tmp_path / "one.key"), key_in(tmp_path / "two.key")
    with Central.at(url) as side:
        countersign_all(side, first, CLOCK)
        put(url, Chain.begun("Room 2", 3))
        with pytest.raises(Refusal, match="centre_other_witness"):
            countersign(side, second, CLOCK)
        assert countersign_all(side, second, CLOCK, replace=True).size == 10
        assert side.describe().witness == second.public


def test_a_store_put_back_from_a_backup_cannot_hide_it(url: str, tmp_path: Path):
    """What a station kept does not fit the shorter tree: no proof leads there."""
    chain, key, file = Chain.begun("Room 1", 3), key_in(tmp_path / "witness.key"), tmp_path / "centre.db"
    put(url, chain)
    with Central.at(url) as side:
        countersign_all(side, key, CLOCK)
    backup = file.read_bytes()
    chain.values(5)
    put(url, chain)
    with Central.at(url) as side:
        countersign_all(side, key, CLOCK)
        kept = checkpoint.opened(side.witnessed(chain.log, 0).note, key.public)  # type: ignore[union-attr]
    for extra in ("-wal", "-shm"):
        (tmp_path / f"centre.db{extra}").unlink(missing_ok=True)
    file.write_bytes(backup)
    with Central.at(url) as side:
        found = side.witnessed(chain.log, kept.size)
    assert found is not None
    now = checkpoint.opened(found.note, key.public)
    assert not tree.consistent(kept.size, kept.root, now.size, now.root, found.consistency)


# The commands


def test_commands_make_login_and_countersign(postgres: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    url, key = postgres.fresh(), str(tmp_path / "witness.key")
    assert run(["central", "init", url]) == 0
    assert run(["central", "login", url, "cli-station"]) == 0
    station = capsys.readouterr().out.splitlines()[-1]
    assert run(["central", "login", url, "cli-witness", "--witness"]) == 0
    witness = capsys.readouterr().out.splitlines()[-1]
    put(station, Chain.begun("Room 1", 10))
    assert run(["central", "witness", witness, "--key", key, "--once"]) == 0
    assert "12 entries countersigned, 12 in all." in capsys.readouterr().out
    assert run(["central", "witness", station, "--key", key, "--once"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("ebr: ")
    assert said.count("\n") == 1


def test_a_log_that_does_not_verify_is_told_and_ends_with_one(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    from dataclasses import replace

    chain = Chain.begun("Room 1", 3)
    with Central.at(url) as side:
        side.append(chain.log, [*chain.entries[:4], replace(chain.entries[4], seal=bytes(64))])
    assert run(["central", "witness", url, "--key", str(tmp_path / "w.key"), "--once"]) == 1
    told = capsys.readouterr()
    assert "4 entries countersigned" in told.out
    assert f"Log {chain.log[:16]} stops before entry 5: " in told.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["init", "nonsense"], 2),
        (["init", "postgresql://x@127.0.0.1:1/x"], 2),
        (["login", "sqlite:///c.db", "room-1"], 1),
        (["login", "postgresql://x@127.0.0.1:1/x", "room 1"], 1),
        (["login", "postgresql://x@127.0.0.1:1/x", "room-1", "--relay", "--witness"], 2),
        (["witness", "nonsense", "--once"], 2),
        (["witness", "postgresql://x@127.0.0.1:1/x", "--every", "soon"], 2),
        (["nothing"], 2),
    ],
)
def test_what_cannot_be_done_is_one_line(
    words: list[str], code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    more = ["--key", str(tmp_path / "w.key")] if words[0] == "witness" else []
    assert run(["central", *words, *more]) == code
    said = capsys.readouterr().err
    assert said.startswith("ebr: ")
    assert said.count("\n") == 1


def test_a_running_witness_takes_up_what_arrives_and_waits_out_a_lost_way(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    file, away = tmp_path / "centre.db", tmp_path / "away.db"
    first, second, third = (Chain.begun(f"Room {n}", 3) for n in range(3))
    put(url, first)
    script = iter(
        [lambda: put(url, second), lambda: file.rename(away), lambda: away.rename(file), lambda: put(url, third)]
    )

    def sleep(_seconds: float) -> None:
        act = next(script, None)
        if act is None:
            raise KeyboardInterrupt
        act()

    monkeypatch.setattr(central.time, "sleep", sleep)
    assert run(["central", "witness", url, "--key", str(tmp_path / "w.key"), "--every", "1"]) == 0
    told = capsys.readouterr()
    assert [line for line in told.out.splitlines() if "countersigned" in line] == [
        "5 entries countersigned, 5 in all.",
        "5 entries countersigned, 10 in all.",
        "5 entries countersigned, 15 in all.",
    ]
    assert told.err.count("cannot be reached") == 1
    assert told.out.endswith("The witness has stopped.\n")


@pytest.mark.parametrize("word", ["init", "login", "witness"])
def test_each_command_has_an_example(word: str, capsys: pytest.CaptureFixture[str]):
    assert run(["central", word, "--help"]) == 0
    assert f"Example: ebr central {word} " in " ".join(capsys.readouterr().out.split())


def test_the_default_key_lies_in_the_persons_data_folder(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    put(url, Chain.begun("Room 1", 1))
    assert run(["central", "witness", url, "--once"]) == 0
    assert json.loads((tmp_path / "ebr" / "witness.key").read_text())["kind"] == "ebr witness key/1"
