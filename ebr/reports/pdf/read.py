"""Reading a report back: its seal, its attachments, its words. Nothing here trusts the file.

A file may be anything somebody sent us. Whatever the libraries say about damage becomes words in the answer; the
answer never claims more than was checked. Whether the seal's certificate is *this site's* is for the caller, who
knows the site's root.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509 import InvalidVersion

from ebr.words import tr

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pypdfium2 import PdfPage

    from ebr.reports.pdf.stamp import Stamp

BROKEN: Final = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OSError,
    NotImplementedError,
    ArithmeticError,
    RecursionError,
    AssertionError,
    UnsupportedAlgorithm,
    InvalidSignature,
    InvalidVersion,
)
"""How the libraries fail on bytes that somebody damaged; each was met by changing every byte of a seal."""


@dataclass(frozen=True, slots=True)
class SignatureStatus:
    """What the seal of a file is worth.

    `intact`: the digest and the P-256 signature over it fit the bytes, and the certificates follow on each other.
    `covers_whole_file`: nothing was appended after the seal. `chain` is DER, the signer's certificate first, its
    issuers after it; `fingerprint` is the SHA-256 of the first. `at` is what the file claims, ISO 8601. `words` says
    what is wrong.
    """

    present: bool = False
    intact: bool = False
    covers_whole_file: bool = False
    signer: str = ""
    name: str = ""
    reason: str = ""
    at: str = ""
    chain: tuple[bytes, ...] = ()
    fingerprint: str = ""
    words: tuple[str, ...] = ()
    stamp: Stamp | None = None
    """The time stamp on the seal, when there is one and it holds."""

    @property
    def good(self) -> bool:
        """Tell whether nothing is wrong, the certificate's trust apart."""
        return self.present and self.intact and self.covers_whole_file and not self.words


def signature_status(pdf: bytes) -> SignatureStatus:
    """Return what the seal of a file is worth; never raises for what stands in the file."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        seals = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if not seals:
            return SignatureStatus(words=(tr("The file carries no seal."),))
        if len(seals) > 1:
            return SignatureStatus(present=True, words=(tr("The file carries more than one signature."),))
        return _weighed(pdf, seals[0])
    except (PdfError, *BROKEN) as error:
        # A damaged file fails inside the libraries in as many ways as there are bytes: all of them mean the same.
        words = tr("The seal cannot be read: {error}", error=repr(error))
        return SignatureStatus(present=b"/ByteRange" in pdf, words=(words,))


def _weighed(pdf: bytes, seal: EmbeddedPdfSignature) -> SignatureStatus:
    from hashlib import sha256

    from pyhanko.sign.validation.status import SignatureCoverageLevel

    from ebr.reports.pdf.stamp import stamp_of

    seal.compute_integrity_info(skip_diff=True)  # type: ignore[no-untyped-call]
    whole = seal.coverage == SignatureCoverageLevel.ENTIRE_FILE
    words = [] if whole else [tr("Bytes of the file lie outside the seal.")]
    chain = _chain([seal.signer_cert, *seal.other_embedded_certs])
    wrong = _wrong(pdf, seal, chain)
    stamp = None
    try:
        stamp = stamp_of(seal.signer_info)
    except ValueError as error:
        words.append(str(error))
    said = seal.sig_object
    at = seal.self_reported_timestamp
    return SignatureStatus(
        present=True,
        intact=not wrong,
        covers_whole_file=whole,
        signer=str(seal.signer_cert.subject.native.get("common_name", "")),
        name=str(said.get("/Name", "")),
        reason=str(said.get("/Reason", "")),
        at=at.isoformat() if at is not None else "",
        chain=tuple(one.dump() for one in chain),
        fingerprint=sha256(seal.signer_cert.dump()).hexdigest(),
        words=(*words, *wrong),
        stamp=stamp,
    )


def _wrong(pdf: bytes, seal: EmbeddedPdfSignature, chain: list[Certificate]) -> list[str]:
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    words = []
    try:
        digest, signed = validate_sig_integrity(seal.signer_info, seal.signer_cert, "data", seal.compute_digest())
    except SignatureValidationError as error:
        return [tr("The seal is not well formed: {error}", error=str(error))]
    if not digest:
        words.append(tr("The file was changed after it was sealed."))
    if not signed:
        words.append(tr("The seal was not made by the key of its certificate."))
    if not _exact(pdf, seal):
        words.append(tr("The seal's own bytes were changed."))
    if len(chain) != 1 + len(seal.other_embedded_certs) or not _issued(chain):
        words.append(tr("The seal's certificates do not follow on each other."))
    return words


def _exact(pdf: bytes, seal: EmbeddedPdfSignature) -> bool:
    """Tell whether the hole that the seal does not cover holds its own canonical bytes and nothing else.

    The padding behind them, upper or lower case digits and the parts that the key does not sign are the only bytes of
    a file that could be changed unnoticed.
    """
    _, start, end, _ = (int(part) for part in seal.byte_range)
    content = bytes(seal.pkcs7_content)
    der = content[: _der_length(content)]
    hole = pdf[start:end]
    return hole == b"<" + der.hex().upper().encode().ljust(len(hole) - 2, b"0") + b">" and _plain_cms(seal, der)


def _der_length(content: bytes) -> int:
    long_form, length = divmod(content[1], 0x80)
    return 2 + length + int.from_bytes(content[2 : 2 + length]) if long_form else 2 + length


def _plain_cms(seal: EmbeddedPdfSignature, der: bytes) -> bool:
    """Tell whether the unsigned parts of the envelope are as our own seals write them: one signer, no extras.

    A time stamp is the one thing that may come later; it is weighed by itself (`ebr.reports.pdf.stamp`).
    """
    from asn1crypto import cms

    whole = cms.ContentInfo.load(der, strict=True)
    data, signer = whole["content"], seal.signer_info
    return bool(
        whole["content_type"].native == "signed_data"
        and data["version"].native == "v1"
        and [one["algorithm"].native for one in data["digest_algorithms"]] == ["sha256"]
        and data["encap_content_info"]["content_type"].native == "data"
        and len(data["signer_infos"]) == 1
        and len(data["certificates"]) == 1 + len(seal.other_embedded_certs)
        and not data["crls"]
        and signer["version"].native == "v1"
        and signer["sid"].chosen.native == _issuer_serial(seal.signer_cert)
        and whole.dump(force=True) == der
    )


def _issuer_serial(certificate: Certificate) -> dict[str, object]:
    return {"issuer": certificate.issuer.native, "serial_number": certificate.serial_number}


def _chain(certificates: list[Certificate]) -> list[Certificate]:
    """The signer's certificate and then issuer after issuer, as far as they are there."""
    chain, rest = [certificates[0]], certificates[1:]
    while True:
        above = [one for one in rest if one.subject == chain[-1].issuer]
        if not above:
            return chain
        chain.append(above[0])
        rest.remove(above[0])


def _issued(chain: list[Certificate]) -> bool:
    """Tell whether each was issued by the next and the last by itself: a root that is not there vouches for nothing."""
    from cryptography import x509

    if any(one.serial_number <= 0 for one in chain):
        return False  # RFC 5280 forbids it, and cryptography would warn
    loaded = [x509.load_der_x509_certificate(one.dump()) for one in chain]
    try:
        for one, issuer in zip(loaded, [*loaded[1:], loaded[-1]], strict=True):
            one.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError):
        return False
    return True


def attachments(pdf: bytes) -> dict[str, bytes]:
    """Return the attached files by name; ValueError when the file cannot be read as PDF."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            return {name: opened.attachments[name].get_file().read_bytes() for name in opened.attachments}
    except pikepdf.PdfError as error:
        raise ValueError(str(error)) from error


def words_by_page(pdf: bytes) -> list[list[str]]:
    """Return every word of every page in the order of the file, hidden ones too; ValueError as `attachments`."""
    import pypdfium2

    try:
        opened = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    try:
        return [_words(opened[index]) for index in range(len(opened))]
    finally:
        opened.close()


def _words(page: PdfPage) -> list[str]:
    text = page.get_textpage()
    found = unicodedata.normalize("NFC", text.get_text_range()).split()
    text.close()
    page.close()
    return found
