"""The recall list as data: every batch, bag, patient and sample that a suspected thing reached, with its status.

21 CFR 211.150(b), 211.198; EU GMP 8.22 to 8.26: the list must be there at any hour, complete, and say where its
knowledge ends. It says how each thing was reached, so that a reader can check any line against the batch record, and
carries a hash of its rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ebr.domain import canonical
from ebr.domain.canonical import Json
from ebr.reports import document as d
from ebr.reports.master_paper import Printed
from ebr.reports.said import chapters, record_facts, table
from ebr.wording import moment_words, status_word
from ebr.wording.genealogy import (
    MOVEMENTS,
    Named,
    amount_words,
    cut_words,
    join_words,
    kind_word,
    number_words,
    reason_words,
    state_words,
)
from ebr.wording.sentences import word
from ebr.words import ntr, tr


@dataclass(frozen=True, slots=True)
class Reached:
    """One thing on the list; `distance` counts the joins from the thing in question."""

    kind: str
    name: str
    part: str
    title: str
    status: str
    where: str
    patients: tuple[str, ...]
    distance: int
    quantity: str
    unit: str


@dataclass(frozen=True, slots=True)
class Join:
    """How one thing was reached from another: places in `Recall.things`."""

    source: int
    target: int
    role: str
    container: str
    quantity: str
    unit: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class Sum:
    """The mass balance of the thing itself in one unit; texts as in `ebr.domain.genealogy.balance`."""

    unit: str
    sums: tuple[tuple[str, str], ...]
    left: str
    difference: str
    reason: str


@dataclass(frozen=True, slots=True)
class Recall:
    """All that the list says. `things[0]` is the thing in question; `direction` "forward" or "backward".

    `entries` is the number of the last entry of this station's log that the list knows of, `head` its hash.
    """

    things: tuple[Reached, ...]
    joins: tuple[Join, ...]
    direction: str
    cut: str = ""
    balances: tuple[Sum, ...] = ()
    entries: int = 0
    head: str = ""

    @property
    def forward(self) -> bool:
        """It is a list of what was reached, not of where something comes from."""
        return self.direction == "forward"

    def of(self, *kinds: str) -> list[Reached]:
        """Return the things of these kinds, by number; the thing in question only if it is itself a product."""
        every = self.things if self.things[0].kind in ("batch", "part") else self.things[1:]
        return sorted((one for one in every if one.kind in kinds), key=lambda one: (one.name, one.part))

    def patients(self) -> list[tuple[list[str], list[str]]]:
        """Return each patient or donor, by all that they are called, with the batches that are for them.

        One person has several names (chain of identity, subject number): batches that share one are for one person.
        """
        found: list[tuple[set[str], list[str]]] = []
        for batch in (one for one in self.of("batch") if one.patients):
            same = [known for known in found if not known[0].isdisjoint(batch.patients)]
            names = set(batch.patients).union(*(names for names, _ in same))
            batches = [name for _, batches in same for name in batches]
            found = [*(known for known in found if known not in same), (names, [*batches, batch.name])]
        return sorted((sorted(names), batches) for names, batches in found)


@dataclass(frozen=True, slots=True)
class RecallPaper:
    """The list as a paper: `about` is the number that it is bound to on each page, `words` what that is."""

    title: str
    about: str
    words: str
    hash: str
    printed: Printed
    facts: tuple[d.Fact, ...]
    blocks: tuple[d.Block, ...]
    remarks: tuple[str, ...] = ()


def recall_paper(recall: Recall, printed: Printed) -> RecallPaper:
    """Return the paper of a list."""
    start = recall.things[0]
    return RecallPaper(
        title=tr("Recall list") if recall.forward else tr("Origin list"),
        about=number_words(start),
        words=" · ".join(text for text in (kind_word(start), start.title) if text),
        hash=recall_hash(recall),
        printed=printed,
        facts=tuple(_facts(recall)),
        blocks=tuple(_blocks(recall)),
        remarks=tuple(_remarks(recall)),
    )


def recall_hash(recall: Recall) -> str:
    """Return the SHA-256 over the rows of the list: two lists with one hash say the same."""
    things: list[Json] = [
        [one.kind, one.name, one.part, one.status, one.where, list(one.patients)] for one in recall.things
    ]
    joins: list[Json] = [
        [one.source, one.target, one.role, one.container, one.quantity, one.unit, one.at] for one in recall.joins
    ]
    return hashlib.sha256(canonical.dumps([recall.direction, things, joins])).hexdigest()


def _facts(recall: Recall) -> Iterator[d.Fact]:
    words = tr("Everything it went into, and what was made of that") if recall.forward else tr("Everything it is from")
    yield d.Fact(tr("What is listed"), words)
    yield d.Fact(tr("Batches"), str(len(recall.of("batch"))))
    yield d.Fact(tr("Bags, cartons, sub-lots"), str(len(recall.of("part"))))
    yield d.Fact(tr("Patients or donors"), str(len(recall.patients()) or len(recall.of("identifier"))))
    yield d.Fact(tr("Samples"), str(len(recall.of("sample"))))
    if not recall.forward:
        yield d.Fact(tr("Lots"), str(len(recall.of("lot"))))
    yield d.Fact(tr("Joins followed"), str(len(recall.joins)))
    yield from record_facts(recall.entries, recall.head)


def _remarks(recall: Recall) -> Iterator[str]:
    if recall.cut:
        yield cut_words(recall.cut)
    open_ones = [one for one in recall.of("batch") if one.status in ("certified", "conditional", "supplied")]
    if recall.forward and open_ones:
        yield ntr(
            "{n} batch on this list has left quality's hands: certified or released with results pending",
            "{n} batches on this list have left quality's hands: certified or released with results pending",
            len(open_ones),
        )
    for one in recall.balances:
        if one.reason == "more_out_than_in":
            yield reason_words(one.reason, one.difference or one.left, one.unit)


def _blocks(recall: Recall) -> Iterator[d.Block]:
    named = (
        (tr("Batches"), _batches(recall)),
        (tr("Bags, cartons and sub-lots"), _made(recall)),
        (tr("Patients and donors"), _patients(recall)),
        (tr("Lots and containers"), _plain(recall, "lot")),
        (tr("Samples and labels"), _plain(recall, "sample", "labels")),
        (tr("Equipment, rooms, suppliers and codes"), _plain(recall, "equipment", "room", "supplier", "code")),
        (tr("Mass balance"), _balance(recall.balances)),
        (tr("How each was reached"), _joins(recall)),
    )
    words = tr(
        "The list says what this station knew when it was printed. What a station recorded that has not been"
        " synchronised since is not on it."
    )
    yield from chapters(named, words)


def _batches(recall: Recall) -> d.Table | None:
    columns = (
        d.Column(tr("Batch"), 0, code=True),
        d.Column(tr("Product"), 2.2),
        d.Column(tr("Status"), 1.4),
        d.Column(tr("Last room"), 1.4),
        d.Column(tr("Patient or donor"), 1.6, code=True),
    )
    return table(columns, [(one.name, one.title, *_state(one), _lines(one.patients)) for one in recall.of("batch")])


def _made(recall: Recall) -> d.Table | None:
    columns = (
        d.Column(tr("Number"), 0, code=True),
        d.Column(tr("What"), 0.8),
        d.Column(tr("Amount"), 0.9, "right"),
        d.Column(tr("Status of its batch"), 1.4),
        d.Column(tr("Last room"), 1.3),
        d.Column(tr("Patient or donor"), 1.6, code=True),
    )
    return table(
        columns,
        [
            (number_words(one), one.title, amount_words(one.quantity, one.unit), *_state(one), _lines(one.patients))
            for one in recall.of("part")
        ],
    )


def _patients(recall: Recall) -> d.Table | None:
    columns = (d.Column(tr("Patient or donor"), 1.6, code=True), d.Column(tr("Batches"), 3.0, code=True))
    none: list[str] = []
    found = recall.patients() or [([one.name], none) for one in recall.of("identifier")]
    return table(columns, [(_lines(names), ", ".join(batches)) for names, batches in found])


def _plain(recall: Recall, *kinds: str) -> d.Table | None:
    columns = (
        d.Column(tr("Number"), 0, code=True),
        d.Column(tr("Kind"), 0.8),
        d.Column(tr("What"), 2.2),
        d.Column(tr("Status, place"), 1.6),
        d.Column(tr("Amount"), 0.8, "right"),
    )
    rows = [
        (number_words(one), kind_word(one), one.title, _kept(one), amount_words(one.quantity, one.unit))
        for one in recall.of(*kinds)
    ]
    return table(columns, rows)


def _balance(balances: Sequence[Sum]) -> d.Table | None:
    columns = (
        d.Column(tr("Unit"), 0.5),
        d.Column(tr("Movements"), 2.4),
        d.Column(tr("Left"), 0.8, "right"),
        d.Column(tr("Result"), 2.4),
    )
    rows = []
    for one in balances:
        moved = "\n".join(f"{word(MOVEMENTS, what)}: {amount}" for what, amount in one.sums)
        bad = one.reason in ("more_out_than_in", "counted_less", "counted_more")
        result = d.Cell(reason_words(one.reason, one.difference or one.left, one.unit), tone="warn" if bad else "plain")
        rows.append((one.unit, moved, one.left, result))
    return table(columns, rows)


def _joins(recall: Recall) -> d.Table | None:
    columns = (d.Column(tr("Joined by"), 4.2), d.Column(tr("When"), 1.4), d.Column(tr("By"), 0.7))
    rows = []
    for one in recall.joins:
        ends: tuple[Named, Named] = (recall.things[one.source], recall.things[one.target])
        words = join_words(one.role, *ends, quantity=one.quantity, unit=one.unit, container=one.container)
        rows.append((words, moment_words(one.at) if one.at else "", one.by))
    return table(columns, rows, dense=True)


def _state(one: Reached) -> tuple[str, str]:
    return (status_word(one.status) if one.status else "", one.where)


def _kept(one: Reached) -> str:
    """Return status and place of a lot or a machine; a sample has those of its batch, which stand there."""
    if one.kind not in ("lot", "equipment"):
        return ""
    return ", ".join(part for part in (state_words(one.kind, one.status), one.where) if part)


def _lines(texts: Sequence[str]) -> str:
    return "\n".join(texts)


__all__ = ["Join", "Reached", "Recall", "RecallPaper", "Sum", "recall_hash", "recall_paper"]
