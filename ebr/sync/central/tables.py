"""The tables of a central store, the same in PostgreSQL and in an embedded file.

`entry` is the record: written once, in the order of each log; the primary key (log, seq) refuses a second entry of one
place. `root` says whose body it is, so that bodies can travel by need. `file` holds attachments, `envelope` secrets
sealed to one station, `about` what the whole store is. `leaf`, `node` and `note` are the witness's tree: its leaves in
the order countersigned, the roots of complete subtrees of every eighth level, and every note; `tree` is its one mutable
row, locked by whoever countersigns. `login` says which roles there are, `owner` which log belongs to which of them.

In PostgreSQL they stand in a schema of their own, `ebr`; a file has no schemas.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

APPLICATION: Final = "ebr central store"
FILE_ID: Final = 0x45425243
"""Says in an embedded file's head what it is ("EBRC")."""
PLACE: Final = "ebr"

METADATA = MetaData(schema=PLACE)

ABOUT = Table("about", METADATA, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

ENTRY = Table(
    "entry",
    METADATA,
    Column("log", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("root", Text, nullable=False),
    Column("header", LargeBinary, nullable=False),
    Column("body", LargeBinary),
    Column("hash", LargeBinary, nullable=False),
    Column("seal", LargeBinary, nullable=False),
    PrimaryKeyConstraint("log", "seq"),
)

FILE = Table("file", METADATA, Column("sha256", Text, primary_key=True), Column("data", LargeBinary, nullable=False))

ENVELOPE = Table(
    "envelope",
    METADATA,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True),
    Column("to", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("box", LargeBinary, nullable=False),
    Index("envelope_to", "to", "name", "version"),
)

LEAF = Table(
    "leaf",
    METADATA,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("log", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Index("leaf_of", "log", "seq", unique=True),
)

NODE = Table(
    "node",
    METADATA,
    Column("level", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("level", "position"),
)

NOTE = Table(
    "note",
    METADATA,
    Column("size", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
    Column("text", Text, nullable=False),
    PrimaryKeyConstraint("size", "at"),
)

TREE = Table(
    "tree",
    METADATA,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("size", BigInteger, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
    Column("witness", Text, nullable=False),
    Column("note", Text, nullable=False),
)

LOGIN = Table(
    "login",
    METADATA,
    Column("role", Text, primary_key=True),
    Column("kind", Text, nullable=False),
)
"""`kind` is "station", "relay" (also brings logs that belong to nobody else) or "witness"."""

OWNER = Table("owner", METADATA, Column("log", Text, primary_key=True), Column("role", Text, nullable=False))

WITHOUT_CHANGE: Final = ("entry", "file", "envelope", "leaf", "node", "note")
"""Rows of these are never changed and never deleted; `entry.body` may come later once."""
