"""One station's store: its folder, its database, its log, its keys; made, opened for writing, opened for reading.

`Store.create` makes a whole station or none: everything up to the end of `first` is written to `station.db.new`, which
is closed, made durable and only then renamed. A power cut on the way leaves leftovers that the next `create` removes.

`Store.open` takes the writer's lock, checks the tail of the log with its seals, refuses a log that holds events this
program does not know, rebuilds views whose version differs, makes a start key, and writes `station.key-started/1`.
Readers (`Store.read`) need no key and no lock.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, DBAPIError

from ebr.domain.decision import Draft
from ebr.domain.refusal import Refusal
from ebr.domain.station.events import Genesis, KeyStarted
from ebr.domain.station.state import StationState, clock_drafts
from ebr.domain.subjects import station as station_subject
from ebr.domain.values import Instant
from ebr.storage import codec, database, folder, key_store
from ebr.storage.beside import Beside
from ebr.storage.chain import Sealer, parsed, stamp
from ebr.storage.fault import WriteFailed
from ebr.storage.held import FACT, HeldFacts
from ebr.storage.keys import StationKeys
from ebr.storage.log import Log
from ebr.storage.opening import NEW, check_tail, finish, own_log, remove_leftovers
from ebr.storage.projector import Projector
from ebr.storage.reader import Reader
from ebr.storage.reading import last_of
from ebr.storage.setting import Founding, Setting
from ebr.storage.views import subject_index

OWN = "own"
"""Under this name `contact` holds the id of the log that this station writes, for readers without its key."""
HALTED = "halted"
"""Under this name `contact` says why the own log is not written any more."""


class Store(Beside):
    """A station's store, open for writing by this program alone."""

    def __init__(self, place: Path, path: Path, kept: key_store.KeptSecret, setting: Setting) -> None:
        self.folder = place
        self.key_store = kept.store
        self.keys = StationKeys.of(kept.secret)
        self.low_space = False
        self._path = path
        self._setting = setting
        self._engine = database.writer(path, setting.driver)
        self._connection = self._engine.connect()
        self._readers: Engine | None = None
        self._projector = Projector(setting.views, setting.aggregates)
        self._held = HeldFacts(lambda: self.contacts(FACT), setting.aggregates)
        self.log = Log(
            self._connection,
            self.keys.sealer(),
            self._projector,
            setting.aggregates,
            setting.program,
            self._is_there,
            self._make_room,
        )
        self.genesis: Genesis

    @classmethod
    def create(
        cls,
        place: Path,
        founding: Founding,
        *,
        passphrase: str | None = None,
        prefer_key_store: str | None = None,
        first: Callable[[Store], None] | None = None,
        setting: Setting | None = None,
    ) -> None:
        """Make a station in a folder, whole or not at all; `first` writes what belongs to its foundation.

        Raises `Refusal` and leaves nothing.
        """
        setting = setting or Setting()
        with folder.new_folder(place):
            folder.check(place, write=True)
            with folder.WriterLock(place):
                if (place / folder.DATABASE).exists():
                    raise Refusal("store_exists", folder=str(place))
                remove_leftovers(place)
                try:
                    kept = key_store.create(place, founding.profile, passphrase, prefer_key_store)
                    folder.keep_ballast(place, setting.ballast)
                    cls._make(place, kept, founding, first, setting)
                except Refusal:
                    remove_leftovers(place)
                    folder.release_ballast(place)
                    raise
                finish(place)

    @classmethod
    def _make(
        cls,
        place: Path,
        kept: key_store.KeptSecret,
        founding: Founding,
        first: Callable[[Store], None] | None,
        setting: Setting,
    ) -> None:
        database.create_file(place / NEW, setting.driver)
        store = cls(place, place / NEW, kept, setting)
        try:
            store._found(founding)
            if first is not None:
                first(store)
        finally:
            store._close()

    @classmethod
    def open(
        cls,
        place: Path,
        *,
        passphrase: str | None = None,
        setting: Setting | None = None,
        anew: Callable[[Store], None] | None = None,
    ) -> Store:
        """Open a station for writing and begin a start of the program in its log; raises `Refusal` or `Broken`.

        With `anew` the station goes on in a new log that names the one before: `anew` brings what is elsewhere of that
        one, while nothing is written here (`ebr.station.anew`).
        """
        setting = setting or Setting()
        folder.check(place, write=True)
        if not (place / folder.DATABASE).is_file():
            raise Refusal("store_missing", folder=str(place))
        lock = folder.WriterLock(place)
        try:
            folder.keep_ballast(place, setting.ballast)
            store = cls(place, place / folder.DATABASE, key_store.opened(place, passphrase), setting)
        except BaseException:
            lock.release()
            raise
        store._lock = lock
        try:
            store._resume()
            store._go_on(anew)
        except (DBAPIError, WriteFailed, codec.Unreadable) as wrong:
            store.close()
            why = str(wrong.orig) if isinstance(wrong, DBAPIError) else str(wrong)
            raise Refusal("store_damaged", file=str(place / folder.DATABASE), why=why) from wrong
        except BaseException:
            store.close()
            raise
        return store

    _lock: folder.WriterLock | None = None

    @staticmethod
    def read(place: Path, setting: Setting | None = None) -> Reader:
        """Open a station for reading; never waits, never writes. Raises `Refusal`."""
        setting = setting or Setting()
        folder.check(place, write=False)
        if not (place / folder.DATABASE).is_file():
            raise Refusal("store_missing", folder=str(place))
        return Reader(database.reader(place / folder.DATABASE, setting.driver))

    def state(self, root: str) -> Any:  # noqa: ANN401 - each aggregate's own
        """Return the folded state of a root, with the facts that are held beside the record (`ebr.storage.held`)."""
        return self._held.shown(root, self.log.state(root), lambda: self.log.heads(root))

    def reading(self) -> AbstractContextManager[Connection]:
        """Give a reading connection for the questions of views; usable in any thread."""
        if self._readers is None:
            self._readers = database.reader(self._path, self._setting.driver)
        return database.reading(self._readers)

    def settle(self) -> None:
        """Make every stale root's rows anew."""
        for root in self.log.stale():
            self.log.settle(root)

    def settings_in_force(self) -> tuple[tuple[str, str, bool], ...]:
        """Return name and value of every database setting, and whether it is what it must be."""
        return database.in_force(self._connection)

    def views_digest(self) -> str:
        """Return the digest over the rows of all record views."""
        self.settle()
        with self.log.transaction() as connection:
            return self._projector.digest(connection)

    def rebuild(self) -> None:
        """Drop every view and make it anew from the entries."""
        with self.log.transaction() as connection:
            self._projector.rebuild(connection, self.log.id)

    def close(self) -> None:
        """Close the station; the log needs no goodbye."""
        self._close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _close(self) -> None:
        if self._readers is not None:
            self._readers.dispose()
        self._connection.close()
        self._engine.dispose()

    def _found(self, founding: Founding) -> None:
        with self.log.transaction() as connection:
            self._projector.rebuild(connection)
        self._begin(founding)

    def _begin(self, founding: Founding) -> None:
        event = Genesis(
            founding.station,
            founding.site,
            founding.profile,
            self.keys.public,
            founding.machine,
            founding.previous_log,
            founding.previous_head,
        )
        self._append_own(event, founding.station)
        self.genesis = event
        self._keep_own()
        self._start()

    def _resume(self) -> None:
        with self.log.transaction() as connection:
            log = own_log(connection, self.keys.public)
            check_tail(connection, log)
            unknown = sorted(subject_index.event_names(connection, log) - set(codec.EVENTS) - set(codec.LIFTS))
            if unknown:
                raise Refusal("needs_newer_program", subject=str(self.folder), event=unknown[0])
            self._projector.refresh(connection, log)
        self.log.resume(log)
        self.settle()
        self._keep_own()
        first = self.log.read_after(log, 0, 1)[0]
        genesis = codec.read(parsed(first).event, first.body or b"")
        assert isinstance(genesis, Genesis)
        self.genesis = genesis

    def _go_on(self, anew: Callable[[Store], None] | None) -> None:
        """Begin a start in this log, or in a new one; a log that another machine wrote on in is not written again."""
        if anew is None:
            trouble = self.contact(HALTED)
            if trouble is not None:
                raise Refusal(trouble["code"], **trouble["params"])
            self._start()
            return
        before = self.genesis
        old = self.log.id
        anew(self)
        with self.log.transaction() as connection:
            last = last_of(connection, old)
        assert last is not None
        self.log.resume("")
        self.log.halted = None
        self.settle()
        founding = Founding(before.station, before.site, before.profile, before.machine, old, last.hash.hex())
        self._begin(founding)
        self.keep_contact(HALTED, None)

    def _keep_own(self) -> None:
        if self.contact(OWN) != self.log.id:
            self.keep_contact(OWN, self.log.id)

    def halt(self, refusal: Refusal) -> None:
        """Write nothing more to this log, now and after any start, because another machine wrote on in it."""
        self.keep_contact(HALTED, {"code": refusal.code, "params": refusal.params})
        self.log.halted = refusal

    def _start(self) -> None:
        """Make the sealing key of this start of the program and write it down, certified by the station key."""
        sealer = Sealer.of(Ed25519PrivateKey.generate())
        head = self.log.head
        assert head is not None
        certificate = self.keys.certify(self.log.id, head.hash.hex(), sealer.public)
        self.log.sealer = sealer
        self._append_own(KeyStarted(sealer.public, certificate, self.key_store), self.genesis.station)

    def _append_own(self, event: object, station: str) -> None:
        at = self._setting.clock.now()
        drafts = [Draft(station_subject(station), event), *self._clock_behind(at, station)]
        self.log.append(secrets.token_hex(16), drafts, by="", presence="", at=at)

    def _clock_behind(self, at: Instant, station: str) -> tuple[Draft, ...]:
        """Note a clock behind the last entry with the start: later nothing would show it (floor-rules 15)."""
        head = self.log.head
        state = None if head is None else self.state(station_subject(station))
        if head is None or not isinstance(state, StationState):
            return ()
        return clock_drafts(state, at, stamp(head, parsed(head)).at)

    def _make_room(self) -> bool:
        self.low_space = True
        return folder.release_ballast(self.folder)

    def _is_there(self, action_id: str) -> bool:
        """Read the file anew, by other connections, and tell whether an action is in it."""
        with contextlib.suppress(DatabaseError):
            self._engine.dispose()
        engine = database.writer(self._path, self._setting.driver)
        try:
            with engine.connect() as connection:
                return connection.exec_driver_sql("SELECT 1 FROM action WHERE id = ?", (action_id,)).first() is not None
        finally:
            engine.dispose()
