"""An amendment laid over a draft: only what it touched, by one step, wherever the draft went meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ebr.domain.canonical import dumps
from ebr.domain.mbr.document import blocks_of, to_json
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.proposed import holds, taken_over
from tests.domain.batch_floor import example
from tests.domain.mbr_amended import REWORK, behind, phases, step, tighter

Blocks = dict[str, str]


@pytest.fixture(scope="module")
def rub() -> Mbr:
    return example("handrub_f1")


def change(old: Mbr, new: Mbr) -> tuple[Blocks, Blocks]:
    """What `ProposalRow` carries: the blocks that differ, before and after."""
    was, now = blocks_of(to_json(old)), blocks_of(to_json(new))
    names = [name for name in now if now[name] != was.get(name)]
    text = {name: dumps(was[name]).decode() if name in was else "" for name in names}
    return text, {name: dumps(now[name]).decode() for name in names}


def titles(mbr: Mbr) -> list[str]:
    return [phase.id for _, _, phase in mbr.phases()]


def test_over_the_version_it_was_made_on_it_gives_the_amended_document(rub: Mbr) -> None:
    for amended in (tighter(rub, "bulk_temp", "28.0"), behind(rub, "mix", REWORK)):
        assert taken_over(rub, *change(rub, amended)) == amended
        assert holds(amended, *change(rub, amended))
        assert not holds(rub, *change(rub, amended))


def test_what_the_author_changed_in_the_same_step_stays(rub: Mbr) -> None:
    draft = step(rub, "alcohol_check", instruction="Float the alcoholmeter and wait for a minute.")
    found = taken_over(draft, *change(rub, tighter(rub, "bulk_temp", "28.0")))
    assert found == tighter(draft, "bulk_temp", "28.0")


def test_a_new_step_stands_behind_what_it_stood_behind_although_steps_were_added(rub: Mbr) -> None:
    mine = replace(REWORK, id="mine", slots=(replace(REWORK.slots[0], id="mine_seen"),))
    draft = behind(rub, "mix", mine)
    found = taken_over(draft, *change(rub, behind(rub, "mix", REWORK)))
    assert titles(found) == titles(behind(rub, "mix", REWORK, mine))


def test_a_step_that_the_author_took_away_stays_away(rub: Mbr) -> None:
    draft = phases(rub, lambda op: tuple(p for p in op.phases if p.id != "alcohol_check"))
    assert taken_over(draft, *change(rub, tighter(rub, "bulk_temp", "28.0"))) == draft


def test_where_both_changed_one_limit_the_proposal_wins_and_other_limits_stay(rub: Mbr) -> None:
    draft = tighter(tighter(rub, "bulk_temp", "29.0"), "ethanol_temp", "27.0")
    found = taken_over(draft, *change(rub, tighter(rub, "bulk_temp", "28.0")))
    assert found == tighter(draft, "bulk_temp", "28.0")


def test_a_limit_that_was_added_and_one_that_was_dropped_are_taken(rub: Mbr) -> None:
    with_target = phases(
        rub,
        lambda op: tuple(
            replace(p, slots=tuple(replace(s, limits=replace(s.limits, target="20.0", alert_high="")) if s.id == "bulk_temp" else s for s in p.slots))
            for p in op.phases
        ),
    )  # fmt: skip
    draft = step(rub, "mix", instruction="Mix slowly.")
    found = taken_over(draft, *change(rub, with_target))
    limits = next(slot.limits for _, slot in found.slots() if slot.id == "bulk_temp")
    assert (limits.target, limits.alert_high) == ("20.0", "")


def test_materials_for_new_steps_come_along_behind_the_others(rub: Mbr) -> None:
    extra = replace(rub.materials[0], id="filter_aid", name="Filter aid")
    amended = replace(rub, materials=(*rub.materials, extra))
    own = replace(rub.materials[0], id="own", name="Own")
    draft = replace(rub, materials=(own, *rub.materials))
    found = taken_over(draft, *change(rub, amended))
    assert [one.id for one in found.materials] == ["own", *(one.id for one in rub.materials), "filter_aid"]
