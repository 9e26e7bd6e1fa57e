"""A single fact as QR codes: one entry of another station's log, and what proves by whom it was sealed.

    payload    zlib of MessagePack [log, number, header, body, seal, prev, certificate]
    prev       hash of the entry before the `station.key-started/1` of the key that seals the entry (32 bytes)
    certificate    the station key's signature in that entry, over "ebr start key/1" 0x00 log prev key
    line       "EBRFACT1", 8 characters that name the fact, 2 digits which part, 2 digits of how many, then the part

Name and parts are Base32 (A-Z 2-7, no filling): QR codes hold capital letters and digits densely, and a scanner that
types like a keyboard types them alike on every layout. The name is the first 40 bits of the payload's SHA-256.

It proves: a station whose key the reader knows certified the sealing key, and that key sealed this entry. It does not
prove that the entry stands in that log where it says: the entries before it are not here. Somebody who got hold of an
old start key could have sealed it; what people signed in it he could not. So whoever takes a fact in also asks for a
signature in it by a key it knows, and compares it with the log when that arrives (`ebr.station.facts`).
"""

from __future__ import annotations

import hashlib
import re
import zlib
from base64 import b32decode, b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import msgspec

from ebr.domain.refusal import Refusal
from ebr.storage.chain import Broken, Entry, check_seal, holds, leaf_of, parsed, start_message

MARK: Final = "EBRFACT1"
PART: Final = 700
"""Characters of one code: version 16 at medium correction, read by a hand scanner from a screen."""
MOST_PARTS: Final = 99
LARGEST: Final = 256 * 1024
LINE: Final = re.compile(rf"{MARK}([A-Z2-7]{{8}})(\d\d)(\d\d)([A-Z2-7]{{1,{PART}}})")
_PAYLOAD = msgspec.msgpack.Decoder(tuple[str, int, bytes, bytes, bytes, bytes, bytes])


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry and the certificate of the key that sealed it; nothing is proved yet."""

    entry: Entry
    prev: bytes
    certificate: bytes
    digest: str
    """SHA-256 of the payload, hex."""


def lines_of(entry: Entry, prev: bytes, certificate: bytes) -> list[str]:
    """Return the texts of a fact's codes; raises `Refusal("fact_too_large")`."""
    parts = (entry.log, entry.seq, entry.header, entry.body or b"", entry.seal, prev, certificate)
    payload = zlib.compress(msgspec.msgpack.encode(parts), 9)
    text, name = _plain(payload), _plain(hashlib.sha256(payload).digest()[:5])
    pieces = [text[at : at + PART] for at in range(0, len(text), PART)]
    if len(pieces) > MOST_PARTS:
        raise Refusal("fact_too_large")
    return [f"{MARK}{name}{n:02}{len(pieces):02}{piece}" for n, piece in enumerate(pieces, 1)]


def missing(lines: Iterable[str]) -> tuple[int, ...]:
    """Return the numbers of the codes that are still to be read; empty when all are here.

    Raises `Refusal`: "fact_unreadable" for a line that is no code of a fact, "fact_mixed" for codes of two.
    """
    found, of = _parts(lines)
    return tuple(n for n in range(1, of + 1) if n not in found)


def read(lines: Iterable[str]) -> Fact:
    """Return a fact from the lines that a scanner read, in any order and any number of times; raises `Refusal`."""
    found, of = _parts(lines)
    left = [n for n in range(1, of + 1) if n not in found]
    if left or not of:
        raise Refusal("fact_incomplete", missing=", ".join(map(str, left)) or "1")
    text = "".join(found[n] for n in range(1, of + 1))
    try:
        payload = b32decode(text + "=" * (-len(text) % 8))
        packed = zlib.decompressobj().decompress(payload, LARGEST)
        log, seq, header, body, seal, prev, certificate = _PAYLOAD.decode(packed)
    except (ValueError, zlib.error, msgspec.MsgspecError, UnicodeDecodeError):
        raise Refusal("fact_unreadable") from None
    entry = Entry(log, seq, header, body, leaf_of(header), seal)
    return Fact(entry, prev, certificate, hashlib.sha256(payload).hexdigest())


def check(fact: Fact, station_key: str) -> None:
    """Raise `Broken` unless a key that this station key certified for its log sealed the entry."""
    header = parsed(fact.entry)
    try:
        message = start_message(fact.entry.log, fact.prev.hex(), header.key)
    except ValueError as wrong:
        raise Broken("start_certificate") from wrong
    if not holds(station_key, fact.certificate, message):
        raise Broken("start_certificate")
    check_seal(fact.entry, header.key)


def _parts(lines: Iterable[str]) -> tuple[dict[int, str], int]:
    found: dict[int, str] = {}
    names: set[tuple[str, str]] = set()
    for line in filter(None, ("".join(line.split()).upper() for line in lines)):
        match = LINE.fullmatch(line)
        if match is None:
            raise Refusal("fact_unreadable")
        name, n, of, piece = match.groups()
        names.add((name, of))
        if len(names) > 1 or not 1 <= int(n) <= int(of) or found.setdefault(int(n), piece) != piece:
            raise Refusal("fact_mixed")
    return found, int(next(iter(names))[1]) if names else 0


def _plain(data: bytes) -> str:
    return b32encode(data).decode().rstrip("=")
