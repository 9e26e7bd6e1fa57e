"""The record of one batch without its looks.

Summary, values step by step, exceptions, signatures, and the acts on the batch as a whole.

Who may do what is offered by role; whether it is possible is the station's answer: `blockers` in words, and the
rules again when it is signed. Numbers of entries come from the audit trail's own count, so they say what the trail
shows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from ebr.domain.batch import commands as c
from ebr.domain.people.state import INSPECTOR
from ebr.domain.refusal import Refusal
from ebr.station.questions import AuditPage, AuditTrail, BatchAnswer, BatchQuestion, SignatureRow, Signatures
from ebr.wording import refusal_words, status_word
from ebr.words import mark, tr
from ui.desk import Answer, Desk
from ui.pages.offer import Offer, Shown
from ui.pages.visit import Visit
from ui.record import words
from ui.record.model import Record, Signature, StepRecord

COUNTED: Final = {
    "values": mark("Values recorded"),
    "changes": mark("Changed after entry"),
    "attempts": mark("Attempts kept"),
    "signatures": mark("Signatures"),
}
"""Kinds of the audit trail that become tiles."""
STAGES: Final = {
    "reading": mark("The record is being read…"),
    "drawing": mark("The pages are being drawn…"),
    "sealing": mark("The report is being sealed…"),
    "writing": mark("The file is being written…"),
}
"""What the station says while it makes a report."""
UNSTOPPABLE: Final = ("writing",)
OPEN: Final = ("issued", "running", "held")
DONE: Final = ("complete", "aborted")
DECIDED: Final = ("certified", "supplied", "rejected")


class RecordPresenter:
    """RecordPresenter(desk, person, roles).

    Callbacks: on_record(Record), on_step(StepRecord), on_signatures(tuple), on_report(Answer), on_busy(bool),
    on_stage(words, whether it can be stopped), on_refused(text).
    """

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.batch = self.step = ""
        self.answer: BatchAnswer | None = None
        self.busy = False
        self._counts: dict[str, int] = {}
        self._counting = 0
        self.on_record: Callable[[Record], None] = lambda _record: None
        self.on_step: Callable[[StepRecord], None] = lambda _step: None
        self.on_signatures: Callable[[tuple[Signature, ...]], None] = lambda _rows: None
        self.on_report: Callable[[Answer], None] = lambda _said: None
        self.on_busy: Callable[[bool], None] = lambda _busy: None
        self.on_stage: Callable[[str, bool], None] = lambda _words, _stoppable: None
        self.on_late: Callable[[str, str], None] = lambda _words, _tone: None
        """The report's end when the screen was left meanwhile: words and their tone."""
        self._stop: Callable[[], None] = lambda: None
        self.on_refused: Callable[[str], None] = lambda _text: None
        self.desk.on_changed(self._changed)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def open(self, batch: str, step: str = "") -> None:
        """Show a batch."""
        self.batch, self.step = batch, step
        self.refresh()

    def _changed(self, roots: frozenset[str]) -> None:
        if f"batch/{self.batch}" in roots:
            self.refresh()

    def refresh(self) -> None:
        """Ask again for everything shown."""
        if self.batch:
            self.desk.ask(BatchQuestion(self.batch, self.person, self.step), self._got, self._not_got)
            self.desk.ask(Signatures(self.batch), self._signed)
            self._counting = len(COUNTED)
            for kind in COUNTED:
                self.desk.ask(AuditTrail(self.batch, kind=kind, limit=1), partial(self._count, kind))

    def _not_got(self, refusal: Refusal) -> None:
        self.on_refused(refusal_words(refusal))

    def _got(self, answer: BatchAnswer) -> None:
        self.answer = answer
        self.on_record(self.record())
        if answer.step is not None:
            self.step = answer.step.address
            self.on_step(words.step_of(answer.step))

    def _count(self, kind: str, page: AuditPage) -> None:
        self._counts[kind] = page.total
        self._counting -= 1
        if self.answer is not None and not self._counting:
            self.on_record(self.record())

    def _signed(self, rows: tuple[SignatureRow, ...]) -> None:
        self.on_signatures(tuple(words.signature_of(row) for row in rows))

    def choose_step(self, step: str) -> None:
        """Show the values of another step."""
        self.step = step
        self.desk.ask(BatchQuestion(self.batch, self.person, step), self._got, self._not_got)

    # -- what is shown

    def record(self) -> Record:
        """Return the whole batch in words."""
        answer = self.answer
        assert answer is not None
        blockers = words.blocker_words(answer)
        primary, said = self._next(answer, blockers)
        return Record(
            answer.batch,
            answer.product,
            answer.identifiers,
            status_word(answer.status),
            words.TONES.get(answer.status, ""),
            self._tiles(answer),
            words.facts_of(answer),
            words.used_of(answer),
            blockers,
            answer.hold,
            tuple(self._offers(answer)),
            primary,
            said,
            tuple(words.section_of(row) for row in answer.outline),
            answer.done,
            answer.total,
        )

    def _tiles(self, answer: BatchAnswer) -> tuple[Shown, ...]:
        open_now = sum(row.open for row in answer.exceptions)
        known = tr("{open} open of {all}", open=open_now, all=len(answer.exceptions))
        tiles = [
            Shown(tr("Steps done"), tr("{done} of {total}", done=answer.done, total=answer.total)),
            Shown(tr("Exceptions"), known, tone="warn" if open_now else ""),
        ]
        tiles += [Shown(tr(name), str(self._counts.get(kind, ""))) for kind, name in COUNTED.items()]
        return tuple(tiles)

    def _next(self, answer: BatchAnswer, blockers: tuple[str, ...]) -> tuple[Offer | None, str]:
        """Return the next act on the whole batch when it is this person's, and what is said beside it."""
        first = blockers[0] if blockers else ""
        if answer.status == "to_check":
            check = Offer("check_issue", tr("Check issue"), "clipboard-check", strong=True)
            return (check, "") if "quality" in self.roles else (None, tr("Quality checks the issue first"))
        if answer.status in OPEN:
            act = Offer("complete", tr("Complete production"), "signature", first, strong=True)
            return (
                (act, "")
                if "supervisor" in self.roles
                else (None, first or tr("A supervisor declares production complete"))
            )
        if answer.status in DONE:
            act = Offer("review", tr("Review"), "clipboard-check", strong=True)
            return (act, "") if "quality" in self.roles else (None, first or tr("Quality reviews the record"))
        if answer.status in DECIDED:
            return None, tr("Decided: {status}", status=status_word(answer.status))
        if answer.status == "conditional" and "quality" in self.roles:
            # Results that came after the release void the review: it is made again before the batch is certified.
            return Offer("review", tr("Review"), "clipboard-check", strong=True), ""
        act = Offer("decide", tr("Decide about the batch"), "signature", strong=True)
        return (act, "") if "qualified_person" in self.roles else (None, tr("The qualified person decides"))

    def _offers(self, answer: BatchAnswer) -> list[Offer]:
        if INSPECTOR in self.roles:
            return []  # the tabs show everything; steps and forms are screens of those who work here
        found = [Offer("steps", tr("Steps"), "list-check")]
        if self._any("supervisor", "quality", "qualified_person"):
            found.append(Offer("report", tr("Make report"), "file-text"))
        running = answer.status in OPEN
        found.append(Offer("forms", tr("Forms"), "printer"))
        if running and self._any("quality", "qualified_person"):
            found.append(Offer("review", tr("Review"), "clipboard-check"))
        if answer.hold and self._any("quality"):
            found.append(Offer("lift", tr("Lift hold"), "player-play"))
        elif running and self._any("supervisor", "quality"):
            found.append(Offer("hold", tr("Hold"), "hand-stop"))
        if answer.status == "running" and self._any("quality"):
            found.append(Offer("amend", tr("Amend"), "pencil"))
        if running and self._any("quality"):
            found.append(Offer("abort", tr("End early"), "ban"))
        return found

    def _any(self, *roles: str) -> bool:
        return any(role in self.roles for role in roles)

    # -- acts

    def act(self, key: str, reason: str = "", decision: str = "") -> Any:
        """Return the command of an act that is signed."""
        return {
            "complete": c.CompleteBatch(self.batch),
            "decide": c.DecideBatch(self.batch, decision, reason),
            "lift": c.LiftHold(self.batch, reason),
            "abort": c.AbortBatch(self.batch, reason),
        }[key]

    def hold(self, reason: str, then: Callable[[Answer], None]) -> None:
        """Stop the batch; no signature, because it must be quick."""
        self.desk.do(c.HoldBatch(self.batch, reason), by=self.person, then=then)

    def report(self, target: Path | None = None, copy_of: int = 0) -> None:
        """Make a numbered report, or a numbered copy of one; once at a time."""
        if self.busy:
            return
        self._set_busy(busy=True)
        self._stop = self.desk.report(
            self.batch, target, self.person, self._reported, copy_of=copy_of, stage=self._staged
        )

    def _staged(self, stage: str) -> None:
        self.on_stage(tr(STAGES[stage]), stage not in UNSTOPPABLE)

    def stop_report(self) -> None:
        """Give up drawing; the number stays taken."""
        self._stop()

    def _reported(self, said: Answer) -> None:
        if self.desk.here:
            self._set_busy(busy=False)
            self.on_report(said)
        elif said.refusal is not None:
            self.on_late(refusal_words(said.refusal), "warn")
        else:
            self.on_late(tr("The report is made: {file}", file=said.answer["file"]), "")

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.on_busy(busy)
