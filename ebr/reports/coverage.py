"""The coverage of a dry run as a paper: figures first, then what did not pass, what was not reached, and every point.

It is attached to the version that was rehearsed; its band says on each page that nothing here was produced. The same
result gives the same paper.
"""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.mbr.coverage import SILENT, Coverage
from ebr.domain.mbr.model import Mbr
from ebr.reports import document as d
from ebr.reports.master_paper import MasterPaper, Printed
from ebr.wording import coverage as w
from ebr.words import ntr, tr


def coverage_paper(mbr: Mbr, coverage: Coverage, printed: Printed) -> MasterPaper:
    """Return the paper about one dry run of an MBR."""
    names = w.named(mbr)
    facts = [
        d.Fact(
            tr("Batches"), tr("{finished} of {whole} to the end", finished=coverage.finished, whole=coverage.batches)
        ),
        d.Fact(tr("Seed"), str(coverage.seed)),
        d.Fact(tr("Actions"), str(coverage.commands)),
        d.Fact(tr("Result"), tr("passed") if coverage.passed else tr("not passed")),
    ]
    facts += [
        d.Fact(w.kind_words(kind), tr("{reached} of {whole}", reached=reached, whole=whole))
        for kind, (reached, whole) in coverage.figures().items()
    ]
    return MasterPaper(
        title=tr("Dry run of a master batch record"),
        header=mbr.header,
        version=coverage.version,
        hash=coverage.sha256,
        status=tr("Rehearsal, passed") if coverage.passed else tr("Rehearsal, not passed"),
        printed=printed,
        facts=tuple(facts),
        blocks=tuple(_blocks(coverage, names)),
        remarks=() if coverage.passed else (w.verdict_words(coverage),),
    )


def _blocks(coverage: Coverage, names: w.Named) -> Iterator[d.Block]:
    yield d.Heading(1, "", tr("Result"))
    yield d.Paragraph(w.verdict_words(coverage), "plain" if coverage.passed else "critical")
    yield from _wrong(coverage, names)
    yield from _gaps(coverage, names)
    yield from _not_reached(coverage, names)
    yield from _faults(coverage, names)
    for kind in (kind for kind in coverage.figures() if kind != "fault"):
        yield from _points(coverage, kind, names)


def _wrong(coverage: Coverage, names: w.Named) -> Iterator[d.Block]:
    for end in coverage.dead_ends:
        yield d.Paragraph(w.dead_end_words(end, names), "critical")
    for point in coverage.unreachable():
        yield d.Paragraph(tr("{step} was never reached", step=names.part(point.place)), "critical")
    for fault in coverage.silent():
        words = tr("{fault}: not answered", fault=w.fault_words(fault, names))
        yield d.Paragraph(words, "critical")


def _gaps(coverage: Coverage, names: w.Named) -> Iterator[d.Block]:
    if not (coverage.gaps or coverage.skipped):
        return
    yield d.Heading(1, "", tr("What a dry run cannot find here"))
    for gap in coverage.gaps:
        yield d.Paragraph(w.gap_words(gap, names))
    for place, count in coverage.skipped:
        often = ntr("in {n} batch", "in {n} batches", count)
        part = names.part(place)
        yield d.Paragraph(tr("{part}: could not be made {often}, documented by an exception", part=part, often=often))


def _not_reached(coverage: Coverage, names: w.Named) -> Iterator[d.Block]:
    missing = coverage.not_reached()
    unseeded = [fault for fault in coverage.faults if not fault.seeded]
    if not (missing or unseeded):
        return
    yield d.Heading(1, "", tr("Not reached"))
    yield d.Paragraph(tr("Not reached does not mean impossible: the search is bounded."), "quiet")
    rows = [(w.point_words(point, names), w.why_words(point.why), point.id) for point in missing]
    rows += [(w.fault_words(fault, names), w.why_words(fault.why), fault.id) for fault in unseeded]
    yield d.Table(
        (d.Column(tr("What"), 2.4), d.Column(tr("Why"), 1.5), d.Column(tr("Id"), 1.8, code=True)), rows, dense=True
    )


def _faults(coverage: Coverage, names: w.Named) -> Iterator[d.Block]:
    yield d.Heading(1, "", tr("Seeded faults"))
    columns = (
        d.Column(tr("What was done wrong"), 3.0),
        d.Column(tr("Must be answered with"), 1.5, code=True),
        d.Column(tr("Made"), 0, "right"),
        d.Column(tr("Answered"), 0, "right"),
    )
    rows = [
        (w.fault_words(fault, names), fault.expected, str(fault.seeded), _answered(fault.status, fault.raised))
        for fault in coverage.faults
        if fault.seeded
    ]
    yield d.Table(columns, rows, dense=True)


def _answered(status: str, raised: int) -> d.Cell | str:
    return d.Cell(str(raised), tone="critical") if status == SILENT else str(raised)


def _points(coverage: Coverage, kind: str, names: w.Named) -> Iterator[d.Block]:
    reached, whole = coverage.figures()[kind]
    yield d.Heading(1, "", w.kind_words(kind), tr("{reached} of {whole}", reached=reached, whole=whole))
    columns = (
        d.Column(tr("Where"), 2.2),
        d.Column(tr("What"), 2.0),
        d.Column(tr("Times"), 0, "right"),
        d.Column(tr("Id"), 2.0, code=True),
    )
    rows = [
        (names.part(p.place), w.way_words(p, names), str(p.reached) if p.reached else d.Cell("0", tone="warn"), p.id)
        for p in coverage.of(kind)
    ]
    yield d.Table(columns, rows, dense=True)
