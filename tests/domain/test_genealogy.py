"""The walk reaches what a naive closure reaches, ends in circles and says when it was cut; the mass balance names what does not come out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebr.domain.genealogy import Link, Thing, pairs, walk
from ebr.domain.genealogy.balance import Moved, of_batch, of_lot

NAMES = "abcdefgh"
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=24, unique=True)


def thing(name: str) -> Thing:
    return Thing("batch", name)


def table(joined):
    return [Link(thing(a), thing(b), "used") for a, b in joined]


def follow(joined, asked=None):
    def links_of(things, direction):
        if asked is not None:
            asked.extend(things)
        end = 0 if direction == "forward" else 1
        return [link for link in table(joined) if link[end] in things]

    return links_of


def naive(joined, start: str, direction: str) -> set[str]:
    reached, before = {start}, set()
    while reached != before:
        before = set(reached)
        reached |= {
            b if direction == "forward" else a for a, b in joined if (a if direction == "forward" else b) in before
        }
    return reached


@given(PAIRS, st.sampled_from(NAMES), st.sampled_from(["forward", "backward"]))
def test_the_walk_reaches_what_a_naive_closure_reaches(joined, start, direction) -> None:
    asked: list[Thing] = []
    found = walk(thing(start), follow(joined, asked), direction)
    reached = naive(joined, start, direction)
    assert {one.name for one in found.reached} == reached
    assert len(asked) == len(set(asked)) == len(reached)
    assert len(set(found.links)) == len(found.links)
    inside = {(a, b) for a, b in joined if (a if direction == "forward" else b) in reached}
    assert {(one.source.name, one.target.name) for one in found.links} == inside
    assert found.cut == ""


@given(PAIRS, st.sampled_from(NAMES), st.integers(1, 6))
def test_a_walk_that_is_cut_says_so(joined, start, deepest) -> None:
    found = walk(thing(start), follow(joined), "forward", deepest=deepest)
    whole = walk(thing(start), follow(joined), "forward")
    assert set(found.reached) == {one for one, far in whole.reached.items() if far <= deepest}
    ends = {one for one, far in whole.reached.items() if far == deepest}
    assert (found.cut == "depth") == bool(ends)


def test_size_is_bounded_too() -> None:
    chain = [(f"n{n}", f"n{n + 1}") for n in range(50)]
    found = walk(thing("n0"), follow(chain), "forward", most=10)
    assert (found.cut, len(found.reached)) == ("size", 10)


def test_near_things_come_first() -> None:
    found = walk(thing("a"), follow([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")]), "forward")
    assert [(one.name, far) for one, far in found.reached.items()] == [("a", 0), ("b", 1), ("c", 1), ("d", 2)]


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("MED-2610", [("MED-2610", "")]),
        ("MED-2610/2", [("MED-2610/2", ""), ("MED-2610", "2")]),
        ("CT-1 A", [("CT-1 A", ""), ("CT-1", "A")]),
        ("CT-1 / A", [("CT-1 / A", ""), ("CT-1", "A"), ("CT-1 /", "A")]),
        ("/2", [("/2", "")]),
    ],
)
def test_what_a_text_may_mean(text, meanings) -> None:
    assert list(pairs(text)) == meanings


# -- mass balance


def lot(*moved: tuple[str, str, str]):
    return of_lot([Moved(*one) for one in moved])


def test_a_lot_that_comes_out() -> None:
    (found,) = lot(
        ("received", "5", "kg"),
        ("used", "1.25", "kg"),
        ("returned", "250", "g"),
        ("destroyed", "1", "kg"),
        ("counted", "3", "kg"),
    )
    assert (found.unit, found.came, found.gone, found.left, found.counted) == (
        "kg",
        Decimal(5),
        Decimal(2),
        Decimal(3),
        Decimal(3),
    )
    assert (found.difference, found.reason) == (Decimal(0), "")


@pytest.mark.parametrize(
    ("moved", "reason"),
    [
        ([("received", "5", "g"), ("used", "6", "g")], "more_out_than_in"),
        ([("received", "5", "g"), ("used", "1", "g"), ("counted", "3", "g")], "counted_less"),
        ([("received", "5", "g"), ("used", "1", "g"), ("counted", "5", "g")], "counted_more"),
        ([("used", "1", "g")], "receipt_unknown"),
        ([("received", "5", "g"), ("used", "1", "g")], ""),
        ([("received", "1", "kg"), ("used", "1000.01", "g")], "more_out_than_in"),
        ([("received", "5", "g"), ("split", "3", "g"), ("given", "1", "g"), ("lost", "1", "g")], ""),
        ([("received", "5", "g"), ("split", "3", "g"), ("given", "1", "g"), ("lost", "1.1", "g")], "more_out_than_in"),
    ],
)
def test_what_does_not_come_out_is_named(moved, reason) -> None:
    (found,) = lot(*moved)
    assert found.reason == reason


def test_units_that_do_not_convert_stand_alone() -> None:
    grams, each = lot(("received", "5", "g"), ("received", "3", "each"), ("used", "4", "each"))
    assert (grams.unit, grams.reason, each.unit, each.reason) == ("g", "", "each", "more_out_than_in")


def test_of_two_counts_the_last_stands() -> None:
    (found,) = lot(("received", "5", "g"), ("counted", "4", "g"), ("counted", "5", "g"))
    assert (found.counted, found.reason) == (Decimal(5), "")


def test_what_cannot_be_read_as_an_amount_is_left_out() -> None:
    (found,) = lot(("received", "5", "g"), ("used", "", "g"), ("used", "NaN", "g"), ("used", "much", "g"))
    assert found.gone == 0


@pytest.mark.parametrize(
    ("into", "out", "made_up", "reason", "difference"),
    [
        ([("used", "100", "mL")], [("made", "60", "mL")], (), "rest", "40"),
        ([("used", "100", "mL")], [("made", "101", "mL")], (), "more_out_than_in", "-1"),
        ([("used", "100", "mL")], [("made", "101", "mL")], ("L",), "made_up", "-1"),
        ([("used", "100", "mL"), ("spilled", "10", "mL"), ("returned", "30", "mL")], [("made", "60", "mL")], (), "", "0"),
        ([("used", "1", "L")], [("made", "900", "mL"), ("sampled", "100", "mL")], (), "", "0"),
        ([("used", "3", "each")], [("made", "3", "each"), ("sampled", "4", "each")], (), "", "0"),
    ],
)  # fmt: skip
def test_a_batch_in_and_out(into, out, made_up, reason, difference) -> None:
    (found,) = of_batch([Moved(*one) for one in into], [Moved(*one) for one in out], made_up)
    assert (found.reason, found.difference) == (reason, Decimal(difference))


def test_only_units_that_came_out_are_compared() -> None:
    assert of_batch([Moved("used", "3000", "mL")], []) == ()
    (found,) = of_batch([Moved("used", "3000", "mL")], [Moved("made", "90", "capsule")])
    assert (found.unit, found.reason) == ("capsule", "receipt_unknown")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["received", "used", "returned", "destroyed"]),
            st.integers(0, 999),
            st.sampled_from(["g", "kg", "mg"]),
        ),
        max_size=12,
    )
)
def test_grams_and_kilograms_add_exactly(moved) -> None:
    scale = {"mg": Decimal("0.001"), "g": Decimal(1), "kg": Decimal(1000)}
    sign = {"received": 1, "used": -1, "returned": 1, "destroyed": -1}
    for found in of_lot([Moved(what, str(amount), unit) for what, amount, unit in moved]):
        expected = sum(sign[what] * amount * scale[unit] for what, amount, unit in moved)
        if found.left is not None:
            assert found.left * scale[found.unit] == expected
