"""Asking a time-stamp authority (RFC 3161 over HTTP): one question, one bounded answer, nothing kept.

What leaves is the hash of a signature and a random number; an authority learns nothing of the record. Whether the token
is worth anything is for who embeds it (`ebr.reports.pdf.stamp`): here it is only seen to that the answer is one to this
question.
"""

from __future__ import annotations

import secrets
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Final
from urllib.parse import urlsplit

from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text

PATIENCE: Final = 20
"""Seconds for the whole exchange."""
LARGEST: Final = 64 * 1024
QUESTION: Final = "application/timestamp-query"
GRANTED: Final = ("granted", "granted_with_mods")
NONCE_BITS: Final = 63


def token(address: str, imprint: bytes) -> bytes:
    """Return the token (DER) over a SHA-256; raises `Refusal` tsa_address, tsa_unreachable, tsa_refused, tsa_answer."""
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
        raise Refusal("tsa_address", address=shown_text(address, 200))
    nonce = secrets.randbits(NONCE_BITS)
    return _token_in(address, _asked(address, _question(imprint, nonce)), nonce)


def _question(imprint: bytes, nonce: int) -> bytes:
    from asn1crypto import tsp

    about = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": imprint}
    asked = tsp.TimeStampReq({"version": 1, "message_imprint": about, "nonce": nonce, "cert_req": True})
    return bytes(asked.dump())


def _asked(address: str, question: bytes) -> bytes:
    request = urllib.request.Request(address, question, {"Content-Type": QUESTION})  # noqa: S310 - http or https only
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - the same
            data = bytes(answer.read(LARGEST + 1))
    except (urllib.error.URLError, HTTPException, OSError, ValueError) as wrong:
        raise Refusal("tsa_unreachable", address=shown_text(address, 200), why=shown_text(str(wrong), 200)) from wrong
    if len(data) > LARGEST:
        raise Refusal("tsa_answer", address=shown_text(address, 200))
    return data


def _token_in(address: str, data: bytes, nonce: int) -> bytes:
    from asn1crypto import cms, core, tsp

    try:
        parts = core.SequenceOf.load(data, strict=True, spec=core.Any)
        status = tsp.PKIStatusInfo.load(parts[0].dump())["status"].native
        token = cms.ContentInfo.load(parts[1].dump(), strict=True) if status in GRANTED else None
        said = token["content"]["encap_content_info"]["content"].parsed if token is not None else None
        fits = said is not None and said["nonce"].native == nonce
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as wrong:
        raise Refusal("tsa_answer", address=shown_text(address, 200)) from wrong
    if token is None:
        raise Refusal("tsa_refused", address=shown_text(address, 200), why=str(status))
    if not fits:
        raise Refusal("tsa_answer", address=shown_text(address, 200))
    return bytes(token.dump())
