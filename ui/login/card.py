"""The card that asks for badge or name and password; login and lock screen show the same."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ebr.words import tr
from ui.login.presenter import Face
from ui.shown import initials_of
from ui.theme import Theme
from ui.widgets.boxes import Scroll, clear, column, dress, row, rule, show_if
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Icon, Label
from ui.widgets.person_row import PersonRow
from ui.widgets.strip import Strip


class LoginCard(QFrame):
    """LoginCard(theme, button). Signals: entered(object: (person, secret)), typed(object: None), focused(object.

    Field), not_you(object: None).

    Setters: show_who(Face | None), show_error(text), show_busy(bool), clear_secret().
    """

    entered = Signal(object)
    typed = Signal(object)
    focused = Signal(object)
    not_you = Signal(object)

    def __init__(self, theme: Theme, button: str, title: str = "") -> None:
        super().__init__()
        self.theme, self._person = theme, ""
        dress(self, panel="card")
        self.setFixedWidth(theme.px(480))
        inside = column(theme, self, (32, 16, 32, 16), 10)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._greeting: tuple[QWidget, ...] = (
            Icon(theme, "id-badge-2", "accentInk", 56),
            Label(theme, title or tr("Scan or tap your badge"), "h1", align=centre, wrap=True),
            rule(theme),
        )
        inside.addWidget(self._greeting[0], 0, centre)
        inside.addWidget(self._greeting[1])
        inside.addWidget(self._greeting[2])
        self._hint = Label(theme, tr("Or sign in by name"), "meta")
        inside.addWidget(self._hint)
        self._who = PersonRow(theme, action=tr("Not you?"))
        self._who.acted.connect(self._other)
        self._who.hide()
        self._secret = self._field(tr("Password"), secret=True)
        self._user = self._field(tr("User name"), secret=False)
        self._user.changed.connect(self.typed)
        self._user.entered.connect(lambda _text: self._secret.setFocus())
        self._secret.entered.connect(self._enter)
        self._error = Strip(theme, "crit", "")
        self._error.hide()
        self.button = Button(theme, button, "primary")
        self.button.acted.connect(self._enter)
        self._told = Strip(theme, "info", "")
        self._told.hide()
        for widget in (self._who, self._user, self._secret, self._error, self.button, self._told):
            inside.addWidget(widget)

    def make_room(self, *, wanted: bool) -> None:
        """Leave out the greeting while keys on the screen need its room."""
        for widget in self._greeting:
            show_if(widget, wanted=not wanted)

    def beneath(self, widget: QWidget) -> None:
        """Put something below all that is asked, apart from it."""
        inside = self.layout()
        assert isinstance(inside, QVBoxLayout)
        self._greeting = (*self._greeting, widget)  # it gives way to the letters too
        inside.addSpacing(self.theme.px(4))
        inside.addWidget(widget)

    def show_hint(self, text: str) -> None:
        """Say something to everybody who stands here: on a demonstration, the password."""
        self._told.show_message("info", text)
        show_if(self._told, wanted=True)

    def event(self, event: QEvent) -> bool:
        """Never lower than its words need: fields that are squashed cannot be read."""
        done = super().event(event)
        layout = self.layout()
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and layout is not None:
            self.setMinimumHeight(layout.totalHeightForWidth(self.width()))
        return done

    def _field(self, name: str, *, secret: bool) -> Field:
        made = Field(self.theme, name, hint=name, secret=secret)
        made.latin = True  # user names and passwords are typed with these first
        made.focused.connect(self.focused)
        made.changed.connect(lambda _text: self._error.hide())
        return made

    def _other(self, _value: object) -> None:
        self.show_who(None)
        self.not_you.emit(None)

    def _enter(self, _value: object = None) -> None:
        if self.button.isEnabled():
            secret = self._secret.text()
            self._secret.clear()
            self.entered.emit((self._person or self._user.text(), secret))

    def show_who(self, face: Face | None) -> None:
        """A badge or the list named the person: the password is next."""
        self._person = face.person if face is not None else ""
        self._who.setVisible(face is not None)
        self._user.setVisible(face is None)
        self._hint.setVisible(face is None)
        self._error.hide()
        if face is not None:
            self._who.show_person(initials_of(face.name), face.name, face.detail)
        self.first_field().setFocus()

    def show_error(self, text: str) -> None:
        """Why it did not work."""
        self._error.show_message("crit", text)
        self._error.setVisible(bool(text))
        self.first_field().setFocus()

    def show_busy(self, busy: bool) -> None:
        """While the key is opened."""
        self.button.setEnabled(not busy)
        self.button.set_text(tr("Checking") if busy else tr("Sign in"))

    def clear_secret(self) -> None:
        """Forgets what was typed."""
        self._secret.clear()

    def first_field(self) -> Field:
        """The password when the person is known or named."""
        return self._secret if self._person or self._user.text() else self._user


class FaceList(QWidget):
    """FaceList(theme, title); show_faces(faces). Signal: chosen(object: Face)."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self.theme, self._title = theme, title
        self.setFixedWidth(theme.px(440))
        self._rows: QVBoxLayout | None = None

    def _build(self) -> QVBoxLayout:
        """Only when there is somebody to show: scrolling costs a tenth of the whole start."""
        whole = column(self.theme, self, gap=10)
        whole.addWidget(Label(self.theme, self._title, "h2"))
        body = QWidget()
        rows = column(self.theme, body, (0, 0, 10, 0), 10)
        whole.addWidget(Scroll(self.theme, body), 1)
        return rows

    def show_faces(self, faces: Sequence[Face]) -> None:
        """Everybody who may sign in here."""
        self._rows = self._rows or self._build()
        clear(self._rows)
        for face in faces:
            self._rows.addWidget(_FaceRow(self.theme, face, self))
        # Added to what is shown already, the rows are counted in its wish for height only when they are shown as well.
        QTimer.singleShot(0, self, lambda: self.setMaximumHeight(self.sizeHint().height()))


class _FaceRow(Button):
    """One person, the whole row pressable."""

    def __init__(self, theme: Theme, face: Face, owner: FaceList) -> None:
        super().__init__(theme, "", "row", name=face.name)
        self.setFixedHeight(theme.px(76))
        line = row(theme, self, (14, 8, 14, 8), 12)
        who = PersonRow(theme)
        who.show_person(initials_of(face.name), face.name, face.detail)
        who.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        line.addWidget(who, 1)
        line.addWidget(Icon(theme, "chevron-right", "ink2", 22))
        self.set_value(face)
        self.acted.connect(owner.chosen)
