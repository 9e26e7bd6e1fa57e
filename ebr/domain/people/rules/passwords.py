"""What a password may be (site policy; draft Annex 11, 11.5; 21 CFR 11.300(b)).

Length and a block list, no mixtures of signs and no forced renewal: NIST 800-63B-4 found that those make passwords
worse. The text is compared, never kept: the caller forgets it after unwrapping, and a refusal never repeats it.
"""

from __future__ import annotations

import unicodedata
from typing import Final, Protocol

from ebr.domain.people.state import PersonState
from ebr.domain.refusal import Refusal

LONGEST: Final = 256
SHORTEST_PART: Final = 3
DISTINCT: Final = 5


class PasswordPolicy(Protocol):
    """The part of the site's policy that concerns passwords (`ebr.domain.site.state.Policy` has it)."""

    def whole(self, name: str) -> int:
        """Return a whole number."""
        ...

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        ...


def password_problem(text: str, policy: PasswordPolicy, person: PersonState) -> Refusal | None:
    """Return why the text cannot be this person's password, or None.

    Refuses what is too short or too long, cannot be typed again (control characters), has hardly any different
    characters, stands on the block list (whatever digits or signs follow), or holds the person's id or a part of the
    name.
    """
    plain = unicodedata.normalize("NFC", text)
    if len(plain) < policy.whole("password_minimum"):
        return Refusal("password_short", minimum=str(policy.whole("password_minimum")))
    if len(plain) > LONGEST:
        return Refusal("password_long", maximum=str(LONGEST))
    if any(unicodedata.category(c).startswith("C") for c in plain):
        return Refusal("password_control_character")
    if len(set(plain)) < DISTINCT:
        return Refusal("password_too_regular")
    return _blocked(plain.casefold(), policy, person)


def _blocked(folded: str, policy: PasswordPolicy, person: PersonState) -> Refusal | None:
    core = folded.strip("0123456789!?.,;:-_+*#$%&/()= ")
    blocked = {entry.casefold() for entry in policy.texts("password_block_list")}
    if folded in blocked or _repeated(core, blocked):
        return Refusal("password_blocked")
    own = (person.person, *person.person.replace("-", ".").split("."), *person.name.replace("-", " ").split())
    if any(part.casefold() in folded for part in own if len(part) >= SHORTEST_PART):
        return Refusal("password_holds_name")
    return None


def _repeated(core: str, blocked: set[str]) -> bool:
    return any(entry and not core.replace(entry, "") for entry in blocked if core)
