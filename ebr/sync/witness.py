"""The witness: a key at the centre that says what had arrived, and when.

It runs beside the central store, on a machine that no station writes to. Its key is an Ed25519 key in a file that only
its owner can read; the site admits its public half (`site.witness-admitted/1`), and stations believe no other. What it
signs is a C2SP signed note over the RFC 6962 tree of all entries in the order it verified them, with the time:

    centre/<first 16 digits of the public key>
    <size>
    <root, base64>
    at <ISO 8601 with offset>
                                      (empty line)
    \N{EM DASH} centre/<...> <signature>

A note is made whenever entries were added; one without anything new would say nothing.
"""

from __future__ import annotations

import json
import os
import secrets
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr.clock import Clock
from ebr.domain.refusal import Refusal
from ebr.storage.checkpoint import Checkpoint, signed_note
from ebr.storage.keys import SECRET_BYTES
from ebr.sync.central import Central
from ebr.sync.central.countersigning import Stopped, begin, finish, grow

KIND: Final = "ebr witness key/1"
MOST: Final = 10_000
"""Entries of one transaction."""
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Countersigned:
    """What one pass did: entries added, the size of the tree, the logs that do not verify."""

    added: int
    size: int
    stopped: tuple[Stopped, ...]


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """The witness's key."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """The public half, hex: what the site admits."""
        return self.private.public_key().public_bytes_raw().hex()

    @property
    def origin(self) -> str:
        """What notes of this key are headed with."""
        return f"centre/{self.public[:16]}"


def key_in(file: Path) -> WitnessKey:
    """Return the witness's key from its file, made there when it is not; raises `Refusal`.

    The file holds {"kind", "secret"}; one that others can read is refused.
    """
    if not file.exists():
        _write_key(file)
    try:
        if sys.platform != "win32" and file.stat().st_mode & OTHERS:
            raise Refusal("witness_key_open", file=str(file))
        kept = json.loads(file.read_text(encoding="utf-8"))
        secret = bytes.fromhex(kept["secret"])
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise Refusal("witness_key_damaged", file=str(file)) from wrong
    if kept.get("kind") != KIND or len(secret) != SECRET_BYTES:
        raise Refusal("witness_key_damaged", file=str(file))
    return WitnessKey(Ed25519PrivateKey.from_private_bytes(secret))


def countersign(
    centre: Central, key: WitnessKey, clock: Clock, *, replace: bool = False, most: int = MOST
) -> Countersigned:
    """Verify, append and sign what arrived since the last note, at most `most` entries in this one transaction.

    Raises `Refusal`. Call it again while it adds something.
    """
    centre.describe()
    with centre.writing() as connection:
        growth = begin(connection, key.public, replace=replace)
        grow(connection, growth, most)
        if growth.added:
            at = clock.now().wall
            size, root = growth.frontier.size, growth.frontier.root()
            note = signed_note(Checkpoint(key.origin, size, root, (f"at {at}",)), key.private)
            finish(connection, growth, key.public, note, at)
    return Countersigned(growth.added, growth.frontier.size, tuple(growth.stopped))


def countersign_all(centre: Central, key: WitnessKey, clock: Clock, *, replace: bool = False) -> Countersigned:
    """Countersign until nothing is left that verifies."""
    total = 0
    while True:
        done = countersign(centre, key, clock, replace=replace)
        total += done.added
        if not done.added:
            return Countersigned(total, done.size, done.stopped)


def _write_key(file: Path) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump({"kind": KIND, "secret": secrets.token_hex(SECRET_BYTES)}, stream)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as wrong:
        raise Refusal("store_read_only", folder=str(file.parent)) from wrong
