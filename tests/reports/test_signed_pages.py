"""Where a page may end before a signature: never between it and what it signs, from form 4 of the record on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ebr.reports.pdf.draw import _kept
from ebr.reports.pdf.finish import FORM, REDRAWN
from ebr.reports.pdf.flow import Page, Piece, paginate
from ebr.reports.pdf.sections import SIGNED, signed

ROOM = 100.0
LINE, SEAL = Piece(10.0), Piece(30.0, signs=True)


def pages(*pieces: Piece, form: int = SIGNED) -> list[Page]:
    return paginate(_kept(pieces, form), ROOM)


def led_by_signature(found: list[Page]) -> int:
    return sum(page[0].piece.signs for page in found)


def test_a_signature_takes_the_last_two_lines_with_it() -> None:
    found = pages(*[LINE] * 8, SEAL)
    assert [len(page) for page in found] == [6, 3]
    assert not led_by_signature(found)


def test_the_second_signature_of_a_block_stays_with_the_first() -> None:
    found = pages(*[LINE] * 6, SEAL, SEAL)
    assert [len(page) for page in found] == [4, 4]


def test_earlier_forms_are_drawn_as_they_were() -> None:
    lines = [LINE] * 8
    assert FORM == SIGNED
    assert set(REDRAWN) == {2, 3}
    for form in (1, *REDRAWN):
        assert [len(page) for page in pages(*lines, SEAL, form=form)] == [8, 1]


@given(st.lists(st.sampled_from([LINE, Piece(25.0), SEAL]), max_size=60))
def test_no_page_begins_with_the_first_signature_of_a_block_and_nothing_is_lost(pieces: list[Piece]) -> None:
    found = paginate(signed(pieces), ROOM)
    assert [placed.piece.height for page in found for placed in page] == [piece.height for piece in pieces]
    before: Piece | None = None
    for page in found:
        head = page[0].piece
        assert not (head.signs and before is not None and not before.signs)
        before = page[-1].piece
