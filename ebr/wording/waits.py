"""Why a step is locked, short enough for a line of the outline (276 px at 13 px: about 36 characters).

The long form, with the way out, is the refusal of the same code.
"""

from __future__ import annotations

from collections.abc import Mapping

from ebr.wording.sentences import Sentences, sentence
from ebr.words import mark

WAITS: Sentences = {
    "waits_for": (mark("Needs {number} signed"), mark("Needs {what}")),
    "waits_for_condition": mark("Not known yet if it applies"),
    "waits_for_running": (mark("Runs beside {number}"), mark("Runs beside {what}")),
    "waits_for_round": mark("Needs round {what} signed"),
}


def waits_words(code: str, params: Mapping[str, str]) -> str:
    """Return what a locked step waits for; the code itself when it is not known."""
    return sentence(WAITS, code, params) or code
