"""The devices of this station: where each is, and a button that tries it before it is kept."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from ebr.domain.station.state import EXAMPLES
from ebr.words import mark, tr
from ui.appearance.presenter import AppearancePresenter
from ui.session import Session
from ui.widgets.boxes import column, dress, row, show_if
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field
from ui.widgets.label import Icon, Label

NAMES: Final = {
    "balance": mark("Balance"),
    "balance_2": mark("Second balance"),
    "balance_3": mark("Third balance"),
    "scanner": mark("Scanner at a serial port"),
    "label_printer": mark("Label printer"),
    "badge_reader": mark("Badge reader at a serial port"),
}


class DevicesCard(QFrame):
    """DevicesCard(session, presenter): show(settings). What is kept is audited, so it asks for a reason."""

    def __init__(self, session: Session, presenter: AppearancePresenter) -> None:
        super().__init__()
        dress(self, panel="card")
        self.theme, self.session, self.presenter = session.theme, session, presenter
        self._fields: dict[str, Field] = {}
        self._tries: dict[str, Button] = {}
        self._said: dict[str, tuple[Icon, Label]] = {}
        inside = column(self.theme, self, (18, 14, 18, 18), 8)
        inside.addWidget(Label(self.theme, tr("Devices"), "h2"))
        words = tr(
            "What it speaks, over what, where, and its equipment number last. Empty: none."
            " Scanners and badge readers that type like a keyboard need nothing here."
        )
        inside.addWidget(Label(self.theme, words, "meta", wrap=True))
        check = Button(self.theme, tr("Check a scanner"), "large", "scan")
        check.acted.connect(lambda _value: session.navigate("scanner"))
        inside.addWidget(check, 0, Qt.AlignmentFlag.AlignLeft)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(self.theme.px(12))
        self._grid.setVerticalSpacing(self.theme.px(6))
        self._grid.setColumnStretch(1, 1)
        for at, (role, name) in enumerate(NAMES.items()):
            self._line(2 * at, role, tr(name))
        inside.addLayout(self._grid)
        able = presenter.may_change_terminal
        words = tr("Codes are only taken with their symbology identifier (AIM), which tells GS1 codes from others")
        options = [Option("yes", tr("Yes"), enabled=able), Option("no", tr("No"), enabled=able)]
        self.identifier = Choice(self.theme, words, options)
        inside.addWidget(Label(self.theme, words, "meta", wrap=True))
        inside.addWidget(self.identifier)
        if presenter.may_change_terminal:
            foot = row(self.theme, gap=12)
            self.reason = Field(self.theme, tr("Reason for the change of devices"), hint=tr("Reason for the change"))
            self.reason.focused.connect(session.letters)
            self.save = Button(self.theme, tr("Change devices"), "large", "check")
            self.save.acted.connect(self._save)
            foot.addWidget(self.reason, 1)
            foot.addWidget(self.save)
            inside.addLayout(foot)

    def _line(self, at: int, role: str, name: str) -> None:
        made = Field(self.theme, name, hint=tr("Such as {example}", example=EXAMPLES[role]), code=True)
        made.setReadOnly(not self.presenter.may_change_terminal)
        made.focused.connect(self.session.letters)
        made.changed.connect(lambda _text, role=role: self._say(role, "", ""))
        self._fields[role] = made
        self._tries[role] = again = Button(self.theme, tr("Try"), "large", "plug-connected")
        again.setAccessibleName(tr("Try: {name}", name=name))
        again.acted.connect(lambda _value, role=role: self._try(role))
        icon, said = Icon(self.theme, "check", "ink2", 20), Label(self.theme, "", "h3", wrap=True)
        self._said[role] = (icon, said)
        line = row(self.theme, gap=8)
        line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(said, 1)
        self._grid.addWidget(Label(self.theme, name, "meta"), at, 0)
        self._grid.addWidget(made, at, 1)
        self._grid.addWidget(again, at, 2)
        self._grid.addLayout(line, at + 1, 1, 1, 2)
        self._say(role, "", "")

    def _say(self, role: str, icon: str, words: str) -> None:
        picture, said = self._said[role]
        if icon:
            picture.set_icon(icon)
        said.setText(words)
        show_if(picture, wanted=bool(words))
        show_if(said, wanted=bool(words))

    def _try(self, role: str) -> None:
        text = self._fields[role].text().strip()
        if not text:
            self._say(role, "alert-triangle", tr("Say where it is first"))
            self._fields[role].setFocus()
            return
        self._tries[role].setEnabled(False)
        self._say(role, "refresh", tr("Asking the device"))
        self.presenter.try_device(role, text, lambda icon, words: self._tried(role, icon, words))

    def _tried(self, role: str, icon: str, words: str) -> None:
        self._tries[role].setEnabled(True)
        self._say(role, icon, words)

    def _save(self, _value: object) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self.presenter.on_error(tr("Fill in: {what}", what=tr("Reason for the change")))
            self.reason.setFocus()
            return
        settings = {role: made.text().strip() for role, made in self._fields.items()}
        settings["scan_identifier"] = self.identifier.chosen() or "yes"
        self.presenter.terminal(settings, reason)

    def show_settings(self, settings: dict[str, str]) -> None:
        """Shows what is in force."""
        self.identifier.set_chosen(settings.get("scan_identifier", "yes"))
        for role, made in self._fields.items():
            if made.text() != settings.get(role, ""):
                made.setText(settings.get(role, ""))

    def done(self) -> None:
        """The change is in the record."""
        if self.presenter.may_change_terminal:
            self.reason.clear()
