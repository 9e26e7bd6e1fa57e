"""Exceptions without their looks.

Open ones first, one in detail with its entry, its attempts, what was written, and who may decide.

Whether this person may decide is the station's answer to a preview of the decision, in its own words: nobody
approves an exception of their own (floor-rules 11), and a class above minor is quality's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from ebr.domain.batch.commands import ChangeSeverity, DecideException
from ebr.domain.deviation.commands import OPENERS
from ebr.station.questions import BatchAnswer, BatchQuestion, EntryAnswer, ExceptionRow, Exceptions, Preview
from ebr.wording import limits_line, refusal_words, rule_words, severity_word, since_words, unit_words
from ebr.words import figure, mark, tr
from ui.desk import Answer, Desk
from ui.exceptions.attempts import attempts_of
from ui.pages.list_line import ListLine
from ui.pages.offer import Offer, Shown
from ui.pages.visit import Visit
from ui.shown import number_of, when_of
from ui.widgets.limit_scale import LimitScale, scale_of

SEVERITIES: Final = ("minor", "major", "critical")
TONES: Final[Mapping[str, str]] = {"minor": "warn", "major": "crit", "critical": "crit"}
STATES: Final[Mapping[str, str]] = {"accepted": mark("Accepted"), "rejected": mark("Rejected")}
PHASE_PARTS: Final = 3
"""Parts of the address of a step; a fourth names an entry in it."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One exception in full."""

    key: tuple[str, str]
    title: str
    chip: str
    tone: str
    what: str
    facts: tuple[Shown, ...]
    written: str
    attempts: tuple[str, ...]
    measured: LimitScale | None
    offers: tuple[Offer, ...]


class ExceptionsPresenter:
    """ExceptionsPresenter(desk, person, roles, batch="").

    Callbacks: on_lines(lines, open, all), on_detail(Detail or None).
    """

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...], batch: str = "") -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.batch = batch
        self.rows: dict[tuple[str, str], ExceptionRow] = {}
        self.chosen: tuple[str, str] | None = None
        self._entry: EntryAnswer | None = None
        self._refusal: str | None = ""
        self.on_lines: Callable[[tuple[ListLine[tuple[str, str]], ...], int], None] = lambda _lines, _open: None
        self.on_detail: Callable[[Detail | None], None] = lambda _detail: None
        self.desk.on_changed_below(("batch/",), self.refresh)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def refresh(self) -> None:
        """Ask for all exceptions."""
        self.desk.ask(Exceptions(self.batch, self.person), self._got)

    def _got(self, rows: tuple[ExceptionRow, ...]) -> None:
        ordered = sorted(rows, key=lambda row: (not row.open, -SEVERITIES.index(row.severity), row.batch, row.number))
        self.rows = {(row.batch, row.number): row for row in ordered}
        self.on_lines(tuple(line_of(row) for row in ordered), sum(row.open for row in ordered))
        if self.chosen not in self.rows:
            self.chosen = next(iter(self.rows), None)
        if self.chosen is None:
            self.on_detail(None)
        else:
            self.choose(self.chosen)

    def choose(self, key: tuple[str, str]) -> None:
        """Show one exception; its entry and the right to decide are asked for."""
        if key not in self.rows:
            return
        if key != self.chosen:
            self._entry = None
        self.chosen, self._refusal = key, None
        row = self.rows[key]
        self._show()
        phase = "/".join(row.where.split("/")[:PHASE_PARTS])
        if phase.count("/") == PHASE_PARTS - 1:
            self.desk.ask(BatchQuestion(row.batch, self.person, phase), lambda answer: self._step(key, answer))
        if row.open:
            preview = Preview(self.decision(row, "accepted", "-"), self.person)
            self.desk.ask(
                preview, lambda _sheet: self._may(key, ""), lambda refusal: self._may(key, refusal_words(refusal))
            )

    def _step(self, key: tuple[str, str], answer: BatchAnswer) -> None:
        if key == self.chosen and answer.step is not None:
            where = self.rows[key].where
            self._entry = next((entry for entry in answer.step.entries if entry.address == where), None)
            self._show()

    def _may(self, key: tuple[str, str], why: str) -> None:
        if key == self.chosen:
            self._refusal = why
            self._show()

    def _show(self) -> None:
        assert self.chosen is not None
        row = self.rows[self.chosen]
        self.on_detail(detail_of(row, self._entry, self._offers(row)))

    def _offers(self, row: ExceptionRow) -> tuple[Offer, ...]:
        return (*self._deviation(row), *self._decisions(row))

    def _deviation(self, row: ExceptionRow) -> tuple[Offer, ...]:
        """The way to the deviation that covers it, or to a new one."""
        if row.deviation:
            return (Offer("deviation", tr("Show {deviation}", deviation=row.deviation), "flag"),)
        able = set(OPENERS) & set(self.roles)
        return (Offer("deviation", tr("Open a deviation"), "flag"),) if able else ()

    def _decisions(self, row: ExceptionRow) -> tuple[Offer, ...]:
        if not row.open or self._refusal is None:
            return ()
        raises = SEVERITIES[SEVERITIES.index(row.severity) + 1 :]
        lowers = SEVERITIES[: SEVERITIES.index(row.severity)] if "quality" in self.roles else ()
        change = (Offer("severity", tr("Change class"), "arrows-sort"),) if raises or lowers else ()
        accept = Offer("accepted", tr("Accept with comment"), "check", strong=True)
        if self._refusal:
            return (*change, replace(accept, reason=self._refusal))
        return (*change, Offer("rejected", tr("Reject"), "x"), accept)

    def classes(self) -> tuple[str, ...]:
        """Return the classes this person may set for the chosen exception; only quality lowers (floor-rules 11)."""
        assert self.chosen is not None
        now = SEVERITIES.index(self.rows[self.chosen].severity)
        return tuple(name for at, name in enumerate(SEVERITIES) if at > now or (at < now and "quality" in self.roles))

    def decision(self, row: ExceptionRow, decision: str, comment: str) -> DecideException:
        """Return the command that decides an exception."""
        return DecideException(row.batch, row.number, decision, comment)

    def decide(self, decision: str, comment: str) -> DecideException:
        """Return the command that decides the chosen one; it is signed."""
        assert self.chosen is not None
        return self.decision(self.rows[self.chosen], decision, comment)

    def change(self, severity: str, reason: str, then: Callable[[Answer], None]) -> None:
        """Give the chosen exception another class."""
        assert self.chosen is not None
        batch, number = self.chosen
        self.desk.do(ChangeSeverity(batch, number, severity, reason), by=self.person, then=then)


def line_of(row: ExceptionRow) -> ListLine[tuple[str, str]]:
    """Return an exception as a line."""
    state = tr("{severity}, open", severity=severity_word(row.severity)) if row.open else state_words(row)
    who = tr("{name}, {time}", name=row.raised_by, time=when_of(row.raised_at, zone=False))
    cells = (row.number, row.batch, rule_words(row.rule, row.params), row.title, who, state)
    heavy = row.severity in ("major", "critical")
    icon = ("alert-triangle-filled" if heavy else "alert-triangle") if row.open else "circle-check"
    return ListLine((row.batch, row.number), cells, TONES[row.severity] if row.open else "quiet", icon)


def state_words(row: ExceptionRow) -> str:
    """Return how an exception stands."""
    decision = tr(STATES[row.decision]) if row.decision in STATES else row.decision
    return tr("{severity}, {decision}", severity=severity_word(row.severity), decision=decision.lower())


def detail_of(row: ExceptionRow, entry: EntryAnswer | None, offers: tuple[Offer, ...]) -> Detail:
    """Return an exception in full."""
    facts = [Shown(tr("Batch"), row.batch), Shown(tr("Where"), row.title)]
    if entry is not None and entry.rows:
        limits = limits_line(entry.limits, unit_words(entry.unit))
        facts.append(Shown(tr("Recorded"), ", ".join(one.text for one in entry.rows), limits))
    if row.reason:
        facts.append(Shown(tr("Reason"), row.reason))
    if row.deviation:
        facts.append(Shown(tr("Deviation"), row.deviation))
    facts.append(Shown(tr("Raised by"), row.raised_by, when_of(row.raised_at)))
    if not row.open:
        decided = tr("{name}, {time}", name=row.decided_by, time=when_of(row.decided_at))
        facts.append(Shown(state_words(row), row.decision_comment, decided))
    what = " ".join(part for part in (rule_words(row.rule, row.params), since_words(row.params)) if part)
    attempts = tuple(attempts_of(entry)) if entry is not None else ()
    return Detail(
        (row.batch, row.number),
        row.number,
        severity_word(row.severity),
        TONES[row.severity] if row.open else "",
        what,
        tuple(facts),
        row.comment,
        attempts,
        measured_of(row, entry),
        offers,
    )


def measured_of(row: ExceptionRow, entry: EntryAnswer | None) -> LimitScale | None:
    """Return value and limits for the limit bar, when both are numbers."""
    if entry is None:
        return None
    text = row.params.get("value", "") or next((one.value.get("number", "") for one in entry.rows), "")
    if number_of(text) is None:
        return None
    words = tr("{value}, limits {limits}", value=figure(text), limits=limits_line(entry.limits, unit_words(entry.unit)))
    return scale_of(entry.limits, text, outside=bool(row.params.get("limit")), spoken=words)
