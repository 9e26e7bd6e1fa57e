"""`ebr mbr import` and `ebr mbr export` as people call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ebr.cli import run
from ebr.domain.mbr.text import read
from tests.exchange.making import RECIPES, faults

EXAMPLE = Path(__file__).parents[2] / "resources" / "mbr" / "handrub_f1.yaml"


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_a_recipe_goes_in_and_out_and_in_again(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    draft, out, again = tmp_path / "draft.yaml", tmp_path / "out.xml", tmp_path / "again.yaml"

    assert run(["mbr", "import", str(path), "-o", str(draft)]) == 0
    said = capsys.readouterr().out
    assert f"{path}:" in said
    assert "to confirm" in said
    assert run(["mbr", "export", str(draft), "--format", "batchml", "-o", str(out)]) == 0
    assert run(["mbr", "import", str(out), "-o", str(again)]) == 0

    assert faults(out.read_bytes()) == []
    assert again.read_bytes() == draft.read_bytes()
    assert run(["mbr", "check", str(draft)]) == 1


def test_an_example_survives_the_way_through_batchml(tmp_path: Path):
    out, again = tmp_path / "out.xml", tmp_path / "again.yaml"
    assert run(["mbr", "export", str(EXAMPLE), "-o", str(out)]) == 0
    assert run(["mbr", "import", str(out), "-o", str(again)]) == 0
    assert read(again.read_text(encoding="utf-8")).mbr == read(EXAMPLE.read_text(encoding="utf-8")).mbr
    assert run(["mbr", "check", str(again)]) == 0


def test_without_an_output_only_the_list_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["mbr", "import", str(RECIPES[0]), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["file"] == ""
    assert {"line", "place", "words", "kind", "code"} <= set(document["remarks"][0])
    left = [one for one in document["remarks"] if one["kind"] == "no_place"]
    assert all(one["text"] and one["line"] > 0 for one in left)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["import", "export"])
def test_nothing_is_overwritten_and_nothing_half_written(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    there = tmp_path / "there.yaml"
    there.write_text("mine", encoding="utf-8")
    source = RECIPES[0] if command == "import" else EXAMPLE
    assert run(["mbr", command, str(source), "-o", str(there)]) == 1
    assert there.read_text(encoding="utf-8") == "mine"
    bad = tmp_path / "bad.xml"
    bad.write_bytes(RECIPES[0].read_bytes()[:5000])
    assert run(["mbr", command, str(bad), "-o", str(tmp_path / "new.yaml")]) in (1, 2)
    assert capsys.readouterr().err.count("\n") == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.xml", "there.yaml"]


def test_a_format_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["mbr", "export", str(EXAMPLE), "--format", "pdf", "-o", str(tmp_path / "x.pdf")]) == 2
    assert "batchml" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["import", "export"])
def test_help_has_an_example(command: str, capsys: pytest.CaptureFixture[str]):
    assert run(["mbr", command, "--help"]) == 0
    assert f"Example: ebr mbr {command}" in " ".join(capsys.readouterr().out.split())


def test_a_text_that_is_no_text_is_named_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "saved_elsewhere.yaml"
    file.write_bytes("mbr: 1\nheader:\n  title: L\u00f6sung\n".encode("latin-1"))

    assert run(["mbr", "check", str(file)]) != 0

    assert f"Line 3 of {file} is no text in UTF-8. Save it again as UTF-8." in " ".join(capsys.readouterr().err.split())
