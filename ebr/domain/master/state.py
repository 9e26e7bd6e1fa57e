"""What is true of one version of a master batch record: its document, who signed it, from when to when it may be used.

Life: added > signed (by its author) > approved (by quality) > effective (its date has come) > superseded or withdrawn.
Only the date moves it from approved to effective and on to superseded, so `life` and `usable` take the day that is
asked about.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Literal

from ebr.domain.decision import Recorded
from ebr.domain.master import events as e
from ebr.domain.mbr.document import from_json
from ebr.domain.mbr.model import Mbr
from ebr.domain.refusal import Refusal

Life = Literal["unknown", "added", "signed", "approved", "effective", "superseded", "withdrawn"]


@dataclass(slots=True)
class Endorsement:
    """Who signed with what meaning, and the hash of the entry that holds the signature."""

    person: str
    entry: str


@dataclass(slots=True)
class MasterState:
    """One version; `entry` is the hash of the entry that brought it, empty before."""

    id: str
    version: str
    title: str = ""
    hash: str = ""
    document: str = ""
    findings: int = 0
    entry: str = ""
    added_by: str = ""
    signatures: dict[str, Endorsement] = field(default_factory=dict)
    effective: str = ""
    effective_entry: str = ""
    superseded_by: str = ""
    superseded: str = ""
    withdrawn: str = ""
    withdrawn_at: str = ""
    """Wall time of the withdrawal."""
    _mbr: Mbr | None = field(default=None, repr=False, compare=False)

    @property
    def mbr(self) -> Mbr:
        """The document read; Refusal `mbr_document` if this program cannot read it."""
        if self._mbr is None:
            try:
                self._mbr = from_json(json.loads(self.document))
            except (ValueError, RecursionError) as error:
                raise Refusal("mbr_document", place="", problem="not_json") from error
        return self._mbr

    def life(self, today: str) -> Life:
        """Return where the version stands on a day (ISO date)."""
        if not self.entry:
            return "unknown"
        if self.withdrawn:
            return "withdrawn"
        if self.superseded and self.superseded <= today:
            return "superseded"
        if self.effective and self.effective <= today:
            return "effective"
        return "approved" if "approved" in self.signatures else "signed" if "performed" in self.signatures else "added"

    def usable(self, today: str) -> bool:
        """Tell whether a batch may be issued on the version on a day (21 CFR 211.186(a))."""
        return self.life(today) == "effective"


def start(root: str) -> MasterState:
    """Return the state of a version before its first entry."""
    _, _, rest = root.partition("/")
    mbr, _, version = rest.partition("/")
    return MasterState(mbr, version)


def apply(state: MasterState, recorded: Recorded) -> MasterState:
    """Take one entry into account; never raises. The first document stands: the same version is never written over."""
    event, stamp = recorded.event, recorded.stamp
    match event:
        case e.MbrAdded():
            _added(state, event, stamp.hash, stamp.by)
        case e.MbrSigned():
            person = event.signed.person if event.signed is not None else stamp.by
            if event.hash == state.hash:
                state.signatures.setdefault(event.meaning, Endorsement(person, stamp.hash))
        case e.MbrMadeEffective():
            state.effective, state.effective_entry = event.effective, stamp.hash
        case e.MbrSuperseded():
            state.superseded_by, state.superseded = event.by, event.effective
        case e.MbrWithdrawn():
            state.withdrawn, state.withdrawn_at = event.reason, stamp.at.wall
        case _:
            pass
    return state


def _added(state: MasterState, event: e.MbrAdded, entry: str, by: str) -> None:
    if state.entry:
        return
    state.title, state.hash, state.document = event.title, event.hash, event.document
    state.findings, state.entry, state.added_by = event.findings, entry, by
