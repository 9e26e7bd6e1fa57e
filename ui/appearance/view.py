"""Appearance of this station, and what it is: colours, size, letters, sounds; room, idle time, lock screen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ebr.words import available, figure, mark, tr
from ui.appearance.devices import DevicesCard
from ui.appearance.presenter import BAR_PIXELS, AppearancePresenter, scale_of
from ui.desk import Desk
from ui.pages.page import Page, Tall
from ui.session import Session
from ui.sounds import LEVELS, SETTINGS, SIGNED, level_of
from ui.theme import Theme
from ui.widgets.boxes import Scroll, column, panel, row, show_if
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.languages import languages
from ui.widgets.strip import Strip

THEMES: Final = (
    ("light", mark("Light"), "sun"),
    ("dark", mark("Dark"), "moon"),
    ("hc", mark("High contrast"), "contrast"),
)
SOUNDING: Final = {"off": mark("Off"), "quiet": mark("Quiet"), "loud": mark("Loud")}
HEARD_AFTER_MS: Final = 300
SCALES: Final = ("0.90", "1.00", "1.15", "1.25", "1.50")


class Ruler(QWidget):
    """A bar of exactly BAR_PIXELS pixels, to hold a ruler against."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setFixedSize(BAR_PIXELS, theme.px(30))
        self.setAccessibleName(tr("Bar to measure"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The bar with its two ends."""
        with QPainter(self) as painter:
            ink, high = self.theme.color("ink"), self.height()
            painter.fillRect(QRect(0, high // 2 - 3, BAR_PIXELS, 6), ink)
            painter.fillRect(QRect(0, 0, 2, high), ink)
            painter.fillRect(QRect(BAR_PIXELS - 2, 0, 2, high), ink)


class View(Page):
    """View(desk, session)."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Appearance of this station"))
        self.session, self._level = session, ""
        self.presenter = AppearancePresenter(desk, session.person, session.roles)
        body = Tall()
        whole = column(self.theme, body, gap=12)
        self._error = Strip(self.theme, "crit", "")
        self._error.hide()
        whole.addWidget(self._error)
        columns = row(self.theme, gap=12)
        columns.addWidget(self._looks(), 1)
        columns.addWidget(self._terminal(), 1)
        whole.addLayout(columns)
        self.devices = DevicesCard(session, self.presenter)
        whole.addWidget(self.devices)
        whole.addStretch(1)
        self.inside.addWidget(Scroll(self.theme, body), 1)
        p = self.presenter
        p.on_settings, p.on_error, p.on_done = self.show_settings, self._refused, self._done
        p.refresh()

    def _card(self, title: str) -> tuple[QFrame, QVBoxLayout]:
        frame = panel("card")
        inside = column(self.theme, frame, (18, 14, 18, 18), 8)
        inside.addWidget(Label(self.theme, title, "h2"))
        return frame, inside

    def _choice(self, inside: QVBoxLayout, name: str, title: str, options: list[Option]) -> Choice:
        made = Choice(self.theme, title, options)
        made.changed.connect(lambda value: self.presenter.look(name, str(value)))
        inside.addWidget(Label(self.theme, title, "meta"))
        inside.addWidget(made)
        return made

    def _looks(self) -> QFrame:
        frame, inside = self._card(tr("How it looks"))
        themes = [Option(key, tr(words), icon) for key, words, icon in THEMES]
        yes_no = [Option("yes", tr("Yes")), Option("no", tr("No"))]
        self.themes = self._choice(inside, "theme", tr("Colours"), themes)
        self.scales = self._choice(
            inside, "ui_scale", tr("Size of everything on the screen"), [Option(one, figure(one)) for one in SCALES]
        )
        inside.addWidget(
            Label(
                self.theme, tr("Or measure this bar with a ruler: how many millimetres is it long?"), "meta", wrap=True
            )
        )
        inside.addWidget(Ruler(self.theme))
        line = row(self.theme, gap=8)
        self.length = Field(self.theme, tr("Length of the bar in millimetres"), wants="number", hint=tr("millimetres"))
        self.length.changed.connect(self._measured)
        self.length.focused.connect(self.session.letters)
        self.use = Button(self.theme, tr("Use"), "large", "check")
        self.use.acted.connect(lambda _value: self.presenter.look("ui_scale", scale_of(self.length.text())))
        line.addWidget(self.length, 1)
        line.addWidget(self.use)
        inside.addLayout(line)
        self.letters = self._choice(inside, "letter_panel", tr("Letters on the screen for who works by touch"), yes_no)
        self._numbers(inside)
        self._sounding(inside)
        inside.addStretch(1)
        self._measured("")
        return frame

    def _numbers(self, inside: QVBoxLayout) -> None:
        forms = [
            Option("language", tr("As the language writes them")),
            Option("record", tr("As the record writes them")),
        ]
        self.numbers = self._choice(inside, "numbers", tr("Numbers on the screen"), forms)
        words = tr("The record, labels and printed pages always have a decimal point.")
        inside.addWidget(Label(self.theme, words, "meta", wrap=True))

    def _sounding(self, inside: QVBoxLayout) -> None:
        options = [Option(level, tr(SOUNDING[level])) for level in LEVELS]
        self.sounds = Choice(self.theme, tr("Sounds"), options)
        self.sounds.changed.connect(lambda level: self.presenter.looks(SETTINGS[str(level)]))
        inside.addWidget(Label(self.theme, tr("Sounds"), "meta"))
        inside.addWidget(self.sounds)
        words = tr("For a scan, a refusal, a signature and a timer. What a sound says always stands on the screen too.")
        inside.addWidget(Label(self.theme, words, "meta", wrap=True))

    def _measured(self, text: object) -> None:
        scale = scale_of(str(text))
        self.use.setEnabled(bool(scale))
        self.use.set_text(tr("Use {scale}", scale=figure(scale)) if scale else tr("Use"))

    def _terminal(self) -> QFrame:
        frame, inside = self._card(tr("What it is"))
        able = self.presenter.may_change_terminal
        self._fields: dict[str, Field] = {}
        labels = {
            "room": tr("Room"),
            "idle_minutes": tr("Minutes until it locks; empty: as the policy says"),
            "second_medium": tr("Folder on another medium for the second copy; empty: none"),
        }
        for name, label in labels.items():
            self._fields[name] = made = Field(self.theme, label, wants="number" if name == "idle_minutes" else "text")
            made.focused.connect(self.session.letters)
            made.setReadOnly(not able)
            inside.addWidget(Label(self.theme, label, "meta", wrap=True))
            inside.addWidget(made)
        self.languages = languages(self.theme, self.session.setting("language", "en"), enabled=able)
        inside.addWidget(Label(self.theme, tr("Language"), "meta"))
        inside.addWidget(self.languages)
        words = tr("Keep the open instruction readable when locked")
        self.readable = Choice(
            self.theme, words, [Option("yes", tr("Yes"), enabled=able), Option("no", tr("No"), enabled=able)]
        )
        inside.addWidget(Label(self.theme, words, "meta", wrap=True))
        inside.addWidget(self.readable)
        self.reason = Field(self.theme, tr("Reason for the change"))
        self.reason.focused.connect(self.session.letters)
        self.save = Button(self.theme, tr("Change"), "large", "check")
        self.save.acted.connect(self._save)
        if able:
            inside.addWidget(Label(self.theme, tr("Reason for the change"), "meta"))
            inside.addWidget(self.reason)
            inside.addWidget(self.save)
        else:
            inside.addWidget(Label(self.theme, tr("A supervisor or administrator changes these"), "meta", wrap=True))
        inside.addStretch(1)
        return frame

    def _save(self, _value: object) -> None:
        if not self.reason.text().strip():
            self._refused(tr("Fill in: {what}", what=tr("Reason for the change")))
            self.reason.setFocus()
            return
        settings = {name: made.text().strip() for name, made in self._fields.items()}
        settings["instruction_when_locked"] = self.readable.chosen() or "no"
        settings["language"] = self.languages.chosen() or self.presenter.settings.get("language", "en")
        self.presenter.terminal(settings, self.reason.text().strip())

    def show_settings(self, settings: dict[str, str]) -> None:
        """Shows what is in force."""
        self.themes.set_chosen(settings["theme"])
        self.scales.set_chosen(settings["ui_scale"] if settings["ui_scale"] in SCALES else None)
        self.letters.set_chosen(settings["letter_panel"])
        self.numbers.set_chosen(settings["numbers"])
        self._show_sounds(settings)
        self.readable.set_chosen(settings["instruction_when_locked"])
        self.languages.set_chosen(settings["language"] if settings["language"] in available() else None)
        for name, made in self._fields.items():
            made.setText(settings[name])
        self.devices.show_settings(settings)
        self.set_words(tr("Size {scale}", scale=figure(settings["ui_scale"])))

    def _show_sounds(self, settings: dict[str, str]) -> None:
        """A new level is heard at once: the window knows it by now, or with its next answer."""
        before, self._level = self._level, level_of(settings)
        self.sounds.set_chosen(self._level)
        if before not in ("", self._level):
            QTimer.singleShot(HEARD_AFTER_MS, self, lambda: self.session.play(SIGNED))

    def _refused(self, text: str) -> None:
        self._error.show_message("crit", text)
        show_if(self._error, wanted=True)

    def _done(self) -> None:
        self._error.hide()
        self.reason.clear()
        self.devices.done()
        self.session.notice(tr("Changed"))

    def title(self) -> str:
        """The header's title."""
        return tr("Appearance of this station")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "appearance"

    def first_field(self) -> QWidget:
        """The colours."""
        return self.themes.first_field()

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
