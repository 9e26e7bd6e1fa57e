"""For the pictures of `ebr screenshots`: a material is weighed, its lot scanned, two balances beside the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.execution.dispense_form import DispenseForm
from ui.execution.view import View

if TYPE_CHECKING:
    from ebr.station.door import Station
    from ui.main_window import MainWindow

LOT: Final = ("MET-A-2609", "1")
ENTRY: Final = "active_dispense"


def scanned(window: MainWindow, _station: Station) -> None:
    """Scan the label of the container, as a scanner in the hand would."""
    view = window.frame.view
    form = view.centre.form() if isinstance(view, View) else None
    if isinstance(form, DispenseForm):
        for text in LOT:
            form.take_scan(text)
