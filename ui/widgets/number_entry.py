"""`NumberEntry`: one number, its unit, the device that can read it, and where it lies between its limits.

Emits exactly what was typed: parsing, rounding and limits are rules. The limit bar is set again by whoever judged.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.boxes import row, show_if
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Icon, Label
from ui.widgets.limit_bar import LimitBar
from ui.widgets.limit_scale import LimitScale


class NumberEntry(QWidget):
    """NumberEntry(theme, name, unit="", *, device="", device_icon="scale").

    `device` is the verb of its button ("Read balance"); "" for none. Setters: set_value(text), set_scale(LimitScale),
    set_source(icon, text) under the field, set_out(bool), set_busy(bool) while the device is read.
    Signals: changed(object: text), entered(object: text), device_pressed(object: None). Attribute: field.
    """

    changed = Signal(object)
    entered = Signal(object)
    device_pressed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        name: str,
        unit: str = "",
        *,
        device: str = "",
        device_icon: str = "scale",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self._device_text = theme, device
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(8))
        self._build_field(name, unit)
        self.device_button = Button(theme, device, "tonal", device_icon)
        show_if(self.device_button, wanted=bool(device))
        self.device_button.acted.connect(self.device_pressed)
        self.bar = LimitBar(theme)
        self.bar.hide()
        self._bar_below = False
        self._grid.addWidget(self.device_button, 0, 2)
        self._grid.addWidget(self.bar, 0, 3)
        self._grid.setColumnStretch(3, 1)
        self._build_source()

    def _build_field(self, name: str, unit: str) -> None:
        spoken = tr("{name} in {unit}", name=name, unit=unit) if unit else name
        self.field = Field(self.theme, spoken, role="entry", wants="number")
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.field.setFixedWidth(self.theme.px(172))
        self.field.changed.connect(self.changed)
        self.field.entered.connect(self.entered)
        self._unit = Label(self.theme, unit, "h2")
        self._unit.setMinimumWidth(self.theme.px(28))
        self._grid.addWidget(self.field, 0, 0)
        self._grid.addWidget(self._unit, 0, 1)

    def _build_source(self) -> None:
        self._source = QWidget()
        line = row(self.theme, self._source, gap=8)
        self._source_icon = Icon(self.theme, "plug-connected", "ink3", 20)
        self._source_text = Label(self.theme, "", "meta", wrap=True)
        line.addWidget(self._source_icon)
        line.addWidget(self._source_text, 1)
        self._grid.addWidget(self._source, 2, 0, 1, 4)
        self._source.hide()

    def set_value(self, text: str) -> None:
        """Shows a reading or a draft, with the caret behind it."""
        self.field.setText(text)

    def set_scale(self, scale: LimitScale | None) -> None:
        """The picture of the limits; None hides it."""
        show_if(self.bar, wanted=scale is not None)
        if scale is not None:
            self.bar.set_scale(scale)
            self.set_out(out=scale.outside)

    def set_out(self, *, out: bool) -> None:
        """Colours the typed number; the words stand in the card's strip."""
        self.field.set_crit(crit=out)

    def set_source(self, icon: str, text: str) -> None:
        """Where the shown value came from and when: "BAL-014, stable, read at 14:05:48". "" hides it."""
        self._source_icon.set_icon(icon)
        self._source_text.setText(text)
        show_if(self._source, wanted=bool(text))

    def set_busy(self, *, busy: bool) -> None:
        """While the device is asked its button waits."""
        self.device_button.setEnabled(not busy)
        self.device_button.set_text(tr("Reading") if busy else self._device_text)

    def first_field(self) -> QWidget:
        """What gets the focus."""
        return self.field

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow card the limit bar takes a line of its own."""
        super().resizeEvent(event)
        fixed = self.field.width() + self._unit.sizeHint().width() + 3 * self._grid.horizontalSpacing()
        fixed += self.device_button.sizeHint().width() if self._device_text else 0
        below = self.width() - fixed < self.theme.px(200)
        if below == self._bar_below:
            return
        self._bar_below = below
        self._grid.removeWidget(self.bar)
        self._grid.addWidget(self.bar, 1 if below else 0, 0 if below else 3, 1, 4 if below else 1)
        # Inside the parent's own layout pass a changed wish for height is forgotten: it is said again afterwards.
        QTimer.singleShot(0, self, self.updateGeometry)
