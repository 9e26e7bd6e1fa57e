"""Plants at several hours of the day; each test has a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.station.plant import MORNING, Plant, busy, copied, founded, issued


@pytest.fixture
def plant(tmp_path) -> Iterator[Plant]:
    """People only."""
    made = Plant(copied(founded(), tmp_path / "station"))
    yield made
    made.close()


@pytest.fixture
def running(tmp_path) -> Iterator[Plant]:
    """Batch B-0001 is issued, nothing is recorded."""
    made = Plant(copied(issued(), tmp_path / "station"))
    yield made
    made.close()


@pytest.fixture
def worked(tmp_path) -> Iterator[Plant]:
    """The batch is half made and has a first report."""
    made = Plant(copied(busy(), tmp_path / "station"), start=MORNING + timedelta(hours=5))
    yield made
    made.close()
