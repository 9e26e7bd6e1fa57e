"""Dry runs: everything an MBR says is reached or named, faults are answered, and what is broken is found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ebr.domain.batch.rules import computed, record, timers
from ebr.domain.mbr import coverage as cov
from ebr.domain.mbr.model import Flow, Mbr
from ebr.rehearsal import Progress, rehearse
from ebr.rehearsal.run import rehearsal_of
from ebr.rehearsal.stage import Stage
from tests.domain.batch_floor import example
from tests.domain.batch_small import small

EXAMPLES = ("handrub_f1", "metformin_er_1000", "car_t_autologous")


def changed(mbr: Mbr, phase_id: str, **fields: Any) -> Mbr:
    """Return the MBR with one step changed."""
    units = []
    for unit in mbr.procedure:
        ops = tuple(
            replace(op, phases=tuple(replace(p, **fields) if p.id == phase_id else p for p in op.phases))
            for op in unit.operations
        )
        units.append(replace(unit, operations=ops))
    return replace(mbr, procedure=tuple(units))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_plays_to_the_end_and_answers_every_fault(name: str) -> None:
    found = rehearse(example(name), seed=3)
    assert found.passed, (found.dead_ends, found.unreachable(), found.silent())
    assert found.finished == found.batches
    figures = found.figures()
    for kind in ("phase", "branch", "choice", "timer", "loop", "person", "correction", "floor"):
        assert kind not in figures or figures[kind][0] == figures[kind][1], kind
    for kind in ("limit", "fault"):
        reached, whole = figures[kind]
        assert reached / whole > 0.85, (kind, figures[kind])


@pytest.mark.parametrize("name", EXAMPLES)
def test_only_limits_that_have_a_reason_are_not_reached(name: str) -> None:
    found = rehearse(example(name), seed=4)
    assert {point.kind for point in found.not_reached()} <= {"limit"}
    assert {point.why for point in found.not_reached()} <= {"not_met", "not_found", "not_representable"}
    by_hand = [p for p in found.not_reached() if p.what != "at" and p.why == "not_representable"]
    assert by_hand == []


def test_the_same_seed_gives_the_same_result_and_another_seed_another_run() -> None:
    first, again, other = (rehearse(small(), seed=seed, batches=4) for seed in (5, 5, 6))
    assert first == again
    assert first.points != other.points


def test_the_small_record_reaches_every_kind_of_entry() -> None:
    found = rehearse(small(), seed=2)
    assert found.passed, (found.dead_ends, found.silent())
    figures = found.figures()
    assert all(figures[kind][0] == figures[kind][1] for kind in ("phase", "branch", "choice", "loop", "person"))
    reached = {point.id for point in found.points if point.reached}
    assert {"limit/temp.low:at", "limit/temp.low:inside", "limit/temp.low:outside"} <= reached
    assert {"limit/temp.alert_high:outside", "limit/room/rh.high:outside", "limit/pair/mean.high:outside"} <= reached
    assert {"timer/hold:early", "timer/hold:least", "timer/hold:most", "timer/hold:late"} <= reached
    assert {"loop/dry:first", "loop/dry:more", "loop/dry:bound", "loop/bag:least", "loop/bag:most"} <= reached
    assert {"loop/checks:due", "loop/checks:late", "loop/checks:missed"} <= reached
    assert {"branch/extra.when:yes", "branch/extra.when:no", "person/charge:scribe"} <= reached
    raised = {fault.id for fault in found.faults if fault.status == cov.RAISED}
    assert {
        "fault/drum:wrong_scan",
        "fault/patient:wrong_identity",
        "fault/hold:too_early",
        "fault/hold:too_late",
    } <= raised
    assert {"fault/charge:witness_late", "fault/charge:same_person", "fault/assay:result_out"} <= raised


def test_what_happens_on_any_floor_happens_and_is_answered() -> None:
    found = rehearse(small(), seed=2)
    assert {point.what for point in found.of("floor") if point.reached} == {"held", "left", "handed_over", "late"}
    raised = {fault.id for fault in found.faults if fault.status == cov.RAISED}
    assert {
        "fault/batch:held",
        "fault/batch:left",
        "fault/batch:hand_over_same",
        "fault/batch:late_entry",
        "fault/batch:second_gone",
    } <= raised


def test_as_many_batches_as_asked_for_are_played_and_told() -> None:
    told: list[Progress] = []
    found = rehearse(small(), seed=1, batches=3, progress=told.append)
    assert found.batches == 3
    assert [each.batches for each in told] == [1, 2, 3]
    assert told[0].reached < told[-1].reached <= told[-1].whole


def test_a_step_that_no_allowed_value_opens_is_unreachable() -> None:
    found = rehearse(changed(small(), "extra", flow=Flow(when="temp > 30")), seed=1)
    assert [point.place for point in found.unreachable()] == ["extra"]
    assert not found.passed
    assert next(p for p in found.points if p.id == "branch/extra.when:yes").why == "not_found"


def test_steps_that_wait_for_each_other_are_a_dead_end() -> None:
    waiting = changed(changed(small(), "press", flow=Flow(after=("figures",))), "checks", flow=Flow())
    found = rehearse(waiting, seed=1, batches=2)
    assert found.finished == 0
    assert found.dead_ends[0].place == "press"
    assert found.dead_ends[0].code == "waits_for"
    assert not found.passed


def test_rules_that_forget_an_exception_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "_repeated", lambda *_: [])
    found = rehearse(small(), seed=1, batches=3)
    assert {fault.kind for fault in found.silent()} == {"read_again"}
    assert not found.passed


def test_rules_that_forget_what_a_correction_moves_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computed, "_judged_anew", lambda *_: [])
    found = rehearse(example("car_t_autologous"), seed=1)
    assert "limit_moved" in {fault.kind for fault in found.silent()}


def test_rules_that_let_a_hold_close_too_early_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timers, "too_early", lambda *_: None)
    found = rehearse(small(), seed=1, batches=3)
    assert {fault.kind for fault in found.silent()} == {"too_early"}


def test_rules_that_take_any_label_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from ebr.domain.batch.rules import kinds

    monkeypatch.setattr(kinds, "expected_scan", lambda *_: ())
    found = rehearse(small(), seed=1, batches=2)
    assert "wrong_scan" not in {fault.kind for fault in found.faults if fault.status == cov.RAISED}


def test_a_tape_played_again_is_the_same_batch() -> None:
    rehearsal = rehearsal_of(small(), 9)
    stage = rehearsal.batch(1)
    again = Stage(rehearsal.document, stage.batch)
    again.play(stage.tape)
    assert again.state == stage.state


def test_lots_that_no_scan_compares_are_named() -> None:
    found = rehearse(small(), seed=1, batches=1)
    assert {(gap.code, gap.place) for gap in found.gaps} == {
        ("lot_not_scanned", "bottles"), ("expiry_not_compared", "salt_add"),
    }  # fmt: skip


def test_the_result_is_canonical_data_with_figures() -> None:
    from ebr.domain.canonical import dumps

    found = rehearse(small(), seed=1, batches=4)
    document = cov.to_json(found)
    assert dumps(document)
    assert document["figures"]["phase"] == {"all": 14, "reached": 14}
    ids = [point["id"] for point in document["points"]]
    assert len(ids) == len(set(ids))
