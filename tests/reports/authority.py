"""A time-stamp authority for tests that speaks RFC 3161 over HTTP, and can answer wrongly in every way there is."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

WHEN = dt.datetime(2026, 10, 20, 9, 30, tzinfo=dt.UTC)
Twist = Callable[[bytes], bytes]


def _certificate(name: str, key, issuer=None, issuer_key=None, *, purpose: bool = False, years: int = 3):
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    begins = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + dt.timedelta(days=365 * years + 1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if purpose:
        made = made.add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(issuer_key or key, hashes.SHA256())


class Authority:
    """An authority with a root of its own; `stamp(request)` answers as a good one does."""

    def __init__(self, *, purpose: bool = True, at: dt.datetime = WHEN) -> None:
        root_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
        root = _certificate("Test root", root_key)
        own = _certificate("Test time stamps", key, root, root_key, purpose=purpose)
        load = lambda one: asn1.Certificate.load(one.public_bytes(Encoding.DER))  # noqa: E731 - two uses, here
        secret = keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
        store = SimpleCertificateStore.from_certs([load(root)])
        self._stamper = DummyTimeStamper(load(own), secret, certs_to_embed=store, fixed_dt=at)

    def stamp(self, request: bytes) -> bytes:
        asked = tsp.TimeStampReq.load(request)
        return asyncio.run(self._stamper.async_request_tsa_response(asked)).dump()


@contextmanager
def served(answer: Callable[[bytes], bytes], status: int = 200) -> Iterator[str]:
    """Serve an authority on this machine; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            data = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
