"""The measurements themselves are no test; what they print, how a verdict comes about and that the command finds them, is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ebr.cli import bench
from tests.bench import __main__ as measuring
from tests.bench import bundled, masters
from tests.bench.rows import Row, table
from tests.bench.sizes import QUICK
from tests.bench.timing import Side, take_turns

ROOT = Path(__file__).resolve().parents[2]
FIELDS = {"name", "ours", "peer", "peer_name", "ratio", "to_reach", "holds", "unit", "note"}


@pytest.mark.parametrize(
    ("ours", "peer", "bound", "ratio", "holds"),
    [
        (50.0, 100.0, (">=", 0.5), 0.5, True),
        (49.0, 100.0, (">=", 0.5), 0.49, False),
        (3.0, 1.0, ("<=", 3.0), 3.0, True),
        (3.1, 1.0, ("<=", 3.0), 3.1, False),
        (1.0, 1.0, (">", 1.0), 1.0, False),
        (50.0, None, (">=", 0.5), None, None),
        (None, 100.0, (">=", 0.5), None, None),
        (50.0, 100.0, None, 0.5, None),
    ],
)
def test_a_verdict_needs_a_target_and_both_figures(ours, peer, bound, ratio, holds):
    row = Row("work", ours, peer, "somebody", "/s", bound).document()
    assert (row["ratio"], row["holds"]) == (ratio, holds)


@pytest.mark.parametrize(("ours", "holds"), [(1.05, True), (1.06, False), (None, None)])
def test_an_absolute_target_is_about_our_figure(ours, holds):
    assert Row("syncs", ours, None, "", "an action", ("<=", 1.05), absolute=True).holds is holds


def test_a_row_has_the_fields_that_are_promised():
    row = Row("work", 1.0, 2.0, "somebody", "/s", (">=", 0.5), "a note").document()
    assert set(row) == FIELDS
    assert row["to_reach"] == ">= 0.5"
    json.dumps(row)


def test_the_table_says_what_is_missed():
    text = table(
        [Row("slow", 1.0, 4.0, "floor", "/s", (">=", 0.5)), Row("fast", 3.0, 4.0, "floor", "/s", (">=", 0.5), "a note")]
    )
    assert [line.split()[0] for line in text.splitlines() if "MISSED" in line] == ["slow"]
    assert "fast: a note" in text


def test_sides_take_turns():
    order: list[str] = []
    sides = {name: (lambda name=name: order.append(name) or [1.0]) for name in ("ours", "peer")}
    found = take_turns(sides, 3)
    assert order == ["ours", "peer"] * 3
    assert {name: side.rounds for name, side in found.items()} == {"ours": [[1.0]] * 3, "peer": [[1.0]] * 3}


def test_figures_are_medians_of_rounds():
    side = Side([[1.0, 1.0], [2.0, 2.0], [100.0, 100.0]])
    assert (side.rate(), side.seconds(), side.p99()) == (0.5, 2.0, 2.0)


def test_the_records_for_measuring_have_the_steps_they_say():
    mbr = masters.master("compact", 2, 3, 4, 5)
    found = masters.addresses(mbr)
    assert [len(step) for step in found] == [5] * 24
    assert len({address for step in found for address in step}) == 120


def test_a_group_that_does_not_exist_is_named(capsys):
    assert measuring.main(["--only", "nothing-like-it"]) == 2
    assert "nothing-like-it" in capsys.readouterr().err


def test_a_frozen_program_says_that_the_source_is_needed(monkeypatch, capsys):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert bench.bench() == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "source checkout" in said.err


def test_the_command_finds_the_measurements_of_this_checkout():
    assert bench.source() == ROOT


def test_without_a_bundle_its_rows_say_so_and_miss_nothing(tmp_path):
    rows = list(bundled.measure(tmp_path, QUICK, bundle=tmp_path / "ebr"))
    assert len(rows) == 2
    assert all(row.note == bundled.NOT_HERE and row.ours is None and row.holds is None for row in rows)
    assert bundled.NOT_HERE in table(rows)


def test_a_start_is_timed_to_the_first_painting_and_a_program_that_paints_nothing_is_no_figure(tmp_path):
    took = bundled.first_paint([sys.executable, "-m", "ui", "open", str(tmp_path)])
    assert 0 < took < 60
    with pytest.raises(RuntimeError, match="painted nothing"):
        bundled.first_paint([sys.executable, "-c", "print('no window')"])


@pytest.mark.slow
@pytest.mark.parametrize("group", [name for name in measuring.GROUPS if name != "packaged"])  # it has no figure unbuilt
def test_every_group_runs_and_prints_json(group):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.bench", "--json", "--quick", "--only", group]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout, done.stderr
    rows = json.loads(done.stdout)
    assert rows
    # What a quick run takes can be over before a step was made beside it; that row says so and has no figure.
    measured = [row for row in rows if row["note"] != "over before a stretch was"]
    assert measured
    assert all(set(row) == FIELDS for row in rows)
    assert all(row["ours"] is not None for row in measured)
