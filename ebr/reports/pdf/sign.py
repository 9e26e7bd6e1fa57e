"""The station's seal on a report: PAdES B-B with ECDSA P-256, the only module that knows pyHanko for writing.

The seal says that this station made the file and that no byte was changed since. It is no person's signature and no
approval: its reason says so, and it is an ordinary signature, not a "certifying" one, because that word belongs to
the qualified person.

Two traps are closed here. pyHanko rewrites the XMP when it writes, which would break PDF/A and the comparison with a
rebuilt report, so its update of metadata is left out. An invisible field has no appearance, so an empty one is
written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final

from ebr.reports.pdf.stamp import ROOM
from ebr.words import tr

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from pyhanko.pdf_utils.extensions import DeveloperExtension
    from pyhanko.pdf_utils.generic import NameObject, PdfObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.writer import BasePdfFileWriter
    from pyhanko.sign.signers import PdfSigner, SimpleSigner
    from pyhanko.sign.signers.pdf_signer import PdfSigningSession

FIELD: Final = "StationSeal"
SEAL_ROOM: Final = 6 * 1024
"""Bytes for the seal itself, with its certificates."""


def seal_reason() -> str:
    """Return the reason that belongs on a station's seal."""
    return tr("Seal of the station on this print-out; not an approval and not a person's signature")


def sign(
    pdf: bytes, key: EllipticCurvePrivateKey, chain: Sequence[bytes], name: str, reason: str, at: datetime
) -> bytes:
    """Return the file with the seal appended; the bytes given stay the beginning of it.

    `chain` holds the certificates as DER, the station's own first, a self-signed root last; `at` is aware and is what
    the file says, not a proof of time. ValueError when the key is not on P-256 or not the key of the first
    certificate.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1

    if key.curve.name != SECP256R1.name:
        raise ValueError("a report is sealed with a key on P-256")
    if x509.load_der_x509_certificate(chain[0]).public_key() != key.public_key():
        raise ValueError("the first certificate is for another key")
    return _sealed(pdf, _signer(key, chain), name, reason, at)


def _signer(key: EllipticCurvePrivateKey, chain: Sequence[bytes]) -> SimpleSigner:
    from asn1crypto import keys, x509
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    certificates = [x509.Certificate.load(one) for one in chain]
    secret = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(
        signing_cert=certificates[0],
        signing_key=keys.PrivateKeyInfo.load(secret),
        cert_registry=SimpleCertificateStore.from_certs(certificates[1:]),  # type: ignore[no-untyped-call]
        embed_roots=True,
    )


def _sealed(pdf: bytes, signer: SimpleSigner, name: str, reason: str, at: datetime) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
    from pyhanko.sign.signers import PdfSignatureMetadata

    class QuietWriter(IncrementalPdfFileWriter):
        """Leaves everything but the seal as it was finished: it is what a verifier rebuilds."""

        def _update_meta(self) -> None:
            """Write no dates and no XMP."""

        def ensure_output_version(self, version: tuple[int, int]) -> None:
            """Stay at PDF 1.7, which PDF/A-3 demands."""

        def register_extension(self, ext: DeveloperExtension) -> None:
            """Announce nothing: PAdES needs no extension."""

    writer = QuietWriter(BytesIO(pdf))
    append_signature_field(writer, SigFieldSpec(FIELD))
    _give_appearance(writer)
    metadata = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, name=name, reason=reason
    )
    room = 2 * (SEAL_ROOM + ROOM)
    out = _at(at)(metadata, signer).sign_pdf(writer, existing_fields_only=True, bytes_reserved=room)
    return bytes(out.getvalue())


def _give_appearance(writer: IncrementalPdfFileWriter) -> None:
    from pyhanko.pdf_utils import generic

    field = writer.root["/AcroForm"]["/Fields"][0].get_object()
    entries = {"/Type": "/XObject", "/Subtype": "/Form"}
    form: dict[NameObject, PdfObject] = {
        generic.pdf_name(name): generic.pdf_name(value) for name, value in entries.items()
    }
    form[generic.pdf_name("/BBox")] = generic.ArrayObject([generic.NumberObject(0)] * 4)  # type: ignore[no-untyped-call]
    empty = writer.add_object(generic.StreamObject(dict_data=form, stream_data=b""))
    name = generic.pdf_name("/N")
    field[generic.pdf_name("/AP")] = generic.DictionaryObject({name: empty})  # type: ignore[no-untyped-call]
    writer.update_container(field)


def _at(at: datetime) -> type[PdfSigner]:
    """A signer that says the time it is given: pyHanko would ask the machine, wrong for a simulated clock."""
    from pyhanko.sign.signers import PdfSigner

    class TimedSigner(PdfSigner):
        def init_signing_session(
            self,
            pdf_out: BasePdfFileWriter,
            existing_fields_only: bool = False,  # noqa: FBT001, FBT002 - pyHanko's signature
        ) -> PdfSigningSession:
            session = super().init_signing_session(pdf_out, existing_fields_only)
            session.system_time = at
            return session

    return TimedSigner
