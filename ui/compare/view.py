"""Two versions of a master batch record compared: the changes under their steps, one of them in full beside them."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QWidget

from ebr.words import ntr, tr
from ui.compare.detail import fill
from ui.compare.listing import FILTERS, CompareLine
from ui.compare.presenter import CompareDetail, ComparePresenter, CompareScreen, Side
from ui.compare.sides import SidesContent
from ui.desk import Desk
from ui.pages.choose import save_file
from ui.pages.page import WIDE, DetailCard, Page
from ui.session import Session
from ui.widgets.boxes import row, show_if
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.data_model import Column, TableRow
from ui.widgets.data_table import FILTER_PAUSE_MS, DataTable
from ui.widgets.field import Field
from ui.widgets.label import Icon
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action
from ui.widgets.strip import Strip

FIND: Final = 220
VALUES: Final = (2, 3)
"""Columns of the values before and after."""
VALUE: Final = 136


class View(Page):
    """View(desk, session). Parameters: mbr, old and new (versions; what is left out is chosen)."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Compare"))
        self.session = session
        self.presenter = ComparePresenter(desk, session.person)
        self._rows: list[CompareLine] = []
        self._head()
        self._trouble = Strip(self.theme, "warn", "")
        self._trouble.hide()
        self.inside.addWidget(self._trouble)
        self.inside.addLayout(self._narrowing())
        self.inside.addLayout(self._body(), 1)
        self._fresh = True
        self._shortcuts()
        self.bar.show()
        self.bar.acted.connect(lambda key: self._acted(str(key)))
        p = self.presenter
        p.on_screen, p.on_lines, p.on_detail = self.show_screen, self.show_lines, self.show_detail

    def _head(self) -> None:
        self.old_button = Button(self.theme, "", "plain", "chevron-down")
        self.new_button = Button(self.theme, "", "plain", "chevron-down")
        self.old_button.acted.connect(lambda _value: self.choose_side(old=True))
        self.new_button.acted.connect(lambda _value: self.choose_side(old=False))
        self._title.setWordWrap(True)
        self.head.addWidget(self.old_button)
        self.head.addWidget(Icon(self.theme, "arrow-right", "ink3", 22))
        self.head.addWidget(self.new_button)

    def _narrowing(self) -> QHBoxLayout:
        self.finding = Field(self.theme, tr("Find in the changes"), hint=tr("Find"))
        self.finding.setFixedWidth(self.theme.px(FIND))
        self.finding.focused.connect(self.session.letters)
        self._pause = QTimer(self, interval=FILTER_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(lambda: self.table.set_filter(self.finding.text()))
        self.finding.changed.connect(lambda _text: self._pause.start())
        self.finding.entered.connect(lambda _text: self.table.view.setFocus())
        self.filters = Choice(self.theme, tr("Show"), [])
        self.filters.changed.connect(lambda kind: self.presenter.narrow(str(kind)))
        line = row(self.theme, gap=12)
        line.addWidget(self.finding)
        line.addWidget(self.filters, 1)
        return line

    def _body(self) -> QHBoxLayout:
        columns = (
            Column("part", tr("Part"), sortable=False),
            Column("what", tr("What"), 166, sortable=False),
            Column("was", tr("Before"), sortable=False),
            Column("now", tr("After"), sortable=False),
            Column("effect", tr("Effect"), 106, sortable=False),
        )
        line = row(self.theme, gap=14)
        empty = tr("No change that fits")
        self.table = DataTable(self.theme, columns, self._fetch, name=tr("changes"), empty=empty, filtered=False)
        self.table.highlighted.connect(self._highlighted)
        self.table.chosen.connect(self._chosen)
        self.detail = DetailCard(self.theme)
        line.addWidget(self.table, 1)
        line.addWidget(self.detail)
        return line

    def _shortcuts(self) -> None:
        for keys, act in (
            ("Alt+Left", lambda: self.choose_side(old=True)),
            ("Alt+Right", lambda: self.choose_side(old=False)),
            ("Ctrl+Down", lambda: self.step(1)),
            ("Ctrl+Up", lambda: self.step(-1)),
            ("Ctrl+P", self.print_changes),
            ("Ctrl+F", self.finding.setFocus),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room for the details on a wide screen; on a narrow one the parts keep theirs and values give way."""
        super().resizeEvent(event)
        self.detail.fit(self.width())
        header = self.table.view.horizontalHeader()
        narrow = self.width() / self.theme.scale < WIDE
        mode = QHeaderView.ResizeMode.Interactive if narrow else QHeaderView.ResizeMode.Stretch
        for at in VALUES:
            header.setSectionResizeMode(at, mode)
            if narrow:
                header.resizeSection(at, self.theme.px(VALUE))

    def show_params(self, mbr: str = "", old: str = "", new: str = "") -> None:
        """Shows two versions of a master batch record."""
        self.presenter.open(mbr, old, new)

    # -- drawing

    def show_screen(self, screen: CompareScreen) -> None:
        """Draws everything around the list."""
        self.set_title(screen.title or tr("Compare"))
        self._side(self.old_button, screen.old, tr("Before"))
        self._side(self.new_button, screen.new, tr("After"))
        self._trouble.show_message("warn", screen.trouble)
        show_if(self._trouble, wanted=bool(screen.trouble))
        self._filters(screen.counts)
        actions = [Action("swap", tr("Swap sides"), "switch-horizontal", enabled=bool(screen.old and screen.new))]
        actions.append(Action("print", tr("Save as PDF"), "printer", enabled=screen.printable))
        actions.append(Action("masters", tr("All versions"), "file-certificate"))
        self.bar.set_actions(actions)
        words = tr("Please wait") if screen.waiting else screen.words
        self.bar.set_words(words, self._hint(screen) if screen.counts is not None else "")

    def _hint(self, screen: CompareScreen) -> str:
        if not screen.printable:
            return tr("A draft still changes: the paper of its changes is made once it is submitted")
        if screen.weaker:
            return ntr("{n} makes the record less strict", "{n} make the record less strict", screen.weaker)
        return tr("Ctrl+Down goes to the next step, Return opens what is unchanged")

    def _side(self, button: Button, side: Side | None, what: str) -> None:
        words = side.words if side is not None else tr("Choose a version")
        button.set_text(words, tr("{what}: {words}", what=what, words=words))

    def _filters(self, counts: dict[str, int] | None) -> None:
        for widget in (self.finding, self.filters):
            show_if(widget, wanted=bool(counts))
        if not counts:
            return
        options = [
            Option(key, tr("{what} ({n})", what=tr(words), n=counts[key]), enabled=bool(counts[key]) or not key)
            for key, words in FILTERS.items()
        ]
        self.filters.set_options(options)
        if not counts.get(self.presenter.kind):
            self.presenter.kind = ""
        self.filters.set_chosen(self.presenter.kind)

    def _fetch(self, offset: int, limit: int, text: str, _order: str) -> list[TableRow]:
        if offset == 0:
            self._rows = self.presenter.rows(text)
        return [
            TableRow(one.key, one.cells, one.tone, one.icon, one.wide) for one in self._rows[offset : offset + limit]
        ]

    def show_lines(self, lines: tuple[CompareLine, ...]) -> None:
        """Fills the list; the first change is shown in full."""
        self.table.refresh()
        show_if(self.detail, wanted=bool(lines))
        now: Any = self.table.current_key()
        first = next((one.key for one in lines if one.key[0] == "change"), None)
        if first is not None and (now is None or (self._fresh and now[0] != "change")):
            self.table.select_key(first)
        if self._fresh and lines and not self.session.sheets:
            self._fresh = False
            self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_detail(self, detail: CompareDetail | None) -> None:
        """Draws one change in full."""
        if detail is None:
            self.detail.empty("git-compare", tr("Choose a change"))
            self.detail.end()
        else:
            fill(self.detail, self.theme, detail)

    # -- acts

    def _highlighted(self, key: Any) -> None:
        if key is not None:
            self.presenter.highlight(key)

    def _chosen(self, key: Any) -> None:
        if key is not None and key[0] == "same":
            self.presenter.toggle(key[1])

    def step(self, by: int) -> None:
        """Go to the first change of the next step, or of the one before."""
        keys = [one.key for one in self._rows]
        heads = [at for at, key in enumerate(keys) if key[0] == "step"]
        now = self.table.current_key()
        here = keys.index(now) if now in keys else 0
        later = [at for at in heads if at > here] if by > 0 else [at for at in reversed(heads) if at < here - 1]
        if later:
            self.table.select_key(keys[later[0] + 1])

    def choose_side(self, *, old: bool) -> None:
        """Choose what is compared."""
        p = self.presenter
        content = SidesContent(self.theme, tuple(p.sides.values()), p.mbr, p.old if old else p.new)
        title = tr("Compare from") if old else tr("Compare to")
        sheet = Sheet(self.theme, self.session.host, title, content, width=680)

        def chosen(key: Any) -> None:
            sheet.close_sheet()
            p.choose(old=str(key)) if old else p.choose(new=str(key))

        content.chosen.connect(chosen)
        sheet.cancelled.connect(lambda _value: sheet.close_sheet())
        self.session.show_sheet(sheet)

    def _acted(self, key: str) -> None:
        if key == "swap":
            self.presenter.swap()
        elif key == "print":
            self.print_changes()
        else:
            self.session.navigate("masters")

    def print_changes(self) -> None:
        """Choose a folder and write the sealed PDF of the changes there."""
        p = self.presenter
        if p.found is None or not self._printable():
            return
        old, new = p.sides[p.old], p.sides[p.new]
        name = f"{p.mbr}-{old.version}-{new.version}-changes.pdf"
        save_file(
            self.session, tr("Save the changes as PDF"), name, lambda folder, said: p.print_changes(folder / name, said)
        )

    def _printable(self) -> bool:
        p = self.presenter
        return all(p.sides[key].status != "draft" for key in (p.old, p.new))

    # -- the frame's questions

    def title(self) -> str:
        """The header's title."""
        return tr("Compare versions")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "compare"

    def first_field(self) -> QWidget:
        """The list."""
        return self.table.view

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
