"""What every log promises: the same tests for the station's log on SQLite and for the one in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ebr.domain.decision import Draft
from ebr.domain.station.events import Genesis
from ebr.storage.chain import parsed
from ebr.storage.tree import root_of
from ebr.storage.walk import Walk
from tests.storage.memory_log import MemoryLog
from tests.storage.storage_world import AGGREGATES, BATCH, STATION, UNIT, create, draft, instant, opened, value


@pytest.fixture(params=["sqlite", "memory"])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    if request.param == "sqlite":
        create(tmp_path)
        with opened(tmp_path) as store:
            yield store.log
    else:
        memory = MemoryLog(AGGREGATES)
        genesis = Genesis("Room 1", "Example", "practice", memory._sealer.public, {})
        write(memory, "genesis", Draft(STATION, genesis), by="")
        yield memory


def write(
    log: Any, action: str, *drafts: Draft, by: str = "op1", relies: tuple[str, ...] = (), answer: str = ""
) -> Any:
    return log.append(action, drafts, by=by, presence="p1", at=instant(), relies=relies, answer=answer)


class TestLog:
    def test_what_was_appended_is_read_back(self, log: Any) -> None:
        (recorded,) = write(log, "a1", draft("m1", "12.40"))
        assert recorded.event == value("m1", "12.40")
        assert (recorded.stamp.by, recorded.stamp.presence, recorded.stamp.subject) == ("op1", "p1", UNIT)
        assert recorded.stamp.at == instant()
        assert log.entries(BATCH) == [recorded]
        assert log.state(BATCH).values == {"m1": "12.40"}

    def test_every_entry_extends_the_one_before(self, log: Any) -> None:
        before = log.head.seq
        for n in range(3):
            write(log, f"a{n}", draft("m1", str(n)))
        entries = log.read_after(log.id, before)
        assert [e.seq for e in entries] == [before + 1, before + 2, before + 3]
        assert [parsed(e).prev for e in entries[1:]] == [e.hash.hex() for e in entries[:-1]]
        assert log.head == entries[-1]

    def test_a_subject_is_a_graph_of_its_own(self, log: Any) -> None:
        (one,) = write(log, "a1", draft("m1", "1"))
        (other,) = write(log, "a2", draft("m2", "2", BATCH))
        write(log, "a3", draft("m1", "3"))
        entries = {parsed(e).action[0]: parsed(e) for e in log.read_after(log.id, 0)}
        assert entries["a1"].after == entries["a2"].after == ()
        assert entries["a3"].after == (one.stamp.hash,)
        assert set(log.heads(BATCH)) == {UNIT, BATCH}
        assert log.heads(BATCH)[BATCH] == (other.stamp.hash,)

    def test_an_action_is_numbered_and_names_what_it_relied_on(self, log: Any) -> None:
        (fact,) = write(log, "a1", Draft("person/op1", value("x", "1")))
        (earlier,) = write(log, "a2", draft("m0", "1"))
        write(log, "a3", draft("m1", "1"), draft("m2", "2", BATCH), draft("m3", "3"), relies=("person/op1", BATCH))
        headers = [parsed(e) for e in log.read_after(log.id, 0) if parsed(e).action[0] == "a3"]
        assert [h.action for h in headers] == [("a3", 1, 3), ("a3", 2, 3), ("a3", 3, 3)]
        relied = ((UNIT, earlier.stamp.hash), ("person/op1", fact.stamp.hash))
        assert {h.relies for h in headers} == {tuple(sorted(relied))}
        assert headers[2].after == (log.read_after(log.id, headers[0].seq - 1, 1)[0].hash.hex(),)

    def test_a_repeated_action_gets_the_first_answer(self, log: Any) -> None:
        first = write(log, "a1", draft("m1", "1"), draft("m2", "2"), answer="done")
        head = log.head
        again = write(log, "a1", draft("m1", "99"), answer="other")
        assert again == first
        assert log.head == head
        assert log.answered("a1") == (first, "done")
        assert log.answered("a2") is None

    def test_an_event_that_cannot_be_written_leaves_nothing(self, log: Any) -> None:
        write(log, "a1", draft("m1", "1"))
        head = log.head
        with pytest.raises(TypeError):
            write(log, "a2", draft("m2", "2"), Draft(UNIT, "not an event"))
        assert log.head == head
        assert log.state(BATCH).values == {"m1": "1"}
        assert log.answered("a2") is None
        write(log, "a2", draft("m2", "2"))
        assert log.state(BATCH).values == {"m1": "1", "m2": "2"}

    def test_the_tree_is_over_the_entries(self, log: Any) -> None:
        for n in range(5):
            write(log, f"a{n}", draft("m1", str(n)))
        hashes = [e.hash for e in log.read_after(log.id, 0)]
        assert log.tree.size == len(hashes)
        assert log.tree.root() == root_of(hashes)

    def test_an_action_without_events_writes_nothing(self, log: Any) -> None:
        head = log.head
        assert write(log, "a1") == ()
        assert log.head == head


def test_the_whole_log_walks_with_every_seal(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as store:
        write(store.log, "a1", draft("m1", "1"))
        walk = Walk(store.log.id)
        for entry in store.log.read_after(store.log.id, 0):
            walk.step(entry)
        assert walk.before == store.log.head
