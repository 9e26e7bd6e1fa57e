"""The execution screen without its looks: which entry is open, what is sent to the station, what is then shown.

One entry is open at a time; Enter sends it, and it folds only after the station's answer. One act has one command id:
a double tap while it is under way sends nothing, and the same act tried again uses the same id. Drafts stay with the
person who typed them. After each change the batch is asked for again; nothing is guessed (architecture.md, "The path
of one value").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from ebr.domain.batch import commands as c
from ebr.station.questions import BatchAnswer, BatchQuestion, EntryAnswer, People, PersonRow
from ebr.wording import refusal_words
from ebr.words import tr
from ui.desk import Answer, Desk
from ui.drafts import Drafts
from ui.execution import opening, screen, unfinished
from ui.execution.charges import Charges
from ui.execution.editors import editor_of
from ui.execution.model import Screen
from ui.execution.reading import Readings
from ui.execution.sending import Done, Sending
from ui.pages.visit import Visit
from ui.widgets.limit_scale import LimitScale

TYPED: Final = "typed"


class ExecutionPresenter:
    """ExecutionPresenter(desk, person, drafts). `on_screen(Screen)` draws; `on_notice(text, tone)` says briefly.

    `on_refused(text)` when the
    batch cannot be shown; `on_mismatch(words, params)` after a scan that does not match. `open(batch, phase)`
    begins; `close()` ends.
    """

    def __init__(
        self,
        desk: Desk,
        person: str,
        roles: tuple[str, ...] = (),
        drafts: Drafts | None = None,
        language: str = "",
    ) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.doing = desk
        self.drafts = drafts if drafts is not None else Drafts()
        self._language = language
        """The terminal's, for who has not chosen."""
        self.answer: BatchAnswer | None = None
        self.batch = self.phase = self.chosen = ""
        self.form = ""
        """Number of the emergency form that is transcribed; "" for none."""
        self.on_transcribe: Callable[[str, Mapping[str, str]], None] = lambda _address, _value: None
        self.on_screen: Callable[[Screen], None] = lambda _screen: None
        self.on_notice: Callable[[str, str], None] = lambda _text, _tone: None
        self.on_refused: Callable[[str], None] = lambda _text: None
        self.on_no: Callable[[], None] = lambda: None
        """A value was refused; why stands on its card."""
        self.on_mismatch: Callable[[str, Mapping[str, str]], None] = lambda _words, _params: None
        self.messages: dict[str, tuple[str, str]] = {}
        self._sending = Sending(self)
        self._asking = self._stale = self._just_signed = False
        self.names: dict[str, str] = {}
        self.readings = Readings(self)
        self.charges = Charges(self)
        self.on_weighed: Callable[[str, int], None] = lambda _address, _item: None
        self.desk.on_changed(self._changed)

    def open(self, batch: str, phase: str = "", entry: str = "") -> None:
        """Show a batch where work goes on, or at a step; the person's own place comes first."""
        self.drafts = self.drafts.within(batch)
        step, slot = self.drafts.place(self.person, batch)
        self.desk.ask(People(), self._known)
        self.batch, self.phase = batch, phase or step
        self.chosen = entry or (slot if not phase or phase == step else "")
        self.refresh()

    def _known(self, rows: tuple[PersonRow, ...]) -> None:
        self.names = {row.person: row.name for row in rows}

    def close(self) -> None:
        """Hear nothing more; the place is remembered."""
        self.desk.close()
        self._keep_place()

    # -- asking

    def refresh(self) -> None:
        """Ask for the batch again; questions while one is under way become one."""
        if self._asking:
            self._stale = True
            return
        self._asking, self._stale = True, False
        self.desk.ask(BatchQuestion(self.batch, self.person, self.phase, self.language()), self._got, self._not_got)

    def _got(self, answer: BatchAnswer) -> None:
        self._asking = False
        before, self.answer = self.answer, answer
        if before is not None and before.batch == answer.batch and answer.amendments > before.amendments:
            # Somebody may be in the middle of a step that says something else from now on.
            self.on_notice(tr("Quality amended the instructions: {steps}", steps=answer.amended), "warn")
        if self._stale:
            self.refresh()
            return
        if self._just_signed:
            self._just_signed = False
            if answer.step is None or answer.step.status not in ("active", "open", "to_verify", "unsigned"):
                self.go_on()
                return
        self.render()

    def _not_got(self, refusal: Any) -> None:
        self._asking = False
        if self.phase:
            self.phase = self.chosen = ""
            self.refresh()
            return
        self.on_refused(refusal_words(refusal))

    def _changed(self, roots: frozenset[str]) -> None:
        if any(root.partition("/")[0] in ("lot", "equipment") for root in roots):
            self.charges.again()
        if self.batch and any(self.batch in root for root in roots):
            self.refresh()

    # -- what is open

    def entries(self) -> tuple[EntryAnswer, ...]:
        """The entries of the step in the centre."""
        return self.answer.step.entries if self.answer is not None and self.answer.step is not None else ()

    def entry(self, address: str) -> EntryAnswer | None:
        """One of them by its address."""
        return next((entry for entry in self.entries() if entry.address == address), None)

    def active(self) -> str:
        """Address of the open entry: the chosen one while it is open, else the first to make; "" when none is."""
        step = self.answer.step if self.answer is not None else None
        if step is None or step.status in ("locked", "not_applicable") or not self._may_record():
            return ""
        return opening.first_of(step.entries, self.chosen, self.roles)

    def _may_record(self) -> bool:
        return not self.roles or any(role in self.roles for role in (*c.FLOOR, "quality", "qualified_person"))

    def choose_entry(self, address: str) -> None:
        """Open another entry of the step."""
        self.chosen = address
        self._keep_place()
        self.render()

    def choose_step(self, address: str) -> None:
        """Show another step; what was typed stays a draft."""
        self.phase, self.chosen = address, ""
        self._keep_place()
        self.refresh()

    def go_on(self) -> None:
        """Show the step where work goes on."""
        self.phase = self.chosen = ""
        self.refresh()

    def _keep_place(self) -> None:
        if self.batch and self.answer is not None and self.answer.step is not None:
            self.drafts.keep_place(self.person, self.batch, self.answer.step.address, self.active())

    # -- the language of the instructions

    def language(self) -> str:
        """The language this person reads instructions in; the batch may not have it."""
        return self.drafts.language(self.person, self._language)

    def shown_in(self) -> str:
        """The language to keep with a signature: the one shown, "" for the document's own."""
        answer = self.answer
        return answer.language if answer is not None and answer.language not in answer.languages[:1] else ""

    def next_language(self) -> None:
        """Read on in the next language of the batch; remembered for the person."""
        answer = self.answer
        if answer is not None and len(answer.languages) > 1:
            at = answer.languages.index(answer.language) + 1
            self.drafts.keep_language(self.person, answer.languages[at % len(answer.languages)])
            self.refresh()

    def draft(self, address: str, parts: Mapping[str, str]) -> None:
        """Somebody types; nothing is sent."""
        self.drafts.keep(self.person, address, parts, lasting=unfinished.lasting(self, address))

    def scale(self, address: str) -> LimitScale | None:
        """The picture of the limits with what is typed now."""
        entry = self.entry(address)
        return editor_of(entry, self.drafts.of(self.person, address)).scale if entry is not None else None

    def render(self) -> None:
        """Draw what is known."""
        if self.answer is not None:
            self._keep_place()
            unfinished.settle(self)
            self.on_screen(screen.screen_of(self))
            self.charges.follow()

    # -- acting

    def record(self, address: str, parts: Mapping[str, str], how: str = TYPED) -> None:
        """Put the value of the open entry into the record; it may become an attempt and a message."""
        value = {name: text.strip() for name, text in parts.items() if text.strip()}
        if self.form:
            self.on_transcribe(address, value)
            return
        source = self.readings.source(address, value, self.charges.how(address, value, how))
        command = c.RecordValue(self.batch, address, value, performed_by=self.performer(), source=source)
        item = self._next_item(address)

        def heard(said: Answer) -> None:
            self._recorded(address, said)
            if said.refusal is None and item:
                self.on_weighed(address, item)

        self.act_on(command, address, heard)

    def _next_item(self, address: str) -> int:
        """The number of the row that is being recorded, 0 for an entry that is no material."""
        entry = self.entry(address)
        if entry is None or entry.kind != "material":
            return 0
        return max((row.item for row in entry.rows), default=0) + 1

    def transcribed(self, address: str, command: c.RecordValue, then: Done) -> None:
        """Record a value as the paper says."""

        def heard(said: Answer) -> None:
            then(said)
            self._recorded(address, said)

        self.act_on(command, address, heard)

    def performer(self) -> str:
        """Who performs what the person records as a scribe; "" for the person."""
        step = self.answer.step if self.answer is not None else None
        return step.scribe[0] if step is not None and step.scribe[0] and step.scribe[1] == self.person else ""

    def _recorded(self, address: str, said: Answer) -> None:
        if said.refusal is None:
            self.drafts.forget(self.person, address)
            self.drafts.let_go(self.person, address)
            self.charges.done(address)
            self.chosen = self._still_open(address)
        elif said.answer.get("attempt"):
            self.drafts.tried(self.person, address)
        self.refresh()

    def _still_open(self, address: str) -> str:
        entry = self.entry(address)
        many = entry is not None and entry.kind in ("material", "table", "equipment")
        return address if many else ""

    def act(self, address: str, act: str, declared: str = "") -> None:
        """One of the further acts of an entry: close its rows, start or stop its timer."""
        command: object = {
            "close": c.CloseItems(self.batch, address),
            "start": c.StartTimer(self.batch, address, declared),
            "stop": c.StopTimer(self.batch, address),
        }[act]
        self.act_on(command, address, self._acted)

    def _acted(self, said: Answer) -> None:
        if said.refusal is None:
            self.chosen = ""
        self.refresh()

    def correct(self, address: str, item: int, parts: Mapping[str, str], reason: str, then: Done) -> None:
        """Replace a standing value, with a reason."""
        self.act_on(c.CorrectValue(self.batch, address, item, dict(parts), reason), "", self._after(then))

    def swap(self, address: str, value: Mapping[str, str], then: Done) -> None:
        """Record the machine that takes the place of the one before, as a further row of its entry."""
        command = c.RecordValue(self.batch, address, dict(value), performed_by=self.performer())
        self.act_on(command, "", self._after(then))

    def document(
        self,
        where: str,
        reason: str,
        comment: str,
        severity: str,
        then: Done,
        *,
        attempt: int = 0,
        accepts: bool = False,
    ) -> None:
        """Document a departure; with `accepts` the attempt stands."""
        command = c.RaiseException(self.batch, where, reason, comment, severity, attempt, accepts)
        self.act_on(command, "", self._after(then))

    def open_round(self, node: str, name: str, then: Done) -> None:
        """Begin a round, for the named thing where there is one."""
        self.act_on(c.OpenRound(self.batch, node, name), "", self._after(then))

    def end_rounds(self, node: str) -> None:
        """Say that all rounds are there."""
        self.act_on(c.EndRounds(self.batch, node), "", self._said)

    def simple(self, command: object, then: Done) -> None:
        """Any other unsigned command of this screen: comment, scribe, hold, leave, return."""
        self.act_on(command, "", self._after(then))

    def leave_now(self) -> None:
        """Everybody out: one tap, everything is durable already (floor-rules 9)."""
        where = self.answer.step.address if self.answer is not None and self.answer.step is not None else ""
        self.act_on(c.LeaveNow(self.batch, where), "", self._said)

    def signed(self, said: Answer) -> None:
        """A signature of the step is in the record: go on where work goes on, unless somebody else still signs here."""
        self._just_signed = said.refusal is None
        self.entry_signed(said)

    def entry_signed(self, said: Answer) -> None:
        """A signature of one entry is in the record: stay, there may be more to make here."""
        if said.refusal is None:
            later = said.answer.get("untrained", "")
            if later:
                self.on_notice(tr("Signed. Not trained yet for steps to come: {tasks}.", tasks=later), "warn")
            else:
                self.on_notice(tr("Signed"), "")
            self.phase = self.answer.step.address if self.answer is not None and self.answer.step is not None else ""
            self.chosen = ""
            self.refresh()

    def _after(self, then: Done) -> Done:
        def heard(said: Answer) -> None:
            if said.refusal is None:
                self.messages.clear()
            then(said)
            self.refresh()

        return heard

    def _said(self, said: Answer) -> None:
        if said.refusal is not None:
            self.on_notice(refusal_words(said.refusal), "warn")
        self.refresh()

    def act_on(self, command: object, address: str, then: Done) -> None:
        """Send a command once; what becomes of it is noted at the address, if any."""
        self._sending.send(command, address, then)
