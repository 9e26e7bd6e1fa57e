"""The form of a specification: its tests one by one, then dates and storage; quality signs it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ebr.domain.material.events import Criterion
from ebr.domain.refusal import Refusal
from ebr.wording import refusal_words
from ebr.wording.materials import use_word
from ebr.words import figure, ntr, tr
from ui.lots.asks import Asked, Form, signed_form
from ui.lots.forms import open_question, sign
from ui.lots.items.forms import again, criterion_fields, criterion_of, rules_fields
from ui.lots.items.presenter import ItemsPresenter
from ui.session import Session
from ui.theme import Theme
from ui.widgets.boxes import clear, column, row
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet


class TestList(QWidget):
    """TestList(theme, tests): the tests so far, each with a button that takes it out. Signal: changed(object: None)."""

    changed = Signal(object)

    def __init__(self, theme: Theme, tests: list[Criterion]) -> None:
        super().__init__()
        self.theme, self.tests = theme, tests
        self._rows = column(theme, self, gap=6)
        self._draw()

    def _draw(self) -> None:
        clear(self._rows)
        count = len(self.tests)
        words = ntr("{n} test", "{n} tests", count) if count else tr("No test yet. Add the first one below.")
        self._rows.addWidget(Label(self.theme, words, "h3"))
        for at, one in enumerate(self.tests):
            line = row(self.theme, gap=10)
            line.addWidget(Label(self.theme, criterion_words(one), "body", wrap=True), 1)
            out = Button(self.theme, tr("Take out"), "plain", "x")
            out.setAccessibleName(tr("Take out {test}", test=one.title))
            out.acted.connect(lambda _value, place=at: self._take_out(place))
            line.addWidget(out, 0, Qt.AlignmentFlag.AlignTop)
            self._rows.addLayout(line)

    def _take_out(self, place: int) -> None:
        del self.tests[place]
        self._draw()
        self.changed.emit(None)

    def add(self, one: Criterion) -> None:
        """One test more; one with the same name is replaced."""
        self.tests[:] = [*(test for test in self.tests if test.id != one.id), one]
        self._draw()
        self.changed.emit(None)


def criterion_words(one: Criterion) -> str:
    """Return a test in words."""
    limits = one.expected or (
        tr("{low} to {high}", low=figure(one.low), high=figure(one.high))
        if one.low and one.high
        else tr("not below {low}", low=figure(one.low))
        if one.low
        else tr("not above {high}", high=figure(one.high))
    )
    more = [use_word(one.use)] if one.use else []
    more += [tr("repeated at the retest")] if one.retest else []
    shown = tr("{title}: {limits} {unit}", title=one.title, limits=limits, unit=one.unit).rstrip()
    return " · ".join([shown, *more])


def open_specification(session: Session, presenter: ItemsPresenter) -> None:
    """Show the tests; "Add a test" asks for one, "Continue" for dates and storage, then it is signed."""
    assert presenter.answer is not None
    answer = presenter.answer
    tests = TestList(session.theme, [again(one) for one in answer.tests])
    footer, go = _footer(session.theme)
    title = tr("Specification of {item}", item=answer.row.item)
    sheet = Sheet(session.theme, session.host, title, tests, footer=footer[0], subtitle=answer.row.title, width=860)

    def refresh(_value: object = None) -> None:
        go.setEnabled(bool(tests.tests))

    tests.changed.connect(refresh)
    refresh()
    footer[1].acted.connect(lambda _value: _ask_test(session, tests))
    go.acted.connect(lambda _value: _ask_rules(session, presenter, tests, sheet))
    footer[2].acted.connect(lambda _value: sheet.close_sheet())
    sheet.cancelled.connect(lambda _value: sheet.close_sheet())
    session.show_sheet(sheet)


def _footer(theme: Theme) -> tuple[tuple[QWidget, Button, Button], Button]:
    footer = QWidget()
    line = row(theme, footer, gap=12)
    cancel = Button(theme, tr("Cancel"), "large")
    add = Button(theme, tr("Add a test"), "large", "plus")
    go = Button(theme, tr("Continue"), "primary", "arrow-right")
    line.addWidget(cancel)
    line.addWidget(add, 1)
    line.addWidget(go, 1)
    return (footer, add, cancel), go


def _ask_test(session: Session, tests: TestList) -> None:
    repeated = Asked("retest", tr("Repeated at the retest"), text="yes", options=(("yes", tr("Yes")), ("no", tr("No"))))
    use, *others = criterion_fields()
    fields = (use, repeated, *others)
    words = tr("A number has limits; anything else the words that are expected.")
    form = Form(tr("Add a test"), tr("Add"), fields, lambda p: criterion_of(p, retest=p["retest"] == "yes"), words)
    content = open_question(session, form)

    def confirmed(parts: object, sheet: Sheet) -> None:
        assert isinstance(parts, dict)
        one = form.command(parts)
        if bool(one.low or one.high) == bool(one.expected):
            content.show_error(refusal_words(Refusal("specification_limits", test=one.title)))
            return
        tests.add(one)
        sheet.close_sheet()

    sheet = session.sheets[-1]
    content.confirmed.connect(lambda parts: confirmed(parts, sheet))


def _ask_rules(session: Session, presenter: ItemsPresenter, tests: TestList, below: Sheet) -> None:
    assert presenter.answer is not None
    title = tr("Specification of {item}", item=presenter.answer.row.item)

    form = signed_form(
        title,
        rules_fields(presenter.answer),
        lambda parts: presenter.specification(tuple(tests.tests), parts),
    )
    content = open_question(session, form)
    sheet = session.sheets[-1]

    def confirmed(parts: object) -> None:
        assert isinstance(parts, dict)
        try:
            command = form.command(parts)
        except Refusal as refused:
            content.show_error(refusal_words(refused))
            return
        sheet.close_sheet()
        below.close_sheet()
        sign(session, command, form)

    content.confirmed.connect(confirmed)
