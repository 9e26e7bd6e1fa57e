"""The state of one version.

Life: added > signed (by its author: in review) > verified (by an independent person) > approved (by quality) >
effective (its date has come) > superseded or withdrawn; or returned from review. Only the date moves it from approved
to effective and on to superseded, so `life` and `usable` take the day that is asked about. What came from a draft needs
a second person beside quality; a text added from a file was read by its author and by quality alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ebr.domain.mbr.document import document_blocks, from_json
from ebr.domain.mbr.model import Mbr
from ebr.domain.refusal import Refusal
from ebr.domain.review import Rehearsal, Remark

Life = Literal["unknown", "added", "signed", "verified", "approved", "effective", "superseded", "withdrawn", "returned"]
MEANINGS = ("performed", "approved")
MEANINGS_OF_DRAFT = ("performed", "verified", "approved")


def hashes_of(text: str) -> dict[str, str]:
    """Return the hash of each block of a document's text; a text that cannot be read has none."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return document_blocks(document) if isinstance(document, dict) else {}


@dataclass(slots=True)
class Endorsement:
    """Who signed with what meaning and when, and the hash of the entry that holds the signature."""

    person: str
    entry: str
    at: str = ""


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
    draft: str = ""
    """The hash of the last entry of the draft that it was; empty for a text from a file."""
    writers: tuple[str, ...] = ()
    base: str = ""
    base_hash: str = ""
    changes: str = ""
    carried: Mapping[str, str] = field(default_factory=dict)
    """Block -> the entry that approved it, of the blocks that are as in `base`."""
    signatures: dict[str, Endorsement] = field(default_factory=dict)
    comments: dict[str, Remark] = field(default_factory=dict)
    rehearsals: list[Rehearsal] = field(default_factory=list)
    effective: str = ""
    effective_entry: str = ""
    superseded_by: str = ""
    superseded: str = ""
    withdrawn: str = ""
    withdrawn_at: str = ""
    """Wall time of the withdrawal."""
    returned: str = ""
    returned_by: str = ""
    returned_to: str = ""
    """The version as which its text goes on."""
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

    @property
    def authors(self) -> tuple[str, ...]:
        """Everybody who wrote, added or signed it as author: none of them verifies or approves."""
        signed = self.signatures.get("performed")
        found = (self.added_by, *self.writers, signed.person if signed is not None else "")
        return tuple(dict.fromkeys(person for person in found if person))

    @property
    def meanings(self) -> tuple[str, ...]:
        """The signatures it needs, in their order."""
        return MEANINGS_OF_DRAFT if self.draft else MEANINGS

    @property
    def approvals(self) -> dict[str, str]:
        """Block -> the entry that approved its text, here or in an earlier version; empty before the approval."""
        approved = self.signatures.get("approved")
        return {} if approved is None else {name: self.carried.get(name, approved.entry) for name in self.blocks()}

    def blocks(self) -> dict[str, str]:
        """Return the hash of each block; a document this program cannot read has none."""
        return hashes_of(self.document)

    def life(self, today: str) -> Life:
        """Return where the version stands on a day (ISO date)."""
        if not self.entry:
            return "unknown"
        if self.withdrawn:
            return "withdrawn"
        if self.returned:  # also when another station, which did not know it, approved: the stricter one counts
            return "returned"
        if self.superseded and self.superseded <= today:
            return "superseded"
        if self.effective and self.effective <= today:
            return "effective"
        return self._in_review()

    def _in_review(self) -> Life:
        if "approved" in self.signatures:
            return "approved"
        if "verified" in self.signatures:
            return "verified"
        return "signed" if "performed" in self.signatures else "added"

    def usable(self, today: str) -> bool:
        """Tell whether a batch may be issued on the version on a day (21 CFR 211.186(a))."""
        return self.life(today) == "effective"
