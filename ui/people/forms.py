"""Forms of the people screen: roles to choose, with the separation of roles in sight; the form of an enrolment."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ebr.domain.people.state import INSPECTOR
from ebr.wording import role_word
from ebr.words import tr
from ui.people.presenter import GIVEN, Enrolment, separation_words
from ui.theme import Theme
from ui.widgets.boxes import column, row, show_if
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.strip import Strip


class RolePicker(QWidget):
    """RolePicker(theme, roles=(), duty=False): roles to switch on and off. value() gives roles and duty.

    Signal: changed(object: None).
    """

    changed = Signal(object)

    def __init__(self, theme: Theme, roles: tuple[str, ...] = (), *, duty: bool = False) -> None:
        super().__init__()
        whole = column(theme, self, gap=8)
        whole.addWidget(Label(theme, tr("Roles"), "meta"))
        grid = QGridLayout()
        grid.setSpacing(theme.px(8))
        self._roles = {role: self._switch(theme, role_word(role), on=role in roles) for role in GIVEN}
        for at, button in enumerate(self._roles.values()):
            grid.addWidget(button, at // 3, at % 3)
        self._duty = self._switch(theme, tr("On duty to unlock others"), on=duty)
        grid.addWidget(self._duty, len(GIVEN) // 3, len(GIVEN) % 3, 1, 2)
        whole.addLayout(grid)
        self._why = Strip(theme, "warn", "")
        whole.addWidget(self._why)
        self._tell()

    def _switch(self, theme: Theme, text: str, *, on: bool) -> Button:
        made = Button(theme, text, "tile", "check" if on else "")
        made.setCheckable(True)
        made.setChecked(on)
        made.toggled.connect(lambda now, button=made: button.set_icon("check" if now else ""))
        made.acted.connect(self._tell)
        return made

    def _tell(self, _value: object = None) -> None:
        roles, duty = self.value()
        words = separation_words(roles, duty_unlocker=duty) if roles else ""
        self._why.show_message("warn", words)
        show_if(self._why, wanted=bool(words))
        self.changed.emit(None)

    def value(self) -> tuple[tuple[str, ...], bool]:
        """The roles that are on, and duty."""
        return tuple(role for role, button in self._roles.items() if button.isChecked()), self._duty.isChecked()

    def missing(self) -> str:
        """Why these cannot be given; "" when they can."""
        roles, duty = self.value()
        return separation_words(roles, duty_unlocker=duty) if roles else tr("Choose at least one role")


class EnrolContent(QWidget):
    """EnrolContent(theme): everything an enrolment asks.

    Signals: confirmed(object: Enrolment), cancelled, focused(object: Field).
    """

    confirmed = Signal(object)
    cancelled = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        whole = column(theme, self, gap=12)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(4))
        self._labels = {
            "person": tr("User name, never used again"),
            "name": tr("Printed name, as in every signature"),
            "evidence": tr("Evidence of identity that was seen"),
            "checked_by": tr("User name of who saw it"),
            "password": tr("Temporary password, told to the person"),
            "badge": tr("Badge, if there is one: scan it"),
            "until": tr("Last day of access, if it ends: 2026-12-31"),
        }
        self._fields = {key: self._field(key, label) for key, label in self._labels.items()}
        for at, (key, label) in enumerate(self._labels.items()):
            down, across = at // 2 * 2, at % 2
            grid.addWidget(Label(theme, label, "meta"), down, across)
            grid.addWidget(self._fields[key], down + 1, across)
        whole.addLayout(grid)
        self.roles = RolePicker(theme)
        self.roles.changed.connect(self._refresh)
        whole.addWidget(self.roles)
        self._error = Strip(theme, "crit", "")
        self._error.hide()
        whole.addWidget(self._error)
        self.footer = self._foot()
        self._refresh()

    def _field(self, key: str, label: str) -> Field:
        made = Field(self.theme, label, code=key in ("person", "badge"))
        made.changed.connect(self._refresh)
        made.focused.connect(self.focused)
        made.entered.connect(lambda _text: made.focusNextChild())
        return made

    def _foot(self) -> QWidget:
        footer = QWidget()
        line = row(self.theme, footer, gap=12)
        cancel = Button(self.theme, tr("Cancel"), "large")
        cancel.acted.connect(self.cancelled)
        self._why = Label(self.theme, "", "metastrong", wrap=True)
        self.button = Button(self.theme, tr("Continue to quality's signature"), "primary", "arrow-right")
        self.button.acted.connect(self._confirm)
        line.addWidget(cancel)
        line.addWidget(self._why, 1)
        line.addWidget(self.button)
        return footer

    def value(self) -> Enrolment:
        """What was typed."""
        text = {key: made.text().strip() for key, made in self._fields.items()}
        roles, duty = self.roles.value()
        return Enrolment(
            text["person"],
            text["name"],
            roles,
            text["badge"],
            text["evidence"],
            text["checked_by"],
            self._fields["password"].text(),
            duty,
            text["until"],
        )

    def _refresh(self, _value: object = None) -> None:
        free = {"badge"} if INSPECTOR in self.roles.value()[0] else {"badge", "until"}
        needed = [key for key in self._labels if key not in free and not self._fields[key].text().strip()]
        missing = tr("Fill in: {what}", what=self._labels[needed[0]]) if needed else self.roles.missing()
        self.button.setEnabled(not missing)
        self._why.setText(missing)
        self._error.hide()

    def _confirm(self, _value: object) -> None:
        self.confirmed.emit(self.value())

    def take_scan(self, text: str) -> bool:
        """A badge that is scanned fills its field."""
        self._fields["badge"].setText(text)
        return True

    def show_error(self, text: str) -> None:
        """Why it was refused."""
        self._error.show_message("crit", text)
        show_if(self._error, wanted=bool(text))

    def first_field(self) -> QWidget:
        """The user name."""
        return self._fields["person"]
