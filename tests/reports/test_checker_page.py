"""The checker for a browser: a page that needs nothing but itself, held against the one in Python on 21 records."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ebr.reports.export import write
from tests.reports.browser import CHROMIUM, NODE, PAGE, in_chromium, in_node
from tests.reports.exported import Record, checked, record

Forge = Callable[[list[bytes], Path], list[bytes] | None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Record:
    return record(tmp_path_factory.mktemp("station") / "s")


def _without(*numbers: int) -> Forge:
    return lambda lines, _place: [line for at, line in enumerate(lines) if at not in numbers]


def _swapped(one: int, other: int) -> Forge:
    def forge(lines: list[bytes], _place: Path) -> list[bytes]:
        lines[one], lines[other] = lines[other], lines[one]
        return lines

    return forge


def _changed(number: int, old: bytes, new: bytes) -> Forge:
    def forge(lines: list[bytes], _place: Path) -> list[bytes]:
        assert old in lines[number], lines[number]
        lines[number] = lines[number].replace(old, new, 1)
        return lines

    return forge


def _file(name: str, data: bytes | None) -> Forge:
    def forge(_lines: list[bytes], place: Path) -> None:
        file = next(place.glob(name))
        file.unlink() if data is None else file.write_bytes(data)

    return forge


FORGED: dict[str, Forge] = {
    "the genesis taken out": _without(0),
    "an entry taken out": _without(7),
    "two entries taken out": _without(3, 11),
    "the last but one taken out": _without(-1, 17),
    "the first two swapped": _swapped(0, 1),
    "two swapped": _swapped(8, 9),
    "an entry twice": lambda lines, _place: [*lines[:5], lines[4], *lines[5:]],
    "another number": _changed(6, b'\\"seq\\":7', b'\\"seq\\":8'),
    "another time": _changed(5, b"2026-11-01", b"2026-11-02"),
    "another event": _changed(4, b"people.", b"master."),
    "another person": _changed(9, b'\\"by\\":\\"', b'\\"by\\":\\"x'),
    "another suite": _changed(3, b"ebr/1", b"ebr/2"),
    "a seal of zeros": lambda lines, _place: [re.sub(rb'"seal":"..', b'"seal":"00', line) for line in lines],
    "a body in another spelling": lambda lines, _place: [*lines[:6], lines[6].replace(b",{", b", {", 1), *lines[7:]],
    "a space at the end of a line": lambda lines, _place: [*lines[:2], lines[2].replace(b"\n", b" \n"), *lines[3:]],
    "half a last line": lambda lines, _place: [*lines[:-1], lines[-1][:40]],
    "nothing": lambda _lines, _place: [],
    "a file exchanged": _file("attachments/*", b"another picture"),
    "a file gone": _file("attachments/*", None),
    "other keys listed": _file("keys.json", b"{}"),
}


def forged(made: Record, place: Path, forge: Forge) -> Path:
    write(made.entries, made.names, made.files.get, place)
    entries = place / "entries.jsonl"
    lines = forge(entries.read_bytes().splitlines(keepends=True), place)
    if lines is not None:
        entries.write_bytes(b"".join(lines))
    return place


def test_the_page_loads_nothing_from_elsewhere() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert not re.findall(r"https?://|\bimport\s|\bsrc=|<link", text)
    assert "fetch(" not in text
    assert max(map(len, text.splitlines())) <= 128


def test_every_export_carries_the_page(made: Record, tmp_path: Path) -> None:
    place = forged(made, tmp_path / "export", lambda _lines, _place: None)
    assert (place / "check.html").read_bytes() == PAGE.read_bytes()


@pytest.mark.skipif(NODE is None, reason="no Node on this machine: the page's checker was not run in it")
@pytest.mark.parametrize("name", FORGED)
def test_the_page_finds_what_the_checker_in_python_finds(made: Record, tmp_path: Path, name: str) -> None:
    place = forged(made, tmp_path / "export", FORGED[name])
    ours = in_node(place, tmp_path)
    theirs = checked(place)
    assert theirs.status in (1, 2)
    assert (ours.status, ours.findings) == (theirs.status, theirs.findings), ours.text


@pytest.mark.skipif(NODE is None, reason="no Node on this machine: the page's checker was not run in it")
def test_the_page_needs_no_cryptography_of_the_browser(made: Record, tmp_path: Path) -> None:
    sound = forged(made, tmp_path / "sound", lambda _lines, _place: None)
    assert in_node(sound, tmp_path, site=made.fingerprint, heads=(made.head,), slow=True).status == 0
    other = forged(made, tmp_path / "other", FORGED["a seal of zeros"])
    assert in_node(other, tmp_path, slow=True).findings == in_node(other, tmp_path).findings


@pytest.mark.skipif(NODE is None, reason="no Node on this machine: the page's checker was not run in it")
def test_a_zip_is_read_and_a_damaged_one_refused(made: Record, tmp_path: Path) -> None:
    write(made.entries, made.names, made.files.get, tmp_path / "export.zip")
    assert in_node(tmp_path / "export.zip", tmp_path, site=made.fingerprint).status == 0
    data = bytearray((tmp_path / "export.zip").read_bytes())
    at = data.index(b"entries.jsonl") + 200
    data[at] ^= 1
    (tmp_path / "damaged.zip").write_bytes(data)
    assert in_node(tmp_path / "damaged.zip", tmp_path).status == 2
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04 not a zip" * 9)
    assert "not a zip" in in_node(tmp_path / "no.zip", tmp_path).text


@pytest.mark.skipif(NODE is None, reason="no Node on this machine: the page's checker was not run in it")
def test_numbers_that_javascript_reads_otherwise_are_not_canonical(made: Record, tmp_path: Path) -> None:
    """What JSON.parse forgives (a fraction that is whole, a lost digit, a name twice) must not pass."""
    for number in (b"7.0", b"70e-1", b"07", b"-0", b"9007199254740993"):
        place = forged(made, tmp_path / number.decode(), _changed(6, b'\\"seq\\":7', b'\\"seq\\":' + number))
        assert in_node(place, tmp_path).status == checked(place).status == 1, number
    twice = forged(made, tmp_path / "twice", _changed(6, b'\\"suite\\":', b'\\"suite\\":\\"ebr/1\\",\\"suite\\":'))
    assert ("header_form", 7) in in_node(twice, tmp_path).findings


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the page was not opened in it")
def test_a_browser_agrees_on_an_intact_and_on_twenty_forged_records(made: Record, tmp_path: Path) -> None:
    intact = forged(made, tmp_path / "intact", lambda _lines, _place: None)
    assert in_chromium(intact, tmp_path / "profile").status == 0
    assert len(FORGED) == 20
    for at, (name, forge) in enumerate(FORGED.items()):
        place = forged(made, tmp_path / f"forged{at}", forge)
        ours, theirs = in_chromium(place, tmp_path / "profile"), checked(place)
        assert (ours.status, ours.findings) == (theirs.status, theirs.findings), (name, ours.text)

    shutil.rmtree(tmp_path / "profile", ignore_errors=True)
