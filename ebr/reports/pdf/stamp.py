"""A time stamp on a station's seal: PAdES B-T, an RFC 3161 token over the seal's own signature value.

The seal says a time that is the station's word. A token of a time-stamp authority says that the seal existed then, by
somebody who has no part in the batch. It is put into the room that `sign` leaves behind the seal, as an attribute that
the seal does not sign: no byte under the seal changes, nothing is appended, and an offline station's report can be
stamped days later.

No B-LT: it would need revocation lists, and a site's own authority for seals issues none (the certificates are entries
of the record instead, which say when each was admitted and revoked).
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Final

from ebr.words import tr

if TYPE_CHECKING:
    from asn1crypto.cms import ContentInfo, SignedData, SignerInfo
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

ATTRIBUTE: Final = "signature_time_stamp_token"
ROOM: Final = 12 * 1024
"""Bytes left for a token behind a seal: authorities send 3 to 7 KiB, with all their certificates."""
PURPOSE: Final = "time_stamping"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A token that holds: when (ISO 8601, UTC), by whom, and the certificates, DER, the authority's own first."""

    at: str
    authority: str
    chain: tuple[bytes, ...]

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """SHA-256 of each certificate: one of them is what a site trusts."""
        return tuple(sha256(one).hexdigest() for one in self.chain)


def imprint(pdf: bytes) -> bytes:
    """Return what a token has to be about: SHA-256 of the seal's signature value; ValueError without one seal."""
    return sha256(_seal(pdf).signer_info["signature"].native).digest()


def stamped(pdf: bytes, token: bytes) -> bytes:
    """Return the file with the token in the room behind its seal; everything outside that room stays.

    ValueError, in words, for a file without exactly one seal, one that is stamped, one made without room, and a token
    that does not hold for it.
    """
    from asn1crypto import cms

    seal = _seal(pdf)
    _, start, end, _ = (int(part) for part in seal.byte_range)
    content = cms.ContentInfo.load(bytes(seal.pkcs7_content), strict=False)
    signer = content["content"]["signer_infos"][0]
    if signer["unsigned_attrs"]:
        raise ValueError(tr("The seal has a time stamp already."))
    attribute = cms.CMSAttribute({"type": ATTRIBUTE, "values": [cms.ContentInfo.load(token, strict=True)]})
    stamp_in(token, signer["signature"].native)
    signer["unsigned_attrs"] = cms.CMSAttributes([attribute])
    der = bytes(content.dump(force=True))
    hole = end - start - 2
    if 2 * len(der) > hole:
        raise ValueError(tr("There is no room for a time stamp behind this seal: make a new copy of the report."))
    return pdf[:start] + b"<" + der.hex().upper().encode().ljust(hole, b"0") + b">" + pdf[end:]


def stamp_of(signer: SignerInfo) -> Stamp | None:
    """Return the seal's stamp, None without one; ValueError, in words, for one that does not hold."""
    attributes = signer["unsigned_attrs"]
    if not attributes:
        return None
    if len(attributes) != 1 or attributes[0]["type"].native != ATTRIBUTE or len(attributes[0]["values"]) != 1:
        raise ValueError(tr("Behind the seal stands something else than one time stamp."))
    return stamp_in(attributes[0]["values"][0].dump(), signer["signature"].native)


def stamp_in(token: bytes, signature: bytes) -> Stamp:
    """Return the stamp in a token over a signature value; ValueError, in words, for one that does not hold."""
    from asn1crypto import cms

    try:
        content = cms.ContentInfo.load(token, strict=True)
        return _weighed(content, signature, token)
    except (TypeError, KeyError, IndexError, AttributeError) as wrong:
        raise ValueError(tr("The time stamp cannot be read: {error}.", error=repr(wrong))) from wrong


def _weighed(content: ContentInfo, signature: bytes, token: bytes) -> Stamp:
    data = content["content"]
    if content["content_type"].native != "signed_data" or len(data["signer_infos"]) != 1:
        raise ValueError(tr("The time stamp is not signed by exactly one authority."))
    if content.dump(force=True) != token or data["crls"] or data["signer_infos"][0]["unsigned_attrs"]:
        raise ValueError(tr("The time stamp holds more than a time stamp."))
    said = data["encap_content_info"]
    told = said["content"].parsed
    about = told["message_imprint"]
    if said["content_type"].native != "tst_info" or about["hash_algorithm"]["algorithm"].native != "sha256":
        raise ValueError(tr("The time stamp is of another kind."))
    if about["hashed_message"].native != sha256(signature).digest():
        raise ValueError(tr("The time stamp is about another seal."))
    chain = _certified(data, said["content"].contents)
    when = told["gen_time"].native
    own = chain[0]
    if not own.not_valid_before <= when <= own.not_valid_after:
        raise ValueError(tr("The time stamp was made outside the validity of its certificate."))
    name = str(own.subject.native.get("common_name", "") or own.subject.human_friendly)
    return Stamp(when.isoformat(), name, tuple(one.dump() for one in chain))


def _certified(data: SignedData, told: bytes) -> list[Certificate]:
    """Return the authority's certificate and its issuers, when its key signed what is told."""
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    signer = data["signer_infos"][0]
    certificates = [one.chosen for one in data["certificates"]]
    own = next((one for one in certificates if _is_of(one, signer)), None)
    if own is None:
        raise ValueError(tr("The time stamp does not bring its certificate."))
    algorithm = signer["digest_algorithm"]["algorithm"].native
    if [one["algorithm"].native for one in data["digest_algorithms"]] != [algorithm]:  # no signature covers that list
        raise ValueError(tr("The time stamp is of another kind."))
    try:
        digest, signed = validate_sig_integrity(signer, own, "tst_info", _digest(algorithm, told))
    except SignatureValidationError as wrong:
        raise ValueError(tr("The time stamp is not well formed: {error}.", error=str(wrong).rstrip("."))) from wrong
    if not (digest and signed and _names(signer, own)):
        raise ValueError(tr("The time stamp was not signed by the key of its certificate."))
    usage = own.extended_key_usage_value
    if usage is None or usage.native != [PURPOSE]:
        raise ValueError(tr("The certificate of the time stamp is not for time stamps."))
    return _issuers(own, [one for one in certificates if one is not own])


def _digest(algorithm: str, data: bytes) -> bytes:
    import hashlib

    if algorithm not in ("sha256", "sha384", "sha512"):
        raise ValueError(tr("The time stamp is of another kind."))
    return hashlib.new(algorithm, data).digest()


def _is_of(certificate: Certificate, signer: SignerInfo) -> bool:
    return bool(
        signer["sid"].name == "issuer_and_serial_number"
        and signer["sid"].chosen["serial_number"].native == certificate.serial_number
        and signer["sid"].chosen["issuer"] == certificate.issuer
    )


def _names(signer: SignerInfo, own: Certificate) -> bool:
    """Tell whether what is signed names this very certificate (RFC 5816), so that no other can be put in its place."""
    from asn1crypto import tsp

    for attribute in signer["signed_attrs"]:
        value = attribute["values"][0]
        if attribute["type"].native == "signing_certificate":
            found = tsp.SigningCertificate.load(value.dump())["certs"][0]["cert_hash"].native
            return bool(found == own.sha1)
        if attribute["type"].native == "signing_certificate_v2":
            first = tsp.SigningCertificateV2.load(value.dump())["certs"][0]
            return bool(first["cert_hash"].native == _digest(first["hash_algorithm"]["algorithm"].native, own.dump()))
    return False


def _issuers(own: Certificate, rest: list[Certificate]) -> list[Certificate]:
    """Return the chain; every certificate that came along belongs to it, as far as a root or the authority alone."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature

    chain = [own]
    while rest:
        above = next((one for one in rest if one.subject == chain[-1].issuer), None)
        if above is None:
            raise ValueError(tr("Certificates came with the time stamp that are not the authority's."))
        chain.append(above)
        rest = [one for one in rest if one is not above]
    loaded = [x509.load_der_x509_certificate(one.dump()) for one in chain]
    try:
        for one, issuer in zip(loaded, [*loaded[1:], loaded[-1]], strict=True):
            if len(chain) > 1:
                one.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError) as wrong:
        raise ValueError(tr("The certificates of the time stamp do not follow on each other.")) from wrong
    return chain


def _seal(pdf: bytes) -> EmbeddedPdfSignature:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        seals = PdfFileReader(BytesIO(pdf)).embedded_signatures
    except (PdfError, OSError, KeyError, TypeError) as wrong:
        raise ValueError(tr("The file is not a report: {error}.", error=repr(wrong))) from wrong
    if len(seals) != 1:
        raise ValueError(tr("The file does not carry exactly one seal."))
    seal: EmbeddedPdfSignature = seals[0]
    return seal


def found(pdf: bytes) -> Stamp:
    """Return the stamp on a file's seal; ValueError, in words, without one that holds."""
    stamp = stamp_of(_seal(pdf).signer_info)
    if stamp is None:
        raise ValueError(tr("The seal has no time stamp."))
    return stamp
