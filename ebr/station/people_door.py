"""How a person comes in and goes, and how people get their passwords and keys.

Keys are made here and kept wrapped with the person's password (`people_keys`); the record gets their public halves.
"""

from __future__ import annotations

import secrets as random
from dataclasses import replace
from typing import Any

from ebr.domain.people.commands import ChoosePassword, EnrolPerson, ReplaceKey
from ebr.domain.people.rules import password_problem
from ebr.domain.people.state import PersonState
from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import EndPresence, SignIn
from ebr.domain.station.state import lock_trouble, signed_in
from ebr.station import wiping
from ebr.station.answered import Answer
from ebr.station.inside import Inside
from ebr.station.people_keys import name_of


class PeopleDoor(Inside):
    """Signing in and out, choosing a password, enrolling, helping after a forgotten one."""

    def sign_in(self, person: str, secret: str, *, badge: bool = False) -> Answer:
        """Begin a presence with user name or badge and the full password (11.200(a)(1))."""
        wiping.daily(self)
        state = self.acting.person(person)
        trouble = wiping.people_trouble(self)
        if trouble is not None and state.known and self.store.secret(name_of(person)) is None:
            return Answer(trouble)  # no password opens what is gone: none is wrong for that
        opened = bool(secret) and self._opens(state, secret)
        known = person if state.known else ""
        return self.do(SignIn(known, random.token_hex(8), opened, badge))

    def sign_out(self, how: str) -> Answer:
        """End the presence: "lock", "idle", "switch", "log-out", "leave-now" or "stop"."""
        found = signed_in(self.station_state())
        if found is None:
            return Answer()
        return self.do(EndPresence(found.id, how), by=found.person)

    def choose_password(self, person: str, old: str, new: str) -> Answer:
        """Choose an own password; after a temporary one fresh keys are made with it."""
        state = self.acting.person(person)
        locked = lock_trouble(self.station_state(), person)
        if locked is not None:
            return Answer(locked)
        keys = self.people_keys.unwrapped(state, old) if state.known and state.key else None
        if keys is None:
            return Answer(self.acting.note_failure(person, "choose", self.clock.now()))
        problem = self._password_problem(new, state)
        if problem is not None or new == old:
            return Answer(problem or Refusal("password_same"))
        return self._choose(state, new, keys)

    def enrol(
        self, command: EnrolPerson, password: str, *, by: str, secret: str, seen: str = "", command_id: str = ""
    ) -> Answer:
        """Enrol a person: keys are made here, `secret` is the quality person's who signs."""
        problem = self._password_problem(password, PersonState(person=command.person, name=command.name))
        return (
            Answer(problem) if problem is not None else self._with_keys(command, password, by, secret, seen, command_id)
        )

    def replace_key(
        self, command: ReplaceKey, password: str, *, by: str, secret: str, seen: str = "", command_id: str = ""
    ) -> Answer:
        """Help after a forgotten password: a temporary one and a key that signs nothing.

        `secret` is the second person's.
        """
        problem = self._password_problem(password, self.acting.person(command.person))
        return (
            Answer(problem) if problem is not None else self._with_keys(command, password, by, secret, seen, command_id)
        )

    def draft_keys(self, command: EnrolPerson | ReplaceKey, password: str) -> EnrolPerson | ReplaceKey:
        """Return the command with fresh public keys.

        Remembered with their wrap until it is done (the sheet shows them).
        """
        keys, wrap = self.people_keys.new(command.person, password)
        self._drafted = {keys.public: wrap}
        return replace(command, key=keys.public, encryption_key=keys.encryption_public)

    _drafted: dict[str, bytes]

    def _opens(self, state: PersonState, secret: str) -> bool:
        try:
            return state.known and self.people_keys.unwrapped(state, secret) is not None
        except Refusal:
            return False

    def _password_problem(self, password: str, state: PersonState) -> Refusal | None:
        policy = self.store.state("site").policy
        return password_problem(password, policy, state)

    def _with_keys(
        self, command: EnrolPerson | ReplaceKey, password: str, by: str, secret: str, seen: str, command_id: str
    ) -> Answer:
        drafted = command if command.key else self.draft_keys(command, password)
        return self.acting.do(
            drafted, by, secret, seen, command_id, keep={name_of(command.person): self._drafted[drafted.key]}
        )

    def _choose(self, state: PersonState, new: str, keys: Any) -> Answer:  # noqa: ANN401 - PersonKeys
        if state.temporary:
            fresh, wrap = self.people_keys.new(state.person, new)
            command = ChoosePassword(
                state.person, secret_ok=True, key=fresh.public, encryption_key=fresh.encryption_public
            )
        else:
            wrap = self.people_keys.wrap(state.person, keys, new)
            command = ChoosePassword(state.person, secret_ok=True)
        by = "" if state.temporary else state.person
        return self.acting.do(command, by, None, "", "", keep={name_of(state.person): wrap})
