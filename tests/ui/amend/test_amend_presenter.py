"""Amending a running batch without the looks, on a real station: what may change, what stands, what is signed."""

from __future__ import annotations

import json

from ebr.domain.mbr.editing import SetField
from ebr.station.questions import Amending, BatchQuestion, Exceptions
from tests.ui.real_station import BATCH, Floor
from ui.amend.limits import limit_lines, set_limits
from ui.amend.presenter import AmendPresenter
from ui.drafts import Drafts
from ui.editor.model import EditorScreen


class Amender:
    """What the presenter told the screen."""

    def __init__(self, floor: Floor, person: str = "qlee", role: str = "quality", drafts: Drafts | None = None) -> None:
        self.presenter = AmendPresenter(floor.desk, person, (role,), drafts)
        self.screens: list[EditorScreen] = []
        self.notices: list[str] = []
        self.presenter.on_screen = self.screens.append
        self.presenter.on_notice = lambda text, _tone: self.notices.append(text)
        self.presenter.open_batch(BATCH)

    @property
    def screen(self) -> EditorScreen:
        return self.screens[-1]

    def trouble(self) -> str:
        said: list[str] = []
        self.presenter.trouble(said.append)
        return said[0]


def test_a_step_that_has_begun_is_locked_with_the_reason(floor: Floor) -> None:
    amender = Amender(floor)
    amender.presenter.show("prep_clear")
    page = amender.screen.page
    assert page.locked == "Step 1.1 Clear the room has begun, so its instructions stand. Add a step behind it instead."
    assert page.form is not None
    assert page.form.fixed
    assert all(card.fixed for card in page.cards)
    assert page.add == ""
    before = amender.presenter.work.mbr
    amender.presenter.typed("prep_clear", "instruction", "Something else")
    assert amender.presenter.work.mbr is before
    assert amender.notices[-1] == page.locked
    locked = {line.key for line in amender.screen.outline if line.locked}
    assert {"header", "prep_clear"} <= locked
    assert "alcohol_check" not in locked


def test_the_first_page_stands_and_lines_of_the_tables_may_only_be_added(floor: Floor) -> None:
    amender = Amender(floor)
    amender.presenter.show("header")
    assert "first page" in amender.screen.page.locked
    amender.presenter.show("ethanol")
    assert "can be added" in amender.screen.page.locked
    assert amender.screen.page.cards[0].fixed
    amender.presenter.typed("ethanol", "quantity", "1")
    assert "stands while the batch runs" in amender.notices[-1]
    assert amender.presenter.do(lambda work: work.add("material", {"name": "Filter aid"}))


def test_what_is_there_is_neither_moved_nor_deleted_and_undo_stays_clean(floor: Floor) -> None:
    amender = Amender(floor)
    work = amender.presenter.work
    assert not amender.presenter.do(lambda work: work.remove("mix"))
    assert not amender.presenter.do(lambda work: work.step("mix", -1))
    assert not amender.presenter.do(lambda work: work.typed("mix", "id", "stir", left=True) and None) or work.rough
    assert work.editing.undoes is None
    assert amender.screen.bar.submit == "Change a step first"
    assert "remove" in next(card for card in _cards(amender, "alcohol_check")).without


def _cards(amender: Amender, step: str):
    amender.presenter.show(step)
    return amender.screen.page.cards


def test_a_limit_of_a_step_to_come_changes_and_comes_to_words_and_one_block(floor: Floor) -> None:
    amender = Amender(floor)
    amender.presenter.typed("bulk_temp", "limits.high", "28.0")
    assert amender.presenter.change_words() == ("4.1 Temperature of the mixture: upper limit 30.0 -> 28.0 °C",)
    command = amender.presenter.command("safety", "Alert of the supplier")
    assert list(command.blocks) == ["phase/alcohol_check"]
    assert amender.screen.bar.state == "1 part changed, not signed"
    assert amender.trouble() == ""


def test_nothing_is_in_the_log_before_it_is_signed_and_everything_after(floor: Floor) -> None:
    amender = Amender(floor)
    amender.presenter.typed("bulk_temp", "limits.high", "28.0")
    assert floor.station.ask(Amending(BATCH)).amendments == 0
    floor.enter("qlee")
    assert floor.sign(amender.presenter.command("safety", "Alert of the supplier"), "qlee").refusal is None
    answer = floor.station.ask(Amending(BATCH))
    assert answer.amendments == 1
    assert "28.0" in answer.document
    assert [row.rule for row in floor.station.ask(Exceptions(BATCH)) if row.rule == "amended"] == ["amended"]


def test_what_the_check_finds_is_said_before_the_signature(floor: Floor) -> None:
    amender = Amender(floor)
    amender.presenter.typed("bulk_temp", "limits.high", "no_such_entry * 2")
    assert amender.trouble() != ""


def test_only_quality_amends_and_only_what_runs(floor: Floor) -> None:
    amender = Amender(floor, "mchen", "operator")
    amender.presenter.typed("bulk_temp", "limits.high", "28.0")
    assert amender.notices == ["Only quality amends a running batch"]
    assert amender.screen.page.locked == "Only quality amends a running batch"
    assert amender.screen.bar.submit == "Only quality amends a running batch"


def test_a_step_that_begins_meanwhile_locks_and_the_changes_to_it_are_told(floor: Floor) -> None:
    amender = Amender(floor)
    work = amender.presenter.work
    first = next(part for part in work.parts.of_level("phase") if work.locked(part.key) is None)
    amender.presenter.typed(first.key, "instruction", "Another instruction.")
    # given that work goes on in the batch while quality writes
    amender.presenter.answer = floor.station.ask(Amending(BATCH))
    refusal = work.rebase(work.force.mbr, (*work.begun, first.key))
    assert refusal is not None
    assert refusal.code == "amend_begun"
    assert "has begun" in amender.trouble()


def test_another_amendment_meanwhile_keeps_what_is_written(floor: Floor) -> None:
    amender, other = Amender(floor), Amender(floor, "qtwo")
    amender.presenter.typed("bulk_temp", "limits.high", "28.0")
    other.presenter.typed("mix", "instruction", "Mix for ten minutes.")
    floor.enter("qtwo")
    assert floor.sign(other.presenter.command("rework", "Lumps seen"), "qtwo").refusal is None
    assert amender.notices[-1] == "Quality amended this batch meanwhile. Your changes now stand on those."
    assert list(amender.presenter.blocks()) == ["phase/alcohol_check"]
    assert amender.presenter.work.parts.by_key["mix"].it.instruction == "Mix for ten minutes."


def test_a_lock_keeps_what_is_not_signed(floor: Floor) -> None:
    drafts = Drafts()
    first = Amender(floor, drafts=drafts)
    first.presenter.typed("bulk_temp", "limits.high", "28.0")
    first.presenter.close()
    again = Amender(floor, drafts=drafts)
    assert again.presenter.change_words() == ("4.1 Temperature of the mixture: upper limit 30.0 -> 28.0 °C",)
    again.presenter.drop()
    again.presenter.close()
    assert Amender(floor, drafts=drafts).presenter.blocks() == {}


def test_the_quick_way_lists_limits_of_steps_to_come_and_changes_one(floor: Floor) -> None:
    amender = Amender(floor)
    work = amender.presenter.work
    (line,) = limit_lines(work, "mixture temperature")
    assert (line.step, line.name, line.words) == (
        "4.1 Alcohol after mixing",
        "Temperature of the mixture",
        "10.0 to 30.0 °C",
    )
    assert not any(one.key in work.begun for one in limit_lines(work))
    set_limits(work, line, {**line.limits, "high": "28.0"})
    assert list(amender.presenter.blocks()) == ["phase/alcohol_check"]
    set_limits(work, line, {**line.limits, "low": "15.0"})
    words = amender.presenter.change_words()
    assert words == ("4.1 Temperature of the mixture: lower limit 10.0 -> 15.0 °C",), (
        "each try starts from what is in force"
    )


def test_the_floor_sees_the_amended_step_with_the_change_in_words(floor: Floor) -> None:
    amender = Amender(floor)
    amender.presenter.typed("bulk_temp", "limits.high", "28.0")
    floor.enter("qlee")
    assert floor.sign(amender.presenter.command("safety", "Alert"), "qlee").refusal is None
    answer = floor.station.ask(BatchQuestion(BATCH, "mchen"))
    marked = {row.number: row.amended for row in answer.outline if row.amended}
    assert marked == {"4.1": "changed"}
    address = next(row.address for row in answer.outline if row.number == "4.1" and row.kind == "step")
    (one,) = floor.station.ask(BatchQuestion(BATCH, "mchen", address)).step.amended
    assert (one.by_name, one.new, one.changes) == (
        "Quinn Lee", False, ("4.1 Temperature of the mixture: upper limit 30.0 -> 28.0 °C",),
    )  # fmt: skip


def test_a_block_that_only_comes_in_undo_of_the_editor(floor: Floor) -> None:
    amender = Amender(floor)
    work = amender.presenter.work
    assert amender.presenter.do(lambda work: work._apply(SetField("alcohol_check", "instruction", "Look.")))
    amender.presenter.undo()
    assert json.loads(json.dumps(amender.presenter.blocks())) == {}
    assert work.mbr == work.force.mbr
