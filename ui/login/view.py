"""The login screen: badge or name at the left, the people of this station at the right.

Usable before anything else is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ebr.station.questions import PolicySettings, StationStatus
from ebr.words import language, tr
from ui.login.card import FaceList, LoginCard
from ui.login.presenter import Face, LoginPresenter
from ui.session import Session
from ui.sight import place_words
from ui.widgets.boxes import column, row

if TYPE_CHECKING:
    from ebr.station.questions import PolicyRow, StatusAnswer
    from ui.desk import Desk
    from ui.login.choose import ChooseContent
    from ui.widgets.wedge import Scan

BESIDE: Final = 1000
"""From this logical width the people of the station stand beside the card."""


class View(QWidget):
    """View(desk, session). Tells `presenter.on_signed_in`, which the window takes."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__()
        self.session, self.theme = session, session.theme
        self.presenter = LoginPresenter(desk)
        self._choose: ChooseContent | None = None
        self._line = line = row(self.theme, self, (24, 16, 24, 16), 24)
        middle = Qt.AlignmentFlag.AlignCenter
        self.card = LoginCard(self.theme, tr("Sign in"))
        self.faces = FaceList(self.theme, tr("People of this station"))
        line.addStretch(1)
        line.addWidget(self.card, 0, middle)
        beside = column(self.theme, gap=0)
        beside.addStretch(1)
        beside.addWidget(self.faces, 1000)
        beside.setAlignment(self.faces, Qt.AlignmentFlag.AlignHCenter)
        beside.addStretch(1)
        self._languages()
        line.addLayout(beside)
        line.addStretch(1)
        self._listen()
        self.presenter.start()
        self.presenter.desk.ask(StationStatus(), self._known_station)

    def minimumSizeHint(self) -> QSize:
        """Wide enough for the card: where both have no room side by side, the people stand below."""
        least, edges = super().minimumSizeHint(), self._line.contentsMargins()
        width = self.card.minimumSizeHint().width() + edges.left() + edges.right()
        below = self._line.direction() == QBoxLayout.Direction.TopToBottom
        return QSize(width, self._line.totalHeightForWidth(self.width()) if below else least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side, or one below the other."""
        super().resizeEvent(event)
        beside = self.width() >= BESIDE * self.theme.scale
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._line.direction() != way:
            self._line.setDirection(way)
            self.updateGeometry()

    def _languages(self) -> None:
        """Below the card: this person's own language, until they leave."""
        from ui.widgets.languages import choosable, languages

        if choosable():
            choice = languages(self.theme, language())
            choice.changed.connect(lambda code: self.session.speak(str(code)))
            self.card.beneath(choice)

    def _listen(self) -> None:
        p = self.presenter
        p.on_faces, p.on_who = self.faces.show_faces, self.card.show_who
        p.on_error, p.on_busy, p.on_choose = self._error, self._busy, self._choose_own
        self.card.entered.connect(lambda given: p.sign_in(*given))
        self.card.typed.connect(lambda _value: p.typed())
        self.card.focused.connect(self.session.letters)
        self.faces.chosen.connect(self._chosen)

    def _known_station(self, status: StatusAnswer) -> None:
        if status.profile == "demonstration":
            from ebr.cli.demonstration import password

            self.card.show_hint(tr("Demonstration: the password of everybody is {password}", password=password()))

    def _chosen(self, face: object) -> None:
        assert isinstance(face, Face)
        self.presenter.typed()
        self.card.show_who(face)

    def title(self) -> str:
        """Where this station stands."""
        room, status = self.session.setting("room"), self.session.status
        station = status.station if status is not None else ""
        return place_words(room, station)

    def first_field(self) -> QWidget:
        """User name or password."""
        return self.card.first_field()

    def make_room(self, *, wanted: bool) -> None:
        """Letters need room: the card leaves its greeting out."""
        self.card.make_room(wanted=wanted)

    def help_key(self) -> str:
        """Chapter of the help."""
        return "login"

    def take_scan(self, scan: Scan) -> bool:
        """A badge fills in who."""
        self.presenter.badge(scan.data)
        return True

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()

    def _error(self, text: str) -> None:
        (self._choose if self._choose is not None else self.card).show_error(text)

    def _busy(self, busy: bool) -> None:
        (self._choose if self._choose is not None else self.card).show_busy(busy)

    def _choose_own(self, person: str) -> None:
        """The policy says how long a password is; it may have changed since this screen was shown."""
        self.presenter.desk.ask(PolicySettings(), lambda rows: self._choose_sheet(person, rows))

    def _choose_sheet(self, person: str, rows: tuple[PolicyRow, ...]) -> None:
        from ui.login.choose import ChooseContent
        from ui.widgets.sheet import Sheet

        minimum = next(row.value for row in rows if row.name == "password_minimum")
        words = tr("Your password is temporary: somebody else knows it. Choose one that only you know.")
        content = ChooseContent(self.theme, words, minimum)
        sheet = Sheet(self.theme, self.session.host, tr("Choose your own password"), content, footer=content.footer)
        content.chosen.connect(lambda given: self.presenter.choose(person, *given))
        content.focused.connect(self.session.letters)
        for asked in (content.cancelled, sheet.cancelled):
            asked.connect(lambda _value: sheet.close_sheet())
        sheet.closed.connect(self._chosen_or_not)
        self._choose = content
        self.session.show_sheet(sheet)

    def _chosen_or_not(self, _value: object) -> None:
        self._choose = None
