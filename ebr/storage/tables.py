"""The tables of `station.db` that are not views: the record itself, what repeats need, and the mutable secrets.

`entry` is append-only: triggers refuse UPDATE and DELETE, so a mistake of ours cannot rewrite the record (what stops an
attacker with the file are hashes, seals and witnesses). `body` is NULL where a replica carries headers only; it may be
filled in once, and nothing else of the row may change with it. `action` gives a repeated command its first answer.
`secret` holds wrapped private keys: they change and are wiped, so they are no part of the record (architecture.md,
"Signatures and keys"). `contact` holds what this station remembers of other sides (last contact, kept checkpoints,
quarantined logs, wanted batches): none of it is a fact of the record, all of it can be learnt anew but the kept
checkpoints. `stale_root` names the roots whose entries have arrived while their rows were not made anew yet; `mark`
changes with every arrival. `view_version` says which version of each view the rows were made by.
"""

from __future__ import annotations

from sqlalchemy import BLOB, TEXT, Column, Integer, MetaData, Table, UniqueConstraint

APPLICATION_ID = 0x45425231
"""Says in the file's head that it is an electronic batch record ("EBR1")."""
USER_VERSION = 2
"""The form of these tables; a program refuses a file with a higher one."""

METADATA = MetaData()

ENTRY = Table(
    "entry",
    METADATA,
    Column("arrival", Integer, primary_key=True),
    Column("log", TEXT, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("header", BLOB, nullable=False),
    Column("body", BLOB),
    Column("hash", BLOB, nullable=False),
    Column("seal", BLOB, nullable=False),
    UniqueConstraint("log", "seq"),
    sqlite_strict=True,
)

ACTION = Table(
    "action",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("first_arrival", Integer, nullable=False),
    Column("count", Integer, nullable=False),
    Column("answer", TEXT, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

SECRET = Table(
    "secret",
    METADATA,
    Column("name", TEXT, primary_key=True),
    Column("value", BLOB, nullable=False),
    sqlite_strict=True,
)

CONTACT = Table(
    "contact",
    METADATA,
    Column("name", TEXT, primary_key=True),
    Column("value", TEXT, nullable=False),
    sqlite_strict=True,
)

STALE_ROOT = Table(
    "stale_root",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("mark", TEXT, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

VIEW_VERSION = Table(
    "view_version",
    METADATA,
    Column("view", TEXT, primary_key=True),
    Column("version", Integer, nullable=False),
    sqlite_strict=True,
)

INDEXES = ("CREATE INDEX IF NOT EXISTS entry_without_body ON entry (log, seq) WHERE body IS NULL",)

TRIGGERS = (
    (
        "CREATE TRIGGER entry_stays BEFORE UPDATE ON entry WHEN OLD.body IS NOT NULL OR NEW.body IS NULL "
        "OR (NEW.arrival, NEW.log, NEW.seq, NEW.header, NEW.hash, NEW.seal) "
        "IS NOT (OLD.arrival, OLD.log, OLD.seq, OLD.header, OLD.hash, OLD.seal) "
        "BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END"
    ),
    "CREATE TRIGGER entry_remains BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END",
)

INSERT_ENTRY = "INSERT INTO entry (arrival, log, seq, header, body, hash, seal) VALUES (?, ?, ?, ?, ?, ?, ?)"
INSERT_ACTION = "INSERT INTO action (id, first_arrival, count, answer) VALUES (?, ?, ?, ?)"
FIND_ACTION = "SELECT first_arrival, count, answer FROM action WHERE id = ?"
INSERT_SECRET = "INSERT INTO secret (name, value) VALUES (?, ?)"  # noqa: S105 - a statement, not a secret
DELETE_SECRET = "DELETE FROM secret WHERE name = ?"  # noqa: S105

FILL_BODY = "UPDATE entry SET body = ? WHERE log = ? AND seq = ? AND body IS NULL"
MARK_STALE = "INSERT INTO stale_root (root, mark) VALUES (?, ?) ON CONFLICT (root) DO UPDATE SET mark = excluded.mark"
UNMARK_STALE = "DELETE FROM stale_root WHERE root = ?"
PUT_CONTACT = "INSERT INTO contact (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
