"""Certificates of a site for tests: a root, an issuing authority for PDFs, and a station's own leaf, all on P-256."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

MADE = dt.datetime(2026, 10, 18, 12, 2, 11, tzinfo=dt.UTC)


@dataclass
class Station:
    key: ec.EllipticCurvePrivateKey
    chain: list[bytes]


def certificate(name, key, issuer=None, issuer_key=None, *, authority=False):
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(not authority, not authority, False, False, False, authority, authority, False, False)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(MADE - dt.timedelta(days=1))
        .not_valid_after(MADE + dt.timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(issuer_key or key, hashes.SHA256())
    )


def station(name="Cleanroom B-2") -> Station:
    root_key, issuing_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    root = certificate("Example Cell Works site root", root_key, authority=True)
    issuing = certificate("Example Cell Works PDF issuing", issuing_key, root, root_key, authority=True)
    leaf = certificate(f"Station {name}", key, issuing, issuing_key)
    return Station(key, [one.public_bytes(Encoding.DER) for one in (leaf, issuing, root)])
