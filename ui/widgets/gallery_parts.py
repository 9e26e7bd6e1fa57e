"""Pieces of the gallery's compositions, with invented data."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets.boxes import Scroll, column, dress, panel, row, rule
from ui.widgets.button import Button
from ui.widgets.entry_card import CardRow, EntryCard
from ui.widgets.facts import ItemRow
from ui.widgets.header import HeaderBar, Identifier, Identity, Person
from ui.widgets.label import Chip, Label
from ui.widgets.limit_scale import LimitScale
from ui.widgets.outline import StepOutline, StepRow
from ui.widgets.strip import Strip
from ui.widgets.timer_row import TimerFact, TimerRow

STEPS = (
    StepRow("5", "5", "Harvest and wash", "section", "7 of 7"),
    StepRow("5.6", "5.6", "Second wash", "done"),
    StepRow("5.7", "5.7", "Count and viability", "exception", "Exception EX-0031, minor"),
    StepRow("6", "6", "Formulation", "section", "2 of 6"),
    StepRow("6.1", "6.1", "Line clearance BSC-03", "done"),
    StepRow("6.2", "6.2", "Dispense buffer", "verify"),
    StepRow("6.3", "6.3", "Resuspend cells", "now", "In progress, 4 entries"),
    StepRow("6.4", "6.4", "Add cryoprotectant"),
    StepRow("6.5", "6.5", "Fill final bags", "locked", "Needs 6.2 verified"),
    StepRow("6.6", "6.6", "Label and reconcile"),
    StepRow("7", "7", "Cryopreservation", "section", "0 of 4"),
    StepRow("7.1", "7.1", "Load freezer CRF-02", "locked", "Needs step 6 signed"),
    StepRow("7.2", "7.2", "Second freezer", "na", "Not applicable: one bag only"),
)
MASS = LimitScale(245, 255, 250, 251.3, "245.0", "255.0", "250.0", spoken="251.3 g, limits 245.0 to 255.0 g")
WARM = LimitScale(2, 8, None, 9.1, "2.0", "8.0", outside=True, spoken="9.1 °C, limits 2.0 to 8.0 °C")
COOL = LimitScale(2, 8, None, 6.4, "2.0", "8.0", spoken="6.4 °C, limits 2.0 to 8.0 °C")


def root(theme: Theme) -> QWidget:
    """The whole of a window, empty."""
    made = QWidget()
    dress(made, panel="root")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column(theme, made, gap=0)
    return made


def header(theme: Theme, *, batch: bool = True, person: bool = True, title: str = "") -> HeaderBar:
    """A header with or without a batch and a person."""
    made = HeaderBar(theme)
    ids = (Identifier("Batch", "B26-1147"), Identifier("Chain of identity", "COI-7F3K-2291"))
    made.set_identity(Identity("AUTO-CAR19 drug product", ids) if batch else None, title)
    made.set_profile("DEMONSTRATION")
    made.set_sync("Offline, 12 waiting" if batch else "Synced 14:05", "cloud-off" if batch else "cloud-check")
    made.set_clock("14:06")
    made.set_person(Person("MC", "Maria Chen", "Operator") if person else None)
    return made


def outline(theme: Theme) -> StepOutline:
    """The steps of a batch."""
    made = StepOutline(theme)
    made.set_rows(STEPS)
    made.set_progress(18, 34, "18 of 34 done")
    return made


def context(theme: Theme) -> QWidget:
    """Timers, exceptions, materials and equipment."""
    inner = QWidget()
    inside = column(theme, inner, (16, 14, 12, 12), 10)
    inside.addWidget(Label(theme, "Timers", "h2"))
    inside.addWidget(TimerRow(theme, TimerFact("a", "Hold since wash", "1:17:50 left", "Limit 2:00:00", 0.35)))
    inside.addWidget(
        TimerRow(theme, TimerFact("b", "Buffer out of fridge", "0:06:12 left", "Limit 0:30:00", 0.79, "warn"))
    )
    inside.addWidget(rule(theme))
    head = row(theme)
    head.addWidget(Label(theme, "Exceptions", "h2"))
    head.addStretch(1)
    head.addWidget(Chip(theme, "1 open", "warn"))
    inside.addLayout(head)
    inside.addWidget(Strip(theme, "warn", "EX-0031, minor", "5.7 Viability recount, with supervisor", pressable=True))
    inside.addWidget(rule(theme))
    inside.addWidget(Label(theme, "Materials", "h2"))
    inside.addWidget(ItemRow(theme, "circle-check", "Formulation buffer", "Lot FB-2231, exp 2027-03-31", "251.3 g"))
    inside.addWidget(ItemRow(theme, "barcode", "Final bag CS-50", "Not scanned yet"))
    inside.addWidget(rule(theme))
    inside.addWidget(Label(theme, "Equipment", "h2"))
    inside.addWidget(ItemRow(theme, "circle-check", "BAL-014 balance", "Calibrated to 2027-01-09"))
    inside.addStretch(1)
    frame = panel("right")
    frame.setFixedWidth(theme.size("side"))
    column(theme, frame, gap=0).addWidget(Scroll(theme, inner))
    return frame


def centre(theme: Theme, cards: list[EntryCard]) -> QWidget:
    """One step: title, instruction, entries."""
    inner = QWidget()
    inner.setMaximumWidth(theme.size("centre_max"))
    inside = column(theme, inner, (20, 12, 20, 12), 10)
    head = row(theme, gap=12)
    head.addWidget(Label(theme, "6.3", "h1"))
    head.addWidget(Label(theme, "Resuspend washed cells", "h1", wrap=True), 1)
    head.addWidget(Button(theme, "SOP-0412", "ghost", "file-text"))
    inside.addLayout(head)
    words = (
        "Hang the wash bag on BSC-03 and tare the balance. Add formulation buffer to the target mass at 5 g/s or "
        "slower, swirling gently. Then enter the bag temperature."
    )
    inside.addWidget(Label(theme, words, "instr", wrap=True))
    for card in cards:
        inside.addWidget(card)
    inside.addStretch(1)
    holder = QWidget()
    line = row(theme, holder, gap=0)
    line.addWidget(inner, 1)
    return Scroll(theme, holder)


def bag_done(theme: Theme) -> EntryCard:
    """A scanned identity, folded."""
    source = ("scan", "Matches batch, 14:02:11")
    return EntryCard(
        theme,
        CardRow(
            "bag",
            "Formulation bag",
            "done",
            value="COI-7F3K-2291 bag 04",
            source_icon=source[0],
            source=source[1],
            change="Change",
        ),
    )


def mass_done(theme: Theme) -> EntryCard:
    """A weighed value, folded."""
    return EntryCard(
        theme,
        CardRow(
            "mass",
            "Buffer mass",
            "done",
            value="251.3 g",
            source_icon="scale",
            source="BAL-014, 14:05:48",
            scale=MASS,
            change="Change",
            attempts=("Attempt 1: 239.8 g, below the lower limit of 245.0 g, 14:04:10",),
        ),
    )
