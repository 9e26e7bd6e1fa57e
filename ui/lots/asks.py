"""What a form asks, without its looks: fields and choices, which are needed, and what becomes of the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ebr.words import tr

Parts = Mapping[str, str]
Explain = Callable[[str], str]
"""What a code that was typed means, "" where it means nothing (yet)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One field. With `options` (key and words) one of them is chosen; `scans`: a scan fills it while it is empty."""

    key: str
    label: str
    hint: str = ""
    text: str = ""
    needed: bool = True
    scans: bool = False
    number: bool = False
    options: tuple[tuple[str, str], ...] = ()
    explain: Explain | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A form and the command it makes; `signed` is "" (nobody), "self", or the field that names the second person.

    `command` raises `Refusal` for what cannot be read.
    """

    title: str
    button: str
    fields: tuple[Asked, ...]
    command: Callable[[Parts], Any]
    words: str = ""
    subtitle: str = ""
    icon: str = "check"
    signed: str = ""
    done: str = ""

    def missing(self, parts: Parts) -> str:
        """Return what is still needed, in words; "" when the form is complete."""
        for one in self.fields:
            if one.needed and not parts.get(one.key, "").strip():
                return tr("Choose: {what}", what=one.label) if one.options else tr("Fill in: {what}", what=one.label)
        return ""


def signed_form(
    title: str, fields: tuple[Asked, ...], command: Callable[[Parts], Any], words: str = "", done: str = ""
) -> Form:
    """Return a form that leads to the own signature."""
    verb = tr("Continue to signature")
    return Form(title, verb, fields, command, words, icon="arrow-right", signed="self", done=done)


def witnessed_form(
    title: str, fields: tuple[Asked, ...], command: Callable[[Parts], Any], words: str = "", done: str = ""
) -> Form:
    """Return a form that leads to the signature of a second person, whom the command's field `witness` names."""
    verb = tr("Continue to the second signature")
    return Form(title, verb, fields, command, words, icon="arrow-right", signed="witness", done=done)
