"""A station joins: request and code, admission by administrator and quality, its first bundle, its own reports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ebr.domain.batch.commands import AddComment
from ebr.domain.refusal import Refusal
from ebr.domain.subjects import person
from ebr.station import bundle_contents, bundles, joining
from ebr.station.door import Station
from ebr.station.founding import PDF_LEAF
from ebr.station.questions import StationStatus
from ebr.station.questions.apart import Apart
from ebr.station.verifying import verify
from ebr.storage import certificates
from tests.station.plant import BATCH, PASSWORD, Plant, code, copied, fine, founded
from tests.station.two_stations import NOON, OFFICE, ROOM, Site, admission, admitted, asked, site


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Plant]:
    made = Plant(copied(founded(), tmp_path / "office"), start=NOON)
    yield made
    made.close()


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Site]:
    made = site(tmp_path)
    yield made
    made.close()


def fingerprint(plant: Plant) -> str:
    return joining.fingerprint_here(plant.station.store)


def refused(call: object, *arguments: object) -> str:
    with pytest.raises(Refusal) as raised:
        call(*arguments)  # type: ignore[operator]
    return raised.value.code


def test_a_request_comes_back_from_its_file_with_the_same_code(office: Plant, tmp_path: Path) -> None:
    request = asked(tmp_path / "room", fingerprint(office))
    (tmp_path / "r.ebrj").write_bytes(request.data)
    found = joining.read_request(tmp_path / "r.ebrj")
    assert found == request
    assert [len(part) for part in found.code.split("-")] == [4, 4, 4, 4]
    assert not (tmp_path / "room" / "station.db.new").exists()


def test_any_change_to_a_request_is_noticed(office: Plant, tmp_path: Path) -> None:
    request = asked(tmp_path / "room", fingerprint(office))
    other = asked(tmp_path / "other", fingerprint(office), "Iso-2")
    path = tmp_path / "r.ebrj"
    plain, foreign = json.loads(request.data), json.loads(other.data)
    assert refused_after(path, {**plain, "encryption_key": foreign["encryption_key"]}) == "request_unreadable"
    assert refused_after(path, {**plain, "pdf_key": foreign["pdf_key"]}) == "request_unreadable"
    assert refused_after(path, {**plain, "genesis": foreign["genesis"]}) == "request_unreadable"
    assert refused_after(path, {**plain, "more": ""}) == "request_unreadable"
    for cut in range(0, len(request.data) - 1, 101):
        path.write_bytes(request.data[:cut])
        assert refused(joining.read_request, path) == "request_unreadable"
    assert refused(joining.read_request, tmp_path / "nothing.ebrj") == "path_missing"


def refused_after(path: Path, document: dict[str, object]) -> str:
    path.write_text(json.dumps(document), encoding="utf-8")
    return refused(joining.read_request, path)


def test_the_office_admits_only_with_code_profile_and_site(office: Plant, tmp_path: Path) -> None:
    request = asked(tmp_path / "room", fingerprint(office))
    assert refused(joining.admission, office.station, request, "AAAA-BBBB-CCCC-DDDD", "qlee") == "request_code"
    practice = asked(tmp_path / "practice", fingerprint(office), "Iso-2", "practice")
    assert refused(joining.admission, office.station, practice, practice.code, "qlee") == "other_profile"
    foreign = asked(tmp_path / "foreign", "ab" * 32, "Iso-3")
    assert refused(joining.admission, office.station, foreign, foreign.code, "qlee") == "request_other_site"
    assert refused(asked, tmp_path / "short", "abcd") == "fingerprint_form"
    assert not (tmp_path / "short").exists()


def test_admission_needs_quality_and_writes_the_lease(office: Plant, tmp_path: Path) -> None:
    request = asked(tmp_path / "room", fingerprint(office))
    command = admission(office, request)
    office.be("aroot")
    seen = office.seen(command, "aroot")
    assert code(office.station.do(command, by="aroot", secret="wrong", seen=seen)) == "secret_wrong"
    assert code(admitted(office, request)) == ""
    assert office.events()[-2:] == ["site.station-admitted/1", "site.lease-granted/1"]
    assert refused(admitted, office, request) == "station_admitted_before"
    assert verify(office.folder).findings == ()


def test_another_station_than_the_office_admits_nobody(both: Site, tmp_path: Path) -> None:
    request = asked(tmp_path / "third", fingerprint(both.office), "Iso-2")
    assert refused(joining.admission, both.room.station, request, request.code, "qlee") == "not_the_office"


def test_people_sign_in_at_the_new_station_and_it_makes_reports(both: Site) -> None:
    room = both.room
    fine(room.station.sign_in("mchen", PASSWORD))
    assert code(room.station.sign_in("mchen", "wrong words here")) == "secret_wrong"
    leaf = room.station.store.secret(PDF_LEAF)
    own = room.station.store.state("site").stations[room.station.store.log.id]
    assert leaf is not None
    assert leaf.hex() == own.pdf_certificate
    assert certificates.issued_by(leaf, bytes.fromhex(room.station.store.state("site").issuing_ca))
    assert room.station.store.state(person("mchen")).name == "Maria Chen"
    assert verify(room.folder, site=fingerprint(both.office)).findings == ()


def test_before_its_admission_the_new_station_takes_nothing(office: Plant, tmp_path: Path) -> None:
    asked(tmp_path / "room", fingerprint(office))
    other = asked(tmp_path / "other", fingerprint(office), "Iso-2")
    fine(admitted(office, other))
    fine(bundles.export(office.station, "Iso-2", tmp_path / "b.ebrb"))
    with Station.open(tmp_path / "room", clock=office.clock) as room:
        assert code(bundles.take(room, tmp_path / "b.ebrb")) == "bundle_for_other"
        assert not room.store.state("site").founded


def test_a_site_with_another_root_key_is_not_taken(office: Plant, tmp_path: Path) -> None:
    """Somebody founds a site of the same name and bends the request's fingerprint at the office."""
    request = asked(tmp_path / "room", "cd" * 32)
    bent = replace(request, genesis=replace(request.genesis, site=fingerprint(office)))
    fine(admitted(office, bent))
    fine(bundles.export(office.station, ROOM, tmp_path / "b.ebrb"))
    with Station.open(tmp_path / "room", clock=office.clock) as room:
        assert code(bundles.take(room, tmp_path / "b.ebrb")) == "bundle_other_site"
        assert not room.store.state("site").founded


def revoked(at: Site) -> int:
    """The office revokes the room behind what it has of it; return the last number accepted."""
    command = joining.revocation(at.office.station, ROOM, "Terminal stolen", "qlee")
    at.office.signed(command, "aroot")
    return command.seq


def test_what_a_revoked_station_wrote_later_is_kept_marked_and_blocks_release(both: Site) -> None:
    fine(both.to_office("before"))
    accepted = revoked(both)
    fine(both.room.do(AddComment(BATCH, "", "Written after the terminal was gone"), "mchen"))
    late = both.made(both.room, OFFICE, "late")
    taken = fine(bundles.take(both.office.station, late))
    room, store = both.room.station.store.log, both.office.station.store
    assert taken.answer["revoked"] == str(accepted)
    assert bundle_contents.ends_of(store)[room.id].seq > accepted
    assert (
        store.log.read_after(room.id, 0) == room.read_after(room.id, 0)[: bundle_contents.ends_of(store)[room.id].seq]
    )
    weak = both.office.station.ask(Apart(BATCH)).weaknesses
    assert [(row.code, row.blocking) for row in weak if row.code == "after_revocation"] == [("after_revocation", True)]
    assert [row.event for row in both.office.audit()][:3].count("station.fault-noted/1") == 1
    assert verify(both.office.folder).findings == ()
    assert code(bundles.take(both.office.station, late)) == "bundle_taken_before"
    assert refused(bundles.export, both.office.station, ROOM, both.stick / "x.ebrb") == "bundle_to_unknown"


def test_what_a_revoked_station_claims_is_not_believed(both: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says that it has more of the office's log than the office: that would stop any station it is believed by."""
    revoked(both)
    station, office = both.room.station, both.office.station.store.log.id
    planned = bundle_contents.planned

    def lying(*given: Any) -> bundle_contents.Plan:
        plan = planned(*given)
        heads = {**plan.manifest.heads, office: (10**6, "00" * 32)}
        return replace(plan, manifest=msgspec.structs.replace(plan.manifest, heads=heads))

    monkeypatch.setattr(bundle_contents, "planned", lying)
    fine(bundles.export(station, OFFICE, both.stick / "lie.ebrb"))
    last = both.office.station.ask(StationStatus()).last_contact
    fine(bundles.take(both.office.station, both.stick / "lie.ebrb"))
    fine(both.office.station.sign_in("aroot", PASSWORD))
    assert both.office.station.ask(StationStatus()).last_contact == last
