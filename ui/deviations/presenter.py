"""Deviations without their looks: the list, one with its course in sections, what one may do and why not.

The next right act is the primary button: propose once every section is written, close as somebody of quality who had no
part in it. What the rules would refuse is said before it is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ebr.domain.deviation.commands import INVESTIGATORS, OPENERS, AttachToDeviation
from ebr.domain.refusal import Refusal
from ebr.station.questions import (
    DeviationAnswer,
    DeviationQuestion,
    DeviationRow,
    Deviations,
    ImpactProposal,
    ProposedBatch,
    SectionText,
)
from ebr.wording import meaning_words, moment_words, refusal_words, rule_words, severity_word, status_word
from ebr.wording.deviations import (
    description_words,
    deviation_word,
    history_word,
    method_word,
    section_word,
    title_words,
)
from ebr.words import ntr, tr
from ui.desk import Answer, Desk
from ui.deviations.asks import Form, opening, section, signing
from ui.pages.list_line import ListLine
from ui.pages.offer import Offer, Shown
from ui.pages.visit import Visit
from ui.shown import moment_of, when_of

SIGNED: Final = ("propose", "return", "close", "reopen")
TONES: Final[Mapping[str, str]] = {"minor": "warn", "major": "crit", "critical": "crit"}


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the course: its words, more facts, who wrote it, and the verb of its button ("" for none)."""

    key: str
    title: str
    text: str
    facts: tuple[Shown, ...]
    wrote: str
    done: bool
    act: str = ""
    link: tuple[str, dict[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """One deviation in full. `primary` is the next right act; its reason says why it is not possible."""

    number: str
    title: str
    status: str
    severity: str
    tone: str
    strip: tuple[str, str]
    parts: tuple[Part, ...]
    primary: Offer | None
    words: str
    more: tuple[Offer, ...]


class DeviationsPresenter:
    """DeviationsPresenter(desk, person, roles). Callbacks: on_lines(lines, words), on_course(Course or None)."""

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.batch = ""
        self.chosen = ""
        self.rows: dict[str, DeviationRow] = {}
        self.answer: DeviationAnswer | None = None
        self.on_lines: Callable[[tuple[ListLine[str], ...], str], None] = lambda _lines, _words: None
        self.on_course: Callable[[Course | None], None] = lambda _course: None
        self.on_notice: Callable[[str], None] = lambda _words: None
        self.desk.on_changed_below(("deviation/", "batch/"), self.refresh)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def refresh(self) -> None:
        """Ask for all of them anew."""
        self.desk.ask(Deviations(self.batch), self._got)

    def _got(self, rows: tuple[DeviationRow, ...]) -> None:
        self.rows = {row.deviation: row for row in rows}
        open_now = sum(row.status != "closed" for row in rows)
        words = ntr("{n} open deviation", "{n} open deviations", open_now) if open_now else ""
        self.on_lines(tuple(line_of(row) for row in rows), words)
        if self.chosen not in self.rows:
            self.chosen = next(iter(self.rows), "")
        self._ask()

    def choose(self, number: str) -> None:
        """Show one deviation."""
        self.chosen = number
        self._ask()

    def _ask(self) -> None:
        if not self.chosen:
            self.answer = None
            self.on_course(None)
            return
        self.desk.ask(DeviationQuestion(self.chosen), self._told, self._refused)

    def _told(self, answer: DeviationAnswer) -> None:
        if answer.row.deviation == self.chosen:
            self.answer = answer
            self.on_course(course_of(answer, self.person, self.roles))

    def _refused(self, refusal: Refusal) -> None:
        self.on_notice(refusal_words(refusal))

    # -- acts

    def may_open(self) -> bool:
        """Tell whether the person may open one."""
        return bool(set(OPENERS) & set(self.roles))

    def opening(self, exceptions: tuple[tuple[str, str], ...] = (), severity: str = "", title: str = "") -> Form:
        """Return the form that opens one."""
        return opening(exceptions, severity, self.batch, title)

    def form(self, key: str, then: Callable[[Form], None]) -> None:
        """Give the form of an act on the chosen one; the batches to be judged are asked for first."""
        answer = self.answer
        assert answer is not None
        if key in SIGNED:
            then(signing(key, answer))
        elif key == "impact":

            def proposed(rows: tuple[ProposedBatch, ...]) -> None:
                then(section(key, answer, rows))

            self.desk.ask(ImpactProposal(answer.row.deviation), proposed, self._refused)
        else:
            then(section(key, answer))

    def do(self, command: Any, then: Callable[[Answer], None]) -> None:
        """Carry out a command that nobody signs."""
        self.desk.do(command, by=self.person, then=then)

    def attach(self, path: Path, media: str, then: Callable[[Answer | Refusal], None]) -> None:
        """Keep a file and attach it."""
        number = self.chosen

        def kept(said: Any) -> None:
            if isinstance(said, Refusal):
                then(said)
            else:
                self.desk.do(AttachToDeviation(number, said), by=self.person, then=then)

        self.desk.attach(path, path.name, media, kept)

    def export(self, form: str, file: Path, then: Callable[[Answer | Refusal], None]) -> None:
        """Write the chosen one to a file."""
        self.desk.call("export_deviation", then, self.chosen, form, file, self.person)

    def register(self, file: Path, then: Callable[[Answer | Refusal], None]) -> None:
        """Write the register of all deviations to a file, as what its name ends with."""
        self.desk.call("print_deviations", then, file, self.person)


def line_of(row: DeviationRow) -> ListLine[str]:
    """Return a deviation as a line."""
    closed = row.status == "closed"
    icon = "circle-check" if closed else "alert-triangle-filled" if row.severity != "minor" else "alert-triangle"
    tone = "quiet" if closed else TONES[row.severity]
    state = tr("{severity}, {status}", severity=severity_word(row.severity), status=deviation_word(row.status).lower())
    cells = (row.deviation, title_words(row.rule, row.title), ", ".join(row.batches), state)
    return ListLine(row.deviation, cells, tone, icon)


def course_of(answer: DeviationAnswer, person: str, roles: tuple[str, ...]) -> Course:
    """Return one deviation as it is shown to somebody."""
    row = answer.row
    primary, words = _next(answer, person, roles)
    return Course(
        row.deviation,
        title_words(row.rule, row.title),
        deviation_word(row.status),
        severity_word(row.severity),
        "ok" if row.status == "closed" else TONES[row.severity],
        _strip(answer),
        tuple(_parts(answer, roles)),
        primary,
        words,
        tuple(_more(answer, roles)),
    )


def _strip(answer: DeviationAnswer) -> tuple[str, str]:
    if answer.contested:
        return "crit", tr("It was closed while something was written elsewhere. Look at both, and propose again.")
    if answer.row.blocks and answer.batches:
        return "warn", tr("The batches named here are not released before quality has closed it.")
    return "", ""


def _next(answer: DeviationAnswer, person: str, roles: tuple[str, ...]) -> tuple[Offer | None, str]:
    row = answer.row
    if row.status == "closed":
        return None, tr("Closed by {name}, {time}", name=answer.closure.by, time=moment_words(answer.closure.at))
    if row.status == "proposed":
        offer = Offer("close", tr("Approve and close"), "signature", strong=True)
        if "quality" not in roles:
            return None, tr("Proposed by {name}; quality closes it or sends it back", name=answer.proposal.by)
        if person in answer.people:
            why = tr("You opened, investigated or proposed it; another person of quality closes it")
            return Offer(offer.key, offer.text, offer.icon, why, strong=True), why
        return offer, tr("Proposed by {name}", name=answer.proposal.by)
    if not set(INVESTIGATORS) & set(roles):
        return None, tr("Supervisors, the laboratory and quality investigate")
    missing = ", ".join(section_word(name) for name in row.missing)
    why = tr("Missing: {sections}", sections=missing) if missing else ""
    return Offer("propose", tr("Propose closing"), "signature", why, strong=True), why


def _more(answer: DeviationAnswer, roles: tuple[str, ...]) -> Iterator[Offer]:
    row = answer.row
    investigates = bool(set(INVESTIGATORS) & set(roles))
    closed = tr("It is closed") if row.status == "closed" else ""
    if investigates:
        yield Offer("attach", tr("Attach a file"), "paperclip", closed)
        yield Offer("severity", tr("Change the class"), "arrows-sort", closed)
    if "quality" in roles:
        not_proposed = "" if row.status == "proposed" else tr("Nobody has proposed to close it")
        yield Offer("return", tr("Send back"), "arrow-back-up", not_proposed)
        yield Offer("reopen", tr("Open again"), "lock-open", "" if closed else tr("It is not closed"))
    for form, words in (("pdf", tr("Save as PDF")), ("json", tr("Export as JSON")), ("csv", tr("Export as CSV"))):
        yield Offer(form, words, "download")


def _parts(answer: DeviationAnswer, roles: tuple[str, ...]) -> Iterator[Part]:
    row = answer.row
    writes = row.status != "closed" and bool(set(INVESTIGATORS) & set(roles))
    what = description_words(row.rule, row.title, answer.description.text)
    yield _part("description", what, tuple(_described(answer)), answer.description, writes=writes)
    yield _part("contained", answer.contained.text, (), answer.contained, writes=writes)
    method = (answer.cause.more or {}).get("method", "")
    found = (Shown(tr("How it was found"), method_word(method)),) if method else ()
    yield _part("cause", answer.cause.text, found, answer.cause, writes=writes)
    yield _part("impact", answer.impact.text, tuple(_judged(answer)), answer.impact, writes=writes)
    yield _part("actions", "", tuple(_actions(answer.actions)), answer.actions, writes=writes)
    if answer.files:
        files = tuple(
            Shown(one.name, one.text or one.media, tr("{name}, {time}", name=one.by, time=when_of(one.at, zone=False)))
            for one in answer.files
        )
        yield Part("files", tr("Files"), "", files, "", done=True)
    if answer.signatures:
        yield Part("signatures", tr("Signatures"), "", tuple(_signatures(answer)), "", done=row.status == "closed")
    yield Part("history", tr("History"), "", tuple(_history(answer)), "", done=True)


def _part(key: str, text: str, facts: tuple[Shown, ...], said: SectionText, *, writes: bool) -> Part:
    wrote = tr("{name}, {time}", name=said.by, time=when_of(said.at, zone=False)) if said.at else ""
    act = (tr("Write anew") if said.at else tr("Write")) if writes else ""
    return Part(key, section_word(key), text, facts, wrote, bool(said.at), act)


def _described(answer: DeviationAnswer) -> Iterator[Shown]:
    row = answer.row
    yield Shown(tr("Discovered on"), row.discovered)
    if row.rule or answer.description.at != row.opened_at:
        by = tr("{name}, by rule", name=row.opened_by) if row.rule else row.opened_by
        yield Shown(tr("Opened by"), by, when_of(row.opened_at))
    for one in answer.exceptions:
        what = one.reason if one.rule == "person" and one.reason else rule_words(one.rule, one.params)
        state = tr("open") if one.open else tr("decided")
        severity = severity_word(one.severity) if one.severity else ""
        name, what = tr("Exception {number}", number=one.number), what or tr("Not on this station")
        detail = ", ".join(part for part in (one.batch, one.title, severity, state) if part)
        yield Shown(name, what, detail, "warn" if one.open else "")
    for batch in answer.batches:
        if not batch.affected:
            status = status_word(batch.status) if batch.status else ""
            yield Shown(tr("Batch {batch}", batch=batch.batch), batch.product, status)


def _judged(answer: DeviationAnswer) -> Iterator[Shown]:
    for batch in answer.batches:
        if batch.affected:
            status = status_word(batch.status) if batch.status else ""
            yield Shown(tr("Batch {batch}", batch=batch.batch), tr("Affected"), f"{batch.product}, {status}", "warn")
    if answer.cleared:
        yield Shown(tr("Not affected"), ", ".join(answer.cleared))


def _actions(said: SectionText) -> Iterator[Shown]:
    more = said.more or {}
    named = (
        (tr("Corrective action"), said.text),
        (tr("Preventive action"), more.get("preventive", "")),
        (tr("Reference"), more.get("reference", "")),
        (tr("Due on"), more.get("due", "")),
    )
    yield from (Shown(name, text) for name, text in named if text)


def _signatures(answer: DeviationAnswer) -> Iterator[Shown]:
    for one in answer.signatures:
        void = "" if one.standing else tr("does not stand any more")
        who = tr("{name}, {meaning}", name=one.name, meaning=meaning_words(one.meaning))
        detail = " · ".join(part for part in (one.text, moment_of(one.at), void) if part)
        yield Shown(history_word(one.act), who, detail)


def _history(answer: DeviationAnswer) -> Iterator[Shown]:
    for one in answer.history:
        yield Shown(moment_of(one.at)[:16], history_word(one.what), one.by)
