"""The printed master and the paper of changes: all that the document says, bound to its hash, the same bytes again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ebr.domain.mbr.document import mbr_hash
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.text import read
from ebr.reports import document as d
from ebr.reports.changes import changes_paper
from ebr.reports.master import Life, master_paper
from ebr.reports.master_paper import Printed
from ebr.reports.pdf.master import draw_paper
from ebr.reports.pdf.read import words_by_page

FOLDER = Path(__file__).parents[2] / "resources" / "mbr"
PRINTED = Printed(
    "2026-11-01 09:00:00 +01:00",
    "2026-11-01T08:00:00Z",
    "Al Author (auth)",
    "Riverside",
    "ab12" * 16,
    "Room-1",
    "practice",
)
SIGNED = d.Signature("Quinn Lee", "qlee", "Quality", "Approved by", "2026-10-01 07:00 +02:00", "Whole document")
LIFE = Life("In force", usable=True, effective="2026-10-02", signatures=(SIGNED,))


def example(name: str) -> Mbr:
    found = read((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")).mbr
    assert found is not None
    return found


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(" ".join(words).split()) for words in words_by_page(pdf)]


@pytest.fixture(scope="module")
def rub() -> Mbr:
    return example("handrub_f1")


@pytest.fixture(scope="module")
def pages(rub: Mbr) -> list[str]:
    return pages_of(draw_paper(master_paper(rub, LIFE, PRINTED)))


def test_every_page_says_what_it_is_and_how_many_there_are(rub: Mbr, pages: list[str]) -> None:
    assert len(pages) > 3
    for at, page in enumerate(pages, 1):
        for text in (
            "handrub_f1 version 1",
            "In force",
            mbr_hash(rub),
            f"Page {at} of {len(pages)}",
            "Practice: not a",
        ):
            assert text in page, (at, text)


def test_the_first_page_says_who_signed_and_since_when_it_is_in_force(pages: list[str]) -> None:
    for text in ("Quinn Lee", "qlee", "Quality", "Approved by", "2026-10-01 07:00 +02:00", "2026-10-02", "Riverside"):
        assert text in pages[0], text


def squeezed(text: str) -> str:
    """A text without blanks: on paper lines wrap anywhere."""
    return "".join(text.split())


@pytest.mark.parametrize("name", ["handrub_f1", "metformin_er_1000", "car_t_autologous"])
def test_all_that_the_document_says_is_on_paper(name: str) -> None:
    mbr = example(name)
    paper = master_paper(mbr, LIFE, PRINTED)
    whole = squeezed(" ".join(_texts(paper.blocks, paper.facts)))
    for material in mbr.materials:
        for text in (material.name, material.code, material.quantity, material.grade, material.note, material.source):
            assert squeezed(text) in whole, (material.id, text)
    for unit, operation, phase in mbr.phases():
        for text in (
            unit.room,
            unit.note,
            operation.title,
            operation.note,
            phase.title,
            phase.instruction,
            phase.note,
            phase.sop,
        ):
            assert squeezed(text) in whole, (phase.id, text)
        for slot in phase.slots:
            limits = (
                slot.limits.target,
                slot.limits.low,
                slot.limits.high,
                slot.limits.alert_low,
                slot.limits.alert_high,
            )
            said = (slot.label, slot.help, slot.note, slot.formula, slot.theoretical, slot.quantity, slot.when, *limits)
            inner = (*(o.label for o in slot.options), *(i.label for i in slot.items))
            for text in (*said, *inner):
                assert squeezed(text or "") in whole, (slot.id, text)
    for text in (*mbr.header.sources, mbr.header.note, mbr.header.storage, mbr.header.shelf_life):
        assert squeezed(text) in whole, text


def _texts(blocks: tuple[d.Block, ...], facts: tuple[d.Fact, ...]) -> list[str]:
    found = [fact.value for fact in facts]
    for block in blocks:
        match block:
            case d.Heading():
                found += [block.number, block.text, block.note]
            case d.Paragraph():
                found.append(block.text)
            case d.Table():
                found += [cell.text if isinstance(cell, d.Cell) else cell for row in block.rows for cell in row]
    return found


def test_a_version_that_is_not_in_force_says_so(rub: Mbr) -> None:
    pages = pages_of(draw_paper(master_paper(rub, Life("Superseded", usable=False), PRINTED)))

    assert "Not in force: no batch may be made by this paper." in pages[0]
    assert all("Superseded" in page for page in pages)


def test_the_same_paper_gives_the_same_bytes(rub: Mbr) -> None:
    assert draw_paper(master_paper(rub, LIFE, PRINTED)) == draw_paper(master_paper(rub, LIFE, PRINTED))


def test_the_paper_of_changes_has_both_values_and_what_is_unchanged(rub: Mbr) -> None:
    unit = rub.procedure[0]
    first = unit.operations[0].phases[0]
    operation = replace(
        unit.operations[0], phases=(replace(first, critical=not first.critical), *unit.operations[0].phases[1:])
    )
    header = replace(rub.header, version="2", storage="Somewhere cold")
    new = replace(
        rub, header=header, procedure=(replace(unit, operations=(operation, *unit.operations[1:])), *rub.procedure[1:])
    )
    paper = changes_paper(rub, new, PRINTED, "In review", {"materials": "version 1, Quinn Lee"})
    pages = pages_of(draw_paper(paper))
    whole = squeezed(" ".join(pages))

    assert "handrub_f1 version 1 to 2" in pages[0]
    for text in (
        rub.header.storage,
        "Somewhere cold",
        f"1.1 {first.title}",
        "Bill of materials",
        "version 1, Quinn Lee",
        mbr_hash(new),
    ):
        assert squeezed(text) in whole, text
    assert all(f"Page {at} of {len(pages)}" in page for at, page in enumerate(pages, 1))


def test_two_different_records_are_named_as_such(rub: Mbr) -> None:
    paper = changes_paper(rub, example("metformin_er_1000"), PRINTED, "Two files, not sealed")

    assert any("two different master batch records" in remark for remark in paper.remarks)
