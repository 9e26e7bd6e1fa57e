"""Bundles between an office and an isolated room: there, back, again, and everything that can be wrong with one."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ebr.domain.refusal import Refusal
from ebr.domain.site.commands import ChangePolicy
from ebr.domain.station.commands import ChangeAppearance
from ebr.station import bundle_contents, bundles, joining, second_copy
from ebr.station.bundle_contents import Wanted
from ebr.station.verifying import verify
from ebr.storage.chain import Entry
from ebr.sync import bundle as bundle_file
from ebr.sync import sealed_file
from ebr.sync.bundle import Contents, Manifest
from ebr.wording import refusal_words
from tests.station.plant import BATCH, PASSWORD, code, fine
from tests.station.two_stations import OFFICE, ROOM, Site, site

BATCH_ROOT = f"batch/{BATCH}"


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Site]:
    made = site(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Path, bytes]]:
    """A site and a bundle for its room that is only ever refused in its altered forms."""
    made = site(tmp_path_factory.mktemp("untouched"))
    path = made.made(made.office, ROOM, "whole")
    yield made, made.stick / "altered.ebrb", path.read_bytes()
    made.close()


def through(at: Site) -> dict[str, int]:
    """How far each log goes in the room."""
    return {log: head.seq for log, head in bundle_contents.ends_of(at.room.station.store).items()}


# There and back


def test_both_stations_know_the_same_after_a_bundle_each_way(both: Site) -> None:
    both.room.be("mchen")
    fine(both.room.station.do(ChangeAppearance({"theme": "dark"}), by="mchen"))
    fine(both.to_office("one"))
    fine(both.to_room("two"))
    for root in (BATCH_ROOT, "site", "person/mchen", "station/Room-12"):
        assert both.room.station.store.log.heads(root).keys() == both.office.station.store.log.heads(root).keys()
    assert both.office.station.store.state("station/Iso-1").settings["theme"] == "dark"
    assert verify(both.office.folder).findings == ()
    assert verify(both.room.folder).findings == ()


def test_the_bundle_in_return_begins_where_the_other_stands(both: Site) -> None:
    fine(both.to_office("one"))
    answer = fine(bundles.export(both.office.station, ROOM, both.stick / "two.ebrb"))
    assert int(answer.answer["entries"]) < 10
    taken = fine(bundles.take(both.room.station, both.stick / "two.ebrb"))
    assert taken.answer["entries"] == answer.answer["entries"]
    assert taken.answer["of"] == OFFICE


def test_making_and_taking_are_entries(both: Site) -> None:
    fine(both.to_office("one"))
    assert both.room.events()[-1] == "station.bundle-made/1"
    assert "station.bundle-taken/1" in both.office.events()[-3:]
    assert both.office.station.station_state().bundles_taken


def test_attachments_travel_with_the_contents_that_name_them(both: Site) -> None:
    assert sorted(both.room.station.attachments.names()) == sorted(both.office.station.attachments.names()) != []


def test_contents_only_as_needed_and_later_when_asked_for(both: Site, tmp_path: Path) -> None:
    whole = both.made(both.office, ROOM, "whole", wanted=Wanted(since={}))
    less = both.made(both.office, ROOM, "less", wanted=Wanted(since={}, needed_only=True))
    assert less.stat().st_size < whole.stat().st_size
    parts = read_all(both, less)
    kept = [entry for entry in parts if entry.body is None]
    assert kept
    assert all(b'"subject":"batch/' in entry.header for entry in kept)
    asked = both.made(
        both.office, ROOM, "asked", wanted=Wanted(since={}, needed_only=True, batches=frozenset({BATCH_ROOT}))
    )
    assert [entry for entry in read_all(both, asked) if entry.body is None] == []


def read_all(at: Site, path: Path) -> list[Entry]:
    bundle = bundle_file.read(path)
    key = bundle_file.key_of(bundle, at.room.station.store.keys)
    found = []
    for member in sealed_file.members(bundle.outer, key, bundle_file.largest):
        if member.name.startswith("entries/"):
            found += bundle_file.part_of(bundle, member)
    return found  # type: ignore[return-value]


# What is refused, with one sentence and nothing written


def assert_refused(at: Site, path: Path, expected: str) -> None:
    before = (through(at), at.room.station.store.contacts(""), at.room.station.store.secret_names())
    answer = bundles.take(at.room.station, path)
    assert code(answer) == expected
    assert answer.refusal is not None
    words = refusal_words(answer.refusal)
    assert words.endswith(".")
    assert "{" not in words
    assert (through(at), at.room.station.store.contacts(""), at.room.station.store.secret_names()) == before
    assert list(at.room.folder.glob(".bundle-*")) == []


def test_cut_off_at_any_kibibyte(untouched: tuple[Site, Path, bytes]) -> None:
    at, path, data = untouched
    for cut in [0, 5, 11, 12, 100, *range(1024, len(data), 1024), len(data) - 65, len(data) - 64, len(data) - 1]:
        path.write_bytes(data[:cut])
        answer = bundles.take(at.room.station, path)
        assert code(answer) in {"file_damaged", "file_foreign"}, cut
    path.write_bytes(data + b"\x00")
    assert_refused(at, path, "file_damaged")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_flipped_bit(untouched: tuple[Site, Path, bytes], place: float, bit: int) -> None:
    at, path, data = untouched
    altered = bytearray(data)
    altered[int(place * len(data))] ^= 1 << bit
    path.write_bytes(altered)
    assert code(bundles.take(at.room.station, path)) in {"file_damaged", "file_foreign", "file_newer"}


def test_something_else_and_something_newer(untouched: tuple[Site, Path, bytes]) -> None:
    at, path, data = untouched
    path.write_bytes(b"%PDF-1.7\n" + data)
    assert_refused(at, path, "file_foreign")
    path.write_bytes(data.replace(b"ebr bundle/1\n", b"ebr bundle/2\n", 1))
    assert_refused(at, path, "file_newer")
    assert_refused(at, path.with_name("nothing.ebrb"), "path_missing")


def test_the_same_bundle_twice(both: Site) -> None:
    path = both.made(both.office, ROOM, "one")
    fine(bundles.take(both.room.station, path))
    assert_refused(both, path, "bundle_taken_before")


def test_a_bundle_for_another_station(both: Site) -> None:
    assert_refused(both, both.made(both.room, OFFICE, "mine"), "bundle_for_other")


def test_switched_off_by_policy(both: Site) -> None:
    path = both.made(both.office, ROOM, "before")
    both.office.signed(ChangePolicy({"bundles": "no"}, "Removable media forbidden", "qlee"), "aroot")
    late = both.stick / "late.ebrb"
    with pytest.raises(Refusal, match="bundles_off"):
        bundles.export(both.office.station, ROOM, late)
    assert not late.exists()
    fine(bundles.take(both.room.station, path))  # the room has not heard of it


def test_missing_entries_before_it_are_named(both: Site) -> None:
    fine(both.to_office("one"))
    both.office.be("qlee")
    since = bundle_contents.ends_of(both.office.station.store)
    skipped = both.made(both.office, ROOM, "skipped")
    both.office.be("aroot")
    path = both.made(both.office, ROOM, "later", wanted=Wanted(since=since))
    assert_refused(both, path, "bundle_gap")
    answer = bundles.take(both.room.station, path)
    assert answer.refusal is not None
    assert answer.refusal.params["station"] == OFFICE
    fine(bundles.take(both.room.station, skipped))
    fine(bundles.take(both.room.station, path))


# Bundles that an honest program never makes: sealed by a station's key, wrong inside


def crafted(
    at: Site, change: Callable[[sealed_file.Writer], None], logs: dict[str, tuple[int, int, str]] | None = None
) -> Path:
    """A bundle of the office for the room, sealed as it must be, with members of one's own."""
    office, room = at.office.station.store, at.room.station.store
    said = Manifest(made="", logs=logs or {}, prerequisites={}, heads={})
    path = at.stick / "crafted.ebrb"

    def _members(writer: sealed_file.Writer, name: str, data: bytes) -> None:
        original(writer, name, data)
        if name == "manifest":
            change(writer)

    original = sealed_file.Writer.member
    with path.open("wb") as file, patch.object(sealed_file.Writer, "member", _members):
        sender = bundle_contents.sender_of(at.office.station)
        to = {room.log.id: room.keys.encryption_public}
        bundle_file.write(file, bundle_file.new_id(), sender, to, Contents(said))
    assert office.log.id == sender.log
    return path


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "files/../x", "entries/1/2", "database/1", "", "ENTRIES/1", "files/abc"]
)
def test_names_that_have_no_place(both: Site, name: str) -> None:
    assert_refused(both, crafted(both, lambda writer: put(writer, name, b"x")), "file_member")


def put(writer: sealed_file.Writer, name: str, data: bytes, size: int | None = None) -> None:
    """Add a member whatever its name; `size` is a declared size that is not the real one."""
    packed, named = zlib.compress(data, 9), name.encode()
    declared = len(data) if size is None else size
    writer._buffer += (
        bytes([len(named)]) + named + len(packed).to_bytes(4, "big") + declared.to_bytes(4, "big") + packed
    )


def test_a_bomb_that_says_its_size(both: Site) -> None:
    path = crafted(both, lambda writer: put(writer, "entries/1", b"\x00" * (65 * 2**20)))
    assert path.stat().st_size < 2**20
    assert_refused(both, path, "member_too_large")


def test_a_bomb_that_lies_about_its_size(both: Site) -> None:
    assert_refused(both, crafted(both, lambda w: put(w, "entries/1", b"\x00" * 2**22, size=2**16)), "member_too_large")
    assert_refused(both, crafted(both, lambda w: put(w, "entries/1", b"\x00" * 100, size=101)), "file_damaged")


def test_members_that_are_not_what_they_say(both: Site) -> None:
    assert_refused(both, crafted(both, lambda w: put(w, "entries/1", b"\xc1")), "file_damaged")
    assert_refused(both, crafted(both, lambda w: put(w, "manifest", b"{}")), "file_damaged")
    wrong = "0" * 64
    assert_refused(both, crafted(both, lambda w: put(w, f"files/{wrong}", b"another file")), "file_damaged")


def entries_of(at: Site) -> list[Entry]:
    log = at.office.station.store.log
    have = through(at)[log.id]
    return log.read_after(log.id, have)


def packed(entries: list[Entry]) -> bytes:
    rows = [(entry.header, entry.body, entry.seal) for entry in entries]
    return msgspec.msgpack.encode((entries[0].log, entries[0].seq, rows))


@pytest.mark.parametrize("part", ["header", "body", "seal"])
def test_an_entry_that_is_not_sound_stops_the_whole_bundle(both: Site, part: str) -> None:
    both.office.be("aroot")
    both.office.be("qlee")
    entries = entries_of(both)
    bad = entries[-1]
    altered = bytearray(getattr(bad, part))
    altered[-2] ^= 1
    entries[-1] = replace(bad, **{part: bytes(altered)})
    path = crafted(both, lambda w: put(w, "entries/1", packed(entries)))
    answer = bundles.take(both.room.station, path)
    assert code(answer) == "bundle_incomplete"  # it is in no stretch of the manifest
    log = both.office.station.store.log
    assert log.head is not None
    logs = {log.id: (entries[0].seq, entries[-1].seq, log.head.hash.hex())}
    assert_refused(both, crafted(both, lambda w: put(w, "entries/1", packed(entries)), logs), "bundle_entry")


def test_entries_that_the_manifest_promises_and_that_are_not_there(both: Site) -> None:
    log = both.office.station.store.log
    logs = {log.id: (through(both)[log.id] + 1, 9999, "00" * 32)}
    assert_refused(both, crafted(both, lambda _writer: None, logs), "bundle_incomplete")


# The second copy


def test_the_second_copy_grows_and_is_taken_elsewhere(both: Site) -> None:
    stick, room = both.stick, both.room.station
    first = fine(second_copy.second_copy(room, stick))
    both.room.be("mchen")
    more = fine(second_copy.second_copy(room, stick))
    assert (first.answer["from"], more.answer["from"]) == ("0", first.answer["to"])
    assert both.room.events()[-1] == "station.second-copy-made/1"
    for path in sorted(stick.glob("*.ebrb")):
        fine(bundles.take(both.office.station, path))
    ours = bundle_contents.ends_of(both.office.station.store)[room.store.log.id]
    assert str(ours.seq) == more.answer["to"]


def test_a_damaged_copy_is_noticed_and_written_anew(both: Site) -> None:
    stick, room = both.stick, both.room.station
    fine(second_copy.second_copy(room, stick))
    path = next(stick.glob("*.ebrb"))
    path.write_bytes(path.read_bytes()[:-1])
    assert fine(second_copy.second_copy(room, stick)).answer["from"] == "0"
    assert not path.exists()
    assert second_copy.standing(room, stick).stale == ()


def test_a_copy_is_due_after_the_hours_of_the_policy(both: Site) -> None:
    assert not second_copy.due(both.room.station)
    both.room.wait(hours=25)
    assert second_copy.due(both.room.station)
    fine(second_copy.second_copy(both.room.station, both.stick))
    assert not second_copy.due(both.room.station)


def test_a_medium_that_is_not_there_is_a_refusal(both: Site) -> None:
    assert code(second_copy.second_copy(both.room.station, both.stick / "gone")) == "path_missing"


def test_nothing_secret_stands_in_the_clear(both: Site) -> None:
    data = both.made(both.office, ROOM, "one", wanted=Wanted(since={})).read_bytes()
    assert b"Maria Chen" not in data
    assert PASSWORD.encode() not in data
    assert joining.fingerprint_here(both.office.station.store).encode() in data  # the head is for everybody
