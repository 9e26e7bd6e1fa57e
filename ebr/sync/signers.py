"""Whose signatures arrived: each is made with a key that the record knows as that person's (architecture.md).

A seal says which station wrote an entry, not that the person named in it signed. Somebody who took a station's key
could write an enrolment, a release or a withdrawal in another's name; so after every round, when people's keys of all
logs are known, each signature that came is compared with them. What fails is no conflict of meaning but a forgery: it
is named like a log that is not sound, kept in `contact` under "forged/<log>" and noted once. The entry stays where it
is (the record is never cut), and `ebr verify` names it for ever.

A person nobody knows yet proves nothing: the entry that enrols may be in a log that comes later. Contents of batches
that are fetched later are the verifier's, as are the documents that people saw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from ebr.domain import subjects
from ebr.domain.people.state import PersonState
from ebr.domain.refusal import Refusal
from ebr.domain.signature import Signed
from ebr.storage import reading
from ebr.storage.chain import Broken, Entry
from ebr.storage.codec import UnknownEvent, Unreadable, read, read_header
from ebr.storage.keys import signature_holds
from ebr.storage.store import Store
from ebr.sync.steps import Steps
from ebr.sync.taking import Alarm

FORGED: Final = "forged/"
MARK: Final = b'"signed":{'
CHUNK: Final = 2000

Statement = tuple[Entry, Signed]


def forged(store: Store, first: int) -> Steps[list[Alarm]]:
    """Look at every signature among the entries that arrived from number `first` on; return new alarms."""
    found: list[Alarm] = []
    place, end = first, (yield store.log.next_arrival)
    while place < end:
        with store.reading() as connection:
            entries = reading.marked(connection, place, CHUNK, MARK)
        place += CHUNK
        statements = list(_statements(entries, store.log.id))
        if not statements:
            continue
        people = sorted({signed.person for _, signed in statements})
        known: Mapping[str, frozenset[str]] = yield partial(_keys, store, people)
        for entry, signed in statements:
            code = _trouble(entry, signed, known.get(signed.person, frozenset()))
            alarm: Alarm | None = (yield partial(_kept, store, entry, signed, code)) if code else None
            found += [alarm] if alarm is not None else []
    return found


def _statements(entries: Sequence[Entry], own: str) -> Iterator[Statement]:
    for entry in entries:
        if entry.log == own or entry.body is None:
            continue
        try:
            signed = getattr(read(read_header(entry.header).event, entry.body), "signed", None)
        except (UnknownEvent, Unreadable):  # the verifier's to name
            continue
        if isinstance(signed, Signed):
            yield entry, signed


def _keys(store: Store, people: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return every key that each person ever had; none for somebody who is not known here or cannot be folded."""
    found = {}
    for person in people:
        try:
            state = store.state(subjects.person(person))
        except Refusal:
            continue
        if isinstance(state, PersonState) and state.known:
            found[person] = frozenset(pair.key for pair in state.keys)
    return found


def _trouble(entry: Entry, signed: Signed, keys: frozenset[str]) -> str:
    """Return the verifier's code for what is wrong with a signature, "" for nothing that can be told here."""
    if not signature_holds(signed):
        return "signature"
    if (signed.log, signed.subject) != (entry.log, read_header(entry.header).subject):
        return "signature_place"
    return "signature_key" if keys and signed.key not in keys else ""


def _kept(store: Store, entry: Entry, signed: Signed, code: str) -> Alarm | None:
    """Remember the first forgery of a log; return it as an alarm when it is new."""
    if store.contact(FORGED + entry.log) is not None:
        return None
    broken = Broken(code, person=signed.person)
    kept = {"seq": entry.seq - 1, "code": code, "params": broken.params}
    store.keep_contact(FORGED + entry.log, kept)
    return Alarm(entry.log, entry.seq - 1, code, broken.params)
