"""The changes between two versions as a paper: what differs in words, who reads it, and what stayed as it was.

The same comparison as on the screen and in the command, in the same words; a reviewer who signs the change set can file
this. Values stand beside each other; of a long text what differs stands with a little around it. A part that came or
went is told in full, line by line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from ebr.domain.mbr.compare import Change, Comparison, compare
from ebr.domain.mbr.compare.impact import Impact, impact
from ebr.domain.mbr.document import mbr_hash
from ebr.domain.mbr.model import Mbr
from ebr.reports import document as d
from ebr.reports.master_paper import MasterPaper, Printed
from ebr.wording.changes import (
    block_words,
    count_words,
    effect_words,
    renumbered_words,
    said,
    step_words,
    within_words,
)
from ebr.wording.changes_values import excerpt, part_lines, reader_words
from ebr.words import ntr, tr

INDENT: Final = "    "
REFERRING: Final = frozenset({"of", "starts", "stops", "flow.after", "flow.series.during"})
"""Fields that read a part by naming it, without a formula."""


def changes_paper(
    old: Mbr, new: Mbr, printed: Printed, status: str, approvals: Mapping[str, str] | None = None
) -> MasterPaper:
    """Return the paper about two versions; `approvals` says in words which approval each unchanged block carries."""
    found = compare(old, new)
    hashes = mbr_hash(old), mbr_hash(new)
    facts = (
        d.Fact(tr("From"), tr("version {version}", version=old.header.version)),
        d.Fact(tr("To"), tr("version {version}", version=new.header.version)),
        d.Fact(tr("Hash before"), hashes[0], code=True),
        d.Fact(tr("Hash after"), hashes[1], code=True),
        d.Fact(tr("Changes"), str(len(found.changes))),
        d.Fact(tr("Parts unchanged"), str(len(found.unchanged_blocks))),
    )
    return MasterPaper(
        title=tr("Changes of a master batch record"),
        header=new.header,
        version=tr("{old} to {new}", old=old.header.version, new=new.header.version),
        hash=hashes[1],
        status=status,
        printed=printed,
        facts=facts,
        blocks=tuple(_blocks(found, impact(old, new, found.changes), new, approvals or {})),
        remarks=tuple(_remarks(old, new, found)),
    )


def _remarks(old: Mbr, new: Mbr, found: Comparison) -> Iterator[str]:
    if old.header.id != new.header.id:
        yield tr("These are two different master batch records: {old} and {new}", old=old.header.id, new=new.header.id)
    weaker = sum(change.effect == "weaker" for change in found.changes)
    if weaker:
        yield ntr(
            "{n} change makes the record less strict than before",
            "{n} changes make the record less strict than before",
            weaker,
        )


def _blocks(found: Comparison, reached: Sequence[Impact], new: Mbr, approvals: Mapping[str, str]) -> Iterator[d.Block]:
    yield d.Heading(1, "", tr("Changes"), count_words(len(found.changes)))
    for title, changes in groupby(found.changes, key=step_words):
        yield d.Heading(2, "", title)
        yield from _step(list(changes))
    if found.renumbered:
        yield d.Paragraph(renumbered_words(found.renumbered), "quiet")
    if reached:
        yield d.Heading(1, "", tr("What the changes reach"))
        yield _reached(reached)
    yield d.Heading(1, "", tr("Unchanged"))
    yield d.Paragraph(tr("Each of these parts has the same hash in both versions."), "quiet")
    yield _unchanged(found, new, approvals)


def _step(changes: Sequence[Change]) -> Iterator[d.Block]:
    columns = (
        d.Column(tr("What"), 2.2),
        d.Column(tr("Before"), 2.4),
        d.Column(tr("After"), 2.4),
        d.Column(tr("Effect"), 0.8),
    )
    rows = [_row(change) for change in changes if change.kind not in ("added", "removed")]
    if rows:
        yield d.Table(columns, rows)
    for change in changes:
        if change.kind in ("added", "removed"):
            yield from _whole(change)


def _row(change: Change) -> tuple[str | d.Cell, ...]:
    found = said(change)
    was, now = excerpt(found.was, found.now)
    within = within_words(change)
    what = tr("{part}: {what}", part=within, what=found.what) if within else _upper(found.what)
    return what, d.Cell(was or tr("none"), tone="quiet"), d.Cell(now or tr("none"), tone="strong"), _effect(change)


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _effect(change: Change) -> d.Cell | str:
    words = effect_words(change.effect)
    return d.Cell(words, tone="warn" if change.effect == "weaker" else "quiet") if words else ""


def _whole(change: Change) -> Iterator[d.Block]:
    found = said(change)
    title = tr("{part}: {what}", part=within_words(change) or change.title, what=found.what)
    yield d.Heading(3, "", title, effect_words(change.effect))
    yield d.Table((d.Column(tr("Field"), 1.2), d.Column(tr("Value"), 3.6)), _lines(change), dense=True)


def _lines(change: Change) -> list[tuple[d.Cell, d.Cell]]:
    tones: dict[bool, d.Tone] = {True: "strong", False: "plain"}
    return [
        (
            d.Cell(f"{INDENT * line.depth}{_upper(line.name)}", tone=tones[line.title]),
            d.Cell(line.value, tone=tones[line.title]),
        )
        for line in part_lines(change)
    ]


def _reached(reached: Sequence[Impact]) -> d.Table:
    columns = (
        d.Column(tr("Changed"), 1.6),
        d.Column(tr("Read by"), 1.8),
        d.Column(tr("As"), 1.0),
        d.Column(tr("Formula"), 1.8, code=True),
        d.Column(tr("By way of"), 1.2),
    )
    rows = []
    for one in reached:
        for at, reader in enumerate(one.readers):
            name = f"{one.part.number} {one.part.title}".strip() if at == 0 else ""
            through = ", ".join(part.title for part in reader.through)
            part = f"{reader.part.number} {reader.part.title}".strip()
            formula = "" if reader.field in REFERRING else reader.text
            rows.append((d.Cell(name, tone="strong"), part, reader_words(reader), formula, through))
    return d.Table(columns, rows, dense=True)


def _unchanged(found: Comparison, new: Mbr, approvals: Mapping[str, str]) -> d.Table:
    columns = [d.Column(tr("Part"), 3.0)]
    if approvals:
        columns.append(d.Column(tr("Approved with"), 2.0))
    rows = [
        (block_words(name, new), *((approvals.get(name, tr("not approved yet")),) if approvals else ()))
        for name in found.unchanged_blocks
    ]
    return d.Table(tuple(columns), rows, dense=True)
