"""A small world for the tests of the store: one aggregate that keeps values by slot, one view of it, and a clock that is told the time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import TEXT, Column, Integer, MetaData, Table

from ebr.clock import SimulatedClock
from ebr.domain import canonical, subjects
from ebr.domain.batch.events import StepSigned, ValueCorrected, ValueRecorded
from ebr.domain.decision import Draft, Event, Recorded, Sheet
from ebr.domain.people.events import PersonEnrolled
from ebr.domain.signature import Signed
from ebr.domain.values import Instant
from ebr.storage.aggregates import Aggregate
from ebr.storage.folds import Heads
from ebr.storage.keys import PersonKeys, new_person_keys
from ebr.storage.setting import Founding, Setting
from ebr.storage.store import Store
from ebr.storage.views.view import Rows

FOUNDING = Founding("Room 1", "Example", "practice", {"cpu": "x86_64"})
STATION = subjects.station("Room 1")
BATCH = subjects.batch("b1")
UNIT = subjects.unit("b1", "mixing")


@dataclass(slots=True)
class Journal:
    """Values by slot, and the hashes of everything applied, in order."""

    root: str
    values: dict[str, str] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)


def apply(state: Journal, recorded: Recorded) -> Journal:
    state.order.append(recorded.stamp.hash)
    event = recorded.event
    if isinstance(event, ValueRecorded | ValueCorrected):
        if event.value:
            state.values[event.slot] = event.value.get("number", "")
        else:
            state.values.pop(event.slot, None)
    return state


def sheet(state: Journal, event: Event) -> Sheet | None:
    if isinstance(event, StepSigned):
        return Sheet({"values": dict(state.values)}, tuple(state.order), event.meaning)
    return Sheet({}, (), "approved")


JOURNAL = Aggregate(Journal, apply, sheet)
AGGREGATES = dict.fromkeys(("site", "station", "person", "master", "batch"), JOURNAL)

TABLE = Table(
    "journal_values",
    MetaData(),
    Column("root", TEXT, primary_key=True),
    Column("slot", TEXT, primary_key=True),
    Column("number", TEXT, nullable=False),
    Column("entries", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class ValuesView:
    """One row per slot of a batch."""

    name: str = "journal_values"
    version: int = 1
    aggregate: str = "batch"
    table: Table = TABLE

    def rows(self, _root: str, state: Journal, touched: Sequence[Recorded] | None) -> Rows:
        named = state.values if touched is None else {getattr(one.event, "slot", "") for one in touched} - {""}
        return {(slot,): self._row(state.values.get(slot)) for slot in named}

    @staticmethod
    def _row(number: str | None) -> dict[str, str | int | None] | None:
        return None if number is None else {"number": number, "entries": len(number)}


def clock() -> SimulatedClock:
    return SimulatedClock(datetime(2026, 11, 22, 8, 0, tzinfo=UTC))


NOW = clock().now()


def instant() -> Instant:
    return NOW


def setting(**changes: object) -> Setting:
    plain = Setting(aggregates=AGGREGATES, views=(ValuesView(),), clock=clock(), ballast=2**16)
    return replace(plain, **changes)  # type: ignore[arg-type]


def create(folder: Path, founding: Founding = FOUNDING, **changes: object) -> None:
    Store.create(folder, founding, prefer_key_store="demonstration", setting=setting(**changes))


def opened(folder: Path, **changes: object) -> Store:
    return Store.open(folder, setting=setting(**changes))


def value(slot: str, number: str, batch: str = "b1") -> ValueRecorded:
    return ValueRecorded(batch, slot, 1, 1, {"number": number, "unit": "g"}, "op1", {"how": "typed"}, "in")


def corrected(slot: str, number: str, old: str) -> ValueCorrected:
    new = {"number": number} if number else {}
    return ValueCorrected("b1", slot, 1, new, {"number": old}, "misread", "in")


def draft(slot: str, number: str, subject: str = UNIT) -> Draft:
    return Draft(subject, value(slot, number))


def signature(log: str, subject: str, person: str, keys: PersonKeys, shown: Sheet, heads: Heads) -> Signed:
    at = instant()
    unsigned = Signed(
        person=person,
        key=keys.public,
        name=f"Name of {person}",
        role="operator",
        meaning=shown.meaning,
        at=at.wall,
        zone=at.zone,
        log=log,
        subject=subject,
        heads=tuple((s, h) for s, names in heads.items() for h in names),
        covered=shown.covered,
        document=canonical.dumps(shown.document).decode(),
        document_hash=canonical.digest(shown.document),
    )
    return keys.sign(unsigned)


def enrolled(store: Store, person: str, keys: PersonKeys) -> Draft:
    """Return an enrolment, signed by the very person for want of others."""
    subject = subjects.person(person)
    event = PersonEnrolled(
        person, f"Name of {person}", ("operator",), "", "qa1", "passport", keys.public, keys.encryption_public, False
    )
    signed = signature(store.log.id, subject, person, keys, Sheet({}, (), "approved"), {})
    return Draft(subject, replace(event, signed=signed))


def signed_step(store: Store, person: str, keys: PersonKeys) -> Draft:
    """Return the signing of everything in the batch, as the station would make it."""
    event = StepSigned("b1", "mixing", "performed")
    shown = sheet(store.state(BATCH), event)
    assert shown is not None
    signed = signature(store.log.id, UNIT, person, keys, shown, store.log.heads(BATCH))
    return Draft(UNIT, replace(event, signed=signed))


def write(
    store: Store, action: str, *drafts: Draft, by: str = "op1", relies: Sequence[str] = ()
) -> tuple[Recorded, ...]:
    return store.log.append(action, drafts, by=by, presence="p1", at=instant(), relies=relies)


def busy(store: Store) -> PersonKeys:
    """Write a little of everything: people, values, a correction, an action of two entries, a signature."""
    keys = new_person_keys()
    write(store, "enrol", enrolled(store, "op1", keys))
    write(store, "one", draft("m1", "12.40"))
    write(store, "two", draft("m2", "7"), Draft(BATCH, value("m3", "8")), relies=[subjects.person("op1"), BATCH])
    write(store, "three", Draft(UNIT, corrected("m1", "12.50", "12.40")))
    write(store, "four", signed_step(store, "op1", keys))
    return keys
