"""`ebr mbr diff` and `ebr mbr print`: in words, as JSON, on paper; what cannot be read is one line and two."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ebr.cli import run
from ebr.paths import resources
from ebr.reports.pdf.read import words_by_page
from ebr.station.door import Station
from ebr.station.looking import look
from tests.features.program import Done
from tests.station.plant import BATCH, busy, copied

RUB = resources() / "mbr" / "handrub_f1.yaml"


@pytest.fixture
def said(capsys):
    """Run a command in this very process and return what it said."""

    def call(*words) -> Done:
        code = run([str(word) for word in words])
        out = capsys.readouterr()
        return Done(code, out.out, out.err)

    return call


@pytest.fixture
def newer(tmp_path) -> Path:
    text = RUB.read_text(encoding="utf-8")
    assert 'version: "1"' in text
    assert 'shelf_life: "24 months"' in text
    file = tmp_path / "newer.yaml"
    text = text.replace('version: "1"', 'version: "2"', 1).replace('"24 months"', '"36 months"', 1)
    file.write_text(text, encoding="utf-8")
    return file


def test_the_changes_of_two_texts_in_words(said, newer):
    done = said("mbr", "diff", RUB, newer)

    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[:2] == ["Header: version 1 -> 2", "Header: shelf life 24 months -> 36 months"]
    assert lines[-1].startswith("2 changes, ")


def test_the_same_text_has_no_change(said):
    done = said("mbr", "diff", RUB, RUB)

    assert (done.code, done.out.splitlines()[-1][:9]) == (0, "No change")


def test_the_json_names_places_values_and_blocks(said, newer):
    found = json.loads(said("mbr", "diff", RUB, newer, "--json").out)

    assert set(found) == {"changed_blocks", "changes", "impact", "renumbered", "unchanged_blocks"}
    assert found["changed_blocks"] == ["header"]
    assert [(c["place"], c["was"], c["now"]) for c in found["changes"]] == [
        (["header", "version"], "1", "2"),
        (["header", "shelf_life"], "24 months", "36 months"),
    ]
    assert all(c["words"] for c in found["changes"])


def test_a_paper_of_two_files_says_that_nobody_sealed_it(said, newer, tmp_path):
    target = tmp_path / "changes.pdf"

    assert said("mbr", "diff", RUB, newer, "--pdf", target).code == 0

    pages = [" ".join(words) for words in words_by_page(target.read_bytes())]
    assert "Two files, not sealed" in pages[0]
    assert "36 months" in " ".join(pages)


@pytest.mark.parametrize("broken", ["", "header: [", "mbr: 1\nheader: {}\n"])
def test_what_cannot_be_read_is_one_line_and_two(said, tmp_path, broken):
    file = tmp_path / "broken.yaml"
    file.write_text(broken, encoding="utf-8")

    done = said("mbr", "diff", RUB, file)

    assert (done.code, done.quiet, done.out) == (2, True, "")
    assert "broken.yaml" in done.err
    assert "line " in done.err


@pytest.fixture
def station(tmp_path) -> Path:
    return copied(busy(), tmp_path / "station")


def version_in(folder: Path) -> tuple[str, str]:
    with Station.open(folder) as station:
        from ebr.station.questions import Masters

        row = station.ask(Masters())[0]
        return row.mbr, row.version


def test_the_printed_master_is_sealed_and_its_print_stands_in_the_record(said, station, tmp_path):
    mbr, version = version_in(station)
    target = tmp_path / "master.pdf"

    done = said("mbr", "print", mbr, version, "--station", station, "-o", target)

    assert (done.code, done.out.strip()) == (0, str(target))
    data = target.read_bytes()
    assert b"StationSeal" in data
    pages = [" ".join(words) for words in words_by_page(data)]
    assert all(f"Page {at} of {len(pages)}" in page for at, page in enumerate(pages, 1))
    assert "Signed by" in pages[0]
    with look(station) as here:
        bodies = [entry.body or b"" for root in here.roots("station") for entry in here.entries(root)]
    assert any(b"print of master batch record" in body and mbr.encode() in body for body in bodies)
    assert BATCH not in " ".join(pages)


def test_two_versions_of_a_station_need_the_id_and_must_be_there(said, station):
    mbr, version = version_in(station)

    assert said("mbr", "diff", version, version, "--station", station).code == 1
    missing = said("mbr", "diff", version, "99", "--station", station, "--mbr", mbr)
    assert (missing.code, missing.quiet) == (1, True)
    same = said("mbr", "diff", version, version, "--station", station, "--mbr", mbr)
    assert same.out.splitlines()[-1].startswith("No change")


def test_a_version_that_is_not_there_is_not_printed(said, station, tmp_path):
    done = said("mbr", "print", "nothing", "1", "--station", station, "-o", tmp_path / "x.pdf")

    assert (done.code, done.quiet) == (1, True)
    assert not (tmp_path / "x.pdf").exists()
