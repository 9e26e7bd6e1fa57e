"""The dry run of a draft or version: play generated batches, read what was reached, try it on the real screens.

Draws what the presenter made; the trial opens in a window of its own, on a station of its own (`ui.rehearse.window`).
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.desk import Desk
from ui.pages.page import Listed, Page
from ui.rehearse.presenter import RehearsePresenter, Screen
from ui.session import Session
from ui.widgets.boxes import row, show_if
from ui.widgets.data_model import Column, TableRow
from ui.widgets.data_table import DataTable
from ui.widgets.label import Label
from ui.widgets.sign_bar import Action
from ui.widgets.strip import Strip


class View(Page):
    """View(desk, session); show_params(mbr, version)."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Dry run"))
        self.session = session
        self.presenter = RehearsePresenter(desk, session.person, session.roles)
        self._screen: Screen | None = None
        self._trial: object = None
        columns = (Column("kind", tr("Kind"), 260), Column("text", tr("What")), Column("result", tr("Result"), 330))
        self._listed = Listed(columns)
        self._strip = Strip(self.theme, "info")
        self._kept = Label(self.theme, "", "meta", wrap=True)
        empty = tr("Play generated batches to see what the document reaches")
        self.table = DataTable(self.theme, columns, self._listed.fetch, name=tr("coverage"), empty=empty)
        self.inside.addWidget(self._strip)
        line = row(self.theme)
        line.addWidget(self._kept, 1)
        self.inside.addLayout(line)
        self.inside.addWidget(self.table, 1)
        self.bar.show()
        self.bar.acted.connect(self._act)
        self.bar.primary.connect(lambda _value: self.presenter.run())
        p = self.presenter
        p.on_screen, p.on_notice = self.show_screen, session.notice
        p.render()

    def show_params(self, mbr: str = "", version: str = "") -> None:
        """Shows a draft or a version."""
        self.presenter.open(mbr, version)

    # -- drawing

    def show_screen(self, screen: Screen) -> None:
        """Draws everything."""
        before, self._screen = self._screen, screen
        self.set_title(screen.title or tr("Dry run"), screen.status)
        self.set_words(screen.words)
        self._kept.setText(screen.kept)
        self._show_strip(screen)
        rows = tuple(TableRow(one.key, (one.kind, one.text, one.result), one.tone, one.icon) for one in screen.lines)
        if rows != self._listed.rows:
            self._listed.rows = rows
            self.table.refresh()
        self._show_bar(screen)
        if before is not None and not self.session.sheets:
            self._lead(before, screen)

    def _lead(self, before: Screen, screen: Screen) -> None:
        """The focus goes to what comes next: stop a run, keep its result, go back."""
        if screen.stage and not before.stage:
            self.bar.focus_action("stop")
        elif before.stage and not screen.stage:
            self.bar.focus_action("keep" if screen.can_keep else "back")
        elif before.can_keep and not screen.can_keep:
            self.bar.focus_action("back")

    def _show_strip(self, screen: Screen) -> None:
        if screen.why:
            self._strip.show_message("crit", screen.why, screen.problem)
        elif screen.stage:
            self._strip.show_message("info", screen.stage)
        elif screen.verdict:
            self._strip.show_message("info" if screen.passed else "crit", screen.verdict)
        else:
            words = tr(
                "Generated people play every branch, limit, timer and round, and make mistakes that must be answered"
            )
            self._strip.show_message("quiet", words)
        show_if(self._strip, wanted=True)

    def _show_bar(self, screen: Screen) -> None:
        ready = bool(screen.title) and not screen.why
        actions = [
            Action("back", tr("Back"), "arrow-left", plain=True),
            Action("trial", tr("Try it on the screens"), "device-desktop", enabled=ready),
        ]
        if screen.can_keep:
            actions.append(Action("keep", screen.keep_text, "paperclip"))
        if screen.stage:
            actions.append(Action("stop", tr("Stop"), "player-stop"))
        self.bar.set_actions(actions)
        reason = screen.stage or screen.why or tr("Nothing is written in the record by playing")
        able = ready and not screen.stage
        self.bar.set_primary(tr("Play generated batches"), "player-play", enabled=able, reason=reason)

    # -- acts

    def _act(self, key: object) -> None:
        p = self.presenter
        {"back": self.session.back, "keep": p.keep, "stop": self._stop, "trial": self.open_trial}[str(key)]()

    def _stop(self) -> None:
        self.presenter.stop()
        self.presenter.render()

    def open_trial(self) -> None:
        """Open the real screens on a temporary station, in a process of its own where the desk has one."""
        if not self.presenter.ready or self._trial is not None:
            return
        file = self.presenter.document_file()
        child = getattr(self.presenter.desk.desk, "child", None)
        if child is None:
            from ui.rehearse.running import opened

            self._trial = opened(file, self.theme)
            return
        self._trial = file
        self.session.notice(tr("The trial opens in a window of its own"), "")
        child(["rehearse", str(file), self.theme.name], self._trial_over)

    def _trial_over(self, ended: tuple[int, str]) -> None:
        self._trial = None
        code, said = ended
        if code and self.presenter.desk.here:
            last = (said.strip().splitlines() or [""])[-1]
            self.session.notice(tr("The trial ended early. {why}", why=last).strip(), "warn")

    # -- the frame's questions

    def title(self) -> str:
        """The header's title."""
        return tr("Dry run")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "dry-run"

    def first_field(self) -> QWidget:
        """The main button, or the list while it cannot be used."""
        return self.bar.button if self.bar.button.isEnabled() else self.table.view

    def leave(self) -> None:
        """Stops hearing, and the run with it."""
        self.presenter.close()
