"""Secrets on their way: the site secret and people's wraps, each sealed to one station's encryption key.

    plain     canonical JSON {from, name, secret, signature, version}
    box       HPKE (`ebr.storage.keys.seal_to`) of it, for the purpose "ebr envelope/1" 0x00 to 0x00 name 0x00 version
    from      log of the station that sealed it; `signature` by its station key over "ebr envelope/1" 0x00
              SHA-256(to 0x00 name 0x00 version 0x00 secret)

HPKE says who can open, not who sealed, and a forged wrap would keep somebody from signing; so the sender signs, and
only a station that the site admitted and did not revoke counts. The version of a wrap is the hash of the person's
entry that made it (enrolment, own password, key replaced): a station takes an envelope only if that is the newest such
entry in its own fold, so an old wrap cannot come back and a copy of another station's box opens nowhere. What is wrong
in any of this changes nothing; it is counted and told.

A station leaves envelopes of what it holds in the newest version, for every other admitted station. What it left last
time is remembered only to save the work: as soon as the other side has less than it had, all of it is left again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from ebr.domain import canonical, subjects
from ebr.domain.people.state import PersonState
from ebr.domain.site.state import Admission, SiteState
from ebr.storage.chain import Broken, holds
from ebr.storage.keys import open_sealed, seal_to
from ebr.storage.store import Store
from ebr.storage.views import subject_index
from ebr.sync.other_side import Envelope

SITE: Final = "site"
PERSON: Final = "person/"
HELD: Final = "wrap/"
"""Under such names `contact` says which version of a wrap came here from elsewhere."""
PURPOSE: Final = b"ebr envelope/1"


class Letter(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"sender": "from"}):
    """What is inside of a box."""

    name: str
    secret: str
    sender: str
    signature: str
    version: str


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret held here in its newest version."""

    name: str
    version: str
    plain: bytes


def held(store: Store) -> Iterator[Secret]:
    """Yield what this station may pass on: the site secret and the wraps that are of the newest version."""
    site = store.state("site")
    assert isinstance(site, SiteState)
    box = store.secret(SITE)
    if box is not None:
        yield Secret(SITE, site.created, store.keys.unlock(SITE, box))
    for name in store.secret_names():
        if not name.startswith(PERSON):
            continue
        state = _person(store, name.removeprefix(PERSON))
        wrap = store.secret(name)
        if wrap is not None and state.active and state.wrapped and version_held(store, state) == state.wrapped:
            yield Secret(name, state.wrapped, wrap)


def version_held(store: Store, person: PersonState) -> str:
    """Return the version of the wrap that is here: made by this log itself, or as it came."""
    if person.wrapped_in == store.log.id:
        return person.wrapped
    return str(store.contact(f"{HELD}{PERSON}{person.person}") or "")


def remember_versions(store: Store) -> None:
    """Write down which wraps are held in which version, before entries arrive that were written elsewhere.

    For a log that goes on under a new id: what its old log made is then no longer "made by this log itself".
    """
    for secret in list(held(store)):
        if secret.name != SITE:
            store.keep_contact(HELD + secret.name, secret.version)


def stations_to_serve(store: Store) -> list[Admission]:
    """Return the other stations that may have secrets: admitted, not revoked, with a key to seal to."""
    site = store.state("site")
    assert isinstance(site, SiteState)
    return [
        found
        for log, found in sorted(site.stations.items())
        if log != store.log.id and log not in site.revoked and found.encryption_key
    ]


def fingerprint(secrets: Sequence[Secret], stations: Sequence[Admission]) -> str:
    """Return one text for what would be left for whom, to know whether it was left before."""
    parts = [[s.name, s.version] for s in secrets] + [[s.log, s.encryption_key] for s in stations]
    return canonical.digest(parts)


def envelopes_for(store: Store, log: str, encryption_key: str) -> list[Envelope]:
    """Return everything this station may pass on, sealed for one other station."""
    return sealed(store, list(held(store)), log, encryption_key)


def sealed(store: Store, secrets: Sequence[Secret], log: str, encryption_key: str) -> list[Envelope]:
    """Return the envelopes of these secrets for one station; it takes 0.1 ms each and needs no transaction."""
    return [_sealed(store, secret, log, encryption_key) for secret in secrets]


def open_envelopes(store: Store, envelopes: Sequence[Envelope]) -> tuple[list[str], int]:
    """Keep what is right and newer than what is here; return the names kept and how many were wrong."""
    names, wrong = [], 0
    for envelope in envelopes:
        if not _wanted(store, envelope):
            continue
        try:
            secret = _opened(store, envelope)
        except Broken:
            wrong += 1
            continue
        _keep(store, envelope, secret)
        names.append(envelope.name)
    return names, wrong


def wipe(store: Store, *, everybody: bool) -> list[str]:
    """Wipe the wraps of deactivated people, or all of them (the lease has ended); return the names wiped."""
    names = [name for name in store.secret_names() if name.startswith(PERSON)]
    gone = [name for name in names if everybody or _deactivated(_person(store, name.removeprefix(PERSON)))]
    for name in gone:
        store.keep_secret(name, None)
        store.keep_contact(HELD + name, None)
    return gone


def people(store: Store) -> list[str]:
    """Return the ids of everybody the record knows."""
    with store.log.transaction() as connection:
        return [root.removeprefix(PERSON) for root in subject_index.roots(connection, "person")]


def _wanted(store: Store, envelope: Envelope) -> bool:
    """Tell whether an envelope would bring something: addressed here, of the newest version, and not here yet."""
    if envelope.to != store.log.id:
        return False
    if envelope.name == SITE:
        site = store.state("site")
        return store.secret(SITE) is None and envelope.version == getattr(site, "created", "")
    if not envelope.name.startswith(PERSON):
        return False
    state = _person(store, envelope.name.removeprefix(PERSON))
    newest = bool(state.wrapped) and state.active and envelope.version == state.wrapped
    here = store.secret(envelope.name) is not None and version_held(store, state) == state.wrapped
    return newest and not here


def _keep(store: Store, envelope: Envelope, secret: bytes) -> None:
    with store.log.transaction():
        if envelope.name == SITE:
            store.keep_secret(SITE, store.keys.lock(SITE, secret))
        else:
            store.keep_secret(envelope.name, secret)
            store.keep_contact(HELD + envelope.name, envelope.version)


def _sealed(store: Store, secret: Secret, log: str, encryption_key: str) -> Envelope:
    digest = _digest(log, secret.name, secret.version, secret.plain)
    signature = store.keys.signing.sign(PURPOSE + b"\x00" + digest)
    letter: Mapping[str, str] = {
        "from": store.log.id,
        "name": secret.name,
        "secret": secret.plain.hex(),
        "signature": signature.hex(),
        "version": secret.version,
    }
    purpose = _purpose(log, secret.name, secret.version)
    box = seal_to(encryption_key, canonical.dumps(letter), purpose)
    return Envelope(log, secret.name, secret.version, box)


def _opened(store: Store, envelope: Envelope) -> bytes:
    plain = open_sealed(store.keys.encryption, envelope.box, _purpose(envelope.to, envelope.name, envelope.version))
    try:
        letter = msgspec.json.decode(plain, type=Letter)
        secret = bytes.fromhex(letter.secret)
        signature = bytes.fromhex(letter.signature)
    except (ValueError, msgspec.MsgspecError) as wrong:
        raise Broken("envelope_form") from wrong
    site = store.state("site")
    assert isinstance(site, SiteState)
    sender = site.stations.get(letter.sender)
    digest = _digest(envelope.to, envelope.name, envelope.version, secret)
    if (letter.name, letter.version) != (envelope.name, envelope.version):
        raise Broken("envelope_form")
    if sender is None or letter.sender in site.revoked or not holds(sender.key, signature, PURPOSE + b"\x00" + digest):
        raise Broken("envelope_sender")
    return secret


def _digest(to: str, name: str, version: str, secret: bytes) -> bytes:
    return hashlib.sha256(b"\x00".join((to.encode(), name.encode(), version.encode(), secret))).digest()


def _purpose(to: str, name: str, version: str) -> bytes:
    return b"\x00".join((PURPOSE, to.encode(), name.encode(), version.encode()))


def _person(store: Store, person: str) -> PersonState:
    state = store.state(subjects.person(person))
    assert isinstance(state, PersonState)
    return state


def _deactivated(state: PersonState) -> bool:
    return state.known and not state.active
