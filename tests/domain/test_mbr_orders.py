"""Orders of phases grow, leave room, and stay with a phase while others come, go and move."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ebr.domain.mbr.check.orders import spread

Phases = list[tuple[str, int]]


def held_by(phases: Phases, orders: list[int]) -> dict[str, int]:
    return {name: order for (name, _), order in zip(phases, orders, strict=True)}


def kept(before: Phases, after: Phases) -> int:
    """How many phases have the order they had."""
    held = held_by(before, spread(before, {}))
    return sum(held.get(name) == order for name, order in held_by(after, spread(after, held)).items())


@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 40)), max_size=12),
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 300)),
)
def test_each_order_is_above_the_slots_of_the_phase_before(phases: Phases, held: dict[str, int]):
    orders = spread(phases, held)

    assert len(orders) == len(phases)
    free = 0
    for order, (_, size) in zip(orders, phases, strict=True):
        assert order > free
        free = order + size


def test_only_what_moved_gets_another_order():
    before = [(f"p{n}", 5) for n in range(100)]

    assert kept(before, before[1:]) == 99
    assert kept(before, [*before[1:], before[0]]) == 99
    assert kept(before, [before[-1], *before[:-1]]) == 99
    assert kept(before, [*before[:50], ("new", 900), *before[50:]]) == 100
    assert kept(before, [(name, 6) for name, _ in before]) == 100


def test_insertions_at_one_point_without_end_push_only_a_few_on():
    phases = [(f"p{n}", 5) for n in range(100)]
    orders = spread(phases, {})
    moved = 0
    for n in range(500):
        held = held_by(phases, orders)
        phases = [*phases[:50], (f"new{n}", 5), *phases[50:]]
        orders = spread(phases, held)
        moved += sum(held.get(name, order) != order for name, order in held_by(phases, orders).items())

    assert moved < 3 * 500, "on the average"
