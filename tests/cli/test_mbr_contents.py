"""`ebr mbr contents`: what is present and what is missing, in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ebr.cli import run

HANDRUB = Path(__file__).parents[2] / "resources" / "mbr" / "handrub_f1.yaml"


def test_everything_present_is_a_success(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mbr", "contents", str(HANDRUB)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 24
    assert all(line.startswith("present: ") for line in lines)


def test_an_unfinished_master_is_told_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text("mbr: 1\nheader: {id: draft}\n...\n", encoding="utf-8")
    assert run(["mbr", "contents", str(draft), "--json"]) == 1
    found = {row["item"]: row for row in json.loads(capsys.readouterr().out)}
    assert found["yields"]["present"] is False
    assert found["yields"]["clause"] == "21 CFR 211.186(b)(7); EU GMP 4.17"


def test_a_text_that_cannot_be_read_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("mbr: 1\n", encoding="utf-8")
    assert run(["mbr", "contents", str(broken)]) == 1
    assert "line 2" in capsys.readouterr().err
