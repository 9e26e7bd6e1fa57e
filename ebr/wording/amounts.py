"""Which parameters of a code are numbers of the record, and how they stand in a sentence.

A refusal, an exception or a finding keeps texts. Most of them are names, and a lot or a version may look like a number;
so a parameter is read as one only where its name says so, here. It is written as numbers are written where the sentence
is read (`ebr.words.figure`): on a screen as the language does, elsewhere as the record does. What stands in its place
and is no decimal number keeps its form.
"""

from __future__ import annotations

from ebr.words import decimal_sign, figure

NAMES = frozenset(
    [
        "allowed",
        "book",
        "counted",
        "drawn",
        "height",
        "high",
        "hours",
        "left",
        "less",
        "low",
        "margin",
        "module",
        "more",
        "net",
        "quantity",
        "received",
        "smallest",
        "taken",
        "total",
        "width",
    ]
)
"""Numbers in whatever code they stand."""

OF_CODES = frozenset(
    f"{code}.{name}"
    for code, names in {
        "alert_limit": "value",
        "assay_disagrees": "known typed",
        "attempt_refused": "value",
        "attempt_undocumented": "value",
        "batch_size_outside": "size",
        "calculation_wrong": "expected value",
        "changed": "new old",
        "certified_failed": "value",
        "changed_back": "new old",
        "changed_into_limits": "new old",
        "clock_back": "by",
        "clock_jump": "by",
        "correction_without_reason": "new old",
        "elapsed_wrong": "expected value",
        "gross_below_net": "gross",
        "import_too_large": "limit size",
        "label_dots": "length",
        "label_margin": "least",
        "label_module": "least",
        "label_text_size": "size",
        "limit_moved": "limit value",
        "material_not_enough": "wanted",
        "more_out_than_in": "value",
        "need_weight": "value",
        "net_disagrees": "expected",
        "net_wrong": "expected value",
        "number_decimals": "text",
        "out_of_limit": "value",
        "percent_out_of_range": "value",
        "reading_differs": "value",
        "reading_replaced": "value",
        "readings_alike": "value",
        "result_differs": "expected value",
        "room_out_of_limits": "limit value",
        "rows_alike": "value",
        "sample_short": "expected value",
        "size_outside": "value",
        "tare_below_zero": "tare",
        "time_unconfirmed": "value",
        "too_many_decimals": "value",
        "total_wrong": "expected value",
        "trend": "value",
        "verdict_wrong": "value",
        "withdrawn_out_of_limit": "old",
        "yield_over_hundred": "value",
    }.items()
    for name in names.split()
)
"""Numbers in one code, whose name means something else in another."""


def amount(code: str, name: str, text: str) -> str:
    """Return a parameter as it stands in a sentence, where it is a number; any other one as it is."""
    return figure(text) if name in NAMES or f"{code}.{name}" in OF_CODES else text


def typed(text: str) -> str:
    """Return what somebody typed for a number as its field shows it, though it may be none."""
    return text.replace(".", decimal_sign())


def weight(text: str) -> str:
    """Return a weight that came with its unit: "12.5 kg"."""
    number, blank, unit = text.partition(" ")
    return f"{figure(number)}{blank}{unit}"


def bounds(text: str) -> str:
    """Return the limits of a test that a signed document keeps without words: "98.0 ... 102.0", "<= 0.5"."""
    if " ... " in text:
        return " ... ".join(figure(part) for part in text.split(" ... "))
    sign, blank, number = text.partition(" ")
    return f"{sign}{blank}{figure(number)}" if sign in ("<=", ">=") else text


def span(text: str) -> str:
    """Return limits that came as "245.0–255.0"."""
    return "–".join(figure(part) for part in text.split("–"))
