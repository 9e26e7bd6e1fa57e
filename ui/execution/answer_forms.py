"""Forms that are answered with a tap: done, one of several words, yes or no, a checklist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.execution.form import ANSWERS, Form
from ui.execution.model import Editor, FieldSpec
from ui.theme import Theme
from ui.widgets.boxes import row, show_if
from ui.widgets.choice import CheckRow, Choice, Option
from ui.widgets.label import Label

CLOSE: Final = 0
"""Between the lines of a checklist: each has room of its own."""
MANY: Final = 6
"""Lines from which on it is said how many are answered: fewer are in sight at once."""


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


ONE_ROW = 48
"""Letters of all answers together that still fit side by side."""


class ChoiceForm(Form):
    """One of several words; choosing records it."""

    def __init__(self, theme: Theme, editor: Editor, *, embedded: bool = False) -> None:
        super().__init__(theme, editor, embedded=embedded)
        columns = 0 if sum(len(words) for _key, words in editor.options) < ONE_ROW else 2
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
        self._count = Label(theme, "", "meta")
        show_if(self._count, wanted=len(editor.answers) >= MANY)
        self.whole.setSpacing(theme.px(CLOSE))  # as many lines in sight as there is room for
        self.whole.addWidget(self._count)
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

    def _answered(self, value: object) -> None:
        """The next line without an answer comes into sight: a long list is gone through without scrolling."""
        self._refresh()
        self.tell()
        assert isinstance(value, tuple)
        keys = list(self._lines)
        later = [self._lines[key] for key in keys[keys.index(value[0]) + 1 :] if not self._lines[key].chosen()]
        if later:
            later[0].first_field().setFocus()
        elif all(line.chosen() for line in self._lines.values()) and not self.embedded:
            self._confirm.setFocus()

    def _refresh(self) -> None:
        done = sum(bool(line.chosen()) for line in self._lines.values())
        self._count.setText(tr("{done} of {all} lines answered", done=done, all=len(self._lines)))
        self._confirm.setEnabled(done == len(self._lines))

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
