"""The quick walk finds what the whole verifier would find in hashes, numbers and links, at the same place."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from ebr.storage.folder import DATABASE
from ebr.storage.store import Store
from ebr.storage.verify.hashes import rows_of_log, walk_hashes, walk_logs
from tests.storage.storage_world import busy, create, draft, opened, write

PAGE = 4096


@pytest.fixture
def rows(tmp_path: Path) -> list[tuple]:
    create(tmp_path)
    with opened(tmp_path) as store:
        busy(store)
        with store.reading() as connection:
            return list(rows_of_log(connection, store.log.id, size=4))


def test_a_right_log_has_nothing_wrong(rows: list[tuple]) -> None:
    assert [row[1] for row in rows] == list(range(1, len(rows) + 1))
    assert walk_hashes(rows) is None
    assert walk_hashes(rows[3:], 3, rows[2][4]) is None


@pytest.mark.parametrize("column", [2, 3, 4])
def test_every_changed_byte_is_found_at_its_place(rows: list[tuple], column: int) -> None:
    for n, row in enumerate(rows):
        for at in range(len(row[column])):
            changed = list(row)
            changed[column] = row[column][:at] + bytes([row[column][at] ^ 1]) + row[column][at + 1 :]
            finding = walk_hashes([*rows[:n], tuple(changed), *rows[n + 1 :]])
            assert finding is not None
            assert (finding.log, finding.seq) == (row[0], row[1])
            assert finding.meaning


def test_a_missing_an_exchanged_and_a_foreign_entry_are_found(rows: list[tuple]) -> None:
    assert walk_hashes([*rows[:4], *rows[5:]]).code == "gap"
    assert walk_hashes(rows[3:], 3, b"\x00" * 32).code == "link"
    assert walk_hashes(rows[3:], 2, rows[2][4]).code == "gap"


def test_the_seal_of_a_start_is_looked_at(rows: list[tuple]) -> None:
    started = rows[1]
    assert walk_hashes([rows[0], (*started[:5], bytes(64)), *rows[2:]]).code == "seal"


def test_a_page_that_cannot_be_read_ends_the_walk_and_is_a_finding(tmp_path: Path) -> None:
    create(tmp_path / "whole")
    with opened(tmp_path / "whole") as store:
        for n in range(60):
            write(store, f"a{n}", draft(f"m{n}", "1"))
    whole = (tmp_path / "whole" / DATABASE).read_bytes()
    shutil.copytree(tmp_path / "whole", tmp_path / "damaged")
    found = set()
    for at in range(PAGE, len(whole), PAGE):
        (tmp_path / "damaged" / DATABASE).write_bytes(whole[:at] + b"\xff" * PAGE + whole[at + PAGE :])
        reader = Store.read(tmp_path / "damaged")
        with suppress(DatabaseError), reader.closing(), reader.reading() as connection:
            found |= {finding.code for finding in walk_logs(connection)[1]}
    assert "database_damaged" in found
