"""What this machine offers a station: its SQLite and its key store, in words."""

from __future__ import annotations

from ebr.domain.refusal import Refusal
from ebr.storage.database import PYSQLITE, check_engine
from ebr.storage.key_store import probe_keyring
from ebr.words import tr


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
    why = probe_keyring()
    return tr("key store of the system: {why}", why=why) if why else tr("key store of the system works")
