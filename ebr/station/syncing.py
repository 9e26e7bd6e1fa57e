"""A station's rounds: what is asked of the other side, and what of the answers goes into the station's own record.

`steps` is one round as a row of small jobs (`ebr.sync.steps`): the screens run the jobs between the acts of a person
and the rest on their network thread, `sync` runs all of it here. `ebr.sync.round` moves entries and returns facts;
this module writes what the record must say of them, each once:

    a log that is not sound, two histories at the centre     station.fault-noted/1
    a clock here far from the centre's (`ebr.station.clocks`) station.fault-noted/1
    a countersignature that covers more than receipts        station.witnessed/1

and what is no fact of the record, in `contact`: when the last contact was, how far the own log is elsewhere, which
entries of other stations are here and could not be passed on.

An own log that another machine wrote on in stops this station: nothing more is written, now and after any start, until
it goes on in a new log (`ebr.station.anew`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ebr.domain import subjects
from ebr.domain.station.commands import NoteFault, NoteReceipt
from ebr.station import clocks, facts, joining, leasing, wiping
from ebr.station.clocks import ClocksApart
from ebr.storage.verify.report import MEANINGS
from ebr.sync import receipts
from ebr.sync.admission import Gathered
from ebr.sync.checking import Beside, Checking, Here, cores, serve_standard
from ebr.sync.other_side import OtherSide
from ebr.sync.receipts import Receipt
from ebr.sync.round import Outcome, Wish, not_carried, want
from ebr.sync.round import steps as round_steps
from ebr.sync.sending import Sent
from ebr.sync.signers import FORGED
from ebr.sync.steps import Steps, Stopped, Tell, Told, drive
from ebr.sync.taking import BATCH, QUARANTINE, Alarm, Taken, quarantined
from ebr.wording.rounds import alarm_words
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.station.inside import Inside

__all__ = ["Alarm", "Contact", "Stopped", "Summary", "Told", "contact_of", "fetch", "not_carried", "steps", "sync"]

LAST: Final = "last"
KEPT_BACK: Final = "kept-back"
NOTED: Final = "noted/"
FEW: Final = 500
"""So many entries are checked in this process; more are worth starting another."""
MANY: Final = 10_000
"""More than so many are worth starting one for each core."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a round did, for people: counts, what is in quarantine, what changed."""

    name: str
    independent: bool
    sent: int
    relayed: int
    taken: int
    bodies: int
    files: int
    secrets: int
    wrong_envelopes: int
    missing_bodies: int
    witnessed: int
    """Number of the own entry up to which a receipt was accepted in this round, 0 for none."""
    witness_trouble: str
    alarms: tuple[Alarm, ...]
    """Logs newly in quarantine."""
    changed: frozenset[str]
    kept_back: tuple[KeptBackOf, ...] = ()
    clocks_apart: ClocksApart | None = None


@dataclass(frozen=True, slots=True)
class KeptBackOf:
    """Entries of a station ("" for one that the site does not know) that could not be passed on; `KeptBack.code`."""

    station: str
    log: str
    entries: int
    code: str


@dataclass(frozen=True, slots=True)
class Contact:
    """What the status says of other sides; no fact of the record."""

    at: str = ""
    name: str = ""
    independent: bool = False
    through: int = 0
    alarms: tuple[Alarm, ...] = ()
    two_histories: str = ""
    """Code of the alarm about the witness's notes, "" for none."""
    halted: str = ""
    """Code of why the own log is not written any more, "" while it is."""
    kept_back: tuple[KeptBackOf, ...] = ()
    """What the last round could not pass on."""
    clocks_apart: ClocksApart | None = None
    """What the clocks said at the last contact, where they are too far apart."""


def sync(
    station: Inside,
    other: OtherSide,
    *,
    everything: bool = False,
    tell: Tell = lambda _told: None,
    stop: Callable[[], bool] = lambda: False,
    checking: Callable[[int], Checking] | None = None,
) -> Summary:
    """Do one round here and now; raises `Refusal`, and `Stopped` when `stop` said so."""
    return drive(steps(station, other, everything=everything, tell=tell, stop=stop, checking=checking))


def steps(
    station: Inside,
    other: OtherSide,
    *,
    everything: bool = False,
    tell: Tell = lambda _told: None,
    stop: Callable[[], bool] = lambda: False,
    checking: Callable[[int], Checking] | None = None,
) -> Steps[Summary]:
    """Return one round as jobs for the writer; its result is what it did. Raises `Refusal`.

    `everything` fetches the bodies of all batches. `checking` gives whoever checks so many entries: as it stands, a few
    are checked in this process and many in a child.
    """
    who = checking or (lambda count: checking_for(station, count))
    wish = Wish(who, everything, tell, stop, station.clock.now)
    yield from _joined(station, other)
    yield lambda: leasing.renew(station)
    outcome = yield from round_steps(station.store, station.attachments, other, wish)
    if outcome.own_trouble is not None:
        yield lambda: _halt(station, outcome)
    summary: Summary = yield lambda: _noted(station, outcome)
    return summary


def checking_for(station: Inside, count: int) -> Checking:
    """Return who checks so many entries."""
    if count <= FEW:
        return Here(station.folder)
    return Beside(station.folder, 1 if count <= MANY else cores())


def serve(folder: Path) -> None:
    """Be the process that checks what arrives, for a round in another process of this program."""
    serve_standard(folder)


def alarm_line(alarm: Alarm) -> str:
    """Return an alarm about a log in words."""
    words = alarm_words(alarm.code, alarm.params) or tr(MEANINGS[alarm.code], **alarm.params)
    return tr("Record {log}, behind entry {seq}: {what}", log=alarm.log[:16], seq=alarm.seq, what=words)


def fetch(station: Inside, batch: str) -> None:
    """Want the bodies of a batch here; the next round brings them."""
    want(station.store, subjects.batch(batch))


def contact_of(contact: Callable[[str], Any], contacts: Callable[[str], Mapping[str, Any]]) -> Contact:
    """Return what is remembered of other sides, from a store's `contact` and `contacts` or a reader's."""
    last = contact(LAST) or {}
    evidence, halted = contact(receipts.EVIDENCE) or {}, contact("halted") or {}
    return Contact(
        str(last.get("at", "")),
        str(last.get("name", "")),
        bool(last.get("independent", False)),
        int(last.get("through", 0)),
        (*quarantined(contacts(QUARANTINE)), *quarantined(contacts(FORGED))),
        str(evidence.get("code", "")),
        str(halted.get("code", "")),
        tuple(KeptBackOf(**one) for one in contact(KEPT_BACK) or ()),
        clocks.kept(contact(clocks.APART)),
    )


def _joined(station: Inside, other: OtherSide) -> Steps[None]:
    """A station without its site's entries takes nothing before root key, foundation, office and admission hold."""
    site = yield lambda: station.store.state("site")
    if site.founded:
        return
    gathered = Gathered()
    for log, head in sorted(other.heads().items()):
        seq = 0
        while seq < head.seq:
            found = other.read_after(log, seq, BATCH, frozenset())
            gathered.see(found)
            seq = found[-1].seq if found else head.seq
    members = gathered.members(station.store.genesis.site)
    yield lambda: joining.accept(station.store, members)


def _halt(station: Inside, outcome: Outcome) -> None:
    trouble = outcome.own_trouble
    assert trouble is not None
    head = station.store.log.head
    assert head is not None
    refusal = trouble.refusal(head.seq, outcome.name)
    station.store.halt(refusal)
    raise refusal


def _noted(station: Inside, outcome: Outcome) -> Summary:
    """Write what the record must say of a round, and remember the contact."""
    store = station.store
    note_taken(station, outcome.taken)
    for name in outcome.wrong_files:
        _note_once(station, f"file/{name}", "file attachment_damaged", name)
    note_histories(station)
    witnessed = keep_receipt(station, outcome.receipt)
    facts.settle(station)
    wiping.wipe(station)
    apart = None if outcome.clocks is None else clocks.compared(outcome.name, *outcome.clocks)
    clocks.note(station, apart)
    kept_back = _keep_back(station, outcome.sent)
    at = station.clock.now().wall
    last = {"at": at, "independent": outcome.independent, "name": outcome.name, "through": outcome.sent.through}
    store.keep_contact(LAST, last)
    taken = outcome.taken
    return Summary(
        outcome.name,
        outcome.independent,
        outcome.sent.entries,
        outcome.sent.relayed,
        taken.entries,
        taken.bodies,
        outcome.files + outcome.sent.files,
        len(outcome.secrets),
        outcome.wrong_envelopes,
        outcome.missing_bodies,
        witnessed,
        outcome.witness_trouble,
        tuple(taken.alarms),
        frozenset(taken.roots),
        kept_back,
        apart,
    )


def _keep_back(station: Inside, sent: Sent) -> tuple[KeptBackOf, ...]:
    """Remember what could not be passed on, with the names that the site has for it."""
    site = station.store.state("site")
    found = tuple(
        KeptBackOf(site.stations[one.log].name if one.log in site.stations else "", one.log, one.entries, one.code)
        for one in sent.kept_back
    )
    station.store.keep_contact(KEPT_BACK, [asdict(one) for one in found] or None)
    return found


def _note_once(station: Inside, name: str, what: str, detail: str) -> None:
    """Write a fault into the record unless the very same was written before."""
    said = [what, detail]
    if station.store.contact(NOTED + name) == said:
        return
    answer = station.do(NoteFault(what, detail))
    if answer.ok:
        station.store.keep_contact(NOTED + name, said)


def note_taken(station: Inside, taken: Taken) -> None:
    """Write down which logs are not sound, each trouble once, and forget that of those that are sound again."""
    for alarm in taken.alarms:
        _note_once(station, alarm.log, f"quarantine {alarm.code}", f"log {alarm.log} behind entry {alarm.seq}")
    for log in taken.lifted:
        station.store.keep_contact(NOTED + log, None)


def note_histories(station: Inside) -> None:
    """Write down that the witness showed two histories, with both notes, once."""
    found = receipts.alarm(station.store)
    if found is not None:
        _note_once(station, receipts.EVIDENCE, f"witness {found['code']}", str(found))


def keep_receipt(station: Inside, receipt: Receipt | None) -> int:
    """Write a receipt into the own log; one that covers nothing but receipts is refused by the rules, and is none."""
    if receipt is None:
        return 0
    found = receipt.witnessed
    command = NoteReceipt(
        receipt.witness,
        found.note,
        found.seq,
        found.hash.hex(),
        found.index,
        tuple(part.hex() for part in found.inclusion),
        tuple(part.hex() for part in found.consistency),
        receipt.kept,
    )
    return found.seq if station.do(command).ok else 0
