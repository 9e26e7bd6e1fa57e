"""Where a part goes by Alt and the arrow keys, by a level up and down, and by dragging."""

from __future__ import annotations

import pytest

from ebr.domain.mbr.text import read
from ebr.paths import resources
from ui.editor import placing
from ui.editor.work import Work


@pytest.fixture
def work() -> Work:
    mbr = read((resources() / "mbr" / "handrub_f1.yaml").read_text(encoding="utf-8")).mbr
    assert mbr is not None
    return Work(mbr, mbr)


def order(work: Work, level: str) -> list[str]:
    return [one.key for one in work.parts.of_level(level)]


def test_a_step_goes_down_through_the_whole_procedure_and_no_further(work: Work) -> None:
    first, steps = order(work, "phase")[0], len(order(work, "phase"))
    moves = 0
    while work.step(first, 1):
        moves += 1
    assert order(work, "phase")[-1] == first
    assert moves >= steps - 1
    while work.step(first, -1):
        moves -= 1
    assert moves == 0
    assert order(work, "phase")[0] == first


def test_a_step_leaves_its_operation_at_the_edge(work: Work) -> None:
    last = work.parts.inside(order(work, "operation")[0])[-1]
    assert placing.stepped(work.parts, last.key, 1) == (order(work, "operation")[1], 0)


def test_materials_stay_in_their_table(work: Work) -> None:
    last = order(work, "material")[-1]
    assert not work.step(last, 1)
    assert work.step(last, -1)
    assert order(work, "material")[-2] == last


def test_raising_a_step_lets_it_begin_an_operation_with_what_follows(work: Work) -> None:
    operation = next(one for one in work.parts.of_level("operation") if len(one.it.phases) > 2)
    steps = [one.id for one in operation.it.phases]
    before = work.mbr
    assert work.level(steps[1], -1)
    here = order(work, "operation").index(operation.key)
    new = work.parts.by_key[order(work, "operation")[here + 1]]
    assert [one.id for one in work.parts.by_key[operation.key].it.phases] == steps[:1]
    assert [one.id for one in new.it.phases] == steps[1:]
    assert work.level(new.key, 1)
    assert [one.id for one in work.parts.by_key[operation.key].it.phases] == steps
    work.undo()
    work.undo()
    assert work.mbr == before


def test_the_first_step_cannot_be_raised_nor_the_first_operation_lowered(work: Work) -> None:
    assert not work.level(order(work, "phase")[0], -1)
    assert not work.level(order(work, "operation")[0], 1)


@pytest.mark.parametrize(("below", "at"), [(False, 0), (True, 1)])
def test_a_step_is_dragged_before_or_behind_another(work: Work, below: bool, at: int) -> None:
    target, moved = order(work, "phase")[0], order(work, "phase")[5]
    goal = placing.dragged(work.parts, moved, target, below=below)
    assert goal == (work.parts.by_key[target].inside, at)
    work.move(moved, goal)
    assert work.parts.by_key[moved].at == at


def test_dragging_down_inside_an_operation_counts_without_what_is_moved(work: Work) -> None:
    steps = [one.key for one in work.parts.inside(order(work, "operation")[2])]
    goal = placing.dragged(work.parts, steps[0], steps[2], below=True)
    work.move(steps[0], goal)
    assert [one.key for one in work.parts.inside(order(work, "operation")[2])][:3] == [steps[1], steps[2], steps[0]]


def test_a_step_over_an_operation_becomes_its_first(work: Work) -> None:
    step, operation = order(work, "phase")[0], order(work, "operation")[3]
    assert placing.dragged(work.parts, step, operation, below=True) == (operation, 0)


def test_an_operation_over_a_step_of_another_goes_behind_that_one(work: Work) -> None:
    first, third = order(work, "operation")[0], work.parts.by_key[order(work, "operation")[2]]
    goal = placing.dragged(work.parts, first, work.parts.inside(third.key)[0].key, below=True)
    assert goal == (third.inside, third.at)
    work.move(first, goal)
    assert order(work, "operation")[2] == first


@pytest.mark.parametrize("over", ["header", "ethanol"])
def test_nothing_is_dragged_where_it_has_no_place(work: Work, over: str) -> None:
    assert placing.dragged(work.parts, order(work, "phase")[0], over, below=True) is None


def test_an_operation_is_not_dragged_into_itself(work: Work) -> None:
    first = order(work, "operation")[0]
    assert placing.dragged(work.parts, first, work.parts.inside(first)[0].key, below=True) is None
