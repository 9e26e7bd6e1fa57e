"""Deviations: a list, and one of them with its course in sections (21 CFR 211.192; floor-rules 11)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ebr.domain.refusal import Refusal
from ebr.station.questions import ExceptionRow, Exceptions
from ebr.wording import refusal_words, rule_words
from ebr.words import tr
from ui.desk import Answer, Desk
from ui.deviations.asks import Form
from ui.deviations.course import CourseCard
from ui.deviations.form import open_form
from ui.deviations.presenter import Course, DeviationsPresenter
from ui.execution.choosing import FileContent, choose_file
from ui.lots.more import open_acts
from ui.pages.choose import choose_path
from ui.pages.list_line import ListLine
from ui.pages.offer import Offer
from ui.pages.page import Listed, Page
from ui.session import Session
from ui.widgets.boxes import row, show_if
from ui.widgets.data_model import Column
from ui.widgets.data_table import DataTable
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action

WIDE: Final = 1600
LIST: Final = 470
WIDE_LIST: Final = 900
EXPORTS: Final = ("pdf", "json", "csv")
REGISTER: Final = "register-of-deviations"
"""What the file of the register is called."""


class View(Page):
    """View(desk, session); show_params(deviation="", batch="", exception="").

    With batch and exception it opens the form of a new one about them.
    """

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Deviations"))
        self.session = session
        self.presenter = DeviationsPresenter(desk, session.person, session.roles)
        columns = (
            Column("deviation", tr("Number"), 170),
            Column("title", tr("What departed")),
            Column("batches", tr("Batches"), 170),
            Column("state", tr("State"), 230),
        )
        self._listed = Listed(columns)
        line = row(self.theme, gap=14)
        empty = tr("No deviation. Open one here, or from an exception.")
        self.table = DataTable(self.theme, columns, self._listed.fetch, name=tr("deviations"), empty=empty)
        self.course = CourseCard(self.theme)
        line.addWidget(self.table)
        line.addWidget(self.course, 1)
        self.inside.addLayout(line, 1)
        self._course: Course | None = None
        self.table.chosen.connect(self._choose)
        self.table.highlighted.connect(self._choose)
        self.course.acted.connect(lambda key: self.presenter.form(str(key), self._open))
        self.bar.show()
        self.bar.acted.connect(lambda key: self._acted(str(key)))
        self.bar.primary.connect(lambda _value: self._primary())
        p = self.presenter
        p.on_lines, p.on_course = self.show_lines, self.show_course
        p.on_notice = lambda words: session.notice(words, "warn")
        p.refresh()

    def show_params(self, deviation: str = "", batch: str = "", exception: str = "") -> None:
        """Show one, those of a batch, or begin one about an exception."""
        if batch and not exception:
            self.presenter.batch = batch
            self.set_title(tr("Deviations of {batch}", batch=batch))
            self.presenter.refresh()
        if deviation:
            self.presenter.choose(deviation)
        if batch and exception:
            self.presenter.desk.ask(
                Exceptions(batch, self.session.person), lambda rows: self._about(rows, batch, exception)
            )

    def here(self) -> dict[str, str]:
        """Where one is, for coming back."""
        found = {"deviation": self.presenter.chosen, "batch": self.presenter.batch}
        return {name: text for name, text in found.items() if text}

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The course gets the room; batches stand in it anyway."""
        super().resizeEvent(event)
        wide = self.width() / self.theme.scale >= WIDE
        if self._course is not None:
            self.table.setFixedWidth(self.theme.px(WIDE_LIST if wide else LIST))
        for at in (2, 3):
            self.table.view.setColumnHidden(at, not wide)

    def show_lines(self, lines: tuple[ListLine[str], ...], words: str) -> None:
        """Fills the list."""
        self._listed.take(lines)
        self.table.refresh()
        self.set_words(words)

    def show_course(self, course: Course | None) -> None:
        """Draws one deviation and what may be done with it."""
        self._course = course
        show_if(self.course, wanted=course is not None)
        if course is None:
            self.table.setMaximumWidth(16777215)
            self._bar()
            return
        wide = self.width() / self.theme.scale >= WIDE
        self.table.setFixedWidth(self.theme.px(WIDE_LIST if wide else LIST))
        self.course.show_course(course)
        self.table.select_key(course.number)
        self._bar()

    def _bar(self) -> None:
        course = self._course
        may = self.presenter.may_open()
        new = [Action("new", tr("Open a deviation"), "plus")] if may else []
        more = [Action("more", tr("More"), "adjustments")] if course is not None else []
        register = [Action("register", tr("Register of deviations"), "file-certificate")] if self._listed.rows else []
        self.bar.set_actions([*new, *register, *more])
        offer = course.primary if course is not None else None
        if course is None or offer is None:
            self.bar.hide_primary()
            self.bar.set_words(course.words if course is not None else tr("Quality closes what others investigated"))
            return
        self.bar.set_primary(offer.text, offer.icon, enabled=not offer.reason, reason=offer.reason or course.words)

    def _choose(self, key: Any) -> None:
        if key is not None and key != self.presenter.chosen:
            self.presenter.choose(str(key))

    # -- acts

    def _about(self, rows: tuple[ExceptionRow, ...], batch: str, number: str) -> None:
        """Open the form for one exception; one that is covered already shows its deviation."""
        found = next((row for row in rows if row.number == number), None)
        if found is None:
            return
        if found.deviation:
            self.presenter.choose(found.deviation)
            return
        what = rule_words(found.rule, found.params)
        title = found.reason or (what if len(what) <= 120 else "")  # noqa: PLR2004 - the longest title
        self._open(self.presenter.opening(((batch, number),), found.severity, title))

    def _primary(self) -> None:
        if self._course is not None and self._course.primary is not None:
            self.presenter.form(self._course.primary.key, self._open)

    def _acted(self, key: str) -> None:
        if key == "new":
            self._open(self.presenter.opening())
        elif key == "more" and self._course is not None:
            open_acts(self.session, self._course.number, self._course.more, self._acted)
        elif key == "register":
            forms = (("pdf", tr("Save as PDF")), ("csv", tr("Export as CSV")))
            offers = [Offer(f"register.{form}", words, "download") for form, words in forms]
            open_acts(self.session, "", offers, self._acted, title=tr("Register of deviations"))
        elif key in EXPORTS:
            self._export(key)
        elif key.startswith("register."):
            self._register(key.partition(".")[2])
        elif key == "attach":
            choose_file(self.session, tr("Attach a file"), self._attach, pictures=False)
        else:
            self.presenter.form(key, self._open)

    def _open(self, form: Form) -> None:
        def done(said: Answer) -> None:
            if number := said.answer.get("deviation", ""):
                self.presenter.choose(number)

        open_form(self.session, form, self.presenter.do, done)

    def _attach(self, path: Path, media: str, content: FileContent, sheet: Sheet) -> None:
        def attached(said: Answer | Refusal) -> None:
            refusal = said if isinstance(said, Refusal) else said.refusal
            if refusal is not None:
                content.show_error(refusal_words(refusal))
                return
            sheet.close_sheet()
            self.session.notice(tr("Attached: {file}", file=path.name))

        self.presenter.attach(path, media, attached)

    def _export(self, form: str) -> None:
        name = f"{self.presenter.chosen}.{form}"
        self._save(tr("Save the deviation"), name, lambda file, then: self.presenter.export(form, file, then))

    def _register(self, form: str) -> None:
        """Write the register of all deviations, whatever the list shows."""
        self._save(tr("Save the register of deviations"), f"{REGISTER}.{form}", self.presenter.register)

    def _save(self, title: str, name: str, start: Callable[[Path, Callable[[Answer | Refusal], None]], None]) -> None:
        """Choose a folder and have it written there; afterwards say where, or in the sheet why not."""

        def write(folder: Path, done: Callable[[str], bool]) -> None:
            def written(said: Answer | Refusal) -> None:
                refusal = said if isinstance(said, Refusal) else said.refusal
                if done(refusal_words(refusal) if refusal is not None else "") and refusal is None:
                    self.session.notice(tr("Saved: {file}", file=str(folder / name)))

            start(folder / name, written)

        choose_path(self.session, title, tr("Save"), write, words=tr("The export is noted in the record first."))

    # -- the frame's questions

    def title(self) -> str:
        """The header's title."""
        return tr("Deviations")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "deviations"

    def first_field(self) -> QWidget:
        """The list."""
        return self.table.view

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
