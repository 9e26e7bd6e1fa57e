"""The labels of one entry of a batch without their looks: issue, preview, print, print again, say what came out.

Printing is three acts, each where it belongs: the job is drawn and written down (the writer), sent (the devices'
thread), and what the printer said is written down. Between the second and the third a power cut leaves a job that is
asked about: "Did it print?"
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ebr.domain.batch.commands import AnswerPrint, IssueLabels
from ebr.domain.refusal import Refusal
from ebr.station.devices import Outcome
from ebr.station.labelling import LabelOrder, Wanted, noted, sent
from ebr.station.questions import BatchLabels, BatchLabelsAnswer, JobRow
from ebr.wording import refusal_words
from ebr.wording.labels import filled_word, outcome_word
from ebr.wording.parameters import moment_words
from ebr.words import ntr, tr
from ui.desk import Answer, Desk
from ui.labels.deliveries import counted, fact_of, taken_in
from ui.pages.list_line import ListLine
from ui.pages.offer import Offer, Shown
from ui.pages.visit import Visit

FLOOR = ("operator", "supervisor")
ICONS: Mapping[str, str] = {
    "sent": "help-circle",
    "unknown": "help-circle",
    "yes": "circle-check",
    "damaged": "alert-triangle",
}


@dataclass(frozen=True, slots=True)
class JobDetail:
    """One print job in full."""

    key: str
    title: str
    state: str
    tone: str
    facts: tuple[Shown, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What stands above the list: what is printed, what is left, what was counted; `ask` is an open question."""

    title: str
    words: str
    ask: str
    facts: tuple[Shown, ...]
    print_reason: str
    issue: bool
    takes_in: bool = False
    to_count: tuple[str, ...] = ()
    """Deliveries that wait for this person to count them."""


class BatchLabelsPresenter:
    """BatchLabelsPresenter(desk, person, roles).

    Callbacks: on_overview(Overview), on_jobs(lines), on_detail(JobDetail | None), on_picture(PNG), on_told(words,
    tone).
    """

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.printing = desk
        """Printing goes on when the screen is left: what the printer said must be written down."""
        self.batch = self.slot = self.chosen = ""
        self.item = 0
        self.answer: BatchLabelsAnswer | None = None
        self.busy = False
        self.drawn = ""
        """How many labels of the job are drawn, "15/100"; "" while nobody knows."""
        self.on_overview: Callable[[Overview], None] = lambda _overview: None
        self.on_jobs: Callable[[tuple[ListLine[str], ...]], None] = lambda _lines: None
        self.on_detail: Callable[[JobDetail | None], None] = lambda _detail: None
        self.on_picture: Callable[[bytes], None] = lambda _data: None
        self.on_told: Callable[[str, str], None] = lambda _words, _tone: None
        self.desk.on_changed(self._changed)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def open(self, batch: str, slot: str, item: int = 0) -> None:
        """Show the labels of an entry; `item`: the row of a material."""
        self.batch, self.slot, self.item = batch, slot, item
        self.refresh()

    def _changed(self, roots: frozenset[str]) -> None:
        if f"batch/{self.batch}" in roots or any(root.startswith("label/") for root in roots):
            self.refresh()

    def refresh(self) -> None:
        """Ask again."""
        question = BatchLabels(self.batch, self.slot, self.item)
        self.desk.ask(question, self._got, lambda refusal: self.on_told(refusal_words(refusal), "crit"))

    def _got(self, answer: BatchLabelsAnswer) -> None:
        self.answer = answer
        if self.open_job() is not None:
            self.chosen = self.open_job().print  # type: ignore[union-attr]  # asked for in the line above
        elif all(job.print != self.chosen for job in answer.jobs):
            self.chosen = answer.jobs[-1].print if answer.jobs else ""
        self.on_overview(self.overview(answer))
        self.on_jobs(tuple(line_of(job) for job in reversed(answer.jobs)))
        self.choose(self.chosen)

    def open_job(self) -> JobRow | None:
        """The job of which nobody knows what came out."""
        jobs = self.answer.jobs if self.answer is not None and not self.busy else ()
        return next((job for job in jobs if job.open), None)

    def job(self) -> JobRow | None:
        """The chosen job."""
        jobs = self.answer.jobs if self.answer is not None else ()
        return next((job for job in jobs if job.print == self.chosen), None)

    def choose(self, number: str) -> None:
        """Show one job."""
        self.chosen = number
        job = self.job()
        self.on_detail(self._detail(job) if job is not None else None)

    # -- what may be done

    def able(self) -> bool:
        """Whether this person may print."""
        return any(role in self.roles for role in FLOOR)

    def print_reason(self) -> str:
        """Return why nothing can be printed now, "" when something can."""
        answer = self.answer
        if answer is None or self.busy:
            return self._busy_words() if self.busy else " "
        if not self.able():
            return tr("An operator or a supervisor prints labels")
        if not answer.template:
            return tr("No label is in force for this entry")
        if self.open_job() is not None:
            return tr("First say what came out of the last job")
        if answer.missing:
            names = ", ".join(filled_word(name) for name in answer.missing)
            return tr("Not recorded yet: {names}", names=names)
        if answer.kind == "product" and answer.left < 1:
            return tr("A supervisor issues labels first")
        return ""

    def _busy_words(self) -> str:
        done, _, every = self.drawn.partition("/")
        if not every or done == every:
            return tr("The labels are being printed…")
        return tr("{done} of {every} labels are drawn…", done=done, every=every)

    def overview(self, answer: BatchLabelsAnswer) -> Overview:
        """Return what stands above the list."""
        title = answer.title or answer.wanted or answer.label
        facts = []
        if answer.template:
            name = tr("{template}, version {version}", template=answer.template, version=answer.version)
            facts.append(Shown(tr("Label template"), name))
        if answer.kind == "product":
            facts.append(Shown(tr("Issued to this entry"), str(answer.issued)))
            facts.append(Shown(tr("Still to be printed"), str(answer.left)))
        words = {"issued": tr("Came out"), "damaged": tr("Damaged"), "specimen": tr("Kept as specimen")}
        facts += [Shown(words[name], text) for name, text in answer.proposed.items()]
        facts += [fact_of(one, self.person) for one in answer.deliveries]
        job = self.open_job()
        asked = (
            tr("Did {print} come out of {printer}? Look at it and say.", print=job.print, printer=job.printer)
            if job
            else ""
        )
        reason = self.print_reason()
        return Overview(
            title,
            answer.label,
            asked,
            tuple(facts),
            reason,
            self._may_issue(answer),
            answer.counts and self.able(),
            tuple(one.delivery for one in answer.deliveries if not one.agreed and one.by_id != self.person),
        )

    def _may_issue(self, answer: BatchLabelsAnswer) -> bool:
        return "supervisor" in self.roles and answer.kind == "product" and bool(answer.template)

    def _detail(self, job: JobRow) -> JobDetail:
        offers = []
        if not job.specimen and job.outcome in ("yes", "damaged", "no", "not_printed"):
            why = self.print_reason()
            offers.append(Offer("again", tr("Print again"), "repeat", why.strip()))
        tone = (
            "warn" if job.open or job.outcome == "damaged" else "crit" if job.outcome in ("no", "not_printed") else "ok"
        )
        return JobDetail(job.print, job.print, outcome_word(job.outcome), tone, facts_of(job), tuple(offers))

    # -- acts

    def fields(self) -> tuple[tuple[str, str, str], ...]:
        """Return what is typed before printing: key, words, what it was last time."""
        asked = self.answer.asked if self.answer is not None else ()
        return tuple((name, words or filled_word(name), before) for name, words, before in asked)

    def wanted(self, fields: Mapping[str, str], count: int = 1, *, specimen: bool = False) -> Wanted:
        """Return the job of new labels."""
        template = self.answer.template if self.answer is not None else ""
        return Wanted(self.batch, self.slot, template, dict(fields), count, self.item, specimen)

    def preview(self, wanted: Wanted, refused: Callable[[str], None]) -> None:
        """Draw the label as it would be printed."""

        def drawn(said: Any) -> None:
            if isinstance(said, bytes):
                refused("")
                self.on_picture(said)
            elif isinstance(said, Refusal):
                refused(refusal_words(said))

        self.desk.call("label_preview", drawn, wanted)

    def print(self, wanted: Wanted, then: Callable[[str], None]) -> None:
        """Write a job down, send it, write down what came of it; `then` hears why it was refused, or ""."""
        if self.busy:
            return
        self.busy, self.drawn = True, ""
        begun: list[str] = []

        def drawing(far: str) -> None:
            if not begun:
                begun.append(far)
                then("")
            self.drawn = far
            if self.answer is not None:
                self.on_overview(self.overview(self.answer))

        def ordered(said: Any) -> None:
            if not isinstance(said, LabelOrder) or said.answer.refusal is not None:
                self.busy = False
                refusal = said.answer.refusal if isinstance(said, LabelOrder) else said
                fault = tr("The labels could not be drawn. Nothing was printed.")
                words = refusal_words(refusal) if isinstance(refusal, Refusal) else fault
                self._not_ordered(words, then, begun=bool(begun))
                return
            if not begun:
                then("")
            self.printing.device(lambda devices: sent(devices, said), lambda came: self._came(said, came))

        self.printing.labels(wanted, self.person, ordered, stage=drawing)

    def _not_ordered(self, words: str, then: Callable[[str], None], *, begun: bool) -> None:
        """Say why nothing was printed: in the sheet that asked, or, where it has gone, on the screen."""
        if begun:
            self.on_told(words, "crit")
            self.refresh()
        else:
            then(words)

    def again(self, reason: str, then: Callable[[str], None]) -> None:
        """Print the labels of the chosen job again."""
        job = self.job()
        assert job is not None
        self.print(Wanted(self.batch, self.slot, of=job.print, serials=job.serials, reason=reason, item=job.item), then)

    def _came(self, order: LabelOrder, came: Any) -> None:
        number = order.answer.answer["print"]
        if isinstance(came, Refusal):  # there is no printer any more: nothing was sent
            came = Outcome("not_printed", "", came)
        if not isinstance(came, Outcome):
            came = Outcome("unknown", "")
        trouble = came.trouble

        def written(_said: Answer) -> None:
            self.busy = False
            self.refresh()
            if trouble is not None:
                self.on_told(refusal_words(trouble), "warn")
            elif came.printed:
                self.on_told(tr("{print} is printed", print=number), "")

        self.printing.do(noted(order.batch, number, came), by=self.person, then=written)

    def issue(self, count: int, reason: str, then: Callable[[Answer], None]) -> None:
        """Let so many labels be printed."""
        assert self.answer is not None
        command = IssueLabels(self.batch, self.slot, self.answer.template, self.answer.version, count, reason)
        self.desk.do(command, by=self.person, then=then)

    def take_in(self, parts: Mapping[str, str], then: Callable[[Answer], None]) -> None:
        """Take labels in that were printed elsewhere, as they were asked for."""
        self.desk.do(taken_in(self.batch, self.slot, parts), by=self.person, then=then)

    def count_delivery(self, parts: Mapping[str, str], then: Callable[[Answer], None]) -> None:
        """Count a delivery as the second person."""
        self.desk.do(counted(self.batch, self.slot, parts), by=self.person, then=then)

    def say(self, answer: str, good: int, damaged: int, comment: str, then: Callable[[Answer], None]) -> None:
        """Say what came out of the chosen job."""
        command = AnswerPrint(self.batch, self.chosen, answer, good, damaged, comment)
        self.desk.do(command, by=self.person, then=then)


def serial_words(job: JobRow) -> str:
    """Return the serial numbers of a job in short."""
    if job.specimen:
        return tr("Specimen")
    first, last = job.serials[0], job.serials[-1]
    return first if first == last else tr("{first} to {last}", first=first, last=last)


def line_of(job: JobRow) -> ListLine[str]:
    """Return a job as a line."""
    count = ntr("{n} label", "{n} labels", len(job.serials))
    cells = (job.print, serial_words(job), count, moment_words(job.at), outcome_word(job.outcome))
    return ListLine(job.print, cells, "warn" if job.open else "", ICONS.get(job.outcome, "circle-x"))


def facts_of(job: JobRow) -> tuple[Shown, ...]:
    """Return what is known of a job."""
    facts = [
        Shown(tr("Serial numbers"), serial_words(job)),
        Shown(tr("Printed by"), job.by, moment_words(job.at)),
        Shown(tr("Printer"), job.printer),
        Shown(tr("Label template"), tr("{template}, version {version}", template=job.template, version=job.version)),
    ]
    if job.of:
        facts.append(Shown(tr("Again, instead of {print}", print=job.of), tr("Copy {n}", n=job.copy), job.reason))
    if job.outcome in ("yes", "damaged"):
        facts.append(Shown(tr("Good"), str(job.good)))
    if job.damaged:
        facts.append(Shown(tr("Damaged"), str(job.damaged), "", "warn"))
    if job.why:
        facts.append(Shown(tr("The printer"), refusal_words(Refusal(job.why, **job.params)), "", "warn"))
    if job.comment:
        facts.append(Shown(tr("Comment"), job.comment))
    return tuple(facts)
