"""Receipts, bundles and the second copy as the station's own facts (record-and-sync.md, "Witnesses")."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebr.domain.site import commands as site
from ebr.domain.station import commands as station
from ebr.domain.station.state import unwitnessed
from tests.domain.company import Company, code, genesis, key, staffed


def receipt(seq: int, kept: int = 0) -> station.NoteReceipt:
    return station.NoteReceipt("Centre", f"note {seq}", seq, key(f"entry {seq}"), seq, ("aa",), (), kept)


@pytest.fixture
def company() -> Company:
    return staffed()


def begun() -> Company:
    """Return a station whose log is its own subject alone, so that numbers are easy to count."""
    found = Company()
    found.done(genesis("practice"))
    found.states["station/S1"].log = key("log 1")
    return found


def head(company: Company) -> int:
    return company.entries


def test_without_a_receipt_every_entry_is_unwitnessed(company: Company):
    assert unwitnessed(company.here(), 17) == 17


def test_a_receipt_covers_what_came_before_it_and_is_not_counted_itself():
    company = begun()
    for _ in range(4):
        company.done(station.NoteFault("what", "detail"))
    assert head(company) == 5
    company.done(receipt(5))
    assert unwitnessed(company.here(), head(company)) == 0
    company.done(station.NoteFault("what", "detail"))
    assert unwitnessed(company.here(), head(company)) == 1
    assert (company.here().receipt.seq, company.here().receipt.entry) == (5, 6)


def test_a_receipt_that_covers_only_receipts_or_less_than_before_is_refused():
    company = begun()
    company.done(receipt(1))
    assert code(company.do(receipt(2))) == "receipt_covers_nothing"
    assert code(company.do(receipt(1))) == "receipt_covers_nothing"
    company.done(station.NoteFault("what", "detail"))
    company.done(receipt(3))
    assert unwitnessed(company.here(), head(company)) == 0


@given(st.lists(st.integers(0, 3), max_size=12))
def test_unwitnessed_counts_entries_after_the_covered_one_without_receipts(steps: list[int]):
    company, covered, receipts = begun(), 0, []
    for step in steps:
        if step:
            company.done(station.NoteFault("what", "detail"))
        elif company.do(receipt(head(company))).refusal is None:
            covered = head(company) - 1
            receipts.append(head(company))
    expected = sum(1 for seq in range(covered + 1, head(company) + 1) if seq not in receipts)
    assert unwitnessed(company.here(), head(company)) == expected


def test_a_restored_log_begins_unwitnessed():
    company = begun()
    company.done(receipt(1))
    again = station.BeginStation("S1", "Riverside", "practice", key("station 1"), {}, key("log 1"), key("entry 9"))
    company.done(again)
    assert company.here().receipt is None


def test_a_bundle_needs_a_person_in_production_and_a_policy_that_allows_it(company: Company):
    made = station.NoteBundleMade("b1", "S2", 3, key("file"))
    assert code(company.do(made)) == "bundle_needs_person"
    company.done(made, "maria.chen")
    assert company.here().bundles_made == {"b1": "S2"}
    company.done(site.ChangePolicy({"bundles": "no"}, "no media in clean rooms", "quentin.ode"), "ada.first")
    assert code(company.do(made, "maria.chen")) == "bundles_off"


def test_a_bundle_is_taken_once(company: Company):
    taken = station.NoteBundleTaken("b1", "S2", 3, key("file"))
    company.done(taken, "maria.chen")
    assert code(company.do(taken, "maria.chen")) == "bundle_taken_before"
    assert company.here().bundles_taken == {"b1": "S2"}


def test_the_first_bundle_of_a_new_station_brings_its_people():
    company = Company()
    company.done(genesis("production"))
    company.done(station.NoteBundleTaken("b1", "S1", 3, key("file")))
    assert company.here().bundles_taken == {"b1": "S1"}


def test_a_second_copy_of_the_same_head_says_nothing_new(company: Company):
    company.done(station.NoteSecondCopy("E:", key("head")))
    assert company.here().second_copy == key("head")
    assert company.do(station.NoteSecondCopy("E:", key("head"))).drafts == ()
