"""A dry run of a draft or a version without its looks: play it, say what was reached, keep the result with it.

The batches are played by a child process, so no step waits; they need the document alone. A document with errors in its
check is not rehearsed: its problems come first. What was found belongs to the very text that was played: kept with a
draft that was saved meanwhile it no longer fits, and the record says so by the hash.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ebr.domain.draft.commands import RehearseDraft
from ebr.domain.master.commands import RehearseMbr
from ebr.domain.mbr.check import check, errors
from ebr.domain.mbr.coverage import Coverage, from_json
from ebr.domain.mbr.document import from_json as mbr_from_json
from ebr.domain.mbr.model import Mbr
from ebr.domain.refusal import Refusal
from ebr.station.child import WORKS
from ebr.station.questions import DraftAnswer, DraftDocument, MasterAnswer, MasterVersion, RehearsalRow
from ebr.wording import coverage as words
from ebr.wording import problem_words, refusal_words
from ebr.words import ntr, tr
from ui.desk import Answer, Desk, Stop, new_command_id
from ui.pages.visit import Visit

REPORT: Final = "dry-run-{mbr}-{version}.pdf"
KEEPERS: Final = ("author", "quality")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the result: what kind, where and what, how often or why not; tones "", warn, crit, head, quiet."""

    key: str
    kind: str
    text: str
    result: str
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything drawn: `why` says why nothing can be played, `stage` how far a run is, `verdict` how it ended."""

    title: str
    status: str
    words: str
    why: str
    problem: str
    stage: str
    verdict: str
    passed: bool | None
    lines: tuple[Line, ...]
    can_keep: bool
    kept: str
    keep_text: str


class RehearsePresenter:
    """RehearsePresenter(desk, person, roles). `on_screen(Screen)` draws; `on_notice(text, tone)` says briefly.

    open(mbr, version) begins; run(), stop(), keep(), document_file(); close() ends.
    """

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.on_screen: Callable[[Screen], None] = lambda _screen: None
        self.on_notice: Callable[[str, str], None] = lambda _text, _tone: None
        self.mbr, self.version = "", ""
        self.document: Mbr | None = None
        self.coverage: Coverage | None = None
        self._draft = False
        self._status = self._why = self._problem = self._stage = self._text = self._report = ""
        self._kept: tuple[RehearsalRow, ...] = ()
        self._stop: Stop | None = None
        self._folder = Path(tempfile.mkdtemp(prefix="ebr-dry-run-"))

    def close(self) -> None:
        """Stop what runs; the files of the screen go with it."""
        self.stop()
        self.desk.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    # -- the document

    def open(self, mbr: str, version: str) -> None:
        """Show a draft, or a version where there is no draft of that number any more."""
        self.mbr, self.version = mbr, version
        self.desk.ask(DraftDocument(mbr, version), self._got_draft, lambda _refusal: self._ask_version())

    def _ask_version(self) -> None:
        self.desk.ask(MasterVersion(self.mbr, self.version), self._got_version, self._unknown)

    def _unknown(self, refusal: Refusal) -> None:
        self._why = refusal_words(refusal)
        self.render()

    def _got_draft(self, answer: DraftAnswer) -> None:
        if answer.status != "open":
            self._ask_version()
            return
        self._draft, self._kept = True, answer.rehearsals
        self._read(answer.document, tr("Draft"))

    def _got_version(self, answer: MasterAnswer) -> None:
        from ebr.wording import status_word

        self._draft, self._kept = False, answer.rehearsals
        self._read(answer.document, status_word(answer.status))

    def _read(self, text: str, status: str) -> None:
        self._text, self._status, self._why, self._problem = text, status, "", ""
        try:
            mbr = mbr_from_json(json.loads(text))
        except Refusal:
            self.document, self._why = None, tr("The document is not finished. Check it in the editor first.")
            self.render()
            return
        wrong = errors(check(mbr))
        self.document = mbr
        if wrong:
            self._why = ntr("{n} error stands against a dry run", "{n} errors stand against a dry run", len(wrong))
            self._problem = problem_words(wrong[0])
        self.render()

    @property
    def ready(self) -> bool:
        """Whether the document can be played."""
        return self.document is not None and not self._why

    # -- playing

    def run(self, seed: int = 1, batches: int = 0) -> None:
        """Play generated batches in a child process; one run at a time."""
        if not self.ready or self._stop is not None:
            return
        self.coverage, self._report = None, ""
        self._stage = tr("Starting")
        target = self._folder / "report.pdf"
        order = {
            "work": "rehearse",
            "document": self._text,
            "seed": seed,
            "batches": batches,
            "target": str(target),
            "by": self.person,
        }
        work = getattr(self.desk.desk, "work", None) or inline
        self._stop = lambda: None
        self.render()
        stop = work(order, self.desk.guarded(self._ended), self.desk.guarded(self._told))
        if self._stop is not None:
            self._stop = stop

    def stop(self) -> None:
        """Give up a run."""
        stop, self._stop = self._stop, None
        if stop is not None:
            stop()

    def _told(self, stage: str) -> None:
        batches, reached, whole = stage.split()
        self._stage = ntr(
            "{n} batch, {reached} of {whole} reached",
            "{n} batches, {reached} of {whole} reached",
            int(batches),
            reached=reached,
            whole=whole,
        )
        self.render()

    def _ended(self, result: Mapping[str, Any] | Refusal | str) -> None:
        stopped, self._stop, self._stage = self._stop is None, None, ""
        if isinstance(result, Mapping):
            self.coverage, self._report = from_json(result["coverage"]), str(result["report"])
        elif not stopped:
            said = refusal_words(result) if isinstance(result, Refusal) else result
            self.on_notice(tr("The dry run ended early. {why}", why=said).strip(), "warn")
        self.render()

    # -- keeping

    def keep(self) -> None:
        """Keep the result and its report with the draft or the version."""
        if self.coverage is None:
            return
        name = REPORT.format(mbr=self.mbr, version=self.version)
        report = (self._folder / "report.pdf").read_bytes()
        self.desk.attach(report, name, "application/pdf", self._attached)

    def _attached(self, value: Mapping[str, str] | Refusal) -> None:
        if isinstance(value, Refusal):
            self.on_notice(refusal_words(value), "warn")
            return
        assert self.coverage is not None
        figures = {kind: f"{part}/{whole}" for kind, (part, whole) in self.coverage.figures().items()}
        told = (self.coverage.sha256, str(self.coverage.seed), self.coverage.batches, figures, value["sha256"])
        command = (RehearseDraft if self._draft else RehearseMbr)(self.mbr, self.version, *told)
        self.desk.do(command, by=self.person, then=self._recorded, command_id=new_command_id())

    def _recorded(self, said: Answer) -> None:
        if said.refusal is not None:
            self.on_notice(refusal_words(said.refusal), "warn")
            return
        self.on_notice(tr("Recorded"), "")
        self.open(self.mbr, self.version)

    def document_file(self) -> Path:
        """Write the document for the trial window and return its file; it goes with this screen."""
        file = self._folder / "document.json"
        file.write_text(self._text, encoding="utf-8")
        return file

    # -- drawing

    def render(self) -> None:
        """Draw what is known."""
        document, coverage = self.document, self.coverage
        title = tr("{title}, version {version}", title=document.header.title, version=self.version) if document else ""
        self.on_screen(
            Screen(
                title=title,
                status=self._status,
                words=words.batches_words(coverage) if coverage is not None else "",
                why=self._why,
                problem=self._problem,
                stage=self._stage,
                verdict=words.verdict_words(coverage) if coverage is not None else "",
                passed=coverage.passed if coverage is not None else None,
                lines=lines_of(document, coverage) if document is not None and coverage is not None else (),
                can_keep=coverage is not None and not self._stage and self._may_keep(coverage),
                kept=self._kept_words(),
                keep_text=tr("Keep with the draft") if self._draft else tr("Keep with the version"),
            )
        )

    def _may_keep(self, coverage: Coverage) -> bool:
        """Whoever answers for the document, and once."""
        kept = any(row.fits and (row.seed, row.batches) == (str(coverage.seed), coverage.batches) for row in self._kept)
        return not kept and any(role in self.roles for role in KEEPERS)

    def _kept_words(self) -> str:
        fitting = [row for row in self._kept if row.fits]
        if not fitting:
            return tr("No dry run of this text is kept with it")
        last = fitting[-1]
        return ntr(
            "Kept: {n} batch, seed {seed}, by {name}",
            "Kept: {n} batches, seed {seed}, by {name}",
            last.batches,
            seed=last.seed,
            name=last.by_name,
        )


def inline(order: Mapping[str, Any], then: Callable[[Any], None], stage: Callable[[str], None]) -> Stop:
    """Do an order at once, where nothing runs beside the screen: for tests and pictures."""
    given = dict(order)
    try:
        result: Any = WORKS[given.pop("work")](given, stage)
    except Refusal as refusal:
        result = refusal
    then(result)
    return lambda: None


def lines_of(mbr: Mbr, coverage: Coverage) -> tuple[Line, ...]:
    """Return the result line by line: what is wrong, figures, what was not reached, what nobody would notice."""
    names = words.named(mbr)
    return (*_wrong(coverage, names), *_figures(coverage), *_open(coverage, names), *_gaps(coverage, names))


def _wrong(coverage: Coverage, names: words.Named) -> Iterator[Line]:
    for at, end in enumerate(coverage.dead_ends):
        stuck = tr("stuck")
        yield Line(f"end/{at}", tr("Dead end"), words.dead_end_words(end, names), stuck, "crit", "hand-stop")
    for point in coverage.unreachable():
        never = tr("never reached")
        yield Line(point.id, words.kind_words("phase"), names.part(point.place), never, "crit", "ban")
    for fault in coverage.silent():
        told = words.fault_words(fault, names)
        yield Line(fault.id, words.kind_words("fault"), told, tr("not answered"), "crit", "ban")


def _figures(coverage: Coverage) -> Iterator[Line]:
    for kind, (part, whole) in coverage.figures().items():
        result = tr("{reached} of {whole}", reached=part, whole=whole)
        yield Line(f"figure/{kind}", words.kind_words(kind), "", result, "head")


def _open(coverage: Coverage, names: words.Named) -> Iterator[Line]:
    for point in coverage.not_reached():
        if point.kind != "phase":
            told, why = words.point_words(point, names), words.why_words(point.why)
            yield Line(point.id, words.kind_words(point.kind), told, why, "warn", "circle")
    for fault in coverage.faults:
        if not fault.seeded:
            told, why = words.fault_words(fault, names), words.why_words(fault.why)
            yield Line(fault.id, words.kind_words("fault"), told, why, "warn", "circle")


def _gaps(coverage: Coverage, names: words.Named) -> Iterator[Line]:
    for gap in coverage.gaps:
        yield Line(f"gap/{gap.code}/{gap.place}", tr("Gap"), words.gap_words(gap, names), "", "quiet", "info-circle")
