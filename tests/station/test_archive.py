"""The archive of a batch: whole, readable by strangers, checked by both checkers, after a copy without the database."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pikepdf
import pytest

from ebr.domain.refusal import Refusal
from ebr.reports.archive import LONGEST_NAME, PLACE, Paper, _distinct, leaf_name
from ebr.station.verifying import verify
from tests.reports.browser import CHROMIUM, NODE, in_chromium, in_node
from tests.reports.exported import checked
from tests.reports.pdf_a_rules import RULES, File
from tests.station.plant import BATCH, Plant, busy, code, copied, fine


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive, and nothing else: the station that made it is gone."""
    home = tmp_path_factory.mktemp("archive")
    plant = Plant(copied(busy(), home / "station"))
    plant.be("sups")
    fine(plant.station.archive(home / "archive", BATCH, "sups"))
    plant.close()
    shutil.rmtree(home / "station")
    return home / "archive"


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "copy")
    return tmp_path / "copy"


def names(place: Path) -> set[str]:
    return {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}


def facts(place: Path) -> dict[str, str]:
    return dict(json.loads((place / "archive.json").read_text(encoding="utf-8")))


def test_it_holds_papers_record_checkers_form_and_the_set_for_a_regulator(made: Path) -> None:
    expected = {"README.md", "SHA256SUMS", "archive.json", "executed-record.pdf", "master-record.pdf"}
    expected |= {
        f"record/{name}" for name in ("README.md", "FORMAT.md", "check.py", "check.html", "entries.jsonl", "keys.json")
    }
    expected |= {
        f"{PLACE}/executed-batch-record-b-0001.pdf",
        f"{PLACE}/master-batch-record-compact-1.pdf",
        "regulator/index.csv",
    }
    assert {name for name in names(made) if not re.match("record/(schemas|attachments)/", name)} == expected
    assert len(list((made / "record" / "schemas").iterdir())) > 100


def test_the_readme_says_what_it_is_in_words_and_leaves_nothing_open(made: Path) -> None:
    text = (made / "README.md").read_text(encoding="utf-8")
    told = facts(made)
    for words in (
        BATCH,
        told["fingerprint"],
        told["head"],
        told["product"],
        "sha256sum -c",
        "demonstration",
        told["keep"],
    ):
        assert words in text, words
    assert "$" not in text
    assert [line for line in text.splitlines() if len(line) > 130] == []


def test_every_file_is_in_the_list_of_sums_and_the_tool_of_the_system_agrees(copy: Path) -> None:
    listed = dict(line.split("  ")[::-1] for line in (copy / "SHA256SUMS").read_text("utf-8").splitlines())
    assert set(listed) == names(copy) - {"SHA256SUMS"}
    assert {name: hashlib.sha256((copy / name).read_bytes()).hexdigest() for name in listed} == listed
    tool = shutil.which("sha256sum")
    if tool is None:
        pytest.skip("sha256sum is not on this machine")
    done = subprocess.run([tool, "-c", "--quiet", "SHA256SUMS"], cwd=copy, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    (copy / "executed-record.pdf").write_bytes(b"another")
    done = subprocess.run([tool, "-c", "--quiet", "SHA256SUMS"], cwd=copy, capture_output=True, text=True, check=False)
    assert "executed-record.pdf" in done.stdout


def test_both_checkers_find_nothing_in_a_copy_without_the_database(copy: Path, tmp_path: Path) -> None:
    told = facts(copy)
    site, head = told["fingerprint"], told["head"]
    verdict = checked(copy / "record", "--site", site, "--head", head)
    assert (verdict.status, verdict.codes) == (0, set())
    if NODE is not None:
        other = in_node(copy / "record", tmp_path, site=site, heads=(head,))
        assert (other.status, other.codes) == (0, set())
    for place in (copy, copy / "record"):
        own = verify(place, site=site, heads=[head])
        assert [one.code for one in own.findings] == []
        assert own.entries == len((copy / "record" / "entries.jsonl").read_bytes().splitlines())


@pytest.mark.skipif(CHROMIUM is None, reason="no browser on this machine")
def test_the_page_in_a_browser_agrees(copy: Path, tmp_path: Path) -> None:
    assert in_chromium(copy / "record", tmp_path / "profile").status == 0


def test_both_checkers_find_an_entry_changed_in_the_copy(copy: Path, tmp_path: Path) -> None:
    file = copy / "record" / "entries.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    del lines[len(lines) // 2]
    file.write_bytes(b"".join(lines))
    verdict = checked(copy / "record")
    assert verdict.status == 1
    if NODE is not None:
        assert in_node(copy / "record", tmp_path).findings == verdict.findings


def test_each_paper_verifies_or_is_sealed_and_keeps_the_rules_of_pdf_a(copy: Path) -> None:
    from ebr.reports.pdf.read import signature_status

    assert [one.code for one in verify(copy / "executed-record.pdf", site=facts(copy)["fingerprint"]).findings] == []
    for name in ("executed-record.pdf", "master-record.pdf"):
        data = (copy / name).read_bytes()
        assert signature_status(data).good
        assert {rule: RULES[rule](File(data)) for rule in RULES if RULES[rule](File(data))} == {}


def test_the_record_inside_says_that_it_was_made(made: Path) -> None:
    text = (made / "record" / "entries.jsonl").read_text(encoding="utf-8")
    assert f"archive of batch {BATCH}" in text
    assert "print of master batch record compact version 1" in text
    assert "batch.report-made" in text


def test_the_set_for_a_regulator_has_names_and_a_row_that_an_ectd_takes(made: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((made / "regulator" / "index.csv").read_text(encoding="utf-8"))))
    assert {row["file"] for row in rows} == {path.name for path in (made / PLACE).iterdir()}
    for row in rows:
        data = (made / "regulator" / row["folder"] / row["file"]).read_bytes()
        assert re.fullmatch(r"[a-z0-9-]+\.pdf", row["file"])
        assert len(row["file"]) <= LONGEST_NAME
        assert (row["section"], row["operation"]) == ("3.2.R", "new")
        assert row["sha256"] == hashlib.sha256(data).hexdigest()
        assert row["md5"] == hashlib.md5(data, usedforsecurity=False).hexdigest()
        assert int(row["bytes"]) == len(data)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert int(row["pages"]) == len(pdf.pages)
    assert next(row["leaf title"] for row in rows).startswith(f"Executed batch record, batch {BATCH}, ")
    assert all(len(path) <= 230 for path in names(made))


@pytest.mark.parametrize(
    ("ids", "name"),
    [
        (("B-0001",), "executed-batch-record-b-0001.pdf"),
        (("Ä/2 µ", "7"), "executed-batch-record-a-2-7.pdf"),
        (("../../etc",), "executed-batch-record-etc.pdf"),
        (("批号",), "executed-batch-record.pdf"),
        (("x" * 200,), "executed-batch-record-" + "x" * 38 + ".pdf"),
    ],
)
def test_names_of_leaves(ids: tuple[str, ...], name: str) -> None:
    assert leaf_name("executed-batch-record", *ids) == name
    assert len(name) <= LONGEST_NAME


def test_two_papers_whose_names_come_out_alike_are_told_apart() -> None:
    one = Paper("a.pdf", "", "", leaf_name("record", "批号"), b"")
    told = _distinct(
        [one, one, Paper("b.pdf", "", "", "x" * 60 + ".pdf", b""), Paper("c.pdf", "", "", "x" * 60 + ".pdf", b"")]
    )
    assert len({paper.file for paper in told}) == 4
    assert max(len(paper.file) for paper in told) <= LONGEST_NAME


def test_a_zip_is_the_same_archive(worked: Plant, tmp_path: Path) -> None:
    worked.be("sups")
    answer = fine(worked.station.archive(tmp_path / "a.zip", BATCH, "sups"))
    with zipfile.ZipFile(tmp_path / "a.zip") as pack:
        assert pack.testzip() is None
        pack.extractall(tmp_path / "out")
    assert int(answer.answer["papers"]) == 2
    assert checked(tmp_path / "out" / "record").status == 0
    assert verify(tmp_path / "a.zip") == verify(tmp_path / "out")
    assert verify(tmp_path / "a.zip").entries == int(answer.answer["entries"])


def test_refused_and_nothing_is_left_where_it_should_go(worked: Plant, tmp_path: Path) -> None:
    worked.be("mchen")
    before = set(worked.folder.iterdir())
    assert code(worked.station.archive(tmp_path / "a", BATCH, "mchen")) == "right_missing"
    worked.be("sups")
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "x").write_text("x")
    assert code(worked.station.archive(tmp_path / "there", BATCH, "sups")) == "export_target_exists"
    with pytest.raises(Refusal) as refused:
        worked.station.archive(tmp_path / "b", "B-9999", "sups")
    assert refused.value.code == "batch_unknown"
    assert {path.name for path in tmp_path.iterdir()} >= {"there"}
    assert not (tmp_path / "a").exists()
    assert set(worked.folder.iterdir()) == before
