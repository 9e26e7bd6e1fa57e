"""Forms that are typed or scanned: a number, several short fields, one line, a moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ebr.words import tr
from ui.execution.form import COLUMNS, SCANNED, TYPED, Form
from ui.execution.model import Editor, FieldSpec
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Icon, Label
from ui.widgets.limit_scale import LimitScale
from ui.widgets.number_entry import NumberEntry


class NumberForm(Form):
    """One number, or the next of several."""

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__(theme, editor, embedded=embedded)
        self.show_rows()
        self.number = NumberEntry(theme, editor.name, editor.unit, device="" if embedded else editor.device)
        self.number.device_pressed.connect(lambda _value: self.ask_device())
        self.number.set_busy(busy=bool(editor.busy))
        self.number.set_source("plug-connected", dict(editor.sources).get("number", ""))
        self.number.set_scale(editor.scale)
        self.number.changed.connect(self.tell)
        self.number.entered.connect(self.send)
        self.number.field.focused.connect(self.focused)
        self.whole.addWidget(self.number)
        if editor.extras:
            line = self.extras()
            line.addStretch(1)
            self.whole.addLayout(line)

    def parts(self) -> dict[str, str]:
        """The number as typed."""
        return {"number": self.number.field.text()}

    def set_parts(self, parts: Mapping[str, str]) -> None:
        """Shows a number; what is typed already stays."""
        self.number.set_value(parts.get("number", ""))

    def update_scale(self, scale: LimitScale | None) -> None:
        """The picture follows what is typed."""
        self.number.set_scale(scale)

    def first_field(self) -> QWidget:
        """The field."""
        return self.number.field


class FieldsForm(Form):
    """Several short fields that make one value; Return goes on to the next, on the last it confirms.

    Scans fill in order.
    """

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__(theme, editor, embedded=embedded)
        self.show_rows()
        self._fields: dict[str, Field] = {}
        self._scanned = False
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(10))
        self._place()
        self.whole.addLayout(self._grid)
        foot = self.extras()
        foot.addStretch(1)
        self._confirm = self.button(editor.confirm, "tonal", "check")
        self._confirm.acted.connect(self.send)
        foot.addWidget(self._confirm)
        self.whole.addLayout(foot)

    def _place(self) -> None:
        down = across = 0
        for spec in self.editor.fields:
            if across + spec.span > COLUMNS:
                down, across = down + 1, 0
            self._grid.addLayout(self._pair(spec), down, across, 1, spec.span)
            across += spec.span
        for at in range(COLUMNS):
            self._grid.setColumnStretch(at, 1)

    def _pair(self, spec: FieldSpec) -> QVBoxLayout:
        holder = column(self.theme, gap=4)
        words = tr("{name}, {unit}", name=spec.label, unit=spec.unit) if spec.unit else spec.label
        holder.addWidget(
            Label(self.theme, tr("{name} (optional)", name=words) if spec.optional and not spec.hint else words, "meta")
        )
        made = self.field(spec)
        made.entered.connect(lambda _text, key=spec.key: self._next(key))
        self._fields[spec.key] = made
        if spec.key in self.editor.device_parts and not self.embedded:
            holder.addLayout(self._with_device(spec, made))
        else:
            holder.addWidget(made)
        source = dict(self.editor.sources).get(spec.key, "")
        if source:
            holder.addLayout(self._source(source))
        holder.addStretch(1)
        return holder

    def _with_device(self, spec: FieldSpec, made: Field) -> QHBoxLayout:
        """The field, and beside it the button that fills it from the device."""
        line = row(self.theme, gap=6)
        read = Button(self.theme, "", "tonal", "scale")
        busy = self.editor.busy == spec.key
        verb = tr("Reading {name}", name=spec.label) if busy else tr("Read {name} from the balance", name=spec.label)
        read.setAccessibleName(verb)
        read.setToolTip(verb)
        read.setEnabled(not self.editor.busy)
        read.acted.connect(lambda _value, key=spec.key: self.device_asked.emit(key))
        line.addWidget(made, 1)
        line.addWidget(read)
        return line

    def _source(self, words: str) -> QHBoxLayout:
        line = row(self.theme, gap=6)
        line.addWidget(Icon(self.theme, "plug-connected", "ink3", 18), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Label(self.theme, words, "meta", wrap=True), 1)
        return line

    def next_device_part(self) -> str:
        """The first weight that is not there yet."""
        parts = [key for key in self._fields if key in self.editor.device_parts and key != "net"]
        return next((key for key in parts if not self._fields[key].text()), self.editor.device_parts[0])

    def _next(self, key: str) -> None:
        keys = list(self._fields)
        for later in keys[keys.index(key) + 1 :]:
            if not self._fields[later].text():
                self._fields[later].setFocus()
                return
        self.send()

    def send(self, _value: object = None) -> None:
        """Confirms; says that the parts were scanned when they were."""
        if not self.embedded:
            self.submitted.emit((self.parts(), SCANNED if self._scanned else TYPED))

    def parts(self) -> dict[str, str]:
        """All fields as typed."""
        return {key: made.text() for key, made in self._fields.items()}

    def set_parts(self, parts: Mapping[str, str]) -> None:
        """Shows a draft."""
        for key, made in self._fields.items():
            made.setText(parts.get(key, ""))

    def take_scan(self, text: str) -> bool:
        """The first empty field that waits for a scan gets it; the last one of an identity sends it.

        When all are full (what they hold was refused, or the wrong label was read) the scan begins anew.
        """
        waiting = [spec.key for spec in self.editor.fields if spec.scans]
        if not waiting:
            return False
        if all(self._fields[key].text() for key in waiting):
            for key in waiting:
                self._fields[key].clear()
        free = next(key for key in waiting if not self._fields[key].text())
        self._fields[free].setText(text)
        self._scanned = True
        self.tell()
        following = next(
            (spec.key for spec in self.editor.fields if not self._fields[spec.key].text() and not spec.optional), None
        )
        if following is not None:
            self._fields[following].setFocus()
        elif all(spec.scans for spec in self.editor.fields):
            self.send()
        else:
            self._next(free)
        return True

    def take_person(self, person: str) -> bool:
        """The empty field for a person gets it; a full one is left as it is."""
        key = next((one.key for one in self.editor.fields if one.person and not self._fields[one.key].text()), None)
        if key is None:
            return False
        self._fields[key].setText(person)
        self.tell()
        self._fields[key].setFocus()
        return True

    def take_facts(self, parts: Mapping[str, str]) -> bool:
        """What a code says goes into the fields it is about; a new label empties what the one before has filled."""
        known = [key for key in ("lot", "container", "expiry") if key in self._fields]
        if not any(key in self._fields for key in parts):
            return False
        for key in known:
            self._fields[key].setText(parts.get(key, ""))
        self._scanned = True
        self.tell()
        following = next((one for one in self._fields.values() if not one.text()), self._confirm)
        following.setFocus()
        return True

    def first_field(self) -> QWidget:
        """The first empty field."""
        return next((made for made in self._fields.values() if not made.text()), self._confirm)


class OneFieldForm(Form):
    """One line of words, or a scanned code: typing by hand is possible and is reported as such."""

    key, wide_scan = "text", False

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__(theme, editor, embedded=embedded)
        line = row(theme, gap=12)
        if self.wide_scan:
            line.addWidget(Icon(theme, "scan", "accentInk", 32))
        self._field = self.field(FieldSpec(self.key, editor.name, hint=editor.note, scans=self.wide_scan))
        self._field.entered.connect(self.send)
        line.addWidget(self._field, 1)
        self._confirm = self.button(editor.confirm, "large")
        self._confirm.acted.connect(self.send)
        line.addWidget(self._confirm)
        self.whole.addLayout(line)

    def parts(self) -> dict[str, str]:
        """The line as typed."""
        return {self.key: self._field.text()}

    def set_parts(self, parts: Mapping[str, str]) -> None:
        """Shows a draft."""
        self._field.setText(parts.get(self.key, ""))

    def first_field(self) -> QWidget:
        """The field."""
        return self._field


class TextForm(OneFieldForm):
    """Words."""


class ScanForm(OneFieldForm):
    """A code."""

    key, wide_scan = "scan", True

    def take_scan(self, text: str) -> bool:
        """The code is recorded at once."""
        self._field.setText(text)
        if not self.embedded:
            self.submitted.emit((self.parts(), SCANNED))
        return True


class MomentForm(Form):
    """A date and a time of day; the zone is the station's."""

    def __init__(
        self, theme: Theme, editor: Editor, *, embedded: bool = False, now: Callable[[], str] | None = None
    ) -> None:
        super().__init__(theme, editor, embedded=embedded)
        self._now = now if now is not None else _now
        line = row(theme, gap=12)
        self._date = self.field(FieldSpec("date", tr("Date"), wants="moment", hint=tr("YYYY-MM-DD")))
        self._time = self.field(FieldSpec("time", tr("Time of day"), wants="moment", hint=tr("HH:MM")))
        self._date.entered.connect(lambda _text: self._time.setFocus())
        self._time.entered.connect(self.send)
        take = Button(theme, tr("Now"), "tonal", "clock")
        take.acted.connect(self._take_now)
        for widget in (self._date, self._time):
            widget.setFixedWidth(theme.px(176))
            line.addWidget(widget)
        line.addWidget(take)
        line.addStretch(1)
        self._confirm = self.button(editor.confirm, "large")
        self._confirm.acted.connect(self.send)
        line.addWidget(self._confirm)
        self.whole.addLayout(line)

    def _take_now(self, _value: object) -> None:
        date, _, time = self._now().partition("T")
        self._date.setText(date)
        self._time.setText(time[:5])
        self.tell()
        self._time.setFocus()

    def parts(self) -> dict[str, str]:
        """The moment with the station's offset where it is readable, else as typed."""
        text = "T".join(part for part in (self._date.text().strip(), self._time.text().strip()) if part)
        return {"time": with_offset(text)}

    def set_parts(self, parts: Mapping[str, str]) -> None:
        """Shows a draft."""
        date, _, time = parts.get("time", "").partition("T")
        self._date.setText(date)
        self._time.setText(time[:5])

    def first_field(self) -> QWidget:
        """The date, or the time when the date is there."""
        return self._time if self._date.text() else self._date


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def with_offset(text: str) -> str:
    """A typed local time with this station's offset.

    What is no time stays as typed, for the rules to refuse in words.
    """
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    return when.astimezone().isoformat() if when.tzinfo is None else text
