"""The laboratory's work list without its looks: what waits, one sample in full, what one may do, the scanned sample."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ebr.domain.refusal import Refusal
from ebr.domain.sample.commands import PlanRoomSample, PlanSample
from ebr.station.questions import (
    FindSample,
    RoomsToSample,
    RoomToSample,
    SampleAnswer,
    SampleQuestion,
    SampleRow,
    Samples,
    SamplesAnswer,
    SamplesToPlan,
    SampleToPlan,
)
from ebr.wording import refusal_words
from ebr.wording.samples import stage_word
from ebr.words import ntr, tr
from ui.desk import Answer, Desk
from ui.lots.asks import Form
from ui.pages.offer import Offer
from ui.pages.visit import Visit
from ui.samples.act_forms import form_of
from ui.samples.acts import grouped, offers
from ui.samples.lines import STAGES, SampleDetail, SampleLine, detail_of, line_of, unknown_words

EVERYTHING = "all"
"""The filter that shows samples with nothing left to do, too."""
ROOMS = "rooms"
"""The filter that shows every sample of a room."""


class SamplesPresenter:
    """SamplesPresenter(desk, person, roles). Callbacks: on_lines, on_filters, on_detail, on_notice."""

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.rows: tuple[SampleRow, ...] = ()
        self.chosen = ""
        self._sought = ""
        """The sample that somebody came for: the list shows it even if nothing waits."""
        self.stage = ""
        self.batch = ""
        self.answer: SampleAnswer | None = None
        self.offered: tuple[Offer, ...] = ()
        self.on_lines: Callable[[tuple[SampleLine, ...], str], None] = lambda _lines, _words: None
        self.on_filters: Callable[[tuple[tuple[str, str], ...]], None] = lambda _filters: None
        self.on_detail: Callable[[SampleDetail | None], None] = lambda _detail: None
        self.on_notice: Callable[[str], None] = lambda _words: None
        self.desk.on_changed(self._changed)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def _changed(self, roots: frozenset[str]) -> None:
        if any(root.startswith("sample/") for root in roots):
            self.refresh()

    def refresh(self) -> None:
        """Ask for everything anew."""
        self.desk.ask(Samples(self.batch, everything=True), self._got)

    def _got(self, answer: SamplesAnswer) -> None:
        self.rows = answer.rows
        wanted = self.chosen if any(row.sample == self.chosen for row in self.rows) else ""
        if wanted and self._sought == wanted and not any(row.sample == wanted for row in self._shown()):
            self.stage = EVERYTHING
        self._sought = ""
        wanted = wanted or next((row.sample for row in self._shown() if row.sample), "")
        self.on_filters(self._filters())
        self._lines()  # a table that is filled anew may choose its first row
        self.chosen = wanted
        self._ask()

    def _filters(self) -> tuple[tuple[str, str], ...]:
        """Return what waits, with the numbers; then everything there is."""
        waits = [row for row in self.rows if row.stages]
        counts = {stage: sum(stage in row.stages for row in waits) for stage in STAGES}
        there = [(one, tr("{words} {n}", words=stage_word(one), n=n)) for one, n in counts.items() if n]
        of_rooms = sum(bool(row.room) for row in self.rows)
        rooms = ((ROOMS, tr("Rooms {n}", n=of_rooms)),) if of_rooms else ()
        last = (EVERYTHING, tr("All {n}", n=len(self.rows)))
        return (("", tr("Waiting {n}", n=len(waits))), *there, *rooms, last)

    def filter(self, stage: str) -> None:
        """Show samples of which one thing waits, all that wait for "", a room's for "rooms", everything for "all"."""
        self.stage = stage
        self._lines()

    def _shown(self) -> list[SampleRow]:
        if self.stage == EVERYTHING:
            return list(self.rows)
        if self.stage == ROOMS:
            return [row for row in self.rows if row.room]
        return [row for row in self.rows if (self.stage in row.stages if self.stage else row.stages)]

    def _lines(self) -> None:
        shown = self._shown()
        overdue = sum(row.overdue for row in shown)
        words = ntr("{n} sample", "{n} samples", len(shown))
        late = ntr("{n} overdue", "{n} overdue", overdue) if overdue else ""
        self.on_lines(
            tuple(line_of(row) for row in shown), tr("{all}, {late}", all=words, late=late) if late else words
        )

    def choose(self, sample: str) -> None:
        """Show one sample; one that is not taken yet has nothing to show."""
        self.chosen = sample if any(row.sample == sample for row in self.rows) else ""
        self._ask()

    def show(self, sample: str) -> None:
        """Show one sample, whatever waits: the list may not be here yet."""
        self.chosen = self._sought = sample
        self.refresh()

    def _ask(self) -> None:
        if not self.chosen:
            self.answer = None
            self.on_detail(None)
            return
        self.desk.ask(SampleQuestion(self.chosen), self._got_sample, self._refused)

    def _got_sample(self, answer: SampleAnswer) -> None:
        if answer.row.sample == self.chosen:
            self.answer, self.offered = answer, offers(answer, self.person, self.roles)
            self.on_detail(detail_of(answer, grouped(self.offered)))

    def _refused(self, refusal: Refusal) -> None:
        self.on_notice(refusal_words(refusal))

    def scanned(self, text: str) -> None:
        """Show the sample whose label was scanned; a number that is not known is said."""
        self.desk.ask(FindSample(text), lambda number: self._found(text, number), self._refused)

    def _found(self, text: str, number: str) -> None:
        if not number:
            self.on_notice(unknown_words(text))
            return
        if not any(row.sample == number for row in self._shown()):
            self.stage = EVERYTHING
        self.on_filters(self._filters())
        self._lines()
        self.choose(number)

    # -- acts

    def of_kind(self, kind: str) -> tuple[Offer, ...]:
        """Return the offers of one kind: one for each test or result."""
        return tuple(offer for offer in self.offered if offer.key.partition(":")[0] == kind)

    def form(self, key: str) -> Form:
        """Return the form of an act on the chosen sample."""
        assert self.answer is not None
        return form_of(key, self.answer)

    def to_plan(self, then: Callable[[tuple[SampleToPlan, ...]], None]) -> None:
        """Ask what can be planned, in the batch whose samples are shown or in all."""
        self.desk.ask(SamplesToPlan(self.batch), then, self._refused)

    def rooms(self, then: Callable[[tuple[RoomToSample, ...]], None]) -> None:
        """Ask which rooms there are."""
        self.desk.ask(RoomsToSample(), then, self._refused)

    def plan(self, command: PlanSample | PlanRoomSample, then: Callable[[Answer], None]) -> None:
        """Give a sample its number, and show it."""

        def planned(said: Answer) -> None:
            then(said)
            if said.refusal is None:
                self.show(command.sample)

        self.do(command, planned)

    def do(self, command: Any, then: Callable[[Answer], None]) -> None:
        """Carry out a command that nobody signs."""
        self.desk.do(command, by=self.person, then=then)

    @property
    def file_name(self) -> str:
        """What the certificate of analysis of the chosen sample's batch is called."""
        batch = self.answer.row.batch if self.answer is not None else ""
        plain = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in batch)
        return f"certificate-of-analysis-{plain}.pdf"

    def print_analysis(self, folder: Path, then: Callable[[Answer | Refusal], None]) -> None:
        """Write the certificate of analysis of the chosen sample's batch into a folder."""
        assert self.answer is not None
        self.desk.call("print_analysis", then, self.answer.row.batch, folder / self.file_name, self.person)
