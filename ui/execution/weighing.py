"""The execution screen while a material is weighed: full width, looks at the balance, labels, what comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

from ui.dispense.live import LiveBalance
from ui.dispense.printing import ContainerLabels
from ui.dispense.taking_back import ask_back
from ui.execution.dispense_form import NAMED, DispenseForm
from ui.execution.form import SCANNED, TYPED
from ui.execution.model import Screen

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.dispense.model import Live
    from ui.execution.centre import Centre
    from ui.execution.presenter import ExecutionPresenter
    from ui.session import Session
    from ui.widgets.columns import Columns

__all__ = ["NAMED", "Weighing"]

LOOK_MS: Final = 400
"""How often the balance is looked at while a material is weighed; looking is no reading."""


class Weighing:
    """Weighing(view, session, presenter, centre, columns). `stop()` when the screen is left."""

    def __init__(
        self, view: QWidget, session: Session, presenter: ExecutionPresenter, centre: Centre, columns: Columns
    ) -> None:
        self._view, self._session, self._p, self._centre, self._columns = view, session, presenter, centre, columns
        self._live = LiveBalance(presenter.desk)
        self._seen = ""
        self._pulse = QTimer(view, interval=LOOK_MS)
        self._pulse.timeout.connect(self._look)
        self._pulse.start()
        presenter.on_weighed = self._label

    def stop(self) -> None:
        """Look no more."""
        self._pulse.stop()

    def form(self) -> DispenseForm | None:
        """The open form, if a material is being weighed."""
        form = self._centre.form()
        return form if isinstance(form, DispenseForm) else None

    def widen(self, screen: Screen) -> None:
        """Weighing has the whole width: outline and context are one tap away."""
        cards = screen.step.cards if screen.step is not None else ()
        wide = any(card.editor is not None and card.editor.form == "dispense" for card in cards)
        self._columns.set_wide(wide=wide)
        self._centre.set_wide(wide=wide)

    def named(self) -> None:
        """A lot, or its assay, was given: ask the station about it."""
        form = self.form()
        self._p.charges.follow(SCANNED if form is not None and form.scanned else TYPED)

    def take_back(self, key: str) -> None:
        """Something comes back, or was spilled."""
        entry = self._p.entry(key)
        if entry is not None and entry.rows:
            ask_back(self._session, self._p, entry)

    def _look(self) -> None:
        """Look at the balance for whoever fills a vessel; nobody looks while it is read or a question is open."""
        form = self.form()
        if form is None or not form.wants_live() or self._session.sheets:
            return
        if self._view.isVisible() and not self._p.readings.under_way[0]:
            self._live.look(form.facts.unit, self._looked, form.facts.device)

    def _looked(self, live: Live) -> None:
        """A load that changes is somebody at work, whose hands are in the powder and not on the glass."""
        form = self.form()
        if live.value != self._seen:
            self._seen = live.value
            self._session.awake()
        if form is not None:
            form.show_live(live)

    def _label(self, address: str, item: int) -> None:
        """Print the label of the container that was just recorded, where a printer is set up."""
        if self._session.setting("label_printer") and not self._p.form:
            p = self._p
            ContainerLabels(p.doing).print(p.batch, address, item, p.person, self._session.notice)
