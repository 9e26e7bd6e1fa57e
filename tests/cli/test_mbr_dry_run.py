"""`ebr mbr dry-run`: words, JSON, a PDF, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ebr.cli import run
from tests.domain.batch_small import SMALL

HANDRUB = Path(__file__).parents[2] / "resources" / "mbr" / "handrub_f1.yaml"


def test_the_command_says_what_was_reached(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mbr", "dry-run", str(HANDRUB), "--batches", "2", "--seed", "3"]) == 0
    out, err = capsys.readouterr()
    assert "2 batches played, seed 3" in out
    assert "Steps: 24 of 24" in out
    assert out.splitlines()[-1].startswith("Every batch was played to its end")
    assert "1 batch, " in err


def test_json_holds_figures_points_and_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import hashlib

    report = tmp_path / "coverage.pdf"
    assert run(["mbr", "dry-run", str(HANDRUB), "--batches", "1", "--json", "-o", str(report)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["figures"]["phase"] == {"all": 24, "reached": 24}
    assert found["report_sha256"] == hashlib.sha256(report.read_bytes()).hexdigest()
    assert report.read_bytes().startswith(b"%PDF-")


def test_a_report_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "there.pdf"
    there.write_bytes(b"mine")
    assert run(["mbr", "dry-run", str(HANDRUB), "--batches", "1", "-o", str(there)]) == 1
    assert there.read_bytes() == b"mine"
    assert capsys.readouterr().out == ""


def test_a_step_that_cannot_be_reached_is_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = HANDRUB.read_text(encoding="utf-8")
    line = "            flow: {for_each: {thing: carton, least: 1, most: 24}}"
    assert line in text
    file = tmp_path / "closed.yaml"
    never = line.replace("{for_each", "{when: bulk_temp > 100, for_each")
    file.write_text(text.replace(line, never), encoding="utf-8")
    code = run(["mbr", "dry-run", str(file), "--batches", "3"])
    out = capsys.readouterr().out
    assert code == 1, out
    assert "cannot be reached" in out


def test_a_text_with_errors_is_refused_with_its_first_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(SMALL.replace("until: lod <= 2", "until: nothing <= 2"), encoding="utf-8")
    assert run(["mbr", "dry-run", str(file)]) == 1
    assert "nothing" in capsys.readouterr().err


def test_a_missing_file_is_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mbr", "dry-run", str(tmp_path / "none.yaml")]) == 2
    assert "none.yaml" in capsys.readouterr().err
