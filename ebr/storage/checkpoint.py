"""A checkpoint: a C2SP signed note (tlog-checkpoint, signed-note) over a station's own log, or over a centre's tree.

    <origin>                          "<configured name>/<first 16 digits of the log's id>"
    <size>                            number of entries, decimal
    <root>                            RFC 6962 root, base64
    <extension lines>                 none of a station; a centre says when: "at <ISO 8601>"
                                      (empty line)
    \N{EM DASH} <origin> <signature>    base64 of key id (4 bytes) || Ed25519 signature over the text above the empty
                                      line, its line ends included

The key id is the first 4 bytes of SHA-256(origin || 0x0A || 0x01 || public key). A kept checkpoint is bound to the
configured key, never to the name that the other side reports.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr.storage.chain import Broken, holds

ED25519 = b"\x01"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says: whose log, how many entries, which root, and what else in lines of its own."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the signed text."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    def extension(self, name: str) -> str:
        """Return what follows a name in the extension lines, "" where no line has it."""
        start = f"{name} "
        return next((line.removeprefix(start) for line in self.extensions if line.startswith(start)), "")


def origin_of(name: str, log: str) -> str:
    """Return the origin of a log: a key name without spaces or plus signs, as signed notes demand."""
    plain = "".join(c if c.isalnum() or c in "-._" else "-" for c in name)
    return f"{plain}/{log[:16]}"


def signed_note(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """Return the note: the text and one signature line."""
    text = checkpoint.text()
    public = key.public_key().public_bytes_raw()
    signature = base64.b64encode(_key_id(checkpoint.origin, public) + key.sign(text.encode())).decode()
    return f"{text}\n\N{EM DASH} {checkpoint.origin} {signature}\n"


def opened(note: str, key: str) -> Checkpoint:
    """Return the checkpoint of a note signed by this key (hex); raises `Broken` for any other text or key."""
    text, _, signatures = note.rpartition("\n\n")
    checkpoint = _parsed(text + "\n")
    if not any(_signs(line, checkpoint, key) for line in signatures.splitlines()):
        raise Broken("checkpoint_signature", origin=checkpoint.origin)
    return checkpoint


def _parsed(text: str) -> Checkpoint:
    lines = text.split("\n")
    try:
        origin, size, root, *extensions = lines[:-1]
        decoded = base64.b64decode(root, validate=True)
        checkpoint = Checkpoint(origin, int(size), decoded, tuple(extensions))
    except (ValueError, binascii.Error) as wrong:
        raise Broken("checkpoint_form") from wrong
    if checkpoint.text() != text or not all(checkpoint.extensions):
        raise Broken("checkpoint_form")
    return checkpoint


def _signs(line: str, checkpoint: Checkpoint, key: str) -> bool:
    start = f"\N{EM DASH} {checkpoint.origin} "
    if not line.startswith(start):
        return False
    try:
        raw, public = base64.b64decode(line[len(start) :], validate=True), bytes.fromhex(key)
    except ValueError:
        return False
    return raw[:4] == _key_id(checkpoint.origin, public) and holds(key, raw[4:], checkpoint.text().encode())


def _key_id(origin: str, public: bytes) -> bytes:
    return hashlib.sha256(origin.encode() + b"\n" + ED25519 + public).digest()[:4]
