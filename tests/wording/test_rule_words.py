from __future__ import annotations

import ast

import pytest

from ebr.wording import (
    rule_words,
    since_words,
    weakness_words,
)
from ebr.wording.parameters import WEAK
from ebr.wording.rules import RECORD, REFINED_BY, RULES, WEAKNESSES, record_weakness_words
from ebr.wording.sentences import choices, places
from tests.wording.source_codes import called, constants, texts, trees

COMPARED = {"value", "bound", "limit"}
PLACE_OF_RULE = {"ExceptionRaised": 4, "Found": 0, "raised": 2, "_departure": 3}


def rule_sites() -> list[tuple[str, set[str], str]]:
    """Return each rule that is raised with the parameters that its surroundings name, and where."""
    found = []
    for file, tree in trees().items():
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            near = names_near(function)
            for node in ast.walk(function):
                place = PLACE_OF_RULE.get(called(node), 99) if isinstance(node, ast.Call) else 99
                if isinstance(node, ast.Call) and len(node.args) > place:
                    more = COMPARED if called(node) == "_departure" else set()
                    found += [(rule, near | more, f"{file}:{node.lineno}") for rule in said(function, node.args[place])]
    return found


def said(function: ast.FunctionDef, argument: ast.expr) -> set[str]:
    """Return the texts an argument can be: its own, or those that the function gives its name before."""
    found = set(texts(argument))
    for node in ast.walk(function):
        if isinstance(argument, ast.Name) and isinstance(node, ast.Assign):
            names = node.targets[0].elts if isinstance(node.targets[0], ast.Tuple) else node.targets
            places = [at for at, name in enumerate(names) if isinstance(name, ast.Name) and name.id == argument.id]
            found |= {text for at in places for part in branches(node.value) for text in texts(part_at(part, at))}
    return found


def branches(value: ast.expr) -> list[ast.expr]:
    return [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]


def part_at(value: ast.expr, at: int) -> ast.expr:
    return value.elts[at] if isinstance(value, ast.Tuple) else value


def names_near(function: ast.FunctionDef) -> set[str]:
    names = {
        key.value
        for node in ast.walk(function)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    }
    attributes = {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
    read = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    return (
        {str(name) for name in names}
        | (COMPARED if "missed" in attributes else set())
        | ({"total"} if "total" in read else set())
    )


def test_every_rule_has_words():
    rules = {rule for rule, _, _ in rule_sites()}
    assert {"person", "repeated_reading", "loop_bound", "computed_out_of_limit"} <= rules
    assert rules == {code for code in RULES if code.partition(".")[0] not in REFINED_BY or "." not in code}


def test_every_rule_gives_what_its_words_need():
    wrong = [
        (where, rule, sorted(given_names))
        for rule, given_names, where in rule_sites()
        if not any(set(places(text)) <= given_names for text in choices(RULES, rule))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("rule", "params", "words"),
    [
        ("person", {"slot": "Bag temperature", "value": "9.1", "bound": "high", "limit": "8.0", "unit": "degC"}, "Bag temperature is 9.1 °C, limit 8.0 °C"),
        ("person", {"slot": "Bag", "scanned": "B-2", "expected": "B-1"}, "Bag: B-2 instead of B-1"),
        ("person", {"slot": "Drying", "remaining": "0:10:00", "minimum": "1:00:00"}, "Drying: departure documented"),
        ("person", {}, "Departure documented"),
        ("repeated_reading", {"slot": "pH", "attempts": "3"}, "pH was read 3 times"),
        ("time_limit", {"value": "4000.0", "bound": "high", "limit": "3600"}, "Time was 1:06:40, longer than 1:00:00"),
        ("corrected_out_of_limit", {"slot": "Colour", "value": "Red", "bound": "choice", "limit": ""}, "Colour was corrected to Red, which is not accepted"),
        ("late_entry", {"happened": "2025-11-22T03:40:00+01:00"}, "Recorded later than it happened, at 2025-11-22 03:40 +01:00"),
        ("late_entry", {"happened": ""}, "Recorded later than it happened"),
        ("loop_bound", {"rounds": "6", "step": "Drying"}, "Drying: end point not reached after 6 rounds"),
        ("witness_late", {"minutes": "10", "late": "0:12:30", "step": "Weighing"}, "Weighing: witnessed after 0:12:30, the limit is 10 minutes"),
    ],
)  # fmt: skip
def test_an_exception_says_what_it_is_about(rule: str, params: dict[str, str], words: str):
    assert rule_words(rule, params) == words


def test_a_series_says_what_is_in_doubt():
    assert since_words({"series": "Weight check", "since": "2025-11-22T03:40:00+01:00"}) == (
        "The last good round of Weight check began at 2025-11-22 03:40 +01:00. Decide about everything made since then."
    )
    assert (
        since_words({"series": "Weight check", "since": ""})
        == "No round of Weight check was good yet. Decide about everything made so far."
    )
    assert since_words({"slot": "Weight"}) == ""


def test_every_weakness_of_a_record_has_words():
    codes = {text.partition(".")[0] for text in RECORD}
    of = ("weakness", "of_use", "surroundings")
    files = tuple(f"domain/batch/rules/{name}.py" for name in of)
    assert {code for file in files for code in constants(file, "Weakness", argument=1)} == codes
    stops = {text.partition(".")[2] for text in RECORD if text.startswith("unaware.")}
    assert stops == {"hold", "abort", "amendment", "completion", "rejection", "take_over"}
    assert record_weakness_words("unaware", {"what": "hold", "entries": "3"}) == (
        "Entries made before a hold was known at the station: 3"
    )
    assert set(WEAK) <= codes


def test_every_weakness_of_a_policy_has_words():
    assert constants("domain/site/state/policy.py", "Weakness") == set(WEAKNESSES)
    assert weakness_words("few_duty_unlockers", {"found": "1", "wanted": "2"}) == (
        "People on duty to unlock others: 1. The policy asks for 2."
    )
