"""Certificates for PDFs: P-256, issued by the site's CA, marked outside production."""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from ebr.storage import certificates

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_a_leaf_is_issued_by_the_sites_ca_only() -> None:
    ca_key, key, other_key = (certificates.new_key() for _ in range(3))
    ca = certificates.issuing_ca("Example", "production", ca_key, NOW)
    other = certificates.issuing_ca("Example", "production", other_key, NOW)
    leaf = certificates.station_leaf(ca, ca_key, "Room 1", "production", key, NOW)
    assert certificates.issued_by(leaf, ca)
    assert not certificates.issued_by(leaf, other)
    assert not certificates.issued_by(leaf[:-1], ca)
    assert not certificates.issued_by(b"", ca)


def test_a_leaf_says_what_it_is_for() -> None:
    ca_key, key = certificates.new_key(), certificates.new_key()
    ca = certificates.issuing_ca("Example", "demonstration", ca_key, NOW)
    leaf = x509.load_der_x509_certificate(certificates.station_leaf(ca, ca_key, "Room 1", "demonstration", key, NOW))
    assert isinstance(leaf.public_key(), ec.EllipticCurvePublicKey)
    assert leaf.subject.rfc4514_string() == "CN=Station Room 1,OU=demonstration: not for production,O=Example"
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert not usage.key_cert_sign
    assert leaf.not_valid_before_utc < NOW < leaf.not_valid_after_utc


def test_keys_come_back_from_their_bytes() -> None:
    key = certificates.new_key()
    assert certificates.key_from(certificates.key_bytes(key)).public_key() == key.public_key()
