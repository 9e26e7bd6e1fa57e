"""What a database says, as our words: a `Refusal` for the way and the other side, `Broken` for a log.

PostgreSQL names an error by five characters (`sqlstate`), our trigger too ("EB..."); while connecting there are none,
and the client library's own English text tells a certificate from a password. What is not listed here is a fault of
ours and stays one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError, ResourceClosedError

from ebr.domain.refusal import Refusal
from ebr.storage.chain import Broken
from ebr.sync.central.address import Address
from ebr.sync.central.certificate import problem

BROKEN: Final = {"EB001": "gap", "EB002": "link", "EB003": "header_hash", "EB004": "genesis", "EB007": "body_hash"}
NOT_YOURS: Final = "EB005"
TAKEN_PLACE: Final = "23505"
REFUSED: Final = {
    "28000": "centre_login",
    "28P01": "centre_login",
    "42501": "centre_rights",
    "53100": "centre_full",
    "25006": "centre_read_only",
    "3D000": "centre_empty",
    "3F000": "centre_empty",
    "42P01": "centre_foreign",
    "42703": "centre_foreign",
    "42883": "centre_foreign",
}
UNREACHABLE: Final = ("08", "53", "57", "55", "40", "58", "XX")
"""Classes of errors: connection, resources, operator intervention, locks, rolled back, system, internal."""
CERTIFICATE: Final = ("certificate", "does not support SSL", "SSL error", "sslrootcert")
LOGIN: Final = ("password", "authentication failed", 'role "', "pg_hba.conf")
RIGHTS: Final = "permission denied for database"
"""What a login that is let in and may not use this database is told while it connects."""
FILE: Final = {
    "database or disk is full": "centre_full",
    "readonly database": "centre_read_only",
    "file is not a database": "centre_foreign",
    "malformed": "centre_foreign",
    "no such table": "centre_foreign",
    "no such column": "centre_foreign",
    "locked": "centre_unreachable",
    "unable to open": "centre_unreachable",
    "disk I/O error": "centre_unreachable",
}


@contextmanager
def told(address: Address) -> Iterator[None]:
    """Turn what the database says inside the `with` into our words."""
    try:
        yield
    except DBAPIError as wrong:
        raise worded(wrong.orig or wrong, address) from wrong
    except ResourceClosedError as wrong:
        raise Refusal("centre_unreachable", centre=address.name, why=str(wrong)) from wrong


def contradicts(wrong: DBAPIError) -> bool:
    """Tell whether the server itself refused the entries: they do not extend what is there."""
    state = getattr(wrong.orig, "sqlstate", None) or ""
    return state in BROKEN or state == TAKEN_PLACE


def worded(wrong: BaseException, address: Address) -> BaseException:
    """Return what a driver's error means; the error itself where it is a fault of ours."""
    centre = address.name
    if not hasattr(wrong, "sqlstate"):
        return _of_file(wrong, centre)
    state = wrong.sqlstate or ""
    if state in BROKEN:
        return Broken(BROKEN[state], **_details(wrong, BROKEN[state]))
    if state == NOT_YOURS:
        return Refusal("centre_log_not_yours", centre=centre, log=_details(wrong, "")["log"])
    if state == TAKEN_PLACE:
        return Refusal("centre_unreachable", centre=centre, why="another program wrote the same log at this moment")
    if state in REFUSED:
        return Refusal(REFUSED[state], centre=centre, why=_line(wrong))
    if state and not state.startswith(UNREACHABLE):
        return wrong
    return _connecting(_line(wrong), address)


def _connecting(why: str, address: Address) -> Refusal:
    centre = address.name
    if any(word in why for word in CERTIFICATE):
        return Refusal("centre_certificate", centre=centre, why=problem(address) or why)
    if "FATAL" in why and "does not exist" in why and "database" in why:
        return Refusal("centre_empty", centre=centre)
    if RIGHTS in why:
        return Refusal("centre_rights", centre=centre, why=why.rpartition("FATAL:")[2].strip())
    if any(word in why for word in LOGIN):
        return Refusal("centre_login", centre=centre, why=why)
    return Refusal("centre_unreachable", centre=centre, why=why)


def _of_file(wrong: BaseException, centre: str) -> BaseException:
    code = next((code for text, code in FILE.items() if text in str(wrong)), None)
    return wrong if code is None else Refusal(code, centre=centre, why=_line(wrong))


def _details(wrong: BaseException, code: str) -> dict[str, str]:
    detail = getattr(getattr(wrong, "diag", None), "message_detail", None) or "{}"
    found = {name: str(value) for name, value in json.loads(detail).items()}
    wanted = {"gap": ("expected", "found"), "link": ("expected", "found"), "": ("log",)}.get(code, ())
    return {name: found.get(name, "") for name in wanted}


def _line(wrong: BaseException) -> str:
    """Return the first telling line of a driver's message, without what precedes it for programmers."""
    lines = [line.strip() for line in str(wrong).splitlines() if line.strip()]
    text = lines[0] if lines else type(wrong).__name__
    telling = text.rpartition(" failed: ")[2] if text.startswith("connection ") else text
    return telling.rstrip(".")
