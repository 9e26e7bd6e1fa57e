"""The audit trail: one line per entry, filtered, searched and paged by SQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from ebr.domain.decision import Draft
from ebr.storage import projector
from ebr.storage.verify.station_folder import verify_folder
from ebr.storage.views import audit
from ebr.storage.views.audit import Filter
from tests.storage.storage_world import (
    AGGREGATES,
    BATCH,
    STATION,
    UNIT,
    ValuesView,
    busy,
    corrected,
    create,
    draft,
    opened,
    write,
)


@pytest.fixture
def store(tmp_path: Path):
    create(tmp_path)
    with opened(tmp_path) as found:
        busy(found)
        yield found


def lines(
    store, wanted: Filter, limit: int = 100, offset: int = 0, sort: audit.Sort = "oldest"
) -> list[audit.AuditRow]:
    with store.reading() as connection:
        return audit.page(connection, wanted, limit, offset, sort)


def test_every_entry_has_its_line(store) -> None:
    with store.reading() as connection:
        assert audit.count(connection, Filter()) == store.log.head.seq
    assert [line.arrival for line in lines(store, Filter())] == list(range(1, store.log.head.seq + 1))


def test_a_correction_shows_where_old_new_and_why(store) -> None:
    (line,) = lines(store, Filter(event="batch.value-corrected/1"))
    assert (line.place, line.old, line.new, line.reason) == ("m1", "number: 12.40", "number: 12.50", "misread")
    assert (line.by, line.subject, line.root) == ("op1", UNIT, BATCH)


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Filter(root=BATCH), 5),
        (Filter(root=STATION), 3),
        (Filter(subject=BATCH), 1),
        (Filter(by="op1"), 6),
        (Filter(text="misread"), 1),
        (Filter(text="MISREAD"), 1),
        (Filter(text="12.5"), 1),
        (Filter(text="100%"), 0),
        (Filter(root=BATCH, text="m2"), 1),
        (Filter(by="nobody"), 0),
    ],
)
def test_what_is_asked_for_is_found(store, wanted: Filter, count: int) -> None:
    assert len(lines(store, wanted)) == count


def test_pages_follow_on_each_other_in_both_directions(store) -> None:
    whole = lines(store, Filter())
    assert lines(store, Filter(), 3) + lines(store, Filter(), 100, 3) == whole
    assert lines(store, Filter(), sort="newest") == whole[::-1]


def test_text_that_looks_like_a_pattern_is_only_text(store) -> None:
    write(store, "pattern", Draft(UNIT, corrected("m2", "8", "100%_")))
    assert len(lines(store, Filter(text="0%_"))) == 1


def test_names_of_any_script_are_found(store) -> None:
    write(store, "umlaut", draft("Größe", "1"))
    assert len(lines(store, Filter(text="Größe"))) == 1


def as_before(patch: pytest.MonkeyPatch, names: tuple[str, ...]) -> None:
    """Be the program that looked for what is there now under these names, its version told as ever."""
    version = audit.version_of(audit.PLACES, names, audit.OLD, audit.REASONS)
    patch.setattr(audit, "NEW", names)
    patch.setattr(projector, "OWN_TABLES", (projector.OWN_TABLES[0], ("audit", version, projector.OWN_TABLES[1][2])))
    audit._asked.cache_clear()


def test_lines_of_a_program_with_other_names_are_made_anew_at_the_next_start(tmp_path: Path) -> None:
    def not_compared() -> list[str]:
        report = verify_folder(tmp_path, aggregates=AGGREGATES, shown=(ValuesView(),))
        assert report.ok
        return [one.params["count"] for one in report.notes if one.code == "views_of_other_version"]

    create(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        as_before(patch, tuple(name for name in audit.NEW if name != "value"))
        with opened(tmp_path) as store:
            busy(store)
            assert not lines(store, Filter(text="12.50"))
    audit._asked.cache_clear()
    assert not_compared() == ["1"], "the entries are sound, only shown in another way"
    with opened(tmp_path) as store:
        assert lines(store, Filter(text="12.50"))
    assert not_compared() == []
