"""The step in the middle: title, instruction, what stands in the way, the entries as cards, the signatures.

A card is rebuilt only when what it shows changed, so that the caret, what is typed and the scroll position stay when
something else in the batch changes.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ebr.words import tr
from ui.execution.act_forms import TimerForm
from ui.execution.form import Form
from ui.execution.forms import form_of
from ui.execution.model import Card, RoundLine, StepView
from ui.execution.unfinished import AGAIN
from ui.media.line import MediaLine
from ui.theme import Theme
from ui.widgets.boxes import Scroll, clear, column, row
from ui.widgets.button import Button
from ui.widgets.entry_card import CardRow, EntryCard
from ui.widgets.label import Chip, Icon, Label
from ui.widgets.number_entry import NumberEntry
from ui.widgets.strip import Strip

WIDE = 1700


class CardBox(QWidget):
    """One card with what belongs to it: earlier values and comments below, the second person's button."""

    def __init__(self, theme: Theme, card: Card, centre: Centre) -> None:
        super().__init__()
        self.theme, self._centre = theme, centre
        self.form: Form | None = None
        self._whole = column(theme, self, gap=4)
        self.shown: Card | None = None
        self._card = EntryCard(theme, _plain(card))
        self._card.change_pressed.connect(centre.change_pressed)
        self._card.action_pressed.connect(centre.exception_pressed)
        self._card.pressed.connect(centre.entry_pressed)
        self._below: QVBoxLayout = column(theme, gap=2)
        self._whole.addWidget(self._card)
        self._whole.addLayout(self._below)

    def show_card(self, card: Card, parts: dict[str, str]) -> bool:
        """Shows it anew when it differs; True when the open form was made new."""
        if self.shown is not None and _same(self.shown, card):
            if self.form is not None and card.editor is not None:
                self.form.update_dispense(card.editor.dispense)
            if self.shown.message != card.message:
                self._card.show_message(card.message_tone, card.message)
                self.shown = card
            return False
        self.shown, self.form = card, None
        if card.editor is not None:
            self.form = form_of(self.theme, card.editor)
            self._listen(card.key, self.form)
        self._card.show_row(_plain(card), self.form)
        self._show_below(card)
        if self.form is not None:
            self.form.set_parts(parts)
        return self.form is not None

    def _listen(self, key: str, form: Form) -> None:
        centre = self._centre
        form.drafted.connect(lambda parts: centre.drafted.emit((key, parts)))
        form.submitted.connect(lambda sent: centre.submitted.emit((key, *sent)))
        form.device_asked.connect(lambda part: centre.device_asked.emit((key, str(part))))
        form.acted.connect(lambda act: centre.acted.emit((key, act)))
        form.focused.connect(centre.focused)

    def _show_below(self, card: Card) -> None:
        clear(self._below)
        if card.before:
            strip = Strip(self.theme, "quiet", card.before, "", tr("Fill it in again"), icon="history")
            strip.acted.connect(lambda _value, key=card.key: self._centre.acted.emit((key, AGAIN)))
            self._below.addWidget(strip)
        for words in card.notes:
            line = row(self.theme, margins=(52, 0, 8, 0), gap=8)
            line.addWidget(Icon(self.theme, "history", "ink3", 18), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Label(self.theme, words, "meta", wrap=True), 1)
            self._below.addLayout(line)
        if card.second:
            strip = Strip(self.theme, "info", card.second_words, "", card.second, icon="user-check")
            strip.acted.connect(lambda _value, key=card.key: self._centre.second_pressed.emit(key))
            self._below.addWidget(strip)


def _plain(card: Card) -> CardRow:
    return CardRow(
        card.key,
        card.title,
        card.state,
        card.detail,
        card.badge,
        card.value,
        card.source_icon,
        card.source,
        card.scale,
        card.change,
        card.attempts,
        card.message,
        card.message_tone,
        card.message_action,
        card.exception,
    )


def _same(one: Card, other: Card) -> bool:
    """Equal but for what is typed just now, what the station says of a charge, and a message that is over.

    A message goes while hands are already in the next field: the field must not be made anew under them.
    """
    over = other.editor is not None and not other.message
    bare = [
        replace(
            card,
            editor=replace(card.editor, scale=None, dispense=None) if card.editor is not None else None,
            message="" if over else card.message,
            message_tone="" if over else card.message_tone,
            message_action="" if over else card.message_action,
        )
        for card in (one, other)
    ]
    return bare[0] == bare[1]


class Centre(QWidget):
    """Centre(theme). show_step(StepView, active, draft_of). Signals carry plain objects.

    drafted (key, parts), submitted (key, parts, how), acted (key, act), change_pressed key, exception_pressed key,
    entry_pressed key, second_pressed key, strip_pressed act, round_pressed (node, "open" or "end", thing),
    language_pressed, media_pressed MediaRow, focused Field, device_asked (key, part).
    """

    drafted = Signal(object)
    submitted = Signal(object)
    acted = Signal(object)
    change_pressed = Signal(object)
    exception_pressed = Signal(object)
    entry_pressed = Signal(object)
    second_pressed = Signal(object)
    strip_pressed = Signal(object)
    round_pressed = Signal(object)
    language_pressed = Signal(object)
    media_pressed = Signal(object)
    focused = Signal(object)
    device_asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._boxes: dict[str, CardBox] = {}
        self._step = ""
        self._active = self._strip_act = ""
        body = QWidget()
        self._body = body
        body.setMaximumWidth(theme.size("centre_max"))
        self._inside = column(theme, body, (20, 14, 20, 16), 10)
        self._build_head()
        self._cards = column(theme, gap=10)
        self._inside.addLayout(self._cards)
        self._signed = column(theme, gap=4)
        self._inside.addLayout(self._signed)
        self._inside.addStretch(1)
        holder = QWidget()
        line = row(theme, holder, gap=0)
        line.addStretch(1)
        line.addWidget(body, 1000)
        line.addStretch(1)
        self.sliding = Scroll(theme, holder)
        whole = column(theme, self, gap=0)
        whole.addWidget(self.sliding, 1)

    def _build_head(self) -> None:
        line = row(self.theme, gap=12)
        self._title = Label(self.theme, "", "h1", wrap=True)
        self._critical = Chip(self.theme, tr("Critical step"))
        self._scribe = Chip(self.theme, "", "accent")
        self._sop = Label(self.theme, "", "metastrong", "accent")
        self._room = Label(self.theme, "", "metastrong")
        line.addWidget(self._title, 1)
        self._language = Button(self.theme, "", "desk")
        self._language.hide()  # nothing is said by it before a step is shown
        self._language.acted.connect(lambda _value: self.language_pressed.emit(None))
        for widget in (self._language, self._scribe, self._critical, self._room, self._sop):
            line.addWidget(widget)
        self._instruction = Label(self.theme, "", "instr", wrap=True)
        self._strip = Strip(self.theme, "quiet", "")
        self._strip.acted.connect(lambda _value: self.strip_pressed.emit(self._strip_act))
        self._rounds = column(self.theme, gap=8)
        self._inside.addLayout(line)
        self._amended = Strip(self.theme, "info", "")
        self.media = MediaLine(self.theme)
        self.media.pressed.connect(self.media_pressed)
        self._inside.addWidget(self._instruction)
        self._inside.addWidget(self.media)
        self._inside.addWidget(self._amended)
        self._inside.addWidget(self._strip)
        self._inside.addLayout(self._rounds)

    def show_step(self, step: StepView, active: str, drafts: dict[str, dict[str, str]], *, focus: bool = True) -> None:
        """Shows the step.

        When another entry is open than before, or its form was made new, it gets the focus, unless a sheet lies on
        top (`focus`).
        """
        fresh = step.key != self._step
        self._show_head(step)
        self._show_rounds(step.rounds)
        if [card.key for card in step.cards] != list(self._boxes):
            self._make(step.cards)
        renewed = {card.key for card in step.cards if self._boxes[card.key].show_card(card, drafts.get(card.key, {}))}
        self._show_signatures(step.signatures)
        if fresh:
            self.sliding.show_from_top()
        moved = active != self._active or active in renewed or fresh
        self._step, self._active = step.key, active
        if active and moved and focus:
            self.focus_active()

    def _show_head(self, step: StepView) -> None:
        self._title.setText(f"{step.number}  {step.title}")
        self._title.setAccessibleName(f"{step.number} {step.title}")
        self._instruction.setText(step.instruction)
        self._instruction.setVisible(bool(step.instruction))
        self.media.show_media(step.media)
        self._sop.setText(step.sop)
        self._sop.setVisible(bool(step.sop))
        self._room.setText(step.room)
        self._room.setVisible(bool(step.room))
        self._language.set_text(step.language, tr("Language of the instruction: {language}", language=step.language))
        self._language.setVisible(bool(step.language))
        self._critical.setVisible(step.critical)
        self._scribe.setText(tr("Performed by {name}", name=step.scribe))
        self._scribe.setVisible(bool(step.scribe))
        self._amended.show_message("info", step.amended, step.amended_words, icon="pencil")
        self._amended.setVisible(bool(step.amended))
        self._strip_act = step.strip_act
        self._strip.setVisible(bool(step.strip))
        icon = "lock" if step.status == "locked" else ""
        self._strip.show_message(step.strip_tone or "quiet", step.strip, "", step.strip_action, icon)

    def _show_rounds(self, rounds: tuple[RoundLine, ...]) -> None:
        clear(self._rounds)
        for one in rounds:
            line = row(self.theme, gap=12)
            line.addWidget(Icon(self.theme, "repeat", "ink2", 24))
            line.addWidget(Label(self.theme, one.text, "h3", wrap=True), 1)
            for verb, act, icon in ((one.open_verb, "open", "plus"), (one.end_verb, "end", "list-check")):
                if verb:
                    button = Button(self.theme, verb, "plain", icon)
                    button.set_value((one.node, act, one.thing))
                    button.acted.connect(self.round_pressed)
                    line.addWidget(button)
            self._rounds.addLayout(line)

    def _make(self, cards: tuple[Card, ...]) -> None:
        clear(self._cards)
        self._boxes = {}
        for card in cards:
            box = CardBox(self.theme, card, self)
            self._boxes[card.key] = box
            self._cards.addWidget(box)

    def _show_signatures(self, signatures: tuple[tuple[str, bool], ...]) -> None:
        clear(self._signed)
        for words, valid in signatures:
            line = row(self.theme, margins=(16, 2, 8, 2), gap=10)
            line.addWidget(Icon(self.theme, "signature" if valid else "ban", "ink2" if valid else "warnEdge", 22))
            line.addWidget(Label(self.theme, words, "meta", "" if valid else "warn", wrap=True), 1)
            self._signed.addLayout(line)

    def set_wide(self, *, wide: bool) -> None:
        """Weighing takes the whole width, which instructions must not: long lines are hard to read."""
        self._body.setMaximumWidth(self.theme.px(WIDE) if wide else self.theme.size("centre_max"))

    def form(self) -> Form | None:
        """The open form."""
        box = self._boxes.get(self._active)
        return box.form if box is not None else None

    def first_field(self) -> QWidget | None:
        """What gets the focus: in the open entry."""
        form = self.form()
        return form.first_field() if form is not None else None

    def focus_active(self) -> None:
        """Gives the open entry the focus and brings it into sight."""
        target = self.first_field()
        box = self._boxes.get(self._active)
        if target is None or box is None:
            return
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(target.parentWidget(), NumberEntry):
            target.selectAll()  # type: ignore[attr-defined]
        self._inside.activate()
        self.sliding.ensureWidgetVisible(box, 0, self.theme.px(12))

    def show_elapsed(self, words: dict[str, str]) -> None:
        """Running times, by the address of the timer."""
        form = self.form()
        if isinstance(form, TimerForm):
            form.show_elapsed(words.get(self._active, ""))
