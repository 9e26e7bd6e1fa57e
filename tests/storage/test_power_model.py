"""The model behind the durability figures can fail: settings that are known to lose entries lose them in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ebr.storage import database
from tests.durability import kills, power


def test_the_settings_in_use_lose_nothing(tmp_path: Path) -> None:
    figures = power.run(tmp_path, 25, 80, seed=7)
    assert not figures.wrong
    assert figures.syncs_per_action <= 1.05


def test_taking_others_entries_without_a_sync_loses_nothing_of_the_own(tmp_path: Path) -> None:
    figures = power.run(tmp_path, 40, 60, seed=11, taking=True)
    assert not figures.wrong
    assert figures.syncs_per_action <= 1.05


def test_a_setting_that_does_not_sync_loses_confirmed_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "FULL", 1)
    figures = power.run(tmp_path, 25, 80, seed=7)
    assert figures.wrong["lost"] > 5
    assert figures.syncs_per_action < 0.5


def test_a_new_station_is_durable_before_it_has_its_name(tmp_path: Path) -> None:
    assert power.created_whole(tmp_path)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_killed_writers_lose_nothing(tmp_path: Path) -> None:
    figures = kills.run(tmp_path, 5, seed=7)
    assert not figures.wrong
    assert figures.confirmed >= 5
