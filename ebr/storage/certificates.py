"""X.509 certificates for PDFs: the site's issuing CA and a leaf per station, ECDSA P-256.

PDF readers want X.509, and poppler's pdfsig calls an Ed25519 PAdES signature corrupt: so PDFs are signed with P-256. A
certificate says which station made a file; it is no approval by a person. The CA's key belongs to the office station; a
leaf's key never leaves its station. Both are kept wrapped in the table of secrets.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

CA_YEARS: Final = 30
LEAF_YEARS: Final = 10
"""Records are kept for decades; a signature made within the time of its certificate stays valid."""

PrivateKey = ec.EllipticCurvePrivateKey


def new_key() -> PrivateKey:
    """Make a P-256 key."""
    return ec.generate_private_key(ec.SECP256R1())


def key_bytes(key: PrivateKey) -> bytes:
    """Return a private key as PKCS 8 DER, to be wrapped before it is kept."""
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.DER, form, serialization.NoEncryption())


def public_bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    """Return a public key as SubjectPublicKeyInfo DER, as a station asks for its certificate with."""
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def public_from(data: bytes) -> ec.EllipticCurvePublicKey:
    """Return the public key of `public_bytes`; raises `ValueError` for anything but a P-256 key."""
    try:
        key = serialization.load_der_public_key(data)
    except UnsupportedAlgorithm as wrong:
        raise ValueError("not a P-256 key") from wrong
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError("not a P-256 key")  # noqa: TRY004 - the bytes are wrong, not a type
    return key


def key_from(data: bytes) -> PrivateKey:
    """Return the private key of `key_bytes`; raises `ValueError` for anything else."""
    key = serialization.load_der_private_key(data, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("not a P-256 key")  # noqa: TRY004 - the bytes are wrong, not a type
    return key


def issuing_ca(site: str, profile: str, key: PrivateKey, now: datetime) -> bytes:
    """Return the site's self-issued CA certificate (DER); the root key certifies it through the foundation entry."""
    name = _name(site, f"{site} PDF issuing CA", profile)
    builder = _builder(name, name, key.public_key(), now, CA_YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(ca=True), critical=True)
    return _issued(builder, key.public_key(), key)


def station_leaf(
    ca: bytes,
    ca_key: PrivateKey,
    station: str,
    profile: str,
    key: PrivateKey | ec.EllipticCurvePublicKey,
    now: datetime,
) -> bytes:
    """Return a station's certificate for signing PDFs (DER); a station that joins sends only its public key."""
    public = key.public_key() if isinstance(key, PrivateKey) else key
    issuer = x509.load_der_x509_certificate(ca)
    site = str(issuer.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value)
    builder = _builder(_name(site, f"Station {station}", profile), issuer.subject, public, now, LEAF_YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(ca=False), critical=True)
    return _issued(builder, public, ca_key)


def issued_by(leaf: bytes, ca: bytes) -> bool:
    """Tell whether a certificate was issued by this CA; malformed ones were not."""
    try:
        x509.load_der_x509_certificate(leaf).verify_directly_issued_by(x509.load_der_x509_certificate(ca))
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _name(site: str, common: str, profile: str) -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, site[:64]),
        x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
    ]
    if profile != "production":
        parts.insert(1, x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, f"{profile}: not for production"))
    return x509.Name(parts)


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, now: datetime, years: int
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public)
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=365 * years))


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


def _issued(builder: x509.CertificateBuilder, public: ec.EllipticCurvePublicKey, ca_key: PrivateKey) -> bytes:
    own = x509.SubjectKeyIdentifier.from_public_key(public)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    builder = builder.add_extension(own, critical=False).add_extension(issuer, critical=False)
    return builder.sign(ca_key, SHA256()).public_bytes(serialization.Encoding.DER)
