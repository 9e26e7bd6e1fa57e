"""Pieces of the record screen: a recorded value with its history, a table of signatures, a step."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from ebr.words import tr
from ui.pages.page import Tall
from ui.record.model import Signature, StepRecord, ValueLine
from ui.theme import Theme
from ui.widgets.boxes import column, dress, panel, row, rule
from ui.widgets.facts import EmptyState
from ui.widgets.label import Chip, Icon, Label


def old_value(theme: Theme, text: str, why: str) -> QLabel:
    """An earlier value, struck through and still readable (21 CFR 11.10(e): nothing recorded is obscured)."""
    made = QLabel(tr("<s>{old}</s>  {why}", old=escape(text), why=escape(why)))
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setFont(theme.font("meta"))
    made.setWordWrap(True)
    dress(made, tone="ink2")
    made.setAccessibleName(tr("Before: {old}. {why}", old=text, why=why))
    return made


class ValueRow(QFrame):
    """ValueRow(theme, line): label, value, limits, who; below it what happened before."""

    def __init__(self, theme: Theme, line: ValueLine) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, theme.px(8), 0, theme.px(8))
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(4))
        for at, part in enumerate((5, 4, 4, 6)):
            grid.setColumnStretch(at, part)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(Label(theme, line.label, "meta", "", wrap=True), 0, 0, top)
        grid.addWidget(Label(theme, line.value, "metastrong", line.tone, wrap=True, code=True), 0, 1, top)
        grid.addWidget(Label(theme, line.limits, "meta", wrap=True), 0, 2, top)
        grid.addWidget(Label(theme, line.who, "meta", wrap=True), 0, 3, top)
        down = 1
        for text, why in line.old:
            grid.addWidget(old_value(theme, text, why), down, 1, 1, 3)
            down += 1
        for note in line.notes:
            grid.addWidget(Label(theme, note, "meta", "warn", wrap=True), down, 1, 1, 3)
            down += 1
        self.setAccessibleName(", ".join(part for part in (line.label, line.value, line.limits, line.who) if part))


class SignatureGrid(QFrame):
    """SignatureGrid(theme, rows): name, role, meaning and time of each signature, whole (21 CFR 11.50(b))."""

    def __init__(self, theme: Theme, rows: Sequence[Signature]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(20))
        grid.setVerticalSpacing(theme.px(10))
        for at, part in enumerate((3, 4, 3, 4, 7)):
            grid.setColumnStretch(at, part)
        heads = (tr("Meaning"), tr("Printed name"), tr("Role"), tr("Signed for"), tr("Time"))
        for at, head in enumerate(heads):
            grid.addWidget(Label(theme, head, "over"), 0, at)
        top = Qt.AlignmentFlag.AlignTop
        for down, one in enumerate(rows, start=1):
            cells = (one.meaning, one.name, one.role, one.what, one.when)
            for across, text in enumerate(cells):
                role = "metastrong" if across < 2 else "meta"  # noqa: PLR2004 - meaning and name
                grid.addWidget(
                    Label(theme, text, role, None if one.valid else "ink3", wrap=True), down * 2 - 1, across, top
                )
            if one.void:
                line = row(theme, gap=8)
                line.addWidget(Icon(theme, "alert-triangle", "warnEdge", 18))
                line.addWidget(Label(theme, one.void, "meta", "warn", wrap=True), 1)
                grid.addLayout(line, down * 2, 0, 1, 5)


class StepPanel(Tall):
    """StepPanel(theme, step): a step as it stands in the record: instruction, entries, signatures."""

    def __init__(self, theme: Theme, step: StepRecord) -> None:
        super().__init__()
        inside = column(theme, self, (20, 14, 20, 14), 10)
        head = row(theme, gap=12)
        head.addWidget(Label(theme, step.title, "h2", wrap=True), 1)
        head.addWidget(Chip(theme, step.status))
        inside.addLayout(head)
        if step.instruction:
            inside.addWidget(Label(theme, step.instruction, "body", "ink2", wrap=True))
        frame = panel("card")
        lines = column(theme, frame, (16, 6, 16, 6), 0)
        for at, line in enumerate(step.lines):
            if at:
                lines.addWidget(rule(theme))
            lines.addWidget(ValueRow(theme, line))
        if step.lines:
            inside.addWidget(frame)
        inside.addWidget(Label(theme, tr("Signatures of this step"), "h3"))
        if step.signatures:
            signed = panel("card")
            column(theme, signed, (16, 12, 16, 14), 0).addWidget(SignatureGrid(theme, step.signatures))
            inside.addWidget(signed)
        if step.waits:
            waits = tr("Still missing: {meanings}", meanings=", ".join(step.waits))
            inside.addWidget(Label(theme, waits, "meta", wrap=True))
        elif not step.signatures:
            inside.addWidget(Label(theme, tr("None is asked for"), "meta"))
        inside.addStretch(1)


def nothing(theme: Theme, icon: str, words: str) -> EmptyState:
    """What a tab says when it is empty."""
    return EmptyState(theme, icon, words)
