"""A file of members, encrypted in pieces and bounded in everything: the form of bundles and backups.

    line       "<kind>/<version>" and a line feed, such as "ebr bundle/1"
    head       4 bytes of length (big endian), then canonical JSON that anybody may read; it holds no secret
    box        2 bytes of length, then the content key, locked for whoever may open the file
    pieces     ChaCha20-Poly1305 over 1 MiB of the content each (the last one may be shorter); nonce: number of the
               piece (11 bytes) and 1 for the last piece, else 0; associated data: SHA-256 of everything before
    seal       in a sealed kind only: 64 bytes, Ed25519 over "<kind> seal/1" 0x00 SHA-256 of everything before

The content is one member after another: length of the name (1 byte), name (ASCII), packed size (4 bytes), size (4
bytes), and the bytes packed with zlib. The member "end" of size 0 is the last; nothing follows it.

A content key is used for one file, so counted nonces never repeat. Nothing is unpacked before its name is one of those
the reader allows and both sizes are within what that name may have; unpacking stops at the declared size. A file is
written under another name, made durable, read back from the disk and compared, and only then gets its own.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, Protocol

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from ebr.domain import canonical
from ebr.domain.refusal import Refusal

VERSION: Final = 1
PIECE: Final = 2**20
TAG: Final = 16
SEAL: Final = 64
LONGEST_LINE: Final = 32
LARGEST_HEAD: Final = 64 * 1024
KEY_BYTES: Final = 32
END: Final = "end"
READ_AT_ONCE: Final = 2**22

Allowed = Callable[[str], int]
"""The largest size of a member of this name, 0 for a name that has no place in the file."""


class Target(Protocol):
    """What a file is written to."""

    def write(self, data: bytes, /) -> int:
        """Take further bytes."""


class Writer:
    """Writes one file; `finish` ends it."""

    def __init__(self, file: Target, kind: str, head: Mapping[str, Any], lock: Callable[[bytes, bytes], bytes]) -> None:
        self._file = file
        self._kind = kind
        self._digest = hashlib.sha256()
        self._buffer = bytearray()
        self._number = 0
        key = secrets.token_bytes(KEY_BYTES)
        self._cipher = ChaCha20Poly1305(key)
        text = canonical.dumps(dict(head))
        self._put(f"{kind}/{VERSION}\n".encode() + len(text).to_bytes(4, "big") + text)
        box = lock(key, self._digest.digest())
        self._put(len(box).to_bytes(2, "big") + box)
        self._about = self._digest.digest()

    def member(self, name: str, data: bytes) -> None:
        """Add a member."""
        packed = zlib.compress(data, 1)
        named = name.encode("ascii")
        sizes = len(packed).to_bytes(4, "big") + len(data).to_bytes(4, "big")
        self._buffer += len(named).to_bytes(1, "big") + named + sizes + packed
        while len(self._buffer) > PIECE:
            self._piece(bytes(self._buffer[:PIECE]), last=False)
            del self._buffer[:PIECE]

    def finish(self, sign: Callable[[bytes], bytes] | None = None) -> str:
        """End the file, sealed where `sign` is given, and return its SHA-256 (hex)."""
        self.member(END, b"")
        while len(self._buffer) > PIECE:
            self._piece(bytes(self._buffer[:PIECE]), last=False)
            del self._buffer[:PIECE]
        self._piece(bytes(self._buffer), last=True)
        if sign is not None:
            self._put(sign(seal_message(self._kind, self._digest.digest())))
        return self._digest.hexdigest()

    def _piece(self, plain: bytes, *, last: bool) -> None:
        self._put(self._cipher.encrypt(_nonce(self._number, last=last), plain, self._about))
        self._number += 1

    def _put(self, data: bytes) -> None:
        self._digest.update(data)
        self._file.write(data)


@dataclass(frozen=True, slots=True)
class Outer:
    """What can be read of a file without its key: where things lie, and its hashes.

    `bound` ties the box to what stands before it, `about` the pieces; `before_seal` is what a seal is over.
    """

    path: Path
    kind: str
    head: Mapping[str, Any]
    box: bytes
    bound: bytes
    about: bytes
    start: int
    stop: int
    before_seal: bytes
    seal: bytes
    digest: str


def read_outer(path: Path, kind: str, *, sealed: bool) -> Outer:
    """Read what lies around the content; raises `Refusal` for a file that is foreign, newer or cannot be one."""
    try:
        with path.open("rb") as file:
            return _outer(path, file, kind, SEAL if sealed else 0)
    except FileNotFoundError:
        raise Refusal("path_missing", path=str(path)) from None
    except OSError as wrong:
        raise Refusal("path_unreadable", path=str(path), why=wrong.strerror or str(wrong)) from wrong


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a file: its name, its place in the content, its bytes."""

    name: str
    place: int
    data: bytes


def members(outer: Outer, key: bytes, allowed: Allowed) -> Iterator[Member]:
    """Yield all members in order.

    Raises `Refusal`: "file_damaged", "file_member" for a name without a place here, "member_too_large".
    """
    with outer.path.open("rb") as file:
        content = _Content(outer, file, ChaCha20Poly1305(key))
        while (found := _member(outer, content, allowed)) is not None:
            yield found
        content.expect_end()


def member_at(outer: Outer, key: bytes, allowed: Allowed, place: int) -> Member:
    """Return the member that `members` has found at a place."""
    with outer.path.open("rb") as file:
        content = _Content(outer, file, ChaCha20Poly1305(key), place)
        found = _member(outer, content, allowed)
    if found is None:
        raise damaged(outer.path)
    return found


def seal_message(kind: str, digest: bytes) -> bytes:
    """Return what the seal of a file of this kind is over."""
    return f"{kind} seal/1".encode() + b"\x00" + digest


def damaged(path: Path) -> Refusal:
    """Return the refusal of a file that is not whole."""
    return Refusal("file_damaged", file=str(path))


class _Content:
    """The content of a file, decrypted piece by piece as it is asked for."""

    def __init__(self, outer: Outer, file: IO[bytes], cipher: ChaCha20Poly1305, place: int = 0) -> None:
        self._outer = outer
        self._file = file
        self._cipher = cipher
        self._number, skipped = divmod(place, PIECE)
        start = outer.start + self._number * (PIECE + TAG)
        self._left = outer.stop - start
        self._buffer = bytearray()
        self.place = place - skipped
        file.seek(start)
        self.take(skipped)

    def take(self, count: int) -> bytes:
        """Return the next bytes; raises `Refusal` where there are not so many."""
        while len(self._buffer) < count:
            self._next()
        found = bytes(self._buffer[:count])
        del self._buffer[:count]
        self.place += count
        return found

    def expect_end(self) -> None:
        """Refuse anything behind the last member."""
        if self._left or self._buffer:
            raise damaged(self._outer.path)

    def _next(self) -> None:
        size = min(self._left, PIECE + TAG)
        if size < TAG:
            raise damaged(self._outer.path)
        self._left -= size
        try:
            nonce = _nonce(self._number, last=not self._left)
            self._buffer += self._cipher.decrypt(nonce, self._file.read(size), self._outer.about)
        except InvalidTag:
            raise damaged(self._outer.path) from None
        self._number += 1


def _outer(path: Path, file: IO[bytes], kind: str, seal_size: int) -> Outer:
    stop = os.fstat(file.fileno()).st_size - seal_size
    line = file.readline(LONGEST_LINE)
    _check_line(path, line, kind)
    digest = hashlib.sha256(line)
    head = _sized(path, file, digest, 4, LARGEST_HEAD)
    bound = digest.digest()
    box = _sized(path, file, digest, 2, LARGEST_HEAD)
    about, start = digest.digest(), file.tell()
    if stop - start < TAG:
        raise damaged(path)
    while file.tell() < stop and (data := file.read(min(READ_AT_ONCE, stop - file.tell()))):
        digest.update(data)
    seal, before = file.read(SEAL), digest.digest()
    digest.update(seal)
    return Outer(path, kind, _object(path, head), box, bound, about, start, stop, before, seal, digest.hexdigest())


def _check_line(path: Path, line: bytes, kind: str) -> None:
    name, _, version = line.rstrip(b"\n").rpartition(b"/")
    if name != kind.encode() or not line.endswith(b"\n"):
        raise Refusal("file_foreign", file=str(path))
    if version != str(VERSION).encode():
        newer = version.isdigit() and int(version) > VERSION
        raise Refusal("file_newer", file=str(path)) if newer else damaged(path)


def _sized(path: Path, file: IO[bytes], digest: Any, width: int, largest: int) -> bytes:  # noqa: ANN401 - a hash
    length = file.read(width)
    size = int.from_bytes(length, "big")
    data = file.read(size) if size <= largest else b""
    if len(length) != width or size > largest or len(data) != size:
        raise damaged(path)
    digest.update(length + data)
    return data


def _object(path: Path, text: bytes) -> Mapping[str, Any]:
    try:
        found = msgspec.json.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise damaged(path) from None
    if not isinstance(found, dict):
        raise damaged(path)
    return found


def _member(outer: Outer, content: _Content, allowed: Allowed) -> Member | None:
    """Read the next member, None for the end; nothing is unpacked before name and sizes are allowed."""
    place, name = content.place, _name(outer, content)
    packed_size, size = int.from_bytes(content.take(4), "big"), int.from_bytes(content.take(4), "big")
    largest = 1 if name == END else allowed(name)
    if not largest:
        raise Refusal("file_member", file=str(outer.path), name=_plain(name))
    if size > largest or packed_size > size + size // 1000 + 64:
        raise Refusal("member_too_large", file=str(outer.path), name=name)
    packed = content.take(packed_size)
    return None if name == END else Member(name, place, _unpacked(outer, name, packed, size))


def _name(outer: Outer, content: _Content) -> str:
    raw = content.take(content.take(1)[0])
    try:
        return raw.decode("ascii")
    except UnicodeDecodeError:
        raise Refusal("file_member", file=str(outer.path), name=_plain(raw.decode("latin-1"))) from None


def _unpacked(outer: Outer, name: str, packed: bytes, size: int) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(packed, size + 1)
    except zlib.error:
        raise damaged(outer.path) from None
    if len(data) > size:
        raise Refusal("member_too_large", file=str(outer.path), name=name)
    if len(data) != size or not unpacking.eof or unpacking.unused_data:
        raise damaged(outer.path)
    return data


def _plain(name: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in name)[:80]


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
