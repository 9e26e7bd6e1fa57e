"""The execution screen: outline, the one step, context or number keys, and the bar with the next right action.

Draws what the presenter made and hands on what a person did; decides nothing. Signing, scans and letters go through
the session.
"""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ebr.domain.station.state import BALANCES
from ebr.words import language, tr
from ui.desk import Desk
from ui.execution.acts import Acts
from ui.execution.centre import Centre
from ui.execution.field_forms import NumberForm
from ui.execution.kept import Kept
from ui.execution.model import Screen
from ui.execution.near import Near
from ui.execution.presenter import ExecutionPresenter
from ui.execution.presses import Presses
from ui.execution.reading import BALANCE
from ui.execution.scans import Scans
from ui.execution.side import Due, Side, timer_fact
from ui.execution.signs import Signs
from ui.execution.transcribing import Transcribing
from ui.execution.weighing import Weighing
from ui.media.loading import Pictures
from ui.session import Session
from ui.widgets.boxes import column, show_if
from ui.widgets.columns import Columns
from ui.widgets.field import Field
from ui.widgets.header import Identifier, Identity
from ui.widgets.keypad import Keypad
from ui.widgets.outline import StepOutline
from ui.widgets.outline_paint import StepRow
from ui.widgets.sign_bar import Action, SignBar
from ui.widgets.strip import Strip
from ui.widgets.wedge import Scan

AGAIN_SECONDS = 30
"""Due times of series and minimum holds change without anybody acting, so the batch is asked for again."""


class View(QWidget):
    """View(desk, session); show_params(batch, phase="", entry="", form="")."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__()
        self.session, self.theme = session, session.theme
        self.presenter = ExecutionPresenter(desk, session.person, session.roles, session.drafts, language())
        readings = self.presenter.readings
        readings.devices = frozenset(BALANCE for role in BALANCES if session.setting(role))
        readings.on_busy = session.hold_idle
        self.presenter.on_no = lambda: session.play("refused")
        self._due = Due()
        self.acts = Acts(session, self.presenter)
        self.scans = Scans(self.presenter, lambda: self.centre.form(), session)  # noqa: PLW0108 - made below
        self.signs = Signs(session, self.presenter)
        self.transcribing = Transcribing(session, self.presenter)
        self._screen: Screen | None = None
        self._drawn_at = time.monotonic()
        self._build()
        self.presses = Presses(self)
        self._listen()
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._second)
        self._tick.start()
        self._seconds = 0
        self.weighing = Weighing(self, session, self.presenter, self.centre, self.columns)

    def _build(self) -> None:
        whole = column(self.theme, self, gap=0)
        self.outline = StepOutline(self.theme)
        self.centre = Centre(self.theme)
        self.side = Side(self.theme)
        self.keypad = Keypad(self.theme)
        self.columns = Columns(self.theme, self.outline, self.centre, self.side)
        self.keypad.hide()
        self._near = Near(self.theme)
        self._paper = Strip(self.theme, "warn")
        self._paper.hide()
        self.bar = SignBar(self.theme)
        self.bar.set_actions(
            (
                Action("back", tr("Back"), "arrow-left", plain=True),
                Action("report", tr("Report exception"), "alert-triangle", "warnEdge"),
                Action("more", tr("More"), "chevron-up", plain=True),
            )
        )
        whole.addWidget(self._paper)
        whole.addWidget(self.columns, 1)
        whole.addWidget(self._near)
        whole.addWidget(self.bar)

    def _listen(self) -> None:
        p, c = self.presenter, self.centre
        p.on_screen, p.on_notice = self.show_screen, self.session.notice
        p.on_refused, p.on_mismatch = self._cannot, self.acts.mismatch
        p.on_transcribe = self.transcribing.ask
        self.outline.chosen.connect(lambda key: p.choose_step(str(key)))
        c.drafted.connect(self._drafted)
        c.submitted.connect(lambda sent: p.record(*sent))
        c.acted.connect(lambda sent: self.presses.act(*sent))
        c.device_asked.connect(lambda sent: p.readings.read(*sent))
        c.entry_pressed.connect(lambda key: p.choose_entry(str(key)))
        c.change_pressed.connect(lambda key: self.acts.correct(str(key)))
        c.exception_pressed.connect(lambda key: self.acts.departures.document(str(key)))
        c.second_pressed.connect(self.signs.second_person)
        c.strip_pressed.connect(lambda act: self.presses.primary_act(str(act)))
        c.round_pressed.connect(lambda sent: self.acts.round_of(*sent))
        c.media.pictures = Pictures(p.desk)
        c.media_pressed.connect(self.presses.show_media)
        c.language_pressed.connect(lambda _value: p.next_language())
        c.focused.connect(self.session.letters)
        self.side.exception_pressed.connect(
            lambda key: self.session.navigate("exceptions", batch=p.batch, exception=str(key))
        )
        self.columns.narrowed.connect(lambda narrow: self._near.setVisible(bool(narrow)))
        self.columns.opened.connect(lambda _drawer: self._show_near())
        self._near.pressed.connect(lambda _value: self.columns.show_context(open_=not self.columns.context_open))
        self.keypad.closed.connect(lambda _value: self.show_keypad(None))
        self.bar.acted.connect(self.presses.bar)
        self.bar.primary.connect(lambda _value: self.presses.primary())
        report = self.acts.departures.report
        for keys, act in (("Ctrl+Return", self.presses.primary), ("Ctrl+E", report), ("Ctrl+M", self.presses.more)):
            QShortcut(QKeySequence(keys), self, act)
        QShortcut(QKeySequence("Ctrl+I"), self, self.presenter.next_language)
        QShortcut(QKeySequence("Ctrl+B"), self, self.presses.read)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self, lambda by=step: self._move(by))

    # -- what the main window asks

    def show_params(self, batch: str = "", phase: str = "", entry: str = "", form: str = "") -> None:
        """Shows a batch; with `form`, what is entered is transcribed from that emergency form."""
        self.presenter.form = form
        if form:
            words = tr("Everything entered here is transcribed from emergency form {form}", form=form)
            self._paper.show_message("warn", words, tr("Leave this screen to go on recording."))
        show_if(self._paper, wanted=bool(form))
        if batch:
            self.presenter.open(batch, phase, entry)

    def title(self) -> str:
        """No title: the batch's identity stands in the header."""
        return ""

    @property
    def drawn(self) -> Screen | None:
        """What is drawn, None before the first answer."""
        return self._screen

    def identity(self) -> Identity | None:
        """The batch and its identifiers in full."""
        if self._screen is None:
            return None
        return identity_of(self._screen)

    def help_key(self) -> str:
        """Chapter of the help."""
        return "weighing" if self.weighing.form() is not None else "execution"

    def first_field(self) -> QWidget | None:
        """The open entry, or the primary button."""
        return self.centre.first_field() or (self.bar.button if self.bar.button.isEnabled() else None)

    def spot(self) -> dict[str, str]:
        """Batch, step and entry, for coming back after a crash."""
        screen, p = self._screen, self.presenter
        if screen is None or screen.step is None:
            return {}
        return {"batch": p.batch, "phase": screen.current, "entry": p.active(), "form": p.form}

    def kept(self) -> Kept | None:
        """What the lock screen goes on showing."""
        screen = self._screen
        if screen is None:
            return None
        elapsed = time.monotonic() - self._drawn_at
        step = screen.step
        return Kept(
            identity_of(screen),
            tuple((line, line.elapsed + (elapsed if line.running else 0)) for line in screen.timers),
            f"{step.number}  {step.title}" if step is not None else "",
            step.instruction if step is not None else "",
        )

    def leave(self) -> None:
        """Stops hearing."""
        self._tick.stop()
        self.weighing.stop()
        self.presenter.close()

    def take_scan(self, scan: Scan) -> bool:
        """A scan belongs to the open entry, or to a question on top; nowhere else."""
        if self.session.sheets:
            return self.acts.take_scan(scan.data)
        return self.scans.take(scan)

    def take_person(self, person: str) -> bool:
        """A badge names who takes over while the open entry asks for it."""
        form = self.centre.form()
        return form is not None and form.take_person(person)

    def take_letters(self, field: Field) -> bool:
        """Number keys stand beside the step; letters are the main window's."""
        form = self.centre.form()
        if (
            field.wants not in ("number", "moment")
            or self.session.sheets
            or form is None
            or not form.isAncestorOf(field)
        ):
            # Both kinds of keys at once have no room on a small screen.
            self.show_keypad(None)
            return False
        self.show_keypad(field)
        return True

    def hide_letters(self) -> None:
        """A real keyboard is used."""
        self.show_keypad(None)

    # -- drawing

    def show_screen(self, screen: Screen) -> None:
        """Draws everything; what is the same stays as it is."""
        fresh = self._screen is None or self._screen.batch != screen.batch
        moved = self._screen is None or self._screen.current != screen.current
        self._screen, self._drawn_at = screen, time.monotonic()
        self.outline.set_rows(
            [StepRow(line.key, line.number, line.text, line.state, line.detail) for line in screen.outline]
        )
        self.outline.set_progress(
            screen.done, screen.total, tr("{done} of {total} done", done=screen.done, total=screen.total)
        )
        if moved:
            self.outline.show_step(screen.current)
            self.show_keypad(None)
        self.side.show_screen(screen)
        self._show_near()
        self._show_bar(screen)
        if screen.step is not None:
            self.weighing.widen(screen)
            self.centre.show_step(screen.step, screen.active, self._drafts(screen), focus=not self.session.sheets)
        self._show_timers()
        if fresh:
            self.session.header_changed()
        if not screen.active and self.bar.button.isEnabled() and not self.session.sheets:
            self.bar.button.setFocus()

    def _drafts(self, screen: Screen) -> dict[str, dict[str, str]]:
        p = self.presenter
        step = screen.step
        return {card.key: dict(p.drafts.of(p.person, card.key)) for card in step.cards} if step is not None else {}

    def _show_bar(self, screen: Screen) -> None:
        bar = screen.bar
        self.bar.set_primary(
            bar.text, bar.icon, enabled=bar.enabled, reason=bar.reason or " ", detail=bar.detail, tone=bar.tone
        )

    def _second(self) -> None:
        self._seconds += 1
        if self._seconds % AGAIN_SECONDS == 0:
            self.presenter.refresh()
        self._show_timers()

    def _show_timers(self) -> None:
        if self._screen is None:
            return
        gone = time.monotonic() - self._drawn_at
        lines = [(line, line.elapsed + (gone if line.running else 0)) for line in self._screen.timers]
        facts = [timer_fact(line, elapsed) for line, elapsed in lines if line.running]
        self.side.show_timers(facts)
        if self._due.heard(facts):
            self.session.play("timer")
        self.centre.show_elapsed({line.key: timer_fact(line, elapsed).left for line, elapsed in lines})
        self._near.show_timers(facts)

    def _show_near(self) -> None:
        exceptions = len(self._screen.exceptions) if self._screen is not None else 0
        self._near.show_open(exceptions, drawer=self.columns.context_open)

    def show_keypad(self, field: Field | None) -> None:
        """Docks the number keys in place of the context, or takes them away."""
        if field is None:
            self.columns.dock(None)
            return
        self.keypad.attach(field, field.accessibleName(), self._limits(), negative=True)
        self.columns.dock(self.keypad)

    def _limits(self) -> str:
        step = self._screen.step if self._screen is not None else None
        card = next((card for card in step.cards if card.editor is not None), None) if step is not None else None
        return card.detail if card is not None else ""

    # -- acting

    def _drafted(self, sent: Any) -> None:
        key, parts = sent
        self.presenter.draft(key, parts)
        form = self.centre.form()
        if isinstance(form, NumberForm):
            form.update_scale(self.presenter.scale(key))

    def _move(self, by: int) -> None:
        if self._screen is None:
            return
        keys = [line.key for line in self._screen.outline if line.state != "section"]
        at = keys.index(self._screen.current) if self._screen.current in keys else 0
        self.presenter.choose_step(keys[max(0, min(len(keys) - 1, at + by))])

    def _cannot(self, words: str) -> None:
        self.session.notice(words, "warn")
        self.session.navigate("queue")


def identity_of(screen: Screen) -> Identity:
    """The header's identity: batch, then the other identifiers in full."""
    others = tuple(Identifier(caption, value) for caption, value in screen.identifiers)
    return Identity(screen.product, (Identifier(tr("Batch"), screen.batch), *others))
