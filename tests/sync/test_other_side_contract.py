"""The same promises of every other side: in memory, in a file, in a real PostgreSQL."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ebr.clock import SimulatedClock
from ebr.domain.refusal import Refusal
from ebr.storage import checkpoint, tree
from ebr.storage.chain import Broken
from ebr.storage.site_key import fingerprint
from ebr.sync.central import Central, founding
from ebr.sync.other_side import EVERYTHING, Envelope, Head, OtherSide
from ebr.sync.witness import WitnessKey, countersign_all, key_in
from tests.sync.making import ROOT_KEY, Chain
from tests.sync.memory_side import MemorySide

NOTHING: frozenset[str] = frozenset()
CLOCK = SimulatedClock(datetime(2026, 11, 22, 8, 0, tzinfo=UTC))


@pytest.fixture(params=["memory", "file", pytest.param("postgres", marks=pytest.mark.postgres)])
def side(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OtherSide]:
    if request.param == "memory":
        yield MemorySide()
        return
    url = (
        f"sqlite:///{tmp_path / 'centre.db'}"
        if request.param == "file"
        else request.getfixturevalue("postgres").fresh()
    )
    founding.init(url)
    with Central.at(url) as central:
        yield central


@pytest.fixture
def key(tmp_path: Path) -> WitnessKey:
    return key_in(tmp_path / "witness.key")


def countersigned(side: Any, key: WitnessKey) -> int:
    return side.countersign(key, CLOCK) if isinstance(side, MemorySide) else countersign_all(side, key, CLOCK).added


def head(chain: Chain) -> Head:
    return Head(chain.entries[-1].seq, chain.entries[-1].hash)


class TestLogs:
    def test_an_empty_side_knows_nothing(self, side: OtherSide):
        assert side.heads() == {}
        assert side.describe().site == side.describe().profile == side.describe().witness == ""
        assert side.read_after("0" * 64, 0, 10, EVERYTHING) == []
        assert side.bodies("0" * 64, [1]) == {}
        assert side.append("0" * 64, []) == Head(0, b"")

    def test_what_was_appended_is_read_back_byte_for_byte(self, side: OtherSide):
        chain = Chain.begun("Room 1", 20)
        assert side.append(chain.log, chain.entries) == head(chain)
        assert side.heads() == {chain.log: head(chain)}
        assert side.read_after(chain.log, 0, 100, EVERYTHING) == chain.entries
        assert side.read_after(chain.log, 7, 5, EVERYTHING) == chain.entries[7:12]

    def test_the_first_log_says_the_profile_and_the_foundation_says_the_site(self, side: OtherSide):
        first = Chain.begun("Room 1", 1, site=True)
        side.append(first.log, first.entries)
        side.append(*_all(Chain.begun("Room 2", 1)))
        assert (side.describe().profile, side.describe().site) == ("practice", fingerprint(ROOT_KEY))

    def test_a_repetition_changes_nothing_and_answers_the_head(self, side: OtherSide):
        chain = Chain.begun("Room 1", 20)
        side.append(chain.log, chain.entries[:15])
        assert side.append(chain.log, chain.entries[:15]) == Head(15, chain.entries[14].hash)
        assert side.append(chain.log, chain.entries[3:10]) == Head(15, chain.entries[14].hash)
        assert side.append(chain.log, chain.entries[10:]) == head(chain)
        assert side.read_after(chain.log, 0, 100, EVERYTHING) == chain.entries

    def test_a_gap_is_refused_and_names_the_number_that_is_missing(self, side: OtherSide):
        chain = Chain.begun("Room 1", 20)
        side.append(chain.log, chain.entries[:5])
        with pytest.raises(Broken) as wrong:
            side.append(chain.log, chain.entries[7:])
        assert (wrong.value.code, wrong.value.params) == ("gap", {"expected": "6", "found": "8"})
        with pytest.raises(Broken, match="gap"):
            side.append(chain.log, [*chain.entries[5:7], *chain.entries[8:]])
        assert side.heads() == {chain.log: Head(5, chain.entries[4].hash)}

    def test_a_fork_is_refused_and_names_the_place(self, side: OtherSide):
        chain = Chain.begun("Room 1", 3)
        clone = chain.copy()
        chain.values(4)
        clone.values(2, batch="b9")
        side.append(chain.log, chain.entries)
        with pytest.raises(Broken) as wrong:
            side.append(clone.log, clone.entries)
        assert (wrong.value.code, wrong.value.params) == ("fork", {"log": chain.log, "seq": "6"})
        assert side.read_after(chain.log, 0, 100, EVERYTHING) == chain.entries

    def test_an_entry_that_does_not_follow_is_refused_with_all_that_came_with_it(self, side: OtherSide):
        chain = Chain.begun("Room 1", 3)
        clone = chain.copy()
        chain.values(4)
        clone.values(4, batch="b9")
        with pytest.raises(Broken, match="link"):
            side.append(chain.log, [*chain.entries[:7], *clone.entries[7:]])
        assert side.heads() == {}

    def test_a_hash_that_is_not_the_headers_is_refused(self, side: OtherSide):
        chain = Chain.begun("Room 1", 5)
        forged = replace(chain.entries[-1], header=chain.entries[-1].header.replace(b'"op1"', b'"op2"'))
        with pytest.raises(Broken, match="header_hash"):
            side.append(chain.log, [*chain.entries[:-1], forged])
        assert side.heads() == {}

    def test_an_entry_of_another_log_is_refused(self, side: OtherSide):
        chain, other = Chain.begun("Room 1", 5), Chain.begun("Room 2", 5)
        with pytest.raises(Broken, match="other_log"):
            side.append(chain.log, [*chain.entries[:3], other.entries[3]])
        assert side.heads() == {}
        for one in (chain, other):
            side.append(one.log, one.entries[:3])
        with pytest.raises(Broken, match="other_log"):
            side.append(chain.log, other.entries[3:])
        assert {head.seq for head in side.heads().values()} == {3}

    def test_a_first_entry_belongs_to_its_own_log_only(self, side: OtherSide):
        chain, other = Chain.begun("Room 1"), Chain.begun("Room 2")
        with pytest.raises(Broken):
            side.append(other.log, [replace(chain.entries[0], log=other.log)])
        assert side.heads() == {}

    def test_logs_do_not_disturb_each_other(self, side: OtherSide):
        chains = [Chain.begun(f"Room {n}", 5) for n in range(5)]
        for start in range(0, 7, 2):
            for chain in chains:
                side.append(chain.log, chain.entries[start : start + 2])
        assert side.heads() == {chain.log: head(chain) for chain in chains}


class TestBodies:
    def test_bodies_of_batches_stay_behind_unless_they_are_wanted(self, side: OtherSide):
        chain = Chain.begun("Room 1")
        chain.values(3, "b1")
        chain.values(3, "b2")
        side.append(chain.log, chain.entries)
        told = side.read_after(chain.log, 0, 100, frozenset({"batch/b2"}))
        assert [entry.seq for entry in told if entry.body is None] == [3, 4, 5]
        assert [replace(entry, body=None) for entry in told] == [replace(entry, body=None) for entry in chain.entries]
        assert side.bodies(chain.log, [3, 5, 99]) == {3: chain.entries[2].body, 5: chain.entries[4].body}
        assert all(entry.body is None for entry in side.read_after(chain.log, 2, 100, NOTHING))

    def test_a_body_that_was_missing_comes_later_once(self, side: OtherSide):
        chain = Chain.begun("Room 1", 4)
        side.append(chain.log, [replace(e, body=None) if e.seq == 5 else e for e in chain.entries])
        assert side.bodies(chain.log, [5]) == {}
        side.append(chain.log, chain.entries)
        assert side.read_after(chain.log, 0, 100, EVERYTHING) == chain.entries
        side.append(chain.log, [replace(chain.entries[4], body=b"other")])
        assert side.read_after(chain.log, 0, 100, EVERYTHING) == chain.entries

    def test_a_later_body_must_be_the_one_that_the_header_names(self, side: OtherSide):
        chain = Chain.begun("Room 1", 4)
        side.append(chain.log, [replace(e, body=None) if e.seq == 5 else e for e in chain.entries])
        with pytest.raises(Broken, match="body_hash"):
            side.append(chain.log, [replace(chain.entries[4], body=b"other")])
        assert side.bodies(chain.log, [5]) == {}


class TestFilesAndEnvelopes:
    def test_a_file_is_kept_once_and_found_by_its_digest(self, side: OtherSide):
        data = bytes(range(256)) * 100
        digest = hashlib.sha256(data).hexdigest()
        assert side.file(digest) is None
        side.put_file(digest, data)
        side.put_file(digest, data)
        assert side.file(digest) == data
        assert side.has_files(frozenset({digest, "0" * 64})) == {digest}
        assert side.has_files(NOTHING) == NOTHING

    def test_a_file_under_another_digest_is_refused(self, side: OtherSide):
        with pytest.raises(Broken, match="attachment_damaged"):
            side.put_file("0" * 64, b"something")
        assert side.file("0" * 64) is None

    def test_the_newest_envelope_of_a_name_and_version_is_given_out(self, side: OtherSide):
        one, two = Envelope("log1", "site", "1", b"a"), Envelope("log1", "person/op1", "1", b"b")
        side.put_envelopes([one, two, Envelope("log2", "site", "1", b"c")])
        side.put_envelopes([one])
        again = Envelope("log1", "site", "1", b"d")
        side.put_envelopes([again, Envelope("log1", "site", "2", b"e")])
        assert side.envelopes("log1") == [two, again, Envelope("log1", "site", "2", b"e")]
        assert side.envelopes("nobody") == []


class TestWitness:
    def test_nothing_is_witnessed_before_a_witness_was_there(self, side: OtherSide, key: WitnessKey):
        chain = Chain.begun("Room 1", 5)
        side.append(chain.log, chain.entries)
        assert side.witnessed(chain.log, 0) is None
        assert side.witnessed("0" * 64, 0) is None

    def test_a_head_is_countersigned_with_its_proofs(self, side: OtherSide, key: WitnessKey):
        chain, other = Chain.begun("Room 1", 30), Chain.begun("Room 2", 3)
        side.append(chain.log, chain.entries)
        side.append(other.log, other.entries)
        assert countersigned(side, key) == 37
        assert countersigned(side, key) == 0
        assert side.describe().witness == key.public
        for log in (chain, other):
            found = side.witnessed(log.log, 0)
            assert found is not None
            note = checkpoint.opened(found.note, key.public)
            assert (note.origin, note.size, note.extension("at")) == (key.origin, 37, CLOCK.now().wall)
            assert Head(found.seq, found.hash) == head(log)
            assert tree.included(found.hash, found.index, note.size, found.inclusion, note.root)

    @pytest.mark.parametrize(("first", "more"), [(1, 1), (5, 300), (254, 1), (300, 600)])
    def test_a_grown_tree_is_consistent_with_the_kept_one(
        self, side: OtherSide, key: WitnessKey, first: int, more: int
    ):
        chain = Chain.begun("Room 1", first)
        side.append(chain.log, chain.entries)
        countersigned(side, key)
        kept = checkpoint.opened(side.witnessed(chain.log, 0).note, key.public)  # type: ignore[union-attr]
        side.append(chain.log, chain.values(more))
        countersigned(side, key)
        found = side.witnessed(chain.log, kept.size)
        assert found is not None
        note = checkpoint.opened(found.note, key.public)
        assert note.size == first + more + 2
        assert note.root == tree.root_of([entry.hash for entry in chain.entries])
        assert tree.consistent(kept.size, kept.root, note.size, note.root, found.consistency)
        assert tree.included(found.hash, found.index, note.size, found.inclusion, note.root)

    def test_a_log_that_does_not_verify_stops_and_the_others_go_on(self, side: OtherSide, key: WitnessKey):
        good, forged = Chain.begun("Room 1", 5), Chain.begun("Room 2", 5)
        side.append(good.log, good.entries)
        broken = replace(forged.entries[4], seal=bytes(64))
        side.append(forged.log, [*forged.entries[:4], broken, *forged.entries[5:]])
        assert countersigned(side, key) == len(good.entries) + 4
        found = side.witnessed(forged.log, 0)
        assert found is not None
        assert found.seq == 4
        good.values(2)
        side.append(good.log, good.entries)
        assert countersigned(side, key) == 2

    def test_after_a_restore_of_the_centre_there_is_no_proof_from_what_was_kept(self, side: OtherSide, key: WitnessKey):
        chain = Chain.begun("Room 1", 5)
        side.append(chain.log, chain.entries)
        countersigned(side, key)
        found = side.witnessed(chain.log, 1000)
        assert found is not None
        assert found.consistency == ()


class TestMemoryFaults:
    """The switches of the fake do what they say."""

    def test_an_answer_that_is_lost_costs_a_repetition(self):
        side, chain = MemorySide(lose_replies=1), Chain.begun("Room 1", 3)
        with pytest.raises(Refusal, match="centre_unreachable"):
            side.append(chain.log, chain.entries)
        assert side.heads() == {chain.log: head(chain)}
        assert side.append(chain.log, chain.entries) == head(chain)

    def test_a_line_that_breaks_keeps_nothing(self):
        side, chain = MemorySide(cut_after=2), Chain.begun("Room 1", 3)
        with pytest.raises(Refusal, match="centre_unreachable"):
            side.append(chain.log, chain.entries)
        assert side.heads() == {}

    def test_what_arrives_twice_is_there_once(self):
        side, chain = MemorySide(repeat=True), Chain.begun("Room 1", 3)
        side.append(chain.log, chain.entries)
        side.put_envelopes([Envelope("a", "site", "1", b"x")])
        assert side.logs[chain.log] == chain.entries
        assert len(side.envelopes("a")) == 1

    def test_an_unreachable_side_does_nothing_and_a_slow_one_is_waited_for(self):
        waited: list[str] = []
        side, chain = MemorySide(unreachable=True, before=waited.append), Chain.begun("Room 1", 3)
        with pytest.raises(Refusal, match="centre_unreachable"):
            side.append(chain.log, chain.entries)
        assert (side.logs, waited) == ({}, ["append"])


def _all(chain: Chain) -> tuple[str, Any]:
    return chain.log, chain.entries
