"""The signature sheet: everything covered in sight, who signs, the password.

And the sheet that asks a second person who they are.

The list of what is covered scrolls by itself, so the password and the sentence never leave the screen. Meaning and
sentence come from the record, the secret leaves once and its field is emptied at once.

Values of entries stand here as on the screen behind the sheet. What is signed is the record's document, with its own
form of a number, unchanged by how this station shows it (`SheetAnswer.seen`). Where a sheet shows the very texts of
that document they keep their decimal point, and a line says so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ebr.station.questions import SheetAnswer, SheetLine
from ebr.wording import meaning_words, role_word, sentence_words
from ebr.words import beside, decimal_sign, tr
from ui.desk import Answer
from ui.shown import initials_of, moment_of
from ui.signing.presenter import Signer, SigningPresenter
from ui.theme import Theme
from ui.widgets.boxes import column, panel, row
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Icon, Label
from ui.widgets.person_row import PersonRow
from ui.widgets.sheet import Sheet
from ui.widgets.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.session import Session

WIDE: Final = 860
DECIMAL: Final = re.compile(r"(?<![\w.])[0-9]+\.[0-9]+(?![\w.])")


def in_the_records_form(lines: tuple[SheetLine, ...]) -> bool:
    """Tell whether texts of the record have decimal numbers that this screen writes in another form elsewhere."""
    return decimal_sign() != "." and any(DECIMAL.search(text) for one in lines for text in (one.value, one.limits))


class SigningContent(QWidget):
    """SigningContent(theme, sheet, signer): the signature itself. Signals: signed(object.

    Secret), not_you, cancelled, focused.
    """

    signed = Signal(object)
    not_you = Signal(object)
    cancelled = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme, sheet: SheetAnswer, signer: Signer) -> None:
        super().__init__()
        self.theme = theme
        whole = column(theme, self, gap=12)
        whole.addWidget(self._head(sheet))
        for words in sheet.exceptions:  # before the list: they must be seen, the list may be long
            whole.addWidget(Strip(theme, "warn", words))
        if sheet.kept and in_the_records_form(sheet.lines):
            words = tr("Numbers on this sheet have a decimal point: these are the texts that are signed and kept.")
            whole.addWidget(Label(theme, words, "meta", wrap=True))
        if sheet.lines:
            whole.addWidget(self._covered(sheet.lines))
        self._secret = Field(theme, tr("Password"), secret=True, hint=tr("Password"))
        self._secret.entered.connect(self._sign)
        self._secret.focused.connect(self.focused)
        self._error = Strip(theme, "crit", "")
        self._error.hide()
        self.footer = self._foot(sheet, signer)

    def _head(self, sheet: SheetAnswer) -> QWidget:
        words = Label(self.theme, tr("Meaning: {meaning}", meaning=meaning_words(sheet.meaning)), "h2", wrap=True)
        words.setAccessibleName(words.text())
        return words

    def _covered(self, lines: tuple[SheetLine, ...]) -> QWidget:
        frame = panel("sunk")
        frame.setAccessibleName(tr("What you sign"))
        grid = QGridLayout(frame)
        grid.setContentsMargins(*(self.theme.px(edge) for edge in (12, 10, 14, 10)))
        grid.setHorizontalSpacing(self.theme.px(16))
        grid.setVerticalSpacing(self.theme.px(8))
        more = any(line.limits or line.by_name or line.mark for line in lines)
        for down, line in enumerate(lines):
            again = not more and down > 0 and lines[down - 1].label == line.label  # a list: its name stands once
            self._line(grid, down, replace(line, label="") if again else line)
        for at, part in enumerate((4, 4, 4) if more else (3, 9, 0)):
            grid.setColumnStretch(at, part)
        return frame

    def _line(self, grid: QGridLayout, down: int, line: SheetLine) -> None:
        top = Qt.AlignmentFlag.AlignTop
        tone = {"out": "crit", "alert": "warn"}.get(line.mark, "")
        grid.addWidget(Label(self.theme, line.label, "meta", wrap=True), down, 0, top)
        grid.addWidget(Label(self.theme, line.value, "metastrong", tone, wrap=True, code=True), down, 1, top)
        marks = {
            "attempts": tr("earlier attempts"),
            "changed": tr("changed after entry"),
            "out": tr("out of limits"),
            "alert": tr("outside the alert limits"),
            "skipped": tr("not made"),
        }
        words = beside((line.limits, line.by_name, marks.get(line.mark, "")), ". ")
        grid.addWidget(Label(self.theme, words, "meta", "warn" if line.mark else None, wrap=True), down, 2, top)

    def _who(self, signer: Signer, sheet: SheetAnswer) -> QWidget:
        who = PersonRow(self.theme, action=tr("Not you?"))
        role = role_word(sheet.role) if sheet.role else ", ".join(role_word(one) for one in signer.roles)
        who.show_person(
            initials_of(signer.name),
            signer.name,
            tr("{user}, {role}", user=signer.person, role=role) if role else signer.person,
        )
        who.acted.connect(self.not_you)
        return who

    def _foot(self, sheet: SheetAnswer, signer: Signer) -> QWidget:
        """Who signs, the password, the sentence and the buttons stay in sight, however long the list above is."""
        footer = QWidget()
        whole = column(self.theme, footer, gap=10)
        whole.addWidget(self._who(signer, sheet))
        whole.addWidget(self._secret)
        whole.addWidget(self._error)
        whole.addWidget(Label(self.theme, legal_words(sheet, signer), "meta", wrap=True))
        line = row(self.theme, gap=12)
        whole.addLayout(line)
        cancel = Button(self.theme, tr("Cancel"), "large")
        cancel.acted.connect(self.cancelled)
        self.button = Button(self.theme, tr("Sign as {name}", name=signer.name), "primary", "signature")
        self.button.acted.connect(self._sign)
        line.addWidget(cancel, 1)
        line.addWidget(self.button, 2)
        return footer

    def _sign(self, _value: object) -> None:
        if not self.button.isEnabled():
            return
        if not self._secret.text():
            self.show_error(tr("Type your password to sign"))
            self._secret.setFocus()
            return
        secret = self._secret.text()
        self._secret.clear()
        self._error.hide()
        self.signed.emit(secret)

    def show_error(self, text: str) -> None:
        """Why it was refused, at the spot."""
        self._error.show_message("crit", text)
        self._error.setVisible(bool(text))
        self._secret.setFocus()

    def show_busy(self, busy: bool) -> None:
        """While the key is opened nothing can be signed twice."""
        self.button.setEnabled(not busy)
        self._secret.setReadOnly(busy)

    def first_field(self) -> Field:
        """The password."""
        return self._secret


def legal_words(sheet: SheetAnswer, signer: Signer) -> str:
    """The sentence that the signature stands for, with printed name and time."""
    return sentence_words(sheet.sentence, sheet.name or signer.name, moment_of(sheet.at), sheet.meaning)


class WhoContent(QWidget):
    """WhoContent(theme, words): asks who signs. Signals: named(object: text), cancelled, focused. Method.

    Show_error(text).
    """

    named = Signal(object)
    cancelled = Signal(object)
    focused = Signal(object)

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__()
        whole = column(theme, self, gap=12)
        head = row(theme, gap=12)
        head.addWidget(Icon(theme, "id-badge-2", "accentInk", 40))
        head.addWidget(Label(theme, tr("Scan your badge, or type your user name"), "h2", wrap=True), 1)
        whole.addLayout(head)
        if words:
            whole.addWidget(Label(theme, words, "instr", "ink2", wrap=True))
        self._user = Field(theme, tr("User name"), hint=tr("User name"))
        self._user.entered.connect(self._go)
        self._user.focused.connect(self.focused)
        whole.addWidget(self._user)
        self._error = Strip(theme, "crit", "")
        self._error.hide()
        whole.addWidget(self._error)
        self.footer = QWidget()
        line = row(theme, self.footer, gap=12)
        cancel = Button(theme, tr("Cancel"), "large")
        cancel.acted.connect(self.cancelled)
        go = Button(theme, tr("Continue"), "primary")
        go.acted.connect(self._go)
        line.addWidget(cancel, 1)
        line.addWidget(go, 2)

    def _go(self, _value: object) -> None:
        if self._user.text().strip():
            self.named.emit(self._user.text())

    def show_error(self, text: str) -> None:
        """Why this person is not it."""
        self._error.show_message("crit", text)
        self._error.setVisible(bool(text))
        self._user.setFocus()

    def first_field(self) -> Field:
        """The user name."""
        return self._user


class SigningFlow:
    """Leads one signature from sheet to sheet. SigningFlow(session, presenter, then, title, words); start().

    Take_scan(scan) hears badges.
    """

    def __init__(
        self, session: Session, presenter: SigningPresenter, then: Callable[[Answer], None], title: str, words: str
    ) -> None:
        self._session, self._presenter, self._then = session, presenter, then
        self._title, self._words = title, words
        self._sheet: Sheet | None = None
        self._content: WhoContent | SigningContent | None = None
        presenter.on_signer = self._signer
        presenter.on_sheet = self._signing
        presenter.on_error = self._error
        presenter.on_busy = self._busy
        presenter.on_done = self._done

    def start(self) -> None:
        """Open the first sheet."""
        self._presenter.start()

    def end(self) -> None:
        """The screen was left, or somebody else signs: no sheet opens any more."""
        self._presenter.close()

    @property
    def open(self) -> bool:
        """A sheet of this flow is on the screen."""
        return self._sheet is not None

    def take_scan(self, scan: Any) -> bool:
        """A badge names the signer while the sheet asks who it is."""
        if scan.badge and isinstance(self._content, WhoContent):
            self._presenter.badge(scan.data)
            return True
        return False

    def _signer(self, signer: Signer | None) -> None:
        if signer is None:
            content = WhoContent(self._session.theme, self._words)
            content.named.connect(lambda text: self._presenter.named(str(text)))
            self._show(content, 560)

    def _signing(self, sheet: SheetAnswer) -> None:
        signer = self._presenter.signer
        assert signer is not None
        content = SigningContent(self._session.theme, sheet, signer)
        content.signed.connect(lambda secret: self._presenter.sign(str(secret)))
        content.not_you.connect(lambda _value: self._presenter.not_you())
        self._show(content, WIDE if sheet.lines else 640, sheet.title)

    def _show(self, content: WhoContent | SigningContent, width: int, subtitle: str = "") -> None:
        before, self._sheet = self._sheet, None
        if before is not None:
            before.close_sheet()
        content.cancelled.connect(self._cancel)
        content.focused.connect(self._session.letters)
        sheet = Sheet(
            self._session.theme,
            self._session.host,
            self._title,
            content,
            footer=content.footer,
            subtitle=subtitle,
            width=width,
        )
        sheet.cancelled.connect(self._cancel)
        sheet.closed.connect(lambda _value, gone=sheet: self._gone(gone))
        self._sheet, self._content = sheet, content
        self._session.show_sheet(sheet)

    def _gone(self, sheet: Sheet) -> None:
        if self._sheet is sheet:
            self._sheet, self._content = None, None
            self.end()

    def _cancel(self, _value: object = None) -> None:
        if self._sheet is not None and not self._presenter.busy:
            self._sheet.close_sheet()

    def _error(self, text: str) -> None:
        if self._content is not None:
            self._content.show_error(text)
        else:
            self._session.notice(text, "warn")

    def _busy(self, busy: bool) -> None:
        if isinstance(self._content, SigningContent):
            self._content.show_busy(busy)

    def _done(self, said: Answer) -> None:
        if self._sheet is not None:
            self._sheet.close_sheet()
        self._then(said)
