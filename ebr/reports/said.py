"""What several papers have in common: the hash of what is said, the head of a product's paper, numbered chapters."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from ebr.domain import canonical
from ebr.reports import document as d
from ebr.words import tr


class OfBatch(Protocol):
    """What a paper about a batch says at its head."""

    @property
    def batch(self) -> str:
        """Its number."""

    @property
    def product(self) -> str:
        """What it is of."""

    @property
    def strength(self) -> str:
        """Empty where there is none."""

    @property
    def form(self) -> str:
        """What the product is given as."""

    @property
    def size(self) -> str:
        """With its unit."""

    @property
    def mbr(self) -> str:
        """The record that it was made by."""

    @property
    def version(self) -> str:
        """Of that record."""

    @property
    def identifiers(self) -> tuple[tuple[str, str], ...]:
        """What each is called, and what it is."""


def said_hash(facts: Any) -> str:  # noqa: ANN401 - plain data of any depth
    """Return the SHA-256 over plain data: two papers with one hash say the same."""
    return hashlib.sha256(canonical.dumps(_plain(facts))).hexdigest()


def _plain(value: Any) -> canonical.Json:  # noqa: ANN401 - plain data of any depth
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    return str(value)


def product_words(said: OfBatch) -> str:
    """Return the product with its strength, as it stands under the number of the batch."""
    return f"{said.product}, {said.strength}" if said.strength else said.product


def batch_facts(said: OfBatch, master: str) -> Iterator[d.Fact]:
    """Yield product, batch, size, identifiers, and the record it was made by; `master` is what that is called."""
    yield d.Fact(tr("Product"), said.product)
    yield d.Fact(tr("Strength and form"), ", ".join(text for text in (said.strength, said.form) if text))
    yield d.Fact(tr("Batch"), said.batch, code=True)
    yield d.Fact(tr("Batch size"), said.size)
    yield from (d.Fact(label, text, code=True) for label, text in said.identifiers if text)
    yield d.Fact(master, f"{said.mbr}, {tr('version {version}', version=said.version)}")


def record_facts(entries: int, head: str) -> Iterator[d.Fact]:
    """Yield up to which entry of the record a paper knows; nothing where it does not say."""
    if head:
        yield d.Fact(tr("Record up to"), tr("entry {number}", number=entries))
        yield d.Fact(tr("Hash of that entry"), head, code=True)


def chapters(named: Iterable[tuple[str, d.Table | None]], closing: str) -> Iterator[d.Block]:
    """Yield the tables that are there under numbers that run on, then the closing sentence."""
    found = [(title, table) for title, table in named if table is not None]
    for number, (title, table) in enumerate(found, 1):
        yield d.Heading(1 if number == 1 else 2, str(number), title)
        yield table
    yield d.Paragraph(closing, "quiet")


def table(
    columns: tuple[d.Column, ...], rows: Iterable[tuple[str | d.Cell, ...]], *, dense: bool = False
) -> d.Table | None:
    """Return a table, None without rows."""
    found = list(rows)
    return d.Table(columns, found, dense) if found else None
