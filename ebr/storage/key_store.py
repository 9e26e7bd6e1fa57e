"""Where a station's secret is kept: in this order, always said, never silently another.

    credential      a systemd credential `ebr-station` (sealed to the TPM where there is one); read only, made by the
                    system's administrator
    keyring         the operating system's key store
    sealed file     station.key, mode 0600, sealed with Argon2id and a passphrase that a supervisor types at each start
                    (a service without a terminal gets it as the credential `ebr-passphrase`)
    demonstration   station.key, mode 0600, in the clear: "demonstration, not protected"; refused in production

`station.key` is a small JSON text that always says which of the four is in use; only the last two hold the secret in
it. A key store that was chosen at creation and fails later is refused with its reason; another one is never tried in
its place.

`keyring` fails on a terminal in three ways (no D-Bus, daemon not unlocked, collection locked) and can wait behind a
kiosk window for a prompt that nobody sees; so it is probed in a thread with a time limit.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from ebr.domain.refusal import Refusal
from ebr.storage.folder import sync_folder
from ebr.storage.keys import FULL_COST, SECRET_BYTES, SMALL_COST, in_time, unwrapped, wrapped

FILE: Final = "station.key"
CREDENTIAL: Final = "ebr-station"
PASSPHRASE: Final = "ebr-passphrase"  # noqa: S105 - the name of a credential
SERVICE: Final = "ebr"
PROBE_SECONDS: Final = 3.0
PURPOSE: Final = b"ebr station file/1"

WORDS: Final = {
    "credential": "systemd credential",
    "keyring": "key store of the operating system",
    "sealed file": "file sealed with a passphrase",
    "demonstration": "demonstration, not protected",
}
"""How each key store is called where a person reads it (translated there)."""


@dataclass(frozen=True, slots=True)
class KeptSecret:
    """A station's secret and the key store it came from."""

    secret: bytes
    store: str


def create(
    folder: Path,
    profile: str,
    passphrase: str | None = None,
    prefer: str | None = None,
    restored: bytes | None = None,
) -> KeptSecret:
    """Make a station's secret and keep it; without `prefer` in the first key store that works.

    `restored` is the secret of a station that comes back from its backup.

    Raises `Refusal`: "key_store_no_passphrase" when only the sealed file is left and no passphrase was given,
    "key_store_not_in_production" for an unprotected one, "key_store_unavailable" when the preferred one does not work.
    """
    if profile == "production" and prefer == "demonstration":
        raise Refusal("key_store_not_in_production")
    if prefer and prefer not in WORDS:
        raise Refusal("key_store_unavailable", store=prefer, why=f"it is none of {', '.join(WORDS)}")
    name = prefer or _first_that_works(passphrase)
    if name == "sealed file" and not passphrase:
        raise Refusal("key_store_no_passphrase")
    if name == "credential":
        return _created_credential(folder, restored)
    secret = restored or secrets.token_bytes(SECRET_BYTES)
    if name == "keyring":
        entry = secrets.token_hex(8)
        _keyring_set(entry, secret.hex())
        _write(folder, {"store": name, "entry": entry})
    elif name == "sealed file":
        cost = FULL_COST if profile == "production" else SMALL_COST
        box = wrapped(secret, passphrase or "", b"", cost, PURPOSE, b"")
        _write(folder, {"store": name, "wrap": box.decode()})
    else:
        _write(folder, {"store": "demonstration", "note": WORDS["demonstration"], "secret": secret.hex()})
    return KeptSecret(secret, name)


def _created_credential(folder: Path, restored: bytes | None) -> KeptSecret:
    secret = _credential()
    if restored is not None and restored != secret:
        raise Refusal("key_store_unavailable", store="credential", why="it is not the station's that was backed up")
    _write(folder, {"store": "credential"})
    return KeptSecret(secret, "credential")


def opened(folder: Path, passphrase: str | None = None) -> KeptSecret:
    """Return a station's secret from the key store that its folder names.

    Raises `Refusal`: "key_store_needs_passphrase", "wrong_password", "key_store_unavailable" or "key_store_damaged".
    """
    kept = _read(folder)
    name = kept.get("store", "")
    try:
        if name == "credential":
            return KeptSecret(_credential(), name)
        if name == "keyring":
            return KeptSecret(bytes.fromhex(_keyring_get(kept["entry"])), name)
        if name == "demonstration":
            return KeptSecret(bytes.fromhex(kept["secret"]), name)
        if name == "sealed file":
            if not passphrase:
                raise Refusal("key_store_needs_passphrase")
            return KeptSecret(unwrapped(kept["wrap"].encode(), passphrase, b"", PURPOSE, b""), name)
    except (KeyError, ValueError) as wrong:
        raise Refusal("key_store_damaged", file=str(folder / FILE)) from wrong
    raise Refusal("key_store_damaged", file=str(folder / FILE))


def keep_file(folder: Path, kept: dict[str, str]) -> None:
    """Put back a key file as a backup held it."""
    _write(folder, kept)


def in_use(folder: Path) -> str:
    """Return which key store the folder names, without opening it ("" when it names none)."""
    try:
        return _read(folder).get("store", "")
    except Refusal:
        return ""


def probe_keyring() -> str:
    """Return why the operating system's key store cannot be used now, "" when it can."""
    name = f"probe-{secrets.token_hex(4)}"
    try:
        _keyring_set(name, "probe")
        found = _keyring_get(name)
        _keyring_delete(name)
    except Refusal as refusal:
        return refusal.params["why"]
    return "" if found == "probe" else "it gave back something else"


def _first_that_works(passphrase: str | None) -> str:
    if _credential_path(CREDENTIAL) is not None:
        return "credential"
    if not probe_keyring():
        return "keyring"
    if not passphrase:
        raise Refusal("key_store_no_passphrase")
    return "sealed file"


def credential_passphrase() -> str:
    """Return the passphrase of sealed files that was given as a systemd credential, "" without one."""
    path = _credential_path(PASSPHRASE)
    return path.read_text(encoding="utf-8").rstrip("\n") if path is not None else ""


def _credential_path(name: str) -> Path | None:
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    path = Path(folder) / name if folder else None
    return path if path is not None and path.is_file() else None


def _credential() -> bytes:
    path = _credential_path(CREDENTIAL)
    if path is None:
        raise Refusal("key_store_unavailable", store="credential", why="there is no credential ebr-station")
    data = path.read_bytes()
    secret = data if len(data) == SECRET_BYTES else bytes.fromhex(data.decode("ascii", "replace").strip())
    if len(secret) != SECRET_BYTES:
        raise ValueError("the credential is not 32 bytes")
    return secret


def _read(folder: Path) -> dict[str, str]:
    try:
        kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise Refusal("key_store_damaged", file=str(folder / FILE)) from wrong
    if not isinstance(kept, dict) or not all(isinstance(v, str) for v in kept.values()):
        raise Refusal("key_store_damaged", file=str(folder / FILE))
    return kept


def _write(folder: Path, kept: dict[str, str]) -> None:
    temporary = folder / f"{FILE}.new"
    temporary.unlink(missing_ok=True)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(kept, file, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / FILE)
    sync_folder(folder)


def _keyring_set(name: str, text: str) -> None:
    import keyring

    _told(lambda: keyring.set_password(SERVICE, name, text))


def _keyring_get(name: str) -> str:
    import keyring

    return _told(lambda: keyring.get_password(SERVICE, name)) or ""


def _keyring_delete(name: str) -> None:
    import keyring

    _told(lambda: keyring.delete_password(SERVICE, name))


def password(service: str, name: str) -> str | None:
    """Return a password that is kept in the operating system's key store, None for none; raises `Refusal`."""
    import keyring

    return _told(lambda: keyring.get_password(service, name))


def keep_password(service: str, name: str, text: str) -> None:
    """Keep a password in the operating system's key store; raises `Refusal`."""
    import keyring

    _told(lambda: keyring.set_password(service, name, text))


Result = TypeVar("Result")


def _told(call: Callable[[], Result]) -> Result:
    """Do one call of the key store; raises `Refusal` with its reason when it fails or does not answer in time."""
    from keyring.errors import KeyringError

    failures = (KeyringError, OSError, RuntimeError)  # NoKeyringError, InitError, KeyringLocked, the daemon's own
    try:
        return in_time(call, PROBE_SECONDS, failures)
    except failures as wrong:
        why = f"{type(wrong).__name__}: {wrong}".splitlines()[0]
        raise Refusal("key_store_unavailable", store="keyring", why=why) from wrong
