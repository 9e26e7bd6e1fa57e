"""What this machine offers a station: its SQLite and its key store, in words."""

from __future__ import annotations

from pathlib import Path

from ebr.domain.refusal import Refusal
from ebr.storage import key_store
from ebr.storage.database import PYSQLITE, check_engine
from ebr.storage.setting import PROGRAM
from ebr.words import tr


def program_version() -> str:
    """Return the version of this program, as entries name it without its name."""
    return PROGRAM.split()[-1]


def engine() -> tuple[bool, str]:
    """Tell whether the SQLite in use is sound, with words."""
    version = str(PYSQLITE.module.sqlite_version)
    try:
        check_engine(PYSQLITE)
    except Refusal:
        return False, tr("SQLite {version} can lose committed transactions", version=version)
    return True, tr("SQLite {version}", version=version)


def keyring_state() -> str:
    """Say whether the system's key store works."""
    why = key_store.probe_keyring()
    return tr("key store of the system: {why}", why=why) if why else tr("key store of the system works")


def needs_passphrase(folder: Path) -> bool:
    """Tell whether a station's key is kept in a file that only a passphrase opens."""
    return key_store.in_use(folder) == "sealed file"


def given_passphrase() -> str:
    """Return the passphrase that a service was given as a systemd credential, "" without one; raises `Refusal`."""
    return key_store.credential_passphrase()
