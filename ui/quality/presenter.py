"""The review of one batch without its looks (211.192; floor-rules 20-24).

Whether this person may decide about an exception is the station's answer to a preview. What was opened is recorded as
read only when somebody says so: the reviewer's path is a list of statements, not of clicks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ebr.domain.batch import commands as c
from ebr.domain.batch.commands import review as rc
from ebr.domain.master.commands import SetReviewDepth
from ebr.station.questions import (
    BatchAnswer,
    BatchQuestion,
    FindingRow,
    HistoryAnswer,
    Preview,
    QueryRow,
    Review,
    ReviewAnswer,
    SectionRow,
    TrailRow,
    TrailToReview,
    ValueHistory,
)
from ebr.wording import refusal_words, with_unit
from ebr.wording.units import unit_words
from ebr.words import figure, mark, ntr, tr
from ui.desk import Answer, Desk
from ui.exceptions.attempts import attempts_of
from ui.pages.list_line import ListLine
from ui.pages.offer import Offer
from ui.pages.visit import Visit
from ui.quality import words
from ui.quality.details import query_detail, section_detail, trail_detail
from ui.quality.model import Detail, Reviewed
from ui.shown import when_of

PHASE_PARTS: Final = 3
ASKED_ROLES: Final = {
    "operator": mark("All operators"),
    "supervisor": mark("All supervisors"),
    "laboratory": mark("The whole laboratory"),
}
LAST: Final = 24
PAGES: Final = {"findings": ("@findings",), "proof": ("@identity", "@yield")}
"""Which sections of the whole batch a part of the screen shows in full."""


class ReviewPresenter:
    """ReviewPresenter(desk, person, roles).

    Callbacks: on_review(Reviewed), on_detail(list name, Detail or None), on_trail(lines), on_refused(text).
    """

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.batch = ""
        self.answer: ReviewAnswer | None = None
        self.chosen: dict[str, str] = {}
        self._rows: tuple[TrailRow, ...] = ()
        self._attempts: tuple[str, ...] = ()
        self._history: HistoryAnswer | None = None
        self._may: str | None = None
        """Why the chosen exception cannot be decided by this person, "" when it can, None while that is asked."""
        self.on_review: Callable[[Reviewed], None] = lambda _review: None
        self.on_detail: Callable[[str, Detail | None], None] = lambda _name, _detail: None
        self.on_trail: Callable[[tuple[ListLine[str], ...]], None] = lambda _lines: None
        self.on_refused: Callable[[str], None] = lambda _text: None
        self.desk.on_changed(self._changed)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def open(self, batch: str) -> None:
        """Show a batch."""
        self.batch = batch
        self.refresh()

    def _changed(self, roots: frozenset[str]) -> None:
        if f"batch/{self.batch}" in roots or any(root.startswith("master/") for root in roots):
            self.refresh()

    def refresh(self) -> None:
        """Ask again for everything shown."""
        self.desk.ask(Review(self.batch, self.person), self._got, lambda no: self.on_refused(refusal_words(no)))
        self.desk.ask(TrailToReview(self.batch), self._trail, lambda _no: None)

    def _got(self, answer: ReviewAnswer) -> None:
        self.answer = answer
        self.on_review(self.review(answer))
        for name, rows in (("findings", answer.findings), ("sections", answer.sections), ("questions", answer.queries)):
            keys = [_key(row) for row in rows]
            if self.chosen.get(name) not in keys:
                self.chosen[name] = keys[0] if keys else ""
            self.choose(name, self.chosen[name])

    def _trail(self, rows: tuple[TrailRow, ...]) -> None:
        self._rows = rows
        self.on_trail(tuple(words.trail_line(at, row) for at, row in enumerate(rows)))
        self.chosen.setdefault("trail", "0")
        self.choose("trail", self.chosen["trail"])

    def trail_row(self) -> TrailRow | None:
        """Return the chosen entry of the audit trail."""
        return dict(enumerate(self._rows)).get(int(self.chosen.get("trail", "0")))

    # -- what is shown

    def review(self, answer: ReviewAnswer) -> Reviewed:
        """Return the whole screen in words."""
        findings = len(answer.findings)
        still_open = sum(row.state == "open" for row in answer.findings)
        unread = sum(row.wanted and not row.read for row in answer.sections)
        open_queries = sum(row.open for row in answer.queries)
        primary, said = self._primary(answer)
        more = len(answer.blockers) - 1
        return Reviewed(
            answer.batch,
            answer.product,
            answer.identifiers,
            ntr("{n} finding", "{n} findings", findings),
            "warn" if still_open else "",
            words.sentence_of(answer.proof),
            tuple(words.finding_line(row) for row in answer.findings),
            tuple(words.section_line(row) for row in answer.sections),
            tuple(words.query_line(row) for row in answer.queries),
            words.proved_of(answer),
            words.depth_words(answer),
            words.trail_words(answer),
            self._trail_offer(answer),
            (findings, unread, open_queries),
            self._pages(answer),
            (Offer("record", tr("Full record"), "file-text"), *self._ask_offer()),
            primary,
            said,
            tr("and {n} more", n=more) if more > 0 else "",
        )

    def _pages(self, answer: ReviewAnswer) -> dict[str, Offer]:
        """Return the parts whose sections of the whole batch are asked for and not read as they stand now."""
        if not self._quality("qualified_person"):
            return {}
        why = refusal_words(answer.can_read) if answer.can_read is not None else ""
        offer = Offer("read_page", tr("Mark this page as read"), "eye-check", why)
        return {tab: offer for tab in PAGES if self._unread(answer, tab)}

    def _unread(self, answer: ReviewAnswer, tab: str) -> list[SectionRow]:
        return [row for row in answer.sections if row.section in PAGES.get(tab, ()) and row.wanted and not row.read]

    def _ask_offer(self) -> tuple[Offer, ...]:
        return (Offer("ask", tr("Ask the floor"), "message"),) if self._quality("qualified_person") else ()

    def _quality(self, *others: str) -> bool:
        return any(role in self.roles for role in ("quality", *others))

    def _primary(self, answer: ReviewAnswer) -> tuple[Offer | None, str]:
        if answer.reviewed_by and not answer.review_void:
            return None, words.status_words(answer)
        first = answer.can_read or (answer.blockers[0] if answer.blockers else None)
        why = refusal_words(first) if first is not None else ""
        if not self._quality():
            return None, why or tr("Quality reviews the record")
        return Offer("review", tr("Review complete"), "signature", why, strong=True), ""

    def _trail_offer(self, answer: ReviewAnswer) -> Offer | None:
        if answer.trail_by or not self._quality():
            return None
        why = next((refusal_words(no) for no in (answer.can_read,) if no is not None), "")
        first = answer.blockers[0] if answer.blockers else None
        if not why and first is not None and first.code == "batch_not_complete":
            why = refusal_words(first)
        return Offer("trail", tr("Audit trail reviewed"), "signature", why, strong=True)

    # -- one of a list

    def choose(self, name: str, key: str) -> None:
        """Show one finding, section, entry of the audit trail or question in full."""
        self.chosen[name] = key
        if self.answer is None:
            return
        if name == "findings":
            self._finding(next((row for row in self.answer.findings if row.key == key), None))
        elif name == "sections":
            section = next((row for row in self.answer.sections if row.section == key), None)
            why = refusal_words(self.answer.can_read) if self.answer.can_read else ""
            reads = self._quality("qualified_person")
            self.on_detail(name, section_detail(section, why, reads=reads) if section is not None else None)
        elif name == "trail":
            row = self.trail_row()
            self.on_detail(name, trail_detail(key, row) if row is not None else None)
        else:
            query = next((row for row in self.answer.queries if row.question == key), None)
            self.on_detail(name, query_detail(query, mine=self._quality()) if query is not None else None)

    def finding(self) -> FindingRow | None:
        """Return the chosen finding."""
        key = self.chosen.get("findings")
        return next((row for row in self.answer.findings if row.key == key), None) if self.answer else None

    def _finding(self, row: FindingRow | None) -> None:
        self._attempts, self._history, self._may = (), None, None
        if row is None or self.answer is None:
            self.on_detail("findings", None)
            return
        self._show()
        key = row.key
        phase = "/".join(row.where.split("/")[:PHASE_PARTS])
        if phase.count("/") == PHASE_PARTS - 1:
            asked = BatchQuestion(self.batch, self.person, phase)
            self.desk.ask(asked, lambda said: self._step(key, said), lambda _no: None)
        if row.slot:
            history = ValueHistory(self.answer.mbr, row.slot, self.batch, LAST)
            self.desk.ask(history, lambda said: self._charted(key, said), lambda _no: None)
        if row.exception and row.state == "open":
            preview = Preview(c.DecideException(self.batch, row.exception, "accepted", "-"), self.person)
            self.desk.ask(
                preview, lambda _sheet: self._allowed(key, ""), lambda no: self._allowed(key, refusal_words(no))
            )

    def _step(self, key: str, said: BatchAnswer) -> None:
        row = self.finding()
        if row is not None and row.key == key and said.step is not None:
            entry = next((one for one in said.step.entries if one.address == row.where), None)
            self._attempts = tuple(attempts_of(entry)) if entry is not None else ()
            self._show()

    def _charted(self, key: str, said: HistoryAnswer) -> None:
        if self.chosen.get("findings") == key:
            self._history = said
            self._show()

    def _allowed(self, key: str, why: str) -> None:
        if self.chosen.get("findings") == key:
            self._may = why
            self._show()

    def _show(self) -> None:
        row = self.finding()
        if row is None:
            return
        written = [(tr("What was written"), row.comment)] if row.comment else []
        written += [(tr("Assessment"), _assessed(row))] if row.decided_by else []
        written += [(tr("Tried before"), "\n".join(self._attempts))] if self._attempts else []
        value = with_unit(figure(row.value), unit_words(row.unit)) if row.value and row.unit else ""
        title = tr("{number} {title}", number=row.number, title=row.label) if row.number else words.what_of(row)
        detail = Detail(
            row.key,
            title,
            words.state_of(row),
            words.tone_of(row) if row.state == "open" else "",
            words.what_of(row) if row.number else "",
            value,
            words.scale_of(row),
            self._history,
            words.finding_facts(row),
            tuple(written),
            self._finding_offers(row),
        )
        self.on_detail("findings", detail)

    def _finding_offers(self, row: FindingRow) -> tuple[Offer, ...]:
        found = [Offer("record", tr("Open in the record"), "file-text")] if row.opens else []
        if row.source == "record":
            found.append(Offer("apart", tr("Stations of the batch"), "device-desktop"))
        if not row.exception or row.state != "open" or self._may is None:
            return tuple(found)
        accept = Offer("accepted", tr("Accept with comment"), "check", self._may, strong=True)
        return (*found, accept) if self._may else (*found, Offer("rejected", tr("Reject"), "x"), accept)

    # -- acts

    def read(self, then: Callable[[Answer], None]) -> None:
        """Mark the chosen section as read, as it was shown."""
        section = self.chosen.get("sections", "")
        row = next((one for one in self.answer.sections if one.section == section), None) if self.answer else None
        if row is not None:
            self.desk.do(rc.ReadSection(self.batch, section, row.count), by=self.person, then=then)

    def read_page(self, tab: str, then: Callable[[Answer], None]) -> None:
        """Mark the sections of the whole batch that a part shows as read, as they were shown, one after the other."""
        rows = self._unread(self.answer, tab) if self.answer is not None else []

        def following(said: Answer | None) -> None:
            if rows and (said is None or said.refusal is None):
                row = rows.pop(0)
                self.desk.do(rc.ReadSection(self.batch, row.section, row.count), by=self.person, then=following)
            elif said is not None:
                then(said)

        following(None)

    def first_step(self, section: str) -> str:
        """Return the address of the first step of a section."""
        rows = self.answer.sections if self.answer is not None else ()
        return next((row.first for row in rows if row.section == section), "")

    def asked(self) -> tuple[tuple[str, str], ...]:
        """Return who can be asked: the people of the batch, then the roles of the floor."""
        people = self.answer.people if self.answer is not None else ()
        return (
            *((f"person:{person}", name) for person, name in people[:6]),
            *((f"role:{role}", tr(said)) for role, said in ASKED_ROLES.items()),
        )

    def ask(self, whom: str, text: str, then: Callable[[Answer], None], *, here: bool) -> None:
        """Send a question to the floor, about the chosen finding (`here`) or the batch."""
        kind, _, name = whom.partition(":")
        row = self.finding() if here else None
        person, role = (name, "") if kind == "person" else ("", name)
        where = row.where if row is not None else ""
        self.desk.do(rc.AskFloor(self.batch, where, text, person, role), by=self.person, then=then)

    def withdraw(self, text: str, then: Callable[[Answer], None]) -> None:
        """Answer the chosen question oneself, and so withdraw it."""
        self.desk.do(rc.AnswerQuestion(self.batch, self.chosen.get("questions", ""), text), by=self.person, then=then)

    def depth(self, depth: str, why: str) -> SetReviewDepth:
        """Return the command that sets how deep batches on this version are reviewed; it is signed."""
        assert self.answer is not None
        return SetReviewDepth(self.answer.mbr, self.answer.version, depth, why)

    def act(self, key: str, words_: str = "") -> Any:
        """Return the command of an act that is signed."""
        if key == "review":
            return c.ReviewBatch(self.batch, words_)
        if key == "trail":
            return rc.ReviewTrail(self.batch, words_)
        row = self.finding()
        assert row is not None
        return c.DecideException(self.batch, row.exception, key, words_)


def _assessed(row: FindingRow) -> str:
    who = tr("{name}, {time}", name=row.decided_by, time=when_of(row.decided_at))
    return "\n".join(part for part in (row.decided, who) if part)


def _key(row: FindingRow | SectionRow | QueryRow) -> str:
    if isinstance(row, FindingRow):
        return row.key
    return row.section if isinstance(row, SectionRow) else row.question
