"""How a person may be called and known: id, printed name, badge, public keys (21 CFR 11.50, 11.100).

Ids are short, lower case and ASCII, so that no two look alike on paper; printed names are letters of any script, as
the person writes them, because they stand for the handwritten signature.
"""

from __future__ import annotations

import re
from typing import Final

from ebr.domain.refusal import Refusal
from ebr.domain.values import clean_text, shown_text

PERSON_ID: Final = re.compile(r"[a-z][a-z0-9]*([.-][a-z0-9]+)*")
ID_LENGTHS: Final = (2, 32)
NAME_LENGTHS: Final = (2, 60)
NAME_MARKS: Final = frozenset(" '’.-·")
BADGE: Final = re.compile(r"[!-~]{1,64}")
PUBLIC_KEY: Final = re.compile(r"[0-9a-f]{64}")
REASON_SHORTEST: Final = 3
RESERVED: Final = frozenset({"ebr", "nobody", "program", "root", "station", "system"})
"""Ids that would read as if the program or a machine had signed."""


def id_trouble(person: str) -> Refusal | None:
    """Refuse an id that does not follow the pattern or that reads like a machine."""
    shortest, longest = ID_LENGTHS
    if not PERSON_ID.fullmatch(person) or not shortest <= len(person) <= longest:
        return Refusal("person_id_form", person=shown_text(person))
    if person in RESERVED:
        return Refusal("person_id_reserved", person=person)
    return None


def name_trouble(name: str) -> Refusal | None:
    """Refuse a printed name that nobody could sign with: empty, with digits, on several lines, untidily spaced."""
    try:
        clean = clean_text(name)
    except Refusal as refusal:
        return refusal
    shortest, longest = NAME_LENGTHS
    fit = shortest <= len(clean) <= longest and any(c.isalpha() for c in clean)
    tidy = clean == name and "  " not in name
    if not fit or not tidy or not all(c.isalpha() or c in NAME_MARKS or _is_accent(c) for c in name):
        return Refusal("printed_name_form", name=shown_text(name))
    return None


def badge_trouble(badge: str, holder: str, person: str) -> Refusal | None:
    """Refuse a badge that cannot be scanned or that somebody else has; an empty one is no badge."""
    if badge and not BADGE.fullmatch(badge):
        return Refusal("badge_form", badge=shown_text(badge))
    if badge and holder not in {"", person}:
        return Refusal("badge_taken", holder=holder)
    return None


def keys_form_trouble(key: str, encryption_key: str) -> Refusal | None:
    """Refuse public keys that are no keys (32 bytes, hexadecimal), or one key twice."""
    fit = PUBLIC_KEY.fullmatch(key) and PUBLIC_KEY.fullmatch(encryption_key) and key != encryption_key
    return None if fit else Refusal("key_form")


def reason_trouble(reason: str) -> Refusal | None:
    """Refuse a change without a reason somebody can read later (draft Annex 11, 12.x)."""
    try:
        clean = clean_text(reason)
    except Refusal as refusal:
        return refusal
    return Refusal("reason_missing") if len(clean) < REASON_SHORTEST else None


def _is_accent(character: str) -> bool:
    """Some scripts keep marks that have no composed form; they belong to the letter before."""
    return not character.isascii() and not character.isalnum() and character.isprintable() and not character.isspace()
