"""Two versions compared: complete, by stable ids, each change where a person would look for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ebr.domain.mbr import model as m
from ebr.domain.mbr.compare import compare
from ebr.domain.mbr.compare.order import moved
from ebr.domain.mbr.compare.prose import pieces
from ebr.domain.mbr.document import block_hashes, mbr_hash
from ebr.domain.mbr.numbering import numbering
from ebr.domain.mbr.text import read
from tests.domain import mbr_variants as v
from tests.domain.test_mbr_write import mbrs

EXAMPLES = sorted((Path(__file__).parents[2] / "resources" / "mbr").glob("*.yaml"))
quiet = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def told(old: m.Mbr, new: m.Mbr) -> list[tuple[str, str, str]]:
    return [(c.kind, *c.place) for c in compare(old, new).changes]


@quiet
@given(mbrs, mbrs)
def test_blocks_are_changed_exactly_when_their_hashes_differ(old, new):
    was, now = block_hashes(old), block_hashes(new)

    found = compare(old, new)

    assert set(found.unchanged_blocks) == {name for name in was if was[name] == now.get(name)}
    assert set(found.changed_blocks) == (set(was) | set(now)) - set(found.unchanged_blocks)
    assert bool(found.changes) == (mbr_hash(old) != mbr_hash(new))


@quiet
@given(mbrs)
def test_the_same_document_has_no_change(mbr):
    found = compare(mbr, mbr)

    assert (found.changes, found.changed_blocks, found.renumbered) == ((), (), ())


@pytest.mark.parametrize("path", v.EVERY_FIELD)
def test_a_change_of_any_field_is_found_in_its_block(path):
    new = v.EVERY_FIELD[path]
    was, now = block_hashes(v.FULL), block_hashes(new)
    blocks = {name for name in was | now if was.get(name) != now.get(name)}

    found = compare(v.FULL, new).changes

    assert found
    assert {change.block for change in found} & blocks
    assert {change.block for change in found} <= blocks


@pytest.mark.parametrize("path", v.EVERY_FIELD)
def test_there_and_back_are_the_same_changes_the_other_way_round(path):
    new = v.EVERY_FIELD[path]
    turned = {"added": "removed", "removed": "added"}

    there, back = compare(v.FULL, new).changes, compare(new, v.FULL).changes

    assert {(c.kind, c.place, str(c.was), str(c.now)) for c in there} == {
        (turned.get(c.kind, c.kind), c.place, str(c.now), str(c.was)) for c in back
    }


def test_a_step_put_elsewhere_is_one_move_and_the_others_only_have_other_numbers():
    a, b, c = (v.phase(name) for name in "abc")
    old = v.document(m.Operation("one", "One", (a, b, c)))
    new = v.document(m.Operation("one", "One", (c, a, b)))

    found = compare(old, new)

    assert [(x.kind, x.place, x.was, x.now) for x in found.changes] == [("moved", ("c", ""), "1.3", "1.1")]
    assert [(x.id, x.was, x.now) for x in found.renumbered] == [("a", "1.1", "1.2"), ("b", "1.2", "1.3")]
    assert set(found.changed_blocks) == {"procedure"}


def test_a_step_moved_to_another_operation_and_changed_there_is_both():
    a, b = v.phase("a", v.number("x", limits=m.Limits(high="8.0"))), v.phase("b")
    old = v.document(m.Operation("one", "One", (a, b)), m.Operation("two", "Two", ()))
    changed = replace(a, slots=(v.number("x", limits=m.Limits(high="6.0")),))
    new = v.document(m.Operation("one", "One", (b,)), m.Operation("two", "Two", (changed,)))

    assert told(old, new) == [("moved", "a", ""), ("changed", "x", "limits.high")]


def test_an_entry_moved_to_another_step_is_no_removal():
    x, y = v.number("x"), v.number("y")
    old = v.document(m.Operation("one", "One", (v.phase("a", x, y), v.phase("b"))))
    new = v.document(m.Operation("one", "One", (v.phase("a", y), v.phase("b", x))))

    found = compare(old, new)

    assert told(old, new) == [("moved", "x", "")]
    assert found.changes[0].block == "phase/b"
    assert set(found.changed_blocks) == {"phase/a", "phase/b"}


def test_a_step_that_comes_brings_its_entries_with_it():
    old = v.document(m.Operation("one", "One", (v.phase("a"),)))
    new = v.document(m.Operation("one", "One", (v.phase("a"), v.phase("b", v.number("x"), v.number("y")))))

    (change,) = compare(old, new).changes

    assert (change.kind, change.level, change.number, change.title) == ("added", "phase", "1.2", "Step b")
    assert [slot["id"] for slot in change.now["slots"]] == ["x", "y"]


def test_an_entry_kept_from_a_removed_step_is_told_by_itself():
    x, y = v.number("x"), v.number("y")
    old = v.document(m.Operation("one", "One", (v.phase("a", x, y), v.phase("b"))))
    new = v.document(m.Operation("one", "One", (v.phase("b", x),)))

    removed, kept = sorted(compare(old, new).changes, key=lambda c: c.kind, reverse=True)

    assert (removed.kind, [slot["id"] for slot in removed.was["slots"]]) == ("removed", ["y"])
    assert (kept.kind, kept.place) == ("moved", ("x", ""))


def test_another_id_alone_is_a_new_name():
    old = v.document(m.Operation("one", "One", (v.phase("a", v.number("x")),)))
    slot = replace(v.number("x"), id="z")
    new = v.document(m.Operation("one", "One", (replace(v.phase("a", slot)),)))

    (change,) = compare(old, new).changes

    assert (change.kind, change.was, change.now) == ("renamed", "x", "z")


def test_a_renamed_step_keeps_its_entries():
    old = v.document(m.Operation("one", "One", (v.phase("a", v.number("x")),)))
    new = v.document(m.Operation("one", "One", (replace(v.phase("a", v.number("x", critical=True)), id="z"),)))

    assert told(old, new) == [("renamed", "z", ""), ("changed", "x", "critical")]


def test_what_is_gone_is_told_where_it_stood():
    a, b, c = (v.phase(name) for name in "abc")
    old = v.document(m.Operation("one", "One", (a, b, c)), m.Operation("two", "Two", (v.phase("d"),)))
    new = v.document(
        m.Operation("one", "One", (replace(a, critical=True), replace(c, critical=True))),
        m.Operation("two", "Two", (replace(v.phase("d"), critical=True),)),
    )

    assert told(old, new) == [
        ("changed", "a", "critical"),
        ("removed", "b", ""),
        ("changed", "c", "critical"),
        ("changed", "d", "critical"),
    ]


def test_a_removed_operation_stands_behind_all_of_the_one_before_it():
    one, two = m.Operation("one", "One", (v.phase("a"), v.phase("b"))), m.Operation("two", "Two", (v.phase("c"),))
    old = v.document(one, two)
    new = v.document(replace(one, phases=(v.phase("a"), replace(v.phase("b"), critical=True))))

    assert told(old, new) == [("changed", "b", "critical"), ("removed", "two", ""), ("removed", "c", "")]


def test_an_answer_is_told_with_its_entry():
    slot = m.Slot("colour", "choice", "Colour", options=(m.Option("clear", "Clear"), m.Option("dull", "Dull", False)))
    old = v.document(m.Operation("one", "One", (v.phase("a", slot),)))
    options = (m.Option("clear", "Clear"), m.Option("dull", "Dull", True), m.Option("grey", "Grey"))
    new = v.document(m.Operation("one", "One", (v.phase("a", replace(slot, options=options)),)))

    dull, grey = compare(old, new).changes

    assert (dull.place, dull.title, dull.inner, dull.effect) == (("colour/dull", "accept"), "Colour", "Dull", "weaker")
    assert (grey.kind, grey.place, grey.inner) == ("added", ("colour/grey", ""), "Grey")


def test_an_id_used_twice_in_a_draft_loses_nothing():
    twice = v.document(m.Operation("one", "One", (v.phase("a"), v.phase("a", v.number("x")))))
    changed = v.document(m.Operation("one", "One", (v.phase("a"), v.phase("a", v.number("x", critical=True)))))

    found = compare(twice, changed)

    assert [(c.place, c.block) for c in found.changes] == [(("x", "critical"), "phase/a+")]
    assert set(found.changed_blocks) == {"phase/a+"}


@pytest.mark.parametrize(
    ("was", "now", "effect"),
    [
        (m.Limits(high="8.0"), m.Limits(high="6.0"), "stricter"),
        (m.Limits(high="6.0"), m.Limits(high="8.0"), "weaker"),
        (m.Limits(high="8.0"), m.Limits(high="8"), ""),
        (m.Limits(high="8.0"), m.Limits(), "weaker"),
        (m.Limits(low="-90"), m.Limits(low="-80"), "stricter"),
        (m.Limits(), m.Limits(low="0"), "stricter"),
        (m.Limits(high="x * 2"), m.Limits(high="6.0"), ""),
        (m.Limits(rule="as_recorded"), m.Limits(rule="rounded"), "weaker"),
    ],
)
def test_the_effect_of_a_limit_follows_from_its_values(was, now, effect):
    old, new = (v.document(m.Operation("o", "O", (v.phase("a", v.number("x", limits=one)),))) for one in (was, now))

    (change,) = compare(old, new).changes

    assert change.effect == effect


def test_a_limit_in_another_unit_is_not_judged():
    cold = v.number("x", limits=m.Limits(high="8.0"))
    warm = replace(cold, unit="degF", limits=m.Limits(high="46.4"))
    old, new = (v.document(m.Operation("o", "O", (v.phase("a", one),))) for one in (cold, warm))

    high = next(c for c in compare(old, new).changes if c.place[1] == "limits.high")

    assert (high.effect, high.unit_was, high.unit_now) == ("", "degC", "degF")


@given(st.permutations(range(9)))
def test_what_did_not_move_kept_its_order(order):
    gone = set(moved(order))
    kept = [position for at, position in enumerate(order) if at not in gone]

    assert kept == sorted(kept)
    assert bool(gone) == (list(order) != sorted(order))


@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60))
def test_pieces_put_together_are_both_texts(was, now):
    found = pieces(was, now)

    assert "".join(p.text for p in found if p.kind != "new") == was
    assert "".join(p.text for p in found if p.kind != "gone") == now


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda path: path.stem)
def test_numbers_are_those_of_a_batch(file):
    from ebr.domain.batch.state.plan import prepare

    mbr = read(file.read_text(encoding="utf-8")).mbr
    numbers, plan = numbering(mbr), prepare(mbr)

    for _, operation, phase in mbr.phases():
        assert numbers[operation.id] == plan.places[operation.id].number
        assert numbers[phase.id] == plan.places[phase.id].number
        for at, slot in enumerate(phase.slots, 1):
            assert numbers[slot.id] == f"{plan.places[phase.id].number}.{at}"
