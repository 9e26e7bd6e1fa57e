"""The rules by code: how grave a departure is and which clause it departs from. The sentences are in `words`.

An error keeps the MBR from being added to a station; a warning is counted in the record and shown to those who sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ebr.domain.mbr.problem import FORMAT_CLAUSE, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """How grave, and by which clause."""

    severity: Severity
    clause: str


def _error(clause: str) -> Rule:
    return Rule("error", clause)


def _warning(clause: str) -> Rule:
    return Rule("warning", clause)


COMPUTED = "21 CFR 211.68(b)"
MASTER = "21 CFR 211.186(a)"
INSTRUCTIONS = "21 CFR 211.186(b)(9); EU GMP 4.18"
MEANING = "21 CFR 11.50(a)(3)"
ORDER = "21 CFR 11.10(f)"

RULES: Mapping[str, Rule] = {
    "version_form": _error(MASTER),
    "id_form": _error(FORMAT_CLAUSE),
    "id_reserved": _error(FORMAT_CLAUSE),
    "id_twice": _error(FORMAT_CLAUSE),
    "material_unknown": _error("21 CFR 211.186(b)(3)"),
    "equipment_unknown": _error("EU GMP 4.18"),
    "sample_unknown": _error("21 CFR 211.186(b)(9)"),
    "result_before_sample": _error("21 CFR 211.186(b)(9)"),
    "scan_of": _error(FORMAT_CLAUSE),
    "timer_end_unknown": _error("21 CFR 211.111"),
    "timer_order": _error("21 CFR 211.111"),
    "field_not_of_kind": _error(FORMAT_CLAUSE),
    "field_needed": _error(FORMAT_CLAUSE),
    "text_empty": _error(INSTRUCTIONS),
    "time_unit": _error("21 CFR 211.111"),
    "yield_percent": _error("21 CFR 211.103"),
    "unit_missing": _warning(INSTRUCTIONS),
    "choice_single": _error(FORMAT_CLAUSE),
    "choice_none_accepted": _error("21 CFR 211.110"),
    "label_twice": _error(FORMAT_CLAUSE),
    "number_bounds": _error(FORMAT_CLAUSE),
    "rows_order": _error(FORMAT_CLAUSE),
    "critical_optional": _error("EU GMP 4.18"),
    "limits_order": _error("21 CFR 211.110"),
    "limit_decimals": _error("USP 7.20; floor-rules 12"),
    "rule_without_limit": _warning("USP 7.20; floor-rules 12"),
    "condition_wanted": _error(COMPUTED),
    "number_wanted": _error(COMPUTED),
    "list_as_number": _error(COMPUTED),
    "answer_impossible": _error(ORDER),
    "when_never": _error(ORDER),
    "when_always": _warning(ORDER),
    "until_unchanging": _error(ORDER),
    "round_outside": _error(COMPUTED),
    "formula_circle": _error(COMPUTED),
    "value_later": _error(COMPUTED),
    "value_beside": _warning(COMPUTED),
    "unit_unknown": _error(COMPUTED),
    "yield_units": _error("21 CFR 211.103"),
    "flow_of_document": _error(ORDER),
    "loops_mixed": _error(ORDER),
    "loop_bound": _error(ORDER),
    "series_level": _error("21 CFR 211.110"),
    "series_during": _error("21 CFR 211.110"),
    "series_interval": _error("21 CFR 211.110"),
    "after_unknown": _error(ORDER),
    "after_itself": _error(ORDER),
    "after_later": _error(ORDER),
    "part_empty": _error(INSTRUCTIONS),
    "critical_alone": _error("21 CFR 211.188(b)(11); EU GMP 4.20"),
    "second_material": _error("21 CFR 211.101(c)-(d)"),
    "second_identity": _error("floor-rules 5"),
    "second_labels": _error("21 CFR 211.125; floor-rules 5"),
    "second_clearance": _warning("21 CFR 211.130(e)"),
    "second_yield": _warning("21 CFR 211.103"),
    "second_declared": _error("floor-rules 15"),
    "approved_role": _error("21 CFR 211.22"),
    "sign_performed": _error(MEANING),
    "sign_twice": _error(MEANING),
    "plain_number": _error("21 CFR 211.186(b)(4)"),
    "size_range": _error("EU GMP 4.17"),
    "overage_reason": _warning("21 CFR 211.186(b)(5)"),
    "material_unused": _warning("21 CFR 211.186(b)(3)"),
    "qs_not_declared": _error("21 CFR 211.186(b)(4)"),
    "qs_not_used": _warning("21 CFR 211.186(b)(4)"),
    "tolerance_form": _error("21 CFR 211.186(b)(4)"),
    "tolerance_missing": _warning("21 CFR 211.186(b)(4)"),
    "active_below_full": _warning("21 CFR 211.101(a)"),
    "active_missing": _error("21 CFR 211.186(b)(2)"),
    "equipment_unused": _warning("EU GMP 4.18"),
    "header_empty": _error("21 CFR 211.186(b)(1); EU GMP 4.17"),
    "header_unsaid": _warning("EU GMP 4.17"),
    "clearance_missing": _error("21 CFR 211.130(e); EU GMP 4.18"),
    "clearance_after": _warning("21 CFR 211.188(b)(6)"),
    "yield_missing": _error("21 CFR 211.186(b)(7); EU GMP 4.17"),
    "yield_without_limits": _error("21 CFR 211.103; 211.186(b)(7)"),
    "sample_without_result": _warning("21 CFR 211.186(b)(9)"),
    "result_without_limits": _warning("21 CFR 211.110(b)"),
    "labels_without_reconciliation": _error("21 CFR 211.125(c)"),
    "timer_without_limits": _error("21 CFR 211.111"),
    "hold_without_maximum": _warning("21 CFR 211.111"),
    "critical_without_limits": _warning("EU GMP 4.18"),
    "identifiers_few": _error("EU GMP Part IV; floor-rules 5"),
    "identity_unchecked": _error("EU GMP Part IV; floor-rules 5"),
    "identity_without_identifiers": _error("EU GMP Part IV; floor-rules 5"),
    "unconfirmed": _error(MASTER),
    "block_form": _error(FORMAT_CLAUSE),
    "media_hash": _error(INSTRUCTIONS),
    "media_name": _error(FORMAT_CLAUSE),
    "word_open": _error(FORMAT_CLAUSE),
    "language_form": _error(FORMAT_CLAUSE),
    "gtin_bad": _error("21 CFR 211.122; GS1 General Specifications 3.3.2"),
    "language_twice": _error(FORMAT_CLAUSE),
    "language_text_twice": _error(FORMAT_CLAUSE),
    "language_part_unknown": _error(FORMAT_CLAUSE),
    "language_text_missing": _error(INSTRUCTIONS),
    "language_figures": _warning(INSTRUCTIONS),
    "unreachable": _error(ORDER),
    "value_skipped": _warning(COMPUTED),
    "identity_late": _error("EU GMP Part IV; floor-rules 5"),
    "sampling_missing": _warning("21 CFR 211.186(b)(9); 211.110(a)"),
    "controls_missing": _warning("21 CFR 211.110(a); EU GMP 4.18"),
    "room_unsaid": _warning("EU GMP 4.18"),
    "room_unnamed": _error("21 CFR 211.42(c)"),
    "room_uncleared": _warning("21 CFR 211.130(e)"),
    "leaves_unsaid": _error(FORMAT_CLAUSE),
    "leaves_kind": _error("21 CFR 211.130(e)"),
    "leaves_nothing": _error("21 CFR 211.67(a)"),
    "cleaned_alone": _error("21 CFR 211.182"),
    "active_fixed": _warning("21 CFR 211.101(a)"),
    "portions_unsaid": _warning("21 CFR 211.186(b)(4)"),
    "title_twice": _warning(INSTRUCTIONS),
    "statistics_few": _error("21 CFR 211.110(b)"),
}


def rule_of(code: str) -> Rule:
    """Return the rule of a code; those of the formula language and of units are one rule each."""
    if code.startswith(("formula.", "unit.")):
        return Rule("error", COMPUTED)
    return RULES[code]
