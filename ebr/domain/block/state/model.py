"""The state of one version of a building block. Life: added > approved > withdrawn."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Literal

from ebr.domain.mbr.library import Part, part_from
from ebr.domain.refusal import Refusal
from ebr.domain.values import Stamp

Life = Literal["unknown", "added", "approved", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved and when, and the hash of the entry that holds the signature."""

    person: str
    entry: str
    at: str


@dataclass(frozen=True, slots=True)
class Other:
    """Another text that was brought under the same version without knowing of this one; it was passed over."""

    hash: str
    stamp: Stamp


@dataclass(slots=True)
class BlockState:
    """One version; `entry` is the hash of the entry that brought it, empty before."""

    id: str
    version: str
    level: str = ""
    title: str = ""
    hash: str = ""
    text: str = ""
    """The canonical JSON of the part."""
    findings: int = 0
    source: str = ""
    writers: tuple[str, ...] = ()
    entry: str = ""
    added_by: str = ""
    added_at: str = ""
    approved: Approval | None = None
    impact: tuple[str, ...] = ()
    withdrawn: str = ""
    withdrawn_by: str = ""
    withdrawn_at: str = ""
    others: list[Other] = field(default_factory=list)

    @property
    def authors(self) -> tuple[str, ...]:
        """Everybody who wrote or added it: none of them approves."""
        return tuple(dict.fromkeys(person for person in (self.added_by, *self.writers) if person))

    @property
    def part(self) -> Part:
        """The phase or operation; refusal `mbr_document` if this program cannot read it."""
        try:
            return part_from(self.level, json.loads(self.text))
        except (ValueError, RecursionError, KeyError) as error:
            raise Refusal("mbr_document", place="", problem="not_json") from error

    @property
    def life(self) -> Life:
        """Where it stands."""
        if not self.entry:
            return "unknown"
        if self.withdrawn:
            return "withdrawn"
        return "added" if self.approved is None else "approved"
