"""Forms about equipment: what a piece is and needs, the checklist of a clearance, the list of acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ebr.domain.equipment.events import Needs
from ebr.domain.equipment.state import needs_of_class
from ebr.station.questions import EquipmentAnswer
from ebr.words import figure, tr
from ui.equipment.form_values import CHECKS, LINES, SWITCHES, needs_of, texts_of
from ui.pages.offer import Offer
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field
from ui.widgets.label import Label

LINE: Final = "line"
FIRST_LINES: Final = 6
"""Lines of a checklist that the form begins with; there may be more."""
FIXED: Final = ("equipment", "kind", "serial", "lot")
"""What never changes once a piece is registered."""


class EquipmentForm(QWidget):
    """EquipmentForm(theme, found=None): what a piece is and needs; `found` is the piece to be changed.

    texts() and needs() give what was typed; needs() raises `Refusal`. Signal: focused(object: Field).
    """

    focused = Signal(object)

    def __init__(self, theme: Theme, found: EquipmentAnswer | None = None) -> None:
        super().__init__()
        self.theme, self._before = theme, found.needs if found is not None else Needs()
        self._fields: dict[str, Field] = {}
        self._switches: dict[str, Button] = {}
        self._whole = column(theme, self, gap=10)
        self._identity(found)
        self._title(tr("What it needs before it is used"))
        self._switching()
        self._times()
        self._title(tr("Daily check: each reading with its limits"))
        for at in range(CHECKS):
            parts = ((f"check{at}_name", tr("Reading")), (f"check{at}_low", tr("From")), (f"check{at}_high", tr("To")))
            self._line(*parts, (f"check{at}_unit", tr("Unit")))
        self._title(tr("A balance"))
        self._line(("capacity", tr("Largest weight")), ("minimum", tr("Smallest weight")))
        self._line(("resolution", tr("Step of the balance")), ("unit", tr("Unit of the balance")))
        self._title(tr("Checklist of the line clearance"))
        self._checklist = column(theme, gap=10)
        self._whole.addLayout(self._checklist)
        self._more = Button(theme, tr("One line more"), "plain", "plus")
        self._more.acted.connect(lambda _value: self._add_line().setFocus())
        self._whole.addWidget(self._more)
        for _at in range(FIRST_LINES):
            self._add_line()
        self.show_needs(self._before)

    def _identity(self, found: EquipmentAnswer | None) -> None:
        self._line(("equipment", tr("Code on its label")), ("name", tr("Name")))
        self._line(("kind", tr("Class, as master batch records call it")), ("place", tr("Place")))
        self._line(("serial", tr("Serial number")), ("lot", tr("Lot of a single-use assembly")))
        if found is None:
            usual = Button(self.theme, tr("Take what is usual for this class"), "plain", "download")
            usual.acted.connect(lambda _value: self.show_needs(needs_of_class(self._fields["kind"].text())))
            self._whole.addWidget(usual)
            return
        row_ = found.row
        texts = (row_.equipment, row_.name, row_.kind, row_.place, found.serial, row_.lot)
        for key, text in zip(("equipment", "name", "kind", "place", "serial", "lot"), texts, strict=True):
            self._fields[key].setText(text)
            self._fields[key].setReadOnly(key in FIXED)

    def _title(self, text: str) -> None:
        self._whole.addWidget(Label(self.theme, text, "h3"))

    def _line(self, *parts: tuple[str, str], into: QVBoxLayout | None = None) -> None:
        line = row(self.theme, gap=12)
        for key, words in parts:
            pair = column(self.theme, gap=2)
            pair.addWidget(Label(self.theme, words, "meta", wrap=True))
            made = Field(self.theme, words, code=key == "equipment")
            made.focused.connect(self.focused)
            made.entered.connect(lambda _text, field=made: field.focusNextChild())
            pair.addWidget(made)
            line.addLayout(pair, 2 if key.endswith("_name") else 1)
            self._fields[key] = made
        (into if into is not None else self._whole).addLayout(line)

    def _add_line(self) -> Field:
        """One field more for the checklist of the line clearance."""
        at = sum(key.startswith(LINE) for key in self._fields)
        self._line((f"{LINE}{at}", tr("Line {number}", number=at + 1)), into=self._checklist)
        self._more.setVisible(at + 1 < LINES)
        return self._fields[f"{LINE}{at}"]

    def _switching(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(self.theme.px(8))
        for at, (key, words) in enumerate(SWITCHES.items()):
            made = Button(self.theme, tr(words), "tile", "")
            made.setCheckable(True)
            made.toggled.connect(lambda now, button=made: button.set_icon("check" if now else ""))
            grid.addWidget(made, at // 2, at % 2)
            self._switches[key] = made
        self._whole.addLayout(grid)

    def _times(self) -> None:
        self._line(
            ("calibration_days", tr("Days between calibrations")), ("maintenance_days", tr("Days between maintenance"))
        )
        self._line(
            ("clean_hold_hours", tr("Hours that it may wait clean")),
            ("dirty_hold_hours", tr("Hours that it may wait dirty")),
        )
        self._line(("grade", tr("Cleanroom grade: A, B, C, D, or none")))

    def show_needs(self, needs: Needs) -> None:
        """Fill in the needs."""
        for at in range(min(len(needs.checklist), LINES)):
            if f"{LINE}{at}" not in self._fields:
                self._add_line()
        for key, text in texts_of(needs).items():
            if key in self._fields:
                self._fields[key].setText(text)
        for key, button in self._switches.items():
            button.setChecked(bool(getattr(needs, key)))

    def texts(self) -> dict[str, str]:
        """What stands in each field."""
        return {key: made.text().strip() for key, made in self._fields.items()}

    def needs(self) -> Needs:
        """The needs; raises `Refusal` for what is no number."""
        return needs_of(self.texts(), {key: one.isChecked() for key, one in self._switches.items()}, self._before)

    def first_field(self) -> QWidget:
        """The code of a new piece, the name of a known one."""
        code = self._fields["equipment"]
        return self._fields["name"] if code.isReadOnly() else code


class Checklist(QWidget):
    """Checklist(theme, lines): each line answered with yes or no; answers() holds what was chosen so far."""

    def __init__(self, theme: Theme, lines: Sequence[str]) -> None:
        super().__init__()
        self._choices: dict[str, Choice] = {}
        whole = column(theme, self, gap=8)
        for text in lines:
            line = row(theme, gap=12)
            options = (Option("yes", tr("Yes"), "check", "ok"), Option("no", tr("No"), "x", "crit"))
            choice = Choice(theme, text, options)
            line.addWidget(Label(theme, text, "body", wrap=True), 1)
            line.addWidget(choice)
            whole.addLayout(line)
            self._choices[text] = choice

    def answers(self) -> dict[str, str]:
        """The lines that are answered."""
        return {line: chosen for line, one in self._choices.items() if (chosen := one.chosen()) is not None}

    def missing(self) -> str:
        """The first line without an answer, "" when all have one."""
        return next((line for line, one in self._choices.items() if one.chosen() is None), "")

    def first_field(self) -> None:
        """None: a ring would look like a choice."""


class ActsContent(QWidget):
    """ActsContent(theme, acts): one large button each. Signal: chosen(object: key)."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, acts: Sequence[Offer]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(10))
        self._buttons: list[Button] = []
        for at, act in enumerate(acts):
            made = Button(theme, act.text, "tile", act.icon)
            made.set_value(act.key)
            made.acted.connect(self.chosen)
            grid.addWidget(made, at // 2, at % 2)
            self._buttons.append(made)

    def first_field(self) -> QWidget | None:
        """The first act."""
        return next(iter(self._buttons), None)


def check_fields(needs: Needs) -> Mapping[str, tuple[str, str]]:
    """Return, for each reading of the daily check, a key with the words and the hint of its field."""
    found = {}
    for at, one in enumerate(needs.checks):
        name = f"{one.name} ({one.unit})" if one.unit else one.name
        found[str(at)] = (name, _limits(one.low, one.high))
    return found


def _limits(low: str, high: str) -> str:
    if low and high:
        return tr("{low} to {high}", low=figure(low), high=figure(high))
    return tr("at least {low}", low=figure(low)) if low else tr("at most {high}", high=figure(high))
