"""The coverage of a dry run as a paper: what did not pass comes first, and nothing that was not reached is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO

from ebr.domain.mbr.coverage import DeadEnd, Fault
from ebr.rehearsal import rehearse
from ebr.reports import document as d
from ebr.reports.coverage import coverage_paper
from ebr.reports.master_paper import Printed
from ebr.station.rehearsing import paper
from tests.domain.batch_small import small

AT = datetime.fromisoformat("2026-05-04T08:00:00+02:00")


def cells(blocks: tuple[d.Block, ...]) -> list[str]:
    rows = [row for block in blocks if isinstance(block, d.Table) for row in block.rows]
    return [cell.text if isinstance(cell, d.Cell) else cell for row in rows for cell in row]


def test_every_point_and_fault_stands_on_the_paper() -> None:
    found = rehearse(small(), seed=1, batches=2)
    shown = cells(coverage_paper(small(), found, Printed("now", "2026-05-04T06:00:00Z", profile="rehearsal")).blocks)
    assert {point.id for point in found.points} <= set(shown)
    assert {fault.id for fault in found.faults if not fault.seeded} <= set(shown)
    assert {fault.expected for fault in found.faults if fault.seeded} <= set(shown)


def test_what_did_not_pass_is_said_before_anything_else() -> None:
    found = rehearse(small(), seed=1, batches=1)
    silent = Fault("wrong_scan", "drum", "wrong_scan", 2, 1, "nothing")
    wrong = replace(
        found, faults=(silent,), dead_ends=(DeadEnd(1, "press", "waits_for", {"what": "Figures", "step": "Press"}),)
    )
    paper_ = coverage_paper(small(), wrong, Printed("now", "2026-05-04T06:00:00Z", profile="rehearsal"))
    assert paper_.status == "Rehearsal, not passed"
    loud = [block.text for block in paper_.blocks[:5] if isinstance(block, d.Paragraph) and block.tone == "critical"]
    assert any("Press" in text for text in loud)
    assert any("wrong label scanned: not answered" in text for text in loud)


def test_equal_results_are_equal_bytes_and_every_page_says_rehearsal() -> None:
    import pypdfium2

    found = rehearse(small(), seed=1, batches=2)
    data = paper(small(), found, AT, "Ada")
    assert data == paper(small(), found, AT, "Ada")
    pdf = pypdfium2.PdfDocument(BytesIO(data))
    for page in pdf:
        assert "Rehearsal: not a production record" in page.get_textpage().get_text_bounded()
