"""More compositions of the gallery: the rarer entries, weighing, and a desk list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import gallery_parts as parts
from ui.widgets.boxes import Scroll, column, dress, panel, row
from ui.widgets.button import Button
from ui.widgets.choice import CheckRow
from ui.widgets.columns import Columns
from ui.widgets.data_model import Column, TableRow
from ui.widgets.data_table import DataTable
from ui.widgets.entry_card import CardRow, EntryCard
from ui.widgets.facts import EmptyState, Fact, FactList, StatTile
from ui.widgets.label import Chip, Label
from ui.widgets.label_count import LabelCount
from ui.widgets.limit_bar import LimitBar
from ui.widgets.limit_scale import LimitScale
from ui.widgets.material_entry import MaterialEntry
from ui.widgets.scan_field import ScanField
from ui.widgets.sign_bar import Action, SignBar
from ui.widgets.table_entry import TableEntry
from ui.widgets.text_entry import TextEntry
from ui.widgets.time_entries import DateTimeEntry, DurationEntry

FINDINGS = (
    TableRow(
        1,
        ("6.3", "Bag temperature above limit", "9.1 °C", "2.0 to 8.0 °C", "M. Chen 14:06", "Major, open"),
        "crit",
        "alert-triangle-filled",
    ),
    TableRow(
        2,
        ("5.7", "Viability recounted", "91.2 %", "at least 80.0 %", "M. Chen 11:48", "Minor, open"),
        "warn",
        "alert-triangle",
    ),
    TableRow(
        3,
        ("2.4", "Manual entry, balance was offline", "104.8 g", "100.0 to 110.0 g", "A. Ruiz 08:15", "Witnessed"),
        "",
        "info-circle",
    ),
)
COLUMNS = (
    Column("step", "Step", 96),
    Column("finding", "Finding"),
    Column("value", "Recorded", 120),
    Column("limits", "Limits", 170),
    Column("by", "By", 160),
    Column("state", "State", 140),
)


def _root(theme: Theme) -> tuple[QWidget, QVBoxLayout]:
    root = QWidget()
    dress(root, panel="root")
    root.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    whole = column(theme, root, gap=0)
    whole.addWidget(parts.header(theme))
    return root, whole


def _page(theme: Theme, cards: Sequence[EntryCard]) -> QWidget:
    root, whole = _root(theme)
    whole.addWidget(Columns(theme, parts.outline(theme), parts.centre(theme, list(cards)), parts.context(theme)))
    return root


def entries(theme: Theme) -> QWidget:
    """Text, scan, time, checks and counts."""
    counts = LabelCount(theme, (("issued", "Issued"), ("used", "Used"), ("spoiled", "Spoiled")))
    counts.set_value("issued", "12")
    counts.set_balance("12 issued, 11 used, 1 still to account for", "warn")
    check = CheckRow(theme, "clean", "No material of another batch in the cabinet")
    editors = (
        ("Formulation bag", "Expected: bag 04 of this batch", ScanField(theme, "Bag", "Scan the bag label")),
        ("Remark", "", TextEntry(theme, "Remark", hint="What you saw")),
        ("Cells collected", "", DateTimeEntry(theme, "+01:00")),
        ("Mixing time", "10 to 15 minutes", DurationEntry(theme)),
        ("Line clearance", "", check),
        ("Labels", "", counts),
    )
    return _page(theme, [EntryCard(theme, CardRow(name, name, "active", detail), it) for name, detail, it in editors])


def weighing(theme: Theme) -> QWidget:
    """Material row by row, and repeated samples."""
    material = MaterialEntry(theme, "kg", device="Read balance")
    material.set_rows(
        (("ET-0091", "C-01", "12.400", "0.500", "11.900"), ("ET-0091", "C-02", "12.310", "0.490", "11.820"))
    )
    material.set_rest("Still to add: 6.280 kg", LimitScale(6.70, 6.90, 6.78, 6.81, "6.70", "6.90", "6.78"))
    material.set_container("C-03")
    samples = TableEntry(theme, "Tablet mass", "mg", ("Sample", "Mass, mg", "Time"), device="Read balance")
    samples.set_rows((("1", "1101.2", "09:15:04"), ("2", "1131.9", "09:15:20")), ("", "crit"))
    samples.set_statistics((Fact("Mean", "1116.6 mg"), Fact("SD", "21.7 mg"), Fact("RSD", "1.9 %", tone="warn")))
    samples.set_next("Sample 3 of 10")
    cards = (("Ethanol 96 %", "Target 30.000 kg", material), ("Tablet mass", "1067 to 1133 mg", samples))
    return _page(theme, [EntryCard(theme, CardRow(name, name, "active", detail), it) for name, detail, it in cards])


def _fetch(offset: int, limit: int, words: str, _order: str) -> Sequence[TableRow]:
    return [found for found in FINDINGS if words in found.cells[1]][offset : offset + limit]


def review(theme: Theme) -> QWidget:
    """A desk screen: counters, findings, detail."""
    root, whole = _root(theme)
    body = QWidget()
    inside = column(theme, body, (24, 16, 24, 16), 12)
    head = row(theme, gap=12)
    head.addWidget(Label(theme, "Review by exception", "h1"))
    head.addWidget(Chip(theme, "3 findings", "warn"))
    head.addStretch(1)
    head.addWidget(Label(theme, "315 of 318 entries within limits, on time and unchanged", "meta"))
    inside.addLayout(head)
    tiles = row(theme, gap=12)
    for name, value, tone in (
        ("Out of limits", "1", "crit"),
        ("Open exceptions", "2", "warn"),
        ("Late entries", "0", ""),
    ):
        tiles.addWidget(StatTile(theme, name, value, tone), 1)
    inside.addLayout(tiles)
    split = row(theme, gap=16)
    table = DataTable(theme, COLUMNS, _fetch, name="findings")
    table.select_key(1)
    split.addWidget(table, 1)
    split.addWidget(_detail(theme))
    inside.addLayout(split, 1)
    whole.addWidget(body, 1)
    bar = SignBar(theme)
    bar.set_actions((Action("record", "Full record", "file-text"), Action("trail", "Audit trail", "history")))
    bar.set_primary(
        "Review complete", "signature", enabled=False, reason="2 exceptions still open", detail="Close them first"
    )
    whole.addWidget(bar)
    return root


def _detail(theme: Theme) -> QWidget:
    inner = QWidget()
    inside = column(theme, inner, (16, 14, 12, 14), 12)
    inside.addWidget(Label(theme, "6.3 Bag temperature", "h2"))
    bar = LimitBar(theme)
    bar.set_scale(parts.WARM)
    inside.addWidget(bar)
    facts = (
        Fact("Recorded", "9.1 °C", "Probe T-07, M. Chen 14:06:02", "crit"),
        Fact("Exception", "EX-0032, major", "Bag out too long"),
    )
    inside.addWidget(FactList(theme, facts))
    inside.addWidget(EmptyState(theme, "message", "No questions yet"))
    inside.addWidget(Button(theme, "Accept with comment", "tonal", "check"))
    inside.addStretch(1)
    card = panel("card")
    card.setFixedWidth(theme.px(340))
    column(theme, card, (1, 4, 1, 4), 0).addWidget(Scroll(theme, inner))
    return card
