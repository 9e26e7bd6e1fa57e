"""The state of one version.

Life: added > signed (by its author: in review) > verified (by an independent person) > approved (by quality) >
effective (its date has come) > superseded or withdrawn; or returned from review. Each further language needs a
signature of its own before quality's, unless it carries one. Only the date moves it from approved to effective and on
to superseded, so `life` and `usable` take the day that is asked about. What came from a draft needs
a second person beside quality; a text added from a file was read by its author and by quality alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ebr.domain.canonical import digest
from ebr.domain.mbr.document import LANGUAGE, blocks_of, from_json
from ebr.domain.mbr.model import Mbr
from ebr.domain.refusal import Refusal
from ebr.domain.review import Rehearsal, Remark

Life = Literal["unknown", "added", "signed", "verified", "approved", "effective", "superseded", "withdrawn", "returned"]
TRANSLATED = "translated"


def signature_key(meaning: str, language: str) -> str:
    """Return under which name a signature is kept: "approved", "translated/de"."""
    return f"{meaning}/{language}" if meaning == TRANSLATED else meaning


def hashes_of(text: str) -> dict[str, str]:
    """Return the hash of each block of a document's text; a text that cannot be read has none."""
    return {name: digest(block) for name, block in blocks_in(text).items()}


def blocks_in(text: str) -> dict[str, Any]:
    """Return the blocks of a document's text; a text that cannot be read has none."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return blocks_of(document) if isinstance(document, dict) else {}


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
    translators: Mapping[str, str] = field(default_factory=dict)
    """Language -> who wrote its texts in the draft."""
    signatures: dict[str, Endorsement] = field(default_factory=dict)
    comments: dict[str, Remark] = field(default_factory=dict)
    rehearsals: list[Rehearsal] = field(default_factory=list)
    effective: str = ""
    effective_entry: str = ""
    superseded_by: str = ""
    superseded: str = ""
    ends: dict[str, str] = field(default_factory=dict)
    """Version -> the day on which it takes or was to take the place of this one; the first day counts."""
    withdrawn: str = ""
    withdrawn_at: str = ""
    """Wall time of the withdrawal."""
    review_depth: str = ""
    """How deep its batches are reviewed, "" while quality has not said; `depth_entry` is the entry that says it."""
    review_why: str = ""
    depth_entry: str = ""
    returned: str = ""
    returned_by: str = ""
    returned_to: str = ""
    """The version as which its text goes on."""
    _mbr: Mbr | None = field(default=None, repr=False, compare=False)
    _languages: tuple[str, ...] | None = field(default=None, repr=False, compare=False)

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
        """The signatures it needs, in their order: "translated/de" for a language that carries no approval."""
        first = ("performed", "verified") if self.draft else ("performed",)
        languages = (code for code in self.languages if f"{LANGUAGE}{code}" not in self.carried)
        return (*first, *(signature_key(TRANSLATED, code) for code in languages), "approved")

    @property
    def languages(self) -> tuple[str, ...]:
        """The further languages of the document."""
        if self._languages is None:
            listed = blocks_in(self.document).get("languages", ())
            self._languages = tuple(code for code in listed if isinstance(code, str))
        return self._languages

    def translators_of(self, language: str) -> tuple[str, ...]:
        """Return who wrote the texts of a language; of a text from a file, who brought and signed it."""
        if not self.draft:
            return self.authors
        return tuple(person for person in self.translators.get(language, "").split(", ") if person)

    @property
    def approvals(self) -> dict[str, str]:
        """Block -> the entry that approved its text, here or in an earlier version; empty before the approval."""
        approved = self.signatures.get("approved")
        if approved is None:
            return {}
        found = {}
        for name in self.blocks():
            code = name.removeprefix(LANGUAGE)
            own = self.signatures.get(signature_key(TRANSLATED, code), approved) if code != name else approved
            found[name] = self.carried.get(name, own.entry)
        return found

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
