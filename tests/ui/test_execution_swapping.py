"""Changing an equipment entry that stands, in the real window: what happened is asked first; a swap is a further row of the entry."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from ebr.domain.batch.commands import CorrectValue, RecordValue
from tests.ui import desk_kinds
from tests.ui.desk_played import PlayedStation
from tests.ui.test_execution_view import Make, keys, make, press, to_step

__all__ = ["make"]


@pytest.fixture
def station() -> PlayedStation:
    return PlayedStation(entries=[one for one in desk_kinds.all_kinds() if one.kind == "equipment"])


def asked(station: PlayedStation, kind: type) -> list[object]:
    return [one for one, *_ in station.done if isinstance(one, kind)]


def test_a_machine_takes_the_place_of_another(make: Make, station: PlayedStation) -> None:
    window = to_step(make, station)
    keys(window, "PADDLE-1")
    keys(window, "clean")
    press(window, "Change Paddle")
    press(window, "Another machine takes its place from now on")
    press(window, "Continue")
    number, reason = [field for field in window.findChildren(QLineEdit) if field.isVisible()][-2:]
    number.setText("PADDLE-2")
    reason.setText("blade is bent")
    press(window, "out of service")
    press(window, "Record exchange")
    QApplication.processEvents()
    *_, command = asked(station, RecordValue)
    assert isinstance(command, RecordValue)
    assert command.value == {"equipment": "PADDLE-2", "ended": "out_of_service", "reason": "blade is bent"}


def test_a_wrong_number_is_corrected_as_ever(make: Make, station: PlayedStation) -> None:
    window = to_step(make, station)
    keys(window, "PADDLE-1")
    keys(window, "clean")
    press(window, "Change Paddle")
    press(window, "It was recorded wrongly")
    press(window, "Continue")
    assert asked(station, CorrectValue) == []
    assert window.session.sheets
