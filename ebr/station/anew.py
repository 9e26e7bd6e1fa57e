"""Go on in a new log, after the own log turned out to have been written on elsewhere.

That is what a disk looks like that was copied back, or a computer that was cloned: the centre has entries of this log
that are not here, and behind the last common entry there may be others here, at least the one that every start writes.
What both have was sealed by this station's key and only extends what is here; it is taken back like the entries of any
other log, each with its link and seal. But this log is not written any further, on purpose: nobody can know that the
centre's last entry was the last one written. What was never sent may stand on the old disk, and the old disk may still
run. One more entry under the next number would then be a second history under one name, and no later check could tell
which of the two is meant. A new log cannot collide: its genesis names the old log and the last entry known of it, the
site office admits it under the old name (`previous_log`), and what still turns up of the old log is plainly that
(record-and-sync.md, "Witnesses": identity of a log).

What was written here behind the last common entry is in nobody else's record and never will be under those numbers. It
is not lost: the file as it was stays in the folder, its entries become an attachment, and the first thing the new log
says is which (`station.fault-noted/1`). Values in it are entered again by people, as late entries with their reason.

Wraps of people's keys that the copy holds are noted with the version they have before newer entries arrive, so an old
wrap is never taken for the new one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ebr.clock import Clock, SystemClock
from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import NoteFault
from ebr.domain.station.events import Genesis
from ebr.station import credentials, joining
from ebr.station.door import Station
from ebr.station.inside import Inside
from ebr.storage import rewinding
from ebr.storage.attachments import Attachments
from ebr.storage.chain import Broken, Entry
from ebr.storage.codec import UnknownEvent, Unreadable, read
from ebr.storage.setting import Setting
from ebr.storage.store import HALTED, Store
from ebr.storage.walk import Walk
from ebr.sync import envelopes
from ebr.sync.checking import Here
from ebr.sync.other_side import EVERYTHING, Head, OtherSide
from ebr.sync.sending import AHEAD, Sending
from ebr.sync.steps import Tell, drive
from ebr.sync.taking import Taking

LEFT_OUT: Final = "left-out"


@dataclass(frozen=True, slots=True)
class _Parted(Exception):  # noqa: N818 - tells where the two histories part
    log: str
    through: int


def again(
    folder: Path,
    other: OtherSide | None,
    *,
    clock: Clock | None = None,
    passphrase: str | None = None,
    tell: Tell = lambda _told: None,
    url: str = "",
) -> Station:
    """Open a station whose disk is a copy: fetch the rest of its log, begin a new one, return it open.

    Raises `Refusal`: "log_is_whole" when the other side has no other entries of the log than there are here,
    "log_continued_before" when the log goes on in a new one already.
    """
    setting = Setting(clock=clock or SystemClock())

    def bring(store: Store) -> None:
        if other is not None:
            _bring(store, other, tell)
            return
        with credentials.centre_of(Inside(store, setting.clock), url) as centre:
            _bring(store, centre, tell)

    try:
        store = Store.open(folder, passphrase=passphrase, setting=setting, anew=bring)
    except _Parted as parted:
        _rewind(folder, parted, setting)
        store = Store.open(folder, passphrase=passphrase, setting=setting, anew=bring)
    station = Station(store, setting.clock)
    _say_what_left(station)
    return station


@contextmanager
def opened(
    folder: Path, url: str = "", tell: Tell = lambda _told: None, passphrase: str | None = None
) -> Iterator[Station]:
    """Do `again` with the central store remembered (or named) and close the station at the end of the `with`."""
    with again(folder, None, passphrase=passphrase, tell=tell, url=url) as station:
        yield station


def code(station: Inside) -> str:
    """Return the code by which the site office admits the new log."""
    return joining.request_of(station.store).code


def _bring(store: Store, other: OtherSide, tell: Tell) -> None:
    """Take what the other side has of the own log behind what is here, and show it."""
    heads = other.heads()
    old = store.log.id
    sending = Sending(store, other, tell, lambda: False)
    trouble = drive(sending.own_trouble(heads))
    halted = store.contact(HALTED)
    if trouble is None and halted is None:
        raise Refusal("log_is_whole", centre=other.name)
    _see_first(store, other, heads)
    if trouble is not None:
        # A crash from here on leaves the log halted, and the next attempt goes on where this one stopped.
        head = store.log.head
        store.halt(trouble.refusal(head.seq if head else 0, other.name))
        if trouble.code != AHEAD:
            raise _Parted(old, sending.sent.through)
    envelopes.remember_versions(store)
    # From here on the old log is one among the others: nothing of it is taken for whole because we wrote it.
    store.log.resume("")
    checking = Here(store.folder)
    taking = Taking(store, other, checking, EVERYTHING, tell, lambda: False)
    try:
        drive(taking.log(old, heads[old]))
        drive(taking.views())
    finally:
        checking.close()
    if taking.taken.alarms:
        alarm = taking.taken.alarms[0]
        raise Broken(alarm.code, **alarm.params)


def _see_first(store: Store, other: OtherSide, heads: Mapping[str, Head]) -> None:
    """Refuse to be the second that goes on from a log: the office would not admit it (`ebr.domain.site.rules`).

    Only what this station's own key sealed says that it went on: anybody's log can name this one.
    """
    for log in sorted(heads.keys() - {store.log.id}):
        for entry in other.read_after(log, 0, 1, EVERYTHING):
            genesis = _begun_with(entry, store.keys.public)
            if genesis is not None and genesis.previous_log == store.log.id:
                raise Refusal("log_continued_before", name=genesis.station, log=log[:16])


def _begun_with(entry: Entry, key: str) -> Genesis | None:
    try:
        header = Walk(entry.log).step(entry)
        event = read(header.event, entry.body or b"")
    except (Broken, Unreadable, UnknownEvent):
        return None
    return event if isinstance(event, Genesis) and event.key == key else None


def _rewind(folder: Path, parted: _Parted, setting: Setting) -> None:
    """Take what stands behind the last common entry out of the store; it stays as a file and as an attachment."""
    with Store.read(folder, setting).closing() as reader, reader.reading() as connection:
        tail = rewinding.tail_of(connection, parted.log, parted.through)
    kept = Attachments(folder).add(rewinding.as_lines(tail))
    said = {"log": parted.log, "first": tail[0].seq, "last": tail[-1].seq, "sha256": kept}
    rewinding.rewound(folder, parted.log, parted.through, (LEFT_OUT, said), setting)


def _say_what_left(station: Station) -> None:
    """Write down which entries are no part of the shared record and where they are kept."""
    said = station.store.contact(LEFT_OUT)
    if said is None:
        return
    detail = f"entries {said['first']}-{said['last']} of log {said['log']}, kept as attachment {said['sha256']}"
    if station.do(NoteFault("own log parted", detail)).ok:
        station.store.keep_contact(LEFT_OUT, None)
