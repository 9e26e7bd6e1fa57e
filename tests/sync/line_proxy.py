"""A line before a server that does what real lines do: encrypt, break at any byte, swallow everything, talk nonsense."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

SSL_REQUEST = struct.pack("!ii", 8, 80877103)


@dataclass(slots=True)
class Line:
    """`limit`: bytes from the client until the line breaks; `back`: the same for the server's answers."""

    target: Path | None = None
    tls: ssl.SSLContext | None = None
    limit: int | None = None
    back: int | None = None
    says: bytes = b""
    swallow: bool = False
    port: int = 0
    sent: int = 0
    _open: list[socket.socket] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)
    _keeping: threading.Lock = field(default_factory=threading.Lock)
    _closed: bool = False

    def serve(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client = self._kept(listening.accept()[0])
                self._start(self._talk, client)

    def _kept(self, one: socket.socket) -> socket.socket:
        """Give a socket to `close`; raises `OSError` where the line is closed already."""
        with self._keeping:
            if not self._closed:
                self._open.append(one)
                return one
        one.close()
        raise OSError("the line is closed")

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _talk(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if self.says:
                client.recv(1024)
                client.sendall(self.says)
            elif self.swallow:
                while client.recv(65536):
                    pass
            else:
                client = self._encrypted(client)
                server = self._kept(socket.socket(socket.AF_UNIX))
                server.connect(str(self.target))
                self._start(self._pass, server, client, self.back, False)
                self._pass(client, server, self.limit, True)
        _ended(client)

    def _encrypted(self, client: socket.socket) -> socket.socket:
        """Answer whoever asks for encryption."""
        if client.recv(8, socket.MSG_PEEK) != SSL_REQUEST:
            return client
        client.recv(8)
        client.sendall(b"S" if self.tls else b"N")
        if self.tls is None:
            return client
        safe = self.tls.wrap_socket(client, server_side=True, do_handshake_on_connect=False)
        self._kept(safe)
        try:
            safe.do_handshake()
        except OSError:
            _ended(safe)
            raise
        return safe

    def _pass(self, source: socket.socket, sink: socket.socket, limit: int | None, counted: bool) -> None:
        left = limit
        with contextlib.suppress(OSError):
            while data := source.recv(16384):
                if left is not None:
                    data, left = data[:left], left - len(data)
                if counted:
                    self.sent += len(data)
                sink.sendall(data)
                if left is not None and left <= 0:
                    break
        for end in (source, sink):
            _ended(end)

    def close(self) -> None:
        """End every connection; returns when nobody uses its sockets any more and they are closed."""
        with self._keeping:
            self._closed = True
        for one in self._open:
            _ended(one)
        for thread in self._threads:
            thread.join(5)
        for one in self._open:
            one.close()


def _ended(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)


@contextmanager
def line(**how: object) -> Iterator[Line]:
    """Run a line for the length of a `with`; `port` is where it listens on this computer."""
    listening = socket.create_server(("127.0.0.1", 0))
    made = Line(port=listening.getsockname()[1], **how)  # type: ignore[arg-type]
    thread = threading.Thread(target=made.serve, args=(listening,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)
        listening.close()
        made.close()


def authority(folder: Path) -> tuple[Path, ec.EllipticCurvePrivateKey, x509.Certificate]:
    """Make an authority and return the file that a client trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    cert = _certificate("Test authority", key, "Test authority", key, days=(-2, 30), ca=True)
    file = folder / "authority.pem"
    file.write_bytes(cert.public_bytes(serialization.Encoding.PEM))
    return file, key, cert


def context(
    folder: Path, ca_key: ec.EllipticCurvePrivateKey, name: str, days: tuple[int, int] = (-2, 30)
) -> ssl.SSLContext:
    """Return what a server of this name needs to encrypt; `days` from now is when its certificate holds."""
    key = ec.generate_private_key(ec.SECP256R1())
    cert = _certificate(name, key, "Test authority", ca_key, days=days, ca=False)
    file = folder / f"{name}.pem"
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(pem + cert.public_bytes(serialization.Encoding.PEM))
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(file)
    return made


def _certificate(
    subject: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    signer: ec.EllipticCurvePrivateKey,
    *,
    days: tuple[int, int],
    ca: bool,
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if not ca:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(subject)]), critical=False)
    return builder.sign(signer, SHA256())
