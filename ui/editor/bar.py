"""`EditorBar`: which draft this is, whether it is saved, what can be done with it; always in sight above the page."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from ebr.words import ntr, tr
from ui.editor.model import BarShown
from ui.theme import Theme
from ui.widgets.boxes import dress, row, show_if
from ui.widgets.button import Button
from ui.widgets.label import Chip, ElidedLabel, Icon

NARROW: Final = 1500
"""Below this width at scale 1.0 secondary buttons are icons."""


SHORTENED: Final = ("find", "copy", "notes", "compare")
"""Buttons that are icons on a narrow bar."""


class EditorBar(QFrame):
    """EditorBar(theme, *, submit="", without=()); show_bar(BarShown). Signal: acted(object: key).

    `submit` is what its main button says, `without` names buttons that are not there.

    Keys: undo, redo, find, notes, copy, check, compare, rehearse, submit, conflicts, library, proposals.
    """

    acted = Signal(object)

    def __init__(self, theme: Theme, *, submit: str = "", without: Container[str] = ()) -> None:
        super().__init__()
        self.theme, self._without = theme, without
        dress(self, panel="bottom")
        line = row(theme, self, (20, 8, 20, 8), 8)
        self._draft = Chip(theme, "", "accent")
        self._icon = Icon(theme, "check", "ink2", 18)
        self._state = ElidedLabel(theme, "", "meta")
        for widget in (self._draft, self._icon):
            line.addWidget(widget)
        line.addWidget(self._state, 1)
        self._words: dict[str, str] = {}
        self._buttons: dict[str, Button] = {}
        for key, icon, words, name in (
            ("conflicts", "git-compare", tr("Conflicts"), ""),
            ("proposals", "pencil", tr("Proposals"), ""),
            ("undo", "arrow-back-up", "", tr("Undo")),
            ("redo", "arrow-forward-up", "", tr("Redo")),
            ("find", "search", tr("Find"), tr("Find (Ctrl+F)")),
            ("copy", "copy", tr("Copy from"), tr("Copy from another record")),
            ("library", "package", tr("Building blocks"), ""),
            ("notes", "message", tr("Comments"), ""),
            ("check", "alert-triangle", "", ""),
            ("compare", "git-compare", tr("Compare"), ""),
            ("rehearse", "player-play", tr("Dry run"), ""),
        ):
            self._buttons[key] = self._button(key, icon, words, name)
            line.addWidget(self._buttons[key])
            show_if(self._buttons[key], wanted=key not in without)
        self._submit = Button(theme, submit or tr("Submit"), "desk-primary", "signature")
        self._submit.set_value("submit")
        self._submit.acted.connect(self.acted)
        line.addWidget(self._submit)
        self._shown: BarShown | None = None
        self._newer = 0
        self.show_proposals(0, 0)

    def _button(self, key: str, icon: str, words: str, name: str) -> Button:
        made = Button(self.theme, words, "desk", icon, name=name or words)
        made.set_value(key)
        made.acted.connect(self.acted)
        if words:
            self._words[key] = words
        return made

    def show_bar(self, shown: BarShown, notes: int, conflicts: int) -> None:
        """Other words; the same again changes nothing."""
        self._shown = shown
        self._draft.setText(shown.version)
        self._state.setText(shown.state)
        self._state.set_tone(shown.tone or "ink2")
        icons = {"crit": ("alert-triangle-filled", "crit"), "warn": ("alert-triangle", "warn")}
        self._icon.set_icon(*icons.get(shown.tone, ("check" if shown.kept else "cloud-up", "ink2")))
        for key, words in (("undo", shown.undo), ("redo", shown.redo)):
            self._buttons[key].setEnabled(bool(words))
            keys = "Ctrl+Z" if key == "undo" else "Ctrl+Y"
            name = tr("Undo: {what}", what=words) if key == "undo" else tr("Redo: {what}", what=words)
            plain = tr("Nothing to undo") if key == "undo" else tr("Nothing to redo")
            self._buttons[key].setToolTip(f"{name} ({keys})" if words else plain)
            self._buttons[key].setAccessibleName(name if words else plain)
        self._show_check(shown)
        compare = tr("Compare with {version}", version=shown.base)
        self._words["compare"] = compare
        show_if(self._buttons["compare"], wanted=bool(shown.base))
        self._words["notes"] = ntr("{n} comment", "{n} comments", notes) if notes else tr("Comments")
        show_if(self._buttons["conflicts"], wanted=bool(conflicts))
        self._words["conflicts"] = ntr("{n} conflict", "{n} conflicts", conflicts)
        self._submit.setEnabled(not shown.submit)
        self._submit.setToolTip(shown.submit)
        self._submit.setAccessibleDescription(shown.submit)
        self._fit()

    def show_newer(self, count: int) -> None:
        """How many parts come from a building block of which a later version is approved; in words only then."""
        self._newer = count
        words = ntr("{n} newer block", "{n} newer blocks", count) if count else tr("Building blocks")
        self._words["library"] = words
        self._buttons["library"].set_icon("package", "warnEdge" if count else "")
        self._fit()

    def show_proposals(self, open_: int, known: int) -> None:
        """How many amendments of batches the draft does not hold yet, of how many there are; none is no button."""
        show_if(self._buttons["proposals"], wanted=bool(known) and "proposals" not in self._without)
        self._words["proposals"] = ntr("{n} proposal", "{n} proposals", open_) if open_ else tr("Proposals")
        self._buttons["proposals"].set_icon("pencil", "warnEdge" if open_ else "")
        self._fit()

    def _show_check(self, shown: BarShown) -> None:
        button = self._buttons["check"]
        words = ntr("{n} problem", "{n} problems", shown.problems) if shown.problems else tr("No problem")
        tone = "critEdge" if shown.errors else "warnEdge" if shown.problems else ""
        button.set_icon(
            "alert-triangle-filled" if shown.errors else "alert-triangle" if shown.problems else "circle-check", tone
        )
        button.set_text(words, tr("Check: {what}", what=words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow bar shows icons with their words as hints."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() / self.theme.scale < NARROW
        some = {key for key in self._words if key in SHORTENED or (key == "library" and not self._newer)}
        for short in (some if narrow else set(), some, set(self._words)):
            for key, words in self._words.items():
                self._buttons[key].set_text("" if key in short else words, words)
                self._buttons[key].setToolTip(words if key in short else "")
            if self.minimumSizeHint().width() <= self.width():
                return
