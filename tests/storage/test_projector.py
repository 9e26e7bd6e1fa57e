"""Views: kept up entry by entry they are what a rebuild makes; a new version of a view is made anew at the next start."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import TEXT, Column, MetaData, Table

from ebr.domain.decision import Draft
from ebr.storage.projector import rows_of
from ebr.storage.views import audit, subject_index
from tests.storage.storage_world import (
    AGGREGATES,
    BATCH,
    TABLE,
    UNIT,
    ValuesView,
    busy,
    corrected,
    create,
    draft,
    opened,
    write,
)

TABLES = [TABLE, audit.AUDIT, *subject_index.METADATA.sorted_tables]


def contents(store) -> dict[str, list[list[object]]]:
    with store.log.transaction() as connection:
        return {table.name: rows_of(connection, table) for table in TABLES}


SLOTS = st.sampled_from(["m1", "m2", "m3"])
ACTS = st.lists(st.tuples(SLOTS, st.sampled_from(["", "1", "2.50"]), st.booleans()), max_size=8)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_kept_up_is_the_same_as_rebuilt(tmp_path_factory, acts) -> None:
    folder = tmp_path_factory.mktemp("views")
    create(folder)
    with opened(folder) as store:
        for number, (slot, text, twice) in enumerate(acts):
            change = draft(slot, text) if text and not twice else Draft(UNIT, corrected(slot, text, "0"))
            write(store, f"a{number}", *[change, draft(slot, text or "9", BATCH)][: 2 if twice else 1])
        before, digest = contents(store), store.views_digest()
        store.rebuild()
        assert contents(store) == before
        assert store.views_digest() == digest


def test_the_digest_knows_no_arrival_numbers(tmp_path: Path) -> None:
    digests = []
    for name, first in (("one", "x"), ("two", "y")):
        folder = tmp_path / name
        create(folder)
        with opened(folder) as store:
            if first == "y":
                write(store, "extra", Draft("person/p9", corrected("m1", "1", "0")))
            write(store, "a1", draft("m1", "1"))
            digests.append(store.views_digest())
    assert digests[0] == digests[1]


NEWER_TABLE = Table(
    "journal_values",
    MetaData(),
    Column("root", TEXT, primary_key=True),
    Column("slot", TEXT, primary_key=True),
    Column("said", TEXT, nullable=False),
)


@dataclass(frozen=True)
class NewerView(ValuesView):
    """The same view, one version later, with another column."""

    version: int = 2
    table: Table = NEWER_TABLE

    def rows(self, _root, state, _touched):
        return {(slot,): {"said": number} for slot, number in state.values.items()}


def test_a_new_version_is_made_anew_at_the_next_start(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as store:
        busy(store)
    with opened(tmp_path, views=(NewerView(),)) as store, store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT slot, said FROM journal_values ORDER BY slot").all()
    assert [tuple(row) for row in rows] == [("m1", "12.50"), ("m2", "7"), ("m3", "8")]


def test_a_kind_that_nobody_folds_stops_nothing_else(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as store:
        write(store, "a1", draft("m1", "1"))
    without = {kind: aggregate for kind, aggregate in AGGREGATES.items() if kind != "batch"}
    with opened(tmp_path, aggregates=without, views=(replace(ValuesView(), version=3),)) as store:
        with store.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM journal_values").scalar() == 0
            assert connection.exec_driver_sql("SELECT count(*) FROM audit WHERE root = 'batch/b1'").scalar() == 1
        write(store, "a2", Draft("person/p1", corrected("m1", "1", "0")))
