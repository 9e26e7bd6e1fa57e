"""The table of attacks on many stations, row by row (`python -m tests.simulation --attacks` prints it)."""

from __future__ import annotations

import pytest

from tests.simulation.attacks import ATTACKS, Attack, tried
from tests.simulation.bench import Bench
from tests.simulation.chance import decided_by


def test_the_table_has_at_least_twenty_rows():
    assert len({row.what for row in ATTACKS}) >= 20


@pytest.mark.parametrize("row", ATTACKS, ids=lambda row: row.what)
def test_an_attack_is_named_by_whoever_must_find_it(row: Attack):
    said = tried(row)
    assert said & row.codes, said


def test_without_an_attack_nobody_says_anything(tmp_path):
    with decided_by(7):
        bench = Bench(tmp_path)
    for player in bench.world.players:
        assert bench.round(player) == set()
        assert bench.verified(player) == set()
        assert bench.started(player) == set()
    bench.close()
