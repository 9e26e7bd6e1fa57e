"""`ebr trends`: the masters, the review of one, one value, as lines and as JSON; papers and tables; what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ebr.cli import run
from tests.station.plant import BATCH, busy, copied


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(busy(), tmp_path / "station")


def said(capsys, *words) -> str:
    assert run([str(word) for word in words]) == 0
    return str(capsys.readouterr().out)


def test_masters_review_and_value_say_the_same_as_lines_and_as_json(capsys, folder) -> None:
    (product,) = json.loads(said(capsys, "trends", "--station", folder, "--json"))
    mbr = product["mbr"]
    assert mbr in said(capsys, "trends", "--station", folder)
    review = json.loads(said(capsys, "trends", mbr, "--station", folder, "--json"))
    assert [row["batch"] for row in review["batches"]] == [BATCH]
    temp = next(row for row in review["series"] if row["slot"] == "temp")
    assert f"{temp['label']} [temp]: 1 batch, mean 20.400 °C" in said(capsys, "trends", mbr, "--station", folder)
    value = json.loads(said(capsys, "trends", mbr, "--value", "temp", "--station", folder, "--json"))
    assert (value["rows"][0]["value"], value["mean"]) == ("20.4", "20.4")
    assert value["individuals"] == value["ewma"] == {"found": 1, "needed": 8}
    assert value["no_index"] == "not enough data: 1 batch of 25"
    assert f"{BATCH}: 20.4 °C" in said(capsys, "trends", mbr, "--value", "temp", "--station", folder)


def test_paper_and_table_are_written(capsys, folder, tmp_path: Path) -> None:
    mbr = json.loads(said(capsys, "trends", "--station", folder, "--json"))[0]["mbr"]
    for name in ("review.pdf", "review.csv"):
        assert str(tmp_path / name) in said(capsys, "trends", mbr, "--station", folder, "-o", tmp_path / name)
    assert (tmp_path / "review.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "review.csv").read_text(encoding="utf-8").startswith("batch,version,status,series")


def test_what_is_not_there_is_refused_in_words(capsys, folder) -> None:
    assert run(["trends", "nothing", "--station", str(folder)]) == 1
    assert "no batch of nothing" in capsys.readouterr().err
