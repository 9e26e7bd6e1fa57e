"""One real station for all tests of the screens, founded once; each test gets a copy of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.real_station import Floor, build, copied


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "station"
    build(folder)
    return folder


@pytest.fixture
def floor(built: Path, tmp_path: Path) -> Iterator[Floor]:
    station = copied(built, tmp_path / "station")
    yield Floor(station)
    station.close()
