"""What is wrong with a server's certificate, in the words of whoever checked it.

PostgreSQL's client library says only that the check failed. So the server is asked once more, with nothing but the
request for encryption, and the certificate is checked in the same way: its authorities, its time, its name.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
from typing import Final

from ebr.sync.central.address import Address

SSL_REQUEST: Final = struct.pack("!ii", 8, 80877103)
SECONDS: Final = 5.0
PORT: Final = 5432


def problem(address: Address) -> str:
    """Return what is wrong with the certificate, "" when it cannot be told."""
    trusted = str(address.url.query.get("sslrootcert", "system"))
    with contextlib.suppress(OSError):
        context = ssl.create_default_context(cafile=None if trusted == "system" else trusted)
        try:
            with socket.create_connection((address.host, address.url.port or PORT), SECONDS) as plain:
                plain.sendall(SSL_REQUEST)
                if plain.recv(1) == b"S":
                    context.wrap_socket(plain, server_hostname=address.host).close()
        except ssl.SSLCertVerificationError as wrong:
            return str(wrong.verify_message).rstrip(".")
    return ""
