"""A single fact that stops work goes from station to station without a network (floor-rules 19).

Somebody was deactivated, an MBR version withdrawn, a station revoked. Quality shows it as QR codes, another station
reads them with its scanner. What is taken in counts there at once; what it is not is the record: that comes by a round
or a bundle, and then the entry in its place takes over.

Sent: only what *ends* something. A fact that allows something (a lot released, rights given) needs what stands before
it in its log, for which there are bundles. Taken, like an entry of a bundle, only when all of this holds:

    header and body belong together, and the key that sealed the entry is certified by a station of the site
    (`ebr.sync.fact`; the station by the chain from the root key, `ebr.sync.admission`), not after its revocation
    somebody of quality known here signed it, over this very act about this very subject
    no other entry stands in its place here

Where it follows directly on what is here of its log, it is received as any entry. Otherwise it is held beside the
record (`ebr.storage.held`). Taking it in is an entry of its own, as a bundle of one (`station.bundle-taken/1`), and so
the policy that switches bundles off switches this off too. When the log arrives and has another entry there, that is a
fault in the record, and the fact goes on counting until people have looked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from ebr.domain import subjects
from ebr.domain.people.state import PersonState
from ebr.domain.refusal import Refusal
from ebr.domain.signature import Signed
from ebr.domain.site.state import after_revocation
from ebr.domain.station.commands import NoteBundleTaken, NoteExport, NoteFault
from ebr.station import joining, wiping
from ebr.station.answered import Answer
from ebr.station.stating import document_digest
from ebr.storage import reading
from ebr.storage.aggregates import AGGREGATES, aggregate_of
from ebr.storage.chain import KEY_STARTED, Broken, Entry, parsed
from ebr.storage.codec import UnknownEvent, Unreadable, read, read_header
from ebr.storage.keys import signature_holds
from ebr.storage.receiving import receive
from ebr.storage.views import subject_index
from ebr.sync import fact as facts
from ebr.sync.fact import Fact

if TYPE_CHECKING:
    from ebr.station.inside import Inside

STOPS: Final = ("people.person-deactivated/1", "master.withdrawn/1", "site.station-revoked/1")
"""What ends something; each is signed by quality."""
KINDS: Final = ("person", "master", "site")
SHORT: Final = 8
"""So many digits of an entry's hash name it at least."""
PARTED: Final = "fact-parted/"
CHUNK: Final = 500


def stops(station: Inside) -> list[tuple[Entry, bool]]:
    """Return what can be sent, the newest last, and whether it is held here beside the record."""
    found = []
    with station.store.reading() as connection:
        for kind in KINDS:
            for root in subject_index.roots(connection, kind):
                found += [(e, False) for e in subject_index.entries(connection, root) if _event_name(e) in STOPS]
    found.sort(key=lambda pair: (read_header(pair[0].header).at.wall, pair[0].hash))
    return [*found, *((entry, True) for entry in station.store.held())]


def export(station: Inside, name: str, target: str, by: str = "", command_id: str = "") -> Answer:
    """Note that a fact leaves, and return its codes: `lines`, one under the other, and how many.

    `name` is the beginning of the entry's hash, `target` where the codes go. On a store with people, quality sends.
    """
    if by and "quality" not in station.acting.actor(by, "").roles:
        return Answer(Refusal("right_missing", person=station.acting.person(by).name or by, needed="quality"))
    try:
        entry = _named(station, name)
        lines = facts.lines_of(entry, *_start_of(station, entry))
    except Refusal as refusal:
        return Answer(refusal)
    answer = station.do(NoteExport(f"fact {entry.hash.hex()}", target, 1), by=by, command_id=command_id)
    if answer.refusal is not None:
        return answer
    told = {"fact": entry.hash.hex(), "lines": "\n".join(lines), "parts": str(len(lines))}
    return Answer(None, told, answer.changed)


def take(station: Inside, lines: Sequence[str], by: str = "", command_id: str = "") -> Answer:
    """Take a fact in from the lines that a scanner read; anything wrong with it is a refusal, and nothing is taken.

    The answer says its `event`, `about` whom or what, and the `station` that wrote it; `held` is "1" where it stands
    beside the record until its log arrives.
    """
    try:
        return _taken(station, facts.read(lines), by, command_id)
    except Refusal as refusal:
        return Answer(refusal)


def missing(lines: Sequence[str]) -> tuple[int, ...]:
    """Return which codes are still to be read behind these lines; raises `Refusal` as `ebr.sync.fact.missing`."""
    return facts.missing(lines)


def about_of(station: Inside, entry: Entry) -> str:
    """Return about whom or what a fact is: a person's name, an MBR with its version, a station's name."""
    header = read_header(entry.header)
    kind, _, rest = header.subject.partition("/")
    if kind == "person":
        return station.acting.person(rest).name or rest
    event = read(header.event, entry.body or b"")
    return str(getattr(event, "name", "")) if kind == "site" else rest.replace("/", " ")


def settle(station: Inside) -> None:
    """Let go of what is in the record now; name a fact whose place another entry has."""
    store = station.store
    for held in store.held():
        here = store.log.read_after(held.log, held.seq - 1, 1)
        if not here or not _counts(station, held):
            continue
        if here[0].hash == held.hash:
            store.let_go(held.hash.hex())
        elif store.contact(PARTED + held.hash.hex()) is None:
            detail = f"entry {held.seq} of log {held.log} is not the fact {held.hash.hex()}"
            if station.do(NoteFault("fact parts from its log", detail)).ok:
                store.keep_contact(PARTED + held.hash.hex(), 1)


def _counts(station: Inside, held: Entry) -> bool:
    """Tell whether the action of a held entry is here whole: before that the record does not show it."""
    with station.store.log.transaction() as connection:
        return reading.complete_through(connection, held.log) >= held.seq


def _taken(station: Inside, fact: Fact, by: str, command_id: str) -> Answer:
    store, entry = station.store, fact.entry
    name = _checked(station, fact)
    here = store.log.read_after(entry.log, entry.seq - 1, 1)
    if here and here[0].hash == entry.hash:
        raise Refusal("fact_known")
    if here:
        raise Refusal("fact_parted", station=name, entry=str(entry.seq))
    _check_may(station, by)
    bundle, held = entry.hash.hex()[:32], not _follows(station, entry)
    before, noted = entry in store.held(), bundle in station.station_state().bundles_taken
    if held and before and noted:
        raise Refusal("fact_known")
    if held:
        store.hold(entry)  # a crash before the next entry leaves it held: read once more, it is noted then
    changed = frozenset[str]() if held else receive(store.log, store.genesis.profile, [entry])
    answer = Answer()
    if not noted:
        answer = station.do(NoteBundleTaken(bundle, entry.log, 1, fact.digest), by=by, command_id=command_id)
    if answer.refusal is not None:
        if held and not before:
            store.let_go(entry.hash.hex())
        return answer
    wiping.wipe(station)
    header = parsed(entry)
    told = {
        "about": about_of(station, entry),
        "event": header.event,
        "fact": entry.hash.hex(),
        "station": name,
        "held": "1" if held else "",
        "at": header.at.wall,
    }
    return Answer(None, told, answer.changed | changed | {subjects.root_of(header.subject)})


def _checked(station: Inside, fact: Fact) -> str:
    """Return the name of the station that wrote a fact; raises `Refusal` for whatever is wrong with it."""
    store, entry = station.store, fact.entry
    admission = joining.members_here(store).stations.get(entry.log)
    if admission is None:
        raise Refusal("fact_station", log=entry.log[:16])
    try:
        facts.check(fact, admission.key)
        header = parsed(entry)
        event = read(header.event, entry.body or b"") if header.event in STOPS else None
    except (Broken, Unreadable, UnknownEvent) as wrong:
        code = wrong.code if isinstance(wrong, Broken) else "body_form"
        raise Refusal("fact_unsound", finding=code) from wrong
    if event is None:
        raise Refusal("fact_kind")
    if after_revocation(store.state("site"), entry.log, entry.seq):
        raise Refusal("fact_after_revocation", station=admission.name)
    _check_signed(station, entry, header.subject, event)
    return admission.name


def _check_signed(station: Inside, entry: Entry, subject: str, event: Any) -> None:  # noqa: ANN401 - one of `STOPS`
    """Refuse what nobody of quality known here signed, or signed as something else."""
    signed = event.signed
    if not isinstance(signed, Signed) or not signature_holds(signed):
        raise Refusal("fact_unsound", finding="signature")
    if (signed.log, signed.subject) != (entry.log, subject):
        raise Refusal("fact_unsound", finding="signature_place")
    root = subjects.root_of(subject)
    sheet = aggregate_of(root, AGGREGATES).sheet(station.store.log.state(root), event)
    if sheet is None or document_digest(signed.document) != signed.document_hash:
        raise Refusal("fact_unsound", finding="document_hash")
    if _act(json.loads(signed.document)) != _act(sheet.document):
        raise Refusal("fact_unsound", finding="document_differs")
    person = station.store.log.state(subjects.person(signed.person))
    assert isinstance(person, PersonState)
    if "quality" not in person.roles or signed.key not in {pair.key for pair in person.keys}:
        raise Refusal("fact_signer", person=signed.name)


def _act(document: Any) -> tuple[Any, Any, Any]:  # noqa: ANN401 - canonical JSON
    """Return what a document says of the act: which, about whom, why; other rows depend on what was known there."""
    rows = document.get("rows", []) if isinstance(document, Mapping) else []
    reason = [row for row in rows if row and row[0] == "reason"]
    return (document.get("act") if isinstance(document, Mapping) else None, rows[:1], reason)


def _follows(station: Inside, entry: Entry) -> bool:
    """Tell whether an entry, the only one of its action, stands directly behind what is here of its log."""
    header = parsed(entry)
    with station.store.log.transaction() as connection:
        last = reading.last_of(connection, entry.log)
    return last is not None and header.prev == last.hash.hex() and header.action[2] == 1


def _check_may(station: Inside, by: str) -> None:
    """On a production store somebody signed in takes it in (floor-rules 17)."""
    if station.store.genesis.profile == "production" and not by:
        raise Refusal("bundle_needs_person")


def _named(station: Inside, name: str) -> Entry:
    plain = "".join(name.lower().split())
    found = [entry for entry, _ in stops(station) if entry.hash.hex().startswith(plain)]
    if len(plain) < SHORT or len({entry.hash for entry in found}) != 1:
        raise Refusal("fact_unknown", entry=plain[:16])
    return found[0]


def _start_of(station: Inside, entry: Entry) -> tuple[bytes, bytes]:
    """Return the hash before the start of the key that sealed an entry, and the certificate in it."""
    key, last = parsed(entry).key, entry.seq
    while last > 0:
        first = max(0, last - CHUNK)
        for before in reversed(station.store.log.read_after(entry.log, first, last - first)):
            header = read_header(before.header)
            if header.event == KEY_STARTED and header.key == key:
                started: Any = read(header.event, before.body or b"")
                return bytes.fromhex(header.prev), bytes.fromhex(started.certificate)
        last = first
    raise Refusal("fact_gap")


def _event_name(entry: Entry) -> str:
    return "" if entry.body is None else read_header(entry.header).event
