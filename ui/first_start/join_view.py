"""Joining a site in the window: form, code to read aloud, and the two ways in (`ui.first_start.join_presenter`)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from ebr import paths
from ebr.words import tr
from ui.desk import Desk
from ui.first_start.join_pages import AdmittedPage, JoiningPage, JoinPage, WaitingPage
from ui.first_start.join_presenter import JoinPresenter
from ui.first_start.pages import FirstPage
from ui.first_start.scanner_page import NOTHING, ScannerPage
from ui.pages.choose import choose_path
from ui.session import Session
from ui.widgets.boxes import Scroll, clear, column
from ui.widgets.sign_bar import Action, SignBar
from ui.widgets.wedge import Scan

WIDEST: Final = 1080
BUNDLE: Final = (".ebrb",)


class View(QWidget):
    """View(desk, session). Without a folder in show_params, this person's own station folder is meant."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__()
        self.session, self.theme, self._desk = session, session.theme, desk
        whole = column(self.theme, self, gap=0)
        body = QWidget()
        self._body = column(self.theme, body, (24, 16, 24, 16), 0)
        whole.addWidget(Scroll(self.theme, body), 1)
        self._folder = ""
        self.bar = SignBar(self.theme)
        self.bar.acted.connect(lambda key: self._acted(str(key)))
        self.bar.primary.connect(lambda _value: self._act())
        whole.addWidget(self.bar)
        self.page: FirstPage | None = None
        self.presenter: JoinPresenter | None = None

    def show_params(self, folder: str = "") -> None:
        """Begins with the form, or with the code where this station has asked already."""
        self._folder = folder
        presenter = JoinPresenter(self._desk, Path(folder) if folder else paths.data() / "station")
        self.presenter = presenter
        presenter.on_page, presenter.on_error, presenter.on_words = self._draw, self._error, self._words
        self._draw("form")
        presenter.open()

    # -- drawing

    def _draw(self, page: str) -> None:
        self._stop_page()
        clear(self._body)
        self.page = self._made(page)
        self.page.setMaximumWidth(self.theme.px(WIDEST))
        self.page.changed.connect(lambda _value: self._refresh())
        self.page.focused.connect(self.session.letters)
        if page == "form":
            self.page.entered.connect(lambda _value: self.bar.button.click())
        self._body.addWidget(self.page)
        self._refresh()
        self.session.header_changed()
        QTimer.singleShot(0, self, self._focus)

    def _made(self, page: str) -> FirstPage:
        presenter = self._presenter()
        if page == "waiting":
            made = WaitingPage(self.theme, presenter)
            made.save.connect(lambda _value: self._save())
            made.bundle.connect(lambda _value: self._take())
            made.centre.connect(lambda _value: presenter.ask_centre())
            return made
        station = presenter.waiting.station if presenter.waiting is not None else ""
        pages: dict[str, Callable[[], FirstPage]] = {
            "form": lambda: JoinPage(self.theme, presenter),
            "making": lambda: JoiningPage(self.theme),
            "admitted": lambda: AdmittedPage(self.theme, station, presenter.site),
            "scanner": lambda: ScannerPage(self._desk, self.session),
        }
        return pages[page]()

    def _presenter(self) -> JoinPresenter:
        assert self.presenter is not None
        return self.presenter

    def _focus(self) -> None:
        """After the layout: a widget that is not shown yet takes no focus."""
        (self.first_field() or self.bar.button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _error(self, text: str) -> None:
        if self.page is not None:
            self.page.show_error(text)

    def _words(self, text: str) -> None:
        if isinstance(self.page, WaitingPage):
            self.page.show_words(text)

    def _refresh(self) -> None:
        presenter = self._presenter()
        back = Action("found", tr("Found a site instead"), "arrow-left")
        trying = self.page.ways() if isinstance(self.page, ScannerPage) else ()
        self.bar.set_actions((back,) if presenter.page == "form" else trying)
        if presenter.page == "form":
            missing = presenter.missing()
            self.bar.set_primary(tr("Make the station and its request"), "check", enabled=not missing, reason=missing)
        elif isinstance(self.page, ScannerPage):
            self.bar.set_primary(*self.page.next_act(), enabled=True, reason="")
        elif presenter.page == "admitted":
            self.bar.set_primary(tr("Continue"), "arrow-right", enabled=True, reason="")
        else:
            self.bar.hide_primary()
            waits = tr("Nothing can be recorded here before the site office has admitted this station")
            self.bar.set_words(waits if presenter.page == "waiting" else tr("Please wait"))

    # -- acting

    def _act(self) -> None:
        if isinstance(self.page, ScannerPage):
            self.session.navigate("login")
        elif self._presenter().page == "admitted":
            self._presenter().go("scanner")
        elif not self._presenter().missing():
            self._presenter().make()

    def _acted(self, key: str) -> None:
        if key == NOTHING and isinstance(self.page, ScannerPage):
            self.page.trying.nothing()
        else:
            self.session.navigate("first_start", folder=self._folder)

    def _stop_page(self) -> None:
        if isinstance(self.page, ScannerPage):
            self.page.stop()

    def _save(self) -> None:
        presenter = self._presenter()
        choose_path(
            self.session,
            tr("Save the request"),
            tr("Save here"),
            lambda folder, then: then(presenter.save(folder)),
            words=tr("Choose the folder, for example of a memory stick, for {file}", file=presenter.file_name()),
        )

    def _take(self) -> None:
        choose_path(self.session, tr("Take the first bundle in"), tr("Take in"), self._presenter().take, endings=BUNDLE)

    # -- the frame's questions

    def check_scan(self, scan: Scan) -> bool:
        """A scanner that is tried is heard whatever it sends; before that, nothing here takes a scan."""
        return isinstance(self.page, ScannerPage) and self.page.check_scan(scan)

    def title(self) -> str:
        """The header's title."""
        return tr("Join a site")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "scanner" if isinstance(self.page, ScannerPage) else "stations"

    def first_field(self) -> QWidget | None:
        """The first empty field, or the next act."""
        return self.page.first_field() if self.page is not None else None

    def leave(self) -> None:
        """Stops hearing."""
        self._stop_page()
        if self.presenter is not None:
            self.presenter.close()
