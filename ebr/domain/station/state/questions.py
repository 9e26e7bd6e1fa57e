"""What screens and rules ask of a station: who is there, who is locked, when a presence must end, how it is set."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from ebr.domain.refusal import Refusal
from ebr.domain.station.state.clock import elapsed
from ebr.domain.station.state.model import Lock, Presence, StationState
from ebr.domain.station.state.settings import DEFAULTS, SETTINGS, terminal_trouble
from ebr.domain.values import Instant


class PresencePolicy(Protocol):
    """The part of the site's policy that concerns presences (`ebr.domain.site.state.Policy` has it)."""

    def duration(self, name: str) -> timedelta:
        """Return a time span."""
        ...


def signed_in(state: StationState) -> Presence | None:
    """Return the presence on the terminal, or None when it is locked or nobody signed in."""
    return next(reversed(state.presences.values()), None)


def presence_of(state: StationState, presence: str, person: str) -> Presence | None:
    """Return the open presence with this id if it is this person's."""
    found = state.presences.get(presence)
    return found if found is not None and found.person == person else None


def locked_people(state: StationState) -> tuple[Lock, ...]:
    """Return who is locked here, longest first: what a duty unlocker sees."""
    return tuple(sorted(state.locked.values(), key=lambda lock: (lock.since, lock.person)))


def lock_trouble(state: StationState, person: str) -> Refusal | None:
    """Refuse every use of a secret by somebody locked here: sign-in, signature, own password (draft Annex 11, 11.7)."""
    lock = state.locked.get(person)
    return (
        None if lock is None else Refusal("person_locked", person=person, failures=str(lock.failures), since=lock.since)
    )


def tries_left(state: StationState, person: str, limit: int) -> int:
    """Return how many failures remain before the person is locked."""
    return max(0, limit - state.failures.get(person, 0))


def terminal_setting(state: StationState, name: str) -> str:
    """Return a setting; what this program cannot use reads as the default. An unknown name raises KeyError."""
    text = state.settings.get(name, DEFAULTS[name])
    return DEFAULTS[name] if terminal_trouble(SETTINGS, name, text) else text


def idle_limit(state: StationState, policy: PresencePolicy) -> timedelta:
    """Return when this terminal locks by itself: the room's own time, never longer than the policy's (draft 11.8)."""
    own = state.settings.get("idle_minutes", "")
    longest = policy.duration("idle_lock")
    usable = own and terminal_trouble(SETTINGS, "idle_minutes", own) is None
    return min(longest, timedelta(minutes=int(own))) if usable else longest


def unwitnessed(state: StationState, head: int) -> int:
    """Return how many entries of the own log, which ends with number `head`, no witness has countersigned.

    Receipts are not counted: each is about what came before it (record-and-sync.md, "Witnesses").
    """
    covered = state.receipt.seq if state.receipt is not None else 0
    return max(0, head - covered - len(state.receipts_after))


def must_end(state: StationState, policy: PresencePolicy, touched: Instant, at: Instant) -> str:
    """Return how the presence must end now: "idle" without a touch for too long, "lock" at its longest; empty: not yet.

    `touched` is the last touch, key, scan or device reading.
    """
    presence = signed_in(state)
    if presence is None:
        return ""
    if elapsed(presence.began, at) >= policy.duration("presence_maximum"):
        return "lock"
    return "idle" if elapsed(touched, at) >= idle_limit(state, policy) else ""
