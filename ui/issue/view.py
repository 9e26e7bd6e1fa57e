"""Issuing a batch, and quality's check of an issue: the master at the left, the form at the right, one signature."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from ebr.words import tr
from ui.desk import Answer, Desk
from ui.issue.check import Checked
from ui.issue.comparison import Comparison
from ui.issue.form import IssueForm
from ui.issue.issuing import PLACE, Form, IssuePresenter, MasterLine, State
from ui.pages.page import Listed, Page
from ui.session import Session
from ui.widgets.boxes import clear, column, panel, row, show_if
from ui.widgets.data_model import Column, TableRow
from ui.widgets.data_table import DataTable
from ui.widgets.facts import EmptyState
from ui.widgets.header import Identifier, Identity
from ui.widgets.sign_bar import Action
from ui.widgets.strip import Strip
from ui.widgets.wedge import Scan

FORM: Final = 540
WIDE_FORM: Final = 760
WIDE: Final = 1600
"""From this logical width form and list get more room."""


class View(Page):
    """View(desk, session). Parameters: batch (quality checks its issue); without one, a batch is issued."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Issue a batch"))
        self.session = session
        self.presenter = IssuePresenter(desk, session.person)
        self.table: DataTable | None = None
        self.form: IssueForm | None = None
        self._form: Form | None = None
        self._checked: Checked | None = None
        self._error = Strip(self.theme, "crit", "")
        self._error.hide()
        self.inside.addWidget(self._error)
        self._body = column(self.theme, gap=0)
        self.inside.addLayout(self._body, 1)
        self._side: QFrame | None = None
        self.bar.show()
        self.bar.acted.connect(lambda key: self._acted(str(key)))
        self.bar.primary.connect(lambda _value: self.sign())
        p = self.presenter
        p.on_masters, p.on_form, p.on_state = self.show_masters, self.show_form, self.show_state
        p.on_checked, p.on_past, p.on_refused = self.show_checked, self._past, self._refused

    def show_params(self, batch: str = "") -> None:
        """Shows the check of a batch, or the form of an issue."""
        if batch:
            self.set_title(tr("Check the issue of {batch}", batch=batch))
            self.presenter.check(batch)
        elif self.session.may("supervisor"):
            self._build_issue()
            self.presenter.refresh()
            self._restore()
            self._focus()
        else:
            words = tr("A supervisor issues a batch, and quality checks the issue.")
            self._empty("lock", tr("You cannot issue batches"), words, tr("All batches"), "batches")

    def _focus(self) -> None:
        first = self.first_field()
        if first is not None and not self.session.sheets:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _empty(self, icon: str, title: str, words: str, action: str, screen: str) -> None:
        clear(self._body)
        self.table = self.form = self._side = None
        self.bar.hide()
        made = EmptyState(self.theme, icon, title, words, action)
        made.acted.connect(lambda _value: self.session.navigate(screen))
        self._body.addWidget(made, 1)

    # -- issuing

    def _build_issue(self) -> None:
        clear(self._body)
        columns = (
            Column("product", tr("Product")),
            Column("mbr", tr("Master batch record"), 190),
            Column("version", tr("Version"), 92),
            Column("size", tr("Allowed size"), 224),
            Column("since", tr("In force since"), 134),
        )
        self._listed = Listed(columns)
        empty = tr("No master batch record is in force")
        self.table = DataTable(self.theme, columns, self._listed.fetch, name=tr("master batch records"), empty=empty)
        self.table.chosen.connect(self._choose)
        self._side = panel("card")
        self._inside = column(self.theme, self._side, (1, 4, 1, 1), 0)
        line = row(self.theme, gap=14)
        line.addWidget(self.table, 1)
        line.addWidget(self._side)
        self._body.addLayout(line, 1)
        self._ask_to_choose()
        self.bar.set_actions((Action("masters", tr("Master batch records"), "file-certificate"),))
        self.show_state(self.presenter.state())
        self._fit()

    def _ask_to_choose(self) -> None:
        clear(self._inside)
        words = tr("Then give number, size and identifiers of the batch.")
        made = EmptyState(self.theme, "file-certificate", tr("Choose the master batch record"), words)
        self._inside.addWidget(made, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives the form more room where there is some; the list drops what the form says anyway."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self.table is None or self._side is None:
            return
        wide = self.width() / self.theme.scale >= WIDE
        self._side.setFixedWidth(self.theme.px(WIDE_FORM if wide else FORM))
        for at in (1, 4):
            self.table.view.setColumnHidden(at, not wide)

    def show_masters(self, lines: tuple[MasterLine, ...]) -> None:
        """Fills the list of versions in force."""
        if self.table is None:
            return
        if not lines:
            words = tr("Quality puts an approved version in force before a batch can be issued on it.")
            title = tr("No master batch record is in force")
            self._empty("file-certificate", title, words, tr("Master batch records"), "masters")
            return
        self._listed.rows = tuple(TableRow(one.key, one.cells, "", "file-certificate") for one in lines)
        self.table.refresh()

    def _choose(self, key: object) -> None:
        if isinstance(key, tuple):
            self.presenter.choose(key)
            self._focus()

    def show_form(self, form: Form) -> None:
        """Draws the form; the same form again keeps what stands in it."""
        if form == self._form and self.form is not None:
            return
        self._form = form
        clear(self._inside)
        self.form = IssueForm(self.theme, form, self.presenter.parts)
        self.form.typed.connect(lambda typed: self.presenter.typed(*typed))
        self.form.finished.connect(lambda _value: self.bar.button.setFocus(Qt.FocusReason.TabFocusReason))
        self.form.focused_in.connect(self.session.letters)
        self._inside.addWidget(self.form, 1)

    def show_state(self, state: State) -> None:
        """Says what is missing or wrong."""
        if self.form is not None:
            self.form.show_state(state)
        ready = not state.missing
        words = tr("Quality checks the issue before work can begin") if ready else state.missing
        self.bar.set_primary(tr("Issue the batch"), "signature", enabled=ready, reason=words)

    def _restore(self) -> None:
        kept = dict(self.session.drafts.of(self.session.person, PLACE))
        key = (kept.pop("mbr", ""), kept.pop("version", ""))
        self.presenter.choose(key, kept)

    def _keep(self) -> None:
        chosen = self.presenter.chosen
        if chosen is not None:
            parts = {"mbr": chosen.mbr, "version": chosen.version, **self.presenter.parts}
            self.session.drafts.keep(self.session.person, PLACE, parts)

    # -- checking

    def show_checked(self, checked: Checked) -> None:
        """Draws what was issued beside what the master says."""
        if checked == self._checked:
            return
        self._checked = checked
        clear(self._body)
        self._body.addWidget(Comparison(self.theme, checked), 1)
        self.bar.set_actions((Action("record", tr("Batch record"), "file-text"),))
        self.bar.set_primary(
            tr("Issue is right"),
            "signature",
            enabled=not checked.refusal,
            reason=checked.refusal or tr("Compare every line, then sign"),
        )
        self.session.header_changed()
        self.bar.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _past(self, batch: str) -> None:
        if not self.session.sheets:
            self.session.navigate("record", batch=batch)

    def _refused(self, text: str) -> None:
        self._error.show_message("crit", text)
        show_if(self._error, wanted=True)
        self.bar.hide()

    # -- acts

    def sign(self) -> None:
        """Opens the signature sheet of the issue, or of its check."""
        if self._checked is not None:
            self.session.sign(self.presenter.check_command(), self._signed, title=tr("Check the issue"))
        elif not self.presenter.state().missing:
            self.session.sign(self.presenter.command(), self._signed, title=tr("Issue the batch"))

    def _signed(self, said: Answer) -> None:
        if said.refusal is not None:
            return
        batch = self._checked.batch if self._checked is not None else self.presenter.parts["batch"]
        if self._checked is not None:
            words = tr("The issue of {batch} is checked; work may begin", batch=batch)
        else:
            words = tr("{batch} is issued; quality checks the issue next", batch=batch)
            self.session.drafts.forget(self.session.person, PLACE)
            self.presenter.chosen = None
        self.session.notice(words)
        self.session.navigate("record", batch=batch)

    def _acted(self, key: str) -> None:
        params = {"batch": self._checked.batch} if key == "record" and self._checked is not None else {}
        self.session.navigate(key, **params)

    def take_scan(self, scan: Scan) -> bool:
        """A code goes into the field with the caret, else into the first empty one."""
        place = self.presenter.place_of(self.form.focused()) if self.form is not None else ""
        if place and self.form is not None:
            self.form.put(place, scan.data)
        return bool(place)

    # -- the frame's questions

    def identity(self) -> Identity | None:
        """Batch and identifiers while an issue is checked."""
        if self._checked is None:
            return None
        others = tuple(Identifier(name, value) for name, value in self._checked.identifiers[:2])
        return Identity(self._checked.product, (Identifier(tr("Batch"), self._checked.batch), *others))

    def title(self) -> str:
        """The header's title."""
        return tr("Issue a batch")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "issue"

    def first_field(self) -> QWidget | None:
        """The list, the first empty field, or the signature."""
        if self.form is not None:
            return self.form.first_field()
        return self.table.view if self.table is not None else self.bar.button

    def leave(self) -> None:
        """Keeps what was typed and stops hearing."""
        self._keep()
        self.presenter.close()
