"""People's private keys on this station: wrapped in the table of secrets, opened for one signature, never kept open.

`succeeded` remembers, for this run of the program, whose secret opened after the last failure: failures count in a row.
"""

from __future__ import annotations

from typing import Final

from ebr.domain.people.state import PersonState
from ebr.domain.refusal import Refusal
from ebr.storage.keys import PersonKeys, cost_for, new_person_keys, unwrap_person, wrap_person
from ebr.storage.store import Store

SITE_SECRET: Final = "site"  # noqa: S105 - the name under which it is kept


class PeopleKeys:
    """Opens and replaces wraps."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cost = cost_for(store.genesis.profile)
        self._succeeded: set[str] = set()

    def unwrapped(self, person: PersonState, secret: str) -> PersonKeys | None:
        """Return the person's keys, or None for a wrong secret or a person whose wrap is not on this station."""
        wrap = self._store.secret(name_of(person.person))
        key = person.key
        if wrap is None or key is None:
            raise Refusal("no_key_here", person=person.name or person.person)
        try:
            keys = unwrap_person(person.person, key.key, wrap, secret, self._site_secret())
        except Refusal:
            return None
        self._succeeded.add(person.person)
        return keys

    def succeeded_since(self, person: str) -> bool:
        """Tell whether the person's secret opened after the last failure, and forget it."""
        found = person in self._succeeded
        self._succeeded.discard(person)
        return found

    def new(self, person: str, secret: str) -> tuple[PersonKeys, bytes]:
        """Make keys for a person and their wrap; nothing is kept yet."""
        keys = new_person_keys()
        return keys, self.wrap(person, keys, secret)

    def wrap(self, person: str, keys: PersonKeys, secret: str) -> bytes:
        """Wrap keys with a (new) secret."""
        return wrap_person(person, keys, secret, self._site_secret(), self._cost)

    def keep(self, person: str, wrap: bytes) -> None:
        """Keep a wrap, replacing the one before."""
        self._store.keep_secret(name_of(person), wrap)

    def _site_secret(self) -> bytes:
        box = self._store.secret(SITE_SECRET)
        if box is None:
            raise Refusal("site_secret_missing")
        return self._store.keys.unlock(SITE_SECRET, box)


def name_of(person: str) -> str:
    """Return the name under which a person's wrap is kept."""
    return f"person/{person}"
