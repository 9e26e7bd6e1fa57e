"""The report of a batch that two stations made: what it shows, that it verifies alone, and that no change stays hidden."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ebr.domain import subjects
from ebr.domain.batch.rules.weakness import roots
from ebr.domain.batch.state import BatchState
from ebr.reports import material
from ebr.reports.check import check_pdf, incomplete
from ebr.reports.export import write
from ebr.reports.pdf.read import words_by_page
from ebr.station.looking import look
from ebr.station.verifying import verify
from ebr.storage.chain import Entry, leaf_of
from ebr.storage.codec import read_header
from ebr.storage.left_out import LeftOut, left_out
from ebr.storage.reading import logs, read_after
from ebr.storage.verify import Material
from ebr.storage.verify import verify as verify_entries
from tests.reports.exported import checked, verified
from tests.reports.two_stations import OTHER, Reported, reported
from tests.station.plant import BATCH


@pytest.fixture(scope="module")
def made() -> Reported:
    return reported()


@pytest.fixture(scope="module")
def text(made: Reported) -> str:
    return " ".join(word for page in words_by_page(made.file.read_bytes()) for word in page)


def whole_log(made: Reported, log: str) -> list[Entry]:
    with look(made.office) as station:
        assert log in logs(station._connection)
        return read_after(station._connection, log, 0, 10**6)


def headed(entry: Entry) -> str:
    return read_header(entry.header).subject


def own_and_other(made: Reported) -> tuple[str, str]:
    entries = made.parts()[0]
    own = entries[0].log
    return own, next(entry.log for entry in entries if entry.log != own)


def test_it_verifies_alone_and_says_how_far_a_witness_vouches_for_each_log(made: Reported) -> None:
    report = verify(made.file)
    assert report.findings == ()
    reached = {note.params["station"]: note.params for note in report.notes if note.code == "witnessed_through"}
    assert set(reached) == {"Room-12", "Room-13"}
    assert {params["witness"] for params in reached.values()} == {"Centre"}
    assert {params["time"] for params in reached.values()} == {"2026-05-05T12:00:00+02:00"}


def test_it_carries_nothing_of_other_batches_but_proofs(made: Reported) -> None:
    entries, left, _ = made.parts()
    own, _ = own_and_other(made)
    assert own in left
    through = left[own].size
    other = subjects.batch(OTHER)
    assert not [e for e in entries if subjects.root_of(headed(e)) == other and e.log == own and e.seq <= through]
    assert [e for e in whole_log(made, own) if subjects.root_of(headed(e)) == other]


@pytest.mark.parametrize(
    "words",
    [
        "Room-12 and Room-13",
        "Given by Room-12",
        "the vessel is there",
        "Taken over from Room-13 without contact",
        "no contact since the morning",
        "Recorded twice",
        "Kept by quality",
        "Not kept, stays in the record",
        "both looked at it together",
        "Weaknesses of the record",
        "Entries merged late",
        "Countersigned by a witness",
        "Centre",
    ],
)
def test_a_reader_finds_what_several_stations_did(text: str, words: str) -> None:
    if words == "Room-12 and Room-13":
        assert "Room-12" in text
        assert "Room-13" in text
    else:
        assert words in text


def test_every_log_has_its_head_and_what_is_not_witnessed_of_it(made: Reported, text: str) -> None:
    for entry in {entry.log: entry for entry in made.parts()[0]}.values():
        assert str(entry.seq) in text
        assert entry.hash.hex() in "".join(text.split())


def test_the_decision_of_quality_about_a_contest_is_a_valid_signature(made: Reported) -> None:
    with look(made.office) as station:
        state = station.state(subjects.batch(BATCH))
    assert isinstance(state, BatchState)
    assert [one.valid for one in state.signatures if one.meaning == "conflict_resolved"] == [True] * len(
        state.contested
    )


def codes(made: Reported, entries: list[Entry], left: dict[str, LeftOut]) -> set[str]:
    """What the verifier and the look for completeness find in entries that somebody changed."""
    report = verify_entries(Material(entries, made.parts()[2].get, left_out=left))
    return {found.code for found in (*report.findings, *incomplete(entries))}


def changed(entries: list[Entry], n: int, entry: Entry | None) -> list[Entry]:
    return [*entries[:n], *([entry] if entry is not None else []), *entries[n + 1 :]]


def of_other_station(made: Reported) -> int:
    """The place of a value that the other station recorded."""
    _, other = own_and_other(made)
    entries = made.parts()[0]
    return next(n for n, e in enumerate(entries) if e.log == other and b"value-recorded" in e.header and e.body)


def test_a_value_of_another_station_that_is_changed_is_found(made: Reported) -> None:
    entries, left, _ = made.parts()
    n = of_other_station(made)
    body = (entries[n].body or b"").replace(b'"no"', b'"yes"').replace(b"mchen", b"jdoe1")
    assert "body_hash" in codes(made, changed(entries, n, replace(entries[n], body=body)), left)
    header = entries[n].header.replace(b"mchen", b"jdoe1")
    forged = replace(entries[n], header=header, hash=leaf_of(header))
    assert codes(made, changed(entries, n, forged), left) & {"seal", "link"}


def test_an_entry_of_another_station_that_is_taken_out_moved_or_exchanged_is_found(made: Reported) -> None:
    entries, left, _ = made.parts()
    n = of_other_station(made)
    own, _ = own_and_other(made)
    assert codes(made, changed(entries, n, None), left) & {"gap", "left_out"}
    assert codes(made, changed(entries, n, replace(entries[n], log=own)), left)
    twin = next(e for m, e in enumerate(entries) if m > n and e.log == entries[n].log)
    assert codes(made, changed(entries, n, replace(twin, seq=entries[n].seq)), left) & {"place", "left_out"}


def test_what_another_station_recorded_cannot_be_withheld(made: Reported) -> None:
    entries, left, _ = made.parts()
    n = of_other_station(made)
    kept = changed(entries, n, replace(entries[n], body=None))
    assert "pdf_withheld" in codes(made, kept, left)
    assert "pdf_withheld" in {found.code for found in check_pdf(made.again(kept, left)).findings}


def test_no_entry_that_the_report_rests_on_can_be_put_among_those_left_out(made: Reported) -> None:
    """A forger recomputes what stands for the entries, so the station's own tree still comes out."""
    entries, left, _ = made.parts()
    with look(made.office) as station:
        state = station.state(subjects.batch(BATCH))
    needed = {subjects.batch(BATCH), *roots(state)}
    tried = 0
    for log, one in left.items():
        leaves = [entry.hash for entry in whole_log(made, log)][: one.size]
        assert left_out(one.checkpoint, leaves, {e.seq for e in entries if e.log == log}) == one
        for n, entry in enumerate(entries):
            root = subjects.root_of(headed(entry))
            if entry.log != log or entry.seq > one.size or root not in needed:
                continue
            rest = changed(entries, n, None)
            instead = left_out(one.checkpoint, leaves, {e.seq for e in rest if e.log == log})
            found = codes(made, rest, {**left, log: instead})
            assert found & {"after_unknown", "pdf_incomplete", "action_torn", "pdf_not_rebuilt"}, headed(entry)
            tried += 1
    assert tried > 20


def test_whatever_is_wrong_with_what_stands_for_entries_is_found(made: Reported) -> None:
    entries, left, _ = made.parts()
    log, one = next(iter(left.items()))
    first, count, root = one.nodes[0]
    for forged in (
        replace(one, nodes=((first, count, bytes(32)), *one.nodes[1:])),
        replace(one, nodes=one.nodes[1:]),
        replace(one, nodes=((first, count + 1, root), *one.nodes[1:])),
        replace(one, nodes=(*one.nodes, (one.size + 1, 1, root))),
        replace(one, checkpoint=one.checkpoint + 1),
        replace(one, checkpoint=2),
        replace(one, size=one.size - 1),
    ):
        assert codes(made, entries, {**left, log: forged}) & {"left_out", "gap"}, forged
    assert "left_out" in codes(made, entries, {**left, "ab" * 32: one})
    assert "gap" in codes(made, entries, {})


def test_nothing_is_left_out_behind_the_checkpoint(made: Reported) -> None:
    entries, left, _ = made.parts()
    for log, one in left.items():
        behind = [n for n, entry in enumerate(entries) if entry.log == log and entry.seq > one.size]
        for n in behind[:-1]:
            assert codes(made, changed(entries, n, None), left) & {"gap", "left_out"}


def test_a_receipt_that_stands_before_the_checkpoint_vouches_for_nothing_that_is_left_out(made: Reported) -> None:
    entries, left, _ = made.parts()
    log, one = next(iter(left.items()))
    named = next(
        json.loads(e.body or b"")[1]["seq"] for e in entries if e.log == log and b"station.witnessed" in e.header
    )
    assert named >= one.checkpoint
    without = [e for e in entries if not (e.log == log and b"station.witnessed" in e.header)]
    report = verify_entries(Material(without, left_out=left))
    assert "gap" in {found.code for found in report.findings}


def test_a_file_of_proofs_in_another_form_is_refused(made: Reported) -> None:
    _, left, _ = made.parts()
    data = material.written_left_out(left)
    assert material.read_left_out(data) == left
    for wrong in (b"[]", b"{}", data + b" ", data.replace(b'"size":', b'"size": ')):
        with pytest.raises(Exception, match="left_out_unreadable"):
            material.read_left_out(wrong)


def test_an_export_of_both_logs_is_sound_for_both_checkers_and_a_forgery_on_the_other_station_for_neither(
    made: Reported, tmp_path: Path
) -> None:
    own, other = own_and_other(made)
    entries = [*whole_log(made, own), *whole_log(made, other)]
    write(entries, (), lambda _: None, tmp_path / "sound", batch=BATCH)
    assert checked(tmp_path / "sound").status == 0
    assert verified(tmp_path / "sound") == frozenset()
    n = next(n for n, e in enumerate(entries) if e.log == other and b"value-recorded" in e.header)
    body = (entries[n].body or b"").replace(b"mchen", b"jdoe1")
    write(changed(entries, n, replace(entries[n], body=body)), (), lambda _: None, tmp_path / "forged", batch=BATCH)
    found = ("body_hash", entries[n].seq)
    assert found in verified(tmp_path / "forged")
    assert found in checked(tmp_path / "forged").findings
