"""The record of one batch: summary, values, exceptions, signatures, audit trail.

The acts on the batch as a whole at the bottom.

Who signed, in which role, with which meaning and when stands on every tab that shows signed things (21 CFR 11.50(b)).
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from ebr.words import mark, tr
from ui.desk import Desk
from ui.exceptions.board import Board
from ui.inspector import inspects, usable
from ui.pages.page import Page, Tall, fact_list
from ui.record.asking import Asking
from ui.record.model import TABS, Record, Signature, StepRecord
from ui.record.parts import SignatureGrid, StepPanel, nothing
from ui.record.presenter import RecordPresenter
from ui.record.trail_view import Trail
from ui.session import Session
from ui.widgets.boxes import Scroll, clear, column, panel, row, show_if
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.facts import StatTile
from ui.widgets.header import Identifier, Identity
from ui.widgets.label import Label
from ui.widgets.outline import StepOutline, StepRow
from ui.widgets.sign_bar import Action
from ui.widgets.strip import Strip

NAMES: Final = {
    "summary": mark("Summary"),
    "values": mark("Values"),
    "exceptions": mark("Exceptions"),
    "signatures": mark("Signatures"),
    "trail": mark("Audit trail"),
}


class View(Page):
    """View(desk, session). Parameters: batch, tab, step."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Batch record"))
        self.desk, self.session = desk, session
        self.presenter = RecordPresenter(desk, session.person, session.roles)
        self.asking = Asking(session, self.presenter, self._refused)
        self.record: Record | None = None
        self._primary = ""
        self.trail: Trail | None = None
        self.board: Board | None = None
        self.tabs = Choice(self.theme, tr("Part of the record"), [Option(key, tr(NAMES[key])) for key in TABS])
        self.tabs.set_chosen("summary")
        self.tabs.changed.connect(lambda key: self.show_tab(str(key)))
        self.head.addWidget(self.tabs)
        self._error = Strip(self.theme, "crit", "")
        self._error.hide()
        self.inside.addWidget(self._error)
        self._stack = QStackedWidget()
        self.inside.addWidget(self._stack, 1)
        self._pages = {key: self._page(key) for key in TABS}
        show_if(self.bar, wanted=not inspects(session))
        self.bar.acted.connect(lambda key: self.asking.act(str(key)))
        self.bar.primary.connect(lambda _value: self.asking.act(self._primary))
        self._drawn: dict[str, object] = {}
        p = self.presenter
        p.on_record, p.on_step, p.on_signatures = self.show_record, self.show_step, self.show_signatures
        p.on_report, p.on_busy, p.on_refused = self.asking.reported, self._busy, self._refused
        p.on_stage, p.on_late = self._staged, session.notice
        self._keys()

    def _keys(self) -> None:
        for at, key in enumerate(TABS, start=1):
            QShortcut(QKeySequence(f"Ctrl+{at}"), self, lambda key=key: self.show_tab(key))

    def _page(self, key: str) -> QWidget:
        page = QWidget()
        if key == "values":
            line = row(self.theme, page, gap=0)
            self.outline = StepOutline(self.theme)
            self.outline.chosen.connect(lambda step: self.presenter.choose_step(str(step)))
            line.addWidget(self.outline)
            self._step = column(self.theme, gap=0)
            line.addLayout(self._step, 1)
        else:
            column(self.theme, page, gap=10)
        self._stack.addWidget(page)
        return page

    def show_params(self, batch: str = "", tab: str = "", step: str = "") -> None:
        """Shows a batch; without one, the list of all."""
        if not batch:
            self.session.navigate("batches")
            return
        self.presenter.open(batch, step)
        self.show_tab(tab or ("values" if step else "summary"))
        self.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the frame's questions

    def identity(self) -> Identity | None:
        """Batch and identifiers in full."""
        if self.record is None:
            return None
        others = tuple(Identifier(name, value) for name, value in self.record.identifiers[:2])
        return Identity(self.record.product, (Identifier(tr("Batch"), self.record.batch), *others))

    def help_key(self) -> str:
        """Chapter of the help."""
        return "record"

    def first_field(self) -> QWidget:
        """The tabs, or what waits to be done."""
        return self.bar.button if self.bar.button.isVisible() and self.bar.button.isEnabled() else self._tab()

    def _tab(self) -> QWidget:
        chosen = (button for button in self.tabs.findChildren(Button) if button.isChecked())
        return next(chosen, self.tabs.first_field())

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
        if self.trail is not None:
            self.trail.close_trail()
        if self.board is not None:
            self.board.close_board()

    # -- drawing

    def show_tab(self, key: str) -> None:
        """Shows a part; trail and exceptions are asked for when first shown."""
        self.tabs.set_chosen(key)
        if key == "trail" and self.trail is None:
            self.trail = Trail(self.desk, self.session, self.presenter.batch)
            self._fill(key, self.trail)
        if key == "exceptions" and self.board is None:
            self.board = Board(self.desk, self.session, self.presenter.batch)
            self._fill(key, self.board)
        self._stack.setCurrentWidget(self._pages[key])

    def _fill(self, key: str, widget: QWidget) -> None:
        layout = self._pages[key].layout()
        assert layout is not None
        clear(layout)
        layout.addWidget(widget)

    def _same(self, key: str, what: object) -> bool:
        before, self._drawn[key] = self._drawn.get(key), what
        return before == what

    def show_record(self, record: Record) -> None:
        """Draws title, outline, summary and bar."""
        first, self.record = self.record is None, record
        self._error.hide()
        if self._same("record", record):
            return
        self.set_title(tr("Batch record"), record.status, record.tone)
        self.outline.set_rows([StepRow(one.key, one.number, one.text, one.state, one.detail) for one in record.outline])
        self.outline.set_progress(
            record.done, record.total, tr("{done} of {total}", done=record.done, total=record.total)
        )
        self.outline.show_step(self.presenter.step)
        self._summary(record)
        self._bar(record)
        self.session.header_changed()
        if first and not self.session.sheets:
            self.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def _summary(self, record: Record) -> None:
        body = Tall()
        inside = column(self.theme, body, gap=12)
        tiles = row(self.theme, gap=10)
        for tile in record.tiles:
            tiles.addWidget(StatTile(self.theme, tile.name, tile.value, tile.tone), 1)
        inside.addLayout(tiles)
        if record.hold:
            inside.addWidget(Strip(self.theme, "warn", tr("On hold: {reason}", reason=record.hold)))
        inside.addWidget(self._blockers(record))
        columns = row(self.theme, gap=12)
        columns.addWidget(self._card(tr("Identity"), self._identity(record)), 1)
        used = (
            fact_list(self.theme, record.used, names=230)
            if record.used
            else nothing(self.theme, "package", tr("Nothing used yet"))
        )
        columns.addWidget(self._card(tr("Materials and equipment used"), used), 1)
        inside.addLayout(columns)
        inside.addStretch(1)
        self._fill("summary", Scroll(self.theme, body))

    def _identity(self, record: Record) -> QWidget:
        """What the batch is, and the way to where its parts are."""
        body = QWidget()
        inside = column(self.theme, body, gap=12)
        inside.addWidget(fact_list(self.theme, record.facts, names=170))
        if usable(self.session, "apart"):
            stations = Button(self.theme, tr("Stations of the batch"), "large", "device-desktop")
            stations.acted.connect(lambda _value: self.asking.act("apart"))
            inside.addWidget(stations)
        return body

    def _card(self, title: str, content: QWidget) -> QWidget:
        frame = panel("card")
        inside = column(self.theme, frame, (18, 14, 18, 16), 10)
        inside.addWidget(Label(self.theme, title, "h2"))
        inside.addWidget(content)
        inside.addStretch(1)
        return frame

    def _blockers(self, record: Record) -> QWidget:
        body = QWidget()
        show_if(body, wanted=bool(record.blockers))
        inside = column(self.theme, body, gap=6)
        if record.blockers:
            inside.addWidget(Label(self.theme, tr("What stands against the next step"), "h3"))
        for words in record.blockers:
            inside.addWidget(Strip(self.theme, "quiet", words))
        return body

    def _bar(self, record: Record) -> None:
        if self.presenter.busy:
            return
        self.bar.set_actions([Action(one.key, one.text, one.icon) for one in record.offers])
        if record.primary is None:
            self._primary = ""
            self.bar.hide_primary()
            self.bar.set_words(record.words)
            return
        act, self._primary = record.primary, record.primary.key
        more = len(record.blockers) - 1
        detail = tr("and {n} more, see the summary", n=more) if act.reason and more > 0 else ""
        self.bar.set_primary(act.text, act.icon, enabled=not act.reason, reason=act.reason, detail=detail)

    def show_step(self, step: StepRecord) -> None:
        """Draws the values of a step."""
        if self._same("step", step):
            return
        clear(self._step)
        self._step.addWidget(Scroll(self.theme, StepPanel(self.theme, step)))
        self.outline.show_step(step.key)

    def show_signatures(self, rows: tuple[Signature, ...]) -> None:
        """Draws all signatures."""
        if self._same("signatures", rows):
            return
        if not rows:
            self._fill("signatures", nothing(self.theme, "signature", tr("Nobody has signed yet")))
            return
        frame = panel("card")
        inside = column(self.theme, frame, (20, 16, 20, 16), 0)
        inside.addWidget(SignatureGrid(self.theme, rows))
        inside.addStretch(1)
        holder = Tall()
        column(self.theme, holder, gap=0).addWidget(frame)
        self._fill("signatures", Scroll(self.theme, holder))

    def _refused(self, text: str) -> None:
        self._error.show_message("crit", text)
        show_if(self._error, wanted=True)

    def _busy(self, busy: bool) -> None:
        if busy:
            self._staged(tr("The report is being made…"), stoppable=True)
        elif self.record is not None:
            self._bar(self.record)

    def _staged(self, words: str, stoppable: bool) -> None:
        """Work goes on meanwhile; only this bar waits."""
        self.bar.set_actions((Action("stop_report", tr("Stop the report"), "x"),) if stoppable else ())
        self.bar.hide_primary()
        self.bar.set_words(words)
