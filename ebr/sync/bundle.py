"""A bundle: what one station sends another on a stick, signed, encrypted, and looked through whole before it is taken.

The file is an `ebr.sync.sealed_file` of kind "ebr bundle": its head names who made it for whom (`Address`), its box is
MessagePack [[X25519 key, content key sealed to it by HPKE], ...], one for each receiver, its seal is by the sending
station's key. A second copy of a log is a bundle to every station of the site. Members:

    manifest            first: what follows, what it rests on, and how far the sender is (`Manifest`)
    entries/<n>         MessagePack [log, number of the first, [[header, body or nil, seal], ...]]: one stretch of a log
    bodies/<n>          MessagePack [[log, number, body], ...]: contents of entries that may be there without them
    files/<SHA-256>     an attachment
    envelopes           MessagePack [[to, name, version, box], ...]: secrets sealed to the receiver
    witnessed           MessagePack [note, number, hash, index, inclusion, consistency]: a receipt for that log

Entries of one log come in order and without a gap. `prerequisites` are the heads on which they follow: without them
nothing is taken. `heads` say what the sender has, so that the bundle in return begins there: that is how a bundle is
acknowledged. A bundle is a round by hand: the same entries, taken by the same code.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

from ebr.domain.subjects import root_of
from ebr.storage.attachments import LARGEST as LARGEST_FILE
from ebr.storage.chain import Broken, Entry, holds, leaf_of
from ebr.storage.codec import read_header
from ebr.storage.keys import StationKeys, open_sealed, seal_to
from ebr.sync import sealed_file
from ebr.sync.other_side import Envelope, Head, Witnessed, goes_along
from ebr.sync.sealed_file import Member, Outer, Target, damaged

KIND: Final = "ebr bundle"
SUFFIX: Final = ".ebrb"
KEY_PURPOSE: Final = b"ebr bundle key/1\x00"
AT_ONCE: Final = 1000
"""Entries in one member."""
BYTES_AT_ONCE: Final = 4 * 2**20
MEBIBYTE: Final = 2**20
NAMES: Final = (
    (re.compile(r"manifest"), 4 * MEBIBYTE),
    (re.compile(r"entries/\d{1,7}"), 64 * MEBIBYTE),
    (re.compile(r"bodies/\d{1,7}"), 64 * MEBIBYTE),
    (re.compile(r"files/[0-9a-f]{64}"), LARGEST_FILE),
    (re.compile(r"envelopes"), 16 * MEBIBYTE),
    (re.compile(r"witnessed"), MEBIBYTE),
)
"""Every name that has a place in a bundle, and how large such a member may be."""

Body = tuple[str, int, bytes]
Row = tuple[bytes, bytes | None, bytes]


class Address(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The head of the file: made by station `of` (its key: `by`) for the stations `to`, all named by their logs."""

    by: str
    id: str
    of: str
    profile: str
    site: str
    to: tuple[str, ...]


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a bundle holds; places are (number, hash).

    `logs` has first number, last number and hash of the last entry of each stretch; `wanted` names the batches whose
    contents the sender wants, `kept` is the size of the witness's tree that the sender keeps a checkpoint of.
    """

    made: str
    logs: dict[str, tuple[int, int, str]]
    prerequisites: dict[str, tuple[int, str]]
    heads: dict[str, tuple[int, str]]
    kept: int = 0
    wanted: tuple[str, ...] = ()

    @property
    def entries(self) -> int:
        """How many entries there are."""
        return sum(last - first + 1 for first, last, _ in self.logs.values())


@dataclass(frozen=True, slots=True)
class Sender:
    """The station that makes a bundle; `site` is the fingerprint of the site's root key."""

    log: str
    keys: StationKeys
    site: str
    profile: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a bundle; the manifest counts it."""

    manifest: Manifest
    slices: Iterable[Sequence[Entry]] = ()
    bodies: Iterable[Sequence[Body]] = ()
    files: Iterable[tuple[str, bytes]] = ()
    envelopes: Sequence[Envelope] = ()
    witnessed: Witnessed | None = None


Part = Sequence[Entry] | Sequence[Body] | Sequence[Envelope] | Witnessed | bytes
"""What a member holds, by the kind of its name."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle whose seal holds: by whom, for whom. Its content is for `ebr.sync.bundle_side`."""

    path: Path
    address: Address
    digest: str
    outer: Outer = field(repr=False)


_BOXES = msgspec.msgpack.Decoder(list[tuple[str, bytes]])
_MANIFEST = msgspec.json.Decoder(Manifest)
_ENTRIES = msgspec.msgpack.Decoder(tuple[str, int, list[Row]])
_BODIES = msgspec.msgpack.Decoder(list[Body])
_ENVELOPES = msgspec.msgpack.Decoder(list[tuple[str, str, str, bytes]])
_WITNESSED = msgspec.msgpack.Decoder(tuple[str, int, bytes, int, tuple[bytes, ...], tuple[bytes, ...]])


def new_id() -> str:
    """Make the id of a bundle."""
    return secrets.token_hex(16)


def write(file: Target, bundle: str, sender: Sender, to: Mapping[str, str], contents: Contents) -> str:
    """Write a bundle to stations (log: X25519 key) and return the file's SHA-256 (hex)."""
    address = Address(sender.keys.public, bundle, sender.log, sender.profile, sender.site, tuple(sorted(to)))

    def _lock(key: bytes, bound: bytes) -> bytes:
        keys = sorted(set(to.values()))
        return msgspec.msgpack.encode(
            [(public, seal_to(public, key, KEY_PURPOSE + bound.hex().encode())) for public in keys]
        )

    writer = sealed_file.Writer(file, KIND, msgspec.to_builtins(address), _lock)
    writer.member("manifest", msgspec.json.encode(contents.manifest, order="sorted"))
    for n, entries in enumerate(contents.slices, 1):
        writer.member(f"entries/{n}", _packed_entries(entries))
    for n, bodies in enumerate(contents.bodies, 1):
        writer.member(f"bodies/{n}", msgspec.msgpack.encode(bodies))
    for name, data in contents.files:
        writer.member(f"files/{name}", data)
    if contents.envelopes:
        rows = [(e.to, e.name, e.version, e.box) for e in contents.envelopes]
        writer.member("envelopes", msgspec.msgpack.encode(rows))
    if contents.witnessed is not None:
        writer.member("witnessed", msgspec.msgpack.encode(_witnessed_row(contents.witnessed)))
    return writer.finish(sender.keys.signing.sign)


def read(path: Path) -> Bundle:
    """Read who made a bundle for whom, with its seal; raises `Refusal`. Nothing says yet that the sender is known."""
    outer = sealed_file.read_outer(path, KIND, sealed=True)
    try:
        address = msgspec.convert(dict(outer.head), Address)
        sealed = holds(address.by, outer.seal, sealed_file.seal_message(KIND, outer.before_seal))
    except msgspec.ValidationError:
        raise damaged(path) from None
    if not sealed:
        raise damaged(path)
    return Bundle(path, address, outer.digest, outer)


def key_of(bundle: Bundle, keys: StationKeys) -> bytes:
    """Return the content key, opened with a receiver's keys; raises `Refusal` for whoever is none."""
    try:
        boxes = dict(_BOXES.decode(bundle.outer.box))
        key = open_sealed(
            keys.encryption, boxes[keys.encryption_public], KEY_PURPOSE + bundle.outer.bound.hex().encode()
        )
    except (Broken, KeyError, msgspec.MsgspecError):
        raise damaged(bundle.path) from None
    if len(key) != sealed_file.KEY_BYTES:
        raise damaged(bundle.path)
    return key


def manifest_of(bundle: Bundle, key: bytes) -> Manifest:
    """Return what a bundle says that it holds: its first member."""
    found = next(sealed_file.members(bundle.outer, key, largest), None)
    if found is None or found.name != "manifest":
        raise damaged(bundle.path)
    try:
        return _MANIFEST.decode(found.data)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise damaged(bundle.path) from None


def part_of(bundle: Bundle, member: Member) -> Part:
    """Return what a member holds; raises `Refusal` for bytes of another form."""
    try:
        match member.name.partition("/")[0]:
            case "entries":
                return _entries(member.data)
            case "bodies":
                return _BODIES.decode(member.data)
            case "envelopes":
                return [Envelope(*row) for row in _ENVELOPES.decode(member.data)]
            case "witnessed":
                return Witnessed(*_WITNESSED.decode(member.data))
            case _:
                return member.data
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise damaged(bundle.path) from None


def head_of(place: tuple[int, str]) -> Head:
    """Return a place as heads are compared."""
    return Head(place[0], bytes.fromhex(place[1]))


def sliced(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Cut entries of one log into members of bounded size."""
    whole = list(entries)
    if len(whole) > AT_ONCE or _size(whole) > BYTES_AT_ONCE:
        yield from _cut(whole)
    elif whole:
        yield whole


def _size(entries: Sequence[Entry]) -> int:
    bodies = [entry.body for entry in entries if entry.body is not None]
    return sum(map(len, [entry.header for entry in entries])) + sum(map(len, bodies))


def _cut(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    part: list[Entry] = []
    size = 0
    for entry in entries:
        length = _size([entry])
        if part and (len(part) == AT_ONCE or size + length > BYTES_AT_ONCE):
            yield part
            part, size = [], 0
        part.append(entry)
        size += length
    if part:
        yield part


def carried(entries: Iterable[Entry], roots: frozenset[str]) -> Iterator[Entry]:
    """Yield entries as they go to whoever wants these roots: contents of other batches stay behind."""
    if "*" in roots:
        yield from entries
        return
    for entry in entries:
        if entry.body is None or goes_along(root_of(read_header(entry.header).subject), roots):
            yield entry
        else:
            yield Entry(entry.log, entry.seq, entry.header, None, entry.hash, entry.seal)


def largest(name: str) -> int:
    """Return how large a member of this name may be, 0 for a name that has no place in a bundle."""
    return next((size for form, size in NAMES if form.fullmatch(name)), 0)


def _entries(data: bytes) -> list[Entry]:
    log, first, rows = _ENTRIES.decode(data)
    return [Entry(log, first + n, header, body, leaf_of(header), seal) for n, (header, body, seal) in enumerate(rows)]


def _packed_entries(entries: Sequence[Entry]) -> bytes:
    return msgspec.msgpack.encode(
        (entries[0].log, entries[0].seq, [(entry.header, entry.body, entry.seal) for entry in entries])
    )


def _witnessed_row(found: Witnessed) -> tuple[Any, ...]:
    return (found.note, found.seq, found.hash, found.index, found.inclusion, found.consistency)
