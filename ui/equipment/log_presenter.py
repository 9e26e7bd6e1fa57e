"""The use log of one piece without its looks."""

from __future__ import annotations

from collections.abc import Callable

from ebr.station.questions import EquipmentAnswer, EquipmentQuestion, UseLog, UseLogRow
from ui.desk import Desk
from ui.equipment.presenter import EquipmentPresenter


class UseLogPresenter(EquipmentPresenter):
    """UseLogPresenter(desk, person, roles). Callback: on_rows(name, rows), in the order of time."""

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.on_rows: Callable[[str, tuple[UseLogRow, ...]], None] = lambda _name, _rows: None
        super().__init__(desk, person, roles)

    def open(self, equipment: str) -> None:
        """Ask for the log of one piece."""
        self.chosen = equipment
        self.refresh()

    def refresh(self) -> None:
        """Ask anew."""
        self.desk.ask(EquipmentQuestion(self.chosen), self._named)

    def _named(self, found: EquipmentAnswer) -> None:
        self.found = found
        self.desk.ask(UseLog(self.chosen), lambda rows: self.on_rows(found.row.name, rows))
