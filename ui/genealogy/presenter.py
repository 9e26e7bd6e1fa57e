"""The genealogy screen without its looks: finding a thing, the walk, the picture, the list, the recall list as PDF.

The screen asks once for both directions and shows a part of that; turning the view costs no question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from ebr.domain.refusal import Refusal
from ebr.station.questions import (
    CodeAnswer,
    FindThings,
    FoundThings,
    Genealogy,
    GenealogyAnswer,
    LinkRow,
    LotRow,
    Lots,
    ReadCode,
    ThingRow,
)
from ebr.wording import moment_words, refusal_words
from ebr.wording.genealogy import (
    MOVEMENTS,
    amount_words,
    cut_words,
    join_words,
    kind_word,
    number_words,
    reason_words,
    several_words,
    state_words,
    unlisted_words,
)
from ebr.wording.sentences import word
from ebr.words import tr
from ui.desk import Desk
from ui.genealogy.picture import ICONS, TONES, Picture, picture
from ui.pages.offer import Offer, Shown
from ui.pages.visit import Visit

SAID: Final = 10
"""Joins of one thing that are told in words; the rest are counted."""
BAD: Final = frozenset({"more_out_than_in", "counted_less", "counted_more"})
STATED: Final = frozenset({"batch", "part", "lot", "equipment"})
"""Kinds that have a status and a place."""


@dataclass(frozen=True, slots=True)
class ThingLine:
    """One thing as a line of the list; `key` is its place in the answer."""

    key: int
    cells: tuple[str, ...]
    icon: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ThingDetail:
    """One thing in full: facts, its joins in words, the mass balance of the thing in question, what may be done."""

    key: int
    title: str
    chip: str
    tone: str
    facts: tuple[Shown, ...]
    joins: tuple[Shown, ...]
    balance: tuple[Shown, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Walked:
    """What the screen shows of a walk: `words` sums it up, `warning` is what must not be missed."""

    start: ThingRow
    words: str
    warning: str
    lines: tuple[ThingLine, ...]


class GenealogyPresenter:
    """GenealogyPresenter(desk, person, roles).

    Callbacks: on_walked(Walked), on_picture(Picture), on_detail(ThingDetail), on_several(FoundThings) when a number
    stands for several things, on_nothing(words, near) when it stands for none, on_busy().
    """

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.answer: GenealogyAnswer | None = None
        self.direction = "both"
        self.chosen = 0
        self.shown: GenealogyAnswer | None = None
        self._opened: frozenset[str] = frozenset()
        self._asked = ("", "", "")
        self.on_walked: Callable[[Walked], None] = lambda _walked: None
        self.on_picture: Callable[[Picture], None] = lambda _picture: None
        self.on_detail: Callable[[ThingDetail], None] = lambda _detail: None
        self.on_several: Callable[[FoundThings], None] = lambda _found: None
        self.on_nothing: Callable[[str, tuple[ThingRow, ...]], None] = lambda _words, _near: None
        self.desk.on_changed(self._changed)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    # -- finding

    def find(self, text: str) -> None:
        """Find what a typed or scanned number names, and walk from it."""
        if text.strip():
            self.desk.ask(FindThings(text.strip()), self._found)

    def scanned(self, data: str, aim: str, shown: Callable[[str], None]) -> None:
        """Find what a scanned label names: a container, its lot, ours or the supplier's; `shown` gets its number.

        A code that is not certain is said, and nothing is looked for (`ebr.labels.reading`).
        """

        def read(code: CodeAnswer) -> None:
            lot, serial = code.facts.get("lot", ""), code.facts.get("serial", "")
            names = [name for name in (f"{lot}/{serial}" if lot and serial else "", lot, code.text) if name]
            shown(names[0])
            self._first_of(tuple(dict.fromkeys(names)), lot, shown)

        self.desk.ask(ReadCode(data, aim), read, lambda said: self.on_nothing(refusal_words(said), ()))

    def _first_of(self, names: tuple[str, ...], lot: str, shown: Callable[[str], None]) -> None:
        """Follow the first of these numbers that is known, else our lot of the supplier's number."""

        def found(said: FoundThings) -> None:
            if said.things or (len(names) == 1 and not lot):
                shown(said.text)
                self._found(said)
            elif len(names) > 1:
                self._first_of(names[1:], lot, shown)
            else:
                self.desk.ask(Lots(), lambda rows: self._of_supplier(rows, lot, said, shown))

        self.desk.ask(FindThings(names[0]), found)

    def _of_supplier(self, rows: tuple[LotRow, ...], lot: str, said: FoundThings, shown: Callable[[str], None]) -> None:
        ours = [row.lot for row in rows if row.supplier_lot == lot]
        if len(ours) == 1:
            shown(ours[0])
            self.find(ours[0])
        else:
            self._found(said)

    def _found(self, found: FoundThings) -> None:
        if len(found.things) == 1:
            self.walk_from(found.things[0])
        elif found.things:
            self.on_several(found)
        else:
            self.on_nothing(refusal_words(Refusal("thing_unknown", thing=found.text)), found.near)

    def walk_from(self, row: ThingRow) -> None:
        """Make a thing the one in question."""
        self.walk(row.kind, row.name, row.part)

    def walk(self, kind: str, name: str, part: str = "") -> None:
        """Ask what lies ahead of a thing and behind it."""
        self._asked = (kind, name, part)
        self._opened, self.chosen = frozenset(), 0
        self._ask()

    def _ask(self) -> None:
        asked = self._asked
        self.desk.ask(
            Genealogy(*asked), lambda answer: self._got(asked, answer), lambda said: self._refused(asked, said)
        )

    def _refused(self, asked: tuple[str, str, str], refusal: Refusal) -> None:
        if asked == self._asked:
            self.on_nothing(refusal_words(refusal), ())

    def _changed(self, roots: frozenset[str]) -> None:
        if self.answer is not None and any(root.startswith(("batch/", "material/", "equipment/")) for root in roots):
            self._ask()

    def _got(self, asked: tuple[str, str, str], answer: GenealogyAnswer) -> None:
        if asked == self._asked:
            kept = self.answer.things[self.chosen] if self.answer and self.chosen < len(self.answer.things) else None
            self.answer = answer
            self._show(kept)

    # -- showing

    def turn(self, direction: str) -> None:
        """Show what lies ahead, behind, or both."""
        if direction != self.direction:
            self.direction = direction
            self._opened = frozenset()
            if self.answer is not None:
                self._show(None)

    def open(self, key: str) -> None:
        """Open a fold of the picture, or close it again."""
        self._opened = self._opened ^ {key}
        if self.shown is not None:
            self.on_picture(picture(self.shown, self._opened))

    @property
    def unfolded(self) -> bool:
        """Somebody opened a fold."""
        return bool(self._opened)

    def fold(self) -> None:
        """Fold everything again."""
        self._opened = frozenset()
        if self.shown is not None:
            self.on_picture(picture(self.shown))

    def choose(self, at: int) -> None:
        """Show one thing in full."""
        if self.shown is not None and 0 <= at < len(self.shown.things):
            self.chosen = at
            self.on_detail(self._detail(self.shown, at))

    def _show(self, kept: ThingRow | None) -> None:
        assert self.answer is not None
        shown = self.shown = turned(self.answer, self.direction)
        named = {(row.kind, row.name, row.part): at for at, row in enumerate(shown.things)}
        self.chosen = named.get((kept.kind, kept.name, kept.part), 0) if kept is not None else 0
        self.on_walked(Walked(shown.things[0], summary(shown), self._warning(shown), lines(shown)))
        self.on_picture(picture(shown, self._opened))
        self.choose(self.chosen)

    @staticmethod
    def _warning(shown: GenealogyAnswer) -> str:
        bad = (
            reason_words(one.reason, one.difference or one.left, one.unit)
            for one in shown.balances
            if one.reason in BAD
        )
        return " ".join(part for part in (cut_words(shown.cut), unlisted_words(shown.unlisted), *bad) if part)

    def _detail(self, shown: GenealogyAnswer, at: int) -> ThingDetail:
        row = shown.things[at]
        return ThingDetail(
            at,
            number_words(row),
            state_of(row),
            TONES.get(row.status, ""),
            facts(row),
            joins(shown, at),
            balance(shown) if at == 0 else (),
            tuple(self._offers(row, at)),
        )

    @staticmethod
    def _offers(row: ThingRow, at: int) -> list[Offer]:
        found = [] if at == 0 else [Offer("walk", tr("Start from here"), "binary-tree")]
        return [*found, *([Offer("record", tr("Open the record"), "file-text")] if row.kind == "batch" else [])]

    # -- the recall list

    def file_name(self) -> str:
        """Return how the file of the list is called."""
        plain = "".join(
            sign if sign.isalnum() or sign in "-_" else "-" for sign in "-".join(filter(None, self._asked[1:]))
        )
        return f"{plain}-{'origin' if self.direction == 'backward' else 'recall'}.pdf"

    def print_recall(self, file: Path, then: Callable[[Any], None]) -> None:
        """Write the list of what was reached; looking backward, the list of where it comes from."""
        direction = "backward" if self.direction == "backward" else "forward"
        self.desk.call("print_recall", then, self._asked, direction, file, by=self.person)


def turned(answer: GenealogyAnswer, direction: str) -> GenealogyAnswer:
    """Return the part of a walk that lies one way; what only stands beside it is left out."""
    if direction == "both":
        return answer
    sign = 1 if direction == "forward" else -1
    kept = [at for at, row in enumerate(answer.things) if at == 0 or (row.distance * sign > 0 and not row.beside)]
    places = {at: place for place, at in enumerate(kept)}
    links = tuple(
        replace(link, source=places[link.source], target=places[link.target])
        for link in answer.links
        if link.source in places and link.target in places
    )
    return replace(answer, direction=direction, things=tuple(answer.things[at] for at in kept), links=links)


def summary(shown: GenealogyAnswer) -> str:
    """Return how much was reached, in a line."""
    counts = [
        (kind, sum(row.kind == kind and not row.beside for row in shown.things[1:]))
        for kind in ("batch", "part", "identifier", "lot")
    ]
    patients = {name for row in shown.things if row.kind == "batch" for name in row.patients}
    found = {**dict(counts), "identifier": max(dict(counts)["identifier"], len(patients))}
    return ", ".join(several_words(kind, count) for kind, count in found.items() if count)


def lines(shown: GenealogyAnswer) -> tuple[ThingLine, ...]:
    """Return every thing as a line, the thing in question first, then the near ones."""
    order = sorted(range(len(shown.things)), key=lambda at: (abs(shown.things[at].distance), shown.things[at].beside))
    return tuple(_line(shown.things[at], at) for at in order)


def state_of(row: ThingRow) -> str:
    """Return the status of a thing in words; "" for what has none of its own."""
    return state_words(row.kind, row.status) if row.kind in STATED else ""


def _line(row: ThingRow, at: int) -> ThingLine:
    where = tr("In question") if at == 0 else tr("beside") if row.beside else f"{row.distance:+d}"
    cells = (number_words(row), row.title or kind_word(row), state_of(row), where)
    return ThingLine(at, cells, ICONS[row.kind], TONES.get(row.status, "") if row.kind in STATED else "")


def facts(row: ThingRow) -> tuple[Shown, ...]:
    """Return what is said of a thing."""
    product = row.kind in ("batch", "part")
    found = [
        Shown(tr("Kind"), kind_word(row)),
        Shown(tr("What"), row.title, row.code if row.kind == "lot" else ""),
        Shown(tr("Amount"), amount_words(row.quantity, row.unit)),
        Shown(tr("Patient or donor"), ", ".join(row.patients)),
        Shown(tr("Last room") if product else tr("Place"), row.where if row.kind in STATED else ""),
        Shown(tr("Since"), moment_words(row.at) if row.at else ""),
    ]
    return tuple(one for one in found if one.value)


def joins(shown: GenealogyAnswer, at: int) -> tuple[Shown, ...]:
    """Return the joins of a thing in words, with when and by whom; many are counted."""
    found = [link for link in shown.links if at in (link.source, link.target)]
    told = [Shown(moment_words(link.at) if link.at else "", _join(shown, link), link.by) for link in found[:SAID]]
    if len(found) > SAID:
        told.append(Shown("", tr("and {n} more: each has a line in the list", n=len(found) - SAID)))
    return tuple(told)


def _join(shown: GenealogyAnswer, link: LinkRow) -> str:
    source, target = shown.things[link.source], shown.things[link.target]
    return join_words(link.role, source, target, quantity=link.quantity, unit=link.unit, container=link.container)


def balance(shown: GenealogyAnswer) -> tuple[Shown, ...]:
    """Return the mass balance of the thing in question: each movement, what is left, and whether it comes out."""
    told = []
    for one in shown.balances:
        told += [Shown(word(MOVEMENTS, what), amount_words(amount, one.unit)) for what, amount in one.sums]
        if one.left:
            told.append(Shown(tr("Left"), amount_words(one.left, one.unit)))
        words = reason_words(one.reason, one.difference or one.left, one.unit)
        told.append(Shown(tr("Result"), words, "", "crit" if one.reason in BAD else ""))
    return tuple(told)
