"""Looking at a station without writing.

Works beside the open program, on read-only media, and needs no key (floor-rules 17).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from ebr.clock import SystemClock
from ebr.domain import subjects
from ebr.domain.batch.rules import blockers, lifecycle
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import SiteState
from ebr.domain.station.state import SETTINGS as TERMINAL
from ebr.domain.station.state import StationState, signing_trouble, terminal_setting, unwitnessed
from ebr.domain.values import Instant
from ebr.station.answers.genealogy import found_in, walked_in
from ebr.station.answers.product import review_in
from ebr.station.answers.status import contact_fields, first_unwitnessed
from ebr.station.answers.trends import history_in
from ebr.station.flagged import pass_over
from ebr.station.questions import (
    FindThings,
    FoundThings,
    Genealogy,
    GenealogyAnswer,
    HistoryAnswer,
    ProductAnswer,
    ProductLine,
    ProductReview,
    StatusAnswer,
    ValueHistory,
)
from ebr.station.syncing import contact_of as remembered
from ebr.station.tracing import Joins
from ebr.storage import key_store, views
from ebr.storage.aggregates import AGGREGATES, folded
from ebr.storage.chain import Entry, parsed
from ebr.storage.database import PYSQLITE
from ebr.storage.folder import BALLAST, DATABASE
from ebr.storage.folds import fold_order, loaded, recorded_in
from ebr.storage.projector import Projector
from ebr.storage.reading import contact_of, contacts_of, last_of, logs, read_after, roots_without_body
from ebr.storage.setting import PROGRAM
from ebr.storage.site_key import fingerprint
from ebr.storage.store import OWN, Store
from ebr.storage.verify.hashes import walk_logs
from ebr.storage.verify.report import Finding
from ebr.storage.views import batches, subject_index

PROJECTOR: Final = Projector(views.ALL, AGGREGATES)


class Look:
    """One moment of a station's record."""

    def __init__(self, connection: Any, folder: Path) -> None:  # noqa: ANN401 - storage's own; SQL stays there
        self._connection = connection
        self.folder = folder

    def state(self, root: str) -> Any:  # noqa: ANN401 - each aggregate's own
        """Return the folded state of a root."""
        parts = fold_order(loaded(subject_index.entries(self._connection, root)))
        return folded(root, recorded_in(parts), AGGREGATES)

    def log(self) -> tuple[Entry, Entry]:
        """Return the first and the last entry of the log that this station writes."""
        name = contact_of(self._connection, OWN) or logs(self._connection)[0]
        last = last_of(self._connection, name)
        assert last is not None
        return read_after(self._connection, name, 0, 1)[0], last

    def read_after(self, log: str, seq: int, limit: int) -> list[Entry]:
        """Return entries of a log behind a number, in order."""
        return read_after(self._connection, log, seq, limit)

    def entries(self, root: str) -> list[Entry]:
        """Return the entries of a root, in the order in which they arrived here."""
        return subject_index.entries(self._connection, root)

    def roots(self, kind: str) -> list[str]:
        """Return every root of one kind ("station"), by name."""
        return subject_index.roots(self._connection, kind)

    def find(self, text: str) -> FoundThings:
        """Return what a number names, as `ebr.station.questions.FindThings`."""
        return found_in(Joins(self._connection), FindThings(text))

    def genealogy(self, question: Genealogy) -> GenealogyAnswer:
        """Return what lies ahead of a thing or behind it; raises `Refusal` thing_unknown."""
        return walked_in(Joins(self._connection, whole=question.whole), question, self.state)

    def products(self) -> tuple[ProductLine, ...]:
        """Return the masters that have batches here."""
        return tuple(ProductLine(*found) for found in batches.masters(self._connection))

    def product(self, question: ProductReview) -> ProductAnswer:
        """Return the batches of a master beside each other; raises `Refusal` no_batches, rules_unknown, views_older."""
        self._current()
        return review_in(self._connection, question, self.state)

    def history(self, question: ValueHistory) -> HistoryAnswer:
        """Return a value from batch to batch; raises `Refusal` no_batches, slot_unknown, views_older."""
        self._current()
        return history_in(self._connection, question, self.state)

    def _current(self) -> None:
        if not PROJECTOR.current(self._connection):
            raise Refusal("views_older", folder=str(self.folder))

    def walk(self) -> tuple[int, list[Finding]]:
        """Walk the hashes of every log here; return how many entries were walked and what was found.

        What it looks at and what only the verifier does: `ebr.storage.verify.hashes`.
        """
        return walk_logs(self._connection)

    def status(self) -> StatusAnswer:
        """Return what `ebr status` says; no value of any batch stands in it."""
        first, last = self.log()
        station = self.state(parsed(first).subject)
        site = self.state("site")
        assert isinstance(station, StationState)
        assert isinstance(site, SiteState)
        found = batches.lines(self._connection)
        oldest = first_unwitnessed(station, last.seq)
        contact = remembered(partial(contact_of, self._connection), partial(contacts_of, self._connection))
        return StatusAnswer(
            station=station.name,
            site=site.name,
            fingerprint=fingerprint(site.root_key) if site.founded else station.site,
            profile=station.profile,
            program=PROGRAM,
            log=last.log,
            entries=last.seq,
            head=last.hash.hex(),
            unwitnessed=unwitnessed(station, last.seq),
            oldest_unwitnessed=parsed(self.read_after(last.log, oldest - 1, 1)[0]).at.wall if oldest else "",
            key_store=key_store.in_use(self.folder),
            views_digest=PROJECTOR.digest(self._connection) if PROJECTOR.current(self._connection) else "",
            folder=str(self.folder),
            free_bytes=shutil.disk_usage(self.folder).free,
            ballast=(self.folder / BALLAST).exists(),
            clock=SystemClock().now().clock,
            clock_blocked=signing_trouble(station) is not None,
            sqlite=str(PYSQLITE.module.sqlite_version),
            open_batches=sum(line.status not in batches.FINISHED for line in found),
            settings={name: terminal_setting(station, name) for name in TERMINAL},
            findings=station.faults,
            **contact_fields(contact, site, station, last.seq, len(roots_without_body(self._connection))),
        )

    def review(self, batch: str) -> dict[str, Any]:
        """Return what a reviewer must look at, as plain data.

        Blockers, exceptions, changes, attempts, pending results, and every flag of the pass (`ebr.station.flagged`).
        """
        state = self.state(subjects.batch(batch))
        assert isinstance(state, BatchState)
        if state.issued is None:
            raise Refusal("batch_unknown", batch=batch)
        rows = [row for held in state.slots.values() for row in held.rows.values()]
        return {
            "batch": batch,
            "status": state.status,
            "mbr": {"id": state.issued.mbr, "version": state.issued.version, "hash": state.issued.hash},
            "blockers": [{"code": found.code, **found.params} for found in lifecycle.review_blockers(state)],
            "exceptions": [
                {
                    "number": x.number,
                    "severity": x.severity,
                    "rule": x.rule,
                    "where": x.where,
                    "open": x.open,
                    "decision": x.decision,
                }
                for x in state.exceptions.values()
            ],
            "pending_results": flow.pending_results(state, after_release=False)
            + flow.pending_results(state, after_release=True),
            "values": len(rows),
            "changed": sum(bool(row.corrections) for row in rows),
            "outside_limits": sum(row.verdict == "out" for row in rows),
            "attempts": sum(len(held.attempts) for held in state.slots.values()),
            "signatures": len(state.signatures),
            "signatures_void": sum(not found.valid for found in state.signatures),
            "reviewed_at": _wall(state),
            **pass_over(state, blockers.facts_of(state, self.state), _now(state)),
        }


def _now(state: BatchState) -> Instant:
    """Return the moment to which a batch is looked at: on a simulated clock its last entry."""
    simulated = state.last is not None and state.last.at.clock == "simulated"
    return state.last.at if state.last is not None and simulated else SystemClock().now()


def _wall(state: BatchState) -> str:
    return datetime.fromisoformat(state.reviewed.at.wall).isoformat() if state.reviewed else ""


@contextmanager
def look(folder: Path) -> Iterator[Look]:
    """Open a station for looking; raises `Refusal` when there is none."""
    with _readable(folder) as place, Store.read(place).closing() as reader, reader.reading() as connection:
        yield Look(connection, folder)


@contextmanager
def _readable(folder: Path) -> Iterator[Path]:
    """Give a folder whose record can be read: SQLite reads a write-ahead log only where it may write beside it."""
    if os.access(folder, os.W_OK) or not (folder / DATABASE).is_file():
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="ebr-look-") as name:
        for suffix in ("", "-wal"):
            source = folder / f"{DATABASE}{suffix}"
            if source.is_file():
                shutil.copyfile(source, Path(name) / source.name)
        yield Path(name)
