"""The one way in: a command becomes entries, or a refusal (architecture.md, "The path of one value").

    1  a repeated command id gets the first answer
    2  who asks: the person present, or somebody who proves it with the secret (a second person in a sheet)
    3  the signer's key is opened; a wrong secret is an entry of its own (11.300(d))
    4  the rules decide on folded states; the facts they used become `relies`
    5  the sheet is computed again and compared with what was seen; the person's key signs
    6  everything is written in one transaction; only then is there an answer

Opening a key takes a tenth of a second at full cost and happens before the transaction. One thread calls this (the
desk's writer), so nothing can change between 4 and 6.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from types import ModuleType
from typing import Any

from ebr.clock import Clock
from ebr.domain import subjects
from ebr.domain.batch.commands import MakeReport, PrintForm
from ebr.domain.decision import Actor, Decision, Draft, Sheet
from ebr.domain.people.commands import SignAcknowledgement
from ebr.domain.people.state import PersonState, access_trouble, may_acknowledge, may_sign
from ebr.domain.refusal import Refusal
from ebr.domain.station import rules as station_rules
from ebr.domain.station.commands import EndPresence, NoteCheckpoint, NoteFailure, StateClock
from ebr.domain.station.state import clock_drafts, lock_trouble, signed_in, signing_trouble
from ebr.domain.values import Instant, Stamp
from ebr.station.answered import Answer, first_answer, kept_form
from ebr.station.filling import filled
from ebr.station.people_keys import PeopleKeys
from ebr.station.rulebook import RULES
from ebr.station.stating import Signing, statement
from ebr.storage.chain import Entry, parsed, stamp
from ebr.storage.checkpoint import Checkpoint, origin_of, signed_note
from ebr.storage.store import Store


class Acting:
    """Carries out commands on a store."""

    def __init__(self, store: Store, people_keys: PeopleKeys, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._people_keys = people_keys
        self._station = store.genesis.station
        self.station_root = subjects.station(self._station)
        self._newest: tuple[Entry | None, Instant | None] = (None, None)

    def do(
        self,
        command: object,
        by: str,
        secret: str | None,
        seen: str,
        command_id: str,
        keep: Mapping[str, bytes] | None = None,
    ) -> Answer:
        """Carry out a command; an expected "no" comes back as the answer's refusal.

        `keep` are secrets written with it.
        """
        if command_id:
            before = self._store.log.answered(command_id)
            if before is not None:
                return first_answer(before[1], before[0])
        try:
            return self._do(command, by, secret, seen, command_id or secrets.token_hex(16), keep or {})
        except Refusal as refusal:
            return Answer(refusal)

    def preview(self, command: object, person: str) -> tuple[Decision, Draft, str, str]:
        """Return the decision a signature would make, the signing event, its document and role; raises `Refusal`."""
        actor = self.actor(person, "")
        at = self._clock.now()
        command = filled(self._store, command, at, asked=True)
        decision, _ = self._decide(command, actor, at)
        rules = RULES[type(command)]
        if decision.refusal is not None:
            raise decision.refusal
        signer, roles = rules.signer(command, actor)
        for draft in decision.drafts:
            sheet = self._sheet(rules, draft)
            if sheet is not None and signer:
                return decision, draft, sheet.text, self._role(decision, signer, roles)
        raise Refusal("nothing_to_sign")

    def actor(self, person: str, presence: str) -> Actor:
        """Return a person as the rules see them; nobody for an empty id."""
        if not person:
            return self._nobody()
        state = self.person(person)
        return Actor(person, state.name, state.roles_now(), presence, self._station, self._store.log.id)

    def _nobody(self, roles: frozenset[str] = frozenset()) -> Actor:
        return Actor("", roles=roles, station=self._station, log=self._store.log.id)

    def person(self, person: str) -> PersonState:
        """Return the state of a person."""
        state = self._store.state(subjects.person(person))
        assert isinstance(state, PersonState)
        return state

    def _do(
        self, command: object, by: str, secret: str | None, seen: str, action: str, keep: Mapping[str, bytes]
    ) -> Answer:
        at = self._now()
        rules = RULES[type(command)]
        command = filled(self._store, command, at)
        actor = self._actor(command, rules, by, secret)
        self._check_access(command, by, at)
        signing = self._opened(command, rules, actor, secret, seen, at)
        decision, relies = self._decide(command, actor, at)
        drafts = decision.drafts
        if decision.refusal is None and signing is not None:
            drafts = self._signed(rules, decision, signing, at)
        return self._written(action, relies, drafts, decision, actor, at, keep)

    def _now(self) -> Instant:
        at = self._clock.now()
        jump = self._store.state("site").policy.duration("clock_jump")
        drafts = clock_drafts(self._store.state(self.station_root), at, self._last(), jump)
        if drafts:
            self._store.log.append(secrets.token_hex(16), drafts, by="", presence="", at=at)
        return at

    def _last(self) -> Instant | None:
        head = self._store.log.head
        if head is not self._newest[0]:
            self._newest = (head, None if head is None else stamp(head, parsed(head)).at)
        return self._newest[1]

    def _actor(self, command: object, rules: ModuleType, by: str, secret: str | None) -> Actor:
        if not by:
            return self._program(command)
        present = signed_in(self._store.state(self.station_root))
        if present is not None and present.person == by:
            return self.actor(by, present.id)
        actor = self.actor(by, "")
        # Somebody who is not present may only do what the own signature proves: a second person in a sheet.
        if secret is None or rules.signer(command, actor)[0] != by:
            raise Refusal("not_signed_in", person=actor.name or by)
        return actor

    def _check_access(self, command: object, by: str, at: Instant) -> None:
        """Refuse whose access is over, in the middle of a presence too; leaving is always possible."""
        refusal = access_trouble(self.person(by), at) if by and not isinstance(command, EndPresence) else None
        if refusal is not None:
            raise refusal

    def _program(self, command: object) -> Actor:
        # Outside production the program may print and export by itself; in production a person or a registered
        # service asks (floor-rules 17).
        prints = isinstance(command, (MakeReport, PrintForm)) and self._store.genesis.profile != "production"
        return self._nobody(frozenset({"supervisor"}) if prints else frozenset())

    def _opened(
        self, command: object, rules: ModuleType, actor: Actor, secret: str | None, seen: str, at: Instant
    ) -> Signing | None:
        signer, roles = rules.signer(command, actor)
        if not signer:
            return None
        person = self.person(signer)
        station = self._store.state(self.station_root)
        ready = may_acknowledge(person) if isinstance(command, SignAcknowledgement) else may_sign(person)
        refusal = ready or access_trouble(person, at) or lock_trouble(station, signer)
        if refusal is None and not isinstance(command, StateClock):
            refusal = signing_trouble(station)
        if refusal is None and secret is None:
            refusal = Refusal("secret_missing", person=person.name)
        if refusal is not None:
            raise refusal
        keys = self._people_keys.unwrapped(person, secret or "")
        if keys is None:
            raise self.note_failure(signer, "sign", at)
        return Signing(person, keys, roles, seen)

    def note_failure(self, person: str, purpose: str, at: Instant) -> Refusal:
        """Write down a wrong secret and return what the person is told."""
        succeeded = self._people_keys.succeeded_since(person)
        decision, _ = self._decide(NoteFailure(person, purpose, succeeded), self._nobody(), at)
        if decision.drafts:
            self._store.log.append(secrets.token_hex(16), decision.drafts, by="", presence="", at=at)
        return decision.refusal or Refusal("secret_wrong", left="0")

    def _decide(self, command: object, actor: Actor, at: Instant) -> tuple[Decision, tuple[str, ...]]:
        """Return the decision and the roots it relied on."""
        rules = RULES[type(command)]
        state = self._store.state(self._root(command, rules))
        facts = {root: self._store.state(root) for root in rules.needs(command, state)}
        if hasattr(rules, "further"):
            # What a fact leads to (a lot to its supplier), until nothing new comes.
            while more := [root for root in rules.further(command, state, facts, actor) if root not in facts]:
                facts.update((root, self._store.state(root)) for root in more)
        return rules.decide(state, facts, command, actor, at), tuple(facts)

    def _root(self, command: Any, rules: ModuleType) -> str:  # noqa: ANN401 - any command
        return self.station_root if rules is station_rules else subjects.root_of(rules.subject(command))

    def _sheet(self, rules: ModuleType, draft: Draft) -> Sheet | None:
        if not hasattr(draft.event, "signed"):
            return None
        found: Sheet | None = rules.sheet(self._store.state(subjects.root_of(draft.subject)), draft.event)
        return found

    def _signed(self, rules: ModuleType, decision: Decision, signing: Signing, at: Instant) -> tuple[Draft, ...]:
        drafts = list(decision.drafts)
        for place, draft in enumerate(drafts):
            sheet = self._sheet(rules, draft)
            if sheet is None:
                continue
            role = self._role(decision, signing.person.person, signing.roles)
            unsigned = statement(self._store.log, draft, sheet, role, signing, at)
            if signing.seen != unsigned.document_hash:
                raise Refusal("record_changed" if signing.seen else "not_shown")
            drafts[place] = Draft(draft.subject, replace(draft.event, signed=signing.keys.sign(unsigned)))  # type: ignore[type-var]
            break
        return tuple(drafts)

    def _role(self, decision: Decision, person: str, roles: tuple[str, ...]) -> str:
        held = self.person(person).roles
        return decision.answer.get("role") or next((role for role in roles if role in held), "")

    def _written(
        self,
        action: str,
        relies: tuple[str, ...],
        drafts: tuple[Draft, ...],
        decision: Decision,
        actor: Actor,
        at: Instant,
        keep: Mapping[str, bytes],
    ) -> Answer:
        if not drafts:
            return Answer(decision.refusal, decision.answer)
        person = (subjects.person(actor.person),) if actor.person else ()
        kept = kept_form(decision)
        recorded = self._store.log.append(
            action,
            drafts,
            by=actor.person,
            presence=actor.presence,
            at=at,
            relies=(*relies, *person),
            answer=kept,
            secrets=keep if decision.refusal is None else {},
        )
        self._keep_newest(recorded[-1].stamp)
        self._checkpoint(at)
        changed = frozenset(subjects.root_of(draft.subject) for draft in drafts)
        return Answer(decision.refusal, decision.answer, changed)

    def _checkpoint(self, at: Instant) -> None:
        """Sign the tree over the own log every so many entries of the policy (record-and-sync.md, "Witnesses").

        A crash before it leaves the record whole; the next act makes the checkpoint.
        """
        log, station = self._store.log, self._store.state(self.station_root)
        size = log.head.seq if log.head is not None else 0
        if size - station.checkpoint_size < self._store.state("site").policy.whole("checkpoint_entries"):
            return
        root = log.tree.root()
        note = signed_note(Checkpoint(origin_of(station.name, log.id), size, root), self._store.keys.signing)
        decision, _ = self._decide(NoteCheckpoint(size, root.hex(), note), self._nobody(), at)
        if decision.drafts:
            recorded = log.append(secrets.token_hex(16), decision.drafts, by="", presence="", at=at)
            self._keep_newest(recorded[-1].stamp)

    def _keep_newest(self, written: Stamp) -> None:
        """Remember when the newest entry was written, so that the next act need not read its bytes."""
        head = self._store.log.head
        if head is not None and head.hash.hex() == written.hash:
            self._newest = (head, written.at)
