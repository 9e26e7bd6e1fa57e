"""Follow one log from its genesis, entry by entry, and stop at the first doubt.

One `Walk` knows what the next entry must be: its place, its link, and the key that seals it. The verifier, the start of
the program (over the tail) and the taking over of other logs all walk with it, so there is one answer to "does this
entry extend that log".
"""

from __future__ import annotations

from dataclasses import dataclass

from ebr.domain.station.events import Genesis, KeyStarted
from ebr.storage.chain import (
    GENESIS,
    KEY_STARTED,
    Broken,
    Entry,
    check_link,
    check_seal,
    holds,
    parsed,
    start_message,
)
from ebr.storage.codec import Header, UnknownEvent, Unreadable, read_strictly


@dataclass(slots=True)
class Walk:
    """Where a walk along a log stands: the last entry that was right, the station's key, the start key in force."""

    log: str
    before: Entry | None = None
    station_key: str = ""
    start_key: str = ""
    seals: bool = True
    """Whether every seal is checked; hashes and links always are."""

    def step(self, entry: Entry) -> Header:
        """Take the next entry and return its header; raises `Broken`, and then the walk stays where it was."""
        header = parsed(entry)
        if entry.log != self.log:
            raise Broken("other_log", found=entry.log)
        check_link(header, self.before)
        self._check_key(entry, header)
        if self.seals:
            check_seal(entry, header.key)
        self._pass(entry, header)
        return header

    def _check_key(self, entry: Entry, header: Header) -> None:
        if header.event == GENESIS:
            genesis = _event(entry, header)
            if not isinstance(genesis, Genesis) or genesis.key != header.key:
                raise Broken("genesis_key")
        elif header.event == KEY_STARTED:
            self._check_start(entry, header)
        elif header.key != self.start_key:
            raise Broken("key_not_in_force", key=header.key)

    def _check_start(self, entry: Entry, header: Header) -> None:
        started = _event(entry, header)
        if not isinstance(started, KeyStarted) or started.key != header.key:
            raise Broken("start_key")
        try:
            certificate = bytes.fromhex(started.certificate)
            message = start_message(self.log, header.prev, header.key)
        except ValueError as wrong:
            raise Broken("start_certificate") from wrong
        if not holds(self.station_key, certificate, message):
            raise Broken("start_certificate")

    def _pass(self, entry: Entry, header: Header) -> None:
        if header.event == GENESIS:
            self.station_key = header.key
        elif header.event == KEY_STARTED:
            self.start_key = header.key
        self.before = entry


def resumed(genesis: Entry, last: Entry, *, seals: bool = True) -> Walk:
    """Return a walk that stands behind `last`, an entry that was checked earlier."""
    start = "" if last.seq == 1 else parsed(last).key
    return Walk(genesis.log, last, parsed(genesis).key, start, seals)


def _event(entry: Entry, header: Header) -> object:
    if entry.body is None:
        raise Broken("body_missing")
    try:
        return read_strictly(header.event, entry.body)
    except (Unreadable, UnknownEvent) as wrong:
        raise Broken("body_form", why=str(wrong)) from wrong
