"""Compositions of the gallery without an open batch: who one is, and what waits."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets import gallery_parts as parts
from ui.widgets.boxes import column, panel, row, rule
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field
from ui.widgets.focus_ring import FocusRing
from ui.widgets.header import Identifier, IdentifierText
from ui.widgets.label import Chip, Icon, Label
from ui.widgets.person_row import PersonRow
from ui.widgets.sign_bar import Action, SignBar

PEOPLE = (
    ("MC", "Maria Chen", "Locked 14:04, step 6.3 open"),
    ("JO", "Jonas Ott", "Signed out 13:10"),
    ("AR", "Ana Ruiz, supervisor", "Verified 6.1 at 13:21"),
)
WORK = (
    (
        "B26-1147",
        "AUTO-CAR19 drug product",
        "6.3 Resuspend cells, started 13:58",
        "COI-7F3K-2291",
        "Hold ends in 1:17:50",
        "",
        "Continue",
    ),
    (
        "B26-1146",
        "AUTO-CAR19 drug product",
        "6.2 Dispense buffer, waits for your verification",
        "COI-7F2M-2288",
        "Waiting 0:06",
        "accent",
        "Verify",
    ),
    (
        "MB-0418",
        "Formulation buffer FB",
        "2.4 Filter integrity test, exception needs a reason",
        "",
        "Open 0:42",
        "warn",
        "Resolve",
    ),
)


def login(theme: Theme) -> QWidget:
    """Badge or name, and the people of this terminal."""
    root = parts.root(theme)
    whole = root.layout()
    assert whole is not None
    whole.addWidget(parts.header(theme, batch=False, person=False, title="Suite 3, grade B, terminal T-312"))
    middle = QWidget()
    line = row(theme, middle, (24, 24, 24, 24), 48)
    line.addStretch(1)
    card = _badge_card(theme)
    line.addWidget(card, 0, Qt.AlignmentFlag.AlignVCenter)
    line.addWidget(_people(theme), 0, Qt.AlignmentFlag.AlignVCenter)
    line.addStretch(1)
    whole.addWidget(middle)
    FocusRing(theme, root)
    first = card.findChild(Field)
    root.setProperty("after", first.setFocus if first is not None else None)
    return root


def _badge_card(theme: Theme) -> QWidget:
    centre = Qt.AlignmentFlag.AlignHCenter
    card = panel("card")
    card.setFixedWidth(theme.px(480))
    inside = column(theme, card, (32, 20, 32, 20), 10)
    inside.addWidget(Icon(theme, "id-badge-2", "accentInk", 56), 0, centre)
    inside.addWidget(Label(theme, "Scan or tap your badge", "h1", align=centre))
    inside.addWidget(rule(theme))
    inside.addWidget(Label(theme, "Or sign in by name", "meta"))
    inside.addWidget(Field(theme, "User name", hint="User name"))
    inside.addWidget(Field(theme, "Password", hint="Password", secret=True))
    inside.addWidget(Button(theme, "Sign in", "primary"))
    return card


def _people(theme: Theme) -> QWidget:
    side = QWidget()
    side.setFixedWidth(theme.px(400))
    inside = column(theme, side, gap=10)
    inside.addWidget(Label(theme, "Signed in on this terminal today", "h2"))
    for person in PEOPLE:
        card = panel("card")
        line = column(theme, card, (14, 10, 10, 10))
        who = PersonRow(theme, action="Choose")
        who.show_person(*person)
        line.addWidget(who)
        inside.addWidget(card)
    return side


def queue(theme: Theme) -> QWidget:
    """The work of a person: no batch in the header."""
    root = parts.root(theme)
    whole = root.layout()
    assert whole is not None
    whole.addWidget(parts.header(theme, batch=False, title="Suite 3, grade B"))
    body = QWidget()
    inside = column(theme, body, (24, 16, 24, 16), 12)
    head = row(theme)
    head.addWidget(Label(theme, "Your work", "h1"))
    head.addStretch(1)
    tabs = Choice(
        theme, "Which work", (Option("mine", "Mine, 3"), Option("room", "My room, 5"), Option("verify", "To verify, 2"))
    )
    tabs.set_chosen("mine")
    head.addWidget(tabs)
    inside.addLayout(head)
    for at, work in enumerate(WORK):
        inside.addWidget(_work(theme, work, first=at == 0))
    inside.addStretch(1)
    whole.addWidget(body)
    bar = SignBar(theme)
    bar.set_actions((Action("find", "Find batch", "search"),))
    bar.set_words("Scan a batch label, bag or equipment tag to go straight to its step")
    whole.addWidget(bar)
    FocusRing(theme, root)
    first = next(one for one in root.findChildren(Button) if one.text() == "Continue")
    root.setProperty("after", first.setFocus)
    return root


def _work(theme: Theme, work: tuple[str, ...], *, first: bool) -> QWidget:
    batch, product, step, identity, clock, tone, verb = work
    card = panel("card", state="active" if first else "")
    line = row(theme, card, (20, 12, 16, 12), 20)
    words = column(theme, gap=4)
    top = row(theme, gap=12)
    top.addWidget(IdentifierText(theme, Identifier("Batch", batch), token="ink"))
    top.addWidget(Label(theme, product, "body", "ink2"))
    top.addStretch(1)
    words.addLayout(top)
    words.addWidget(Label(theme, step, "h3", wrap=True))
    line.addLayout(words, 1)
    if identity:
        pair = column(theme, gap=0)
        pair.addWidget(Label(theme, "Chain of identity", "meta"))
        pair.addWidget(IdentifierText(theme, Identifier("Chain of identity", identity), token="ink"))
        line.addLayout(pair)
    chip = Chip(theme, clock, tone)
    chip.setMinimumWidth(theme.px(170))
    line.addWidget(chip)
    button = Button(theme, verb, "primary" if first else "large")
    button.setFixedWidth(theme.px(150))
    line.addWidget(button)
    return card
