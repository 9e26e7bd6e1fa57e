"""The time a lot is out of its storage condition: summed, bounded by the specification, judged by quality (211.142)."""

from __future__ import annotations

import pytest

from ebr.domain.material import commands as c
from ebr.domain.material import storage_commands as sc
from ebr.domain.material.events import Amount
from ebr.domain.material.rules import sheet
from ebr.domain.material.state import stored, use
from tests.domain.store_room import CODE, LOT, TESTS, Store, code

COLD = "2-8 °C"


@pytest.fixture
def store() -> Store:
    """A released lot of two drums, kept at 15-25 °C."""
    return Store().kept().released()


def limited(store: Store, hours: str = "4") -> Store:
    store.done(sc.LimitStorage(CODE, hours, "stability study 7"), "quinn")
    return store


def away(store: Store, hours: float, container: str = "1", storage: str = COLD) -> Store:
    store.done(c.MoveLot(LOT, "B-02", container, storage), "otto")
    store.wait(hours=hours)
    store.done(c.MoveLot(LOT, "A-01", container, "15-25 °C"), "otto")
    return store


def barred(store: Store, container: str = "1", lot: str = LOT) -> str:
    facts = store.states
    found = use.blocked(facts, CODE, lot, container, store.at(), "Office", potency=False)
    return found.code if found is not None else ""


def test_a_container_that_was_stored_otherwise_is_not_used_before_quality_judges_it(store: Store) -> None:
    away(store, 1)
    assert barred(store) == "lot_out_of_storage"
    assert barred(store, "2") == ""
    assert barred(store, "") == "lot_out_of_storage"
    store.done(sc.JudgeStorage(LOT, "1", "DEV-3: no harm"), "quinn")
    assert barred(store) == ""


def test_the_words_of_a_condition_count_without_capitals_and_spaces(store: Store) -> None:
    away(store, 1, storage="  15-25   °c")
    assert barred(store) == ""


def test_times_are_summed_to_the_second(store: Store) -> None:
    limited(store)
    away(away(store, 2), 1.9)
    assert barred(store) == ""
    away(store, 0.2)
    assert barred(store) == "lot_out_of_storage"


def test_a_container_that_is_out_now_counts_until_now(store: Store) -> None:
    limited(store)
    store.done(c.MoveLot(LOT, "B-02", "", COLD), "otto")
    store.wait(hours=3.9)
    assert barred(store, "2") == ""
    store.wait(hours=0.2)
    assert barred(store, "2") == "lot_out_of_storage"
    found = stored.outside(store.lot(), (), store.state(f"material/item/{CODE}"), "2", store.at())
    assert found is not None
    assert (found.now, stored.hours_text(found.seconds)) == (True, "4.10")


def test_a_judgement_ends_the_time_until_it_and_no_more(store: Store) -> None:
    away(store, 1)
    store.done(sc.JudgeStorage(LOT, "", "DEV-3"), "quinn")
    away(store, 1)
    assert barred(store) == "lot_out_of_storage"


def test_a_part_takes_the_time_of_its_parent_along(store: Store) -> None:
    away(store, 1)
    store.done(c.SplitLot(LOT, "M-1", (Amount("2", "5"),)), "otto")
    assert barred(store, "", "M-1") == "lot_out_of_storage"
    store.wait(hours=1)
    store.done(c.MoveLot("M-1", "C-1", "", "15-25 °C"), "otto")
    assert code(store.do(sc.JudgeStorage("M-1", "", ""), "quinn")) == "material_text_missing"


def test_what_happens_to_the_parent_after_the_parting_is_not_the_part_s(store: Store) -> None:
    store.done(c.SplitLot(LOT, "M-1", (Amount("2", "5"),)), "otto")
    store.wait(minutes=1)
    away(store, 1)
    assert barred(store, "", "M-1") == ""


def test_a_part_that_is_made_in_the_cold_is_out_of_the_condition_of_its_parent(store: Store) -> None:
    store.done(c.MoveLot(LOT, "B-02", "", COLD), "otto")
    store.done(c.SplitLot(LOT, "M-1", (Amount("2", "5"),)), "otto")
    store.wait(hours=1)
    assert barred(store, "", "M-1") == "lot_out_of_storage"


def test_a_new_specification_begins_without_a_time(store: Store) -> None:
    limited(store)
    away(store, 1)
    assert barred(store) == ""
    store.done(c.SetSpecification(CODE, "2", TESTS, 12, storage="15-25 °C", reason="revised"), "quinn")
    assert barred(store) == "lot_out_of_storage"


def test_where_the_specification_asks_nothing_a_move_is_a_move() -> None:
    store = Store().kept()
    store.done(c.SetSpecification(CODE, "2", TESTS, 12, reason="revised"), "quinn")
    store.released()
    away(store, 100)
    assert barred(store) == ""


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        (sc.LimitStorage(CODE, "-1", "x"), "storage_hours"),
        (sc.LimitStorage(CODE, "10001", "x"), "storage_hours"),
        (sc.LimitStorage(CODE, "four", "x"), "number_unreadable"),
        (sc.LimitStorage(CODE, "4", " "), "material_text_missing"),
        (sc.LimitStorage("RM-0", "4", "x"), "specification_missing"),
        (sc.JudgeStorage(LOT, "", "x"), "storage_not_left"),
        (sc.JudgeStorage(LOT, "7", "x"), "container_unknown"),
        (sc.JudgeStorage("L-0", "", "x"), "lot_unknown"),
    ],
)
def test_what_is_wrong_is_named(store: Store, command: object, refused: str) -> None:
    assert code(store.do(command, "quinn")) == refused


def test_a_limit_needs_a_condition() -> None:
    store = Store().kept()
    store.done(c.SetSpecification(CODE, "2", TESTS, 12, reason="revised"), "quinn")
    assert code(store.do(sc.LimitStorage(CODE, "4", "x"), "quinn")) == "storage_not_specified"


def test_the_signature_shows_how_long_it_was(store: Store) -> None:
    away(store, 1.5)
    event = store.asked(sc.JudgeStorage(LOT, "1", "DEV-3"), "quinn").drafts[0].event
    found = sheet(store.lot(), event)
    assert found is not None
    assert ["was_outside", "1.50"] in found.document["rows"]  # type: ignore[operator]
