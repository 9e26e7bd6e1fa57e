"""A backup: the whole station in one encrypted file, made while the program runs, proved by restoring it.

The file is an `ebr.sync.sealed_file` of kind "ebr backup". Its box is the content key, wrapped with a passphrase or
sealed to the site's root key, so that only the recovery file with both halves of its words opens it. Members:

    about                   first: which station, how far each log goes, how the station's key was kept (`About`)
    key                     the station's secret, or the sealed key file as it stands
    database/<n>            the copy of station.db in parts
    attachments/<SHA-256>   every file of the station

The station's folder is only read; a copy is made at one moment and walked (every hash and link) before it is packed.
The written file is opened again with the same passphrase and compared member by member. A backup sealed to the root
key cannot be opened where it was made: it is compared as bytes.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from ebr.clock import Clock, SystemClock
from ebr.domain.refusal import Refusal
from ebr.storage import key_store
from ebr.storage.attachments import LARGEST as LARGEST_FILE
from ebr.storage.attachments import Attachments
from ebr.storage.chain import Broken
from ebr.storage.codec import read, read_header
from ebr.storage.copying import Copied, copy_database, looked_at, own_log_of
from ebr.storage.folder import DATABASE
from ebr.storage.keys import FULL_COST, StationKeys, open_sealed, seal_to, unwrapped, wrapped
from ebr.storage.site_key import (
    Recovery,
    SiteRoot,
    fingerprint,
    recovered,
    root_encryption_key,
    root_encryption_private,
)
from ebr.sync import sealed_file
from ebr.sync.new_file import new_file

KIND: Final = "ebr backup"
SUFFIX: Final = ".ebrs"
PURPOSE: Final = b"ebr backup key/1"
PART: Final = 8 * 2**20
WHOLE_KEY_FILES: Final = frozenset({"sealed file", "demonstration"})
"""Key stores whose file holds the secret, as it stands there; of the others the secret itself is packed."""


class Title(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The head of the file, for whoever looks for the right one: no secret, no value."""

    head: str
    log: str
    made: str
    profile: str
    seq: int
    site: str
    station: str


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is in the backup; heads are (number, hash) by log."""

    database: str
    """SHA-256 of the copy."""
    heads: dict[str, tuple[int, str]]
    key_store: str
    log: str
    size: int


_ABOUT = msgspec.json.Decoder(About)


@dataclass(frozen=True, slots=True)
class Opener:
    """How a backup is locked or opened: a passphrase, or the site's root key."""

    passphrase: str = ""
    root_key: str = ""
    """Public root key (hex) to lock to."""
    root: SiteRoot | None = None
    """The recovered root key to open with."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup holds."""

    file: Path
    title: Title
    entries: int
    attachments: int
    digest: str


def backup(
    place: Path, target: Path, opener: Opener, *, passphrase: str | None = None, clock: Clock | None = None
) -> Made:
    """Write a backup of a station's folder and read it back; `passphrase` opens the station's own key file.

    Raises `Refusal`; a record whose hashes do not hold is not packed as if it were whole.
    """
    with tempfile.TemporaryDirectory(prefix="ebr-backup-") as name:
        copy = Path(name) / DATABASE
        copy_database(place, copy)
        looked = looked_at(copy)
        if looked.findings:
            raise Refusal("store_damaged", file=str(place / DATABASE), why=looked.findings[0].meaning)
        kind, key, station = _key_of(place, passphrase, copy)
        title = _title(copy, station, (clock or SystemClock()).now().wall)
        about = About(_digest_of(copy), _heads(looked), kind, title.log, copy.stat().st_size)
        kept = Attachments(place)
        with new_file(target) as file:
            writer = sealed_file.Writer(file, KIND, msgspec.to_builtins(title), _lock(opener))
            writer.member("about", msgspec.json.encode(about, order="sorted"))
            writer.member("key", key)
            for n, data in enumerate(_parts(copy), 1):
                writer.member(f"database/{n}", data)
            count = 0
            for digest in kept.names():
                writer.member(f"attachments/{digest}", kept.stored(digest) or b"")
                count += 1
            written = writer.finish()
    if opener.passphrase:
        _compare(target, opener, about)
    return Made(target, title, sum(seq for seq, _ in about.heads.values()), count, written)


def opener_of(recovery_file: bytes, words_a: str, words_b: str) -> Opener:
    """Return what opens a backup that was sealed to the site's root key; raises `Refusal` naming what is mistyped."""
    return Opener(root=recovered(Recovery(recovery_file, words_a, words_b)))


def title_of(file: Path) -> Title:
    """Return what a backup says of itself without being opened; raises `Refusal`."""
    return title_in(sealed_file.read_outer(file, KIND, sealed=False))


def about_in(data: bytes) -> About:
    """Return what the member "about" holds."""
    return _ABOUT.decode(data)


def largest(name: str) -> int:
    """Return how large a member of this name may be, 0 for a name that has no place in a backup."""
    kind, _, rest = name.partition("/")
    if kind in {"about", "key"} and not rest:
        return 16 * 2**20
    if kind == "database" and rest.isdecimal():
        return PART
    return LARGEST_FILE if kind == "attachments" and len(rest) == hashlib.sha256().digest_size * 2 else 0


def _compare(target: Path, opener: Opener, about: About) -> None:
    """Read a fresh backup with its passphrase, whole."""
    outer = sealed_file.read_outer(target, KIND, sealed=False)
    digest = hashlib.sha256()
    for member in sealed_file.members(outer, content_key(outer, opener), largest):
        kind, _, rest = member.name.partition("/")
        if kind == "database":
            digest.update(member.data)
        elif kind == "attachments" and hashlib.sha256(member.data).hexdigest() != rest:
            raise Refusal("attachment_not_written", why=rest)
    if digest.hexdigest() != about.database:
        raise sealed_file.damaged(target)


def _key_of(place: Path, passphrase: str | None, copy: Path) -> tuple[str, bytes, str]:
    """Return how the key is kept, what is packed of it, and the station's own log."""
    kind = key_store.in_use(place)
    if kind == "sealed file":
        # The passphrase need not be known to make a backup: the file is packed as it stands.
        return kind, (place / key_store.FILE).read_bytes(), _first_log(copy, place, passphrase)
    kept = key_store.opened(place, passphrase)
    log = own_log_of(copy, StationKeys.of(kept.secret).public)
    return kind, (place / key_store.FILE).read_bytes() if kind in WHOLE_KEY_FILES else kept.secret, log


def _first_log(copy: Path, place: Path, passphrase: str | None) -> str:
    if passphrase:
        return own_log_of(copy, StationKeys.of(key_store.opened(place, passphrase).secret).public)
    return looked_at(copy).own


def _title(copy: Path, log: str, made: str) -> Title:
    from ebr.domain.station.events import Genesis
    from ebr.storage.copying import ends_of_log

    first, last = ends_of_log(copy, log)
    genesis = read(read_header(first.header).event, first.body or b"")
    assert isinstance(genesis, Genesis)
    return Title(last.hash.hex(), log, made, genesis.profile, last.seq, genesis.site, genesis.station)


def title_in(outer: sealed_file.Outer) -> Title:
    """Return the head of a backup's file; raises `Refusal`."""
    try:
        return msgspec.convert(dict(outer.head), Title)
    except msgspec.ValidationError:
        raise sealed_file.damaged(outer.path) from None


def _heads(looked: Copied) -> dict[str, tuple[int, str]]:
    return {entry.log: (entry.seq, entry.hash.hex()) for entry in looked.heads}


def _lock(opener: Opener) -> Callable[[bytes, bytes], bytes]:
    def _box(key: bytes, bound: bytes) -> bytes:
        if opener.root_key:
            return b"R" + seal_to(root_encryption_key(opener.root_key), key, PURPOSE + bound.hex().encode())
        if not opener.passphrase:
            raise Refusal("backup_needs_passphrase")
        return b"P" + wrapped(key, opener.passphrase, b"", FULL_COST, PURPOSE, bound)

    return _box


def content_key(outer: sealed_file.Outer, opener: Opener) -> bytes:
    """Open the box of a backup; raises `Refusal` for whoever has not what it needs."""
    kind, box = outer.box[:1], outer.box[1:]
    if kind == b"P" and opener.passphrase:
        return unwrapped(box, opener.passphrase, b"", PURPOSE, outer.bound)
    if kind == b"R" and opener.root is not None:
        try:
            return open_sealed(root_encryption_private(opener.root), box, PURPOSE + outer.bound.hex().encode())
        except Broken:
            raise Refusal("recovery_other_site", fingerprint=fingerprint(opener.root.public)) from None
    raise Refusal("backup_needs_recovery" if kind == b"R" else "backup_needs_passphrase")


def _parts(copy: Path) -> Iterator[bytes]:
    with copy.open("rb") as file:
        while data := file.read(PART):
            yield data


def _digest_of(copy: Path) -> str:
    digest = hashlib.sha256()
    for data in _parts(copy):
        digest.update(data)
    return digest.hexdigest()
