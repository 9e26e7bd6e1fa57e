"""The central store of a station: its address and the password for it, given once.

The address is remembered in `contact` without the password. The password goes where the station's own key is: into the
key store of the system (service "ebr central"), or, where that is not used, into the table of secrets locked by the
station's key. Neither is ever part of the record, of an export or of a bundle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from ebr.domain.refusal import Refusal
from ebr.storage import key_store

if TYPE_CHECKING:
    from ebr.station.inside import Inside
    from ebr.sync.central import Central

SERVICE: Final = "ebr central"
CENTRAL: Final = "central"
LOCKED: Final = "central-password"


def centre_of(station: Inside, url: str = "", password: str | None = None) -> Central:
    """Return the central store of an address, or of the one remembered, for a `with`.

    Raises `Refusal("centre_not_named")` without either.

    A password in the address or beside it is remembered with it, once the store was reached (`remember`).
    """
    from ebr.sync.central import Central as _Central

    return _Central.at(*way(station, url, password), own=station.store.log.id)


def way(station: Inside, url: str = "", password: str | None = None) -> tuple[str, str | None]:
    """Return address and password to a central store, of an address given or the one remembered; raises as above."""
    plain, given = parted(url) if url else (address(station), None)
    if not plain:
        raise Refusal("centre_not_named")
    return plain, password or given or _password(station, plain)


def remember(station: Inside, url: str, password: str | None = None) -> None:
    """Remember an address, and its password where one was given."""
    plain, given = parted(url)
    station.store.keep_contact(CENTRAL, {"url": plain})
    secret = password or given
    if secret:
        _keep(station, plain, secret)


def address(station: Inside) -> str:
    """Return the address remembered, without a password; "" for none."""
    found = station.store.contact(CENTRAL)
    return str(found["url"]) if found else ""


def parted(url: str) -> tuple[str, str | None]:
    """Return an address without its password, and the password."""
    parts = urlsplit(url)
    if parts.password is None:
        return url, None
    where = parts.netloc.rpartition("@")[2]
    netloc = f"{quote(unquote(parts.username or ''), safe='')}@{where}"
    return urlunsplit(parts._replace(netloc=netloc)), unquote(parts.password)


def _password(station: Inside, url: str) -> str | None:
    box = station.store.secret(LOCKED)
    if box is not None:
        return station.store.keys.unlock(LOCKED, box).decode()
    return key_store.password(SERVICE, url) if station.store.key_store == "keyring" else None


def _keep(station: Inside, url: str, secret: str) -> None:
    store = station.store
    if store.key_store == "keyring":
        key_store.keep_password(SERVICE, url, secret)
        store.keep_secret(LOCKED, None)
    else:
        store.keep_secret(LOCKED, store.keys.lock(LOCKED, secret.encode()))
