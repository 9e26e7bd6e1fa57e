"""Whether an Ed25519 signature holds: OpenSSL's answer, in half the time for those that do.

Verifying seals is the longest part of taking and checking entries. libsodium does it in some 45 microseconds where
OpenSSL (`cryptography`) takes 80, and is the stricter of the two: both refuse an S that is not below the group's order
and compare R byte by byte (without the cofactor), and libsodium also refuses keys and R of small order and keys that
are not written canonically. So whatever libsodium accepts OpenSSL accepts, and only where libsodium says no is OpenSSL
asked: one answer for every key, signature and message, whichever of the two gave it. A test holds them together with
the known awkward cases; a libsodium that compared with the cofactor would fail it.

Keys are made and signatures written by `cryptography` alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from nacl.bindings import crypto_sign_open
from nacl.exceptions import CryptoError

KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64


def verified(key: str, signature: bytes, message: bytes) -> bool:
    """Tell whether a signature over a message was made with this key (hex); a malformed one of either was not."""
    if len(signature) != SIGNATURE_BYTES:
        return False  # libsodium would take it for a part of the message
    try:
        crypto_sign_open(signature + message, _raw(key))
    except ValueError:
        return False
    except CryptoError:
        return openssl(key, signature, message)
    return True


def openssl(key: str, signature: bytes, message: bytes) -> bool:
    """Return what OpenSSL says of a signature."""
    try:
        Ed25519PublicKey.from_public_bytes(_raw(key)).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=256)
def _raw(key: str) -> bytes:
    """Return the bytes of a key; one seals thousands of entries in a row. Raises `ValueError` for what is none."""
    raw = bytes.fromhex(key)
    if len(raw) != KEY_BYTES:
        raise ValueError("not a key")
    return raw
