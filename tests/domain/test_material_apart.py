"""Two stations write about one lot without knowing of each other: in any order the same state, the strictest status."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ebr.domain import subjects
from ebr.domain.decision import Recorded
from ebr.domain.material import commands as c
from ebr.domain.material import events as e
from ebr.domain.material.state import LotState, apply, start
from ebr.domain.values import Stamp
from tests.domain.store_room import LOT, SUPPLIER, Store

ROOT = subjects.lot(LOT)


def common() -> list[Recorded]:
    """What both stations knew: received, tested, released."""
    store = Store().kept().released()
    return [one for one in store.written if one.stamp.subject == ROOT]


KNOWN = common()

quantities = st.integers(1, 3000).map(lambda grams: f"{Decimal(grams) / 100}")
containers = st.sampled_from(["1", "2", ""])
things: st.SearchStrategy[Any] = st.one_of(
    st.builds(
        lambda box, much, slot, batch: e.LotUsed(LOT, box, much, "kg", batch, slot, "0", "Room-12"),
        containers, quantities, st.sampled_from("ab"), st.sampled_from(["B-1", "B-2"]),
    ),
    st.builds(lambda box, much: e.LotSpilled(LOT, box, much, "kg", "", "torn"), containers, quantities),
    st.builds(lambda box, much: e.LotReturned(LOT, box, much, "g", "B-1", "left over"), containers, quantities),
    st.builds(lambda much: e.LotAllocated(LOT, "Room-12", "", much, "kg"), quantities),
    st.builds(lambda box, much: e.LotCounted(LOT, box, "1", much, "kg", "count"), containers, quantities),
    st.builds(lambda box, place: e.LotMoved(LOT, box, place, ""), containers, st.sampled_from(["A", "B"])),
    st.just(e.LotQuarantined(LOT, "complaint")),
    st.just(e.LotReleased(LOT, "1", (), tuple(one.stamp.hash for one in KNOWN))),
    st.just(e.LotRejected(LOT, "smells")),
    st.builds(lambda day: e.RetestExtended(LOT, day, "", ()), st.sampled_from(["2027-04-01", "2027-05-01"])),
    st.builds(
        lambda verdict: e.LotTested(LOT, "S", "1", "assay", "Assay", "99", "%", "98", "", "", "potency", verdict, "lena"),
        st.sampled_from(["pass", "fail"]),
    ),
    st.just(e.ResultsChecked(LOT, tuple(one.stamp.hash for one in KNOWN))),
    st.just(e.LotDestroyed(LOT, (e.Amount("1", "1"),), "kg", False, "wet", "sue")),
    st.just(replace(KNOWN[0].event, lot=LOT)),  # type: ignore[type-var]
)  # fmt: skip


def branch(events: list[Any], log: str) -> list[tuple[Any, Stamp]]:
    """What one station wrote after the common part, a minute apart."""
    made = []
    for place, event in enumerate(events, 1):
        when = Store().at()
        wall = (Store().now + timedelta(days=9, minutes=place)).isoformat(timespec="microseconds")
        made.append((event, Stamp(f"{log}-{place:04}", log, 100 + place, ROOT, "otto", "p", replace(when, wall=wall))))
    return made


def interleaved(one: list[tuple[Any, Stamp]], two: list[tuple[Any, Stamp]], takes: list[bool]) -> LotState:
    """Fold both branches in an order that `takes` says; each entry is beside what it did not know."""
    state = start(ROOT)
    for recorded in KNOWN:
        state = apply(state, recorded)
    first, second, before = list(one), list(two), {"one": [], "two": []}  # type: ignore[var-annotated]
    for take in [*takes, *[True] * len(one), *[False] * len(two)]:
        mine, name, other = (first, "one", "two") if take else (second, "two", "one")
        if mine:
            event, stamp = mine.pop(0)
            state = apply(state, Recorded(event, stamp, frozenset(before[other])))
            before[name].append(stamp.hash)
    assert isinstance(state, LotState)
    return state


def facts(state: LotState) -> dict[str, Any]:
    """Everything a reader can ask."""
    names = [
        *(
            "status",
            "contested",
            "since",
            "reason",
            "retest",
            "expiry",
            "left",
            "overdrawn",
            "odd",
            "receipt",
            "others",
        ),
        *("results", "unseen_failures", "containers", "allocated_stations", "ruling", "places", "children", "gone"),
    ]
    found: dict[str, Any] = {name: getattr(state, name) for name in names}
    found |= {f"in {box}": state.left_in(box) for box in ("1", "2", "")}
    found |= {f"at {box}": state.place_of(box) for box in ("1", "2", "")}
    found["drawn"], found["allocated"] = state.drawn_at("Room-12"), state.allocated("Room-12")
    found["inventory"] = state.stock.all()
    return found


@given(st.lists(things, max_size=6), st.lists(things, max_size=6), st.lists(st.booleans(), max_size=12))
def test_any_order_of_two_branches_gives_the_same_state(one: list[Any], two: list[Any], takes: list[bool]) -> None:
    a, b = branch(one, "log-A"), branch(two, "log-B")
    assert facts(interleaved(a, b, takes)) == facts(interleaved(a, b, [True] * 12))


def test_the_strictest_status_counts_until_quality_decides() -> None:
    store = Store().kept().released()
    store.done(c.QuarantineLot(LOT, "complaint"), "quinn")
    known = store.number
    released = store.write(ROOT, e.LotReleased(LOT, "1", (), ()), "quinn")
    store.write(ROOT, e.LotQuarantined(LOT, "second complaint"), "quita", beside=[released], log="log-B")
    assert (store.lot().status, store.lot().contested, store.lot().reason) == ("quarantine", True, "second complaint")
    assert store.number == known + 2
    store.done(c.ReleaseLot(LOT), "quinn")
    assert (store.lot().status, store.lot().contested) == ("released", False)


def test_a_rejection_counts_whatever_another_station_decided_beside_it() -> None:
    store = Store().kept().received().tested()
    rejected = store.write(ROOT, e.LotRejected(LOT, "smells"), "quinn")
    store.write(ROOT, e.LotReleased(LOT, "1", (), ()), "quita", beside=[rejected], log="log-B")
    assert store.lot().status == "rejected"


def test_two_stations_draw_more_than_there_is_and_it_is_seen() -> None:
    store = Store().kept().released()
    first = store.used("20", "weigh", batch="B-1")
    store.used("20", "weigh", batch="B-2", beside=[first], log="log-B")
    assert (store.lot().overdrawn, store.lot().left_in("1")) == (("1",), Decimal("-15.1"))


def test_of_two_rows_for_one_slot_the_larger_counts_until_the_batch_decides() -> None:
    store = Store().kept().released()
    first = store.used("5")
    store.used("7", beside=[first], log="log-B")
    assert store.lot().left_in("1") == Decimal("17.9")
    store.used("6")
    assert store.lot().left_in("1") == Decimal("18.9")


def test_a_number_given_twice_is_one_lot_and_the_other_receipt_is_told() -> None:
    store = Store().kept().received()
    assert isinstance(store.lot().receipt, e.LotReceived)
    store.write(ROOT, replace(store.lot().receipt, item="RM-2"), "sue", beside=[store.lot().entry], log="log-B")  # type: ignore[type-var]
    assert (store.lot().item, [stamp.by for stamp in store.lot().others.values()]) == ("RM-1001", ["sue"])
    assert store.lot().left == 50


def test_the_strictest_status_of_a_supplier_counts() -> None:
    store = Store().kept()
    root = subjects.supplier(SUPPLIER)
    one = store.write(root, e.SupplierStatusSet(SUPPLIER, "suspended", "audit"), "quinn")
    store.write(root, e.SupplierStatusSet(SUPPLIER, "qualified", "fine"), "quita", beside=[one], log="log-B")
    assert (store.supplier().status, store.supplier().contested) == ("suspended", True)


def test_an_entry_before_its_lot_changes_no_status() -> None:
    store = Store()
    store.write(ROOT, e.LotReleased(LOT, "1", (), ()), "quinn")
    store.used("1")
    assert (store.lot().status, store.lot().receipt, store.lot().overdrawn) == ("unknown", None, ())
