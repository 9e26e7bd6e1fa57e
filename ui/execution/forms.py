"""The open part of a card as widgets: one form for each of `Editor.form`.

Every form is a `Form`: it says what is typed (`drafted`), what is confirmed (`submitted`: parts and how they came),
and which further act is wanted (`acted`). It takes a scan only where a scan belongs (`take_scan`). Nothing is parsed,
rounded or judged here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ebr.words import tr
from ui.execution.model import Editor, FieldSpec, Scale
from ui.theme import Theme
from ui.widgets.boxes import column, row, show_if
from ui.widgets.button import Button
from ui.widgets.choice import CheckRow, Choice, Option
from ui.widgets.field import Field
from ui.widgets.label import Icon, Label
from ui.widgets.limit_bar import LimitScale
from ui.widgets.number_entry import NumberEntry
from ui.widgets.row_grid import RowGrid

COLUMNS: Final = 6
ANSWERS: Final = ("yes", "no", "na")
TYPED, SCANNED = "typed", "scanned"


def picture(scale: Scale | None) -> LimitScale | None:
    """The plain scale as the limit bar's."""
    if scale is None:
        return None
    return LimitScale(
        scale.low,
        scale.high,
        scale.target,
        scale.value,
        scale.low_text,
        scale.high_text,
        scale.target_text,
        scale.outside,
    )


class Form(QWidget):
    """Form(theme, editor, *, embedded=False). `embedded` stands in a sheet.

    No button of its own, choosing sends nothing.

    Signals: drafted(object: parts), submitted(object: (parts, how)), acted(object: key of an extra), focused(object:
    Field).
    """

    drafted = Signal(object)
    submitted = Signal(object)
    acted = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__()
        self.theme, self.editor, self.embedded = theme, editor, embedded
        self.inline = False
        self.whole: QVBoxLayout = column(theme, self, gap=10)

    def parts(self) -> dict[str, str]:
        """What stands in the form now, by part."""
        return {}

    def set_parts(self, parts: Mapping[str, str]) -> None:
        """Show a draft or a standing value."""

    def take_scan(self, text: str) -> bool:
        """A scan arrived; True when this form had a place for it."""
        return False

    def first_field(self) -> QWidget | None:
        """What gets the focus."""
        return None

    def update_scale(self, scale: Scale | None) -> None:
        """Another picture of the limits."""

    # -- pieces

    def tell(self, _value: object = None) -> None:
        """Says what is typed."""
        self.drafted.emit(self.parts())

    def send(self, _value: object = None) -> None:
        """Confirms."""
        if not self.embedded:
            self.submitted.emit((self.parts(), TYPED))

    def field(self, spec: FieldSpec) -> Field:
        """A field that tells of its focus and changes."""
        made = Field(self.theme, spec.label, wants=spec.wants, hint=spec.hint, code=spec.scans)
        made.changed.connect(self.tell)
        made.focused.connect(self.focused)
        return made

    def button(self, text: str, kind: str = "tonal", icon: str = "") -> Button:
        """The form's own button."""
        made = Button(self.theme, text, kind, icon)
        show_if(made, wanted=not self.embedded)
        return made

    def show_rows(self) -> None:
        """What is recorded already, with figures and words about what comes next."""
        editor = self.editor
        if editor.rows is not None and editor.rows.cells:
            grid = RowGrid(self.theme, editor.rows.heads)
            grid.set_rows(editor.rows.cells, editor.rows.tones)
            self.whole.addWidget(grid)
        if editor.figures:
            line = row(self.theme, gap=24)
            for name, value, tone in editor.figures:
                pair = column(self.theme, gap=0)
                pair.addWidget(Label(self.theme, name, "meta"))
                pair.addWidget(Label(self.theme, value, "value", tone))
                line.addLayout(pair)
            line.addStretch(1)
            self.whole.addLayout(line)
        if editor.note:
            self.whole.addWidget(Label(self.theme, editor.note, "h3", "ink2", wrap=True))

    def extras(self) -> QHBoxLayout:
        """Buttons of the further acts."""
        line = row(self.theme, gap=12)
        for key, words in self.editor.extras if not self.embedded else ():
            kind = "tonal" if key == self.editor.main else "large"
            icon = {"start": "player-play", "stop": "player-stop", "close": "list-check", "declare": "clock"}.get(
                key, ""
            )
            made = Button(self.theme, words, kind, icon)
            made.set_value(key)
            made.acted.connect(self.acted)
            line.addWidget(made)
        return line


class AcknowledgeForm(Form):
    """An instruction is done."""

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__(theme, editor, embedded=embedded)
        self.inline = True
        self._button = self.button(editor.confirm, "tonal", "check")
        self._button.acted.connect(self.send)
        self.whole.addWidget(self._button)

    def parts(self) -> dict[str, str]:
        """Done is all there is to say."""
        return {"done": "yes"}

    def first_field(self) -> QWidget:
        """The button."""
        return self._button


class NumberForm(Form):
    """One number, or the next of several."""

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__(theme, editor, embedded=embedded)
        self.show_rows()
        self.number = NumberEntry(theme, editor.name, editor.unit)
        self.number.set_scale(picture(editor.scale))
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

    def update_scale(self, scale: Scale | None) -> None:
        """The picture follows what is typed."""
        self.number.set_scale(picture(scale))

    def first_field(self) -> QWidget:
        """The field."""
        return self.number.field


class ChoiceForm(Form):
    """One of several words; choosing records it."""

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__(theme, editor, embedded=embedded)
        columns = 0 if sum(len(words) for _key, words in editor.options) < 48 else 2  # noqa: PLR2004 - letters that fit one line
        options = [Option(key, words) for key, words in editor.options]
        self._choice = Choice(theme, editor.name, options, columns=columns, kind="tile" if columns else "segment")
        self.inline = self._choice.inline
        self._choice.changed.connect(self._chosen)
        self.whole.addWidget(self._choice)

    def _chosen(self, _key: object) -> None:
        self.tell()
        self.send()

    def parts(self) -> dict[str, str]:
        """The chosen key."""
        return {"choice": self._choice.chosen() or ""}

    def set_parts(self, parts: Mapping[str, str]) -> None:
        """Shows what somebody chose before."""
        keys = [key for key, _words in self.editor.options]
        self._choice.set_chosen(parts["choice"] if parts.get("choice") in keys else None)

    def first_field(self) -> QWidget:
        """The first option."""
        return self._choice.first_field()


class CheckForm(Form):
    """Yes or no; not applicable asks for the reason."""

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__(theme, editor, embedded=embedded)
        options = (
            Option("yes", tr("Yes"), "check"),
            Option("no", tr("No"), "x", "warn"),
            Option("na", tr("Not applicable"), "circle-minus"),
        )
        self._choice = Choice(theme, editor.name, options)
        self.inline = not embedded
        self._choice.changed.connect(self._chosen)
        self._reason = self.field(FieldSpec("reason", tr("Why it does not apply"), hint=tr("Why it does not apply")))
        self._reason.entered.connect(self.send)
        self._confirm = self.button(editor.confirm, "large")
        self._confirm.acted.connect(self.send)
        line = row(theme, gap=12)
        line.addWidget(self._reason, 1)
        line.addWidget(self._confirm)
        self.whole.addWidget(self._choice)
        self.whole.addLayout(line)
        self._show_reason()

    def _show_reason(self) -> None:
        needed = self._choice.chosen() == "na"
        self._reason.setVisible(needed)
        self._confirm.setVisible(needed and not self.embedded)

    def _chosen(self, key: object) -> None:
        self._show_reason()
        self.tell()
        if key == "na":
            self._reason.setFocus()
        else:
            self.send()

    def parts(self) -> dict[str, str]:
        """The answer, and the reason of "not applicable"."""
        answer = self._choice.chosen() or ""
        return {"check": answer, "reason": self._reason.text()} if answer == "na" else {"check": answer}

    def set_parts(self, parts: Mapping[str, str]) -> None:
        """Shows an answer given before."""
        self._choice.set_chosen(parts["check"] if parts.get("check") in ANSWERS else None)
        self._reason.setText(parts.get("reason", ""))
        self._show_reason()

    def first_field(self) -> QWidget:
        """The first answer."""
        return self._choice.first_field()


class AnswersForm(Form):
    """A checklist, signed as one entry."""

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__(theme, editor, embedded=embedded)
        self._lines: dict[str, CheckRow] = {}
        for key, words, detail in editor.answers:
            line = CheckRow(theme, key, words, detail=detail)
            line.changed.connect(self._answered)
            self._lines[key] = line
            self.whole.addWidget(line)
        self._confirm = self.button(editor.confirm, "tonal", "list-check")
        self._confirm.acted.connect(self.send)
        foot = row(theme)
        foot.addStretch(1)
        foot.addWidget(self._confirm)
        self.whole.addLayout(foot)
        self._refresh()

    def _answered(self, _value: object) -> None:
        self._refresh()
        self.tell()

    def _refresh(self) -> None:
        self._confirm.setEnabled(all(line.chosen() for line in self._lines.values()))

    def parts(self) -> dict[str, str]:
        """The answers given so far."""
        return {key: line.chosen() or "" for key, line in self._lines.items()}

    def set_parts(self, parts: Mapping[str, str]) -> None:
        """Shows answers given before."""
        for key, line in self._lines.items():
            line.set_chosen(parts[key] if parts.get(key) in ANSWERS else None)
        self._refresh()

    def first_field(self) -> QWidget:
        """The first line that has no answer."""
        open_line = next((line for line in self._lines.values() if not line.chosen()), None)
        return open_line.first_field() if open_line is not None else self._confirm


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
        holder.addWidget(made)
        return holder

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
        """The first empty field that waits for a scan gets it; the last one of an identity sends it."""
        waiting = [spec.key for spec in self.editor.fields if spec.scans]
        free = next((key for key in waiting if not self._fields[key].text()), None)
        if free is None:
            return False
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
        self._date = self.field(FieldSpec("date", tr("Date"), wants="number", hint=tr("YYYY-MM-DD")))
        self._time = self.field(FieldSpec("time", tr("Time of day"), wants="number", hint=tr("HH:MM")))
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


class FileForm(Form):
    """A photograph or a file; the view opens the chooser and hands the kept file back through `submit_file`."""

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__(theme, editor, embedded=embedded)
        line = row(theme, gap=16)
        self._choose = Button(theme, editor.confirm, "tonal", "paperclip")
        self._choose.set_value("choose-file")
        self._choose.acted.connect(self.acted)
        line.addWidget(self._choose)
        line.addWidget(Label(theme, editor.note, "meta", wrap=True), 1)
        self.whole.addLayout(line)
        self._kept: dict[str, str] = {}

    def parts(self) -> dict[str, str]:
        """The kept file: digest, name, size, media type."""
        return dict(self._kept)

    def submit_file(self, parts: Mapping[str, str]) -> None:
        """The file is kept; record it."""
        self._kept = dict(parts)
        self.tell()
        self.send()

    def first_field(self) -> QWidget:
        """The button."""
        return self._choose


class TimerForm(Form):
    """Start, stop, or words that it goes by itself. `show_elapsed` is called each second."""

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__(theme, editor, embedded=embedded)
        line = row(theme, gap=16)
        self._elapsed = Label(theme, "", "entry")
        line.addWidget(self._elapsed)
        if editor.note:
            line.addWidget(Label(theme, editor.note, "h3", "ink2", wrap=True))
        line.addStretch(1)
        self._buttons = self.extras()
        line.addLayout(self._buttons)
        self.whole.addLayout(line)

    def show_elapsed(self, words: str) -> None:
        """The time that has gone by."""
        self._elapsed.setText(words)

    def first_field(self) -> QWidget | None:
        """The first button."""
        item = self._buttons.itemAt(0)
        return item.widget() if item is not None else None


class ComputedForm(Form):
    """Nothing to fill in: rows, figures and further acts."""

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__(theme, editor, embedded=embedded)
        self.show_rows()
        self._buttons = self.extras()
        self._buttons.addStretch(1)
        self.whole.addLayout(self._buttons)

    def first_field(self) -> QWidget | None:
        """The first button, if there is one."""
        item = self._buttons.itemAt(0)
        return item.widget() if item is not None else None


class SignForm(Form):
    """A signature asked for in the middle of a step."""

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__(theme, editor, embedded=embedded)
        self.inline = True
        self._button = self.button(editor.confirm, "tonal", "signature")
        self._button.set_value("sign")
        self._button.acted.connect(self.acted)
        self.whole.addWidget(self._button)

    def first_field(self) -> QWidget:
        """The button."""
        return self._button


FORMS: Final[Mapping[str, type[Form]]] = {
    "acknowledge": AcknowledgeForm,
    "number": NumberForm,
    "choice": ChoiceForm,
    "check": CheckForm,
    "text": TextForm,
    "moment": MomentForm,
    "scan": ScanForm,
    "file": FileForm,
    "fields": FieldsForm,
    "answers": AnswersForm,
    "timer": TimerForm,
    "sign": SignForm,
    "none": ComputedForm,
}


def form_of(theme: Theme, editor: Editor, *, embedded: bool = False) -> Form:
    """The widget of an editor; an unknown form is a KeyError."""
    return FORMS[editor.form](theme, editor, embedded=embedded)
