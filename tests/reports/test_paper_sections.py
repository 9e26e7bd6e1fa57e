"""How papers beside the batch record are laid out and numbered: sections whole, numbers that run on, no empty charts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest

from ebr.domain.trends import assess
from ebr.reports import document as d
from ebr.reports.certificate import Certified, Departed, certificate_paper
from ebr.reports.deviation import Actions, Cause, Exported, File, Impact, Part, Signed, deviation_paper
from ebr.reports.pdf.flow import Bookmark, Piece, paginate
from ebr.reports.pdf.recall import draw_recall
from ebr.reports.pdf.sections import SHORT, led, together
from ebr.reports.product import ReviewedBatch, ReviewedProduct, ReviewedSeries, ReviewedValue, product_paper
from ebr.words import speaking
from tests.reports.papers import AT, PRINTED

ROOM = 600.0


def title(text: str) -> Piece:
    return Piece(20.0, keep=True, bookmark=Bookmark(2, "", text))


def rows(count: int) -> list[Piece]:
    head = Piece(10.0, keep=True)
    return [head, *(Piece(20.0, again=head) for _ in range(count))]


def heights(pieces: list[Piece]) -> list[list[float]]:
    return [[one.piece.height for one in page] for page in paginate(together(pieces), ROOM)]


def test_a_short_section_is_never_broken():
    before, last = Piece(ROOM - 100), Piece(31.0)
    assert heights([before, title("5"), Piece(50.0), last]) == [[ROOM - 100], [20.0, 50.0, 31.0]]


def test_a_long_section_goes_on_on_the_next_page():
    lines = [Piece(50.0) for _ in range(int(SHORT // 50) + 2)]
    pages = heights([Piece(ROOM - 100), title("5"), *lines])
    assert pages[0] == [ROOM - 100, 20.0, 50.0]


@pytest.mark.parametrize("space", range(100, 300, 10))
def test_no_table_leaves_one_row_behind_or_begins_with_one(space: int):
    pages = heights([Piece(ROOM - space), title("8"), *rows(12)])
    counts = [sum(height == 20.0 for height in page[1:]) for page in pages]
    assert 1 not in [count - (20.0 in page[:2] and page[0] != 10.0) for count, page in zip(counts, pages, strict=True)]


@pytest.mark.parametrize("space", range(10, 200, 10))
def test_no_page_of_a_record_ends_with_the_title_or_the_words_of_a_step(space: int):
    step = [title("9.1"), Piece(15.0), Piece(15.0), *rows(12)]
    pages = [[one.piece for one in page] for page in paginate(led([Piece(ROOM - space), *step]), ROOM)]
    assert all(page[-1].again is not None or page[-1].height == ROOM - space for page in pages)
    assert sum(piece.bookmark is not None for page in pages for piece in page) == 1


def test_the_closing_sentence_stands_under_a_row():
    closing = Piece(15.0)
    pages = heights([Piece(ROOM - 270), title("6"), *rows(12), closing])
    assert pages[-1][-2:] == [20.0, 15.0]


def deviation(*, files: bool) -> list[str]:
    part = Part("Words.", "Sam Okafor", AT)
    said = Exported(
        "DEV-0001", "Fill volume drifted", "closed", "major", "", "2026-05-04", "Sam Okafor", AT, False, part, part,
        Cause("five_whys", "A worn seal.", "Sam Okafor", AT), Impact("None.", (), (), "", AT), Actions(),
        (), (), (File("a.png", "image/png", "1", "ab" * 32, "", "Sam Okafor", AT),) if files else (),
        (Signed("closed", "Agreed.", "Rosa Lindt", "rlindt", "quality", "approved", AT, "UTC"),), (),
    )  # fmt: skip
    blocks = deviation_paper(said, PRINTED).blocks
    return [f"{one.number} {one.text}" for one in blocks if isinstance(one, d.Heading)]


def test_the_numbers_of_a_deviation_run_on_with_files_and_without():
    assert deviation(files=True)[-3:] == ["6 Files", "7 Signatures", "8 History"]
    assert deviation(files=False)[-3:] == ["5 Corrective and preventive action", "6 Signatures", "7 History"]


def reviewed(count: int) -> tuple[d.Block, ...]:
    values = [Decimal(text) for text in ("9.9", "10.1", "10.0")[:count]]
    lines = tuple(
        ReviewedValue(f"B-{n}", "1", "certified", str(value), 1, "in", AT, "9", "11") for n, value in enumerate(values)
    )
    one = ReviewedSeries("assay", "value", "Assay", "%", "Test", "9", "11", lines, assess(values))
    batches = tuple(ReviewedBatch(line.batch, "1", "certified", AT, AT, "9.5", 0, 0, 0, 0, 0) for line in lines)
    return product_paper(ReviewedProduct("tablets", "Tablets", "nelson", batches, (one,)), PRINTED).blocks


def test_one_batch_is_a_table_and_a_sentence_and_the_second_brings_charts():
    alone, two = reviewed(1), reviewed(2)
    assert not [block for block in alone if isinstance(block, d.Chart)]
    assert "There are no charts yet: a value has one from its second batch on." in [
        block.text for block in alone if isinstance(block, d.Paragraph)
    ]
    assert len([block for block in two if isinstance(block, d.Chart)]) == 1


CERTIFIED = Certified(
    "B-1", "Hand rub", "75 %", "solution", "commercial", "10 L", "handrub_f1", "1", "ef" * 32, "certified",
    (), AT, AT, "", (), (Departed("EX-001", "minor", "accepted", "Alcohol was read 2 times", "4.1 Alcohol"),), (),
)  # fmt: skip


def test_a_certificate_says_of_each_exception_what_it_was_and_where():
    (table,) = [block for block in certificate_paper(CERTIFIED, PRINTED).blocks if isinstance(block, d.Table)]
    assert table.rows == [("EX-001", "Alcohol was read 2 times", "4.1 Alcohol", "Minor", "Accepted")]


def test_a_certificate_without_results_and_exceptions_says_both_in_a_sentence():
    blocks = certificate_paper(replace(CERTIFIED, exceptions=()), PRINTED).blocks
    assert [block.text for block in blocks if isinstance(block, d.Paragraph)][:2] == [
        "The master batch record asks for no result of the laboratory.",
        "Nothing departed from the instructions.",
    ]


@pytest.mark.parametrize("code", ["en", "de", "ar", "zh"])
def test_a_paper_says_the_language_that_it_is_drawn_in(code: str):
    with speaking(code):
        drawn = draw_recall(certificate_paper(CERTIFIED, PRINTED))
    with pikepdf.open(BytesIO(drawn)) as pdf:
        assert str(pdf.Root.Lang) == code
        assert f"<rdf:li>{code}</rdf:li>".encode() in pdf.Root.Metadata.read_bytes()
