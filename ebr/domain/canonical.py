"""One way to write a document as bytes: canonical JSON.

UTF-8, keys sorted by code point, no spaces, text in NFC, no floats at all; integers stay within +-(2^53-1), anything
larger and every decimal is text. The storage's faster writer gives the same bytes (a test holds the two together);
what was stored is hashed as it stands and never written again.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]
LARGEST = 2**53 - 1


def dumps(document: Json) -> bytes:
    """Return the canonical bytes of plain JSON data; raises `TypeError` or `ValueError` for what has no such form."""
    return json.dumps(_checked(document), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(document: Json) -> str:
    """Return the SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(dumps(document)).hexdigest()


def _checked(part: Json) -> Json:
    if part is None or isinstance(part, bool):
        return part
    if isinstance(part, str):
        return unicodedata.normalize("NFC", part)
    if isinstance(part, int):
        if abs(part) > LARGEST:
            raise ValueError(f"integer beyond 2^53-1: {part}")
        return part
    if isinstance(part, Mapping):
        return {_key(key): _checked(value) for key, value in part.items()}
    if isinstance(part, Sequence):
        return [_checked(value) for value in part]
    raise TypeError(f"no canonical form for {type(part).__name__}")


def _key(key: object) -> str:
    if not isinstance(key, str) or not key.isascii():
        raise TypeError(f"a key must be ASCII text: {key!r}")
    return key
