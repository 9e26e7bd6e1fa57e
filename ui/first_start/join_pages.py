"""The pages of a station that joins a site: its form, its code, and the end of waiting."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from ebr.words import tr
from ui.first_start.join_presenter import JoinPresenter, Waiting
from ui.first_start.pages import FirstPage, StationPage
from ui.status.presenter import breakable
from ui.theme import Theme
from ui.widgets.boxes import column, panel, row, show_if
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Chip, Label
from ui.widgets.strip import Strip


class JoinPage(StationPage):
    """JoinPage(theme, presenter): name, fingerprint of the site, profile, and a passphrase where one is needed."""

    def __init__(self, theme: Theme, presenter: JoinPresenter) -> None:
        words = tr(
            "This station asks, the site office admits it: an administrator with the code of this station,"
            " and a person of quality who signs."
        )
        super().__init__(theme, tr("Join a site"), words, presenter.typed)
        self.put(tr("Name of this station"), "name")
        self.put(tr("Fingerprint of the site, from its papers"), "site", code=True)
        self.ask_rest(tr("Profile, for ever; the same as the site's"))


class JoiningPage(FirstPage):
    """JoiningPage(theme): keys are made."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("The station is being made…"), tr("Its keys are made. This takes a moment."))
        self.inside.addStretch(1)


class WaitingPage(FirstPage):
    """WaitingPage(theme, presenter): the code in large letters, the request, and the two ways in.

    Signals: save(object: None), bundle(object: None), centre(object: None).
    """

    save = Signal(object)
    bundle = Signal(object)
    centre = Signal(object)

    def __init__(self, theme: Theme, presenter: JoinPresenter) -> None:
        waiting = presenter.waiting
        assert waiting is not None
        words = tr(
            "Bring the request to the site office as a file, and read this code aloud by telephone."
            " Do not send both the same way. The program may be closed meanwhile."
        )
        super().__init__(theme, tr("{station} waits to be admitted", station=waiting.station), words)
        self.words = Strip(theme, "quiet", "")
        self.words.hide()
        self.inside.insertWidget(2, self.words)
        self.inside.insertWidget(3, self._code(waiting))
        cards = row(theme, gap=12)
        cards.addWidget(self._network(presenter), 1)
        cards.addWidget(self._stick(), 1)
        self.inside.addLayout(cards)
        self.inside.addStretch(1)

    def _code(self, waiting: Waiting) -> QFrame:
        card = panel("card")
        inside = column(self.theme, card, (20, 16, 20, 16), 10)
        line = row(self.theme, gap=12)
        line.addWidget(Label(self.theme, tr("Code to read aloud at the site office"), "h3"), 1)
        line.addWidget(Chip(self.theme, tr("Not admitted yet"), "warn"))
        inside.addLayout(line)
        line = row(self.theme, gap=12)
        line.addWidget(Label(self.theme, waiting.code, "display", code=True), 1)
        save = Button(self.theme, tr("Save the request"), "large" if waiting.file else "primary", "download")
        save.acted.connect(self.save)
        line.addWidget(save)
        inside.addLayout(line)
        site = tr("Site that it asks: {fingerprint}", fingerprint=waiting.fingerprint)
        inside.addWidget(Label(self.theme, site, "meta", wrap=True, code=True))
        if waiting.file:
            place = tr("The request is {file}", file=breakable(waiting.file))
            inside.addWidget(Label(self.theme, place, "metastrong", wrap=True))
        self._save = save
        return card

    def _network(self, presenter: JoinPresenter) -> QFrame:
        card = panel("card")
        inside = column(self.theme, card, (20, 16, 20, 16), 8)
        inside.addWidget(Label(self.theme, tr("With a network"), "h3"))
        typed = presenter.typed
        fields = (
            (tr("Address of the central store"), "address", False),
            (tr("Password of its login, if it needs one"), "password", True),
        )
        for label, name, secret in fields:
            made = Field(self.theme, label, getattr(typed, name), secret=secret)
            made.changed.connect(lambda text, name=name: setattr(typed, name, str(text)))
            made.focused.connect(self.focused)
            made.entered.connect(self.centre)
            inside.addWidget(Label(self.theme, label, "meta"))
            inside.addWidget(made)
        ask = Button(self.theme, tr("Ask the central store now"), "large", "refresh")
        ask.acted.connect(self.centre)
        inside.addWidget(ask)
        inside.addStretch(1)
        self.ask = ask
        show_if(card, wanted=presenter.rounds is not None)
        return card

    def _stick(self) -> QFrame:
        card = panel("card")
        inside = column(self.theme, card, (20, 16, 20, 16), 8)
        inside.addWidget(Label(self.theme, tr("Without a network"), "h3"))
        words = tr("The office writes the first bundle for this station on a stick. Take it in here.")
        inside.addWidget(Label(self.theme, words, "body", wrap=True, align=Qt.AlignmentFlag.AlignTop))
        inside.addStretch(1)
        take = Button(self.theme, tr("Take the first bundle in"), "large", "download")
        take.acted.connect(self.bundle)
        inside.addWidget(take)
        return card

    def show_words(self, text: str) -> None:
        """What goes on."""
        self.words.show_message("quiet", text)
        show_if(self.words, wanted=bool(text))
        self.ask.setEnabled(not text.endswith("…"))

    def first_field(self) -> Button:
        """The request: the office needs it first."""
        return self._save


class AdmittedPage(FirstPage):
    """AdmittedPage(theme, station, site): people may sign in."""

    def __init__(self, theme: Theme, station: str, site: str) -> None:
        words = tr(
            "The office's certificate was proved from the fingerprint on. People sign in with the passwords they have."
        )
        super().__init__(theme, tr("{station} belongs to {site}", station=station, site=site), words)
        self.inside.addStretch(1)
