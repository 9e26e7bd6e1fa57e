"""Values of the policy in words: yes and no, choices, numbers with their unit, lists by entry or by number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ebr.domain.site.state import SETTINGS
from ebr.domain.site.state.settings import RETIRED
from ebr.wording.codes import severity_word
from ebr.wording.settings import amount_words, reason_words
from ebr.words import mark, ntr, tr

YES_NO: Final[Mapping[str, str]] = {"yes": mark("Yes"), "no": mark("No")}
SIGNER_NAMED: Final[Mapping[str, str]] = {
    "sign_in": mark("At the sign-in"),
    "first": mark("Also at the first signature after each sign-in"),
    "each": mark("At each signature"),
}
RULE_SETS: Final[Mapping[str, str]] = {"FDA": mark("FDA"), "EU": mark("EU"), "draft": mark("Draft EU rules")}
CHOICES: Final[Mapping[str, Mapping[str, str]]] = {"signer_named": SIGNER_NAMED, "rule_set": RULE_SETS}


def policy_value(name: str, text: str) -> str:
    """Return a value in words; of a list how many entries it has. A text that no setting takes stands as it is."""
    if name in SETTINGS and SETTINGS[name].kind == "list":
        return ntr("{n} entry", "{n} entries", len(text.split("\n")))
    return _single(name, text)


def policy_sheet_value(name: str, text: str) -> str:
    """Return a value as a signing sheet shows it: of a list each entry, because each is what is signed."""
    if name in SETTINGS and SETTINGS[name].kind == "list":
        return "\n".join(reason_words(entry) for entry in text.split("\n"))
    return _single(name, text)


def _single(name: str, text: str) -> str:
    setting = SETTINGS.get(name)
    if name in CHOICES:
        return tr(CHOICES[name][text]) if text in CHOICES[name] else text
    if setting is None:
        return tr(YES_NO[text]) if name in RETIRED and text in YES_NO else text
    if setting.kind == "yes_no":
        return tr(YES_NO[text]) if text in YES_NO else text
    if setting.kind == "whole":
        return amount_words(int(text), setting.unit) if setting.unit and text.isdecimal() else text
    return severity_word(text)
