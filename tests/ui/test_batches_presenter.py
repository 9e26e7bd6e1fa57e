"""The list of batches without its looks."""

from __future__ import annotations

from tests.ui.real_station import BATCH, Floor
from ui.batches.presenter import BatchesPresenter, BatchLine


def test_batches_are_listed_and_found_by_a_scan(floor: Floor) -> None:
    presenter = BatchesPresenter(floor.desk)
    lines: list[tuple[BatchLine, ...]] = []
    opened: list[str] = []
    unknown: list[str] = []
    presenter.on_lines, presenter.on_open, presenter.on_unknown = lines.append, opened.append, unknown.append
    presenter.refresh()
    assert lines[0][0].cells[4:6] == ("In production", "1 open")
    presenter.scanned(BATCH)
    presenter.scanned("HR-4711")
    assert opened == [BATCH]
    assert "HR-4711" in unknown[0]
