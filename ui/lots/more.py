"""All that a person may do with a lot, as tiles in a sheet; what is not possible says why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QWidget

from ebr.words import tr
from ui.pages.offer import Offer
from ui.widgets.button import Button
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from ui.session import Session

ACROSS = 2


class Acts(QWidget):
    """Acts(session, offers, chosen): `chosen(key)` when somebody chooses. `across` tiles stand beside each other."""

    def __init__(
        self, session: Session, offers: Sequence[Offer], chosen: Callable[[str], None], across: int = ACROSS
    ) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setSpacing(session.theme.px(8))
        self._buttons: list[Button] = []
        for at, offer in enumerate(offers):
            made = Button(session.theme, offer.text, "tile", offer.icon, detail=offer.reason)
            made.setEnabled(not offer.reason)
            made.setAccessibleDescription(offer.reason)
            made.set_value(offer.key)
            made.acted.connect(lambda key: chosen(str(key)))
            grid.addWidget(made, at // across, at % across)
            self._buttons.append(made)
        for at in range(across):
            grid.setColumnStretch(at, 1)

    def first_field(self) -> QWidget | None:
        """The first act that is possible."""
        return next((one for one in self._buttons if one.isEnabled()), None)


def open_acts(
    session: Session,
    lot: str,
    offers: Sequence[Offer],
    act: Callable[[str], None],
    across: int = ACROSS,
    title: str = "",
) -> None:
    """Show the acts on something, or under a title; the sheet goes before the act begins."""

    def chosen(key: str) -> None:
        sheet.close_sheet()
        act(key)

    content = Acts(session, offers, chosen, across)
    head = title or tr("What to do with {lot}", lot=lot)
    sheet = Sheet(session.theme, session.host, head, content, width=900)
    sheet.cancelled.connect(lambda _value: sheet.close_sheet())
    session.show_sheet(sheet)
