"""The rules of review by exception: family, clause, class, and whether the pass at completion raises them.

    MOMENT   raised by the engine at the moment they happen; the pass lists them with their decision
    PASS     found by the pass; `raises` makes completion raise what nobody raised before
    RECORD   weaknesses of the record, which quality decides by themselves (`ebr.domain.batch.rules.weakness`)

What does not raise is listed for the reviewer and asks for a look, not for a decision: a change with its reason, a
refused attempt that led to nothing, a pace that a person hardly has. The class is that of the policy for "alert",
"out", "far" and "other"; a rule may fix one. No rule learns anything: each says exactly what it looks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `how` is "alert", "out", "far", "other", or the class that the rule fixes."""

    family: str
    clause: str
    how: str = "other"
    raises: bool = True


DEVIATION: Final = "21 CFR 211.100(b), 211.192"
TIMES: Final = "21 CFR 211.188(b)(1), EU GMP 4.8"
PEOPLE: Final = "21 CFR 11.10(d), 11.10(g)"
TRACE: Final = "21 CFR 11.10(e)"

MOMENT: Final[Mapping[str, Rule]] = {
    "person": Rule("documented", DEVIATION),
    "unwitnessed": Rule("people", "21 CFR 211.188(b)(11)"),
    "performer_gone": Rule("people", "21 CFR 211.188(b)(11)"),
    "repeated_reading": Rule("readings", "21 CFR 211.165(f), 211.192"),
    "computed_out_of_limit": Rule("limits", "21 CFR 211.103, 211.192"),
    "limit_moved": Rule("limits", DEVIATION),
    "statistic_out_of_limit": Rule("limits", "21 CFR 211.110(b), 211.192"),
    "result_out_of_limit": Rule("limits", "21 CFR 211.165(f), 211.192"),
    "quantity_out_of_limit": Rule("limits", "21 CFR 211.101(c), 211.192"),
    "corrected_out_of_limit": Rule("limits", DEVIATION),
    "time_limit": Rule("holds", "21 CFR 211.111"),
    "late_entry": Rule("entries", TIMES),
    "loop_bound": Rule("flow", DEVIATION),
    "end_point_lost": Rule("flow", DEVIATION),
    "series_late": Rule("entries", "21 CFR 211.110(a)"),
    "series_missed": Rule("entries", "21 CFR 211.110(a)"),
    "witness_late": Rule("people", "21 CFR 211.188(b)(11)"),
    "stale_facts": Rule("stations", PEOPLE),
    "taken_over": Rule("stations", "21 CFR 11.10(a)"),
    "amended": Rule("flow", "21 CFR 211.100(b), 211.115"),
    "manual_reading": Rule("devices", "21 CFR 211.68(a), 211.101(c)", "minor"),
    "reading_old": Rule("devices", "21 CFR 211.68(a)"),
    "labels_unreconciled": Rule("balance", "21 CFR 211.125(c)", "major"),
    "calibration_lapsed": Rule("use", "21 CFR 211.68(a), 211.160(b)(4)", "major"),
    "equipment_swapped": Rule("use", "21 CFR 211.105, 211.182", "minor"),
    "corrected_to_blocked": Rule("use", "21 CFR 211.84, 211.110(c)", "critical"),
    "transcribed_blocked": Rule("use", "21 CFR 211.84, 211.110(c)", "critical"),
    "form_lost": Rule("entries", "21 CFR 211.180(b)"),
    "form_transcribed": Rule("entries", TIMES),
}

PASS: Final[Mapping[str, Rule]] = {
    "out_of_limit": Rule("limits", DEVIATION, "out"),
    "alert_limit": Rule("limits", "EU GMP 1.10(ii), 4.20(f)", "alert"),
    "average_hides": Rule("limits", "21 CFR 211.165(d), 211.192", "out"),
    "value_unreadable": Rule("limits", "21 CFR 11.10(a)", "major"),
    "trend": Rule("trend", "21 CFR 211.110(b), EU GMP 1.10(ii)", "alert"),
    "entry_missing": Rule("entries", "21 CFR 211.188(b), EU GMP 4.20", "major"),
    "late_unexplained": Rule("entries", TIMES),
    "round_late": Rule("entries", "21 CFR 211.110(a)", "minor"),
    "rounds_few": Rule("entries", "21 CFR 211.110(a)", "minor"),
    "changed": Rule("changes", "21 CFR 11.10(e), EU GMP 4.9", "minor", raises=False),
    "correction_without_reason": Rule("changes", "21 CFR 11.10(e), EU GMP 4.9", "major"),
    "changed_into_limits": Rule("changes", "21 CFR 211.192, 11.10(e)", "out"),
    "manual_unsaid": Rule("devices", "21 CFR 211.68(a), 211.101(c)", "minor"),
    "reading_stale": Rule("devices", "21 CFR 211.68(a)"),
    "reading_differs": Rule("devices", "21 CFR 211.68(b)", "critical"),
    "device_trouble": Rule("devices", "21 CFR 211.68(a)", "minor", raises=False),
    "reading_replaced": Rule("readings", "21 CFR 211.165(f), 211.192"),
    "attempt_undocumented": Rule("readings", "21 CFR 211.165(f), 211.192"),
    "identity_mismatch": Rule("identity", "21 CFR 211.101(c), EU GMP Part IV", "major"),
    "wrong_scan": Rule("identity", "21 CFR 211.101(c)"),
    "identity_stands": Rule("identity", "21 CFR 211.101(c), EU GMP Part IV", "critical"),
    "scan_stands": Rule("identity", "21 CFR 211.101(c)", "critical"),
    "use_refused": Rule("use", "21 CFR 211.84, 211.110(c)", "minor", raises=False),
    "without_right": Rule("people", PEOPLE, "minor", raises=False),
    "attempt_refused": Rule("readings", "21 CFR 11.10(f)", "minor", raises=False),
    "calibration_over": Rule("use", "21 CFR 211.68(a), 211.160(b)(4)", "major"),
    "training_lacking": Rule("use", "21 CFR 211.25(a)", "major"),
    "old_procedure": Rule("versions", "21 CFR 211.25(a), EU GMP 4.2", "major"),
    "material_expired": Rule("use", "21 CFR 211.87, 211.137", "critical"),
    "lot_of_other": Rule("use", "21 CFR 211.101(c), 211.84", "critical"),
    "lot_not_released": Rule("use", "21 CFR 211.84(a), 211.110(c)", "critical"),
    "hold_short": Rule("holds", "21 CFR 211.111", "major"),
    "hold_long": Rule("holds", "21 CFR 211.111", "out"),
    "hold_running_over": Rule("holds", "21 CFR 211.111", "out", raises=False),
    "net_wrong": Rule("arithmetic", "21 CFR 211.68(b), 211.101(c)", "major"),
    "calculation_wrong": Rule("arithmetic", "21 CFR 211.68(b), 211.103", "major"),
    "total_wrong": Rule("arithmetic", "21 CFR 211.68(b), 211.103", "major"),
    "verdict_wrong": Rule("arithmetic", "21 CFR 211.68(b)", "major"),
    "elapsed_wrong": Rule("arithmetic", "21 CFR 211.68(b), 211.111", "major"),
    "returned_too_much": Rule("balance", "21 CFR 211.103, EU GMP 5.8", "major"),
    "more_out_than_in": Rule("balance", "21 CFR 211.103, EU GMP 5.8", "major"),
    "yield_over_hundred": Rule("balance", "21 CFR 211.103, EU GMP 5.8", "minor", raises=False),
    "more_than_received": Rule("balance", "21 CFR 211.184(c), EU GMP 5.8", "major"),
    "more_than_held": Rule("balance", "21 CFR 211.184(c), EU GMP 5.8", "major"),
    "labels_over": Rule("balance", "21 CFR 211.125(c)", "major"),
    "before_issue": Rule("times", TIMES, "major"),
    "signed_before_entry": Rule("times", TIMES, "major"),
    "second_before_entry": Rule("times", TIMES, "major"),
    "result_before_sample": Rule("times", "21 CFR 211.194(a), EU GMP 4.8", "major"),
    "stopped_before_started": Rule("times", TIMES, "major"),
    "time_in_future": Rule("times", TIMES, "major"),
    "after_end": Rule("times", TIMES, "major"),
    "during_hold": Rule("times", DEVIATION, "major"),
    "signed_during_hold": Rule("times", DEVIATION, "major"),
    "decided_before_raised": Rule("times", TIMES, "major"),
    "clock_jump": Rule("clocks", TRACE, "major"),
    "clock_back": Rule("clocks", TRACE, "major"),
    "time_unconfirmed": Rule("clocks", "21 CFR 211.111, 11.10(e)", "major"),
    "version_not_in_force": Rule("versions", "21 CFR 211.188(a), EU GMP 4.3", "critical"),
    "document_differs": Rule("versions", "21 CFR 211.188(a), 11.10(a)", "critical"),
    "step_skipped": Rule("flow", "21 CFR 211.100(b), 11.10(f)", "major"),
    "step_out_of_order": Rule("flow", "21 CFR 211.100(b), 11.10(f)", "major"),
    "step_repeated": Rule("flow", DEVIATION),
    "rounds_too_many": Rule("flow", DEVIATION),
    "end_point_missing": Rule("flow", DEVIATION),
    "countersignature_missing": Rule("people", "21 CFR 211.101(d), 211.188(b)(11)", "major"),
    "signature_blank": Rule("people", "21 CFR 11.50(a)", "critical"),
    "signature_void": Rule("people", "21 CFR 11.70, EU GMP 4.9", "major", raises=False),
    "second_same_person": Rule("people", "21 CFR 211.101(d), 211.188(b)(11)", "critical"),
    "witness_after": Rule("people", "21 CFR 211.101(d), 211.188(b)(11)", "major"),
    "performer_missing": Rule("people", "21 CFR 211.188(b)(11)", "major"),
    "signature_of_other": Rule("people", "21 CFR 11.70, 11.100(a)", "critical"),
    "role_never_held": Rule("people", PEOPLE, "critical"),
    "signature_short": Rule("people", "21 CFR 11.70, 211.188(b)(11)", "major"),
    "own_exception": Rule("people", "21 CFR 211.22(a), 211.192", "major"),
    "own_entry_decided": Rule("people", "21 CFR 211.22(a), 211.192", "major"),
    "decision_without_reason": Rule("people", "21 CFR 211.192", "major"),
    "not_independent": Rule("people", "21 CFR 211.22(a), 211.192", "critical", raises=False),
    "issue_unchecked": Rule("people", "21 CFR 211.188(a)", "major"),
    "lease_over": Rule("stations", PEOPLE),
    "conflict": Rule("stations", "21 CFR 11.10(a)", "major", raises=False),
    "too_fast": Rule("pace", TIMES, "minor", raises=False),
    "many_in_a_minute": Rule("pace", TIMES, "minor", raises=False),
    "two_places": Rule("pace", "21 CFR 11.10(d), 11.100(a)", "minor", raises=False),
}

RECORD: Final[Mapping[str, Rule]] = {
    "after_revocation": Rule("stations", PEOPLE, "critical"),
    "lease_over": Rule("stations", PEOPLE, "major"),
    "master_withdrawn": Rule("versions", "21 CFR 211.188(a), EU GMP 4.3", "critical"),
    "taken_over": Rule("stations", "21 CFR 11.10(a)", "major"),
    "person_deactivated": Rule("people", "21 CFR 11.10(g), 11.300(b)", "major"),
    "role_withdrawn": Rule("people", "21 CFR 11.10(g)", "major"),
    "key_replaced": Rule("people", "21 CFR 11.300(c)", "major"),
    "unaware": Rule("stations", "21 CFR 11.10(a)", "major"),
    "lot_rejected": Rule("use", "21 CFR 211.84(e), 211.110(c)", "critical"),
    "lot_quarantined": Rule("use", "21 CFR 211.84(a)", "critical"),
    "lot_overdrawn": Rule("balance", "21 CFR 211.184(c), EU GMP 5.8", "major"),
    "supplier_disqualified": Rule("use", "21 CFR 211.84(a), EU GMP 5.27", "major"),
    "calibration_failed": Rule("use", "21 CFR 211.68(a), 211.160(b)(4)", "critical"),
    "integrity_failed": Rule("use", "EU GMP Annex 1 8.79, 21 CFR 211.113(b)", "critical"),
    "equipment_shared": Rule("use", "21 CFR 211.67, 211.105(a), EU GMP 5.19", "critical"),
    "equipment_stopped": Rule("use", "21 CFR 211.67, 211.105", "major"),
    "training_withdrawn": Rule("use", "21 CFR 211.25(a)", "major"),
}

RULES: Final[Mapping[str, Rule]] = {**MOMENT, **PASS}
"""Every rule of an exception or a flag; the codes of `RECORD` are read apart, because one of them is in both."""

ANYWHERE: Final = Rule("other", "21 CFR 211.192")
"""A rule of a newer program, which this one does not know."""

SPOKEN_BY: Final[Mapping[str, frozenset[str]]] = {
    "out_of_limit": frozenset(
        (
            "person",
            "computed_out_of_limit",
            "result_out_of_limit",
            "corrected_out_of_limit",
            "limit_moved",
            "statistic_out_of_limit",
            "quantity_out_of_limit",
            "labels_unreconciled",
        )
    ),
    "alert_limit": frozenset(("person",)),
    "changed_into_limits": frozenset(("person", "repeated_reading")),
    "late_unexplained": frozenset(("late_entry", "form_transcribed", "form_lost")),
    "rounds_few": frozenset(("series_missed",)),
    "witness_after": frozenset(("witness_late", "unwitnessed")),
    "lot_of_other": frozenset(("corrected_to_blocked", "transcribed_blocked")),
    "round_late": frozenset(("series_late", "series_missed")),
    "manual_unsaid": frozenset(("manual_reading",)),
    "reading_stale": frozenset(("reading_old",)),
    "reading_differs": frozenset(("reading_differs",)),
    "hold_short": frozenset(("person",)),
    "hold_long": frozenset(("time_limit", "person")),
    "hold_running_over": frozenset(("time_limit",)),
    "time_unconfirmed": frozenset(("person",)),
    "end_point_missing": frozenset(("loop_bound", "end_point_lost")),
    "countersignature_missing": frozenset(("unwitnessed",)),
    "calibration_over": frozenset(("calibration_lapsed", "corrected_to_blocked", "transcribed_blocked")),
    "training_lacking": frozenset(("transcribed_blocked",)),
    "old_procedure": frozenset(("transcribed_blocked",)),
    "material_expired": frozenset(("corrected_to_blocked", "transcribed_blocked", "person")),
    "lot_not_released": frozenset(("corrected_to_blocked", "transcribed_blocked", "person")),
    "more_out_than_in": frozenset(("computed_out_of_limit",)),
    "yield_over_hundred": frozenset(("computed_out_of_limit",)),
    "more_than_received": frozenset(("person",)),
    "labels_over": frozenset(("labels_unreconciled",)),
    "identity_mismatch": frozenset(("person",)),
    "wrong_scan": frozenset(("person",)),
    "attempt_undocumented": frozenset(("person", "repeated_reading", "labels_unreconciled")),
    "reading_replaced": frozenset(("repeated_reading",)),
}
"""Rule of the pass -> rules of exceptions that say the same of the same entry: it is not said twice."""
