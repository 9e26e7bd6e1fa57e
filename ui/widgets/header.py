"""`HeaderBar`: who, what and where, on every screen and above every sheet.

Two identifiers stand in full, their tails underlined for reading aloud; they are never shortened (floor-rules,
corrections). What gives way on a narrow screen, in this order: the product's name shortens, the words of the sync
button, the person's name (the initials stay), at last the captions and the product, and the identifiers stand in two
lines. The profile badge is shown whenever the store is not production (floor-rules 16).
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget

from ebr.words import tr
from ui.theme import Theme
from ui.widgets.avatar import Avatar
from ui.widgets.boxes import clear, column, dress, panel, row, show_if
from ui.widgets.button import Button
from ui.widgets.label import Chip, ElidedLabel, Label

MIDDLE = Qt.AlignmentFlag.AlignVCenter
FORMS = ((True, True, False), (False, True, False), (False, False, False), (False, False, True))
"""Words of the sync button, the person's name, identifiers in two lines: from the widest form to the narrowest."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identity in full; `tail` is how many last characters are underlined."""

    caption: str
    value: str
    tail: int = 4


@dataclass(frozen=True, slots=True)
class Identity:
    """What is being made: product and up to two identifiers (batch, then chain of identity or lot)."""

    product: str
    identifiers: tuple[Identifier, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in."""

    initials: str
    name: str
    role: str


class IdentifierText(QWidget):
    """An identity drawn whole with its tail underlined.

    IdentifierText(theme, identifier, role="value", token="barInk").
    """

    def __init__(self, theme: Theme, identifier: Identifier, role: str = "value", token: str = "barInk") -> None:
        super().__init__()
        self.theme, self._it, self._role, self._token = theme, identifier, role, token
        self.setAccessibleName(f"{identifier.caption} {identifier.value}")
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Exactly the whole text: it is never shortened."""
        metrics = QFontMetricsF(self.theme.font(self._role, code=True))
        width = metrics.horizontalAdvance(self._it.value)
        return QSize(round(width) + self.theme.px(4), round(metrics.height()) + self.theme.px(4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The text, and a bar under its last characters."""
        font = self.theme.font(self._role, code=True)
        metrics = QFontMetricsF(font)
        cut = max(0, len(self._it.value) - self._it.tail)
        start = metrics.horizontalAdvance(self._it.value[:cut])
        width = metrics.horizontalAdvance(self._it.value) - start
        with QPainter(self) as painter:
            painter.setFont(font)
            painter.setPen(self.theme.color(self._token))
            painter.drawText(QRectF(0, 0, self.width(), metrics.height()), Qt.AlignmentFlag.AlignLeft, self._it.value)
            bar = QRectF(start, metrics.height() - self.theme.px(1), width, self.theme.px(3))
            painter.fillRect(bar, self.theme.color(self._token))


class HeaderBar(QFrame):
    """HeaderBar(theme, brand="hexagon-letter-b").

    Setters: set_identity(Identity | None, title=""), set_profile(text), set_sync(text, icon, tone),
    set_clock(text), set_person(Person | None), set_lock_visible(bool).
    Signals: sync_pressed, lock_pressed, person_pressed, home_pressed (object: None).
    """

    sync_pressed = Signal(object)
    lock_pressed = Signal(object)
    person_pressed = Signal(object)
    home_pressed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        dress(self, panel="bar")
        self.setFixedHeight(theme.size("header"))
        # The bar gives way to the window, never the window to the bar: `_fit` leaves out what matters least.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Header"))
        self._line = row(theme, self, (12, 8, 12, 8), 12)
        self._in_batch = self._stacked = False
        self._build_left()
        self._line.addStretch(1)
        self._build_right()
        self.set_identity(None)

    def _build_left(self) -> None:
        self._home = Button(self.theme, kind="bar", icon="hexagon-letter-b", name=tr("Start page"))
        self._home.setFixedWidth(self.theme.px(56))
        self._home.acted.connect(self.home_pressed)
        self._title = ElidedLabel(self.theme, "", "h2", "bar")
        self._who = QGridLayout()
        self._who.setHorizontalSpacing(self.theme.px(18))
        self._who.setVerticalSpacing(0)
        self._blocks: list[tuple[QFrame, Label]] = []
        self._product = panel("plain")
        inside = column(self.theme, self._product, (0, 0, 0, 4), 0)
        inside.addWidget(Label(self.theme, tr("Product"), "meta", "bar2"))
        self._product_name = ElidedLabel(self.theme, "", "h2", "bar")
        inside.addWidget(self._product_name)
        self._product.setMinimumWidth(self.theme.px(64))
        self._product.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._profile = Chip(self.theme, "", "profile")
        for widget in (self._home, self._title):
            self._line.addWidget(widget, 0, MIDDLE)
        self._line.addLayout(self._who)
        self._line.addSpacing(self.theme.px(6))
        self._line.addWidget(self._product, 0, MIDDLE)
        self._line.addWidget(self._profile, 0, MIDDLE)
        self._profile.hide()

    def _build_right(self) -> None:
        self._sync = Button(self.theme, "", "bar", "cloud-check", name=tr("Status of this station"))
        self._sync.acted.connect(self.sync_pressed)
        self._sync_text = ""
        self._clock = Label(self.theme, "", "value", "bar")
        self._face = Avatar(self.theme)
        self._names = panel("plain")
        names = column(self.theme, self._names, gap=0)
        self._name = Label(self.theme, "", "metastrong", "bar")
        self._role = Label(self.theme, "", "meta", "bar2")
        names.addWidget(self._name)
        names.addWidget(self._role)
        self._lock = Button(self.theme, kind="bar", icon="lock", name=tr("Lock or switch person"))
        self._lock.setFixedWidth(self.theme.px(56))
        self._lock.acted.connect(self.lock_pressed)
        for widget in (self._sync, self._clock, self._face, self._names, self._lock):
            self._line.addWidget(widget, 0, MIDDLE)
        self.set_person(None)

    def set_identity(self, identity: Identity | None, title: str = "") -> None:
        """The identity of the open batch, or None outside a batch: then `title` says where one is."""
        clear(self._who)
        self._blocks = [self._block(identifier) for identifier in (identity.identifiers if identity else ())]
        self._set_out(stacked=False)
        self._title.setText(title)
        show_if(self._title, wanted=bool(title))
        self._in_batch = identity is not None
        self._product_name.setText(identity.product if identity else "")
        self._fit()
        # Blocks added to a bar in sight count in its width only when they are shown as well.
        QTimer.singleShot(0, self, self._fit)

    def _set_out(self, *, stacked: bool) -> None:
        self._stacked = stacked
        for at, (block, caption) in enumerate(self._blocks):
            self._who.removeWidget(block)
            show_if(caption, wanted=not stacked)
            block.updateGeometry()
            self._who.addWidget(block, at % 2 if stacked else 0, at // 2 if stacked else at, MIDDLE)

    def _block(self, identifier: Identifier) -> tuple[QFrame, Label]:
        block = panel("plain")
        inside = column(self.theme, block, gap=0)
        caption = Label(self.theme, identifier.caption, "meta", "bar2")
        caption.setMinimumWidth(caption.sizeHint().width())  # identity is never cut, its name neither
        inside.addWidget(caption)
        inside.addWidget(IdentifierText(self.theme, identifier))
        return block, caption

    def set_profile(self, text: str) -> None:
        """The profile's word, shown on every screen of a store that is not production; "" hides it."""
        self._profile.setText(text)
        show_if(self._profile, wanted=bool(text))
        self._fit()

    def set_sync(self, text: str, icon: str = "cloud-check", tone: str = "") -> None:
        """State of synchronising; tone "warn" colours the icon when it needs action."""
        self._sync_text = text
        self._sync.set_icon(icon, "barWarn" if tone == "warn" else "")
        self._fit()

    def set_clock(self, text: str) -> None:
        """The station's time."""
        self._clock.setText(text)

    def set_person(self, person: Person | None) -> None:
        """Who is signed in; None shows nobody and no lock."""
        self._person = person
        self._name.setText(person.name if person else "")
        self._role.setText(person.role if person else "")
        self._face.set_person(person.initials if person else "", person.name if person else "")
        self._face.setToolTip(f"{person.name}, {person.role}" if person else "")
        show_if(self._face, wanted=person is not None)
        show_if(self._lock, wanted=person is not None)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives way in the declared order."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Widest form first; each step hides what matters least until the rest fits whole."""
        for words, names, stacked in FORMS:
            name = self._sync_text or tr("Status of this station")
            self._sync.set_text(self._sync_text if words else "", name)
            self._sync.setToolTip(self._sync_text)
            show_if(self._names, wanted=names and self._person is not None)
            show_if(self._product, wanted=self._in_batch and not (stacked and self._blocks))
            if stacked != self._stacked:
                self._set_out(stacked=stacked)
            self._line.invalidate()
            if self._line.minimumSize().width() <= self.width():
                return
