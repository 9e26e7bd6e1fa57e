"""The site's policy: every setting in words.

What is weak, and the change of one with reason and quality's signature.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ebr.wording.settings import reason_words
from ebr.words import ntr, tr
from ui.ask import AskContent, AskField, Question, ask
from ui.desk import Answer, Desk
from ui.pages.offer import Offer
from ui.pages.page import DetailCard, Listed, Page
from ui.policy.presenter import PolicyPresenter, SettingLine
from ui.session import Session
from ui.theme import Theme
from ui.widgets.boxes import clear, column, row
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.data_model import Column, TableRow
from ui.widgets.data_table import DataTable
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.strip import Strip


class ListEditor(QWidget):
    """ListEditor(theme, entries, must): entries to take out, a field to add one. value() is the list as text."""

    focused = Signal(object)

    def __init__(self, theme: Theme, entries: list[str], must: tuple[str, ...]) -> None:
        super().__init__()
        self.theme, self._entries, self._must = theme, entries, must
        whole = column(theme, self, gap=8)
        add = row(theme, gap=8)
        self.field = Field(theme, tr("New entry"), hint=tr("New entry"))
        self.field.entered.connect(self._add)
        self.field.focused.connect(self.focused)
        button = Button(theme, tr("Add"), "large", "plus")
        button.acted.connect(self._add)
        add.addWidget(self.field, 1)
        add.addWidget(button)
        whole.addLayout(add)
        self._rows = column(theme, gap=2)
        whole.addLayout(self._rows)
        self._draw()

    def _draw(self) -> None:
        clear(self._rows)
        for entry in self._entries:
            shown = reason_words(entry)
            line = row(self.theme, gap=8)
            line.addWidget(Label(self.theme, shown, "body", wrap=True), 1)
            if entry not in self._must:
                out = Button(self.theme, kind="icon", icon="trash", name=tr("Take out {entry}", entry=shown))
                out.set_value(entry)
                out.acted.connect(self._take_out)
                line.addWidget(out)
            self._rows.addLayout(line)

    def _add(self, _value: object = None) -> None:
        text = self.field.text().strip()
        if text and text not in self._entries:
            self._entries.append(text)
            self.field.clear()
            self._draw()

    def _take_out(self, entry: object) -> None:
        self._entries.remove(str(entry))
        self._draw()

    def value(self) -> str:
        """One entry a line."""
        return "\n".join(self._entries)

    def first_field(self) -> QWidget:
        """The field for a new entry."""
        return self.field


class View(Page):
    """View(desk, session)."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Policy of the site"))
        self.session = session
        self.presenter = PolicyPresenter(desk)
        self.chosen = ""
        self._weak = column(self.theme, gap=6)
        self.inside.addLayout(self._weak)
        columns = (
            Column("words", tr("Setting")),
            Column("value", tr("Value"), 180),
            Column("default", tr("Default"), 180),
        )
        self._listed = Listed(columns)
        line = row(self.theme, gap=14)
        self.table = DataTable(self.theme, columns, self._listed.fetch, name=tr("settings"))
        self.detail = DetailCard(self.theme)
        line.addWidget(self.table, 1)
        line.addWidget(self.detail)
        self.inside.addLayout(line, 1)
        self.table.chosen.connect(self._choose)
        self.table.highlighted.connect(self._choose)
        self.detail.acted.connect(lambda _key: self.change())
        self.presenter.on_lines, self.presenter.on_weak = self.show_lines, self.show_weak
        self.presenter.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room for the details on a wide screen."""
        super().resizeEvent(event)
        self.detail.fit(self.width())

    def show_lines(self, lines: tuple[SettingLine, ...]) -> None:
        """Fills the list."""
        self._listed.rows = tuple(
            TableRow(one.name, (one.words, one.value, one.default), "", "pencil" if one.changed else "")
            for one in lines
        )
        self.table.refresh()
        changed = sum(one.changed for one in lines)
        differ = ntr("{n} setting differs from its default", "{n} settings differ from their defaults", changed)
        self.set_words(differ if changed else tr("All settings have their defaults"))
        self._choose(self.chosen or lines[0].name)

    def show_weak(self, words: tuple[str, ...]) -> None:
        """What is allowed but weak stays in sight until it is mended."""
        clear(self._weak)
        for text in words:
            self._weak.addWidget(Strip(self.theme, "warn", text))

    def _choose(self, name: Any) -> None:
        line = self.presenter.lines.get(str(name))
        if line is None:
            return
        self.chosen = line.name
        inside = self.detail.begin()
        inside.addWidget(Label(self.theme, line.words, "h2", wrap=True))
        self.detail.facts(line.facts)
        why = "" if self.session.may("administrator") else tr("An administrator changes the policy; quality signs")
        self.detail.end((Offer("change", tr("Change"), "pencil", why),))
        self.table.select_key(line.name)

    def change(self) -> None:
        """Ask for the new value and a reason, then quality signs."""
        line = self.presenter.lines[self.chosen]
        editor = self._editor(line)
        fields: tuple[AskField, ...] = (AskField("reason", tr("Reason")),)
        if line.kind == "whole":
            fields = (
                AskField("value", tr("New value, {bounds}", bounds=line.bounds), text=line.raw, wants="number"),
                *fields,
            )
        question = Question(line.words, tr("Continue to quality's signature"), fields, icon="arrow-right")

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            value = parts["value"] if editor is None else self._value(editor)
            problem = self.presenter.trouble(line.name, value)
            if problem:
                content.show_error(problem)
                return
            sheet.close_sheet()
            command = self.presenter.change(line.name, value, parts["reason"])
            self.session.sign(command, self._done, second=True, title=tr("Quality signs the policy"), names="quality")

        ask(self.session, question, confirmed, editor)

    def _editor(self, line: SettingLine) -> QWidget | None:
        if line.kind == "list":
            made = ListEditor(self.theme, line.raw.split("\n"), line.must)
            made.focused.connect(self.session.letters)
            return made
        if line.kind in ("choice", "yes_no"):
            choice = Choice(self.theme, line.words, [Option(*one) for one in line.choices])
            choice.set_chosen(line.raw)
            return choice
        return None

    def _value(self, editor: QWidget) -> str:
        return (
            editor.value()
            if isinstance(editor, ListEditor)
            else (editor.chosen() or "")
            if isinstance(editor, Choice)
            else ""
        )

    def _done(self, said: Answer) -> None:
        if said.refusal is None:
            self.session.notice(tr("The policy is changed"))

    def title(self) -> str:
        """The header's title."""
        return tr("Policy of the site")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "policy"

    def first_field(self) -> QWidget:
        """The list."""
        return self.table.view

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
