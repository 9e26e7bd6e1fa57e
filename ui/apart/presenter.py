"""A batch at several stations without its looks: who holds which part, what two stations wrote, what came to light.

One holder writes (floor-rules 2). Giving a part away is an act of whoever works in it; taking one over without contact
is a supervisor's signed exception; which of two entries stands, and whether a weakness may stand, quality signs. All
sides stay in the record. The station decides again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from ebr.domain.batch import commands as c
from ebr.domain.refusal import Refusal
from ebr.station.questions import Apart, ApartAnswer, ContestRow, PartRow, SideRow, WeaknessRow
from ebr.wording import refusal_words
from ebr.wording.lines import answer as answer_word
from ebr.wording.lines import part_shown, with_unit
from ebr.wording.rules import record_weakness_words
from ebr.words import figure, mark, ntr, tr
from ui.desk import Answer, Desk
from ui.pages.offer import Offer
from ui.pages.visit import Visit
from ui.shown import moment_of, when_of

GIVERS: Final = ("operator", "supervisor")
PLACES: Final[Mapping[str, str]] = {
    "issued": mark("Issue of the batch"),
    "completed": mark("Production declared complete"),
    "decided": mark("Decision about the batch"),
    "closed": mark("End of the list: {label}"),
    "started": mark("Start of the timer: {label}"),
    "stopped": mark("End of the timer: {label}"),
}


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of the batch: where it is, since when, and what may be done with it here."""

    key: str
    title: str
    holder: str
    here: bool
    since: str
    taken: bool
    offers: tuple[Offer, ...]
    to: str = ""
    """Who goes on there, where somebody was named."""


@dataclass(frozen=True, slots=True)
class SideCard:
    """One side of a contest: its value, who wrote it where and when; `offer` makes it the one that stands."""

    key: str
    value: str
    by: str
    station: str
    at: str
    state: str
    offer: Offer | None


@dataclass(frozen=True, slots=True)
class ContestCard:
    """A place that two stations wrote, its sides beside each other, and the decision, "" while there is none."""

    where: str
    item: int
    title: str
    sides: tuple[SideCard, ...]
    decision: str


@dataclass(frozen=True, slots=True)
class WeakCard:
    """A weakness in words; `state` says whether release waits for it."""

    name: str
    text: str
    state: str
    tone: str
    offer: Offer | None


@dataclass(frozen=True, slots=True)
class ApartScreen:
    """Everything the screen shows; `waits` counts what release waits for."""

    batch: str
    product: str
    parts: tuple[PartLine, ...]
    open: tuple[ContestCard, ...]
    settled: tuple[ContestCard, ...]
    weaknesses: tuple[WeakCard, ...]
    stations: tuple[str, ...]
    waits: int


class ApartPresenter:
    """ApartPresenter(desk, person, roles). Callbacks: on_screen(ApartScreen), on_refused(text)."""

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.batch = ""
        self.screen: ApartScreen | None = None
        self.on_screen: Callable[[ApartScreen], None] = lambda _screen: None
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
        if any(root.startswith((f"batch/{self.batch}", "site", "station/")) for root in roots):
            self.refresh()

    def refresh(self) -> None:
        """Ask again."""
        self.desk.ask(Apart(self.batch), self._got, self._not_got)

    def _not_got(self, refusal: Refusal) -> None:
        self.on_refused(refusal_words(refusal))

    def _got(self, answer: ApartAnswer) -> None:
        contests = tuple(self._contest(answer, row) for row in answer.contests)
        weak = tuple(self._weak(row) for row in answer.weaknesses)
        waits = sum(not row.kept for row in answer.contests)
        waits += sum(row.blocking and not row.decided for row in answer.weaknesses)
        self.screen = ApartScreen(
            answer.batch,
            answer.product,
            tuple(self._part(answer, row) for row in answer.parts),
            tuple(one for one in contests if not one.decision),
            tuple(one for one in contests if one.decision),
            weak,
            answer.stations,
            waits,
        )
        self.on_screen(self.screen)

    def _any(self, *roles: str) -> bool:
        return any(role in self.roles for role in roles)

    # -- parts

    def _part(self, answer: ApartAnswer, row: PartRow) -> PartLine:
        offers: tuple[Offer, ...] = ()
        if row.here and self._any(*GIVERS):
            offers = (
                Offer("give", tr("Give to another station"), "switch-horizontal", self._give_reason(answer, row)),
            )
        elif not row.here and self._any(*GIVERS):
            offers = (Offer("take", tr("Take over without contact"), "alert-triangle"),)
        return PartLine(row.part, title_of(row), row.holder, row.here, moment_of(row.since), row.taken, offers, row.to)

    def _give_reason(self, answer: ApartAnswer, row: PartRow) -> str:
        if not answer.stations:
            return tr("The site has no other station")
        if not row.part and "supervisor" not in self.roles:
            return tr("A supervisor gives this away")
        return ""

    def give(self, part: str, station: str, note: str, to: str, then: Callable[[Answer], None]) -> None:
        """Give a part held here to another station, to somebody who is trained in it where one is named."""
        self.desk.do(c.GivePart(self.batch, part, station, note, to), by=self.person, then=then)

    def taking(self, part: str, reason: str, to: str = "") -> c.TakeOver:
        """Return the command that takes a part over; a supervisor signs it, `to` goes on."""
        return c.TakeOver(self.batch, part, reason, to)

    @property
    def supervises(self) -> bool:
        """The person signed in may sign a take-over."""
        return "supervisor" in self.roles

    # -- what quality decides

    def _contest(self, answer: ApartAnswer, row: ContestRow) -> ContestCard:
        decision = ""
        if row.kept:
            decision = tr(
                "{name} decided {when}: {reason}",
                name=row.decided_by,
                when=when_of(row.decided_at),
                reason=row.reason,
            )
        sides = tuple(self._side(row, side) for side in row.sides)
        return ContestCard(row.where, row.item, place_words(answer, row), sides, decision)

    def _side(self, row: ContestRow, side: SideRow) -> SideCard:
        kept = side.hash == row.kept
        state = tr("Kept by quality") if kept else tr("Stands until quality decides") if side.stands else ""
        if row.kept and not kept:
            state = tr("Not kept, stays in the record")
        offer = None
        if not row.kept and "quality" in self.roles:
            offer = Offer("keep", tr("This one stands"), "signature")
        return SideCard(side.hash, value_words(row, side), side.by, side.station, moment_of(side.at), state, offer)

    def resolution(self, where: str, item: int, kept: str, reason: str) -> c.ResolveConflict:
        """Return the command that says which side stands; quality signs it."""
        return c.ResolveConflict(self.batch, where, item, kept, reason)

    def _weak(self, row: WeaknessRow) -> WeakCard:
        text = record_weakness_words(row.code, row.params)
        waits = row.blocking and not row.decided
        state = tr("Quality decided that it may stand") if row.decided else tr("For the review")
        offer = (
            Offer("judge", tr("Decide that it may stand"), "signature") if waits and "quality" in self.roles else None
        )
        return WeakCard(
            row.name, text, tr("Release waits for quality") if waits else state, "warn" if waits else "", offer
        )

    def judgement(self, weakness: str, comment: str) -> c.DecideWeakness:
        """Return the command that says why a weakness may stand; quality signs it."""
        return c.DecideWeakness(self.batch, weakness, comment)


def title_of(row: PartRow) -> str:
    """Return what people call a part; the header is the batch as a whole."""
    return row.title or tr("The batch as a whole: decisions of production")


def waits_words(screen: ApartScreen) -> str:
    """Return what release waits for, "" for nothing."""
    if not screen.waits:
        return ""
    return ntr("Release waits for {n} decision of quality", "Release waits for {n} decisions of quality", screen.waits)


def place_words(answer: ApartAnswer, row: ContestRow) -> str:
    """Return what two stations wrote, in words."""
    address, _, what = row.where.partition("#")
    if row.where.startswith("exception/"):
        return tr("Decision about exception {number}", number=row.where.removeprefix("exception/"))
    if what.startswith("holder/"):
        part = what.removeprefix("holder/")
        found = next((one for one in answer.parts if one.part == part), None)
        return tr("Who holds: {part}", part=title_of(found) if found is not None else part)
    if what in PLACES:
        return tr(PLACES[what], label=row.label) if address else tr(PLACES[what])
    if what:
        return tr("Signature: {label}", label=row.label)
    label = row.label or address
    return tr("{label}, line {item}", label=label, item=row.item) if row.item > 1 else label


def value_words(row: ContestRow, side: SideRow) -> str:
    """Return what one side says."""
    says = side.says
    if not says:
        return tr("Withdrawn") if "#" not in row.where else tr("Recorded")
    if "number" in says:
        return with_unit(figure(says["number"]), row.unit)
    if "choice" in says:
        return row.options.get(says["choice"], says["choice"])
    if "exception" in says:
        return tr("Cannot be made: exception {number}", number=says["exception"])
    return ", ".join(answer_word(part_shown(name, text)) for name, text in says.items())
