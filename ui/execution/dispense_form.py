"""`DispenseForm`: one container after the other, with one next action: scan, tare, fill and read, record, label.

The one filled button always says what comes next and does it; Return does it too, and so does the code `NEXT`,
printed on a card beside the balance, for hands that hold a scanner. Every part can be typed as well; whether that needs
a second person is for the record to say (21 CFR 211.101(c)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from ebr.words import tr
from ui.dispense.figures import net_of, shown
from ui.dispense.model import Dispense, Live
from ui.dispense.panel import DispensePanel
from ui.dispense.stages import icon_of, prompt_of, verb_of
from ui.execution.form import SCANNED, TYPED, Form
from ui.execution.model import Editor, FieldSpec
from ui.execution.reading import WEIGH_ON
from ui.shown import number_of
from ui.theme import Theme
from ui.widgets.boxes import column, row, show_if
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Icon, Label
from ui.widgets.row_grid import RowGrid

NEXT: Final = "EBR-NEXT"
"""Scanned, it does what the filled button says; plain letters that every scanner reads in every keyboard language."""
NAMED: Final = "named"
"""The act by which the form says that a lot, or its assay, was given."""
SHOWN_ROWS: Final = 3
IDENTITY: Final = ("lot", "container")
ASSAY: Final = ("potency", "lod")
OF_LOT: Final = (*ASSAY, "expiry")
WEIGHTS: Final = ("tare", "gross", "net")


class DispenseForm(Form):
    """DispenseForm(theme, editor). `show_live(Live)` while somebody fills; `next()` does what the button says."""

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__(theme, editor, embedded=embedded)
        self.facts = editor.dispense or Dispense(editor.unit, 0)
        self._reads = bool(editor.device_parts)
        self.scanned = False
        self._here = True
        self._fields: dict[str, Field] = {}
        self._boxes: dict[str, QWidget] = {}
        self._live = Live()
        self.panel = DispensePanel(theme, balance=self._reads)
        self.whole.addWidget(self.panel)
        self.whole.addLayout(self._inputs())
        self._sources()
        self.whole.addLayout(self._foot())
        self._recorded()
        self.update_dispense(editor.dispense)
        if self.panel.balance is not None:
            self.panel.balance.chosen.connect(lambda device: self.acted.emit(f"{WEIGH_ON}{device}"))
            self.panel.balance.set_busy(busy=bool(editor.busy))

    def hideEvent(self, event: QHideEvent) -> None:
        """A form that is taken away says nothing more: its fields lose the focus when it goes."""
        super().hideEvent(event)
        self._here = False

    def showEvent(self, event: QShowEvent) -> None:
        """It stands on the screen again."""
        super().showEvent(event)
        self._here = True

    # -- building

    def _inputs(self) -> QVBoxLayout:
        """Lot, container and weights on one line; below, what has to be typed of a lot that nobody keeps."""
        whole, line, below = column(self.theme, gap=6), row(self.theme, gap=12), row(self.theme, gap=12)
        whole.addLayout(line)
        whole.addLayout(below)
        for spec in self.editor.fields:
            box = QWidget()
            holder = column(self.theme, box, gap=2)
            words = tr("{name}, {unit}", name=spec.label, unit=spec.unit) if spec.unit else spec.label
            holder.addWidget(Label(self.theme, words, "meta"))
            made = self.field(spec)
            made.entered.connect(lambda _text, key=spec.key: self._entered(key))
            made.changed.connect(lambda _text, key=spec.key: self._typed(key))
            if spec.key in (*IDENTITY, *ASSAY):
                made.editingFinished.connect(lambda key=spec.key: self._left(key))
            self._fields[spec.key] = made
            holder.addLayout(self._beside(spec, made))
            made.setAccessibleDescription(dict(self.editor.sources).get(spec.key, ""))
            self._boxes[spec.key] = box
            (below if spec.key in OF_LOT else line).addWidget(box, 3 if spec.key == "lot" else 2)
        return whole

    def _sources(self) -> None:
        """Where the weights came from, and when, on one line."""
        names = {spec.key: spec.label for spec in self.editor.fields}
        told = [tr("{name}: {source}", name=names[key], source=words) for key, words in self.editor.sources if words]
        if told:
            line = row(self.theme, gap=8)
            line.addWidget(Icon(self.theme, "plug-connected", "ink3", 18))
            line.addWidget(Label(self.theme, "    ".join(told), "meta", wrap=True), 1)
            self.whole.addLayout(line)

    def _beside(self, spec: FieldSpec, made: Field) -> QHBoxLayout:
        line = row(self.theme, gap=6)
        line.addWidget(made, 1)
        if spec.key in self.editor.device_parts and spec.key != "net":
            read = Button(self.theme, "", "tonal", "scale")
            busy = self.editor.busy == spec.key
            verb = (
                tr("Reading {name}", name=spec.label) if busy else tr("Read {name} from the balance", name=spec.label)
            )
            read.setAccessibleName(verb)
            read.setToolTip(verb)
            read.setEnabled(not self.editor.busy)
            read.acted.connect(lambda _value, key=spec.key: self.device_asked.emit(key))
            line.addWidget(read)
        return line

    def _foot(self) -> QVBoxLayout:
        whole = column(self.theme, gap=8)
        line = row(self.theme, gap=12)
        self._prompt = Label(self.theme, "", "h2", wrap=True)
        self._main = self.button("", "primary", "scan")
        self._main.setMinimumWidth(self.theme.px(300))
        self._main.acted.connect(lambda _value: self.next())
        self._prompt_icon = Icon(self.theme, "arrow-right", "accentInk", 26)
        words = column(self.theme, gap=2)
        words.addWidget(self._prompt)
        self._more = Label(self.theme, "", "meta", wrap=True)
        words.addWidget(self._more)
        line.addWidget(self._prompt_icon)
        line.addLayout(words, 1)
        line.addWidget(self._main)
        whole.addLayout(line)
        return whole

    def _recorded(self) -> None:
        editor = self.editor
        line = row(self.theme, gap=24)
        if editor.rows is not None and editor.rows.cells:
            grid = RowGrid(self.theme, editor.rows.heads, names=2)
            cells, tones = editor.rows.cells, editor.rows.tones
            grid.set_rows(cells[-SHOWN_ROWS:], tones[-SHOWN_ROWS:])
            holder = column(self.theme, gap=2)
            holder.addWidget(grid)
            if len(cells) > SHOWN_ROWS:
                holder.addWidget(Label(self.theme, tr("and {n} before them", n=len(cells) - SHOWN_ROWS), "meta"))
            holder.addStretch(1)
            line.addLayout(holder)
        line.addStretch(1)
        self._acts = self.extras()
        self._acts.insertStretch(0, 1)
        line.addLayout(self._acts, 1)
        self.whole.addLayout(line)

    # -- what stands in it

    def text(self, part: str) -> str:
        """What stands in a field, "" where there is none."""
        made = self._fields.get(part)
        return made.text().strip() if made is not None else ""

    def parts(self) -> dict[str, str]:
        """All fields as typed."""
        return {key: made.text() for key, made in self._fields.items()}

    def set_parts(self, parts: Mapping[str, str]) -> None:
        """Show a draft."""
        for key, made in self._fields.items():
            made.setText(parts.get(key, ""))
        self._refresh()

    def update_dispense(self, facts: Dispense | None) -> None:
        """What the station says of this entry now; fields and caret stay."""
        if facts is not None:
            self.facts = facts
        for key in OF_LOT:
            box = self._boxes.get(key)
            if box is not None:
                wanted = self.facts.asks_expiry if key == "expiry" else self.facts.asks_assay
                show_if(box, wanted=wanted or bool(self.text(key)))
        self.panel.show_facts(self.facts)
        self._refresh()
        if self.stage() == "close" and self._fields["lot"].hasFocus():
            self._main.setFocus()

    def show_live(self, live: Live) -> None:
        """What the balance shows; the figures follow it while this container is being filled."""
        self._live = live
        if self.panel.balance is not None:
            self.panel.balance.show_live(live)
        self.panel.show_net(self.net())

    def wants_live(self) -> bool:
        """Whether looking at the balance helps now."""
        return self._reads and not self.editor.busy

    def net(self) -> Decimal | None:
        """What this container holds: typed, read, or while it is filled as the balance shows it."""
        if self.text("net"):
            return number_of(self.text("net"))
        if self.text("gross"):
            return net_of(self.text("gross"), self.text("tare") or "0")
        if self.text("tare") and self._live.value and self._live.unit == self.facts.unit:
            return net_of(self._live.value, self.text("tare"))
        return None

    # -- what comes next

    def stage(self) -> str:
        """What comes next: "lot", "assay", "tare", "gross", "weigh" (by hand), "record", "close", or "busy"."""
        if self.editor.busy:
            return "busy"
        if not self.text("lot"):
            return "close" if self.facts.full and self._closes() else "lot"
        if self.facts.blocked:
            return "blocked"
        if any(self._boxes[key].isVisibleTo(self) and not self.text(key) for key in ASSAY if key in self._boxes):
            return "assay"
        if self.text("net") or self.text("gross"):
            return "record"
        if not self._reads:
            return "weigh"
        return "gross" if self.text("tare") else "tare"

    def _closes(self) -> bool:
        return any(key == "close" for key, _words in self.editor.extras)

    def next(self) -> None:
        """Do what the filled button says."""
        stage = self.stage()
        if stage == "close":
            self.acted.emit("close")
        elif stage in ("tare", "gross"):
            self.device_asked.emit(stage)
        elif stage == "record":
            self.send()
        elif stage != "busy":
            self._wanted_field(stage).setFocus()

    def _wanted_field(self, stage: str) -> Field:
        keys = {"lot": ("lot",), "blocked": ("lot",), "assay": ASSAY}.get(stage, ("tare", "gross", "net"))
        there = [self._fields[key] for key in keys if key in self._fields and self._boxes[key].isVisibleTo(self)]
        return next((field for field in there if not field.text()), there[0])

    def _refresh(self) -> None:
        stage = self.stage()
        self._main.set_text(verb_of(stage))
        self._main.set_icon(icon_of(stage))
        self._main.setEnabled(stage != "busy")
        self._prompt.setText(prompt_of(stage, self.facts, self.text("lot"), self.text("tare"), self.net()))
        more = self.facts.take_more if stage in ("lot", "blocked") else ""
        self._more.setText(more or self.editor.device_note)
        show_if(self._more, wanted=bool(self._more.text()))
        self._show_close(wanted=stage != "close")
        net = self._fields.get("net")
        if net is not None and "gross" in self._fields:
            found = net_of(self.text("gross"), self.text("tare") or "0") if self.text("gross") else None
            net.setPlaceholderText(shown(found) or tr("Computed"))
        self.panel.show_net(self.net())

    def _show_close(self, *, wanted: bool) -> None:
        """What the filled button says is not offered a second time."""
        closing = tr("All of it is recorded")
        for at in range(self._acts.count()):
            place = self._acts.itemAt(at)
            item = place.widget() if place is not None else None
            if isinstance(item, Button) and item.text() == closing:
                show_if(item, wanted=wanted)

    # -- hands

    def send(self, _value: object = None) -> None:
        """Records the container."""
        if not self.embedded:
            self.submitted.emit((self.parts(), SCANNED if self.scanned else TYPED))

    def _entered(self, key: str) -> None:
        """Return goes on to what comes next."""
        keys = [one for one in self._fields if self._boxes[one].isVisibleTo(self)]
        following = keys[keys.index(key) + 1 :] if key in keys else []
        stage = self.stage()
        if stage == "close":
            self.next()
            return
        if key == "lot" and self.text("lot") and "container" in following and not self.text("container"):
            self._fields["container"].setFocus()
            return
        if stage in ("lot", "blocked", "assay", "weigh"):
            self._wanted_field(stage).setFocus()
        elif key == "tare" and not self._reads:
            self._fields["gross"].setFocus()
        elif key in WEIGHTS and stage == "record" and (key != "tare"):
            self.send()
        else:
            self._main.setFocus()

    def _typed(self, key: str) -> None:
        """What is typed over a scan was not scanned."""
        if key == "lot":
            self.scanned = False
        self._refresh()

    def _left(self, key: str) -> None:
        if isValid(self) and self._here and self.text(key):
            self.acted.emit(NAMED)

    def take_scan(self, text: str) -> bool:
        """The card's code does what comes next; other codes are the lot, then the container; then all begins anew."""
        if text == NEXT:
            self.next()
            return True
        if self.facts.blocked or all(self.text(key) for key in IDENTITY):
            for key in (*IDENTITY, "expiry"):
                if key in self._fields:
                    self._fields[key].clear()
            self.facts = replace(self.facts, blocked="")
        self._fields["container" if self.text("lot") else "lot"].setText(text)
        self._named_by_scan()
        return True

    def take_facts(self, parts: Mapping[str, str]) -> bool:
        """What a code says goes into the fields it is about; a new label empties what the one before has filled."""
        for key in ("lot", "container", "expiry"):
            if key in self._fields:
                self._fields[key].setText(parts.get(key, ""))
        self._named_by_scan()
        return True

    def _named_by_scan(self) -> None:
        self.scanned = True
        self.tell()
        self._refresh()
        self.acted.emit(NAMED)
        self.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def next_device_part(self) -> str:
        """The weight that comes next: the tare, then the gross weight."""
        stage = self.stage()
        return stage if stage in ("tare", "gross") else "gross"

    def first_field(self) -> QWidget:
        """Where Return does what comes next: a field to fill, else the button."""
        stage = self.stage()
        return self._wanted_field(stage) if stage in ("lot", "blocked", "assay", "weigh") else self._main
