"""The form of an issue: number and size, then each identifier twice, side by side; what is wrong stands below."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QVBoxLayout, QWidget

from ui.issue.issuing import Asked, Form, State
from ui.pages.page import fact_list
from ui.theme import Theme
from ui.widgets.boxes import Scroll, column, show_if
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.strip import Strip


class IssueForm(QWidget):
    """IssueForm(theme, form, parts). Methods: show_state(State), put(key, text), first_field(), focused().

    Signals: typed(object: (key, text)), finished(object: None) on Return when nothing is empty, focused_in(object:
    Field).
    """

    typed = Signal(object)
    finished = Signal(object)
    focused_in = Signal(object)

    def __init__(self, theme: Theme, form: Form, parts: Mapping[str, str]) -> None:
        super().__init__()
        self.theme = theme
        inner = QWidget()
        whole = column(theme, inner, (18, 14, 14, 16), 14)
        whole.addWidget(Label(theme, form.product, "h2", wrap=True))
        whole.addWidget(fact_list(theme, form.facts, sunk=True))
        self._fields: dict[str, Field] = {}
        self._wrong: dict[str, Strip] = {}
        self._build(whole, form, parts)
        whole.addStretch(1)
        self._scroll = Scroll(theme, inner)
        column(theme, self, gap=0).addWidget(self._scroll)

    def _build(self, whole: QVBoxLayout, form: Form, parts: Mapping[str, str]) -> None:
        pairs = [form.fields[at : at + 2] for at in range(0, len(form.fields), 2)]
        for pair in pairs:
            grid = QGridLayout()
            grid.setHorizontalSpacing(self.theme.px(12))
            grid.setVerticalSpacing(self.theme.px(4))
            for at, one in enumerate(pair):
                grid.addWidget(Label(self.theme, one.label, "meta", wrap=True), 0, at, Qt.AlignmentFlag.AlignBottom)
                grid.addWidget(self._field(one, parts.get(one.key, "")), 1, at)
                grid.setColumnStretch(at, 1)
            whole.addLayout(grid)
            for one in pair:
                whole.addWidget(self._strip(one.key))
            if any(one.key == "size" for one in pair):
                whole.addWidget(self._nominal(form))

    def _field(self, one: Asked, text: str) -> Field:
        made = Field(self.theme, one.label, text, hint=one.hint, wants=one.wants, code=one.wants == "text")
        made.changed.connect(lambda text, key=one.key: self.typed.emit((key, str(text))))
        made.entered.connect(lambda _text, key=one.key: self._next(key))
        made.focused.connect(self.focused_in)
        self._fields[one.key] = made
        return made

    def _strip(self, key: str) -> Strip:
        made = Strip(self.theme, "crit", "")
        made.hide()
        self._wrong[key] = made
        return made

    def _nominal(self, form: Form) -> Button:
        made = Button(self.theme, form.nominal_words, "plain", "arrow-back-up")
        made.acted.connect(lambda _value: self.put("size", form.nominal))
        return made

    def _next(self, key: str) -> None:
        keys = list(self._fields)
        at = keys.index(key) + 1
        later = next((one for one in keys[at:] + keys[:at] if not self._fields[one].text().strip()), None)
        if later is None:
            self.finished.emit(None)
        else:
            self._fields[later].setFocus(Qt.FocusReason.OtherFocusReason)

    def put(self, key: str, text: str) -> None:
        """Fill a field as if typed, and go on to the next empty one."""
        self._fields[key].setText(text)
        self.typed.emit((key, text))
        self._next(key)

    def show_state(self, state: State) -> None:
        """Say what is wrong, each below its field."""
        for key, strip in self._wrong.items():
            words = state.wrong.get(key, "")
            self._fields[key].set_crit(crit=bool(words))
            if words:
                strip.show_message("crit", words)
            show_if(strip, wanted=bool(words))
        QTimer.singleShot(0, self, self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        """Words that appear must not push the field with the caret away."""
        found = self._fields.get(self.focused())
        if found is not None:
            self._scroll.ensureWidgetVisible(found, 0, self.theme.px(40))

    def focused(self) -> str:
        """Key of the field with the caret, "" for none."""
        now = QApplication.focusWidget()
        return next((key for key, field in self._fields.items() if field is now), "")

    def first_field(self) -> Field:
        """The first empty field, else the first."""
        fields = list(self._fields.values())
        return next((field for field in fields if not field.text()), fields[0])
