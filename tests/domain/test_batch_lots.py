"""The lot of a row at the step: six checks, the assay from the lot, what is drawn from it, corrections, exceptions (floor-rules 3, 10, 13)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch.events import AttemptRecorded
from ebr.domain.material import events as m
from tests.domain.batch_floor import BATCH, code
from tests.domain.batch_gated import BALANCE, BOTTLES, SALT, Gated, ready


def blocked(floor: Gated, **row: str) -> str:
    """Try a row of salt: return why it is refused, and hold that the attempt is kept and nothing is drawn."""
    before = {name: state.left for name, state in floor.states.items() if name.startswith("material/lot/")}
    decision = floor.weigh(**{"net": "1.000", **row})
    why = code(decision)
    (event, *_) = [draft.event for draft in decision.drafts]
    assert isinstance(event, AttemptRecorded)
    assert event.why == why
    assert floor.state.slot(SALT).standing() == []
    assert before == {name: floor.states[name].left for name in before}
    return why


# The six checks


def test_a_released_lot_is_used_and_gives_its_own_assay_and_expiry() -> None:
    floor = ready()
    floor.done(c.RecordValue(BATCH, SALT, {"lot": "L-1", "container": "1", "net": "5.000"}, source=BALANCE), "olga")
    value = floor.state.slot(SALT).rows[1].value
    assert (value["potency"], value["lod"], value["expiry"]) == ("99.0", "0.5", "2027-01-31")
    assert floor.lot_state().left == Decimal("15.000")
    assert floor.lot_state().left_in("1") == Decimal("7.000")


def test_what_a_decision_relied_on_leads_from_the_lot_to_its_supplier() -> None:
    floor = ready()
    floor.weigh(net="1.000")
    assert {subjects.item("RM-1"), subjects.lot("L-1"), subjects.supplier("SUP-1")} <= set(floor.asked)
    assert {subjects.task("SOP-1"), subjects.task("SOP-2"), subjects.training("olga")} <= set(floor.asked)


def test_a_lot_of_another_material_is_blocked() -> None:
    floor = ready()
    assert blocked(floor, lot="B-1") == "lot_of_other_material"


def test_a_container_that_the_lot_has_not_is_blocked() -> None:
    assert blocked(ready(), container="7") == "container_unknown"


@pytest.mark.parametrize(("status", "why"), [("quarantine", "lot_quarantined"), ("rejected", "lot_rejected")])
def test_a_lot_that_is_not_released_is_blocked(status: str, why: str) -> None:
    floor = ready()
    floor.lot("L-2", status=status)
    assert blocked(floor, lot="L-2") == why
    assert code(floor.accept(SALT, 1, "quinn")) == "attempt_never_stands"


def test_a_lot_is_good_to_the_last_second_of_its_day_where_it_was_received() -> None:
    floor = ready()  # 08:00 on 4 May in Berlin
    floor.lot("L-2", expiry="2026-05-04")
    floor.wait(hours=15, minutes=59, seconds=59)
    assert code(floor.weigh(lot="L-2", net="1.000")) == ""
    floor.wait(seconds=1)
    assert code(floor.weigh(lot="L-2", net="1.000")) == "lot_expired"
    assert code(floor.accept(SALT, 1, "quinn", item=2)) == "attempt_never_stands"


def test_an_expiry_by_the_minute_is_compared_as_an_instant_across_zones() -> None:
    floor = ready()
    floor.lot("L-2", expiry="2026-05-04T07:30:00+01:00")  # 08:30 in Berlin
    floor.wait(minutes=30)
    assert code(floor.weigh(lot="L-2", net="1.000")) == ""
    floor.wait(seconds=1)
    assert code(floor.weigh(lot="L-2", net="1.000")) == "lot_expired"


def test_a_potency_corrected_charge_needs_the_assay_of_the_lot() -> None:
    floor = ready()
    floor.lot("L-2", assayed=False)
    assert blocked(floor, lot="L-2", potency="99.0", lod="0.5") == "lot_assay_missing"


def test_a_lot_parted_among_other_stations_is_blocked_here() -> None:
    floor = ready()
    floor.tell(subjects.lot("L-1"), m.LotAllocated("L-1", "S9", "", "5.000", "kg"))
    assert blocked(floor) == "lot_allocated_elsewhere"


def test_a_supplier_that_lost_its_qualification_blocks_its_lots() -> None:
    floor = ready()
    floor.tell(subjects.supplier("SUP-1"), m.SupplierStatusSet("SUP-1", "suspended", "audit failed"))
    assert blocked(floor) == "supplier_not_qualified"


# What is not kept


def test_a_lot_nobody_knows_is_blocked_where_materials_are_kept() -> None:
    floor = ready()
    assert blocked(floor, lot="L-9") == "lot_unknown"
    assert code(floor.accept(SALT, 1, "quinn")) == "attempt_never_stands"


def test_where_materials_are_not_kept_an_unknown_material_is_used_and_nothing_is_drawn() -> None:
    floor = Gated({"equipment_kept": "no"})
    floor.issue()
    decision = floor.weigh(lot="anything", net="1.000", potency="99.0", lod="0.5")
    assert code(decision) == ""
    assert not any(draft.subject.startswith("material/") for draft in decision.drafts)


def test_a_registered_material_is_checked_even_where_materials_are_not_kept() -> None:
    floor = Gated({}).usual()
    floor.issue()
    assert blocked(floor, lot="L-9") == "lot_unknown"
    floor.lot("L-2", status="rejected")
    assert blocked(floor, lot="L-2") == "lot_rejected"


# What the operator typed


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"potency": "98.0"}, "assay_disagrees"),
        ({"lod": "0.4"}, "assay_disagrees"),
        ({"expiry": "2027-02-28"}, "expiry_disagrees"),
    ],
)
def test_what_is_typed_about_a_lot_has_to_agree(typed: dict[str, str], why: str) -> None:
    assert blocked(ready(), **typed) == why


def test_the_same_assay_with_other_zeros_agrees() -> None:
    assert code(ready().weigh(net="1.000", potency="99.00", lod="0.50", expiry="2027-01-31")) == ""


def test_a_unit_that_does_not_convert_is_refused_and_one_that_does_is_drawn_exactly() -> None:
    floor = ready()
    floor.lot("L-2", unit="L")
    assert blocked(floor, lot="L-2") == "unit_does_not_convert"
    floor.lot("L-3", unit="g")
    assert code(floor.weigh(lot="L-3", net="0.007")) == ""
    assert floor.lot_state("L-3").left == Decimal("13.000")  # 20 g less 7 g


# More than there is


def test_more_than_is_left_is_an_attempt_that_an_exception_lets_stand() -> None:
    floor = ready()
    assert blocked(floor, net="12.001") == "lot_overdrawn"
    assert floor.state.slot(SALT).attempts[0].params["left"] == "12.000"
    decision = floor.accept(SALT)
    assert code(decision) == ""
    assert floor.value(SALT, "net") == "12.001"
    assert floor.lot_state().left_in("1") == Decimal("-0.001")
    assert floor.raised() == [("person", "major")]


def test_a_lot_that_is_rejected_meanwhile_is_not_let_stand_any_more() -> None:
    floor = ready()
    assert blocked(floor, net="12.001") == "lot_overdrawn"
    floor.tell(subjects.lot("L-1"), m.LotRejected("L-1", "glass"))
    assert code(floor.accept(SALT)) == "lot_rejected"


def test_what_another_batch_took_is_not_there_any_more() -> None:
    floor = ready()
    floor.tell(subjects.lot("L-1"), m.LotUsed("L-1", "1", "11.500", "kg", "B-9", "a/b/c/d", "1", "S1"))
    assert blocked(floor) == "lot_overdrawn"


# Return, spill, correct, withdraw


def test_what_comes_back_is_drawn_negative_and_what_is_spilled_was_drawn_before() -> None:
    floor = ready()
    floor.weigh(net="5.000")
    assert code(floor.weigh(net="1.500", row="returned")) == ""
    assert floor.lot_state().left == Decimal("16.500")
    assert code(floor.weigh(net="0.500", row="spilled")) == ""
    assert floor.lot_state().left == Decimal("16.500")


def test_no_more_comes_back_or_is_lost_than_was_taken() -> None:
    floor = ready()
    floor.weigh(net="5.000")
    floor.weigh(net="1.000", row="spilled")
    assert code(floor.weigh(net="4.001", row="returned")) == "returned_too_much"
    assert code(floor.weigh(net="4.000", row="returned")) == ""


def test_a_return_is_corrected_within_what_was_taken() -> None:
    floor = ready()
    floor.weigh(net="5.000")
    floor.weigh(net="1.000", row="returned")
    row = {"lot": "L-1", "container": "1", "row": "returned"}
    assert code(floor.correct(SALT, item=2, net="5.000", **row)) == ""
    assert floor.raised() == []
    assert str(floor.lot_state().left) == "20.000"
    assert code(floor.correct(SALT, item=2, net="5.001", **row)) == ""
    assert floor.raised() == [("corrected_to_blocked", "major")]


def test_what_was_taken_comes_back_although_the_lot_was_rejected_meanwhile() -> None:
    floor = ready()
    floor.weigh(net="5.000")
    floor.tell(subjects.lot("L-1"), m.LotRejected("L-1", "glass"))
    assert code(floor.weigh(net="5.000", row="returned")) == ""
    assert floor.lot_state().left == Decimal("20.000")


def test_a_correction_of_lot_and_container_moves_the_draw() -> None:
    floor = ready()
    floor.lot("L-2")
    floor.weigh(net="5.000")
    assert code(floor.correct(SALT, lot="L-1", container="2", net="5.000", potency="99.0", lod="0.5")) == ""
    assert (floor.lot_state().left_in("1"), floor.lot_state().left_in("2")) == (Decimal("12.000"), Decimal("3.000"))
    assert code(floor.correct(SALT, lot="L-2", container="1", net="4.000", potency="99.0", lod="0.5")) == ""
    assert (floor.lot_state().left, floor.lot_state("L-2").left) == (Decimal("20.000"), Decimal("16.000"))
    assert "corrected_to_blocked" not in [rule for rule, _ in floor.raised()]


def test_a_withdrawn_row_gives_everything_back() -> None:
    floor = ready()
    floor.weigh(net="5.000")
    assert code(floor.correct(SALT)) == ""
    assert floor.lot_state().left == Decimal("20.000")


def test_a_correction_that_names_a_rejected_lot_tells_the_truth_and_is_critical() -> None:
    floor = ready()
    floor.lot("L-2", status="rejected")
    floor.weigh(net="5.000")
    assert code(floor.correct(SALT, lot="L-2", container="1", net="5.000", potency="99.0", lod="0.5")) == ""
    assert ("corrected_to_blocked", "critical") in floor.raised()
    assert floor.lot_state("L-2").left == Decimal("15.000")
    assert code(floor.correct(SALT, lot="L-9", container="1", net="5.000", potency="99.0", lod="0.5")) == "lot_unknown"


def test_a_counted_material_without_potency_is_gated_alike() -> None:
    floor = ready()
    assert (
        code(
            floor.do(
                c.RecordValue(BATCH, SALT, {"lot": "L-1", "container": "1", "net": "10.000"}, source=BALANCE), "olga"
            )
        )
        == ""
    )
    floor.done(c.CloseItems(BATCH, SALT), "olga")
    floor.use("make/begin/weigh/tank_used", equipment="TANK-1")
    floor.done(c.StartTimer(BATCH, floor.at("standing")), "olga")
    floor.done(c.StopTimer(BATCH, floor.at("standing")), "olga")
    floor.done(c.SignStep(BATCH, "make/begin/weigh", "performed"), "olga")
    assert code(floor.use(BOTTLES, lot="B-1", container="2", net="9")) == "lot_overdrawn"
    assert code(floor.use(BOTTLES, lot="B-1", container="2", net="8")) == ""
    assert floor.lot_state("B-1").left_in("2") == Decimal("0.000")


# Draws as a whole

ROW = st.tuples(
    st.sampled_from(["1", "2"]), st.integers(1, 6000), st.sampled_from(["", "returned", "spilled", "less", "gone"])
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, max_size=12))
def test_the_lot_loses_exactly_what_the_batch_says_it_used(rows: list[tuple[str, int, str]]) -> None:
    floor = ready()
    for container, grams, what in rows:
        net = f"{Decimal(grams) / 1000:.3f}"
        standing = floor.state.slot(SALT).standing()
        if what in ("less", "gone"):
            if standing:
                row = standing[-1]
                value = {**row.value, "net": net, "container": container} if what == "less" else {}
                floor.do(c.CorrectValue(BATCH, SALT, row.item, value, "misread"), "olga")
            continue
        floor.weigh(net=net, container=container, **({"row": what} if what else {}))
    used = {"": 1, "returned": -1, "spilled": 0}
    found = {"1": Decimal(0), "2": Decimal(0)}
    for row in floor.state.slot(SALT).standing():
        found[row.value["container"]] += used[row.value.get("row", "")] * Decimal(row.value["net"])
    lot = floor.lot_state()
    assert {name: Decimal(amount) - lot.left_in(name) for name, amount in (("1", "12"), ("2", "8"))} == found
    # What is gone beyond what there was, somebody has documented.
    if lot.overdrawn:
        assert {rule for rule, _ in floor.raised()} & {"corrected_to_blocked", "person"}
