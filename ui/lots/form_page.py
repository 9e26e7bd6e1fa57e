"""`FormPage`: a list page whose acts are forms; what is scanned goes to the open form first.

Some acts stand below the details, the rest in a sheet behind "More".
"""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from ui.lots.asks import Form
from ui.lots.forms import Do, FormContent, open_form, sign
from ui.pages.list_page import Chooses, ListPage
from ui.pages.offer import Offer, Shown
from ui.pages.page import fact_list
from ui.session import Session
from ui.widgets.boxes import row
from ui.widgets.choice import Choice
from ui.widgets.label import Label
from ui.widgets.wedge import Scan


class FormPage(ListPage):
    """FormPage(session, presenter, title). A subclass answers `scanned` for when no form is open."""

    def __init__(self, session: Session, presenter: Chooses, title: str) -> None:
        super().__init__(session, presenter, title)
        self._form: FormContent | None = None
        self._more: tuple[Offer, ...] = ()

    def add_filters(self, name: str) -> Choice:
        """Put a choice above the list; what it filters by comes later, with numbers."""
        filters = Choice(self.theme, name, [])
        line = row(self.theme, gap=8)
        line.addWidget(filters)
        line.addStretch(1)
        self.inside.addLayout(line)
        return filters

    def section(self, inside: QVBoxLayout, title: str, facts: tuple[Shown, ...], words: str = "") -> None:
        """Add facts under a title, or the words for none; nothing where there are neither."""
        if not facts and not words:
            return
        inside.addWidget(Label(self.theme, title, "h3"))
        if facts:
            inside.addWidget(fact_list(self.theme, facts))
        if words:
            inside.addWidget(Label(self.theme, words, "meta", wrap=True))

    def begin(self, form: Form, do: Do) -> None:
        """Ask what the form asks; one without fields is signed at once."""
        if form.fields:
            self.open(form, do)
        else:
            sign(self.session, form.command({}), form)

    def open(self, form: Form, do: Do) -> None:
        """Show the form; `do` carries out what is not signed."""
        self._form = open_form(self.session, form, do)
        self.session.sheets[-1].closed.connect(self._closed)

    def _closed(self, _value: object) -> None:
        self._form = None

    def take_scan(self, scan: Scan) -> bool:
        """The open form gets what is scanned, else the page."""
        return self._form.take_scan(scan.data) if self._form is not None else self.scanned(scan)

    def scanned(self, _scan: Scan) -> bool:
        """Show what was scanned; tells whether it was for this page."""
        return False
