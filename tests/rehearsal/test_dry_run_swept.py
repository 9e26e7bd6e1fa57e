"""Batches that a dry run plays with mistakes in them: the pass says each mistake, raises it once, and never stumbles."""

from __future__ import annotations

import pytest

from ebr.domain.batch.rules.known import Known
from ebr.domain.batch.rules.sweep import RULES, departures, proof, sweep
from ebr.domain.batch.state.troubles import REPLACED
from ebr.rehearsal.run import rehearsal_of
from tests.domain.batch_floor import example

EXAMPLES = ("handrub_f1", "metformin_er_1000", "car_t_autologous")
NAMED = {
    "identity_mismatch": "identity_mismatch",
    "wrong_scan": "wrong_scan",
    "right_missing": "without_right",
    "out_of_limit": "attempt_undocumented",
    "not_acceptable": "attempt_undocumented",
    REPLACED: "reading_replaced",
}


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("seed", [1, 2])
def test_every_mistake_of_a_dry_run_is_said(name: str, seed: int) -> None:
    rehearsal = rehearsal_of(example(name), seed)
    for number in (1, 2):
        stage = rehearsal.batch(number)
        state, facts = stage.state, stage.document.facts
        flags = sweep(state, facts, stage.now())
        said = {(flag.where, rule) for flag in flags for rule in (flag.rule, *flag.also)}

        assert state.completed is not None
        assert {flag.exception for flag in flags if flag.source == "exception"} == set(state.exceptions)
        assert {flag.rule for flag in flags} <= set(RULES)
        for address, held in state.slots.items():
            for attempt in held.attempts:
                rule = NAMED.get(attempt.why, "")
                documented = attempt.exception and rule == "attempt_undocumented"  # the exception says it
                assert not rule or documented or (address, rule) in said
            for row in held.standing():
                assert row.verdict != "out" or (address, "out_of_limit") in said
                assert row.verdict != "alert" or (address, "alert_limit") in said
        assert departures(state, Known(facts), stage.now()) == []
        found = proof(state, flags)
        assert found.conforming < found.entries
