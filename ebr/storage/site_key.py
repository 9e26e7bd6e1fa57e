"""The site root key: made at the first start, certifies, leaves in two halves and a file, and is not kept.

What it signs, each with its purpose first and canonical JSON after it:

    "ebr site/1" 0x00 {issuing_ca, log, name, people, root_key}
        `SiteCreated.certificate`; people: {person: signing key} of everybody enrolled in the foundation
    "ebr station/1" 0x00 {encryption_key, key, log, name, office, pdf_certificate}
        `StationAdmitted.certificate`

Station 1 holds an office key, which admits later stations. The fingerprint of a site is SHA-256 of the root public key.

Leaving: the recovery file holds the root seed sealed (AES-256-GCM) under a random key; that key is split into two
halves (XOR with random bytes), printed as words for two people. The file may be copied wherever the site keeps papers:
without both halves it opens for nobody, and the halves are nothing without the file. Words are base32 (RFC 4648,
letters A-Z and 2-7, so no 0/O and 1/I to mistake) in groups of four, the last two groups being a checksum (40 bits of
SHA-256 over the half's letter, "A" or "B", and its bytes), so a mistyped group is noticed at once.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ebr.domain import canonical
from ebr.domain.canonical import Json
from ebr.domain.refusal import Refusal
from ebr.storage.chain import holds

SITE_PURPOSE: Final = b"ebr site/1\x00"
STATION_PURPOSE: Final = b"ebr station/1\x00"
RECOVERY_SUITE: Final = "ebr recovery/1"
CHECK_BYTES: Final = 5
KEY_BYTES: Final = 32
GROUP: Final = 4
FIELD: Final = 2**255 - 19


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    box: str
    fingerprint: str
    nonce: str
    site: str
    suite: str


@dataclass(frozen=True, slots=True)
class Recovery:
    """How the root key leaves: a file, and the words for two people."""

    file: bytes
    words_a: str
    words_b: str


@dataclass(frozen=True, slots=True)
class SiteRoot:
    """The root key in memory, for as long as the first start takes."""

    private: Ed25519PrivateKey

    @classmethod
    def make(cls) -> SiteRoot:
        """Make a new root key."""
        return cls(Ed25519PrivateKey.generate())

    @property
    def public(self) -> str:
        """The public key, hex (`SiteCreated.root_key`)."""
        return self.private.public_key().public_bytes_raw().hex()

    def certify_site(self, name: str, log: str, people: Mapping[str, str], issuing_ca: str) -> str:
        """Return the certificate of the foundation; `people` are the signing keys of everybody enrolled in it (hex)."""
        return self.private.sign(site_message(name, log, people, issuing_ca, self.public)).hex()

    def certify_station(
        self, log: str, name: str, key: str, pdf_certificate: str, encryption_key: str = "", *, office: bool
    ) -> str:
        """Return the certificate of a station."""
        return certified_station(self.private, log, name, key, pdf_certificate, encryption_key, office=office)

    def leave(self, site: str) -> Recovery:
        """Return the recovery file and both halves of its key."""
        whole, half, nonce = secrets.token_bytes(32), secrets.token_bytes(32), secrets.token_bytes(12)
        box = AESGCM(whole).encrypt(nonce, self.private.private_bytes_raw(), site.encode())
        form = _File(box.hex(), fingerprint(self.public), nonce.hex(), site, RECOVERY_SUITE)
        file = msgspec.json.format(msgspec.json.encode(form, order="sorted"), indent=1) + b"\n"
        return Recovery(file, to_words("A", half), to_words("B", _xor(half, whole)))


def recovered(recovery: Recovery) -> SiteRoot:
    """Return the root key from the file and both halves; raises `Refusal` naming which part is wrong."""
    try:
        form = msgspec.json.decode(recovery.file, type=_File)
    except msgspec.MsgspecError as wrong:
        raise Refusal("recovery_file") from wrong
    whole = _xor(from_words("A", recovery.words_a), from_words("B", recovery.words_b))
    try:
        seed = AESGCM(whole).decrypt(bytes.fromhex(form.nonce), bytes.fromhex(form.box), form.site.encode())
    except (InvalidTag, ValueError) as wrong:
        raise Refusal("recovery_other_site", fingerprint=form.fingerprint) from wrong
    return SiteRoot(Ed25519PrivateKey.from_private_bytes(seed))


def root_encryption_key(root_key: str) -> str:
    """Return the X25519 key (hex) that belongs to a root key: what is sealed to it, only the recovery opens.

    The one map between both forms of the curve, u = (1 + y) / (1 - y) (RFC 7748, 4.1).
    """
    y = int.from_bytes(bytes.fromhex(root_key), "little") & ((1 << 255) - 1)
    u = (1 + y) * pow(1 - y, FIELD - 2, FIELD) % FIELD
    return u.to_bytes(KEY_BYTES, "little").hex()


def root_encryption_private(root: SiteRoot) -> X25519PrivateKey:
    """Return the private half: the scalar that Ed25519 derives from the seed (RFC 8032, 5.1.5)."""
    scalar = hashlib.sha512(root.private.private_bytes_raw()).digest()[:KEY_BYTES]
    return X25519PrivateKey.from_private_bytes(scalar)


def fingerprint(root_key: str) -> str:
    """Return the fingerprint of a site, hex."""
    return hashlib.sha256(bytes.fromhex(root_key)).hexdigest()


def site_holds(
    root_key: str, certificate: str, name: str, log: str, people: Mapping[str, str], issuing_ca: str
) -> bool:
    """Tell whether the root key certified this foundation."""
    return _holds(root_key, certificate, site_message(name, log, people, issuing_ca, root_key))


def certified_station(
    by: Ed25519PrivateKey,
    log: str,
    name: str,
    key: str,
    pdf_certificate: str,
    encryption_key: str,
    *,
    office: bool = False,
) -> str:
    """Return the certificate of a station by this key: the root's, or the office's own station key (hex)."""
    return by.sign(station_message(log, name, key, pdf_certificate, encryption_key, office=office)).hex()


def station_holds(
    by: str,
    certificate: str,
    log: str,
    name: str,
    key: str,
    pdf_certificate: str,
    encryption_key: str = "",
    *,
    office: bool,
) -> bool:
    """Tell whether this key (the root's or the office's) certified this station."""
    return _holds(by, certificate, station_message(log, name, key, pdf_certificate, encryption_key, office=office))


def site_message(name: str, log: str, people: Mapping[str, str], issuing_ca: str, root_key: str) -> bytes:
    """Return what the root key signs for the foundation."""
    document: dict[str, Json] = {
        "issuing_ca": issuing_ca,
        "log": log,
        "name": name,
        "people": dict(people),
        "root_key": root_key,
    }
    return SITE_PURPOSE + canonical.dumps(document)


def station_message(
    log: str, name: str, key: str, pdf_certificate: str, encryption_key: str = "", *, office: bool
) -> bytes:
    """Return what the root key or the office key signs for a station."""
    document: dict[str, Json] = {
        "encryption_key": encryption_key,
        "key": key,
        "log": log,
        "name": name,
        "office": office,
        "pdf_certificate": pdf_certificate,
    }
    return STATION_PURPOSE + canonical.dumps(document)


def to_words(half: str, data: bytes) -> str:
    """Return bytes as printed groups with a checksum."""
    text = base64.b32encode(data).decode().rstrip("=") + base64.b32encode(_check(half, data)).decode()
    return " ".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def from_words(half: str, words: str) -> bytes:
    """Return the bytes of printed groups, however they are spaced; raises `Refusal("recovery_words", half=...)`."""
    text = "".join(words.upper().split()).replace("-", "")
    body, check = text[:-8], text[-8:]
    try:
        data = base64.b32decode(body + "=" * (-len(body) % 8))
        right = base64.b32decode(check) == _check(half, data)
    except (binascii.Error, ValueError):
        right = False
        data = b""
    if not right or len(data) != KEY_BYTES:
        raise Refusal("recovery_words", half=half)
    return data


def _check(half: str, data: bytes) -> bytes:
    return hashlib.sha256(half.encode() + data).digest()[:CHECK_BYTES]


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _holds(key: str, certificate: str, message: bytes) -> bool:
    try:
        return holds(key, bytes.fromhex(certificate), message)
    except ValueError:
        return False
