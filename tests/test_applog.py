"""The application log: rotation, and that nothing typed by a person can stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ebr import applog

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [A-Za-z0-9_.+?-]+( [a-z_]+=\S+)*")


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / applog.STATION).write_bytes(b"")
    yield tmp_path
    applog.end()


def written(station: Path) -> list[str]:
    return [line for file in applog.files(station) for line in file.read_text(encoding="utf-8").splitlines()]


def test_an_event_is_one_line_with_numbers_and_tokens(station: Path):
    applog.begin(station)
    applog.note("start", version="0.1.0", width=1280, scale=1.25)
    (line,) = written(station)
    assert line.endswith(" start version=0.1.0 width=1280 scale=1.25")
    assert LINE.fullmatch(line)


def test_where_no_station_is_nothing_is_written(tmp_path: Path):
    applog.begin(tmp_path)
    applog.note("start")
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_cannot_be_made_stops_nothing(station: Path):
    (station / applog.FOLDER).write_text("a file is in the way", encoding="utf-8")
    applog.begin(station)
    applog.note("start")
    assert applog.files(station) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(key=st.sampled_from(["name", "batch", "screen", "code"]), text=st.text(min_size=1))
def test_a_fact_is_told_only_as_a_token_under_a_key_of_the_program(station: Path, key: str, text: str):
    applog.begin(station)
    applog.note("seen", **{key: text})
    told = written(station)[-1].rpartition(f"{key}=")[2]
    assert told == "?" or (key in applog.TOKENS and re.fullmatch(r"[A-Za-z0-9_.+-]{1,64}", told))


def broken(what: str) -> None:
    try:
        int(what)
    except ValueError as wrong:
        raise RuntimeError(f"no number: {what}") from wrong


def test_a_fault_is_told_by_kind_and_place_and_never_by_its_message(station: Path):
    applog.begin(station)
    with pytest.raises(RuntimeError) as caught:
        broken("Ines Roth")
    applog.fault(caught.value)
    (line,) = written(station)
    assert "kind=RuntimeError/ValueError at=tests/test_applog.py:" in line
    assert ":broken" in line
    assert "Roth" not in line
    assert LINE.fullmatch(line)


def test_old_files_go_and_no_more_than_six_stay(station: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(applog, "LARGEST", 400)
    applog.begin(station)
    for number in range(200):
        applog.note("slow", seconds=number)
    files = applog.files(station)
    assert len(files) == 1 + applog.KEPT
    assert all(file.stat().st_size <= 400 for file in files)
    assert written(station)[-1] != ""
    assert any(line.endswith("seconds=199") for line in written(station))


def test_the_log_ends_and_begins_again_in_the_same_file(station: Path):
    for _ in range(2):
        applog.begin(station)
        applog.note("start")
        applog.end()
    applog.note("after the end")
    assert len(written(station)) == 2
