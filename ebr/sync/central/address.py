"""Where a central store is: the address as people write it, and the engine for it.

    postgresql://LOGIN[:PASSWORD]@HOST[:PORT]/DATABASE[?sslmode=...]      a server
    sqlite:///PATH                                                        a file here: no independent witness

To any host but this computer the connection is encrypted and the server's certificate checked against its name
(`sslmode=verify-full`), with the system's authorities unless the address names a file (`sslrootcert`). A password that
is not in the address comes from the caller, or from where PostgreSQL's own tools look for it.

Nothing waits for ever: a connection has 10 seconds to come about, and an answer as long as `patience.PATIENCE`; the
system gives up a connection whose other end is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from ebr.domain.refusal import Refusal
from ebr.storage import database, folder
from ebr.sync.central.tables import PLACE

SETTINGS: Final[dict[str, str]] = {
    "connect_timeout": "10",
    "keepalives": "1",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
    "application_name": "ebr",
}
THIS_COMPUTER: Final = frozenset({"", "localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Address:
    """An address that was understood."""

    url: URL

    @property
    def server(self) -> bool:
        """Whether it is a PostgreSQL server and not a file."""
        return self.url.get_backend_name() == "postgresql"

    @property
    def name(self) -> str:
        """The address without any secret, for people."""
        if not self.server:
            return str(self.path)
        port = f":{self.url.port}" if self.url.port else ""
        return f"{self.host or 'this computer'}{port}/{self.url.database or ''}"

    @property
    def host(self) -> str:
        """The host as it is written; a folder for a local socket."""
        asked = self.url.host or self.url.query.get("host", "")
        return asked if isinstance(asked, str) else ",".join(asked)

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.url.database or "")

    @property
    def local(self) -> bool:
        """Whether the server runs on this computer."""
        return self.host in THIS_COMPUTER or self.host.startswith("/")

    def with_login(self, login: str, password: str) -> str:
        """Return the address as text for another login."""
        return self.url.set(drivername="postgresql", username=login, password=password).render_as_string(
            hide_password=False
        )


def understood(text: str, password: str | None = None) -> Address:
    """Return an address from its text; raises `Refusal`."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as wrong:
        raise Refusal("centre_address", address=_without_secret(text)) from wrong
    backend, database_name = url.get_backend_name(), url.database or ""
    if backend == "sqlite" and database_name and database_name != ":memory:":
        return Address(url)
    if backend not in {"postgresql", "postgres"} or not database_name:
        raise Refusal("centre_address", address=_without_secret(text))
    url = url.set(drivername="postgresql+psycopg")
    return Address(url if password is None or url.password else url.set(password=password))


def engine_of(address: Address, own: str = "") -> Engine:
    """Return the engine; nothing is connected yet. Raises `Refusal` for a file that cannot be used.

    `own` tells a server which log is the asking station's own (`guard`).
    """
    return _server(address, own) if address.server else _file(address.path)


def _server(address: Address, own: str) -> Engine:
    from ebr.sync.central.patience import Patient

    given = dict(address.url.query)
    settings = {name: value for name, value in SETTINGS.items() if name not in given}
    if not address.local and "sslmode" not in given:
        settings["sslmode"] = "verify-full"
    if str({**settings, **given}.get("sslmode", "")).startswith("verify") and "sslrootcert" not in given:
        settings["sslrootcert"] = "system"
    if own:
        settings["options"] = f"{given.get('options', '')} -c ebr.own={own}".strip()
    parameters = {**address.url.translate_connect_args(username="user", database="dbname"), **given, **settings}

    def connect() -> Any:  # noqa: ANN401 - psycopg's connection, which SQLAlchemy takes as it is
        return Patient.connect(**parameters)

    return create_engine("postgresql+psycopg://", creator=connect, pool_size=1, max_overflow=1)


def _file(path: Path) -> Engine:
    if not path.parent.is_dir():
        raise Refusal("centre_unreachable", centre=str(path), why="")
    shared = folder.shared_file_system(path.parent)
    if shared:
        raise Refusal("store_network_folder", folder=str(path.parent), found=shared)
    database.check_engine(database.PYSQLITE)
    engine = create_engine(
        "sqlite://",
        module=database.PYSQLITE.module,
        creator=lambda: database.PYSQLITE.connect(path, False),
        poolclass=NullPool,
        execution_options={"schema_translate_map": {PLACE: None}},
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:  # noqa: ANN401 - whatever the driver gives
        connection.isolation_level = None
        for name, value in {**database.SETTINGS, "synchronous": database.EXTRA}.items():
            connection.execute(f"PRAGMA {name} = {value}").fetchall()

    @event.listens_for(engine, "begin")
    def _begins(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")

    return engine


def _without_secret(text: str) -> str:
    head, at, tail = text.rpartition("@")
    return f"{head.partition('://')[0]}://...@{tail}" if at else text
