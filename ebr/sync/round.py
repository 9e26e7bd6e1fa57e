"""One round with another side: describe, heads, send, take, bodies, files, envelopes, witness.

Promised: resumable (any round goes on from the heads), idempotent (a second one right after changes nothing),
independent of order (each log stands for itself, each root is folded from the set), in bounded memory (three batches of
entries, one file), and never holding the writer for long (`ebr.sync.steps`).

    1  describe     another site's or another profile's centre is refused before anything is sent
    2  heads        the own log is looked at: a clone or an older copy is recognised here, and nothing is sent then
    3  send         the own log; logs of others that came by bundle, where the login may bring them
    4  take         headers of all logs; bodies of site, stations, people and masters; bodies of wanted batches
    5  bodies       what a batch needs that is wanted now and was not before; everything with `--all`
    6  show         the rows of every touched root; whose signatures came (`ebr.sync.signers`)
    7  files        attachments both ways
    8  envelopes    secrets for other stations left, those for this one taken
    9  witness      the newest countersignature of the own log

A batch is wanted when this station wrote in it, holds a part of it, or somebody asked for it ("wanted/<root>" in
`contact`). The events that hand a part over travel with their bodies to everybody, so a station learns that it got
something without knowing the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from ebr.domain.batch.events import HolderChanged, TakenOver
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import SiteState
from ebr.domain.subjects import root_of
from ebr.domain.values import Instant
from ebr.storage import reading
from ebr.storage.arrived import NEED_BODY, NEED_FILE
from ebr.storage.attachments import Attachments
from ebr.storage.chain import Broken
from ebr.storage.codec import read_header
from ebr.storage.folds import loaded
from ebr.storage.site_key import fingerprint
from ebr.storage.store import Store
from ebr.sync import envelopes, receipts, signers
from ebr.sync.checking import Checking
from ebr.sync.other_side import EVERYTHING, SCHEMA, Description, Head, OtherSide, travels_always
from ebr.sync.receipts import Receipt
from ebr.sync.sending import OwnTrouble, Sending, Sent, ends_of
from ebr.sync.steps import Steps, Tell, Told
from ebr.sync.taking import BATCH, Taken, Taking, lift, quarantine

WANTED: Final = "wanted/"
LEFT: Final = "left/"
SEEN: Final = "seen/"
"""How much of the own log an other side had at the last contact: less than that means it was restored."""


@dataclass(slots=True)
class Outcome:
    """What one round did and found; the station writes what belongs into its record (`ebr.station.syncing`)."""

    name: str
    independent: bool
    sent: Sent = field(default_factory=Sent)
    taken: Taken = field(default_factory=Taken)
    files: int = 0
    secrets: tuple[str, ...] = ()
    wrong_envelopes: int = 0
    wrong_files: tuple[str, ...] = ()
    """Attachments of which the other side gave other bytes than their names say; none of them was kept."""
    own_trouble: OwnTrouble | None = None
    receipt: Receipt | None = None
    witness_trouble: str = ""
    """Why the countersignature was not accepted: a code of `ebr.sync.receipts`."""
    missing_bodies: int = 0
    """Bodies that are wanted and that the other side does not have either."""
    clocks: tuple[Instant, str] | None = None
    """What the clock here and the one over there said at the beginning; None where nobody looked."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a round is done: everything, or by need; who checks what arrives (told how many entries are behind)."""

    checking: Callable[[int], Checking]
    everything: bool = False
    tell: Tell = lambda _told: None
    stop: Callable[[], bool] = lambda: False
    now: Callable[[], Instant] | None = None
    """The clock here, to be compared with the one over there."""


def steps(store: Store, attachments: Attachments, other: OtherSide, wish: Wish) -> Steps[Outcome]:
    """Do one round; raises `Refusal` when the other side cannot be used, `Stopped` when it was asked to stop."""
    wish.tell(Told("describe", at=other.name))
    about = other.describe()
    clocks = None if wish.now is None else ((yield wish.now), about.clock)
    yield lambda: _check_site(store, about, other.name)
    wish.tell(Told("heads"))
    heads = other.heads()
    outcome = Outcome(other.name, about.independent, clocks=clocks)
    sending = Sending(store, other, wish.tell, wish.stop)
    outcome.sent = sending.sent
    forged: Broken | None = None
    try:
        outcome.own_trouble = yield from sending.own_trouble(heads)
        if outcome.own_trouble is not None:
            return outcome
        yield lambda: _note_contact(store, other.name, heads)
        yield from sending.own(heads)
    except Broken as broken:  # not ours: it is named like any log that is not sound, and all else goes on
        forged = broken
    yield from sending.others(heads)
    behind = yield lambda: _behind(store, heads)
    arrived: int = yield store.log.next_arrival
    checking = wish.checking(behind)
    try:
        yield from _take(store, other, heads, checking, wish, outcome)
    finally:
        checking.close()
    outcome.taken.alarms += yield from signers.forged(store, arrived)
    yield lambda: _note_own(store, forged, outcome.taken)
    sending.files(attachments)
    yield from _files(store, attachments, other, wish, outcome)
    yield from _envelopes(store, other, wish, outcome)
    yield from _witness(store, other, about, wish, outcome)
    return outcome


def want(store: Store, root: str) -> None:
    """Want the bodies of a batch from the next round on."""
    if store.contact(WANTED + root) is None:
        store.keep_contact(WANTED + root, 0)


def not_carried(store: Store) -> list[str]:
    """Return the roots of which entries are here without their bodies, by name."""
    with store.reading() as connection:
        return reading.roots_without_body(connection)


def _check_site(store: Store, about: Description, centre: str) -> None:
    """Refuse a centre that is not of this form, this site or this profile, before anything leaves."""
    found, known = str(about.schema), str(SCHEMA)
    if about.schema < SCHEMA:
        raise Refusal("centre_older", centre=centre, found=found, known=known)
    if about.schema > SCHEMA:
        raise Refusal("centre_newer", centre=centre, found=found, known=known)
    site = store.state("site")
    assert isinstance(site, SiteState)
    # A station that has joined and has no entries of its site yet knows the fingerprint from its own genesis.
    own = fingerprint(site.root_key) if site.root_key else store.genesis.site
    if about.profile and about.profile != store.genesis.profile:
        raise Refusal("other_profile", found=about.profile, own=store.genesis.profile)
    if about.site and about.site != own:
        raise Refusal("centre_other_site", found=about.site, own=own)


def _note_own(store: Store, forged: Broken | None, taken: Taken) -> None:
    """Name what was forged of the own log over there, or forget it when it is gone."""
    own = store.log.id
    alarm = None if forged is None else quarantine(store, own, forged)
    if alarm is not None:
        taken.alarms.append(alarm)
    if forged is None and lift(store, own):
        taken.lifted.append(own)


def _note_contact(store: Store, name: str, heads: Mapping[str, Head]) -> None:
    """Leave all secrets anew at a side that has less of the own log than it had."""
    theirs = heads.get(store.log.id)
    now, before = theirs.seq if theirs else 0, int(store.contact(SEEN + name) or 0)
    if now < before:
        store.keep_contact(LEFT + name, None)
    if now != before:
        store.keep_contact(SEEN + name, now)


def _behind(store: Store, heads: Mapping[str, Head]) -> int:
    here = ends_of(store)
    return sum(max(0, head.seq - (here[log].seq if log in here else 0)) for log, head in heads.items())


def _take(
    store: Store, other: OtherSide, heads: Mapping[str, Head], checking: Checking, wish: Wish, outcome: Outcome
) -> Steps[None]:
    yield from _note_own_batches(store)
    incomplete: dict[str, int] = yield lambda: store.contacts(WANTED)
    wanted = EVERYTHING if wish.everything else frozenset(incomplete)
    taking = Taking(store, other, checking, wanted, wish.tell, wish.stop)
    outcome.taken = taking.taken
    yield from taking.logs(heads, {store.log.id})
    yield from _calls(store, taking)
    incomplete = yield lambda: store.contacts(WANTED)
    lacking = [root for root, whole in incomplete.items() if not whole]
    if wish.everything:
        yield from taking.bodies(_all_missing(store))
    else:
        yield from taking.bodies(_missing_of(store, lacking))
    yield from taking.views()
    outcome.missing_bodies = yield lambda: _mark_whole(store, lacking)


def _note_own_batches(store: Store) -> Steps[None]:
    """Want every batch in which the own log wrote, looking at what is new since the last round only."""
    through: int = yield lambda: int(store.contact("wanted-through") or 0)
    while True:
        through, more = yield partial(_note_batches, store, through)
        if not more:
            return


def _note_batches(store: Store, through: int) -> tuple[int, bool]:
    entries = store.log.read_after(store.log.id, through, BATCH)
    for root in {root_of(read_header(entry.header).subject) for entry in entries}:
        if not travels_always(root):
            want(store, root)
    if entries:
        through = entries[-1].seq
        store.keep_contact("wanted-through", through)
    return through, len(entries) == BATCH


def _calls(store: Store, taking: Taking) -> Steps[None]:
    """Fetch the entries that hand parts over, and want the batches of which this station got one."""
    called: list[tuple[str, int]] = yield lambda: [_place(name) for name in store.contacts(NEED_BODY)]
    yield from taking.bodies([(log, [seq]) for log, seq in called])
    for log, seq in called:
        yield partial(_answer_call, store, log, seq)


def _answer_call(store: Store, log: str, seq: int) -> None:
    with store.log.transaction() as connection:
        found = reading.by_number(connection, log, [seq])
    if not found or found[0].body is None:
        return
    event = loaded(found)[0].recorded().event
    if isinstance(event, HolderChanged | TakenOver) and event.holder == store.genesis.station:
        want(store, root_of(read_header(found[0].header).subject))
    store.keep_contact(f"{NEED_BODY}{log}/{seq}", None)


def _place(name: str) -> tuple[str, int]:
    log, _, seq = name.rpartition("/")
    return log, int(seq)


def _all_missing(store: Store) -> Iterator[tuple[str, list[int]]]:
    """Yield what is missing anywhere, log by log, at most `BATCH` at a time, read beside the writer."""
    place = ("", 0)
    while True:
        with store.reading() as connection:
            found = reading.next_without_body(connection, *place, BATCH)
        if not found:
            return
        yield from _by_log(found)
        place = found[-1]


def _missing_of(store: Store, roots: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
    for root in roots:
        with store.reading() as connection:
            found = reading.without_body(connection, root)
        for first in range(0, len(found), BATCH):
            yield from _by_log(found[first : first + BATCH])


def _by_log(places: Sequence[tuple[str, int]]) -> Iterator[tuple[str, list[int]]]:
    logs: dict[str, list[int]] = {}
    for log, seq in places:
        logs.setdefault(log, []).append(seq)
    yield from logs.items()


def _mark_whole(store: Store, roots: Sequence[str]) -> int:
    """Remember which wanted batches are whole; return how many bodies are missing still."""
    missing = 0
    for root in roots:
        with store.log.transaction() as connection:
            lacking = len(reading.without_body(connection, root))
        missing += lacking
        if not lacking:
            store.keep_contact(WANTED + root, 1)
    return missing


def _files(store: Store, attachments: Attachments, other: OtherSide, wish: Wish, outcome: Outcome) -> Steps[None]:
    """Fetch the attachments that entries here name; what is not over there is asked for again next time."""
    names: list[str] = yield lambda: sorted(store.contacts(NEED_FILE))
    for name in names:
        if wish.stop():
            return
        data = None if attachments.present(name) else other.file(name)
        if data is not None and hashlib.sha256(data).hexdigest() != name:
            outcome.wrong_files = (*outcome.wrong_files, name)
        elif data is not None:
            attachments.add(data)
            outcome.files += 1
            wish.tell(Told("files", outcome.files, len(names), name))
        if attachments.present(name):
            yield partial(store.keep_contact, NEED_FILE + name, None)


def _envelopes(store: Store, other: OtherSide, wish: Wish, outcome: Outcome) -> Steps[None]:
    wish.tell(Told("envelopes"))
    found = other.envelopes(store.log.id)
    names, outcome.wrong_envelopes = yield lambda: envelopes.open_envelopes(store, found)
    outcome.secrets = tuple(names)
    secrets, stations = yield lambda: (list(envelopes.held(store)), envelopes.stations_to_serve(store))
    mark = envelopes.fingerprint(secrets, stations)
    left = yield lambda: store.contact(LEFT + other.name)
    if left == {"mark": mark} or not secrets:
        return
    for station in stations:
        other.put_envelopes(envelopes.sealed(store, secrets, station.log, station.encryption_key))
    yield lambda: store.keep_contact(LEFT + other.name, {"mark": mark})


def _witness(store: Store, other: OtherSide, about: Description, wish: Wish, outcome: Outcome) -> Steps[None]:
    """Ask for the newest countersignature; a file that the same hands can change gives none that counts."""
    witness = yield lambda: receipts.witness_of(store)
    if not about.independent or witness is None:
        return
    wish.tell(Told("witness"))
    before = yield lambda: receipts.kept(store)
    found = other.witnessed(store.log.id, before.size if before else 0)
    if found is None:
        return
    try:
        outcome.receipt = yield lambda: receipts.accepted(store, found)
    except Broken as broken:
        outcome.witness_trouble = broken.code
