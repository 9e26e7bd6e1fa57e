"""What a station asks of any other side, and the words for it: a central database, an embedded file, a fake.

The record travels as entries (`ebr.storage.chain.Entry`); the cursor is always the other side's own head, never a
memory of what was sent. Every verb may be repeated: a duplicate is compared by hash, so a reply that was lost costs one
more attempt and nothing else (record-and-sync.md, "Synchronising").

Two failures. What is wrong with a log is `chain.Broken` with the verifier's codes ("gap", "fork", "link",
"header_hash", "genesis", "other_log"): that log stops, others go on. What is wrong with the way or with the other side
as a whole is a `Refusal`: centre_unreachable, centre_login, centre_rights, centre_foreign, centre_older, centre_newer,
centre_empty, centre_other_site, other_profile, centre_certificate, centre_read_only, centre_full, centre_log_not_yours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from ebr.storage.chain import Entry

SCHEMA: Final = 1
"""The form of the other side that this program speaks."""
EVERYTHING: Final = frozenset({"*"})
"""`wanted` of `read_after` for whoever takes every body."""
BODY_BY_NEED: Final = "batch"
"""The kind of root whose bodies travel by need; bodies of every other kind travel always."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a log, wherever it is known."""

    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Description:
    """What the other side says of itself; nothing of it is trusted before it was compared with what is kept.

    `site` is the fingerprint of the site's root key and `profile` the kind of store, both "" while it holds nothing;
    `witness` the public key (hex) that countersigns there, "" for none. `independent` is False for a file that the same
    hands can change: its countersignatures count for nothing. `clock` is what its own clock says (ISO 8601), "" where
    it has none.
    """

    schema: int
    site: str
    profile: str
    witness: str
    independent: bool
    clock: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A secret sealed to one station's encryption key: `to` is its log id, `name` "person/<id>" or "site"."""

    to: str
    name: str
    version: str
    box: bytes


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What the centre countersigned of one log: its newest covered head and the proofs for it.

    `note` is the signed note of the tree over all entries at the centre, `index` the place of that head's leaf in it;
    `consistency` leads from the tree of the size that the asker kept to this one.
    """

    note: str
    seq: int
    hash: bytes
    index: int
    inclusion: tuple[bytes, ...]
    consistency: tuple[bytes, ...]


class OtherSide(Protocol):
    """The verbs; each is one bounded transaction over there."""

    @property
    def name(self) -> str:
        """What people call it, without any secret."""
        ...

    def describe(self) -> Description:
        """Return what the other side is; the first question of every round."""
        ...

    def heads(self) -> dict[str, Head]:
        """Return the last entry of every log over there."""
        ...

    def append(self, log: str, entries: Sequence[Entry]) -> Head:
        """Extend one log by consecutive entries and return its head: all of them or none.

        Entries that are there already are compared by hash and skipped, so a repetition changes nothing but a body that
        was missing over there. Raises `Broken`.
        """
        ...

    def read_after(self, log: str, seq: int, limit: int, wanted: frozenset[str]) -> list[Entry]:
        """Return the next entries of a log, in order; bodies of batch roots not `wanted` stay behind (None)."""
        ...

    def bodies(self, log: str, seqs: Sequence[int]) -> dict[int, bytes]:
        """Return the bodies of these entries, as far as they are over there."""
        ...

    def has_files(self, digests: frozenset[str]) -> frozenset[str]:
        """Return which of these attachments (SHA-256, hex) are over there."""
        ...

    def put_file(self, digest: str, data: bytes) -> None:
        """Leave an attachment; raises `Broken("attachment_damaged")` where the bytes are not the digest's."""
        ...

    def file(self, digest: str) -> bytes | None:
        """Return an attachment, checked against its digest; None where it is not over there."""
        ...

    def put_envelopes(self, envelopes: Sequence[Envelope]) -> None:
        """Leave sealed secrets for other stations."""
        ...

    def envelopes(self, to: str) -> list[Envelope]:
        """Return what is there for a station."""
        ...

    def witnessed(self, log: str, kept: int) -> Witnessed | None:
        """Return the newest countersignature that covers an entry of this log; None while there is none.

        `kept` is the size of the tree whose checkpoint the asker holds, 0 for none.
        """
        ...


def travels_always(root: str) -> bool:
    """Tell whether bodies of a root are for every station of the site."""
    return not root.startswith(f"{BODY_BY_NEED}/")


def goes_along(root: str, wanted: frozenset[str]) -> bool:
    """Tell whether the body of an entry of this root goes to whoever wants these."""
    return travels_always(root) or root in wanted or "*" in wanted
