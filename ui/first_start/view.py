"""The first start: a site with its founders, one page after the other; the bar says what is still missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from ebr import paths
from ebr.words import tr
from ui.desk import Desk
from ui.first_start.kept import keep, kept
from ui.first_start.pages import DonePage, FilePage, FirstPage, FounderPage, HalfPage, MakingPage, SitePage
from ui.first_start.presenter import FirstStartPresenter
from ui.first_start.scanner_page import ScannerPage
from ui.session import Session
from ui.widgets.boxes import Scroll, clear, column
from ui.widgets.sign_bar import Action, SignBar
from ui.widgets.wedge import Scan

WIDEST: Final = 1080


class View(QWidget):
    """View(desk, session). Without a folder in show_params, this person's own station folder is meant."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__()
        self.session, self.theme, self._desk = session, session.theme, desk
        whole = column(self.theme, self, gap=0)
        body = QWidget()
        self._body = column(self.theme, body, (24, 16, 24, 16), 0)
        whole.addWidget(Scroll(self.theme, body), 1)
        self.bar = SignBar(self.theme)
        self.bar.acted.connect(lambda key: self._acted(str(key)))
        self.bar.primary.connect(lambda _value: self._act())
        whole.addWidget(self.bar)
        self.page: FirstPage | None = None
        self.presenter: FirstStartPresenter | None = kept(session)
        if self.presenter is not None:
            self._listen(self.presenter)

    def show_params(self, folder: str = "") -> None:
        """Begins, or goes on where it was left."""
        if self.presenter is None:
            self.presenter = FirstStartPresenter(self._desk, Path(folder) if folder else paths.data() / "station")
            keep(self.session, self.presenter)
            self._listen(self.presenter)
        self._draw(self.presenter.page)

    def _listen(self, presenter: FirstStartPresenter) -> None:
        presenter.on_page, presenter.on_error = self._draw, self._error
        presenter.on_language = self.session.speak

    # -- drawing

    def _draw(self, page: str) -> None:
        """Another page, and the focus in its first empty field."""
        self._stop_page()
        clear(self._body)
        self.page = self._made(page)
        self.page.setMaximumWidth(self.theme.px(WIDEST))
        self.page.changed.connect(lambda _value: self._refresh())
        self.page.entered.connect(lambda _value: self.bar.button.click())
        self.page.focused.connect(self.session.letters)
        self._body.addWidget(self.page)
        self._refresh()
        QTimer.singleShot(0, self, self._focus)

    def _focus(self) -> None:
        """After the layout: a widget that is not shown yet takes no focus."""
        first = self.first_field() or self.bar.button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, page: str) -> FirstPage:
        presenter = self._presenter()
        if page == "founders":
            made = FounderPage(self.theme, presenter, presenter.at)
            made.chosen.connect(lambda at: self._choose(int(str(at))))
            return made
        pages: dict[str, Callable[[], FirstPage]] = {
            "site": lambda: SitePage(self.theme, presenter),
            "making": lambda: MakingPage(self.theme),
            "file": lambda: FilePage(self.theme, presenter.file_name(), ""),
            "done": lambda: DonePage(self.theme, str(presenter.saved), presenter.recovery_password),
            "scanner": lambda: ScannerPage(self._desk, self.session),
        }
        if presenter.half is not None:
            half = presenter.half
            return HalfPage(self.theme, half)
        return pages[page]()

    def _presenter(self) -> FirstStartPresenter:
        assert self.presenter is not None
        return self.presenter

    def _choose(self, at: int) -> None:
        self._presenter().at = at
        self._draw("founders")

    def _error(self, text: str) -> None:
        if self.page is not None:
            self.page.show_error(text)

    def _refresh(self) -> None:
        """The bar: the next act, or what is missing."""
        presenter = self._presenter()
        ways = {
            "site": (Action("join", tr("Join a site that is there already"), "link"),),
            "founders": (Action("back", tr("Back"), "arrow-left"),),
            "scanner": self.page.ways() if isinstance(self.page, ScannerPage) else (),
        }
        self.bar.set_actions(ways.get(presenter.page, ()))
        if presenter.page == "making":
            self.bar.hide_primary()
            self.bar.set_words(tr("Please wait"))
            return
        words, icon, missing = self._next_act(presenter)
        self.bar.set_primary(words, icon, enabled=not missing, reason=missing)

    def _next_act(self, presenter: FirstStartPresenter) -> tuple[str, str, str]:
        if presenter.page == "site":
            return tr("Continue"), "arrow-right", presenter.site_missing()
        if presenter.page == "founders":
            return self._founders_act(presenter)
        if isinstance(self.page, HalfPage):
            empty = not all(text.strip() for text in self.page.given())
            return tr("It is written down"), "check", tr("Type the two groups from the paper") if empty else ""
        if isinstance(self.page, FilePage):
            return (
                tr("Save the file"),
                "download",
                "" if self.page.folder() else tr("Fill in: {what}", what=tr("Folder")),
            )
        if isinstance(self.page, ScannerPage):
            return *self.page.next_act(), ""
        return tr("It is written down"), "check", ""

    def _founders_act(self, presenter: FirstStartPresenter) -> tuple[str, str, str]:
        here = presenter.founder_missing(presenter.at)
        forms = presenter.founders
        unnamed = next((at for at, one in enumerate(forms) if at != presenter.at and not one.name), None)
        waits = bool(forms[presenter.at].checked_by) and unnamed is not None and not self._basics_missing()
        if unnamed is not None:  # the one who checks may not have been typed yet
            return tr("Next founder"), "arrow-right", "" if waits else here
        return tr("Found the site"), "check", here or presenter.founders_missing()

    def _basics_missing(self) -> bool:
        form = self._presenter().founders[self._presenter().at]
        return not all((form.name, form.person, form.evidence, form.password)) or form.password != form.again

    # -- acting

    def _act(self) -> None:
        presenter = self._presenter()
        if presenter.page == "site":
            presenter.go("founders")
        elif presenter.page == "founders":
            self._founders_next(presenter)
        elif isinstance(self.page, HalfPage):
            presenter.confirm_half(self.page.given())
        elif isinstance(self.page, FilePage):
            presenter.save(self.page.folder())
        elif isinstance(self.page, ScannerPage):
            keep(self.session, None)
            self.session.navigate("login")
        else:
            presenter.finish()

    def _founders_next(self, presenter: FirstStartPresenter) -> None:
        if not presenter.founders_missing():
            presenter.found()
            return
        unnamed = next((at for at, one in enumerate(presenter.founders) if not one.name), None)
        if unnamed is not None:
            self._choose(unnamed)

    def _acted(self, key: str) -> None:
        if key == "join":
            self.session.navigate("join", folder=str(self._presenter().folder))
        elif isinstance(self.page, ScannerPage):
            self.page.trying.nothing()
        else:
            self._presenter().go("site")

    def _stop_page(self) -> None:
        if isinstance(self.page, ScannerPage):
            self.page.stop()

    # -- the frame's questions

    def check_scan(self, scan: Scan) -> bool:
        """A scanner that is tried is heard whatever it sends; before that, nothing here takes a scan."""
        return isinstance(self.page, ScannerPage) and self.page.check_scan(scan)

    def title(self) -> str:
        """The header's title."""
        return tr("First start")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "scanner" if isinstance(self.page, ScannerPage) else "first_start"

    def first_field(self) -> QWidget | None:
        """The first empty field."""
        return self.page.first_field() if self.page is not None else None

    def leave(self) -> None:
        """The presenter stays; nothing is drawn into a screen that is gone."""
        self._stop_page()
        if self.presenter is not None:
            self.presenter.on_page = lambda _page: None
            self.presenter.on_error = lambda _text: None
            self.presenter.on_language = lambda _code: None
