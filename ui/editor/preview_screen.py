"""What stands around a step in its preview: header, outline and context, in the widgets of the execution screen.

A draft has no batch: the header names the product and, in place of what a batch will be called, that none is there.
The outline has every step of the document as it stands before a first batch; the context has the materials and the
equipment that the shown step asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ebr.domain.mbr.kinds import MATERIALS
from ebr.domain.mbr.model import Mbr, Phase
from ebr.wording import unit_words
from ebr.words import figure, tr
from ui.execution.centre import Centre
from ui.execution.model import Bar, Screen, SideLine
from ui.execution.side import Side
from ui.theme import Theme
from ui.theme.style import sheet as style_of
from ui.theme.theme import palette
from ui.widgets.boxes import column, dress
from ui.widgets.columns import Columns
from ui.widgets.header import HeaderBar, Identifier, Identity
from ui.widgets.outline import StepOutline
from ui.widgets.outline_paint import StepRow
from ui.widgets.sign_bar import SignBar

NOBODY: Final = "—"


class PreviewScreen(QWidget):
    """PreviewScreen(look, mbr, numbers, chosen): the whole screen in a theme. show_step(phase, sign), `centre`."""

    def __init__(self, look: Theme, mbr: Mbr, numbers: Mapping[str, str], chosen: Callable[[str], None]) -> None:
        super().__init__()
        self._mbr, self._numbers = mbr, numbers
        dress(self, panel="root")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(style_of(look.name, look.scale))
        self.setPalette(palette(look))
        inside = column(look, self, gap=0)
        self.header = HeaderBar(look)
        self.header.set_identity(identity_of(mbr))
        self.header.set_profile(tr("Preview"))
        self.header.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for one in self.header.findChildren(QWidget):  # its buttons are only shown here
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.outline, self.centre, self.side = StepOutline(look), Centre(look), Side(look)
        self.outline.chosen.connect(lambda key: chosen(str(key)))
        self.bar = SignBar(look)
        inside.addWidget(self.header)
        inside.addWidget(Columns(look, self.outline, self.centre, self.side), 1)
        inside.addWidget(self.bar)

    def show_step(self, phase: Phase, sign: str) -> None:
        """Draw everything around a step; `sign` says what is signed first."""
        self.outline.set_rows(rows_of(self._mbr, self._numbers, phase))
        total = sum(1 for _ in self._mbr.phases())
        self.outline.set_progress(0, total, tr("{done} of {total} done", done=0, total=total))
        self.outline.show_step(phase.id)
        self.side.show_screen(context_of(self._mbr, phase))
        self.bar.set_primary(tr("Sign step"), "signature", enabled=False, reason=tr("Preview"), detail=sign)


def identity_of(mbr: Mbr) -> Identity:
    """Return the identity that a batch of the document would have, without its values."""
    names = (tr("Batch"), *(one.label for one in mbr.header.identifiers))
    return Identity(mbr.header.product, tuple(Identifier(name, NOBODY, 0) for name in names[:2]))


def rows_of(mbr: Mbr, numbers: Mapping[str, str], current: Phase) -> list[StepRow]:
    """Return the outline: unit procedures as headings, every step open but the current one."""
    rows: list[StepRow] = []
    for unit in mbr.procedure:
        steps = sum(len(operation.phases) for operation in unit.operations)
        count = tr("{done} of {total}", done=0, total=steps)
        rows.append(StepRow(unit.id, numbers.get(unit.id, ""), unit.title, "section", count))
        for operation in unit.operations:
            for phase in operation.phases:
                state = "now" if phase.id == current.id else "todo"
                rows.append(StepRow(phase.id, numbers.get(phase.id, ""), phase.title, state))
    return rows


def context_of(mbr: Mbr, phase: Phase) -> Screen:
    """Return what the context column shows for a step: nothing happened yet, and this is asked for."""
    used = [slot.of for slot in phase.slots if slot.kind in MATERIALS]
    machines = [slot.of for slot in phase.slots if slot.kind == "equipment"]
    materials = tuple(
        SideLine(one.id, one.name, one.code, f"{figure(one.quantity)} {unit_words(one.unit)}".strip())
        for one in mbr.materials
        if one.id in used
    )
    equipment = tuple(SideLine(one.id, one.name) for one in mbr.equipment if one.id in machines)
    return Screen("", mbr.header.product, (), (), phase.id, 0, 0, None, (), 0, materials, equipment, Bar())
