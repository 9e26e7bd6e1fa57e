"""Review by exception in the real window on a real station: findings, proof, sections, questions to the floor and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ebr.domain import subjects
from ebr.domain.master.commands import SetReviewDepth
from ebr.station.questions import (
    HistoryAnswer,
    HistoryRow,
    OpenQueries,
    Queue,
    Review,
    ReviewList,
    TrailRow,
    TrailToReview,
    Who,
)
from tests.ui.real_station import BATCH, Floor
from tests.ui.real_window import real_window, settle
from tests.ui.test_widgets_clipping import clipped
from ui.quality.details import trail_detail
from ui.quality.presenter import ReviewPresenter
from ui.quality.words import trail_line
from ui.trends.chart import chart_of
from ui.widgets.button import Button
from ui.widgets.field import Field


class Window:
    """The real window with somebody in front of it."""

    def __init__(self, floor: Floor, qtbot: QtBot) -> None:
        self.floor, self.qtbot = floor, qtbot
        self.window = real_window(floor.desk, qtbot)

    def enter(self, person: str, screen: str, **params: str) -> Any:
        self.floor.enter(person)
        self.window.signed_in(self.floor.station.ask(Who()))
        self.window.show_screen(screen, params)
        settle()
        return self.window.frame.view

    def press(self, words: str) -> None:
        found = [one for one in self.window.findChildren(Button) if one.text() == words and one.isVisible()]
        assert found, f"no button {words}"
        assert found[-1].isEnabled(), words
        found[-1].setFocus()
        QTest.keyClick(found[-1], Qt.Key.Key_Space)
        settle()

    def type(self, name: str, text: str) -> None:
        field = [one for one in self.window.findChildren(Field) if one.accessibleName() == name and one.isVisible()][-1]
        field.setFocus()
        QTest.keyClicks(field, text)

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(floor: Floor, qtbot: QtBot) -> Iterator[Window]:
    made = Window(floor, qtbot)
    yield made
    made.close()


def review(floor: Floor, person: str = "qtwo") -> Any:
    return floor.station.ask(Review(BATCH, person))


def test_findings_stand_with_why_and_the_proof_says_how_many_conform(window: Window) -> None:
    view = window.enter("qtwo", "quality", batch=BATCH)
    assert view.sentence.text() == "1 of 2 entries within limits, on time and unchanged"
    assert [line.cells[1] for line in view.review.findings] == [
        "Departure documented",
        "Batch card on the room door: HR-9999 was scanned where HR-0001 belongs",
    ]
    facts = {fact.name: fact.value for fact in view.findings._shown.facts}
    assert facts["Exception"] == "EX-001"
    assert facts["Line of the master"] == "preparation / prep_start / prep_clear"
    assert ("What was written", "Waiting time. The room was not free.") in view.findings._shown.written
    assert not clipped(window.window)


def test_keys_lead_through_the_parts_and_every_part_is_whole(window: Window) -> None:
    view = window.enter("qtwo", "quality", batch=BATCH)
    for at, tab in enumerate(("findings", "proof", "sections", "trail", "questions"), start=1):
        QTest.keyClick(window.window, getattr(Qt.Key, f"Key_{at}"), Qt.KeyboardModifier.ControlModifier)
        settle()
        assert view.here() == {"tab": tab}
        assert not clipped(window.window), tab


def test_a_page_is_marked_as_read_where_it_is_read_until_something_comes(window: Window) -> None:
    window.enter("qtwo", "quality", batch=BATCH)
    window.press("Mark this page as read")
    read = {one.section for one in review(window.floor).sections if one.read}
    assert read == {"@findings"}
    window.press("Proof")
    window.press("Mark this page as read")
    read = {one.section for one in review(window.floor).sections if one.read}
    assert read == {"@findings", "@identity", "@yield"}
    assert not window.window.frame.view.read_button.isVisible()
    window.press("Sections")
    assert not window.window.frame.view.read_button.isVisible()


def test_a_page_is_not_offered_to_be_marked_by_who_does_not_review(window: Window) -> None:
    view = window.enter("sups", "quality", batch=BATCH)
    assert not view.read_button.isVisible()


def test_an_entry_of_the_audit_trail_tells_all_and_leads_to_its_place() -> None:
    row = TrailRow("changed", "batch.value-corrected/1", "Granules", "113.40 kg", "114.30 kg", "Digits swapped", "Aisha",
                   "2026-05-04T08:00:00+02:00", "a/b/c/granules")  # fmt: skip
    detail = trail_detail("0", row)
    assert {fact.name: fact.value for fact in detail.facts} == {
        "From": "113.40 kg", "To": "114.30 kg", "Recorded": "Aisha",
    }  # fmt: skip
    assert detail.written == (("Reason", "Digits swapped"),)
    assert [offer.key for offer in detail.offers] == ["record"]
    amended = trail_detail("1", replace(row, event="batch.amended/1", where="", address=""))
    assert (amended.title, amended.offers) == (
        trail_line(1, replace(row, event="batch.amended/1", where="")).cells[2],
        (),
    )


def test_a_section_is_marked_as_read_by_name_and_asks_again_when_entries_come(window: Window) -> None:
    view = window.enter("qtwo", "quality", batch=BATCH, tab="sections")
    view.presenter.choose("sections", "preparation")
    settle()
    window.press("Mark as read")
    row = next(one for one in review(window.floor).sections if one.section == "preparation")
    assert (row.read, row.read_by, row.wanted) == (True, "Rita Two", True)
    assert view.sections._shown.chip == "Read"


def test_a_running_batch_is_not_signed_as_reviewed_and_says_so(window: Window) -> None:
    view = window.enter("qtwo", "quality", batch=BATCH)
    assert not view.bar.button.isEnabled()
    assert view.review.primary.reason == f"Production of batch {BATCH} is not complete yet. Complete it first."
    assert not view.trail_button.isEnabled()


def test_who_worked_on_the_batch_does_not_review_it(window: Window) -> None:
    view = window.enter("mchen", "quality", batch=BATCH)
    assert view.review.primary is None
    assert not [one for one in view.window().findChildren(Button) if one.text() == "Mark as read" and one.isVisible()]


def test_a_question_goes_to_the_floor_and_its_answer_comes_back(window: Window) -> None:
    window.enter("qtwo", "quality", batch=BATCH)
    window.press("Ask the floor")
    window.press("All operators")
    window.type("Question", "Who unlocked the room?")
    window.press("Send the question")
    (asked,) = review(window.floor).queries
    assert (asked.text, asked.role, asked.open) == ("Who unlocked the room?", "operator", True)
    assert asked.where == "preparation/prep_start/prep_clear"
    card = window.floor.station.ask(Queue("mchen")).cards[0]
    assert (card.action, card.chip_params) == ("answer", {"count": "1"})

    view = window.enter("mchen", "questions")
    assert not clipped(window.window)
    window.press("Answer")
    window.type("Answer", "The supervisor")
    window.press("Record the answer")
    (answered,) = review(window.floor).queries
    assert (answered.answer, answered.answered_by, answered.open) == ("The supervisor", "Maria Chen", False)
    assert window.floor.station.ask(OpenQueries("mchen")) == ()
    assert view.rows == {}


def test_an_exception_is_decided_where_it_is_read(window: Window) -> None:
    window.enter("qtwo", "quality", batch=BATCH)
    window.press("Accept with comment")
    window.type("Assessment", "No effect on the product")
    window.press("Continue to signature")
    settle()
    assert window.window.session.sheets


def test_a_finding_opens_the_record_at_its_step(window: Window) -> None:
    window.enter("qtwo", "quality", batch=BATCH)
    window.press("Open in the record")
    view = window.window.frame.view
    assert view.presenter.step == "preparation/prep_start/prep_clear"


def test_the_list_of_batches_opens_a_review(window: Window) -> None:
    view = window.enter("qtwo", "reviews")
    assert not clipped(window.window)
    QTest.keyClick(view.table.view, Qt.Key.Key_Return)
    settle()
    assert window.window.frame.view.review.batch == BATCH
    (line,) = window.floor.station.ask(ReviewList("qtwo"))
    assert (line.status, line.waits, line.open_exceptions) == ("running", False, 1)


def test_the_depth_of_a_version_is_signed_by_quality_and_changes_what_is_asked_for(floor: Floor) -> None:
    before = {row.section for row in review(floor).sections if row.wanted}
    floor.enter("qtwo")
    found = review(floor)
    said = floor.sign(SetReviewDepth(found.mbr, found.version, "exception", "Validated and monitored"), "qtwo")
    assert said.refusal is None
    after = review(floor)
    assert (after.depth, after.depth_why) == ("exception", "Validated and monitored")
    assert {row.section for row in after.sections if row.wanted} == {"@findings", "@identity", "@yield"} < before


def test_the_audit_trail_to_review_has_rights_of_the_time_of_the_batch_only(floor: Floor) -> None:
    rows = floor.station.ask(TrailToReview(BATCH))
    assert [row.group for row in rows] == sorted(
        (row.group for row in rows), key=["changed", "late", "override", "clock", "rights"].index
    )
    assert floor.station.store.state(subjects.batch(BATCH)).issue_stamp is not None
    assert all(row.group in ("changed", "late", "override", "clock", "rights") for row in rows)


def history(count: int) -> HistoryAnswer:
    rows = tuple(
        HistoryRow(f"B-{at}", "1", "certified", f"{5 + (at % 3) * 0.1:.1f}", 1, "out" if at == 3 else "in", "")
        for at in range(count)
    )
    return HistoryAnswer("temp", "Bag temperature", "degC", "2.0", "8.0", rows)


def test_the_chart_of_the_last_batches_has_limits_of_the_process_from_eight_on() -> None:
    few, many = chart_of(history(7)), chart_of(history(12))
    assert (few.lines, few.missing) == ((), "Not enough batches for limits of the process")
    assert len(many.lines) == 3
    assert (many.low, many.high, many.spoken) == (2.0, 8.0, "Bag temperature, 12 batches, limits 2.0 to 8.0 °C")
    assert [point.flagged for point in many.points].index(True) == 3


def test_a_presenter_that_is_left_hears_nothing_more(floor: Floor) -> None:
    presenter = ReviewPresenter(floor.desk, "qtwo", ("quality",))
    seen: list[object] = []
    presenter.on_review = seen.append
    presenter.open(BATCH)
    presenter.close()
    before = len(seen)
    presenter.refresh()
    assert len(seen) == before == 1
