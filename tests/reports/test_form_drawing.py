"""An emergency form on paper: everything still to make is on it, nothing that is made, room to write, equal bytes."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from ebr.domain.batch import commands as c
from ebr.domain.batch.state import BatchState
from ebr.reports.form import Form, Place, build
from ebr.reports.pdf.form import HIGH, TICK, draw_form
from ebr.reports.pdf.read import words_by_page
from tests.domain.batch_floor import Floor, example
from tests.domain.batch_small import at_step

PLACE = Place("Riverside", "ab12" * 16, "practice", str.title)
MM = 72 / 25.4


def printed(floor: Floor) -> tuple[BatchState, Form]:
    floor.done(c.PrintForm(floor.batch), "olga")
    return floor.state, build(floor.state, "EF-001", PLACE)


@pytest.fixture(scope="module")
def small_form() -> tuple[BatchState, Form]:
    return printed(at_step("measure"))


@pytest.fixture(scope="module")
def pages(small_form: tuple[BatchState, Form]) -> list[str]:
    return [" ".join(words) for words in words_by_page(draw_form(small_form[1]))]


def test_every_page_says_what_it_is_and_where_it_belongs(pages: list[str]) -> None:
    assert len(pages) > 3
    for at, page in enumerate(pages, 1):
        for text in ("EF-001", "B-0001", "COI-4711", "SUBJECT-4711", f"Page {at} of {len(pages)}", "Practice: not a"):
            assert text in page, (at, text)


def test_every_entry_stands_with_its_limits_and_what_to_write(pages: list[str]) -> None:
    whole = " ".join(pages)
    for text in ("Temperature", "10.0 to 30.0", "Value, °C", "Clear", "Cloudy", "Verified by", "Measure everything."):
        assert text in whole, text
    assert "Computed when this form is transcribed: Doubled, Half the batch" in whole
    assert "Form EF-001 reconciled" in pages[-1]
    assert "Clear the room." not in whole, "signed before"


def test_what_repeats_has_room_for_the_name_of_its_round(pages: list[str]) -> None:
    assert "Round of Fill a bag" in " ".join(pages)


def test_boxes_fit_a_pen_in_a_gloved_hand() -> None:
    assert HIGH / MM >= 11.9
    assert TICK / MM >= 4.9


def test_the_same_form_gives_the_same_bytes(small_form: tuple[BatchState, Form]) -> None:
    state, form = small_form
    assert draw_form(form) == draw_form(build(state, "EF-001", PLACE))


def test_every_font_is_embedded(small_form: tuple[BatchState, Form]) -> None:
    with pikepdf.open(BytesIO(draw_form(small_form[1]))) as pdf:
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


@pytest.mark.parametrize("name", ["handrub_f1", "car_t_autologous", "metformin_er_1000"])
def test_whole_records_can_be_printed(name: str) -> None:
    floor = Floor(example(name)).issue()
    state, form = printed(floor)
    assert state.plan is not None
    assert {step.title for step in form.steps} == {phase.title for phase in state.plan.phases.values()} - unmade(floor)
    drawn = " ".join(word for page in words_by_page(draw_form(form)) for word in page)
    for step in form.steps:
        assert step.number in drawn


def unmade(floor: Floor) -> set[str]:
    """Titles of steps with nothing to do by hand now: they do not apply."""
    from ebr.domain.batch.state import flow

    assert floor.state.plan is not None
    return {
        phase.title
        for address, phase, _ in flow.phase_instances(floor.state)
        if flow.standing(floor.state, address, phase).status == "not_applicable"
    }
