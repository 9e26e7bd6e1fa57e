"""The inventory record of one lot as a paper (21 CFR 211.184(c)): receipt, results, every use by batch, what is left.

It says the same as the record at one entry of the station's log, and carries a hash of its rows: two papers with one
hash say the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from ebr.domain import canonical
from ebr.domain.canonical import Json
from ebr.reports import document as d
from ebr.reports.master_paper import Printed
from ebr.reports.recall import RecallPaper
from ebr.reports.said import chapters, record_facts, table
from ebr.wording import moment_words
from ebr.wording.genealogy import amount_words
from ebr.wording.materials import change_word, limits_words, lot_word
from ebr.words import tr


@dataclass(frozen=True, slots=True)
class Change:
    """One change: quantities are decimal text in the unit of the lot, `balance` what was left then."""

    at: str
    kind: str
    container: str
    quantity: str
    balance: str
    batch: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Examined:
    """One result; `certificate` is the supplier's that states it, "" for an own test."""

    title: str
    value: str
    limits: str
    verdict: str
    certificate: str
    analyst: str
    checker: str


@dataclass(frozen=True, slots=True)
class Held:
    """Who may draw how much: a station, what it was given, what it drew, what is left of that."""

    station: str
    allocated: str
    drawn: str
    left: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """Printed labels of the lot that came to an entry of a batch: each count, who counted it, and when ("" not yet).

    `first` is 0 until the second person has counted, who must not see it.
    """

    batch: str
    entry: str
    source: str
    first: int
    first_by: str
    first_at: str
    second: int
    second_by: str
    second_at: str

    @property
    def agreed(self) -> bool:
        """Two people counted the same."""
        return bool(self.second_by) and self.first == self.second


@dataclass(frozen=True, slots=True)
class Kept:
    """All that the paper says of a lot. `entries` is the last entry that it knows of, `head` its hash."""

    lot: str
    item: str
    title: str
    supplier: str
    supplier_lot: str
    status: str
    expiry: str
    retest: str
    received_at: str
    received_by: str
    decided_by: str
    left: str
    unit: str
    changes: tuple[Change, ...]
    results: tuple[Examined, ...]
    held: tuple[Held, ...] = ()
    remarks: tuple[str, ...] = ()
    entries: int = 0
    head: str = ""
    delivered: tuple[Delivered, ...] = ()


def inventory_paper(kept: Kept, printed: Printed) -> RecallPaper:
    """Return the paper of a lot; it is drawn as lists are (`ebr.reports.pdf.recall`)."""
    return RecallPaper(
        title=tr("Inventory record"),
        about=kept.lot,
        words=" · ".join(part for part in (kept.item, kept.title) if part),
        hash=inventory_hash(kept),
        printed=printed,
        facts=tuple(_facts(kept)),
        blocks=tuple(_blocks(kept)),
        remarks=kept.remarks,
    )


def inventory_hash(kept: Kept) -> str:
    """Return the SHA-256 over the rows of the paper."""
    changes: list[Json] = [
        [one.at, one.kind, one.container, one.quantity, one.balance, one.batch, one.reason, one.by]
        for one in kept.changes
    ]
    results: list[Json] = [[one.title, one.value, one.limits, one.verdict, one.certificate] for one in kept.results]
    rows: list[Json] = [kept.lot, kept.item, kept.unit, changes, results]
    if kept.delivered:  # a lot that was never delivered so keeps the hash that its papers have
        rows.append([[one.batch, one.entry, *map(str, _counts(one))] for one in kept.delivered])
    return hashlib.sha256(canonical.dumps(rows)).hexdigest()


def _counts(one: Delivered) -> tuple[object, ...]:
    return one.source, one.first, one.first_by, one.first_at, one.second, one.second_by, one.second_at


def _facts(kept: Kept) -> Iterator[d.Fact]:
    supplier = ", ".join(part for part in (kept.supplier, kept.supplier_lot) if part)
    yield d.Fact(tr("Supplier and its lot"), supplier or tr("Own make"))
    yield d.Fact(tr("Received"), tr("{time} by {name}", time=moment_words(kept.received_at), name=kept.received_by))
    yield d.Fact(tr("Status"), lot_word(kept.status))
    if kept.decided_by:
        yield d.Fact(tr("Decided by"), kept.decided_by)
    yield d.Fact(tr("Expiry"), moment_words(kept.expiry) if kept.expiry else tr("None"))
    yield d.Fact(tr("Retest by"), moment_words(kept.retest) if kept.retest else tr("None"))
    yield d.Fact(tr("Left"), amount_words(kept.left, kept.unit))
    yield from record_facts(kept.entries, kept.head)


def _blocks(kept: Kept) -> Iterator[d.Block]:
    named = (
        (tr("Receipts, uses and losses"), _changes(kept)),
        (tr("Results"), _results(kept)),
        (tr("Allocated to stations"), _held(kept)),
        (tr("Labels delivered to batches"), _delivered(kept)),
    )
    words = tr(
        "The record says what this station knew when it was printed. What a station recorded that has not been"
        " synchronised since is not in it."
    )
    yield from chapters(named, words)


def _changes(kept: Kept) -> d.Table | None:
    columns = (
        d.Column(tr("When"), 1.5),
        d.Column(tr("What"), 1.0),
        d.Column(tr("Container"), 0.8, code=True),
        d.Column(tr("Quantity, {unit}", unit=kept.unit), 0.9, "right"),
        d.Column(tr("Left, {unit}", unit=kept.unit), 0.9, "right"),
        d.Column(tr("Batch, reason"), 1.8),
        d.Column(tr("By"), 1.0),
    )
    rows = [
        (
            moment_words(one.at),
            change_word(one.kind),
            one.container,
            one.quantity,
            one.balance,
            "\n".join(part for part in (one.batch, one.reason) if part),
            one.by,
        )
        for one in kept.changes
    ]
    return table(columns, rows, dense=True)


def _results(kept: Kept) -> d.Table | None:
    columns = (
        d.Column(tr("Test"), 1.4),
        d.Column(tr("Result"), 1.0),
        d.Column(tr("Limits"), 1.2),
        d.Column(tr("Verdict"), 0.7),
        d.Column(tr("Where it comes from"), 1.6),
        d.Column(tr("Analyst, checked by"), 1.4),
    )
    rows = [
        (
            one.title,
            one.value,
            limits_words(one.limits),
            tr("Passes") if one.verdict == "pass" else tr("Fails"),
            tr("Supplier's certificate {certificate}", certificate=one.certificate)
            if one.certificate
            else tr("Own test"),
            "\n".join(part for part in (one.analyst, one.checker) if part),
        )
        for one in kept.results
    ]
    return table(columns, rows)


def _held(kept: Kept) -> d.Table | None:
    columns = (
        d.Column(tr("Station"), 2.0),
        d.Column(tr("Allocated, {unit}", unit=kept.unit), 1.0, "right"),
        d.Column(tr("Drawn, {unit}", unit=kept.unit), 1.0, "right"),
        d.Column(tr("Still to be drawn, {unit}", unit=kept.unit), 1.0, "right"),
    )
    rows = [(one.station, one.allocated, one.drawn, one.left) for one in kept.held]
    return table(columns, rows)


def _delivered(kept: Kept) -> d.Table | None:
    """Printed labels are counted by two people who do not see each other's number (211.122, 211.125)."""
    columns = (
        d.Column(tr("Batch, entry"), 1.8),
        d.Column(tr("Delivered by"), 1.0),
        d.Column(tr("Taken in"), 1.8),
        d.Column(tr("Counted again"), 1.8),
        d.Column(tr("Verdict"), 1.0),
    )
    rows = [
        (
            f"{one.batch}\n{one.entry}",
            one.source,
            _counted(one.first, one.first_by, one.first_at) if one.second_by else _hidden(one),
            _counted(one.second, one.second_by, one.second_at) if one.second_by else tr("Not yet"),
            _verdict(one),
        )
        for one in kept.delivered
    ]
    return table(columns, rows)


def _counted(count: int, name: str, at: str) -> str:
    return tr("{n} labels, {name}, {time}", n=count, name=name, time=moment_words(at))


def _hidden(one: Delivered) -> str:
    return tr("{name}, {time}; the number follows the second count", name=one.first_by, time=moment_words(one.first_at))


def _verdict(one: Delivered) -> str:
    if not one.second_by:
        return tr("Open")
    return tr("Both agree") if one.agreed else tr("The counts differ")
