"""The verifier on a folder: damaged files, exchanged rows and pages give findings, never a traceback, and nothing is touched."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from ebr.domain.decision import Draft
from ebr.domain.refusal import Refusal
from ebr.storage.attachments import Attachments
from ebr.storage.folder import DATABASE
from ebr.storage.verify.report import MEANINGS, NOTES, Report
from ebr.storage.verify.station_folder import verify_folder
from tests.storage.storage_world import AGGREGATES, UNIT, ValuesView, busy, create, draft, opened, value, write

PAGE = 4096


def check(place: Path) -> Report:
    return verify_folder(place, aggregates=AGGREGATES, shown=(ValuesView(),))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    create(tmp_path)
    with opened(tmp_path) as store:
        busy(store)
        name = Attachments(tmp_path).add(b"photograph")
        event = value("photo", "1")
        write(
            store,
            "photo",
            Draft(UNIT, type(event)("b1", "photo", 1, 1, {"number": "1", "sha256": name}, "op1", {}, "in")),
        )
    return tmp_path


def test_an_intact_folder_is_verified_and_left_alone(place: Path) -> None:
    before = {p: p.read_bytes() for p in place.rglob("*") if p.is_file()}
    assert check(place).findings == ()
    assert {p: p.read_bytes() for p in place.rglob("*") if p.is_file()} == before


def test_an_open_station_is_verified_with_its_write_ahead_log(place: Path) -> None:
    with opened(place) as store:
        write(store, "late", draft("m9", "9"))
        report = check(place)
    assert report.findings == ()
    assert report.entries == store.log.head.seq


def test_every_damaged_page_gives_a_finding(place: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    whole = (place / DATABASE).read_bytes()
    copy = tmp_path_factory.mktemp("pages") / "copy"
    shutil.copytree(place, copy)
    for at in range(0, len(whole), PAGE):
        for content in (bytes(PAGE), b"\xff" * PAGE, whole[at : at + PAGE][::-1]):
            (copy / DATABASE).write_bytes(whole[:at] + content + whole[at + PAGE :])
            report = check(copy)
            assert report.findings, at // PAGE
            assert all(f.meaning for f in report.findings)


@pytest.mark.parametrize("cut", [0, 50, 5000])
def test_a_truncated_file_gives_a_finding(place: Path, cut: int) -> None:
    whole = (place / DATABASE).read_bytes()
    (place / DATABASE).write_bytes(whole[:cut])
    assert check(place).findings


def test_a_damaged_attachment_is_named(place: Path) -> None:
    (path,) = [p for p in (place / "attachments").rglob("*") if p.is_file()]
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        (finding,) = check(place).findings
        assert (finding.code, finding.params["name"]) == ("attachment_damaged", path.name)
        assert finding.where == "batch/b1/unit/mixing photo"
    path.unlink()
    assert [f.code for f in check(place).findings] == ["attachment_missing"]


@pytest.mark.parametrize(
    ("sql", "view"),
    [
        ("UPDATE journal_values SET number = '13.0' WHERE slot = 'm1'", "journal_values"),
        ("DELETE FROM journal_values WHERE slot = 'm1'", "journal_values"),
        ("UPDATE audit SET new = '' WHERE arrival = 5", "audit"),
        ("UPDATE subject_head SET heads = ''", "subject_head"),
        ("DELETE FROM subject_entry WHERE arrival = 4", "subject_entry"),
        ("DELETE FROM event_name", "event_name"),
    ],
)
def test_a_view_that_says_something_else_is_named(place: Path, sql: str, view: str) -> None:
    connection = sqlite3.connect(place / DATABASE)
    connection.execute(sql)
    connection.commit()
    connection.close()
    (finding,) = check(place).findings
    assert (finding.code, finding.params["view"]) == ("view_rows", view)


def test_rows_that_are_still_being_brought_up_to_date_are_no_finding(place: Path) -> None:
    connection = sqlite3.connect(place / DATABASE)
    ((root,),) = connection.execute("SELECT root FROM subject_head ORDER BY root LIMIT 1")
    connection.execute("DELETE FROM subject_head WHERE root = ?", (root,))
    connection.commit()
    assert [finding.code for finding in check(place).findings] == ["view_rows"]
    connection.execute("INSERT INTO stale_root (root, mark) VALUES (?, 'later')", (root,))
    connection.commit()
    assert check(place).ok
    connection.execute("DELETE FROM audit WHERE root = ?", (root,))
    connection.commit()
    connection.close()
    assert [finding.params["view"] for finding in check(place).findings] == ["audit"]


def test_a_table_that_only_a_newer_program_has_is_no_finding(place: Path) -> None:
    connection = sqlite3.connect(place / DATABASE)
    connection.execute("DROP TABLE journal_values")
    connection.commit()
    assert [finding.code for finding in check(place).findings] == ["database_damaged"]
    connection.execute("DELETE FROM view_version WHERE view = 'journal_values'")
    connection.commit()
    connection.close()
    report = check(place)
    assert report.ok
    assert "1 tables were made by another version" in next(
        note.meaning for note in report.notes if note.code == "views_of_other_version"
    )


def test_a_wrong_note_of_an_action_is_named(place: Path) -> None:
    connection = sqlite3.connect(place / DATABASE)
    connection.execute("UPDATE action SET first_arrival = 2 WHERE id = 'two'")
    connection.commit()
    connection.close()
    (finding,) = check(place).findings
    assert (finding.code, finding.params) == ("action_row", {"action": "two"})


def test_a_folder_without_a_station_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        check(tmp_path)
    assert caught.value.code == "store_missing"


def test_every_code_that_is_raised_has_its_sentence() -> None:
    source = Path(__file__).parents[2] / "ebr" / "storage"
    text = "\n".join(p.read_text(encoding="utf-8") for p in sorted(source.rglob("*.py")))
    found = set(re.findall(r'(?:Finding|read\.finding|first\.finding|\.finding)\(\s*"([a-z_]+)"', text))
    walked = "\n".join((source / name).read_text(encoding="utf-8") for name in ("chain.py", "walk.py", "checkpoint.py"))
    found |= set(re.findall(r'Broken\("([a-z_]+)"', walked))
    assert found <= set(MEANINGS)
    assert set(re.findall(r'(?:Note|_counted)\("([a-z_]+)"', text)) <= set(NOTES)
