"""Who belongs to a site, by certificates alone: from the root key over the office to every station.

A station that joins knows one thing: the fingerprint of the site's root key, given by a person. It takes nothing before
this chain holds: the root key certified the foundation and the office; the office's key certified the station. Whoever
sends, the same chain tells whether its key is a station's. Folded states are not asked: a state says what entries say,
and anybody's log can say that somebody was admitted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ebr.domain.people.events import PersonEnrolled
from ebr.domain.refusal import Refusal
from ebr.domain.site.events import SiteCreated, StationAdmitted, StationRevoked
from ebr.domain.subjects import root_of
from ebr.storage.admitted import certified, certifiers, pdf_certified
from ebr.storage.chain import Entry
from ebr.storage.codec import UnknownEvent, Unreadable, read, read_header
from ebr.storage.site_key import fingerprint, site_holds

MARKS = (b'"site.', b'"people.person-enrolled')
"""What stands in the header of an entry that can matter here; everything else is passed over unread."""


@dataclass(frozen=True, slots=True)
class Members:
    """The stations that the site's root key vouches for, by log, and how far a revoked one is still trusted."""

    fingerprint: str
    issuing_ca: bytes
    stations: Mapping[str, StationAdmitted]
    revoked: Mapping[str, int]

    def trouble(self, log: str, key: str) -> Refusal | None:
        """Refuse a sender that never was a station of the site; one that was revoked is told apart by whoever takes."""
        admission = self.stations.get(log)
        return None if admission is not None and admission.key == key else Refusal("sender_unknown", log=log[:16])


@dataclass(slots=True)
class Gathered:
    """What entries say about the site: its foundation, admissions and revocations, in the order they were seen."""

    foundation: SiteCreated | None = None
    log: str = ""
    action: tuple[str, int, int] = ("", 0, 0)
    seq: int = 0
    people: dict[str, dict[str, str]] = field(default_factory=dict)
    admitted: list[StationAdmitted] = field(default_factory=list)
    revoked: list[StationRevoked] = field(default_factory=list)

    def see(self, entries: Iterable[Entry]) -> None:
        """Take what matters from further entries; what cannot be read here is for the verifier to name."""
        for entry in entries:
            if entry.body is not None and any(mark in entry.header for mark in MARKS):
                self._see(entry, entry.body)

    def founders(self) -> tuple[str, int, int]:
        """Return log, number before and count of the entries of the foundation's action."""
        _, n, of = self.action
        return self.log, self.seq - n, of

    def joined(self, later: Gathered) -> Gathered:
        """Return this with what was gathered elsewhere after it; the first foundation stands."""
        first = self if self.foundation is not None else later
        people = {**later.people, **self.people}
        admitted, revoked = [*self.admitted, *later.admitted], [*self.revoked, *later.revoked]
        return Gathered(first.foundation, first.log, first.action, first.seq, people, admitted, revoked)

    def _see(self, entry: Entry, body: bytes) -> None:
        try:
            header = read_header(entry.header)
            event = read(header.event, body)
        except (Unreadable, UnknownEvent):
            return
        match event:
            case SiteCreated() if self.foundation is None:
                self.foundation, self.log, self.action, self.seq = event, entry.log, header.action, entry.seq
            case PersonEnrolled():
                self.people.setdefault(header.action[0], {})[event.person] = event.key
            case StationAdmitted() if root_of(header.subject) == "site":
                self.admitted.append(event)
            case StationRevoked() if root_of(header.subject) == "site":
                self.revoked.append(event)
            case _:
                pass

    def members(self, wanted: str) -> Members:
        """Return the stations of the site with this fingerprint; raises `Refusal` where its root vouches for none."""
        site = self.foundation
        if site is None or not _root(site, wanted, self.log, self.people.get(self.action[0], {})):
            raise Refusal("site_chain", fingerprint=wanted)
        keys = certifiers(self.admitted, site.root_key)
        stations: dict[str, StationAdmitted] = {}
        for event in self.admitted:
            if any(certified(event, key) for key in keys) and pdf_certified(event, site.issuing_ca):
                stations.setdefault(event.log, event)
        revoked: dict[str, int] = {}
        for gone in self.revoked:
            revoked[gone.log] = min(gone.seq, revoked.get(gone.log, gone.seq))
        return Members(wanted, bytes.fromhex(site.issuing_ca), stations, revoked)


def _root(site: SiteCreated, wanted: str, log: str, people: Mapping[str, str]) -> bool:
    try:
        known = fingerprint(site.root_key) == wanted
    except ValueError:
        return False
    return known and site_holds(site.root_key, site.certificate, site.name, log, people, site.issuing_ca)
