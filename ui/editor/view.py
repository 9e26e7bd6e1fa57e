"""The editor of master batch records: outline, the page of one step, problems as they arise; for keys and mouse.

Draws what the presenter made and hands on what the author did. Nothing has to be saved: what is typed is recorded at
the next pause.
"""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from ebr.domain.mbr.editing import Completion
from ebr.words import tr
from ui.desk import Desk
from ui.editor.acts import Acts
from ui.editor.bar import EditorBar
from ui.editor.controls import Offered
from ui.editor.drop import Choice
from ui.editor.media import add_media
from ui.editor.model import EditorScreen
from ui.editor.outline import Outline
from ui.editor.page_view import PageView
from ui.editor.presenter import EditorPresenter
from ui.editor.side import Side
from ui.editor.side_lines import SideLines
from ui.editor.strips import ProblemStrip
from ui.session import Session
from ui.widgets.boxes import column, row, show_if
from ui.widgets.facts import EmptyState

BOTH: Final = 1240
"""From this width at scale 1.0 outline and panel stand on both sides of the page."""
PAUSE_MS: Final = 1500
"""After the last key: then it is recorded."""


class View(QWidget):
    """View(desk, session); show_params(mbr, version, show="")."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__()
        self.session, self.theme = session, session.theme
        self.presenter = self.made_presenter(desk)
        self._screen: EditorScreen | None = None
        self._build()
        self._listen()
        self._keys()
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.presenter.save)

    def made_presenter(self, desk: Desk) -> EditorPresenter:
        """Return who works on the document."""
        return EditorPresenter(desk, self.session.person, self.session.roles)

    def _rows_acted(self, key: str, head: str, act: str, which: Any) -> None:
        """A row of a list; what a step shows is a file, so it is chosen."""
        if (head, act) == ("media", "add"):
            add_media(self.session, self.presenter, key)
        else:
            self.presenter.do(lambda work: work.rows_act(key, head, act, which))

    def made_bar(self) -> EditorBar:
        """Return the line above the page."""
        return EditorBar(self.theme)

    def _build(self) -> None:
        whole = column(self.theme, self, gap=0)
        self.bar = self.made_bar()
        whole.addWidget(self.bar)
        line = row(self.theme, gap=0)
        self.outline = Outline(self.theme)
        line.addWidget(self.outline)
        centre = column(self.theme, gap=0)
        self.page = PageView(self.theme, self._complete)
        self.page.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        centre.addWidget(self.page, 1)
        self.strip = ProblemStrip(self.theme)
        holder = QWidget()
        column(self.theme, holder, (24, 0, 20, 12), 0).addWidget(self.strip)
        self._strip_holder = holder
        centre.addWidget(holder)
        line.addLayout(centre, 1)
        self.side = Side(self.theme)
        self.lines = SideLines(self.session, self.presenter, self.side)
        self.acts = Acts(self.session, self.presenter, self.lines.ask_note, self._focus)
        self.lines.library.on_newer = self.bar.show_newer
        self.lines.proposals.on_open = self.bar.show_proposals
        line.addWidget(self.side)
        whole.addLayout(line, 1)
        self._whole = whole
        for part in (holder, *self._parts()):
            part.hide()  # nothing to act on before there is a draft

    def _parts(self) -> tuple[QWidget, ...]:
        return (self.bar, self.outline, self.page)

    def _listen(self) -> None:
        p, page = self.presenter, self.page
        p.on_screen, p.on_focus = self.show_screen, self._focus
        p.on_notice, p.on_closed = self.session.notice, self._cannot
        p.on_later = self._later
        page.typed.connect(lambda sent: p.typed(*sent))
        page.done.connect(lambda sent: p.typed(*sent, left=True))
        page.rows_acted.connect(lambda sent: self._rows_acted(*sent))
        page.acted.connect(lambda sent: self.acts.part(*sent))
        page.opened.connect(lambda key: p.open_card(str(key)))
        page.chosen.connect(lambda key: p.choose_line(str(key)))
        page.added.connect(lambda level: self.acts.add(str(level)))
        page.dropped.connect(lambda sent: self.acts.drop(*sent))
        page.focused.connect(self.session.letters)
        self.outline.chosen.connect(self._chosen)
        self.outline.entered.connect(lambda key: p.show(str(key)))
        self.outline.moved.connect(lambda sent: self.acts.part(*sent))
        self.outline.dropped.connect(lambda sent: self.acts.drop(*sent))
        self.bar.acted.connect(lambda key: self._bar_act(str(key)))
        self.strip.acted.connect(lambda _value: self._show_first())
        self.side.closed.connect(lambda _value: self._close_side())
        self.side.focused.connect(self.session.letters)

    def _later(self) -> None:
        self._pause.start()

    def _keys(self) -> None:
        acts = {
            "Ctrl+Z": self.presenter.undo,
            "Ctrl+Y": self.presenter.redo,
            "Ctrl+Shift+Z": self.presenter.redo,
            "Ctrl+F": lambda: self._bar_act("find"),
            "F8": self.next_problem,
            "F5": lambda: self.acts.part(self._page_key(), "preview"),
            "F6": self._other_side,
            "Ctrl+D": lambda: self.acts.part(self._here(), "copy"),
            "Ctrl+Return": lambda: self.acts.add(""),
            "Alt+Up": lambda: self.acts.part(self._here(), "up"),
            "Alt+Down": lambda: self.acts.part(self._here(), "down"),
            "Ctrl+PgDown": lambda: self._turn(1),
            "Ctrl+PgUp": lambda: self._turn(-1),
        }
        for keys, act in acts.items():
            QShortcut(QKeySequence(keys), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # -- what the main window asks

    def show_params(self, mbr: str = "", version: str = "", show: str = "") -> None:
        """Open a draft."""
        if mbr and version:
            self.presenter.open(mbr, version, show)
        else:
            QTimer.singleShot(0, self, lambda: self.session.navigate("masters"))

    def title(self) -> str:
        """The name of the record."""
        return self._screen.bar.title if self._screen is not None else tr("Master batch record")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "editor"

    def first_field(self) -> QWidget | None:
        """The outline: arrow keys walk through the document."""
        return self.outline.view

    def here(self) -> dict[str, str]:
        """The entry or page that is open: Back and unlocking lead to it."""
        work = self.presenter.work
        return {"show": work.card or work.page} if work is not None else {}

    def leave(self) -> None:
        """Records what was typed, and stops hearing."""
        self._pause.stop()
        now = QApplication.focusWidget()
        if now is not None and self.isAncestorOf(now):
            now.clearFocus()  # an id that was just typed counts
        self.presenter.close()

    # -- drawing

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window has room for the page and one column beside it."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() / self.theme.scale < BOTH
        show_if(self.outline, wanted=self._screen is not None and not (narrow and self.side.mode))

    def show_screen(self, screen: EditorScreen) -> None:
        """Draws everything; what is the same stays as it is."""
        before, self._screen = self._screen, screen
        self.bar.show_bar(screen.bar, sum(one.open for one in screen.notes), screen.conflicts)
        self.outline.set_lines(screen.outline)
        self.outline.show_line(screen.page.key)
        self.page.show_page(screen.page)
        self._show_strip(screen)
        self.lines.refresh(screen)
        if before is None or before.bar.title != screen.bar.title:
            self.session.header_changed()
        if before is None:
            for part in self._parts():
                show_if(part, wanted=True)
            self._arrange()
            self.outline.take_focus()
            opened = next((one.key for one in screen.page.cards if one.open), "")
            QTimer.singleShot(0, self, lambda: self.page.reveal(opened))

    def _show_strip(self, screen: EditorScreen) -> None:
        """What is wrong on this page first, then what is wrong elsewhere; the worst before the rest."""
        found = screen.problems
        show_if(self._strip_holder, wanted=bool(found) and self.side.mode != "problems")
        if not found:
            return
        first = self._worst(screen)
        others = len(found) - 1
        place = first.place
        words = tr("{place}: {problem}", place=place, problem=first.words) if place else first.words
        more = tr("{n} more (F8 goes from one to the next)", n=others) if others else ""
        self.strip.show_problem("crit" if first.error else "warn", words, more)

    def _worst(self, screen: EditorScreen) -> Any:
        here = {screen.page.key, *(one.key for one in screen.page.cards)}
        return min(screen.problems, key=lambda one: (not one.error, one.part not in here))

    def _cannot(self, words: str) -> None:
        for part in (*self._parts(), self.side):
            part.hide()
        self._strip_holder.hide()
        said = EmptyState(self.theme, "file-text", words, action=tr("Master batch records"))
        said.acted.connect(lambda _value: self.session.navigate("masters"))
        self._whole.addWidget(said, 1)

    def _focus(self, key: str, path: str) -> None:
        if not path and QApplication.focusWidget() is self.outline.view:
            self.page.reveal(key)
            return
        self.page.focus_field(key, path)

    def _complete(self, key: str, path: str, text: str, at: int, then: Offered) -> None:
        def found(completions: tuple[Completion, ...]) -> None:
            then([choice_of(one) for one in completions])

        self.presenter.complete(key, path, text, at, found)

    # -- acting

    def _page_key(self) -> str:
        return self._screen.page.key if self._screen is not None else ""

    def _here(self) -> str:
        """The part that a key means: the open card when the caret is in it, else the page."""
        work, now = self.presenter.work, QApplication.focusWidget()
        if work is None:
            return ""
        inside = now is not None and self.page.isAncestorOf(now)
        return work.card if inside and work.card else work.page

    def _chosen(self, key: object) -> None:
        work = self.presenter.work
        if work is not None and work.page != key:
            work.show(str(key))
            self.presenter.refresh()

    # -- going about

    def _turn(self, by: int) -> None:
        """The step before or after."""
        work = self.presenter.work
        if work is None:
            return
        steps = [one.key for one in work.parts.of_level("phase")]
        if steps:
            at = steps.index(work.page) if work.page in steps else -1
            self.presenter.show(steps[max(0, min(len(steps) - 1, at + by))])

    def _other_side(self) -> None:
        """From the outline to the page and back."""
        now = QApplication.focusWidget()
        if now is self.outline.view:
            self.page.focus_field(self._page_key(), "")
        else:
            self.outline.take_focus()

    def next_problem(self) -> None:
        """Go to the next problem, from where the author is."""
        if self._screen is None or not self._screen.problems:
            self.session.notice(tr("No problem"))
            return
        self.lines.next_problem(self._screen.problems)

    def _show_first(self) -> None:
        if self._screen is not None and self._screen.problems:
            first = self._worst(self._screen)
            self.presenter.show(first.part, first.path)

    def _bar_act(self, key: str) -> None:
        opened = self.presenter.opened
        if opened is None:
            return
        if key in ("undo", "redo"):
            (self.presenter.undo if key == "undo" else self.presenter.redo)()
        elif key == "compare":
            self.presenter.save()
            self.session.navigate("compare", mbr=opened.mbr, old=opened.base_version, new=opened.version)
        elif key == "rehearse":
            self.presenter.save()
            self.session.navigate("rehearse", mbr=opened.mbr, version=opened.version)
        elif key == "submit":
            self.acts.submit()
        else:
            self.lines.toggle(key, self._screen)
            self._arrange()
            if self._screen is not None:
                self._show_strip(self._screen)

    def _close_side(self) -> None:
        self.side.close_panel()
        self._arrange()
        if self._screen is not None:
            self._show_strip(self._screen)


def choice_of(one: Completion) -> Choice:
    """Return a completion as a line of the list: what is put in, and what it stands for."""
    return Choice(one.text, one.text, f"{one.label} {one.unit}".strip(), one.start, one.end)
