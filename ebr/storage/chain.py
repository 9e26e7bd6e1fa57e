r"""The entry: its exact format, its seal and its check. This text is the specification; a test executes its example.

An entry is three byte strings, `header`, `body` and `seal`, and belongs to one log. It is written once; what is stored
is what is hashed.

    body     canonical JSON  ["<salt>", {fields of the event}]          salt: 16 random bytes, hexadecimal
    header   canonical JSON object with exactly these names:
        suite     "ebr/1": SHA-256, Ed25519, this format
        log       the log's id: the leaf hash of its first entry (genesis); absent in the genesis itself
        seq       1 for the genesis, then 2, 3, ... without a gap
        prev      the leaf hash of the entry before; "" in the genesis
        subject   what the entry is about (`ebr.domain.subjects`)
        after     leaf hashes of the heads of that subject as this station knew them, sorted; [] for its first entry
        relies    [[subject, head], ...] sorted: every fact that the decision used and the writer knew
        action    [id, n, of]: the n-th of the entries that one user action wrote together; one alone means nothing
        at        {wall, zone, boot, up, clock}: ISO 8601 with offset, IANA zone, id of this start of the machine,
                  nanoseconds since then (text beyond 2^53-1), "system" or "simulated"
        by        the person's id; "" for the program itself
        presence  the sign-in that the person was in; "" outside one
        program   name and version of the program that wrote it
        event     the event's permanent name, "batch.value-recorded/1"
        key       the public key that seals the entry, hexadecimal
        body      SHA-256 of the body, hexadecimal
    leaf     SHA-256(0x00 || header): the entry's hash, and its leaf in the RFC 6962 tree over the log
    seal     Ed25519 signature by `key` over "ebr seal/1" 0x00 leaf

Canonical JSON: UTF-8, keys sorted, no spaces, NFC, no floats, whole numbers within +-(2^53-1) (`ebr.domain.canonical`).
Hashes and keys are lower-case hexadecimal inside JSON.

The genesis (`station.genesis/1`) is sealed by the station key that it names. Each start of the program makes a sealing
key in memory; `station.key-started/1` names it, is itself sealed by it, and carries the station key's signature over
"ebr start key/1" 0x00 log prev key (three times 32 bytes; `prev` is that entry's own), so a start key holds from that
one place in that one log until the next start. Every other entry is sealed by the start key in force.

Worked example. The station key is the Ed25519 key with seed 00 01 02 ... 1f, the salt is sixteen bytes 2a. A line that
ends in a backslash goes on in the next:

    body    ["2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a",{"key":"03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664\
            125531b8","machine":{"cpu":"x86_64"},"previous_head":"","previous_log":"","profile":"practice","site\
            ":"Example","station":"Room 1"}]
    SHA-256 449abc7bf8f35922fc6a068d978851c681fe96adebb137933f750f3202d65423
    header  {"action":["a1",1,1],"after":[],"at":{"boot":"00000000000000000000000000000000","clock":"simulated",\
            "up":1000000000,"wall":"2026-11-22T08:00:00.000000+01:00","zone":"Europe/Berlin"},"body":"449abc7bf8\
            f35922fc6a068d978851c681fe96adebb137933f750f3202d65423","by":"","event":"station.genesis/1","key":"0\
            3a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8","presence":"","prev":"","program":"\
            ebr 0.1.0","relies":[],"seq":1,"subject":"station/Room 1","suite":"ebr/1"}
    leaf    adfd6d4d2fc54a137089e9ce994fae7b47f7822cdf55e833b9d8f32ea7f86cef
    seal    d1c5c66367507e0d7a17108d8ce4df3061ee6bcaf204a3c4b75470d6c2590fa2927dda1c54e1499787a3222a651c63eb3fda\
            5d06a712ce19724497ce1cde360e
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr.domain.canonical import LARGEST
from ebr.domain.values import Instant, Stamp
from ebr.storage.codec import Header, Moment, Unreadable, read_header_strictly, write_header
from ebr.storage.ed25519 import verified

SUITE: Final = "ebr/1"
SEAL_PURPOSE: Final = b"ebr seal/1\x00"
START_PURPOSE: Final = b"ebr start key/1\x00"
GENESIS: Final = "station.genesis/1"
KEY_STARTED: Final = "station.key-started/1"


@dataclass(frozen=True, slots=True)
class Entry:
    """The stored bytes of one entry; `body` is None where a replica carries headers only."""

    log: str
    seq: int
    header: bytes
    body: bytes | None
    hash: bytes
    seal: bytes


class Broken(Exception):  # noqa: N818 - the verifier's word
    """An entry, a chain or a signature is not what it must be: a code and parameters, as a finding has them."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code: Final = code
        self.params: Final[dict[str, str]] = params


@dataclass(frozen=True, slots=True)
class Sealer:
    """A sealing key and its public half as headers name it."""

    private: Ed25519PrivateKey
    public: str

    @classmethod
    def of(cls, private: Ed25519PrivateKey) -> Sealer:
        """Return the sealer of a key."""
        return cls(private, private.public_key().public_bytes_raw().hex())


def leaf_of(header: bytes) -> bytes:
    """Return the entry's hash: the RFC 6962 leaf hash of its header."""
    return hashlib.sha256(b"\x00" + header).digest()


def sealed(header: Header, body: bytes, sealer: Sealer) -> Entry:
    """Return the entry of a header and its body, sealed."""
    data = write_header(header)
    leaf = leaf_of(data)
    return Entry(header.log or leaf.hex(), header.seq, data, body, leaf, sealer.private.sign(SEAL_PURPOSE + leaf))


def body_hash(body: bytes) -> str:
    """Return what a header says about its body."""
    return hashlib.sha256(body).hexdigest()


def moment(at: Instant) -> Moment:
    """Return an instant as headers hold it."""
    return Moment(at.boot, at.clock, at.up if at.up <= LARGEST else str(at.up), at.wall, at.zone)


def stamp(entry: Entry, header: Header) -> Stamp:
    """Return what the log knows about the event besides the event."""
    at = header.at
    instant = Instant(at.wall, at.zone, at.boot, int(at.up), at.clock)
    return Stamp(entry.hash.hex(), entry.log, entry.seq, header.subject, header.by, header.presence, instant)


def parsed(entry: Entry) -> Header:
    """Return the header of an entry whose stored columns, header and body agree.

    Raises `Broken` where they do not; no seal is looked at.
    """
    if leaf_of(entry.header) != entry.hash:
        raise Broken("header_hash")
    try:
        header = read_header_strictly(entry.header)
    except Unreadable as wrong:
        raise Broken("header_form", why=str(wrong)) from wrong
    if header.suite != SUITE:
        raise Broken("suite_unknown", suite=header.suite)
    if entry.body is not None and body_hash(entry.body) != header.body:
        raise Broken("body_hash")
    _check_place(entry, header)
    return header


def check_link(header: Header, before: Entry | None) -> None:
    """Raise `Broken` unless the entry follows directly on `before` (None for a genesis)."""
    expected = 1 if before is None else before.seq + 1
    if header.seq != expected:
        raise Broken("gap", expected=str(expected), found=str(header.seq))
    if header.prev != ("" if before is None else before.hash.hex()):
        raise Broken("link", expected="" if before is None else before.hash.hex(), found=header.prev)
    if (header.event == GENESIS) is not (before is None):
        raise Broken("genesis")


def check_seal(entry: Entry, key: str) -> None:
    """Raise `Broken` unless the seal is this key's over this entry."""
    if not holds(key, entry.seal, SEAL_PURPOSE + entry.hash):
        raise Broken("seal", key=key)


def holds(key: str, signature: bytes, message: bytes) -> bool:
    """Tell whether an Ed25519 signature holds; a malformed key or signature does not."""
    return verified(key, signature, message)


def start_message(log: str, prev: str, key: str) -> bytes:
    """Return what the station key signs to certify a start key at one place of one log."""
    return START_PURPOSE + bytes.fromhex(log) + bytes.fromhex(prev) + bytes.fromhex(key)


def ordered(heads: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return `relies` in its one order."""
    return tuple(sorted(set(heads)))


def _check_place(entry: Entry, header: Header) -> None:
    log = header.log if header.log is not None else entry.hash.hex()
    if (header.log is None) is not (header.seq == 1):
        raise Broken("genesis")
    if (log, header.seq) != (entry.log, entry.seq):
        raise Broken("place", log=log, seq=str(header.seq))
    _, n, of = header.action
    if not 1 <= n <= of:
        raise Broken("action", n=str(n), of=str(of))
