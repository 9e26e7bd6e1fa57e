"""The words for every code of the program: codes are the record's, words are the person's.

Rules, views and reports deal in codes with parameters; whoever shows one asks here. Every table is data, marked for the
catalogue and translated when it is shown. Nothing here decides anything. Beside `ebr.words` in the layers: it knows the
domain and the catalogue only. Words for what the verifier finds stand with it (`ebr.storage.verify.report`).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ebr.wording.codes import (
        how_words,
        kind_word,
        meaning_words,
        person_word,
        profile_word,
        role_word,
        severity_word,
        status_word,
        verdict_word,
    )
    from ebr.wording.events import event_words
    from ebr.wording.fields import field_words, setting_words
    from ebr.wording.lines import answer, limits_line, value_line, with_unit
    from ebr.wording.parameters import moment_words
    from ebr.wording.problems import error_words, problem_words
    from ebr.wording.refusals import refusal_words
    from ebr.wording.rules import rule_words, since_words, weakness_words
    from ebr.wording.signing import sentence_words
    from ebr.wording.units import unit_words
    from ebr.wording.waits import waits_words

__all__ = [
    "answer",
    "error_words",
    "event_words",
    "field_words",
    "how_words",
    "kind_word",
    "limits_line",
    "meaning_words",
    "moment_words",
    "person_word",
    "problem_words",
    "profile_word",
    "refusal_words",
    "role_word",
    "rule_words",
    "sentence_words",
    "setting_words",
    "severity_word",
    "since_words",
    "status_word",
    "unit_words",
    "value_line",
    "verdict_word",
    "waits_words",
    "weakness_words",
    "with_unit",
]

HOMES: Final = {
    "codes": (
        "how_words",
        "kind_word",
        "meaning_words",
        "person_word",
        "profile_word",
        "role_word",
        "severity_word",
        "status_word",
        "verdict_word",
    ),
    "events": ("event_words",),
    "fields": (
        "field_words",
        "setting_words",
    ),
    "lines": (
        "answer",
        "limits_line",
        "value_line",
        "with_unit",
    ),
    "parameters": ("moment_words",),
    "problems": (
        "error_words",
        "problem_words",
    ),
    "refusals": ("refusal_words",),
    "rules": (
        "rule_words",
        "since_words",
        "weakness_words",
    ),
    "signing": ("sentence_words",),
    "units": ("unit_words",),
    "waits": ("waits_words",),
}
"""Which module each name comes from; loaded when one of its names is first asked for, so that no start waits."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Load a name's module when the name is first asked for."""
    home = next((home for home, names in HOMES.items() if name in names), "")
    if not home:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = found
    return found
