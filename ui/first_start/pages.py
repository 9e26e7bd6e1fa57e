"""The pages of the first start: what is typed goes to the presenter at once; `changed` tells the bar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ebr.wording import profile_word, role_word
from ebr.words import language, mark, tr
from ui.first_start.presenter import PROFILES, FirstStartPresenter, Half
from ui.theme import Theme
from ui.widgets.boxes import column, panel, row, show_if
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field
from ui.widgets.label import Chip, Label
from ui.widgets.languages import choosable, languages
from ui.widgets.strip import Strip

PROFILE_WORDS: Final = {
    "production": mark("Real batches, real time, real people"),
    "practice": mark("For training; marked on every screen and page"),
    "demonstration": mark("For showing; simulated clock allowed, key not protected"),
    "rehearsal": mark("For trying out masters; marked on every screen and page"),
}
GROUPS_ACROSS: Final = 5


class FirstPage(QWidget):
    """FirstPage(theme, title, words): title, one sentence, and fields in two columns.

    Signals: changed(object: None), entered(object: None) after the last field, focused(object: Field).
    """

    changed = Signal(object)
    entered = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme, title: str, words: str) -> None:
        super().__init__()
        self.theme = theme
        self.inside = column(theme, self, gap=12)
        self.inside.addWidget(Label(theme, title, "h1", wrap=True))
        self.inside.addWidget(Label(theme, words, "instr", "ink2", wrap=True))
        self.error = Strip(theme, "crit", "")
        self.error.hide()
        self.inside.addWidget(self.error)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(theme.px(16))
        self.grid.setVerticalSpacing(theme.px(6))
        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, 1)
        self.inside.addLayout(self.grid)
        self.fields: list[Field] = []

    def add(
        self, label: str, text: str, typed: Callable[[str], None], *, secret: bool = False, code: bool = False
    ) -> Field:
        """One more labelled field; its text goes to `typed` at every letter."""
        made = Field(self.theme, label, text, secret=secret, code=code)
        at = len(self.fields)
        self.grid.addWidget(
            Label(self.theme, label, "meta", wrap=True), at // 2 * 2, at % 2, Qt.AlignmentFlag.AlignBottom
        )
        self.grid.addWidget(made, at // 2 * 2 + 1, at % 2)
        made.changed.connect(lambda now: self._typed(typed, str(now)))
        made.focused.connect(self.focused)
        made.entered.connect(lambda _text: self._next(made))
        self.fields.append(made)
        return made

    def _typed(self, typed: Callable[[str], None], text: str) -> None:
        typed(text)
        self.show_error("")
        self.changed.emit(None)

    def _next(self, field: Field) -> None:
        later = next((one for one in self.fields[self.fields.index(field) + 1 :] if not one.text()), None)
        if later is not None:
            later.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.entered.emit(None)

    def show_error(self, text: str) -> None:
        """Why it was refused."""
        self.error.show_message("crit", text)
        show_if(self.error, wanted=bool(text))

    def first_field(self) -> QWidget | None:
        """The first empty field, else the first."""
        return next((one for one in self.fields if not one.text()), self.fields[0] if self.fields else None)


class StationPage(FirstPage):
    """StationPage(theme, title, words, typed): about a station to be made; what is typed becomes fields of `typed`."""

    def __init__(self, theme: Theme, title: str, words: str, typed: Any) -> None:
        super().__init__(theme, title, words)
        self._form = typed

    def put(self, label: str, name: str, *, secret: bool = False, code: bool = False) -> None:
        """One more labelled field, for the field of this name."""
        self.add(label, getattr(self._form, name), self._set_to(name), secret=secret, code=code)

    def ask_rest(self, profile: str) -> None:
        """What every new station is asked last: a passphrase for a machine without a key store, and the profile."""
        self.put(tr("Passphrase of this station, if the machine has no key store"), "passphrase", secret=True)
        self.put(tr("The passphrase again"), "passphrase_again", secret=True)
        self.inside.addWidget(Label(self.theme, profile, "h3"))
        options = [Option(name, profile_word(name), detail=tr(PROFILE_WORDS[name])) for name in PROFILES]
        self.profile = Choice(self.theme, tr("Profile, for ever"), options, columns=2, kind="row")
        self.profile.set_chosen(self._form.profile or None)
        self.profile.changed.connect(lambda name: self._typed(self._set_to("profile"), str(name)))
        self.inside.addWidget(self.profile)
        self.inside.addStretch(1)

    def _set_to(self, name: str) -> Callable[[str], None]:
        return lambda text: setattr(self._form, name, text)


class SitePage(StationPage):
    """SitePage(theme, presenter): names, profile, and a passphrase for a machine without a key store."""

    def __init__(self, theme: Theme, presenter: FirstStartPresenter) -> None:
        words = tr("No site is here yet. Founding one takes three people: two administrators and one of quality.")
        super().__init__(theme, tr("Found a site"), words, presenter.typed)
        if choosable():
            choice = languages(theme, language())
            choice.changed.connect(lambda code: presenter.speak(str(code)))
            self.inside.insertWidget(0, choice, 0, Qt.AlignmentFlag.AlignLeft)
        self.put(tr("Name of the site"), "site")
        self.put(tr("Name of this station"), "station")
        self.ask_rest(tr("Profile, for ever"))


class FounderPage(FirstPage):
    """FounderPage(theme, presenter, at): one founder types name and password; the others look away.

    Signal: chosen(object: number of another founder).
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, presenter: FirstStartPresenter, at: int) -> None:
        form = presenter.founders[at]
        words = tr(
            "Each founder types an own password while the others look away, and another founder confirms the identity."
        )
        super().__init__(theme, tr("Founder {n}: {role}", n=at + 1, role=role_word(form.role)), words)
        self.presenter, self.at = presenter, at
        labels = {
            "name": tr("Printed name, as in every signature"),
            "person": tr("User name, never used again"),
            "password": tr("Password"),
            "again": tr("The password again"),
            "checked_by": tr("Identity checked by: user name of another founder"),
            "evidence": tr("Evidence of identity that was seen"),
        }
        for key, label in labels.items():
            self.add(
                label,
                getattr(form, key),
                self._into(key),
                secret=key in ("password", "again"),
                code=key in ("person", "checked_by"),
            )
        self.inside.insertLayout(0, self._tabs())
        self.inside.addStretch(1)

    def _into(self, key: str) -> Callable[[str], None]:
        return lambda text: self.presenter.change_founder(self.at, key, text)

    def _tabs(self) -> QGridLayout:
        """All founders, who is complete with a check mark, and ways to add one or to take one out."""
        tabs = QGridLayout()
        tabs.setSpacing(self.theme.px(8))
        buttons = [self._tab(at) for at in range(len(self.presenter.founders))]
        for role, text in (("administrator", tr("Add an administrator")), ("quality", tr("Add a person of quality"))):
            more = Button(self.theme, text, "tile", "plus")
            more.acted.connect(lambda _value, role=role: self.presenter.add_founder(role))
            buttons.append(more)
        if self.presenter.may_remove(self.at):
            less = Button(self.theme, tr("Take this founder out"), "tile", "trash")
            less.acted.connect(lambda _value: self.presenter.remove_founder(self.at))
            buttons.append(less)
        for place, button in enumerate(buttons):
            tabs.addWidget(button, place // 3, place % 3)
        return tabs

    def _tab(self, at: int) -> Button:
        form = self.presenter.founders[at]
        done = not self.presenter.founder_missing(at)
        made = Button(
            self.theme,
            form.name or tr("Founder {n}", n=at + 1),
            "tile",
            "check" if done else "user",
            detail=role_word(form.role),
        )
        made.setCheckable(True)
        made.setChecked(at == self.at)
        made.set_value(at)
        made.acted.connect(self.chosen)
        return made


class MakingPage(FirstPage):
    """MakingPage(theme): it takes some seconds."""

    def __init__(self, theme: Theme) -> None:
        words = tr("Keys are made and passwords are stretched. This takes some seconds.")
        super().__init__(theme, tr("The site is being founded…"), words)
        self.inside.addStretch(1)


class HalfPage(FirstPage):
    """HalfPage(theme, half): half of the recovery words, and two of its groups to type again; given() returns them."""

    def __init__(self, theme: Theme, half: Half) -> None:
        words = tr("Write all groups down on paper, by hand. They are shown once, here and now, and to nobody else.")
        title = tr("Recovery, half {half}: for one person alone", half=half.letter)
        super().__init__(theme, title, words)
        card = panel("card")
        grid = QGridLayout(card)
        grid.setContentsMargins(*(theme.px(16),) * 4)
        grid.setSpacing(theme.px(10))
        for at, group in enumerate(half.groups):
            cell = row(theme, gap=8)
            cell.addWidget(Label(theme, f"{at + 1}", "meta"))
            cell.addWidget(Label(theme, group, "big", code=True), 1)
            grid.addLayout(cell, at // GROUPS_ACROSS, at % GROUPS_ACROSS)
        card.setAccessibleName(", ".join(half.groups))
        self.inside.insertWidget(2, card)
        self.inside.insertWidget(3, Label(theme, tr("Type again from the paper"), "h3"))
        for number in half.asked:
            self.add(tr("Group {n}", n=number), "", lambda _text: None, code=True)
        self.inside.addStretch(1)

    def given(self) -> tuple[str, ...]:
        """What was typed again."""
        return tuple(one.text() for one in self.fields)


class FilePage(FirstPage):
    """FilePage(theme, name): where the recovery file goes. folder() returns what was typed."""

    def __init__(self, theme: Theme, name: str, folder: str) -> None:
        words = tr(
            "Save {name} on a medium that is kept apart from this machine."
            " It may be copied: without both halves it opens for nobody.",
            name=name,
        )
        super().__init__(theme, tr("Save the recovery file"), words)
        self.add(tr("Folder, for example of a memory stick"), folder, lambda _text: None)
        self.inside.addStretch(1)

    def folder(self) -> str:
        """The folder that was typed."""
        return self.fields[0].text().strip()


class DonePage(FirstPage):
    """DonePage(theme, file, secret): the last thing that must be written down."""

    def __init__(self, theme: Theme, file: str, secret: str) -> None:
        super().__init__(theme, tr("The site is founded"), tr("The recovery file is {file}.", file=file))
        card = panel("card")
        inside = column(theme, card, (20, 16, 20, 16), 8)
        line = row(theme, gap=12)
        line.addWidget(Label(theme, tr("Password of the recovery administrator"), "h3"), 1)
        line.addWidget(Chip(theme, tr("Shown once"), "warn"))
        inside.addLayout(line)
        inside.addWidget(Label(theme, secret, "big", code=True, wrap=True))
        inside.addWidget(
            Label(
                theme,
                tr("User name: recovery. Write the password down, seal it, and put it into the safe."),
                "body",
                wrap=True,
            )
        )
        self.inside.insertWidget(2, card)
        self.inside.addStretch(1)
